"""Pagination: a model of the specification."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..models.paginator import Paginator
from ..types import (
    ABSENT,
    PUBLIC_MODULE,
    SERVICE,
    UNSET,
    Model,
    finished,
    keep_unknown,
    leave_out,
    sealed,
    to_bool,
    to_int,
    unless_none,
)

_NAMES = frozenset(("number", "paginator", "has_next", "has_previous", "next_page_number", "previous_page_number"))


@sealed(SERVICE)
@define(repr=False)
class Pagination(Model):
    """The position of one page among all pages. The service omits it from some lists, so none of its fields is
    required.

    Attributes:
        number: Number of this page, counted from 1.
        paginator: The number of pages, in an object of its own.
        has_next: Whether there is a next page.
        has_previous: Whether there is a previous page.
        next_page_number: Number of the next page, or null on the last page.
        previous_page_number: Number of the previous page, or null on the first page.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _always: ClassVar[frozenset[str]] = frozenset(("number", "paginator", "has_next", "has_previous"))

    number: int = ABSENT
    paginator: Paginator = ABSENT
    has_next: bool = ABSENT
    has_previous: bool = ABSENT
    next_page_number: int | None = None
    previous_page_number: int | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("number", "paginator", "has_next", "has_previous"))

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        number = _data.get("number", UNSET)
        self.number = number if type(number) is int else to_int(number, "number", self)
        self.paginator = Paginator.read(_data.get("paginator", UNSET), "paginator", self)
        has_next = _data.get("has_next", UNSET)
        self.has_next = has_next if type(has_next) is bool else to_bool(has_next, "has_next", self)
        has_previous = _data.get("has_previous", UNSET)
        self.has_previous = has_previous if type(has_previous) is bool else to_bool(has_previous, "has_previous", self)
        next_page_number = _data.get("next_page_number", UNSET)
        self.next_page_number = (
            next_page_number
            if type(next_page_number) is int
            else None
            if next_page_number is UNSET
            else unless_none(next_page_number, to_int, "next_page_number", self)
        )
        previous_page_number = _data.get("previous_page_number", UNSET)
        self.previous_page_number = (
            previous_page_number
            if type(previous_page_number) is int
            else None
            if previous_page_number is UNSET
            else unless_none(previous_page_number, to_int, "previous_page_number", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is Pagination else finished(self, Pagination, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["number"] = self.number
        result["paginator"] = self.paginator.to_dict()
        result["has_next"] = self.has_next
        result["has_previous"] = self.has_previous
        if self.next_page_number is not None:
            result["next_page_number"] = self.next_page_number
        if self.previous_page_number is not None:
            result["previous_page_number"] = self.previous_page_number
        return result
