"""Beacon: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.location import Location
from ..types import (
    PUBLIC_MODULE,
    UNSET,
    Model,
    Unset,
    keep_null,
    keep_unknown,
    of_subclass,
    to_int,
    to_str,
    unless_null,
)

_NAMES = frozenset(("fqdn", "public_ip", "tcp_port", "udp_port", "location"))


@define(repr=False)
class Beacon(Model):
    """A server to measure latency against.

    Attributes:
        fqdn: The beacon's host name.
        public_ip: The beacon's address.
        tcp_port: The port that accepts TCP.
        udp_port: The port that responds to UDP.
        location: Where the beacon is.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    fqdn: str | Unset = UNSET
    public_ip: str | Unset = UNSET
    tcp_port: int | Unset = UNSET
    udp_port: int | Unset = UNSET
    location: Location | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        fqdn = _data.get("fqdn", UNSET)
        self.fqdn = fqdn if type(fqdn) is str or fqdn is UNSET else unless_null(fqdn, to_str, "fqdn", _kept)
        public_ip = _data.get("public_ip", UNSET)
        self.public_ip = (
            public_ip
            if type(public_ip) is str or public_ip is UNSET
            else unless_null(public_ip, to_str, "public_ip", _kept)
        )
        tcp_port = _data.get("tcp_port", UNSET)
        self.tcp_port = (
            tcp_port if type(tcp_port) is int or tcp_port is UNSET else unless_null(tcp_port, to_int, "tcp_port", _kept)
        )
        udp_port = _data.get("udp_port", UNSET)
        self.udp_port = (
            udp_port if type(udp_port) is int or udp_port is UNSET else unless_null(udp_port, to_int, "udp_port", _kept)
        )
        location = _data.get("location", UNSET)
        self.location = (
            location
            if location is UNSET
            else keep_null("location", _kept)
            if location is None
            else Location.read(location, "location")
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is Beacon else of_subclass(self, Beacon)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.fqdn is not UNSET:
            result["fqdn"] = self.fqdn
        if self.public_ip is not UNSET:
            result["public_ip"] = self.public_ip
        if self.tcp_port is not UNSET:
            result["tcp_port"] = self.tcp_port
        if self.udp_port is not UNSET:
            result["udp_port"] = self.udp_port
        if self.location is not UNSET:
            result["location"] = self.location.to_dict()
        return result
