"""Beacon: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.location import Location
from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, sealed, to_int, to_str, unless_none

_NAMES = frozenset(("host", "location", "fqdn", "udp_port", "tcp_port"))


@sealed(SERVICE)
@define(repr=False)
class Beacon(Model):
    """A server that players measure their latency to.

    Attributes:
        host: The beacon's address.
        location: Where the beacon is.
        fqdn: The beacon's name.
        udp_port: The port that responds to UDP, 0 to 59999.
        tcp_port: The port that accepts TCP, 0 to 59999.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    host: str
    location: Location
    fqdn: str | None = None
    udp_port: int | None = None
    tcp_port: int | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        host = _data.get("host", UNSET)
        self.host = host if type(host) is str else to_str(host, "host", self)
        self.location = Location.read(_data.get("location", UNSET), "location", self)
        fqdn = _data.get("fqdn", UNSET)
        self.fqdn = fqdn if type(fqdn) is str else None if fqdn is UNSET else unless_none(fqdn, to_str, "fqdn", self)
        udp_port = _data.get("udp_port", UNSET)
        self.udp_port = (
            udp_port
            if type(udp_port) is int
            else None
            if udp_port is UNSET
            else unless_none(udp_port, to_int, "udp_port", self)
        )
        tcp_port = _data.get("tcp_port", UNSET)
        self.tcp_port = (
            tcp_port
            if type(tcp_port) is int
            else None
            if tcp_port is UNSET
            else unless_none(tcp_port, to_int, "tcp_port", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is Beacon else finished(self, Beacon, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["host"] = self.host
        result["location"] = self.location.to_dict()
        if self.fqdn is not None:
            result["fqdn"] = self.fqdn
        if self.udp_port is not None:
            result["udp_port"] = self.udp_port
        if self.tcp_port is not None:
            result["tcp_port"] = self.tcp_port
        return result
