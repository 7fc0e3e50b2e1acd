"""InstanceRequest: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.metadata import Metadata
from ..models.server import Server
from ..models.slot_request import SlotRequest
from ..types import (
    PUBLIC_MODULE,
    SERVICE,
    UNSET,
    Model,
    Unset,
    finished,
    keep_null,
    keep_unknown,
    sealed,
    to_models,
    to_str,
)

_NAMES = frozenset(("request_id", "server", "slots", "metadata"))


@sealed(SERVICE)
@define(repr=False)
class InstanceRequest(Model):
    """The request to register a server.

    Attributes:
        request_id: The id of the deployment that runs the server.
        server: The addresses and ports of the server.
        slots: The slots, at least one.
        metadata: Values of your choice, by name.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    request_id: str
    server: Server
    slots: list[SlotRequest]
    metadata: Metadata | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        request_id = _data.get("request_id", UNSET)
        self.request_id = request_id if type(request_id) is str else to_str(request_id, "request_id", self)
        self.server = Server.read(_data.get("server", UNSET), "server", self)
        self.slots = to_models(_data.get("slots", UNSET), SlotRequest, "slots", self)
        metadata = _data.get("metadata", UNSET)
        self.metadata = (
            metadata
            if metadata is UNSET
            else keep_null("metadata", _kept)
            if metadata is None
            else Metadata.read(metadata, "metadata", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is InstanceRequest else finished(self, InstanceRequest, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["request_id"] = self.request_id
        result["server"] = self.server.to_dict()
        result["slots"] = [item.to_dict() for item in self.slots]
        if self.metadata is not UNSET:
            result["metadata"] = self.metadata.to_dict()
        return result
