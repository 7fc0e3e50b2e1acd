"""Processes share their rate limits in Redis: exactly in a burst, and each with its share while Redis fails."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import pytest

from edgegap_client import AsyncEdgegap, ConfigurationError, Edgegap, RateLimitedError
from edgegap_client._core import rate_limiter as limits_module
from edgegap_client._core.rate_limiter import Limit, Slot
from edgegap_client._runtime import replicas as module
from edgegap_client._runtime.redis_limits import share_limit
from edgegap_client._runtime.redis_scripts import SHARE
from edgegap_client._runtime.sync_signal import Signal
from edgegap_client.replicas import Replicas

from .all_clients import KINDS
from .conftest import TOKEN
from .servers.ports import unused_port
from .servers.redis import RunningRedis, running_redis
from .servers.responses import Answer, Seen, Server, reply
from .test_rate_limiter import most_in_a_window
from .test_retries import perform

ROOT: Final = Path(__file__).resolve().parent.parent
DEPLOYMENTS: Final = reply(body={"data": [], "total_count": 0, "pagination": {}})
RATE: Final = 10  # of list_deployments
# A machine that does other things as well is this slow; nothing here takes as long by itself.
SLOW_SECONDS: Final = 45.0


def list_deployments(edgegap: Any) -> Any:
    return edgegap.deployments.list_page()


def url_of(redis_server: RunningRedis) -> str:
    return f"redis://127.0.0.1:{redis_server.port}"


def wait_until(condition: Callable[[], object]) -> None:
    until = time.monotonic() + SLOW_SECONDS
    while not condition():
        assert time.monotonic() < until, "it does not come"
        time.sleep(0.01)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(DEPLOYMENTS) as running:
        yield running


@pytest.fixture
def long_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests of this process count for half a minute, so that nothing depends on how fast a test is."""
    monkeypatch.setattr(limits_module, "WINDOW_SECONDS", 30.0)


def warnings_in(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


class Replica:
    """A process as Redis sees it: a limit and an object of its own."""

    def __init__(self, redis_server: RunningRedis, rate: int = RATE, key: str = "organisation:operation") -> None:
        self.limits = Replicas(url_of(redis_server))
        self.limit = Limit(rate)
        share_limit(self.limits, key, self.limit)

    def __enter__(self) -> Replica:
        return self

    def __exit__(self, *_: object) -> None:
        self.limits.close()

    @property
    def thread(self) -> Any:
        return self.limits._threads[os.getpid()]

    def start(self, number: int = 1, *, ends: bool = True) -> list[Slot]:
        """Start so many requests, one after the other."""
        slots: list[Slot] = []
        for _ in range(number):
            wakeup = Signal()
            slot = Slot(wakeup)
            until = time.monotonic() + SLOW_SECONDS
            while wait := self.limit.take(slot, 60):
                assert time.monotonic() < until, "no slot"
                wakeup.wait(wait)
            slots.append(slot)
            if ends:
                slot.ended()
        return slots

    def tries(self) -> float:
        """Seconds until a request could start, as the store says; 0 if it has started."""
        wakeup = Signal()
        slot = Slot(wakeup, SLOW_SECONDS)
        while wait := self.limit.take(slot, 0):
            if not slot.waits_for_store:
                self.limit.give_back(slot)
                return wait
            wakeup.wait(wait)
        return 0.0


# --- Processes ---------------------------------------------------------------------------------------------------

PROGRAM: Final = """
    import asyncio, logging, sys, threading, time
    from edgegap_client import AsyncEdgegap, Edgegap
    from edgegap_client.replicas import Replicas

    class Lines(logging.Handler):
        def emit(self, record):
            if "Redis" in record.getMessage():
                print(record.levelname, record.getMessage(), flush=True)

    logging.getLogger("edgegap_client").addHandler(Lines())
    logging.getLogger("edgegap_client").setLevel(logging.INFO)
    limits = Replicas(sys.argv[1])
    kind, calls = sys.argv[2], int(sys.argv[3])
    failures = []

    def wait_for_start():
        print("ready", flush=True)
        sys.stdin.readline()

    def in_threads():
        with Edgegap("11112222-3333", replicas=limits, timeout=60) as edgegap:
            edgegap.applications.get("my-game")
            wait_for_start()

            def call():
                try:
                    edgegap.deployments.create(application="a", version="v", users=["203.0.113.7"])
                except BaseException as error:
                    failures.append(repr(error))

            threads = [threading.Thread(target=call) for _ in range(calls)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

    async def in_a_loop():
        async with AsyncEdgegap("11112222-3333", replicas=limits, timeout=60) as edgegap:
            await edgegap.applications.get("my-game")
            wait_for_start()

            async def call():
                try:
                    await edgegap.deployments.create(application="a", version="v", users=["203.0.113.7"])
                except BaseException as error:
                    failures.append(repr(error))

            await asyncio.gather(*(call() for _ in range(calls)))

    if kind == "sync":
        in_threads()
    else:
        asyncio.run(in_a_loop())
    print("failures", failures[:3], flush=True)
    sys.stdin.readline()
"""
CREATES_A_SECOND: Final = 40


def answer(seen: Seen) -> Answer:
    return reply(body={"request_id": "1a2b3c"}, after=0.05) if seen.method == "POST" else reply()


class Processes:
    """Four processes that have a client and wait for the start; `lines` is what they have written.

    They stay when their calls are over, and look for Redis.
    """

    def __init__(self, redis_server: RunningRedis, server: Server, calls: int) -> None:
        self._running = [
            subprocess.Popen(
                [sys.executable, "-c", textwrap.dedent(PROGRAM), url_of(redis_server), kind, str(calls)],
                cwd=ROOT,
                env={**os.environ, "EDGEGAP_BASE_URL": server.url, "PYTHONPATH": str(ROOT)},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for kind in ("sync", "async", "sync", "async")
        ]
        self.lines: list[list[str]] = [[] for _ in self._running]
        self._readers = ThreadPoolExecutor(len(self._running))
        for process, lines in zip(self._running, self.lines, strict=True):
            self._readers.submit(self._read, process, lines)
        wait_until(lambda: all("ready" in lines for lines in self.lines))
        # As at a studio: they have run for a while.
        with Replica(redis_server) as counting:
            counting.limits.start()
            wait_until(lambda: counting.thread.replicas == 5)

    @staticmethod
    def _read(process: subprocess.Popen[str], lines: list[str]) -> None:
        assert process.stdout
        lines.extend(line.strip() for line in process.stdout)

    def start(self) -> None:
        for process in self._running:
            assert process.stdin
            process.stdin.write("start\n")
            process.stdin.flush()

    def have_all(self, text: str) -> bool:
        return all(any(text in line for line in lines) for lines in self.lines)

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._running:
            process.kill()
            process.wait()
        self._readers.shutdown()
        for process in self._running:
            assert process.stdin
            assert process.stdout
            process.stdin.close()
            process.stdout.close()


def creates(server: Server) -> list[float]:
    return [seen.at for seen in server.seen if seen.method == "POST"]


def test_four_processes_with_more_calls_than_connections_keep_one_limit(redis_server: RunningRedis) -> None:
    with Server(answer) as server, Processes(redis_server, server, 45) as processes:
        processes.start()
        wait_until(lambda: processes.have_all("failures"))
        assert processes.have_all("failures []"), processes.lines
        assert not any("WARNING" in line for lines in processes.lines for line in lines)
        assert len(creates(server)) == 180
        assert most_in_a_window(creates(server)) <= CREATES_A_SECOND
        # The limit is used from the start, and everybody ends: alone, each would have taken 2 s, or 18 with its share.
        assert most_in_a_window(creates(server)) >= CREATES_A_SECOND * 0.9


@pytest.mark.parametrize("failure", ["frozen", "killed"])
def test_while_redis_is_away_all_go_on_with_their_share_and_come_back(
    failure: str, redis_server: RunningRedis, tmp_path: Path
) -> None:
    with Server(answer) as server, Processes(redis_server, server, 45) as processes:
        processes.start()
        wait_until(lambda: len(creates(server)) >= 50)
        redis_server.process.send_signal(signal.SIGSTOP if failure == "frozen" else signal.SIGKILL)
        wait_until(lambda: processes.have_all(f"WARNING Redis at 127.0.0.1:{redis_server.port} failed"))
        before = len(creates(server))
        wait_until(lambda: len(creates(server)) >= before + 30)  # without Redis
        if failure == "frozen":
            redis_server.process.send_signal(signal.SIGCONT)
            wait_until(lambda: processes.have_all("works again: replicas share the rate limits"))
            wait_until(lambda: processes.have_all("failures"))
        else:
            redis_server.process.wait()
            with running_redis(tmp_path, redis_server.port):
                wait_until(lambda: processes.have_all("works again: replicas share the rate limits"))
                wait_until(lambda: processes.have_all("failures"))
        assert processes.have_all("failures []"), processes.lines
        for lines in processes.lines:
            # On a slow machine it may be lost again at once, which is no second warning.
            assert sum(line.startswith("WARNING") for line in lines) == 1
            assert any("with 1/4 of" in line or "with 1/5 of" in line for line in lines)
        assert len(creates(server)) == 180
        assert most_in_a_window(creates(server)) <= CREATES_A_SECOND


@pytest.mark.parametrize("failure", ["dies", "is demoted"])
def test_a_fail_over_is_one_warning_and_the_limit_holds(
    failure: str, redis_server: RunningRedis, tmp_path: Path
) -> None:
    """A replica of the Redis server is promoted, and gets its address."""
    with redis_server.client() as demoted:
        demoted.config_set("repl-diskless-sync-delay", 0)
    with (
        Server(answer) as server,
        running_redis(tmp_path, None, "--replicaof", "127.0.0.1", str(redis_server.port)) as replica,
        replica.client() as promoted,
        Processes(redis_server, server, 30) as processes,
    ):
        wait_until(lambda: promoted.info("replication")["master_link_status"] == "up")
        processes.start()
        wait_until(lambda: len(creates(server)) >= 50)
        if failure == "dies":
            redis_server.process.kill()
            redis_server.process.wait()
        else:
            with redis_server.client() as demoted:
                demoted.replicaof("127.0.0.1", replica.port)  # responds, but refuses to write
        wait_until(lambda: processes.have_all(f"WARNING Redis at 127.0.0.1:{redis_server.port} failed"))
        before = len(creates(server))
        wait_until(lambda: len(creates(server)) >= min(before + 15, 120))  # without Redis
        promoted.replicaof("NO", "ONE")
        if failure == "is demoted":
            redis_server.process.kill()
            redis_server.process.wait()
        promoted.config_set("port", redis_server.port)
        wait_until(lambda: processes.have_all("works again: replicas share the rate limits"))
        wait_until(lambda: processes.have_all("failures"))
        assert processes.have_all("failures []"), processes.lines
        for lines in processes.lines:
            assert sum(line.startswith("WARNING") for line in lines) == 1
        assert len(creates(server)) == 120
        assert most_in_a_window(creates(server)) <= CREATES_A_SECOND


# --- One object, many clients ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("long_windows")
def test_one_object_serves_threads_and_event_loops_sync_and_async(
    redis_server: RunningRedis, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    with Replicas(url_of(redis_server)) as limits:
        options: dict[str, Any] = {"base_url": server.url, "replicas": limits}

        async def in_loop() -> None:
            async with AsyncEdgegap(TOKEN, **options) as edgegap:
                await asyncio.gather(*(list_deployments(edgegap) for _ in range(2)))

        with Edgegap(TOKEN, **options) as edgegap, ThreadPoolExecutor(4) as threads:
            asyncio.run(in_loop())
            asyncio.run(in_loop())
            for future in (threads.submit(asyncio.run, in_loop()), threads.submit(list_deployments, edgegap)):
                future.result()
            list_deployments(edgegap)
            # What they have taken is taken for another process too.
            used = len(server.seen)
            assert used == 8
            with Replica(redis_server, key=f"{edgegap._organisation.digest}:list_deployments") as other:
                other.start(RATE - used)
                assert other.tries() > 0
    assert warnings_in(caplog) == []


@pytest.mark.usefixtures("long_windows")
@pytest.mark.parametrize("kind", KINDS)
def test_raise_knows_what_other_processes_use(kind: str, redis_server: RunningRedis, server: Server) -> None:
    async def refused(edgegap: AsyncEdgegap) -> None:
        with pytest.raises(RateLimitedError) as raised:
            await list_deployments(edgegap)
        assert 0 < (raised.value.retry_after or 0) <= 31

    def refused_sync(edgegap: Edgegap) -> None:
        with pytest.raises(RateLimitedError) as raised:
            list_deployments(edgegap)
        assert 0 < (raised.value.retry_after or 0) <= 31

    with Replicas(url_of(redis_server)) as limits:
        with Edgegap(TOKEN, base_url=server.url) as named:
            name = f"{named._organisation.digest}:list_deployments"
        with Replica(redis_server, key=name) as other:
            other.start(RATE, ends=False)
            call: Any = refused_sync if kind == "sync" else refused
            perform(kind, call, base_url=server.url, replicas=limits, rate_limits="raise")
    assert not server.seen


@pytest.mark.usefixtures("long_windows")
def test_a_forked_child_shares_as_a_process_of_its_own(redis_server: RunningRedis) -> None:
    with Replica(redis_server) as parent:
        parent.start(4, ends=False)
        child = os.fork()
        if not child:
            status = 1
            try:
                share_limit(parent.limits, "organisation:operation", parent.limit)
                parent.start(RATE - 4)
                status = 0 if parent.tries() > 0 and parent.thread.replicas >= 2 else 2
            finally:
                os._exit(status)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_process_that_closes_gives_its_slots_back_and_keeps_the_limit_by_itself(redis_server: RunningRedis) -> None:
    with Replica(redis_server) as one, Replica(redis_server) as two:
        one.start(RATE)
        first_ended = one.limit._state.get().counted[0]._until
        one.limits.close()
        two.start()
        assert time.monotonic() >= first_ended
        wait_until(lambda: two.thread.replicas == 1)
        share_limit(one.limits, "organisation:operation", one.limit)
        assert one.limit.lessor is None
        one.start()


# --- Fair shares, as the script gives them -----------------------------------------------------------------------


class Store:
    """The script, called as processes call it."""

    def __init__(self, redis: Any, rate: int = RATE) -> None:
        self.redis = redis
        self.rate = rate
        self.number = 0

    def share(self, name: str, held: int, wants: int, **others: Any) -> tuple[int, int]:
        """The capacity and the target of a process."""
        response = self.respond(name, held, wants, **others)
        return response[0], response[1]

    def respond(
        self,
        name: str,
        held: int,
        wants: int,
        *,
        pause: float = 0,
        replicas: int = 0,
        leaves_in: float = -1,
        number: int | None = None,
        recovery: float = 60,
    ) -> Any:
        self.number += 1
        number = self.number if number is None else number
        rules = (60.0, 60.0, recovery)
        arguments = (name, number, self.rate, held, wants, 1.0, pause, replicas, leaves_in, *rules)
        return self.redis.eval(SHARE, 1, "limit", *arguments)


@pytest.fixture
def store(redis_server: RunningRedis) -> Iterator[Store]:
    with redis_server.client() as redis:
        yield Store(redis)


def test_a_process_alone_has_the_whole_limit(store: Store) -> None:
    assert store.share("a", 0, 3) == (3, 3)
    assert store.share("a", 3, 250) == (RATE, RATE)
    assert store.share("b", 0, 1)[0] == 0


def test_who_waits_gets_a_fair_share_as_slots_become_free(store: Store) -> None:
    store.share("a", 0, 10)
    assert store.share("b", 0, 10) == (0, 5)
    assert store.share("a", 10, 10) == (10, 5)
    assert store.share("a", 7, 10) == (7, 5)
    assert store.share("b", 0, 10) == (3, 5)
    assert store.share("a", 5, 10) == (5, 5)
    assert store.share("b", 3, 10) == (5, 5)


def test_who_wants_little_gets_it_and_the_others_share_the_rest(store: Store) -> None:
    for name, wants in (("a", 1), ("b", 20), ("c", 20)):
        store.share(name, 0, wants)
    states = (("a", 1, 1), ("b", 9, 20), ("c", 0, 20))
    targets = {name: store.share(name, held, wants)[1] for name, held, wants in states}
    assert targets["a"] == 1
    assert sorted((targets["b"], targets["c"])) == [4, 5]


def test_a_slot_that_cannot_be_divided_goes_round(redis_server: RunningRedis) -> None:
    with redis_server.client() as redis:
        store = Store(redis, rate=1)
        names = ["a", "b", "c"]
        held = dict.fromkeys(names, 0)
        got: list[str] = []
        for _ in range(6):
            for name in names:
                held[name] = store.share(name, held[name], 1)[0]
            (holder,) = [name for name in names if held[name]]
            got.append(holder)
            held[holder] = store.share(holder, 0, 1)[0]
            assert held[holder] == 0  # others have waited for more time
        assert sorted(got) == ["a", "a", "b", "b", "c", "c"]
        assert len(set(got[:3])) == 3


def test_a_command_that_is_carried_out_late_changes_nothing(store: Store) -> None:
    store.share("a", 0, 4)
    late = store.number
    store.share("a", 2, 2)
    assert store.respond("a", 0, 10, number=late) is None
    assert store.share("b", 0, 10) == (8, 8)


def test_a_process_that_ends_says_until_when_its_requests_count(store: Store) -> None:
    store.share("a", 0, 10)
    store.respond("a", 10, 0, leaves_in=0.3)
    assert store.share("b", 0, 10)[0] == 0
    wait_until(lambda: store.share("b", 0, 10)[0] == 10)


def test_after_an_outage_all_keep_to_their_shares_for_a_while(store: Store) -> None:
    assert store.share("a", 2, 10, replicas=4) == (2, 2)
    assert store.share("b", 1, 10, replicas=2) == (2, 2)
    assert store.share("c", 5, 10) == (5, 3)
    assert store.share("d", 0, 10) == (1, 2)


def test_the_time_after_an_outage_ends(store: Store) -> None:
    store.share("a", 2, 10, replicas=4, recovery=0.2)
    wait_until(lambda: store.share("a", 2, 10) == (10, 10))


def test_a_pause_is_for_all_and_is_not_shortened(store: Store) -> None:
    store.respond("a", 0, 0, pause=30)
    assert 29 < float(store.respond("b", 0, 1)[4]) <= 30
    store.respond("b", 0, 1, pause=3)
    assert 29 < float(store.respond("a", 0, 1)[4]) <= 30
    assert 60_000 < store.redis.pttl("limit") <= 91_000


def test_a_clock_that_was_set_back_does_not_hold_slots_for_ever(store: Store) -> None:
    store.share("a", 0, 10)
    fields = store.redis.hgetall("limit")
    number, seen, *others = fields[b"a"].split()
    store.redis.hset("limit", "a", b" ".join([number, b"%.6f" % (float(seen) + 3600), *others]))
    assert store.share("b", 0, 10) == (10, 10)


def test_times_keep_their_microseconds_and_keys_expire(store: Store) -> None:
    for _ in range(20):
        store.share("a", 1, 1)
    moments = {store.redis.hget("limit", "a").split()[1]}
    for _ in range(20):
        store.share("a", 1, 1)
        moments.add(store.redis.hget("limit", "a").split()[1])
    # Lua writes a number with 14 digits unless it is formatted, so the last two would always be 0.
    assert len({moment[-2:] for moment in moments}) > 5
    assert 0 < store.redis.pttl("limit") <= 60_000


# --- Between processes -------------------------------------------------------------------------------------------


def test_a_429_of_one_process_pauses_the_others(redis_server: RunningRedis) -> None:
    with Replica(redis_server) as one, Replica(redis_server) as two:
        one.start()
        two.start()
        one.limit.slow_down(30)
        wait_until(two.limit.is_paused)
        assert 0 < two.tries() <= 30


@pytest.mark.usefixtures("long_windows")
def test_no_key_has_the_token(redis_server: RunningRedis, server: Server) -> None:
    with Replicas(url_of(redis_server), prefix="mine") as limits:
        with Edgegap(TOKEN, base_url=server.url, replicas=limits) as edgegap:
            list_deployments(edgegap)
        with redis_server.client() as redis:
            wait_until(lambda: len(redis.keys()) == 3)  # of the limit, of the replicas and of their reports
            for key in list(redis.keys()):
                assert key.startswith(b"mine:")
                assert 0 < redis.pttl(key) <= 5_000
                assert TOKEN.encode() not in key + redis.dump(key)


# --- When Redis fails --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_frozen_redis_costs_the_first_call_a_moment_and_the_next_nothing(
    kind: str, redis_server: RunningRedis, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    redis_server.process.send_signal(signal.SIGSTOP)

    def use(edgegap: Any) -> None:
        for _ in range(RATE):
            list_deployments(edgegap)

    async def use_async(edgegap: Any) -> None:
        for _ in range(RATE):
            await list_deployments(edgegap)

    begun = time.monotonic()
    try:
        with caplog.at_level(logging.INFO), Replicas(url_of(redis_server)) as limits:
            call = use if kind == "sync" else use_async
            perform(kind, call, base_url=server.url, replicas=limits, timeout=5.0)
    finally:
        redis_server.process.send_signal(signal.SIGCONT)
    assert len(server.seen) == RATE
    assert time.monotonic() - begun < 8  # a second for each call would be more
    assert [text for text in warnings_in(caplog) if "Redis" in text] == [
        (
            f"Redis at 127.0.0.1:{redis_server.port} failed with TimeoutError: "
            "this process continues with 1/1 of each rate limit"
        )
    ]


def test_timeouts_and_retries_of_the_client_do_not_matter(server: Server) -> None:
    class Hanging:
        async def eval(self, script: str, numkeys: int, *keys_and_args: Any) -> Any:
            while True:
                try:
                    await asyncio.sleep(60)
                except asyncio.CancelledError:
                    raise

        def xread(self, streams: Any, count: int | None = None, block: int | None = None) -> Any: ...

    with Replicas(Hanging) as limits, Edgegap(TOKEN, base_url=server.url, replicas=limits) as edgegap:
        begun = time.monotonic()
        list_deployments(edgegap)
        assert time.monotonic() - begun < 5
    assert len(server.seen) == 1


@pytest.mark.usefixtures("long_windows")
@pytest.mark.parametrize("kind", KINDS)
def test_without_redis_each_process_keeps_its_share_and_no_secret_is_logged(
    kind: str, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "redis-password-1234"

    async def use_up_async(edgegap: Any) -> None:
        with pytest.raises(RateLimitedError):
            for _ in range(RATE + 1):
                await list_deployments(edgegap)

    def use_up(edgegap: Any) -> None:
        with pytest.raises(RateLimitedError):
            for _ in range(RATE + 1):
                list_deployments(edgegap)

    port = unused_port()
    with caplog.at_level(logging.INFO), Replicas(f"redis://:{secret}@127.0.0.1:{port}") as limits:
        call = use_up if kind == "sync" else use_up_async
        perform(kind, call, base_url=server.url, replicas=limits, rate_limits="raise")
        assert secret not in repr(limits)
    assert len(server.seen) == RATE
    assert [text.split(": ")[0] for text in warnings_in(caplog) if "Redis" in text] == [
        f"Redis at 127.0.0.1:{port} failed with ConnectionError"
    ]
    assert secret not in caplog.text
    assert TOKEN not in caplog.text


def test_a_connection_that_comes_and_goes_is_one_warning(
    redis_server: RunningRedis, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "QUIET_SECONDS", 60.0)
    with caplog.at_level(logging.INFO), Replica(redis_server) as replica, redis_server.client() as redis:
        for _ in range(2):
            wait_until(lambda: replica.thread.client is not None)
            redis.config_set("maxmemory", "1")  # scripts are refused from now on
            wait_until(lambda: replica.thread.is_alone)
            redis.config_set("maxmemory", "0")
        wait_until(lambda: caplog.text.count("works again: replicas share") == 2)
        replica.start()
    assert len(warnings_in(caplog)) == 1


def test_a_synchronous_client_is_refused_with_what_to_do(
    server: Server, redis_server: RunningRedis, caplog: pytest.LogCaptureFixture
) -> None:
    with (
        Replicas(redis_server.client) as limits,
        Edgegap(TOKEN, base_url=server.url, replicas=limits) as edgegap,
    ):
        list_deployments(edgegap)
    (text,) = [text for text in warnings_in(caplog) if "Redis" in text]
    assert "must return an asyncio client, not a Redis" in text


@pytest.mark.parametrize("given", ["http://:s3cret@localhost", "localhost:6379", 5, None])
def test_what_is_no_redis_is_refused(given: Any) -> None:
    with pytest.raises(ConfigurationError, match="needs a URL") as raised:
        Replicas(given)
    assert "s3cret" not in str(raised.value)


def test_a_package_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "valkey.asyncio", None)
    with pytest.raises(ConfigurationError, match="pip install valkey"):
        Replicas("valkey://localhost")


def test_clients_with_the_same_url_share_one_object(redis_server: RunningRedis) -> None:
    with Edgegap(TOKEN, replicas=url_of(redis_server)) as one, Edgegap("other", replicas=url_of(redis_server)) as two:
        assert isinstance(one._replicas, Replicas)
        assert two._replicas is one._replicas
        with Edgegap(TOKEN, replicas=f"{url_of(redis_server)}/1") as three:
            assert three._replicas is not one._replicas


@pytest.mark.parametrize("given", ["http://:s3cret@localhost", 5])
def test_a_client_refuses_what_is_no_redis(given: Any) -> None:
    with pytest.raises(ConfigurationError, match="replicas") as raised:
        Edgegap(TOKEN, replicas=given)
    assert "s3cret" not in str(raised.value)
