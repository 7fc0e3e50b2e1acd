"""RegistryTagDeleteResponse: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.registry_artifact import RegistryArtifact
from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_null, keep_unknown, of_subclass, to_str, unless_null

_NAMES = frozenset(("artifact", "deleted_tag"))


@define(repr=False)
class RegistryTagDeleteResponse(Model):
    """The result of deleting a tag.

    Attributes:
        artifact: The artifact that the tag pointed to.
        deleted_tag: The deleted tag.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    artifact: RegistryArtifact | Unset = UNSET
    deleted_tag: str | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        artifact = _data.get("artifact", UNSET)
        self.artifact = (
            artifact
            if artifact is UNSET
            else keep_null("artifact", _kept)
            if artifact is None
            else RegistryArtifact.read(artifact, "artifact")
        )
        deleted_tag = _data.get("deleted_tag", UNSET)
        self.deleted_tag = (
            deleted_tag
            if type(deleted_tag) is str or deleted_tag is UNSET
            else unless_null(deleted_tag, to_str, "deleted_tag", _kept)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is RegistryTagDeleteResponse else of_subclass(self, RegistryTagDeleteResponse)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.artifact is not UNSET:
            result["artifact"] = self.artifact.to_dict()
        if self.deleted_tag is not UNSET:
            result["deleted_tag"] = self.deleted_tag
        return result
