"""ContainerLogs: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.container_crash_data import ContainerCrashData
from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_unknown, of_subclass, to_str, unless_null

_NAMES = frozenset(("logs", "crash_logs", "crash_data", "encoding", "logs_link"))


@define(repr=False)
class ContainerLogs(Model):
    """The output of the container.

    Attributes:
        logs: The logs.
        crash_logs: The output before the last crash; null if there was none.
        crash_data: The last crash; null if there was none.
        encoding: The encoding of the logs, such as utf-8.
        logs_link: The location of the logs if an endpoint storage keeps them; otherwise null.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    logs: str | Unset = UNSET
    crash_logs: None | str | Unset = UNSET
    crash_data: ContainerCrashData | None | Unset = UNSET
    encoding: str | Unset = UNSET
    logs_link: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        logs = _data.get("logs", UNSET)
        self.logs = logs if type(logs) is str or logs is UNSET else unless_null(logs, to_str, "logs", _kept)
        crash_logs = _data.get("crash_logs", UNSET)
        self.crash_logs = (
            crash_logs
            if crash_logs is UNSET or type(crash_logs) is str or crash_logs is None
            else to_str(crash_logs, "crash_logs")
        )
        crash_data = _data.get("crash_data", UNSET)
        self.crash_data = (
            crash_data
            if crash_data is UNSET or crash_data is None
            else ContainerCrashData.read(crash_data, "crash_data")
        )
        encoding = _data.get("encoding", UNSET)
        self.encoding = (
            encoding if type(encoding) is str or encoding is UNSET else unless_null(encoding, to_str, "encoding", _kept)
        )
        logs_link = _data.get("logs_link", UNSET)
        self.logs_link = (
            logs_link
            if logs_link is UNSET or type(logs_link) is str or logs_link is None
            else to_str(logs_link, "logs_link")
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is ContainerLogs else of_subclass(self, ContainerLogs)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.logs is not UNSET:
            result["logs"] = self.logs
        if self.crash_logs is not UNSET:
            result["crash_logs"] = self.crash_logs
        if self.crash_data is not UNSET:
            result["crash_data"] = None if self.crash_data is None else self.crash_data.to_dict()
        if self.encoding is not UNSET:
            result["encoding"] = self.encoding
        if self.logs_link is not UNSET:
            result["logs_link"] = self.logs_link
        return result
