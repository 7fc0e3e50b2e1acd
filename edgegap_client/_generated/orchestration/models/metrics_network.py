"""MetricsNetwork: a model of the specification."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..models.metrics_series import MetricsSeries
from ..types import ABSENT, PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, leave_out, sealed

_NAMES = frozenset(("receive", "transmit"))


@sealed(SERVICE)
@define(repr=False)
class MetricsNetwork(Model):
    """Network use over time, by direction.

    Attributes:
        receive: Data received.
        transmit: Data sent.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _always: ClassVar[frozenset[str]] = frozenset(("receive", "transmit"))

    receive: MetricsSeries = ABSENT
    transmit: MetricsSeries = ABSENT
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("receive", "transmit"))

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        self.receive = MetricsSeries.read(_data.get("receive", UNSET), "receive", self)
        self.transmit = MetricsSeries.read(_data.get("transmit", UNSET), "transmit", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is MetricsNetwork else finished(self, MetricsNetwork, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["receive"] = self.receive.to_dict()
        result["transmit"] = self.transmit.to_dict()
        return result
