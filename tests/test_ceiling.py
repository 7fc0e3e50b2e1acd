"""`max_active` is exact although lists lag: within one process, and between processes that share Redis."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import textwrap
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, Self

import pytest

from edgegap_client import AsyncEdgegap, Edgegap, EdgegapError, TooManyActive
from edgegap_client._core import ceiling as module
from edgegap_client._core.ceiling import Ask, Ceiling
from edgegap_client._core.rate_limiter import Organisation
from edgegap_client._core.redaction import Secret
from edgegap_client.deployments import Deployment
from edgegap_client.replicas import Replicas

from .conftest import TOKEN
from .servers.lagging import LaggingService
from .servers.redis import RunningRedis, running_redis

ROOT: Final = Path(__file__).resolve().parent.parent
LAG_SECONDS: Final = 3.0
# A machine that does other things as well is this slow.
SLOW_SECONDS: Final = 45.0
ORDER: Final[dict[str, Any]] = {"application": "my-game", "version": "v1", "users": ["203.0.113.7"]}


@pytest.fixture
def service() -> Iterator[LaggingService]:
    running = LaggingService(LAG_SECONDS)
    with running.serve():
        yield running


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def is_async(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def launch_waves(url: str, waves: int, number: int, *, is_async: bool, **options: Any) -> list[Any]:
    """Launch so many together, in several waves one after the other, with one client. The outcome of each."""
    outcomes: list[Any] = []
    if is_async:

        async def launch() -> None:
            async with AsyncEdgegap(TOKEN, base_url=url, poll_interval=0.2) as edgegap:
                for _ in range(waves):
                    launches = [edgegap.deployments.launch(**ORDER, **options) for _ in range(number)]
                    outcomes.extend(await asyncio.gather(*launches, return_exceptions=True))

        asyncio.run(launch())
        return outcomes
    with Edgegap(TOKEN, base_url=url, poll_interval=0.2) as edgegap, ThreadPoolExecutor(number) as threads:
        for _ in range(waves):
            launches = [threads.submit(edgegap.deployments.launch, **ORDER, **options) for _ in range(number)]
            outcomes.extend(each.exception() or each.result() for each in launches)
    return outcomes


def kinds(outcomes: list[Any]) -> dict[str, int]:
    return dict(Counter(type(each).__name__ for each in outcomes))


def test_one_process_launches_exactly_what_the_ceiling_allows_though_the_list_lags(
    service: LaggingService, is_async: bool
) -> None:
    outcomes = launch_waves(service.url, 3, 13, is_async=is_async, max_active=20)
    assert kinds(outcomes) == {"Deployment": 20, "TooManyActive": 19}
    assert service.max_running == len(service.running) == 20


def test_those_of_the_dashboard_count_once_they_are_listed(service: LaggingService, is_async: bool) -> None:
    service.lag = 0.0
    for _ in range(5):
        service.add()
    outcomes = launch_waves(service.url, 2, 8, is_async=is_async, max_active=12)
    assert kinds(outcomes) == {"Deployment": 7, "TooManyActive": 9}


@pytest.mark.parametrize("lag", [0.0, LAG_SECONDS])
def test_what_was_stopped_counts_no_more_though_it_is_listed(
    service: LaggingService, is_async: bool, lag: float
) -> None:
    service.lag = lag
    url = service.url
    options: dict[str, Any] = {**ORDER, "max_active": 2}

    async def with_async() -> None:
        async with AsyncEdgegap(TOKEN, base_url=url, poll_interval=0.2) as edgegap:
            first = await edgegap.deployments.launch(**options)
            async with edgegap.deployments.running(**options):
                with pytest.raises(TooManyActive):
                    await edgegap.deployments.launch(**options)
            await edgegap.deployments.stop((await edgegap.deployments.launch(**options)).request_id)
            await edgegap.deployments.stop_many([first.request_id])
            await edgegap.deployments.launch(**options)
            await edgegap.deployments.launch(**options)
            with pytest.raises(TooManyActive, match="2 deployments exist"):
                await edgegap.deployments.launch(**options)

    if is_async:
        asyncio.run(with_async())
        return
    with Edgegap(TOKEN, base_url=url, poll_interval=0.2) as edgegap:
        first = edgegap.deployments.launch(**options)
        with edgegap.deployments.running(**options), pytest.raises(TooManyActive):
            edgegap.deployments.launch(**options)
        edgegap.deployments.stop(edgegap.deployments.launch(**options).request_id)
        edgegap.deployments.stop(first.request_id)
        edgegap.deployments.launch(**options)
        edgegap.deployments.launch(**options)
        with pytest.raises(TooManyActive, match="2 deployments exist"):
            edgegap.deployments.launch(**options)
    assert service.max_running == 2


def test_a_failed_launch_counts_until_its_deployment_has_ended(service: LaggingService, is_async: bool) -> None:
    service.ready_after = 60.0
    failed = launch_waves(service.url, 1, 2, is_async=is_async, max_active=2, timeout=0.5)
    assert kinds(failed) == {"LaunchTimedOut": 2}
    service.ready_after = 0.0
    outcomes = launch_waves(service.url, 1, 3, is_async=is_async, max_active=2)
    assert kinds(outcomes) == {"Deployment": 2, "TooManyActive": 1}
    assert service.max_running == 2


@pytest.mark.parametrize("status", [400, 401, 403, 409])
def test_a_create_request_that_is_refused_counts_no_more(service: LaggingService, is_async: bool, status: int) -> None:
    service.refusal = status
    refused = launch_waves(service.url, 1, 1, is_async=is_async, max_active=1)
    assert isinstance(refused[0], EdgegapError)
    assert not isinstance(refused[0], TooManyActive)
    service.refusal = 0
    assert kinds(launch_waves(service.url, 1, 1, is_async=is_async, max_active=1)) == {"Deployment": 1}


def test_a_launch_without_capacity_counts_until_lists_surely_show_what_it_created(
    service: LaggingService, is_async: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LISTED_WITHIN_SECONDS", 2.0)
    service.refusal = 422
    refused = launch_waves(service.url, 1, 1, is_async=is_async, max_active=1, cancel_timeout=0)
    began = time.monotonic()
    assert [each.status for each in refused] == [422]
    service.refusal = 0
    wait_until(lambda: kinds(launch_waves(service.url, 1, 1, is_async=is_async, max_active=1)) == {"Deployment": 1})
    assert time.monotonic() - began > 1.5


def test_clients_of_one_process_share_what_they_have_launched(service: LaggingService) -> None:
    """Also the synchronous and the async client, copies with other options, and launches without a ceiling."""

    async def launch() -> list[Any]:
        async with AsyncEdgegap(TOKEN, base_url=service.url, poll_interval=0.2) as edgegap:
            launches = [edgegap.with_options(timeout=20).deployments.launch(**ORDER, max_active=9) for _ in range(6)]
            return await asyncio.gather(*launches, return_exceptions=True)

    with Edgegap(TOKEN, base_url=service.url, poll_interval=0.2) as edgegap, ThreadPoolExecutor(8) as threads:
        edgegap.deployments.launch(**ORDER)
        other = threads.submit(lambda: asyncio.run(launch()))
        launches = [threads.submit(edgegap.deployments.launch, **ORDER, max_active=9) for _ in range(6)]
        outcomes = [each.exception() or each.result() for each in launches] + other.result()
        assert kinds(outcomes) == {"Deployment": 8, "TooManyActive": 4}
        assert service.max_running == 9
        del other


def test_more_launches_than_fit_one_filter_are_left_out_with_further_lists(
    service: LaggingService, is_async: bool
) -> None:
    service.lag = 0.0
    with Edgegap(TOKEN, base_url=service.url) as edgegap:
        ceiling = edgegap._organisation.ceiling
        for number in range(230):
            tag = f"launch-{number:012d}"
            ceiling.open(tag, time.monotonic() + 60)
            if number % 2:
                service.add(tag)
        service.counts.clear()
        outcomes = launch_waves(service.url, 1, 3, is_async=is_async, max_active=232)
        assert kinds(outcomes) == {"Deployment": 2, "TooManyActive": 1}
        assert len(service.counts) <= 3 * 3  # threads do not begin at the same moment
        if is_async:
            assert len(service.counts) == 3


def test_a_token_of_a_function_has_a_ceiling_of_each_client(service: LaggingService) -> None:
    with Edgegap(lambda: TOKEN, base_url=service.url) as edgegap:
        for _ in range(2):
            assert isinstance(edgegap.deployments.launch(**ORDER, max_active=2), Deployment)
        with pytest.raises(TooManyActive):
            edgegap.with_options(timeout=20).deployments.launch(**ORDER, max_active=2)


# --- Processes -----------------------------------------------------------------------------------------------------

PROGRAM: Final = """
    import asyncio, json, sys
    from concurrent.futures import ThreadPoolExecutor
    from edgegap_client import AsyncEdgegap, Edgegap
    from edgegap_client._async import active_count as async_count
    from edgegap_client._core import ceiling
    from edgegap_client._runtime import redis_ceiling, replicas
    from edgegap_client._sync import active_count as sync_count

    redis, kind, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
    # How fast this machine is, is not what is tested.
    replicas.COMMAND_SECONDS = async_count.THREAD_SECONDS = sync_count.THREAD_SECONDS = 20.0
    ceiling.LISTED_WITHIN_SECONDS = redis_ceiling.LISTED_WITHIN_SECONDS = seconds
    redis_ceiling.RENEWAL_SECONDS, redis_ceiling.LEASE_SECONDS = seconds / 3, seconds * 4 / 3
    order = {"application": "my-game", "version": "v1", "users": ["203.0.113.7"]}
    options = {"replicas": redis, "poll_interval": 0.2}

    def say(words):
        print(json.dumps(words), flush=True)

    def names(outcomes):
        return [type(each).__name__ for each in outcomes]

    def in_threads():
        with Edgegap("11112222-3333", **options) as edgegap, ThreadPoolExecutor(20) as threads:
            edgegap.deployments.list_page()
            say("ready")
            for line in sys.stdin:
                given = json.loads(line)
                if "stop" in given:
                    say(names([edgegap.deployments.stop(given["stop"])]))
                    continue
                each = {**order, "max_active": given["max_active"]}
                launches = [threads.submit(edgegap.deployments.launch, **each) for _ in range(given["launch"])]
                say(names(each.exception() or each.result() for each in launches))

    async def in_a_loop():
        async with AsyncEdgegap("11112222-3333", **options) as edgegap:
            await edgegap.deployments.list_page()
            say("ready")
            while line := await asyncio.to_thread(sys.stdin.readline):
                given = json.loads(line)
                if "stop" in given:
                    say(names([await edgegap.deployments.stop(given["stop"])]))
                    continue
                each = {**order, "max_active": given["max_active"]}
                launches = [edgegap.deployments.launch(**each) for _ in range(given["launch"])]
                say(names(await asyncio.gather(*launches, return_exceptions=True)))

    if kind == "sync":
        in_threads()
    else:
        asyncio.run(in_a_loop())
"""


class Processes:
    """Processes with a client each, which launch and stop on command.

    Args:
        redis_server: What they share.
        service: Where they launch.
        kinds: `sync` or `async`, for each.
        seconds: How long a deployment counts by its launch.
    """

    def __init__(
        self,
        redis_server: RunningRedis,
        service: LaggingService,
        *kinds: str,
        seconds: float = module.LISTED_WITHIN_SECONDS,
    ) -> None:
        url = f"redis://127.0.0.1:{redis_server.port}"
        self.running = [
            subprocess.Popen(
                [sys.executable, "-c", textwrap.dedent(PROGRAM), url, kind, str(seconds)],
                cwd=ROOT,
                env={**os.environ, "EDGEGAP_BASE_URL": service.url, "PYTHONPATH": str(ROOT)},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
            for kind in kinds
        ]
        for number in range(len(kinds)):
            assert self.heard(number) == "ready"
        with redis_server.client() as client:
            wait_until(lambda: client.zcard("edgegap:replicas") == len(kinds))

    def say(self, number: int, **words: Any) -> None:
        stream = self.running[number].stdin
        assert stream
        stream.write(json.dumps(words) + "\n")
        stream.flush()

    def heard(self, number: int) -> Any:
        stream = self.running[number].stdout
        assert stream
        return json.loads(stream.readline())

    def launch(self, *numbers: int, launch: int = 10, max_active: int | None = 20) -> dict[str, int]:
        """Let some launch at once. What became of the launches."""
        for number in numbers:
            self.say(number, launch=launch, max_active=max_active)
        return dict(Counter(word for number in numbers for word in self.heard(number)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self.running:
            process.kill()
            process.wait()
            assert process.stdin
            assert process.stdout
            process.stdin.close()
            process.stdout.close()


def wait_until(condition: Callable[[], object]) -> None:
    until = time.monotonic() + SLOW_SECONDS
    while not condition():
        assert time.monotonic() < until, "it does not come"
        time.sleep(0.02)


@pytest.mark.parametrize("lag", [LAG_SECONDS, 0.0])
def test_four_processes_that_launch_at_once_keep_one_ceiling(
    redis_server: RunningRedis, service: LaggingService, lag: float
) -> None:
    service.lag = lag
    with Processes(redis_server, service, "sync", "async", "sync", "async") as processes:
        assert processes.launch(0, 1, 2, 3) == {"Deployment": 20, "TooManyActive": 20}
        assert processes.launch(0, 1, 2, 3, launch=2) == {"TooManyActive": 8}
        assert service.max_running == 20
        # One that any of them stops makes room for one of any other, though lists show neither.
        processes.say(0, stop=service.running[0])
        processes.say(1, stop=service.running[1])
        assert processes.heard(0) == processes.heard(1) == ["DeploymentStopResponse"]
        wait_until(lambda: processes.launch(2, launch=1) == {"Deployment": 1})
        wait_until(lambda: processes.launch(3, launch=1) == {"Deployment": 1})
        assert processes.launch(0, 1, 2, 3, launch=2) == {"TooManyActive": 8}
        assert service.max_running == 20


def test_what_lists_show_of_other_processes_is_not_counted_twice(
    redis_server: RunningRedis, service: LaggingService
) -> None:
    service.lag = 0.0
    with Processes(redis_server, service, "sync", "async") as processes:
        assert processes.launch(0, launch=3, max_active=6) == {"Deployment": 3}
        assert processes.launch(1, launch=5, max_active=6) == {"Deployment": 3, "TooManyActive": 2}


def test_processes_with_several_ceilings_and_those_of_others(
    redis_server: RunningRedis, service: LaggingService
) -> None:
    service.add()
    wait_until(lambda: service.shown)
    with Processes(redis_server, service, "sync", "async") as processes:
        assert processes.launch(0, launch=3, max_active=None) == {"Deployment": 3}
        assert processes.launch(1, launch=3, max_active=5) == {"Deployment": 1, "TooManyActive": 2}
        assert processes.launch(0, 1, launch=5, max_active=9) == {"Deployment": 4, "TooManyActive": 6}
        assert processes.launch(1, launch=1, max_active=5) == {"TooManyActive": 1}


def test_launches_of_a_killed_process_count_until_lists_decide(
    redis_server: RunningRedis, service: LaggingService
) -> None:
    service.lag, seconds = 1.0, 6.0
    with Processes(redis_server, service, "async", "sync", seconds=seconds) as processes:
        service.is_silent = True
        processes.say(0, launch=5, max_active=8)
        wait_until(lambda: len(service.running) == 5)  # the create requests have no response yet
        killed_at = time.monotonic()
        processes.running[0].kill()
        service.is_silent = False
        assert processes.launch(1, launch=5, max_active=8) == {"Deployment": 3, "TooManyActive": 2}
        for name in service.running[:5]:
            service.end(name)  # as a recovery does
        # Nobody knows that they have ended, but they count no more than by their lease.
        wait_until(lambda: processes.launch(1, launch=1, max_active=4) == {"Deployment": 1})
        assert time.monotonic() - killed_at > seconds - service.lag
        assert service.max_running == 8


def test_while_redis_is_away_each_process_counts_alone_and_shares_again(
    redis_server: RunningRedis, service: LaggingService, tmp_path: Path
) -> None:
    with Processes(redis_server, service, "sync", "async") as processes:
        assert processes.launch(0, launch=2, max_active=4) == {"Deployment": 2}
        redis_server.process.kill()
        redis_server.process.wait()
        assert processes.launch(0, launch=3, max_active=4) == {"Deployment": 2, "TooManyActive": 1}
        assert processes.launch(1, launch=1, max_active=5) == {"Deployment": 1}
        with running_redis(tmp_path, redis_server.port) as again, again.client() as client:
            wait_until(lambda: sum(client.hlen(key) for key in client.keys("edgegap:ceiling:*")) == 5)
            assert processes.launch(0, 1, launch=3, max_active=6) == {"Deployment": 1, "TooManyActive": 5}


def test_a_permission_that_nobody_waits_for_is_returned(redis_server: RunningRedis, service: LaggingService) -> None:
    async def launch() -> None:
        replicas = Replicas(f"redis://127.0.0.1:{redis_server.port}")
        async with AsyncEdgegap(TOKEN, base_url=service.url, replicas=replicas) as edgegap:
            await edgegap.deployments.list_page()
            count = (await edgegap.deployments._watching()).active_count
            for index in range(30):
                waiting = asyncio.create_task(count.begin(f"launch-{index:012d}", 1, time.monotonic() + 60))
                await asyncio.sleep(index * 0.003)
                waiting.cancel()
                await asyncio.gather(waiting, return_exceptions=True)
                edgegap._ceiling.nothing_created(f"launch-{index:012d}")
            deadline = time.monotonic() + SLOW_SECONDS
            while True:
                try:
                    await edgegap.deployments.launch(**ORDER, max_active=1)
                    break
                except TooManyActive:
                    assert time.monotonic() < deadline
        replicas.close()

    asyncio.run(launch())
    assert service.max_running == 1


# --- Without I/O ---------------------------------------------------------------------------------------------------


@pytest.fixture
def moved_clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The monotonic clock of the module, in an item that a test may change."""
    now = [1000.0]

    class Clock:
        @staticmethod
        def monotonic() -> float:
            return now[0]

    monkeypatch.setattr(module, "time", Clock)
    return now


def ask(name: str, max_active: int) -> Ask:
    return Ask(f"launch-{name}", max_active, until=5000.0)


def test_lists_decide_once_they_surely_show_a_deployment(moved_clock: list[float]) -> None:
    ceiling = Ceiling()
    (first,) = ceiling.take(ceiling.seen(), 0, [ask("a", 1)])
    assert first.is_granted
    ceiling.created("launch-a", "1a2b")
    ceiling.leave_to_list("launch-a", moved_clock[0])
    moved_clock[0] += module.LISTED_WITHIN_SECONDS - 0.1
    before = ceiling.seen()
    assert set(before.names) == {"launch-a"}
    moved_clock[0] += 0.2
    assert not ceiling.seen().names
    # The list was read without it, so it counts, also when nothing is known of it any more.
    ceiling.open("launch-b", 0.0)
    assert [each.is_granted for each in ceiling.take(before, 0, [ask("c", 1)])] == [False]


def test_who_began_while_the_list_was_read_may_be_in_it(moved_clock: list[float]) -> None:
    ceiling = Ceiling()
    seen = ceiling.seen()
    moved_clock[0] += 1
    ceiling.open("launch-a", moved_clock[0])
    (verdict,) = ceiling.take(seen, 1, [ask("b", 2)])
    assert not verdict.is_granted
    assert not verdict.is_certain
    (verdict,) = ceiling.take(ceiling.seen(), 0, [ask("b", 2)])
    assert verdict.is_granted


def test_what_has_ended_counts_no_more_but_is_left_out(moved_clock: list[float]) -> None:
    ceiling = Ceiling()
    ceiling.open("launch-a", 2000.0)
    ceiling.created("launch-a", "1a2b")
    ceiling.stopping("1a2b", "1a2b")
    assert ceiling.seen().names["launch-a"].is_stopping
    assert [each.is_granted for each in ceiling.take(ceiling.seen(), 0, [ask("b", 1)])] == [False]
    ceiling.over("1a2b")
    ceiling.stopping("1a2b", "1a2b")  # late
    assert not ceiling.seen().names["launch-a"].counts
    assert [each.is_granted for each in ceiling.take(ceiling.seen(), 0, [ask("b", 1)])] == [True]
    moved_clock[0] += module.LISTED_WITHIN_SECONDS
    assert set(ceiling.seen().names) == {"launch-b"}


def test_a_launch_that_was_interrupted_counts_no_longer_than_it_may_take(moved_clock: list[float]) -> None:
    ceiling = Ceiling()
    ceiling.open("launch-a", moved_clock[0] + 300)
    moved_clock[0] += 300 + module.LISTED_WITHIN_SECONDS
    assert not ceiling.seen().names


def test_many_threads_are_granted_no_more_than_allowed() -> None:
    organisation = Organisation("https://api.example.com", Secret(TOKEN))
    granted: list[bool] = []
    barrier = threading.Barrier(8)

    def take(number: int) -> None:
        barrier.wait()
        for index in range(50):
            ceiling = Organisation("https://api.example.com", Secret(TOKEN)).ceiling
            asked = Ask(f"launch-{number}-{index}", 100, time.monotonic() + 60)
            granted.append(ceiling.take(ceiling.seen(), 0, [asked])[0].is_granted)

    threads = [threading.Thread(target=take, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(granted) == 100
    assert len(organisation.ceiling.all()) == 100
