"""The life cycle of deployments, from INITIALIZING to TERMINATED, as a function of the time and the requests."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from attrs import Factory, define, field, frozen

from .clock import Timer, as_utc
from .faults import STARTING_STATES, Outcome
from .places import Place
from .state import Json

SECONDS_PER_MINUTE: Final = 60
FIRST_PORT: Final = 30000
EXTERNAL_PORT_COUNT: Final = 2768


@frozen(kw_only=True)
class Timing:
    """How long actions take in the sandbox, in seconds of its clock. Each action draws its time from a pair (a range).

    Attributes:
        ready_after: From the create request until READY or ERROR. The five states before have equal parts of this time.
        stuck_for: How long a deployment with the outcome `stuck` stays stuck before it fails.
        terminating_for: From TERMINATING until TERMINATED.
        listed_after: How long lists lack a new deployment, as lists of production lag. Its status can be read at once.
        known_for: How long a deployment's status can be read after it is TERMINATED.
        session_after: From the create request of a session until it is placed.
        relay_after: From the create request of a relay session until it is linked.
        lobby_after: From the request to deploy a lobby until it is released.
        match_after: From a ticket or a backfill until a matchmaker looks for a match.
    """

    ready_after: float | tuple[float, float] = 2.0
    stuck_for: float = 900.0
    terminating_for: float = 1.0
    listed_after: float = 0.0
    known_for: float = 60.0
    session_after: float = 1.0
    relay_after: float = 1.0
    lobby_after: float = 2.0
    match_after: float = 0.5


class Phase(StrEnum):
    """The states of a deployment; all states of the start are one phase."""

    STARTING = "STARTING"
    READY = "READY"
    ERROR = "ERROR"
    TERMINATING = "TERMINATING"
    TERMINATED = "TERMINATED"


ENDING: Final = frozenset((Phase.TERMINATING, Phase.TERMINATED))


def status_name(state: str) -> str:
    return f"Status.{state}"


@frozen(eq=False)
class Host:
    """A host of deployments: a machine of the service, or one of a private fleet."""

    id: str
    ip: str
    place: Place
    fleet: str | None = None

    def __deepcopy__(self, _memo: Any) -> Host:
        return self


@frozen(kw_only=True, eq=False)
class Order:
    """A checked order: the common form of both deploy operations, of fleets and of sessions.

    It never changes, so snapshots share it.
    """

    app_name: str
    version_name: str
    version: Json
    host: Host
    tags: tuple[str, ...] = ()
    variables: dict[str, str] = field(factory=dict[str, str], repr=False)
    webhooks: dict[str, str] = field(factory=dict[str, str], repr=False)
    cpu: int = 0
    memory: int = 0
    user_count: int = 0
    command: str | None = None
    arguments: str | None = None
    outcome: Outcome = Factory(Outcome)

    def __deepcopy__(self, _memo: Any) -> Order:
        return self


@define(eq=False)
class Deployment:
    """A deployment. Times are seconds since 1970."""

    id: str
    number: int
    organisation: Any = field(repr=False)
    order: Order = field(repr=False)
    created: float
    # When the deployment becomes READY or is in ERROR.
    settles: float
    ready_after: float
    delete_token: str = field(repr=False)
    context_token: str = field(repr=False)
    ports: Json = field(repr=False)
    tags: dict[str, tuple[float, float]]
    logs: list[str] = field(factory=list[str], repr=False)
    phase: Phase = Phase.STARTING
    stop_requested: bool = False
    error_detail: str = ""
    started: float | None = None
    ended: float | None = None
    timer: Timer | None = field(default=None, repr=False)
    is_joinable: bool = True
    sessions: dict[str, Any] = field(factory=dict[str, Any], repr=False)
    before_ending: str = ""
    held: list[Any] = field(factory=list[Any], repr=False)
    # Called with the deployment when it is READY or in ERROR, by the matchmaker that has started it.
    on_settled: Any = field(default=None, repr=False)

    @property
    def fqdn(self) -> str:
        return f"{self.id}.pr.edgegap.net"

    @property
    def point(self) -> int:
        """The number at the end of the URLs of self-stop and context."""
        return 1 + self.number % 9999

    @property
    def sockets(self) -> int | None:
        config = self.order.version.get("session_config")
        return config.get("sockets") if config else None

    @property
    def sockets_usage(self) -> int:
        return sum(session.sockets for session in self.sessions.values())

    def state(self, now: float) -> str:
        return self.phase.value if self.phase is not Phase.STARTING else STARTING_STATES[self._step(now)]

    def _step(self, now: float) -> int:
        stuck = self.order.outcome.state
        last = STARTING_STATES.index(stuck) if stuck in STARTING_STATES else len(STARTING_STATES) - 1
        span = self.ready_after / len(STARTING_STATES)
        return last if span <= 0 else min(last, int((now - self.created) / span))

    def _last_state(self, now: float) -> str | None:
        match self.phase:
            case Phase.STARTING:
                step = self._step(now)
                return STARTING_STATES[step - 1] if step else None
            case Phase.READY | Phase.ERROR:
                return STARTING_STATES[self._step(now)]
            case Phase.TERMINATING:
                return self.before_ending
            case Phase.TERMINATED:
                return Phase.TERMINATING.value

    def render(self, now: float) -> Json:
        """The status. Fields whose values are not known yet are missing."""
        order = self.order
        body: Json = {
            "request_id": self.id,
            "app_name": order.app_name,
            "app_version": order.version_name,
            "current_status": status_name(self.state(now)),
            "running": self.phase is Phase.READY,
            "tags": list(self.tags),
        }
        if last := self._last_state(now):
            body["last_status"] = status_name(last)
        if self.error_detail:
            body["error"] = True
            body["error_detail"] = self.error_detail
        if self.started is not None:
            body.update(
                fqdn=self.fqdn,
                public_ip=order.host.ip,
                start_time=write_time(self.started),
                elapsed_time=max(0, int((self.ended or now) - self.started)),
                max_duration=order.version.get("max_duration", -1),
                error=False,
                ports=self.ports,
                location=order.host.place.render(),
                command=order.command,
                arguments=order.arguments,
            )
            if self.sockets is not None:
                body.update(
                    sockets=self.sockets,
                    sockets_usage=self.sockets_usage,
                    sessions=[session.render_summary() for session in self.sessions.values()],
                )
        if self.ended is not None:
            body["removal_time"] = write_time(self.ended)
        return body

    def render_item(self) -> Json:
        """The item of a list: it has `ready` instead of the state."""
        body: Json = {"request_id": self.id, "ready": self.phase is Phase.READY, "tags": list(self.tags)}
        if self.started is not None:
            body.update(
                fqdn=self.fqdn,
                start_time=write_time(self.started),
                public_ip=self.order.host.ip,
                ports=self.ports,
            )
        if self.sockets is not None:
            body.update(sockets=self.sockets, sockets_usage=self.sockets_usage, is_joinable_by_session=self.is_joinable)
        return body

    def render_tag(self, name: str) -> Json:
        created, updated = self.tags[name]
        return {"name": name, "create_time": write_time(created), "last_updated": write_time(updated)}


def make_ports(deployment_id: str, number: int, specs: list[Json]) -> Json:
    """The ports by name, or by number if they have no name."""
    ports: Json = {}
    for index, spec in enumerate(specs):
        external = FIRST_PORT + (number * 7 + index) % EXTERNAL_PORT_COUNT
        # For port 0, the service chooses a port, the same inside and outside.
        internal = spec["port"] or external
        name = spec.get("name") or str(internal)
        protocol = str(spec["protocol"])
        tls = bool(spec.get("tls_upgrade", False))
        scheme = _scheme(protocol, tls)
        ports[name] = {
            "name": name,
            "link": f"{scheme}{deployment_id}.pr.edgegap.net:{external}",
            "internal": internal,
            "external": external,
            "protocol": protocol,
            "tls_upgrade": tls,
        }
    return ports


def _scheme(protocol: str, tls: bool) -> str:
    match protocol:
        case "HTTP" | "HTTPS":
            return "https://" if tls or protocol == "HTTPS" else "http://"
        case "Websocket" | "WS" | "WSS":
            return "wss://" if tls or protocol == "WSS" else "ws://"
        case _:
            return ""


def write_time(moment: float) -> str:
    """Format a time as most operations do: UTC without a zone, a space, microseconds."""
    return _from_seconds(moment).isoformat(" ", "microseconds")


def write_iso_time(moment: float) -> str:
    """Format a time as private hosts do."""
    return _from_seconds(moment).isoformat(timespec="microseconds") + "Z"


def _from_seconds(moment: float) -> datetime:
    return datetime.fromtimestamp(moment, UTC).replace(tzinfo=None)


def read_time(text: str) -> float:
    """The seconds since 1970 of a time in any form that the service uses.

    Raises:
        ValueError: The text has none of these forms.
    """
    try:
        return as_utc(datetime.fromisoformat(text)).timestamp()
    except OverflowError:
        raise ValueError("the time is out of range") from None
