"""Lobby: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.lobby_status import LobbyStatus
from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_unknown, of_subclass, to_str, unless_null

_NAMES = frozenset(("name", "status", "url"))


@define(repr=False)
class Lobby(Model):
    """A managed lobby service.

    Attributes:
        name: Name of the lobby service.
        status: The state of the lobby service.
        url: The URL of the lobby service. Missing or empty until it is deployed.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    name: str
    status: LobbyStatus
    url: str | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        name = _data.get("name", UNSET)
        self.name = name if type(name) is str else to_str(name, "name")
        self.status = LobbyStatus.read(_data.get("status", UNSET), "status")
        url = _data.get("url", UNSET)
        self.url = url if type(url) is str or url is UNSET else unless_null(url, to_str, "url", _kept)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is Lobby else of_subclass(self, Lobby)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["name"] = self.name
        result["status"] = str(self.status)
        if self.url is not UNSET:
            result["url"] = self.url
        return result
