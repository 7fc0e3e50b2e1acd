"""What the launch of a deployment gives, and what can go wrong with it. No I/O; shared by sync and async."""

from __future__ import annotations

import datetime
import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, Self, TypedDict

from attrs import field, frozen

from .errors import (
    DeploymentFailed,
    InvalidRequestError,
    LaunchCancelled,
    LaunchError,
    LaunchTimedOut,
    TooManyActive,
)

if TYPE_CHECKING:
    from ._core.decoding import Unset
    from ._generated.orchestration.models.deployment_list_item import DeploymentListItem
    from ._generated.orchestration.models.deployment_ports import DeploymentPorts
    from ._generated.orchestration.models.deployment_resources import DeploymentResources
    from ._generated.orchestration.models.deployment_status import DeploymentStatus
    from ._generated.orchestration.models.deployment_user import DeploymentUser
    from ._generated.orchestration.models.env_var_v2 import EnvVarV2
    from ._generated.orchestration.models.location import Location
    from ._generated.orchestration.models.webhook import Webhook

__all__ = [
    "LAUNCH_TAG",
    "Deployment",
    "DeploymentFailed",
    "LaunchCancelled",
    "LaunchError",
    "LaunchOptions",
    "LaunchTimedOut",
    "Port",
    "Progress",
    "Stopped",
    "TooManyActive",
]

# Each launch gets a tag of its own: the only way to find a deployment again whose creation was not answered.
LAUNCH_TAG: Final = "launch-"
LONGEST_TAG: Final = 20

READY: Final = "READY"
ERROR: Final = "ERROR"
TERMINATED: Final = "TERMINATED"
ENDED: Final = frozenset((ERROR, TERMINATED))


@frozen
class Port:
    """A port of a running deployment.

    Attributes:
        name: Its name, or the internal number as text.
        external: The port that players connect to, at the deployment's `fqdn` or `ip`.
        internal: The port that the game server listens on.
        protocol: For instance `UDP`.
        link: Host and external port, or an https address; empty if the service gives none.
    """

    name: str
    external: int
    internal: int
    protocol: str
    link: str


@frozen
class Deployment:
    """A running game server.

    Attributes:
        request_id: Its id.
        fqdn: The name to connect to, with an external port.
        ip: The address of its host.
        ports: Its ports by name.
        location: Where it runs. None when more than ten became ready at once, as lists do not say it (`deployments.get`
            does).
        tags: Its tags, the launch's own among them.
        started_at: When it began, in UTC.
        status: The last state read, for instance `Status.READY`.
    """

    request_id: str
    fqdn: str
    ip: str
    ports: Mapping[str, Port]
    location: Location | None
    tags: tuple[str, ...]
    started_at: datetime.datetime | None
    status: str

    @classmethod
    def from_status(cls, status: DeploymentStatus) -> Self:
        """From the answer to `deployments.get`."""
        return cls(
            request_id=status.request_id,
            fqdn=status.fqdn or "",
            ip=status.public_ip or "",
            ports=_read_ports(status.ports or None),
            location=status.location or None,
            tags=tuple(status.tags or ()),
            started_at=status.start_time or None,
            status=str(status.current_status),
        )

    @classmethod
    def from_list_item(cls, item: DeploymentListItem) -> Self:
        """From an item of `deployments.list` that is ready."""
        return cls(
            request_id=item.request_id,
            fqdn=item.fqdn or "",
            ip=item.public_ip or "",
            ports=_read_ports(item.ports or None),
            location=None,
            tags=tuple(item.tags or ()),
            started_at=item.start_time or None,
            status="Status.READY",
        )


def _read_ports(ports: DeploymentPorts | None) -> dict[str, Port]:
    if ports is None:
        return {}
    return {
        name: Port(
            name=port.name or name,
            external=port.external or 0,
            internal=port.internal or 0,
            protocol=str(port.protocol or ""),
            link=port.link or "",
        )
        for name, port in ports.items()
    }


@frozen
class Progress:
    """What a progress callback is told.

    Attributes:
        request_id: The deployment, empty while it is being created.
        status: Its state, for instance `Status.DEPLOYING`; `CREATING` at first.
        elapsed: Seconds since the launch began.
    """

    request_id: str
    status: str
    elapsed: float


OnProgress = Callable[[Progress], object]


class _LaunchNeeds(TypedDict):
    application: str
    version: str
    users: list[DeploymentUser]


class LaunchOptions(_LaunchNeeds, total=False):
    """What `launch` and `running` take, each as the documentation of `launch` says."""

    timeout: float
    on_progress: OnProgress | None
    max_active: int | None
    resources: DeploymentResources | Unset
    require_cached_locations: bool | Unset | None
    environment_variables: list[EnvVarV2] | Unset
    tags: Iterable[str]
    webhook_url: str | None
    webhook_on_ready: Webhook | Unset
    webhook_on_error: Webhook | Unset
    webhook_on_terminated: Webhook | Unset


@frozen
class Stopped:
    """What a bulk stop brought.

    Attributes:
        accepted: Ids that the service will stop.
        not_accepted: Ids that it did not name: unknown to it, or ended already.
    """

    accepted: tuple[str, ...]
    not_accepted: tuple[str, ...] = field(default=())


def state_of(status: str) -> str:
    """`READY` of `Status.READY`, whatever the case."""
    return status.rpartition(".")[2].upper()


def new_tag() -> str:
    """A tag that no other launch has: 19 characters, of the 20 that every version of the API accepts."""
    return f"{LAUNCH_TAG}{secrets.token_hex(6)}"


def check_tags(tags: Iterable[str]) -> list[str]:
    """The caller's own tags, refused if the API would refuse them."""
    checked = list(tags)
    for tag in checked:
        if not tag or len(tag) > 40:
            raise InvalidRequestError(f"a tag has 1 to 40 characters: {tag!r}")
    return checked


def query(**filters: Any) -> str:
    """The `query` of `deployments.list`: `eq`, or `in` for a list; `not_...` is the opposite, `until_...` is `lte`."""
    written: list[dict[str, Any]] = []
    for name, value in filters.items():
        prefix = next((prefix for prefix in ("not_", "until_") if name.startswith(prefix)), "")
        operators = {"": "in", "not_": "nin"} if isinstance(value, list) else {"": "eq", "not_": "neq", "until_": "lte"}
        operator = operators[prefix]
        written.append({"field": name.removeprefix(prefix), "operator": operator, "value": value})
    return json.dumps({"filters": written}, separators=(",", ":"))


def still_running(deployment_id: str | None, tag: str = "") -> str:
    """What to tell when a deployment could not be stopped."""
    found = f" (tag {tag})" if tag else ""
    return f"deployment {deployment_id}{found} could not be stopped and may still run: stop it"


def tail(log: object, lines: int = 20) -> str:
    """The end of a log."""
    return "\n".join(log.splitlines()[-lines:])[-4000:] if isinstance(log, str) else ""
