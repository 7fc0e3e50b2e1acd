"""Group: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.assignment import Assignment
from ..models.ticket_status import TicketStatus
from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_none, keep_unknown, sealed, to_str, unless_none

_NAMES = frozenset(("status", "assignment", "team_id"))


@sealed(SERVICE)
@define(repr=False)
class Group(Model):
    """The state of a group.

    Attributes:
        status: The state.
        assignment: The server. It is missing or null until a server is assigned.
        team_id: The id of the team. It is missing or null until the player has a team.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    status: TicketStatus
    assignment: Assignment | None = None
    team_id: str | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        self.status = TicketStatus.read(_data.get("status", UNSET), "status", self)
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
        return self if type(self) is Group else finished(self, Group, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["status"] = str(self.status)
        if self.assignment is not None:
            result["assignment"] = self.assignment.to_dict()
        if self.team_id is not None:
            result["team_id"] = self.team_id
        return result
