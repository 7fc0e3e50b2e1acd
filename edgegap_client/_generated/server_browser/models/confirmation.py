"""Confirmation: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.confirmed_slot import ConfirmedSlot
from ..types import (
    PUBLIC_MODULE,
    SERVICE,
    UNSET,
    Model,
    finished,
    keep_none,
    keep_unknown,
    sealed,
    to_list,
    to_models,
    to_str,
)

_NAMES = frozenset(("unknown_user_ids", "slots"))


@sealed(SERVICE)
@define(repr=False)
class Confirmation(Model):
    """The reservations of users.

    Attributes:
        unknown_user_ids: Users without a reservation.
        slots: The users with a reservation, by slot.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    unknown_user_ids: list[str] | None = None
    slots: list[ConfirmedSlot] | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        unknown_user_ids = _data.get("unknown_user_ids", UNSET)
        self.unknown_user_ids = (
            None
            if unknown_user_ids is UNSET
            else keep_none("unknown_user_ids", _kept)
            if unknown_user_ids is None
            else to_list(unknown_user_ids, to_str, "unknown_user_ids", self)
        )
        slots = _data.get("slots", UNSET)
        self.slots = (
            None
            if slots is UNSET
            else keep_none("slots", _kept)
            if slots is None
            else to_models(slots, ConfirmedSlot, "slots", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is Confirmation else finished(self, Confirmation, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.unknown_user_ids is not None:
            result["unknown_user_ids"] = self.unknown_user_ids
        if self.slots is not None:
            result["slots"] = [item.to_dict() for item in self.slots]
        return result
