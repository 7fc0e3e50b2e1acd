"""Attributes: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, SERVICE, MapModel, finished, sealed


@sealed(SERVICE)
@define(repr=False, eq=False)
class Attributes(MapModel[Any]):
    """The player's values for the rules of a profile. Each rule has one value, under the name of the rule; a rule of
    the type `player_count` has none. The value is a map from city to milliseconds for `latencies`, a number for
    `number_difference`, a text for `string_equality`, and a list of texts for `intersection`. The service refuses
    all other values.

    It is a map: use it like a dict.
    """

    __module__ = PUBLIC_MODULE

    additional_properties: dict[str, Any] = _field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the map from JSON data."""
        self = cls.__new__(cls)
        self.additional_properties = dict(_data)
        return self if cls is Attributes else finished(self, Attributes, cls)

    def to_dict(self) -> dict[str, Any]:
        """The map as JSON-ready data."""
        return dict(self.additional_properties)
