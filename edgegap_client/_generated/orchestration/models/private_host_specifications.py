"""PrivateHostSpecifications: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, sealed, to_int

_NAMES = frozenset(("cpu_units", "memory_mb", "base_clock_speed_mhz"))


@sealed(SERVICE)
@define(repr=False)
class PrivateHostSpecifications(Model):
    """The hardware of a private host.

    Attributes:
        cpu_units: CPU capacity in vCPU units, where 1024 is one vCPU.
        memory_mb: Memory in MB.
        base_clock_speed_mhz: The processor's base clock in MHz.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    cpu_units: int
    memory_mb: int
    base_clock_speed_mhz: int
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        cpu_units = _data.get("cpu_units", UNSET)
        self.cpu_units = cpu_units if type(cpu_units) is int else to_int(cpu_units, "cpu_units", self)
        memory_mb = _data.get("memory_mb", UNSET)
        self.memory_mb = memory_mb if type(memory_mb) is int else to_int(memory_mb, "memory_mb", self)
        base_clock_speed_mhz = _data.get("base_clock_speed_mhz", UNSET)
        self.base_clock_speed_mhz = (
            base_clock_speed_mhz
            if type(base_clock_speed_mhz) is int
            else to_int(base_clock_speed_mhz, "base_clock_speed_mhz", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is PrivateHostSpecifications else finished(self, PrivateHostSpecifications, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["cpu_units"] = self.cpu_units
        result["memory_mb"] = self.memory_mb
        result["base_clock_speed_mhz"] = self.base_clock_speed_mhz
        return result
