"""DeploymentMetrics: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.metrics_network import MetricsNetwork
from ..models.metrics_series import MetricsSeries
from ..models.metrics_total import MetricsTotal
from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_none, keep_unknown, sealed

_NAMES = frozenset(("total", "cpu", "cpu_throttle_rate", "cpu_throttle_total", "mem", "network"))


@sealed(SERVICE)
@define(repr=False)
class DeploymentMetrics(Model):
    """The resource use of a deployment over time. No source states the units of the values.

    Attributes:
        total: Totals of network and disk use.
        cpu: CPU use.
        cpu_throttle_rate: Rate of CPU throttling.
        cpu_throttle_total: Total of CPU throttling.
        mem: Memory use.
        network: Network use.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    total: MetricsTotal | None = None
    cpu: MetricsSeries | None = None
    cpu_throttle_rate: MetricsSeries | None = None
    cpu_throttle_total: MetricsSeries | None = None
    mem: MetricsSeries | None = None
    network: MetricsNetwork | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        total = _data.get("total", UNSET)
        self.total = (
            None
            if total is UNSET
            else keep_none("total", _kept)
            if total is None
            else MetricsTotal.read(total, "total", self)
        )
        cpu = _data.get("cpu", UNSET)
        self.cpu = (
            None if cpu is UNSET else keep_none("cpu", _kept) if cpu is None else MetricsSeries.read(cpu, "cpu", self)
        )
        cpu_throttle_rate = _data.get("cpu_throttle_rate", UNSET)
        self.cpu_throttle_rate = (
            None
            if cpu_throttle_rate is UNSET
            else keep_none("cpu_throttle_rate", _kept)
            if cpu_throttle_rate is None
            else MetricsSeries.read(cpu_throttle_rate, "cpu_throttle_rate", self)
        )
        cpu_throttle_total = _data.get("cpu_throttle_total", UNSET)
        self.cpu_throttle_total = (
            None
            if cpu_throttle_total is UNSET
            else keep_none("cpu_throttle_total", _kept)
            if cpu_throttle_total is None
            else MetricsSeries.read(cpu_throttle_total, "cpu_throttle_total", self)
        )
        mem = _data.get("mem", UNSET)
        self.mem = (
            None if mem is UNSET else keep_none("mem", _kept) if mem is None else MetricsSeries.read(mem, "mem", self)
        )
        network = _data.get("network", UNSET)
        self.network = (
            None
            if network is UNSET
            else keep_none("network", _kept)
            if network is None
            else MetricsNetwork.read(network, "network", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is DeploymentMetrics else finished(self, DeploymentMetrics, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.total is not None:
            result["total"] = self.total.to_dict()
        if self.cpu is not None:
            result["cpu"] = self.cpu.to_dict()
        if self.cpu_throttle_rate is not None:
            result["cpu_throttle_rate"] = self.cpu_throttle_rate.to_dict()
        if self.cpu_throttle_total is not None:
            result["cpu_throttle_total"] = self.cpu_throttle_total.to_dict()
        if self.mem is not None:
            result["mem"] = self.mem.to_dict()
        if self.network is not None:
            result["network"] = self.network.to_dict()
        return result
