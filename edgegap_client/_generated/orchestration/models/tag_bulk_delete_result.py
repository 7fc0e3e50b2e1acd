"""TagBulkDeleteResult: a model of the specification."""

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

_NAMES = frozenset(("tag", "status", "message"))


@sealed(SERVICE)
@define(repr=False)
class TagBulkDeleteResult(Model):
    """The result for one tag.

    Attributes:
        tag: The tag.
        status: HTTP status for this tag: 204 if the service deleted it, 404 if it does not exist, 500 if the
            service failed.
        message: The reason for the failure.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _always: ClassVar[frozenset[str]] = frozenset(("tag", "status", "message"))

    tag: str = ABSENT
    status: int = ABSENT
    message: str = ABSENT
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("tag", "status", "message"))

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        tag = _data.get("tag", UNSET)
        self.tag = tag if type(tag) is str else to_str(tag, "tag", self)
        status = _data.get("status", UNSET)
        self.status = status if type(status) is int else to_int(status, "status", self)
        message = _data.get("message", UNSET)
        self.message = message if type(message) is str else to_str(message, "message", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is TagBulkDeleteResult else finished(self, TagBulkDeleteResult, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["tag"] = self.tag
        result["status"] = self.status
        result["message"] = self.message
        return result
