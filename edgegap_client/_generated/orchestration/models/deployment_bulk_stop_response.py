"""DeploymentBulkStopResponse: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.stopped_deployment import StoppedDeployment
from ..types import PUBLIC_MODULE, UNSET, Model, keep_unknown, of_subclass, to_list

_NAMES = frozenset(("processable",))


@define(repr=False)
class DeploymentBulkStopResponse(Model):
    """The response to a bulk stop.

    Attributes:
        processable: The deployments that will be stopped.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    processable: list[StoppedDeployment]
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        self.processable = to_list(_data.get("processable", UNSET), StoppedDeployment.read, "processable")
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is DeploymentBulkStopResponse else of_subclass(self, DeploymentBulkStopResponse)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["processable"] = [item.to_dict() for item in self.processable]
        return result
