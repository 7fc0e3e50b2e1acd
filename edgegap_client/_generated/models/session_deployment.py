"""SessionDeployment: a model of the specification."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..models.deployment_ports import DeploymentPorts
from ..models.deployment_state import DeploymentState
from ..models.location import Location
from ..types import UNSET, Model, Unset, keep_null, note, to_bool, to_int, to_list, to_str

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
        status: What the deployment is doing, for example Status.READY.
        ready: Whether the deployment takes players.
        public_ip: Public IP address of the server.
        whitelisting_active: Whether only addresses on the allow list get through.
        fqdn: Host name of the deployment.
        ports: The ports of the deployment by name.
        location: Where the server is.
        tags: The tags of the deployment.
        sockets: How many sockets the deployment has for sessions.
        sockets_usage: How many of them are taken.
        is_joinable_by_session: Whether further sessions may join the deployment.
        additional_properties: What the specification does not know, as it came.
    """

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
        """Read the model from decoded JSON; raises `ResponseFormatError` naming the field that cannot be read."""
        _kept: dict[str, Any] = {}
        request_id = _data.get("request_id", UNSET)
        if type(request_id) is not str:
            request_id = to_str(request_id, "request_id")
        status = DeploymentState.read(_data.get("status", UNSET), "status")
        ready = _data.get("ready", UNSET)
        if type(ready) is not bool:
            ready = to_bool(ready, "ready")
        public_ip = _data.get("public_ip", UNSET)
        if type(public_ip) is not str and public_ip is not UNSET:
            public_ip = keep_null("public_ip", _kept) if public_ip is None else to_str(public_ip, "public_ip")
        whitelisting_active = _data.get("whitelisting_active", UNSET)
        if type(whitelisting_active) is not bool and whitelisting_active is not UNSET:
            whitelisting_active = (
                keep_null("whitelisting_active", _kept)
                if whitelisting_active is None
                else to_bool(whitelisting_active, "whitelisting_active")
            )
        fqdn = _data.get("fqdn", UNSET)
        if type(fqdn) is not str and fqdn is not UNSET:
            fqdn = keep_null("fqdn", _kept) if fqdn is None else to_str(fqdn, "fqdn")
        ports = _data.get("ports", UNSET)
        if ports is None:
            ports = keep_null("ports", _kept)
        elif ports is not UNSET:
            ports = DeploymentPorts.read(ports, "ports")
        location = _data.get("location", UNSET)
        if location is None:
            location = keep_null("location", _kept)
        elif location is not UNSET:
            location = Location.read(location, "location")
        tags = _data.get("tags", UNSET)
        if tags is None:
            tags = keep_null("tags", _kept)
        elif tags is not UNSET:
            tags = to_list(tags, to_str, "tags")
        sockets = _data.get("sockets", UNSET)
        if type(sockets) is not int and sockets is not UNSET:
            sockets = keep_null("sockets", _kept) if sockets is None else to_int(sockets, "sockets")
        sockets_usage = _data.get("sockets_usage", UNSET)
        if type(sockets_usage) is not int and sockets_usage is not UNSET:
            sockets_usage = (
                keep_null("sockets_usage", _kept) if sockets_usage is None else to_int(sockets_usage, "sockets_usage")
            )
        is_joinable_by_session = _data.get("is_joinable_by_session", UNSET)
        if type(is_joinable_by_session) is not bool and is_joinable_by_session is not UNSET:
            is_joinable_by_session = (
                keep_null("is_joinable_by_session", _kept)
                if is_joinable_by_session is None
                else to_bool(is_joinable_by_session, "is_joinable_by_session")
            )
        if not _NAMES.issuperset(_data):
            note("field", cls.__name__, _data.keys() - _NAMES)
            _kept.update((_name, _value) for _name, _value in _data.items() if _name not in _NAMES)
        return cls(
            request_id,
            status,
            ready,
            public_ip,
            whitelisting_active,
            fqdn,
            ports,
            location,
            tags,
            sockets,
            sockets_usage,
            is_joinable_by_session,
            additional_properties=_kept,
        )

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
