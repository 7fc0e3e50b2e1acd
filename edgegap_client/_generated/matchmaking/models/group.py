"""Group: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.assignment import Assignment
from ..models.ticket_status import TicketStatus
from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_unknown, of_subclass, to_str

_NAMES = frozenset(("status", "assignment", "team_id"))


@define(repr=False)
class Group(Model):
    """A group as a whole.

    Attributes:
        status: The state.
        assignment: The server, once it is assigned.
        team_id: The team, once there is one.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    status: TicketStatus
    assignment: Assignment | None | Unset = UNSET
    team_id: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        self.status = TicketStatus.read(_data.get("status", UNSET), "status")
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
        return self if cls is Group else of_subclass(self, Group)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["status"] = str(self.status)
        if self.assignment is not UNSET:
            result["assignment"] = None if self.assignment is None else self.assignment.to_dict()
        if self.team_id is not UNSET:
            result["team_id"] = self.team_id
        return result
