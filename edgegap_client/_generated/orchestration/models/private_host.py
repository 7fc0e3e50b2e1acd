"""PrivateHost: a model of the specification."""

import datetime
from collections.abc import Mapping
from math import isfinite
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..models.private_host_beacon import PrivateHostBeacon
from ..models.private_host_centroid import PrivateHostCentroid
from ..models.private_host_delete_schedule import PrivateHostDeleteSchedule
from ..models.private_host_specifications import PrivateHostSpecifications
from ..models.private_host_status import PrivateHostStatus
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
    to_datetime,
    to_float,
    to_int,
    to_str,
    unless_none,
)

_NAMES = frozenset(
    (
        "host_id",
        "status",
        "created_at",
        "updated_at",
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
        "delete_schedule",
    )
)


@sealed(SERVICE)
@define(repr=False)
class PrivateHost(Model):
    """A host of a private fleet. The address, the coordinates and the capacities of a PENDING host are null.

    Attributes:
        host_id: The host's id. Use it to deploy on the host.
        status: Whether the host can be used.
        created_at: When the host was added.
        updated_at: When the host was last changed.
        centroid: The area that you ordered the host for.
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
        beacon: The host's beacon, or null if it has none.
        delete_schedule: When Edgegap will remove the host, or null if no removal is planned.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _always: ClassVar[frozenset[str]] = frozenset(
        ("status", "created_at", "updated_at", "centroid", "fleet_host_specifications")
    )

    host_id: str
    status: PrivateHostStatus = ABSENT
    created_at: datetime.datetime = ABSENT
    updated_at: datetime.datetime = ABSENT
    centroid: PrivateHostCentroid = ABSENT
    fleet_host_specifications: PrivateHostSpecifications = ABSENT
    ip_address: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    city: str | None = None
    country: str | None = None
    continent: str | None = None
    allocated_cpu_units: int | None = None
    allocated_memory_mb: int | None = None
    allocatable_cpu_units: int | None = None
    allocatable_memory_mb: int | None = None
    beacon: PrivateHostBeacon | None = None
    delete_schedule: PrivateHostDeleteSchedule | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("status", "created_at", "updated_at", "centroid", "fleet_host_specifications"))

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        host_id = _data.get("host_id", UNSET)
        self.host_id = host_id if type(host_id) is str else to_str(host_id, "host_id", self)
        self.status = PrivateHostStatus.read(_data.get("status", UNSET), "status", self)
        self.created_at = to_datetime(_data.get("created_at", UNSET), "created_at", self)
        self.updated_at = to_datetime(_data.get("updated_at", UNSET), "updated_at", self)
        self.centroid = PrivateHostCentroid.read(_data.get("centroid", UNSET), "centroid", self)
        self.fleet_host_specifications = PrivateHostSpecifications.read(
            _data.get("fleet_host_specifications", UNSET), "fleet_host_specifications", self
        )
        ip_address = _data.get("ip_address", UNSET)
        self.ip_address = (
            ip_address
            if type(ip_address) is str
            else None
            if ip_address is UNSET
            else unless_none(ip_address, to_str, "ip_address", self)
        )
        latitude = _data.get("latitude", UNSET)
        self.latitude = (
            latitude
            if (type(latitude) is float and isfinite(latitude))
            else None
            if latitude is UNSET
            else unless_none(latitude, to_float, "latitude", self)
        )
        longitude = _data.get("longitude", UNSET)
        self.longitude = (
            longitude
            if (type(longitude) is float and isfinite(longitude))
            else None
            if longitude is UNSET
            else unless_none(longitude, to_float, "longitude", self)
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
        allocated_cpu_units = _data.get("allocated_cpu_units", UNSET)
        self.allocated_cpu_units = (
            allocated_cpu_units
            if type(allocated_cpu_units) is int
            else None
            if allocated_cpu_units is UNSET
            else unless_none(allocated_cpu_units, to_int, "allocated_cpu_units", self)
        )
        allocated_memory_mb = _data.get("allocated_memory_mb", UNSET)
        self.allocated_memory_mb = (
            allocated_memory_mb
            if type(allocated_memory_mb) is int
            else None
            if allocated_memory_mb is UNSET
            else unless_none(allocated_memory_mb, to_int, "allocated_memory_mb", self)
        )
        allocatable_cpu_units = _data.get("allocatable_cpu_units", UNSET)
        self.allocatable_cpu_units = (
            allocatable_cpu_units
            if type(allocatable_cpu_units) is int
            else None
            if allocatable_cpu_units is UNSET
            else unless_none(allocatable_cpu_units, to_int, "allocatable_cpu_units", self)
        )
        allocatable_memory_mb = _data.get("allocatable_memory_mb", UNSET)
        self.allocatable_memory_mb = (
            allocatable_memory_mb
            if type(allocatable_memory_mb) is int
            else None
            if allocatable_memory_mb is UNSET
            else unless_none(allocatable_memory_mb, to_int, "allocatable_memory_mb", self)
        )
        beacon = _data.get("beacon", UNSET)
        self.beacon = (
            None
            if beacon is UNSET
            else keep_none("beacon", _kept)
            if beacon is None
            else PrivateHostBeacon.read(beacon, "beacon", self)
        )
        delete_schedule = _data.get("delete_schedule", UNSET)
        self.delete_schedule = (
            None
            if delete_schedule is UNSET
            else keep_none("delete_schedule", _kept)
            if delete_schedule is None
            else PrivateHostDeleteSchedule.read(delete_schedule, "delete_schedule", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is PrivateHost else finished(self, PrivateHost, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["host_id"] = self.host_id
        result["status"] = str(self.status)
        result["created_at"] = self.created_at.isoformat()
        result["updated_at"] = self.updated_at.isoformat()
        result["centroid"] = self.centroid.to_dict()
        result["fleet_host_specifications"] = self.fleet_host_specifications.to_dict()
        if self.ip_address is not None:
            result["ip_address"] = self.ip_address
        if self.latitude is not None:
            result["latitude"] = self.latitude
        if self.longitude is not None:
            result["longitude"] = self.longitude
        if self.city is not None:
            result["city"] = self.city
        if self.country is not None:
            result["country"] = self.country
        if self.continent is not None:
            result["continent"] = self.continent
        if self.allocated_cpu_units is not None:
            result["allocated_cpu_units"] = self.allocated_cpu_units
        if self.allocated_memory_mb is not None:
            result["allocated_memory_mb"] = self.allocated_memory_mb
        if self.allocatable_cpu_units is not None:
            result["allocatable_cpu_units"] = self.allocatable_cpu_units
        if self.allocatable_memory_mb is not None:
            result["allocatable_memory_mb"] = self.allocatable_memory_mb
        if self.beacon is not None:
            result["beacon"] = self.beacon.to_dict()
        if self.delete_schedule is not None:
            result["delete_schedule"] = self.delete_schedule.to_dict()
        return result
