"""SessionWebhook: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.session_kind import SessionKind
from ..models.session_status import SessionStatus
from ..types import (
    PUBLIC_MODULE,
    UNSET,
    Model,
    Unset,
    keep_null,
    keep_unknown,
    of_subclass,
    to_bool,
    to_int,
    to_str,
    unless_null,
)

_NAMES = frozenset(
    ("session_id", "status", "ready", "kind", "user_count", "linked", "webhook_url", "deployment_request_id")
)


@define(repr=False)
class SessionWebhook(Model):
    """The body of the call to a session's webhook_url. It is not signed, so get the session before you act on it.

    Attributes:
        session_id: Id of the session; it ends in -S.
        status: The state of the session.
        ready: Whether the session can be used.
        kind: How the session uses the sockets of its deployment.
        user_count: Number of players.
        linked: Whether a deployment has taken the session.
        webhook_url: The URL that was called.
        deployment_request_id: Id of the deployment that took the session.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    session_id: str
    status: SessionStatus | Unset = UNSET
    ready: bool | Unset = UNSET
    kind: SessionKind | Unset = UNSET
    user_count: int | Unset = UNSET
    linked: bool | Unset = UNSET
    webhook_url: str | Unset = UNSET
    deployment_request_id: str | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        session_id = _data.get("session_id", UNSET)
        self.session_id = session_id if type(session_id) is str else to_str(session_id, "session_id")
        status = _data.get("status", UNSET)
        self.status = (
            status
            if status is UNSET
            else keep_null("status", _kept)
            if status is None
            else SessionStatus.read(status, "status")
        )
        ready = _data.get("ready", UNSET)
        self.ready = ready if type(ready) is bool or ready is UNSET else unless_null(ready, to_bool, "ready", _kept)
        kind = _data.get("kind", UNSET)
        self.kind = (
            kind if kind is UNSET else keep_null("kind", _kept) if kind is None else SessionKind.read(kind, "kind")
        )
        user_count = _data.get("user_count", UNSET)
        self.user_count = (
            user_count
            if type(user_count) is int or user_count is UNSET
            else unless_null(user_count, to_int, "user_count", _kept)
        )
        linked = _data.get("linked", UNSET)
        self.linked = (
            linked if type(linked) is bool or linked is UNSET else unless_null(linked, to_bool, "linked", _kept)
        )
        webhook_url = _data.get("webhook_url", UNSET)
        self.webhook_url = (
            webhook_url
            if type(webhook_url) is str or webhook_url is UNSET
            else unless_null(webhook_url, to_str, "webhook_url", _kept)
        )
        deployment_request_id = _data.get("deployment_request_id", UNSET)
        self.deployment_request_id = (
            deployment_request_id
            if type(deployment_request_id) is str or deployment_request_id is UNSET
            else unless_null(deployment_request_id, to_str, "deployment_request_id", _kept)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is SessionWebhook else of_subclass(self, SessionWebhook)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["session_id"] = self.session_id
        if self.status is not UNSET:
            result["status"] = str(self.status)
        if self.ready is not UNSET:
            result["ready"] = self.ready
        if self.kind is not UNSET:
            result["kind"] = str(self.kind)
        if self.user_count is not UNSET:
            result["user_count"] = self.user_count
        if self.linked is not UNSET:
            result["linked"] = self.linked
        if self.webhook_url is not UNSET:
            result["webhook_url"] = self.webhook_url
        if self.deployment_request_id is not UNSET:
            result["deployment_request_id"] = self.deployment_request_id
        return result
