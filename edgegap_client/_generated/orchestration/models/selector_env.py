"""SelectorEnv: a model of the specification."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, sealed, to_secret, to_str

_NAMES = frozenset(("key", "value"))


@sealed(SERVICE)
@define(repr=False)
class SelectorEnv(Model):
    """One environment variable of a selector.

    Attributes:
        key: Name of the variable.
        value: Value of the variable.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _secrets: ClassVar[frozenset[str]] = frozenset(("value",))

    key: str
    value: str
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
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is SelectorEnv else finished(self, SelectorEnv, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["key"] = self.key
        result["value"] = self.value
        return result
