"""RelayPorts: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.relay_port import RelayPort
from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_null, keep_unknown, of_subclass

_NAMES = frozenset(("server", "client"))


@define(repr=False)
class RelayPorts(Model):
    """The two ports of a relay.

    Attributes:
        server: The port for the player that hosts the game.
        client: The port for the other players.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    server: RelayPort | Unset = UNSET
    client: RelayPort | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        server = _data.get("server", UNSET)
        self.server = (
            server
            if server is UNSET
            else keep_null("server", _kept)
            if server is None
            else RelayPort.read(server, "server")
        )
        client = _data.get("client", UNSET)
        self.client = (
            client
            if client is UNSET
            else keep_null("client", _kept)
            if client is None
            else RelayPort.read(client, "client")
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is RelayPorts else of_subclass(self, RelayPorts)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.server is not UNSET:
            result["server"] = self.server.to_dict()
        if self.client is not UNSET:
            result["client"] = self.client.to_dict()
        return result
