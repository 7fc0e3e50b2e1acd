"""TagBulkDeleteResult: a model of the specification."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import UNSET, Model, Unset, keep_null, note, to_int, to_str

_NAMES = frozenset(("tag", "status", "message"))


@define(repr=False)
class TagBulkDeleteResult(Model):
    """What became of one tag.

    Attributes:
        tag: The tag.
        status: HTTP status for this tag; 204 deleted, 404 no such tag, 500 the service failed.
        message: Why it failed.
        additional_properties: What the specification does not know, as it came.
    """

    tag: str | Unset = UNSET
    status: int | Unset = UNSET
    message: str | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Read the model from decoded JSON; raises `ResponseFormatError` naming the field that cannot be read."""
        _kept: dict[str, Any] = {}
        tag = _data.get("tag", UNSET)
        if type(tag) is not str and tag is not UNSET:
            tag = keep_null("tag", _kept) if tag is None else to_str(tag, "tag")
        status = _data.get("status", UNSET)
        if type(status) is not int and status is not UNSET:
            status = keep_null("status", _kept) if status is None else to_int(status, "status")
        message = _data.get("message", UNSET)
        if type(message) is not str and message is not UNSET:
            message = keep_null("message", _kept) if message is None else to_str(message, "message")
        if not _NAMES.issuperset(_data):
            note("field", cls.__name__, _data.keys() - _NAMES)
            _kept.update((_name, _value) for _name, _value in _data.items() if _name not in _NAMES)
        return cls(tag, status, message, additional_properties=_kept)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.tag is not UNSET:
            result["tag"] = self.tag
        if self.status is not UNSET:
            result["status"] = self.status
        if self.message is not UNSET:
            result["message"] = self.message
        return result
