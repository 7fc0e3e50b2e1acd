"""RelaySessionList: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.pagination import Pagination
from ..models.relay_session import RelaySession
from ..types import (
    PUBLIC_MODULE,
    UNSET,
    Model,
    Unset,
    keep_null,
    keep_unknown,
    of_subclass,
    to_int,
    to_list,
    unless_null,
)

_NAMES = frozenset(("sessions", "total_count", "pagination"))


@define(repr=False)
class RelaySessionList(Model):
    """One page of relay sessions.

    Attributes:
        sessions: The sessions of this page.
        total_count: Number of sessions on all pages.
        pagination: The position of this page among all pages.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    sessions: list[RelaySession] | Unset = UNSET
    total_count: int | Unset = UNSET
    pagination: Pagination | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        sessions = _data.get("sessions", UNSET)
        self.sessions = (
            sessions
            if sessions is UNSET
            else keep_null("sessions", _kept)
            if sessions is None
            else to_list(sessions, RelaySession.read, "sessions")
        )
        total_count = _data.get("total_count", UNSET)
        self.total_count = (
            total_count
            if type(total_count) is int or total_count is UNSET
            else unless_null(total_count, to_int, "total_count", _kept)
        )
        pagination = _data.get("pagination", UNSET)
        self.pagination = (
            pagination
            if pagination is UNSET
            else keep_null("pagination", _kept)
            if pagination is None
            else Pagination.read(pagination, "pagination")
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is RelaySessionList else of_subclass(self, RelaySessionList)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.sessions is not UNSET:
            result["sessions"] = [item.to_dict() for item in self.sessions]
        if self.total_count is not UNSET:
            result["total_count"] = self.total_count
        if self.pagination is not UNSET:
            result["pagination"] = self.pagination.to_dict()
        return result
