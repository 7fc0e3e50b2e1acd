"""AnySeat: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.server import Server
from ..models.slot_name import SlotName
from ..models.user import User
from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_none, keep_unknown, sealed, to_models, to_str

_NAMES = frozenset(("request_id", "server", "slot", "users"))


@sealed(SERVICE)
@define(repr=False)
class AnySeat(Model):
    """The server and the slot of the reservation.

    Attributes:
        request_id: The id of the deployment that runs the server.
        server: The addresses and ports of the server.
        slot: The slot.
        users: The users, each with a seat of their own.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    request_id: str
    server: Server | None = None
    slot: SlotName | None = None
    users: list[User] | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        request_id = _data.get("request_id", UNSET)
        self.request_id = request_id if type(request_id) is str else to_str(request_id, "request_id", self)
        server = _data.get("server", UNSET)
        self.server = (
            None
            if server is UNSET
            else keep_none("server", _kept)
            if server is None
            else Server.read(server, "server", self)
        )
        slot = _data.get("slot", UNSET)
        self.slot = (
            None if slot is UNSET else keep_none("slot", _kept) if slot is None else SlotName.read(slot, "slot", self)
        )
        users = _data.get("users", UNSET)
        self.users = (
            None
            if users is UNSET
            else keep_none("users", _kept)
            if users is None
            else to_models(users, User, "users", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is AnySeat else finished(self, AnySeat, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["request_id"] = self.request_id
        if self.server is not None:
            result["server"] = self.server.to_dict()
        if self.slot is not None:
            result["slot"] = self.slot.to_dict()
        if self.users is not None:
            result["users"] = [item.to_dict() for item in self.users]
        return result
