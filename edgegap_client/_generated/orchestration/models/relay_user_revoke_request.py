"""RelayUserRevokeRequest: a model of the specification."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, sealed, to_int, to_str

_NAMES = frozenset(("session_id", "authorization_token"))


@sealed(SERVICE)
@define(repr=False)
class RelayUserRevokeRequest(Model):
    """The request to remove a player from a relay session.

    Attributes:
        session_id: Id of the relay session.
        authorization_token: Token of the player to remove, not the token of the session. The number can exceed
            32 bits.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _secrets: ClassVar[frozenset[str]] = frozenset(("authorization_token",))

    session_id: str
    authorization_token: int
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        session_id = _data.get("session_id", UNSET)
        self.session_id = session_id if type(session_id) is str else to_str(session_id, "session_id", self)
        authorization_token = _data.get("authorization_token", UNSET)
        self.authorization_token = (
            authorization_token
            if type(authorization_token) is int
            else to_int(authorization_token, "authorization_token", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is RelayUserRevokeRequest else finished(self, RelayUserRevokeRequest, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["session_id"] = self.session_id
        result["authorization_token"] = self.authorization_token
        return result
