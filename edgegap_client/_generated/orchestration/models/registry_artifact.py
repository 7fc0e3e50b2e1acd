"""RegistryArtifact: a model of the specification."""

from collections.abc import Mapping
from math import isfinite
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import (
    PUBLIC_MODULE,
    UNSET,
    Model,
    Unset,
    keep_null,
    keep_unknown,
    of_subclass,
    to_bool,
    to_float,
    to_list,
    to_str,
    unless_null,
)

_NAMES = frozenset(("artifact_deleted", "deleted", "remaining_tags", "image_hash", "size_mb"))


@define(repr=False)
class RegistryArtifact(Model):
    """A stored image, to which several tags can point.

    Attributes:
        artifact_deleted: Whether the stored image is deleted, as the specifications call it.
        deleted: Whether the stored image is deleted, as the live service calls it.
        remaining_tags: Tags that still point to the stored image.
        image_hash: Digest of the stored image, such as sha256 and the hexadecimal value.
        size_mb: Size of the stored image in megabytes.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    artifact_deleted: bool | Unset = UNSET
    deleted: bool | Unset = UNSET
    remaining_tags: list[str] | Unset = UNSET
    image_hash: str | Unset = UNSET
    size_mb: float | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        artifact_deleted = _data.get("artifact_deleted", UNSET)
        self.artifact_deleted = (
            artifact_deleted
            if type(artifact_deleted) is bool or artifact_deleted is UNSET
            else unless_null(artifact_deleted, to_bool, "artifact_deleted", _kept)
        )
        deleted = _data.get("deleted", UNSET)
        self.deleted = (
            deleted if type(deleted) is bool or deleted is UNSET else unless_null(deleted, to_bool, "deleted", _kept)
        )
        remaining_tags = _data.get("remaining_tags", UNSET)
        self.remaining_tags = (
            remaining_tags
            if remaining_tags is UNSET
            else keep_null("remaining_tags", _kept)
            if remaining_tags is None
            else to_list(remaining_tags, to_str, "remaining_tags")
        )
        image_hash = _data.get("image_hash", UNSET)
        self.image_hash = (
            image_hash
            if type(image_hash) is str or image_hash is UNSET
            else unless_null(image_hash, to_str, "image_hash", _kept)
        )
        size_mb = _data.get("size_mb", UNSET)
        self.size_mb = (
            size_mb
            if (type(size_mb) is float and isfinite(size_mb)) or size_mb is UNSET
            else unless_null(size_mb, to_float, "size_mb", _kept)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is RegistryArtifact else of_subclass(self, RegistryArtifact)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.artifact_deleted is not UNSET:
            result["artifact_deleted"] = self.artifact_deleted
        if self.deleted is not UNSET:
            result["deleted"] = self.deleted
        if self.remaining_tags is not UNSET:
            result["remaining_tags"] = self.remaining_tags
        if self.image_hash is not UNSET:
            result["image_hash"] = self.image_hash
        if self.size_mb is not UNSET:
            result["size_mb"] = self.size_mb
        return result
