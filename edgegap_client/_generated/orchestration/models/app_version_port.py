"""AppVersionPort: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.port_protocol import PortProtocol
from ..types import (
    PUBLIC_MODULE,
    SERVICE,
    UNSET,
    Model,
    finished,
    keep_unknown,
    sealed,
    to_bool,
    to_int,
    to_str,
    unless_none,
)

_NAMES = frozenset(("port", "protocol", "to_check", "tls_upgrade", "name"))


@sealed(SERVICE)
@define(repr=False)
class AppVersionPort(Model):
    """A port that the container listens on.

    Attributes:
        port: Port number inside the container, up to 59999. With 0, the service chooses a number and uses the
            same number outside. The port then needs a name.
        protocol: Protocol of the port.
        to_check: Whether the service checks that the port responds. The service's default is true.
        tls_upgrade: Whether the service adds TLS in front of the port. It has a meaning only for WS and HTTP.
            The service's default is false.
        name: Name of the port in a deployment's port map. Port 0 needs a name.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    port: int
    protocol: PortProtocol
    to_check: bool | None = None
    tls_upgrade: bool | None = None
    name: str | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        port = _data.get("port", UNSET)
        self.port = port if type(port) is int else to_int(port, "port", self)
        self.protocol = PortProtocol.read(_data.get("protocol", UNSET), "protocol", self)
        to_check = _data.get("to_check", UNSET)
        self.to_check = (
            to_check
            if type(to_check) is bool
            else None
            if to_check is UNSET
            else unless_none(to_check, to_bool, "to_check", self)
        )
        tls_upgrade = _data.get("tls_upgrade", UNSET)
        self.tls_upgrade = (
            tls_upgrade
            if type(tls_upgrade) is bool
            else None
            if tls_upgrade is UNSET
            else unless_none(tls_upgrade, to_bool, "tls_upgrade", self)
        )
        name = _data.get("name", UNSET)
        self.name = name if type(name) is str else None if name is UNSET else unless_none(name, to_str, "name", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is AppVersionPort else finished(self, AppVersionPort, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["port"] = self.port
        result["protocol"] = str(self.protocol)
        if self.to_check is not None:
            result["to_check"] = self.to_check
        if self.tls_upgrade is not None:
            result["tls_upgrade"] = self.tls_upgrade
        if self.name is not None:
            result["name"] = self.name
        return result
