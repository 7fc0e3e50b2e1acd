"""DeploymentPort: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.port_protocol import PortProtocol
from ..types import (
    PUBLIC_MODULE,
    UNSET,
    Model,
    Unset,
    keep_null,
    keep_unknown,
    of_subclass,
    to_bool,
    to_int,
    to_str,
    unless_null,
)

_NAMES = frozenset(("name", "link", "internal", "external", "protocol", "tls_upgrade", "proxy"))


@define(repr=False)
class DeploymentPort(Model):
    """A port of a deployment, with its internal and its external number.

    Attributes:
        name: The port's name.
        link: Host name and external port, separated by a colon; or an https URL if TLS was added.
        internal: The port that the game server listens on, 0 to 59999 (in 2024 1 to 65535).
        external: The port that players connect to, 0 to 59999 (in 2024 1 to 65535).
        protocol: The protocol, in upper or lower case.
        tls_upgrade: Whether TLS was added in front of the port.
        proxy: The port of the proxy that adds TLS. Not in the newest documents.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

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
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        name = _data.get("name", UNSET)
        self.name = name if type(name) is str or name is UNSET else unless_null(name, to_str, "name", _kept)
        link = _data.get("link", UNSET)
        self.link = link if type(link) is str or link is UNSET else unless_null(link, to_str, "link", _kept)
        internal = _data.get("internal", UNSET)
        self.internal = (
            internal if type(internal) is int or internal is UNSET else unless_null(internal, to_int, "internal", _kept)
        )
        external = _data.get("external", UNSET)
        self.external = (
            external if type(external) is int or external is UNSET else unless_null(external, to_int, "external", _kept)
        )
        protocol = _data.get("protocol", UNSET)
        self.protocol = (
            protocol
            if protocol is UNSET
            else keep_null("protocol", _kept)
            if protocol is None
            else PortProtocol.read(protocol, "protocol")
        )
        tls_upgrade = _data.get("tls_upgrade", UNSET)
        self.tls_upgrade = (
            tls_upgrade
            if type(tls_upgrade) is bool or tls_upgrade is UNSET
            else unless_null(tls_upgrade, to_bool, "tls_upgrade", _kept)
        )
        proxy = _data.get("proxy", UNSET)
        self.proxy = proxy if type(proxy) is int or proxy is UNSET else unless_null(proxy, to_int, "proxy", _kept)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is DeploymentPort else of_subclass(self, DeploymentPort)

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
