"""RelaySession: a model of the specification."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..models.relay import Relay
from ..models.relay_session_status import RelaySessionStatus
from ..models.relay_session_user import RelaySessionUser
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
    to_int,
    to_models,
    to_str,
    unless_none,
)

_NAMES = frozenset(
    ("session_id", "status", "ready", "linked", "authorization_token", "error", "session_users", "relay", "webhook_url")
)


@sealed(SERVICE)
@define(repr=False)
class RelaySession(Model):
    """A group of players who communicate through one relay.

    Attributes:
        session_id: Id of the session, which ends in -S.
        status: The state of the session.
        ready: Whether the session can be used.
        linked: Whether a relay is assigned.
        authorization_token: Token of the session. A client needs it to talk to the relay. The number can exceed
            32 bits.
        error: The error message. It is missing if there is no error.
        session_users: The players and their tokens. The list is empty at first.
        relay: The relay to connect to. It is missing or null until the session is linked.
        webhook_url: URL that receives a POST when the session changes.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _secrets: ClassVar[frozenset[str]] = frozenset(("authorization_token",))

    _always: ClassVar[frozenset[str]] = frozenset(("status", "ready", "linked"))

    session_id: str
    status: RelaySessionStatus = ABSENT
    ready: bool = ABSENT
    linked: bool = ABSENT
    authorization_token: int | None = None
    error: str | None = None
    session_users: list[RelaySessionUser] | None = None
    relay: Relay | None = None
    webhook_url: str | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("status", "ready", "linked"))

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        session_id = _data.get("session_id", UNSET)
        self.session_id = session_id if type(session_id) is str else to_str(session_id, "session_id", self)
        self.status = RelaySessionStatus.read(_data.get("status", UNSET), "status", self)
        ready = _data.get("ready", UNSET)
        self.ready = ready if type(ready) is bool else to_bool(ready, "ready", self)
        linked = _data.get("linked", UNSET)
        self.linked = linked if type(linked) is bool else to_bool(linked, "linked", self)
        authorization_token = _data.get("authorization_token", UNSET)
        self.authorization_token = (
            authorization_token
            if type(authorization_token) is int
            else None
            if authorization_token is UNSET
            else unless_none(authorization_token, to_int, "authorization_token", self)
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
            else to_models(session_users, RelaySessionUser, "session_users", self)
        )
        relay = _data.get("relay", UNSET)
        self.relay = (
            None if relay is UNSET else keep_none("relay", _kept) if relay is None else Relay.read(relay, "relay", self)
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
        return self if type(self) is RelaySession else finished(self, RelaySession, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["session_id"] = self.session_id
        result["status"] = str(self.status)
        result["ready"] = self.ready
        result["linked"] = self.linked
        if self.authorization_token is not None:
            result["authorization_token"] = self.authorization_token
        if self.error is not None:
            result["error"] = self.error
        if self.session_users is not None:
            result["session_users"] = [item.to_dict() for item in self.session_users]
        if self.relay is not None:
            result["relay"] = self.relay.to_dict()
        if self.webhook_url is not None:
            result["webhook_url"] = self.webhook_url
        return result
