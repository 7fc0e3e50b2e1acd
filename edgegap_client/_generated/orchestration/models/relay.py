"""Relay: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.relay_ports import RelayPorts
from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_null, keep_unknown, of_subclass, to_str, unless_null

_NAMES = frozenset(("ip", "host", "ports"))


@define(repr=False)
class Relay(Model):
    """The addresses of a relay.

    Attributes:
        ip: Public IP address of the relay.
        host: Host name of the relay.
        ports: One port for the player that hosts the game, another for the players that join.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    ip: str | Unset = UNSET
    host: str | Unset = UNSET
    ports: RelayPorts | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        ip = _data.get("ip", UNSET)
        self.ip = ip if type(ip) is str or ip is UNSET else unless_null(ip, to_str, "ip", _kept)
        host = _data.get("host", UNSET)
        self.host = host if type(host) is str or host is UNSET else unless_null(host, to_str, "host", _kept)
        ports = _data.get("ports", UNSET)
        self.ports = (
            ports if ports is UNSET else keep_null("ports", _kept) if ports is None else RelayPorts.read(ports, "ports")
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is Relay else of_subclass(self, Relay)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.ip is not UNSET:
            result["ip"] = self.ip
        if self.host is not UNSET:
            result["host"] = self.host
        if self.ports is not UNSET:
            result["ports"] = self.ports.to_dict()
        return result
