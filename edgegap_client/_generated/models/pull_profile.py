"""PullProfile: a model of the specification."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.pull_profile_source_type import PullProfileSourceType
from ..types import UNSET, Model, Unset, keep_null, note, to_datetime, to_str

_NAMES = frozenset(("name", "source", "source_type", "destination", "create_time", "last_updated"))


@define(repr=False)
class PullProfile(Model):
    """A file or folder of an endpoint storage that is copied into containers when they start.

    Attributes:
        name: Name of the pull profile.
        source: Path of the file or folder in S3, starting with the bucket.
        source_type: Whether the source is a file or a folder.
        destination: Folder in the container that the source is copied to.
        create_time: When the pull profile was created. The server sends no time zone; take it as UTC.
        last_updated: When the pull profile was last changed. The server sends no time zone; take it as UTC.
        additional_properties: What the specification does not know, as it came.
    """

    name: str | Unset = UNSET
    source: str | Unset = UNSET
    source_type: PullProfileSourceType | Unset = UNSET
    destination: str | Unset = UNSET
    create_time: datetime.datetime | Unset = UNSET
    last_updated: datetime.datetime | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Read the model from decoded JSON; raises `ResponseFormatError` naming the field that cannot be read."""
        _kept: dict[str, Any] = {}
        name = _data.get("name", UNSET)
        if type(name) is not str and name is not UNSET:
            name = keep_null("name", _kept) if name is None else to_str(name, "name")
        source = _data.get("source", UNSET)
        if type(source) is not str and source is not UNSET:
            source = keep_null("source", _kept) if source is None else to_str(source, "source")
        source_type = _data.get("source_type", UNSET)
        if source_type is None:
            source_type = keep_null("source_type", _kept)
        elif source_type is not UNSET:
            source_type = PullProfileSourceType.read(source_type, "source_type")
        destination = _data.get("destination", UNSET)
        if type(destination) is not str and destination is not UNSET:
            destination = keep_null("destination", _kept) if destination is None else to_str(destination, "destination")
        create_time = _data.get("create_time", UNSET)
        if create_time is None:
            create_time = keep_null("create_time", _kept)
        elif create_time is not UNSET:
            create_time = to_datetime(create_time, "create_time", _kept)
        last_updated = _data.get("last_updated", UNSET)
        if last_updated is None:
            last_updated = keep_null("last_updated", _kept)
        elif last_updated is not UNSET:
            last_updated = to_datetime(last_updated, "last_updated", _kept)
        if not _NAMES.issuperset(_data):
            note("field", cls.__name__, _data.keys() - _NAMES)
            _kept.update((_name, _value) for _name, _value in _data.items() if _name not in _NAMES)
        return cls(name, source, source_type, destination, create_time, last_updated, additional_properties=_kept)

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
