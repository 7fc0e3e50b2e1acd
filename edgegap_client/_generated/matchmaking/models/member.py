"""Member: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.assignment import Assignment
from ..models.ticket_status import TicketStatus
from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_unknown, of_subclass, to_bool, to_str, unless_null

_NAMES = frozenset(("member_id", "group_id", "status", "is_ready", "ticket_id", "assignment", "team_id"))


@define(repr=False)
class Member(Model):
    """One player in a group.

    Attributes:
        member_id: The id of the member.
        group_id: The id of the group.
        status: The state.
        is_ready: Whether the player is ready.
        ticket_id: The player's ticket, once the search has begun.
        assignment: The server, once it is assigned.
        team_id: The team, once there is one.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    member_id: str
    group_id: str
    status: TicketStatus
    is_ready: bool | Unset = UNSET
    ticket_id: None | str | Unset = UNSET
    assignment: Assignment | None | Unset = UNSET
    team_id: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        member_id = _data.get("member_id", UNSET)
        self.member_id = member_id if type(member_id) is str else to_str(member_id, "member_id")
        group_id = _data.get("group_id", UNSET)
        self.group_id = group_id if type(group_id) is str else to_str(group_id, "group_id")
        self.status = TicketStatus.read(_data.get("status", UNSET), "status")
        is_ready = _data.get("is_ready", UNSET)
        self.is_ready = (
            is_ready
            if type(is_ready) is bool or is_ready is UNSET
            else unless_null(is_ready, to_bool, "is_ready", _kept)
        )
        ticket_id = _data.get("ticket_id", UNSET)
        self.ticket_id = (
            ticket_id
            if ticket_id is UNSET or type(ticket_id) is str or ticket_id is None
            else to_str(ticket_id, "ticket_id")
        )
        assignment = _data.get("assignment", UNSET)
        self.assignment = (
            assignment if assignment is UNSET or assignment is None else Assignment.read(assignment, "assignment")
        )
        team_id = _data.get("team_id", UNSET)
        self.team_id = (
            team_id if team_id is UNSET or type(team_id) is str or team_id is None else to_str(team_id, "team_id")
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is Member else of_subclass(self, Member)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["member_id"] = self.member_id
        result["group_id"] = self.group_id
        result["status"] = str(self.status)
        if self.is_ready is not UNSET:
            result["is_ready"] = self.is_ready
        if self.ticket_id is not UNSET:
            result["ticket_id"] = self.ticket_id
        if self.assignment is not UNSET:
            result["assignment"] = None if self.assignment is None else self.assignment.to_dict()
        if self.team_id is not UNSET:
            result["team_id"] = self.team_id
        return result
