"""DeploymentStopResponse: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.deployment_status import DeploymentStatus
from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_unknown, of_subclass, to_str

_NAMES = frozenset(("message", "deployment_summary"))


@define(repr=False)
class DeploymentStopResponse(Model):
    """The response to a stop.

    Attributes:
        message: A human-readable text about what will happen.
        deployment_summary: The deployment at its end; missing or null if the stop is only registered.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    message: str
    deployment_summary: DeploymentStatus | None | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        message = _data.get("message", UNSET)
        self.message = message if type(message) is str else to_str(message, "message")
        deployment_summary = _data.get("deployment_summary", UNSET)
        self.deployment_summary = (
            deployment_summary
            if deployment_summary is UNSET or deployment_summary is None
            else DeploymentStatus.read(deployment_summary, "deployment_summary")
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is DeploymentStopResponse else of_subclass(self, DeploymentStopResponse)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["message"] = self.message
        if self.deployment_summary is not UNSET:
            result["deployment_summary"] = (
                None if self.deployment_summary is None else self.deployment_summary.to_dict()
            )
        return result
