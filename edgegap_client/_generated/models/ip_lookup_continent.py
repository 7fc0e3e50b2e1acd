"""IpLookupContinent: a model of the specification."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import UNSET, Model, Unset, keep_null, note, to_str

_NAMES = frozenset(("code", "name"))


@define(repr=False)
class IpLookupContinent(Model):
    """A continent.

    Attributes:
        code: Two-letter code, for example AF.
        name: English name.
        additional_properties: What the specification does not know, as it came.
    """

    code: str | Unset = UNSET
    name: str | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Read the model from decoded JSON; raises `ResponseFormatError` naming the field that cannot be read."""
        _kept: dict[str, Any] = {}
        code = _data.get("code", UNSET)
        if type(code) is not str and code is not UNSET:
            code = keep_null("code", _kept) if code is None else to_str(code, "code")
        name = _data.get("name", UNSET)
        if type(name) is not str and name is not UNSET:
            name = keep_null("name", _kept) if name is None else to_str(name, "name")
        if not _NAMES.issuperset(_data):
            note("field", cls.__name__, _data.keys() - _NAMES)
            _kept.update((_name, _value) for _name, _value in _data.items() if _name not in _NAMES)
        return cls(code, name, additional_properties=_kept)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.code is not UNSET:
            result["code"] = self.code
        if self.name is not UNSET:
            result["name"] = self.name
        return result
