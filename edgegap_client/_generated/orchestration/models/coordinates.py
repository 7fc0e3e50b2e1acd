"""Coordinates: a model of the specification."""

from collections.abc import Mapping
from math import isfinite
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, sealed, to_float

_NAMES = frozenset(("latitude", "longitude"))


@sealed(SERVICE)
@define(repr=False)
class Coordinates(Model):
    """A point on the earth.

    Attributes:
        latitude: Latitude in degrees.
        longitude: Longitude in degrees.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    latitude: float
    longitude: float
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        latitude = _data.get("latitude", UNSET)
        self.latitude = (
            latitude if (type(latitude) is float and isfinite(latitude)) else to_float(latitude, "latitude", self)
        )
        longitude = _data.get("longitude", UNSET)
        self.longitude = (
            longitude if (type(longitude) is float and isfinite(longitude)) else to_float(longitude, "longitude", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is Coordinates else finished(self, Coordinates, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["latitude"] = self.latitude
        result["longitude"] = self.longitude
        return result
