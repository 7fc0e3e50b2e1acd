"""Attributes: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, SERVICE, MapModel, finished, sealed


@sealed(SERVICE)
@define(repr=False, eq=False)
class Attributes(MapModel[Any]):
    """What a player brings for the rules of a profile: under the name of each rule, except `player_count`, what its
    type needs. `latencies`: milliseconds by city; `number_difference`: a number; `string_equality`: text;
    `intersection`: a list of texts. The service refuses anything else.

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
