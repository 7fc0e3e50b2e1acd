"""Pagination: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_unknown, of_subclass, to_int, to_str, unless_null

_NAMES = frozenset(("page_size", "count", "next_cursor", "previous_cursor"))


@define(repr=False)
class Pagination(Model):
    """Where other pages start.

    Attributes:
        page_size: How many items a page has at the most.
        count: How many items this page has.
        next_cursor: Where the next page starts; null on the last page.
        previous_cursor: Where the page before starts; null on the first page.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    page_size: int | Unset = UNSET
    count: int | Unset = UNSET
    next_cursor: None | str | Unset = UNSET
    previous_cursor: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        page_size = _data.get("page_size", UNSET)
        self.page_size = (
            page_size
            if type(page_size) is int or page_size is UNSET
            else unless_null(page_size, to_int, "page_size", _kept)
        )
        count = _data.get("count", UNSET)
        self.count = count if type(count) is int or count is UNSET else unless_null(count, to_int, "count", _kept)
        next_cursor = _data.get("next_cursor", UNSET)
        self.next_cursor = (
            next_cursor
            if next_cursor is UNSET or type(next_cursor) is str or next_cursor is None
            else to_str(next_cursor, "next_cursor")
        )
        previous_cursor = _data.get("previous_cursor", UNSET)
        self.previous_cursor = (
            previous_cursor
            if previous_cursor is UNSET or type(previous_cursor) is str or previous_cursor is None
            else to_str(previous_cursor, "previous_cursor")
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is Pagination else of_subclass(self, Pagination)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.page_size is not UNSET:
            result["page_size"] = self.page_size
        if self.count is not UNSET:
            result["count"] = self.count
        if self.next_cursor is not UNSET:
            result["next_cursor"] = self.next_cursor
        if self.previous_cursor is not UNSET:
            result["previous_cursor"] = self.previous_cursor
        return result
