"""BackfillAttributes: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.assignment import Assignment
from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_none, keep_unknown, sealed, to_list, to_str

_NAMES = frozenset(("assignment", "backfill_group_size"))


@sealed(SERVICE)
@define(repr=False)
class BackfillAttributes(Model):
    """The server with free seats, and the values for the rules of the profile.

    Attributes:
        assignment: The server. The `request_id` in it is required since version 2.1.0.
        backfill_group_size: The sizes of the groups that can still join, as texts. Send it if the profile has a
            rule of this name.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    assignment: Assignment
    backfill_group_size: list[str] | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        self.assignment = Assignment.read(_data.get("assignment", UNSET), "assignment", self)
        backfill_group_size = _data.get("backfill_group_size", UNSET)
        self.backfill_group_size = (
            None
            if backfill_group_size is UNSET
            else keep_none("backfill_group_size", _kept)
            if backfill_group_size is None
            else to_list(backfill_group_size, to_str, "backfill_group_size", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is BackfillAttributes else finished(self, BackfillAttributes, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["assignment"] = self.assignment.to_dict()
        if self.backfill_group_size is not None:
            result["backfill_group_size"] = self.backfill_group_size
        return result
