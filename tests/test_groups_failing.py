"""Groups at the moments at which another thread, a signal or a cancellation may come; sync and async alike."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

import edgegap_client._async.groups as async_groups
import edgegap_client._sync.groups as sync_groups
from edgegap_client import AsyncEdgegap, TimedOut
from edgegap_client.deployments import LaunchCancelled
from edgegap_client.sandbox import Sandbox

from . import test_groups
from .servers.clients import ORDER, TOKEN, EitherClient
from .test_groups import created, start, until

sandbox = test_groups.sandbox
url = test_groups.url
client = test_groups.client


def test_a_launch_that_begins_while_the_group_stops_is_stopped(
    sandbox: Sandbox, client: EitherClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The group is stopped after it was asked, and before it knows of the launch."""
    kind: Any = client.deployments.__class__
    plan_of: Any = kind._plan

    def stopped_meanwhile(deployments: Any, options: Any) -> Any:
        group._is_stopping = True
        return plan_of(deployments, options)

    with pytest.raises(LaunchCancelled), client.block(client.deployments.group()) as group:
        monkeypatch.setattr(kind, "_plan", stopped_meanwhile)
        (launch,) = start(client, group)
        with pytest.raises(LaunchCancelled):
            client.call(launch.result)
    assert created(sandbox) == 1
    until(lambda: not sandbox.orphans())
    assert client.deployments.pending == []


def test_a_launch_that_becomes_ready_while_the_group_stops_is_stopped(
    sandbox: Sandbox, client: EitherClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The group is stopped after the launch has looked at that, and before it counts as ready."""
    with pytest.raises(LaunchCancelled), client.block(client.deployments.group()) as group:
        monkeypatch.setattr(group, "_wake", lambda: setattr(group, "_is_stopping", True))
        (launch,) = start(client, group)
        until(lambda: launch.is_over)
        assert launch.deployment is not None
        until(lambda: not sandbox.orphans())  # before the end of the block, which stops all
        monkeypatch.undo()
    assert client.deployments.pending == []


@pytest.mark.parametrize("is_sent", [False, True])
def test_a_launch_whose_beginning_is_interrupted_is_given_up(
    sandbox: Sandbox, client: EitherClient, monkeypatch: pytest.MonkeyPatch, is_sent: bool
) -> None:
    plans: list[Any] = []

    def interrupted(plan: Any) -> None:
        plans.append(plan)
        plan.sent = is_sent
        raise LaunchCancelled("SIGTERM has come")

    with client.block(client.deployments.group()) as group:
        monkeypatch.setattr(group._runtime, "register", interrupted)
        with pytest.raises(LaunchCancelled):
            start(client, group)
        monkeypatch.undo()
    (plan,) = plans
    assert plan.given_up
    assert plan.is_settled is not is_sent  # what may have been created has still to be looked for
    assert not sandbox.requests


def test_a_group_says_that_an_accepted_stop_had_no_effect(
    sandbox: Sandbox, client: EitherClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (async_groups, sync_groups):
        monkeypatch.setattr(module, "BLOCK_SECONDS", 0.3)
    sandbox.faults.add(operation="stop_deployment", status=200, body={"message": "deleted"})
    with pytest.raises(ExceptionGroup) as caught, client.block(client.deployments.group()) as group:
        start(client, group)
    assert [type(error) for error in caught.value.exceptions] == [TimedOut]
    assert len(client.deployments.pending) == 1
    sandbox.faults.clear()
    until(lambda: not sandbox.orphans())


async def test_a_cancellation_at_the_end_of_the_block_stops_all(sandbox: Sandbox, url: str) -> None:
    sandbox.faults.add(operation="create_deployment", outcome="stuck", nth=2)
    async with AsyncEdgegap(TOKEN, base_url=url, poll_interval=0.03) as edgegap:
        at_end = asyncio.Event()

        async def play() -> None:
            async with edgegap.deployments.group() as group:
                await group.launch(**ORDER).result()
                group.launch(**ORDER)
                asyncio.get_running_loop().call_soon(at_end.set)

        task = asyncio.create_task(play())
        await at_end.wait()
        await asyncio.to_thread(until, lambda: created(sandbox) == 2)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert not sandbox.orphans()


def test_a_launch_shows_its_state_and_not_its_server(sandbox: Sandbox, client: EitherClient) -> None:
    sandbox.faults.add(operation="create_deployment", status=400, nth=2)
    with pytest.raises(ExceptionGroup), client.block(client.deployments.group()) as group:
        (first,) = start(client, group)
        assert repr(first).endswith("launching>")
        client.call(first.result)
        (second,) = start(client, group)
        until(lambda: second.is_over)
        assert [repr(each).split()[-1] for each in (first, second)] == ["ready>", "failed>"]
    assert not sandbox.orphans()
