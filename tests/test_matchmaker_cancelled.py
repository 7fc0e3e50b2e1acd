"""A caller who is cancelled learns of a search that may go on: the player would be stranded otherwise."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Iterator
from typing import Any, Final

import pytest

from edgegap_client.matchmaking import AsyncMatchmaker, Cancelled, Matchmaker

from .servers.services import FakeMatchmaker, Request, serving

CASUAL: Final[dict[str, Any]] = {"profile": "casual", "attributes": {}, "player_ip": "203.0.113.7"}


@pytest.fixture
def service() -> Iterator[FakeMatchmaker]:
    fake = FakeMatchmaker()
    with serving(fake):
        yield fake


def match_at_delete(service: FakeMatchmaker) -> None:
    """Let the request to delete come in the moment of a match."""

    def match(request: Request) -> None:
        if request.method == "DELETE" and (ticket_id := request.path.rpartition("/")[2]) in service.tickets:
            service.match(ticket_id, "MATCH_FOUND")

    service.before = match


def notes(error: BaseException) -> str:
    return "".join(getattr(error, "__notes__", ()))


async def cancelled(task: asyncio.Task[Any]) -> BaseException:
    """The error with which a task was cancelled."""
    try:
        await task
    except asyncio.CancelledError as error:
        return error
    raise AssertionError("it was not cancelled")


@pytest.mark.parametrize("cancellations", [1, 2])
async def test_a_cancellation_says_that_the_search_may_go_on(service: FakeMatchmaker, cancellations: int) -> None:
    begun: list[str] = []

    async def wait() -> None:
        async with matchmaker.tickets.search(**CASUAL) as search:
            begun.append(search.id)
            await search.assigned(timeout=30)

    match_at_delete(service)
    service.fail("DELETE .*", "late", delay=1.0)
    async with AsyncMatchmaker(service.url, service.token, rate_limits="off") as matchmaker:
        task = asyncio.create_task(wait())
        while not begun:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        for _ in range(cancellations):
            task.cancel()
            while not service.count("DELETE .*"):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        said = notes(await cancelled(task))
    assert f"the search {begun[0]} " in said
    assert ("A match was found" in said) or cancellations == 2


async def test_a_cancelled_create_request_whose_search_was_matched_says_so(service: FakeMatchmaker) -> None:
    async def wait() -> None:
        async with matchmaker.tickets.search(**CASUAL):
            raise AssertionError("cancelled before")

    match_at_delete(service)
    service.fail("POST .*", "late", delay=0.4)
    async with AsyncMatchmaker(service.url, service.token, rate_limits="off") as matchmaker:
        task = asyncio.create_task(wait())
        while not service.seen:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        task.cancel()
        said = notes(await cancelled(task))
    [ticket_id] = service.tickets
    assert f"A match was found for the search {ticket_id}" in said


async def test_a_cancelled_create_request_whose_response_does_not_come_says_so(
    service: FakeMatchmaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def wait() -> None:
        async with matchmaker.groups.opened(**CASUAL):
            raise AssertionError("cancelled before")

    monkeypatch.setattr("edgegap_client._runtime.async_runtime.RESPONSE_SECONDS", 0.2)
    service.fail("POST .*", "late", delay=1.0)
    async with AsyncMatchmaker(service.url, service.token, rate_limits="off") as matchmaker:
        task = asyncio.create_task(wait())
        while not service.seen:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        task.cancel()
        assert "a search with an unknown id may exist" in notes(await cancelled(task))


async def test_a_search_that_was_cancelled_in_time_needs_no_note(service: FakeMatchmaker) -> None:
    async def wait() -> None:
        async with matchmaker.tickets.search(**CASUAL) as search:
            await search.assigned(timeout=30)

    async with AsyncMatchmaker(service.url, service.token, rate_limits="off") as matchmaker:
        task = asyncio.create_task(wait())
        while not service.tickets:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        task.cancel()
        assert notes(await cancelled(task)) == ""
    assert service.tickets == {}


async def test_two_may_cancel_the_same_search_at_once(service: FakeMatchmaker) -> None:
    service.fail("DELETE .*", "late", times=2, delay=0.2)
    async with (
        AsyncMatchmaker(service.url, service.token, rate_limits="off") as matchmaker,
        matchmaker.tickets.search(**CASUAL) as search,
    ):
        assert set(await asyncio.gather(search.cancel(), search.cancel())) == {Cancelled()}
    assert service.tickets == {}


def test_an_interrupted_create_request_leaves_no_ticket_or_says_so(service: FakeMatchmaker) -> None:
    service.fail("POST .*", "late", delay=0.5)

    def interrupt() -> None:
        service.until(lambda: service.seen)
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    with Matchmaker(service.url, service.token, rate_limits="off") as matchmaker:
        thread.start()
        with pytest.raises(KeyboardInterrupt) as raised, matchmaker.tickets.search(**CASUAL):
            raise AssertionError("interrupted before")
    thread.join()
    if "a search with an unknown id may exist" not in notes(raised.value):
        service.until(lambda: service.count("DELETE .*") and service.tickets == {})


def test_an_interrupted_deletion_says_that_the_search_may_go_on(service: FakeMatchmaker) -> None:
    service.fail("DELETE .*", "late", delay=0.5)

    def interrupt() -> None:
        service.until(lambda: service.count("DELETE .*"))
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    with Matchmaker(service.url, service.token, rate_limits="off") as matchmaker:
        thread.start()
        with pytest.raises(KeyboardInterrupt) as raised, matchmaker.tickets.search(**CASUAL) as search:
            pass
    thread.join()
    assert service.tickets == {} or search.id in notes(raised.value)
