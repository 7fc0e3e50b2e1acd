"""AppVersionList: a model of the specification."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..models.app_version import AppVersion
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
    to_int,
    to_models,
    unless_none,
)

_NAMES = frozenset(("versions", "total_count", "pagination"))


@sealed(SERVICE)
@define(repr=False)
class AppVersionList(Model):
    """The versions of an application, or a page of them.

    Attributes:
        versions: The versions.
        total_count: The number of versions on all pages.
        pagination: The position of this page among all pages. It is missing if the response has all versions.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _always: ClassVar[frozenset[str]] = frozenset(("versions",))

    versions: list[AppVersion] = ABSENT
    total_count: int | None = None
    pagination: Pagination | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("versions",))

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        self.versions = to_models(_data.get("versions", UNSET), AppVersion, "versions", self)
        total_count = _data.get("total_count", UNSET)
        self.total_count = (
            total_count
            if type(total_count) is int
            else None
            if total_count is UNSET
            else unless_none(total_count, to_int, "total_count", self)
        )
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
        return self if type(self) is AppVersionList else finished(self, AppVersionList, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["versions"] = [item.to_dict() for item in self.versions]
        if self.total_count is not None:
            result["total_count"] = self.total_count
        if self.pagination is not None:
            result["pagination"] = self.pagination.to_dict()
        return result
