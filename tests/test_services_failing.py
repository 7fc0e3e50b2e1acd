"""Backfills and server instances when requests fail or the client is closed; sync and async alike."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from edgegap_client import ConfigurationError
from edgegap_client._core import matchmaker as core
from edgegap_client.deployments import LaunchCancelled
from edgegap_client.errors import ClientError, EdgegapError, InvalidRequestError
from edgegap_client.matchmaking import AsyncBackfill, AsyncMatchmaker, Backfill, Match, Matchmaker, PlayerTicket
from edgegap_client.server_browser import (
    AsyncServerBrowser,
    AsyncServerInstance,
    ServerBrowser,
    ServerInstance,
    ServerToken,
)

from .servers.clients import EitherClient
from .servers.services import ASSIGNMENT, FakeMatchmaker, FakeServerBrowser, Request, serving

SERVER: dict[str, Any] = {**ASSIGNMENT, "request_id": "a1b2c3d4e5f6"}


class EitherService(EitherClient):
    """The client of another service, called as `EitherClient` is."""

    def __init__(self, is_async: bool, make: Callable[[], Any]) -> None:
        self.is_async = is_async
        if is_async:
            self.loop = asyncio.new_event_loop()
            self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
            self._thread.start()
        self.edgegap = self.call(make)

    def close(self) -> None:
        self.call(self.edgegap.aclose if self.is_async else self.edgegap.close)


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def is_async(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, "FIRST_INTERVAL_SECONDS", 0.1)
    monkeypatch.setattr(core, "MAX_INTERVAL_SECONDS", 0.2)
    for kind in ("async", "sync"):
        monkeypatch.setattr(f"edgegap_client._{kind}.matchmaker_backfill.COALESCING_SECONDS", 0.05)
        monkeypatch.setattr(f"edgegap_client._{kind}.matchmaker_backfill.BACK_OFF_SECONDS", 0.1)
        monkeypatch.setattr(f"edgegap_client._{kind}.server_browser_instance.BACK_OFF_SECONDS", 0.1)


# Backfills


@pytest.fixture
def service() -> Iterator[FakeMatchmaker]:
    fake = FakeMatchmaker()
    with serving(fake):
        yield fake


@pytest.fixture
def matchmaker(service: FakeMatchmaker, is_async: bool) -> Iterator[EitherService]:
    kind = AsyncMatchmaker if is_async else Matchmaker
    with EitherService(is_async, lambda: kind(service.url, service.token, rate_limits="off")) as made:
        yield made


def end(client: EitherService, block: Any) -> None:
    client.call(block.aclose if client.is_async else block.close)


def backfill_of(matchmaker: EitherService, *teams: str, **options: Any) -> Any:
    """A backfill whose teams have one player each, and one free seat."""
    tickets = {f"{team}0": PlayerTicket.of({"id": f"{team}0", "team_id": team}) for team in teams or ("red",)}
    match = Match("casual", "m1", ticket_ids=tuple(tickets), tickets=tickets)
    kind = AsyncBackfill if matchmaker.is_async else Backfill
    options = {"team_size": 2, "match": match, "assignment": SERVER, **options}
    return matchmaker.call(lambda: kind(matchmaker.edgegap, **options))


def assign(service: FakeMatchmaker, backfill: Any, ticket_id: str, team: str = "red") -> None:
    """Let the service assign a player to the backfill of the team red."""
    service.until(lambda: backfill.open_backfills)
    with service.lock:
        service.backfills[backfill.open_backfills["red"]]["assigned_ticket"] = {"id": ticket_id, "team_id": team}


def offered(service: FakeMatchmaker) -> list[Any]:
    """The backfills that could still get a player."""
    return [each for each in service.backfills.values() if each["assigned_ticket"] is None]


def test_a_backfill_that_has_not_begun_has_nothing_to_end(service: FakeMatchmaker, matchmaker: EitherService) -> None:
    backfill = backfill_of(matchmaker)
    end(matchmaker, backfill)
    matchmaker.call(backfill._withdraw, "red", matchmaker.edgegap, 0.0)
    backfill._drop("red")
    assert "red" in repr(backfill)
    assert service.seen == []


def test_a_backfill_is_refused_once_the_process_is_about_to_end(
    service: FakeMatchmaker, matchmaker: EitherService, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> None:
        raise LaunchCancelled("SIGTERM has come")

    monkeypatch.setattr(matchmaker.edgegap._runtime, "register", refuse)
    with pytest.raises(ClientError), matchmaker.block(backfill_of(matchmaker)):
        pass
    assert service.seen == []


def test_closing_the_client_withdraws_the_backfills_of_a_block(
    service: FakeMatchmaker, matchmaker: EitherService
) -> None:
    with matchmaker.block(backfill_of(matchmaker)) as backfill:
        service.until(lambda: backfill.open_backfills)
        matchmaker.close()
        service.until(lambda: not service.backfills)
    assert service.count("POST .*") == 1


def test_the_end_of_the_block_offers_no_further_seats(service: FakeMatchmaker, matchmaker: EitherService) -> None:
    service.fail("POST /backfills", "late", delay=1.0)
    with matchmaker.block(backfill_of(matchmaker, "red", "blue")):
        service.until(lambda: service.count("POST .*"))
    assert service.count("POST .*") == 1
    assert service.backfills == {}


def test_what_closes_just_before_a_create_request_is_seen(service: FakeMatchmaker, matchmaker: EitherService) -> None:
    backfill = backfill_of(matchmaker)
    backfill._is_closing = True
    matchmaker.call(backfill._create, "red", {}, 1)
    assert service.seen == []
    assert not backfill._is_creating


def test_a_refused_create_request_takes_no_seat(
    service: FakeMatchmaker, matchmaker: EitherService, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in ("async", "sync"):
        monkeypatch.setattr(f"edgegap_client._{kind}.matchmaker_backfill.MAX_IDLE_SECONDS", 0.2)
    service.fail("POST /backfills", 400)
    with matchmaker.block(backfill_of(matchmaker, expiration=1000.0)) as backfill:
        service.until(lambda: backfill.open_backfills)
        assert len(service.backfills) == 1


def test_a_player_who_is_assigned_to_another_team_sits_there(
    service: FakeMatchmaker, matchmaker: EitherService
) -> None:
    with matchmaker.block(backfill_of(matchmaker)) as backfill:
        assign(service, backfill, "new", team="blue")
        service.until(lambda: backfill.free_seats == {"red": 1, "blue": 1})
        service.until(lambda: sorted(backfill.open_backfills) == ["blue", "red"])
    assert offered(service) == []


def test_a_callback_that_raises_does_not_end_the_backfill(service: FakeMatchmaker, matchmaker: EitherService) -> None:
    came: list[str] = []

    def expect(ticket: PlayerTicket) -> None:
        came.append(ticket.id)
        raise ValueError("full")

    with matchmaker.block(backfill_of(matchmaker, team_size=3, on_assigned=expect)) as backfill:
        assign(service, backfill, "new1")
        service.until(lambda: came == ["new1"])
        service.until(lambda: offered(service))
        assign(service, backfill, "new2")
        service.until(lambda: came == ["new1", "new2"])
    assert offered(service) == []


def test_a_deletion_that_is_refused_for_a_moment_is_tried_again(
    service: FakeMatchmaker, matchmaker: EitherService
) -> None:
    with matchmaker.block(backfill_of(matchmaker)) as backfill:
        service.until(lambda: backfill.open_backfills)
        service.fail("DELETE .*", 409)
    assert service.count("DELETE .*") == 2
    assert service.backfills == {}


# Server instances


@pytest.fixture
def servers() -> Iterator[FakeServerBrowser]:
    fake = FakeServerBrowser()
    with serving(fake):
        yield fake


@pytest.fixture
def browser(servers: FakeServerBrowser, is_async: bool) -> Iterator[EitherService]:
    kind = AsyncServerBrowser if is_async else ServerBrowser
    with EitherService(is_async, lambda: kind(servers.url, ServerToken(servers.server_token))) as made:
        yield made


def instance_of(browser: EitherService, **options: Any) -> Any:
    kind = AsyncServerInstance if browser.is_async else ServerInstance
    options = {"slots": {"main": 4}, "request_id": "a1", "server": ASSIGNMENT, "interval": 0.3, **options}
    return browser.call(lambda: kind(browser.edgegap, **options))


@pytest.mark.parametrize("wrong", [{"slots": {}}, {"slots": {"main": -1}}, {"interval": 0.0}])
def test_an_instance_that_cannot_be_is_refused(
    servers: FakeServerBrowser, browser: EitherService, wrong: dict[str, Any]
) -> None:
    with pytest.raises(ConfigurationError):
        instance_of(browser, **wrong)
    with pytest.raises(InvalidRequestError):
        instance_of(browser).set_capacity("main", -1)
    assert servers.seen == []


def test_an_instance_that_has_not_begun_has_nothing_to_end(servers: FakeServerBrowser, browser: EitherService) -> None:
    instance = instance_of(browser)
    end(browser, instance)
    assert "a1" in repr(instance)
    assert servers.seen == []


def test_closing_the_client_ends_the_first_registration(servers: FakeServerBrowser, browser: EitherService) -> None:
    servers.fail("POST /server-instances", 503, times=1000)
    with ThreadPoolExecutor(1) as threads:
        manager = instance_of(browser)
        entering = threads.submit(browser.block(manager).__enter__)
        servers.until(lambda: servers.count("POST .*") > 1)
        browser.close()
        assert isinstance(entering.exception(), EdgegapError)
    assert servers.instances == {}


def test_an_instance_that_is_given_up_while_it_registers_is_not_handed_over(
    servers: FakeServerBrowser, browser: EitherService
) -> None:
    servers.fail("POST /server-instances", 503, times=1000)
    with ThreadPoolExecutor(1) as threads:
        instance = instance_of(browser)
        entering = threads.submit(browser.block(instance).__enter__)
        servers.until(lambda: servers.count("POST .*") > 1)
        instance._block.give_up()  # as SIGTERM does
        assert isinstance(entering.exception(), ClientError)
    assert servers.instances == {}


def test_what_closes_just_before_a_registration_is_seen(servers: FakeServerBrowser, browser: EitherService) -> None:
    instance = instance_of(browser)
    instance._is_closing = True
    browser.call(instance._register)
    browser.call(instance._round)
    assert servers.seen == []
    assert not instance._is_registering


def test_an_expired_instance_is_registered_again_until_that_succeeds(
    servers: FakeServerBrowser, browser: EitherService
) -> None:
    with browser.block(instance_of(browser)) as instance:
        with servers.lock:
            servers.instances.clear()
            servers.fail("POST /server-instances", 503, times=2)
        servers.until(lambda: servers.instances and not servers.faults)
        assert browser.call(instance.synced)
        assert servers.count("POST /server-instances") == 4
    assert servers.instances == {}


@pytest.mark.parametrize("fault", [500, "lost"])
def test_a_failed_write_of_seats_is_read_and_written_again_if_need_be(
    servers: FakeServerBrowser, browser: EitherService, fault: Any
) -> None:
    with browser.block(instance_of(browser)) as instance:
        assert browser.call(instance.synced)
        servers.fail("PATCH .*", fault)
        instance.seat("someone", "main")
        assert browser.call(instance.synced)
        assert servers.slot("a1", "main")["available_seats"] == 3
        assert servers.count("PATCH .*") == (2 if fault == 500 else 1)


def test_a_slot_that_is_gone_is_registered_again(servers: FakeServerBrowser, browser: EitherService) -> None:
    def lose(request: Request) -> None:
        if request.method == "PATCH":
            servers.instances.clear()
            servers.before = lambda _: None

    with browser.block(instance_of(browser)) as instance:
        assert browser.call(instance.synced)
        servers.before = lose
        instance.seat("someone", "main")
        servers.until(lambda: servers.count("POST /server-instances") == 2)
        assert browser.call(instance.synced)
        assert servers.slot("a1", "main")["available_seats"] == 3
