"""The `Sandbox` object: the service with its state, in the process or on a port."""

from __future__ import annotations

import asyncio
import copy
import itertools
import json
import socket
import threading
import weakref
from collections import Counter, deque
from collections.abc import Callable, Collection, Generator, Iterable, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import quote

import httpx
import uvicorn
from attrs import field, frozen
from uvicorn.protocols.http.h11_impl import H11Protocol

from .._runtime.registry import settle_pending
from .app import DROP, ASGIApp, Exchange, Observe, Receive, SandboxTransport, Scope, Send, Service, make_app, operations
from .clock import Clock, RealTime, as_utc
from .environment import SERVICE_VARIABLES, environment
from .faults import Fault, FaultScript
from .handlers.private_fleets import KIND as HOSTS
from .handlers.private_fleets import PrivateHost
from .lifecycle import ENDING, Deployment, Host, Phase, Timing
from .page import with_page
from .places import PLACES
from .services.base import PreviewService, preview_operation_ids
from .webhooks import Courier, Deliver, WebhookCall, WebhookRecord
from .world import Limits, World

if TYPE_CHECKING:
    from .._core.matchmaker import TierName
    from .services.matchmaker import SandboxMatchmaker
    from .services.server_browser import SandboxServerBrowser

KEPT_REQUESTS: Final = 1000
# How long the thread of a ticking clock waits before it checks whether it is still needed.
MAX_WAIT_SECONDS: Final = 0.5
# When a server ends, connections that it accepted just before appear within this time.
LATE_SECONDS: Final = 0.05
# Each sandbox of the process has a host name of its own.
_NUMBERS: Final = itertools.count(1)
AFTER_END: Final = (400, 404, 410)


@frozen
class RequestRecord:
    """A received request. It never has the token, the query or the body.

    Attributes:
        method: The method.
        path: The path as it was sent, without the query.
        operation_id: The id of the operation; None if no operation of the specification matches.
        status: The status of the response; 0 if there was none.
        time: When the response was sent, by the sandbox's clock. Comparisons of records ignore it.
        is_fault: Whether the fault script changed the result. Comparisons of records ignore it.
    """

    method: str
    path: str
    operation_id: str | None
    status: int
    time: datetime = field(default=datetime(1970, 1, 1, tzinfo=UTC), eq=False)
    is_fault: bool = field(default=False, eq=False)


@frozen
class DeploymentInfo:
    """A deployment, as tests see it.

    Attributes:
        request_id: The id of the deployment.
        token: The organisation's token.
        application: The application's name.
        version: The version's name.
        state: The state of the status, without `Status.`.
        tags: The tags.
        created: When the create request arrived.
        stop_requested: Whether any request has stopped the deployment.
        error_detail: Why the deployment is in ERROR; empty otherwise.
        city: The city in which it runs.
    """

    request_id: str
    token: str = field(repr=False)
    application: str
    version: str
    state: str
    tags: tuple[str, ...]
    created: datetime
    stop_requested: bool
    error_detail: str
    city: str


@frozen(eq=False)
class Snapshot:
    """The state of a sandbox at a moment. You may restore it several times."""

    _world: World = field(repr=False)


# The organisation of the pytest fixtures.
FIXTURE_TOKEN: Final = "sandbox-token"  # noqa: S105  # of nobody


class Sandbox:
    """A local, stateful Edgegap server.

    Args:
        max_applications: The maximum number of applications of an organisation; 2 in the free tier. Default: no limit.
        max_versions: The maximum number of versions in all applications of an organisation; 2 in the free tier.
            Default: no limit.
        max_deployments: The maximum number of concurrent deployments of an organisation; 1 in the free tier.
            Default: no limit.
        timing: How long starts, stops, sessions and matches take.
        now: A function that returns the time, for tests. A time without a zone is in UTC. `advance` moves a `Clock` and
            the default clock. The default clock starts at the computer's time and advances with real time, even while
            time-machine or freezegun has frozen the time of a test.
        rate_limits: Whether to send 429 beyond the documented rate limits, which count per organisation and by the
            sandbox's clock.
        retry_after: Whether a 429 has the header `Retry-After`. Production is not known to send it.
        after_end: The status of the response about a deployment that ended some time ago: 410, 404 or 400.
        strict: Whether to check the sandbox's own responses against the specification too. A response that does not fit
            becomes a 500.
        seed: The seed of random values: ids, times from ranges, and faults with a probability. Default: other values in
            each sandbox.
        deliver: A function that is called with each webhook in the process, instead of sending it. It must not block.

    Attributes:
        app: The ASGI application.
        base_url: The URL for clients that use `transport()`. No server listens there.
        requests: The latest requests, at most 1000.
        counts: The number of all requests, by operation and status.
    """

    def __init__(
        self,
        *,
        max_applications: int | None = None,
        max_versions: int | None = None,
        max_deployments: int | None = None,
        timing: Timing | None = None,
        now: Callable[[], datetime] | None = None,
        rate_limits: bool = True,
        retry_after: bool = False,
        after_end: int = 410,
        strict: bool = True,
        seed: int | None = None,
        deliver: Deliver | None = None,
    ) -> None:
        if after_end not in AFTER_END:
            raise ValueError(f"after_end must be one of {', '.join(map(str, AFTER_END))}")
        self.base_url = f"http://sandbox-{next(_NUMBERS)}.local"
        self.requests: deque[RequestRecord] = deque(maxlen=KEPT_REQUESTS)
        self.counts: Counter[tuple[str | None, int]] = Counter()
        self._clock: Callable[[], datetime] = now or Clock(ticking=True)
        self._limits = Limits(
            max_applications=max_applications,
            max_versions=max_versions,
            max_deployments=max_deployments,
            rates=rate_limits,
            retry_after=retry_after,
            after_end=after_end,
        )
        self._timing = timing or Timing()
        self._seed = seed
        self._lock = threading.RLock()
        self._courier = Courier(deliver)
        self._is_delivered_here = deliver is not None
        self._served: list[str] = []
        # All URLs that it ever had.
        self._addresses = {self.base_url}
        self._names: set[str] = set()
        self._added_matchmakers: list[SandboxMatchmaker] = []
        self._is_strict = strict
        self._wake = threading.Event()
        self._pump: threading.Thread | None = None
        self._pump_due = 0.0
        self._world = self._new_world()
        self._service = Service(self._turn, self._pick, self._record, strict)
        # Called after each request that arrives on a port.
        self._observer: Observe | None = None
        self.app: ASGIApp = with_page(make_app(self._service, self._observe), self)

    def _new_world(self, faults: FaultScript | None = None) -> World:
        if faults is None:
            ids = frozenset(operation.id for operation in operations()) | {"get_deployment_context"}
            faults = FaultScript(self._seed or 0, ids | preview_operation_ids())
        return World(0.0, self._timing, self._limits, faults, self._seed)

    # --- time

    def _time(self) -> float:
        return as_utc(self._clock()).timestamp()

    @contextmanager
    def _turn(self) -> Generator[World]:
        """Lock the world, and run all timers that are due."""
        calls: list[WebhookCall] = []
        try:
            with self._lock:
                world = self._world
                world.run_until(self._time())
                try:
                    yield world
                finally:
                    calls = self._take_webhooks(world)
                    self._keep_time(world)
        finally:
            for call in calls:
                if self._is_delivered_here:
                    self._courier.send(call)
                else:
                    self._courier.hand_over(call)

    @staticmethod
    def _take_webhooks(world: World) -> list[WebhookCall]:
        if not world.outbox:
            return []
        calls, world.outbox = world.outbox, []
        return calls

    def _keep_time(self, world: World) -> None:
        """Start the thread that sends webhooks in time although no request comes. Only a ticking clock needs it."""
        if not world.schedule.notable or not (isinstance(self._clock, Clock) and self._clock.ticking):
            return
        due = world.schedule.next_due()
        if self._pump is None:
            self._pump_due = 0.0
            self._pump = threading.Thread(
                target=_keep_turning, args=(weakref.ref(self), self._wake), name="edgegap-sandbox-clock", daemon=True
            )
            self._pump.start()
        elif due is not None and due < self._pump_due:
            self._wake.set()

    def _turn_alone(self) -> float | None:
        """Run the due timers, in the thread of the clock.

        Returns how long until the next one, or None to end the thread.
        """
        with self._turn() as world:
            pass
        with self._lock:
            due = self._world.schedule.next_due()
            if not world.schedule.notable or due is None:
                self._pump = None
                return None
            self._pump_due = due
            self._wake.clear()
            return min(MAX_WAIT_SECONDS, max(0.0, due - self._time()))

    def advance(self, seconds: float) -> None:
        """Advance the clock. All timers that become due run in order, each at its own time.

        This method sends the webhooks and waits for their responses before it returns. Receivers in the event loop of
        the caller cannot respond meanwhile. There, use `await asyncio.to_thread(sandbox.advance, seconds)`.

        Raises:
            TypeError: The `now` of the sandbox is not a `Clock`.
        """
        clock = self._clock
        if not isinstance(clock, Clock):
            raise TypeError("only a Clock can be advanced: create the sandbox with Sandbox(now=Clock())")
        if seconds < 0:
            raise ValueError("advance needs 0 seconds or more")
        with self._lock:
            target = self._time() + seconds
        while True:
            with self._lock:
                due = self._world.schedule.next_due()
                moment = target if due is None else min(target, max(due, self._world.now))
                clock.set(datetime.fromtimestamp(moment, UTC))
                self._world.run_until(moment)
                calls = self._take_webhooks(self._world)
            for call in calls:
                self._courier.send(call)
            if not calls and (due is None or due > target):
                break

    def wait_for_webhooks(self, timeout: float = 10.0) -> bool:
        """Wait until all due webhooks have been sent. Returns False if that takes longer than the timeout."""
        with self._turn():
            pass
        return self._courier.wait(timeout)

    # --- what happened

    def _record(self, method: str, path: str, operation_id: str | None, status: int, is_fault: bool) -> None:
        # A function passed as `now` is called once for each request.
        is_own = isinstance(self._clock, Clock)
        moment = self._clock() if is_own else datetime.fromtimestamp(self._world.now, UTC)
        self.requests.append(RequestRecord(method, path, operation_id, status, moment, is_fault))
        self.counts[operation_id, status] += 1

    def _observe(self, exchange: Exchange) -> None:
        if self._observer:
            self._observer(exchange)

    def _pick(self, operation_id: str) -> Fault | None:
        with self._lock:
            return self._world.faults.on_operation(operation_id)

    @property
    def faults(self) -> FaultScript:
        """The fault script, see `Fault`."""
        return self._world.faults

    @property
    def webhooks(self) -> tuple[WebhookRecord, ...]:
        """The latest webhooks that were sent, at most 1000."""
        return tuple(self._courier.sent)

    @property
    def deployments(self) -> tuple[DeploymentInfo, ...]:
        """All deployments that the sandbox still keeps, the oldest first."""
        return self._inform(lambda _: True)

    @property
    def running(self) -> tuple[DeploymentInfo, ...]:
        """The deployments that are starting or READY."""
        return self._inform(lambda each: each.phase in (Phase.STARTING, Phase.READY))

    def orphans(self, known: Iterable[str] = ()) -> tuple[DeploymentInfo, ...]:
        """The orphaned deployments: they have not ended, no request has stopped them, and their ids are not in `known`.

        A deployment in ERROR counts until it is stopped.
        """
        ids = frozenset(known)
        return self._inform(lambda each: each.phase not in ENDING and not each.stop_requested and each.id not in ids)

    def _inform(self, which: Callable[[Deployment], bool]) -> tuple[DeploymentInfo, ...]:
        with self._turn() as world:
            tokens = {id(organisation): token for token, organisation in world.organisations.items()}
            return tuple(
                DeploymentInfo(
                    each.id,
                    tokens[id(each.organisation)],
                    each.order.app_name,
                    each.order.version_name,
                    each.state(world.now),
                    tuple(each.tags),
                    datetime.fromtimestamp(each.created, UTC),
                    each.stop_requested,
                    each.error_detail,
                    each.order.host.place.city,
                )
                for each in world.deployments.values()
                if which(each)
            )

    # --- set up by tests

    def add_version(
        self,
        application: str,
        version: str,
        *,
        token: str = FIXTURE_TOKEN,
        ports: Mapping[str, int] | None = None,
    ) -> None:
        """Create an application with a version that can be launched, as two calls of the API would.

        Args:
            application: The name of the application. An existing application is kept.
            version: The name of the version.
            token: The API token of the organisation. Default: the token of the pytest fixtures.
            ports: UDP ports by name. Default: `{"gameport": 7777}`.
        """
        named = {"gameport": 7777} if ports is None else ports
        specs = [{"port": port, "protocol": "UDP", "name": name} for name, port in named.items()]
        image = {"docker_repository": "registry.edgegap.com", "docker_image": application, "docker_tag": version}
        headers = {"authorization": f"token {token}"}
        with httpx.Client(transport=self.transport(), base_url=self.base_url, headers=headers) as client:
            if client.get(f"/v1/app/{quote(application, safe='')}").status_code == 404:
                response = client.post("/v1/app", json={"name": application, "is_active": True, "image": ""})
                _expect_success(response)
            body = {"name": version, **image, "req_cpu": 256, "req_memory": 256, "ports": specs}
            _expect_success(client.post(f"/v1/app/{quote(application, safe='')}/version", json=body))

    def add_matchmaker(
        self,
        configuration: str | bytes | Path | Mapping[str, Any],
        *,
        name: str | None = None,
        token: str | None = None,
        organisation: str = FIXTURE_TOKEN,
        tier: TierName | None = "free",
    ) -> SandboxMatchmaker:
        """Add a managed matchmaker with a URL and a token of its own. A preview: not verified against a real one.

        The matchmaker makes matches of tickets by the rules of its configuration, and starts their servers in this
        sandbox.

        Args:
            configuration: The configuration as in the dashboard: JSON text, a file, or decoded JSON.
            name: The name. Default: `matchmaker-` and a number.
            token: The token. Default: `token-of-` and the name.
            organisation: The API token of the organisation whose applications it starts. Default: the token of the
                pytest fixtures.
            tier: The tier of the cluster: free, hobbyist, studio or enterprise. Requests beyond its limits get a 429.
                With None, or in a sandbox with `rate_limits=False`, there are no limits.

        Raises:
            ConfigurationError: The configuration cannot be read.
            ValueError: The configuration is not valid, or the name is taken.
        """
        from .services.matchmaker import SandboxMatchmaker

        name = self._new_name(name, "matchmaker")
        token = token or f"token-of-{name}"
        added = SandboxMatchmaker(self, configuration, name=name, token=token, organisation=organisation, tier=tier)
        self._added_matchmakers.append(added)
        return added

    def add_server_browser(
        self,
        configuration: str | bytes | Path | Mapping[str, Any] | None = None,
        *,
        name: str | None = None,
        server_token: str | None = None,
        client_token: str | None = None,
        organisation: str = FIXTURE_TOKEN,
    ) -> SandboxServerBrowser:
        """Add a server browser with its own URL and two tokens. A preview: not verified against a real one.

        Args:
            configuration: The configuration as in the dashboard: JSON text, a file, or decoded JSON. Default: no
                indices, and 30 s until servers and reservations expire.
            name: The name. Default: `server-browser-` and a number.
            server_token: The token for everything. Default: `server-token-of-` and the name.
            client_token: The token for reading, listing and reserving. Default: `client-token-of-` and the name.
            organisation: The API token of its organisation.

        Raises:
            ValueError: The configuration is not valid, or the name is taken.
        """
        from .services.server_browser import SandboxServerBrowser

        name = self._new_name(name, "server-browser")
        return SandboxServerBrowser(
            self,
            configuration,
            name=name,
            server_token=server_token or f"server-token-of-{name}",
            client_token=client_token or f"client-token-of-{name}",
            organisation=organisation,
        )

    def _new_name(self, name: str | None, kind: str) -> str:
        name = name or f"{kind}-{len(self._names) + 1}"
        if name in self._names:
            raise ValueError(f"the sandbox already has a service with the name {name}")
        self._names.add(name)
        return name

    def _preview(
        self,
        kind: str,
        state: Callable[[World], Any],
        authorize: Callable[[str, bool], None],
        limits: Mapping[str, float] | None,
    ) -> PreviewService:
        """The service that responds to the requests of a matchmaker or a server browser."""
        return PreviewService(
            kind,
            state,
            authorize,
            limits,
            turn=self._turn,
            pick=self._pick,
            record=self._record,
            is_strict=self._is_strict,
        )

    def push_image(
        self, name: str, tag: str, *, token: str, image_hash: str | None = None, size_mb: float = 100.0
    ) -> None:
        """Add a tag to an image in an organisation's registry, as `docker push` would.

        Args:
            name: The name of the image, without the registry and the project.
            tag: The tag. An existing tag moves to the new artifact.
            token: The API token of the organisation.
            image_hash: Tags of an image with the same hash share an artifact. Default: a hash for each tag.
            size_mb: The size of a new artifact, in MB.
        """
        with self._turn() as world:
            world.organisation(token).push_image(name, tag, image_hash, size_mb)

    def add_host(
        self,
        fleet: str,
        *,
        token: str,
        city: str = "Montreal",
        cpu_units: int = 4096,
        memory_mb: int = 8192,
        active_after: float | None = 0,
    ) -> str:
        """Add a host to a private fleet, which the API cannot do. Returns its id.

        Args:
            fleet: The name of the fleet. A fleet exists as soon as it has a host.
            token: The API token of the organisation.
            city: The city of the host, one of those that `/v1/locations` lists.
            cpu_units: The capacity for deployments, in vCPU units.
            memory_mb: The capacity for deployments, in MB.
            active_after: Seconds for which the host is PENDING; None means for ever.
        """
        place = next((each for each in PLACES if each.city == city), None)
        if place is None:
            raise ValueError(f"city must be one of {', '.join(each.city for each in PLACES)}")
        with self._turn() as world:
            number = world.new_number()
            host = Host(f"{fleet}-host-{number}", f"203.0.113.{number % 256}", place, fleet)
            active_from = None if active_after is None else world.now + active_after
            world.organisation(token).all_of(HOSTS)[host.id] = PrivateHost(
                host, fleet, cpu_units, memory_mb, world.now, active_from
            )
            return host.id

    def write_log(self, deployment_id: str, line: str) -> None:
        """Add a line to the log of a container."""
        with self._turn() as world:
            _find(world, deployment_id).logs.append(line)

    def revoke(self, token: str) -> None:
        """Delete a token and all objects of its organisation. Requests with the token get 403 from now on."""
        with self._turn() as world:
            world.revoked.add(token)
            organisation = world.organisations.pop(token, None)
            if organisation:
                for deployment_id in organisation.deployments:
                    world.schedule.call_off(world.deployments.pop(deployment_id).timer)
                    world.ended.pop(deployment_id, None)

    def environment(self, deployment_id: str) -> dict[str, str]:
        """The environment variables of a deployment's container: from Edgegap, the version and the create request.

        The URLs in them point to the port of the sandbox, or to `base_url` if it has no port.
        """
        with self._turn() as world:
            deployment = _find(world, deployment_id)
            return _environment(deployment, self._served[-1] if self._served else self.base_url)

    def snapshot(self) -> Snapshot:
        """Store the state: all organisations with their objects, the timers, and the fault script."""
        with self._turn() as world:
            return Snapshot(copy.deepcopy(world))

    def restore(self, snapshot: Snapshot) -> None:
        """Restore a state, and its time if the clock is a `Clock`. `requests` stays unchanged."""
        with self._lock:
            self._world = copy.deepcopy(snapshot._world)
            if isinstance(self._clock, Clock):
                self._clock.set(datetime.fromtimestamp(self._world.now, UTC))
            self._keep_time(self._world)

    def reset(self) -> None:
        """Delete all organisations and requests. The fault script stays unchanged."""
        with self._lock:
            self._world = self._new_world(self._world.faults)
            self.requests.clear()
            self.counts.clear()

    def close(self) -> None:
        """Close the sandbox. It sends no more webhooks by itself.

        Clients of this process no longer look for deployments of their pending launches in it. Without this call, the
        process may wait for them at its exit, for up to 60 seconds.
        """
        with self._lock:
            self._world.schedule.clear()
            self._wake.set()
        self._courier.close()
        settle_pending(self._addresses)

    # --- connections

    def transport(self) -> SandboxTransport:
        """A transport with which an `httpx.AsyncClient` or `httpx.Client` reaches the sandbox without a network."""
        return SandboxTransport(self._service)

    @contextmanager
    def serve(self, *, host: str = "127.0.0.1", port: int = 0) -> Generator[str]:
        """Listen on a port during the block, from a thread of its own. Yields the base URL.

        Args:
            host: The address to listen on.
            port: The port to listen on. 0 takes a free port.
        """
        with self._listen(self.app, host, port) as base_url:
            self._served.append(base_url)
            self._addresses.add(base_url)
            try:
                yield base_url
            finally:
                self._served.remove(base_url)

    @contextmanager
    def in_environment(self, *, token: str = FIXTURE_TOKEN) -> Generator[dict[str, str]]:
        """Listen on a port during the block, and set `EDGEGAP_BASE_URL` and `EDGEGAP_API_TOKEN`.

        In the block, `Edgegap()` and `AsyncEdgegap()` reach the sandbox, also in programs that the block starts. The
        variables of a matchmaker and a server browser are unset, so that no code reaches a real one. To set them for
        the services of this sandbox, use `in_environment` of the results of `add_matchmaker` and `add_server_browser`.
        The end of the block restores the environment.

        Args:
            token: The API token, and so the organisation. Default: the token of the pytest fixtures.

        Yields:
            The variables that are set.
        """
        with self.serve() as base_url:
            variables = {"EDGEGAP_BASE_URL": base_url, "EDGEGAP_API_TOKEN": token}
            with environment({**dict.fromkeys(SERVICE_VARIABLES), **variables}):
                yield variables

    @contextmanager
    def rollback(self) -> Generator[None]:
        """Undo all changes to the sandbox at the end of the block.

        The end of the block restores all objects, all deployments and the fault script, and takes the time of `advance`
        off the clock. The beginning of the block empties `requests`, `counts` and `webhooks`.
        """
        snapshot = self.snapshot()
        began, clock = RealTime.monotonic(), self._clock
        with self._lock:
            self.requests.clear()
            self.counts.clear()
            self._courier.sent.clear()
        try:
            yield
        finally:
            self.restore(snapshot)
            if isinstance(clock, Clock) and clock.ticking:
                # The time of the block itself has passed: otherwise the clock would lag behind the computer's.
                clock.advance(RealTime.monotonic() - began)

    @contextmanager
    def _listen(self, app: ASGIApp, host: str, port: int) -> Generator[str]:
        """Listen on a port for one of the services."""
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.create_server((host, port), family=family) as listener:
            # No logging is configured, as the configuration would apply to the whole process. The API has no
            # WebSockets.
            config = uvicorn.Config(
                app,
                http=_Protocol,
                log_config=None,
                access_log=False,
                lifespan="off",
                ws="none",
                timeout_graceful_shutdown=5,
            )
            server = _Server(config)
            thread = threading.Thread(target=server.serve_from, args=(listener,), name="edgegap-sandbox", daemon=True)
            thread.start()
            server.settled.wait()
            if not server.started:
                raise RuntimeError("the server of the sandbox could not start: see the log for the reason")
            shown = f"[{host}]" if family == socket.AF_INET6 else host
            base_url = f"http://{shown}:{listener.getsockname()[1]}"
            try:
                yield base_url
            finally:
                server.should_exit = True
                thread.join()


def _expect_success(response: httpx.Response) -> None:
    if not response.is_success:
        raise ValueError(response.json().get("message", response.text))


def _find(world: World, deployment_id: str) -> Deployment:
    try:
        return world.deployments[deployment_id]
    except KeyError:
        raise LookupError(f"there is no deployment {deployment_id}") from None


def _environment(deployment: Deployment, base_url: str) -> dict[str, str]:
    order = deployment.order
    host, place = order.host, order.host.place.render()
    ports: Collection[dict[str, Any]] = deployment.ports.values()
    keys = ("name", "internal", "external", "protocol")
    mapping = {str(port["internal"]): {key: port[key] for key in keys} for port in ports}
    beacon = PLACES.index(host.place)
    variables = {str(each["key"]): str(each["value"]) for each in order.version.get("envs", ())}
    variables.update(order.variables)
    variables.update(
        ARBITRIUM_REQUEST_ID=deployment.id,
        ARBITRIUM_PUBLIC_IP=host.ip,
        ARBITRIUM_HOST_ID=host.id,
        ARBITRIUM_DEPLOYMENT_TAGS=",".join(deployment.tags),
        ARBITRIUM_DEPLOYMENT_LOCATION=json.dumps(place),
        ARBITRIUM_PORTS_MAPPING=json.dumps({"ports": mapping}),
        ARBITRIUM_DEPLOYMENT_VCPU_UNITS=str(order.cpu),
        ARBITRIUM_DEPLOYMENT_MEMORY_MB=str(order.memory),
        ARBITRIUM_HOST_BASE_CLOCK_FREQUENCY="3200",
        ARBITRIUM_DELETE_URL=f"{base_url}/v1/self/stop/{deployment.id}/{deployment.point}",
        ARBITRIUM_DELETE_TOKEN=deployment.delete_token,
        ARBITRIUM_CONTEXT_URL=f"{base_url}/v1/context/{deployment.id}/{deployment.point}",
        ARBITRIUM_CONTEXT_TOKEN=deployment.context_token,
        ARBITRIUM_BEACON_ENABLED="true",
        ARBITRIUM_HOST_BEACON_ENABLED="true",
        ARBITRIUM_HOST_BEACON_PUBLIC_IP=f"198.51.100.{10 + beacon}",
        ARBITRIUM_HOST_BEACON_PORT_UDP_EXTERNAL=str(32100 + beacon),
        ARBITRIUM_HOST_BEACON_PORT_TCP_EXTERNAL=str(32500 + beacon),
        ARBITRIUM_HOST_IN_PRIVATE_FLEET="true" if host.fleet else "false",
        ARBITRIUM_PRIVATE_FLEET_ID=host.fleet or "PUBLIC_CLOUD",
        ARBITRIUM_ENV_DEBUG="false",
    )
    for port in ports:
        name = f"ARBITRIUM_PORT_{str(port['name']).upper()}"
        for key in ("internal", "external", "protocol"):
            variables[f"{name}_{key.upper()}"] = str(port[key])
    return variables


def _keep_turning(reference: weakref.ref[Sandbox], wake: threading.Event) -> None:
    """Run the timers, in the thread of a ticking clock. The thread does not keep the sandbox alive."""
    while sandbox := reference():
        seconds = sandbox._turn_alone()
        del sandbox
        if seconds is None:
            return
        wake.wait(seconds)


class _Protocol(H11Protocol):
    """The HTTP protocol of uvicorn; its application can close the connection without a response."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wrapped: Any = self.app

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            scope.setdefault("extensions", {})[DROP] = self.transport.close
            await wrapped(scope, receive, send)

        self.app: Any = app

    def connection_made(self, transport: Any) -> None:
        # asyncio does this only for sockets that were created with the protocol's number. Otherwise, the body, which is
        # written after the headers, waits 40 ms until the client acknowledges them.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().connection_made(transport)


class _Server(uvicorn.Server):
    """A server that reports when it has started, or has failed to start."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.settled = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.settled.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # asyncio creates a connection a moment after it has accepted it: too late for the closing of the others. The
        # connection would be kept for another request, and the end of the server would wait for it.
        asyncio.get_running_loop().call_later(LATE_SECONDS, self._end_connections)
        await super().shutdown(sockets)

    def _end_connections(self) -> None:
        for connection in list(self.server_state.connections):
            if not connection.transport.is_closing():
                connection.shutdown()

    def serve_from(self, listener: socket.socket) -> None:
        try:
            with asyncio.Runner(loop_factory=self._new_loop) as runner:
                runner.run(self.serve(sockets=[listener]))
        finally:
            self.settled.set()

    @staticmethod
    def _new_loop() -> asyncio.AbstractEventLoop:
        """An event loop whose timers fire, and which can end, even while freezegun has frozen the time of a test."""
        loop: Any = asyncio.new_event_loop()
        if isinstance(loop, asyncio.BaseEventLoop):  # The loop of uvloop has a clock of its own, which no tool freezes.
            cast("Any", loop).time = RealTime.monotonic
        return cast("asyncio.AbstractEventLoop", loop)
