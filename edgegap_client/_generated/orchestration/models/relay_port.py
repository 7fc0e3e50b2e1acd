"""RelayPort: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_unknown, of_subclass, to_int, to_str, unless_null

_NAMES = frozenset(("port", "protocol", "link"))


@define(repr=False)
class RelayPort(Model):
    """One port of a relay.

    Attributes:
        port: The port number.
        protocol: The transport protocol; UDP in every sample.
        link: Host name and port, separated by a colon.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    port: int | Unset = UNSET
    protocol: str | Unset = UNSET
    link: str | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        port = _data.get("port", UNSET)
        self.port = port if type(port) is int or port is UNSET else unless_null(port, to_int, "port", _kept)
        protocol = _data.get("protocol", UNSET)
        self.protocol = (
            protocol if type(protocol) is str or protocol is UNSET else unless_null(protocol, to_str, "protocol", _kept)
        )
        link = _data.get("link", UNSET)
        self.link = link if type(link) is str or link is UNSET else unless_null(link, to_str, "link", _kept)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is RelayPort else of_subclass(self, RelayPort)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.port is not UNSET:
            result["port"] = self.port
        if self.protocol is not UNSET:
            result["protocol"] = self.protocol
        if self.link is not UNSET:
            result["link"] = self.link
        return result
