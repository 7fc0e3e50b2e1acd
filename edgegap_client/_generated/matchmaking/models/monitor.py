"""Monitor: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, sealed, to_int, to_str, unless_none

_NAMES = frozenset(("status", "message", "healthy_components", "unhealthy_components"))


@sealed(SERVICE)
@define(repr=False)
class Monitor(Model):
    """The health of the matchmaker.

    Attributes:
        status: The word healthy, in any letter case, if the service works.
        message: A message of the service about its health.
        healthy_components: The number of healthy components.
        unhealthy_components: The number of unhealthy components.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    status: str
    message: str | None = None
    healthy_components: int | None = None
    unhealthy_components: int | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        status = _data.get("status", UNSET)
        self.status = status if type(status) is str else to_str(status, "status", self)
        message = _data.get("message", UNSET)
        self.message = (
            message
            if type(message) is str
            else None
            if message is UNSET
            else unless_none(message, to_str, "message", self)
        )
        healthy_components = _data.get("healthy_components", UNSET)
        self.healthy_components = (
            healthy_components
            if type(healthy_components) is int
            else None
            if healthy_components is UNSET
            else unless_none(healthy_components, to_int, "healthy_components", self)
        )
        unhealthy_components = _data.get("unhealthy_components", UNSET)
        self.unhealthy_components = (
            unhealthy_components
            if type(unhealthy_components) is int
            else None
            if unhealthy_components is UNSET
            else unless_none(unhealthy_components, to_int, "unhealthy_components", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is Monitor else finished(self, Monitor, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["status"] = self.status
        if self.message is not None:
            result["message"] = self.message
        if self.healthy_components is not None:
            result["healthy_components"] = self.healthy_components
        if self.unhealthy_components is not None:
            result["unhealthy_components"] = self.unhealthy_components
        return result
