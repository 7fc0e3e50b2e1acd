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
    UNSET,
    Model,
    Unset,
    keep_null,
    keep_unknown,
    of_subclass,
    to_datetime,
    to_str,
    unless_null,
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


@define(repr=False)
class Ticket(Model):
    """One player's search.

    Attributes:
        id: The id of the ticket: 20 letters or digits.
        status: The state.
        profile: The profile.
        created_at: When the search began.
        player_ip: The player's address.
        group_id: The group that the ticket belongs to.
        team_id: The team, once there is one.
        match_id: The match, once there is one.
        assignment: The server, once it is assigned.
        expansion_stage: Which expansion of the rules applies, where the service says so.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    id: str
    status: TicketStatus
    profile: str | Unset = UNSET
    created_at: datetime.datetime | Unset = UNSET
    player_ip: None | str | Unset = UNSET
    group_id: None | str | Unset = UNSET
    team_id: None | str | Unset = UNSET
    match_id: None | str | Unset = UNSET
    assignment: Assignment | None | Unset = UNSET
    expansion_stage: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        id = _data.get("id", UNSET)
        self.id = id if type(id) is str else to_str(id, "id")
        self.status = TicketStatus.read(_data.get("status", UNSET), "status")
        profile = _data.get("profile", UNSET)
        self.profile = (
            profile if type(profile) is str or profile is UNSET else unless_null(profile, to_str, "profile", _kept)
        )
        created_at = _data.get("created_at", UNSET)
        self.created_at = (
            created_at
            if created_at is UNSET
            else keep_null("created_at", _kept)
            if created_at is None
            else to_datetime(created_at, "created_at", _kept)
        )
        player_ip = _data.get("player_ip", UNSET)
        self.player_ip = (
            player_ip
            if player_ip is UNSET or type(player_ip) is str or player_ip is None
            else to_str(player_ip, "player_ip")
        )
        group_id = _data.get("group_id", UNSET)
        self.group_id = (
            group_id if group_id is UNSET or type(group_id) is str or group_id is None else to_str(group_id, "group_id")
        )
        team_id = _data.get("team_id", UNSET)
        self.team_id = (
            team_id if team_id is UNSET or type(team_id) is str or team_id is None else to_str(team_id, "team_id")
        )
        match_id = _data.get("match_id", UNSET)
        self.match_id = (
            match_id if match_id is UNSET or type(match_id) is str or match_id is None else to_str(match_id, "match_id")
        )
        assignment = _data.get("assignment", UNSET)
        self.assignment = (
            assignment if assignment is UNSET or assignment is None else Assignment.read(assignment, "assignment")
        )
        expansion_stage = _data.get("expansion_stage", UNSET)
        self.expansion_stage = (
            expansion_stage
            if expansion_stage is UNSET or type(expansion_stage) is str or expansion_stage is None
            else to_str(expansion_stage, "expansion_stage")
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is Ticket else of_subclass(self, Ticket)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["id"] = self.id
        result["status"] = str(self.status)
        if self.profile is not UNSET:
            result["profile"] = self.profile
        if self.created_at is not UNSET:
            result["created_at"] = self.created_at.isoformat()
        if self.player_ip is not UNSET:
            result["player_ip"] = self.player_ip
        if self.group_id is not UNSET:
            result["group_id"] = self.group_id
        if self.team_id is not UNSET:
            result["team_id"] = self.team_id
        if self.match_id is not UNSET:
            result["match_id"] = self.match_id
        if self.assignment is not UNSET:
            result["assignment"] = None if self.assignment is None else self.assignment.to_dict()
        if self.expansion_stage is not UNSET:
            result["expansion_stage"] = self.expansion_stage
        return result
