"""RelayUserAuthorizeRequest: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, sealed, to_str

_NAMES = frozenset(("session_id", "user_ip"))


@sealed(SERVICE)
@define(repr=False)
class RelayUserAuthorizeRequest(Model):
    """The request to add a player to a relay session.

    Attributes:
        session_id: Id of the relay session.
        user_ip: The player's public IP address.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    session_id: str
    user_ip: str
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        session_id = _data.get("session_id", UNSET)
        self.session_id = session_id if type(session_id) is str else to_str(session_id, "session_id", self)
        user_ip = _data.get("user_ip", UNSET)
        self.user_ip = user_ip if type(user_ip) is str else to_str(user_ip, "user_ip", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is RelayUserAuthorizeRequest else finished(self, RelayUserAuthorizeRequest, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["session_id"] = self.session_id
        result["user_ip"] = self.user_ip
        return result
