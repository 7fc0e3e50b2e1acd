"""SessionConfig: a model of the specification."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.session_kind import SessionKind
from ..types import UNSET, Model, Unset, keep_null, note, to_bool, to_int

_NAMES = frozenset(("kind", "sockets", "autodeploy", "empty_ttl", "session_max_duration"))


@define(repr=False)
class SessionConfig(Model):
    """Makes the version one for sessions, where several groups of players share a deployment. Needs kind and sockets
    on create. Not in the newest specification.

    Attributes:
        kind: How players are counted.
        sockets: How many places one deployment offers, at least 1.
        autodeploy: Whether the service starts another deployment by itself when all places are taken.
        empty_ttl: How long a deployment stays when nobody is on it, at least 1; presumably minutes.
        session_max_duration: How long a session may last, at least 60; presumably minutes.
        additional_properties: What the specification does not know, as it came.
    """

    kind: SessionKind | Unset = UNSET
    sockets: int | Unset = UNSET
    autodeploy: bool | Unset = UNSET
    empty_ttl: int | Unset = UNSET
    session_max_duration: int | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Read the model from decoded JSON; raises `ResponseFormatError` naming the field that cannot be read."""
        _kept: dict[str, Any] = {}
        kind = _data.get("kind", UNSET)
        if kind is None:
            kind = keep_null("kind", _kept)
        elif kind is not UNSET:
            kind = SessionKind.read(kind, "kind")
        sockets = _data.get("sockets", UNSET)
        if type(sockets) is not int and sockets is not UNSET:
            sockets = keep_null("sockets", _kept) if sockets is None else to_int(sockets, "sockets")
        autodeploy = _data.get("autodeploy", UNSET)
        if type(autodeploy) is not bool and autodeploy is not UNSET:
            autodeploy = keep_null("autodeploy", _kept) if autodeploy is None else to_bool(autodeploy, "autodeploy")
        empty_ttl = _data.get("empty_ttl", UNSET)
        if type(empty_ttl) is not int and empty_ttl is not UNSET:
            empty_ttl = keep_null("empty_ttl", _kept) if empty_ttl is None else to_int(empty_ttl, "empty_ttl")
        session_max_duration = _data.get("session_max_duration", UNSET)
        if type(session_max_duration) is not int and session_max_duration is not UNSET:
            session_max_duration = (
                keep_null("session_max_duration", _kept)
                if session_max_duration is None
                else to_int(session_max_duration, "session_max_duration")
            )
        if not _NAMES.issuperset(_data):
            note("field", cls.__name__, _data.keys() - _NAMES)
            _kept.update((_name, _value) for _name, _value in _data.items() if _name not in _NAMES)
        return cls(kind, sockets, autodeploy, empty_ttl, session_max_duration, additional_properties=_kept)

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
