"""BackfillResponse: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.backfill_attributes import BackfillAttributes
from ..models.backfill_status import BackfillStatus
from ..models.injected_ticket import InjectedTicket
from ..models.injected_tickets import InjectedTickets
from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_none, keep_unknown, sealed, to_str, unless_none

_NAMES = frozenset(("id", "profile", "status", "tickets", "assigned_ticket", "attributes"))


@sealed(SERVICE)
@define(repr=False)
class BackfillResponse(Model):
    """A backfill.

    Attributes:
        id: The id of the backfill.
        profile: The profile.
        status: The state.
        tickets: The players who are in the server, by ticket id.
        assigned_ticket: A ticket of the assigned group. It is null until a group is assigned.
        attributes: The server.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    id: str
    profile: str | None = None
    status: BackfillStatus | None = None
    tickets: InjectedTickets | None = None
    assigned_ticket: InjectedTicket | None = None
    attributes: BackfillAttributes | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        id = _data.get("id", UNSET)
        self.id = id if type(id) is str else to_str(id, "id", self)
        profile = _data.get("profile", UNSET)
        self.profile = (
            profile
            if type(profile) is str
            else None
            if profile is UNSET
            else unless_none(profile, to_str, "profile", self)
        )
        status = _data.get("status", UNSET)
        self.status = (
            None
            if status is UNSET
            else keep_none("status", _kept)
            if status is None
            else BackfillStatus.read(status, "status", self)
        )
        tickets = _data.get("tickets", UNSET)
        self.tickets = (
            None
            if tickets is UNSET
            else keep_none("tickets", _kept)
            if tickets is None
            else InjectedTickets.read(tickets, "tickets", self)
        )
        assigned_ticket = _data.get("assigned_ticket", UNSET)
        self.assigned_ticket = (
            None
            if assigned_ticket is UNSET
            else keep_none("assigned_ticket", _kept)
            if assigned_ticket is None
            else InjectedTicket.read(assigned_ticket, "assigned_ticket", self)
        )
        attributes = _data.get("attributes", UNSET)
        self.attributes = (
            None
            if attributes is UNSET
            else keep_none("attributes", _kept)
            if attributes is None
            else BackfillAttributes.read(attributes, "attributes", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is BackfillResponse else finished(self, BackfillResponse, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["id"] = self.id
        if self.profile is not None:
            result["profile"] = self.profile
        if self.status is not None:
            result["status"] = str(self.status)
        if self.tickets is not None:
            result["tickets"] = self.tickets.to_dict()
        if self.assigned_ticket is not None:
            result["assigned_ticket"] = self.assigned_ticket.to_dict()
        if self.attributes is not None:
            result["attributes"] = self.attributes.to_dict()
        return result
