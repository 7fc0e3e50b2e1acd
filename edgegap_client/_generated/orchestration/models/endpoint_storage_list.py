"""EndpointStorageList: a model of the specification."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..models.endpoint_storage import EndpointStorage
from ..models.pagination import Pagination
from ..types import (
    ABSENT,
    PUBLIC_MODULE,
    SERVICE,
    UNSET,
    Model,
    finished,
    keep_none,
    keep_unknown,
    leave_out,
    sealed,
    to_models,
)

_NAMES = frozenset(("endpoints", "pagination"))


@sealed(SERVICE)
@define(repr=False)
class EndpointStorageList(Model):
    """A page of endpoint storages.

    Attributes:
        endpoints: The endpoint storages of this page.
        pagination: The position of this page among all pages.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _always: ClassVar[frozenset[str]] = frozenset(("endpoints",))

    endpoints: list[EndpointStorage] = ABSENT
    pagination: Pagination | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("endpoints",))

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        self.endpoints = to_models(_data.get("endpoints", UNSET), EndpointStorage, "endpoints", self)
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
        return self if type(self) is EndpointStorageList else finished(self, EndpointStorageList, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["endpoints"] = [item.to_dict() for item in self.endpoints]
        if self.pagination is not None:
            result["pagination"] = self.pagination.to_dict()
        return result
