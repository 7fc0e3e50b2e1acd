"""DeploymentListQuery: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.deployment_list_filter import DeploymentListFilter
from ..models.deployment_list_order import DeploymentListOrder
from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, Unset, finished, keep_null, keep_unknown, sealed, to_models

_NAMES = frozenset(("filters", "order_by"))


@sealed(SERVICE)
@define(repr=False)
class DeploymentListQuery(Model):
    """The filters and the order of a list of deployments. The client sends it as JSON text in the parameter `query`.

    Attributes:
        filters: Conditions on the deployments, at most one for each field.
        order_by: The order, with the most important field first.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    filters: list[DeploymentListFilter] | Unset = UNSET
    order_by: list[DeploymentListOrder] | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        filters = _data.get("filters", UNSET)
        self.filters = (
            filters
            if filters is UNSET
            else keep_null("filters", _kept)
            if filters is None
            else to_models(filters, DeploymentListFilter, "filters", self)
        )
        order_by = _data.get("order_by", UNSET)
        self.order_by = (
            order_by
            if order_by is UNSET
            else keep_null("order_by", _kept)
            if order_by is None
            else to_models(order_by, DeploymentListOrder, "order_by", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is DeploymentListQuery else finished(self, DeploymentListQuery, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.filters is not UNSET:
            result["filters"] = [item.to_dict() for item in self.filters]
        if self.order_by is not UNSET:
            result["order_by"] = [item.to_dict() for item in self.order_by]
        return result
