"""DeploymentMetrics: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.metrics_network import MetricsNetwork
from ..models.metrics_series import MetricsSeries
from ..models.metrics_total import MetricsTotal
from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_null, keep_unknown, of_subclass

_NAMES = frozenset(("total", "cpu", "cpu_throttle_rate", "cpu_throttle_total", "mem", "network"))


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
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    total: MetricsTotal | Unset = UNSET
    cpu: MetricsSeries | Unset = UNSET
    cpu_throttle_rate: MetricsSeries | Unset = UNSET
    cpu_throttle_total: MetricsSeries | Unset = UNSET
    mem: MetricsSeries | Unset = UNSET
    network: MetricsNetwork | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        total = _data.get("total", UNSET)
        self.total = (
            total
            if total is UNSET
            else keep_null("total", _kept)
            if total is None
            else MetricsTotal.read(total, "total")
        )
        cpu = _data.get("cpu", UNSET)
        self.cpu = cpu if cpu is UNSET else keep_null("cpu", _kept) if cpu is None else MetricsSeries.read(cpu, "cpu")
        cpu_throttle_rate = _data.get("cpu_throttle_rate", UNSET)
        self.cpu_throttle_rate = (
            cpu_throttle_rate
            if cpu_throttle_rate is UNSET
            else keep_null("cpu_throttle_rate", _kept)
            if cpu_throttle_rate is None
            else MetricsSeries.read(cpu_throttle_rate, "cpu_throttle_rate")
        )
        cpu_throttle_total = _data.get("cpu_throttle_total", UNSET)
        self.cpu_throttle_total = (
            cpu_throttle_total
            if cpu_throttle_total is UNSET
            else keep_null("cpu_throttle_total", _kept)
            if cpu_throttle_total is None
            else MetricsSeries.read(cpu_throttle_total, "cpu_throttle_total")
        )
        mem = _data.get("mem", UNSET)
        self.mem = mem if mem is UNSET else keep_null("mem", _kept) if mem is None else MetricsSeries.read(mem, "mem")
        network = _data.get("network", UNSET)
        self.network = (
            network
            if network is UNSET
            else keep_null("network", _kept)
            if network is None
            else MetricsNetwork.read(network, "network")
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is DeploymentMetrics else of_subclass(self, DeploymentMetrics)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.total is not UNSET:
            result["total"] = self.total.to_dict()
        if self.cpu is not UNSET:
            result["cpu"] = self.cpu.to_dict()
        if self.cpu_throttle_rate is not UNSET:
            result["cpu_throttle_rate"] = self.cpu_throttle_rate.to_dict()
        if self.cpu_throttle_total is not UNSET:
            result["cpu_throttle_total"] = self.cpu_throttle_total.to_dict()
        if self.mem is not UNSET:
            result["mem"] = self.mem.to_dict()
        if self.network is not UNSET:
            result["network"] = self.network.to_dict()
        return result
