"""DeployResponseV1: a model of the specification."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..models.container_log_storage import ContainerLogStorage
from ..models.deploy_filter import DeployFilter
from ..types import (
    ABSENT,
    PUBLIC_MODULE,
    SERVICE,
    UNSET,
    Model,
    finished,
    keep_none,
    keep_unknown,
    leave_out,
    sealed,
    to_int,
    to_list,
    to_models,
    to_str,
    unless_none,
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


@sealed(SERVICE)
@define(repr=False)
class DeployResponseV1(Model):
    """The new deployment, in the older form.

    Attributes:
        request_id: The new deployment's id.
        request_dns: The host name that the deployment will have.
        request_app: The application's name.
        request_version: The name of the app version.
        request_user_count: The number of players in the request, 1 or more.
        filters: The conditions on the location.
        tags: The deployment's tags.
        container_log_storage: Whether and where the service stores logs. It is null if the request did not set
            it.
        city: The city that the request named. Only documents of 2024 have it.
        country: The country that the request named. Only documents of 2024 have it.
        continent: The continent that the request named. Only documents of 2024 have it.
        administrative_division: The state or province that the request named. Only documents of 2024 have it.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _always: ClassVar[frozenset[str]] = frozenset(
        ("request_dns", "request_app", "request_version", "request_user_count", "filters", "tags")
    )

    request_id: str
    request_dns: str = ABSENT
    request_app: str = ABSENT
    request_version: str = ABSENT
    request_user_count: int = ABSENT
    filters: list[DeployFilter] = ABSENT
    tags: list[str] = ABSENT
    container_log_storage: ContainerLogStorage | None = None
    city: str | None = None
    country: str | None = None
    continent: str | None = None
    administrative_division: str | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("request_dns", "request_app", "request_version", "request_user_count", "filters", "tags"))

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        request_id = _data.get("request_id", UNSET)
        self.request_id = request_id if type(request_id) is str else to_str(request_id, "request_id", self)
        request_dns = _data.get("request_dns", UNSET)
        self.request_dns = request_dns if type(request_dns) is str else to_str(request_dns, "request_dns", self)
        request_app = _data.get("request_app", UNSET)
        self.request_app = request_app if type(request_app) is str else to_str(request_app, "request_app", self)
        request_version = _data.get("request_version", UNSET)
        self.request_version = (
            request_version if type(request_version) is str else to_str(request_version, "request_version", self)
        )
        request_user_count = _data.get("request_user_count", UNSET)
        self.request_user_count = (
            request_user_count
            if type(request_user_count) is int
            else to_int(request_user_count, "request_user_count", self)
        )
        self.filters = to_models(_data.get("filters", UNSET), DeployFilter, "filters", self)
        self.tags = to_list(_data.get("tags", UNSET), to_str, "tags", self)
        container_log_storage = _data.get("container_log_storage", UNSET)
        self.container_log_storage = (
            None
            if container_log_storage is UNSET
            else keep_none("container_log_storage", _kept)
            if container_log_storage is None
            else ContainerLogStorage.read(container_log_storage, "container_log_storage", self)
        )
        city = _data.get("city", UNSET)
        self.city = city if type(city) is str else None if city is UNSET else unless_none(city, to_str, "city", self)
        country = _data.get("country", UNSET)
        self.country = (
            country
            if type(country) is str
            else None
            if country is UNSET
            else unless_none(country, to_str, "country", self)
        )
        continent = _data.get("continent", UNSET)
        self.continent = (
            continent
            if type(continent) is str
            else None
            if continent is UNSET
            else unless_none(continent, to_str, "continent", self)
        )
        administrative_division = _data.get("administrative_division", UNSET)
        self.administrative_division = (
            administrative_division
            if type(administrative_division) is str
            else None
            if administrative_division is UNSET
            else unless_none(administrative_division, to_str, "administrative_division", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is DeployResponseV1 else finished(self, DeployResponseV1, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["request_id"] = self.request_id
        result["request_dns"] = self.request_dns
        result["request_app"] = self.request_app
        result["request_version"] = self.request_version
        result["request_user_count"] = self.request_user_count
        result["filters"] = [item.to_dict() for item in self.filters]
        result["tags"] = self.tags
        if self.container_log_storage is not None:
            result["container_log_storage"] = self.container_log_storage.to_dict()
        if self.city is not None:
            result["city"] = self.city
        if self.country is not None:
            result["country"] = self.country
        if self.continent is not None:
            result["continent"] = self.continent
        if self.administrative_division is not None:
            result["administrative_division"] = self.administrative_division
        return result
