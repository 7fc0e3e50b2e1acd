"""Server: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.location import Location
from ..models.ports import Ports
from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_null, keep_unknown, of_subclass, to_str, unless_null

_NAMES = frozenset(("fqdn", "public_ip", "ports", "location"))


@define(repr=False)
class Server(Model):
    """How to reach a server.

    Attributes:
        fqdn: The host name of the server.
        public_ip: The address of the server.
        ports: The published ports, by name.
        location: Where the server is.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    fqdn: str | Unset = UNSET
    public_ip: str | Unset = UNSET
    ports: Ports | Unset = UNSET
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
        ports = _data.get("ports", UNSET)
        self.ports = (
            ports if ports is UNSET else keep_null("ports", _kept) if ports is None else Ports.read(ports, "ports")
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
        return self if cls is Server else of_subclass(self, Server)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.fqdn is not UNSET:
            result["fqdn"] = self.fqdn
        if self.public_ip is not UNSET:
            result["public_ip"] = self.public_ip
        if self.ports is not UNSET:
            result["ports"] = self.ports.to_dict()
        if self.location is not UNSET:
            result["location"] = self.location.to_dict()
        return result
