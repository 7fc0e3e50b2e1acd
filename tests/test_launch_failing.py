"""What a launch does when the service responds with errors late: to its tags, its stops and its looks."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final

import pytest

import edgegap_client._async.deployments as async_deployments
import edgegap_client._sync.deployments as sync_deployments
from edgegap_client import EdgegapError, InvalidRequestError, TimedOut
from edgegap_client.deployments import LaunchTimedOut
from edgegap_client.sandbox import Sandbox

from . import test_keys
from .servers.clients import ORDER, EitherClient
from .test_keys import NOT_THERE, created, launch, running, until

timing = test_keys.timing
sandbox = test_keys.sandbox
url = test_keys.url
is_async = test_keys.is_async
client = test_keys.client

UNMARK: Final = "delete_deployment_tag"


@pytest.fixture
def started() -> Iterator[Callable[..., Future[Any]]]:
    """Begins calls in threads of their own."""
    with ThreadPoolExecutor(4) as threads:
        yield threads.submit


def test_a_launch_waits_no_negative_time_for_its_clean_up(sandbox: Sandbox, client: EitherClient) -> None:
    with pytest.raises(InvalidRequestError, match="cancel_timeout"):
        client.launch(cancel_timeout=-1.0)
    assert not sandbox.requests


def test_a_timeout_before_anything_was_sent_leaves_nothing_to_look_for(sandbox: Sandbox, client: EitherClient) -> None:
    sandbox.faults.add(operation="list_deployments", delay=3.0, times=1)  # the look for another launch of the key
    with pytest.raises(LaunchTimedOut) as caught:
        launch(client, timeout=0.5, cancel_timeout=0.0)
    assert not getattr(caught.value, "__notes__", None)
    assert created(sandbox) == 0
    until(lambda: not client.deployments.pending)


def test_a_block_says_that_an_accepted_stop_had_no_effect(
    sandbox: Sandbox, client: EitherClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (async_deployments, sync_deployments):
        monkeypatch.setattr(module, "BLOCK_SECONDS", 0.3)
    sandbox.faults.add(operation="stop_deployment", status=200, body={"message": "deleted"})
    with pytest.raises(TimedOut), client.block(client.deployments.running(**ORDER)):
        pass
    assert len(client.deployments.pending) == 1
    sandbox.faults.clear()
    until(lambda: not running(sandbox) and not client.deployments.pending)


def test_a_stop_whose_effect_cannot_be_read_is_looked_at_again(sandbox: Sandbox, client: EitherClient) -> None:
    with client.block(client.deployments.running(**ORDER)):
        sandbox.faults.add(operation="get_deployment", status=503, times=2)
    assert sandbox.counts["get_deployment", 503] == 2
    assert not running(sandbox)
    assert client.deployments.pending == []


# The tag `launching`, which a sweep takes for that of a dead process


def test_what_is_pending_says_that_its_tag_is_not_deleted(sandbox: Sandbox, client: EitherClient) -> None:
    sandbox.faults.add(operation=UNMARK, status=503)
    deployment = client.launch()
    (pending,) = client.deployments.pending
    assert pending.deployment_id == deployment.request_id
    assert "launching" in pending.last_error
    sandbox.faults.clear()
    until(lambda: not client.deployments.pending)
    assert running(sandbox) == [deployment.request_id]


def test_a_tag_whose_deletion_was_not_seen_is_deleted(sandbox: Sandbox, client: EitherClient) -> None:
    sandbox.faults.add(operation=UNMARK, drop="after", times=1)
    deployment = client.launch()
    until(lambda: not client.deployments.pending)
    assert sandbox.counts[UNMARK, 404] == 1
    assert running(sandbox) == [deployment.request_id]


@pytest.mark.parametrize("status", [404, 503])
def test_a_tag_is_deleted_once_its_deployment_can_be_read(sandbox: Sandbox, client: EitherClient, status: int) -> None:
    """A proxy that responds to both requests with 404 leaves no tag: a sweep would stop what is healthy."""
    sandbox.faults.add(operation=UNMARK, **NOT_THERE)
    deployment = client.launch()
    sandbox.faults.add(operation="get_deployment", status=status, body="no service\n", times=1)
    until(lambda: sandbox.counts["get_deployment", status] == 1)
    sandbox.faults.clear()
    until(lambda: not client.deployments.pending)
    assert "launching" not in sandbox.deployments[0].tags
    assert running(sandbox) == [deployment.request_id]


def is_known(client: EitherClient, deployment_id: str) -> bool:
    try:
        client.call(client.deployments.get, deployment_id)
    except EdgegapError:
        return False
    return True


def test_the_tag_of_what_has_ended_needs_no_deletion(sandbox: Sandbox, client: EitherClient) -> None:
    sandbox.faults.add(operation=UNMARK, status=503)
    deployment = client.launch()
    client.call(client.deployments.stop, deployment.request_id)
    until(lambda: not is_known(client, deployment.request_id))  # until then its tag can be deleted
    sandbox.faults.clear()
    until(lambda: not client.deployments.pending)
    assert sandbox.counts[UNMARK, 204] == 0


def test_of_launches_whose_tags_are_refused_at_once_one_warns(
    sandbox: Sandbox,
    client: EitherClient,
    started: Callable[..., Future[Any]],
    caplog: pytest.LogCaptureFixture,
) -> None:
    sandbox.faults.add(operation=UNMARK, status=403, response_delay=0.5)
    launches = [started(client.launch) for _ in range(2)]
    assert len({each.result().request_id for each in launches}) == 2
    warnings = [each for each in caplog.records if each.levelno == logging.WARNING and "launching" in each.getMessage()]
    assert len(warnings) == 1


# Sweeps


# Sandbox and client share the clock of the computer: this takes what was made until a minute from now.
FUTURE: Final = -60.0


@pytest.mark.parametrize("only", [None, frozenset({"ffffffffffff"})])
def test_a_sweep_leaves_alone_what_a_person_made_or_has_not_seen(
    sandbox: Sandbox, client: EitherClient, only: frozenset[str] | None
) -> None:
    made = client.call(client.deployments.create, **ORDER, tags=["mine", "edgegap-cli"])
    swept = client.call(client.deployments._sweep, "mine", FUTURE, dry_run=False, only=only)
    assert [each.request_id for each in swept] == ([] if only else [made.request_id])
    assert not any(each.stopped or each.since for each in swept)
    assert running(sandbox) == [made.request_id]


def test_a_sweep_leaves_alone_what_has_its_tag_for_a_short_time(sandbox: Sandbox, client: EitherClient) -> None:
    made = client.call(client.deployments.create, **ORDER)
    sandbox.advance(120.0)
    client.call(client.edgegap.deployment_tags.create, made.request_id, name="mine")
    (swept,) = client.call(client.deployments.sweep, tag="mine", older_than=FUTURE)
    assert (swept.request_id, swept.stopped, swept.since) == (made.request_id, False, None)
    assert running(sandbox) == [made.request_id]
