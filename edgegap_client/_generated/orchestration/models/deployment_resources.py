"""DeploymentResources: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, sealed, to_int

_NAMES = frozenset(("cpu_units", "memory_mib"))


@sealed(SERVICE)
@define(repr=False)
class DeploymentResources(Model):
    """Resources of one deployment, in place of the resources of its version.

    Attributes:
        cpu_units: CPU share in vCPU units, at least 100. 1024 units are one vCPU.
        memory_mib: Memory in MiB, at least 100. For app versions, the service accepts at most twice the number
            of vCPU units.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    cpu_units: int
    memory_mib: int
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        cpu_units = _data.get("cpu_units", UNSET)
        self.cpu_units = cpu_units if type(cpu_units) is int else to_int(cpu_units, "cpu_units", self)
        memory_mib = _data.get("memory_mib", UNSET)
        self.memory_mib = memory_mib if type(memory_mib) is int else to_int(memory_mib, "memory_mib", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is DeploymentResources else finished(self, DeploymentResources, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["cpu_units"] = self.cpu_units
        result["memory_mib"] = self.memory_mib
        return result
