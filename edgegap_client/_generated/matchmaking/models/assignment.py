"""Assignment: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.location import Location
from ..models.ports import Ports
from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_none, keep_unknown, sealed, to_str, unless_none

_NAMES = frozenset(("fqdn", "ports", "public_ip", "location", "request_id"))


@sealed(SERVICE)
@define(repr=False)
class Assignment(Model):
    """The server of the players.

    Attributes:
        fqdn: The host name of the server.
        ports: The published ports, by name.
        public_ip: The address of the server.
        location: The location of the server.
        request_id: The id of the deployment. Backfills need it. Tickets do not have it.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    fqdn: str
    ports: Ports
    public_ip: str | None = None
    location: Location | None = None
    request_id: str | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        fqdn = _data.get("fqdn", UNSET)
        self.fqdn = fqdn if type(fqdn) is str else to_str(fqdn, "fqdn", self)
        self.ports = Ports.read(_data.get("ports", UNSET), "ports", self)
        public_ip = _data.get("public_ip", UNSET)
        self.public_ip = (
            public_ip
            if type(public_ip) is str
            else None
            if public_ip is UNSET
            else unless_none(public_ip, to_str, "public_ip", self)
        )
        location = _data.get("location", UNSET)
        self.location = (
            None
            if location is UNSET
            else keep_none("location", _kept)
            if location is None
            else Location.read(location, "location", self)
        )
        request_id = _data.get("request_id", UNSET)
        self.request_id = (
            request_id
            if type(request_id) is str
            else None
            if request_id is UNSET
            else unless_none(request_id, to_str, "request_id", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is Assignment else finished(self, Assignment, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["fqdn"] = self.fqdn
        result["ports"] = self.ports.to_dict()
        if self.public_ip is not None:
            result["public_ip"] = self.public_ip
        if self.location is not None:
            result["location"] = self.location.to_dict()
        if self.request_id is not None:
            result["request_id"] = self.request_id
        return result
