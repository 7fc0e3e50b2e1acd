"""Port: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import (
    PUBLIC_MODULE,
    SERVICE,
    UNSET,
    Model,
    Unset,
    finished,
    keep_unknown,
    sealed,
    to_int,
    to_str,
    unless_none,
)

_NAMES = frozenset(("internal", "external", "link", "protocol", "name"))


@sealed(SERVICE)
@define(repr=False)
class Port(Model):
    """A published port of a server.

    Attributes:
        internal: The port inside the container, as a number or as text.
        external: The port that players connect to, as a number or as text.
        link: Host name and external port, for the connection of a player.
        protocol: The protocol in upper case, such as UDP.
        name: The name of the port.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    internal: int | None = None
    external: int | None = None
    link: None | str | Unset = UNSET
    protocol: str | None = None
    name: str | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        internal = _data.get("internal", UNSET)
        self.internal = (
            internal
            if type(internal) is int
            else None
            if internal is UNSET
            else unless_none(internal, to_int, "internal", self)
        )
        external = _data.get("external", UNSET)
        self.external = (
            external
            if type(external) is int
            else None
            if external is UNSET
            else unless_none(external, to_int, "external", self)
        )
        link = _data.get("link", UNSET)
        self.link = link if link is UNSET or type(link) is str or link is None else to_str(link, "link", self)
        protocol = _data.get("protocol", UNSET)
        self.protocol = (
            protocol
            if type(protocol) is str
            else None
            if protocol is UNSET
            else unless_none(protocol, to_str, "protocol", self)
        )
        name = _data.get("name", UNSET)
        self.name = name if type(name) is str else None if name is UNSET else unless_none(name, to_str, "name", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is Port else finished(self, Port, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.internal is not None:
            result["internal"] = self.internal
        if self.external is not None:
            result["external"] = self.external
        if self.link is not UNSET:
            result["link"] = self.link
        if self.protocol is not None:
            result["protocol"] = self.protocol
        if self.name is not None:
            result["name"] = self.name
        return result
