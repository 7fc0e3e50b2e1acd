"""Reads that do not find a deployment: that alone neither ends a launch nor a wait, and what is gone ends both."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator

import pytest

from edgegap_client._async import launches as async_launches
from edgegap_client._async import watchers as async_watchers
from edgegap_client._sync import launches as sync_launches
from edgegap_client._sync import watchers as sync_watchers
from edgegap_client.deployments import Deployment, DeploymentFailed, LaunchTimedOut, Progress

from .servers.untruthful import PROXY_404, Reply, Untruthful, untruthful
from .test_launch import EitherDeployments

# More than a test reads.
ALWAYS = 1_000_000
NEVER = 1e6
LIES = {
    "400": Reply(400, {"message": "Bad Request ID"}),
    "404": Reply(404, {"message": "not found"}),
    "404 of a proxy": Reply(404, PROXY_404),
    "410": Reply(410, {"message": "is already terminated"}),
}


@pytest.fixture
def service() -> Iterator[Untruthful]:
    with untruthful() as made:
        yield made


def until_settled(client: EitherDeployments) -> None:
    deadline = time.monotonic() + 50
    while client.pending and time.monotonic() < deadline:
        if client.is_async:
            client._runner.run(asyncio.sleep(0.02))  # type: ignore[union-attr]
        else:
            time.sleep(0.02)
    assert client.pending == []


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def client(request: pytest.FixtureRequest, service: Untruthful, _short: None) -> Iterator[EitherDeployments]:
    with EitherDeployments(service.url, is_async=request.param) as made:
        yield made
        until_settled(made)


@pytest.fixture(params=list(LIES))
def lie(request: pytest.FixtureRequest) -> Reply:
    return LIES[request.param]


@pytest.fixture
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    for watchers in (async_watchers, sync_watchers):
        monkeypatch.setattr(watchers, "UNKNOWN_FOR_SECONDS", 0.6)
        monkeypatch.setattr(watchers, "MISSING_FOR_SECONDS", 0.3)
        monkeypatch.setattr(watchers, "HELD_SECONDS", 0.5)
    for launches in (async_launches, sync_launches):
        monkeypatch.setattr(launches, "YOUNG_SECONDS", 0.5)


class Progressing:
    """A progress callback that does something at the first state of the deployment that is read."""

    def __init__(self, act: Callable[[], object]) -> None:
        self._act = act
        self._is_done = False

    def __call__(self, progress: Progress) -> None:
        if progress.request_id and not self._is_done:
            self._is_done = True
            self._act()


# It runs


def test_a_status_that_is_not_found_does_not_end_the_launch_of_a_deployment_that_runs(
    service: Untruthful, client: EitherDeployments, lie: Reply
) -> None:
    service.ready_after = 0.3

    def begin_to_lie() -> None:
        service.read_lie, service.read_lies = lie, 3

    found = client.launch(on_progress=Progressing(begin_to_lie), timeout=60)
    assert service.read_lies < 3  # or a list has shown meanwhile that it is ready
    assert [each.id for each in service.left] == [found.request_id]
    assert service.counts["stop"] == 0
    assert service.counts["deploy"] == 1


@pytest.mark.parametrize("number", [1, 12], ids=["one", "many"])
def test_a_deployment_whose_status_is_never_found_is_handed_over_by_the_list(
    service: Untruthful, client: EitherDeployments, number: int
) -> None:
    service.ready_after, service.read_lie, service.read_lies = 1.0, LIES["404 of a proxy"], ALWAYS
    found = client.together(number, timeout=60)
    assert all(isinstance(each, Deployment) for each in found), found
    assert {each.id for each in service.left} == {each.request_id for each in found}
    assert service.counts["stop"] == 0


def test_a_status_that_is_not_found_does_not_end_a_launch_that_waits_for_its_probe(
    service: Untruthful, client: EitherDeployments, lie: Reply
) -> None:
    service.read_lie = lie
    attempts: list[float] = []

    def accepts(_: Deployment) -> bool:
        service.read_lies = ALWAYS
        attempts.append(time.monotonic())
        return len(attempts) > 3

    async def accepts_too(deployment: Deployment) -> bool:
        return accepts(deployment)

    found = client.launch(accepts=accepts_too if client.is_async else accepts, timeout=60)
    assert [each.id for each in service.left] == [found.request_id]
    assert service.counts["stop"] == 0


def test_a_deployment_that_runs_is_not_said_to_have_stopped(
    service: Untruthful, client: EitherDeployments, lie: Reply
) -> None:
    found = client.launch()
    service.read_lie, service.read_lies = lie, ALWAYS
    with pytest.raises(LaunchTimedOut, match="not stopped within"):
        client.wait_until_stopped(found.request_id, timeout=0.5)
    client.stop(found.request_id)
    client.wait_until_stopped(found.request_id, timeout=60)
    assert service.left == []


# It is gone


@pytest.mark.parametrize("number", [1, 12], ids=["one", "many"])
def test_a_launch_ends_when_its_deployment_is_gone(service: Untruthful, client: EitherDeployments, number: int) -> None:
    service.ready_after = NEVER

    def lose_all(_: Progress) -> None:
        if len(service.deployments) == number and service.counts["status"]:
            service.deployments.clear()

    errors = client.together(number, on_progress=lose_all, timeout=60)
    assert all(
        isinstance(error, DeploymentFailed) and "no longer knows the deployment" in str(error) for error in errors
    ), errors


def test_a_launch_ends_when_its_deployment_never_appears(service: Untruthful, client: EitherDeployments) -> None:
    service.known_after = service.listed_after = NEVER
    with pytest.raises(DeploymentFailed, match="no longer knows the deployment"):
        client.launch(timeout=60)


def test_a_launch_that_waits_for_its_probe_ends_when_its_deployment_is_gone(
    service: Untruthful, client: EitherDeployments
) -> None:
    def accepts(_: Deployment) -> bool:
        service.deployments.clear()
        return False

    async def accepts_too(deployment: Deployment) -> bool:
        return accepts(deployment)

    with pytest.raises(DeploymentFailed, match="no longer knows the deployment"):
        client.launch(accepts=accepts_too if client.is_async else accepts, timeout=60)


def test_nothing_is_gone_while_no_list_can_say_so(service: Untruthful, client: EitherDeployments) -> None:
    service.ready_after, service.is_list_out = NEVER, True
    with pytest.raises(LaunchTimedOut):
        client.launch(on_progress=Progressing(service.deployments.clear), timeout=1.5, cancel_timeout=0)
    service.is_list_out = False
