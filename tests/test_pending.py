"""Launches whose outcome is not known: outages, lies and late responses leave nothing, and every caller is warned."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

import edgegap_client._async.deployments as async_deployments
import edgegap_client._async.launches as async_launches
import edgegap_client._core.ledger as ledger
import edgegap_client._sync.deployments as sync_deployments
import edgegap_client._sync.launches as sync_launches
from edgegap_client import AsyncEdgegap, Edgegap, EdgegapError, Outcome, TransportError
from edgegap_client._runtime import async_runtime, clean_up, settler, sync_supervisor
from edgegap_client._runtime.registry import registered
from edgegap_client.deployments import LaunchTimedOut
from edgegap_client.errors import BadRequestError, NoCapacityError, ServerError

from .servers.untruthful import PROXY_404, Reply, Untruthful, untruthful
from .test_launch import ORDER, TOKEN, EitherDeployments, until, until_then

NEVER = 1e6
# What is a minute in life, and the rest in proportion.
APPEARS_SECONDS = 2.5
# A busy computer may stand still for so long.
STALL_SECONDS = 5.0


@pytest.fixture(autouse=True)
def _scaled(monkeypatch: pytest.MonkeyPatch) -> None:
    for deployments in (async_deployments, sync_deployments):
        monkeypatch.setattr(deployments, "LOOKING_FOR", 0.6)
        monkeypatch.setattr(deployments, "BLOCK_SECONDS", 5.0)
    for launches in (async_launches, sync_launches):
        monkeypatch.setattr(launches, "APPEARS_WITHIN_SECONDS", APPEARS_SECONDS)
        monkeypatch.setattr(launches, "ANOTHER_APPEARS_WITHIN_SECONDS", 1.0)
        monkeypatch.setattr(launches, "YOUNG_SECONDS", 1.0)
        monkeypatch.setattr(launches, "CLOSE_SECONDS", 0.5)
    monkeypatch.setattr(ledger, "MAX_DELAY_SECONDS", 0.5)
    monkeypatch.setattr(settler, "PAUSE_SECONDS", 0.2)
    monkeypatch.setattr(clean_up, "BY_ITSELF_SECONDS", 0.2)
    monkeypatch.setattr(sync_supervisor, "GIVE_UP_SECONDS", 0.7)
    monkeypatch.setattr(async_runtime, "RESPONSE_SECONDS", 0.5)


@pytest.fixture
def _unscaled(monkeypatch: pytest.MonkeyPatch, _scaled: None) -> None:
    """What is not known yet may appear until the test has said so, however long that takes."""
    for launches in (async_launches, sync_launches):
        monkeypatch.setattr(launches, "APPEARS_WITHIN_SECONDS", 60.0)
        monkeypatch.setattr(launches, "YOUNG_SECONDS", 60.0)


def hide(service: Untruthful) -> None:
    """Let the service not know its next deployments, until `show`."""
    service.known_after = service.listed_after = NEVER


def show(service: Untruthful) -> None:
    for each in list(service.deployments.values()):
        each.known_at = each.listed_at = 0.0


@pytest.fixture
def service() -> Iterator[Untruthful]:
    with untruthful() as made:
        yield made


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def client(request: pytest.FixtureRequest, service: Untruthful) -> Iterator[Client]:
    with Client(service.url, is_async=request.param) as made:
        yield made


class Client(EitherDeployments):
    """Either client, whose event loop runs while a test waits."""

    is_closed = False

    def close(self) -> None:
        if not self.is_closed:
            self.is_closed = True
            super().close()

    def until(self, condition: Callable[[], object], seconds: float = 20.0) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, (self.pending, registered())
            self.rest(0.02)

    def rest(self, seconds: float) -> None:
        if self._runner is None:
            time.sleep(seconds)
        else:
            self._runner.run(asyncio.sleep(seconds))

    def until_settled(self) -> None:
        self.until(lambda: not registered())
        assert self.pending == []

    def failing(self, **options: Any) -> Exception:
        """The error of a launch."""
        with pytest.raises(EdgegapError) as caught:
            self.launch(**options)
        return caught.value


@contextmanager
def within(seconds: float) -> Generator[None]:
    """A caller waits no longer, give or take what a busy computer needs.

    One that waited for the service would wait for ever here, or until a test ends the outage.
    """
    since = time.monotonic()
    yield
    assert time.monotonic() - since < seconds + STALL_SECONDS


def notes(error: BaseException | None) -> str:
    return "\n".join(getattr(error, "__notes__", ()))


def is_noted(error: BaseException | None) -> bool:
    """Whether an error, or what it comes from, says that its launch is pending."""
    while error is not None:
        if "deployments.pending" in notes(error):
            return True
        error = error.__cause__ or error.__context__
    return False


# Outages


def test_an_outage_with_callers_that_give_up_leaves_nothing(service: Untruthful, client: Client) -> None:
    service.is_out = True
    with within(1.5):
        errors = client.together(12, timeout=0.5, cancel_timeout=0.4)
    assert all(isinstance(error, EdgegapError) and is_noted(error) for error in errors), errors
    assert {error.outcome for error in errors} == {Outcome.UNKNOWN}
    assert len(service.left) == 6
    assert len(client.pending) == 12
    client.rest(2.0)
    assert len(client.pending) == 12  # "could not look" is not "not there"
    service.is_out = False
    client.until_settled()
    assert service.left == []


def test_an_outage_between_the_create_request_and_the_stop_leaves_nothing(service: Untruthful, client: Client) -> None:
    service.ready_after = NEVER
    with within(3.3):
        errors = together_in_an_outage(service, client)
    assert all(isinstance(error, LaunchTimedOut) and is_noted(error) for error in errors), errors
    assert not any(error.stopped for error in errors)
    assert len(service.left) == 8
    assert {entry.deployment_id for entry in client.pending} == {each.id for each in service.left}
    client.rest(1.0)
    service.is_out = False
    client.until_settled()
    assert service.left == []


def together_in_an_outage(service: Untruthful, client: Client) -> list[Any]:
    """Eight launches that are created; then comes the outage."""

    def begin(_: object) -> None:
        service.is_out = len(service.deployments) == 8

    # All are created by then, also if the computer stands still meanwhile.
    return client.together(8, timeout=3.0, cancel_timeout=0.3, on_progress=begin)


async def test_cancelled_callers_wait_no_longer_than_they_said_and_are_warned(service: Untruthful) -> None:
    service.ready_after = NEVER
    async with AsyncEdgegap(TOKEN, base_url=service.url, poll_interval=0.03) as edgegap:
        launches = [asyncio.ensure_future(edgegap.deployments.launch(**ORDER, cancel_timeout=0.5)) for _ in range(6)]
        await until_then(lambda: len(service.deployments) == 6)
        await asyncio.sleep(0.1)
        service.is_out = True
        for launch in launches:
            launch.cancel()
        with within(0.5):
            await asyncio.wait(launches)
        for launch in launches:
            with pytest.raises(asyncio.CancelledError) as caught:
                await launch
            assert "may still run" in notes(caught.value)
            assert is_noted(caught.value)
        assert len(edgegap.deployments.pending) == 6
        service.is_out = False
        await until_then(lambda: not registered())
        assert service.left == []


async def test_a_timeout_of_asyncio_names_its_pending_launch(
    service: Untruthful, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.is_out = True
    monkeypatch.setattr(async_deployments, "LOOKING_FOR", 4.5)
    async with AsyncEdgegap(TOKEN, base_url=service.url, poll_interval=0.03) as edgegap:
        with within(1.8), pytest.raises(TimeoutError) as caught:
            async with asyncio.timeout(1.5):
                await edgegap.deployments.launch(**ORDER, cancel_timeout=0.3)
        assert is_noted(caught.value)
        with within(1.8), pytest.raises(TimeoutError) as caught:
            await asyncio.wait_for(edgegap.deployments.launch(**ORDER, cancel_timeout=0.3), 1.5)
        assert is_noted(caught.value)
        monkeypatch.setattr(async_deployments, "LOOKING_FOR", 0.6)
        with pytest.raises(ExceptionGroup) as group:
            async with asyncio.TaskGroup() as tasks:
                for _ in range(2):
                    tasks.create_task(edgegap.deployments.launch(**ORDER, cancel_timeout=0.1))
        assert all(is_noted(error) for error in group.value.exceptions)
        assert len(edgegap.deployments.pending) == 4
        service.is_out = False
        await until_then(lambda: not registered())
    assert service.left == []


def test_an_entry_says_what_when_and_why(service: Untruthful, client: Client) -> None:
    service.deploys.append("lost")
    service.is_list_out = True
    error = client.failing(cancel_timeout=0.2)
    assert isinstance(error, TransportError)
    (entry,) = client.pending
    assert entry.tag in notes(error)
    assert entry.deployment_id is None
    assert (entry.application, entry.version) == ("my-game", "v1")
    client.until(lambda: "the list is out" in client.pending[0].last_error)
    assert entry.since.tzinfo is not None
    assert str(entry).startswith(f"a deployment with the tag {entry.tag} may still run: ")
    client.rest(APPEARS_SECONDS)
    assert len(client.pending) == 1  # no list was ever read
    service.is_list_out = False
    client.until_settled()
    assert service.left == []


def test_a_client_that_is_closed_in_an_outage_goes_on_settling(service: Untruthful) -> None:
    service.is_out = True
    with Client(service.url, is_async=False) as client:
        client.together(4, timeout=0.3, cancel_timeout=0.1)
        with within(1.0):
            client.close()
        assert len(client.pending) == 4
        service.is_out = False
        client.until_settled()
    assert service.left == []


def test_an_event_loop_that_ends_in_an_outage_goes_on_settling(service: Untruthful) -> None:
    service.is_out = True

    async def play() -> None:
        edgegap = AsyncEdgegap(TOKEN, base_url=service.url, poll_interval=0.03)
        with pytest.raises(EdgegapError):
            await edgegap.deployments.launch(**ORDER, cancel_timeout=0.1)

    with within(2.0):
        asyncio.run(play())
    assert len(registered()) == 1
    service.is_out = False
    until(lambda: not registered())
    assert service.left == []


def test_a_service_that_stays_out_does_not_delay_the_launches_of_another(service: Untruthful) -> None:
    with untruthful() as lasting:
        lasting.is_out = service.is_out = True
        with Client(lasting.url, is_async=False) as first, Client(service.url, is_async=False) as second:
            for client in (first, second):
                client.failing(cancel_timeout=0.1)
                client.close()
                time.sleep(1.0)  # the thread works on it
            service.is_out = False
            second.until(lambda: not second.pending, seconds=5.0)
            assert len(registered()) == 1
            lasting.is_out = False
            first.until_settled()
        assert lasting.left == service.left == []


# A service that does not respond


def test_closing_a_client_does_not_wait_for_a_service_that_does_not_respond(service: Untruthful) -> None:
    service.is_hanging = True
    errors: list[BaseException] = []

    def play() -> None:
        try:
            edgegap.deployments.launch(**ORDER, cancel_timeout=0.2)
        except EdgegapError as error:
            errors.append(error)

    edgegap = Edgegap(TOKEN, base_url=service.url, poll_interval=0.03)
    threads = [threading.Thread(target=play) for _ in range(3)]
    for thread in threads:
        thread.start()
    until(lambda: len(service.deployments) == 3)
    with within(2.0):
        edgegap.close()
        for thread in threads:
            thread.join()
    assert len(errors) == 3
    assert all(is_noted(error) for error in errors), errors
    service.is_hanging = False
    until(lambda: not registered())
    assert service.left == []


async def test_closing_an_async_client_does_not_wait_for_a_service_that_does_not_respond(service: Untruthful) -> None:
    service.is_hanging = True
    edgegap = AsyncEdgegap(TOKEN, base_url=service.url, poll_interval=0.03)
    launches = [asyncio.ensure_future(edgegap.deployments.launch(**ORDER, cancel_timeout=0.2)) for _ in range(3)]
    await until_then(lambda: len(service.deployments) == 3)
    with within(2.0):
        await edgegap.aclose()
        results = await asyncio.gather(*launches, return_exceptions=True)
    assert all(isinstance(error, EdgegapError) and is_noted(error) for error in results), results
    service.is_hanging = False
    await until_then(lambda: not registered())
    assert service.left == []


def test_closing_does_not_wait_for_stops_without_a_response(service: Untruthful, client: Client) -> None:
    service.ready_after = NEVER
    service.is_out = True
    client.together(3, timeout=0.3, cancel_timeout=0.0)
    service.is_hanging = True
    client.rest(0.5)
    with within(1.0):
        client.close()
    service.is_hanging = service.is_out = False
    until(lambda: not registered())
    assert service.left == []


def test_the_end_of_a_loop_does_not_wait_for_a_service_that_does_not_respond(service: Untruthful) -> None:
    service.is_hanging = True

    async def play() -> None:
        edgegap = AsyncEdgegap(TOKEN, base_url=service.url, poll_interval=0.03)
        launches = [asyncio.ensure_future(edgegap.deployments.launch(**ORDER, cancel_timeout=0.5)) for _ in range(3)]
        await until_then(lambda: len(service.deployments) == 3)
        del launches[:]

    with within(4.0):
        asyncio.run(play())
    assert len(registered()) == 3
    service.is_hanging = False
    until(lambda: not registered())
    assert service.left == []


# Stops that are seen

LIES = {
    "202": Reply(202, {"message": "it will be deleted"}),
    "200": Reply(200, {"message": "it will be deleted"}),
    "410": Reply(410, {"message": "Instance is already terminated"}),
    "400": Reply(400, {"message": "Bad Request ID"}),
    "404 of a proxy": Reply(404, PROXY_404),
    "403 of a firewall": Reply(403, "<html>Forbidden</html>", "text/html"),
    "401": Reply(401, {"message": "the token is not known"}),
    "500": Reply(500, {"message": "internal error"}),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_no_response_to_a_stop_is_believed(service: Untruthful, client: Client, lie: Reply) -> None:
    service.ready_after = NEVER
    service.lie, service.lies = lie, 3
    error = client.failing(timeout=0.5, cancel_timeout=0.1)
    assert isinstance(error, LaunchTimedOut)
    assert not error.stopped
    assert is_noted(error)
    client.until_settled()
    assert service.left == []
    assert service.counts["stop"] == 4


def test_a_block_waits_until_its_stop_is_seen(service: Untruthful, client: Client) -> None:
    service.lie, service.lies = LIES["202"], 2
    client.in_block(lambda _: None)
    assert service.left == []
    assert registered() == []


@pytest.mark.usefixtures("_unscaled")
def test_a_young_deployment_that_the_service_does_not_know_yet_is_stopped_later(
    service: Untruthful, client: Client
) -> None:
    service.ready_after = NEVER
    hide(service)
    client.failing(timeout=0.5, cancel_timeout=0.1)
    client.rest(0.5)
    assert len(client.pending) == 1
    show(service)
    client.until_settled()
    assert service.left == []


def test_all_that_look_share_one_list(service: Untruthful, client: Client) -> None:
    service.ready_after = NEVER
    service.lie, service.lies = LIES["202"], 1
    client.together(10, timeout=0.2, cancel_timeout=0.1)
    before = service.counts["list"]
    client.until_settled()
    assert service.left == []
    assert service.counts["list"] - before < 10


# 422


@pytest.mark.usefixtures("_unscaled")
def test_a_422_is_looked_up_until_the_deployment_is_known(service: Untruthful, client: Client) -> None:
    service.deploys.append("422")
    hide(service)
    error = client.failing(cancel_timeout=0.2)
    assert isinstance(error, BadRequestError)
    assert error.outcome is Outcome.UNKNOWN
    assert is_noted(error)
    client.rest(0.5)
    show(service)
    client.until_settled()
    assert service.left == []


def test_a_422_whose_body_cannot_be_read_is_looked_up(service: Untruthful, client: Client) -> None:
    service.deploys.append("422 unreadable")
    client.failing(cancel_timeout=0.5)
    client.until_settled()
    assert service.left == []
    assert service.counts["deploy"] == 1


@pytest.mark.usefixtures("_unscaled")
def test_a_422_with_an_id_that_is_not_known_yet_does_not_count_as_stopped(service: Untruthful, client: Client) -> None:
    service.deploys.append("422 with an id")
    hide(service)
    error = client.failing(cancel_timeout=0.1)
    assert isinstance(error, NoCapacityError)
    assert error.outcome is Outcome.UNKNOWN
    client.rest(0.5)
    show(service)
    client.until_settled()
    assert service.left == []


# Two with one tag


@pytest.fixture
def _looking_long(monkeypatch: pytest.MonkeyPatch, _scaled: None) -> None:
    """What is there is found, however slow the computer is."""
    for deployments in (async_deployments, sync_deployments):
        monkeypatch.setattr(deployments, "LOOKING_FOR", 30.0)


@pytest.mark.usefixtures("_looking_long")
@pytest.mark.parametrize("fates", [["429"], ["429", "429"], ["lost"]], ids=["429", "429 twice", "a lost response"])
def test_of_several_with_one_tag_one_is_kept(service: Untruthful, client: Client, fates: list[str]) -> None:
    service.deploys.extend(fates)
    deployment = client.launch()
    client.until_settled()
    assert [each.id for each in service.left] == [deployment.request_id]
    assert len(service.deployments) == (1 if fates == ["lost"] else len(fates) + 1)


@pytest.mark.parametrize("is_async", [False, True], ids=["sync", "async"])
def test_a_429_that_had_created_is_looked_up_if_it_is_not_retried(service: Untruthful, is_async: bool) -> None:
    service.deploys.append("429")
    with Client(service.url, is_async=is_async, max_retries=0) as client:
        error = client.failing()
        assert is_noted(error)
        assert len(service.deployments) == 1
        client.until_settled()
    assert not service.left


@pytest.mark.usefixtures("_looking_long")
def test_a_doubled_create_request_whose_response_was_lost_is_reported(
    service: Untruthful, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    service.deploys.append("twice and lost")
    with caplog.at_level(logging.WARNING, "edgegap_client"):
        deployment = client.launch()
        client.until_settled()
    assert [each.id for each in service.left] == [deployment.request_id]
    assert len(service.deployments) == 2
    assert "is a second one with the tag" in caplog.text


# Refused requests


def test_a_refused_create_request_stays_pending_until_nothing_can_appear(service: Untruthful, client: Client) -> None:
    service.deploys.append("503")
    since = time.monotonic()
    error = client.failing(cancel_timeout=0.2)
    assert isinstance(error, ServerError)
    assert is_noted(error)  # it was pending when its caller got the error
    client.until_settled()
    assert time.monotonic() - since >= APPEARS_SECONDS


@pytest.mark.usefixtures("_unscaled")
def test_what_is_listed_late_after_a_lost_response_is_stopped(service: Untruthful, client: Client) -> None:
    service.deploys.append("lost")
    hide(service)
    error = client.failing(cancel_timeout=0.1)
    assert is_noted(error)
    client.rest(0.5)
    show(service)
    client.until_settled()
    assert service.left == []
    assert len(service.deployments) == 1


def test_a_launch_on_a_private_fleet_is_settled_alike(service: Untruthful, client: Client) -> None:
    service.deploys.extend(["422 unreadable"])
    client.failing(private_host_ids=["host-1"], cancel_timeout=0.2)
    client.until_settled()
    assert service.left == []


@pytest.mark.usefixtures("_looking_long")
def test_a_launch_on_a_private_fleet_is_found_alike(service: Untruthful, client: Client) -> None:
    service.deploys.append("lost")
    assert client.launch(private_host_ids=["host-1"]).request_id == service.left[0].id
