"""ContainerCrashData: a model of the specification."""

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
    to_int,
    to_str,
)

_NAMES = frozenset(("exit_code", "message", "restart_count"))


@sealed(SERVICE)
@define(repr=False)
class ContainerCrashData(Model):
    """How the container crashed.

    Attributes:
        exit_code: The exit code of the process.
        message: The reason, such as OOM killed.
        restart_count: The number of restarts of the container, 0 or more.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _always: ClassVar[frozenset[str]] = frozenset(("exit_code", "message", "restart_count"))

    exit_code: int = ABSENT
    message: str = ABSENT
    restart_count: int = ABSENT
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("exit_code", "message", "restart_count"))

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        exit_code = _data.get("exit_code", UNSET)
        self.exit_code = exit_code if type(exit_code) is int else to_int(exit_code, "exit_code", self)
        message = _data.get("message", UNSET)
        self.message = message if type(message) is str else to_str(message, "message", self)
        restart_count = _data.get("restart_count", UNSET)
        self.restart_count = (
            restart_count if type(restart_count) is int else to_int(restart_count, "restart_count", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is ContainerCrashData else finished(self, ContainerCrashData, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["exit_code"] = self.exit_code
        result["message"] = self.message
        result["restart_count"] = self.restart_count
        return result
