"""Confirmation: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.confirmed_slot import ConfirmedSlot
from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_null, keep_unknown, of_subclass, to_list, to_str

_NAMES = frozenset(("unknown_user_ids", "slots"))


@define(repr=False)
class Confirmation(Model):
    """Which users have reservations.

    Attributes:
        unknown_user_ids: Users without a reservation.
        slots: The others, by slot.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    unknown_user_ids: list[str] | Unset = UNSET
    slots: list[ConfirmedSlot] | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        unknown_user_ids = _data.get("unknown_user_ids", UNSET)
        self.unknown_user_ids = (
            unknown_user_ids
            if unknown_user_ids is UNSET
            else keep_null("unknown_user_ids", _kept)
            if unknown_user_ids is None
            else to_list(unknown_user_ids, to_str, "unknown_user_ids")
        )
        slots = _data.get("slots", UNSET)
        self.slots = (
            slots
            if slots is UNSET
            else keep_null("slots", _kept)
            if slots is None
            else to_list(slots, ConfirmedSlot.read, "slots")
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is Confirmation else of_subclass(self, Confirmation)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.unknown_user_ids is not UNSET:
            result["unknown_user_ids"] = self.unknown_user_ids
        if self.slots is not UNSET:
            result["slots"] = [item.to_dict() for item in self.slots]
        return result
