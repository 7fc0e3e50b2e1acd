"""A deployment as `launch` returns it, and the states of deployments. No I/O; shared by sync and async."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Self

from attrs import field, frozen

from .public import public_in

if TYPE_CHECKING:
    from .._generated.orchestration.models.deployment_list_item import DeploymentListItem
    from .._generated.orchestration.models.deployment_ports import DeploymentPorts
    from .._generated.orchestration.models.deployment_status import DeploymentStatus
    from .._generated.orchestration.models.location import Location

__all__ = ["ENDED", "ENDING", "ERROR", "READY", "TERMINATED", "Deployment", "Port", "Stopped", "Swept", "state_of"]

READY: Final = "READY"
ERROR: Final = "ERROR"
TERMINATED: Final = "TERMINATED"
ENDED: Final = frozenset((ERROR, TERMINATED))
# A deployment in ERROR can still be stopped; of these there is nothing left to stop.
ENDING: Final = frozenset(("TERMINATING", TERMINATED))


@public_in("deployments")
@frozen
class Port:
    """A port of a running deployment.

    Attributes:
        name: Its name, or the internal number as text.
        external: The port that players connect to, at the deployment's `fqdn` or `ip`.
        internal: The port that the game server listens on.
        protocol: The protocol, for instance `UDP`.
        link: Host and external port, or an https URL; empty if the service sends none.
    """

    name: str
    external: int
    internal: int
    protocol: str
    link: str


@public_in("deployments")
@frozen
class Deployment:
    """A running game server.

    Attributes:
        request_id: Its id.
        fqdn: The host name to connect to, with an external port.
        ip: The IP address of its host.
        ports: Its ports by name.
        location: Where it runs. None if more than ten deployments became ready at once: the list that `launch` then
            reads has no locations. `deployments.get` returns it.
        tags: Its tags, including the unique tag of the launch.
        started_at: When it began, in UTC.
        status: The last known state, for instance `Status.READY`.
        max_duration: Minutes after which the service ends it; None if that is not known. -1 is the maximum, a day.
    """

    request_id: str
    fqdn: str
    ip: str
    ports: Mapping[str, Port]
    location: Location | None
    tags: tuple[str, ...]
    started_at: datetime.datetime | None
    status: str
    max_duration: int | None = None

    @classmethod
    def from_status(cls, status: DeploymentStatus) -> Self:
        """From the response of `deployments.get`."""
        return cls(
            request_id=status.request_id,
            fqdn=status.fqdn or "",
            ip=status.public_ip or "",
            ports=_read_ports(status.ports or None),
            location=status.location or None,
            tags=tuple(status.tags or ()),
            started_at=status.start_time or None,
            status=str(status.current_status),
            max_duration=status.max_duration if isinstance(status.max_duration, int) else None,
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


@public_in("deployments")
@frozen
class Stopped:
    """The result of stopping several deployments.

    Attributes:
        accepted: Ids of deployments that the service stops.
        not_accepted: Ids that the service did not accept: unknown deployments, and ended ones.
    """

    accepted: tuple[str, ...]
    not_accepted: tuple[str, ...] = field(default=())


@public_in("deployments")
@frozen
class Swept:
    """A deployment that `sweep` has found.

    Attributes:
        request_id: Its id.
        tags: Its tags, as listed.
        since: Since when it has the tag; None if `sweep` leaves it alone.
        stopped: Whether it is seen to have ended.
        reason: Why it was stopped, or left alone.
    """

    request_id: str
    tags: tuple[str, ...]
    since: datetime.datetime | None
    stopped: bool
    reason: str


def state_of(status: str) -> str:
    """`READY` for `Status.READY`, in upper or lower case."""
    return status.rpartition(".")[2].upper()
