"""ErrorDetails: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, SERVICE, MapModel, finished, sealed


@sealed(SERVICE)
@define(repr=False, eq=False)
class ErrorDetails(MapModel[Any]):
    """Further details of a v2 error. Their form is not documented.

    It is a map: use it like a dict.
    """

    __module__ = PUBLIC_MODULE

    additional_properties: dict[str, Any] = _field(factory=dict[str, Any])

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the map from JSON data."""
        self = cls.__new__(cls)
        self.additional_properties = dict(_data)
        return self if cls is ErrorDetails else finished(self, ErrorDetails, cls)

    def to_dict(self) -> dict[str, Any]:
        """The map as JSON-ready data."""
        return dict(self.additional_properties)
