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
    SERVICE,
    UNSET,
    Model,
    finished,
    keep_none,
    keep_unknown,
    sealed,
    to_datetime,
    to_int,
    to_models,
    to_str,
    unless_none,
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


@sealed(SERVICE)
@define(repr=False)
class Instance(Model):
    """A server that players can find.

    Attributes:
        request_id: The id of the deployment that runs the server.
        created_at: When the server was registered.
        updated_at: When the server instance was last changed.
        metadata: Values of your choice, by name.
        server: The addresses and ports of the server.
        slots: The slots.
        total_available_seats: The available seats of all slots.
        total_reserved_seats: The reserved seats of all slots.
        total_joinable_seats: The free seats of all slots.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    request_id: str
    created_at: datetime.datetime | None = None
    updated_at: datetime.datetime | None = None
    metadata: Metadata | None = None
    server: Server | None = None
    slots: list[Slot] | None = None
    total_available_seats: int | None = None
    total_reserved_seats: int | None = None
    total_joinable_seats: int | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        request_id = _data.get("request_id", UNSET)
        self.request_id = request_id if type(request_id) is str else to_str(request_id, "request_id", self)
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
        metadata = _data.get("metadata", UNSET)
        self.metadata = (
            None
            if metadata is UNSET
            else keep_none("metadata", _kept)
            if metadata is None
            else Metadata.read(metadata, "metadata", self)
        )
        server = _data.get("server", UNSET)
        self.server = (
            None
            if server is UNSET
            else keep_none("server", _kept)
            if server is None
            else Server.read(server, "server", self)
        )
        slots = _data.get("slots", UNSET)
        self.slots = (
            None
            if slots is UNSET
            else keep_none("slots", _kept)
            if slots is None
            else to_models(slots, Slot, "slots", self)
        )
        total_available_seats = _data.get("total_available_seats", UNSET)
        self.total_available_seats = (
            total_available_seats
            if type(total_available_seats) is int
            else None
            if total_available_seats is UNSET
            else unless_none(total_available_seats, to_int, "total_available_seats", self)
        )
        total_reserved_seats = _data.get("total_reserved_seats", UNSET)
        self.total_reserved_seats = (
            total_reserved_seats
            if type(total_reserved_seats) is int
            else None
            if total_reserved_seats is UNSET
            else unless_none(total_reserved_seats, to_int, "total_reserved_seats", self)
        )
        total_joinable_seats = _data.get("total_joinable_seats", UNSET)
        self.total_joinable_seats = (
            total_joinable_seats
            if type(total_joinable_seats) is int
            else None
            if total_joinable_seats is UNSET
            else unless_none(total_joinable_seats, to_int, "total_joinable_seats", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is Instance else finished(self, Instance, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["request_id"] = self.request_id
        if self.created_at is not None:
            result["created_at"] = self.created_at.isoformat()
        if self.updated_at is not None:
            result["updated_at"] = self.updated_at.isoformat()
        if self.metadata is not None:
            result["metadata"] = self.metadata.to_dict()
        if self.server is not None:
            result["server"] = self.server.to_dict()
        if self.slots is not None:
            result["slots"] = [item.to_dict() for item in self.slots]
        if self.total_available_seats is not None:
            result["total_available_seats"] = self.total_available_seats
        if self.total_reserved_seats is not None:
            result["total_reserved_seats"] = self.total_reserved_seats
        if self.total_joinable_seats is not None:
            result["total_joinable_seats"] = self.total_joinable_seats
        return result
