"""SessionListItem: a model of the specification."""

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
    unless_none,
)

_NAMES = frozenset(
    (
        "session_id",
        "status",
        "ready",
        "linked",
        "kind",
        "user_count",
        "custom_id",
        "deployment_request_id",
        "webhook_url",
    )
)


@sealed(SERVICE)
@define(repr=False)
class SessionListItem(Model):
    """A session in a list.

    Attributes:
        session_id: Id of the session.
        status: The state of the session.
        ready: Whether the session can be used.
        linked: Whether the session is linked to a deployment.
        kind: How the session uses the sockets of its deployment.
        user_count: Number of players.
        custom_id: The id that the caller chose, if any.
        deployment_request_id: Id of the deployment of the session.
        webhook_url: URL that receives a POST when the session is linked, cannot be placed or fails.
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
    custom_id: str | None = None
    deployment_request_id: str | None = None
    webhook_url: str | None = None
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
        custom_id = _data.get("custom_id", UNSET)
        self.custom_id = (
            custom_id
            if type(custom_id) is str
            else None
            if custom_id is UNSET
            else unless_none(custom_id, to_str, "custom_id", self)
        )
        deployment_request_id = _data.get("deployment_request_id", UNSET)
        self.deployment_request_id = (
            deployment_request_id
            if type(deployment_request_id) is str
            else None
            if deployment_request_id is UNSET
            else unless_none(deployment_request_id, to_str, "deployment_request_id", self)
        )
        webhook_url = _data.get("webhook_url", UNSET)
        self.webhook_url = (
            webhook_url
            if type(webhook_url) is str
            else None
            if webhook_url is UNSET
            else unless_none(webhook_url, to_str, "webhook_url", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is SessionListItem else finished(self, SessionListItem, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["session_id"] = self.session_id
        result["status"] = str(self.status)
        result["ready"] = self.ready
        result["linked"] = self.linked
        result["kind"] = str(self.kind)
        result["user_count"] = self.user_count
        if self.custom_id is not None:
            result["custom_id"] = self.custom_id
        if self.deployment_request_id is not None:
            result["deployment_request_id"] = self.deployment_request_id
        if self.webhook_url is not None:
            result["webhook_url"] = self.webhook_url
        return result
