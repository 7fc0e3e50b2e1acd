"""Launches with a key: the same key gives the same server; by the sync and the async client alike."""

from __future__ import annotations

import asyncio
import logging
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest

import edgegap_client._async.holds as async_holds
import edgegap_client._async.keys as async_keys
import edgegap_client._sync.holds as sync_holds
import edgegap_client._sync.keys as sync_keys
from edgegap_client import AsyncEdgegap, Edgegap, NoCapacityError
from edgegap_client._core.launch import KeyOptions, by_age
from edgegap_client.deployments import Deployment, LaunchCancelled, LaunchTimedOut
from edgegap_client.errors import EdgegapError, InvalidRequestError, Outcome
from edgegap_client.sandbox import Sandbox, Timing

from .servers.clients import ORDER, TOKEN, EitherClient, prepared
from .servers.ledgers import LedgerPlace, ledger_place

FAST = Timing(ready_after=0.06, terminating_for=0.05, known_for=0.05, stuck_for=1.0)
# What is starting here does so until the clock of the sandbox is advanced, however slow the computer is.
STARTING_SECONDS = 1000.0
STARTING = Timing(ready_after=STARTING_SECONDS, stuck_for=STARTING_SECONDS, terminating_for=0.05, known_for=0.05)
# Each launch with a key takes at least so long.
LAG = 0.2
KEYED: dict[str, Any] = {**ORDER, "key": "match-4711", "list_lag": LAG}


@pytest.fixture
def timing() -> Timing:
    return FAST


@pytest.fixture
def sandbox(timing: Timing) -> Iterator[Sandbox]:
    made = prepared(Sandbox(timing=timing, seed=1, rate_limits=False))
    yield made
    made.close()


@pytest.fixture
def url(sandbox: Sandbox) -> Iterator[str]:
    with sandbox.serve() as url:
        yield url


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def is_async(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def client(url: str, is_async: bool) -> Iterator[EitherClient]:
    with EitherClient(url, is_async=is_async) as made:
        yield made


@pytest.fixture
def other(url: str, is_async: bool) -> Iterator[EitherClient]:
    """A client that shares nothing with the first one, as in another process."""
    with EitherClient(url, is_async=is_async) as made:
        yield made


@pytest.fixture(autouse=True)
def _waiting_shortly(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (async_keys, sync_keys, async_holds, sync_holds):
        monkeypatch.setattr(module, "LOOK_SECONDS", 0.05)
    for keys in (async_keys, sync_keys):
        monkeypatch.setattr(keys, "BLOCK_SECONDS", 5.0)


def launch(client: EitherClient, *, after: float = 0.0, **options: Any) -> Deployment:
    time.sleep(after)
    found = client.launch(**{**KEYED, **options})
    assert isinstance(found, Deployment)
    return found


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """The results of calls that begin at the same moment, or what they raise."""
    with ThreadPoolExecutor(len(calls)) as threads:
        running = [threads.submit(call) for call in calls]
        return [each.exception() or each.result() for each in running]


def created(sandbox: Sandbox) -> int:
    return sum(number for (operation, _), number in sandbox.counts.items() if operation == "create_deployment")


def running(sandbox: Sandbox) -> list[str]:
    return [each.request_id for each in sandbox.orphans()]


def is_alone(sandbox: Sandbox, tag: str) -> bool:
    return sum(tag in each.tags for each in sandbox.orphans()) == 1


def until(condition: Callable[[], object]) -> None:
    """Wait for what must come, however slow the computer is."""
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "it has not come"
        time.sleep(0.005)


def holds(sandbox: Sandbox) -> list[str]:
    return [tag for each in sandbox.orphans() for tag in each.tags if tag.startswith(("hold-", "leaving-"))]


# The same key, the same server


def test_the_same_key_gives_the_same_server_and_another_key_another(sandbox: Sandbox, client: EitherClient) -> None:
    first, second = launch(client), launch(client)
    assert first.request_id == second.request_id
    assert created(sandbox) == 1
    assert launch(client, key="match-4712").request_id != first.request_id
    assert len(running(sandbox)) == 2
    assert client.deployments.pending == []


def test_the_tag_of_a_key_is_the_same_everywhere_and_short_enough(sandbox: Sandbox, client: EitherClient) -> None:
    tag = KeyOptions("match-4711").tag
    assert tag == "launch-9fa29bbdafd0"
    assert len(tag) == 19
    assert tag in launch(client).tags
    assert all(len(each) <= 20 for info in sandbox.deployments for each in info.tags)


def test_another_process_adopts_what_runs(sandbox: Sandbox, client: EitherClient, other: EitherClient) -> None:
    first = launch(client)
    sandbox.counts.clear()
    second = launch(other)
    assert (second.request_id, second.fqdn) == (first.request_id, first.fqdn)
    assert created(sandbox) == 0
    sandbox.counts.clear()
    assert launch(other).request_id == first.request_id
    assert sum(sandbox.counts.values()) <= 4  # its tag is there already
    assert len(holds(sandbox)) == 2


def test_another_process_waits_for_what_is_starting(
    sandbox: Sandbox, client: EitherClient, other: EitherClient
) -> None:
    sandbox.faults.add(operation="create_deployment", outcome="stuck", times=1)
    with ThreadPoolExecutor(2) as threads:
        slow = threads.submit(launch, client, timeout=2, cancel_timeout=0)
        until(lambda: created(sandbox) == 1)
        adopted = threads.submit(launch, other, timeout=20)
        with pytest.raises(EdgegapError):
            slow.result()
        # The first one was stopped, so the second process launches its own.
        assert adopted.result().request_id in running(sandbox)
    until(lambda: len(running(sandbox)) == 1)
    assert created(sandbox) == 2


def test_fifty_callers_of_one_key_share_one_launch(sandbox: Sandbox, client: EitherClient) -> None:
    deployments = at_once(*[lambda: launch(client)] * 50)
    assert len({each.request_id for each in deployments}) == 1
    assert created(sandbox) == 1
    assert sandbox.counts["create_deployment_tag", 200] + sandbox.counts["create_deployment_tag", 201] == 1
    assert len(running(sandbox)) == 1


@pytest.mark.parametrize("timing", [Timing(ready_after=(0.02, 0.3), terminating_for=0.05, listed_after=0.15)])
def test_of_processes_at_the_same_moment_one_server_remains(sandbox: Sandbox, url: str, is_async: bool) -> None:
    with ExitStack() as stack:
        clients = [stack.enter_context(EitherClient(url, is_async=is_async)) for _ in range(4)]
        for number in range(3):
            one = partial(launch, key=f"match-{number}", list_lag=0.6)
            deployments = at_once(*[partial(one, client) for client in clients])
            ids = {each.request_id for each in deployments}
            assert len(ids) == 1, deployments
            until(partial(is_alone, sandbox, KeyOptions(f"match-{number}").tag))
            assert ids <= set(running(sandbox))
        assert created(sandbox) > 3, "they have not been at the same moment"
        until(lambda: not any(client.deployments.pending for client in clients))


def test_a_lost_response_is_found(sandbox: Sandbox, client: EitherClient) -> None:
    sandbox.faults.add(operation="create_deployment", drop="after", times=1)
    deployment = launch(client)
    assert running(sandbox) == [deployment.request_id]
    assert launch(client).request_id == deployment.request_id
    assert created(sandbox) <= 1


def test_what_cannot_be_looked_for_is_not_launched(sandbox: Sandbox, client: EitherClient) -> None:
    sandbox.faults.add(operation="list_deployments", status=403)
    with pytest.raises(EdgegapError) as caught:
        launch(client)
    assert caught.value.outcome is Outcome.NOT_SENT
    assert created(sandbox) == 0
    assert client.deployments.pending == []


def test_a_key_holds_as_long_as_its_deployment_is_listed(sandbox: Sandbox, client: EitherClient) -> None:
    first = launch(client)
    client.call(client.deployments.stop, first.request_id)
    second = launch(client)
    assert second.request_id != first.request_id
    assert running(sandbox) == [second.request_id]


# When it fails


def test_a_failure_is_of_all_callers_and_the_next_one_begins_anew(sandbox: Sandbox, client: EitherClient) -> None:
    sandbox.faults.add(operation="create_deployment", outcome="no_capacity", times=1, response_delay=2.0)
    errors = at_once(*[lambda: launch(client)] * 5)
    assert {type(error) for error in errors} == {NoCapacityError}
    assert created(sandbox) == 1
    assert launch(client).request_id in running(sandbox)
    until(lambda: len(running(sandbox)) == 1)


@pytest.mark.parametrize("timing", [STARTING])
def test_each_caller_has_its_own_timeout(sandbox: Sandbox, client: EitherClient) -> None:
    began = time.monotonic()
    short, longer = at_once(
        lambda: launch(client, timeout=2.0, cancel_timeout=0.1),
        lambda: launch(client, timeout=2.6, cancel_timeout=0.1, after=0.05),
    )
    assert isinstance(short, LaunchTimedOut)
    assert isinstance(longer, LaunchTimedOut | EdgegapError)
    assert created(sandbox) == 1
    assert time.monotonic() - began > 2.6
    stop_starting(sandbox)


def stop_starting(sandbox: Sandbox) -> None:
    """Carry out the stop of what is starting, as the service does once it is ready."""
    until(lambda: all(each.stop_requested for each in sandbox.running))
    sandbox.advance(STARTING_SECONDS)
    until(lambda: not running(sandbox))


@pytest.mark.parametrize("timing", [STARTING])
def test_cancelling_the_last_caller_stops_it(sandbox: Sandbox, url: str) -> None:
    async def play() -> None:
        async with AsyncEdgegap(TOKEN, base_url=url, poll_interval=0.03) as edgegap:
            callers = [asyncio.create_task(edgegap.deployments.launch(**KEYED)) for _ in range(3)]
            await asyncio.to_thread(until, lambda: created(sandbox) == 1)
            for caller in callers:
                assert len(running(sandbox)) == 1
                caller.cancel()
                await asyncio.sleep(0.05)
            await asyncio.to_thread(stop_starting, sandbox)
            with pytest.raises(asyncio.CancelledError):
                await callers[-1]

    asyncio.run(play())


@pytest.mark.parametrize("timing", [STARTING])
@pytest.mark.parametrize("first", [0, 1])
async def test_cancelling_one_caller_leaves_the_server_to_the_others(sandbox: Sandbox, url: str, first: int) -> None:
    async with AsyncEdgegap(TOKEN, base_url=url, poll_interval=0.03) as edgegap:
        callers = [asyncio.create_task(edgegap.deployments.launch(**KEYED)) for _ in range(3)]
        await asyncio.to_thread(until, lambda: created(sandbox) == 1)
        callers[first].cancel()
        callers.append(asyncio.create_task(edgegap.deployments.launch(**KEYED)))
        await asyncio.wait((callers[first],))
        sandbox.advance(STARTING_SECONDS)
        found = await asyncio.gather(*callers, return_exceptions=True)
        assert isinstance(found.pop(first), asyncio.CancelledError)
        assert {each.request_id for each in found if isinstance(each, Deployment)} == set(running(sandbox))
    assert created(sandbox) == 1
    assert len(running(sandbox)) == 1


# Blocks


def test_the_last_block_of_a_process_stops_the_server(sandbox: Sandbox, client: EitherClient) -> None:
    with client.block(client.deployments.running(**KEYED)) as first:
        with client.block(client.deployments.running(**KEYED)) as second:
            assert first.request_id == second.request_id
        assert running(sandbox) == [first.request_id]
    assert not running(sandbox)
    assert client.deployments.pending == []


@pytest.mark.parametrize("creator_leaves_first", [True, False])
def test_a_block_leaves_the_server_to_other_processes(
    sandbox: Sandbox, client: EitherClient, other: EitherClient, creator_leaves_first: bool
) -> None:
    first, second = ExitStack(), ExitStack()
    one = first.enter_context(client.block(client.deployments.running(**KEYED)))
    two = second.enter_context(other.block(other.deployments.running(**KEYED)))
    assert one.request_id == two.request_id
    (first if creator_leaves_first else second).close()
    assert running(sandbox) == [one.request_id]
    assert len(holds(sandbox)) == 1
    (second if creator_leaves_first else first).close()
    assert not running(sandbox)


def test_no_block_stops_what_a_caller_of_launch_has(
    sandbox: Sandbox, client: EitherClient, other: EitherClient
) -> None:
    with client.block(client.deployments.running(**KEYED)) as deployment:
        assert launch(client).request_id == deployment.request_id
    assert running(sandbox) == [deployment.request_id]
    with other.block(other.deployments.running(**KEYED)) as adopted:
        assert adopted.request_id == deployment.request_id
    assert running(sandbox) == [deployment.request_id]
    assert created(sandbox) == 1


def test_no_block_stops_what_launch_had_given_before(sandbox: Sandbox, client: EitherClient) -> None:
    deployment = launch(client)
    with client.block(client.deployments.running(**KEYED)) as same:
        assert same.request_id == deployment.request_id
    assert client.deployments.pending == []
    assert running(sandbox) == [deployment.request_id]


def test_a_block_that_raises_leaves_the_server_to_the_others(sandbox: Sandbox, client: EitherClient) -> None:
    with client.block(client.deployments.running(**KEYED)) as deployment:
        with pytest.raises(ValueError, match="over"), client.block(client.deployments.running(**KEYED)):
            raise ValueError("over")
        assert running(sandbox) == [deployment.request_id]
    assert not running(sandbox)


def test_a_block_after_the_server_has_ended_gets_another(sandbox: Sandbox, client: EitherClient) -> None:
    with client.block(client.deployments.running(**KEYED)) as first:
        client.call(client.deployments.stop, first.request_id)
        with client.block(client.deployments.running(**KEYED)) as second:
            assert second.request_id != first.request_id
            assert running(sandbox) == [second.request_id]
        assert not running(sandbox)


def test_blocks_of_several_processes_never_lose_the_server(sandbox: Sandbox, url: str, is_async: bool) -> None:
    """Whoever is in a block has a running server, whoever else begins and leaves at that moment."""
    lost: list[str] = []

    def play(client: EitherClient, seed: int) -> None:
        draw = random.Random(seed)
        for _ in range(4):
            with client.block(client.deployments.running(**KEYED)) as deployment:
                for _ in range(draw.randrange(4)):
                    time.sleep(0.02)
                    if deployment.request_id not in running(sandbox):
                        lost.append(deployment.request_id)
            time.sleep(draw.random() * 0.1)

    with ExitStack() as stack:
        clients = [stack.enter_context(EitherClient(url, is_async=is_async)) for _ in range(3)]
        results = at_once(*[lambda n=n, client=client: play(client, n) for n, client in enumerate(clients * 2)])
    assert results == [None] * 6
    assert lost == []
    until(lambda: not running(sandbox))


def test_refused_tags_are_done_without_and_warned_of_once(
    sandbox: Sandbox, client: EitherClient, other: EitherClient, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox.faults.add(operation="create_deployment_tag", status=403)
    with client.block(client.deployments.running(**KEYED)) as deployment:
        with other.block(other.deployments.running(**KEYED)) as adopted:
            assert adopted.request_id == deployment.request_id
        assert running(sandbox) == [deployment.request_id]
    assert not running(sandbox)
    assert launch(client).request_id == launch(other).request_id
    # One for each of the two organisations, as it were.
    assert [each.levelno for each in caplog.records if "refuses tags" in each.message] == [logging.WARNING] * 2


def test_a_hold_that_cannot_be_written_for_a_moment_is_retried(sandbox: Sandbox, client: EitherClient) -> None:
    sandbox.faults.add(operation="create_deployment_tag", status=503, times=2)
    sandbox.faults.add(operation="delete_deployment_tag", status=503, times=2)
    with client.block(client.deployments.running(**KEYED)):
        assert len(holds(sandbox)) == 1
    until(lambda: not running(sandbox))


def test_who_comes_while_an_accepted_stop_has_no_effect_yet_gets_another_server(
    sandbox: Sandbox, client: EitherClient, other: EitherClient
) -> None:
    # The service carries out the stop of a deployment that is still starting only when it is ready.
    sandbox.faults.add(operation="stop_deployment", status=200, body={"message": "deleted"}, times=1)
    with ThreadPoolExecutor(1) as threads, ExitStack() as first:
        deployment = first.enter_context(client.block(client.deployments.running(**KEYED)))
        closing = threads.submit(first.pop_all().close)
        until(lambda: sandbox.counts[("stop_deployment", 200)])
        assert launch(other).request_id != deployment.request_id
        closing.result()
    assert len(running(sandbox)) == 1


# What a proxy says that does not know the service, or a replica that lags.
NOT_THERE: Final[dict[str, Any]] = {"status": 404, "body": "404 page not found\n"}


@pytest.mark.parametrize("operation", ["get_deployment", "create_deployment_tag"])
def test_a_404_alone_does_not_make_a_second_server(
    sandbox: Sandbox, client: EitherClient, other: EitherClient, operation: str
) -> None:
    first = launch(client)
    sandbox.faults.add(operation=operation, times=2, **NOT_THERE)
    assert launch(other).request_id == first.request_id
    assert created(sandbox) == 1


@pytest.mark.parametrize("operation", ["get_deployment", "create_deployment_tag"])
def test_a_404_alone_does_not_stop_what_another_process_holds(
    sandbox: Sandbox, client: EitherClient, other: EitherClient, operation: str
) -> None:
    with ExitStack() as first:
        deployment = first.enter_context(client.block(client.deployments.running(**KEYED)))
        assert launch(other).request_id == deployment.request_id
        sandbox.faults.add(operation=operation, times=2, **NOT_THERE)
    until(lambda: not client.deployments.pending)
    assert running(sandbox) == [deployment.request_id]


def test_a_404_alone_does_not_leave_a_hold_that_nobody_has(
    sandbox: Sandbox, client: EitherClient, other: EitherClient
) -> None:
    with client.block(client.deployments.running(**KEYED)), other.block(other.deployments.running(**KEYED)):
        sandbox.faults.add(operation="delete_deployment_tag", times=1, **NOT_THERE)
    until(lambda: not running(sandbox))


def test_a_leaver_that_was_killed_does_not_block_the_key(
    sandbox: Sandbox, client: EitherClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for module in (async_holds, sync_holds):
        monkeypatch.setattr(module, "STALE_SECONDS", 0.3)
    deployment = launch(client)
    client.call(client.edgegap.deployment_tags.create, deployment.request_id, name="leaving-0123456789ab")
    with EitherClient(client.url, is_async=client.is_async) as other:
        assert launch(other).request_id == deployment.request_id
    assert "but did not: this process now holds it" in caplog.text


# What differs under one key


def test_the_key_wins_over_version_and_players_and_the_log_names_the_difference(
    sandbox: Sandbox, client: EitherClient, other: EitherClient, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox.add_version("my-game", "v2", token=TOKEN)
    first = launch(client)
    assert launch(other, users=[]).request_id == first.request_id
    assert "runs version" not in caplog.text
    assert launch(other, version="v2").request_id == first.request_id
    assert "'match-4711' runs version v1 of my-game, not version v2 of my-game" in caplog.text
    caplog.clear()
    with (
        client.block(client.deployments.running(**KEYED)),
        client.block(client.deployments.running(**{**KEYED, "version": "v2"})) as held,
    ):
        assert held.request_id == first.request_id
    assert "runs version v1 of my-game" in caplog.text
    assert created(sandbox) == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [({"key": ""}, "key must not be empty"), ({"list_lag": -1.0}, "list_lag"), ({"key_ttl": 0.0}, "key_ttl")],
)
def test_options_of_a_key_are_checked(
    sandbox: Sandbox, client: EitherClient, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(InvalidRequestError, match=message):
        launch(client, **options)
    with (
        pytest.raises(InvalidRequestError, match=message),
        client.block(client.deployments.running(**{**KEYED, **options})),
    ):
        pass
    assert not sandbox.requests


def test_a_group_takes_no_key(sandbox: Sandbox, client: EitherClient) -> None:
    with client.block(client.deployments.group()) as group, pytest.raises(InvalidRequestError, match="takes no key"):
        client.call(group.launch, **KEYED)
    assert not sandbox.requests


@pytest.mark.parametrize(
    ("ascending", "descending", "expected"),
    [
        ("abc", "cba", "abc"),
        ("bac", "cba", "abc"),  # b and a have the same order in both: of the same moment
        ("cba", "cba", "abc"),
        ("ba", "ab", "ba"),
        ("ba", "a", "ab"),
        ("a", "a", "a"),
    ],
)
def test_those_of_the_same_moment_are_sorted_by_id(ascending: str, descending: str, expected: str) -> None:
    assert by_age(list(ascending), list(descending)) == list(expected)


# With a ledger


@pytest.fixture(params=["sqlite", "redis"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LedgerPlace]:
    with ledger_place(request.param, tmp_path, lease_seconds=15.0) as made:
        yield made


@pytest.fixture
def ledgers(url: str, is_async: bool, place: LedgerPlace) -> Iterator[list[EitherClient]]:
    """Two clients with one ledger that otherwise share nothing, as in two processes."""
    with ExitStack() as stack:
        made = [place.new() for _ in range(2)]
        yield [stack.enter_context(EitherClient(url, is_async=is_async, ledger=each)) for each in made]


def test_a_ledger_decides_before_the_create_request(sandbox: Sandbox, ledgers: list[EitherClient]) -> None:
    for number in range(3):
        one = partial(launch, key=f"match-{number}", list_lag=60.0)  # nobody waits for that
        deployments = at_once(*[partial(one, client, timeout=30) for client in ledgers * 2])
        assert all(isinstance(each, Deployment) for each in deployments), deployments
        assert len({each.request_id for each in deployments}) == 1
        assert created(sandbox) == number + 1


def test_a_ledger_keeps_a_key_for_key_ttl(sandbox: Sandbox, ledgers: list[EitherClient]) -> None:
    first = launch(ledgers[0], key_ttl=5.0)
    began = time.monotonic()
    ledgers[0].call(ledgers[0].deployments.stop, first.request_id)
    until(lambda: not running(sandbox))
    with pytest.raises(LaunchCancelled, match="has ended, but the ledger keeps the key") as caught:
        launch(ledgers[1], key_ttl=5.0)
    assert caught.value.deployment_id == first.request_id
    assert caught.value.stopped
    assert created(sandbox) == 1
    time.sleep(max(0.0, began + 5.1 - time.monotonic()))
    assert launch(ledgers[1], key_ttl=5.0).request_id != first.request_id


def test_a_failed_launch_does_not_keep_its_key(sandbox: Sandbox, ledgers: list[EitherClient]) -> None:
    sandbox.faults.add(operation="create_deployment", outcome="no_capacity", times=1)
    with pytest.raises(NoCapacityError):
        launch(ledgers[0], key_ttl=60.0)
    assert launch(ledgers[1], key_ttl=60.0).request_id in running(sandbox)


def test_the_block_of_a_dead_process_does_not_keep_the_key(
    sandbox: Sandbox, ledgers: list[EitherClient], place: LedgerPlace
) -> None:
    # What a killed process has left, whose deployment has ended meanwhile.
    deployment = launch(ledgers[0])
    place.give_to_another("block")
    with Edgegap(TOKEN, base_url=ledgers[0].url) as edgegap:
        edgegap.deployments.stop(deployment.request_id)
    until(lambda: not running(sandbox))
    assert launch(ledgers[1], timeout=20).request_id in running(sandbox)


def test_key_ttl_needs_a_ledger(sandbox: Sandbox, client: EitherClient) -> None:
    with pytest.raises(InvalidRequestError, match="key_ttl needs a ledger"):
        launch(client, key_ttl=60.0)
    assert not sandbox.requests


# Killed processes

# A signal that comes just before a read begins would wait for the end of that read.
PROGRAM = """
import select, sys
from edgegap_client import Edgegap
from edgegap_client.beacons import users_from_ips

def wait_for_the_end():
    while not select.select([sys.stdin], [], [], 0.1)[0]:
        pass

edgegap = Edgegap("11112222-3333-4444-5555-666677778888", base_url=sys.argv[1], poll_interval=0.03)
options = dict(application="my-game", version="v1", users=users_from_ips(["8.8.8.8"]), key="match-4711", list_lag=0.2)
if sys.argv[2] == "launch":
    print(edgegap.deployments.launch(**options).request_id, flush=True)
    wait_for_the_end()
with edgegap.deployments.running(**options) as deployment:
    print(deployment.request_id, flush=True)
    wait_for_the_end()
"""


def start_program(url: str, what: str) -> subprocess.Popen[str]:
    program = [sys.executable, "-c", PROGRAM, url, what]
    return subprocess.Popen(program, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True)


@pytest.mark.parametrize("is_ready", [True, False])
def test_a_killed_process_and_its_successor_share_one_server(
    sandbox: Sandbox, client: EitherClient, url: str, is_ready: bool
) -> None:
    with start_program(url, "launch") as process:
        if is_ready:
            assert process.stdout is not None
            process.stdout.readline()
        else:
            until(lambda: created(sandbox) == 1)
        process.kill()
    deployment = launch(client)
    assert running(sandbox) == [deployment.request_id]
    assert created(sandbox) == 1


def test_sigterm_in_a_block_leaves_the_server_to_other_processes(
    sandbox: Sandbox, client: EitherClient, url: str
) -> None:
    with start_program(url, "running") as process:
        assert process.stdout is not None
        name = process.stdout.readline().strip()
        with client.block(client.deployments.running(**KEYED)) as deployment:
            assert deployment.request_id == name
            process.send_signal(signal.SIGTERM)
            process.wait(30)
            assert running(sandbox) == [name]
    assert not running(sandbox)


def test_sigterm_in_the_only_block_stops_the_server(sandbox: Sandbox, url: str) -> None:
    with start_program(url, "running") as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        process.wait(30)
    assert not running(sandbox)


def test_closing_the_client_ends_the_launches_of_all_callers(sandbox: Sandbox, client: EitherClient) -> None:
    sandbox.faults.add(operation="create_deployment", outcome="stuck")
    results: list[Any] = []
    thread = threading.Thread(target=lambda: results.extend(at_once(*[lambda: launch(client)] * 3)))
    thread.start()
    until(lambda: created(sandbox) == 1)
    client.call(client.edgegap.aclose if client.is_async else client.edgegap.close)
    thread.join(30)
    assert len(results) == 3
    assert all(isinstance(each, EdgegapError) for each in results)
    until(lambda: not running(sandbox))
