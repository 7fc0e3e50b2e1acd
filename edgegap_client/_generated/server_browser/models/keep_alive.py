"""KeepAlive: a model of the specification."""

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_none, keep_unknown, sealed, to_datetime

_NAMES = frozenset(("expires_at",))


@sealed(SERVICE)
@define(repr=False)
class KeepAlive(Model):
    """The response to a keep-alive request.

    Attributes:
        expires_at: When the server instance expires.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    expires_at: datetime.datetime | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        expires_at = _data.get("expires_at", UNSET)
        self.expires_at = (
            None
            if expires_at is UNSET
            else keep_none("expires_at", _kept)
            if expires_at is None
            else to_datetime(expires_at, "expires_at", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is KeepAlive else finished(self, KeepAlive, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.expires_at is not None:
            result["expires_at"] = self.expires_at.isoformat()
        return result
