"""PullProfile: a model of the specification."""

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.pull_profile_source_type import PullProfileSourceType
from ..types import (
    PUBLIC_MODULE,
    UNSET,
    Model,
    Unset,
    keep_null,
    keep_unknown,
    of_subclass,
    to_datetime,
    to_str,
    unless_null,
)

_NAMES = frozenset(("name", "source", "source_type", "destination", "create_time", "last_updated"))


@define(repr=False)
class PullProfile(Model):
    """A file or folder of an endpoint storage that the service copies into containers when they start.

    Attributes:
        name: Name of the pull profile.
        source: Path of the file or folder in S3, starting with the bucket.
        source_type: Whether the source is a file or a folder.
        destination: Destination folder in the container.
        create_time: When the pull profile was created. The server sends no time zone; the time is UTC.
        last_updated: When the pull profile was last changed. The server sends no time zone; the time is UTC.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    name: str | Unset = UNSET
    source: str | Unset = UNSET
    source_type: PullProfileSourceType | Unset = UNSET
    destination: str | Unset = UNSET
    create_time: datetime.datetime | Unset = UNSET
    last_updated: datetime.datetime | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        name = _data.get("name", UNSET)
        self.name = name if type(name) is str or name is UNSET else unless_null(name, to_str, "name", _kept)
        source = _data.get("source", UNSET)
        self.source = source if type(source) is str or source is UNSET else unless_null(source, to_str, "source", _kept)
        source_type = _data.get("source_type", UNSET)
        self.source_type = (
            source_type
            if source_type is UNSET
            else keep_null("source_type", _kept)
            if source_type is None
            else PullProfileSourceType.read(source_type, "source_type")
        )
        destination = _data.get("destination", UNSET)
        self.destination = (
            destination
            if type(destination) is str or destination is UNSET
            else unless_null(destination, to_str, "destination", _kept)
        )
        create_time = _data.get("create_time", UNSET)
        self.create_time = (
            create_time
            if create_time is UNSET
            else keep_null("create_time", _kept)
            if create_time is None
            else to_datetime(create_time, "create_time", _kept)
        )
        last_updated = _data.get("last_updated", UNSET)
        self.last_updated = (
            last_updated
            if last_updated is UNSET
            else keep_null("last_updated", _kept)
            if last_updated is None
            else to_datetime(last_updated, "last_updated", _kept)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is PullProfile else of_subclass(self, PullProfile)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.name is not UNSET:
            result["name"] = self.name
        if self.source is not UNSET:
            result["source"] = self.source
        if self.source_type is not UNSET:
            result["source_type"] = str(self.source_type)
        if self.destination is not UNSET:
            result["destination"] = self.destination
        if self.create_time is not UNSET:
            result["create_time"] = self.create_time.isoformat()
        if self.last_updated is not UNSET:
            result["last_updated"] = self.last_updated.isoformat()
        return result
