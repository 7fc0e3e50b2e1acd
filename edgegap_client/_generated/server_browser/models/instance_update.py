"""InstanceUpdate: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.metadata import Metadata
from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, sealed

_NAMES = frozenset(("metadata",))


@sealed(SERVICE)
@define(repr=False)
class InstanceUpdate(Model):
    """The changes to a server instance.

    Attributes:
        metadata: Values of your choice, by name. Send all of them.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    metadata: Metadata
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        self.metadata = Metadata.read(_data.get("metadata", UNSET), "metadata", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is InstanceUpdate else finished(self, InstanceUpdate, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["metadata"] = self.metadata.to_dict()
        return result
