"""SlotUpdate: a model of the specification."""

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
    unless_null,
)

_NAMES = frozenset(("available_seats", "metadata"))


@sealed(SERVICE)
@define(repr=False)
class SlotUpdate(Model):
    """The changes to a slot.

    Attributes:
        available_seats: The number of seats for new players, including the reserved seats. The number is
            absolute.
        metadata: Values of your choice, by name.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    available_seats: int | Unset = UNSET
    metadata: Metadata | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        available_seats = _data.get("available_seats", UNSET)
        self.available_seats = (
            available_seats
            if type(available_seats) is int or available_seats is UNSET
            else unless_null(available_seats, to_int, "available_seats", self)
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
        return self if type(self) is SlotUpdate else finished(self, SlotUpdate, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.available_seats is not UNSET:
            result["available_seats"] = self.available_seats
        if self.metadata is not UNSET:
            result["metadata"] = self.metadata.to_dict()
        return result
