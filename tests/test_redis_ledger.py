"""The ledger in Redis: several processes on several machines, and a Redis that is slow, frozen, killed or empty."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest

from edgegap_client import AsyncEdgegap, Edgegap
from edgegap_client._runtime import redis_ledger
from edgegap_client._runtime.redis_ledger_script import SCRIPT
from edgegap_client.errors import ConfigurationError, LaunchCancelled, LedgerError, Outcome
from edgegap_client.ledger import Ledger, LedgerEntry, LedgerState, RedisLedger, SQLiteLedger
from edgegap_client.sandbox import Sandbox

from .servers.clients import EitherClient
from .servers.ledgers import LedgerPlace, connection, ledger_place, new_client, redis_entries
from .servers.ports import unused_port
from .servers.redis import RunningRedis, running_redis
from .test_launch import FAST, ORDER, POLL, TOKEN, posts, prepare, until

LEASE = 2.5
# A begin waits for Redis for so long; the computer may be slow.
BOUND_SECONDS = 20.0


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    made = Sandbox(timing=FAST, seed=1)
    prepare(made)
    yield made
    made.close()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[LedgerPlace]:
    with ledger_place("redis", tmp_path, lease_seconds=LEASE) as made:
        yield made


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningRedis]:
    """A Redis that the test may stop."""
    with running_redis(tmp_path) as made:
        yield made


@pytest.fixture
def ledger_at(server: RunningRedis) -> Iterator[Callable[[], RedisLedger]]:
    """Makes ledgers in it, each as another process has it."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(RedisLedger(f"redis://127.0.0.1:{server.port}", lease_seconds=LEASE))


def entry(tag: str, **changes: Any) -> LedgerEntry:
    return LedgerEntry(tag, "organisation", "my-game", "v1", time.time(), **changes)


def freeze(server: RunningRedis) -> None:
    server.process.send_signal(signal.SIGSTOP)


def go_on(server: RunningRedis) -> None:
    server.process.send_signal(signal.SIGCONT)


def taken_by(ledger: RedisLedger, number: int = 1) -> list[LedgerEntry]:
    """What a ledger takes over, as soon as it may."""
    taken: list[LedgerEntry] = []

    def has_taken() -> bool:
        taken.extend(ledger.take_over("organisation"))
        return len(taken) >= number

    until(has_taken)
    return taken


def process_of(url: str, tag: str) -> str:
    """The process that has an entry."""
    found: str = next(each["owner"] for each in redis_entries(url) if each["tag"] == tag)
    return found


# What the ledger does


def test_both_ledgers_are_ledgers(place: LedgerPlace, tmp_path: Path) -> None:
    ledgers: list[Ledger] = [place.new(), SQLiteLedger(tmp_path / "launches.sqlite3")]
    assert [each.lease_seconds for each in ledgers] == [LEASE, 15.0]


def test_of_two_launches_with_one_key_one_begins(place: LedgerPlace) -> None:
    one, other = place.new(), place.new()
    assert one.begin(entry("launch-1", key="match"), key_ttl=60) is None
    found = other.begin(entry("launch-2", key="match"), key_ttl=60)
    assert found is not None
    assert (found.tag, found.key, found.state, found.is_taken_over) == ("launch-1", "match", "launching", False)
    assert other.begin(entry("launch-3", key="another"), key_ttl=60) is None
    one.note("launch-1", "0123456789ab")
    assert one.hand_over("launch-1", LedgerState.HANDED_OVER)
    other.settle_deployment("0123456789ab")
    other.settle("launch-3")
    until(lambda: not redis_entries(place.path))
    kept = other.find("match", "organisation")
    assert kept is not None
    assert (kept.tag, kept.deployment_id, kept.state) == ("launch-1", "0123456789ab", LedgerState.HANDED_OVER)
    assert other.find("another", "organisation") is None
    assert other.find("match", "another organisation") is None


def test_a_launch_that_began_but_whose_response_was_lost_is_the_same_launch(place: LedgerPlace) -> None:
    ledger = place.new()
    again = entry("launch-1", key="match")
    assert ledger.begin(again) is None
    assert ledger.begin(again) is None
    assert len(redis_entries(place.path)) == 1


def test_an_entry_belongs_to_one_process(place: LedgerPlace) -> None:
    one, other = place.new(), place.new()
    one.begin(entry("launch-1"))
    assert not other.hand_over("launch-1", LedgerState.HANDED_OVER)
    other.note("launch-1", "0123456789ab")
    other.settle("launch-1")
    assert other.find("match", "organisation") is None
    assert [(each["tag"], each["deployment"]) for each in redis_entries(place.path)] == [("launch-1", "")]
    assert list(other.leases("organisation")) == [process_of(place.path, "launch-1")]
    assert other.leases("another organisation") == {}
    assert one.leases("organisation") == {}


def test_a_forked_child_is_another_process(place: LedgerPlace) -> None:
    ledger = place.new()
    ledger.begin(entry("launch-1"))
    child = os.fork()
    if not child:
        is_apart = False
        try:
            is_apart = not ledger.has_lease()
            ledger.begin(entry("launch-2"))
            is_apart = is_apart and ledger.has_lease() and bool(ledger.leases("organisation"))
            is_apart = is_apart and not ledger.take_over("organisation")
        finally:
            os._exit(0 if is_apart else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert [each.tag for each in taken_by(ledger)] == ["launch-2"]
    assert ledger.has_lease()


def test_what_a_dead_process_was_launching_is_taken_over_and_what_it_had_is_left(place: LedgerPlace) -> None:
    dead, ledger = place.new(), place.new()
    for number, key in enumerate(("", "match", "", "")):
        dead.begin(entry(f"launch-{number}", key=key), key_ttl=60)
        dead.note(f"launch-{number}", f"deployment-{number}")
    dead.hand_over("launch-2", LedgerState.HANDED_OVER)
    dead.hand_over("launch-3", LedgerState.BLOCK)
    owner = process_of(place.path, "launch-2")
    dead.close()
    began = time.time()
    taken: list[LedgerEntry] = []

    def has_taken() -> bool:
        taken.extend(ledger.take_over("organisation", launching_only=True))
        return len(taken) == 3

    until(has_taken)
    assert {each.tag for each in taken} == {"launch-0", "launch-1", "launch-3"}
    assert all(each.is_taken_over and each.organisation == "organisation" for each in taken)
    assert all(began - 60 < each.last_seen <= time.time() - LEASE for each in taken)
    assert ledger.take_over("organisation", launching_only=True) == []
    found = ledger.find("match", "organisation")
    assert found is not None
    assert (found.tag, found.is_taken_over) == ("launch-1", False)  # it is this process's already
    assert process_of(place.path, "launch-2") == owner
    adopted = ledger.take_over("organisation")
    assert [(each.tag, each.deployment_id, each.state) for each in adopted] == [
        ("launch-2", "deployment-2", LedgerState.HANDED_OVER)
    ]


def test_the_key_of_a_dead_process_is_taken_over_with_its_launch(place: LedgerPlace) -> None:
    dead, ledger = place.new(), place.new()
    dead.begin(entry("launch-1", key="match"))
    dead.close()

    def found() -> Any:
        return ledger.begin(entry("launch-2", key="match"))

    assert not found().is_taken_over  # its lease lasts
    until(lambda: found().is_taken_over)
    ledger.settle("launch-1")
    until(lambda: found() is None)


@pytest.mark.parametrize("asked", ["take_over", "find"])
@pytest.mark.parametrize("outage", [0.0, 2.5], ids=["one response", "all that come in 2.5 s"])
def test_what_was_taken_over_is_returned_again_when_the_response_was_lost(
    place: LedgerPlace, asked: str, outage: float
) -> None:
    """Or a living process would own entries that it does not know."""
    is_losing = list[bool]()
    lost_until = list[float]()

    def fail_in_an_outage() -> None:
        if lost_until and time.monotonic() < lost_until[0]:
            raise ConnectionError("the response was lost")

    def make() -> Any:
        fail_in_an_outage()
        client = new_client(place.path)
        evaluate = client.evalsha

        def evalsha(*arguments: Any) -> Any:
            fail_in_an_outage()
            response: Any = evaluate(*arguments)
            if is_losing and b'"is_taken_over":true' in response:
                is_losing.clear()
                lost_until.append(time.monotonic() + outage)
                raise ConnectionError("the response was lost")
            return response

        client.evalsha = evalsha
        return client

    dead = place.new()
    dead.begin(entry("launch-1", key="match"))
    dead.close()
    is_losing.append(True)
    with RedisLedger(make, lease_seconds=LEASE) as ledger:
        taken: list[LedgerEntry] = []

        def has_taken() -> bool:
            with suppress(LedgerError):
                if lost_until or asked == "take_over":
                    taken.extend(ledger.take_over("organisation"))
                if not taken and asked == "find":
                    found = ledger.find("match", "organisation")
                    taken.extend([found] if found is not None and found.is_taken_over else [])
            return bool(taken)

        until(has_taken)
        assert [each.tag for each in taken] == ["launch-1"]
        assert lost_until
        assert ledger.take_over("organisation") == []
        assert ledger.hand_over("launch-1", LedgerState.BLOCK)


@pytest.mark.timeout(180)
def test_a_paused_process_learns_what_others_have_recovered(place: LedgerPlace) -> None:
    program = """
import sys, time
from edgegap_client.ledger import LedgerEntry, LedgerState, RedisLedger
ledger = RedisLedger(sys.argv[1], lease_seconds=float(sys.argv[2]))
for tag in ("launch-1", "launch-2"):
    ledger.begin(LedgerEntry(tag, "organisation", "my-game", "v1", time.time()))
ledger.hand_over("launch-2", LedgerState.HANDED_OVER)
print(ledger.has_lease(), flush=True)
sys.stdin.readline()
both = [ledger.hand_over(tag, LedgerState.HANDED_OVER) for tag in ("launch-1", "launch-2")]
print(*both, flush=True)
sys.stdin.readline()
"""
    command = [sys.executable, "-c", program, place.path, str(LEASE)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stdout.readline() == "True\n"
        process.send_signal(signal.SIGSTOP)
        ledger = place.new()
        taken: list[LedgerEntry] = []

        def has_taken() -> bool:
            taken.extend(ledger.take_over("organisation", launching_only=True))
            return bool(taken)

        until(has_taken)
        assert [each.tag for each in taken] == ["launch-1"]
        process.send_signal(signal.SIGCONT)
        process.stdin.write("\n")
        process.stdin.flush()
        assert process.stdout.readline() == "False True\n"
        mine, paused = process_of(place.path, "launch-1"), process_of(place.path, "launch-2")
        assert mine != paused
        with connection(place.path) as redis:
            redis.flushall()
        until(lambda: len(redis_entries(place.path)) >= 2)
        # It does not write again what is not its own any more.
        assert {each["tag"]: each["owner"] for each in redis_entries(place.path)} == {
            "launch-1": mine,
            "launch-2": paused,
        }
        assert len(redis_entries(place.path)) == 2


# A Redis that fails


def test_nothing_is_sent_without_redis(sandbox: Sandbox, server: RunningRedis, is_async: bool) -> None:
    freeze(server)
    began = time.monotonic()
    url = f"redis://127.0.0.1:{server.port}"
    with sandbox.serve() as address, RedisLedger(url, lease_seconds=LEASE) as ledger:
        try:
            with EitherClient(address, is_async=is_async, ledger=ledger) as client:
                for _ in range(3):
                    with pytest.raises(
                        LedgerError, match=f"the ledger in Redis at 127.0.0.1:{server.port} cannot be used"
                    ) as caught:
                        client.launch()
                    assert caught.value.outcome is Outcome.NOT_SENT
                assert not ledger.has_lease()
                assert time.monotonic() - began < BOUND_SECONDS
                assert posts(sandbox) == 0
                go_on(server)
                until(lambda: _can_launch(client))
                assert len(redis_entries(url)) == 1  # nothing of what was given up
        finally:
            go_on(server)


def _can_launch(client: EitherClient) -> bool:
    try:
        client.launch()
    except LedgerError:
        return False
    return True


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def is_async(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def test_a_frozen_redis_ends_the_lease_in_time_and_settling_waits_for_nothing(
    server: RunningRedis, ledger_at: Callable[[], RedisLedger]
) -> None:
    ledger = ledger_at()
    ledger.begin(entry("launch-1"))
    ledger.begin(entry("launch-2", deployment_id="deployment-2"))
    assert ledger.has_lease()
    freeze(server)
    began = time.monotonic()
    for _ in range(10):  # each would wait for 2 s
        ledger.settle("launch-1")
        ledger.settle_deployment("deployment-2")
    assert time.monotonic() - began < BOUND_SECONDS
    until(lambda: not ledger.has_lease())
    go_on(server)
    until(ledger.has_lease)
    until(lambda: not redis_entries(f"redis://127.0.0.1:{server.port}"))


def test_after_an_outage_the_others_get_the_time_to_renew_their_leases(server: RunningRedis) -> None:
    """All leases have ended by then, also those of the living."""
    url, lease = f"redis://127.0.0.1:{server.port}", 4.0
    may_connect = threading.Event()
    may_connect.set()

    def make() -> Any:
        may_connect.wait(30)
        return new_client(url, socket_timeout=1)

    with RedisLedger(make, lease_seconds=lease) as slow, RedisLedger(url, lease_seconds=lease) as ledger:
        slow.begin(entry("launch-1"))
        assert slow.hand_over("launch-1", LedgerState.BLOCK)
        ledger.begin(entry("launch-2"))
        may_connect.clear()
        freeze(server)
        until(lambda: not (slow.has_lease() or ledger.has_lease()))
        time.sleep(0.5)  # so that the clock of Redis says the same
        go_on(server)
        taken: list[LedgerEntry] = []
        until(lambda: _takes(ledger, taken))
        may_connect.set()
        until(slow.has_lease)
        end = time.monotonic() + 1.5 * lease
        while time.monotonic() < end:
            _takes(ledger, taken)
            time.sleep(0.05)
        assert taken == []
        assert slow.has_lease()


def _takes(ledger: RedisLedger, taken: list[LedgerEntry]) -> bool:
    try:
        taken.extend(ledger.take_over("organisation"))
    except LedgerError:
        return False
    return True


def test_a_redis_that_lost_everything_gets_it_back_and_nothing_that_lives_is_taken_over(
    server: RunningRedis, ledger_at: Callable[[], RedisLedger]
) -> None:
    url = f"redis://127.0.0.1:{server.port}"
    ledger, other = ledger_at(), ledger_at()
    ledger.begin(entry("launch-1", key="match"), key_ttl=60)
    ledger.begin(entry("launch-2"))
    ledger.begin(entry("launch-3"))
    assert ledger.hand_over("launch-2", LedgerState.BLOCK)
    ledger.settle("launch-3")
    other.begin(entry("launch-4"))
    with connection(url) as redis:
        redis.flushall()
    assert other.take_over("organisation") == []
    assert ledger.hand_over("launch-1", LedgerState.HANDED_OVER)
    until(lambda: len(redis_entries(url)) == 3)
    assert {(each["tag"], each["state"]) for each in redis_entries(url)} == {
        ("launch-1", "handed_over"),
        ("launch-2", "block"),
        ("launch-4", "launching"),
    }
    found = other.begin(entry("launch-5", key="match"), key_ttl=60)
    assert found is not None
    assert found.tag == "launch-1"
    assert other.take_over("organisation") == []


def test_an_evicted_process_is_not_a_dead_one(server: RunningRedis, ledger_at: Callable[[], RedisLedger]) -> None:
    url = f"redis://127.0.0.1:{server.port}"
    ledger, other = ledger_at(), ledger_at()
    ledger.begin(entry("launch-1", key="match"))
    other.begin(entry("launch-2"))
    with connection(url) as redis:
        redis.delete(f"{{edgegap:ledger}}:process:{process_of(url, 'launch-1')}")
    assert other.take_over("organisation") == []
    found = other.begin(entry("launch-3", key="match"))
    assert found is not None
    assert (found.tag, found.is_taken_over) == ("launch-1", False)
    until(lambda: {each["tag"] for each in redis_entries(url)} == {"launch-1", "launch-2"})
    assert ledger.hand_over("launch-1", LedgerState.HANDED_OVER)


@pytest.mark.parametrize("keeps", [True, False], ids=["with its data", "without its data"])
def test_a_redis_that_was_killed_comes_back(tmp_path: Path, keeps: bool) -> None:
    options = ("--appendonly", "yes", "--appendfsync", "always") if keeps else ()
    with running_redis(tmp_path, None, *options) as server:
        url = f"redis://127.0.0.1:{server.port}"
        ledger, other, dead = (RedisLedger(url, lease_seconds=LEASE) for _ in range(3))
        for number, each in enumerate((ledger, other, dead)):
            each.begin(entry(f"launch-{number}"))
        assert ledger.hand_over("launch-0", LedgerState.BLOCK)
        dead.close()
        server.process.kill()
        server.process.wait()
    until(lambda: not ledger.has_lease())
    with running_redis(tmp_path, server.port, *options), ledger, other:
        until(lambda: ledger.has_lease() and other.has_lease())
        if keeps:
            assert [each.tag for each in taken_by(other)] == ["launch-2"]
        else:
            time.sleep(1.5 * LEASE)
        assert other.take_over("organisation") == []
        assert ledger.take_over("organisation") == []
        tags = {each["tag"] for each in redis_entries(url)}
        assert tags == {"launch-0", "launch-1", *(["launch-2"] if keeps else [])}


def test_older_data_of_a_process_that_has_ended_since_is_not_believed(tmp_path: Path) -> None:
    """It handed over afterwards what the snapshot says it launches: a recovery would stop a match."""
    with running_redis(tmp_path) as server:
        url = f"redis://127.0.0.1:{server.port}"
        ledger, ended = RedisLedger(url, lease_seconds=LEASE), RedisLedger(url, lease_seconds=LEASE)
        ledger.begin(entry("launch-1"))
        ended.begin(entry("launch-2"))
        with connection(url) as redis:
            redis.save()
        assert ledger.hand_over("launch-1", LedgerState.HANDED_OVER)
        assert ended.hand_over("launch-2", LedgerState.HANDED_OVER)
        ended.close()
        server.process.kill()
        server.process.wait()
    with running_redis(tmp_path, server.port), ledger:
        states = {each["tag"]: each["state"] for each in redis_entries(url)}
        assert states["launch-2"] == "launching"
        until(lambda: {each["tag"]: each["state"] for each in redis_entries(url)}["launch-1"] == "handed_over")
        end = time.monotonic() + 2 * LEASE
        while time.monotonic() < end:
            assert ledger.take_over("organisation") == []
            time.sleep(0.05)


def test_a_short_outage_at_the_hand_over_stops_nothing(sandbox: Sandbox, server: RunningRedis, is_async: bool) -> None:
    """The lease lasts longer, so nobody else can recover the launch."""
    url = f"redis://127.0.0.1:{server.port}"
    with sandbox.serve() as address, RedisLedger(url, lease_seconds=60.0) as ledger:

        def begin_outage(progress: Any) -> None:
            if progress.status == "READY":
                freeze(server)

        with EitherClient(address, is_async=is_async, ledger=ledger) as client:
            hand_over, failures = ledger.hand_over, list[str]()

            def failing(tag: str, state: LedgerState) -> bool:
                try:
                    return hand_over(tag, state)
                except LedgerError as error:
                    failures.append(str(error))
                    go_on(server)
                    raise

            ledger.hand_over = failing  # type: ignore[method-assign]
            try:
                deployment = client.launch(on_progress=begin_outage)
            finally:
                go_on(server)
        assert failures
        assert [each.request_id for each in sandbox.running] == [deployment.request_id]
        assert [(each["deployment"], each["state"]) for each in redis_entries(url)] == [
            (deployment.request_id, "handed_over")
        ]


def test_a_launch_is_given_up_when_the_lease_has_ended(sandbox: Sandbox, server: RunningRedis, is_async: bool) -> None:
    url = f"redis://127.0.0.1:{server.port}"
    with sandbox.serve() as address, RedisLedger(url, lease_seconds=LEASE) as ledger:

        def begin_outage(progress: Any) -> None:
            if progress.status == "READY":
                freeze(server)

        with EitherClient(address, is_async=is_async, ledger=ledger) as client:
            try:
                with pytest.raises((LedgerError, LaunchCancelled)):
                    client.launch(on_progress=begin_outage)
            finally:
                go_on(server)
            until(lambda: not sandbox.orphans())
            until(lambda: not redis_entries(url))


# Several processes

REPLICA = """
import asyncio, sys
from edgegap_client import AsyncEdgegap, EdgegapError
from edgegap_client._async import launches
from edgegap_client.ledger import RedisLedger

# The service of the test lists a deployment at once.
launches.APPEARS_WITHIN_SECONDS = launches.ANOTHER_APPEARS_WITHIN_SECONDS = 3.0
token, url, redis, number, lease = sys.argv[1:]

async def main():
    ledger = RedisLedger(redis, lease_seconds=float(lease))
    async with AsyncEdgegap(token, base_url=url, poll_interval=0.1, ledger=ledger, max_retries=10) as edgegap:
        async def launch():
            try:
                deployment = await edgegap.deployments.launch(application="my-game", version="v1", users=["8.8.8.8"])
                print("had", deployment.request_id, flush=True)
            except EdgegapError as error:
                print("failed", repr(error), flush=True)
        await asyncio.gather(*(launch() for _ in range(int(number))))
        print("done", flush=True)
        await asyncio.to_thread(sys.stdin.read)

asyncio.run(main())
"""


class Replica:
    """A process that launches. This object owns it."""

    def __init__(self, url: str, redis: str, number: int, lease: float) -> None:
        command = [sys.executable, "-c", REPLICA, TOKEN, url, redis, str(number), str(lease)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.lines: list[str] = []

    def read(self) -> str:
        assert self.process.stdout is not None
        self.lines.append(self.process.stdout.readline().strip())
        return self.lines[-1]

    def read_all(self) -> None:
        while self.read() not in ("done", ""):
            pass

    @property
    def had(self) -> set[str]:
        return {line.split()[1] for line in self.lines if line.startswith("had")}

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.mark.timeout(300)
def test_the_others_finish_the_launches_of_a_killed_replica_and_touch_nothing_else(
    sandbox: Sandbox, place: LedgerPlace
) -> None:
    """`EDGEGAP_CHAOS=1` makes it 300 launches."""
    number = 100 if "EDGEGAP_CHAOS" in os.environ else 20
    with sandbox.serve() as url, ExitStack() as stack:
        replicas = [Replica(url, place.path, number, lease=5.0) for _ in range(3)]
        for replica in replicas:
            stack.callback(replica.end)
        victim, *others = replicas
        victim.read()  # it has launched one at least, and is in the middle of the others
        victim.process.kill()
        killed_at = time.monotonic()
        victim.read_all()
        for replica in others:
            replica.read_all()
            assert len(replica.had) == number, replica.lines
        victims = {each["owner"] for each in redis_entries(place.path) if each["state"] == "launching"}
        had = victim.had | others[0].had | others[1].had

        def nothing_is_pending() -> bool:
            return all(each["state"] == "handed_over" for each in redis_entries(place.path))

        deadline = killed_at + 60
        while not (nothing_is_pending() and {each.request_id for each in sandbox.running} >= had):
            assert time.monotonic() < deadline, (victims, redis_entries(place.path))
            time.sleep(0.1)
        # Handed over, but its caller was killed before it could say so.
        kept = {each["deployment"] for each in redis_entries(place.path)}
        assert had <= kept
        until(lambda: {each.request_id for each in sandbox.running} == kept)
        assert not [each for each in sandbox.deployments if each.request_id in kept and each.stop_requested]
        assert len({each["tag"] for each in redis_entries(place.path)}) == len(kept) <= 3 * number
        with Edgegap(TOKEN, base_url=url, ledger=place.new()) as edgegap:
            adopted = edgegap.deployments.recover(timeout=30)
        assert victim.had <= {each.request_id for each in adopted} <= kept


KEYED = """
import sys, time
from edgegap_client import Edgegap
from edgegap_client.ledger import RedisLedger

token, url, redis = sys.argv[1:]
with Edgegap(token, base_url=url, poll_interval=0.1, ledger=RedisLedger(redis)) as edgegap:
    edgegap.applications.get("my-game")
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(5):
        deployment = edgegap.deployments.launch(
            application="my-game", version="v1", users=["8.8.8.8"], key=f"match-{number}", list_lag=60.0
        )
        print(deployment.request_id, flush=True)
    sys.stdin.read()
"""


@pytest.mark.timeout(300)
def test_a_key_that_begins_at_once_in_three_processes_creates_one_deployment(
    sandbox: Sandbox, place: LedgerPlace
) -> None:
    with sandbox.serve() as url, ExitStack() as stack:
        command = [sys.executable, "-c", KEYED, TOKEN, url, place.path]
        pipe = subprocess.PIPE
        processes = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) for _ in range(3)]
        for process in processes:
            stack.callback(process.communicate)
            stack.callback(process.kill)
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
        for number in range(5):
            ids = {process.stdout.readline() for process in processes if process.stdout is not None}
            assert len(ids) == 1, number
        assert posts(sandbox) == len(sandbox.running) == 5


@pytest.mark.parametrize("kind", ["sqlite", "redis"])
def test_a_client_that_launches_settles_what_a_killed_process_was_launching(
    sandbox: Sandbox, tmp_path: Path, is_async: bool, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("edgegap_client._runtime.sqlite_ledger.LEASE_SECONDS", LEASE)
    monkeypatch.setattr("edgegap_client._runtime.sqlite_ledger.RENEWAL_SECONDS", LEASE / 5)
    with ledger_place(kind, tmp_path, lease_seconds=LEASE) as place, sandbox.serve() as url:
        ledger, dead = place.new(), place.new()
        with EitherClient(url, is_async=is_async, ledger=ledger) as client:
            organisation = client.edgegap._organisation.ledger_name
            left, had = client.launch(), client.launch()
            for deployment in (left, had):
                tag = next(tag for tag in deployment.tags if tag.startswith("launch-"))
                ledger.settle(tag)
                until(lambda: len(place.entries()) < 2)
                dead.begin(LedgerEntry(tag, organisation, "my-game", "v1", time.time()))
                dead.note(tag, deployment.request_id)
            dead.hand_over(tag, LedgerState.HANDED_OVER)
            _kill(dead)
            until(lambda: [each.request_id for each in sandbox.running] == [had.request_id])
            until(lambda: place.entries() == [(had.request_id, "handed_over")])


def _kill(ledger: Any) -> None:
    """Its process renews no lease any more."""
    if isinstance(ledger, RedisLedger):
        ledger.close()
    else:
        ledger._renew = lambda: None


# What is in Redis, and how it is reached


def _content(redis: Any, name: str) -> object:
    match redis.type(name):
        case "hash":
            return redis.hgetall(name)
        case "zset":
            return redis.zrange(name, 0, -1)
        case _:
            return redis.get(name)


def test_redis_has_no_secret_and_everything_has_a_time_to_live(sandbox: Sandbox, place: LedgerPlace) -> None:
    with sandbox.serve() as url, Edgegap(TOKEN, base_url=url, poll_interval=POLL, ledger=place.new()) as edgegap:
        edgegap.deployments.launch(**ORDER, key="my-secret-key", key_ttl=60.0)
        with connection(place.path) as redis:
            names = redis.keys()
            assert len(names) == 5
            assert all(name.startswith("{edgegap:ledger}:") for name in names)
            assert all(0 < redis.ttl(name) <= 7 * 86400 for name in names)
            text = str([names, [_content(redis, name) for name in names]])
    assert "my-game" in text
    for secret in (TOKEN, TOKEN[:8], "my-secret-key"):
        assert secret not in text


def test_a_url_makes_a_ledger_that_all_clients_share(place: LedgerPlace) -> None:
    with Edgegap(TOKEN, ledger=place.path) as one, Edgegap(TOKEN, ledger=place.path) as other:
        assert isinstance(one._ledger, RedisLedger)
        assert one._ledger is other._ledger
        assert one._ledger.lease_seconds == 15.0


@pytest.mark.parametrize("client", [Edgegap, AsyncEdgegap])
def test_a_password_in_the_url_is_shown_nowhere(client: Any) -> None:
    url = "redys://:my-password@localhost"
    with pytest.raises(ConfigurationError, match="got the scheme 'redys'") as caught:
        client(TOKEN, ledger=url)
    shown = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    # The frame of this test has it.
    assert "my-password" not in "".join(shown.format()).partition("_read_ledger")[2]
    ledger = RedisLedger("redis://:my-password@127.0.0.1:1")
    assert repr(ledger) == "RedisLedger(prefix='edgegap:ledger', lease_seconds=15)"
    with ledger, pytest.raises(LedgerError, match=r"127\.0\.0\.1:1") as failed:
        ledger.begin(entry("launch-1"))
    assert "my-password" not in str(failed.value)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"redis": 6379}, "got int"),
        ({"redis": "localhost"}, "got the scheme 'localhost'"),
        ({"redis": "redis://localhost", "lease_seconds": 0.5}, "lease_seconds must be at least 1 s, got 0.5"),
    ],
)
def test_malformed_arguments_are_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        RedisLedger(**arguments)


def test_a_ledger_that_was_closed_says_so(place: LedgerPlace) -> None:
    ledger = place.new()
    for number in range(250):
        ledger.begin(entry(f"launch-{number}"))
    for number in range(250):
        ledger.settle(f"launch-{number}")
    ledger.close()
    assert redis_entries(place.path) == []
    with pytest.raises(LedgerError, match="is closed"):
        ledger.begin(entry("launch-2"))
    ledger.settle("launch-2")


def test_a_redis_cluster_will_do(tmp_path: Path) -> None:
    options = ["--cluster-enabled", "yes", "--cluster-config-file", str(tmp_path / "nodes.conf")]
    options += ["--cluster-port", str(unused_port())]  # by default 10,000 above the other, which may be no port
    with running_redis(tmp_path, None, *options) as server:
        import redis

        with connection(f"redis://127.0.0.1:{server.port}") as node:
            node.execute_command("CLUSTER", "ADDSLOTSRANGE", 0, 16383)
            until(lambda: "cluster_state:ok" in str(node.execute_command("CLUSTER", "INFO")))

        def make() -> Any:
            return redis.RedisCluster(host="127.0.0.1", port=server.port, socket_timeout=10)

        with RedisLedger(make, lease_seconds=LEASE) as dead, RedisLedger(make, lease_seconds=LEASE) as ledger:
            dead.begin(entry("launch-1", key="match"))
            dead.note("launch-1", "deployment-1")
            assert dead.hand_over("launch-1", LedgerState.BLOCK)
            dead.close()
            assert [each.deployment_id for each in taken_by(ledger)] == ["deployment-1"]


def test_a_redis_that_has_lost_the_script_gets_it_again(place: LedgerPlace) -> None:
    ledger = place.new()
    ledger.begin(entry("launch-1"))
    with connection(place.path) as redis:
        redis.script_flush()
        assert ledger.begin(entry("launch-2")) is None
        assert redis.script_exists(redis.script_load(SCRIPT)) == [True]


def test_the_default_lease_is_that_of_the_file() -> None:
    assert redis_ledger.LEASE_SECONDS == 15.0
