"""SessionConfig: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.session_kind import SessionKind
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
    unless_none,
)

_NAMES = frozenset(("kind", "sockets", "autodeploy", "empty_ttl", "session_max_duration"))


@sealed(SERVICE)
@define(repr=False)
class SessionConfig(Model):
    """Enables sessions for the version, so that several groups of players share a deployment. A create request needs
    kind and sockets. The newest specification does not have it.

    Attributes:
        kind: How players are counted.
        sockets: Number of places that one deployment offers, at least 1.
        autodeploy: Whether the service starts another deployment when all places are taken.
        empty_ttl: How long a deployment without players keeps running, at least 1. The unit is probably
            minutes.
        session_max_duration: How long a session may last, at least 60. The unit is probably minutes.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    kind: SessionKind | None = None
    sockets: int | None = None
    autodeploy: bool | None = None
    empty_ttl: int | None = None
    session_max_duration: int | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        kind = _data.get("kind", UNSET)
        self.kind = (
            None
            if kind is UNSET
            else keep_none("kind", _kept)
            if kind is None
            else SessionKind.read(kind, "kind", self)
        )
        sockets = _data.get("sockets", UNSET)
        self.sockets = (
            sockets
            if type(sockets) is int
            else None
            if sockets is UNSET
            else unless_none(sockets, to_int, "sockets", self)
        )
        autodeploy = _data.get("autodeploy", UNSET)
        self.autodeploy = (
            autodeploy
            if type(autodeploy) is bool
            else None
            if autodeploy is UNSET
            else unless_none(autodeploy, to_bool, "autodeploy", self)
        )
        empty_ttl = _data.get("empty_ttl", UNSET)
        self.empty_ttl = (
            empty_ttl
            if type(empty_ttl) is int
            else None
            if empty_ttl is UNSET
            else unless_none(empty_ttl, to_int, "empty_ttl", self)
        )
        session_max_duration = _data.get("session_max_duration", UNSET)
        self.session_max_duration = (
            session_max_duration
            if type(session_max_duration) is int
            else None
            if session_max_duration is UNSET
            else unless_none(session_max_duration, to_int, "session_max_duration", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is SessionConfig else finished(self, SessionConfig, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.kind is not None:
            result["kind"] = str(self.kind)
        if self.sockets is not None:
            result["sockets"] = self.sockets
        if self.autodeploy is not None:
            result["autodeploy"] = self.autodeploy
        if self.empty_ttl is not None:
            result["empty_ttl"] = self.empty_ttl
        if self.session_max_duration is not None:
            result["session_max_duration"] = self.session_max_duration
        return result
