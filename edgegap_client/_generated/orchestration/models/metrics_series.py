"""MetricsSeries: a model of the specification."""

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..types import (
    ABSENT,
    PUBLIC_MODULE,
    SERVICE,
    UNSET,
    Model,
    finished,
    keep_unknown,
    leave_out,
    sealed,
    to_datetime,
    to_float,
    to_list,
    to_str,
)

_NAMES = frozenset(("labels", "datasets", "timestamps"))


@sealed(SERVICE)
@define(repr=False)
class MetricsSeries(Model):
    """A series of samples. The three lists correspond by index.

    Attributes:
        labels: A label for each sample, such as 00:00:00.
        datasets: The value of each sample.
        timestamps: The time of each sample, in UTC. The service sends no time zone.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _always: ClassVar[frozenset[str]] = frozenset(("labels", "datasets", "timestamps"))

    labels: list[str] = ABSENT
    datasets: list[float] = ABSENT
    timestamps: list[datetime.datetime] = ABSENT
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("labels", "datasets", "timestamps"))

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        self.labels = to_list(_data.get("labels", UNSET), to_str, "labels", self)
        self.datasets = to_list(_data.get("datasets", UNSET), to_float, "datasets", self)
        self.timestamps = to_list(_data.get("timestamps", UNSET), to_datetime, "timestamps", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is MetricsSeries else finished(self, MetricsSeries, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["labels"] = self.labels
        result["datasets"] = self.datasets
        result["timestamps"] = [item.isoformat() for item in self.timestamps]
        return result
