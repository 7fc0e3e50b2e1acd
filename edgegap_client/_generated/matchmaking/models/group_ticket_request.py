"""GroupTicketRequest: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.ticket_request import TicketRequest
from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, sealed, to_models

_NAMES = frozenset(("player_tickets",))


@sealed(SERVICE)
@define(repr=False)
class GroupTicketRequest(Model):
    """Players who stay together.

    Attributes:
        player_tickets: One item for each player.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    player_tickets: list[TicketRequest]
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        self.player_tickets = to_models(_data.get("player_tickets", UNSET), TicketRequest, "player_tickets", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is GroupTicketRequest else finished(self, GroupTicketRequest, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["player_tickets"] = [item.to_dict() for item in self.player_tickets]
        return result
