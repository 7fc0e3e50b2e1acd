"""RegistryArtifact: a model of the specification."""

from collections.abc import Mapping
from math import isfinite
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..types import (
    ABSENT,
    PUBLIC_MODULE,
    SERVICE,
    UNSET,
    Model,
    finished,
    keep_none,
    keep_unknown,
    leave_out,
    sealed,
    to_bool,
    to_float,
    to_list,
    to_str,
    unless_none,
)

_NAMES = frozenset(("size_mb", "artifact_deleted", "deleted", "remaining_tags", "image_hash"))


@sealed(SERVICE)
@define(repr=False)
class RegistryArtifact(Model):
    """A stored image, to which several tags can point.

    Attributes:
        size_mb: Size of the stored image in megabytes.
        artifact_deleted: Whether the stored image is deleted. The specifications use this name.
        deleted: Whether the stored image is deleted. The live service uses this name.
        remaining_tags: Tags that still point to the stored image.
        image_hash: Digest of the stored image, such as sha256 and the hexadecimal value.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _always: ClassVar[frozenset[str]] = frozenset(("size_mb",))

    size_mb: float = ABSENT
    artifact_deleted: bool | None = None
    deleted: bool | None = None
    remaining_tags: list[str] | None = None
    image_hash: str | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("size_mb",))

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        size_mb = _data.get("size_mb", UNSET)
        self.size_mb = size_mb if (type(size_mb) is float and isfinite(size_mb)) else to_float(size_mb, "size_mb", self)
        artifact_deleted = _data.get("artifact_deleted", UNSET)
        self.artifact_deleted = (
            artifact_deleted
            if type(artifact_deleted) is bool
            else None
            if artifact_deleted is UNSET
            else unless_none(artifact_deleted, to_bool, "artifact_deleted", self)
        )
        deleted = _data.get("deleted", UNSET)
        self.deleted = (
            deleted
            if type(deleted) is bool
            else None
            if deleted is UNSET
            else unless_none(deleted, to_bool, "deleted", self)
        )
        remaining_tags = _data.get("remaining_tags", UNSET)
        self.remaining_tags = (
            None
            if remaining_tags is UNSET
            else keep_none("remaining_tags", _kept)
            if remaining_tags is None
            else to_list(remaining_tags, to_str, "remaining_tags", self)
        )
        image_hash = _data.get("image_hash", UNSET)
        self.image_hash = (
            image_hash
            if type(image_hash) is str
            else None
            if image_hash is UNSET
            else unless_none(image_hash, to_str, "image_hash", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is RegistryArtifact else finished(self, RegistryArtifact, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["size_mb"] = self.size_mb
        if self.artifact_deleted is not None:
            result["artifact_deleted"] = self.artifact_deleted
        if self.deleted is not None:
            result["deleted"] = self.deleted
        if self.remaining_tags is not None:
            result["remaining_tags"] = self.remaining_tags
        if self.image_hash is not None:
            result["image_hash"] = self.image_hash
        return result
