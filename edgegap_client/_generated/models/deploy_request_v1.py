"""DeployRequestV1: a model of the specification."""

from __future__ import annotations

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
from ..types import UNSET, Model, Unset, keep_null, note, to_bool, to_list, to_str

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


@define(repr=False)
class DeployRequestV1(Model):
    """What to run and where, in the older form.

    Attributes:
        app_name: The application's name.
        version_name: The name of the app version. When missing, the server takes the newest.
        ip_list: The players' addresses. Not together with geo_ip_list.
        geo_ip_list: The players' addresses and coordinates. Not together with ip_list.
        filters: Conditions on the location.
        env_vars: Variables for the container, besides those of the version.
        tags: Tags to find the deployment by.
        webhook_url: Where to send the status, once, when the deployment is READY or in ERROR.
        container_log_storage: Whether and where to keep the container's logs.
        command: What to start in the container, in place of the image's entry point; null for the image's own.
        arguments: Arguments of the command; null for the image's own.
        is_public_app: Whether the application is a public one. Documented in 2024 only.
        telemetry_profile_uuid_list: Telemetry profiles to use. Documented in 2024 only.
        skip_telemetry: Whether to go without telemetry when choosing the location. Documented in 2024 only.
        location: A point to be close to. Documented in 2024 only.
        city: The city to deploy in. Documented in 2024 only; use filters.
        country: The country to deploy in. Documented in 2024 only; use filters.
        continent: The continent to deploy in. Documented in 2024 only; use filters.
        region: The region to deploy in. Documented in 2024 only; use filters.
        administrative_division: The state or province to deploy in. Documented in 2024 only; use filters.
        ap_sort_strategy: How to rank candidate locations. Documented in 2024 only.
        additional_properties: What the specification does not know, as it came.
    """

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
        """Read the model from decoded JSON; raises `ResponseFormatError` naming the field that cannot be read."""
        _kept: dict[str, Any] = {}
        app_name = _data.get("app_name", UNSET)
        if type(app_name) is not str:
            app_name = to_str(app_name, "app_name")
        version_name = _data.get("version_name", UNSET)
        if type(version_name) is not str and version_name is not UNSET:
            version_name = (
                keep_null("version_name", _kept) if version_name is None else to_str(version_name, "version_name")
            )
        ip_list = _data.get("ip_list", UNSET)
        if ip_list is None:
            ip_list = keep_null("ip_list", _kept)
        elif ip_list is not UNSET:
            ip_list = to_list(ip_list, to_str, "ip_list")
        geo_ip_list = _data.get("geo_ip_list", UNSET)
        if geo_ip_list is None:
            geo_ip_list = keep_null("geo_ip_list", _kept)
        elif geo_ip_list is not UNSET:
            geo_ip_list = to_list(geo_ip_list, GeoIp.read, "geo_ip_list")
        filters = _data.get("filters", UNSET)
        if filters is None:
            filters = keep_null("filters", _kept)
        elif filters is not UNSET:
            filters = to_list(filters, DeployFilter.read, "filters")
        env_vars = _data.get("env_vars", UNSET)
        if env_vars is None:
            env_vars = keep_null("env_vars", _kept)
        elif env_vars is not UNSET:
            env_vars = to_list(env_vars, EnvVar.read, "env_vars")
        tags = _data.get("tags", UNSET)
        if tags is None:
            tags = keep_null("tags", _kept)
        elif tags is not UNSET:
            tags = to_list(tags, to_str, "tags")
        webhook_url = _data.get("webhook_url", UNSET)
        if type(webhook_url) is not str and webhook_url is not UNSET:
            webhook_url = keep_null("webhook_url", _kept) if webhook_url is None else to_str(webhook_url, "webhook_url")
        container_log_storage = _data.get("container_log_storage", UNSET)
        if container_log_storage is None:
            container_log_storage = keep_null("container_log_storage", _kept)
        elif container_log_storage is not UNSET:
            container_log_storage = ContainerLogStorage.read(container_log_storage, "container_log_storage")
        command = _data.get("command", UNSET)
        if type(command) is not str and command is not UNSET and command is not None:
            command = to_str(command, "command")
        arguments = _data.get("arguments", UNSET)
        if type(arguments) is not str and arguments is not UNSET and arguments is not None:
            arguments = to_str(arguments, "arguments")
        is_public_app = _data.get("is_public_app", UNSET)
        if type(is_public_app) is not bool and is_public_app is not UNSET:
            is_public_app = (
                keep_null("is_public_app", _kept) if is_public_app is None else to_bool(is_public_app, "is_public_app")
            )
        telemetry_profile_uuid_list = _data.get("telemetry_profile_uuid_list", UNSET)
        if telemetry_profile_uuid_list is None:
            telemetry_profile_uuid_list = keep_null("telemetry_profile_uuid_list", _kept)
        elif telemetry_profile_uuid_list is not UNSET:
            telemetry_profile_uuid_list = to_list(telemetry_profile_uuid_list, to_str, "telemetry_profile_uuid_list")
        skip_telemetry = _data.get("skip_telemetry", UNSET)
        if type(skip_telemetry) is not bool and skip_telemetry is not UNSET:
            skip_telemetry = (
                keep_null("skip_telemetry", _kept)
                if skip_telemetry is None
                else to_bool(skip_telemetry, "skip_telemetry")
            )
        location = _data.get("location", UNSET)
        if location is None:
            location = keep_null("location", _kept)
        elif location is not UNSET:
            location = Coordinates.read(location, "location")
        city = _data.get("city", UNSET)
        if type(city) is not str and city is not UNSET:
            city = keep_null("city", _kept) if city is None else to_str(city, "city")
        country = _data.get("country", UNSET)
        if type(country) is not str and country is not UNSET:
            country = keep_null("country", _kept) if country is None else to_str(country, "country")
        continent = _data.get("continent", UNSET)
        if type(continent) is not str and continent is not UNSET:
            continent = keep_null("continent", _kept) if continent is None else to_str(continent, "continent")
        region = _data.get("region", UNSET)
        if type(region) is not str and region is not UNSET:
            region = keep_null("region", _kept) if region is None else to_str(region, "region")
        administrative_division = _data.get("administrative_division", UNSET)
        if type(administrative_division) is not str and administrative_division is not UNSET:
            administrative_division = (
                keep_null("administrative_division", _kept)
                if administrative_division is None
                else to_str(administrative_division, "administrative_division")
            )
        ap_sort_strategy = _data.get("ap_sort_strategy", UNSET)
        if ap_sort_strategy is None:
            ap_sort_strategy = keep_null("ap_sort_strategy", _kept)
        elif ap_sort_strategy is not UNSET:
            ap_sort_strategy = ApSortStrategy.read(ap_sort_strategy, "ap_sort_strategy")
        if not _NAMES.issuperset(_data):
            note("field", cls.__name__, _data.keys() - _NAMES)
            _kept.update((_name, _value) for _name, _value in _data.items() if _name not in _NAMES)
        return cls(
            app_name,
            version_name,
            ip_list,
            geo_ip_list,
            filters,
            env_vars,
            tags,
            webhook_url,
            container_log_storage,
            command,
            arguments,
            is_public_app,
            telemetry_profile_uuid_list,
            skip_telemetry,
            location,
            city,
            country,
            continent,
            region,
            administrative_division,
            ap_sort_strategy,
            additional_properties=_kept,
        )

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
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
