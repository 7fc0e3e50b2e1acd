"""DeployResponseV1: a model of the specification."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.container_log_storage import ContainerLogStorage
from ..models.deploy_filter import DeployFilter
from ..types import UNSET, Model, Unset, keep_null, note, to_int, to_list, to_str

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
        request_dns: The name under which the deployment will be found.
        request_app: The application's name.
        request_version: The name of the app version.
        request_user_count: How many players the request named; 1 or more.
        filters: The conditions on the location.
        tags: The deployment's tags.
        container_log_storage: Whether and where logs are kept; null when nothing was asked for.
        city: The city that the request named. Documented in 2024 only.
        country: The country that the request named. Documented in 2024 only.
        continent: The continent that the request named. Documented in 2024 only.
        administrative_division: The state or province that the request named. Documented in 2024 only.
        additional_properties: What the specification does not know, as it came.
    """

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
        """Read the model from decoded JSON; raises `ResponseFormatError` naming the field that cannot be read."""
        _kept: dict[str, Any] = {}
        request_id = _data.get("request_id", UNSET)
        if type(request_id) is not str:
            request_id = to_str(request_id, "request_id")
        request_dns = _data.get("request_dns", UNSET)
        if type(request_dns) is not str:
            request_dns = to_str(request_dns, "request_dns")
        request_app = _data.get("request_app", UNSET)
        if type(request_app) is not str:
            request_app = to_str(request_app, "request_app")
        request_version = _data.get("request_version", UNSET)
        if type(request_version) is not str:
            request_version = to_str(request_version, "request_version")
        request_user_count = _data.get("request_user_count", UNSET)
        if type(request_user_count) is not int:
            request_user_count = to_int(request_user_count, "request_user_count")
        filters = _data.get("filters", UNSET)
        if filters is None:
            filters = keep_null("filters", _kept)
        elif filters is not UNSET:
            filters = to_list(filters, DeployFilter.read, "filters")
        tags = _data.get("tags", UNSET)
        if tags is None:
            tags = keep_null("tags", _kept)
        elif tags is not UNSET:
            tags = to_list(tags, to_str, "tags")
        container_log_storage = _data.get("container_log_storage", UNSET)
        if container_log_storage is not UNSET and container_log_storage is not None:
            container_log_storage = ContainerLogStorage.read(container_log_storage, "container_log_storage")
        city = _data.get("city", UNSET)
        if type(city) is not str and city is not UNSET:
            city = keep_null("city", _kept) if city is None else to_str(city, "city")
        country = _data.get("country", UNSET)
        if type(country) is not str and country is not UNSET:
            country = keep_null("country", _kept) if country is None else to_str(country, "country")
        continent = _data.get("continent", UNSET)
        if type(continent) is not str and continent is not UNSET:
            continent = keep_null("continent", _kept) if continent is None else to_str(continent, "continent")
        administrative_division = _data.get("administrative_division", UNSET)
        if type(administrative_division) is not str and administrative_division is not UNSET:
            administrative_division = (
                keep_null("administrative_division", _kept)
                if administrative_division is None
                else to_str(administrative_division, "administrative_division")
            )
        if not _NAMES.issuperset(_data):
            note("field", cls.__name__, _data.keys() - _NAMES)
            _kept.update((_name, _value) for _name, _value in _data.items() if _name not in _NAMES)
        return cls(
            request_id,
            request_dns,
            request_app,
            request_version,
            request_user_count,
            filters,
            tags,
            container_log_storage,
            city,
            country,
            continent,
            administrative_division,
            additional_properties=_kept,
        )

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
