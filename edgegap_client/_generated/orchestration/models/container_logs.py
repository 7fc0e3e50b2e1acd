"""ContainerLogs: a model of the specification."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..models.container_crash_data import ContainerCrashData
from ..types import (
    ABSENT,
    PUBLIC_MODULE,
    SERVICE,
    UNSET,
    Model,
    finished,
    keep_none,
    keep_unknown,
    leave_out,
    sealed,
    to_str,
    unless_none,
)

_NAMES = frozenset(("logs", "encoding", "crash_logs", "crash_data", "logs_link"))


@sealed(SERVICE)
@define(repr=False)
class ContainerLogs(Model):
    """The output of the container.

    Attributes:
        logs: The logs.
        encoding: The encoding of the logs, such as utf-8.
        crash_logs: The output before the last crash, or null if there was no crash.
        crash_data: The last crash, or null if there was no crash.
        logs_link: The location of the logs if they are stored in an endpoint storage, or null.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _always: ClassVar[frozenset[str]] = frozenset(("logs", "encoding"))

    logs: str = ABSENT
    encoding: str = ABSENT
    crash_logs: str | None = None
    crash_data: ContainerCrashData | None = None
    logs_link: str | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("logs", "encoding"))

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        logs = _data.get("logs", UNSET)
        self.logs = logs if type(logs) is str else to_str(logs, "logs", self)
        encoding = _data.get("encoding", UNSET)
        self.encoding = encoding if type(encoding) is str else to_str(encoding, "encoding", self)
        crash_logs = _data.get("crash_logs", UNSET)
        self.crash_logs = (
            crash_logs
            if type(crash_logs) is str
            else None
            if crash_logs is UNSET
            else unless_none(crash_logs, to_str, "crash_logs", self)
        )
        crash_data = _data.get("crash_data", UNSET)
        self.crash_data = (
            None
            if crash_data is UNSET
            else keep_none("crash_data", _kept)
            if crash_data is None
            else ContainerCrashData.read(crash_data, "crash_data", self)
        )
        logs_link = _data.get("logs_link", UNSET)
        self.logs_link = (
            logs_link
            if type(logs_link) is str
            else None
            if logs_link is UNSET
            else unless_none(logs_link, to_str, "logs_link", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is ContainerLogs else finished(self, ContainerLogs, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["logs"] = self.logs
        result["encoding"] = self.encoding
        if self.crash_logs is not None:
            result["crash_logs"] = self.crash_logs
        if self.crash_data is not None:
            result["crash_data"] = self.crash_data.to_dict()
        if self.logs_link is not None:
            result["logs_link"] = self.logs_link
        return result
