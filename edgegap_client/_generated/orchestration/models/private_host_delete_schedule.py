"""PrivateHostDeleteSchedule: a model of the specification."""

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_null, keep_unknown, of_subclass, to_datetime, to_str

_NAMES = frozenset(("uuid", "scheduled_at"))


@define(repr=False)
class PrivateHostDeleteSchedule(Model):
    """The planned removal of a private host.

    Attributes:
        uuid: The plan's id.
        scheduled_at: When the host will be removed.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    uuid: str
    scheduled_at: datetime.datetime | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        uuid = _data.get("uuid", UNSET)
        self.uuid = uuid if type(uuid) is str else to_str(uuid, "uuid")
        scheduled_at = _data.get("scheduled_at", UNSET)
        self.scheduled_at = (
            scheduled_at
            if scheduled_at is UNSET
            else keep_null("scheduled_at", _kept)
            if scheduled_at is None
            else to_datetime(scheduled_at, "scheduled_at", _kept)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is PrivateHostDeleteSchedule else of_subclass(self, PrivateHostDeleteSchedule)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["uuid"] = self.uuid
        if self.scheduled_at is not UNSET:
            result["scheduled_at"] = self.scheduled_at.isoformat()
        return result
