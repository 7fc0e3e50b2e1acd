"""MetricsTotal: a model of the specification."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.metrics_series import MetricsSeries
from ..types import UNSET, Model, Unset, keep_null, note

_NAMES = frozenset(("receive_total", "transmit_total", "disk_read_total", "disk_write_total"))


@define(repr=False)
class MetricsTotal(Model):
    """Network and disk use, added up since the start.

    Attributes:
        receive_total: Received from the network.
        transmit_total: Sent to the network.
        disk_read_total: Read from disk.
        disk_write_total: Written to disk.
        additional_properties: What the specification does not know, as it came.
    """

    receive_total: MetricsSeries | Unset = UNSET
    transmit_total: MetricsSeries | Unset = UNSET
    disk_read_total: MetricsSeries | Unset = UNSET
    disk_write_total: MetricsSeries | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Read the model from decoded JSON; raises `ResponseFormatError` naming the field that cannot be read."""
        _kept: dict[str, Any] = {}
        receive_total = _data.get("receive_total", UNSET)
        if receive_total is None:
            receive_total = keep_null("receive_total", _kept)
        elif receive_total is not UNSET:
            receive_total = MetricsSeries.read(receive_total, "receive_total")
        transmit_total = _data.get("transmit_total", UNSET)
        if transmit_total is None:
            transmit_total = keep_null("transmit_total", _kept)
        elif transmit_total is not UNSET:
            transmit_total = MetricsSeries.read(transmit_total, "transmit_total")
        disk_read_total = _data.get("disk_read_total", UNSET)
        if disk_read_total is None:
            disk_read_total = keep_null("disk_read_total", _kept)
        elif disk_read_total is not UNSET:
            disk_read_total = MetricsSeries.read(disk_read_total, "disk_read_total")
        disk_write_total = _data.get("disk_write_total", UNSET)
        if disk_write_total is None:
            disk_write_total = keep_null("disk_write_total", _kept)
        elif disk_write_total is not UNSET:
            disk_write_total = MetricsSeries.read(disk_write_total, "disk_write_total")
        if not _NAMES.issuperset(_data):
            note("field", cls.__name__, _data.keys() - _NAMES)
            _kept.update((_name, _value) for _name, _value in _data.items() if _name not in _NAMES)
        return cls(receive_total, transmit_total, disk_read_total, disk_write_total, additional_properties=_kept)

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
