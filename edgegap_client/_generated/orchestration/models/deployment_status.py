"""DeploymentStatus: a model of the specification."""

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..models.deployment_ports import DeploymentPorts
from ..models.deployment_session_summary import DeploymentSessionSummary
from ..models.deployment_state import DeploymentState
from ..models.location import Location
from ..types import (
    ABSENT,
    PUBLIC_MODULE,
    SERVICE,
    UNSET,
    Model,
    Reachable,
    finished,
    keep_none,
    keep_unknown,
    leave_out,
    sealed,
    to_bool,
    to_datetime,
    to_int,
    to_list,
    to_models,
    to_str,
    unless_none,
)

_NAMES = frozenset(
    (
        "request_id",
        "app_name",
        "app_version",
        "current_status",
        "running",
        "fqdn",
        "public_ip",
        "start_time",
        "elapsed_time",
        "max_duration",
        "removal_time",
        "last_status",
        "error",
        "error_detail",
        "ports",
        "location",
        "tags",
        "command",
        "arguments",
        "whitelisting_active",
        "sessions",
        "sockets",
        "sockets_usage",
    )
)


@sealed(SERVICE)
@define(repr=False)
class DeploymentStatus(Reachable, Model):
    """The current state of a deployment. It is also the body of the deployment webhooks, and the summary in the
    response to a stop.

    Attributes:
        request_id: The deployment's id.
        app_name: The application's name.
        app_version: The name of the app version.
        status: The current state.
        running: Whether the container runs. It is true only in the state READY.
        fqdn: The host name of the deployment. Use it with the external ports.
        public_ip: The IP address of the host. It is missing or empty until the service has found a host.
        start_time: When the deployment began, in UTC. The service sends no time zone.
        elapsed_time: Seconds since the start.
        max_duration: Minutes after which the service stops the deployment, from -1 to 1440.
        removal_time: When the deployment ended, in UTC. The service sends no time zone. It is missing while the
            deployment runs.
        last_status: The previous state. It can be missing.
        error: Whether the deployment has failed.
        error_detail: A human-readable reason for the failure.
        ports: The ports by name. The map is missing or empty until the service has found a host.
        location: Where the deployment runs. It is missing until the service has found a host.
        tags: The deployment's tags.
        command: The command that replaced the image's entry point. Null means the image's own entry point.
        arguments: Arguments of the command. Null means the image's own arguments.
        whitelisting_active: Whether only addresses on the access list can connect. Only documents of 2024 have
            it.
        sessions: The sessions placed on the deployment. Only documents of 2024 have it.
        sockets: The number of players that the deployment can take in sessions. Only documents of 2024 have it.
        sockets_usage: The number of places that are taken. Only documents of 2024 have it.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _always: ClassVar[frozenset[str]] = frozenset(("app_name", "app_version", "current_status", "running"))

    _json_names: ClassVar[Mapping[str, str]] = {"status": "current_status"}

    request_id: str
    app_name: str = ABSENT
    app_version: str = ABSENT
    status: DeploymentState = ABSENT
    running: bool = ABSENT
    fqdn: str | None = None
    public_ip: str | None = None
    start_time: datetime.datetime | None = None
    elapsed_time: int | None = None
    max_duration: int | None = None
    removal_time: datetime.datetime | None = None
    last_status: DeploymentState | None = None
    error: bool | None = None
    error_detail: str | None = None
    ports: DeploymentPorts | None = None
    location: Location | None = None
    tags: list[str] | None = None
    command: str | None = None
    arguments: str | None = None
    whitelisting_active: bool | None = None
    sessions: list[DeploymentSessionSummary] | None = None
    sockets: int | None = None
    sockets_usage: int | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("app_name", "app_version", "status", "running"))

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        request_id = _data.get("request_id", UNSET)
        self.request_id = request_id if type(request_id) is str else to_str(request_id, "request_id", self)
        app_name = _data.get("app_name", UNSET)
        self.app_name = app_name if type(app_name) is str else to_str(app_name, "app_name", self)
        app_version = _data.get("app_version", UNSET)
        self.app_version = app_version if type(app_version) is str else to_str(app_version, "app_version", self)
        self.status = DeploymentState.read(_data.get("current_status", UNSET), "current_status", self)
        running = _data.get("running", UNSET)
        self.running = running if type(running) is bool else to_bool(running, "running", self)
        fqdn = _data.get("fqdn", UNSET)
        self.fqdn = fqdn if type(fqdn) is str else None if fqdn is UNSET else unless_none(fqdn, to_str, "fqdn", self)
        public_ip = _data.get("public_ip", UNSET)
        self.public_ip = (
            public_ip
            if type(public_ip) is str
            else None
            if public_ip is UNSET
            else unless_none(public_ip, to_str, "public_ip", self)
        )
        start_time = _data.get("start_time", UNSET)
        self.start_time = (
            None
            if start_time is UNSET
            else keep_none("start_time", _kept)
            if start_time is None
            else to_datetime(start_time, "start_time", self)
        )
        elapsed_time = _data.get("elapsed_time", UNSET)
        self.elapsed_time = (
            elapsed_time
            if type(elapsed_time) is int
            else None
            if elapsed_time is UNSET
            else unless_none(elapsed_time, to_int, "elapsed_time", self)
        )
        max_duration = _data.get("max_duration", UNSET)
        self.max_duration = (
            max_duration
            if type(max_duration) is int
            else None
            if max_duration is UNSET
            else unless_none(max_duration, to_int, "max_duration", self)
        )
        removal_time = _data.get("removal_time", UNSET)
        self.removal_time = (
            None
            if removal_time is UNSET
            else keep_none("removal_time", _kept)
            if removal_time is None
            else to_datetime(removal_time, "removal_time", self)
        )
        last_status = _data.get("last_status", UNSET)
        self.last_status = (
            None
            if last_status is UNSET
            else keep_none("last_status", _kept)
            if last_status is None
            else DeploymentState.read(last_status, "last_status", self)
        )
        error = _data.get("error", UNSET)
        self.error = (
            error if type(error) is bool else None if error is UNSET else unless_none(error, to_bool, "error", self)
        )
        error_detail = _data.get("error_detail", UNSET)
        self.error_detail = (
            error_detail
            if type(error_detail) is str
            else None
            if error_detail is UNSET
            else unless_none(error_detail, to_str, "error_detail", self)
        )
        ports = _data.get("ports", UNSET)
        self.ports = (
            None
            if ports is UNSET
            else keep_none("ports", _kept)
            if ports is None
            else DeploymentPorts.read(ports, "ports", self)
        )
        location = _data.get("location", UNSET)
        self.location = (
            None
            if location is UNSET
            else keep_none("location", _kept)
            if location is None
            else Location.read(location, "location", self)
        )
        tags = _data.get("tags", UNSET)
        self.tags = (
            None if tags is UNSET else keep_none("tags", _kept) if tags is None else to_list(tags, to_str, "tags", self)
        )
        command = _data.get("command", UNSET)
        self.command = (
            command
            if type(command) is str
            else None
            if command is UNSET
            else unless_none(command, to_str, "command", self)
        )
        arguments = _data.get("arguments", UNSET)
        self.arguments = (
            arguments
            if type(arguments) is str
            else None
            if arguments is UNSET
            else unless_none(arguments, to_str, "arguments", self)
        )
        whitelisting_active = _data.get("whitelisting_active", UNSET)
        self.whitelisting_active = (
            whitelisting_active
            if type(whitelisting_active) is bool
            else None
            if whitelisting_active is UNSET
            else unless_none(whitelisting_active, to_bool, "whitelisting_active", self)
        )
        sessions = _data.get("sessions", UNSET)
        self.sessions = (
            None
            if sessions is UNSET
            else keep_none("sessions", _kept)
            if sessions is None
            else to_models(sessions, DeploymentSessionSummary, "sessions", self)
        )
        sockets = _data.get("sockets", UNSET)
        self.sockets = (
            sockets
            if type(sockets) is int
            else None
            if sockets is UNSET
            else unless_none(sockets, to_int, "sockets", self)
        )
        sockets_usage = _data.get("sockets_usage", UNSET)
        self.sockets_usage = (
            sockets_usage
            if type(sockets_usage) is int
            else None
            if sockets_usage is UNSET
            else unless_none(sockets_usage, to_int, "sockets_usage", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is DeploymentStatus else finished(self, DeploymentStatus, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["request_id"] = self.request_id
        result["app_name"] = self.app_name
        result["app_version"] = self.app_version
        result["current_status"] = DeploymentState.write(self.status)
        result["running"] = self.running
        if self.fqdn is not None:
            result["fqdn"] = self.fqdn
        if self.public_ip is not None:
            result["public_ip"] = self.public_ip
        if self.start_time is not None:
            result["start_time"] = self.start_time.isoformat()
        if self.elapsed_time is not None:
            result["elapsed_time"] = self.elapsed_time
        if self.max_duration is not None:
            result["max_duration"] = self.max_duration
        if self.removal_time is not None:
            result["removal_time"] = self.removal_time.isoformat()
        if self.last_status is not None:
            result["last_status"] = DeploymentState.write(self.last_status)
        if self.error is not None:
            result["error"] = self.error
        if self.error_detail is not None:
            result["error_detail"] = self.error_detail
        if self.ports is not None:
            result["ports"] = self.ports.to_dict()
        if self.location is not None:
            result["location"] = self.location.to_dict()
        if self.tags is not None:
            result["tags"] = self.tags
        if self.command is not None:
            result["command"] = self.command
        if self.arguments is not None:
            result["arguments"] = self.arguments
        if self.whitelisting_active is not None:
            result["whitelisting_active"] = self.whitelisting_active
        if self.sessions is not None:
            result["sessions"] = [item.to_dict() for item in self.sessions]
        if self.sockets is not None:
            result["sockets"] = self.sockets
        if self.sockets_usage is not None:
            result["sockets_usage"] = self.sockets_usage
        return result
