"""RegistryTag: a model of the specification."""

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..models.registry_artifact import RegistryArtifact
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
    to_datetime,
    to_str,
)

_NAMES = frozenset(("tag", "artifact", "last_push_at"))


@sealed(SERVICE)
@define(repr=False)
class RegistryTag(Model):
    """A tag of an image.

    Attributes:
        tag: The tag.
        artifact: The artifact that the tag points to.
        last_push_at: When an image was last pushed under this tag.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _always: ClassVar[frozenset[str]] = frozenset(("last_push_at",))

    tag: str
    artifact: RegistryArtifact
    last_push_at: datetime.datetime = ABSENT
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("last_push_at",))

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        tag = _data.get("tag", UNSET)
        self.tag = tag if type(tag) is str else to_str(tag, "tag", self)
        self.artifact = RegistryArtifact.read(_data.get("artifact", UNSET), "artifact", self)
        self.last_push_at = to_datetime(_data.get("last_push_at", UNSET), "last_push_at", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is RegistryTag else finished(self, RegistryTag, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["tag"] = self.tag
        result["artifact"] = self.artifact.to_dict()
        result["last_push_at"] = self.last_push_at.isoformat()
        return result
