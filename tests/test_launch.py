"""Launches: a running deployment, or an error and nothing left behind; by the sync and the async client alike."""

from __future__ import annotations

import asyncio
import inspect
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import attrs
import pytest

import edgegap_client._async.deployments as async_deployments
import edgegap_client._async.launches as async_launches
import edgegap_client._sync.deployments as sync_deployments
import edgegap_client._sync.launches as sync_launches
from edgegap_client import AsyncEdgegap, Edgegap, EdgegapError, NoCapacityError, Outcome, PermissionDeniedError
from edgegap_client._core.launch import new_tag
from edgegap_client.beacons import users_from_ips
from edgegap_client.deployments import (
    Deployment,
    DeploymentFailed,
    LaunchCancelled,
    LaunchOptions,
    LaunchTimedOut,
    Progress,
    Stopped,
    TooManyActive,
)
from edgegap_client.errors import ClientClosedError, InvalidRequestError, RateLimitedError, ServerError, TransportError
from edgegap_client.models import AppVersionPort, PortProtocol
from edgegap_client.sandbox import Sandbox, Timing
from edgegap_client.sandbox.faults import Outcome as Fate
from edgegap_client.webhooks import WebhookReceiver

from .servers.apps import serving_app

TOKEN = "11112222-3333-4444-5555-666677778888"
ORDER: dict[str, Any] = {"application": "my-game", "version": "v1", "users": users_from_ips(["8.8.8.8"])}
# A stop of what is still starting takes effect when it is ready or has failed: stuck ones, soon.
FAST = Timing(ready_after=0.06, terminating_for=0.05, known_for=0.05, stuck_for=1.0)
POLL = 0.03


def prepare(sandbox: Sandbox, token: str = TOKEN) -> None:
    """Give an organisation the application and version that the tests deploy."""
    with Edgegap(token, base_url=sandbox.base_url, transport=sandbox.transport()) as edgegap:
        edgegap.applications.create(name="my-game", is_active=True, image="")
        edgegap.app_versions.create(
            "my-game",
            name="v1",
            docker_repository="registry.edgegap.com",
            docker_image="my-game-server",
            docker_tag="0.1.2",
            req_cpu=256,
            req_memory=256,
            ports=[AppVersionPort(port=7777, protocol=PortProtocol.UDP, name="gameport")],
        )
    sandbox.requests.clear()
    sandbox.counts.clear()


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    made = Sandbox(timing=FAST, seed=1)
    prepare(made)
    yield made
    made.close()


@pytest.fixture
def url(sandbox: Sandbox) -> Iterator[str]:
    with sandbox.serve() as url:
        yield url


class EitherDeployments:
    """The deployments of either client, called the same way."""

    def __init__(self, url: str, *, is_async: bool, **options: Any) -> None:
        self.is_async = is_async
        options = {"base_url": url, "poll_interval": POLL, **options}
        self._runner = asyncio.Runner() if is_async else None
        self._async = AsyncEdgegap(TOKEN, **options)
        self._sync = Edgegap(TOKEN, **options)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            if self._runner is None:
                return getattr(self._sync.deployments, name)(*arguments, **named)
            return self._runner.run(getattr(self._async.deployments, name)(*arguments, **named))

        return call

    @property
    def pending(self) -> list[Any]:
        return (self._async if self.is_async else self._sync).deployments.pending

    def launch(self, **arguments: Any) -> Deployment:
        found = self.__getattr__("launch")(**{**ORDER, **arguments})
        assert isinstance(found, Deployment)
        return found

    def in_block(self, body: Callable[[Deployment], object], **arguments: Any) -> None:
        """`running`, with `body` as its block."""
        arguments = {**ORDER, **arguments}
        if self._runner is None:
            with self._sync.deployments.running(**arguments) as deployment:
                body(deployment)
            return

        async def play() -> None:
            async with self._async.deployments.running(**arguments) as deployment:
                body(deployment)

        self._runner.run(play())

    def together(self, number: int, **arguments: Any) -> list[Any]:
        """Many launches at once."""
        arguments = {**ORDER, **arguments}
        if self._runner is None:
            with ThreadPoolExecutor(number) as threads:
                launches = [threads.submit(self._sync.deployments.launch, **arguments) for _ in range(number)]
                return [launch.exception() or launch.result() for launch in launches]

        async def play() -> list[Any]:
            launches = [self._async.deployments.launch(**arguments) for _ in range(number)]
            return await asyncio.gather(*launches, return_exceptions=True)

        return self._runner.run(play())

    def wait_for(self, ids: list[str]) -> list[Deployment]:
        """Wait until all are ready, together."""
        if self._runner is None:
            with ThreadPoolExecutor(len(ids)) as threads:
                return list(threads.map(self._sync.deployments.wait_until_ready, ids))

        async def wait() -> list[Deployment]:
            return await asyncio.gather(*map(self._async.deployments.wait_until_ready, ids))

        return self._runner.run(wait())

    def wake(self, deployment_id: str) -> None:
        (self._async if self.is_async else self._sync).deployments.wake(deployment_id)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._sync.close()
        if self._runner is not None:
            self._runner.run(self._async.aclose())
            self._runner.close()


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def is_async(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def either(url: str, is_async: bool) -> Iterator[EitherDeployments]:
    with EitherDeployments(url, is_async=is_async) as made:
        yield made


@pytest.fixture
def looking_shortly(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (async_deployments, sync_deployments):
        monkeypatch.setattr(module, "LOOKING_FOR", 1.5)


@pytest.fixture(autouse=True)
def _waiting_shortly(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (async_deployments, sync_deployments):
        monkeypatch.setattr(module, "BLOCK_SECONDS", 1.5)
    for launches in (async_launches, sync_launches):
        monkeypatch.setattr(launches, "CLOSE_SECONDS", 1.0)


def posts(sandbox: Sandbox) -> int:
    return sum(number for (operation, _), number in sandbox.counts.items() if operation == "create_deployment")


def nothing_runs(sandbox: Sandbox) -> bool:
    return not sandbox.orphans()


def until(condition: Callable[[], object]) -> None:
    """Wait for what must come, however slow the computer is."""
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "it has not come"
        time.sleep(0.005)


async def until_then(condition: Callable[[], object]) -> None:
    """`until`, for tests that run in the loop of what they test."""
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "it has not come"
        await asyncio.sleep(0.005)


def stuck(sandbox: Sandbox) -> None:
    """From now on nothing becomes ready, so a launch lasts longer than the test."""
    sandbox.faults.add(operation="create_deployment", outcome="stuck")


# What a launch gives


def test_a_launch_gives_an_address_and_ports_by_name(sandbox: Sandbox, either: EitherDeployments) -> None:
    deployment = either.launch(tags=["ranked"])
    assert deployment.fqdn == f"{deployment.request_id}.pr.edgegap.net"
    assert deployment.public_ip
    port = deployment.ports["gameport"]
    assert (port.name, port.internal, port.protocol) == ("gameport", 7777, "UDP")
    assert port.external >= 1024
    assert port.link == f"{deployment.fqdn}:{port.external}"
    assert deployment.location is not None
    assert deployment.location.city
    assert deployment.status == "READY"
    assert deployment.start_time is not None
    assert deployment.start_time.tzinfo is not None
    assert deployment.tags[0] == "ranked"
    assert [each.request_id for each in sandbox.running] == [deployment.request_id]


def test_progress_tells_each_state_once_and_in_order(either: EitherDeployments) -> None:
    told: list[Progress] = []
    deployment = either.launch(on_progress=told.append)
    states = [each.status for each in told]
    order = ["CREATING", "INITIALIZING", "SEEKING", "SEEKED", "SCANNING", "DEPLOYING", "READY"]
    assert states == [state for state in order if state in states]
    assert (states[0], states[-1]) == ("CREATING", "READY")
    assert [each.request_id for each in told] == ["", *[deployment.request_id] * (len(told) - 1)]
    assert [each.elapsed for each in told] == sorted(each.elapsed for each in told)


def test_the_tag_of_a_launch_is_its_own_and_short_enough(sandbox: Sandbox, either: EitherDeployments) -> None:
    assert max(len(new_tag()) for _ in range(100)) <= 20
    launched = either.together(5)
    tags = {tag for deployment in launched for tag in deployment.tags}
    assert len(tags) == 5
    assert all(tag.startswith("launch-") for tag in tags)


def test_a_tag_that_the_service_would_refuse_is_refused_at_once(sandbox: Sandbox, either: EitherDeployments) -> None:
    with pytest.raises(InvalidRequestError):
        either.launch(tags=["x" * 41])
    assert not posts(sandbox)


# Never two, never an orphan


def test_a_creation_whose_answer_was_lost_is_adopted(sandbox: Sandbox, either: EitherDeployments) -> None:
    sandbox.faults.add(operation="create_deployment", drop="after", times=1)
    deployment = either.launch()
    assert [each.request_id for each in sandbox.deployments] == [deployment.request_id]
    assert posts(sandbox) == 1


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_error_after_the_effect_is_adopted(sandbox: Sandbox, either: EitherDeployments, status: int) -> None:
    sandbox.faults.add(operation="create_deployment", status=status, effect=True, times=1)
    deployment = either.launch()
    assert [each.request_id for each in sandbox.deployments] == [deployment.request_id]
    assert posts(sandbox) == 1


def test_an_answer_that_cannot_be_read_is_adopted(sandbox: Sandbox, either: EitherDeployments) -> None:
    sandbox.faults.add(operation="create_deployment", status=202, body="<html>", effect=True, times=1)
    deployment = either.launch()
    assert [each.request_id for each in sandbox.deployments] == [deployment.request_id]
    assert posts(sandbox) == 1


@pytest.mark.usefixtures("looking_shortly")
@pytest.mark.parametrize(
    ("fault", "kind"), [({"drop": "before"}, TransportError), ({"status": 503}, ServerError)], ids=["dropped", "503"]
)
def test_a_creation_without_effect_is_an_error_that_names_the_tag(
    sandbox: Sandbox, either: EitherDeployments, fault: dict[str, Any], kind: type[EdgegapError]
) -> None:
    sandbox.faults.add(operation="create_deployment", times=1, **fault)
    with pytest.raises(kind, match=r"a deployment with the tag launch-[0-9a-f]{12} may still run") as caught:
        either.launch()
    assert caught.value.outcome is Outcome.UNKNOWN
    assert not sandbox.deployments
    assert posts(sandbox) == 1


def test_a_lost_creation_that_is_listed_late_is_adopted(is_async: bool) -> None:
    sandbox = Sandbox(timing=Timing(ready_after=0.05, listed_after=2.2), seed=1)
    prepare(sandbox)
    sandbox.faults.add(operation="create_deployment", status=503, effect=True, times=1)
    with sandbox.serve() as url, EitherDeployments(url, is_async=is_async) as either:
        deployment = either.launch()
    assert [each.request_id for each in sandbox.deployments] == [deployment.request_id]
    assert posts(sandbox) == 1
    sandbox.close()


def test_many_lost_creations_are_looked_for_together(sandbox: Sandbox, either: EitherDeployments) -> None:
    sandbox.faults.add(operation="create_deployment", drop="after")
    number = 60 if either.is_async else 30
    launched = either.together(number)
    assert {each.request_id for each in launched} == {each.request_id for each in sandbox.deployments}
    assert len(launched) == posts(sandbox) == number
    assert sandbox.counts["list_deployments", 200] < number


@pytest.mark.usefixtures("looking_shortly")
def test_the_look_for_a_lost_creation_survives_lost_lists(sandbox: Sandbox, either: EitherDeployments) -> None:
    sandbox.faults.add(operation="create_deployment", drop="after", times=1)
    sandbox.faults.add(operation="list_deployments", drop="before", times=1)
    sandbox.faults.add(operation="list_deployments", status=500, times=1)
    deployment = either.launch()
    assert [each.request_id for each in sandbox.deployments] == [deployment.request_id]


def test_a_creation_that_takes_effect_after_its_timeout_is_found_and_stopped(
    sandbox: Sandbox, either: EitherDeployments
) -> None:
    sandbox.faults.add(operation="create_deployment", delay=1.3, times=1)
    with pytest.raises(LaunchTimedOut) as caught:
        either.launch(timeout=0.5)
    assert caught.value.stopped
    assert len(sandbox.deployments) == 1
    assert nothing_runs(sandbox)


def test_a_service_that_ignores_the_filter_does_not_make_a_launch_adopt_another(
    sandbox: Sandbox, either: EitherDeployments, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = either.launch()

    def everything(**filters: Any) -> str:
        return '{"filters":[]}'

    for module in (async_deployments, sync_deployments):
        monkeypatch.setattr(module, "query", everything)
    sandbox.faults.add(operation="create_deployment", drop="after", times=1)
    assert either.launch().request_id != other.request_id


def test_a_creation_that_came_too_early_is_repeated_and_gives_one_deployment(sandbox: Sandbox, url: str) -> None:
    sandbox.faults.add(operation="create_deployment", status=429, headers={"Retry-After": "0"}, times=2)
    for is_async in (False, True):
        with EitherDeployments(url, is_async=is_async) as either:
            either.launch()
    assert len(sandbox.deployments) == 2
    assert posts(sandbox) == 4


def test_no_capacity_is_told_and_its_deployment_stopped(sandbox: Sandbox, either: EitherDeployments) -> None:
    sandbox.faults.add(operation="create_deployment", outcome="no_capacity")
    with pytest.raises(NoCapacityError) as caught:
        either.launch()
    assert [each.request_id for each in sandbox.deployments] == [caught.value.deployment_id]
    assert sandbox.deployments[0].stop_requested
    assert str(caught.value).endswith(f"deployment {caught.value.deployment_id} was created, and stopped")
    assert caught.value.outcome is Outcome.REJECTED
    assert nothing_runs(sandbox)


def test_a_new_deployment_that_the_service_does_not_know_yet_is_stopped_all_the_same(
    sandbox: Sandbox, either: EitherDeployments
) -> None:
    stuck(sandbox)
    unknown = {"message": "Bad Request ID provided"}
    sandbox.faults.add(operation="get_deployment", status=400, body=unknown)
    sandbox.faults.add(operation="stop_deployment", status=400, body=unknown, times=2)
    with pytest.raises(LaunchTimedOut, match="it was stopped"):
        either.launch(timeout=0.3)
    assert posts(sandbox) == 1
    assert nothing_runs(sandbox)


@pytest.mark.parametrize("timeout", [0, -1.0, float("nan")])
def test_a_launch_without_time_is_refused(sandbox: Sandbox, either: EitherDeployments, timeout: float) -> None:
    with pytest.raises(InvalidRequestError, match="timeout"):
        either.launch(timeout=timeout)
    assert not posts(sandbox)
    assert either.launch(timeout=3600).status == "READY"


def test_a_failure_is_told_with_its_detail_and_the_end_of_the_log(sandbox: Sandbox, url: str, is_async: bool) -> None:
    log = "\n".join(f"line {number}" for number in range(50))
    sandbox.faults.add(operation="create_deployment", outcome=Fate.crash(log, exit_code=139))
    with EitherDeployments(url, is_async=is_async) as either:
        with pytest.raises(DeploymentFailed) as caught:
            either.launch()
        error = caught.value
        assert error.last_status == "ERROR"
        assert "139" in error.error_detail
        assert error.error_detail in str(error)
        assert error.log.splitlines()[-1] == "line 49"
        assert len(error.log.splitlines()) == 20
        assert error.stopped
        assert error.outcome is Outcome.REJECTED
        assert error.tag in sandbox.deployments[0].tags
        assert nothing_runs(sandbox)


def test_a_deployment_that_is_stuck_is_stopped_in_time(sandbox: Sandbox, either: EitherDeployments) -> None:
    stuck(sandbox)
    started = time.monotonic()
    with pytest.raises(LaunchTimedOut, match="it was stopped") as caught:
        either.launch(timeout=0.3)
    assert 0.3 <= time.monotonic() - started < 30
    assert caught.value.last_status == "DEPLOYING"
    assert caught.value.stopped
    assert nothing_runs(sandbox)


def test_a_service_that_does_not_answer_does_not_outlast_the_deadline(
    sandbox: Sandbox, either: EitherDeployments
) -> None:
    sandbox.faults.add(operation="get_deployment", response_delay=3)
    started = time.monotonic()
    with pytest.raises(LaunchTimedOut):
        either.launch(timeout=0.3, cancel_timeout=1)
    assert time.monotonic() - started < 2.9  # before the answer
    assert nothing_runs(sandbox)


def test_an_unknown_status_does_not_end_a_wait(sandbox: Sandbox, either: EitherDeployments) -> None:
    told: list[str] = []

    def listen(progress: Progress) -> None:
        told.append(progress.status)
        if len(told) > 1:
            sandbox.faults.clear()

    body = {"request_id": "x", "app_name": "x", "app_version": "x", "current_status": "Status.DREAMING"}
    sandbox.faults.add(operation="get_deployment", status=200, body=body)
    assert either.launch(on_progress=listen, timeout=5).status == "READY"
    assert told[1] == "DREAMING"


def test_answers_that_are_lost_while_waiting_do_not_end_the_wait(sandbox: Sandbox, either: EitherDeployments) -> None:
    sandbox.faults.add(operation="get_deployment", status=400, body={"message": "bad request id"}, times=1)
    sandbox.faults.add(operation="get_deployment", drop="after", times=1)
    sandbox.faults.add(operation="get_deployment", status=500, body="<html>", times=1)
    sandbox.faults.add(operation="get_deployment", status=200, body="{", times=1)
    assert either.launch().status == "READY"


class Nonsense(Exception):
    """Of the caller's own."""


@pytest.mark.parametrize("state", ["CREATING", "READY"])
def test_an_exception_in_the_progress_callback_stops_the_deployment(
    sandbox: Sandbox, either: EitherDeployments, state: str
) -> None:
    def refuse(progress: Progress) -> None:
        if progress.status.endswith(state):
            raise Nonsense

    started = time.monotonic()
    with pytest.raises(Nonsense):
        either.launch(on_progress=refuse)
    assert time.monotonic() - started < 30
    assert nothing_runs(sandbox)
    assert posts(sandbox) == (0 if state == "CREATING" else 1)


def test_a_stop_that_fails_at_first_succeeds_in_the_end(sandbox: Sandbox, either: EitherDeployments) -> None:
    stuck(sandbox)
    sandbox.faults.add(operation="stop_deployment", status=503, times=2)
    with pytest.raises(LaunchTimedOut) as caught:
        either.launch(timeout=0.3)
    assert caught.value.stopped
    assert nothing_runs(sandbox)


def test_a_stop_that_is_not_possible_is_told(sandbox: Sandbox, either: EitherDeployments) -> None:
    stuck(sandbox)
    sandbox.faults.add(operation="stop_deployment", status=403)
    with pytest.raises(LaunchTimedOut, match="may still run: look for the tag launch-") as caught:
        either.launch(timeout=0.3)
    assert not caught.value.stopped
    assert caught.value.outcome is Outcome.UNKNOWN
    assert caught.value.tag in sandbox.deployments[0].tags


def test_a_token_that_is_revoked_while_waiting_ends_the_wait_and_says_what_may_run(
    sandbox: Sandbox, either: EitherDeployments
) -> None:
    sandbox.faults.add(operation="get_deployment", status=403)
    sandbox.faults.add(operation="stop_deployment", status=403)
    with pytest.raises(PermissionDeniedError, match="may still run") as caught:
        either.launch()
    assert caught.value.outcome is Outcome.UNKNOWN
    assert sandbox.running[0].request_id in str(caught.value)


def test_a_stop_is_tried_again_when_its_turn_has_not_come(
    sandbox: Sandbox, either: EitherDeployments, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With `rate_limits="raise"` a clean-up must not be given up because of one's own limit."""
    stuck(sandbox)
    sandbox.faults.add(operation="stop_deployment", status=429, times=4)
    with pytest.raises(LaunchTimedOut) as caught:
        either.launch(timeout=0.3)
    assert caught.value.stopped
    assert nothing_runs(sandbox)
    assert isinstance(RateLimitedError("not sent"), EdgegapError)


# Cancellation and interruption


@pytest.mark.parametrize("again", [False, True], ids=["once", "twice"])
async def test_a_launch_may_be_cancelled_at_any_moment(sandbox: Sandbox, url: str, again: bool) -> None:
    async with AsyncEdgegap(TOKEN, base_url=url, poll_interval=POLL) as edgegap:

        async def cancelled_after(delay: float) -> None:
            launch = asyncio.ensure_future(edgegap.deployments.launch(**ORDER))
            await asyncio.sleep(delay)
            launch.cancel()
            if again:
                await asyncio.sleep(0.002)
                launch.cancel()
            result = (await asyncio.gather(launch, return_exceptions=True))[0]
            if isinstance(result, Deployment):
                await edgegap.deployments.stop(result.request_id)
            else:
                assert isinstance(result, asyncio.CancelledError)

        await asyncio.gather(*(cancelled_after(number * 0.004) for number in range(60)))
    assert nothing_runs(sandbox)


async def test_what_is_cancelled_before_its_turn_is_not_created(sandbox: Sandbox, url: str) -> None:
    stuck(sandbox)
    async with AsyncEdgegap(TOKEN, base_url=url, poll_interval=POLL) as edgegap:
        launches = [asyncio.ensure_future(edgegap.deployments.launch(**ORDER)) for _ in range(200)]
        await until_then(lambda: sandbox.running)
        for launch in launches:
            launch.cancel()
        await asyncio.wait(launches)
        assert all(launch.cancelled() for launch in launches)
        assert 0 < posts(sandbox) < 120  # 40 a second may be created
        assert nothing_runs(sandbox)


async def test_the_cancellation_of_a_launch_waits_for_its_clean_up(sandbox: Sandbox, url: str) -> None:
    async with AsyncEdgegap(TOKEN, base_url=url, poll_interval=POLL) as edgegap:
        stuck(sandbox)
        for delay in (0.0, 0.01, 0.05):
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(delay):
                    await edgegap.deployments.launch(**ORDER)
            assert nothing_runs(sandbox)
        launches: list[asyncio.Task[Deployment]] = []
        stopping = len(sandbox.running)
        with pytest.raises(ExceptionGroup) as caught:
            async with asyncio.TaskGroup() as group:
                launches += [group.create_task(edgegap.deployments.launch(**ORDER)) for _ in range(3)]
                await until_then(lambda: len(sandbox.running) == stopping + 3)
                raise Nonsense
        assert caught.group_contains(Nonsense)
        assert all(launch.cancelled() for launch in launches)
        assert nothing_runs(sandbox)


@pytest.mark.parametrize("rest", [0.0, 0.05, 0.4])
@pytest.mark.parametrize("is_block", [False, True], ids=["launch", "block"])
async def test_closing_waits_for_the_clean_up_of_a_launch_cancelled_twice(
    sandbox: Sandbox, url: str, is_block: bool, rest: float
) -> None:
    edgegap = AsyncEdgegap(TOKEN, base_url=url, poll_interval=POLL)

    async def begin(**options: Any) -> None:
        if not is_block:
            await edgegap.deployments.launch(**ORDER, **options)
        async with edgegap.deployments.running(**ORDER, **options):
            raise Nonsense

    sandbox.faults.add(operation="stop_deployment", status=503)
    stuck(sandbox)
    launch = asyncio.ensure_future(begin(cancel_timeout=50))
    await until_then(lambda: sandbox.running)
    launch.cancel()
    await asyncio.sleep(rest)
    launch.cancel()
    await asyncio.wait((launch,), timeout=20)
    assert launch.cancelled(), "it waits for a stop that is refused"
    assert not nothing_runs(sandbox)
    sandbox.faults.clear()
    await edgegap.aclose()
    assert nothing_runs(sandbox)


async def test_a_launch_that_is_cancelled_twice_as_it_becomes_ready_does_not_wait(
    sandbox: Sandbox, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    edgegap = AsyncEdgegap(TOKEN, base_url=url, poll_interval=POLL)
    unmarked = async_deployments.AsyncDeployments._unmarked

    async def cancelled_at_the_end(self: async_deployments.AsyncDeployments, *arguments: Any) -> Deployment:
        deployment = await unmarked(self, *arguments)
        launch.cancel()
        return deployment

    monkeypatch.setattr(async_deployments.AsyncDeployments, "_unmarked", cancelled_at_the_end)
    sandbox.faults.add(operation="stop_deployment", status=503)
    launch = asyncio.ensure_future(edgegap.deployments.launch(**ORDER, cancel_timeout=50))
    await until_then(lambda: any(each.operation_id == "stop_deployment" for each in sandbox.requests))
    launch.cancel()
    await asyncio.wait((launch,), timeout=20)
    assert launch.cancelled(), "it waits for a stop that is refused"
    sandbox.faults.clear()
    await edgegap.aclose()
    assert nothing_runs(sandbox)


def test_the_end_of_a_loop_does_not_break_off_a_clean_up(sandbox: Sandbox, url: str) -> None:
    stuck(sandbox)
    sandbox.faults.add(operation="stop_deployment", response_delay=0.1, status=503, times=1)

    async def leave() -> None:
        edgegap = AsyncEdgegap(TOKEN, base_url=url, poll_interval=POLL)
        launch = asyncio.ensure_future(edgegap.deployments.launch(**ORDER))
        await until_then(lambda: sandbox.running)
        launch.cancel()
        await asyncio.sleep(0)
        launch.cancel()

    asyncio.run(leave())
    assert posts(sandbox) == 1
    assert nothing_runs(sandbox)


def test_the_end_of_a_loop_ends_the_launches_that_nobody_waits_for(sandbox: Sandbox, url: str) -> None:
    stuck(sandbox)

    async def leave() -> None:
        edgegap = AsyncEdgegap(TOKEN, base_url=url, poll_interval=POLL)
        launches = [asyncio.ensure_future(edgegap.deployments.launch(**ORDER)) for _ in range(3)]
        await until_then(lambda: len(sandbox.running) == 3)
        assert not any(launch.done() for launch in launches)

    asyncio.run(leave())
    assert posts(sandbox) == 3
    assert nothing_runs(sandbox)


async def test_closing_the_client_ends_its_launches(sandbox: Sandbox, url: str) -> None:
    stuck(sandbox)
    edgegap = AsyncEdgegap(TOKEN, base_url=url, poll_interval=POLL)
    launch = asyncio.ensure_future(edgegap.deployments.launch(**ORDER))
    await until_then(lambda: sandbox.running)
    await asyncio.wait_for(edgegap.aclose(), 30)
    with pytest.raises(LaunchCancelled, match="it was stopped"):
        await launch
    assert nothing_runs(sandbox)
    with pytest.raises(ClientClosedError):
        await edgegap.deployments.launch(**ORDER)


def test_closing_the_sync_client_ends_the_launches_of_other_threads(sandbox: Sandbox, url: str) -> None:
    stuck(sandbox)
    edgegap = Edgegap(TOKEN, base_url=url, poll_interval=POLL)
    with ThreadPoolExecutor(1) as threads:
        launch = threads.submit(edgegap.deployments.launch, **ORDER)
        until(lambda: sandbox.running)
        edgegap.close()
        assert nothing_runs(sandbox)
        with pytest.raises(LaunchCancelled, match="it was stopped"):
            launch.result()
    with pytest.raises(ClientClosedError):
        edgegap.deployments.launch(**ORDER)


def test_an_interrupt_from_the_progress_callback_stops_the_deployment(sandbox: Sandbox, url: str) -> None:
    def interrupt(progress: Progress) -> None:
        if progress.request_id:
            raise KeyboardInterrupt

    with Edgegap(TOKEN, base_url=url, poll_interval=POLL) as edgegap, pytest.raises(KeyboardInterrupt):
        edgegap.deployments.launch(**ORDER, on_progress=interrupt)
    assert posts(sandbox) == 1
    assert nothing_runs(sandbox)


SCRIPT = """
import asyncio, sys
from edgegap_client import AsyncEdgegap, Edgegap
from edgegap_client.beacons import users_from_ips

order = dict(application="my-game", version="v1", users=users_from_ips(["8.8.8.8"]))
say = lambda progress: print(progress.status, flush=True)

async def play():
    async with AsyncEdgegap(sys.argv[1], base_url=sys.argv[2], poll_interval=0.05) as edgegap:
        await edgegap.deployments.launch(**order, on_progress=say)

if sys.argv[3] == "async":
    asyncio.run(play())
else:
    with Edgegap(sys.argv[1], base_url=sys.argv[2], poll_interval=0.05) as edgegap:
        edgegap.deployments.launch(**order, on_progress=say)
"""


def test_a_program_that_is_interrupted_leaves_nothing_behind(sandbox: Sandbox, url: str, is_async: bool) -> None:
    stuck(sandbox)
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT, TOKEN, url, "async" if is_async else "sync"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        while "CREATING" in (line := program.stdout.readline()):
            pass
        assert line, program.stderr.read()
        assert len(sandbox.running) == 1
        program.send_signal(signal.SIGINT)
        assert "KeyboardInterrupt" in program.stderr.read()
    assert nothing_runs(sandbox)


# The block


def test_a_block_stops_its_deployment_at_the_end(sandbox: Sandbox, either: EitherDeployments) -> None:
    seen: list[int] = []
    either.in_block(lambda _: seen.append(len(sandbox.running)))
    assert seen == [1]
    assert nothing_runs(sandbox)


@pytest.mark.parametrize("kind", [Nonsense, KeyboardInterrupt, SystemExit])
def test_a_block_that_raises_stops_its_deployment(sandbox: Sandbox, url: str, kind: type[BaseException]) -> None:
    with (
        Edgegap(TOKEN, base_url=url, poll_interval=POLL) as edgegap,
        pytest.raises(kind),
        edgegap.deployments.running(**ORDER),
    ):
        raise kind
    assert nothing_runs(sandbox)


def test_a_block_whose_deployment_cannot_be_stopped_says_so(sandbox: Sandbox, either: EitherDeployments) -> None:
    sandbox.faults.add(operation="stop_deployment", status=403)
    with pytest.raises(PermissionDeniedError, match="may still run"):
        either.in_block(lambda _: None)

    def fail(_: Deployment) -> None:
        raise Nonsense

    with pytest.raises(Nonsense) as caught:
        either.in_block(fail)
    assert "may still run" in caught.value.__notes__[0]


@pytest.mark.parametrize("again", [False, True], ids=["once", "twice"])
async def test_a_block_that_is_cancelled_stops_its_deployment(sandbox: Sandbox, url: str, again: bool) -> None:
    async with AsyncEdgegap(TOKEN, base_url=url, poll_interval=POLL) as edgegap:
        inside = asyncio.Event()

        async def play() -> None:
            async with edgegap.deployments.running(**ORDER):
                inside.set()
                await asyncio.sleep(60)

        task = asyncio.ensure_future(play())
        await inside.wait()
        task.cancel()
        if again:
            await asyncio.sleep(0)
            task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert nothing_runs(sandbox)


# Stopping


def test_a_stop_may_be_repeated_and_an_unknown_id_counts_as_stopped(
    sandbox: Sandbox, either: EitherDeployments
) -> None:
    deployment = either.launch()
    for _ in range(3):
        either.stop(deployment.request_id)
    assert either.stop("0123456789ab").message
    either.wait_until_stopped(deployment.request_id, timeout=30)
    until(lambda: not sandbox.deployments)
    either.stop(deployment.request_id)
    assert nothing_runs(sandbox)


def test_a_wait_for_the_end_of_what_has_long_ended_is_over_at_once(sandbox: Sandbox, either: EitherDeployments) -> None:
    deployment = either.launch()
    either.stop(deployment.request_id)
    until(lambda: not sandbox.deployments)
    sandbox.counts.clear()
    either.wait_until_stopped(deployment.request_id, timeout=30)
    either.wait_until_stopped("0123456789ab", timeout=30)
    assert sum(sandbox.counts.values()) <= 4


def test_a_wait_for_the_end_of_what_runs_does_not_keep_the_processor_busy(
    sandbox: Sandbox, either: EitherDeployments
) -> None:
    deployment = either.launch()
    busy = time.process_time()
    with pytest.raises(LaunchTimedOut):
        either.wait_until_stopped(deployment.request_id, timeout=1.0)
    assert time.process_time() - busy < 0.7
    with ThreadPoolExecutor(1) as threads:
        end = threads.submit(either.wait_until_stopped, deployment.request_id, timeout=30)
        until(lambda: sandbox.counts["get_deployment", 200] > 3)
        with Edgegap(TOKEN, base_url=sandbox.base_url, transport=sandbox.transport()) as edgegap:
            edgegap.deployments.stop(deployment.request_id)
        end.result(20)


def test_a_wait_for_the_end_has_a_deadline(sandbox: Sandbox, either: EitherDeployments) -> None:
    deployment = either.launch()
    with pytest.raises(LaunchTimedOut, match="it was left alone"):
        either.wait_until_stopped(deployment.request_id, timeout=0.1)
    assert len(sandbox.running) == 1


def test_waiting_until_ready_leaves_the_deployment_alone(sandbox: Sandbox, either: EitherDeployments) -> None:
    sandbox.faults.add(operation="create_deployment", outcome="stuck", times=1)
    stuck, good = (either.create(**ORDER).request_id for _ in range(2))
    with pytest.raises(LaunchTimedOut, match="it was left alone") as caught:
        either.wait_until_ready(stuck, timeout=0.1)
    assert not caught.value.stopped
    assert either.wait_until_ready(good, timeout=5).status == "READY"
    assert len(sandbox.running) == 2


def test_many_are_stopped_at_once_and_what_was_not_accepted_is_told(
    sandbox: Sandbox, either: EitherDeployments
) -> None:
    ids = [deployment.request_id for deployment in either.together(3)]
    stopped = either.stop_many([*ids, "0123456789ab", ids[0]])
    assert isinstance(stopped, Stopped)
    assert sorted(stopped.accepted) == sorted(ids)
    assert stopped.not_accepted == ("0123456789ab",)
    assert either.stop_many([]) == Stopped((), ())
    assert nothing_runs(sandbox)
    assert sum(number for (name, _), number in sandbox.counts.items() if name == "bulk_stop_deployments") == 1


@pytest.mark.parametrize("duration", [-1, 1440, 60])
def test_a_version_whose_deployments_live_for_a_day_is_warned_of_once(
    sandbox: Sandbox, either: EitherDeployments, caplog: pytest.LogCaptureFixture, duration: int
) -> None:
    with Edgegap(TOKEN, base_url=sandbox.base_url, transport=sandbox.transport()) as edgegap:
        edgegap.app_versions.update("my-game", "v1", max_duration=duration)
    assert either.launch().max_duration == duration
    either.launch()
    expected = 0 if duration == 60 else 1
    assert sum(f"max_duration {duration}: a deployment" in record.message for record in caplog.records) == expected


@pytest.mark.parametrize("fault", [{}, {"status": 503, "effect": True, "times": 1}], ids=["", "lost response"])
def test_a_launch_on_private_hosts_keeps_the_same_promises(
    sandbox: Sandbox, url: str, is_async: bool, fault: dict[str, Any]
) -> None:
    host = sandbox.add_host("mine", token=TOKEN, cpu_units=1024)
    if fault:
        sandbox.faults.add(operation="deploy_to_private_fleet", **fault)

    async def with_async() -> None:
        async with AsyncEdgegap(TOKEN, base_url=url, poll_interval=POLL) as edgegap:
            deployment = await edgegap.private_fleets.launch(private_host_ids=[host], **ORDER)
            async with edgegap.private_fleets.running(private_host_ids=[host], **ORDER) as another:
                assert {deployment.request_id, another.request_id} == {each.request_id for each in sandbox.running}
            assert [each.request_id for each in sandbox.orphans()] == [deployment.request_id]

    def with_sync() -> None:
        with Edgegap(TOKEN, base_url=url, poll_interval=POLL) as edgegap:
            deployment = edgegap.private_fleets.launch(private_host_ids=[host], **ORDER)
            with edgegap.private_fleets.running(private_host_ids=[host], **ORDER) as another:
                assert {deployment.request_id, another.request_id} == {each.request_id for each in sandbox.running}
            assert [each.request_id for each in sandbox.orphans()] == [deployment.request_id]

    asyncio.run(with_async()) if is_async else with_sync()


def test_a_private_host_without_capacity_leaves_nothing_behind(sandbox: Sandbox, either: EitherDeployments) -> None:
    host = sandbox.add_host("mine", token=TOKEN, cpu_units=1)
    with pytest.raises(NoCapacityError, match="was created, and stopped"):
        either.launch(private_host_ids=[host])
    assert nothing_runs(sandbox)


# Sweeps


class Past:
    """A sandbox whose clock begins some hours ago."""

    def __init__(self) -> None:
        self.moment = datetime.now(UTC) - timedelta(hours=3)
        self.sandbox = Sandbox(timing=FAST, now=lambda: self.moment, seed=1)
        prepare(self.sandbox)

    def go_on(self, **span: float) -> None:
        self.moment += timedelta(**span)


@pytest.fixture
def past() -> Iterator[Past]:
    made = Past()
    yield made
    made.sandbox.close()


def test_a_sweep_stops_what_still_has_the_tag_and_leaves_matches_alone(past: Past, is_async: bool) -> None:
    with past.sandbox.serve() as url, EitherDeployments(url, is_async=is_async) as either:
        orphan = either.create(**ORDER, tags=["launching", "launch-0123456789ab"]).request_id
        match = either.create(**ORDER, tags=["launch-ba9876543210"]).request_id
        past.go_on(minutes=150)
        young = either.create(**ORDER, tags=["launching"]).request_id
        past.go_on(minutes=1)
        dry = either.sweep(dry_run=True)
        assert [(each.request_id, each.stopped) for each in dry] == [(orphan, False)]
        assert "has had the tag launching since" in dry[0].reason
        assert {each.request_id for each in past.sandbox.orphans()} == {orphan, match, young}
        swept = either.sweep()
        assert [each.request_id for each in swept] == [orphan]
        assert {each.request_id for each in past.sandbox.orphans()} == {match, young}
        assert either.sweep(tag="launch-ba9876543210", older_than=60)[0].request_id == match


def test_a_sweep_reads_the_tag_again_before_each_stop(past: Past, is_async: bool) -> None:
    with past.sandbox.serve() as url, EitherDeployments(url, is_async=is_async) as either:
        either.create(**ORDER, tags=["launching"])
        past.go_on(hours=2)
        for fault, reason in (
            ({"status": 404, "body": {"message": "no such tag"}}, "no longer has the tag launching"),
            ({"status": 403, "body": {"message": "forbidden"}}, "could not be read"),
            ({"status": 200, "body": {"name": "launching"}}, "the age of its tag launching is unknown"),
        ):
            past.sandbox.faults.add(operation="get_deployment_tag", times=1, **fault)
            (swept,) = either.sweep()
            assert not swept.stopped
            assert swept.since is None
            assert reason in swept.reason
        assert len(past.sandbox.orphans()) == 1


def test_a_sweep_refuses_an_age_that_a_launch_may_have(either: EitherDeployments) -> None:
    with pytest.raises(InvalidRequestError, match="older_than must be at least 3600 s for the tag launching, got 60"):
        either.sweep(older_than=60)
    with pytest.raises(InvalidRequestError, match="timeout"):
        either.launch(timeout=3601)


def test_a_launch_has_the_tag_until_it_is_handed_over(sandbox: Sandbox, either: EitherDeployments) -> None:
    seen: list[tuple[str, ...]] = []

    def note_tags(_: Progress) -> None:
        seen.extend(each.tags for each in sandbox.deployments)

    deployment = either.launch(on_progress=note_tags)
    assert all("launching" in tags for tags in seen)
    assert seen
    assert "launching" not in deployment.tags
    assert "launching" not in sandbox.deployments[0].tags


def test_the_tag_is_deleted_later_if_it_cannot_be_at_once(sandbox: Sandbox, either: EitherDeployments) -> None:
    sandbox.faults.add(operation="delete_deployment_tag", status=503, times=2)
    deployment = either.launch()
    assert "launching" not in deployment.tags
    # The loop of the async client has to run for that.
    until(lambda: either.get(deployment.request_id) and "launching" not in sandbox.deployments[0].tags)
    until(lambda: either.get(deployment.request_id) and not either.pending)


@pytest.mark.parametrize(("status", "body"), [(404, "404 page not found\n"), (403, "<html>forbidden</html>")])
def test_a_proxy_does_not_leave_the_tag_on_a_healthy_deployment(
    sandbox: Sandbox, either: EitherDeployments, status: int, body: str
) -> None:
    sandbox.faults.add(operation="delete_deployment_tag", status=status, body=body, times=2)
    deployment = either.launch()
    until(lambda: either.get(deployment.request_id) and "launching" not in sandbox.deployments[0].tags)
    sandbox.faults.clear()
    either.launch()
    assert sandbox.counts["delete_deployment_tag", 204] == 2  # the client goes on using the tag


def test_a_service_that_refuses_to_delete_tags_gets_one_warning(
    sandbox: Sandbox, either: EitherDeployments, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox.faults.add(operation="delete_deployment_tag", status=403)
    either.launch()
    either.launch()
    assert sum("refuses to delete the tag launching" in record.message for record in caplog.records) == 1
    assert ["launching" in each.tags for each in sandbox.deployments] == [True, False]


def test_the_tag_can_be_switched_off(sandbox: Sandbox, url: str, is_async: bool) -> None:
    seen: list[tuple[str, ...]] = []

    def note_tags(_: Progress) -> None:
        seen.extend(each.tags for each in sandbox.deployments)

    with EitherDeployments(url, is_async=is_async, launching_tag=False) as either:
        either.launch(on_progress=note_tags)
    assert seen
    assert not any("launching" in tags for tags in seen)
    assert not any(operation == "delete_deployment_tag" for operation, _ in sandbox.counts)


def test_no_more_are_launched_than_the_caller_allows(sandbox: Sandbox, either: EitherDeployments) -> None:
    first = either.launch(max_active=1)
    with pytest.raises(TooManyActive, match="max_active is 1") as caught:
        either.launch(max_active=1)
    assert caught.value.outcome is Outcome.NOT_SENT
    either.stop(first.request_id)
    either.wait_until_stopped(first.request_id)
    either.launch(max_active=1)
    assert posts(sandbox) == 2


def test_launches_that_race_do_not_exceed_what_the_caller_allows(sandbox: Sandbox, either: EitherDeployments) -> None:
    results = either.together(12, max_active=3)
    kinds = sorted(type(result).__name__ for result in results)
    assert kinds == ["Deployment"] * 3 + ["TooManyActive"] * 9
    assert len(sandbox.running) == posts(sandbox) == 3


# Waiting together


def test_a_few_that_become_ready_at_once_know_where_they_run(is_async: bool) -> None:
    sandbox = Sandbox(timing=Timing(ready_after=1.0), seed=1)
    prepare(sandbox)
    with sandbox.serve() as url, EitherDeployments(url, is_async=is_async) as either:
        assert all(each.location and each.location.city for each in either.together(9))
    assert sandbox.counts["list_deployments", 200]
    sandbox.close()


def test_two_hundred_waiters_share_one_poller(is_async: bool) -> None:
    sandbox = Sandbox(timing=Timing(ready_after=2.0), rate_limits=False, seed=1)
    prepare(sandbox)
    number = 200 if is_async else 60
    with sandbox.serve() as url, EitherDeployments(url, is_async=is_async) as either:
        with Edgegap(TOKEN, base_url=url, transport=sandbox.transport(), rate_limits="off") as edgegap:
            ids = [edgegap.deployments.create(**ORDER).request_id for _ in range(number)]
        sandbox.counts.clear()
        sandbox.requests.clear()
        found = either.wait_for(ids)
        assert [deployment.request_id for deployment in found] == ids
        assert all(deployment.ports["gameport"].external for deployment in found)
        for operation, limit in (("list_deployments", 10), ("get_deployment", 20)):
            times = [each.time for each in sandbox.requests if each.operation_id == operation]
            second = timedelta(seconds=1)
            assert max(sum(start <= other < start + second for other in times) for start in times) <= limit
        assert len(sandbox.requests) < number
    sandbox.close()


def test_of_many_waiters_each_is_told_its_own_end(is_async: bool) -> None:
    """Ready, in error and stuck, all learnt from shared lists."""
    sandbox = Sandbox(timing=attrs.evolve(FAST, stuck_for=60), seed=1)
    prepare(sandbox)
    sandbox.faults.add(operation="create_deployment", outcome="error", nth=[2, 5, 8])
    sandbox.faults.add(operation="create_deployment", outcome="stuck", nth=[3, 6])
    with sandbox.serve() as url, EitherDeployments(url, is_async=is_async) as either:
        results = either.together(12, timeout=2.5, cancel_timeout=0.5)
    kinds = sorted(type(result).__name__ for result in results)
    assert kinds == ["Deployment"] * 7 + ["DeploymentFailed"] * 3 + ["LaunchTimedOut"] * 2
    assert all(result.error_detail for result in results if isinstance(result, DeploymentFailed))
    kept = [result.request_id for result in results if isinstance(result, Deployment)]
    assert not sandbox.orphans(kept)
    sandbox.close()


@pytest.fixture
def receiver_url() -> Iterator[tuple[WebhookReceiver, str]]:
    """A receiver on a port of its own."""
    targets: list[Callable[[str], object]] = []
    receiver = WebhookReceiver(on_event=lambda subject: [target(subject) for target in targets])
    receiver.targets = targets  # type: ignore[attr-defined]
    with serving_app(lambda _: receiver) as address:
        yield receiver, address


def test_a_webhook_ends_the_wait_at_once(
    sandbox: Sandbox, url: str, is_async: bool, receiver_url: tuple[WebhookReceiver, str]
) -> None:
    receiver, address = receiver_url
    with EitherDeployments(url, is_async=is_async, poll_interval=30) as either:
        receiver.targets.append(either.wake)  # type: ignore[attr-defined]
        started = time.monotonic()
        assert either.launch(webhook_url=receiver.url(address)).status == "READY"
        sandbox.faults.add(operation="create_deployment", outcome="error")
        with pytest.raises(DeploymentFailed):
            either.launch(webhook_url=receiver.url(address))
        assert time.monotonic() - started < 29  # before the next poll


def test_a_webhook_that_comes_before_the_answer_to_the_creation_is_not_lost(
    sandbox: Sandbox, url: str, is_async: bool, receiver_url: tuple[WebhookReceiver, str]
) -> None:
    receiver, address = receiver_url
    with EitherDeployments(url, is_async=is_async, poll_interval=30) as either:
        receiver.targets.append(either.wake)  # type: ignore[attr-defined]
        either.launch(webhook_url=receiver.url(address))  # the next look is due in 30 seconds
        sandbox.faults.add(operation="create_deployment", response_delay=0.5)
        started = time.monotonic()
        assert either.launch(webhook_url=receiver.url(address)).status == "READY"
        assert time.monotonic() - started < 20


def test_many_webhooks_at_once_are_answered_by_lists_not_one_by_one(is_async: bool) -> None:
    sandbox = Sandbox(timing=Timing(ready_after=1.5), rate_limits=False, seed=1)
    prepare(sandbox)
    with sandbox.serve() as url, EitherDeployments(url, is_async=is_async, poll_interval=60) as either:
        with Edgegap(TOKEN, base_url=url, transport=sandbox.transport(), rate_limits="off") as edgegap:
            ids = [edgegap.deployments.create(**ORDER).request_id for _ in range(40)]
        sandbox.counts.clear()

        def tell() -> None:
            until(lambda: all(each.state == "READY" for each in sandbox.deployments))
            for deployment_id in ids:
                either.wake(deployment_id)

        started = time.monotonic()
        thread = threading.Thread(target=tell)
        thread.start()
        found = either.wait_for(ids)
        thread.join()
        assert [deployment.request_id for deployment in found] == ids
        assert time.monotonic() - started < 40  # before the next poll
        assert sandbox.counts["get_deployment", 200] < len(ids)
    sandbox.close()


def test_webhooks_that_come_twice_too_late_or_about_others_do_no_harm(
    sandbox: Sandbox, either: EitherDeployments
) -> None:
    def wake(progress: Progress) -> None:
        for _ in range(2):
            either.wake(progress.request_id)
            either.wake("0123456789ab")

    deployment = either.launch(on_progress=wake)
    either.wake(deployment.request_id)
    assert len(sandbox.running) == 1


# Errors


def test_errors_can_be_pickled() -> None:
    error = LaunchTimedOut("late", deployment_id="abc", tag="launch-1", last_status="SEEKING", stopped=False)
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is LaunchTimedOut
    assert str(copy) == str(error)
    assert (copy.deployment_id, copy.tag, copy.stopped) == ("abc", "launch-1", False)
    for kind in (DeploymentFailed, LaunchCancelled):
        assert (
            str(pickle.loads(pickle.dumps(kind("x", deployment_id="a", error_detail="why", log="log"))))
            == "x; deployment a; why; it was stopped"
        )
    assert type(pickle.loads(pickle.dumps(TooManyActive("x")))) is TooManyActive


@pytest.mark.parametrize("kind", [sync_deployments.Deployments, async_deployments.AsyncDeployments])
def test_a_block_takes_what_a_launch_takes(kind: type[Any]) -> None:
    taken = dict(inspect.signature(kind.launch).parameters)
    del taken["self"]
    declared = {name: each.__forward_arg__ for name, each in LaunchOptions.__annotations__.items()}
    # Both clients have the same options, but different probes.
    assert "Probe[Deployment]" in taken.pop("accepts").annotation
    assert declared.pop("accepts")
    assert declared == {name: each.annotation.replace("builtins.", "") for name, each in taken.items()}
    assert {name for name, each in taken.items() if each.default is each.empty} == LaunchOptions.__required_keys__
