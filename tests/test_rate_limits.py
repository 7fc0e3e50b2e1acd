"""Documented rate limits are kept before the server has to complain: fairly, by all clients of an organisation."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import textwrap
import time
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import httpx
import pytest

from edgegap_client import AsyncEdgegap, ConfigurationError, Edgegap, EdgegapError, Outcome, RateLimitedError
from edgegap_client._core import rate_limiter as limits_module
from edgegap_client._core.operation import Operation as ClientOperation
from edgegap_client._core.rate_limiter import SLOWEST, WINDOW, Limit, Limits, Turn
from edgegap_client._runtime.sync_runtime import Runtime
from edgegap_client.rate_limits import AsyncRedisRateLimits, RedisRateLimits

from .conftest import TOKEN
from .spec import OPERATIONS, SPEC, call_of
from .test_retries import KINDS, Answer, Seen, Server, failure_of, perform, reply

SPEEDY: Final = 0.2
DEPLOYMENTS: Final = reply(body={"data": [], "total_count": 0, "pagination": {}})
RATE: Final = 10  # of list_deployments


def list_deployments(edgegap: Any) -> Any:
    return edgegap.deployments.list_page()


def limit_of(edgegap: Edgegap | AsyncEdgegap, operation: str = "list_deployments") -> Limit:
    return edgegap._limits.of(ClientOperation(operation, "GET", "/v1/deployments", "deployments", rate_limit=RATE))


def use_up(edgegap: Edgegap | AsyncEdgegap) -> None:
    """Take all slots of the next second."""
    for _ in range(RATE):
        assert limit_of(edgegap).take(0) == 0


def most_in_a_second(moments: Iterable[float]) -> int:
    """The most moments that any window of one second holds."""
    ordered = sorted(moments)
    return max(bisect_left(ordered, start + 1.0) - index for index, start in enumerate(ordered))


# --- Slots, by a clock of the test's own -------------------------------------------------------------------------


@dataclass
class Clock:
    now: float = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(limits_module, "time", SimpleNamespace(monotonic=made.monotonic))
    return made


@pytest.mark.parametrize("rate", [1, 2, 10, 40])
def test_the_first_requests_of_a_second_go_at_once_and_the_next_waits_for_the_oldest(rate: int, clock: Clock) -> None:
    limit = Limit(rate)
    assert [limit.take(60) for _ in range(rate)] == [0] * rate
    assert [limit.take(60) for _ in range(rate)] == [pytest.approx(WINDOW)] * rate
    clock.now += 2 * WINDOW + 0.001
    assert [limit.take(60) for _ in range(rate)] == [0] * rate


@pytest.mark.parametrize("seed", range(40))
def test_no_second_ever_holds_more_requests_than_allowed_and_nobody_overtakes(seed: int, clock: Clock) -> None:
    """Whatever is asked for, given back and slowed down."""
    chance = random.Random(seed)
    limit = Limit(chance.choice((1, 3, 10, 40)))
    slots: list[float] = []
    in_order: list[float] = []
    for _ in range(400):
        clock.now += chance.choice((0, 0, 0, 0.001, chance.uniform(0, 0.3), chance.uniform(0, 3)))
        longest = chance.choice((0, 0.5, 5, 60))
        had_returned = bool(limit._returned)
        wait = limit.take(longest)
        if wait <= longest:
            assert wait >= 0
            slots.append(clock.now + wait)
            if not had_returned:
                in_order.append(slots[-1])
        ahead = [slot for slot in slots if slot > clock.now]
        if ahead and chance.random() < 0.2:
            given = chance.choice(ahead)
            slots.remove(given)
            limit.give_back(given)
        if chance.random() < 0.02:
            limit.slow_down(chance.uniform(0, 2))
    assert most_in_a_second(slots) <= limit.rate
    assert all(first <= second for first, second in pairwise(in_order))


def test_a_request_begins_a_second_after_the_answer_to_the_one_that_it_follows(clock: Clock) -> None:
    """Requests that leave a second apart may arrive closer together when the first was slow on its way."""
    limit = Limit(2)
    slow, quick, third, fourth = (Turn() for _ in range(4))
    assert [limit.begin(slow), limit.begin(quick)] == [0, 0]
    clock.now += 0.1
    quick.answered()
    clock.now += 0.3
    slow.answered()
    assert [limit.begin(third), limit.begin(fourth)] == [pytest.approx(0.7), pytest.approx(1.0)]
    clock.now += 0.71
    # In the order of asking, whoever looks first.
    assert limit.begin(fourth) == pytest.approx(0.29)
    assert limit.begin(third) == 0
    clock.now += 0.3
    assert limit.begin(fourth) == 0


def test_an_answer_that_does_not_come_holds_the_next_request_up_for_a_second_and_a_half_at_most(clock: Clock) -> None:
    limit = Limit(1)
    limit.begin(Turn())
    following, cancelled = Turn(), Turn()
    assert limit.begin(cancelled) == pytest.approx(1.5)
    limit.leave(cancelled)
    assert limit.begin(following) == pytest.approx(1.5)
    clock.now += 1.51
    assert limit.begin(following) == 0


def test_a_slot_that_is_given_back_goes_to_the_next_who_asks(clock: Clock) -> None:
    limit = Limit(2)
    waits = [limit.take(60) for _ in range(4)]
    limit.give_back(clock.now + waits[2])
    assert limit.take(60) == pytest.approx(WINDOW)
    assert limit.take(60) == pytest.approx(2 * WINDOW)


def test_a_slot_that_is_given_back_too_late_is_nobodys(clock: Clock) -> None:
    limit = Limit(1)
    limit.take(60)
    slot = clock.now + limit.take(60)
    clock.now = slot + 0.5
    limit.give_back(slot)
    assert limit.take(60) == pytest.approx(WINDOW - 0.5)


def test_who_will_not_wait_takes_nothing(clock: Clock) -> None:
    limit = Limit(1)
    limit.take(0)
    assert [limit.take(0.5) for _ in range(3)] == [pytest.approx(WINDOW)] * 3
    assert limit.take(WINDOW + 0.01) == pytest.approx(WINDOW)
    assert limit.take(60) == pytest.approx(2 * WINDOW)


def test_a_complaint_of_the_server_pauses_then_slows_and_is_slowly_forgotten(clock: Clock) -> None:
    limit = Limit(1)
    limit.take(60)
    limit.slow_down(10)
    assert limit.take(60) == pytest.approx(10)
    clock.now += 10
    gaps: list[float] = []
    for _ in range(60):
        wait = limit.take(600)
        gaps.append(wait)
        clock.now += wait
    assert gaps[0] > WINDOW * 1.4
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[-1] == pytest.approx(WINDOW)


def test_many_complaints_slow_down_no_further_than_the_slowest(clock: Clock) -> None:
    limit = Limit(1)
    for _ in range(100):
        limit.slow_down(0)
    limit.take(60)
    assert limit.take(60) <= WINDOW * SLOWEST


def test_a_complaint_also_holds_back_slots_that_were_given_back(clock: Clock) -> None:
    limit = Limit(1)
    limit.take(60)
    limit.give_back(clock.now + limit.take(60))
    limit.slow_down(30)
    assert limit.take(60) >= 30


def test_threads_share_a_limit_without_taking_a_slot_twice() -> None:
    limit = Limit(40)
    with ThreadPoolExecutor(8) as threads:
        taken = [threads.submit(lambda: time.monotonic() + limit.take(600)) for _ in range(400)]
        slots = [future.result() for future in taken]
    assert most_in_a_second(slots) <= 40


# --- Which operations --------------------------------------------------------------------------------------------

DOCUMENTED: Final = {
    item["operationId"]: item["x-edgegap-rate-limit"]
    for methods in SPEC["paths"].values()
    for method, item in methods.items()
    if method != "parameters" and "x-edgegap-rate-limit" in item
}


def test_limited_are_exactly_the_operations_that_the_specification_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: dict[str, float | None] = {}
    of = Limits.of

    def noting(limits: Limits, operation: ClientOperation) -> Limit:
        counted[operation.id] = operation.rate_limit
        return of(limits, operation)

    monkeypatch.setattr(Limits, "of", noting)
    sent: list[str] = []

    def refuse(request: httpx.Request) -> httpx.Response:
        sent.append(request.method)
        return httpx.Response(418)

    with Edgegap(TOKEN, transport=httpx.MockTransport(refuse)) as edgegap:
        for operation in OPERATIONS.values():
            call = call_of(operation)
            method = getattr(getattr(edgegap, operation.tag), operation.method_name)
            with pytest.raises(EdgegapError):
                result = method(*call.positional, **call.options, **call.fields)
                result.collect()  # of a list, which is lazy
    assert len(sent) == len(OPERATIONS)
    assert counted == DOCUMENTED
    assert len(DOCUMENTED) >= 6


# --- Clients -----------------------------------------------------------------------------------------------------


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(DEPLOYMENTS) as running:
        yield running


@pytest.mark.parametrize("kind", KINDS)
def test_a_call_waits_for_its_turn(kind: str, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits_module, "WINDOW", SPEEDY)

    def three_windows(edgegap: Edgegap) -> None:
        with ThreadPoolExecutor(2 * RATE + 1) as threads:
            for future in [threads.submit(list_deployments, edgegap) for _ in range(2 * RATE + 1)]:
                future.result()

    async def three_windows_async(edgegap: AsyncEdgegap) -> None:
        await asyncio.gather(*(list_deployments(edgegap) for _ in range(2 * RATE + 1)))

    started = time.monotonic()
    perform(kind, three_windows if kind == "sync" else three_windows_async, base_url=server.url)
    after = [seen.at - started for seen in server.seen]
    assert len(after) == 2 * RATE + 1
    assert after[RATE] >= SPEEDY
    assert after[2 * RATE] >= 2 * SPEEDY


async def test_turns_come_in_the_order_of_asking(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits_module, "WINDOW", 0.03)
    monkeypatch.setattr(limits_module, "SECOND", 0.03)
    limit = Limit(1)
    async with AsyncEdgegap(TOKEN, base_url=server.url) as edgegap:
        monkeypatch.setattr(edgegap._limits, "of", lambda operation: limit)  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
        asked = [edgegap.deployments.list_page(page=number) for number in range(1, 8)]
        await asyncio.gather(*asked)
    pages = [re.findall(r"page=(\d)", seen.path)[0] for seen in server.seen]
    assert pages == list("1234567")


async def test_all_clients_with_the_same_token_share_their_limits_sync_and_async(server: Server) -> None:
    with Edgegap(TOKEN, base_url=server.url) as one, Edgegap(f"token {TOKEN}", base_url=f"{server.url}/") as two:
        async with AsyncEdgegap(TOKEN, base_url=server.url, rate_limits="raise") as three:
            assert limit_of(one) is limit_of(two) is limit_of(three)
            use_up(one)
            with pytest.raises(RateLimitedError):
                await list_deployments(three)
            with pytest.raises(RateLimitedError):
                list_deployments(two.with_options(rate_limits="raise"))
    assert not server.seen


def test_other_tokens_other_services_and_other_operations_have_limits_of_their_own(server: Server) -> None:
    with (
        Edgegap(TOKEN, base_url=server.url) as one,
        Edgegap("9999-8888-7777", base_url=server.url) as other,
        Edgegap(TOKEN, base_url="http://127.0.0.1:1") as elsewhere,
    ):
        limits = {id(limit_of(one)), id(limit_of(other)), id(limit_of(elsewhere)), id(limit_of(one, "list_hosts"))}
        assert len(limits) == 4
        use_up(one)
        list_deployments(other.with_options(rate_limits="raise"))
    assert len(server.seen) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_raise_refuses_at_once_and_sends_nothing(kind: str, server: Server) -> None:
    with Edgegap(TOKEN, base_url=server.url) as other:
        use_up(other)
        error = failure_of(kind, list_deployments, base_url=server.url, rate_limits="raise", max_retries=5)
    assert isinstance(error, RateLimitedError)
    assert error.outcome is Outcome.NOT_SENT
    assert error.retry_after == pytest.approx(WINDOW, abs=0.3)
    assert (error.operation, error.method, error.path) == ("list_deployments", "GET", "/v1/deployments")
    assert (error.attempts, error.status) == (0, None)
    assert error.elapsed < 0.4
    assert "10 requests a second" in str(error)
    assert not server.seen


@pytest.mark.parametrize("kind", KINDS)
def test_off_does_not_count(kind: str, server: Server) -> None:
    with Edgegap(TOKEN, base_url=server.url) as other:
        use_up(other)
        for _ in range(2):
            perform(kind, list_deployments, base_url=server.url, rate_limits="off", timeout=0.5)
        assert limit_of(other).take(0) == pytest.approx(WINDOW, abs=0.6)
    assert len(server.seen) == 2


def test_anything_else_than_wait_raise_and_off_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="'wait', 'raise' or 'off'"):
        Edgegap(TOKEN, rate_limits="never")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("kind", KINDS)
def test_a_turn_beyond_the_deadline_is_not_waited_for(kind: str, server: Server) -> None:
    with Edgegap(TOKEN, base_url=server.url) as other:
        use_up(other)
        error = failure_of(kind, list_deployments, base_url=server.url, timeout=0.5)
        assert isinstance(error, RateLimitedError)
        assert error.outcome is Outcome.NOT_SENT
        assert error.retry_after == pytest.approx(WINDOW, abs=0.3)
        assert error.elapsed < 0.4
        # And nobody's turn was taken by it.
        assert limit_of(other).take(0) < WINDOW
    assert not server.seen


async def test_a_waiter_that_is_cancelled_gives_its_turn_to_the_next(server: Server) -> None:
    async with AsyncEdgegap(TOKEN, base_url=server.url) as edgegap:
        use_up(edgegap)
        waiting = [asyncio.create_task(list_deployments(edgegap)) for _ in range(RATE)]
        await asyncio.sleep(0)
        assert limit_of(edgegap).take(0) > WINDOW
        waiting[3].cancel()
        await asyncio.wait((waiting[3],))
        assert limit_of(edgegap).take(0) <= WINDOW
        for task in waiting:
            task.cancel()
        await asyncio.wait(waiting)
    assert not server.seen


def test_a_waiter_that_is_interrupted_gives_its_turn_to_the_next(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(runtime: Runtime, seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Runtime, "sleep", interrupt)
    with Edgegap(TOKEN, base_url=server.url) as edgegap:
        use_up(edgegap)
        for _ in range(3 * RATE):
            with pytest.raises(KeyboardInterrupt):
                list_deployments(edgegap)
        assert limit_of(edgegap).take(0) <= WINDOW
    assert not server.seen


@pytest.mark.parametrize("asked", ["30", None], ids=["for as long as it says", "for a second"])
def test_when_the_server_complains_all_clients_of_the_organisation_pause(asked: str | None) -> None:
    with (
        Server(reply(429, retry_after=asked)) as server,
        Edgegap(TOKEN, base_url=server.url, max_retries=0) as one,
        Edgegap(TOKEN, base_url=server.url, rate_limits="raise") as other,
    ):
        with pytest.raises(RateLimitedError):
            list_deployments(one)
        with pytest.raises(RateLimitedError) as raised:
            list_deployments(other)
        assert raised.value.retry_after == pytest.approx(30 if asked else 1, abs=0.5)
        assert limit_of(other)._slowness > 1
        with pytest.raises(RateLimitedError):  # of the server's: an operation without a limit goes on
            other.with_options(max_retries=0).applications.get("my-game")
    assert len(server.seen) == 2


async def test_who_waits_already_also_heeds_a_complaint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits_module, "WINDOW", SPEEDY)
    with Server(*[reply(429, retry_after="30")] * RATE, DEPLOYMENTS) as server:
        async with AsyncEdgegap(TOKEN, base_url=server.url, max_retries=0) as edgegap:
            calls = [asyncio.create_task(list_deployments(edgegap)) for _ in range(2 * RATE)]
            await asyncio.sleep(2 * SPEEDY)
            for call in calls:
                call.cancel()
            await asyncio.wait(calls)
            for call in calls:
                assert call.cancelled() or isinstance(call.exception(), RateLimitedError)
    assert len(server.seen) == RATE


@pytest.mark.parametrize("kind", KINDS)
def test_a_call_that_met_a_complaint_is_repeated_after_the_pause_it_asked_for(kind: str) -> None:
    with Server(reply(429, retry_after="0.3"), DEPLOYMENTS) as server:
        perform(kind, list_deployments, base_url=server.url)
    first, second = server.seen
    assert 0.29 < second.at - first.at < 0.6


def test_the_registry_holds_no_token_and_forgets_who_is_gone() -> None:
    registry = limits_module._shared
    gc.collect()
    before = set(registry)
    edgegap = Edgegap(TOKEN)
    limit_of(edgegap)
    limit_of(edgegap.with_options(max_retries=0))
    added = set(registry) - before
    assert len(added) == 1
    assert TOKEN not in str(added)
    assert TOKEN not in str(vars(edgegap._limits))
    edgegap.close()
    del edgegap
    gc.collect()
    assert set(registry) == before


# --- Redis -------------------------------------------------------------------------------------------------------


@dataclass
class RunningRedis:
    """A Redis server of the test's own."""

    port: int
    process: subprocess.Popen[bytes]

    def client(self, **options: Any) -> Any:
        import redis
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        return redis.Redis(port=self.port, socket_timeout=1, retry=Retry(NoBackoff(), 0), **options)

    def async_client(self, **options: Any) -> Any:
        import redis.asyncio
        from redis.asyncio.retry import Retry
        from redis.backoff import NoBackoff

        return redis.asyncio.Redis(port=self.port, socket_timeout=1, retry=Retry(NoBackoff(), 0), **options)


@pytest.fixture(scope="module")
def _redis_is_installed() -> None:
    pytest.importorskip("redis", reason='the package redis is not installed: pip install "edgegap-client[redis]"')
    if shutil.which("redis-server") is None:
        pytest.skip("redis-server is not installed, so limits shared by Redis are not tested")


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def redis_server(_redis_is_installed: None, tmp_path: Path) -> Iterator[RunningRedis]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        until = time.monotonic() + 5
        while not listens(port):
            assert time.monotonic() < until, "redis-server does not start"
            time.sleep(0.01)
        yield RunningRedis(port, process)
        process.kill()


def taking(shared: RedisRateLimits, limit: Limit, longest: float = 60.0) -> float:
    return shared.take("organisation:operation", limit, longest)


def test_redis_keeps_the_same_rule(redis_server: RunningRedis) -> None:
    with redis_server.client() as redis:
        shared = RedisRateLimits(redis)
        limit = Limit(3)
        assert [taking(shared, limit) for _ in range(3)] == [0, 0, 0]
        waits = [taking(shared, limit) for _ in range(3)]
        assert waits == [pytest.approx(WINDOW, abs=0.1)] * 3
        assert taking(shared, limit, 1.5) > 2  # not taken
        assert taking(shared, limit) == pytest.approx(2 * WINDOW, abs=0.1)
        shared.give_back("organisation:operation", waits[1])
        assert taking(shared, limit) == pytest.approx(WINDOW, abs=0.1)
        shared.slow_down("organisation:operation", 30)
        shared.slow_down("organisation:operation", 3)  # does not shorten it
        assert taking(shared, limit) == pytest.approx(30, abs=0.1)
        assert shared.take("organisation:other", limit, 0) == 0


def test_times_in_redis_keep_their_microseconds(redis_server: RunningRedis) -> None:
    with redis_server.client(decode_responses=True) as redis:
        shared = RedisRateLimits(redis, prefix="p")
        limit = Limit(40)
        for _ in range(40):
            taking(shared, limit)
        times = redis.lrange("p:{organisation:operation}:taken", 0, -1)
        assert all(re.fullmatch(r"\d{10}\.\d{6}", moment) for moment in times)
        # Lua writes a number with 14 digits unless told otherwise, so the last two would always be 0.
        assert len({moment[-2:] for moment in times}) > 5
        shared.give_back("organisation:operation", 5.123456)
        ((_, score),) = redis.zrange("p:{organisation:operation}:returned", 0, -1, withscores=True)
        assert 5 < score - time.time() < 5.2
        shared.slow_down("organisation:operation", 5)
        assert re.fullmatch(r"\d{10}\.\d{6}", redis.get("p:{organisation:operation}:pause"))


@pytest.mark.parametrize("decoding", [True, False])
async def test_keys_in_redis_expire_and_hold_no_token(
    redis_server: RunningRedis, server: Server, decoding: bool
) -> None:
    async_redis = redis_server.async_client(decode_responses=decoding)
    with redis_server.client(decode_responses=decoding) as redis:
        shared = RedisRateLimits(redis)
        with Edgegap(TOKEN, base_url=server.url, shared_limits=shared, max_retries=0) as edgegap:
            for _ in range(RATE):
                list_deployments(edgegap)
        with Server(reply(429, retry_after="30")) as complaining:
            error = failure_of("sync", list_deployments, base_url=complaining.url, shared_limits=shared, max_retries=0)
            assert isinstance(error, RateLimitedError)
        shared_async = AsyncRedisRateLimits(async_redis)
        async with AsyncEdgegap(TOKEN, base_url=server.url, shared_limits=shared_async) as twin:
            with pytest.raises(RateLimitedError):
                await list_deployments(twin.with_options(rate_limits="raise"))
            waiting = asyncio.create_task(list_deployments(twin))
            await asyncio.sleep(0.2)
            waiting.cancel()
            await asyncio.wait((waiting,))
        await async_redis.aclose()
        keys = redis.keys()
        assert {str(key).rsplit(":", 1)[1].rstrip("'") for key in keys} == {"taken", "returned", "pause"}
        for key in keys:
            assert 0 < redis.pttl(key) <= 31_000
            assert TOKEN not in str(key)
            assert TOKEN not in str(redis.dump(key) if not decoding else "")
    assert len(server.seen) == RATE


# Each makes its connections before it counts, so that making them does not shift what the server sees.
SHARING: Final = {
    "sync": """
        limits = RedisRateLimits(redis.Redis(port=port))
        with Edgegap("11112222-3333", shared_limits=limits) as edgegap, ThreadPoolExecutor(12) as threads:
            list(threads.map(lambda number: edgegap.applications.get("my-game"), range(12)))
            wait_for_start()
            list(threads.map(lambda number: edgegap.deployments.list_page(), range(12)))
        """,
    "async": """
        async def main():
            async with redis.asyncio.Redis(port=port) as client:
                limits = AsyncRedisRateLimits(client)
                async with AsyncEdgegap("11112222-3333", shared_limits=limits) as edgegap:
                    await asyncio.gather(*(edgegap.applications.get("my-game") for _ in range(12)))
                    wait_for_start()
                    await asyncio.gather(*(edgegap.deployments.list_page() for _ in range(12)))

        asyncio.run(main())
        """,
}
SHARING_HEAD: Final = """
import asyncio, sys, redis, redis.asyncio
from concurrent.futures import ThreadPoolExecutor
from edgegap_client import AsyncEdgegap, Edgegap
from edgegap_client.rate_limits import AsyncRedisRateLimits, RedisRateLimits

port = int(sys.argv[1])

def wait_for_start():
    print("ready", flush=True)
    sys.stdin.readline()
"""


def test_processes_share_one_budget_in_redis(redis_server: RunningRedis) -> None:
    def answer(seen: Seen) -> Answer:
        return reply() if seen.path.startswith("/v1/app/") else DEPLOYMENTS

    with Server(answer) as server:
        processes = [
            subprocess.Popen(
                [sys.executable, "-c", SHARING_HEAD + textwrap.dedent(program), str(redis_server.port)],
                cwd=Path(__file__).resolve().parent.parent,
                env={**os.environ, "EDGEGAP_BASE_URL": server.url},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for program in SHARING.values()
        ]
        for process in processes:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
        for process in processes:
            process.communicate("start\n", timeout=10)
    assert [process.returncode for process in processes] == [0, 0]
    sent = [seen.at for seen in server.seen if seen.path == "/v1/deployments"]
    assert len(sent) == 24
    assert most_in_a_second(sent) == RATE  # apart, each would send its own 10 at once
    assert 2 * WINDOW <= max(sent) - min(sent) + 0.05 < 2 * WINDOW + 1


@pytest.mark.parametrize("kind", KINDS)
def test_without_redis_each_process_keeps_the_limits_by_itself_and_says_so(
    kind: str, redis_server: RunningRedis, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "redis-password-1234"
    redis_server.process.kill()
    redis_server.process.wait()

    def use(edgegap: Any) -> Any:
        list_deployments(edgegap)
        with pytest.raises(RateLimitedError):
            for _ in range(RATE):
                list_deployments(edgegap)

    async def use_async() -> None:
        async with redis_server.async_client(password=secret) as redis:
            options: dict[str, Any] = {"shared_limits": AsyncRedisRateLimits(redis), "rate_limits": "raise"}
            async with AsyncEdgegap(TOKEN, base_url=server.url, **options) as edgegap:
                await list_deployments(edgegap)
                with pytest.raises(RateLimitedError):
                    for _ in range(RATE):
                        await list_deployments(edgegap)

    with caplog.at_level(logging.INFO):
        if kind == "async":
            asyncio.run(use_async())
        else:
            with redis_server.client(password=secret) as redis:
                options: dict[str, Any] = {"shared_limits": RedisRateLimits(redis), "rate_limits": "raise"}
                perform(kind, use, base_url=server.url, **options)
    assert len(server.seen) == RATE
    # Said once, and Redis left alone for a while: each try may take its client seconds.
    assert [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING] == [
        "rate limits are kept by this process alone: Redis failed with ConnectionError"
    ]
    assert secret not in caplog.text
    assert TOKEN not in caplog.text


@pytest.mark.parametrize("kind", KINDS)
def test_a_complaint_is_not_hidden_by_a_redis_that_went_away(kind: str, redis_server: RunningRedis) -> None:
    redis_server.process.kill()
    redis_server.process.wait()

    async def complain_async(url: str) -> EdgegapError:
        async with redis_server.async_client() as redis:
            options: dict[str, Any] = {"shared_limits": AsyncRedisRateLimits(redis), "max_retries": 0}
            async with AsyncEdgegap(TOKEN, base_url=url, **options) as edgegap:
                with pytest.raises(RateLimitedError) as raised:
                    await list_deployments(edgegap)
        return raised.value

    with Server(reply(429)) as server:
        if kind == "async":
            error = asyncio.run(complain_async(server.url))
        else:
            with redis_server.client() as redis:
                error = failure_of(
                    kind, list_deployments, base_url=server.url, shared_limits=RedisRateLimits(redis), max_retries=0
                )
    assert error.status == 429


def test_a_redis_that_comes_back_is_used_again(redis_server: RunningRedis, monkeypatch: pytest.MonkeyPatch) -> None:
    failing = True
    with redis_server.client() as redis:

        class Wavering:
            def eval(self, script: str, numkeys: int, *keys_and_args: Any) -> Any:
                if failing:
                    raise ConnectionError
                return redis.eval(script, numkeys, *keys_and_args)

        shared = RedisRateLimits(Wavering())
        assert taking(shared, Limit(1)) == 0
        failing = False
        assert taking(shared, Limit(1)) == 0
        assert redis.keys() == []  # not yet
        monkeypatch.setattr(shared, "_left_alone_until", 0.0)
        assert taking(shared, Limit(1)) == 0
        assert len(redis.keys()) == 1


async def test_a_redis_that_never_answers_holds_a_call_no_longer_than_its_deadline(server: Server) -> None:
    class Hanging:
        async def eval(self, script: str, numkeys: int, *keys_and_args: Any) -> Any:
            await asyncio.sleep(60)

    limits = AsyncRedisRateLimits(Hanging())
    async with AsyncEdgegap(TOKEN, base_url=server.url, shared_limits=limits, timeout=0.2) as edgegap:
        async with asyncio.timeout(0.5):
            with pytest.raises(EdgegapError):
                await list_deployments(edgegap)
