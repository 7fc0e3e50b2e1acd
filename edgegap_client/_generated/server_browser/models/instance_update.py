"""InstanceUpdate: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.metadata import Metadata
from ..types import PUBLIC_MODULE, UNSET, Model, keep_unknown, of_subclass

_NAMES = frozenset(("metadata",))


@define(repr=False)
class InstanceUpdate(Model):
    """What to change of a server instance.

    Attributes:
        metadata: Free values; send all of them.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    metadata: Metadata
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        self.metadata = Metadata.read(_data.get("metadata", UNSET), "metadata")
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is InstanceUpdate else of_subclass(self, InstanceUpdate)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["metadata"] = self.metadata.to_dict()
        return result
