"""DeploymentStatus: a model of the specification."""

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.deployment_ports import DeploymentPorts
from ..models.deployment_session_summary import DeploymentSessionSummary
from ..models.deployment_state import DeploymentState
from ..models.location import Location
from ..types import (
    PUBLIC_MODULE,
    UNSET,
    Model,
    Unset,
    keep_null,
    keep_unknown,
    of_subclass,
    to_bool,
    to_datetime,
    to_int,
    to_list,
    to_str,
    unless_null,
)

_NAMES = frozenset(
    (
        "request_id",
        "app_name",
        "app_version",
        "current_status",
        "fqdn",
        "public_ip",
        "running",
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


@define(repr=False)
class DeploymentStatus(Model):
    """The current state of a deployment. It is also the body of the deployment webhooks, and the summary in the
    response to a stop.

    Attributes:
        request_id: The deployment's id.
        app_name: The application's name.
        app_version: The name of the app version.
        current_status: The current state.
        fqdn: The host name of the deployment; use it with the external ports.
        public_ip: The address of the host. Missing or empty until a host was found.
        running: Whether the container runs; true only when the state is READY.
        start_time: When the deployment began, in UTC; the service sends no zone.
        elapsed_time: Seconds since the start.
        max_duration: Minutes after which the service ends the deployment, -1 to 1440.
        removal_time: When the deployment ended, in UTC; the service sends no zone. Missing while the deployment
            runs.
        last_status: The previous state; may be missing.
        error: Whether the deployment has failed.
        error_detail: A human-readable reason for the failure.
        ports: The ports by name. Missing or empty until a host was found.
        location: Where the deployment runs. Missing until a host was found.
        tags: The deployment's tags.
        command: The command that replaced the image's entry point; null for the image's own.
        arguments: Arguments of the command; null for the image's own.
        whitelisting_active: Whether only listed addresses may connect. Documented in 2024 only.
        sessions: The sessions placed on the deployment. Documented in 2024 only.
        sockets: How many players the deployment can hold in sessions. Documented in 2024 only.
        sockets_usage: How many of these places are taken. Documented in 2024 only.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    request_id: str
    app_name: str
    app_version: str
    current_status: DeploymentState
    fqdn: str | Unset = UNSET
    public_ip: str | Unset = UNSET
    running: bool | Unset = UNSET
    start_time: datetime.datetime | Unset = UNSET
    elapsed_time: int | Unset = UNSET
    max_duration: int | Unset = UNSET
    removal_time: datetime.datetime | Unset = UNSET
    last_status: DeploymentState | Unset = UNSET
    error: bool | Unset = UNSET
    error_detail: str | Unset = UNSET
    ports: DeploymentPorts | Unset = UNSET
    location: Location | Unset = UNSET
    tags: list[str] | Unset = UNSET
    command: None | str | Unset = UNSET
    arguments: None | str | Unset = UNSET
    whitelisting_active: bool | Unset = UNSET
    sessions: list[DeploymentSessionSummary] | Unset = UNSET
    sockets: int | Unset = UNSET
    sockets_usage: int | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        request_id = _data.get("request_id", UNSET)
        self.request_id = request_id if type(request_id) is str else to_str(request_id, "request_id")
        app_name = _data.get("app_name", UNSET)
        self.app_name = app_name if type(app_name) is str else to_str(app_name, "app_name")
        app_version = _data.get("app_version", UNSET)
        self.app_version = app_version if type(app_version) is str else to_str(app_version, "app_version")
        self.current_status = DeploymentState.read(_data.get("current_status", UNSET), "current_status")
        fqdn = _data.get("fqdn", UNSET)
        self.fqdn = fqdn if type(fqdn) is str or fqdn is UNSET else unless_null(fqdn, to_str, "fqdn", _kept)
        public_ip = _data.get("public_ip", UNSET)
        self.public_ip = (
            public_ip
            if type(public_ip) is str or public_ip is UNSET
            else unless_null(public_ip, to_str, "public_ip", _kept)
        )
        running = _data.get("running", UNSET)
        self.running = (
            running if type(running) is bool or running is UNSET else unless_null(running, to_bool, "running", _kept)
        )
        start_time = _data.get("start_time", UNSET)
        self.start_time = (
            start_time
            if start_time is UNSET
            else keep_null("start_time", _kept)
            if start_time is None
            else to_datetime(start_time, "start_time", _kept)
        )
        elapsed_time = _data.get("elapsed_time", UNSET)
        self.elapsed_time = (
            elapsed_time
            if type(elapsed_time) is int or elapsed_time is UNSET
            else unless_null(elapsed_time, to_int, "elapsed_time", _kept)
        )
        max_duration = _data.get("max_duration", UNSET)
        self.max_duration = (
            max_duration
            if type(max_duration) is int or max_duration is UNSET
            else unless_null(max_duration, to_int, "max_duration", _kept)
        )
        removal_time = _data.get("removal_time", UNSET)
        self.removal_time = (
            removal_time
            if removal_time is UNSET
            else keep_null("removal_time", _kept)
            if removal_time is None
            else to_datetime(removal_time, "removal_time", _kept)
        )
        last_status = _data.get("last_status", UNSET)
        self.last_status = (
            last_status
            if last_status is UNSET
            else keep_null("last_status", _kept)
            if last_status is None
            else DeploymentState.read(last_status, "last_status")
        )
        error = _data.get("error", UNSET)
        self.error = error if type(error) is bool or error is UNSET else unless_null(error, to_bool, "error", _kept)
        error_detail = _data.get("error_detail", UNSET)
        self.error_detail = (
            error_detail
            if type(error_detail) is str or error_detail is UNSET
            else unless_null(error_detail, to_str, "error_detail", _kept)
        )
        ports = _data.get("ports", UNSET)
        self.ports = (
            ports
            if ports is UNSET
            else keep_null("ports", _kept)
            if ports is None
            else DeploymentPorts.read(ports, "ports")
        )
        location = _data.get("location", UNSET)
        self.location = (
            location
            if location is UNSET
            else keep_null("location", _kept)
            if location is None
            else Location.read(location, "location")
        )
        tags = _data.get("tags", UNSET)
        self.tags = (
            tags if tags is UNSET else keep_null("tags", _kept) if tags is None else to_list(tags, to_str, "tags")
        )
        command = _data.get("command", UNSET)
        self.command = (
            command if command is UNSET or type(command) is str or command is None else to_str(command, "command")
        )
        arguments = _data.get("arguments", UNSET)
        self.arguments = (
            arguments
            if arguments is UNSET or type(arguments) is str or arguments is None
            else to_str(arguments, "arguments")
        )
        whitelisting_active = _data.get("whitelisting_active", UNSET)
        self.whitelisting_active = (
            whitelisting_active
            if type(whitelisting_active) is bool or whitelisting_active is UNSET
            else unless_null(whitelisting_active, to_bool, "whitelisting_active", _kept)
        )
        sessions = _data.get("sessions", UNSET)
        self.sessions = (
            sessions
            if sessions is UNSET
            else keep_null("sessions", _kept)
            if sessions is None
            else to_list(sessions, DeploymentSessionSummary.read, "sessions")
        )
        sockets = _data.get("sockets", UNSET)
        self.sockets = (
            sockets if type(sockets) is int or sockets is UNSET else unless_null(sockets, to_int, "sockets", _kept)
        )
        sockets_usage = _data.get("sockets_usage", UNSET)
        self.sockets_usage = (
            sockets_usage
            if type(sockets_usage) is int or sockets_usage is UNSET
            else unless_null(sockets_usage, to_int, "sockets_usage", _kept)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is DeploymentStatus else of_subclass(self, DeploymentStatus)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["request_id"] = self.request_id
        result["app_name"] = self.app_name
        result["app_version"] = self.app_version
        result["current_status"] = str(self.current_status)
        if self.fqdn is not UNSET:
            result["fqdn"] = self.fqdn
        if self.public_ip is not UNSET:
            result["public_ip"] = self.public_ip
        if self.running is not UNSET:
            result["running"] = self.running
        if self.start_time is not UNSET:
            result["start_time"] = self.start_time.isoformat()
        if self.elapsed_time is not UNSET:
            result["elapsed_time"] = self.elapsed_time
        if self.max_duration is not UNSET:
            result["max_duration"] = self.max_duration
        if self.removal_time is not UNSET:
            result["removal_time"] = self.removal_time.isoformat()
        if self.last_status is not UNSET:
            result["last_status"] = str(self.last_status)
        if self.error is not UNSET:
            result["error"] = self.error
        if self.error_detail is not UNSET:
            result["error_detail"] = self.error_detail
        if self.ports is not UNSET:
            result["ports"] = self.ports.to_dict()
        if self.location is not UNSET:
            result["location"] = self.location.to_dict()
        if self.tags is not UNSET:
            result["tags"] = self.tags
        if self.command is not UNSET:
            result["command"] = self.command
        if self.arguments is not UNSET:
            result["arguments"] = self.arguments
        if self.whitelisting_active is not UNSET:
            result["whitelisting_active"] = self.whitelisting_active
        if self.sessions is not UNSET:
            result["sessions"] = [item.to_dict() for item in self.sessions]
        if self.sockets is not UNSET:
            result["sockets"] = self.sockets
        if self.sockets_usage is not UNSET:
            result["sockets_usage"] = self.sockets_usage
        return result
