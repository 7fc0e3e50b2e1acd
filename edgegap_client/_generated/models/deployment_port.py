"""DeploymentPort: a model of the specification."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.port_protocol import PortProtocol
from ..types import UNSET, Model, Unset, keep_null, note, to_bool, to_int, to_str

_NAMES = frozenset(("name", "link", "internal", "external", "protocol", "tls_upgrade", "proxy"))


@define(repr=False)
class DeploymentPort(Model):
    """A port of a deployment, as seen from inside and from outside.

    Attributes:
        name: The port's name.
        link: Name and external port with a colon between, or an https address when TLS was added.
        internal: The port that the game server listens on, 0 to 59999 (in 2024 1 to 65535).
        external: The port that players connect to, 0 to 59999 (in 2024 1 to 65535).
        protocol: The protocol. Upper or lower case on the wire.
        tls_upgrade: Whether TLS was added in front of the port.
        proxy: The port of the proxy that adds TLS. Not in the newest documents.
        additional_properties: What the specification does not know, as it came.
    """

    name: str | Unset = UNSET
    link: str | Unset = UNSET
    internal: int | Unset = UNSET
    external: int | Unset = UNSET
    protocol: PortProtocol | Unset = UNSET
    tls_upgrade: bool | Unset = UNSET
    proxy: int | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Read the model from decoded JSON; raises `ResponseFormatError` naming the field that cannot be read."""
        _kept: dict[str, Any] = {}
        name = _data.get("name", UNSET)
        if type(name) is not str and name is not UNSET:
            name = keep_null("name", _kept) if name is None else to_str(name, "name")
        link = _data.get("link", UNSET)
        if type(link) is not str and link is not UNSET:
            link = keep_null("link", _kept) if link is None else to_str(link, "link")
        internal = _data.get("internal", UNSET)
        if type(internal) is not int and internal is not UNSET:
            internal = keep_null("internal", _kept) if internal is None else to_int(internal, "internal")
        external = _data.get("external", UNSET)
        if type(external) is not int and external is not UNSET:
            external = keep_null("external", _kept) if external is None else to_int(external, "external")
        protocol = _data.get("protocol", UNSET)
        if protocol is None:
            protocol = keep_null("protocol", _kept)
        elif protocol is not UNSET:
            protocol = PortProtocol.read(protocol, "protocol")
        tls_upgrade = _data.get("tls_upgrade", UNSET)
        if type(tls_upgrade) is not bool and tls_upgrade is not UNSET:
            tls_upgrade = (
                keep_null("tls_upgrade", _kept) if tls_upgrade is None else to_bool(tls_upgrade, "tls_upgrade")
            )
        proxy = _data.get("proxy", UNSET)
        if type(proxy) is not int and proxy is not UNSET:
            proxy = keep_null("proxy", _kept) if proxy is None else to_int(proxy, "proxy")
        if not _NAMES.issuperset(_data):
            note("field", cls.__name__, _data.keys() - _NAMES)
            _kept.update((_name, _value) for _name, _value in _data.items() if _name not in _NAMES)
        return cls(name, link, internal, external, protocol, tls_upgrade, proxy, additional_properties=_kept)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.name is not UNSET:
            result["name"] = self.name
        if self.link is not UNSET:
            result["link"] = self.link
        if self.internal is not UNSET:
            result["internal"] = self.internal
        if self.external is not UNSET:
            result["external"] = self.external
        if self.protocol is not UNSET:
            result["protocol"] = str(self.protocol)
        if self.tls_upgrade is not UNSET:
            result["tls_upgrade"] = self.tls_upgrade
        if self.proxy is not UNSET:
            result["proxy"] = self.proxy
        return result
