"""PrivateHost: a model of the specification."""

import datetime
from collections.abc import Mapping
from math import isfinite
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.private_host_beacon import PrivateHostBeacon
from ..models.private_host_centroid import PrivateHostCentroid
from ..models.private_host_delete_schedule import PrivateHostDeleteSchedule
from ..models.private_host_specifications import PrivateHostSpecifications
from ..models.private_host_status import PrivateHostStatus
from ..types import (
    PUBLIC_MODULE,
    UNSET,
    Model,
    Unset,
    keep_null,
    keep_unknown,
    of_subclass,
    to_datetime,
    to_float,
    to_int,
    to_str,
)

_NAMES = frozenset(
    (
        "host_id",
        "status",
        "centroid",
        "fleet_host_specifications",
        "ip_address",
        "latitude",
        "longitude",
        "city",
        "country",
        "continent",
        "allocated_cpu_units",
        "allocated_memory_mb",
        "allocatable_cpu_units",
        "allocatable_memory_mb",
        "beacon",
        "created_at",
        "updated_at",
        "delete_schedule",
    )
)


@define(repr=False)
class PrivateHost(Model):
    """A host of a private fleet. A PENDING host has null as address, coordinates and capacities.

    Attributes:
        host_id: The host's id; use it to deploy on the host.
        status: Whether the host can be used.
        centroid: The area that the host was ordered for.
        fleet_host_specifications: The hardware of the machine.
        ip_address: The host's address.
        latitude: Latitude in degrees.
        longitude: Longitude in degrees.
        city: The city.
        country: The country, as an English name.
        continent: The continent, as an English name.
        allocated_cpu_units: CPU share in use, in vCPU units, where 1024 is one vCPU.
        allocated_memory_mb: Memory in use, in MB.
        allocatable_cpu_units: CPU share available to deployments, in vCPU units, where 1024 is one vCPU.
        allocatable_memory_mb: Memory available to deployments, in MB.
        beacon: The host's beacon; null if it has none.
        created_at: When the host was added.
        updated_at: When the host was last changed.
        delete_schedule: When the host will be removed; null if no removal is planned.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    host_id: str
    status: PrivateHostStatus
    centroid: PrivateHostCentroid
    fleet_host_specifications: PrivateHostSpecifications
    ip_address: None | str | Unset = UNSET
    latitude: float | None | Unset = UNSET
    longitude: float | None | Unset = UNSET
    city: None | str | Unset = UNSET
    country: None | str | Unset = UNSET
    continent: None | str | Unset = UNSET
    allocated_cpu_units: int | None | Unset = UNSET
    allocated_memory_mb: int | None | Unset = UNSET
    allocatable_cpu_units: int | None | Unset = UNSET
    allocatable_memory_mb: int | None | Unset = UNSET
    beacon: None | PrivateHostBeacon | Unset = UNSET
    created_at: datetime.datetime | Unset = UNSET
    updated_at: datetime.datetime | Unset = UNSET
    delete_schedule: None | PrivateHostDeleteSchedule | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        host_id = _data.get("host_id", UNSET)
        self.host_id = host_id if type(host_id) is str else to_str(host_id, "host_id")
        self.status = PrivateHostStatus.read(_data.get("status", UNSET), "status")
        self.centroid = PrivateHostCentroid.read(_data.get("centroid", UNSET), "centroid")
        self.fleet_host_specifications = PrivateHostSpecifications.read(
            _data.get("fleet_host_specifications", UNSET), "fleet_host_specifications"
        )
        ip_address = _data.get("ip_address", UNSET)
        self.ip_address = (
            ip_address
            if ip_address is UNSET or type(ip_address) is str or ip_address is None
            else to_str(ip_address, "ip_address")
        )
        latitude = _data.get("latitude", UNSET)
        self.latitude = (
            latitude
            if latitude is UNSET or (type(latitude) is float and isfinite(latitude)) or latitude is None
            else to_float(latitude, "latitude")
        )
        longitude = _data.get("longitude", UNSET)
        self.longitude = (
            longitude
            if longitude is UNSET or (type(longitude) is float and isfinite(longitude)) or longitude is None
            else to_float(longitude, "longitude")
        )
        city = _data.get("city", UNSET)
        self.city = city if city is UNSET or type(city) is str or city is None else to_str(city, "city")
        country = _data.get("country", UNSET)
        self.country = (
            country if country is UNSET or type(country) is str or country is None else to_str(country, "country")
        )
        continent = _data.get("continent", UNSET)
        self.continent = (
            continent
            if continent is UNSET or type(continent) is str or continent is None
            else to_str(continent, "continent")
        )
        allocated_cpu_units = _data.get("allocated_cpu_units", UNSET)
        self.allocated_cpu_units = (
            allocated_cpu_units
            if allocated_cpu_units is UNSET or type(allocated_cpu_units) is int or allocated_cpu_units is None
            else to_int(allocated_cpu_units, "allocated_cpu_units")
        )
        allocated_memory_mb = _data.get("allocated_memory_mb", UNSET)
        self.allocated_memory_mb = (
            allocated_memory_mb
            if allocated_memory_mb is UNSET or type(allocated_memory_mb) is int or allocated_memory_mb is None
            else to_int(allocated_memory_mb, "allocated_memory_mb")
        )
        allocatable_cpu_units = _data.get("allocatable_cpu_units", UNSET)
        self.allocatable_cpu_units = (
            allocatable_cpu_units
            if allocatable_cpu_units is UNSET or type(allocatable_cpu_units) is int or allocatable_cpu_units is None
            else to_int(allocatable_cpu_units, "allocatable_cpu_units")
        )
        allocatable_memory_mb = _data.get("allocatable_memory_mb", UNSET)
        self.allocatable_memory_mb = (
            allocatable_memory_mb
            if allocatable_memory_mb is UNSET or type(allocatable_memory_mb) is int or allocatable_memory_mb is None
            else to_int(allocatable_memory_mb, "allocatable_memory_mb")
        )
        beacon = _data.get("beacon", UNSET)
        self.beacon = beacon if beacon is UNSET or beacon is None else PrivateHostBeacon.read(beacon, "beacon")
        created_at = _data.get("created_at", UNSET)
        self.created_at = (
            created_at
            if created_at is UNSET
            else keep_null("created_at", _kept)
            if created_at is None
            else to_datetime(created_at, "created_at", _kept)
        )
        updated_at = _data.get("updated_at", UNSET)
        self.updated_at = (
            updated_at
            if updated_at is UNSET
            else keep_null("updated_at", _kept)
            if updated_at is None
            else to_datetime(updated_at, "updated_at", _kept)
        )
        delete_schedule = _data.get("delete_schedule", UNSET)
        self.delete_schedule = (
            delete_schedule
            if delete_schedule is UNSET or delete_schedule is None
            else PrivateHostDeleteSchedule.read(delete_schedule, "delete_schedule")
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is PrivateHost else of_subclass(self, PrivateHost)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["host_id"] = self.host_id
        result["status"] = str(self.status)
        result["centroid"] = self.centroid.to_dict()
        result["fleet_host_specifications"] = self.fleet_host_specifications.to_dict()
        if self.ip_address is not UNSET:
            result["ip_address"] = self.ip_address
        if self.latitude is not UNSET:
            result["latitude"] = self.latitude
        if self.longitude is not UNSET:
            result["longitude"] = self.longitude
        if self.city is not UNSET:
            result["city"] = self.city
        if self.country is not UNSET:
            result["country"] = self.country
        if self.continent is not UNSET:
            result["continent"] = self.continent
        if self.allocated_cpu_units is not UNSET:
            result["allocated_cpu_units"] = self.allocated_cpu_units
        if self.allocated_memory_mb is not UNSET:
            result["allocated_memory_mb"] = self.allocated_memory_mb
        if self.allocatable_cpu_units is not UNSET:
            result["allocatable_cpu_units"] = self.allocatable_cpu_units
        if self.allocatable_memory_mb is not UNSET:
            result["allocatable_memory_mb"] = self.allocatable_memory_mb
        if self.beacon is not UNSET:
            result["beacon"] = None if self.beacon is None else self.beacon.to_dict()
        if self.created_at is not UNSET:
            result["created_at"] = self.created_at.isoformat()
        if self.updated_at is not UNSET:
            result["updated_at"] = self.updated_at.isoformat()
        if self.delete_schedule is not UNSET:
            result["delete_schedule"] = None if self.delete_schedule is None else self.delete_schedule.to_dict()
        return result
