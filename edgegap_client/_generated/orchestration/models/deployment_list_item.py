"""DeploymentListItem: a model of the specification."""

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.deployment_ports import DeploymentPorts
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
        "fqdn",
        "ready",
        "start_time",
        "public_ip",
        "ports",
        "tags",
        "sockets",
        "sockets_usage",
        "is_joinable_by_session",
    )
)


@define(repr=False)
class DeploymentListItem(Model):
    """A deployment in a list; shorter than its status.

    Attributes:
        request_id: The deployment's id.
        fqdn: The host name of the deployment; use it with the external ports.
        ready: Whether the deployment is READY; list items do not name the state.
        start_time: When the deployment began, in UTC.
        public_ip: The address of the host. Missing or empty until a host was found.
        ports: The ports by name. Missing or empty until a host was found.
        tags: The deployment's tags.
        sockets: How many players the deployment can hold in sessions. Documented in 2024 only.
        sockets_usage: How many of these places are taken. Documented in 2024 only.
        is_joinable_by_session: Whether sessions may be placed on the deployment. Documented in 2024 only.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    request_id: str
    fqdn: str | Unset = UNSET
    ready: bool | Unset = UNSET
    start_time: datetime.datetime | Unset = UNSET
    public_ip: str | Unset = UNSET
    ports: DeploymentPorts | Unset = UNSET
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
        fqdn = _data.get("fqdn", UNSET)
        self.fqdn = fqdn if type(fqdn) is str or fqdn is UNSET else unless_null(fqdn, to_str, "fqdn", _kept)
        ready = _data.get("ready", UNSET)
        self.ready = ready if type(ready) is bool or ready is UNSET else unless_null(ready, to_bool, "ready", _kept)
        start_time = _data.get("start_time", UNSET)
        self.start_time = (
            start_time
            if start_time is UNSET
            else keep_null("start_time", _kept)
            if start_time is None
            else to_datetime(start_time, "start_time", _kept)
        )
        public_ip = _data.get("public_ip", UNSET)
        self.public_ip = (
            public_ip
            if type(public_ip) is str or public_ip is UNSET
            else unless_null(public_ip, to_str, "public_ip", _kept)
        )
        ports = _data.get("ports", UNSET)
        self.ports = (
            ports
            if ports is UNSET
            else keep_null("ports", _kept)
            if ports is None
            else DeploymentPorts.read(ports, "ports")
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
        return self if cls is DeploymentListItem else of_subclass(self, DeploymentListItem)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["request_id"] = self.request_id
        if self.fqdn is not UNSET:
            result["fqdn"] = self.fqdn
        if self.ready is not UNSET:
            result["ready"] = self.ready
        if self.start_time is not UNSET:
            result["start_time"] = self.start_time.isoformat()
        if self.public_ip is not UNSET:
            result["public_ip"] = self.public_ip
        if self.ports is not UNSET:
            result["ports"] = self.ports.to_dict()
        if self.tags is not UNSET:
            result["tags"] = self.tags
        if self.sockets is not UNSET:
            result["sockets"] = self.sockets
        if self.sockets_usage is not UNSET:
            result["sockets_usage"] = self.sockets_usage
        if self.is_joinable_by_session is not UNSET:
            result["is_joinable_by_session"] = self.is_joinable_by_session
        return result
