"""ContainerCrashData: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_unknown, of_subclass, to_int, to_str, unless_null

_NAMES = frozenset(("exit_code", "message", "restart_count"))


@define(repr=False)
class ContainerCrashData(Model):
    """How the container crashed.

    Attributes:
        exit_code: The exit code of the process.
        message: The reason, such as OOM killed.
        restart_count: How often the container was restarted; 0 or more.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    exit_code: int | Unset = UNSET
    message: str | Unset = UNSET
    restart_count: int | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        exit_code = _data.get("exit_code", UNSET)
        self.exit_code = (
            exit_code
            if type(exit_code) is int or exit_code is UNSET
            else unless_null(exit_code, to_int, "exit_code", _kept)
        )
        message = _data.get("message", UNSET)
        self.message = (
            message if type(message) is str or message is UNSET else unless_null(message, to_str, "message", _kept)
        )
        restart_count = _data.get("restart_count", UNSET)
        self.restart_count = (
            restart_count
            if type(restart_count) is int or restart_count is UNSET
            else unless_null(restart_count, to_int, "restart_count", _kept)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is ContainerCrashData else of_subclass(self, ContainerCrashData)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.exit_code is not UNSET:
            result["exit_code"] = self.exit_code
        if self.message is not UNSET:
            result["message"] = self.message
        if self.restart_count is not UNSET:
            result["restart_count"] = self.restart_count
        return result
