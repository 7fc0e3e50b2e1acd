"""DeployResponseV1: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.container_log_storage import ContainerLogStorage
from ..models.deploy_filter import DeployFilter
from ..types import (
    PUBLIC_MODULE,
    UNSET,
    Model,
    Unset,
    keep_null,
    keep_unknown,
    of_subclass,
    to_int,
    to_list,
    to_str,
    unless_null,
)

_NAMES = frozenset(
    (
        "request_id",
        "request_dns",
        "request_app",
        "request_version",
        "request_user_count",
        "filters",
        "tags",
        "container_log_storage",
        "city",
        "country",
        "continent",
        "administrative_division",
    )
)


@define(repr=False)
class DeployResponseV1(Model):
    """The new deployment, in the older form.

    Attributes:
        request_id: The new deployment's id.
        request_dns: The host name that the deployment will have.
        request_app: The application's name.
        request_version: The name of the app version.
        request_user_count: How many players the request named; 1 or more.
        filters: The conditions on the location.
        tags: The deployment's tags.
        container_log_storage: Whether and where logs are stored; null if the request did not say.
        city: The city that the request named. Documented in 2024 only.
        country: The country that the request named. Documented in 2024 only.
        continent: The continent that the request named. Documented in 2024 only.
        administrative_division: The state or province that the request named. Documented in 2024 only.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    request_id: str
    request_dns: str
    request_app: str
    request_version: str
    request_user_count: int
    filters: list[DeployFilter] | Unset = UNSET
    tags: list[str] | Unset = UNSET
    container_log_storage: ContainerLogStorage | None | Unset = UNSET
    city: str | Unset = UNSET
    country: str | Unset = UNSET
    continent: str | Unset = UNSET
    administrative_division: str | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        request_id = _data.get("request_id", UNSET)
        self.request_id = request_id if type(request_id) is str else to_str(request_id, "request_id")
        request_dns = _data.get("request_dns", UNSET)
        self.request_dns = request_dns if type(request_dns) is str else to_str(request_dns, "request_dns")
        request_app = _data.get("request_app", UNSET)
        self.request_app = request_app if type(request_app) is str else to_str(request_app, "request_app")
        request_version = _data.get("request_version", UNSET)
        self.request_version = (
            request_version if type(request_version) is str else to_str(request_version, "request_version")
        )
        request_user_count = _data.get("request_user_count", UNSET)
        self.request_user_count = (
            request_user_count if type(request_user_count) is int else to_int(request_user_count, "request_user_count")
        )
        filters = _data.get("filters", UNSET)
        self.filters = (
            filters
            if filters is UNSET
            else keep_null("filters", _kept)
            if filters is None
            else to_list(filters, DeployFilter.read, "filters")
        )
        tags = _data.get("tags", UNSET)
        self.tags = (
            tags if tags is UNSET else keep_null("tags", _kept) if tags is None else to_list(tags, to_str, "tags")
        )
        container_log_storage = _data.get("container_log_storage", UNSET)
        self.container_log_storage = (
            container_log_storage
            if container_log_storage is UNSET or container_log_storage is None
            else ContainerLogStorage.read(container_log_storage, "container_log_storage")
        )
        city = _data.get("city", UNSET)
        self.city = city if type(city) is str or city is UNSET else unless_null(city, to_str, "city", _kept)
        country = _data.get("country", UNSET)
        self.country = (
            country if type(country) is str or country is UNSET else unless_null(country, to_str, "country", _kept)
        )
        continent = _data.get("continent", UNSET)
        self.continent = (
            continent
            if type(continent) is str or continent is UNSET
            else unless_null(continent, to_str, "continent", _kept)
        )
        administrative_division = _data.get("administrative_division", UNSET)
        self.administrative_division = (
            administrative_division
            if type(administrative_division) is str or administrative_division is UNSET
            else unless_null(administrative_division, to_str, "administrative_division", _kept)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is DeployResponseV1 else of_subclass(self, DeployResponseV1)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["request_id"] = self.request_id
        result["request_dns"] = self.request_dns
        result["request_app"] = self.request_app
        result["request_version"] = self.request_version
        result["request_user_count"] = self.request_user_count
        if self.filters is not UNSET:
            result["filters"] = [item.to_dict() for item in self.filters]
        if self.tags is not UNSET:
            result["tags"] = self.tags
        if self.container_log_storage is not UNSET:
            result["container_log_storage"] = (
                None if self.container_log_storage is None else self.container_log_storage.to_dict()
            )
        if self.city is not UNSET:
            result["city"] = self.city
        if self.country is not UNSET:
            result["country"] = self.country
        if self.continent is not UNSET:
            result["continent"] = self.continent
        if self.administrative_division is not UNSET:
            result["administrative_division"] = self.administrative_division
        return result
