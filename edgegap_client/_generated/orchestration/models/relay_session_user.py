"""RelaySessionUser: a model of the specification."""

from collections.abc import Mapping
from math import isfinite
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..types import (
    ABSENT,
    PUBLIC_MODULE,
    SERVICE,
    UNSET,
    Model,
    finished,
    keep_unknown,
    leave_out,
    sealed,
    to_float,
    to_int,
    to_str,
    unless_none,
)

_NAMES = frozenset(("ip_address", "latitude", "longitude", "authorization_token"))


@sealed(SERVICE)
@define(repr=False)
class RelaySessionUser(Model):
    """One player of a relay session, with the location of the address.

    Attributes:
        ip_address: The player's public IP address.
        latitude: Approximate latitude in degrees.
        longitude: Approximate longitude in degrees.
        authorization_token: The player's own token. The player needs it to talk to the relay, and you need it
            to revoke the player's access. The number can exceed 32 bits.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _secrets: ClassVar[frozenset[str]] = frozenset(("authorization_token",))

    _always: ClassVar[frozenset[str]] = frozenset(("ip_address", "latitude", "longitude"))

    ip_address: str = ABSENT
    latitude: float = ABSENT
    longitude: float = ABSENT
    authorization_token: int | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("ip_address", "latitude", "longitude"))

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        ip_address = _data.get("ip_address", UNSET)
        self.ip_address = ip_address if type(ip_address) is str else to_str(ip_address, "ip_address", self)
        latitude = _data.get("latitude", UNSET)
        self.latitude = (
            latitude if (type(latitude) is float and isfinite(latitude)) else to_float(latitude, "latitude", self)
        )
        longitude = _data.get("longitude", UNSET)
        self.longitude = (
            longitude if (type(longitude) is float and isfinite(longitude)) else to_float(longitude, "longitude", self)
        )
        authorization_token = _data.get("authorization_token", UNSET)
        self.authorization_token = (
            authorization_token
            if type(authorization_token) is int
            else None
            if authorization_token is UNSET
            else unless_none(authorization_token, to_int, "authorization_token", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is RelaySessionUser else finished(self, RelaySessionUser, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["ip_address"] = self.ip_address
        result["latitude"] = self.latitude
        result["longitude"] = self.longitude
        if self.authorization_token is not None:
            result["authorization_token"] = self.authorization_token
        return result
