"""InjectedTicket: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.attributes import Attributes
from ..types import (
    PUBLIC_MODULE,
    SERVICE,
    UNSET,
    Model,
    Unset,
    finished,
    keep_none,
    keep_unknown,
    sealed,
    to_str,
    unless_none,
)

_NAMES = frozenset(("id", "created_at", "player_ip", "group_id", "team_id", "attributes"))


@sealed(SERVICE)
@define(repr=False)
class InjectedTicket(Model):
    """A ticket as the game server knows it, from its environment.

    Attributes:
        id: The id of the ticket.
        created_at: When the search started, in ISO 8601. Send it back unchanged.
        player_ip: The player's address.
        group_id: The group.
        team_id: The id of the team. Omit it if you do not know it. A request must not have null.
        attributes: The player's values for the rules of the profile.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    id: str
    created_at: str | None = None
    player_ip: None | str | Unset = UNSET
    group_id: None | str | Unset = UNSET
    team_id: None | str | Unset = UNSET
    attributes: Attributes | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        id = _data.get("id", UNSET)
        self.id = id if type(id) is str else to_str(id, "id", self)
        created_at = _data.get("created_at", UNSET)
        self.created_at = (
            created_at
            if type(created_at) is str
            else None
            if created_at is UNSET
            else unless_none(created_at, to_str, "created_at", self)
        )
        player_ip = _data.get("player_ip", UNSET)
        self.player_ip = (
            player_ip
            if player_ip is UNSET or type(player_ip) is str or player_ip is None
            else to_str(player_ip, "player_ip", self)
        )
        group_id = _data.get("group_id", UNSET)
        self.group_id = (
            group_id
            if group_id is UNSET or type(group_id) is str or group_id is None
            else to_str(group_id, "group_id", self)
        )
        team_id = _data.get("team_id", UNSET)
        self.team_id = (
            team_id if team_id is UNSET or type(team_id) is str or team_id is None else to_str(team_id, "team_id", self)
        )
        attributes = _data.get("attributes", UNSET)
        self.attributes = (
            None
            if attributes is UNSET
            else keep_none("attributes", _kept)
            if attributes is None
            else Attributes.read(attributes, "attributes", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is InjectedTicket else finished(self, InjectedTicket, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["id"] = self.id
        if self.created_at is not None:
            result["created_at"] = self.created_at
        if self.player_ip is not UNSET:
            result["player_ip"] = self.player_ip
        if self.group_id is not UNSET:
            result["group_id"] = self.group_id
        if self.team_id is not UNSET:
            result["team_id"] = self.team_id
        if self.attributes is not None:
            result["attributes"] = self.attributes.to_dict()
        return result
