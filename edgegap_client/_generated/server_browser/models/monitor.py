"""Monitor: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import (
    PUBLIC_MODULE,
    SERVICE,
    UNSET,
    Model,
    finished,
    keep_none,
    keep_unknown,
    sealed,
    to_int,
    to_list,
    to_str,
    unless_none,
)

_NAMES = frozenset(("status", "unhealthy_services", "reasons"))


@sealed(SERVICE)
@define(repr=False)
class Monitor(Model):
    """The health of the server browser.

    Attributes:
        status: The word healthy, in any letter case, if the service works.
        unhealthy_services: The number of unhealthy services.
        reasons: The reasons why the service is unhealthy.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    status: str
    unhealthy_services: int | None = None
    reasons: list[str] | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        status = _data.get("status", UNSET)
        self.status = status if type(status) is str else to_str(status, "status", self)
        unhealthy_services = _data.get("unhealthy_services", UNSET)
        self.unhealthy_services = (
            unhealthy_services
            if type(unhealthy_services) is int
            else None
            if unhealthy_services is UNSET
            else unless_none(unhealthy_services, to_int, "unhealthy_services", self)
        )
        reasons = _data.get("reasons", UNSET)
        self.reasons = (
            None
            if reasons is UNSET
            else keep_none("reasons", _kept)
            if reasons is None
            else to_list(reasons, to_str, "reasons", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is Monitor else finished(self, Monitor, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["status"] = self.status
        if self.unhealthy_services is not None:
            result["unhealthy_services"] = self.unhealthy_services
        if self.reasons is not None:
            result["reasons"] = self.reasons
        return result
