"""InstanceList: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.instance import Instance
from ..models.pagination import Pagination
from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_null, keep_unknown, of_subclass, to_list

_NAMES = frozenset(("items", "pagination"))


@define(repr=False)
class InstanceList(Model):
    """A page of server instances.

    Attributes:
        items: The server instances.
        pagination: Where other pages start.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    items: list[Instance]
    pagination: Pagination | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        self.items = to_list(_data.get("items", UNSET), Instance.read, "items")
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
        return self if cls is InstanceList else of_subclass(self, InstanceList)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["items"] = [item.to_dict() for item in self.items]
        if self.pagination is not UNSET:
            result["pagination"] = self.pagination.to_dict()
        return result
