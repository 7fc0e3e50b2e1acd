"""BeaconList: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.beacon import Beacon
from ..types import (
    PUBLIC_MODULE,
    UNSET,
    Model,
    Unset,
    keep_null,
    keep_unknown,
    of_subclass,
    to_int,
    to_list,
    unless_null,
)

_NAMES = frozenset(("locations", "count"))


@define(repr=False)
class BeaconList(Model):
    """The beacons.

    Attributes:
        locations: The beacons.
        count: How many beacons there are.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    locations: list[Beacon] | Unset = UNSET
    count: int | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        locations = _data.get("locations", UNSET)
        self.locations = (
            locations
            if locations is UNSET
            else keep_null("locations", _kept)
            if locations is None
            else to_list(locations, Beacon.read, "locations")
        )
        count = _data.get("count", UNSET)
        self.count = count if type(count) is int or count is UNSET else unless_null(count, to_int, "count", _kept)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is BeaconList else of_subclass(self, BeaconList)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.locations is not UNSET:
            result["locations"] = [item.to_dict() for item in self.locations]
        if self.count is not UNSET:
            result["count"] = self.count
        return result
