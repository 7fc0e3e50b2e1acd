"""PrivateHostBeacon: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, sealed, to_int, to_str

_NAMES = frozenset(("tcp_port", "udp_port", "ip_address"))


@sealed(SERVICE)
@define(repr=False)
class PrivateHostBeacon(Model):
    """The beacon of a private host. Players measure their latency to it.

    Attributes:
        tcp_port: The port that accepts TCP.
        udp_port: The port that responds to UDP.
        ip_address: The beacon's address.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    tcp_port: int
    udp_port: int
    ip_address: str
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        tcp_port = _data.get("tcp_port", UNSET)
        self.tcp_port = tcp_port if type(tcp_port) is int else to_int(tcp_port, "tcp_port", self)
        udp_port = _data.get("udp_port", UNSET)
        self.udp_port = udp_port if type(udp_port) is int else to_int(udp_port, "udp_port", self)
        ip_address = _data.get("ip_address", UNSET)
        self.ip_address = ip_address if type(ip_address) is str else to_str(ip_address, "ip_address", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is PrivateHostBeacon else finished(self, PrivateHostBeacon, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["tcp_port"] = self.tcp_port
        result["udp_port"] = self.udp_port
        result["ip_address"] = self.ip_address
        return result
