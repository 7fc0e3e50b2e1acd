"""Random orders of launches, losses, late lists, stops, lies, kills and recoveries: nothing is lost, no match ends.

A model of several processes, each with an event loop and a ledger of its own in one file, and of a service without a
network. Time is simulated, so that a minute takes milliseconds.
"""

from __future__ import annotations

import asyncio
import atexit
import itertools
import os
import random
import secrets
import sqlite3
import tempfile
import time
from collections.abc import Coroutine
from contextlib import closing
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import HealthCheck, settings, strategies
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from edgegap_client import AsyncEdgegap
from edgegap_client._runtime import async_runtime, registry, sqlite_ledger
from edgegap_client.deployments import Deployment
from edgegap_client.ledger import SQLiteLedger

from .servers.untruthful import PROXY_404, Reply, Untruthful
from .virtual_time import VirtualTime

LIES: Final = (
    Reply(202, {"message": "it will be deleted"}),
    Reply(410, {"message": "it is already terminated"}),
    Reply(400, {"message": "Bad Request ID"}),
    Reply(404, PROXY_404),
    Reply(403, "<html>forbidden</html>"),
)
FATES: Final = ("lost", "twice and lost", "429", "422", "422 unreadable", "422 with an id", "503")
# Some launches, one after the other, with what happens to each of them so many seconds after it began.
LAUNCHES: Final = strategies.lists(
    strategies.fixed_dictionaries(
        {
            "number": strategies.integers(0, 2),
            "timeout": strategies.sampled_from((2.0, 60.0)),
            "cancel_timeout": strategies.sampled_from((0.0, 5.0)),
            "wait": strategies.sampled_from((0.08, 0.2, 1.0, 4.0)),
            "then": strategies.sampled_from(("nothing", "nothing", "cancel", "kill", "pause")),
        }
    ),
    min_size=2,
    max_size=4,
)
# How the service behaves for a while.
HABITS: Final = strategies.fixed_dictionaries(
    {
        "is_out": strategies.sampled_from((False,) * 5 + (True,)),
        "is_list_out": strategies.sampled_from((False,) * 5 + (True,)),
        "listed_after": strategies.sampled_from((0.0, 2.0, 8.0)),
        "known_after": strategies.sampled_from((0.0, 0.0, 3.0)),
        "lie": strategies.sampled_from(LIES),
        "lies": strategies.sampled_from((2, 0, 1)),
        "create_delay": strategies.sampled_from((0.0, 0.0, 1.0, 12.0)),
    }
)
# By then everything has ended: a deployment may appear a minute after its create request.
LONG_SECONDS: Final = 200.0
MAX_PROCESSES: Final = 3
# `make chaos` wants more.
EXAMPLES: Final = int(os.environ.get("EDGEGAP_MODEL_EXAMPLES", "25"))
# A limit that ends an example from outside would look like a failure that does not repeat.
pytestmark = pytest.mark.timeout(300 + EXAMPLES)
# Of the processes: what a test process keeps for each token must not outlive them. Nothing else may come from this, as
# an example that hypothesis runs again must be the same.
NUMBERS: Final = itertools.count()
# Files there are quick; whether they survive a power failure does not matter here.
MEMORY: Final = "/dev/shm"


class Ledger(SQLiteLedger):
    """A ledger whose lease the loop of its process renews, as threads know no simulated time."""

    def _work(self) -> None:
        """The thread has nothing to do."""

    def tick(self) -> None:
        """What the thread does otherwise."""
        self._flush()
        self._renew()


class Transport(httpx.AsyncBaseTransport):
    """Brings requests to the service. This object owns how long each way takes, in seconds.

    Args:
        service: The service.
        seen: Takes the moment of each request, and what it was.
    """

    def __init__(self, service: Untruthful, seen: list[tuple[float, str, int]]) -> None:
        self._service = service
        self._seen = seen
        self.delay = 0.05
        self.create_delay = 0.0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        body = await request.aread()
        await asyncio.sleep(self.delay + (self.create_delay if request.method == "POST" else 0.0))
        url = urlsplit(str(request.url))
        reply = self._service.respond(request.method, f"{url.path}?{url.query}", body)
        self._seen.append((time.monotonic(), f"{request.method} {request.url}", reply.status))
        await asyncio.sleep(self.delay)
        if reply.is_lost:
            raise httpx.ReadError("the connection was closed", request=request)
        if isinstance(reply.body, str):
            return httpx.Response(reply.status, text=reply.body, headers={"Content-Type": reply.kind})
        return httpx.Response(reply.status, json=reply.body) if reply.status != 204 else httpx.Response(204)


def note_end(task: asyncio.Task[Any]) -> None:
    """Read how a task has ended, so that asyncio does not report it."""
    if not task.cancelled():
        task.exception()


class Process:
    """A process: its loop, its ledger and its client, and what its callers were given.

    Attributes:
        launches: The callers that launch.
        given: Deployments that callers hold, by id.
        is_alive: Whether it was not killed.
        is_paused: Whether it stands still.
    """

    def __init__(self, clock: VirtualTime, transport: Transport, path: str, max_retries: int) -> None:
        number = next(NUMBERS)
        self.loop: Any = clock.new_loop()
        self.ledger = Ledger(path)
        self.transport = transport
        self.launches: list[asyncio.Task[Deployment]] = []
        self.given: dict[str, None] = {}
        self.is_alive = True
        self.is_paused = False
        self.edgegap = AsyncEdgegap(
            lambda: f"token-{number}",  # so that they share the ledger, but not what threads of one process share
            base_url="https://service.example",
            transport=self.transport,
            ledger=self.ledger,
            handle_sigterm=False,
            poll_interval=1.0,
            max_retries=max_retries,
        )
        self.ledger._start()
        self._renew()

    def _renew(self) -> None:
        self.ledger.tick()
        self.loop.call_later(sqlite_ledger.RENEWAL_SECONDS, self._renew)

    def start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = self.loop.create_task(work)
        task.add_done_callback(note_end)
        return task  # type: ignore[no-any-return]

    async def launch(self, **options: Any) -> Deployment:
        deployment = await self.edgegap.deployments.launch(
            application="my-game", version="v1", users=["8.8.8.8"], **options
        )
        self.given[deployment.request_id] = None
        return deployment

    async def recover(self) -> None:
        for deployment in await self.edgegap.deployments.recover():
            self.given[deployment.request_id] = None

    def forget(self) -> None:
        """A killed process has no registry any more."""
        for launch in registry.registered():
            if launch._edgegap._ledger is self.ledger:  # type: ignore[attr-defined]
                registry.unregister(launch)


class Launches(RuleBasedStateMachine):
    """The model."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(dir=MEMORY if Path(MEMORY).is_dir() else None)
        self.path = str(Path(self.folder.name) / "launches.sqlite3")
        self.patch = pytest.MonkeyPatch()

        async def off_loop(self: object, work: Any) -> Any:
            await asyncio.sleep(0)
            return work()

        self.patch.setattr(async_runtime.AsyncRuntime, "off_loop", off_loop)
        self.patch.setattr(async_runtime, "settle_in_background", lambda: None)
        # The ledger sorts by tag, so the order of what a recovery does depends on them.
        tokens = random.Random(0)

        def token_hex(size: int) -> str:
            return tokens.randbytes(size).hex()

        self.patch.setattr(secrets, "token_hex", token_hex)
        self.clock = VirtualTime()
        self.service = Untruthful(ready_after=3.0)
        self.processes: list[Process] = []
        self.seen: list[tuple[float, str, int]] = []
        # Deployments that their callers have stopped.
        self.released: set[str] = set()
        self._add_process()

    @property
    def running(self) -> list[Process]:
        return [each for each in self.processes if each.is_alive and not each.is_paused]

    def a_process(self, number: int) -> Process:
        """One of those that run; there is always one."""
        if not self.running:
            self._add_process()
        return self.running[number % len(self.running)]

    # What processes and callers do

    @rule()
    def add_process(self) -> None:
        if len(self.running) < MAX_PROCESSES:
            self._add_process()

    def _add_process(self) -> None:
        transport = Transport(self.service, self.seen)
        self.processes.append(Process(self.clock, transport, self.path, len(self.processes) % 2 * 2))

    @initialize(
        launches=LAUNCHES,
        habits=HABITS,
        later=HABITS,
        fates=strategies.lists(strategies.sampled_from(FATES), max_size=3),
    )
    def begin(
        self, launches: list[dict[str, Any]], habits: dict[str, Any], later: dict[str, Any], fates: list[str]
    ) -> None:
        """Something goes on in each example."""
        self.change(habits)
        self.service.deploys.extend(fates)
        self.launch(launches)
        self.change(later)

    @rule(launches=LAUNCHES)
    def launch(self, launches: list[dict[str, Any]]) -> None:
        for each in launches:
            process = self.a_process(each["number"])
            options = {"timeout": each["timeout"], "cancel_timeout": each["cancel_timeout"]}
            process.launches.append(process.start(process.launch(**options)))
            self.clock.advance(each["wait"])
            match each["then"]:
                case "cancel":
                    process.launches[-1].cancel()
                    self.clock.settle()
                case "kill":
                    self._kill(process)
                case "pause":
                    self._pause(process, 30.0, is_recovered=True)
                case _:
                    pass

    @rule(number=strategies.integers(0, 5))
    def cancel(self, number: int) -> None:
        tasks = [task for each in self.running for task in each.launches if not task.done()]
        if tasks:
            tasks[number % len(tasks)].cancel()
        self.clock.settle()

    @rule(number=strategies.integers(0, 5))
    def stop_a_match(self, number: int) -> None:
        holders = [each for each in self.running if each.given]
        if not holders or self.service.is_out or self.service.lies:
            return  # what a caller does then is not the ledger's affair
        process = holders[number % len(holders)]
        name = list(process.given)[number % len(process.given)]
        self.released.add(name)
        process.start(process.edgegap.deployments.stop(name))
        self.clock.advance(0.5)

    @rule(number=strategies.integers(0, 2))
    def kill(self, number: int) -> None:
        self._kill(self.a_process(number))

    def _kill(self, process: Process) -> None:
        process.is_alive = False
        self.clock.loops.remove(process.loop)
        process.forget()

    @rule(
        number=strategies.integers(0, 2),
        seconds=strategies.sampled_from((5.0, 30.0)),
        is_recovered=strategies.booleans(),
    )
    def pause(self, number: int, seconds: float, is_recovered: bool) -> None:
        self._pause(self.a_process(number), seconds, is_recovered=is_recovered)

    def _pause(self, process: Process, seconds: float, *, is_recovered: bool) -> None:
        """A process stands still, so that its lease may end and another may recover; then it goes on."""
        process.is_paused = True
        self.clock.loops.remove(process.loop)
        if is_recovered:
            self.recover(0)
        self.clock.advance(seconds)
        process.is_paused = False
        self.clock.loops.append(process.loop)
        self.clock.settle()

    @rule(number=strategies.integers(0, 2))
    def recover(self, number: int) -> None:
        process = self.a_process(number)
        process.start(process.recover())
        self.clock.settle()

    @rule(seconds=strategies.sampled_from((0.1, 1.0, 5.0, 20.0, 70.0)))
    def wait(self, seconds: float) -> None:
        self.clock.advance(seconds)

    # What the service does

    @rule(habits=HABITS)
    def change(self, habits: dict[str, Any]) -> None:
        """Outages, late lists, lies about stops and create requests that come late begin and end."""
        habits = dict(habits)
        create_delay = habits.pop("create_delay")
        for name, value in habits.items():
            setattr(self.service, name, value)
        for process in self.processes:
            process.transport.create_delay = create_delay

    @rule(fates=strategies.lists(strategies.sampled_from(FATES), min_size=1, max_size=3))
    def spoil_create_requests(self, fates: list[str]) -> None:
        self.service.deploys.extend(fates)

    # What must hold

    def rows(self) -> dict[str, str]:
        with closing(sqlite3.connect(self.path)) as db:
            return dict(db.execute("SELECT tag, state FROM launches").fetchall())

    def held(self) -> set[str]:
        return {name for process in self.processes for name in process.given}

    @invariant()
    def nothing_healthy_is_stopped(self) -> None:
        stopped = [each for each in self.held() - self.released if self.service.deployments[each].ended is not None]
        assert not stopped, f"a caller holds {stopped}, which were stopped"

    @invariant()
    def nothing_runs_that_nobody_knows(self) -> None:
        pending = {each.tag for process in self.processes for each in process.edgegap.deployments.pending}
        # What a living process still works at is in its registry, and what a killed one has left is in the ledger.
        known = pending | {launch.tag for launch in registry.registered()} | set(self.rows())  # type: ignore[attr-defined]
        for each in self.service.left:
            if each.id in self.held() or known & set(each.tags):
                continue
            assert self.is_double_for_the_sweep(each.tags), f"nobody knows {each}"

    def is_double_for_the_sweep(self, tags: list[str]) -> bool:
        """Whether only a sweep can know of it: its launch was handed over and stopped by the caller.

        The process that looked for a second deployment was killed meanwhile.
        """
        mine = set(tags) - {"launching"}
        others = [each for each in self.service.deployments.values() if mine <= set(each.tags)]
        was_killed = any(not each.is_alive for each in self.processes)
        return was_killed and "launching" in tags and any(each.id in self.released for each in others)

    def teardown(self) -> None:
        try:
            self._all_must_end()
        finally:
            self.clock.close()
            for process in self.processes:
                process.forget()
                atexit.unregister(process.ledger._end)
                for db in process.ledger._open:
                    db.close()
            self.patch.undo()
            self.folder.cleanup()

    def _all_must_end(self) -> None:
        """The service is itself again, and all that live recover, another process too: every entry ends."""
        service = self.service
        service.is_out = service.is_list_out = False
        service.lies, service.listed_after, service.known_after = 0, 0.0, 0.0
        service.deploys.clear()
        self._add_process()
        alive = [each for each in self.processes if each.is_alive]
        # Also where a recovery has failed in an outage: then one calls it again.
        recoveries = [each.start(each.recover()) for each in alive]
        self.clock.advance(LONG_SECONDS)
        assert all(each.done() for each in recoveries)
        assert [each.exception() for each in recoveries if each.exception() is not None] == []
        assert all(task.done() for each in alive for task in each.launches)
        pending = [each for process in alive for each in process.edgegap.deployments.pending]
        assert not pending, f"pending for ever: {pending}"
        rows = self.rows()
        assert set(rows.values()) <= {"handed_over"}, f"entries that do not end: {rows}"
        self.nothing_healthy_is_stopped()
        lost = [
            each for each in service.left if each.id not in self.held() and not self.is_double_for_the_sweep(each.tags)
        ]
        assert not lost, f"{lost} run, and nobody holds them"
        marked = [each for each in service.left if each.id in self.held() - self.released and "launching" in each.tags]
        assert not marked, f"{marked} were handed over, and a sweep would stop them"


Launches.TestCase.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=20,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large),
)
TestLaunches = Launches.TestCase


def test_an_example_is_the_same_when_it_is_run_again() -> None:
    """Hypothesis runs an example again to make it smaller, and calls it flaky if it then ends otherwise."""

    def run() -> list[tuple[float, str, int]]:
        random.seed(0)  # as hypothesis does
        model = Launches()
        try:
            launch = {"timeout": 60.0, "cancel_timeout": 5.0, "wait": 0.2}
            thens = ("nothing", "kill", "pause", "cancel")
            launches = [{**launch, "number": number, "then": then} for number, then in enumerate(thens)]
            habits: dict[str, Any] = {
                "is_out": False,
                "is_list_out": False,
                "listed_after": 2.0,
                "known_after": 3.0,
                "lies": 1,
            }
            habits |= {"lie": LIES[0], "create_delay": 1.0}
            model.begin(launches, habits, habits, list(FATES))
            model.launch(launches)
            model.wait(20.0)
            model.kill(0)
        finally:
            model.teardown()
        return model.seen

    first = run()
    next(NUMBERS)  # other examples lie between
    assert len(first) > 50
    assert run() == first
