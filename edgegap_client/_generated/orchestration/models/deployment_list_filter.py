"""DeploymentListFilter: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.deployment_list_filter_field import DeploymentListFilterField
from ..models.deployment_list_filter_operator import DeploymentListFilterOperator
from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, sealed, to_any

_NAMES = frozenset(("field", "operator", "value"))


@sealed(SERVICE)
@define(repr=False)
class DeploymentListFilter(Model):
    """A condition on the deployments to list.

    Attributes:
        field: The field to compare.
        operator: The operator.
        value: The value to compare with. It is a list for in and nin, a text with percent signs as wildcards
            for ilike, a time for `created_at`, and one value otherwise. A status is in lower case, such as ready.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    field: DeploymentListFilterField
    operator: DeploymentListFilterOperator
    value: Any
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        self.field = DeploymentListFilterField.read(_data.get("field", UNSET), "field", self)
        self.operator = DeploymentListFilterOperator.read(_data.get("operator", UNSET), "operator", self)
        self.value = to_any(_data.get("value", UNSET), "value", self)
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is DeploymentListFilter else finished(self, DeploymentListFilter, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["field"] = str(self.field)
        result["operator"] = str(self.operator)
        result["value"] = self.value
        return result
