"""Server: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.location import Location
from ..models.ports import Ports
from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_none, keep_unknown, sealed, to_str, unless_none

_NAMES = frozenset(("fqdn", "public_ip", "ports", "location"))


@sealed(SERVICE)
@define(repr=False)
class Server(Model):
    """The addresses and ports of a server.

    Attributes:
        fqdn: The host name of the server.
        public_ip: The address of the server.
        ports: The published ports, by name.
        location: The location of the server.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    fqdn: str | None = None
    public_ip: str | None = None
    ports: Ports | None = None
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
        ports = _data.get("ports", UNSET)
        self.ports = (
            None if ports is UNSET else keep_none("ports", _kept) if ports is None else Ports.read(ports, "ports", self)
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
        return self if type(self) is Server else finished(self, Server, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.fqdn is not None:
            result["fqdn"] = self.fqdn
        if self.public_ip is not None:
            result["public_ip"] = self.public_ip
        if self.ports is not None:
            result["ports"] = self.ports.to_dict()
        if self.location is not None:
            result["location"] = self.location.to_dict()
        return result
