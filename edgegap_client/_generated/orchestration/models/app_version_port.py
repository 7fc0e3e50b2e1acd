"""AppVersionPort: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.port_protocol import PortProtocol
from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_unknown, of_subclass, to_bool, to_int, to_str, unless_null

_NAMES = frozenset(("port", "protocol", "to_check", "tls_upgrade", "name"))


@define(repr=False)
class AppVersionPort(Model):
    """A port that the container listens on.

    Attributes:
        port: Port number inside the container, up to 59999. With 0 the server chooses one and uses the same
            number outside; the port then needs a name.
        protocol: Protocol of the port.
        to_check: Whether the service checks that the port responds. The server's default is true.
        tls_upgrade: Whether the service adds TLS in front of the port; only meaningful for WS and HTTP. The
            server's default is false.
        name: Name of the port, to find it in a deployment's port map. Needed for port 0.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    port: int
    protocol: PortProtocol
    to_check: bool | Unset = UNSET
    tls_upgrade: bool | Unset = UNSET
    name: str | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        port = _data.get("port", UNSET)
        self.port = port if type(port) is int else to_int(port, "port")
        self.protocol = PortProtocol.read(_data.get("protocol", UNSET), "protocol")
        to_check = _data.get("to_check", UNSET)
        self.to_check = (
            to_check
            if type(to_check) is bool or to_check is UNSET
            else unless_null(to_check, to_bool, "to_check", _kept)
        )
        tls_upgrade = _data.get("tls_upgrade", UNSET)
        self.tls_upgrade = (
            tls_upgrade
            if type(tls_upgrade) is bool or tls_upgrade is UNSET
            else unless_null(tls_upgrade, to_bool, "tls_upgrade", _kept)
        )
        name = _data.get("name", UNSET)
        self.name = name if type(name) is str or name is UNSET else unless_null(name, to_str, "name", _kept)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is AppVersionPort else of_subclass(self, AppVersionPort)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["port"] = self.port
        result["protocol"] = str(self.protocol)
        if self.to_check is not UNSET:
            result["to_check"] = self.to_check
        if self.tls_upgrade is not UNSET:
            result["tls_upgrade"] = self.tls_upgrade
        if self.name is not UNSET:
            result["name"] = self.name
        return result
