"""RegistryTagDeleteResponse: a model of the specification."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..models.registry_artifact import RegistryArtifact
from ..types import ABSENT, PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, leave_out, sealed, to_str

_NAMES = frozenset(("artifact", "deleted_tag"))


@sealed(SERVICE)
@define(repr=False)
class RegistryTagDeleteResponse(Model):
    """The result of deleting a tag.

    Attributes:
        artifact: The artifact that the tag pointed to.
        deleted_tag: The deleted tag.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _always: ClassVar[frozenset[str]] = frozenset(("artifact", "deleted_tag"))

    artifact: RegistryArtifact = ABSENT
    deleted_tag: str = ABSENT
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("artifact", "deleted_tag"))

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        self.artifact = RegistryArtifact.read(_data.get("artifact", UNSET), "artifact", self)
        deleted_tag = _data.get("deleted_tag", UNSET)
        self.deleted_tag = deleted_tag if type(deleted_tag) is str else to_str(deleted_tag, "deleted_tag", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is RegistryTagDeleteResponse else finished(self, RegistryTagDeleteResponse, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["artifact"] = self.artifact.to_dict()
        result["deleted_tag"] = self.deleted_tag
        return result
