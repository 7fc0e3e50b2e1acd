"""SessionWebhook: a model of the specification."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.session_kind import SessionKind
from ..models.session_status import SessionStatus
from ..types import UNSET, Model, Unset, keep_null, note, to_bool, to_int, to_str

_NAMES = frozenset(
    ("session_id", "status", "ready", "kind", "user_count", "linked", "webhook_url", "deployment_request_id")
)


@define(repr=False)
class SessionWebhook(Model):
    """The body of the call to a session's webhook_url. It is not signed, so get the session before acting on it.

    Attributes:
        session_id: Id of the session; it ends in -S.
        status: What the session is doing.
        ready: Whether the session can be used.
        kind: How the session takes up sockets of its deployment.
        user_count: Number of players.
        linked: Whether a deployment has taken the session.
        webhook_url: The address that was called.
        deployment_request_id: Id of the deployment that took the session.
        additional_properties: What the specification does not know, as it came.
    """

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
        """Read the model from decoded JSON; raises `ResponseFormatError` naming the field that cannot be read."""
        _kept: dict[str, Any] = {}
        session_id = _data.get("session_id", UNSET)
        if type(session_id) is not str:
            session_id = to_str(session_id, "session_id")
        status = _data.get("status", UNSET)
        if status is None:
            status = keep_null("status", _kept)
        elif status is not UNSET:
            status = SessionStatus.read(status, "status")
        ready = _data.get("ready", UNSET)
        if type(ready) is not bool and ready is not UNSET:
            ready = keep_null("ready", _kept) if ready is None else to_bool(ready, "ready")
        kind = _data.get("kind", UNSET)
        if kind is None:
            kind = keep_null("kind", _kept)
        elif kind is not UNSET:
            kind = SessionKind.read(kind, "kind")
        user_count = _data.get("user_count", UNSET)
        if type(user_count) is not int and user_count is not UNSET:
            user_count = keep_null("user_count", _kept) if user_count is None else to_int(user_count, "user_count")
        linked = _data.get("linked", UNSET)
        if type(linked) is not bool and linked is not UNSET:
            linked = keep_null("linked", _kept) if linked is None else to_bool(linked, "linked")
        webhook_url = _data.get("webhook_url", UNSET)
        if type(webhook_url) is not str and webhook_url is not UNSET:
            webhook_url = keep_null("webhook_url", _kept) if webhook_url is None else to_str(webhook_url, "webhook_url")
        deployment_request_id = _data.get("deployment_request_id", UNSET)
        if type(deployment_request_id) is not str and deployment_request_id is not UNSET:
            deployment_request_id = (
                keep_null("deployment_request_id", _kept)
                if deployment_request_id is None
                else to_str(deployment_request_id, "deployment_request_id")
            )
        if not _NAMES.issuperset(_data):
            note("field", cls.__name__, _data.keys() - _NAMES)
            _kept.update((_name, _value) for _name, _value in _data.items() if _name not in _NAMES)
        return cls(
            session_id,
            status,
            ready,
            kind,
            user_count,
            linked,
            webhook_url,
            deployment_request_id,
            additional_properties=_kept,
        )

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
