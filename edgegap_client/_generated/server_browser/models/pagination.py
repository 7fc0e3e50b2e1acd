"""Pagination: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, sealed, to_int, to_str, unless_none

_NAMES = frozenset(("page_size", "count", "next_cursor", "previous_cursor"))


@sealed(SERVICE)
@define(repr=False)
class Pagination(Model):
    """The cursors of the other pages.

    Attributes:
        page_size: The maximum number of items on a page.
        count: The number of items on this page.
        next_cursor: The start of the next page, or null on the last page.
        previous_cursor: The start of the previous page, or null on the first page.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    page_size: int | None = None
    count: int | None = None
    next_cursor: str | None = None
    previous_cursor: str | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        page_size = _data.get("page_size", UNSET)
        self.page_size = (
            page_size
            if type(page_size) is int
            else None
            if page_size is UNSET
            else unless_none(page_size, to_int, "page_size", self)
        )
        count = _data.get("count", UNSET)
        self.count = (
            count if type(count) is int else None if count is UNSET else unless_none(count, to_int, "count", self)
        )
        next_cursor = _data.get("next_cursor", UNSET)
        self.next_cursor = (
            next_cursor
            if type(next_cursor) is str
            else None
            if next_cursor is UNSET
            else unless_none(next_cursor, to_str, "next_cursor", self)
        )
        previous_cursor = _data.get("previous_cursor", UNSET)
        self.previous_cursor = (
            previous_cursor
            if type(previous_cursor) is str
            else None
            if previous_cursor is UNSET
            else unless_none(previous_cursor, to_str, "previous_cursor", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is Pagination else finished(self, Pagination, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.page_size is not None:
            result["page_size"] = self.page_size
        if self.count is not None:
            result["count"] = self.count
        if self.next_cursor is not None:
            result["next_cursor"] = self.next_cursor
        if self.previous_cursor is not None:
            result["previous_cursor"] = self.previous_cursor
        return result
