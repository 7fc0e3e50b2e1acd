"""SessionWebhook: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.session_kind import SessionKind
from ..models.session_status import SessionStatus
from ..types import (
    PUBLIC_MODULE,
    SERVICE,
    UNSET,
    Model,
    finished,
    keep_none,
    keep_unknown,
    sealed,
    to_bool,
    to_int,
    to_str,
    unless_none,
)

_NAMES = frozenset(
    ("session_id", "status", "ready", "kind", "user_count", "linked", "webhook_url", "deployment_request_id")
)


@sealed(SERVICE)
@define(repr=False)
class SessionWebhook(Model):
    """The body of the request to a session's `webhook_url`. It is not signed, so read the session before you act on
    it.

    Attributes:
        session_id: Id of the session, which ends in -S.
        status: The state of the session.
        ready: Whether the session can be used.
        kind: How the session uses the sockets of its deployment.
        user_count: Number of players.
        linked: Whether the session is linked to a deployment.
        webhook_url: The URL that received the request.
        deployment_request_id: Id of the deployment of the session.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    session_id: str
    status: SessionStatus | None = None
    ready: bool | None = None
    kind: SessionKind | None = None
    user_count: int | None = None
    linked: bool | None = None
    webhook_url: str | None = None
    deployment_request_id: str | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        session_id = _data.get("session_id", UNSET)
        self.session_id = session_id if type(session_id) is str else to_str(session_id, "session_id", self)
        status = _data.get("status", UNSET)
        self.status = (
            None
            if status is UNSET
            else keep_none("status", _kept)
            if status is None
            else SessionStatus.read(status, "status", self)
        )
        ready = _data.get("ready", UNSET)
        self.ready = (
            ready if type(ready) is bool else None if ready is UNSET else unless_none(ready, to_bool, "ready", self)
        )
        kind = _data.get("kind", UNSET)
        self.kind = (
            None
            if kind is UNSET
            else keep_none("kind", _kept)
            if kind is None
            else SessionKind.read(kind, "kind", self)
        )
        user_count = _data.get("user_count", UNSET)
        self.user_count = (
            user_count
            if type(user_count) is int
            else None
            if user_count is UNSET
            else unless_none(user_count, to_int, "user_count", self)
        )
        linked = _data.get("linked", UNSET)
        self.linked = (
            linked
            if type(linked) is bool
            else None
            if linked is UNSET
            else unless_none(linked, to_bool, "linked", self)
        )
        webhook_url = _data.get("webhook_url", UNSET)
        self.webhook_url = (
            webhook_url
            if type(webhook_url) is str
            else None
            if webhook_url is UNSET
            else unless_none(webhook_url, to_str, "webhook_url", self)
        )
        deployment_request_id = _data.get("deployment_request_id", UNSET)
        self.deployment_request_id = (
            deployment_request_id
            if type(deployment_request_id) is str
            else None
            if deployment_request_id is UNSET
            else unless_none(deployment_request_id, to_str, "deployment_request_id", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is SessionWebhook else finished(self, SessionWebhook, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["session_id"] = self.session_id
        if self.status is not None:
            result["status"] = str(self.status)
        if self.ready is not None:
            result["ready"] = self.ready
        if self.kind is not None:
            result["kind"] = str(self.kind)
        if self.user_count is not None:
            result["user_count"] = self.user_count
        if self.linked is not None:
            result["linked"] = self.linked
        if self.webhook_url is not None:
            result["webhook_url"] = self.webhook_url
        if self.deployment_request_id is not None:
            result["deployment_request_id"] = self.deployment_request_id
        return result
