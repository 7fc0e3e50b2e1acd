"""Port: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_unknown, of_subclass, to_int, to_str, unless_null

_NAMES = frozenset(("internal", "external", "link", "protocol", "name"))


@define(repr=False)
class Port(Model):
    """A published port of a server.

    Attributes:
        internal: The port inside the container, as a number or as text.
        external: The port that players connect to, as a number or as text.
        link: Host name and external port, ready to connect to.
        protocol: The protocol in capitals, such as UDP.
        name: The name of the port.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    internal: int | Unset = UNSET
    external: int | Unset = UNSET
    link: None | str | Unset = UNSET
    protocol: str | Unset = UNSET
    name: str | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        internal = _data.get("internal", UNSET)
        self.internal = (
            internal if type(internal) is int or internal is UNSET else unless_null(internal, to_int, "internal", _kept)
        )
        external = _data.get("external", UNSET)
        self.external = (
            external if type(external) is int or external is UNSET else unless_null(external, to_int, "external", _kept)
        )
        link = _data.get("link", UNSET)
        self.link = link if link is UNSET or type(link) is str or link is None else to_str(link, "link")
        protocol = _data.get("protocol", UNSET)
        self.protocol = (
            protocol if type(protocol) is str or protocol is UNSET else unless_null(protocol, to_str, "protocol", _kept)
        )
        name = _data.get("name", UNSET)
        self.name = name if type(name) is str or name is UNSET else unless_null(name, to_str, "name", _kept)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is Port else of_subclass(self, Port)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.internal is not UNSET:
            result["internal"] = self.internal
        if self.external is not UNSET:
            result["external"] = self.external
        if self.link is not UNSET:
            result["link"] = self.link
        if self.protocol is not UNSET:
            result["protocol"] = self.protocol
        if self.name is not UNSET:
            result["name"] = self.name
        return result
