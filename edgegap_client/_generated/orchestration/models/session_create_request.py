"""SessionCreateRequest: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.coordinates import Coordinates
from ..models.geo_ip import GeoIp
from ..models.session_filter import SessionFilter
from ..models.session_selector import SessionSelector
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
        "deployment_request_id",
        "location",
        "city",
        "country",
        "continent",
        "administrative_division",
        "region",
        "selectors",
        "webhook_url",
        "filters",
        "skip_telemetry",
    )
)


@sealed(SERVICE)
@define(repr=False)
class SessionCreateRequest(Model):
    """The request to create a session.

    Attributes:
        app_name: Name of the application.
        version_name: Name of the application version. The default is not documented.
        ip_list: Public IP addresses of the players, which determine their locations.
        geo_ip_list: Public IP addresses of players whose positions are known already.
        deployment_request_id: Id of the deployment to link to. By default, the service chooses one.
        location: The position that the deployment should be near.
        city: The deployment must be in this city.
        country: The deployment must be in this country.
        continent: The deployment must be on this continent.
        administrative_division: The deployment must be in this state or province.
        region: The deployment must be in this region.
        selectors: Selectors for suitable deployments, by tag and environment variable.
        webhook_url: URL that receives a POST when the session is linked, cannot be placed or fails. The
            receiver has 10 seconds to respond, and the service does not retry.
        filters: Conditions on the location of the deployment.
        skip_telemetry: Whether to choose a place without measuring the latency to the players.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    app_name: str
    version_name: str | Unset = UNSET
    ip_list: list[str] | Unset = UNSET
    geo_ip_list: list[GeoIp] | Unset = UNSET
    deployment_request_id: str | Unset = UNSET
    location: Coordinates | Unset = UNSET
    city: str | Unset = UNSET
    country: str | Unset = UNSET
    continent: str | Unset = UNSET
    administrative_division: str | Unset = UNSET
    region: str | Unset = UNSET
    selectors: list[SessionSelector] | Unset = UNSET
    webhook_url: str | Unset = UNSET
    filters: list[SessionFilter] | Unset = UNSET
    skip_telemetry: bool | Unset = UNSET
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
        deployment_request_id = _data.get("deployment_request_id", UNSET)
        self.deployment_request_id = (
            deployment_request_id
            if type(deployment_request_id) is str or deployment_request_id is UNSET
            else unless_null(deployment_request_id, to_str, "deployment_request_id", self)
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
        administrative_division = _data.get("administrative_division", UNSET)
        self.administrative_division = (
            administrative_division
            if type(administrative_division) is str or administrative_division is UNSET
            else unless_null(administrative_division, to_str, "administrative_division", self)
        )
        region = _data.get("region", UNSET)
        self.region = region if type(region) is str or region is UNSET else unless_null(region, to_str, "region", self)
        selectors = _data.get("selectors", UNSET)
        self.selectors = (
            selectors
            if selectors is UNSET
            else keep_null("selectors", _kept)
            if selectors is None
            else to_models(selectors, SessionSelector, "selectors", self)
        )
        webhook_url = _data.get("webhook_url", UNSET)
        self.webhook_url = (
            webhook_url
            if type(webhook_url) is str or webhook_url is UNSET
            else unless_null(webhook_url, to_str, "webhook_url", self)
        )
        filters = _data.get("filters", UNSET)
        self.filters = (
            filters
            if filters is UNSET
            else keep_null("filters", _kept)
            if filters is None
            else to_models(filters, SessionFilter, "filters", self)
        )
        skip_telemetry = _data.get("skip_telemetry", UNSET)
        self.skip_telemetry = (
            skip_telemetry
            if type(skip_telemetry) is bool or skip_telemetry is UNSET
            else unless_null(skip_telemetry, to_bool, "skip_telemetry", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is SessionCreateRequest else finished(self, SessionCreateRequest, cls)

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
        if self.deployment_request_id is not UNSET:
            result["deployment_request_id"] = self.deployment_request_id
        if self.location is not UNSET:
            result["location"] = self.location.to_dict()
        if self.city is not UNSET:
            result["city"] = self.city
        if self.country is not UNSET:
            result["country"] = self.country
        if self.continent is not UNSET:
            result["continent"] = self.continent
        if self.administrative_division is not UNSET:
            result["administrative_division"] = self.administrative_division
        if self.region is not UNSET:
            result["region"] = self.region
        if self.selectors is not UNSET:
            result["selectors"] = [item.to_dict() for item in self.selectors]
        if self.webhook_url is not UNSET:
            result["webhook_url"] = self.webhook_url
        if self.filters is not UNSET:
            result["filters"] = [item.to_dict() for item in self.filters]
        if self.skip_telemetry is not UNSET:
            result["skip_telemetry"] = self.skip_telemetry
        return result
