"""DeploymentSessionSummary: a model of the specification."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..models.session_kind import SessionKind
from ..models.session_status import SessionStatus
from ..types import (
    ABSENT,
    PUBLIC_MODULE,
    SERVICE,
    UNSET,
    Model,
    finished,
    keep_unknown,
    leave_out,
    sealed,
    to_bool,
    to_int,
    to_str,
)

_NAMES = frozenset(("session_id", "status", "ready", "linked", "kind", "user_count"))


@sealed(SERVICE)
@define(repr=False)
class DeploymentSessionSummary(Model):
    """A session placed on a deployment. Only documents of 2024 have it.

    Attributes:
        session_id: The session's id.
        status: The state of the session.
        ready: Whether the session is ready for its players.
        linked: Whether the session has a place on the deployment.
        kind: The kind of session.
        user_count: The number of players in the session.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _always: ClassVar[frozenset[str]] = frozenset(("status", "ready", "linked", "kind", "user_count"))

    session_id: str
    status: SessionStatus = ABSENT
    ready: bool = ABSENT
    linked: bool = ABSENT
    kind: SessionKind = ABSENT
    user_count: int = ABSENT
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("status", "ready", "linked", "kind", "user_count"))

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        session_id = _data.get("session_id", UNSET)
        self.session_id = session_id if type(session_id) is str else to_str(session_id, "session_id", self)
        self.status = SessionStatus.read(_data.get("status", UNSET), "status", self)
        ready = _data.get("ready", UNSET)
        self.ready = ready if type(ready) is bool else to_bool(ready, "ready", self)
        linked = _data.get("linked", UNSET)
        self.linked = linked if type(linked) is bool else to_bool(linked, "linked", self)
        self.kind = SessionKind.read(_data.get("kind", UNSET), "kind", self)
        user_count = _data.get("user_count", UNSET)
        self.user_count = user_count if type(user_count) is int else to_int(user_count, "user_count", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is DeploymentSessionSummary else finished(self, DeploymentSessionSummary, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["session_id"] = self.session_id
        result["status"] = str(self.status)
        result["ready"] = self.ready
        result["linked"] = self.linked
        result["kind"] = str(self.kind)
        result["user_count"] = self.user_count
        return result
