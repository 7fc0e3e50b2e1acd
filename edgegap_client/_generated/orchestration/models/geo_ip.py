"""GeoIp: a model of the specification."""

from collections.abc import Mapping
from math import isfinite
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, sealed, to_float, to_str

_NAMES = frozenset(("ip", "latitude", "longitude"))


@sealed(SERVICE)
@define(repr=False)
class GeoIp(Model):
    """A player's address together with coordinates.

    Attributes:
        ip: The player's public address.
        latitude: Latitude in degrees.
        longitude: Longitude in degrees.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    ip: str
    latitude: float
    longitude: float
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        ip = _data.get("ip", UNSET)
        self.ip = ip if type(ip) is str else to_str(ip, "ip", self)
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
        return self if type(self) is GeoIp else finished(self, GeoIp, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["ip"] = self.ip
        result["latitude"] = self.latitude
        result["longitude"] = self.longitude
        return result
