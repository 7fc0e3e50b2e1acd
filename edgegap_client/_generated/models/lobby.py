"""Lobby: a model of the specification."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.lobby_status import LobbyStatus
from ..types import UNSET, Model, Unset, keep_null, note, to_str

_NAMES = frozenset(("name", "status", "url"))


@define(repr=False)
class Lobby(Model):
    """A managed lobby service.

    Attributes:
        name: Name of the lobby service.
        status: What the lobby service is doing.
        url: Where the lobby service is reached. Missing or empty until it is deployed.
        additional_properties: What the specification does not know, as it came.
    """

    name: str
    status: LobbyStatus
    url: str | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Read the model from decoded JSON; raises `ResponseFormatError` naming the field that cannot be read."""
        _kept: dict[str, Any] = {}
        name = _data.get("name", UNSET)
        if type(name) is not str:
            name = to_str(name, "name")
        status = LobbyStatus.read(_data.get("status", UNSET), "status")
        url = _data.get("url", UNSET)
        if type(url) is not str and url is not UNSET:
            url = keep_null("url", _kept) if url is None else to_str(url, "url")
        if not _NAMES.issuperset(_data):
            note("field", cls.__name__, _data.keys() - _NAMES)
            _kept.update((_name, _value) for _name, _value in _data.items() if _name not in _NAMES)
        return cls(name, status, url, additional_properties=_kept)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["name"] = self.name
        result["status"] = str(self.status)
        if self.url is not UNSET:
            result["url"] = self.url
        return result
