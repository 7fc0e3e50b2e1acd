"""Slot: a model of the specification."""

import datetime
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
    finished,
    keep_none,
    keep_unknown,
    sealed,
    to_datetime,
    to_int,
    to_str,
    unless_none,
)

_NAMES = frozenset(
    ("name", "available_seats", "reserved_seats", "joinable_seats", "metadata", "created_at", "updated_at")
)


@sealed(SERVICE)
@define(repr=False)
class Slot(Model):
    """A slot of a server instance.

    Attributes:
        name: The name of the slot.
        available_seats: The number of seats for new players, including the reserved seats.
        reserved_seats: The number of reserved seats.
        joinable_seats: The number of free seats.
        metadata: Values of your choice, by name.
        created_at: When the slot was created.
        updated_at: When the slot was last changed.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    name: str
    available_seats: int | None = None
    reserved_seats: int | None = None
    joinable_seats: int | None = None
    metadata: Metadata | None = None
    created_at: datetime.datetime | None = None
    updated_at: datetime.datetime | None = None
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
            available_seats
            if type(available_seats) is int
            else None
            if available_seats is UNSET
            else unless_none(available_seats, to_int, "available_seats", self)
        )
        reserved_seats = _data.get("reserved_seats", UNSET)
        self.reserved_seats = (
            reserved_seats
            if type(reserved_seats) is int
            else None
            if reserved_seats is UNSET
            else unless_none(reserved_seats, to_int, "reserved_seats", self)
        )
        joinable_seats = _data.get("joinable_seats", UNSET)
        self.joinable_seats = (
            joinable_seats
            if type(joinable_seats) is int
            else None
            if joinable_seats is UNSET
            else unless_none(joinable_seats, to_int, "joinable_seats", self)
        )
        metadata = _data.get("metadata", UNSET)
        self.metadata = (
            None
            if metadata is UNSET
            else keep_none("metadata", _kept)
            if metadata is None
            else Metadata.read(metadata, "metadata", self)
        )
        created_at = _data.get("created_at", UNSET)
        self.created_at = (
            None
            if created_at is UNSET
            else keep_none("created_at", _kept)
            if created_at is None
            else to_datetime(created_at, "created_at", self)
        )
        updated_at = _data.get("updated_at", UNSET)
        self.updated_at = (
            None
            if updated_at is UNSET
            else keep_none("updated_at", _kept)
            if updated_at is None
            else to_datetime(updated_at, "updated_at", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is Slot else finished(self, Slot, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["name"] = self.name
        if self.available_seats is not None:
            result["available_seats"] = self.available_seats
        if self.reserved_seats is not None:
            result["reserved_seats"] = self.reserved_seats
        if self.joinable_seats is not None:
            result["joinable_seats"] = self.joinable_seats
        if self.metadata is not None:
            result["metadata"] = self.metadata.to_dict()
        if self.created_at is not None:
            result["created_at"] = self.created_at.isoformat()
        if self.updated_at is not None:
            result["updated_at"] = self.updated_at.isoformat()
        return result
