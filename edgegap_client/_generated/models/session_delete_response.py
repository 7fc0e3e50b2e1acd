"""SessionDeleteResponse: a model of the specification."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import UNSET, Model, Unset, keep_null, note, to_str

_NAMES = frozenset(("message", "session_id", "custom_id"))


@define(repr=False)
class SessionDeleteResponse(Model):
    """What happens to the session.

    Attributes:
        message: The outcome, for a person to read.
        session_id: Id of the session.
        custom_id: An id of the caller's own, if there is one.
        additional_properties: What the specification does not know, as it came.
    """

    message: str
    session_id: str
    custom_id: str | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Read the model from decoded JSON; raises `ResponseFormatError` naming the field that cannot be read."""
        _kept: dict[str, Any] = {}
        message = _data.get("message", UNSET)
        if type(message) is not str:
            message = to_str(message, "message")
        session_id = _data.get("session_id", UNSET)
        if type(session_id) is not str:
            session_id = to_str(session_id, "session_id")
        custom_id = _data.get("custom_id", UNSET)
        if type(custom_id) is not str and custom_id is not UNSET:
            custom_id = keep_null("custom_id", _kept) if custom_id is None else to_str(custom_id, "custom_id")
        if not _NAMES.issuperset(_data):
            note("field", cls.__name__, _data.keys() - _NAMES)
            _kept.update((_name, _value) for _name, _value in _data.items() if _name not in _NAMES)
        return cls(message, session_id, custom_id, additional_properties=_kept)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["message"] = self.message
        result["session_id"] = self.session_id
        if self.custom_id is not UNSET:
            result["custom_id"] = self.custom_id
        return result
