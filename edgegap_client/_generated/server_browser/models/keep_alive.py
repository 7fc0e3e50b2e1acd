"""KeepAlive: a model of the specification."""

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_null, keep_unknown, of_subclass, to_datetime

_NAMES = frozenset(("expires_at",))


@define(repr=False)
class KeepAlive(Model):
    """Until when a server instance is kept.

    Attributes:
        expires_at: When the server instance expires.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    expires_at: datetime.datetime | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        expires_at = _data.get("expires_at", UNSET)
        self.expires_at = (
            expires_at
            if expires_at is UNSET
            else keep_null("expires_at", _kept)
            if expires_at is None
            else to_datetime(expires_at, "expires_at", _kept)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is KeepAlive else of_subclass(self, KeepAlive)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.expires_at is not UNSET:
            result["expires_at"] = self.expires_at.isoformat()
        return result
