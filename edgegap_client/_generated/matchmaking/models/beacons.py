"""Beacons: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.beacon import Beacon
from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, sealed, to_int, to_models, unless_none

_NAMES = frozenset(("beacons", "count"))


@sealed(SERVICE)
@define(repr=False)
class Beacons(Model):
    """The beacons. The key is `beacons` here, and `locations` in the orchestration API.

    Attributes:
        beacons: The beacons.
        count: The number of beacons, as a number or as text.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    beacons: list[Beacon]
    count: int | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        self.beacons = to_models(_data.get("beacons", UNSET), Beacon, "beacons", self)
        count = _data.get("count", UNSET)
        self.count = (
            count if type(count) is int else None if count is UNSET else unless_none(count, to_int, "count", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is Beacons else finished(self, Beacons, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["beacons"] = [item.to_dict() for item in self.beacons]
        if self.count is not None:
            result["count"] = self.count
        return result
