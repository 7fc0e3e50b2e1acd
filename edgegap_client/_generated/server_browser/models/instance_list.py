"""InstanceList: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.instance import Instance
from ..models.pagination import Pagination
from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_none, keep_unknown, sealed, to_models

_NAMES = frozenset(("items", "pagination"))


@sealed(SERVICE)
@define(repr=False)
class InstanceList(Model):
    """A page of server instances.

    Attributes:
        items: The server instances.
        pagination: The cursors of the other pages.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    items: list[Instance]
    pagination: Pagination | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        self.items = to_models(_data.get("items", UNSET), Instance, "items", self)
        pagination = _data.get("pagination", UNSET)
        self.pagination = (
            None
            if pagination is UNSET
            else keep_none("pagination", _kept)
            if pagination is None
            else Pagination.read(pagination, "pagination", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is InstanceList else finished(self, InstanceList, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["items"] = [item.to_dict() for item in self.items]
        if self.pagination is not None:
            result["pagination"] = self.pagination.to_dict()
        return result
