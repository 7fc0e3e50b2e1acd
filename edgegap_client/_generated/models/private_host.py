"""PrivateHost: a model of the specification."""

from __future__ import annotations

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
from ..types import UNSET, Model, Unset, keep_null, note, to_datetime, to_float, to_int, to_str

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
    """A host of a private fleet. One that is PENDING has null for address, coordinates and capacities.

    Attributes:
        host_id: The host's id; to be named when deploying on it.
        status: Whether the host can be used.
        centroid: The area that the host was ordered for.
        fleet_host_specifications: What the machine has.
        ip_address: The host's address.
        latitude: Degrees north.
        longitude: Degrees east.
        city: The city.
        country: The country, as an English name.
        continent: The continent, as an English name.
        allocated_cpu_units: Processor time in use, in vCPU units; 1024 are one vCPU.
        allocated_memory_mb: Memory in use, in MB.
        allocatable_cpu_units: Processor time that deployments can have, in vCPU units; 1024 are one vCPU.
        allocatable_memory_mb: Memory that deployments can have, in MB.
        beacon: The host's beacon; null when it has none.
        created_at: When the host was added.
        updated_at: When the host was last changed.
        delete_schedule: When the host will be removed; null when that is not planned.
        additional_properties: What the specification does not know, as it came.
    """

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
        """Read the model from decoded JSON; raises `ResponseFormatError` naming the field that cannot be read."""
        _kept: dict[str, Any] = {}
        host_id = _data.get("host_id", UNSET)
        if type(host_id) is not str:
            host_id = to_str(host_id, "host_id")
        status = PrivateHostStatus.read(_data.get("status", UNSET), "status")
        centroid = PrivateHostCentroid.read(_data.get("centroid", UNSET), "centroid")
        fleet_host_specifications = PrivateHostSpecifications.read(
            _data.get("fleet_host_specifications", UNSET), "fleet_host_specifications"
        )
        ip_address = _data.get("ip_address", UNSET)
        if type(ip_address) is not str and ip_address is not UNSET and ip_address is not None:
            ip_address = to_str(ip_address, "ip_address")
        latitude = _data.get("latitude", UNSET)
        if (type(latitude) is not float or not isfinite(latitude)) and latitude is not UNSET and latitude is not None:
            latitude = to_float(latitude, "latitude")
        longitude = _data.get("longitude", UNSET)
        if (
            (type(longitude) is not float or not isfinite(longitude))
            and longitude is not UNSET
            and longitude is not None
        ):
            longitude = to_float(longitude, "longitude")
        city = _data.get("city", UNSET)
        if type(city) is not str and city is not UNSET and city is not None:
            city = to_str(city, "city")
        country = _data.get("country", UNSET)
        if type(country) is not str and country is not UNSET and country is not None:
            country = to_str(country, "country")
        continent = _data.get("continent", UNSET)
        if type(continent) is not str and continent is not UNSET and continent is not None:
            continent = to_str(continent, "continent")
        allocated_cpu_units = _data.get("allocated_cpu_units", UNSET)
        if (
            type(allocated_cpu_units) is not int
            and allocated_cpu_units is not UNSET
            and allocated_cpu_units is not None
        ):
            allocated_cpu_units = to_int(allocated_cpu_units, "allocated_cpu_units")
        allocated_memory_mb = _data.get("allocated_memory_mb", UNSET)
        if (
            type(allocated_memory_mb) is not int
            and allocated_memory_mb is not UNSET
            and allocated_memory_mb is not None
        ):
            allocated_memory_mb = to_int(allocated_memory_mb, "allocated_memory_mb")
        allocatable_cpu_units = _data.get("allocatable_cpu_units", UNSET)
        if (
            type(allocatable_cpu_units) is not int
            and allocatable_cpu_units is not UNSET
            and allocatable_cpu_units is not None
        ):
            allocatable_cpu_units = to_int(allocatable_cpu_units, "allocatable_cpu_units")
        allocatable_memory_mb = _data.get("allocatable_memory_mb", UNSET)
        if (
            type(allocatable_memory_mb) is not int
            and allocatable_memory_mb is not UNSET
            and allocatable_memory_mb is not None
        ):
            allocatable_memory_mb = to_int(allocatable_memory_mb, "allocatable_memory_mb")
        beacon = _data.get("beacon", UNSET)
        if beacon is not UNSET and beacon is not None:
            beacon = PrivateHostBeacon.read(beacon, "beacon")
        created_at = _data.get("created_at", UNSET)
        if created_at is None:
            created_at = keep_null("created_at", _kept)
        elif created_at is not UNSET:
            created_at = to_datetime(created_at, "created_at", _kept)
        updated_at = _data.get("updated_at", UNSET)
        if updated_at is None:
            updated_at = keep_null("updated_at", _kept)
        elif updated_at is not UNSET:
            updated_at = to_datetime(updated_at, "updated_at", _kept)
        delete_schedule = _data.get("delete_schedule", UNSET)
        if delete_schedule is not UNSET and delete_schedule is not None:
            delete_schedule = PrivateHostDeleteSchedule.read(delete_schedule, "delete_schedule")
        if not _NAMES.issuperset(_data):
            note("field", cls.__name__, _data.keys() - _NAMES)
            _kept.update((_name, _value) for _name, _value in _data.items() if _name not in _NAMES)
        return cls(
            host_id,
            status,
            centroid,
            fleet_host_specifications,
            ip_address,
            latitude,
            longitude,
            city,
            country,
            continent,
            allocated_cpu_units,
            allocated_memory_mb,
            allocatable_cpu_units,
            allocatable_memory_mb,
            beacon,
            created_at,
            updated_at,
            delete_schedule,
            additional_properties=_kept,
        )

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
