"""RegistryTagList: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.pagination import Pagination
from ..models.registry_tag import RegistryTag
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

_NAMES = frozenset(("data", "count", "pagination"))


@define(repr=False)
class RegistryTagList(Model):
    """A page of an image's tags.

    Attributes:
        data: The tags of this page.
        count: The number of tags.
        pagination: The position of this page among all pages.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    data: list[RegistryTag] | Unset = UNSET
    count: int | Unset = UNSET
    pagination: Pagination | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        data = _data.get("data", UNSET)
        self.data = (
            data
            if data is UNSET
            else keep_null("data", _kept)
            if data is None
            else to_list(data, RegistryTag.read, "data")
        )
        count = _data.get("count", UNSET)
        self.count = count if type(count) is int or count is UNSET else unless_null(count, to_int, "count", _kept)
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
        return self if cls is RegistryTagList else of_subclass(self, RegistryTagList)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.data is not UNSET:
            result["data"] = [item.to_dict() for item in self.data]
        if self.count is not UNSET:
            result["count"] = self.count
        if self.pagination is not UNSET:
            result["pagination"] = self.pagination.to_dict()
        return result
