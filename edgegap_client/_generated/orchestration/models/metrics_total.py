"""MetricsTotal: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.metrics_series import MetricsSeries
from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_null, keep_unknown, of_subclass

_NAMES = frozenset(("receive_total", "transmit_total", "disk_read_total", "disk_write_total"))


@define(repr=False)
class MetricsTotal(Model):
    """Totals of network and disk use since the start.

    Attributes:
        receive_total: Received from the network.
        transmit_total: Sent to the network.
        disk_read_total: Read from disk.
        disk_write_total: Written to disk.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    receive_total: MetricsSeries | Unset = UNSET
    transmit_total: MetricsSeries | Unset = UNSET
    disk_read_total: MetricsSeries | Unset = UNSET
    disk_write_total: MetricsSeries | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        receive_total = _data.get("receive_total", UNSET)
        self.receive_total = (
            receive_total
            if receive_total is UNSET
            else keep_null("receive_total", _kept)
            if receive_total is None
            else MetricsSeries.read(receive_total, "receive_total")
        )
        transmit_total = _data.get("transmit_total", UNSET)
        self.transmit_total = (
            transmit_total
            if transmit_total is UNSET
            else keep_null("transmit_total", _kept)
            if transmit_total is None
            else MetricsSeries.read(transmit_total, "transmit_total")
        )
        disk_read_total = _data.get("disk_read_total", UNSET)
        self.disk_read_total = (
            disk_read_total
            if disk_read_total is UNSET
            else keep_null("disk_read_total", _kept)
            if disk_read_total is None
            else MetricsSeries.read(disk_read_total, "disk_read_total")
        )
        disk_write_total = _data.get("disk_write_total", UNSET)
        self.disk_write_total = (
            disk_write_total
            if disk_write_total is UNSET
            else keep_null("disk_write_total", _kept)
            if disk_write_total is None
            else MetricsSeries.read(disk_write_total, "disk_write_total")
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is MetricsTotal else of_subclass(self, MetricsTotal)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.receive_total is not UNSET:
            result["receive_total"] = self.receive_total.to_dict()
        if self.transmit_total is not UNSET:
            result["transmit_total"] = self.transmit_total.to_dict()
        if self.disk_read_total is not UNSET:
            result["disk_read_total"] = self.disk_read_total.to_dict()
        if self.disk_write_total is not UNSET:
            result["disk_write_total"] = self.disk_write_total.to_dict()
        return result
