"""TagBulkDeleteSummary: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, sealed, to_int

_NAMES = frozenset(("total", "success", "failed"))


@sealed(SERVICE)
@define(repr=False)
class TagBulkDeleteSummary(Model):
    """The totals of a bulk delete.

    Attributes:
        total: The number of tags in the request.
        success: The number of tags deleted.
        failed: The number of tags not deleted.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    total: int
    success: int
    failed: int
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        total = _data.get("total", UNSET)
        self.total = total if type(total) is int else to_int(total, "total", self)
        success = _data.get("success", UNSET)
        self.success = success if type(success) is int else to_int(success, "success", self)
        failed = _data.get("failed", UNSET)
        self.failed = failed if type(failed) is int else to_int(failed, "failed", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is TagBulkDeleteSummary else finished(self, TagBulkDeleteSummary, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["total"] = self.total
        result["success"] = self.success
        result["failed"] = self.failed
        return result
