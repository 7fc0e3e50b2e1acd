"""Launches with a key when tags, lists and stops fail, or a deployment ends meanwhile; sync and async alike."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any, Final

import pytest

import edgegap_client._async.holds as async_holds
import edgegap_client._async.keys as async_keys
import edgegap_client._async.launches as async_launches
import edgegap_client._sync.holds as sync_holds
import edgegap_client._sync.keys as sync_keys
import edgegap_client._sync.launches as sync_launches
from edgegap_client import AsyncEdgegap, Edgegap
from edgegap_client._core.launch import KeyOptions
from edgegap_client.deployments import LaunchTimedOut
from edgegap_client.errors import EdgegapError, PermissionDeniedError, TimedOut
from edgegap_client.models import DeploymentStatus
from edgegap_client.sandbox import Sandbox, Timing

from . import test_keys
from .servers.clients import ORDER, TOKEN, EitherClient
from .servers.ledgers import LedgerPlace
from .test_keys import KEYED, NOT_THERE, created, holds, launch, running, until

timing = test_keys.timing
sandbox = test_keys.sandbox
url = test_keys.url
is_async = test_keys.is_async
client = test_keys.client
other = test_keys.other
place = test_keys.place
ledgers = test_keys.ledgers
_waiting_shortly = test_keys._waiting_shortly


@pytest.fixture(autouse=True)
def _waiting_long_for_the_end(_waiting_shortly: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (async_keys, sync_keys):
        monkeypatch.setattr(module, "BLOCK_SECONDS", 50.0)


# What the service says that accepts a stop and does not carry it out.
ACCEPTED: Final[dict[str, Any]] = {"operation": "stop_deployment", "status": 200, "body": {"message": "deleted"}}
LEAVING: Final = "leaving-0123456789ab"


def stop(client: EitherClient, deployment_id: str) -> None:
    client.call(client.deployments.stop, deployment_id)


def keys_of(client: EitherClient) -> Any:
    """The shared launches of a client."""
    kind = async_keys.AsyncKeys if client.is_async else sync_keys.Keys
    edgegap = client.edgegap
    return client.call(edgegap._runtime.watcher, kind, edgegap._organisation.key, kind)


def shared_of(client: EitherClient) -> Any:
    """The launch that the callers of the key share."""
    (shared,) = keys_of(client).shared.values()
    return shared


@pytest.fixture
def started() -> Any:
    """Begins calls in threads of their own."""
    with ThreadPoolExecutor(4) as threads:
        yield threads.submit


# Blocks whose deployment is not seen to end


def test_a_block_says_that_its_server_was_not_seen_to_end(
    sandbox: Sandbox, client: EitherClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox.faults.add(**ACCEPTED)
    for module in (async_keys, sync_keys):
        monkeypatch.setattr(module, "BLOCK_SECONDS", 0.3)
    with pytest.raises(TimedOut) as caught, client.block(client.deployments.running(**KEYED)) as deployment:
        pass
    assert any(deployment.request_id in note for note in caught.value.__notes__)
    assert [each.deployment_id for each in client.deployments.pending] == [deployment.request_id]
    sandbox.faults.clear()
    until(lambda: not client.deployments.pending and not running(sandbox))


def test_a_block_says_why_its_server_could_not_be_stopped(
    sandbox: Sandbox, client: EitherClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (async_keys, sync_keys):
        monkeypatch.setattr(module, "BLOCK_SECONDS", 5.0)
    sandbox.faults.add(operation="stop_deployment", status=403)
    with pytest.raises(PermissionDeniedError) as caught, client.block(client.deployments.running(**KEYED)):
        pass
    assert caught.value.__notes__
    sandbox.faults.clear()
    until(lambda: not client.deployments.pending and not running(sandbox))


def test_the_error_of_a_block_notes_what_is_pending(sandbox: Sandbox, client: EitherClient) -> None:
    sandbox.faults.add(**ACCEPTED)
    with (
        pytest.raises(ValueError, match="over") as caught,
        client.block(client.deployments.running(**KEYED, cancel_timeout=0.1)) as deployment,
    ):
        raise ValueError("over")
    assert any(deployment.request_id in note for note in caught.value.__notes__)
    sandbox.faults.clear()
    until(lambda: not client.deployments.pending and not running(sandbox))


def test_the_end_of_a_block_that_has_not_begun_does_nothing(sandbox: Sandbox, client: EitherClient) -> None:
    kind = async_keys.AsyncKeyHolder if client.is_async else sync_keys.KeyHolder
    block = client.call(kind, client.deployments, dict(ORDER), KeyOptions("match-4711"))
    client.call(block.end, 1.0)
    assert not sandbox.requests


async def test_a_cancellation_at_the_end_of_a_block_notes_what_is_pending(sandbox: Sandbox, url: str) -> None:
    sandbox.faults.add(operation="stop_deployment", status=503)
    async with AsyncEdgegap(TOKEN, base_url=url, poll_interval=0.03) as edgegap:
        block = edgegap.deployments.running(**KEYED)
        deployment = await block.__aenter__()
        ending = asyncio.create_task(block.__aexit__(None, None, None))
        await asyncio.to_thread(until, lambda: sandbox.counts["stop_deployment", 503])
        ending.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await ending
        assert any(deployment.request_id in note for note in caught.value.__notes__)
        sandbox.faults.clear()
    await asyncio.to_thread(until, lambda: not running(sandbox))


# Callers that come and go


def test_a_server_that_is_ready_when_its_last_caller_has_gone_is_stopped(
    sandbox: Sandbox, client: EitherClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The moment between the last look whether it is given up and the deployment being there."""
    kind = async_keys.AsyncSharedLaunch if client.is_async else sync_keys.SharedLaunch
    finish = kind.finish

    def finish_for_nobody(shared: Any, error: BaseException | None = None) -> None:
        finish(shared, error)
        shared.callers.clear()

    monkeypatch.setattr(kind, "finish", finish_for_nobody)
    launch(client)
    until(lambda: not running(sandbox) and not client.deployments.pending)


def test_who_comes_while_the_last_block_ends_shares_its_server(
    sandbox: Sandbox, client: EitherClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The moment between the last look at who is there and the stop, in which another thread may come."""
    kind = async_keys.AsyncSharedLaunch if client.is_async else sync_keys.SharedLaunch
    late = object()

    def begin_to_end(shared: Any, is_ending: bool) -> None:
        shared.__dict__["ending"] = is_ending
        if is_ending:
            shared.callers[late] = threading.Event()

    monkeypatch.setattr(
        kind, "is_ending", property(lambda shared: shared.__dict__["ending"], begin_to_end), raising=False
    )
    with client.block(client.deployments.running(**KEYED)) as deployment:
        shared = shared_of(client)
    assert running(sandbox) == [deployment.request_id]
    assert not shared.is_ending
    shared.callers.pop(late)
    stop(client, deployment.request_id)


@pytest.mark.parametrize("is_left", [False, True], ids=["stays", "is left"])
def test_who_comes_while_the_last_holder_leaves_waits_for_it(
    sandbox: Sandbox, client: EitherClient, started: Callable[..., Future[Any]], is_left: bool
) -> None:
    with client.block(client.deployments.running(**KEYED)) as deployment:
        shared = shared_of(client)
        shared.is_ending = True
        coming = started(launch, client)
        until(lambda: len(shared.callers) == 1)
        time.sleep(0.1)
        assert not coming.done()
        if is_left:
            keys_of(client).remove(KeyOptions("match-4711").tag, shared)
        else:
            shared.is_ending = False
        assert coming.result().request_id == deployment.request_id
        # One that has left is no longer shared: the server is found as that of another process.
        assert bool(shared.is_kept) is not is_left
        shared.is_ending = False
    assert running(sandbox) == [deployment.request_id]
    assert created(sandbox) == 1


def test_a_caller_whose_check_fails_leaves_the_server_to_the_block(sandbox: Sandbox, client: EitherClient) -> None:
    with client.block(client.deployments.running(**KEYED)) as deployment:
        sandbox.faults.add(operation="get_deployment", status=403, times=1)
        with pytest.raises(PermissionDeniedError):
            launch(client)
        assert running(sandbox) == [deployment.request_id]
    assert not running(sandbox)


def test_a_caller_whose_check_fails_stops_the_server_that_nobody_holds(
    sandbox: Sandbox, client: EitherClient, started: Callable[..., Future[Any]]
) -> None:
    with ExitStack() as block:
        deployment = block.enter_context(client.block(client.deployments.running(**KEYED)))
        shared = shared_of(client)
        sandbox.requests.clear()
        sandbox.faults.add(operation="get_deployment", status=403, times=1, response_delay=5.0, effect=True)
        coming = started(launch, client)
        until(lambda: len(shared.holders) == 2)
        block.close()
        assert running(sandbox) == [deployment.request_id]
        assert isinstance(coming.exception(), PermissionDeniedError)
    until(lambda: not running(sandbox))


def test_who_begins_again_after_all_have_left_is_given_up_too(sandbox: Sandbox, client: EitherClient) -> None:
    with client.block(client.deployments.running(**KEYED)):
        shared = shared_of(client)
        (holder,) = shared.holders
        plan = shared.plan
        shared.given_up = True
        try:
            assert client.call(holder._replace_plan, shared).given_up
        finally:
            shared.plan.settle_now()
            shared.plan, shared.given_up = plan, False
    assert not running(sandbox)


def test_only_so_many_tagged_deployments_are_remembered(client: EitherClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (async_keys, sync_keys):
        monkeypatch.setattr(module, "MAX_KEPT", 2)
    keys = keys_of(client)
    for name in "abc":
        keys.note_kept(name)
    assert list(keys.kept) == ["b", "c"]


# With a ledger


@pytest.mark.parametrize("timing", [Timing(ready_after=0.06, terminating_for=0.05, listed_after=1000.0)])
def test_a_server_that_is_not_listed_yet_is_found_in_the_ledger(sandbox: Sandbox, ledgers: list[EitherClient]) -> None:
    first = launch(ledgers[0], key_ttl=60.0)
    assert launch(ledgers[1], key_ttl=60.0).request_id == first.request_id
    assert created(sandbox) == 1


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_the_key_of_a_dead_process_is_free_once_nothing_of_it_runs(
    sandbox: Sandbox, ledgers: list[EitherClient], place: LedgerPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (async_launches, sync_launches):
        monkeypatch.setattr(module, "ANOTHER_APPEARS_WITHIN_SECONDS", 0.5)
        monkeypatch.setattr(module, "YOUNG_SECONDS", 0.5)
    first = launch(ledgers[0])
    place.give_to_another("launching")
    with Edgegap(TOKEN, base_url=ledgers[0].url) as edgegap:
        edgegap.deployments.stop(first.request_id)
    until(lambda: not running(sandbox))
    assert launch(ledgers[1]).request_id in running(sandbox)
    until(lambda: not ledgers[1].deployments.pending)
    assert len(running(sandbox)) == 1


# Deployments that end meanwhile, or cannot be held


def test_a_server_that_is_stopped_before_its_key_is_decided_is_replaced(
    sandbox: Sandbox, client: EitherClient, started: Callable[..., Future[Any]]
) -> None:
    launching = started(launch, client, list_lag=3.0)
    until(lambda: created(sandbox) == 1 and shared_of(client).plan.status == "READY")
    (first,) = running(sandbox)
    stop(client, first)
    found = launching.result()
    assert found.request_id != first
    assert running(sandbox) == [found.request_id]


def test_a_server_that_ends_while_it_is_adopted_is_replaced(
    sandbox: Sandbox, client: EitherClient, other: EitherClient, started: Callable[..., Future[Any]]
) -> None:
    first = launch(client)
    client.call(client.edgegap.deployment_tags.create, first.request_id, name=LEAVING)
    adopting = started(launch, other)
    until(lambda: len(holds(sandbox)) == 3)  # its own, beside those of the launch and of who is leaving
    stop(client, first.request_id)
    found = adopting.result()
    assert found.request_id != first.request_id
    assert running(sandbox) == [found.request_id]


def test_an_adoption_that_is_given_up_leaves_no_hold(
    sandbox: Sandbox, client: EitherClient, other: EitherClient
) -> None:
    first = launch(client)
    client.call(client.edgegap.deployment_tags.create, first.request_id, name=LEAVING)
    before = sorted(holds(sandbox))
    with pytest.raises(LaunchTimedOut):
        launch(other, timeout=3.0, cancel_timeout=5.0)
    until(lambda: sorted(holds(sandbox)) == before and not other.deployments.pending)
    assert running(sandbox) == [first.request_id]


@pytest.mark.parametrize("is_long", [False, True], ids=["for a moment", "for long"])
def test_a_404_while_a_hold_is_checked_is_read_again_until_the_timeout(
    sandbox: Sandbox,
    client: EitherClient,
    other: EitherClient,
    started: Callable[..., Future[Any]],
    is_long: bool,
) -> None:
    first = launch(client)
    client.call(client.edgegap.deployment_tags.create, first.request_id, name=LEAVING)
    adopting = started(launch, other, timeout=5.0 if is_long else 60.0)
    until(lambda: len(holds(sandbox)) == 3)
    sandbox.faults.add(operation="get_deployment", times=None if is_long else 3, **NOT_THERE)
    if is_long:
        assert isinstance(adopting.exception(), EdgegapError)
        sandbox.faults.clear()
    else:
        until(lambda: sandbox.counts["get_deployment", 404] == 3)
        client.call(client.edgegap.deployment_tags.delete, first.request_id, LEAVING)
        assert adopting.result().request_id == first.request_id
    assert running(sandbox) == [first.request_id]
    assert created(sandbox) == 1


def test_a_server_whose_hold_cannot_be_written_is_not_handed_over(sandbox: Sandbox, client: EitherClient) -> None:
    sandbox.faults.add(operation="create_deployment_tag", **NOT_THERE)
    with pytest.raises(EdgegapError):
        launch(client, timeout=2.0, cancel_timeout=0.0)
    sandbox.faults.clear()
    until(lambda: not running(sandbox) and not client.deployments.pending)


def test_a_server_whose_key_cannot_be_decided_is_not_handed_over(
    sandbox: Sandbox, client: EitherClient, started: Callable[..., Future[Any]]
) -> None:
    launching = started(launch, client, list_lag=1.0)
    until(lambda: created(sandbox) == 1)
    sandbox.faults.add(operation="list_deployments", status=403, times=1)
    assert isinstance(launching.exception(), PermissionDeniedError)
    until(lambda: not running(sandbox) and not client.deployments.pending)


def test_a_hold_whose_response_was_lost_is_there(sandbox: Sandbox, client: EitherClient) -> None:
    sandbox.faults.add(operation="create_deployment_tag", drop="after", times=1)
    deployment = launch(client)
    assert len(holds(sandbox)) == 1
    assert running(sandbox) == [deployment.request_id]


def test_a_404_alone_does_not_keep_the_last_block_from_stopping(sandbox: Sandbox, client: EitherClient) -> None:
    with client.block(client.deployments.running(**KEYED)):
        sandbox.faults.add(operation="create_deployment_tag", times=2, **NOT_THERE)
    until(lambda: not running(sandbox) and not client.deployments.pending)
    assert sandbox.counts["create_deployment_tag", 404] == 2


def test_a_server_that_ends_while_the_last_block_says_that_it_leaves_is_over(
    sandbox: Sandbox, client: EitherClient, started: Callable[..., Future[Any]]
) -> None:
    with ExitStack() as block:
        deployment = block.enter_context(client.block(client.deployments.running(**KEYED)))
        sandbox.faults.add(operation="create_deployment_tag", times=1, effect=True, response_delay=2.0, **NOT_THERE)
        sandbox.requests.clear()
        ending = started(block.pop_all().close)
        until(lambda: any(tag.startswith("leaving-") for tag in holds(sandbox)))
        stop(client, deployment.request_id)
        ending.result()
    assert not running(sandbox)
    assert client.deployments.pending == []


@pytest.mark.parametrize("status", [403, 503])
def test_a_hold_that_cannot_be_deleted_does_not_keep_the_server_running(
    sandbox: Sandbox, client: EitherClient, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    with client.block(client.deployments.running(**KEYED)):
        sandbox.faults.add(operation="delete_deployment_tag", status=status, times=4)
    until(lambda: not running(sandbox) and not client.deployments.pending)
    assert client.edgegap._organisation.refuses_tags is (status == 403)


def test_tags_are_read_where_the_status_does_not_show_them(client: EitherClient) -> None:
    deployment = launch(client)
    status = DeploymentStatus.from_dict({"request_id": deployment.request_id, "current_status": "Status.READY"})
    hold = async_holds.AsyncHold if client.is_async else sync_holds.Hold
    tags = client.call(hold.tags, client.edgegap, deployment.request_id, status)
    assert KeyOptions("match-4711").tag in tags
    assert hold.are_held(tags)


def test_the_refusal_of_a_tag_of_what_has_ended_is_none_of_all_tags(sandbox: Sandbox, client: EitherClient) -> None:
    hold = (async_holds.AsyncHold if client.is_async else sync_holds.Hold)(is_creator=True, name="0123456789ab")
    sandbox.faults.add(operation="create_deployment_tag", status=403, times=1)
    taken = client.call(hold.take, client.edgegap, "f" * 12, lambda: None, time.monotonic() + 5)
    assert not taken
    assert not client.edgegap._organisation.refuses_tags
