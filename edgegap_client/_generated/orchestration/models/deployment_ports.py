"""DeploymentPorts: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.deployment_port import DeploymentPort
from ..types import PUBLIC_MODULE, SERVICE, MapModel, finished, sealed, to_entries


@sealed(SERVICE)
@define(repr=False, eq=False)
class DeploymentPorts(MapModel[DeploymentPort]):
    """The ports of a deployment by name. The key of a port without a name is its internal number, as text.

    It is a map: use it like a dict.
    """

    __module__ = PUBLIC_MODULE

    additional_properties: dict[str, DeploymentPort] = _field(factory=dict[str, DeploymentPort])

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the map from JSON data."""
        self = cls.__new__(cls)
        self.additional_properties = to_entries(_data, DeploymentPort)
        return self if cls is DeploymentPorts else finished(self, DeploymentPorts, cls)

    def to_dict(self) -> dict[str, Any]:
        """The map as JSON-ready data."""
        return {name: item.to_dict() for name, item in self.additional_properties.items()}
