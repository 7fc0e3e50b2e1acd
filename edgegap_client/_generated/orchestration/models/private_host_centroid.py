"""PrivateHostCentroid: a model of the specification."""

from collections.abc import Mapping
from math import isfinite
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, sealed, to_float, to_int, to_str

_NAMES = frozenset(("label", "latitude", "longitude", "radius_km", "desired_host_count"))


@sealed(SERVICE)
@define(repr=False)
class PrivateHostCentroid(Model):
    """The area that you ordered a private host for.

    Attributes:
        label: The area's name.
        latitude: Latitude of the centre, in degrees.
        longitude: Longitude of the centre, in degrees.
        radius_km: Radius of the area, in kilometres.
        desired_host_count: The intended number of hosts.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    label: str
    latitude: float
    longitude: float
    radius_km: float
    desired_host_count: int
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        label = _data.get("label", UNSET)
        self.label = label if type(label) is str else to_str(label, "label", self)
        latitude = _data.get("latitude", UNSET)
        self.latitude = (
            latitude if (type(latitude) is float and isfinite(latitude)) else to_float(latitude, "latitude", self)
        )
        longitude = _data.get("longitude", UNSET)
        self.longitude = (
            longitude if (type(longitude) is float and isfinite(longitude)) else to_float(longitude, "longitude", self)
        )
        radius_km = _data.get("radius_km", UNSET)
        self.radius_km = (
            radius_km if (type(radius_km) is float and isfinite(radius_km)) else to_float(radius_km, "radius_km", self)
        )
        desired_host_count = _data.get("desired_host_count", UNSET)
        self.desired_host_count = (
            desired_host_count
            if type(desired_host_count) is int
            else to_int(desired_host_count, "desired_host_count", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is PrivateHostCentroid else finished(self, PrivateHostCentroid, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["label"] = self.label
        result["latitude"] = self.latitude
        result["longitude"] = self.longitude
        result["radius_km"] = self.radius_km
        result["desired_host_count"] = self.desired_host_count
        return result
