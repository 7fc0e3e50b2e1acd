"""SessionDeployment: a model of the specification."""

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.deployment_ports import DeploymentPorts
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
    to_int,
    to_list,
    to_str,
    unless_null,
)

_NAMES = frozenset(
    (
        "request_id",
        "status",
        "ready",
        "public_ip",
        "whitelisting_active",
        "fqdn",
        "ports",
        "location",
        "tags",
        "sockets",
        "sockets_usage",
        "is_joinable_by_session",
    )
)


@define(repr=False)
class SessionDeployment(Model):
    """The deployment a session is linked to.

    Attributes:
        request_id: Id of the deployment.
        status: The state of the deployment, for example Status.READY.
        ready: Whether the deployment accepts players.
        public_ip: Public IP address of the server.
        whitelisting_active: Whether only addresses on the allow list can connect.
        fqdn: Host name of the deployment.
        ports: The ports of the deployment by name.
        location: The location of the server.
        tags: The tags of the deployment.
        sockets: How many sockets the deployment has for sessions.
        sockets_usage: How many of them are taken.
        is_joinable_by_session: Whether further sessions may join the deployment.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    request_id: str
    status: DeploymentState
    ready: bool
    public_ip: str | Unset = UNSET
    whitelisting_active: bool | Unset = UNSET
    fqdn: str | Unset = UNSET
    ports: DeploymentPorts | Unset = UNSET
    location: Location | Unset = UNSET
    tags: list[str] | Unset = UNSET
    sockets: int | Unset = UNSET
    sockets_usage: int | Unset = UNSET
    is_joinable_by_session: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        request_id = _data.get("request_id", UNSET)
        self.request_id = request_id if type(request_id) is str else to_str(request_id, "request_id")
        self.status = DeploymentState.read(_data.get("status", UNSET), "status")
        ready = _data.get("ready", UNSET)
        self.ready = ready if type(ready) is bool else to_bool(ready, "ready")
        public_ip = _data.get("public_ip", UNSET)
        self.public_ip = (
            public_ip
            if type(public_ip) is str or public_ip is UNSET
            else unless_null(public_ip, to_str, "public_ip", _kept)
        )
        whitelisting_active = _data.get("whitelisting_active", UNSET)
        self.whitelisting_active = (
            whitelisting_active
            if type(whitelisting_active) is bool or whitelisting_active is UNSET
            else unless_null(whitelisting_active, to_bool, "whitelisting_active", _kept)
        )
        fqdn = _data.get("fqdn", UNSET)
        self.fqdn = fqdn if type(fqdn) is str or fqdn is UNSET else unless_null(fqdn, to_str, "fqdn", _kept)
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
        is_joinable_by_session = _data.get("is_joinable_by_session", UNSET)
        self.is_joinable_by_session = (
            is_joinable_by_session
            if type(is_joinable_by_session) is bool or is_joinable_by_session is UNSET
            else unless_null(is_joinable_by_session, to_bool, "is_joinable_by_session", _kept)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is SessionDeployment else of_subclass(self, SessionDeployment)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["request_id"] = self.request_id
        result["status"] = str(self.status)
        result["ready"] = self.ready
        if self.public_ip is not UNSET:
            result["public_ip"] = self.public_ip
        if self.whitelisting_active is not UNSET:
            result["whitelisting_active"] = self.whitelisting_active
        if self.fqdn is not UNSET:
            result["fqdn"] = self.fqdn
        if self.ports is not UNSET:
            result["ports"] = self.ports.to_dict()
        if self.location is not UNSET:
            result["location"] = self.location.to_dict()
        if self.tags is not UNSET:
            result["tags"] = self.tags
        if self.sockets is not UNSET:
            result["sockets"] = self.sockets
        if self.sockets_usage is not UNSET:
            result["sockets_usage"] = self.sockets_usage
        if self.is_joinable_by_session is not UNSET:
            result["is_joinable_by_session"] = self.is_joinable_by_session
        return result
