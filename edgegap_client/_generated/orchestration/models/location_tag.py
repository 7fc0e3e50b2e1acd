"""LocationTag: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, sealed, to_str

_NAMES = frozenset(("key", "value"))


@sealed(SERVICE)
@define(repr=False)
class LocationTag(Model):
    """A tag of a location. Only documents of 2024 have it.

    Attributes:
        key: The tag's key.
        value: The tag's value.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

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
        value = _data.get("value", UNSET)
        self.value = value if type(value) is str else to_str(value, "value", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is LocationTag else finished(self, LocationTag, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["key"] = self.key
        result["value"] = self.value
        return result
