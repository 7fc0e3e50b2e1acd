"""Lobby: a model of the specification."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..models.lobby_status import LobbyStatus
from ..types import (
    ABSENT,
    PUBLIC_MODULE,
    SERVICE,
    UNSET,
    Model,
    finished,
    keep_unknown,
    leave_out,
    sealed,
    to_str,
    unless_none,
)

_NAMES = frozenset(("name", "status", "url"))


@sealed(SERVICE)
@define(repr=False)
class Lobby(Model):
    """A managed lobby service.

    Attributes:
        name: Name of the lobby service.
        status: The state of the lobby service.
        url: The URL of the lobby service. It is missing or empty until the lobby service is deployed.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _always: ClassVar[frozenset[str]] = frozenset(("status",))

    name: str
    status: LobbyStatus = ABSENT
    url: str | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("status",))

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        name = _data.get("name", UNSET)
        self.name = name if type(name) is str else to_str(name, "name", self)
        self.status = LobbyStatus.read(_data.get("status", UNSET), "status", self)
        url = _data.get("url", UNSET)
        self.url = url if type(url) is str else None if url is UNSET else unless_none(url, to_str, "url", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is Lobby else finished(self, Lobby, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["name"] = self.name
        result["status"] = str(self.status)
        if self.url is not None:
            result["url"] = self.url
        return result
