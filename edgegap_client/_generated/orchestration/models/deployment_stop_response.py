"""DeploymentStopResponse: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.deployment_status import DeploymentStatus
from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_none, keep_unknown, sealed, to_str

_NAMES = frozenset(("message", "deployment_summary"))


@sealed(SERVICE)
@define(repr=False)
class DeploymentStopResponse(Model):
    """The response to a stop.

    Attributes:
        message: A human-readable message about the stop.
        deployment_summary: The status of the deployment. It is missing or null if the service stops the
            deployment later.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    message: str
    deployment_summary: DeploymentStatus | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        message = _data.get("message", UNSET)
        self.message = message if type(message) is str else to_str(message, "message", self)
        deployment_summary = _data.get("deployment_summary", UNSET)
        self.deployment_summary = (
            None
            if deployment_summary is UNSET
            else keep_none("deployment_summary", _kept)
            if deployment_summary is None
            else DeploymentStatus.read(deployment_summary, "deployment_summary", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is DeploymentStopResponse else finished(self, DeploymentStopResponse, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["message"] = self.message
        if self.deployment_summary is not None:
            result["deployment_summary"] = self.deployment_summary.to_dict()
        return result
