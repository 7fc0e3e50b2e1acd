"""EnvVarV2: a model of the specification."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, sealed, to_bool, to_secret, to_str

_NAMES = frozenset(("key", "value", "is_hidden"))


@sealed(SERVICE)
@define(repr=False)
class EnvVarV2(Model):
    """An environment variable for the container of one deployment.

    Attributes:
        key: The variable's name.
        value: The variable's value, at most 4 KB.
        is_hidden: Whether the dashboard hides the value. Whether the API also hides it is not known.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _secrets: ClassVar[frozenset[str]] = frozenset(("value",))

    key: str
    value: str
    is_hidden: bool
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
        is_hidden = _data.get("is_hidden", UNSET)
        self.is_hidden = is_hidden if type(is_hidden) is bool else to_bool(is_hidden, "is_hidden", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is EnvVarV2 else finished(self, EnvVarV2, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["key"] = self.key
        result["value"] = self.value
        result["is_hidden"] = self.is_hidden
        return result
