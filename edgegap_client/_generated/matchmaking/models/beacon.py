"""Beacon: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.location import Location
from ..types import (
    PUBLIC_MODULE,
    SERVICE,
    UNSET,
    Model,
    finished,
    keep_none,
    keep_unknown,
    sealed,
    to_int,
    to_str,
    unless_none,
)

_NAMES = frozenset(("fqdn", "public_ip", "tcp_port", "udp_port", "location"))


@sealed(SERVICE)
@define(repr=False)
class Beacon(Model):
    """A server that players measure their latency to.

    Attributes:
        fqdn: The beacon's host name.
        public_ip: The beacon's IP address.
        tcp_port: The port that accepts TCP.
        udp_port: The port that responds to UDP.
        location: The location of the beacon.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    fqdn: str | None = None
    public_ip: str | None = None
    tcp_port: int | None = None
    udp_port: int | None = None
    location: Location | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        fqdn = _data.get("fqdn", UNSET)
        self.fqdn = fqdn if type(fqdn) is str else None if fqdn is UNSET else unless_none(fqdn, to_str, "fqdn", self)
        public_ip = _data.get("public_ip", UNSET)
        self.public_ip = (
            public_ip
            if type(public_ip) is str
            else None
            if public_ip is UNSET
            else unless_none(public_ip, to_str, "public_ip", self)
        )
        tcp_port = _data.get("tcp_port", UNSET)
        self.tcp_port = (
            tcp_port
            if type(tcp_port) is int
            else None
            if tcp_port is UNSET
            else unless_none(tcp_port, to_int, "tcp_port", self)
        )
        udp_port = _data.get("udp_port", UNSET)
        self.udp_port = (
            udp_port
            if type(udp_port) is int
            else None
            if udp_port is UNSET
            else unless_none(udp_port, to_int, "udp_port", self)
        )
        location = _data.get("location", UNSET)
        self.location = (
            None
            if location is UNSET
            else keep_none("location", _kept)
            if location is None
            else Location.read(location, "location", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is Beacon else finished(self, Beacon, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.fqdn is not None:
            result["fqdn"] = self.fqdn
        if self.public_ip is not None:
            result["public_ip"] = self.public_ip
        if self.tcp_port is not None:
            result["tcp_port"] = self.tcp_port
        if self.udp_port is not None:
            result["udp_port"] = self.udp_port
        if self.location is not None:
            result["location"] = self.location.to_dict()
        return result
