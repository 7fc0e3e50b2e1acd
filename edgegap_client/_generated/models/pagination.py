"""Pagination: a model of the specification."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.paginator import Paginator
from ..types import UNSET, Model, Unset, keep_null, note, to_bool, to_int

_NAMES = frozenset(("number", "next_page_number", "previous_page_number", "paginator", "has_next", "has_previous"))


@define(repr=False)
class Pagination(Model):
    """Where a page stands among all pages. Missing on some live lists, so nothing in it is required.

    Attributes:
        number: This page's number, counted from 1.
        next_page_number: The next page's number; null on the last page.
        previous_page_number: The previous page's number; null on the first page.
        paginator: How many pages there are.
        has_next: Whether a page follows.
        has_previous: Whether a page comes before.
        additional_properties: What the specification does not know, as it came.
    """

    number: int | Unset = UNSET
    next_page_number: int | None | Unset = UNSET
    previous_page_number: int | None | Unset = UNSET
    paginator: Paginator | Unset = UNSET
    has_next: bool | Unset = UNSET
    has_previous: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Read the model from decoded JSON; raises `ResponseFormatError` naming the field that cannot be read."""
        _kept: dict[str, Any] = {}
        number = _data.get("number", UNSET)
        if type(number) is not int and number is not UNSET:
            number = keep_null("number", _kept) if number is None else to_int(number, "number")
        next_page_number = _data.get("next_page_number", UNSET)
        if type(next_page_number) is not int and next_page_number is not UNSET and next_page_number is not None:
            next_page_number = to_int(next_page_number, "next_page_number")
        previous_page_number = _data.get("previous_page_number", UNSET)
        if (
            type(previous_page_number) is not int
            and previous_page_number is not UNSET
            and previous_page_number is not None
        ):
            previous_page_number = to_int(previous_page_number, "previous_page_number")
        paginator = _data.get("paginator", UNSET)
        if paginator is None:
            paginator = keep_null("paginator", _kept)
        elif paginator is not UNSET:
            paginator = Paginator.read(paginator, "paginator")
        has_next = _data.get("has_next", UNSET)
        if type(has_next) is not bool and has_next is not UNSET:
            has_next = keep_null("has_next", _kept) if has_next is None else to_bool(has_next, "has_next")
        has_previous = _data.get("has_previous", UNSET)
        if type(has_previous) is not bool and has_previous is not UNSET:
            has_previous = (
                keep_null("has_previous", _kept) if has_previous is None else to_bool(has_previous, "has_previous")
            )
        if not _NAMES.issuperset(_data):
            note("field", cls.__name__, _data.keys() - _NAMES)
            _kept.update((_name, _value) for _name, _value in _data.items() if _name not in _NAMES)
        return cls(
            number,
            next_page_number,
            previous_page_number,
            paginator,
            has_next,
            has_previous,
            additional_properties=_kept,
        )

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
