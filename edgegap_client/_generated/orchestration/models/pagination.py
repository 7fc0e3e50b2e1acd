"""Pagination: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.paginator import Paginator
from ..types import (
    PUBLIC_MODULE,
    UNSET,
    Model,
    Unset,
    keep_null,
    keep_unknown,
    of_subclass,
    to_bool,
    to_int,
    unless_null,
)

_NAMES = frozenset(("number", "next_page_number", "previous_page_number", "paginator", "has_next", "has_previous"))


@define(repr=False)
class Pagination(Model):
    """The position of one page among all pages. Some live lists omit it, so none of its fields is required.

    Attributes:
        number: Number of this page, counted from 1.
        next_page_number: Number of the next page; null on the last page.
        previous_page_number: Number of the previous page; null on the first page.
        paginator: The number of pages, in an object of its own.
        has_next: Whether there is a next page.
        has_previous: Whether there is a previous page.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    number: int | Unset = UNSET
    next_page_number: int | None | Unset = UNSET
    previous_page_number: int | None | Unset = UNSET
    paginator: Paginator | Unset = UNSET
    has_next: bool | Unset = UNSET
    has_previous: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        number = _data.get("number", UNSET)
        self.number = number if type(number) is int or number is UNSET else unless_null(number, to_int, "number", _kept)
        next_page_number = _data.get("next_page_number", UNSET)
        self.next_page_number = (
            next_page_number
            if next_page_number is UNSET or type(next_page_number) is int or next_page_number is None
            else to_int(next_page_number, "next_page_number")
        )
        previous_page_number = _data.get("previous_page_number", UNSET)
        self.previous_page_number = (
            previous_page_number
            if previous_page_number is UNSET or type(previous_page_number) is int or previous_page_number is None
            else to_int(previous_page_number, "previous_page_number")
        )
        paginator = _data.get("paginator", UNSET)
        self.paginator = (
            paginator
            if paginator is UNSET
            else keep_null("paginator", _kept)
            if paginator is None
            else Paginator.read(paginator, "paginator")
        )
        has_next = _data.get("has_next", UNSET)
        self.has_next = (
            has_next
            if type(has_next) is bool or has_next is UNSET
            else unless_null(has_next, to_bool, "has_next", _kept)
        )
        has_previous = _data.get("has_previous", UNSET)
        self.has_previous = (
            has_previous
            if type(has_previous) is bool or has_previous is UNSET
            else unless_null(has_previous, to_bool, "has_previous", _kept)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is Pagination else of_subclass(self, Pagination)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.number is not UNSET:
            result["number"] = self.number
        if self.next_page_number is not UNSET:
            result["next_page_number"] = self.next_page_number
        if self.previous_page_number is not UNSET:
            result["previous_page_number"] = self.previous_page_number
        if self.paginator is not UNSET:
            result["paginator"] = self.paginator.to_dict()
        if self.has_next is not UNSET:
            result["has_next"] = self.has_next
        if self.has_previous is not UNSET:
            result["has_previous"] = self.has_previous
        return result
