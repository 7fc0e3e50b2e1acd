"""DeployError: a model of the specification."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import UNSET, Model, Unset, keep_null, note, to_str

_NAMES = frozenset(("request_id", "message"))


@define(repr=False)
class DeployError(Model):
    """The body of a v2 deploy that failed after it had created the deployment.

    Attributes:
        request_id: The deployment that exists, in error.
        message: What went wrong, for a person to read.
        additional_properties: What the specification does not know, as it came.
    """

    request_id: str
    message: str | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Read the model from decoded JSON; raises `ResponseFormatError` naming the field that cannot be read."""
        _kept: dict[str, Any] = {}
        request_id = _data.get("request_id", UNSET)
        if type(request_id) is not str:
            request_id = to_str(request_id, "request_id")
        message = _data.get("message", UNSET)
        if type(message) is not str and message is not UNSET:
            message = keep_null("message", _kept) if message is None else to_str(message, "message")
        if not _NAMES.issuperset(_data):
            note("field", cls.__name__, _data.keys() - _NAMES)
            _kept.update((_name, _value) for _name, _value in _data.items() if _name not in _NAMES)
        return cls(request_id, message, additional_properties=_kept)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["request_id"] = self.request_id
        if self.message is not UNSET:
            result["message"] = self.message
        return result
