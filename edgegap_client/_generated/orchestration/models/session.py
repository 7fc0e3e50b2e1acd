"""Session: a model of the specification."""

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..models.session_deployment import SessionDeployment
from ..models.session_kind import SessionKind
from ..models.session_status import SessionStatus
from ..models.session_user import SessionUser
from ..types import (
    ABSENT,
    PUBLIC_MODULE,
    SERVICE,
    UNSET,
    Model,
    finished,
    keep_none,
    keep_unknown,
    leave_out,
    sealed,
    to_bool,
    to_datetime,
    to_int,
    to_models,
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
        "app_version",
        "create_time",
        "custom_id",
        "elapsed",
        "error",
        "session_users",
        "session_ips",
        "deployment",
        "webhook_url",
    )
)


@sealed(SERVICE)
@define(repr=False)
class Session(Model):
    """A group of players and their deployment.

    Attributes:
        session_id: Id of the session.
        status: The state of the session.
        ready: Whether the session can be used.
        linked: Whether the session is linked to a deployment.
        kind: How the session uses the sockets of its deployment.
        user_count: Number of players.
        app_version: Numeric id of the app version. Other operations use the name of the version.
        create_time: When the session was created.
        custom_id: The id that the caller chose, if any.
        elapsed: How long the session has existed. The unit is not documented, but is probably seconds.
        error: A human-readable error message.
        session_users: The players of the session.
        session_ips: The addresses of the players. In the documents, they are the same as `session_users`.
        deployment: The deployment of the session. It is missing or null until the session is linked.
        webhook_url: URL that receives a POST when the session is linked, cannot be placed or fails.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _always: ClassVar[frozenset[str]] = frozenset(
        ("status", "ready", "linked", "kind", "user_count", "app_version", "create_time")
    )

    session_id: str
    status: SessionStatus = ABSENT
    ready: bool = ABSENT
    linked: bool = ABSENT
    kind: SessionKind = ABSENT
    user_count: int = ABSENT
    app_version: int = ABSENT
    create_time: datetime.datetime = ABSENT
    custom_id: str | None = None
    elapsed: int | None = None
    error: str | None = None
    session_users: list[SessionUser] | None = None
    session_ips: list[SessionUser] | None = None
    deployment: SessionDeployment | None = None
    webhook_url: str | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("status", "ready", "linked", "kind", "user_count", "app_version", "create_time"))

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
        app_version = _data.get("app_version", UNSET)
        self.app_version = app_version if type(app_version) is int else to_int(app_version, "app_version", self)
        self.create_time = to_datetime(_data.get("create_time", UNSET), "create_time", self)
        custom_id = _data.get("custom_id", UNSET)
        self.custom_id = (
            custom_id
            if type(custom_id) is str
            else None
            if custom_id is UNSET
            else unless_none(custom_id, to_str, "custom_id", self)
        )
        elapsed = _data.get("elapsed", UNSET)
        self.elapsed = (
            elapsed
            if type(elapsed) is int
            else None
            if elapsed is UNSET
            else unless_none(elapsed, to_int, "elapsed", self)
        )
        error = _data.get("error", UNSET)
        self.error = (
            error if type(error) is str else None if error is UNSET else unless_none(error, to_str, "error", self)
        )
        session_users = _data.get("session_users", UNSET)
        self.session_users = (
            None
            if session_users is UNSET
            else keep_none("session_users", _kept)
            if session_users is None
            else to_models(session_users, SessionUser, "session_users", self)
        )
        session_ips = _data.get("session_ips", UNSET)
        self.session_ips = (
            None
            if session_ips is UNSET
            else keep_none("session_ips", _kept)
            if session_ips is None
            else to_models(session_ips, SessionUser, "session_ips", self)
        )
        deployment = _data.get("deployment", UNSET)
        self.deployment = (
            None
            if deployment is UNSET
            else keep_none("deployment", _kept)
            if deployment is None
            else SessionDeployment.read(deployment, "deployment", self)
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
        return self if type(self) is Session else finished(self, Session, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["session_id"] = self.session_id
        result["status"] = str(self.status)
        result["ready"] = self.ready
        result["linked"] = self.linked
        result["kind"] = str(self.kind)
        result["user_count"] = self.user_count
        result["app_version"] = self.app_version
        result["create_time"] = self.create_time.isoformat()
        if self.custom_id is not None:
            result["custom_id"] = self.custom_id
        if self.elapsed is not None:
            result["elapsed"] = self.elapsed
        if self.error is not None:
            result["error"] = self.error
        if self.session_users is not None:
            result["session_users"] = [item.to_dict() for item in self.session_users]
        if self.session_ips is not None:
            result["session_ips"] = [item.to_dict() for item in self.session_ips]
        if self.deployment is not None:
            result["deployment"] = self.deployment.to_dict()
        if self.webhook_url is not None:
            result["webhook_url"] = self.webhook_url
        return result
