"""RelayPort: a model of the specification."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import UNSET, Model, Unset, keep_null, note, to_int, to_str

_NAMES = frozenset(("port", "protocol", "link"))


@define(repr=False)
class RelayPort(Model):
    """One port of a relay.

    Attributes:
        port: The port number.
        protocol: The transport protocol; UDP in every sample.
        link: Host name and port in one, joined by a colon.
        additional_properties: What the specification does not know, as it came.
    """

    port: int | Unset = UNSET
    protocol: str | Unset = UNSET
    link: str | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Read the model from decoded JSON; raises `ResponseFormatError` naming the field that cannot be read."""
        _kept: dict[str, Any] = {}
        port = _data.get("port", UNSET)
        if type(port) is not int and port is not UNSET:
            port = keep_null("port", _kept) if port is None else to_int(port, "port")
        protocol = _data.get("protocol", UNSET)
        if type(protocol) is not str and protocol is not UNSET:
            protocol = keep_null("protocol", _kept) if protocol is None else to_str(protocol, "protocol")
        link = _data.get("link", UNSET)
        if type(link) is not str and link is not UNSET:
            link = keep_null("link", _kept) if link is None else to_str(link, "link")
        if not _NAMES.issuperset(_data):
            note("field", cls.__name__, _data.keys() - _NAMES)
            _kept.update((_name, _value) for _name, _value in _data.items() if _name not in _NAMES)
        return cls(port, protocol, link, additional_properties=_kept)

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
