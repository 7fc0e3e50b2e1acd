"""RelayFilter: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.filter_type import FilterType
from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, sealed, to_list, to_str

_NAMES = frozenset(("field", "values", "filter_type"))


@sealed(SERVICE)
@define(repr=False)
class RelayFilter(Model):
    """One condition on the location of a relay.

    Attributes:
        field: The field to compare. The names are not documented for relays. Deployments have city, country,
            continent, region, `administrative_division` and `location_tags`.
        values: The values to compare with.
        filter_type: How the values must match.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    field: str
    values: list[str]
    filter_type: FilterType
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        field = _data.get("field", UNSET)
        self.field = field if type(field) is str else to_str(field, "field", self)
        self.values = to_list(_data.get("values", UNSET), to_str, "values", self)
        self.filter_type = FilterType.read(_data.get("filter_type", UNSET), "filter_type", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is RelayFilter else finished(self, RelayFilter, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["field"] = self.field
        result["values"] = self.values
        result["filter_type"] = str(self.filter_type)
        return result
