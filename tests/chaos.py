"""The launch campaign: thousands of launches against a sandbox that fails on every step.

    python -m tests.chaos --launches 5000 --seed 1      exits with 1 when anything was left behind, doubled or lost
    python -m tests.chaos --waiting 1000                measures that many launches that wait at once

Half of the launches are asynchronous, half synchronous, all over real sockets against a sandbox in a process of its
own, with its rate limits on. What befalls a launch depends on the seed and its number alone, not on the order in which
requests come: a launch carries its number in a tag, so that the sandbox knows whose request it is.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import logging
import multiprocessing
import random
import re
import sys
import threading
import time
import tracemalloc
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from typing import Any, Final

from attrs import Factory, define, frozen

import edgegap_client._async.deployments as async_deployments
import edgegap_client._sync.deployments as sync_deployments
from edgegap_client import AsyncEdgegap, Edgegap, EdgegapError
from edgegap_client._async.watchers import LISTS_A_SECOND
from edgegap_client._core.retries import RetryPolicy
from edgegap_client.beacons import users_from_ips
from edgegap_client.deployments import LaunchError, Progress
from edgegap_client.models import AppVersionPort, PortProtocol
from edgegap_client.sandbox import Sandbox, Timing
from edgegap_client.sandbox.faults import Fault, FaultScript, Outcome
from edgegap_client.sandbox.world import World
from edgegap_client.webhooks import WebhookReceiver
from tests.servers.apps import serving_app

ASYNC_TOKENS: Final = tuple(f"async-organisation-{number}" for number in range(5))
SYNC_TOKENS: Final = tuple(f"sync-organisation-{number}" for number in range(4))
TASKS: Final = 10  # of each asynchronous client
THREADS: Final = 2  # of each synchronous client
POLL: Final = 0.25
# An unanswered creation is looked for as long as one of this campaign can be late.
LOOKING_FOR: Final = 2.5
ORDER: Final[dict[str, Any]] = {"application": "my-game", "version": "v1", "users": users_from_ips(["8.8.8.8"])}
BAD_ID: Final = {"message": "Bad request ID"}


class Nonsense(Exception):
    """Raised by a caller of the campaign."""


# The plan


@frozen
class Plan:
    """What befalls one launch.

    Attributes:
        number: Of the launch; odd ones are synchronous.
        creations: What goes wrong with each request to create, in their order; then nothing does.
        reads: The same for the status.
        stops: The same for stopping.
        hooks: What goes wrong with its webhooks; None is nothing.
        is_hooked: Whether it asks for webhooks.
        deadline: Seconds until it must be ready.
        ending: How its caller ends: stop, block, block-raises, callback-raises, interrupt, cancel, cancel-twice or
            time-out.
        moment: When a caller that leaves does so, in seconds; of a callback, the number of the call that raises.
    """

    number: int
    creations: tuple[Fault, ...]
    reads: tuple[Fault, ...]
    stops: tuple[Fault, ...]
    hooks: Fault | None
    is_hooked: bool
    deadline: float
    ending: str
    moment: float

    @property
    def is_async(self) -> bool:
        return self.number % 2 == 0

    @property
    def token(self) -> str:
        tokens = ASYNC_TOKENS if self.is_async else SYNC_TOKENS
        return tokens[self.number // 2 % len(tokens)]

    @property
    def tag(self) -> str:
        return f"chaos-{self.number}"


def plan_of(seed: int, number: int) -> Plan:
    """The plan of a launch, from the seed and its number alone."""
    chance = random.Random(f"{seed}/{number}")
    is_async = number % 2 == 0
    deadline = 30.0
    match chance.choices(("ready", "error", "stuck", "no capacity"), (89, 5, 3, 3))[0]:
        case "error":
            fate = Outcome.error(after=chance.uniform(0.02, 0.3))
        case "stuck":
            fate, deadline = Outcome.stuck(), 0.6
        case "no capacity":
            fate = Outcome.no_capacity()
        case _:
            fate = Outcome(after=chance.uniform(0.02, 0.3))
    if chance.random() < 0.06:
        deadline = chance.uniform(0.05, 0.5)
    status = chance.choice((500, 502, 503, 504))
    hurry = {"Retry-After": "0.1"}
    refusals = [Fault(status=429, headers=hurry)] * chance.randint(1, 2)
    creations = {
        "none": [],
        "dropped before": [Fault(drop="before")],
        "dropped after": [Fault(drop="after", outcome=fate)],
        "5xx before": [Fault(status=status)],
        "5xx after": [Fault(status=status, effect=True, outcome=fate)],
        "429": refusals,
        "unread": [Fault(status=202, body="<html>", effect=True, outcome=fate)],
        "slow": [Fault(response_delay=chance.uniform(0.1, 0.5), outcome=fate)],
        "late": [Fault(delay=chance.uniform(1.1, 2.2), outcome=fate)],
    }
    chosen = chance.choices(tuple(creations), (76, 2, 5, 2, 4, 3, 2, 5, 1))[0]
    if chosen == "late":
        deadline = 0.3
    passing = [
        Fault(drop="before"),
        Fault(drop="after"),
        Fault(status=500),
        Fault(status=503),
        Fault(status=429, headers=hurry),
        Fault(response_delay=0.3),
    ]
    reads = [*passing, Fault(status=200, body="{"), Fault(status=400, body=BAD_ID)]
    stops = [*passing, Fault(status=503, effect=True), Fault(delay=0.3), Fault(status=504, effect=True)]
    hooks = [None, Fault(webhook="*", copies=2), Fault(webhook="*", delay=1.0), Fault(webhook="*", drop="before")]
    endings = {"stop": 60 if is_async else 70, "block": 12, "block-raises": 4, "callback-raises": 5}
    endings |= {"cancel": 8, "cancel-twice": 6, "time-out": 6} if is_async else {"interrupt": 5}
    ending = chance.choices(tuple(endings), tuple(endings.values()))[0]
    return Plan(
        number=number,
        # What is left of them is asked for without a fault, but with the same fate.
        creations=(*creations[chosen], *[Fault(outcome=fate)] * 3),
        reads=tuple(chance.choices(reads, k=chance.randint(1, 2)) if chance.random() < 0.1 else ()),
        stops=tuple(chance.choices(stops, k=chance.randint(1, 2)) if chance.random() < 0.15 else ()),
        hooks=chance.choice(hooks),
        is_hooked=chance.random() < 0.5,
        deadline=deadline,
        ending=ending,
        moment=chance.randint(1, 3) if ending in ("callback-raises", "interrupt") else chance.uniform(0, 0.7),
    )


# The sandbox's side


fault_of_request: ContextVar[Fault | None] = ContextVar("fault_of_request", default=None)
fault_of_webhook: ContextVar[Fault | None] = ContextVar("fault_of_webhook", default=None)


class ChaosSandbox(Sandbox):
    """A sandbox whose faults come from the plans of the launches."""

    def __init__(self, seed: int, timing: Timing) -> None:
        # Nothing is forgotten before it was counted.
        super().__init__(timing=timing, seed=seed)
        self.plan_seed = seed
        self.seen: Counter[tuple[object, str]] = Counter()
        self.faults_done: Counter[str] = Counter()
        self.too_many: Counter[str] = Counter()
        self.broken: list[str] = []
        self.created: Counter[str] = Counter()
        self.lists: list[float] = []
        inner = self.app

        async def app(scope: Any, receive: Any, send: Any) -> None:
            first = await receive()
            again = deque([first])

            async def replay() -> Any:
                return again.popleft() if again else await receive()

            fault_of_request.set(self._fault(scope, first.get("body", b"")))
            await inner(scope, replay, send)

        self.app = app

    def plan(self, tags: Any) -> Plan | None:
        """The plan of the launch that has these tags."""
        number = next((tag.removeprefix("chaos-") for tag in tags if tag.startswith("chaos-")), None)
        return None if number is None else plan_of(self.plan_seed, int(number))

    def plan_of_deployment(self, deployment_id: str) -> Plan | None:
        deployment = self._world.deployments.get(deployment_id)
        return None if deployment is None else self.plan(deployment.order.tags)

    def _fault(self, scope: Any, body: bytes) -> Fault | None:
        method, path = scope["method"], scope["path"]
        if (method, path) == ("GET", "/v1/deployments"):
            token = dict(scope["headers"])[b"authorization"].decode()
            number = self._count(token, "list")
            chance = random.Random(f"{self.plan_seed}/{token}/{number}")
            faults = (Fault(drop="before"), Fault(drop="after"), Fault(status=503), Fault(response_delay=0.3))
            return chance.choice(faults) if chance.random() < 0.04 else None
        if (method, path) == ("POST", "/v2/deployments"):
            plan = self.plan(json.loads(body).get("tags", ()))
            faults_of = plan.creations if plan else ()
        elif found := re.fullmatch(r"/v1/(status|stop)/([^/]+)", path):
            plan = self.plan_of_deployment(found[2])
            faults_of = () if plan is None else plan.reads if found[1] == "status" else plan.stops
        else:
            return None
        if plan is None:
            return None
        number = self._count(plan.number, f"{method} {path.split('/')[2]}")
        return faults_of[number] if number < len(faults_of) else None

    def _count(self, whose: object, what: str) -> int:
        self.seen[whose, what] += 1
        return self.seen[whose, what] - 1

    def _pick(self, operation_id: str) -> Fault | None:
        return fault_of_request.get()

    def _record(self, method: str, path: str, operation_id: str | None, status: int, is_fault: bool) -> None:
        super()._record(method, path, operation_id, status, is_fault)
        fault = fault_of_request.get()
        operation = operation_id or path
        if operation_id == "list_deployments":
            self.lists.append(time.time())
        if status == 429 and (fault is None or fault.status != 429):
            self.too_many[operation] += 1
        if (status or 0) >= 500 and (fault is None or fault.status is None):
            self.broken.append(f"{operation}: {status}")
        if fault is not None and (fault.drop or fault.status or fault.delay or fault.response_delay):
            what = f"dropped {fault.drop}" if fault.drop else f"{fault.status}" if fault.status else "late"
            self.faults_done[f"{operation}: {what}{', after the effect' if fault.effect else ''}"] += 1

    def report(self) -> dict[str, Any]:
        """What there is to count."""
        return {
            "created": dict(self.created),
            "orphans": [(each.request_id, each.tags, each.state) for each in self.orphans()],
            "too_many": dict(self.too_many),
            "broken": self.broken[:5],
            "faults": dict(self.faults_done),
            "requests": sum(self.counts.values()),
            "webhooks": Counter("answered" if each.status else "failed" for each in self.webhooks),
            "lists": self.lists,
        }


def run_sandbox(pipe: Connection, seed: int, timing: Timing) -> None:
    """The process of the sandbox: tell the address, then answer for a report until there is nobody to ask."""
    logging.disable(logging.CRITICAL)
    sandbox = ChaosSandbox(seed, timing)
    notify, deploy = World.notify, World.deploy

    def notify_by_plan(self: World, kind: str, subject: str, url: str | None, body: dict[str, Any]) -> None:
        plan = sandbox.plan_of_deployment(subject)
        fault_of_webhook.set(plan.hooks if plan else None)
        notify(self, kind, subject, url, body)

    def on_webhook(self: FaultScript, kind: str) -> Fault | None:
        return fault_of_webhook.get()

    def deploy_and_count(self: World, organisation: Any, order: Any) -> Any:
        sandbox.created.update(order.tags)  # by tag, as the sandbox forgets what has ended some time ago
        return deploy(self, organisation, order)

    World.deploy = deploy_and_count  # type: ignore[method-assign]
    World.notify = notify_by_plan  # type: ignore[method-assign]
    FaultScript.on_webhook = on_webhook  # type: ignore[method-assign]
    with sandbox.serve() as url, contextlib.suppress(EOFError, KeyboardInterrupt):
        pipe.send(url)
        while pipe.recv() == "report":
            pipe.send(sandbox.report())


@contextmanager
def served(seed: int, timing: Timing) -> Generator[tuple[str, Callable[[], dict[str, Any]]]]:
    """A sandbox in a process of its own: its address, and what gives its report."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=run_sandbox, args=(theirs, seed, timing), daemon=True)
    process.start()
    theirs.close()

    def report() -> dict[str, Any]:
        ours.send("report")
        return dict(ours.recv())

    try:
        yield str(ours.recv()), report
        ours.send("stop")
        process.join(10)
    finally:
        ours.close()
        if process.is_alive():
            process.terminate()
        process.join()


# The callers' side


@define(eq=False)
class Campaign:
    """What has come of the launches so far.

    Attributes:
        seed: Of all plans.
        hook: The address for webhooks.
        outcomes: By the number of the launch.
        complaints: What must not have happened.
    """

    seed: int
    hook: str
    outcomes: dict[int, str] = Factory(dict[int, str])
    complaints: list[str] = Factory(list[str])

    def arguments(self, plan: Plan) -> dict[str, Any]:
        called = 0

        def on_progress(progress: Progress) -> None:
            nonlocal called
            called += 1
            if called >= plan.moment:
                if plan.ending == "callback-raises":
                    raise Nonsense
                if plan.ending == "interrupt":
                    raise KeyboardInterrupt

        arguments = {**ORDER, "tags": [plan.tag], "timeout": plan.deadline, "on_progress": on_progress}
        if plan.is_hooked:
            arguments["webhook_url"] = self.hook
        return arguments

    def ended(self, plan: Plan, outcome: str) -> None:
        if plan.number in self.outcomes:
            self.complaints.append(f"{plan.tag} has two outcomes")
        self.outcomes[plan.number] = outcome

    def failed(self, plan: Plan, error: BaseException) -> None:
        """Take in how a launch ended that gave nothing."""
        self.ended(plan, type(error).__name__)
        expected: tuple[type[BaseException], ...] = {
            "block-raises": (Nonsense,),
            "callback-raises": (Nonsense,),
            "interrupt": (KeyboardInterrupt,),
            "cancel": (asyncio.CancelledError,),
            "cancel-twice": (asyncio.CancelledError,),
            "time-out": (TimeoutError,),
        }.get(plan.ending, ())
        if not isinstance(error, (EdgegapError, *expected)):
            self.complaints.append(f"{plan.tag} ({plan.ending}) ended with {error!r}")
        if isinstance(error, LaunchError) and not error.stopped:
            self.complaints.append(f"{plan.tag}: {error}")

    # Asynchronous

    async def play_async(self, edgegap: AsyncEdgegap, numbers: Iterator[int]) -> None:
        for number in numbers:
            plan = plan_of(self.seed, number)
            task = asyncio.ensure_future(self._launch_async(edgegap, plan))
            if plan.ending.startswith("cancel"):
                await asyncio.wait((task,), timeout=plan.moment)
                task.cancel()
                if plan.ending == "cancel-twice":
                    await asyncio.wait((task,), timeout=plan.moment / 20)
                    task.cancel()
            await asyncio.wait((task,))
            if task.cancelled():
                self.failed(plan, asyncio.CancelledError())
            elif (error := task.exception()) is not None:
                self.failed(plan, error)
            else:
                self.ended(plan, task.result())

    async def _launch_async(self, edgegap: AsyncEdgegap, plan: Plan) -> str:
        arguments = self.arguments(plan)
        if plan.ending.startswith("block"):
            async with edgegap.deployments.running(**arguments):
                if plan.ending == "block-raises":
                    raise Nonsense
            return "ran in a block"
        longest = plan.moment if plan.ending == "time-out" else None
        async with asyncio.timeout(longest):
            deployment = await edgegap.deployments.launch(**arguments)
        # Now it is this caller's. Its stop may not be cancelled.
        stop = asyncio.ensure_future(self._stop_async(edgegap, deployment.request_id))
        while not stop.done():
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait((stop,))
        stop.result()
        return "ran, and was stopped"

    async def _stop_async(self, edgegap: AsyncEdgegap, deployment_id: str) -> None:
        for _ in range(10):
            try:
                await edgegap.deployments.stop(deployment_id)
            except EdgegapError:
                await asyncio.sleep(0.1)
            else:
                return
        self.complaints.append(f"the caller could not stop {deployment_id}")

    # Synchronous

    def play_sync(self, edgegap: Edgegap, numbers: Iterator[int]) -> None:
        for number in numbers:
            plan = plan_of(self.seed, number)
            try:
                outcome = self._launch_sync(edgegap, plan)
            except BaseException as error:
                self.failed(plan, error)
            else:
                self.ended(plan, outcome)

    def _launch_sync(self, edgegap: Edgegap, plan: Plan) -> str:
        arguments = self.arguments(plan)
        if plan.ending.startswith("block"):
            with edgegap.deployments.running(**arguments):
                if plan.ending == "block-raises":
                    raise Nonsense
            return "ran in a block"
        deployment = edgegap.deployments.launch(**arguments)
        for _ in range(10):
            try:
                edgegap.deployments.stop(deployment.request_id)
            except EdgegapError:
                time.sleep(0.1)
            else:
                return "ran, and was stopped"
        self.complaints.append(f"the caller could not stop {deployment.request_id}")
        return "ran, and was not stopped"


@contextmanager
def receiving(wakers: list[Callable[[str], object]]) -> Generator[str]:
    """Receive webhooks on a port of its own; gives the address for them."""
    receiver = WebhookReceiver(on_event=lambda subject: [wake(subject) for wake in wakers])
    with serving_app(lambda _: receiver) as url:
        yield receiver.url(url)


def prepare(url: str, token: str) -> None:
    """Give an organisation what is launched."""
    with Edgegap(token, base_url=url) as edgegap:
        edgegap.applications.create(name="my-game", is_active=True, image="")
        edgegap.app_versions.create(
            "my-game",
            name="v1",
            docker_repository="registry.edgegap.com",
            docker_image="my-game-server",
            docker_tag="0.1.2",
            req_cpu=256,
            req_memory=256,
            ports=[AppVersionPort(port=7777, protocol=PortProtocol.UDP, name="gameport")],
        )


class Shared:
    """An iterator that several threads share."""

    def __init__(self, numbers: list[int]) -> None:
        self._numbers = deque(numbers)

    def __iter__(self) -> Iterator[int]:
        return self

    def __next__(self) -> int:
        try:
            return self._numbers.popleft()
        except IndexError:
            raise StopIteration from None


@frozen
class Result:
    """What a campaign has shown.

    Attributes:
        outcomes: How many launches ended in which way, for each kind of client.
        violations: What must not be, each naming its launch.
        report: What the sandbox has counted.
        seconds: How long it took.
    """

    outcomes: dict[str, Counter[str]]
    violations: list[str]
    report: dict[str, Any]
    seconds: float


def run(launches: int, seed: int) -> Result:
    """Run the campaign."""
    with hurried(), served(seed, Timing(terminating_for=0.2, listed_after=0.4, known_for=1e9)) as (url, report):
        for token in (*ASYNC_TOKENS, *SYNC_TOKENS):
            prepare(url, token)
        options: dict[str, Any] = {
            "base_url": url,
            "poll_interval": POLL,
            "max_retries": RetryPolicy(2, first_delay=0.1),
        }
        started = time.monotonic()
        wakers: list[Callable[[str], object]] = []
        with receiving(wakers) as hook:
            campaign = Campaign(seed, hook)
            numbers: dict[str, list[int]] = {}
            for number in range(launches):
                numbers.setdefault(plan_of(seed, number).token, []).append(number)

            async def play() -> None:
                async with contextlib.AsyncExitStack() as stack:
                    plays: list[Any] = []
                    for token in ASYNC_TOKENS:
                        edgegap = await stack.enter_async_context(AsyncEdgegap(token, **options))
                        wakers.append(edgegap.deployments.wake)
                        mine = Shared(numbers.get(token, []))
                        plays += [campaign.play_async(edgegap, mine) for _ in range(TASKS)]
                    await asyncio.gather(*plays)

            with contextlib.ExitStack() as stack:
                threads: list[threading.Thread] = []
                for token in SYNC_TOKENS:
                    edgegap = stack.enter_context(Edgegap(token, **options))
                    wakers.append(edgegap.deployments.wake)
                    mine = Shared(numbers.get(token, []))
                    threads += [
                        threading.Thread(target=campaign.play_sync, args=(edgegap, mine)) for _ in range(THREADS)
                    ]
                for thread in threads:
                    thread.start()
                asyncio.run(play())
                for thread in threads:
                    thread.join()
        seconds = time.monotonic() - started
        # Requests whose caller has left may still be on their way in the sandbox.
        time.sleep(0.5)
        found = report()
    outcomes = {"async": Counter[str](), "sync": Counter[str]()}
    for number, outcome in campaign.outcomes.items():
        outcomes["async" if number % 2 == 0 else "sync"][outcome] += 1
    return Result(outcomes, violations(campaign, launches, found), found, seconds)


@contextmanager
def hurried() -> Generator[None]:
    """Look for lost creations only as long as they can be late here; say nothing of each repetition."""
    before = async_deployments.LOOKING_FOR
    logger = logging.getLogger("edgegap_client")
    level = logger.level
    logger.setLevel(logging.ERROR)
    for module in (async_deployments, sync_deployments):
        vars(module)["LOOKING_FOR"] = LOOKING_FOR
    try:
        yield
    finally:
        logger.setLevel(level)
        for module in (async_deployments, sync_deployments):
            vars(module)["LOOKING_FOR"] = before


def violations(campaign: Campaign, launches: int, report: dict[str, Any]) -> list[str]:
    """What must not be."""
    found = list(campaign.complaints)
    found += [f"orphan: {tags} left {name} in {state}" for name, tags, state in report["orphans"]]
    tags: dict[str, int] = report["created"]
    found += [f"duplicate: {number} deployments have the tag {tag}" for tag, number in tags.items() if number > 1]
    missing = [number for number in range(launches) if number not in campaign.outcomes]
    found += [f"without an outcome: chaos-{number}" for number in missing]
    found += [f"{number} x 429 that no fault asked for: {name}" for name, number in report["too_many"].items()]
    found += [f"the sandbox itself failed: {each}" for each in report["broken"]]
    return found


def show(result: Result, launches: int, seed: int) -> None:
    print(f"{launches} launches, seed {seed}, {result.seconds:.1f} s, {result.report['requests']} requests")
    print(f"\n{'outcome':<24}{'async':>8}{'sync':>8}")
    names = result.outcomes["async"] + result.outcomes["sync"]
    for name, _ in names.most_common():
        print(f"{name:<24}{result.outcomes['async'][name]:>8}{result.outcomes['sync'][name]:>8}")
    print("\nfaults carried out")
    for name, number in sorted(result.report["faults"].items()):
        print(f"  {name:<56}{number:>6}")
    created = sum(tag.startswith("launch-") for tag in result.report["created"])
    print(f"\ndeployments created: {created}")
    kinds = ("orphan", "duplicate", "without an outcome", "429")
    counted = {kind: sum(kind in each for each in result.violations) for kind in kinds}
    print(", ".join(f"{kind}: {number}" for kind, number in counted.items()))
    for each in result.violations:
        print("VIOLATION", each)
    print("PASSED" if not result.violations else f"FAILED: replay with --launches {launches} --seed {seed}")


# Waiting


async def wait_together(url: str, number: int, report: Callable[[], dict[str, Any]]) -> None:
    """Launch many at once, and see how they are told."""
    async with AsyncEdgegap(ASYNC_TOKENS[0], base_url=url, timeout=600) as edgegap:
        await edgegap.applications.get("my-game")
        late: list[float] = []

        async def launch() -> None:
            deployment = await edgegap.deployments.launch(**ORDER, timeout=600)
            assert deployment.start_time is not None
            late.append((datetime.now(UTC) - deployment.start_time).total_seconds())

        tracemalloc.start()
        before = tracemalloc.get_traced_memory()[0]
        began = time.time()
        launches = [asyncio.ensure_future(launch()) for _ in range(number)]
        watcher = await edgegap.deployments._watching()
        while len(watcher._waiters) < number:
            await asyncio.sleep(0.2)
            assert not late, "the first are ready before the last are created"
        memory = tracemalloc.get_traced_memory()[0] - before
        tracemalloc.stop()
        waiting = time.time()
        longest = max(watcher._interval, watcher._requests() / LISTS_A_SECOND)
        await asyncio.gather(*launches)
        ended = time.time()
    found = report()
    lists = [moment for moment in found["lists"] if began <= moment]
    densest = max(sum(moment <= other < moment + 1 for other in lists) for moment in lists)
    late.sort()
    print(f"{number} launches; all waited at once {waiting - began:.1f} s after the first, until {ended - began:.1f} s")
    print(f"list requests: {len(lists)}, {len(lists) / (ended - began):.1f} a second, at most {densest} in any second")
    print(f"all requests: {found['requests']}; answered with 429: {sum(found['too_many'].values())}")
    print(f"round time: {longest:.1f} s; told after READY: median {late[number // 2]:.2f} s, at most {late[-1]:.2f} s")
    print(f"memory per waiting launch: {memory / number / 1024:.1f} KiB")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--launches", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--waiting", type=int, metavar="NUMBER")
    arguments = parser.parse_args()
    if arguments.waiting:
        # At most 40 a second are created, as documented; the first must not be ready before all wait.
        with served(0, Timing(ready_after=arguments.waiting / 40 * 2 + 10)) as (url, report):
            prepare(url, ASYNC_TOKENS[0])
            asyncio.run(wait_together(url, arguments.waiting, report))
        return 0
    seed = random.randrange(1_000_000) if arguments.seed is None else arguments.seed
    print(f"seed {seed}", flush=True)
    result = run(arguments.launches, seed)
    show(result, arguments.launches, seed)
    return 1 if result.violations else 0


if __name__ == "__main__":
    sys.exit(main())
