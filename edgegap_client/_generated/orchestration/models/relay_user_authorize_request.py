"""RelayUserAuthorizeRequest: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, UNSET, Model, keep_unknown, of_subclass, to_str

_NAMES = frozenset(("session_id", "user_ip"))


@define(repr=False)
class RelayUserAuthorizeRequest(Model):
    """The request to add a player to a relay session.

    Attributes:
        session_id: Id of the relay session.
        user_ip: The player's public IP address.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    session_id: str
    user_ip: str
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        session_id = _data.get("session_id", UNSET)
        self.session_id = session_id if type(session_id) is str else to_str(session_id, "session_id")
        user_ip = _data.get("user_ip", UNSET)
        self.user_ip = user_ip if type(user_ip) is str else to_str(user_ip, "user_ip")
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is RelayUserAuthorizeRequest else of_subclass(self, RelayUserAuthorizeRequest)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["session_id"] = self.session_id
        result["user_ip"] = self.user_ip
        return result
