"""IpLookupContinent: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_unknown, of_subclass, to_str, unless_null

_NAMES = frozenset(("code", "name"))


@define(repr=False)
class IpLookupContinent(Model):
    """A continent.

    Attributes:
        code: Two-letter code, for example AF.
        name: English name.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    code: str | Unset = UNSET
    name: str | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        code = _data.get("code", UNSET)
        self.code = code if type(code) is str or code is UNSET else unless_null(code, to_str, "code", _kept)
        name = _data.get("name", UNSET)
        self.name = name if type(name) is str or name is UNSET else unless_null(name, to_str, "name", _kept)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is IpLookupContinent else of_subclass(self, IpLookupContinent)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.code is not UNSET:
            result["code"] = self.code
        if self.name is not UNSET:
            result["name"] = self.name
        return result
