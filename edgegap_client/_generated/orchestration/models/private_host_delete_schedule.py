"""PrivateHostDeleteSchedule: a model of the specification."""

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
    to_str,
)

_NAMES = frozenset(("uuid", "scheduled_at"))


@sealed(SERVICE)
@define(repr=False)
class PrivateHostDeleteSchedule(Model):
    """The planned removal of a private host.

    Attributes:
        uuid: The plan's id.
        scheduled_at: When the host will be removed.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _always: ClassVar[frozenset[str]] = frozenset(("scheduled_at",))

    uuid: str
    scheduled_at: datetime.datetime = ABSENT
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("scheduled_at",))

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        uuid = _data.get("uuid", UNSET)
        self.uuid = uuid if type(uuid) is str else to_str(uuid, "uuid", self)
        self.scheduled_at = to_datetime(_data.get("scheduled_at", UNSET), "scheduled_at", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is PrivateHostDeleteSchedule else finished(self, PrivateHostDeleteSchedule, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["uuid"] = self.uuid
        result["scheduled_at"] = self.scheduled_at.isoformat()
        return result
