"""Application: a model of the specification."""

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
    to_bool,
    to_datetime,
    to_str,
    unless_none,
)

_NAMES = frozenset(("name", "is_active", "image", "create_time", "last_updated", "is_telemetry_agent_active"))


@sealed(SERVICE)
@define(repr=False)
class Application(Model):
    """A group of versions of one game server.

    Attributes:
        name: Name of the application, unique in the organisation.
        is_active: Whether versions of the application can be deployed.
        image: Picture of the application as base64 text. It can be long.
        create_time: When the application was created, in UTC. The service sends no time zone.
        last_updated: When the application was last changed, in UTC. The service sends no time zone.
        is_telemetry_agent_active: Whether versions of the application carry the telemetry agent.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _always: ClassVar[frozenset[str]] = frozenset(("is_active", "image", "create_time", "last_updated"))

    name: str
    is_active: bool = ABSENT
    image: str = ABSENT
    create_time: datetime.datetime = ABSENT
    last_updated: datetime.datetime = ABSENT
    is_telemetry_agent_active: bool | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("is_active", "image", "create_time", "last_updated"))

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        name = _data.get("name", UNSET)
        self.name = name if type(name) is str else to_str(name, "name", self)
        is_active = _data.get("is_active", UNSET)
        self.is_active = is_active if type(is_active) is bool else to_bool(is_active, "is_active", self)
        image = _data.get("image", UNSET)
        self.image = image if type(image) is str else to_str(image, "image", self)
        self.create_time = to_datetime(_data.get("create_time", UNSET), "create_time", self)
        self.last_updated = to_datetime(_data.get("last_updated", UNSET), "last_updated", self)
        is_telemetry_agent_active = _data.get("is_telemetry_agent_active", UNSET)
        self.is_telemetry_agent_active = (
            is_telemetry_agent_active
            if type(is_telemetry_agent_active) is bool
            else None
            if is_telemetry_agent_active is UNSET
            else unless_none(is_telemetry_agent_active, to_bool, "is_telemetry_agent_active", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is Application else finished(self, Application, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["name"] = self.name
        result["is_active"] = self.is_active
        result["image"] = self.image
        result["create_time"] = self.create_time.isoformat()
        result["last_updated"] = self.last_updated.isoformat()
        if self.is_telemetry_agent_active is not None:
            result["is_telemetry_agent_active"] = self.is_telemetry_agent_active
        return result
