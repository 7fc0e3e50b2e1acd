"""DeploymentSessionSummary: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.session_kind import SessionKind
from ..models.session_status import SessionStatus
from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_unknown, of_subclass, to_bool, to_int, to_str, unless_null

_NAMES = frozenset(("session_id", "status", "kind", "user_count", "ready", "linked"))


@define(repr=False)
class DeploymentSessionSummary(Model):
    """A session placed on a deployment. Documented in 2024 only.

    Attributes:
        session_id: The session's id.
        status: The state of the session.
        kind: The kind of session.
        user_count: How many players are in the session.
        ready: Whether the session is ready for its players.
        linked: Whether the session has its place on the deployment.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    session_id: str
    status: SessionStatus
    kind: SessionKind
    user_count: int
    ready: bool | Unset = UNSET
    linked: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        session_id = _data.get("session_id", UNSET)
        self.session_id = session_id if type(session_id) is str else to_str(session_id, "session_id")
        self.status = SessionStatus.read(_data.get("status", UNSET), "status")
        self.kind = SessionKind.read(_data.get("kind", UNSET), "kind")
        user_count = _data.get("user_count", UNSET)
        self.user_count = user_count if type(user_count) is int else to_int(user_count, "user_count")
        ready = _data.get("ready", UNSET)
        self.ready = ready if type(ready) is bool or ready is UNSET else unless_null(ready, to_bool, "ready", _kept)
        linked = _data.get("linked", UNSET)
        self.linked = (
            linked if type(linked) is bool or linked is UNSET else unless_null(linked, to_bool, "linked", _kept)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is DeploymentSessionSummary else of_subclass(self, DeploymentSessionSummary)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["session_id"] = self.session_id
        result["status"] = str(self.status)
        result["kind"] = str(self.kind)
        result["user_count"] = self.user_count
        if self.ready is not UNSET:
            result["ready"] = self.ready
        if self.linked is not UNSET:
            result["linked"] = self.linked
        return result
