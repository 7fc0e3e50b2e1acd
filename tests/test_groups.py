"""Several launches at once: all run, or none is left behind; by the sync and the async client alike."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import edgegap_client._async.groups as async_groups
import edgegap_client._sync.groups as sync_groups
from edgegap_client import AsyncEdgegap, NoCapacityError
from edgegap_client.deployments import DeploymentFailed, LaunchCancelled, LaunchOutcome
from edgegap_client.errors import ClientClosedError, InvalidRequestError
from edgegap_client.ledger import LedgerError, SQLiteLedger
from edgegap_client.sandbox import Sandbox, Timing

from .servers.clients import ORDER, TOKEN, EitherClient, prepared

FAST = Timing(ready_after=0.06, terminating_for=0.05, known_for=0.05, stuck_for=1.0)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    made = prepared(Sandbox(timing=FAST, seed=1))
    yield made
    made.close()


@pytest.fixture
def url(sandbox: Sandbox) -> Iterator[str]:
    with sandbox.serve() as url:
        yield url


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def client(url: str, request: pytest.FixtureRequest) -> Iterator[EitherClient]:
    with EitherClient(url, is_async=request.param) as made:
        yield made


@pytest.fixture(autouse=True)
def _waiting_shortly(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (async_groups, sync_groups):
        monkeypatch.setattr(module, "BLOCK_SECONDS", 1.5)


def start(client: EitherClient, group: Any, number: int = 1, **options: Any) -> list[Any]:
    return [client.call(group.launch, **{**ORDER, **options}) for _ in range(number)]


def until(condition: Callable[[], object]) -> None:
    """Wait for what must come, however slow the computer is."""
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "it has not come"
        time.sleep(0.005)


def created(sandbox: Sandbox) -> int:
    return sum(number for (operation, _), number in sandbox.counts.items() if operation == "create_deployment")


# What the block owns


def test_one_failure_stops_the_four_that_are_ready(sandbox: Sandbox, client: EitherClient) -> None:
    """Seen with a TaskGroup of five launches: four were left running."""
    with pytest.raises(ExceptionGroup, match="1 of 5 launches failed") as caught:  # noqa: SIM117
        with client.block(client.deployments.group()) as group:
            for launch in start(client, group, 4):
                client.call(launch.result)
            assert len(sandbox.running) == 4
            sandbox.faults.add(operation="create_deployment", outcome="no_capacity")
            start(client, group)
            client.call(group.keep)
    (error,) = caught.value.exceptions
    assert isinstance(error, NoCapacityError)
    assert created(sandbox) == 5
    assert not sandbox.orphans()


def test_a_failure_gives_up_what_is_on_its_way_at_once(sandbox: Sandbox, client: EitherClient) -> None:
    sandbox.faults.add(operation="create_deployment", outcome="stuck", nth=[1, 2])
    sandbox.faults.add(operation="create_deployment", outcome="error", nth=3)
    began = time.monotonic()
    slow: list[Any] = []
    with pytest.raises(ExceptionGroup) as caught:  # noqa: SIM117
        with client.block(client.deployments.group()) as group:
            slow += start(client, group, 2)
            until(lambda: created(sandbox) == 2)
            start(client, group)
    assert [type(error) for error in caught.value.exceptions] == [DeploymentFailed]
    assert time.monotonic() - began < 20  # not the 300 s of the stuck ones
    assert all(isinstance(launch.error, LaunchCancelled) for launch in slow)
    until(lambda: not sandbox.orphans())


def test_what_is_kept_runs_on_and_is_returned_in_order(sandbox: Sandbox, client: EitherClient) -> None:
    with client.block(client.deployments.group()) as group:
        launches = start(client, group, 3)
        kept = client.call(group.keep)
        assert kept == [launch.deployment for launch in launches]
    assert {each.request_id for each in sandbox.orphans()} == {each.request_id for each in kept}
    assert client.deployments.pending == []


def test_without_keep_the_end_of_the_block_stops_all(sandbox: Sandbox, client: EitherClient) -> None:
    with client.block(client.deployments.group()) as group:
        start(client, group, 3)
        assert len(client.call(group.wait)) == 3
        assert len(sandbox.orphans()) == 3
    assert not sandbox.orphans()


def test_the_end_of_the_block_waits_for_launches_and_stops_them(sandbox: Sandbox, client: EitherClient) -> None:
    with client.block(client.deployments.group()) as group:
        launches = start(client, group, 2)
    assert all(launch.deployment for launch in launches)
    assert created(sandbox) == 2
    assert not sandbox.orphans()


def test_what_is_launched_after_keep_belongs_to_the_block_again(sandbox: Sandbox, client: EitherClient) -> None:
    with client.block(client.deployments.group()) as group:
        start(client, group)
        (kept,) = client.call(group.keep)
        start(client, group)
        client.call(group.wait)
    assert [each.request_id for each in sandbox.orphans()] == [kept.request_id]


@pytest.mark.parametrize("raised", [ValueError, KeyboardInterrupt])
def test_an_exception_in_the_block_stops_all(
    sandbox: Sandbox, client: EitherClient, raised: type[BaseException]
) -> None:
    def play() -> None:
        with client.block(client.deployments.group()) as group:
            client.call(start(client, group)[0].result)
            sandbox.faults.add(operation="create_deployment", outcome="stuck")
            start(client, group)
            until(lambda: created(sandbox) == 2)
            raise raised("over")

    if client.is_async and raised is KeyboardInterrupt:
        raised = asyncio.CancelledError  # an interrupt ends the event loop
    with pytest.raises(raised, match="over"):
        play()
    until(lambda: not sandbox.orphans())


def test_a_failed_group_launches_no_more(sandbox: Sandbox, client: EitherClient) -> None:
    sandbox.faults.add(operation="create_deployment", outcome="no_capacity")
    with pytest.raises(ExceptionGroup):  # noqa: SIM117
        with client.block(client.deployments.group()) as group:
            (failed,) = start(client, group)
            with pytest.raises(NoCapacityError):
                client.call(failed.result)
            with pytest.raises(LaunchCancelled, match="not launched"):
                start(client, group)
    assert created(sandbox) == 1
    with pytest.raises(LaunchCancelled, match="not launched"):
        start(client, client.deployments.group())


async def test_cancelling_the_block_stops_all(sandbox: Sandbox, url: str) -> None:
    async with AsyncEdgegap(TOKEN, base_url=url, poll_interval=0.03) as edgegap:
        is_ready = asyncio.Event()

        async def play() -> None:
            async with edgegap.deployments.group() as group:
                for launch in [group.launch(**ORDER) for _ in range(3)]:
                    await launch.result()
                sandbox.faults.add(operation="create_deployment", outcome="stuck")
                group.launch(**ORDER)
                is_ready.set()
                await group.keep()

        task = asyncio.create_task(play())
        await is_ready.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not [each for each in sandbox.orphans() if each.state == "READY"]
    assert not sandbox.orphans()


async def test_a_second_cancellation_does_not_stop_the_clean_up(sandbox: Sandbox, url: str) -> None:
    sandbox.faults.add(operation="stop_deployment", status=503, times=3)
    async with AsyncEdgegap(TOKEN, base_url=url, poll_interval=0.03) as edgegap:

        async def play() -> None:
            async with edgegap.deployments.group() as group:
                group.launch(**ORDER)
                await group.wait()
                await asyncio.sleep(60)

        task = asyncio.create_task(play())
        await asyncio.to_thread(until, lambda: [each for each in sandbox.running if each.state == "READY"])
        await asyncio.sleep(0.2)
        task.cancel()
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
        assert "deployments.pending" in "".join(caught.value.__notes__)
    assert not sandbox.orphans()


# What the errors say


def test_the_error_group_has_the_note_of_what_is_pending(sandbox: Sandbox, client: EitherClient) -> None:
    sandbox.faults.add(operation="stop_deployment", status=503)
    sandbox.faults.add(operation="create_deployment", status=400, nth=2)
    running: list[str] = []
    with pytest.raises(ExceptionGroup) as caught:  # noqa: SIM117
        with client.block(client.deployments.group()) as group:
            (first,) = start(client, group, cancel_timeout=0.3)
            running.append(client.call(first.result).request_id)
            start(client, group, cancel_timeout=0.3)
    assert any(running[0] in note and "deployments.pending" in note for note in caught.value.__notes__)
    assert [each.deployment_id for each in client.deployments.pending] == running
    sandbox.faults.clear()
    until(lambda: not client.deployments.pending)
    assert not sandbox.orphans()


def test_a_block_whose_deployments_do_not_end_says_so(sandbox: Sandbox, client: EitherClient) -> None:
    sandbox.faults.add(operation="stop_deployment", status=503)
    with pytest.raises(ExceptionGroup, match="2 of 2 deployments were not seen to end") as caught:  # noqa: SIM117
        with client.block(client.deployments.group()) as group:
            start(client, group, 2)
            client.call(group.wait)
    assert len(caught.value.__notes__) == 2
    assert len(client.deployments.pending) == 2
    sandbox.faults.clear()
    until(lambda: not sandbox.orphans())


def test_closing_the_client_ends_the_group(sandbox: Sandbox, client: EitherClient) -> None:
    sandbox.faults.add(operation="create_deployment", outcome="stuck")

    def play() -> None:
        with client.block(client.deployments.group()) as group:
            start(client, group, 2)
            until(lambda: created(sandbox) == 2)
            client.call(client.edgegap.aclose if client.is_async else client.edgegap.close)
            client.call(group.keep)

    with pytest.raises(ExceptionGroup) as caught:
        play()
    assert {type(error) for error in caught.value.exceptions} <= {LaunchCancelled, ClientClosedError}
    until(lambda: not sandbox.orphans())


# The ledger


def test_what_a_group_keeps_is_handed_over_in_the_ledger(sandbox: Sandbox, url: str, tmp_path: Any) -> None:
    for is_async in (False, True):
        path = tmp_path / f"{is_async}.sqlite3"
        with EitherClient(url, is_async=is_async, ledger=SQLiteLedger(path)) as client:  # noqa: SIM117
            with client.block(client.deployments.group()) as group:
                start(client, group, 2)
                client.call(group.wait)
                assert states(path) == ["block", "block"]
                client.call(group.keep)
                assert states(path) == ["handed_over", "handed_over"]


def states(path: Any) -> list[str]:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(path)) as db:
        return [row[0] for row in db.execute("SELECT state FROM launches")]


def test_a_ledger_that_fails_at_keep_lets_the_block_stop_all(
    sandbox: Sandbox, client: EitherClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise LedgerError("the disk is full")

    with pytest.raises(LedgerError):  # noqa: SIM117
        with client.block(client.deployments.group()) as group:
            launches = start(client, group, 3)
            client.call(group.wait)
            monkeypatch.setattr(launches[2]._plan, "leave_block", fail)
            client.call(group.keep)
    assert not sandbox.orphans()


# launch_many


def test_launch_many_reports_each_outcome(sandbox: Sandbox, client: EitherClient) -> None:
    sandbox.faults.add(operation="create_deployment", outcome="no_capacity", nth=[2, 4])
    outcomes = client.call(client.deployments.launch_many, 6, **ORDER)
    assert len(outcomes) == 6
    assert all(isinstance(each, LaunchOutcome) for each in outcomes)
    assert all((each.deployment is None) is (each.error is not None) for each in outcomes)
    assert [type(each.error) for each in outcomes if each.error] == [NoCapacityError] * 2
    ids = {each.deployment.request_id for each in outcomes if each.deployment}
    assert {each.request_id for each in sandbox.orphans()} == ids
    assert len(ids) == 4


def test_launch_many_all_or_none(sandbox: Sandbox, client: EitherClient) -> None:
    sandbox.faults.add(operation="create_deployment", outcome="no_capacity", nth=5)
    with pytest.raises(ExceptionGroup) as caught:
        client.call(client.deployments.launch_many, 5, all_or_none=True, **ORDER)
    assert [type(error) for error in caught.value.exceptions] == [NoCapacityError]
    until(lambda: not sandbox.orphans())


@pytest.mark.parametrize("number", [0, -1])
def test_launch_many_takes_one_or_more(sandbox: Sandbox, client: EitherClient, number: int) -> None:
    with pytest.raises(InvalidRequestError, match=f"got {number}"):
        client.call(client.deployments.launch_many, number, **ORDER)
    assert not sandbox.requests


@pytest.mark.parametrize("rate_limits", ["wait", "raise"])
def test_launch_many_keeps_to_the_create_limit(sandbox: Sandbox, url: str, rate_limits: str) -> None:
    """The sandbox sends 429 beyond 40 in a second. The timeout of each begins when it may be sent."""
    for is_async in (False, True):
        sandbox.counts.clear()
        with EitherClient(url, is_async=is_async, rate_limits=rate_limits) as client:
            outcomes = client.call(client.deployments.launch_many, 60, timeout=20, **ORDER)
            assert [each.error for each in outcomes if each.error] == []
        assert not [key for key in sandbox.counts if key[1] == 429]


async def test_cancelling_launch_many_stops_all(sandbox: Sandbox, url: str) -> None:
    sandbox.faults.add(operation="create_deployment", outcome="stuck", nth=4)
    async with AsyncEdgegap(TOKEN, base_url=url, poll_interval=0.03) as edgegap:
        task = asyncio.create_task(edgegap.deployments.launch_many(4, **ORDER))
        await asyncio.to_thread(until, lambda: sum(each.state == "READY" for each in sandbox.running) == 3)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert not sandbox.orphans()


# The process

PROGRAM = """
import sys
from edgegap_client import Edgegap
from edgegap_client.beacons import users_from_ips

edgegap = Edgegap("11112222-3333-4444-5555-666677778888", base_url=sys.argv[1], poll_interval=0.03)
with edgegap.deployments.group() as group:
    for _ in range(3):
        group.launch(application="my-game", version="v1", users=users_from_ips(["8.8.8.8"]))
    group.wait()
    print("ready", flush=True)
    import time
    time.sleep(60)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_what_a_group_owns(sandbox: Sandbox, url: str, number: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", PROGRAM, url], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stdout is not None
        timer = threading.Timer(30, run.kill)
        timer.start()
        assert run.stdout.readline() == b"ready\n"
        assert len(sandbox.orphans()) == 3
        run.send_signal(number)
        _, reported = run.communicate()
        timer.cancel()
    assert not sandbox.orphans(), (run.returncode, reported)
