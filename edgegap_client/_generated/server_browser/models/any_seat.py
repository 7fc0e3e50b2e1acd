"""AnySeat: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.server import Server
from ..models.slot_name import SlotName
from ..models.user import User
from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_null, keep_unknown, of_subclass, to_list, to_str

_NAMES = frozenset(("request_id", "server", "slot", "users"))


@define(repr=False)
class AnySeat(Model):
    """The server and slot that were chosen.

    Attributes:
        request_id: The id of the deployment that runs the server.
        server: How to reach the server.
        slot: The slot.
        users: The users, each with a seat of their own.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    request_id: str
    server: Server | Unset = UNSET
    slot: SlotName | Unset = UNSET
    users: list[User] | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        request_id = _data.get("request_id", UNSET)
        self.request_id = request_id if type(request_id) is str else to_str(request_id, "request_id")
        server = _data.get("server", UNSET)
        self.server = (
            server
            if server is UNSET
            else keep_null("server", _kept)
            if server is None
            else Server.read(server, "server")
        )
        slot = _data.get("slot", UNSET)
        self.slot = slot if slot is UNSET else keep_null("slot", _kept) if slot is None else SlotName.read(slot, "slot")
        users = _data.get("users", UNSET)
        self.users = (
            users
            if users is UNSET
            else keep_null("users", _kept)
            if users is None
            else to_list(users, User.read, "users")
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is AnySeat else of_subclass(self, AnySeat)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["request_id"] = self.request_id
        if self.server is not UNSET:
            result["server"] = self.server.to_dict()
        if self.slot is not UNSET:
            result["slot"] = self.slot.to_dict()
        if self.users is not UNSET:
            result["users"] = [item.to_dict() for item in self.users]
        return result
