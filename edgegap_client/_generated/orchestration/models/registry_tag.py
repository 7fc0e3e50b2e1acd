"""RegistryTag: a model of the specification."""

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.registry_artifact import RegistryArtifact
from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_null, keep_unknown, of_subclass, to_datetime, to_str

_NAMES = frozenset(("tag", "artifact", "last_push_at"))


@define(repr=False)
class RegistryTag(Model):
    """A tag of an image.

    Attributes:
        tag: The tag.
        artifact: The artifact that the tag points to.
        last_push_at: When an image was last pushed under this tag.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    tag: str
    artifact: RegistryArtifact
    last_push_at: datetime.datetime | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        tag = _data.get("tag", UNSET)
        self.tag = tag if type(tag) is str else to_str(tag, "tag")
        self.artifact = RegistryArtifact.read(_data.get("artifact", UNSET), "artifact")
        last_push_at = _data.get("last_push_at", UNSET)
        self.last_push_at = (
            last_push_at
            if last_push_at is UNSET
            else keep_null("last_push_at", _kept)
            if last_push_at is None
            else to_datetime(last_push_at, "last_push_at", _kept)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is RegistryTag else of_subclass(self, RegistryTag)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["tag"] = self.tag
        result["artifact"] = self.artifact.to_dict()
        if self.last_push_at is not UNSET:
            result["last_push_at"] = self.last_push_at.isoformat()
        return result
