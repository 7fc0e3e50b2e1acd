"""Instance: a model of the specification."""

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.metadata import Metadata
from ..models.server import Server
from ..models.slot import Slot
from ..types import (
    PUBLIC_MODULE,
    UNSET,
    Model,
    Unset,
    keep_null,
    keep_unknown,
    of_subclass,
    to_datetime,
    to_int,
    to_list,
    to_str,
    unless_null,
)

_NAMES = frozenset(
    (
        "request_id",
        "created_at",
        "updated_at",
        "metadata",
        "server",
        "slots",
        "total_available_seats",
        "total_reserved_seats",
        "total_joinable_seats",
    )
)


@define(repr=False)
class Instance(Model):
    """A server that players can find.

    Attributes:
        request_id: The id of the deployment that runs the server.
        created_at: When the server was registered.
        updated_at: When the server instance was changed last.
        metadata: Free values.
        server: How to reach the server.
        slots: The slots.
        total_available_seats: The available seats of all slots.
        total_reserved_seats: The reserved seats of all slots.
        total_joinable_seats: The free seats of all slots.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    request_id: str
    created_at: datetime.datetime | Unset = UNSET
    updated_at: datetime.datetime | Unset = UNSET
    metadata: Metadata | Unset = UNSET
    server: Server | Unset = UNSET
    slots: list[Slot] | Unset = UNSET
    total_available_seats: int | Unset = UNSET
    total_reserved_seats: int | Unset = UNSET
    total_joinable_seats: int | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        request_id = _data.get("request_id", UNSET)
        self.request_id = request_id if type(request_id) is str else to_str(request_id, "request_id")
        created_at = _data.get("created_at", UNSET)
        self.created_at = (
            created_at
            if created_at is UNSET
            else keep_null("created_at", _kept)
            if created_at is None
            else to_datetime(created_at, "created_at", _kept)
        )
        updated_at = _data.get("updated_at", UNSET)
        self.updated_at = (
            updated_at
            if updated_at is UNSET
            else keep_null("updated_at", _kept)
            if updated_at is None
            else to_datetime(updated_at, "updated_at", _kept)
        )
        metadata = _data.get("metadata", UNSET)
        self.metadata = (
            metadata
            if metadata is UNSET
            else keep_null("metadata", _kept)
            if metadata is None
            else Metadata.read(metadata, "metadata")
        )
        server = _data.get("server", UNSET)
        self.server = (
            server
            if server is UNSET
            else keep_null("server", _kept)
            if server is None
            else Server.read(server, "server")
        )
        slots = _data.get("slots", UNSET)
        self.slots = (
            slots
            if slots is UNSET
            else keep_null("slots", _kept)
            if slots is None
            else to_list(slots, Slot.read, "slots")
        )
        total_available_seats = _data.get("total_available_seats", UNSET)
        self.total_available_seats = (
            total_available_seats
            if type(total_available_seats) is int or total_available_seats is UNSET
            else unless_null(total_available_seats, to_int, "total_available_seats", _kept)
        )
        total_reserved_seats = _data.get("total_reserved_seats", UNSET)
        self.total_reserved_seats = (
            total_reserved_seats
            if type(total_reserved_seats) is int or total_reserved_seats is UNSET
            else unless_null(total_reserved_seats, to_int, "total_reserved_seats", _kept)
        )
        total_joinable_seats = _data.get("total_joinable_seats", UNSET)
        self.total_joinable_seats = (
            total_joinable_seats
            if type(total_joinable_seats) is int or total_joinable_seats is UNSET
            else unless_null(total_joinable_seats, to_int, "total_joinable_seats", _kept)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is Instance else of_subclass(self, Instance)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["request_id"] = self.request_id
        if self.created_at is not UNSET:
            result["created_at"] = self.created_at.isoformat()
        if self.updated_at is not UNSET:
            result["updated_at"] = self.updated_at.isoformat()
        if self.metadata is not UNSET:
            result["metadata"] = self.metadata.to_dict()
        if self.server is not UNSET:
            result["server"] = self.server.to_dict()
        if self.slots is not UNSET:
            result["slots"] = [item.to_dict() for item in self.slots]
        if self.total_available_seats is not UNSET:
            result["total_available_seats"] = self.total_available_seats
        if self.total_reserved_seats is not UNSET:
            result["total_reserved_seats"] = self.total_reserved_seats
        if self.total_joinable_seats is not UNSET:
            result["total_joinable_seats"] = self.total_joinable_seats
        return result
