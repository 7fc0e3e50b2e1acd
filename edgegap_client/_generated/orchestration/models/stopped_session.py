"""StoppedSession: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, UNSET, Model, keep_unknown, of_subclass, to_str

_NAMES = frozenset(("session_id",))


@define(repr=False)
class StoppedSession(Model):
    """A session that is being stopped.

    Attributes:
        session_id: Id of the session.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    session_id: str
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        session_id = _data.get("session_id", UNSET)
        self.session_id = session_id if type(session_id) is str else to_str(session_id, "session_id")
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is StoppedSession else of_subclass(self, StoppedSession)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["session_id"] = self.session_id
        return result
