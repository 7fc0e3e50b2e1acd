"""DeploymentPort: a model of the specification."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..models.port_protocol import PortProtocol
from ..types import (
    ABSENT,
    PUBLIC_MODULE,
    SERVICE,
    UNSET,
    Model,
    finished,
    keep_unknown,
    leave_out,
    sealed,
    to_bool,
    to_int,
    to_str,
    unless_none,
)

_NAMES = frozenset(("name", "internal", "external", "protocol", "link", "tls_upgrade", "proxy"))


@sealed(SERVICE)
@define(repr=False)
class DeploymentPort(Model):
    """A port of a deployment, with its internal and its external number.

    Attributes:
        name: The port's name.
        internal: The port that the game server listens on, 0 to 59999. In documents of 2024, the range is 1 to
            65535.
        external: The port that players connect to, 0 to 59999. In documents of 2024, the range is 1 to 65535.
        protocol: The protocol, in upper or lower case.
        link: Host name and external port, separated by a colon, or an https URL if the service added TLS.
        tls_upgrade: Whether the service added TLS in front of the port.
        proxy: The port of the proxy that adds TLS. The newest documents do not have this field.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _always: ClassVar[frozenset[str]] = frozenset(("name", "internal", "external", "protocol"))

    name: str = ABSENT
    internal: int = ABSENT
    external: int = ABSENT
    protocol: PortProtocol = ABSENT
    link: str | None = None
    tls_upgrade: bool | None = None
    proxy: int | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("name", "internal", "external", "protocol"))

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        name = _data.get("name", UNSET)
        self.name = name if type(name) is str else to_str(name, "name", self)
        internal = _data.get("internal", UNSET)
        self.internal = internal if type(internal) is int else to_int(internal, "internal", self)
        external = _data.get("external", UNSET)
        self.external = external if type(external) is int else to_int(external, "external", self)
        self.protocol = PortProtocol.read(_data.get("protocol", UNSET), "protocol", self)
        link = _data.get("link", UNSET)
        self.link = link if type(link) is str else None if link is UNSET else unless_none(link, to_str, "link", self)
        tls_upgrade = _data.get("tls_upgrade", UNSET)
        self.tls_upgrade = (
            tls_upgrade
            if type(tls_upgrade) is bool
            else None
            if tls_upgrade is UNSET
            else unless_none(tls_upgrade, to_bool, "tls_upgrade", self)
        )
        proxy = _data.get("proxy", UNSET)
        self.proxy = (
            proxy if type(proxy) is int else None if proxy is UNSET else unless_none(proxy, to_int, "proxy", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is DeploymentPort else finished(self, DeploymentPort, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["name"] = self.name
        result["internal"] = self.internal
        result["external"] = self.external
        result["protocol"] = str(self.protocol)
        if self.link is not None:
            result["link"] = self.link
        if self.tls_upgrade is not None:
            result["tls_upgrade"] = self.tls_upgrade
        if self.proxy is not None:
            result["proxy"] = self.proxy
        return result
