"""SessionUser: a model of the specification."""

from collections.abc import Mapping
from math import isfinite
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_unknown, of_subclass, to_float, to_str, unless_null

_NAMES = frozenset(("ip", "latitude", "longitude"))


@define(repr=False)
class SessionUser(Model):
    """One player of a session, with the location of the address.

    Attributes:
        ip: The player's public IP address.
        latitude: Approximate latitude in degrees.
        longitude: Approximate longitude in degrees.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    ip: str
    latitude: float | Unset = UNSET
    longitude: float | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        ip = _data.get("ip", UNSET)
        self.ip = ip if type(ip) is str else to_str(ip, "ip")
        latitude = _data.get("latitude", UNSET)
        self.latitude = (
            latitude
            if (type(latitude) is float and isfinite(latitude)) or latitude is UNSET
            else unless_null(latitude, to_float, "latitude", _kept)
        )
        longitude = _data.get("longitude", UNSET)
        self.longitude = (
            longitude
            if (type(longitude) is float and isfinite(longitude)) or longitude is UNSET
            else unless_null(longitude, to_float, "longitude", _kept)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is SessionUser else of_subclass(self, SessionUser)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["ip"] = self.ip
        if self.latitude is not UNSET:
            result["latitude"] = self.latitude
        if self.longitude is not UNSET:
            result["longitude"] = self.longitude
        return result
