"""AppVersionPort: a model of the specification."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.port_protocol import PortProtocol
from ..types import UNSET, Model, Unset, keep_null, note, to_bool, to_int, to_str

_NAMES = frozenset(("port", "protocol", "to_check", "tls_upgrade", "name"))


@define(repr=False)
class AppVersionPort(Model):
    """A port that the container listens on.

    Attributes:
        port: Port number inside the container, up to 59999. With 0 the server chooses one and uses the same
            number outside; the port then needs a name.
        protocol: What is spoken on the port.
        to_check: Whether the service checks that the port answers. The server's default is true.
        tls_upgrade: Whether the service puts TLS in front of the port; means something for WS and HTTP only. The
            server's default is false.
        name: Name of the port, to find it in a deployment's port map. Needed for port 0.
        additional_properties: What the specification does not know, as it came.
    """

    port: int
    protocol: PortProtocol
    to_check: bool | Unset = UNSET
    tls_upgrade: bool | Unset = UNSET
    name: str | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Read the model from decoded JSON; raises `ResponseFormatError` naming the field that cannot be read."""
        _kept: dict[str, Any] = {}
        port = _data.get("port", UNSET)
        if type(port) is not int:
            port = to_int(port, "port")
        protocol = PortProtocol.read(_data.get("protocol", UNSET), "protocol")
        to_check = _data.get("to_check", UNSET)
        if type(to_check) is not bool and to_check is not UNSET:
            to_check = keep_null("to_check", _kept) if to_check is None else to_bool(to_check, "to_check")
        tls_upgrade = _data.get("tls_upgrade", UNSET)
        if type(tls_upgrade) is not bool and tls_upgrade is not UNSET:
            tls_upgrade = (
                keep_null("tls_upgrade", _kept) if tls_upgrade is None else to_bool(tls_upgrade, "tls_upgrade")
            )
        name = _data.get("name", UNSET)
        if type(name) is not str and name is not UNSET:
            name = keep_null("name", _kept) if name is None else to_str(name, "name")
        if not _NAMES.issuperset(_data):
            note("field", cls.__name__, _data.keys() - _NAMES)
            _kept.update((_name, _value) for _name, _value in _data.items() if _name not in _NAMES)
        return cls(port, protocol, to_check, tls_upgrade, name, additional_properties=_kept)

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
