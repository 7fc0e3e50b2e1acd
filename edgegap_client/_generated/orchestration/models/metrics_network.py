"""MetricsNetwork: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.metrics_series import MetricsSeries
from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_null, keep_unknown, of_subclass

_NAMES = frozenset(("receive", "transmit"))


@define(repr=False)
class MetricsNetwork(Model):
    """Network use over time, by direction.

    Attributes:
        receive: Received.
        transmit: Sent.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    receive: MetricsSeries | Unset = UNSET
    transmit: MetricsSeries | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        receive = _data.get("receive", UNSET)
        self.receive = (
            receive
            if receive is UNSET
            else keep_null("receive", _kept)
            if receive is None
            else MetricsSeries.read(receive, "receive")
        )
        transmit = _data.get("transmit", UNSET)
        self.transmit = (
            transmit
            if transmit is UNSET
            else keep_null("transmit", _kept)
            if transmit is None
            else MetricsSeries.read(transmit, "transmit")
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is MetricsNetwork else of_subclass(self, MetricsNetwork)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.receive is not UNSET:
            result["receive"] = self.receive.to_dict()
        if self.transmit is not UNSET:
            result["transmit"] = self.transmit.to_dict()
        return result
