"""Error: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.error_details import ErrorDetails
from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_none, keep_unknown, sealed, to_str, unless_none

_NAMES = frozenset(("message", "details"))


@sealed(SERVICE)
@define(repr=False)
class Error(Model):
    """The body of an error response.

    Attributes:
        message: A human-readable error message. There is no error code besides the HTTP status.
        details: Further details of a v2 error.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    message: str | None = None
    details: ErrorDetails | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        message = _data.get("message", UNSET)
        self.message = (
            message
            if type(message) is str
            else None
            if message is UNSET
            else unless_none(message, to_str, "message", self)
        )
        details = _data.get("details", UNSET)
        self.details = (
            None
            if details is UNSET
            else keep_none("details", _kept)
            if details is None
            else ErrorDetails.read(details, "details", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is Error else finished(self, Error, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.message is not None:
            result["message"] = self.message
        if self.details is not None:
            result["details"] = self.details.to_dict()
        return result
