"""Beacons: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.beacon import Beacon
from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_unknown, of_subclass, to_int, to_list, unless_null

_NAMES = frozenset(("beacons", "count"))


@define(repr=False)
class Beacons(Model):
    """The beacons. Their key is `beacons` here, and `locations` in the orchestration API.

    Attributes:
        beacons: The beacons.
        count: How many beacons there are, as a number or as text.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    beacons: list[Beacon]
    count: int | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        self.beacons = to_list(_data.get("beacons", UNSET), Beacon.read, "beacons")
        count = _data.get("count", UNSET)
        self.count = count if type(count) is int or count is UNSET else unless_null(count, to_int, "count", _kept)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is Beacons else of_subclass(self, Beacons)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["beacons"] = [item.to_dict() for item in self.beacons]
        if self.count is not UNSET:
            result["count"] = self.count
        return result
