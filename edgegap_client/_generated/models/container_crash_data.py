"""ContainerCrashData: a model of the specification."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import UNSET, Model, Unset, keep_null, note, to_int, to_str

_NAMES = frozenset(("exit_code", "message", "restart_count"))


@define(repr=False)
class ContainerCrashData(Model):
    """How the container crashed.

    Attributes:
        exit_code: The exit code of the process.
        message: The reason, such as OOM killed.
        restart_count: How often the container was started again; 0 or more.
        additional_properties: What the specification does not know, as it came.
    """

    exit_code: int | Unset = UNSET
    message: str | Unset = UNSET
    restart_count: int | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Read the model from decoded JSON; raises `ResponseFormatError` naming the field that cannot be read."""
        _kept: dict[str, Any] = {}
        exit_code = _data.get("exit_code", UNSET)
        if type(exit_code) is not int and exit_code is not UNSET:
            exit_code = keep_null("exit_code", _kept) if exit_code is None else to_int(exit_code, "exit_code")
        message = _data.get("message", UNSET)
        if type(message) is not str and message is not UNSET:
            message = keep_null("message", _kept) if message is None else to_str(message, "message")
        restart_count = _data.get("restart_count", UNSET)
        if type(restart_count) is not int and restart_count is not UNSET:
            restart_count = (
                keep_null("restart_count", _kept) if restart_count is None else to_int(restart_count, "restart_count")
            )
        if not _NAMES.issuperset(_data):
            note("field", cls.__name__, _data.keys() - _NAMES)
            _kept.update((_name, _value) for _name, _value in _data.items() if _name not in _NAMES)
        return cls(exit_code, message, restart_count, additional_properties=_kept)

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
