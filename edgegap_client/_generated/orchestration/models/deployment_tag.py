"""DeploymentTag: a model of the specification."""

import datetime
from collections.abc import Mapping
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
    keep_unknown,
    leave_out,
    sealed,
    to_datetime,
    to_str,
)

_NAMES = frozenset(("name", "create_time", "last_updated"))


@sealed(SERVICE)
@define(repr=False)
class DeploymentTag(Model):
    """A tag on a deployment.

    Attributes:
        name: The tag, 1 to 40 characters.
        create_time: When the tag was added, in UTC. The service sends no time zone.
        last_updated: When the tag was last renamed, in UTC. The service sends no time zone.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _always: ClassVar[frozenset[str]] = frozenset(("create_time", "last_updated"))

    name: str
    create_time: datetime.datetime = ABSENT
    last_updated: datetime.datetime = ABSENT
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("create_time", "last_updated"))

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        name = _data.get("name", UNSET)
        self.name = name if type(name) is str else to_str(name, "name", self)
        self.create_time = to_datetime(_data.get("create_time", UNSET), "create_time", self)
        self.last_updated = to_datetime(_data.get("last_updated", UNSET), "last_updated", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is DeploymentTag else finished(self, DeploymentTag, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["name"] = self.name
        result["create_time"] = self.create_time.isoformat()
        result["last_updated"] = self.last_updated.isoformat()
        return result
