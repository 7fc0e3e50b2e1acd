"""Relay: a model of the specification."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..models.relay_ports import RelayPorts
from ..types import ABSENT, PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, leave_out, sealed, to_str

_NAMES = frozenset(("ip", "host", "ports"))


@sealed(SERVICE)
@define(repr=False)
class Relay(Model):
    """The addresses of a relay.

    Attributes:
        ip: Public IP address of the relay.
        host: Host name of the relay.
        ports: One port for the player who hosts the game, and one for the players who join.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _always: ClassVar[frozenset[str]] = frozenset(("ip", "host", "ports"))

    ip: str = ABSENT
    host: str = ABSENT
    ports: RelayPorts = ABSENT
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("ip", "host", "ports"))

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        ip = _data.get("ip", UNSET)
        self.ip = ip if type(ip) is str else to_str(ip, "ip", self)
        host = _data.get("host", UNSET)
        self.host = host if type(host) is str else to_str(host, "host", self)
        self.ports = RelayPorts.read(_data.get("ports", UNSET), "ports", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is Relay else finished(self, Relay, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["ip"] = self.ip
        result["host"] = self.host
        result["ports"] = self.ports.to_dict()
        return result
