"""SlotRequest: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.metadata import Metadata
from ..types import (
    PUBLIC_MODULE,
    SERVICE,
    UNSET,
    Model,
    Unset,
    finished,
    keep_null,
    keep_unknown,
    sealed,
    to_int,
    to_str,
)

_NAMES = frozenset(("name", "available_seats", "metadata"))


@sealed(SERVICE)
@define(repr=False)
class SlotRequest(Model):
    """A slot of a server instance.

    Attributes:
        name: The name of the slot.
        available_seats: The number of seats for new players, including the reserved seats.
        metadata: Values of your choice, by name.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    name: str
    available_seats: int
    metadata: Metadata | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        name = _data.get("name", UNSET)
        self.name = name if type(name) is str else to_str(name, "name", self)
        available_seats = _data.get("available_seats", UNSET)
        self.available_seats = (
            available_seats if type(available_seats) is int else to_int(available_seats, "available_seats", self)
        )
        metadata = _data.get("metadata", UNSET)
        self.metadata = (
            metadata
            if metadata is UNSET
            else keep_null("metadata", _kept)
            if metadata is None
            else Metadata.read(metadata, "metadata", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is SlotRequest else finished(self, SlotRequest, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["name"] = self.name
        result["available_seats"] = self.available_seats
        if self.metadata is not UNSET:
            result["metadata"] = self.metadata.to_dict()
        return result
