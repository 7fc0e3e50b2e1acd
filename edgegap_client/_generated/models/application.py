"""Application: a model of the specification."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import UNSET, Model, Unset, keep_null, note, to_bool, to_datetime, to_str

_NAMES = frozenset(("name", "is_active", "image", "is_telemetry_agent_active", "create_time", "last_updated"))


@define(repr=False)
class Application(Model):
    """A group of versions of one game server.

    Attributes:
        name: Name of the application, unique in the organisation.
        is_active: Whether versions of the application can be deployed.
        image: Picture of the application as base64 text; can be long.
        is_telemetry_agent_active: Whether versions of the application carry the telemetry agent.
        create_time: When the application was created. The server sends no time zone; take it as UTC.
        last_updated: When the application was last changed. The server sends no time zone; take it as UTC.
        additional_properties: What the specification does not know, as it came.
    """

    name: str
    is_active: bool
    image: str | Unset = UNSET
    is_telemetry_agent_active: bool | Unset = UNSET
    create_time: datetime.datetime | Unset = UNSET
    last_updated: datetime.datetime | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Read the model from decoded JSON; raises `ResponseFormatError` naming the field that cannot be read."""
        _kept: dict[str, Any] = {}
        name = _data.get("name", UNSET)
        if type(name) is not str:
            name = to_str(name, "name")
        is_active = _data.get("is_active", UNSET)
        if type(is_active) is not bool:
            is_active = to_bool(is_active, "is_active")
        image = _data.get("image", UNSET)
        if type(image) is not str and image is not UNSET:
            image = keep_null("image", _kept) if image is None else to_str(image, "image")
        is_telemetry_agent_active = _data.get("is_telemetry_agent_active", UNSET)
        if type(is_telemetry_agent_active) is not bool and is_telemetry_agent_active is not UNSET:
            is_telemetry_agent_active = (
                keep_null("is_telemetry_agent_active", _kept)
                if is_telemetry_agent_active is None
                else to_bool(is_telemetry_agent_active, "is_telemetry_agent_active")
            )
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
        return cls(
            name, is_active, image, is_telemetry_agent_active, create_time, last_updated, additional_properties=_kept
        )

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
