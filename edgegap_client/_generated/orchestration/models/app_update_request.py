"""AppUpdateRequest: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import (
    PUBLIC_MODULE,
    SERVICE,
    UNSET,
    Model,
    Unset,
    finished,
    keep_unknown,
    sealed,
    to_bool,
    to_str,
    unless_null,
)

_NAMES = frozenset(("name", "is_active", "image", "is_telemetry_agent_active"))


@sealed(SERVICE)
@define(repr=False)
class AppUpdateRequest(Model):
    """The changes to an application. Omit the fields that do not change.

    Attributes:
        name: New name of the application, 3 to 64 characters, unique in the organisation.
        is_active: Whether versions of the application can be deployed.
        image: Picture of the application as base64 text. Older documentation allows at most 300 KB.
        is_telemetry_agent_active: Whether versions of the application carry the telemetry agent. The newest
            specification no longer has this field.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    name: str | Unset = UNSET
    is_active: bool | Unset = UNSET
    image: str | Unset = UNSET
    is_telemetry_agent_active: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        name = _data.get("name", UNSET)
        self.name = name if type(name) is str or name is UNSET else unless_null(name, to_str, "name", self)
        is_active = _data.get("is_active", UNSET)
        self.is_active = (
            is_active
            if type(is_active) is bool or is_active is UNSET
            else unless_null(is_active, to_bool, "is_active", self)
        )
        image = _data.get("image", UNSET)
        self.image = image if type(image) is str or image is UNSET else unless_null(image, to_str, "image", self)
        is_telemetry_agent_active = _data.get("is_telemetry_agent_active", UNSET)
        self.is_telemetry_agent_active = (
            is_telemetry_agent_active
            if type(is_telemetry_agent_active) is bool or is_telemetry_agent_active is UNSET
            else unless_null(is_telemetry_agent_active, to_bool, "is_telemetry_agent_active", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is AppUpdateRequest else finished(self, AppUpdateRequest, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.name is not UNSET:
            result["name"] = self.name
        if self.is_active is not UNSET:
            result["is_active"] = self.is_active
        if self.image is not UNSET:
            result["image"] = self.image
        if self.is_telemetry_agent_active is not UNSET:
            result["is_telemetry_agent_active"] = self.is_telemetry_agent_active
        return result
