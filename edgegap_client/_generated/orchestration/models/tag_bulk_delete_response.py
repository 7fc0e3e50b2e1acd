"""TagBulkDeleteResponse: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.tag_bulk_delete_result import TagBulkDeleteResult
from ..models.tag_bulk_delete_summary import TagBulkDeleteSummary
from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, sealed, to_models

_NAMES = frozenset(("results", "summary"))


@sealed(SERVICE)
@define(repr=False)
class TagBulkDeleteResponse(Model):
    """The result for each tag.

    Attributes:
        results: One entry per tag.
        summary: The number of deleted tags and of failures.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    results: list[TagBulkDeleteResult]
    summary: TagBulkDeleteSummary
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        self.results = to_models(_data.get("results", UNSET), TagBulkDeleteResult, "results", self)
        self.summary = TagBulkDeleteSummary.read(_data.get("summary", UNSET), "summary", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is TagBulkDeleteResponse else finished(self, TagBulkDeleteResponse, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["results"] = [item.to_dict() for item in self.results]
        result["summary"] = self.summary.to_dict()
        return result
