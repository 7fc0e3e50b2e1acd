"""SessionDeployment: a model of the specification."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..models.deployment_ports import DeploymentPorts
from ..models.deployment_state import DeploymentState
from ..models.location import Location
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
    to_bool,
    to_int,
    to_list,
    to_str,
    unless_none,
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


@sealed(SERVICE)
@define(repr=False)
class SessionDeployment(Model):
    """The deployment that a session is linked to.

    Attributes:
        request_id: Id of the deployment.
        status: The state of the deployment, for example Status.READY.
        ready: Whether the deployment accepts players.
        public_ip: Public IP address of the server.
        whitelisting_active: Whether only addresses on the access list can connect.
        fqdn: Host name of the deployment.
        ports: The ports of the deployment by name.
        location: The location of the server.
        tags: The tags of the deployment.
        sockets: The number of sockets that the deployment has for sessions.
        sockets_usage: The number of sockets that are taken.
        is_joinable_by_session: Whether further sessions may join the deployment.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _always: ClassVar[frozenset[str]] = frozenset(("status", "ready"))

    request_id: str
    status: DeploymentState = ABSENT
    ready: bool = ABSENT
    public_ip: str | None = None
    whitelisting_active: bool | None = None
    fqdn: str | None = None
    ports: DeploymentPorts | None = None
    location: Location | None = None
    tags: list[str] | None = None
    sockets: int | None = None
    sockets_usage: int | None = None
    is_joinable_by_session: bool | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("status", "ready"))

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        request_id = _data.get("request_id", UNSET)
        self.request_id = request_id if type(request_id) is str else to_str(request_id, "request_id", self)
        self.status = DeploymentState.read(_data.get("status", UNSET), "status", self)
        ready = _data.get("ready", UNSET)
        self.ready = ready if type(ready) is bool else to_bool(ready, "ready", self)
        public_ip = _data.get("public_ip", UNSET)
        self.public_ip = (
            public_ip
            if type(public_ip) is str
            else None
            if public_ip is UNSET
            else unless_none(public_ip, to_str, "public_ip", self)
        )
        whitelisting_active = _data.get("whitelisting_active", UNSET)
        self.whitelisting_active = (
            whitelisting_active
            if type(whitelisting_active) is bool
            else None
            if whitelisting_active is UNSET
            else unless_none(whitelisting_active, to_bool, "whitelisting_active", self)
        )
        fqdn = _data.get("fqdn", UNSET)
        self.fqdn = fqdn if type(fqdn) is str else None if fqdn is UNSET else unless_none(fqdn, to_str, "fqdn", self)
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
        is_joinable_by_session = _data.get("is_joinable_by_session", UNSET)
        self.is_joinable_by_session = (
            is_joinable_by_session
            if type(is_joinable_by_session) is bool
            else None
            if is_joinable_by_session is UNSET
            else unless_none(is_joinable_by_session, to_bool, "is_joinable_by_session", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is SessionDeployment else finished(self, SessionDeployment, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["request_id"] = self.request_id
        result["status"] = DeploymentState.write(self.status)
        result["ready"] = self.ready
        if self.public_ip is not None:
            result["public_ip"] = self.public_ip
        if self.whitelisting_active is not None:
            result["whitelisting_active"] = self.whitelisting_active
        if self.fqdn is not None:
            result["fqdn"] = self.fqdn
        if self.ports is not None:
            result["ports"] = self.ports.to_dict()
        if self.location is not None:
            result["location"] = self.location.to_dict()
        if self.tags is not None:
            result["tags"] = self.tags
        if self.sockets is not None:
            result["sockets"] = self.sockets
        if self.sockets_usage is not None:
            result["sockets_usage"] = self.sockets_usage
        if self.is_joinable_by_session is not None:
            result["is_joinable_by_session"] = self.is_joinable_by_session
        return result
