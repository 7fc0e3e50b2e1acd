"""SessionDeleteResponse: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, sealed, to_str, unless_none

_NAMES = frozenset(("message", "session_id", "custom_id"))


@sealed(SERVICE)
@define(repr=False)
class SessionDeleteResponse(Model):
    """The result of a request about a session.

    Attributes:
        message: A human-readable result.
        session_id: Id of the session.
        custom_id: The id that the caller chose, if any.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    message: str
    session_id: str
    custom_id: str | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        message = _data.get("message", UNSET)
        self.message = message if type(message) is str else to_str(message, "message", self)
        session_id = _data.get("session_id", UNSET)
        self.session_id = session_id if type(session_id) is str else to_str(session_id, "session_id", self)
        custom_id = _data.get("custom_id", UNSET)
        self.custom_id = (
            custom_id
            if type(custom_id) is str
            else None
            if custom_id is UNSET
            else unless_none(custom_id, to_str, "custom_id", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is SessionDeleteResponse else finished(self, SessionDeleteResponse, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["message"] = self.message
        result["session_id"] = self.session_id
        if self.custom_id is not None:
            result["custom_id"] = self.custom_id
        return result
