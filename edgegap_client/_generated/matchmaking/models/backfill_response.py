"""BackfillResponse: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.backfill_attributes import BackfillAttributes
from ..models.backfill_status import BackfillStatus
from ..models.injected_ticket import InjectedTicket
from ..models.injected_tickets import InjectedTickets
from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_null, keep_unknown, of_subclass, to_str, unless_null

_NAMES = frozenset(("id", "profile", "status", "tickets", "assigned_ticket", "attributes"))


@define(repr=False)
class BackfillResponse(Model):
    """A backfill.

    Attributes:
        id: The id of the backfill.
        profile: The profile.
        status: The state.
        tickets: The players who are in the server, by ticket id.
        assigned_ticket: A ticket of the group that was assigned; null until then.
        attributes: The server.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    id: str
    profile: str | Unset = UNSET
    status: BackfillStatus | Unset = UNSET
    tickets: InjectedTickets | Unset = UNSET
    assigned_ticket: InjectedTicket | None | Unset = UNSET
    attributes: BackfillAttributes | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        id = _data.get("id", UNSET)
        self.id = id if type(id) is str else to_str(id, "id")
        profile = _data.get("profile", UNSET)
        self.profile = (
            profile if type(profile) is str or profile is UNSET else unless_null(profile, to_str, "profile", _kept)
        )
        status = _data.get("status", UNSET)
        self.status = (
            status
            if status is UNSET
            else keep_null("status", _kept)
            if status is None
            else BackfillStatus.read(status, "status")
        )
        tickets = _data.get("tickets", UNSET)
        self.tickets = (
            tickets
            if tickets is UNSET
            else keep_null("tickets", _kept)
            if tickets is None
            else InjectedTickets.read(tickets, "tickets")
        )
        assigned_ticket = _data.get("assigned_ticket", UNSET)
        self.assigned_ticket = (
            assigned_ticket
            if assigned_ticket is UNSET or assigned_ticket is None
            else InjectedTicket.read(assigned_ticket, "assigned_ticket")
        )
        attributes = _data.get("attributes", UNSET)
        self.attributes = (
            attributes
            if attributes is UNSET
            else keep_null("attributes", _kept)
            if attributes is None
            else BackfillAttributes.read(attributes, "attributes")
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is BackfillResponse else of_subclass(self, BackfillResponse)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["id"] = self.id
        if self.profile is not UNSET:
            result["profile"] = self.profile
        if self.status is not UNSET:
            result["status"] = str(self.status)
        if self.tickets is not UNSET:
            result["tickets"] = self.tickets.to_dict()
        if self.assigned_ticket is not UNSET:
            result["assigned_ticket"] = None if self.assigned_ticket is None else self.assigned_ticket.to_dict()
        if self.attributes is not UNSET:
            result["attributes"] = self.attributes.to_dict()
        return result
