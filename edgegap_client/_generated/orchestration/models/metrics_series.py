"""MetricsSeries: a model of the specification."""

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import (
    PUBLIC_MODULE,
    UNSET,
    Model,
    Unset,
    keep_null,
    keep_unknown,
    of_subclass,
    to_datetimes,
    to_float,
    to_list,
    to_str,
)

_NAMES = frozenset(("labels", "datasets", "timestamps"))


@define(repr=False)
class MetricsSeries(Model):
    """A series of samples. The three lists correspond by index.

    Attributes:
        labels: A label for each sample, such as 00:00:00.
        datasets: The value of each sample.
        timestamps: The time of each sample, in UTC; the service sends no zone.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    labels: list[str] | Unset = UNSET
    datasets: list[float] | Unset = UNSET
    timestamps: list[datetime.datetime] | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        labels = _data.get("labels", UNSET)
        self.labels = (
            labels
            if labels is UNSET
            else keep_null("labels", _kept)
            if labels is None
            else to_list(labels, to_str, "labels")
        )
        datasets = _data.get("datasets", UNSET)
        self.datasets = (
            datasets
            if datasets is UNSET
            else keep_null("datasets", _kept)
            if datasets is None
            else to_list(datasets, to_float, "datasets")
        )
        timestamps = _data.get("timestamps", UNSET)
        self.timestamps = (
            timestamps
            if timestamps is UNSET
            else keep_null("timestamps", _kept)
            if timestamps is None
            else to_datetimes(timestamps, "timestamps", _kept)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is MetricsSeries else of_subclass(self, MetricsSeries)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.labels is not UNSET:
            result["labels"] = self.labels
        if self.datasets is not UNSET:
            result["datasets"] = self.datasets
        if self.timestamps is not UNSET:
            result["timestamps"] = [item.isoformat() for item in self.timestamps]
        return result
