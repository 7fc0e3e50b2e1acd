"""AppVersionDeleteResponse: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_unknown, of_subclass, to_bool, to_str, unless_null

_NAMES = frozenset(("success", "message"))


@define(repr=False)
class AppVersionDeleteResponse(Model):
    """The result of deleting a version.

    Attributes:
        success: Whether the version was deleted.
        message: A human-readable remark.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    success: bool | Unset = UNSET
    message: str | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        success = _data.get("success", UNSET)
        self.success = (
            success if type(success) is bool or success is UNSET else unless_null(success, to_bool, "success", _kept)
        )
        message = _data.get("message", UNSET)
        self.message = (
            message if type(message) is str or message is UNSET else unless_null(message, to_str, "message", _kept)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is AppVersionDeleteResponse else of_subclass(self, AppVersionDeleteResponse)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.success is not UNSET:
            result["success"] = self.success
        if self.message is not UNSET:
            result["message"] = self.message
        return result
