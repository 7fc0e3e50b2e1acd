"""RelaySessionCreateRequest: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.relay_filter import RelayFilter
from ..models.relay_user import RelayUser
from ..types import (
    PUBLIC_MODULE,
    SERVICE,
    UNSET,
    Model,
    Unset,
    finished,
    keep_null,
    keep_unknown,
    sealed,
    to_models,
    to_str,
    unless_null,
)

_NAMES = frozenset(("users", "filters", "webhook_url"))


@sealed(SERVICE)
@define(repr=False)
class RelaySessionCreateRequest(Model):
    """The request to create a relay session.

    Attributes:
        users: The players of the session, at least one.
        filters: Conditions on the location of the relay. Without filters, every location is possible.
        webhook_url: URL that receives a POST when the session changes. The receiver has 10 seconds to respond,
            and the service does not retry.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    users: list[RelayUser]
    filters: list[RelayFilter] | Unset = UNSET
    webhook_url: str | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        self.users = to_models(_data.get("users", UNSET), RelayUser, "users", self)
        filters = _data.get("filters", UNSET)
        self.filters = (
            filters
            if filters is UNSET
            else keep_null("filters", _kept)
            if filters is None
            else to_models(filters, RelayFilter, "filters", self)
        )
        webhook_url = _data.get("webhook_url", UNSET)
        self.webhook_url = (
            webhook_url
            if type(webhook_url) is str or webhook_url is UNSET
            else unless_null(webhook_url, to_str, "webhook_url", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is RelaySessionCreateRequest else finished(self, RelaySessionCreateRequest, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["users"] = [item.to_dict() for item in self.users]
        if self.filters is not UNSET:
            result["filters"] = [item.to_dict() for item in self.filters]
        if self.webhook_url is not UNSET:
            result["webhook_url"] = self.webhook_url
        return result
