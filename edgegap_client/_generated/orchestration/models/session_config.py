"""SessionConfig: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.session_kind import SessionKind
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
    unless_null,
)

_NAMES = frozenset(("kind", "sockets", "autodeploy", "empty_ttl", "session_max_duration"))


@define(repr=False)
class SessionConfig(Model):
    """Enables sessions for the version: several groups of players share a deployment. A create request needs kind
    and sockets. Not in the newest specification.

    Attributes:
        kind: How players are counted.
        sockets: Number of places that one deployment offers, at least 1.
        autodeploy: Whether the service starts another deployment when all places are taken.
        empty_ttl: How long a deployment without players keeps running, at least 1; presumably minutes.
        session_max_duration: How long a session may last, at least 60; presumably minutes.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    kind: SessionKind | Unset = UNSET
    sockets: int | Unset = UNSET
    autodeploy: bool | Unset = UNSET
    empty_ttl: int | Unset = UNSET
    session_max_duration: int | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        kind = _data.get("kind", UNSET)
        self.kind = (
            kind if kind is UNSET else keep_null("kind", _kept) if kind is None else SessionKind.read(kind, "kind")
        )
        sockets = _data.get("sockets", UNSET)
        self.sockets = (
            sockets if type(sockets) is int or sockets is UNSET else unless_null(sockets, to_int, "sockets", _kept)
        )
        autodeploy = _data.get("autodeploy", UNSET)
        self.autodeploy = (
            autodeploy
            if type(autodeploy) is bool or autodeploy is UNSET
            else unless_null(autodeploy, to_bool, "autodeploy", _kept)
        )
        empty_ttl = _data.get("empty_ttl", UNSET)
        self.empty_ttl = (
            empty_ttl
            if type(empty_ttl) is int or empty_ttl is UNSET
            else unless_null(empty_ttl, to_int, "empty_ttl", _kept)
        )
        session_max_duration = _data.get("session_max_duration", UNSET)
        self.session_max_duration = (
            session_max_duration
            if type(session_max_duration) is int or session_max_duration is UNSET
            else unless_null(session_max_duration, to_int, "session_max_duration", _kept)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is SessionConfig else of_subclass(self, SessionConfig)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.kind is not UNSET:
            result["kind"] = str(self.kind)
        if self.sockets is not UNSET:
            result["sockets"] = self.sockets
        if self.autodeploy is not UNSET:
            result["autodeploy"] = self.autodeploy
        if self.empty_ttl is not UNSET:
            result["empty_ttl"] = self.empty_ttl
        if self.session_max_duration is not UNSET:
            result["session_max_duration"] = self.session_max_duration
        return result
