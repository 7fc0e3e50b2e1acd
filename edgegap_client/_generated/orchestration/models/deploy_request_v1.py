"""DeployRequestV1: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.ap_sort_strategy import ApSortStrategy
from ..models.container_log_storage import ContainerLogStorage
from ..models.coordinates import Coordinates
from ..models.deploy_filter import DeployFilter
from ..models.env_var import EnvVar
from ..models.geo_ip import GeoIp
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
    to_bool,
    to_list,
    to_models,
    to_str,
    unless_null,
)

_NAMES = frozenset(
    (
        "app_name",
        "version_name",
        "ip_list",
        "geo_ip_list",
        "filters",
        "env_vars",
        "tags",
        "webhook_url",
        "container_log_storage",
        "command",
        "arguments",
        "is_public_app",
        "telemetry_profile_uuid_list",
        "skip_telemetry",
        "location",
        "city",
        "country",
        "continent",
        "region",
        "administrative_division",
        "ap_sort_strategy",
    )
)


@sealed(SERVICE)
@define(repr=False)
class DeployRequestV1(Model):
    """The request to start a deployment, in the older form.

    Attributes:
        app_name: The application's name.
        version_name: The name of the app version. By default, the service takes the newest version.
        ip_list: The players' addresses. You cannot combine it with `geo_ip_list`.
        geo_ip_list: The players' addresses and coordinates. You cannot combine it with `ip_list`.
        filters: Conditions on the location.
        env_vars: Environment variables for the container, in addition to the variables of the version.
        tags: Tags to find the deployment by.
        webhook_url: The URL that receives the status once, when the deployment is READY or in ERROR.
        container_log_storage: Whether and where to store the container's logs.
        command: Command to run in place of the image's entry point. Null keeps the image's own entry point.
        arguments: Arguments of the command. Null means the image's own arguments.
        is_public_app: Whether the application is a public one. Only documents of 2024 have it.
        telemetry_profile_uuid_list: Telemetry profiles to use. Only documents of 2024 have it.
        skip_telemetry: Whether to choose the location without telemetry. Only documents of 2024 have it.
        location: A point to place the deployment near. Only documents of 2024 have it.
        city: The city to deploy in. Only documents of 2024 have this field. Use `filters` instead.
        country: The country to deploy in. Only documents of 2024 have this field. Use `filters` instead.
        continent: The continent to deploy in. Only documents of 2024 have this field. Use `filters` instead.
        region: The region to deploy in. Only documents of 2024 have this field. Use `filters` instead.
        administrative_division: The state or province to deploy in. Only documents of 2024 have this field. Use
            `filters` instead.
        ap_sort_strategy: How to rank candidate locations. Only documents of 2024 have it.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    app_name: str
    version_name: str | Unset = UNSET
    ip_list: list[str] | Unset = UNSET
    geo_ip_list: list[GeoIp] | Unset = UNSET
    filters: list[DeployFilter] | Unset = UNSET
    env_vars: list[EnvVar] | Unset = UNSET
    tags: list[str] | Unset = UNSET
    webhook_url: str | Unset = UNSET
    container_log_storage: ContainerLogStorage | Unset = UNSET
    command: None | str | Unset = UNSET
    arguments: None | str | Unset = UNSET
    is_public_app: bool | Unset = UNSET
    telemetry_profile_uuid_list: list[str] | Unset = UNSET
    skip_telemetry: bool | Unset = UNSET
    location: Coordinates | Unset = UNSET
    city: str | Unset = UNSET
    country: str | Unset = UNSET
    continent: str | Unset = UNSET
    region: str | Unset = UNSET
    administrative_division: str | Unset = UNSET
    ap_sort_strategy: ApSortStrategy | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        app_name = _data.get("app_name", UNSET)
        self.app_name = app_name if type(app_name) is str else to_str(app_name, "app_name", self)
        version_name = _data.get("version_name", UNSET)
        self.version_name = (
            version_name
            if type(version_name) is str or version_name is UNSET
            else unless_null(version_name, to_str, "version_name", self)
        )
        ip_list = _data.get("ip_list", UNSET)
        self.ip_list = (
            ip_list
            if ip_list is UNSET
            else keep_null("ip_list", _kept)
            if ip_list is None
            else to_list(ip_list, to_str, "ip_list", self)
        )
        geo_ip_list = _data.get("geo_ip_list", UNSET)
        self.geo_ip_list = (
            geo_ip_list
            if geo_ip_list is UNSET
            else keep_null("geo_ip_list", _kept)
            if geo_ip_list is None
            else to_models(geo_ip_list, GeoIp, "geo_ip_list", self)
        )
        filters = _data.get("filters", UNSET)
        self.filters = (
            filters
            if filters is UNSET
            else keep_null("filters", _kept)
            if filters is None
            else to_models(filters, DeployFilter, "filters", self)
        )
        env_vars = _data.get("env_vars", UNSET)
        self.env_vars = (
            env_vars
            if env_vars is UNSET
            else keep_null("env_vars", _kept)
            if env_vars is None
            else to_models(env_vars, EnvVar, "env_vars", self)
        )
        tags = _data.get("tags", UNSET)
        self.tags = (
            tags if tags is UNSET else keep_null("tags", _kept) if tags is None else to_list(tags, to_str, "tags", self)
        )
        webhook_url = _data.get("webhook_url", UNSET)
        self.webhook_url = (
            webhook_url
            if type(webhook_url) is str or webhook_url is UNSET
            else unless_null(webhook_url, to_str, "webhook_url", self)
        )
        container_log_storage = _data.get("container_log_storage", UNSET)
        self.container_log_storage = (
            container_log_storage
            if container_log_storage is UNSET
            else keep_null("container_log_storage", _kept)
            if container_log_storage is None
            else ContainerLogStorage.read(container_log_storage, "container_log_storage", self)
        )
        command = _data.get("command", UNSET)
        self.command = (
            command if command is UNSET or type(command) is str or command is None else to_str(command, "command", self)
        )
        arguments = _data.get("arguments", UNSET)
        self.arguments = (
            arguments
            if arguments is UNSET or type(arguments) is str or arguments is None
            else to_str(arguments, "arguments", self)
        )
        is_public_app = _data.get("is_public_app", UNSET)
        self.is_public_app = (
            is_public_app
            if type(is_public_app) is bool or is_public_app is UNSET
            else unless_null(is_public_app, to_bool, "is_public_app", self)
        )
        telemetry_profile_uuid_list = _data.get("telemetry_profile_uuid_list", UNSET)
        self.telemetry_profile_uuid_list = (
            telemetry_profile_uuid_list
            if telemetry_profile_uuid_list is UNSET
            else keep_null("telemetry_profile_uuid_list", _kept)
            if telemetry_profile_uuid_list is None
            else to_list(telemetry_profile_uuid_list, to_str, "telemetry_profile_uuid_list", self)
        )
        skip_telemetry = _data.get("skip_telemetry", UNSET)
        self.skip_telemetry = (
            skip_telemetry
            if type(skip_telemetry) is bool or skip_telemetry is UNSET
            else unless_null(skip_telemetry, to_bool, "skip_telemetry", self)
        )
        location = _data.get("location", UNSET)
        self.location = (
            location
            if location is UNSET
            else keep_null("location", _kept)
            if location is None
            else Coordinates.read(location, "location", self)
        )
        city = _data.get("city", UNSET)
        self.city = city if type(city) is str or city is UNSET else unless_null(city, to_str, "city", self)
        country = _data.get("country", UNSET)
        self.country = (
            country if type(country) is str or country is UNSET else unless_null(country, to_str, "country", self)
        )
        continent = _data.get("continent", UNSET)
        self.continent = (
            continent
            if type(continent) is str or continent is UNSET
            else unless_null(continent, to_str, "continent", self)
        )
        region = _data.get("region", UNSET)
        self.region = region if type(region) is str or region is UNSET else unless_null(region, to_str, "region", self)
        administrative_division = _data.get("administrative_division", UNSET)
        self.administrative_division = (
            administrative_division
            if type(administrative_division) is str or administrative_division is UNSET
            else unless_null(administrative_division, to_str, "administrative_division", self)
        )
        ap_sort_strategy = _data.get("ap_sort_strategy", UNSET)
        self.ap_sort_strategy = (
            ap_sort_strategy
            if ap_sort_strategy is UNSET
            else keep_null("ap_sort_strategy", _kept)
            if ap_sort_strategy is None
            else ApSortStrategy.read(ap_sort_strategy, "ap_sort_strategy", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is DeployRequestV1 else finished(self, DeployRequestV1, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["app_name"] = self.app_name
        if self.version_name is not UNSET:
            result["version_name"] = self.version_name
        if self.ip_list is not UNSET:
            result["ip_list"] = self.ip_list
        if self.geo_ip_list is not UNSET:
            result["geo_ip_list"] = [item.to_dict() for item in self.geo_ip_list]
        if self.filters is not UNSET:
            result["filters"] = [item.to_dict() for item in self.filters]
        if self.env_vars is not UNSET:
            result["env_vars"] = [item.to_dict() for item in self.env_vars]
        if self.tags is not UNSET:
            result["tags"] = self.tags
        if self.webhook_url is not UNSET:
            result["webhook_url"] = self.webhook_url
        if self.container_log_storage is not UNSET:
            result["container_log_storage"] = self.container_log_storage.to_dict()
        if self.command is not UNSET:
            result["command"] = self.command
        if self.arguments is not UNSET:
            result["arguments"] = self.arguments
        if self.is_public_app is not UNSET:
            result["is_public_app"] = self.is_public_app
        if self.telemetry_profile_uuid_list is not UNSET:
            result["telemetry_profile_uuid_list"] = self.telemetry_profile_uuid_list
        if self.skip_telemetry is not UNSET:
            result["skip_telemetry"] = self.skip_telemetry
        if self.location is not UNSET:
            result["location"] = self.location.to_dict()
        if self.city is not UNSET:
            result["city"] = self.city
        if self.country is not UNSET:
            result["country"] = self.country
        if self.continent is not UNSET:
            result["continent"] = self.continent
        if self.region is not UNSET:
            result["region"] = self.region
        if self.administrative_division is not UNSET:
            result["administrative_division"] = self.administrative_division
        if self.ap_sort_strategy is not UNSET:
            result["ap_sort_strategy"] = str(self.ap_sort_strategy)
        return result
