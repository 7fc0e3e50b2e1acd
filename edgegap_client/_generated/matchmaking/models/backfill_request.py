"""BackfillRequest: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.backfill_attributes import BackfillAttributes
from ..models.injected_tickets import InjectedTickets
from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, sealed, to_str

_NAMES = frozenset(("profile", "attributes", "tickets"))


@sealed(SERVICE)
@define(repr=False)
class BackfillRequest(Model):
    """A running server with free seats.

    Attributes:
        profile: The name of the profile of the match.
        attributes: The server.
        tickets: The players who are in the server, by ticket id.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    profile: str
    attributes: BackfillAttributes
    tickets: InjectedTickets
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        profile = _data.get("profile", UNSET)
        self.profile = profile if type(profile) is str else to_str(profile, "profile", self)
        self.attributes = BackfillAttributes.read(_data.get("attributes", UNSET), "attributes", self)
        self.tickets = InjectedTickets.read(_data.get("tickets", UNSET), "tickets", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is BackfillRequest else finished(self, BackfillRequest, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["profile"] = self.profile
        result["attributes"] = self.attributes.to_dict()
        result["tickets"] = self.tickets.to_dict()
        return result
