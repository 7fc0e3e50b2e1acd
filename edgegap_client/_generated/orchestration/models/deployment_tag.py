"""DeploymentTag: a model of the specification."""

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_null, keep_unknown, of_subclass, to_datetime, to_str

_NAMES = frozenset(("name", "create_time", "last_updated"))


@define(repr=False)
class DeploymentTag(Model):
    """A tag on a deployment.

    Attributes:
        name: The tag, 1 to 40 characters.
        create_time: When the tag was added, in UTC; the service sends no zone.
        last_updated: When the tag was last renamed, in UTC; the service sends no zone.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    name: str
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
        self.name = name if type(name) is str else to_str(name, "name")
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
        return self if cls is DeploymentTag else of_subclass(self, DeploymentTag)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["name"] = self.name
        if self.create_time is not UNSET:
            result["create_time"] = self.create_time.isoformat()
        if self.last_updated is not UNSET:
            result["last_updated"] = self.last_updated.isoformat()
        return result
