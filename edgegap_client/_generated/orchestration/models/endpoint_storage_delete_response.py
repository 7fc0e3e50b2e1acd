"""EndpointStorageDeleteResponse: a model of the specification."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..types import ABSENT, PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, leave_out, sealed, to_str

_NAMES = frozenset(("message",))


@sealed(SERVICE)
@define(repr=False)
class EndpointStorageDeleteResponse(Model):
    """The body of the older response to deleting an endpoint storage.

    Attributes:
        message: A human-readable message.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _always: ClassVar[frozenset[str]] = frozenset(("message",))

    message: str = ABSENT
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("message",))

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        message = _data.get("message", UNSET)
        self.message = message if type(message) is str else to_str(message, "message", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return (
            self if type(self) is EndpointStorageDeleteResponse else finished(self, EndpointStorageDeleteResponse, cls)
        )

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["message"] = self.message
        return result
