"""Member: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.assignment import Assignment
from ..models.ticket_status import TicketStatus
from ..types import (
    PUBLIC_MODULE,
    SERVICE,
    UNSET,
    Model,
    finished,
    keep_none,
    keep_unknown,
    sealed,
    to_bool,
    to_str,
    unless_none,
)

_NAMES = frozenset(("member_id", "group_id", "status", "is_ready", "ticket_id", "assignment", "team_id"))


@sealed(SERVICE)
@define(repr=False)
class Member(Model):
    """One player in a group.

    Attributes:
        member_id: The id of the member.
        group_id: The id of the group.
        status: The state.
        is_ready: Whether the player is ready.
        ticket_id: The id of the player's ticket. It is missing or null until the search starts.
        assignment: The server. It is missing or null until a server is assigned.
        team_id: The id of the team. It is missing or null until the player has a team.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    member_id: str
    group_id: str
    status: TicketStatus
    is_ready: bool | None = None
    ticket_id: str | None = None
    assignment: Assignment | None = None
    team_id: str | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        member_id = _data.get("member_id", UNSET)
        self.member_id = member_id if type(member_id) is str else to_str(member_id, "member_id", self)
        group_id = _data.get("group_id", UNSET)
        self.group_id = group_id if type(group_id) is str else to_str(group_id, "group_id", self)
        self.status = TicketStatus.read(_data.get("status", UNSET), "status", self)
        is_ready = _data.get("is_ready", UNSET)
        self.is_ready = (
            is_ready
            if type(is_ready) is bool
            else None
            if is_ready is UNSET
            else unless_none(is_ready, to_bool, "is_ready", self)
        )
        ticket_id = _data.get("ticket_id", UNSET)
        self.ticket_id = (
            ticket_id
            if type(ticket_id) is str
            else None
            if ticket_id is UNSET
            else unless_none(ticket_id, to_str, "ticket_id", self)
        )
        assignment = _data.get("assignment", UNSET)
        self.assignment = (
            None
            if assignment is UNSET
            else keep_none("assignment", _kept)
            if assignment is None
            else Assignment.read(assignment, "assignment", self)
        )
        team_id = _data.get("team_id", UNSET)
        self.team_id = (
            team_id
            if type(team_id) is str
            else None
            if team_id is UNSET
            else unless_none(team_id, to_str, "team_id", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is Member else finished(self, Member, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["member_id"] = self.member_id
        result["group_id"] = self.group_id
        result["status"] = str(self.status)
        if self.is_ready is not None:
            result["is_ready"] = self.is_ready
        if self.ticket_id is not None:
            result["ticket_id"] = self.ticket_id
        if self.assignment is not None:
            result["assignment"] = self.assignment.to_dict()
        if self.team_id is not None:
            result["team_id"] = self.team_id
        return result
