"""ConfirmedSlot: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_none, keep_unknown, sealed, to_list, to_str

_NAMES = frozenset(("name", "accepted_user_ids", "expired_user_ids"))


@sealed(SERVICE)
@define(repr=False)
class ConfirmedSlot(Model):
    """The users of one slot.

    Attributes:
        name: The name of the slot.
        accepted_user_ids: Users with a valid reservation.
        expired_user_ids: Users whose reservation has expired.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    name: str
    accepted_user_ids: list[str] | None = None
    expired_user_ids: list[str] | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        name = _data.get("name", UNSET)
        self.name = name if type(name) is str else to_str(name, "name", self)
        accepted_user_ids = _data.get("accepted_user_ids", UNSET)
        self.accepted_user_ids = (
            None
            if accepted_user_ids is UNSET
            else keep_none("accepted_user_ids", _kept)
            if accepted_user_ids is None
            else to_list(accepted_user_ids, to_str, "accepted_user_ids", self)
        )
        expired_user_ids = _data.get("expired_user_ids", UNSET)
        self.expired_user_ids = (
            None
            if expired_user_ids is UNSET
            else keep_none("expired_user_ids", _kept)
            if expired_user_ids is None
            else to_list(expired_user_ids, to_str, "expired_user_ids", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is ConfirmedSlot else finished(self, ConfirmedSlot, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["name"] = self.name
        if self.accepted_user_ids is not None:
            result["accepted_user_ids"] = self.accepted_user_ids
        if self.expired_user_ids is not None:
            result["expired_user_ids"] = self.expired_user_ids
        return result
