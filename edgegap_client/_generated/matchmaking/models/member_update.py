"""MemberUpdate: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, sealed, to_bool

_NAMES = frozenset(("is_ready",))


@sealed(SERVICE)
@define(repr=False)
class MemberUpdate(Model):
    """Whether a member is ready.

    Attributes:
        is_ready: Whether the player is ready.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    is_ready: bool
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        is_ready = _data.get("is_ready", UNSET)
        self.is_ready = is_ready if type(is_ready) is bool else to_bool(is_ready, "is_ready", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is MemberUpdate else finished(self, MemberUpdate, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["is_ready"] = self.is_ready
        return result
