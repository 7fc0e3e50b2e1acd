"""Session: a model of the specification."""

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.session_deployment import SessionDeployment
from ..models.session_kind import SessionKind
from ..models.session_status import SessionStatus
from ..models.session_user import SessionUser
from ..types import (
    PUBLIC_MODULE,
    UNSET,
    Model,
    Unset,
    keep_null,
    keep_unknown,
    of_subclass,
    to_bool,
    to_datetime,
    to_int,
    to_list,
    to_str,
    unless_null,
)

_NAMES = frozenset(
    (
        "session_id",
        "status",
        "ready",
        "linked",
        "kind",
        "user_count",
        "app_version",
        "elapsed",
        "custom_id",
        "create_time",
        "error",
        "session_users",
        "session_ips",
        "deployment",
        "webhook_url",
    )
)


@define(repr=False)
class Session(Model):
    """A group of players and the deployment that took them.

    Attributes:
        session_id: Id of the session.
        status: The state of the session.
        ready: Whether the session can be used.
        linked: Whether a deployment has taken the session.
        kind: How the session uses the sockets of its deployment.
        user_count: Number of players.
        app_version: Numeric id of the application version; elsewhere versions go by name.
        elapsed: How long the session has existed. The unit is not documented; seconds is likely.
        custom_id: An id of the caller's own, if any.
        create_time: When the session was created.
        error: A human-readable error message.
        session_users: The players of the session.
        session_ips: The addresses of the players; the same as session_users in the documents.
        deployment: The deployment that took the session. Missing or null until it is linked.
        webhook_url: URL that receives a POST when the session is linked, cannot be placed or fails.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    session_id: str
    status: SessionStatus
    ready: bool
    linked: bool
    kind: SessionKind
    user_count: int
    app_version: int
    elapsed: int
    custom_id: str | Unset = UNSET
    create_time: datetime.datetime | Unset = UNSET
    error: str | Unset = UNSET
    session_users: list[SessionUser] | Unset = UNSET
    session_ips: list[SessionUser] | Unset = UNSET
    deployment: None | SessionDeployment | Unset = UNSET
    webhook_url: str | Unset = UNSET
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
        ready = _data.get("ready", UNSET)
        self.ready = ready if type(ready) is bool else to_bool(ready, "ready")
        linked = _data.get("linked", UNSET)
        self.linked = linked if type(linked) is bool else to_bool(linked, "linked")
        self.kind = SessionKind.read(_data.get("kind", UNSET), "kind")
        user_count = _data.get("user_count", UNSET)
        self.user_count = user_count if type(user_count) is int else to_int(user_count, "user_count")
        app_version = _data.get("app_version", UNSET)
        self.app_version = app_version if type(app_version) is int else to_int(app_version, "app_version")
        elapsed = _data.get("elapsed", UNSET)
        self.elapsed = elapsed if type(elapsed) is int else to_int(elapsed, "elapsed")
        custom_id = _data.get("custom_id", UNSET)
        self.custom_id = (
            custom_id
            if type(custom_id) is str or custom_id is UNSET
            else unless_null(custom_id, to_str, "custom_id", _kept)
        )
        create_time = _data.get("create_time", UNSET)
        self.create_time = (
            create_time
            if create_time is UNSET
            else keep_null("create_time", _kept)
            if create_time is None
            else to_datetime(create_time, "create_time", _kept)
        )
        error = _data.get("error", UNSET)
        self.error = error if type(error) is str or error is UNSET else unless_null(error, to_str, "error", _kept)
        session_users = _data.get("session_users", UNSET)
        self.session_users = (
            session_users
            if session_users is UNSET
            else keep_null("session_users", _kept)
            if session_users is None
            else to_list(session_users, SessionUser.read, "session_users")
        )
        session_ips = _data.get("session_ips", UNSET)
        self.session_ips = (
            session_ips
            if session_ips is UNSET
            else keep_null("session_ips", _kept)
            if session_ips is None
            else to_list(session_ips, SessionUser.read, "session_ips")
        )
        deployment = _data.get("deployment", UNSET)
        self.deployment = (
            deployment
            if deployment is UNSET or deployment is None
            else SessionDeployment.read(deployment, "deployment")
        )
        webhook_url = _data.get("webhook_url", UNSET)
        self.webhook_url = (
            webhook_url
            if type(webhook_url) is str or webhook_url is UNSET
            else unless_null(webhook_url, to_str, "webhook_url", _kept)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is Session else of_subclass(self, Session)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["session_id"] = self.session_id
        result["status"] = str(self.status)
        result["ready"] = self.ready
        result["linked"] = self.linked
        result["kind"] = str(self.kind)
        result["user_count"] = self.user_count
        result["app_version"] = self.app_version
        result["elapsed"] = self.elapsed
        if self.custom_id is not UNSET:
            result["custom_id"] = self.custom_id
        if self.create_time is not UNSET:
            result["create_time"] = self.create_time.isoformat()
        if self.error is not UNSET:
            result["error"] = self.error
        if self.session_users is not UNSET:
            result["session_users"] = [item.to_dict() for item in self.session_users]
        if self.session_ips is not UNSET:
            result["session_ips"] = [item.to_dict() for item in self.session_ips]
        if self.deployment is not UNSET:
            result["deployment"] = None if self.deployment is None else self.deployment.to_dict()
        if self.webhook_url is not UNSET:
            result["webhook_url"] = self.webhook_url
        return result
