"""Replicas that wait have one poller: one leads, and the others hear what it sees, until another one leads."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AsyncExitStack, ExitStack, contextmanager
from pathlib import Path
from types import NoneType
from typing import Any, Final

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from edgegap_client import AsyncEdgegap
from edgegap_client._async import watchers as async_watchers
from edgegap_client._runtime import redis_leader as module
from edgegap_client._runtime import replicas as replicas_module
from edgegap_client._runtime.redis_scripts import LEAD
from edgegap_client._sync import watchers as sync_watchers
from edgegap_client.deployments import DeploymentFailed, LaunchTimedOut, Progress
from edgegap_client.errors import PermissionDeniedError
from edgegap_client.replicas import Replicas

from . import test_waiting
from .servers.clients import EitherClient
from .servers.redis import RunningRedis, running_redis
from .test_redis_limits import ROOT, url_of, wait_until
from .test_waiting import PLACE, PORT, TOKEN, Service, until

__all__ = ["service", "url"]

service = test_waiting.service
url = test_waiting.url
# Nobody looks again by itself in a test.
NEVER_SECONDS: Final = 3000.0
IDS: Final = [f"{number:012x}" for number in range(0xABC0, 0xABC8)]
GONE: Final = "gone"


class Fleet:
    """A service that knows some deployments, and who has asked for them.

    Attributes:
        states: Their states; those in `GONE` are not known.
        requests: The program and the path of each request.
        refused: Programs that it refuses.
        failing: Programs whose requests fail.
    """

    def __init__(self, server: HTTPServer) -> None:
        self.url = server.url_for("").rstrip("/")
        self.states = dict.fromkeys(IDS, "DEPLOYING")
        self.requests: list[tuple[str, str]] = []
        self.refused: set[str] = set()
        self.failing: set[str] = set()
        server.expect_request("/v1/deployments").respond_with_handler(self._respond)
        for name in IDS:
            server.expect_request(f"/v1/status/{name}").respond_with_handler(self._respond)

    def _respond(self, request: Request) -> Response:
        who = next((name for name in NAMES if name in request.headers["User-Agent"]), "")
        self.requests.append((who, request.path))
        if who in self.refused:
            return self._response({"message": "not yours"}, 403)
        if who in self.failing:
            return self._response({"message": "away"}, 503)
        if request.path == "/v1/deployments":
            return self._response(self._list(json.loads(request.args["query"])["filters"]))
        name = request.path.rpartition("/")[2]
        state = self.states[name]
        if state == GONE:
            return self._response({"message": "not found"}, 404)
        rest = {"app_name": "my-game", "app_version": "v1", "running": True, "whitelisting_active": False}
        failure = {"error": state == "ERROR", "error_detail": "no image" if state == "ERROR" else None}
        status = {"current_status": f"Status.{state}", "location": PLACE}
        return self._response({**self._item(name), **rest, **failure, **status})

    def _item(self, name: str) -> dict[str, Any]:
        return {
            "request_id": name,
            "fqdn": f"{name}.pr.edgegap.net",
            "public_ip": "10.0.0.1",
            "ports": {"gameport": PORT},
            "start_time": "2026-01-01 00:00:00.000000",
            "tags": ["of-the-match"],
        }

    def _list(self, filters: list[dict[str, Any]]) -> dict[str, Any]:
        names = [name for name in IDS if self.states[name] not in (GONE, "TERMINATED")]
        for each in filters:
            if each["field"] == "request_id":
                names = [name for name in names if name in each["value"]]
            elif each["operator"] == "eq":
                names = [name for name in names if self.states[name] == "ERROR"]
        items = [{**self._item(name), "ready": self.states[name] == "READY"} for name in names]
        pages = {"number": 1, "next_page_number": None, "previous_page_number": None, "paginator": {"num_pages": 1}}
        pagination = {**pages, "has_next": False, "has_previous": False}
        return {"data": items, "total_count": len(items), "pagination": pagination}

    @staticmethod
    def _response(body: dict[str, Any], status: int = 200) -> Response:
        return Response(json.dumps(body), status, content_type="application/json")

    def by(self, who: str) -> int:
        """How many requests a program has sent."""
        return sum(each == who for each, _ in self.requests)


NAMES: Final = ("replica-one", "replica-two", "replica-three")
ONE, TWO, THREE = NAMES


class Replica:
    """A replica as Redis and the service see it."""

    def __init__(
        self, stack: ExitStack, fleet: Fleet, redis_server: RunningRedis, name: str, *, is_async: bool, interval: float
    ) -> None:
        self.name = name
        self.replicas = stack.enter_context(Replicas(url_of(redis_server)))
        options: dict[str, Any] = {"replicas": self.replicas, "user_agent": name, "rate_limits": "off"}
        options.update(is_async=is_async, poll_interval=interval, max_retries=0)
        self.client = stack.enter_context(EitherClient(fleet.url, **options))
        self._threads = ThreadPoolExecutor(len(IDS))
        stack.callback(self._threads.shutdown)

    def ready(self, name: str, timeout: float = 50) -> Future[Any]:
        return self._threads.submit(self.client.call, self.client.deployments.wait_until_ready, name, timeout=timeout)

    def stopped(self, name: str) -> Future[Any]:
        return self._threads.submit(self.client.call, self.client.deployments.wait_until_stopped, name, timeout=50)

    @property
    def candidate(self) -> Any:
        """The only candidate of this process."""
        wait_until(self._candidates)
        (candidate,) = self._candidates()
        return candidate

    def _candidates(self) -> list[Any]:
        part: Any = self.replicas._part(module._Polling)
        return list(part._candidates())

    @property
    def is_leading(self) -> bool:
        return any(each.is_leading for each in self._candidates())

    def follows(self, number: int) -> bool:
        """Whether the leader knows that this one waits for so many."""
        found = self.candidate
        return not found.is_leading and bool(found._leader) and len(found._sent) == number

    def polls_for(self, number: int) -> bool:
        """Whether this one polls for so many of others."""
        return sum(map(len, self.candidate._watcher()._proxies.values())) == number


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def is_async(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the computer is, nobody loses the lease in a test that is not about that."""
    monkeypatch.setattr(replicas_module, "COMMAND_SECONDS", 20.0)
    monkeypatch.setattr(replicas_module, "CONNECT_SECONDS", 20.0)
    monkeypatch.setattr(module, "MIN_LEASE_SECONDS", 30.0)


@pytest.fixture
def fleet() -> Iterator[Fleet]:
    # With a thread for each request: a program whose event loop stands still after it has connected holds up no other.
    with HTTPServer(threaded=True) as server:
        yield Fleet(server)


@pytest.fixture
def replica(fleet: Fleet, redis_server: RunningRedis, is_async: bool) -> Iterator[Callable[..., Replica]]:
    """Makes replicas: every second one has the other client."""
    with ExitStack() as stack:
        names = iter(NAMES)

        def make(interval: float = 0.1, *, is_other: bool = False) -> Replica:
            kind = is_async is not is_other
            return Replica(stack, fleet, redis_server, next(names), is_async=kind, interval=interval)

        yield make
        fleet.states.update(dict.fromkeys(IDS, "READY"))


@contextmanager
def two(replica: Callable[..., Replica], interval: float = 0.1) -> Generator[tuple[Replica, Replica, Future[Any]]]:
    """A replica that leads and waits for the first deployment, and another one, which has the other client."""
    leader, follower = replica(interval), replica(interval, is_other=True)
    wait = leader.ready(IDS[0])
    wait_until(lambda: leader.is_leading)
    yield leader, follower, wait


# --- One poller --------------------------------------------------------------------------------------------------


def test_the_one_that_leads_reads_for_the_others(replica: Callable[..., Replica], fleet: Fleet) -> None:
    with two(replica) as (leader, follower, wait):
        waits = [follower.ready(name) for name in IDS[1:3]]
        wait_until(lambda: follower.follows(2) and leader.polls_for(2))
        assert not any(each.done() for each in (wait, *waits))
        fleet.states.update(dict.fromkeys(IDS[1:3], "READY"))  # the leader goes on waiting
        found = [each.result(45) for each in waits]
        assert [each.request_id for each in found] == IDS[1:3]
        # With single reads everything is known, as if the follower had read it.
        assert {each.location.city for each in found} == {"Montreal"}
        assert {(each.tags[0], each.ports["gameport"].external) for each in found} == {("of-the-match", 30000)}
        assert fleet.by(follower.name) == 0
        assert fleet.by(leader.name) > 0


def test_lists_of_the_one_that_leads_wake_the_others(replica: Callable[..., Replica], fleet: Fleet) -> None:
    with two(replica) as (leader, follower, _wait):
        waits = [follower.ready(name) for name in IDS[1:]]
        wait_until(lambda: leader.polls_for(len(waits)))
        fleet.requests.clear()
        wait_until(lambda: (leader.name, "/v1/deployments") in fleet.requests)
        fleet.states.update(dict.fromkeys(IDS[1:], "READY"))  # the leader goes on waiting
        found = [each.result(45) for each in waits]
        assert [each.request_id for each in found] == IDS[1:]
        # Lists have no location, so one deployment of the host was read.
        assert {each.location.city for each in found} == {"Montreal"}
        assert fleet.by(follower.name) == 0
    wait_until(lambda: leader.polls_for(0))


def test_a_failure_and_an_end_reach_the_others(replica: Callable[..., Replica], fleet: Fleet) -> None:
    with two(replica) as (leader, follower, _):
        failing, stopping, missing = follower.ready(IDS[1]), follower.stopped(IDS[2]), follower.stopped(IDS[3])
        wait_until(lambda: leader.polls_for(3))
        fleet.states.update({IDS[1]: "ERROR", IDS[2]: "TERMINATED", IDS[3]: GONE})
        with pytest.raises(DeploymentFailed) as caught:
            failing.result(45)
        assert (caught.value.error_detail, caught.value.last_status) == ("no image", "ERROR")
        assert stopping.result(45) is None
        assert missing.result(45) is None
        assert fleet.by(follower.name) == 0
        # A list has confirmed what a 404 said.
        assert any(path == "/v1/deployments" for _, path in fleet.requests)


@pytest.mark.parametrize("number", [2, 7])
def test_what_is_gone_ends_the_wait_of_another(
    replica: Callable[..., Replica], fleet: Fleet, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    for watchers in (async_watchers, sync_watchers):
        monkeypatch.setattr(watchers, "UNKNOWN_FOR_SECONDS", 0.6)
        monkeypatch.setattr(watchers, "MISSING_FOR_SECONDS", 0.3)
        monkeypatch.setattr(watchers, "LISTED_IN_SECONDS", 0.1)
    with two(replica) as (leader, follower, _):
        waits = [follower.ready(name) for name in IDS[1:number]]
        wait_until(lambda: leader.polls_for(number - 1))
        fleet.states[IDS[1]] = GONE
        with pytest.raises(DeploymentFailed, match="no longer knows the deployment"):
            waits[0].result(45)
        assert not any(each.done() for each in waits[1:])
        assert fleet.by(follower.name) == 0


def test_the_states_on_the_way_are_reported_to_the_others(replica: Callable[..., Replica], fleet: Fleet) -> None:
    states: list[str] = []

    def report(progress: Progress) -> None:
        states.append(str(progress.status))

    with two(replica) as (_, follower, _wait):
        fleet.states[IDS[1]] = "SEEKING"
        launch = follower._threads.submit(
            follower.client.call,
            follower.client.deployments.wait_until_ready,
            IDS[1],
            timeout=45,
            on_progress=report,
        )
        wait_until(lambda: "SEEKING" in states)
        fleet.states[IDS[1]] = "DEPLOYING"
        wait_until(lambda: "DEPLOYING" in states)
        fleet.states[IDS[1]] = "READY"
        launch.result(45)
        assert fleet.by(follower.name) == 0


def test_a_webhook_at_any_replica_makes_the_one_that_leads_look(replica: Callable[..., Replica], fleet: Fleet) -> None:
    with two(replica, NEVER_SECONDS) as (leader, follower, wait):
        third = replica(NEVER_SECONDS)
        follower.ready(IDS[3])
        wait_until(lambda: (leader.name, f"/v1/status/{IDS[3]}") in fleet.requests)  # the first of a replica is read
        waiting = follower.ready(IDS[1])
        third.client.deployments.wake(IDS[2])  # before the wait
        wait_until(lambda: leader.polls_for(2))
        fleet.states.update(dict.fromkeys(IDS[1:3], "READY"))
        third.client.deployments.wake(IDS[1])
        assert waiting.result(45).request_id == IDS[1]
        assert follower.ready(IDS[2]).result(45).request_id == IDS[2]
        fleet.states[IDS[0]] = "READY"
        third.client.deployments.wake(IDS[0])
        wait.result(45)
        assert fleet.by(follower.name) == fleet.by(third.name) == 0


def test_news_of_many_is_read_with_lists_for_all(replica: Callable[..., Replica], fleet: Fleet) -> None:
    with two(replica, NEVER_SECONDS) as (leader, follower, wait):
        waits = [follower.ready(name) for name in IDS[1:]]
        wait_until(lambda: leader.polls_for(len(waits)))
        fleet.states.update(dict.fromkeys(IDS[1:], "READY"))
        for name in IDS[1:]:
            follower.client.deployments.wake(name)
        for each in waits:
            each.result(45)
        assert not wait.done()
        assert fleet.by(follower.name) == 0
        fleet.states[IDS[0]] = "READY"
        follower.client.deployments.wake(IDS[0])
        wait.result(45)


def test_an_impossible_id_is_refused_by_the_replica_that_has_it(replica: Callable[..., Replica], fleet: Fleet) -> None:
    with two(replica) as (leader, follower, _):
        good = follower.ready(IDS[1])
        wait_until(lambda: leader.polls_for(1))
        with pytest.raises(Exception, match="deployment"):
            follower.ready("..").result(45)
        assert leader.is_leading
        fleet.states[IDS[1]] = "READY"
        good.result(45)


async def test_four_replicas_list_as_often_as_one(redis_server: RunningRedis, service: Service, url: str) -> None:
    ids = [service.add(110, float("inf")) for _ in range(4)]
    requests = [0] * 4

    def counted(number: int) -> Any:
        def count(_: object) -> None:
            requests[number] += 1

        return {"attempt_start": [count]}

    async with AsyncExitStack() as stack:
        shared = [stack.enter_context(Replicas(url_of(redis_server))) for _ in ids]
        options: dict[str, Any] = {"base_url": url, "poll_interval": 0.05, "rate_limits": "off"}
        clients = [
            await stack.enter_async_context(
                AsyncEdgegap(TOKEN, replicas=replicas, event_hooks=counted(number), **options)
            )
            for number, replicas in enumerate(shared)
        ]
        waits = [
            asyncio.create_task(edgegap.deployments.wait_until_ready(name, timeout=50))
            for edgegap, names in zip(clients, ids, strict=True)
            for name in names
        ]

        def candidates() -> list[Any]:
            parts: list[Any] = [replicas._part(module._Polling) for replicas in shared]
            return [each for part in parts for each in part._candidates()]

        def leader() -> Any:
            return next((each._watcher() for each in candidates() if each.is_leading), None)

        await until(lambda: leader() is not None and len(leader()._all_waiters()) == 440)
        # A round that began before that is as long as one of a replica alone.
        watcher = leader()
        before = watcher._soonest
        await until(lambda: watcher._soonest > before)
        service.lists.clear()
        requests[:] = [0] * 4
        began = time.monotonic()
        await until(lambda: len(service.lists) >= 30)
        # A round of six lists, so 12 may come at once, and then 5 a second. Alone, each would take 5 a second.
        assert time.monotonic() - began >= (30 - 12) / 5 - 0.2
        assert sorted(requests)[:3] == [0, 0, 0]
        for names in ids:
            service.ready_at.update(dict.fromkeys(names, 0.0))
        assert [each.request_id for each in await asyncio.gather(*waits)] == [name for names in ids for name in names]


# --- Who leads ---------------------------------------------------------------------------------------------------


def test_a_lease_is_taken_renewed_and_given_back(redis_server: RunningRedis) -> None:
    with redis_server.client() as redis:

        def ask(name: str, milliseconds: int) -> list[bytes]:
            return redis.eval(LEAD, 1, "lease", name, milliseconds)[:2]  # type: ignore[no-any-return]

        assert ask("one", 0) == [b"", b""]
        taken = ask("one", 60_000)
        assert taken[0] == b"one"
        assert ask("two", 60_000) == ask("two", -1) == taken
        assert ask("one", 30_000) == taken
        assert 0 < redis.pttl("lease") <= 30_000
        assert ask("one", -1) == [b"", b""]
        again = ask("one", 1)
        assert again != taken
        wait_until(lambda: not redis.exists("lease"))
        assert ask("two", 1)[0] == b"two"


def test_the_lease_is_given_back_when_the_last_wait_ends(
    replica: Callable[..., Replica], fleet: Fleet, redis_server: RunningRedis
) -> None:
    with two(replica, NEVER_SECONDS) as (leader, follower, wait), redis_server.client() as redis:
        waiting = follower.ready(IDS[1])
        wait_until(lambda: leader.polls_for(1))
        assert redis.pttl(leader.candidate._group.lease) > 1_000_000
        fleet.states[IDS[0]] = "READY"
        leader.client.deployments.wake(IDS[0])
        wait.result(45)
        wait_until(lambda: follower.is_leading)
        wait_until(lambda: leader.polls_for(0))
        fleet.states[IDS[1]] = "READY"
        leader.client.deployments.wake(IDS[1])
        waiting.result(45)
        wait_until(lambda: not redis.exists(leader.candidate._group.lease))


def test_another_one_leads_as_soon_as_the_lease_is_given_back(
    replica: Callable[..., Replica], fleet: Fleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replicas_module, "HEARTBEAT_SECONDS", 1000.0)  # with which each one looks who leads
    with two(replica, NEVER_SECONDS) as (leader, follower, wait):
        follower.ready(IDS[1])
        wait_until(lambda: leader.polls_for(1))
        fleet.states[IDS[0]] = "READY"
        leader.client.deployments.wake(IDS[0])
        wait.result(45)
        wait_until(lambda: follower.is_leading)
        fleet.states[IDS[1]] = "READY"
        follower.client.deployments.wake(IDS[1])


def test_a_wait_that_ends_is_polled_for_no_more(replica: Callable[..., Replica]) -> None:
    with two(replica) as (leader, follower, _):
        waiting = follower.ready(IDS[1], timeout=1.5)
        wait_until(lambda: leader.polls_for(1))
        with pytest.raises(LaunchTimedOut):
            waiting.result(45)
        wait_until(lambda: leader.polls_for(0))


PROGRAM: Final = """
    import asyncio, os, sys, threading
    from edgegap_client import AsyncEdgegap
    from edgegap_client._runtime import redis_leader, replicas as module
    from edgegap_client.replicas import Replicas

    module.COMMAND_SECONDS = module.CONNECT_SECONDS = 20.0
    redis_leader.MIN_LEASE_SECONDS = 4.0

    async def main():
        replicas = Replicas(sys.argv[1])
        async with AsyncEdgegap(sys.argv[2], poll_interval=0.1, replicas=replicas, user_agent="replica-one") as edgegap:
            wait = asyncio.ensure_future(edgegap.deployments.wait_until_ready(sys.argv[3], timeout=50))
            await asyncio.sleep(0.01)
            print(replicas._threads[os.getpid()].replica, flush=True)
            await asyncio.to_thread(sys.stdin.readline)
            blocked = os.read(int(sys.argv[4]), 1)  # in the event loop
            print((await wait).request_id, flush=True)

    asyncio.run(main())
"""


@contextmanager
def program(fleet: Fleet, redis_server: RunningRedis) -> Generator[tuple[subprocess.Popen[str], str, int]]:
    """A process that waits for the first deployment, the name of its replica, and a pipe that ends its block."""
    read, write = os.pipe()
    command = [sys.executable, "-c", textwrap.dedent(PROGRAM), url_of(redis_server), TOKEN, IDS[0], str(read)]
    environment = {**os.environ, "EDGEGAP_BASE_URL": fleet.url, "PYTHONPATH": str(ROOT)}
    pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "pass_fds": (read,)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **pipes) as process:
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline().strip(), write
        finally:
            process.kill()
            os.close(read)
            os.close(write)


def leader_of(redis_server: RunningRedis) -> str:
    with redis_server.client() as redis:
        return "".join((redis.get(key) or b"").decode() for key in redis.keys("edgegap:leader:*"))


def test_another_one_leads_when_the_one_that_leads_is_killed(
    replica: Callable[..., Replica], fleet: Fleet, redis_server: RunningRedis
) -> None:
    with program(fleet, redis_server) as (process, name, _):
        wait_until(lambda: leader_of(redis_server).startswith(name))
        replica()  # the first name is that of the program
        follower, other = replica(), replica(is_other=True)
        waits = [follower.ready(IDS[1]), other.ready(IDS[2])]
        wait_until(lambda: follower.follows(1) and other.follows(1))
        process.send_signal(signal.SIGKILL)
        process.wait()
        began = time.monotonic()
        wait_until(lambda: follower.is_leading or other.is_leading)
        assert time.monotonic() - began < 20  # the lease is 4 s long
        fleet.states.update(dict.fromkeys(IDS[1:3], "READY"))
        for each in waits:
            each.result(45)
        assert not leader_of(redis_server).startswith(name)
        assert follower.is_leading + other.is_leading <= 1


def test_another_one_leads_when_the_event_loop_of_the_one_that_leads_is_blocked(
    replica: Callable[..., Replica], fleet: Fleet, redis_server: RunningRedis
) -> None:
    with program(fleet, redis_server) as (process, name, write):
        wait_until(lambda: leader_of(redis_server).startswith(name))
        replica()
        follower = replica()
        waiting = follower.ready(IDS[1])
        wait_until(lambda: follower.follows(1))
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("block\n")
        process.stdin.flush()
        wait_until(lambda: follower.is_leading)
        fleet.states[IDS[1]] = "READY"
        waiting.result(45)
        # And the one whose loop was blocked finds what it waits for.
        fleet.states[IDS[0]] = "READY"
        os.write(write, b"x")
        assert process.stdout.readline().strip() == IDS[0]


def test_who_is_refused_leads_no_more(replica: Callable[..., Replica], fleet: Fleet) -> None:
    with two(replica) as (leader, follower, wait):
        waiting = follower.ready(IDS[1])
        wait_until(lambda: leader.polls_for(1))
        fleet.refused.add(leader.name)
        wait_until(lambda: follower.is_leading)
        fleet.states.update(dict.fromkeys(IDS[:2], "READY"))
        assert waiting.result(45).request_id == IDS[1]
        # Its own wait is refused too, unless it was only about to read for the other one.
        assert isinstance(wait.exception(45), PermissionDeniedError | NoneType)


def test_who_cannot_reach_the_service_lets_another_one_lead(replica: Callable[..., Replica], fleet: Fleet) -> None:
    with two(replica) as (leader, follower, wait):
        waiting = follower.ready(IDS[1])
        wait_until(lambda: leader.polls_for(1))
        fleet.failing.add(leader.name)
        wait_until(lambda: follower.is_leading)
        wait_until(lambda: leader.follows(1) and follower.polls_for(1))
        assert {row.is_leader for row in follower.replicas.report().replicas} == {False, True}
        fleet.states.update(dict.fromkeys(IDS[:2], "READY"))
        wait.result(45)
        waiting.result(45)


def test_clients_of_one_process_have_one_poller_too(fleet: Fleet, redis_server: RunningRedis, is_async: bool) -> None:
    with Replicas(url_of(redis_server)) as replicas, ExitStack() as stack:
        options: dict[str, Any] = {"replicas": replicas, "rate_limits": "off", "poll_interval": 0.1}
        clients = [
            stack.enter_context(EitherClient(fleet.url, is_async=kind, user_agent=name, **options))
            for name, kind in ((ONE, is_async), (TWO, not is_async))
        ]
        threads = stack.enter_context(ThreadPoolExecutor(2))
        waits: list[Future[Any]] = []
        for name, each in zip(IDS, clients, strict=False):
            waits.append(threads.submit(each.call, each.deployments.wait_until_ready, name, timeout=45))
            wait_until(lambda: fleet.by(ONE))

        def candidates() -> list[Any]:
            part: Any = replicas._part(module._Polling)
            return part._candidates()  # type: ignore[no-any-return]

        wait_until(lambda: sorted(each.is_leading for each in candidates()) == [False, True])
        wait_until(lambda: [len(each._sent) for each in candidates()] == [0, 1])
        fleet.states.update(dict.fromkeys(IDS[:2], "READY"))
        assert [each.result(45).request_id for each in waits] == IDS[:2]
        assert fleet.by(TWO) == 0


# --- What may go wrong -------------------------------------------------------------------------------------------


def test_without_redis_each_polls_for_itself_until_it_is_back(
    replica: Callable[..., Replica], fleet: Fleet, redis_server: RunningRedis, tmp_path: Path
) -> None:
    with two(replica) as (leader, follower, wait):
        waits = [follower.ready(name) for name in IDS[1:3]]
        wait_until(lambda: leader.polls_for(2))
        assert fleet.by(follower.name) == 0
        redis_server.process.kill()
        redis_server.process.wait()
        wait_until(lambda: fleet.by(follower.name) > 2)
        fleet.states[IDS[1]] = "READY"
        waits[0].result(45)
        with running_redis(tmp_path, redis_server.port):
            wait_until(lambda: leader.is_leading is not follower.is_leading)
            wait_until(lambda: leader.follows(1) or follower.follows(1))
            fleet.states.update(dict.fromkeys(IDS[:3], "READY"))
            wait.result(45)
            waits[1].result(45)


def test_without_redis_each_takes_its_share_of_the_lists() -> None:
    class Thread:
        replica, prefix, replicas, is_alone = "name", "edgegap", 4, True

        @staticmethod
        def is_working() -> bool:
            return True

    watcher = async_watchers.AsyncDeploymentWatcher(AsyncEdgegap(TOKEN))
    candidate = module.Candidate(module._Group(Thread(), "x"), watcher, 2.0)  # type: ignore[arg-type]
    alone = watcher._lists_a_second(), watcher._news_interval()
    watcher.candidate = candidate
    assert (watcher._lists_a_second(), watcher._news_interval()) == (alone[0] / 4, alone[1] * 4)
    assert candidate.may_poll()
    Thread.is_alone = False
    candidate._leader = "another one"
    assert not candidate.may_poll()
    assert (watcher._lists_a_second(), watcher._news_interval()) == alone


def test_a_message_that_is_lost_is_made_up_for(
    replica: Callable[..., Replica], fleet: Fleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = threading.Event()
    hear = module.Candidate.hear

    def lose_one(self: module.Candidate, number: int, what: str, data: Any) -> None:
        if lost.is_set():
            hear(self, number, what, data)
        elif "READY" in data["current_status"]:
            lost.set()

    monkeypatch.setattr(module, "RENEWAL_SECONDS", 0.5)
    monkeypatch.setattr(module.Candidate, "hear", lose_one)
    with two(replica) as (leader, follower, _):
        waiting = follower.ready(IDS[1])
        wait_until(lambda: leader.polls_for(1))
        fleet.states[IDS[1]] = "READY"
        wait_until(lost.is_set)
        assert waiting.result(45).request_id == IDS[1]
        assert fleet.by(follower.name) == 0


def test_a_follower_that_is_not_heard_any_more_is_dropped(
    replica: Callable[..., Replica], redis_server: RunningRedis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "DROP_SECONDS", 1.0)
    with two(replica) as (leader, _, _wait), redis_server.client() as redis:
        group = leader.candidate._group
        message: dict[str, Any] = {
            "version": 1,
            "from": "killed",
            "to": leader.candidate._leader,
            "left": [],
            "all": True,
        }
        redis.xadd(group.stream, {"message": json.dumps({**message, "waits": [[1, IDS[1], False, 15.0]]})})
        wait_until(lambda: leader.polls_for(1))
        wait_until(lambda: leader.polls_for(0))


def test_what_cannot_be_read_is_ignored(
    replica: Callable[..., Replica], fleet: Fleet, redis_server: RunningRedis, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "edgegap_client")
    with two(replica) as (leader, follower, _), redis_server.client() as redis:
        waiting = follower.ready(IDS[1])
        wait_until(lambda: leader.polls_for(1) and follower.follows(1))
        me, group = follower.candidate.name, leader.candidate._group
        (number,) = follower.candidate._sent
        status = {"request_id": IDS[1], "current_status": "Status.READY"}
        odd: list[Any] = [
            [1],
            {"version": 2, "seen": [[me, number, "gone", None]]},
            {"version": 1, "seen": [[me, number]]},
            {"version": 1, "seen": [["nobody", 1, "gone", None], [me, number + 1000, "status", status]]},
            {"version": 1, "seen": [[me, number, "unknown", None], [me, number, "listed", None]]},
            {"version": 1, "from": "x", "to": leader.candidate._leader, "waits": [[1, 2]], "left": [], "all": True},
            {"version": 1, "from": "x", "to": "another", "waits": [], "left": [], "all": True},
        ]
        for message in odd:
            redis.xadd(group.stream, {"message": json.dumps(message)})
        redis.xadd(group.stream, {"message": "no JSON"})
        wait_until(lambda: sum("cannot decode" in each.getMessage() for each in caplog.records) >= 6)
        assert not waiting.done()
        assert leader.is_leading
        fleet.states[IDS[1]] = "READY"
        waiting.result(45)


def test_no_message_has_the_token(replica: Callable[..., Replica], fleet: Fleet, redis_server: RunningRedis) -> None:
    with two(replica) as (leader, follower, _), redis_server.client() as redis:
        waiting = follower.ready(IDS[1])
        wait_until(lambda: leader.polls_for(1))
        fleet.states[IDS[1]] = "READY"
        waiting.result(45)
        group = leader.candidate._group
        assert TOKEN not in str(redis.xrange(group.stream)) + group.stream + group.lease
        assert 0 < redis.pttl(group.stream) <= 1000 * module.STREAM_SECONDS


# --- The rounds --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("watchers", [sync_watchers, async_watchers], ids=["sync", "async"])
def test_a_round_takes_as_many_lists_as_are_read(watchers: Any) -> None:
    watcher = (getattr(watchers, "DeploymentWatcher", None) or watchers.AsyncDeploymentWatcher)(AsyncEdgegap(TOKEN))
    taken: list[int] = []
    for number in range(260):
        watcher.join(str(number), is_ending=number >= 250)
        if number + 1 in (5, 6, 100, 101, 250, 260):
            taken.append(watcher.lists_a_round())
    assert taken == [0, 2, 2, 3, 4, 5]
    watcher._errors_fit_a_page = False
    assert watcher.lists_a_round() == 9
    watcher._errors_fit_a_page = True
    watcher.adopt("another", {number: (f"x{number}", False, 15.0) for number in range(100)})
    assert watcher.lists_a_round() == 6


# --- News ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("watchers", [sync_watchers, async_watchers], ids=["sync", "async"])
def test_a_flood_of_news_costs_little_for_each_waiter(watchers: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    copies: list[int] = []
    settled: list[str] = []

    def counted(items: Any) -> list[Any]:
        copied = list(items)
        copies.append(len(copied))
        return copied

    def is_settled(waiter: Any) -> bool:
        settled.append(waiter.key)
        return False

    monkeypatch.setattr(watchers, "MAX_NEWS", 100)
    monkeypatch.setattr(watchers, "TRIM_NEWS", 50, raising=False)
    watcher = (getattr(watchers, "DeploymentWatcher", None) or watchers.AsyncDeploymentWatcher)(AsyncEdgegap(TOKEN))
    watcher.adopt("another", {number: (f"x{number}", False, 15.0) for number in range(20)})
    monkeypatch.setattr(watchers, "list", counted, raising=False)
    waiter: type = getattr(watchers, "Waiter", None) or watchers.AsyncWaiter
    monkeypatch.setattr(waiter, "is_settled", property(is_settled))
    for number in range(1000):
        watcher.wake(f"x{number}")
    # Only those that it is about are looked at more closely.
    assert settled == [f"x{number}" for number in range(20)]
    assert len(watcher._news) <= 150
    assert next(reversed(watcher._news)) == "x999"
    assert len([each for each in copies if each > 100]) <= 1000 / 50
