"""A deployment as `launch` returns it: the only model that is written by hand, because no operation returns it."""

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from ._core.decoding import (
    UNSET,
    Model,
    finished,
    keep_unknown,
    sealed,
    to_datetime,
    to_int,
    to_list,
    to_str,
)
from ._core.public import public_in
from ._core.reachable import Reachable
from ._generated.orchestration.models.deployment_list_item import DeploymentListItem
from ._generated.orchestration.models.deployment_ports import DeploymentPorts
from ._generated.orchestration.models.deployment_state import DeploymentState
from ._generated.orchestration.models.deployment_status import DeploymentStatus
from ._generated.orchestration.models.location import Location

__all__ = ["Deployment"]

_NAMES = frozenset(
    ("request_id", "status", "fqdn", "public_ip", "ports", "location", "tags", "start_time", "max_duration")
)


@public_in("deployments")
@sealed("orchestration")
@define(repr=False)
class Deployment(Reachable, Model):
    """A running game server, with the names and types of `DeploymentStatus`.

    Attributes:
        request_id: The id of the deployment.
        status: The last known state; `deployment.status == "READY"`.
        fqdn: The host name to connect to, with an external port; empty if the service sends none.
        public_ip: The IP address of its host; empty if the service sends none.
        ports: Its ports by name. `address` and `url` return where to connect.
        location: Where it runs. None if the client could not read the location in time, because several hundred
            deployments on as many hosts became ready at once. `deployments.get` returns it then.
        tags: Its tags, including the unique tag of the launch.
        start_time: When it began, in UTC.
        max_duration: Minutes after which the service ends it; None if not known. -1 is the maximum, a day.
        additional_properties: Values that were null, unreadable or converted, as received.
    """

    request_id: str
    status: DeploymentState = DeploymentState.READY
    fqdn: str = ""
    public_ip: str = ""
    ports: DeploymentPorts = field(factory=DeploymentPorts)
    location: Location | None = None
    tags: list[str] = field(factory=list[str])
    start_time: datetime.datetime | None = None
    max_duration: int | None = None
    additional_properties: dict[str, Any] = field(factory=dict[str, Any], kw_only=True)

    _of_status: ClassVar[Mapping[str, str]] = {"current_status": "status"}

    @classmethod
    def from_status(cls, status: DeploymentStatus) -> Self:
        """Make a deployment from the response of `deployments.get`."""
        found = {cls._of_status.get(name, name): value for name, value in status.to_dict().items()}
        return cls.from_dict({name: value for name, value in found.items() if name in _NAMES})

    @classmethod
    def from_list_item(cls, item: DeploymentListItem) -> Self:
        """Make a deployment from an item of `deployments.list` that is ready."""
        found = {name: value for name, value in item.to_dict().items() if name in _NAMES}
        return cls.from_dict({**found, "status": DeploymentState.READY})

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], /) -> Self:
        """Decode the deployment from the result of `to_dict`. A field that cannot be read raises a
        `ResponseFormatError` when you use it."""
        self = cls.__new__(cls)
        kept: dict[str, Any] = {}
        self.additional_properties = kept

        def given(name: str) -> Any:
            value = data.get(name)
            return UNSET if value is None else value

        self.request_id = to_str(data.get("request_id", UNSET), "request_id", self)
        status, fqdn, public_ip = given("status"), given("fqdn"), given("public_ip")
        if isinstance(status, str):
            status = DeploymentState(status).encoded  # `READY` and the API's `Status.READY` are the same state
        ports, location, tags, start_time = given("ports"), given("location"), given("tags"), given("start_time")
        self.status = DeploymentState.READY if status is UNSET else DeploymentState.read(status, "status", self)
        self.fqdn = "" if fqdn is UNSET else to_str(fqdn, "fqdn", self)
        self.public_ip = "" if public_ip is UNSET else to_str(public_ip, "public_ip", self)
        self.ports = DeploymentPorts() if ports is UNSET else DeploymentPorts.read(ports, "ports", self)
        self.location = None if location is UNSET else Location.read(location, "location", self)
        self.tags = [] if tags is UNSET else to_list(tags, to_str, "tags", self)
        self.start_time = None if start_time is UNSET else to_datetime(start_time, "start_time", self)
        max_duration = given("max_duration")
        self.max_duration = None if max_duration is UNSET else to_int(max_duration, "max_duration", self)
        if not _NAMES.issuperset(data):
            keep_unknown(data, _NAMES, cls.__name__, kept)
        return self if type(self) is Deployment else finished(self, Deployment, cls)

    def to_dict(self) -> dict[str, Any]:
        """Return the deployment as JSON-ready data."""
        result: dict[str, Any] = {
            **self.additional_properties,
            "request_id": self.request_id,
            "status": str(self.status),
            "fqdn": self.fqdn,
            "public_ip": self.public_ip,
            "ports": self.ports.to_dict(),
            "tags": list(self.tags),
        }
        if self.location is not None:
            result["location"] = self.location.to_dict()
        if self.start_time is not None:
            result["start_time"] = self.start_time.isoformat()
        if self.max_duration is not None:
            result["max_duration"] = self.max_duration
        return result

    @classmethod
    def _described(cls) -> dict[str, Any]:
        text = {"type": "string"}
        return {
            "type": "object",
            "required": ["request_id"],
            "properties": {
                "request_id": text,
                "status": {"$ref": "#/components/schemas/DeploymentState"},
                "fqdn": text,
                "public_ip": text,
                "ports": {"$ref": "#/components/schemas/DeploymentPorts"},
                "location": {"$ref": "#/components/schemas/Location"},
                "tags": {"type": "array", "items": text},
                "start_time": {"type": "string", "format": "date-time"},
                "max_duration": {"type": "integer"},
            },
        }
