"""BeaconList: a model of the specification."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..models.beacon import Beacon
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
    to_int,
    to_models,
    unless_none,
)

_NAMES = frozenset(("locations", "count"))


@sealed(SERVICE)
@define(repr=False)
class BeaconList(Model):
    """The beacons.

    Attributes:
        locations: The beacons.
        count: The number of beacons.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _always: ClassVar[frozenset[str]] = frozenset(("locations",))

    locations: list[Beacon] = ABSENT
    count: int | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("locations",))

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        self.locations = to_models(_data.get("locations", UNSET), Beacon, "locations", self)
        count = _data.get("count", UNSET)
        self.count = (
            count if type(count) is int else None if count is UNSET else unless_none(count, to_int, "count", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is BeaconList else finished(self, BeaconList, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["locations"] = [item.to_dict() for item in self.locations]
        if self.count is not None:
            result["count"] = self.count
        return result
