"""AppVersionEnv: a model of the specification."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..types import (
    PUBLIC_MODULE,
    SERVICE,
    UNSET,
    Model,
    finished,
    keep_unknown,
    sealed,
    to_bool,
    to_secret,
    to_str,
    unless_none,
)

_NAMES = frozenset(("key", "value", "is_secret", "is_hidden"))


@sealed(SERVICE)
@define(repr=False)
class AppVersionEnv(Model):
    """An environment variable of the container.

    Attributes:
        key: Name of the variable.
        value: Value of the variable, up to 4 KB.
        is_secret: Whether the dashboard hides the value. Do not rely on the API to hide it. Some responses call
            this field `is_hidden`.
        is_hidden: The newer name of `is_secret`. If in doubt, send both and read both.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _secrets: ClassVar[frozenset[str]] = frozenset(("value",))

    key: str
    value: str
    is_secret: bool | None = None
    is_hidden: bool | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        key = _data.get("key", UNSET)
        self.key = key if type(key) is str else to_str(key, "key", self)
        self.value = to_secret(_data.get("value", UNSET), "value", self)
        is_secret = _data.get("is_secret", UNSET)
        self.is_secret = (
            is_secret
            if type(is_secret) is bool
            else None
            if is_secret is UNSET
            else unless_none(is_secret, to_bool, "is_secret", self)
        )
        is_hidden = _data.get("is_hidden", UNSET)
        self.is_hidden = (
            is_hidden
            if type(is_hidden) is bool
            else None
            if is_hidden is UNSET
            else unless_none(is_hidden, to_bool, "is_hidden", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is AppVersionEnv else finished(self, AppVersionEnv, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["key"] = self.key
        result["value"] = self.value
        if self.is_secret is not None:
            result["is_secret"] = self.is_secret
        if self.is_hidden is not None:
            result["is_hidden"] = self.is_hidden
        return result
