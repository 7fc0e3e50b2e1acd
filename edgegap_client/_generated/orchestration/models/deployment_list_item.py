"""DeploymentListItem: a model of the specification."""

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..models.deployment_ports import DeploymentPorts
from ..models.deployment_state import DeploymentState
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
    to_str,
    unless_none,
)

_NAMES = frozenset(
    (
        "request_id",
        "ready",
        "tags",
        "fqdn",
        "start_time",
        "public_ip",
        "ports",
        "sockets",
        "sockets_usage",
        "is_joinable_by_session",
    )
)


@sealed(SERVICE)
@define(repr=False)
class DeploymentListItem(Reachable, Model):
    """A deployment in a list. It has fewer fields than its status.

    Attributes:
        request_id: The deployment's id.
        ready: Whether the deployment is READY. List items do not have the state.
        tags: The deployment's tags.
        fqdn: The host name of the deployment. Use it with the external ports.
        start_time: When the deployment began, in UTC.
        public_ip: The IP address of the host. It is missing or empty until the service has found a host.
        ports: The ports by name. The map is missing or empty until the service has found a host.
        sockets: The number of players that the deployment can take in sessions. Only documents of 2024 have it.
        sockets_usage: The number of places that are taken. Only documents of 2024 have it.
        is_joinable_by_session: Whether the service can place sessions on the deployment. Only documents of 2024
            have it.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _always: ClassVar[frozenset[str]] = frozenset(("ready", "tags"))

    request_id: str
    ready: bool = ABSENT
    tags: list[str] = ABSENT
    fqdn: str | None = None
    start_time: datetime.datetime | None = None
    public_ip: str | None = None
    ports: DeploymentPorts | None = None
    sockets: int | None = None
    sockets_usage: int | None = None
    is_joinable_by_session: bool | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    def __attrs_post_init__(self) -> None:
        leave_out(self, ("ready", "tags"))

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        request_id = _data.get("request_id", UNSET)
        self.request_id = request_id if type(request_id) is str else to_str(request_id, "request_id", self)
        ready = _data.get("ready", UNSET)
        self.ready = ready if type(ready) is bool else to_bool(ready, "ready", self)
        self.tags = to_list(_data.get("tags", UNSET), to_str, "tags", self)
        fqdn = _data.get("fqdn", UNSET)
        self.fqdn = fqdn if type(fqdn) is str else None if fqdn is UNSET else unless_none(fqdn, to_str, "fqdn", self)
        start_time = _data.get("start_time", UNSET)
        self.start_time = (
            None
            if start_time is UNSET
            else keep_none("start_time", _kept)
            if start_time is None
            else to_datetime(start_time, "start_time", self)
        )
        public_ip = _data.get("public_ip", UNSET)
        self.public_ip = (
            public_ip
            if type(public_ip) is str
            else None
            if public_ip is UNSET
            else unless_none(public_ip, to_str, "public_ip", self)
        )
        ports = _data.get("ports", UNSET)
        self.ports = (
            None
            if ports is UNSET
            else keep_none("ports", _kept)
            if ports is None
            else DeploymentPorts.read(ports, "ports", self)
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
        return self if type(self) is DeploymentListItem else finished(self, DeploymentListItem, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["request_id"] = self.request_id
        result["ready"] = self.ready
        result["tags"] = self.tags
        if self.fqdn is not None:
            result["fqdn"] = self.fqdn
        if self.start_time is not None:
            result["start_time"] = self.start_time.isoformat()
        if self.public_ip is not None:
            result["public_ip"] = self.public_ip
        if self.ports is not None:
            result["ports"] = self.ports.to_dict()
        if self.sockets is not None:
            result["sockets"] = self.sockets
        if self.sockets_usage is not None:
            result["sockets_usage"] = self.sockets_usage
        if self.is_joinable_by_session is not None:
            result["is_joinable_by_session"] = self.is_joinable_by_session
        return result

    @property
    def status(self) -> DeploymentState | None:
        """READY if `ready` is true, None otherwise."""
        return DeploymentState.READY if self.ready else None
