"""Monitor: a model of the specification."""

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
    to_int,
    to_list,
    to_str,
    unless_null,
)

_NAMES = frozenset(("status", "unhealthy_services", "reasons"))


@define(repr=False)
class Monitor(Model):
    """The health of the server browser.

    Attributes:
        status: The word healthy in any letter case, or something else.
        unhealthy_services: How many services do not work.
        reasons: What is wrong.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    status: str
    unhealthy_services: int | Unset = UNSET
    reasons: list[str] | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        status = _data.get("status", UNSET)
        self.status = status if type(status) is str else to_str(status, "status")
        unhealthy_services = _data.get("unhealthy_services", UNSET)
        self.unhealthy_services = (
            unhealthy_services
            if type(unhealthy_services) is int or unhealthy_services is UNSET
            else unless_null(unhealthy_services, to_int, "unhealthy_services", _kept)
        )
        reasons = _data.get("reasons", UNSET)
        self.reasons = (
            reasons
            if reasons is UNSET
            else keep_null("reasons", _kept)
            if reasons is None
            else to_list(reasons, to_str, "reasons")
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is Monitor else of_subclass(self, Monitor)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["status"] = self.status
        if self.unhealthy_services is not UNSET:
            result["unhealthy_services"] = self.unhealthy_services
        if self.reasons is not UNSET:
            result["reasons"] = self.reasons
        return result
