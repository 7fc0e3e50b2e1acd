"""The state of a sandbox: the organisations, their deployments, and the timers."""

from __future__ import annotations

import hashlib
import hmac
import random
from collections import OrderedDict, deque
from collections.abc import Callable, Container
from functools import partial
from typing import Any, Final

from attrs import define, field, frozen

from .clock import Schedule
from .faults import FaultScript
from .lifecycle import ENDING, SECONDS_PER_MINUTE, Deployment, Order, Phase, Timing, make_ports, write_time
from .state import ApiError, Application, Collection, EndpointStorage, Image, Json, Link, NotFound
from .webhooks import WebhookCall

# How many ids of deleted objects are kept.
KEPT_IDS: Final = 10_000
# How many ended deployments are kept, however old they are.
KEPT_ENDED: Final = 1_000
# A rate is a number of requests in a number of seconds.
RATE_PERIOD: Final = 1.0
UNKNOWN_ID: Final = "Bad Request ID provided"
DEPLOYMENT: Final = "Deployment"


class KeptIds:
    """The latest ids, up to a maximum number."""

    def __init__(self) -> None:
        self._ids: OrderedDict[str, None] = OrderedDict()

    def __contains__(self, item: str) -> bool:
        return item in self._ids

    def add(self, item: str) -> None:
        self._ids[item] = None
        if len(self._ids) > KEPT_IDS:
            self._ids.popitem(last=False)


@frozen(kw_only=True)
class Limits:
    """The limits of a sandbox. A quota of None means no quota.

    Attributes:
        max_applications: The maximum number of applications of an organisation.
        max_versions: The maximum number of versions in all applications of an organisation.
        max_deployments: The maximum number of concurrent deployments of an organisation. Deployments in ERROR do not
            count.
        rates: Whether the sandbox enforces the documented rate limits.
        retry_after: Whether a 429 has the header Retry-After.
        after_end: The status of a response about a deployment that ended some time ago.
    """

    max_applications: int | None = None
    max_versions: int | None = None
    max_deployments: int | None = None
    rates: bool = True
    retry_after: bool = False
    after_end: int = 410


@define(eq=False)
class Organisation:
    """The objects of one organisation, which one token can access."""

    world: World = field(repr=False)
    applications: Collection[Application] = field(init=False, factory=lambda: Collection[Application]("Application"))
    endpoint_storages: Collection[EndpointStorage] = field(
        init=False, factory=lambda: Collection[EndpointStorage]("Endpoint storage")
    )
    images: dict[str, Image] = field(init=False, factory=dict[str, Image])
    links: list[Link] = field(init=False, factory=list[Link])
    # Oldest first: all kept deployments, those that are not TERMINATED, and indices by tag and by state.
    deployments: dict[str, Deployment] = field(init=False, factory=dict[str, Deployment])
    live: dict[str, Deployment] = field(init=False, factory=dict[str, Deployment])
    by_tag: dict[str, dict[str, Deployment]] = field(init=False, factory=dict[str, dict[str, Deployment]])
    by_phase: dict[Phase, dict[str, Deployment]] = field(init=False, factory=lambda: {phase: {} for phase in Phase})
    # The resources that have a module of their own among the handlers, by kind and id.
    kinds: dict[str, dict[str, Any]] = field(init=False, factory=dict[str, dict[str, Any]])
    ended_sessions: KeptIds = field(init=False, factory=KeptIds)
    _calls: dict[str, deque[float]] = field(init=False, factory=dict[str, deque[float]])

    def now(self) -> str:
        return write_time(self.world.now)

    def all_of(self, kind: str) -> dict[str, Any]:
        return self.kinds.setdefault(kind, {})

    def check_rate(self, operation_id: str, rate: int) -> None:
        """Count a request, or refuse it: the rate limits are per organisation."""
        calls = self._calls.get(operation_id)
        if calls is None:
            calls = self._calls[operation_id] = deque(maxlen=rate)
        now = self.world.now
        if len(calls) == rate and now - calls[0] < RATE_PERIOD:
            raise ApiError(429, f"Too many requests: {rate} per second")
        calls.append(now)

    def deployment(self, deployment_id: str, status: int = 400, message: str = UNKNOWN_ID) -> Deployment:
        found = self.deployments.get(deployment_id)
        if found is None:
            raise NotFound(DEPLOYMENT, deployment_id, status, message)
        return found

    def push_image(self, name: str, tag: str, image_hash: str | None, size_mb: float) -> None:
        if image_hash is None:
            image_hash = f"sha256:{hashlib.sha256(f'{name}:{tag}'.encode()).hexdigest()}"
        # The registry, unlike the rest of the API, writes the offset and no fraction of a second.
        pushed = f"{self.now()[:19]}+00:00"
        self.images.setdefault(name, Image()).push(tag, image_hash, size_mb, pushed)

    def image(self, name: str) -> Image:
        try:
            return self.images[name]
        except KeyError:
            raise ApiError(404, f"No image named {name} found inside your project.") from None

    def can_pull(self, docker_image: str, tag: str) -> bool:
        """Whether the registry has the image. The name may have the project's name before it, as for `docker pull`."""
        names = (docker_image, docker_image.partition("/")[2])
        return any(name in self.images and tag in self.images[name].tags for name in names)

    def set_tag(self, deployment: Deployment, name: str, created: float) -> None:
        deployment.tags[name] = (created, self.world.now)
        self.by_tag.setdefault(name, {})[deployment.id] = deployment

    def drop_tag(self, deployment: Deployment, name: str) -> float:
        """Remove a tag, and return when it was created."""
        self._unregister_tag(deployment, name)
        return deployment.tags.pop(name)[0]

    def _unregister_tag(self, deployment: Deployment, name: str) -> None:
        tagged = self.by_tag[name]
        del tagged[deployment.id]
        if not tagged:
            del self.by_tag[name]

    def add(self, deployment: Deployment) -> None:
        self.deployments[deployment.id] = self.live[deployment.id] = deployment
        self.by_phase[deployment.phase][deployment.id] = deployment
        for name in deployment.tags:
            self.by_tag.setdefault(name, {})[deployment.id] = deployment

    def move(self, deployment: Deployment, phase: Phase) -> None:
        del self.by_phase[deployment.phase][deployment.id]
        deployment.phase = phase
        if phase is Phase.TERMINATED:
            del self.live[deployment.id]
        self.by_phase[phase][deployment.id] = deployment

    def unregister(self, deployment: Deployment) -> None:
        del self.deployments[deployment.id]
        self.live.pop(deployment.id, None)
        del self.by_phase[deployment.phase][deployment.id]
        for name in deployment.tags:
            self._unregister_tag(deployment, name)

    def count_active(self) -> int:
        return sum(len(self.by_phase[phase]) for phase in (Phase.STARTING, Phase.READY, Phase.TERMINATING))


@define(eq=False)
class World:
    """The whole state of a sandbox: a copy of this object is a snapshot."""

    now: float
    timing: Timing
    limits: Limits
    faults: FaultScript
    seed: int | None
    schedule: Schedule = field(init=False, factory=Schedule)
    organisations: dict[str, Organisation] = field(init=False, factory=dict[str, Organisation])
    deployments: dict[str, Deployment] = field(init=False, factory=dict[str, Deployment])
    ended: dict[str, Deployment] = field(init=False, factory=dict[str, Deployment])
    gone: KeptIds = field(init=False, factory=KeptIds)
    revoked: set[str] = field(init=False, factory=set[str])
    outbox: list[WebhookCall] = field(init=False, factory=list[WebhookCall])
    random: random.Random = field(init=False)
    # The matchmakers and server browsers, by name.
    services: dict[str, Any] = field(init=False, factory=dict[str, Any])
    _numbers: int = field(init=False, default=0)
    _held: dict[str, list[WebhookCall]] = field(init=False, factory=dict[str, list[WebhookCall]])

    def __attrs_post_init__(self) -> None:
        self.random = random.Random(self.seed)  # noqa: S311 - repeatable, not secret

    def organisation(self, token: str) -> Organisation:
        found = self.organisations.get(token)
        if found is None:
            if token in self.revoked:
                raise ApiError(403, "The token was deleted")
            found = self.organisations[token] = Organisation(self)
        return found

    def has_for_another_token(self, error: NotFound, organisation: Organisation, parents: Container[str]) -> bool:
        """Whether another organisation has the object that this one lacks.

        Args:
            error: The error that reports the missing object.
            organisation: The organisation of the token.
            parents: The names in the request. If a version is missing, the application is one of them.
        """
        others = (each for each in self.organisations.values() if each is not organisation)
        match error.kind:
            case "Application":
                return any(error.name in each.applications for each in others)
            case "App version":
                return any(
                    application.name in parents and error.name in application.versions
                    for each in others
                    for application in each.applications
                )
            case "Endpoint storage":
                return any(error.name in each.endpoint_storages for each in others)
            case _:
                return error.kind == DEPLOYMENT and error.name in self.deployments

    def organisation_of_deployment(self, path: dict[str, str], secret: str, *, is_stop: bool) -> Organisation:
        """The organisation of a deployment that sends a request with its own token."""
        deployment_id = path["deployment_id"]
        deployment = self.deployments.get(deployment_id)
        if deployment is None:
            if deployment_id in self.gone:
                raise ApiError(410, f"Instance {deployment_id} is already terminated")
            raise ApiError(400, UNKNOWN_ID)
        expected = deployment.delete_token if is_stop else deployment.context_token
        if not hmac.compare_digest(secret.encode(), expected.encode()) or path["stop_key"] != str(deployment.point):
            raise ApiError(403, "The token is not that of the deployment")
        return deployment.organisation  # type: ignore[no-any-return]

    def run_until(self, moment: float) -> None:
        """Run all timers that are due by then, in order, each at its own time."""
        while timer := self.schedule.pop(moment):
            # A timer in the past was set for a moment that had already been handled.
            self.now = max(self.now, timer.due)
            action, timer.action = timer.action, None
            if action:
                action()
        self.now = moment

    def after(self, seconds: float, action: Callable[[], Any], *, notable: bool = False) -> Any:
        return self.schedule.at(self.now + seconds, action, notable=notable)

    def new_number(self) -> int:
        self._numbers += 1
        return self._numbers

    def new_id(self) -> str:
        return f"{self.random.getrandbits(48):012x}"

    def new_secret(self) -> str:
        return f"{self.random.getrandbits(128):032x}"

    # --- webhooks

    def notify(self, kind: str, subject: str, url: str | None, body: Json) -> None:
        """Send a webhook, unless the fault script says otherwise."""
        if not url:
            return
        call = WebhookCall(kind, subject, url, body, self.now)
        fault = self.faults.on_webhook(kind)
        held = self._held.pop(subject, ())
        if fault is None:
            self.outbox.append(call)
        elif fault.drop is None:
            for _ in range(fault.copies):
                if fault.after_next:
                    self._held.setdefault(subject, []).append(call)
                elif fault.delay:
                    self.after(fault.delay, partial(self._post, call), notable=True)
                else:
                    self.outbox.append(call)
        self.outbox += held

    def _post(self, call: WebhookCall) -> None:
        self.outbox.append(call)

    def _notify_of(self, deployment: Deployment, *kinds: str) -> None:
        webhooks = deployment.order.webhooks
        if webhooks:
            for kind in kinds:
                if kind in webhooks:
                    self.notify(kind, deployment.id, webhooks[kind], deployment.render(self.now))

    # --- deployments

    def deploy(self, organisation: Organisation, order: Order) -> Deployment:
        """Start a deployment."""
        limit = self.limits.max_deployments
        if limit is not None and organisation.count_active() >= limit:
            raise ApiError(400, f"You have reached you Deployment limit of {limit}")
        deployment_id, number = self.new_id(), self.new_number()
        outcome = order.outcome
        wanted = self.timing.ready_after if outcome.after is None else outcome.after
        ready_after = self.random.uniform(*wanted) if isinstance(wanted, tuple) else wanted
        is_stuck = outcome.state not in (Phase.READY, Phase.ERROR)
        settles = self.now + (self.timing.stuck_for if is_stuck else ready_after)
        deployment = Deployment(
            id=deployment_id,
            number=number,
            organisation=organisation,
            order=order,
            created=self.now,
            settles=settles,
            ready_after=ready_after,
            delete_token=self.new_secret(),
            context_token=self.new_secret(),
            ports=make_ports(deployment_id, number, order.version.get("ports", [])),
            tags=dict.fromkeys(order.tags, (self.now, self.now)),
        )
        organisation.add(deployment)
        self.deployments[deployment_id] = deployment
        if outcome.at_once:
            self._settle(deployment)
        else:
            deployment.timer = self.schedule.at(
                settles, partial(self._settle, deployment), notable=bool(order.webhooks)
            )
        return deployment

    def stop(self, deployment: Deployment) -> bool:
        """Stop a deployment now, or once it is READY or in ERROR. Returns whether it was stopped now."""
        deployment.stop_requested = True
        if deployment.phase is Phase.STARTING:
            return False
        if deployment.phase not in ENDING:
            self._end(deployment)
        return True

    def _settle(self, deployment: Deployment) -> None:
        """Move a deployment to READY or ERROR."""
        outcome = deployment.order.outcome
        if outcome.logs:
            deployment.logs.append(outcome.logs)
        if outcome.state == Phase.READY:
            deployment.started = self.now
            if not outcome.logs:
                deployment.logs.append("The server is listening")
            deployment.organisation.move(deployment, Phase.READY)
            self._notify_of(deployment, "on_ready", "webhook_url")
        else:
            deployment.error_detail = outcome.detail or "Deployment timeout exceeded"
            deployment.organisation.move(deployment, Phase.ERROR)
            self._notify_of(deployment, "on_error", "webhook_url")
        minutes = deployment.order.version.get("max_duration", -1)
        if deployment.stop_requested:
            self._end(deployment)
        elif minutes > 0:
            notable = "on_terminated" in deployment.order.webhooks
            deployment.timer = self.after(minutes * SECONDS_PER_MINUTE, partial(self._end, deployment), notable=notable)
        for session in list(deployment.sessions.values()):
            session.on_deployment(self, deployment)
        if deployment.on_settled is not None:
            deployment.on_settled(deployment)

    def _end(self, deployment: Deployment) -> None:
        self.schedule.call_off(deployment.timer)
        deployment.before_ending = deployment.phase.value
        deployment.organisation.move(deployment, Phase.TERMINATING)
        notable = "on_terminated" in deployment.order.webhooks
        deployment.timer = self.after(
            self.timing.terminating_for, partial(self._terminate, deployment), notable=notable
        )

    def _terminate(self, deployment: Deployment) -> None:
        deployment.ended = self.now
        deployment.logs.clear()
        deployment.organisation.move(deployment, Phase.TERMINATED)
        self._notify_of(deployment, "on_terminated")
        for session in list(deployment.sessions.values()):
            session.on_deployment(self, deployment)
        self.ended[deployment.id] = deployment
        deployment.timer = self.after(self.timing.known_for, partial(self._drop, deployment))
        if len(self.ended) > KEPT_ENDED:
            self._drop(next(iter(self.ended.values())))

    def _drop(self, deployment: Deployment) -> None:
        self.schedule.call_off(deployment.timer)
        self._held.pop(deployment.id, None)
        deployment.organisation.unregister(deployment)
        del self.deployments[deployment.id], self.ended[deployment.id]
        self.gone.add(deployment.id)
