"""PullProfileUpdateRequest: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.pull_profile_source_type import PullProfileSourceType
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
    to_str,
    unless_null,
)

_NAMES = frozenset(("name", "source", "source_type", "destination"))


@sealed(SERVICE)
@define(repr=False)
class PullProfileUpdateRequest(Model):
    """The changes to a pull profile. Omit the fields that do not change.

    Attributes:
        name: New name of the pull profile.
        source: Path of the file or folder in S3, starting with the bucket.
        source_type: Whether the source is a file or a folder.
        destination: Destination folder in the container. An ordinary user must have the right to write to it.
            With a protected folder such as /etc, the deployment fails.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    name: str | Unset = UNSET
    source: str | Unset = UNSET
    source_type: PullProfileSourceType | Unset = UNSET
    destination: str | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        name = _data.get("name", UNSET)
        self.name = name if type(name) is str or name is UNSET else unless_null(name, to_str, "name", self)
        source = _data.get("source", UNSET)
        self.source = source if type(source) is str or source is UNSET else unless_null(source, to_str, "source", self)
        source_type = _data.get("source_type", UNSET)
        self.source_type = (
            source_type
            if source_type is UNSET
            else keep_null("source_type", _kept)
            if source_type is None
            else PullProfileSourceType.read(source_type, "source_type", self)
        )
        destination = _data.get("destination", UNSET)
        self.destination = (
            destination
            if type(destination) is str or destination is UNSET
            else unless_null(destination, to_str, "destination", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is PullProfileUpdateRequest else finished(self, PullProfileUpdateRequest, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.name is not UNSET:
            result["name"] = self.name
        if self.source is not UNSET:
            result["source"] = self.source
        if self.source_type is not UNSET:
            result["source_type"] = str(self.source_type)
        if self.destination is not UNSET:
            result["destination"] = self.destination
        return result
