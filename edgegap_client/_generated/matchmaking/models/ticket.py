"""Ticket: a model of the specification."""

import datetime
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
    to_datetime,
    to_str,
    unless_none,
)

_NAMES = frozenset(
    (
        "id",
        "status",
        "profile",
        "created_at",
        "player_ip",
        "group_id",
        "team_id",
        "match_id",
        "assignment",
        "expansion_stage",
    )
)


@sealed(SERVICE)
@define(repr=False)
class Ticket(Model):
    """One player's search.

    Attributes:
        id: The id of the ticket: 20 letters or digits.
        status: The state.
        profile: The profile.
        created_at: When the search started.
        player_ip: The player's address.
        group_id: The id of the group of the ticket.
        team_id: The id of the team. It is missing or null until the player has a team.
        match_id: The id of the match. It is missing or null until there is a match.
        assignment: The server. It is missing or null until a server is assigned.
        expansion_stage: The current expansion of the rules, if the service sends it.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    id: str
    status: TicketStatus
    profile: str | None = None
    created_at: datetime.datetime | None = None
    player_ip: str | None = None
    group_id: str | None = None
    team_id: str | None = None
    match_id: str | None = None
    assignment: Assignment | None = None
    expansion_stage: str | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        id = _data.get("id", UNSET)
        self.id = id if type(id) is str else to_str(id, "id", self)
        self.status = TicketStatus.read(_data.get("status", UNSET), "status", self)
        profile = _data.get("profile", UNSET)
        self.profile = (
            profile
            if type(profile) is str
            else None
            if profile is UNSET
            else unless_none(profile, to_str, "profile", self)
        )
        created_at = _data.get("created_at", UNSET)
        self.created_at = (
            None
            if created_at is UNSET
            else keep_none("created_at", _kept)
            if created_at is None
            else to_datetime(created_at, "created_at", self)
        )
        player_ip = _data.get("player_ip", UNSET)
        self.player_ip = (
            player_ip
            if type(player_ip) is str
            else None
            if player_ip is UNSET
            else unless_none(player_ip, to_str, "player_ip", self)
        )
        group_id = _data.get("group_id", UNSET)
        self.group_id = (
            group_id
            if type(group_id) is str
            else None
            if group_id is UNSET
            else unless_none(group_id, to_str, "group_id", self)
        )
        team_id = _data.get("team_id", UNSET)
        self.team_id = (
            team_id
            if type(team_id) is str
            else None
            if team_id is UNSET
            else unless_none(team_id, to_str, "team_id", self)
        )
        match_id = _data.get("match_id", UNSET)
        self.match_id = (
            match_id
            if type(match_id) is str
            else None
            if match_id is UNSET
            else unless_none(match_id, to_str, "match_id", self)
        )
        assignment = _data.get("assignment", UNSET)
        self.assignment = (
            None
            if assignment is UNSET
            else keep_none("assignment", _kept)
            if assignment is None
            else Assignment.read(assignment, "assignment", self)
        )
        expansion_stage = _data.get("expansion_stage", UNSET)
        self.expansion_stage = (
            expansion_stage
            if type(expansion_stage) is str
            else None
            if expansion_stage is UNSET
            else unless_none(expansion_stage, to_str, "expansion_stage", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is Ticket else finished(self, Ticket, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["id"] = self.id
        result["status"] = str(self.status)
        if self.profile is not None:
            result["profile"] = self.profile
        if self.created_at is not None:
            result["created_at"] = self.created_at.isoformat()
        if self.player_ip is not None:
            result["player_ip"] = self.player_ip
        if self.group_id is not None:
            result["group_id"] = self.group_id
        if self.team_id is not None:
            result["team_id"] = self.team_id
        if self.match_id is not None:
            result["match_id"] = self.match_id
        if self.assignment is not None:
            result["assignment"] = self.assignment.to_dict()
        if self.expansion_stage is not None:
            result["expansion_stage"] = self.expansion_stage
        return result
