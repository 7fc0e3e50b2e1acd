"""RelaySessionUser: a model of the specification."""

from collections.abc import Mapping
from math import isfinite
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_unknown, of_subclass, to_float, to_int, to_str, unless_null

_NAMES = frozenset(("ip_address", "latitude", "longitude", "authorization_token"))


@define(repr=False)
class RelaySessionUser(Model):
    """One player of a relay session, with the location of the address.

    Attributes:
        ip_address: The player's public IP address.
        latitude: Approximate latitude in degrees.
        longitude: Approximate longitude in degrees.
        authorization_token: The player's own token. It is needed to talk to the relay and to revoke the
            player's access. It may need 64 bits.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    _secrets: ClassVar[frozenset[str]] = frozenset(("authorization_token",))

    ip_address: str | Unset = UNSET
    latitude: float | Unset = UNSET
    longitude: float | Unset = UNSET
    authorization_token: int | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        ip_address = _data.get("ip_address", UNSET)
        self.ip_address = (
            ip_address
            if type(ip_address) is str or ip_address is UNSET
            else unless_null(ip_address, to_str, "ip_address", _kept)
        )
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
        authorization_token = _data.get("authorization_token", UNSET)
        self.authorization_token = (
            authorization_token
            if type(authorization_token) is int or authorization_token is UNSET
            else unless_null(authorization_token, to_int, "authorization_token", _kept)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is RelaySessionUser else of_subclass(self, RelaySessionUser)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.ip_address is not UNSET:
            result["ip_address"] = self.ip_address
        if self.latitude is not UNSET:
            result["latitude"] = self.latitude
        if self.longitude is not UNSET:
            result["longitude"] = self.longitude
        if self.authorization_token is not UNSET:
            result["authorization_token"] = self.authorization_token
        return result
