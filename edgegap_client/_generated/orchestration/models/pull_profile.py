"""PullProfile: a model of the specification."""

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..models.pull_profile_source_type import PullProfileSourceType
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

_NAMES = frozenset(("name", "source", "source_type", "destination", "create_time", "last_updated"))


@sealed(SERVICE)
@define(repr=False)
class PullProfile(Model):
    """A file or folder of an endpoint storage that the service copies into containers when they start.

    Attributes:
        name: Name of the pull profile.
        source: Path of the file or folder in S3, starting with the bucket.
        source_type: Whether the source is a file or a folder.
        destination: Destination folder in the container.
        create_time: When the pull profile was created, in UTC. The service sends no time zone.
        last_updated: When the pull profile was last changed, in UTC. The service sends no time zone.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _always: ClassVar[frozenset[str]] = frozenset(
        ("name", "source", "source_type", "destination", "create_time", "last_updated")
    )

    name: str = ABSENT
    source: str = ABSENT
    source_type: PullProfileSourceType = ABSENT
    destination: str = ABSENT
    create_time: datetime.datetime = ABSENT
    last_updated: datetime.datetime = ABSENT
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("name", "source", "source_type", "destination", "create_time", "last_updated"))

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        name = _data.get("name", UNSET)
        self.name = name if type(name) is str else to_str(name, "name", self)
        source = _data.get("source", UNSET)
        self.source = source if type(source) is str else to_str(source, "source", self)
        self.source_type = PullProfileSourceType.read(_data.get("source_type", UNSET), "source_type", self)
        destination = _data.get("destination", UNSET)
        self.destination = destination if type(destination) is str else to_str(destination, "destination", self)
        self.create_time = to_datetime(_data.get("create_time", UNSET), "create_time", self)
        self.last_updated = to_datetime(_data.get("last_updated", UNSET), "last_updated", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is PullProfile else finished(self, PullProfile, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["name"] = self.name
        result["source"] = self.source
        result["source_type"] = str(self.source_type)
        result["destination"] = self.destination
        result["create_time"] = self.create_time.isoformat()
        result["last_updated"] = self.last_updated.isoformat()
        return result
