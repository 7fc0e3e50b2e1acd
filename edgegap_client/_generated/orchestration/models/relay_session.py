"""RelaySession: a model of the specification."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..models.relay import Relay
from ..models.relay_session_status import RelaySessionStatus
from ..models.relay_session_user import RelaySessionUser
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
    to_list,
    to_str,
    unless_null,
)

_NAMES = frozenset(
    ("session_id", "status", "ready", "linked", "authorization_token", "error", "session_users", "relay", "webhook_url")
)


@define(repr=False)
class RelaySession(Model):
    """A group of players that talk through one relay.

    Attributes:
        session_id: Id of the session; it ends in -S.
        status: The state of the session.
        ready: Whether the session can be used.
        linked: Whether a relay is assigned.
        authorization_token: Token of the session, needed to talk to the relay. It exceeds 32 bits.
        error: The error message; missing if there is no error.
        session_users: The players and their tokens. Empty right after the session was created.
        relay: The relay to connect to. Missing or null until the session is linked.
        webhook_url: URL that receives a POST when the session changes.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

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
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        session_id = _data.get("session_id", UNSET)
        self.session_id = session_id if type(session_id) is str else to_str(session_id, "session_id")
        self.status = RelaySessionStatus.read(_data.get("status", UNSET), "status")
        ready = _data.get("ready", UNSET)
        self.ready = ready if type(ready) is bool else to_bool(ready, "ready")
        linked = _data.get("linked", UNSET)
        self.linked = linked if type(linked) is bool else to_bool(linked, "linked")
        authorization_token = _data.get("authorization_token", UNSET)
        self.authorization_token = (
            authorization_token
            if type(authorization_token) is int or authorization_token is UNSET
            else unless_null(authorization_token, to_int, "authorization_token", _kept)
        )
        error = _data.get("error", UNSET)
        self.error = error if type(error) is str or error is UNSET else unless_null(error, to_str, "error", _kept)
        session_users = _data.get("session_users", UNSET)
        self.session_users = (
            session_users
            if session_users is UNSET
            else keep_null("session_users", _kept)
            if session_users is None
            else to_list(session_users, RelaySessionUser.read, "session_users")
        )
        relay = _data.get("relay", UNSET)
        self.relay = relay if relay is UNSET or relay is None else Relay.read(relay, "relay")
        webhook_url = _data.get("webhook_url", UNSET)
        self.webhook_url = (
            webhook_url
            if type(webhook_url) is str or webhook_url is UNSET
            else unless_null(webhook_url, to_str, "webhook_url", _kept)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is RelaySession else of_subclass(self, RelaySession)

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
