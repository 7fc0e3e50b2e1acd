"""SessionBulkStopResponse: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.stopped_session import StoppedSession
from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, sealed, to_models

_NAMES = frozenset(("processable",))


@sealed(SERVICE)
@define(repr=False)
class SessionBulkStopResponse(Model):
    """The response to a bulk stop of sessions.

    Attributes:
        processable: The sessions that the service stops.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    processable: list[StoppedSession]
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        self.processable = to_models(_data.get("processable", UNSET), StoppedSession, "processable", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is SessionBulkStopResponse else finished(self, SessionBulkStopResponse, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["processable"] = [item.to_dict() for item in self.processable]
        return result
