"""RelayPorts: a model of the specification."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..models.relay_port import RelayPort
from ..types import ABSENT, PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, leave_out, sealed

_NAMES = frozenset(("server", "client"))


@sealed(SERVICE)
@define(repr=False)
class RelayPorts(Model):
    """The two ports of a relay.

    Attributes:
        server: The port for the player who hosts the game.
        client: The port for the other players.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _always: ClassVar[frozenset[str]] = frozenset(("server", "client"))

    server: RelayPort = ABSENT
    client: RelayPort = ABSENT
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("server", "client"))

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        self.server = RelayPort.read(_data.get("server", UNSET), "server", self)
        self.client = RelayPort.read(_data.get("client", UNSET), "client", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is RelayPorts else finished(self, RelayPorts, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["server"] = self.server.to_dict()
        result["client"] = self.client.to_dict()
        return result
