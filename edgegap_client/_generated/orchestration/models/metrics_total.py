"""MetricsTotal: a model of the specification."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..models.metrics_series import MetricsSeries
from ..types import ABSENT, PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, leave_out, sealed

_NAMES = frozenset(("receive_total", "transmit_total", "disk_read_total", "disk_write_total"))


@sealed(SERVICE)
@define(repr=False)
class MetricsTotal(Model):
    """Totals of network and disk use since the start.

    Attributes:
        receive_total: Data received from the network.
        transmit_total: Data sent to the network.
        disk_read_total: Data read from disk.
        disk_write_total: Data written to disk.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _always: ClassVar[frozenset[str]] = frozenset(
        ("receive_total", "transmit_total", "disk_read_total", "disk_write_total")
    )

    receive_total: MetricsSeries = ABSENT
    transmit_total: MetricsSeries = ABSENT
    disk_read_total: MetricsSeries = ABSENT
    disk_write_total: MetricsSeries = ABSENT
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("receive_total", "transmit_total", "disk_read_total", "disk_write_total"))

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        self.receive_total = MetricsSeries.read(_data.get("receive_total", UNSET), "receive_total", self)
        self.transmit_total = MetricsSeries.read(_data.get("transmit_total", UNSET), "transmit_total", self)
        self.disk_read_total = MetricsSeries.read(_data.get("disk_read_total", UNSET), "disk_read_total", self)
        self.disk_write_total = MetricsSeries.read(_data.get("disk_write_total", UNSET), "disk_write_total", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is MetricsTotal else finished(self, MetricsTotal, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["receive_total"] = self.receive_total.to_dict()
        result["transmit_total"] = self.transmit_total.to_dict()
        result["disk_read_total"] = self.disk_read_total.to_dict()
        result["disk_write_total"] = self.disk_write_total.to_dict()
        return result
