"""DeploymentUserData: a model of the specification."""

from collections.abc import Mapping
from math import isfinite
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import (
    PUBLIC_MODULE,
    SERVICE,
    UNSET,
    Model,
    Unset,
    finished,
    keep_unknown,
    sealed,
    to_float,
    to_str,
    unless_null,
)

_NAMES = frozenset(("ip_address", "latitude", "longitude"))


@sealed(SERVICE)
@define(repr=False)
class DeploymentUserData(Model):
    """The location of a player, depending on `user_type`. Set either `ip_address` or both coordinates.

    Attributes:
        ip_address: The player's public address, for the user type `ip_address`.
        latitude: Latitude in degrees, for the user type `geo_coordinates`.
        longitude: Longitude in degrees, for the user type `geo_coordinates`.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    ip_address: str | Unset = UNSET
    latitude: float | Unset = UNSET
    longitude: float | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        ip_address = _data.get("ip_address", UNSET)
        self.ip_address = (
            ip_address
            if type(ip_address) is str or ip_address is UNSET
            else unless_null(ip_address, to_str, "ip_address", self)
        )
        latitude = _data.get("latitude", UNSET)
        self.latitude = (
            latitude
            if (type(latitude) is float and isfinite(latitude)) or latitude is UNSET
            else unless_null(latitude, to_float, "latitude", self)
        )
        longitude = _data.get("longitude", UNSET)
        self.longitude = (
            longitude
            if (type(longitude) is float and isfinite(longitude)) or longitude is UNSET
            else unless_null(longitude, to_float, "longitude", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is DeploymentUserData else finished(self, DeploymentUserData, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.ip_address is not UNSET:
            result["ip_address"] = self.ip_address
        if self.latitude is not UNSET:
            result["latitude"] = self.latitude
        if self.longitude is not UNSET:
            result["longitude"] = self.longitude
        return result
