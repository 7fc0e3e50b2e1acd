"""Assignment: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.location import Location
from ..models.ports import Ports
from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_null, keep_unknown, of_subclass, to_str, unless_null

_NAMES = frozenset(("fqdn", "ports", "public_ip", "location", "request_id"))


@define(repr=False)
class Assignment(Model):
    """The server that players were assigned to.

    Attributes:
        fqdn: The host name of the server.
        ports: The published ports, by name.
        public_ip: The address of the server.
        location: Where the server is.
        request_id: The id of the deployment. Backfills need it; tickets do not have it.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    fqdn: str
    ports: Ports
    public_ip: str | Unset = UNSET
    location: Location | Unset = UNSET
    request_id: str | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        fqdn = _data.get("fqdn", UNSET)
        self.fqdn = fqdn if type(fqdn) is str else to_str(fqdn, "fqdn")
        self.ports = Ports.read(_data.get("ports", UNSET), "ports")
        public_ip = _data.get("public_ip", UNSET)
        self.public_ip = (
            public_ip
            if type(public_ip) is str or public_ip is UNSET
            else unless_null(public_ip, to_str, "public_ip", _kept)
        )
        location = _data.get("location", UNSET)
        self.location = (
            location
            if location is UNSET
            else keep_null("location", _kept)
            if location is None
            else Location.read(location, "location")
        )
        request_id = _data.get("request_id", UNSET)
        self.request_id = (
            request_id
            if type(request_id) is str or request_id is UNSET
            else unless_null(request_id, to_str, "request_id", _kept)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is Assignment else of_subclass(self, Assignment)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["fqdn"] = self.fqdn
        result["ports"] = self.ports.to_dict()
        if self.public_ip is not UNSET:
            result["public_ip"] = self.public_ip
        if self.location is not UNSET:
            result["location"] = self.location.to_dict()
        if self.request_id is not UNSET:
            result["request_id"] = self.request_id
        return result
