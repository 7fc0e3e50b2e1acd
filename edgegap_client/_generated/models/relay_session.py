"""RelaySession: a model of the specification."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..models.relay import Relay
from ..models.relay_session_status import RelaySessionStatus
from ..models.relay_session_user import RelaySessionUser
from ..types import UNSET, Model, Unset, keep_null, note, to_bool, to_int, to_list, to_str

_NAMES = frozenset(
    ("session_id", "status", "ready", "linked", "authorization_token", "error", "session_users", "relay", "webhook_url")
)


@define(repr=False)
class RelaySession(Model):
    """A group of players that talk through one relay.

    Attributes:
        session_id: Id of the session; it ends in -S.
        status: What the session is doing.
        ready: Whether the session can be used.
        linked: Whether a relay is assigned.
        authorization_token: Token of the session, needed to talk to the relay. Above 32 bits.
        error: What went wrong. Missing when all is well.
        session_users: The players and their tokens. Empty right after creation.
        relay: Where to connect. Missing or null until the session is linked.
        webhook_url: Address that receives a POST when the session changes.
        additional_properties: What the specification does not know, as it came.
    """

    _secrets: ClassVar[frozenset[str]] = frozenset(("authorization_token",))

    session_id: str
    status: RelaySessionStatus
    ready: bool
    linked: bool
    authorization_token: int | Unset = UNSET
    error: str | Unset = UNSET
    session_users: list[RelaySessionUser] | Unset = UNSET
    relay: None | Relay | Unset = UNSET
    webhook_url: str | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Read the model from decoded JSON; raises `ResponseFormatError` naming the field that cannot be read."""
        _kept: dict[str, Any] = {}
        session_id = _data.get("session_id", UNSET)
        if type(session_id) is not str:
            session_id = to_str(session_id, "session_id")
        status = RelaySessionStatus.read(_data.get("status", UNSET), "status")
        ready = _data.get("ready", UNSET)
        if type(ready) is not bool:
            ready = to_bool(ready, "ready")
        linked = _data.get("linked", UNSET)
        if type(linked) is not bool:
            linked = to_bool(linked, "linked")
        authorization_token = _data.get("authorization_token", UNSET)
        if type(authorization_token) is not int and authorization_token is not UNSET:
            authorization_token = (
                keep_null("authorization_token", _kept)
                if authorization_token is None
                else to_int(authorization_token, "authorization_token")
            )
        error = _data.get("error", UNSET)
        if type(error) is not str and error is not UNSET:
            error = keep_null("error", _kept) if error is None else to_str(error, "error")
        session_users = _data.get("session_users", UNSET)
        if session_users is None:
            session_users = keep_null("session_users", _kept)
        elif session_users is not UNSET:
            session_users = to_list(session_users, RelaySessionUser.read, "session_users")
        relay = _data.get("relay", UNSET)
        if relay is not UNSET and relay is not None:
            relay = Relay.read(relay, "relay")
        webhook_url = _data.get("webhook_url", UNSET)
        if type(webhook_url) is not str and webhook_url is not UNSET:
            webhook_url = keep_null("webhook_url", _kept) if webhook_url is None else to_str(webhook_url, "webhook_url")
        if not _NAMES.issuperset(_data):
            note("field", cls.__name__, _data.keys() - _NAMES)
            _kept.update((_name, _value) for _name, _value in _data.items() if _name not in _NAMES)
        return cls(
            session_id,
            status,
            ready,
            linked,
            authorization_token,
            error,
            session_users,
            relay,
            webhook_url,
            additional_properties=_kept,
        )

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["session_id"] = self.session_id
        result["status"] = str(self.status)
        result["ready"] = self.ready
        result["linked"] = self.linked
        if self.authorization_token is not UNSET:
            result["authorization_token"] = self.authorization_token
        if self.error is not UNSET:
            result["error"] = self.error
        if self.session_users is not UNSET:
            result["session_users"] = [item.to_dict() for item in self.session_users]
        if self.relay is not UNSET:
            result["relay"] = None if self.relay is None else self.relay.to_dict()
        if self.webhook_url is not UNSET:
            result["webhook_url"] = self.webhook_url
        return result
