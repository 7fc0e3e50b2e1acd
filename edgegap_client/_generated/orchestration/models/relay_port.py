"""RelayPort: a model of the specification."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

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
    to_int,
    to_str,
)

_NAMES = frozenset(("port", "protocol", "link"))


@sealed(SERVICE)
@define(repr=False)
class RelayPort(Model):
    """One port of a relay.

    Attributes:
        port: The port number.
        protocol: The transport protocol; UDP in every sample.
        link: Host name and port, separated by a colon.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _always: ClassVar[frozenset[str]] = frozenset(("port", "protocol", "link"))

    port: int = ABSENT
    protocol: str = ABSENT
    link: str = ABSENT
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("port", "protocol", "link"))

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        port = _data.get("port", UNSET)
        self.port = port if type(port) is int else to_int(port, "port", self)
        protocol = _data.get("protocol", UNSET)
        self.protocol = protocol if type(protocol) is str else to_str(protocol, "protocol", self)
        link = _data.get("link", UNSET)
        self.link = link if type(link) is str else to_str(link, "link", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is RelayPort else finished(self, RelayPort, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["port"] = self.port
        result["protocol"] = self.protocol
        result["link"] = self.link
        return result
