"""SessionBulkStopResponse: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.stopped_session import StoppedSession
from ..types import PUBLIC_MODULE, UNSET, Model, keep_unknown, of_subclass, to_list

_NAMES = frozenset(("processable",))


@define(repr=False)
class SessionBulkStopResponse(Model):
    """The response to a bulk stop of sessions.

    Attributes:
        processable: The sessions that are being stopped.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    processable: list[StoppedSession]
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        self.processable = to_list(_data.get("processable", UNSET), StoppedSession.read, "processable")
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is SessionBulkStopResponse else of_subclass(self, SessionBulkStopResponse)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["processable"] = [item.to_dict() for item in self.processable]
        return result
