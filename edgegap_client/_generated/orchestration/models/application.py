"""Application: a model of the specification."""

import datetime
from collections.abc import Mapping
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
    to_datetime,
    to_str,
    unless_null,
)

_NAMES = frozenset(("name", "is_active", "image", "is_telemetry_agent_active", "create_time", "last_updated"))


@define(repr=False)
class Application(Model):
    """A group of versions of one game server.

    Attributes:
        name: Name of the application, unique in the organisation.
        is_active: Whether versions of the application can be deployed.
        image: Picture of the application as base64 text; can be long.
        is_telemetry_agent_active: Whether versions of the application carry the telemetry agent.
        create_time: When the application was created. The server sends no time zone; the time is UTC.
        last_updated: When the application was last changed. The server sends no time zone; the time is UTC.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    name: str
    is_active: bool
    image: str | Unset = UNSET
    is_telemetry_agent_active: bool | Unset = UNSET
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
        is_active = _data.get("is_active", UNSET)
        self.is_active = is_active if type(is_active) is bool else to_bool(is_active, "is_active")
        image = _data.get("image", UNSET)
        self.image = image if type(image) is str or image is UNSET else unless_null(image, to_str, "image", _kept)
        is_telemetry_agent_active = _data.get("is_telemetry_agent_active", UNSET)
        self.is_telemetry_agent_active = (
            is_telemetry_agent_active
            if type(is_telemetry_agent_active) is bool or is_telemetry_agent_active is UNSET
            else unless_null(is_telemetry_agent_active, to_bool, "is_telemetry_agent_active", _kept)
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
        return self if cls is Application else of_subclass(self, Application)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["name"] = self.name
        result["is_active"] = self.is_active
        if self.image is not UNSET:
            result["image"] = self.image
        if self.is_telemetry_agent_active is not UNSET:
            result["is_telemetry_agent_active"] = self.is_telemetry_agent_active
        if self.create_time is not UNSET:
            result["create_time"] = self.create_time.isoformat()
        if self.last_updated is not UNSET:
            result["last_updated"] = self.last_updated.isoformat()
        return result
