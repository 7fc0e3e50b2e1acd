"""IpLookupCountry: a model of the specification."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..types import ABSENT, PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, leave_out, sealed, to_str

_NAMES = frozenset(("code", "name"))


@sealed(SERVICE)
@define(repr=False)
class IpLookupCountry(Model):
    """A country.

    Attributes:
        code: Two-letter code, for example CA.
        name: English name.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _always: ClassVar[frozenset[str]] = frozenset(("code", "name"))

    code: str = ABSENT
    name: str = ABSENT
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("code", "name"))

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        code = _data.get("code", UNSET)
        self.code = code if type(code) is str else to_str(code, "code", self)
        name = _data.get("name", UNSET)
        self.name = name if type(name) is str else to_str(name, "name", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is IpLookupCountry else finished(self, IpLookupCountry, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["code"] = self.code
        result["name"] = self.name
        return result
