"""AppVersionEnv: a model of the specification."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_unknown, of_subclass, to_bool, to_str, unless_null

_NAMES = frozenset(("key", "value", "is_secret", "is_hidden"))


@define(repr=False)
class AppVersionEnv(Model):
    """An environment variable of the container.

    Attributes:
        key: Name of the variable.
        value: Value of the variable, up to 4 KB.
        is_secret: Whether the dashboard hides the value. Do not rely on the API to hide it. Some responses call
            this is_hidden.
        is_hidden: The newer name of is_secret. If in doubt, send both and read both.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    _secrets: ClassVar[frozenset[str]] = frozenset(("value",))

    key: str
    value: str
    is_secret: bool | Unset = UNSET
    is_hidden: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        key = _data.get("key", UNSET)
        self.key = key if type(key) is str else to_str(key, "key")
        value = _data.get("value", UNSET)
        self.value = value if type(value) is str else to_str(value, "value")
        is_secret = _data.get("is_secret", UNSET)
        self.is_secret = (
            is_secret
            if type(is_secret) is bool or is_secret is UNSET
            else unless_null(is_secret, to_bool, "is_secret", _kept)
        )
        is_hidden = _data.get("is_hidden", UNSET)
        self.is_hidden = (
            is_hidden
            if type(is_hidden) is bool or is_hidden is UNSET
            else unless_null(is_hidden, to_bool, "is_hidden", _kept)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is AppVersionEnv else of_subclass(self, AppVersionEnv)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["key"] = self.key
        result["value"] = self.value
        if self.is_secret is not UNSET:
            result["is_secret"] = self.is_secret
        if self.is_hidden is not UNSET:
            result["is_hidden"] = self.is_hidden
        return result
