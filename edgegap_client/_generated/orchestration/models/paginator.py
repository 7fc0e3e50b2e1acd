"""Paginator: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_unknown, of_subclass, to_int, unless_null

_NAMES = frozenset(("num_pages",))


@define(repr=False)
class Paginator(Model):
    """The number of pages, in an object of its own.

    Attributes:
        num_pages: The number of pages.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    num_pages: int | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        num_pages = _data.get("num_pages", UNSET)
        self.num_pages = (
            num_pages
            if type(num_pages) is int or num_pages is UNSET
            else unless_null(num_pages, to_int, "num_pages", _kept)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is Paginator else of_subclass(self, Paginator)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.num_pages is not UNSET:
            result["num_pages"] = self.num_pages
        return result
