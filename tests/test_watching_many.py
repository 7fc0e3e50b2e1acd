"""Many waiters at once, with lists of two instead of a hundred: each comes to its end; sync and async alike."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

import edgegap_client._async.watchers as async_watchers
import edgegap_client._sync.watchers as sync_watchers
from edgegap_client.deployments import Deployment, DeploymentFailed, LaunchTimedOut
from edgegap_client.errors import PermissionDeniedError
from edgegap_client.models import DeploymentListItem, DeploymentStatus, Location
from edgegap_client.sandbox import Sandbox, Timing

from .servers.clients import ORDER, EitherClient, prepared

# What starts here does so until the clock of the sandbox is advanced.
START_SECONDS = 1000.0
NUMBER = 8


@pytest.fixture
def listed_after() -> float:
    return 0.0


@pytest.fixture
def sandbox(listed_after: float) -> Iterator[Sandbox]:
    timing = Timing(
        ready_after=START_SECONDS,
        stuck_for=10 * START_SECONDS,
        terminating_for=0.05,
        known_for=0.05,
        listed_after=listed_after,
    )
    made = prepared(Sandbox(timing=timing, seed=1, rate_limits=False))
    yield made
    made.close()


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def client(sandbox: Sandbox, request: pytest.FixtureRequest) -> Iterator[EitherClient]:
    with sandbox.serve() as url, EitherClient(url, is_async=request.param) as made:
        yield made


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A round of eight waiters takes four lists, which are spread over its time."""
    for module in (async_watchers, sync_watchers):
        monkeypatch.setattr(module, "CHUNK_SIZE", 2)
        monkeypatch.setattr(module, "LISTS_AT_ONCE", 1)
        monkeypatch.setattr(module, "LISTS_A_SECOND", 20.0)
        monkeypatch.setattr(module, "NEWS_INTERVAL_SECONDS", 0.05)


def until(condition: Any) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "it has not come"
        time.sleep(0.005)


def created(client: EitherClient, number: int = NUMBER) -> list[str]:
    return [client.call(client.deployments.create, **ORDER).request_id for _ in range(number)]


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2 * NUMBER) as made:
        yield made


def waiting(client: EitherClient, threads: ThreadPoolExecutor, ids: list[str], **options: Any) -> list[Future[Any]]:
    """One waiter for each."""
    method = (
        client.deployments.wait_until_stopped if options.pop("ends", False) else client.deployments.wait_until_ready
    )
    options = {"timeout": 60.0, **options}
    return [threads.submit(client.call, method, each, **options) for each in ids]


def lists(sandbox: Sandbox) -> int:
    return sandbox.counts["list_deployments", 200]


def test_each_of_many_gets_its_deployment(sandbox: Sandbox, client: EitherClient, threads: ThreadPoolExecutor) -> None:
    ids = created(client)
    found = waiting(client, threads, ids)
    until(lambda: lists(sandbox) > 2 * NUMBER)
    sandbox.advance(START_SECONDS + 1)
    assert [each.result().request_id for each in found] == ids


def test_each_of_many_gets_its_error_or_its_deployment(
    sandbox: Sandbox, client: EitherClient, threads: ThreadPoolExecutor
) -> None:
    sandbox.faults.add(operation="create_deployment", outcome="error", nth=[1, 3, 4, 8])
    ids = created(client)
    found = waiting(client, threads, ids)
    until(lambda: lists(sandbox) > NUMBER)
    sandbox.advance(START_SECONDS + 1)
    results = [each.exception() or each.result() for each in found]
    assert [type(each) for each in results] == [
        DeploymentFailed if number in (1, 3, 4, 8) else Deployment for number in range(1, NUMBER + 1)
    ]


def test_each_of_many_sees_its_end(sandbox: Sandbox, client: EitherClient, threads: ThreadPoolExecutor) -> None:
    ids = created(client)
    sandbox.advance(START_SECONDS + 1)
    ends = waiting(client, threads, ids, ends=True)
    until(lambda: lists(sandbox) > NUMBER)
    assert not any(each.done() for each in ends)
    for each in ids:
        client.call(client.deployments.stop, each)
    assert [each.result() for each in ends] == [None] * NUMBER


def test_news_of_one_does_not_wait_for_the_round_of_many(
    sandbox: Sandbox, client: EitherClient, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = created(client)
    found = waiting(client, threads, ids)
    until(lambda: lists(sandbox) > NUMBER)
    for module in (async_watchers, sync_watchers):
        monkeypatch.setattr(module, "LISTS_A_SECOND", 0.5)  # a round takes many seconds from now on
    sandbox.advance(START_SECONDS + 1)
    for each in reversed(ids):
        client.call(client.deployments.wake, each)
    assert [each.result().request_id for each in found] == ids


def test_waiters_for_starts_and_for_ends_are_listed_apart(
    sandbox: Sandbox, client: EitherClient, threads: ThreadPoolExecutor
) -> None:
    ids, ending = created(client, 4), created(client, 4)
    found, ends = waiting(client, threads, ids), waiting(client, threads, ending, ends=True)
    until(lambda: lists(sandbox) > NUMBER)
    sandbox.advance(START_SECONDS + 1)
    for each in ending:
        client.call(client.deployments.stop, each)
    assert [each.result().request_id for each in found] == ids
    assert [each.result() for each in ends] == [None] * 4


def test_a_deadline_within_a_long_round_is_kept(
    sandbox: Sandbox, client: EitherClient, threads: ThreadPoolExecutor
) -> None:
    ids = created(client)
    found = waiting(client, threads, ids, timeout=1.0)
    assert {type(each.exception()) for each in found} == {LaunchTimedOut}


@pytest.mark.parametrize("status", [403, 503])
def test_lists_that_fail_end_the_wait_only_if_none_can_succeed(
    sandbox: Sandbox, client: EitherClient, threads: ThreadPoolExecutor, status: int
) -> None:
    ids = created(client)
    sandbox.faults.add(operation="list_deployments", status=status, times=None if status == 403 else 6)
    found = waiting(client, threads, ids)
    if status == 403:
        assert {type(each.exception()) for each in found} == {PermissionDeniedError}
        return
    until(lambda: sandbox.counts["list_deployments", status] >= 6)
    sandbox.advance(START_SECONDS + 1)
    assert [each.result().request_id for each in found] == ids


@pytest.mark.parametrize("listed_after", [10 * START_SECONDS])
def test_what_is_not_listed_is_read_by_itself(
    sandbox: Sandbox, client: EitherClient, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (async_watchers, sync_watchers):
        monkeypatch.setattr(module, "LISTED_IN_SECONDS", 0.05)
    ids = created(client)
    found = waiting(client, threads, ids)
    until(lambda: lists(sandbox) > NUMBER)
    sandbox.advance(START_SECONDS + 1)
    assert [each.result().request_id for each in found] == ids


# Few waiters, which are read one by one


@pytest.mark.parametrize("is_ready", [True, False])
def test_a_404_for_long_does_not_end_what_is_listed(
    sandbox: Sandbox,
    client: EitherClient,
    threads: ThreadPoolExecutor,
    monkeypatch: pytest.MonkeyPatch,
    is_ready: bool,
) -> None:
    for module in (async_watchers, sync_watchers):
        monkeypatch.setattr(module, "MISSING_FOR_SECONDS", 0.05)
        monkeypatch.setattr(module, "UNKNOWN_FOR_SECONDS", 0.1)
        monkeypatch.setattr(module, "CONFIRM_INTERVAL_SECONDS", 0.05)
    (name,) = created(client, 1)
    if is_ready:
        sandbox.advance(START_SECONDS + 1)
    sandbox.faults.add(operation="get_deployment", status=404, body="404 page not found\n")
    (found,) = waiting(client, threads, [name])
    if not is_ready:
        until(lambda: lists(sandbox) > 1)
        assert not found.done()
        sandbox.advance(START_SECONDS + 1)
    assert found.result().request_id == name


def test_news_that_comes_during_a_read_is_read_again(
    sandbox: Sandbox, client: EitherClient, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The response may be older than the news. The next round is far away."""
    watcher = client.call(client.deployments._watching)
    (name,) = created(client, 1)
    sandbox.faults.add(operation="get_deployment", times=1, response_delay=1.0)
    monkeypatch.setattr(watcher, "_interval", 1000.0)
    (found,) = waiting(client, threads, [name])
    until(lambda: watcher._leader)
    time.sleep(0.3)  # the service has read its state
    sandbox.advance(START_SECONDS + 1)
    client.call(client.deployments.wake, name)
    assert found.result().request_id == name


# What a watcher remembers


def test_only_so_much_news_is_kept_for_those_who_come_later(
    client: EitherClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (async_watchers, sync_watchers):
        monkeypatch.setattr(module, "MAX_NEWS", 3)
        monkeypatch.setattr(module, "TRIM_NEWS", 2)
    watcher = client.call(client.deployments._watching)
    for name in "abcdef":
        watcher.wake(name)
    assert list(watcher._news) == ["d", "e", "f"]
    waiter = client.call(watcher.join, "f")
    assert waiter.is_urgent
    assert list(watcher._news) == ["d", "e"]
    assert not client.call(watcher.join, "a").is_urgent


def test_only_so_many_locations_are_kept(client: EitherClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (async_watchers, sync_watchers):
        monkeypatch.setattr(module, "MAX_LOCATIONS", 2)
    watcher, here = client.call(client.deployments._watching), Location.from_dict({"city": "Montreal"})
    for ip in ("192.0.2.1", "192.0.2.2", "192.0.2.3"):
        watcher._note_location(ip, here)
    assert [watcher._location_of(f"192.0.2.{number}") for number in (1, 2, 3)] == [None, here, here]


def test_a_leader_that_was_interrupted_and_has_left_keeps_nobody_from_reading(client: EitherClient) -> None:
    watcher = client.call(client.deployments._watching)
    first, second = (client.call(watcher.join, name) for name in "ab")
    assert watcher._may_lead(first)
    assert not watcher._may_lead(second)
    client.call(watcher.leave, first)
    assert watcher._may_lead(second)


def test_an_error_is_one_whatever_the_state_says(client: EitherClient) -> None:
    watcher = client.call(client.deployments._watching)
    waiter = client.call(watcher.join, "d1")
    status = {"request_id": "d1", "current_status": "Status.DEPLOYING", "error": True, "error_detail": "no image"}
    waiter.see_deployment(DeploymentStatus.from_dict(status))
    assert (waiter.status, waiter.is_failed, waiter.detail) == ("ERROR", True, "no image")


def test_what_is_held_is_held_for_no_longer_when_it_is_listed_again(client: EitherClient) -> None:
    watcher = client.call(client.deployments._watching)
    waiter, item = client.call(watcher.join, "d1"), DeploymentListItem.from_dict({"request_id": "d1", "ready": True})
    waiter.hold(item)
    until_then = waiter.held_until
    waiter.hold(item)
    assert waiter.held_until == until_then
    waiter.release()
    assert waiter.deployment.request_id == "d1"
    assert waiter.deployment.location is None
