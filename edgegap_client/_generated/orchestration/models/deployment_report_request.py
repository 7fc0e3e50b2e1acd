"""DeploymentReportRequest: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.deployment_report_metadata import DeploymentReportMetadata
from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, Unset, finished, keep_null, keep_unknown, sealed, to_str

_NAMES = frozenset(("reason", "metadata"))


@sealed(SERVICE)
@define(repr=False)
class DeploymentReportRequest(Model):
    """The report of a problem with a deployment.

    Attributes:
        reason: The problem, in 1 to 255 characters.
        metadata: Further details.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    reason: str
    metadata: DeploymentReportMetadata | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        reason = _data.get("reason", UNSET)
        self.reason = reason if type(reason) is str else to_str(reason, "reason", self)
        metadata = _data.get("metadata", UNSET)
        self.metadata = (
            metadata
            if metadata is UNSET
            else keep_null("metadata", _kept)
            if metadata is None
            else DeploymentReportMetadata.read(metadata, "metadata", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is DeploymentReportRequest else finished(self, DeploymentReportRequest, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["reason"] = self.reason
        if self.metadata is not UNSET:
            result["metadata"] = self.metadata.to_dict()
        return result
