"""Searches for a match: each ends in a server or leaves nothing behind, whatever fails meanwhile."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any, Final

import pytest

from edgegap_client import (
    AuthenticationError,
    ConfigurationError,
    ConflictError,
    EdgegapError,
    InvalidRequestError,
    NotFoundError,
    Outcome,
    SearchCancelled,
    SearchExpired,
    SearchTimedOut,
)
from edgegap_client._core import matchmaker as core
from edgegap_client.matchmaking import (
    AsyncMatchmaker,
    Cancelled,
    Matched,
    Matchmaker,
    TicketRequest,
    Tier,
)

from .servers.services import ASSIGNMENT, FakeMatchmaker, serving
from .test_matchmaker_rules import DOCUMENT, GOOD

CASUAL: Final[dict[str, Any]] = {"profile": "casual", "attributes": {}, "player_ip": "203.0.113.7"}
INTERVAL: Final = 0.1


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, "FIRST_INTERVAL_SECONDS", INTERVAL)
    monkeypatch.setattr(core, "MAX_INTERVAL_SECONDS", 3 * INTERVAL)
    for name in ("EDGEGAP_MATCHMAKER_URL", "EDGEGAP_MATCHMAKER_TOKEN"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def service() -> Iterator[FakeMatchmaker]:
    fake = FakeMatchmaker()
    with serving(fake):
        yield fake


@pytest.fixture
async def matchmaker(service: FakeMatchmaker) -> AsyncIterator[AsyncMatchmaker]:
    async with AsyncMatchmaker(service.url, service.token, rate_limits="off") as client:
        yield client


@pytest.fixture
def sync_matchmaker(service: FakeMatchmaker) -> Iterator[Matchmaker]:
    with Matchmaker(service.url, service.token, rate_limits="off") as client:
        yield client


def soon(work: Any, seconds: float = 2.5 * INTERVAL) -> None:
    threading.Timer(seconds, work).start()


# --- the client


async def test_url_and_token_come_from_the_environment_and_the_token_is_sent_raw(
    service: FakeMatchmaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDGEGAP_MATCHMAKER_URL", service.url)
    monkeypatch.setenv("EDGEGAP_MATCHMAKER_TOKEN", f"token {service.token}")  # as it is often pasted
    async with AsyncMatchmaker() as client:
        assert (await client.monitor.get()).status == "healthy"
    with Matchmaker() as client:
        assert client.monitor.get().status == "healthy"


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDGEGAP_API_TOKEN", "of-the-organisation")
    with pytest.raises(ConfigurationError, match=r"no matchmaker's token.*EDGEGAP_MATCHMAKER_TOKEN"):
        Matchmaker("https://om-x.edgegap.net")
    with pytest.raises(ConfigurationError, match=r"no base URL.*url=, or set EDGEGAP_MATCHMAKER_URL"):
        Matchmaker(token="abc-def")
    with pytest.raises(ConfigurationError, match="free, hobbyist, studio, enterprise"):
        Matchmaker("https://om-x.edgegap.net", "abc-def", tier="huge")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


async def test_a_wrong_token_is_named_and_ends_a_search(service: FakeMatchmaker) -> None:
    async with AsyncMatchmaker(service.url, "another-token") as client:
        with pytest.raises(AuthenticationError, match="EDGEGAP_MATCHMAKER_TOKEN"):
            async with client.tickets.search(**CASUAL):
                pass


# --- tickets


async def test_a_search_gives_the_server_and_a_matched_ticket_is_left_alone(
    service: FakeMatchmaker, matchmaker: AsyncMatchmaker
) -> None:
    async with matchmaker.tickets.search(**CASUAL) as search:
        assert search.state.status == "SEARCHING"
        soon(lambda: service.match(search.id, team_id="team"))
        assignment = await search.assigned(timeout=5)
    assert assignment.fqdn == ASSIGNMENT["fqdn"]
    assert assignment.ports["gameport"].external == 31504
    assert search.result == Matched(assignment)
    assert service.count("DELETE .*") == 0
    assert [request.body for request in service.seen[:1]] == [CASUAL]


def test_the_synchronous_client_does_the_same(service: FakeMatchmaker, sync_matchmaker: Matchmaker) -> None:
    with sync_matchmaker.tickets.search(**CASUAL) as search:
        soon(lambda: service.match(search.id))
        assert search.assigned(timeout=5).fqdn == ASSIGNMENT["fqdn"]
    with sync_matchmaker.tickets.search(**CASUAL) as search:
        assert search.cancel() == Cancelled()
    with pytest.raises(KeyError), sync_matchmaker.tickets.search(**CASUAL) as search:
        raise KeyError
    assert list(service.tickets.values()) == [ticket for ticket in service.tickets.values() if ticket["assignment"]]


@pytest.mark.parametrize("end", ["return", "exception", "cancellation", "lost deletion", "failed deletion"])
async def test_a_ticket_is_deleted_when_its_block_ends(
    end: str, service: FakeMatchmaker, matchmaker: AsyncMatchmaker
) -> None:
    if end == "lost deletion":
        service.fail("DELETE .*", "lost")
    elif end == "failed deletion":
        service.fail("DELETE .*", 503)

    async def block() -> None:
        async with matchmaker.tickets.search(**CASUAL) as search:
            if end == "exception":
                raise KeyError
            if end == "cancellation":
                await search.assigned(timeout=30)

    task = asyncio.create_task(block())
    await asyncio.sleep(2 * INTERVAL)
    if end == "cancellation":
        task.cancel()
    await asyncio.wait((task,))
    assert service.tickets == {}
    assert service.count("POST /tickets") == 1
    if end == "exception":
        assert isinstance(task.exception(), KeyError)
    elif end == "cancellation":
        assert task.cancelled()
    else:
        task.result()


async def test_a_cancelled_create_request_leaves_no_ticket(
    service: FakeMatchmaker, matchmaker: AsyncMatchmaker
) -> None:
    service.fail("POST /tickets", "late", delay=0.3)

    async def block() -> None:
        async with matchmaker.tickets.search(**CASUAL):
            raise AssertionError("cancelled before")

    task = asyncio.create_task(block())
    await asyncio.sleep(0.1)
    task.cancel()
    await asyncio.wait((task,))
    assert task.cancelled()
    assert service.names()[0] == "POST /tickets"
    assert service.tickets == {}


async def test_a_create_request_without_a_response_is_not_repeated_and_says_so(
    service: FakeMatchmaker, matchmaker: AsyncMatchmaker, sync_matchmaker: Matchmaker
) -> None:
    service.fail("POST /tickets", "lost")
    with pytest.raises(EdgegapError) as raised:
        async with matchmaker.tickets.search(**CASUAL):
            pass
    assert raised.value.outcome is Outcome.UNKNOWN
    assert "a search with an unknown id may exist" in "".join(raised.value.__notes__)
    service.fail("POST /group-tickets", "lost")
    with pytest.raises(EdgegapError) as raised, sync_matchmaker.tickets.search_group([CASUAL]):
        pass
    assert raised.value.outcome is Outcome.UNKNOWN
    assert service.count("POST .*") == 2


async def test_a_refused_create_request_is_retried(service: FakeMatchmaker, matchmaker: AsyncMatchmaker) -> None:
    service.fail("POST /tickets", 429, Retry_After="0")
    async with matchmaker.tickets.search(**CASUAL):
        assert len(service.tickets) == 1


@pytest.mark.parametrize("fault", ["lost", "dropped", 429, 500, 502])
async def test_lost_reads_do_not_end_a_search(fault: Any, service: FakeMatchmaker, matchmaker: AsyncMatchmaker) -> None:
    async with matchmaker.tickets.search(**CASUAL) as search:
        service.fail("GET /tickets/.*", fault, times=3)
        soon(lambda: service.match(search.id), 4 * INTERVAL)
        assert (await search.assigned(timeout=10)).fqdn
    assert service.count("DELETE .*") == 0
    assert service.faults == []


async def test_a_new_ticket_may_be_unknown_for_a_moment(service: FakeMatchmaker, matchmaker: AsyncMatchmaker) -> None:
    async with matchmaker.tickets.search(**CASUAL) as search:
        service.fail("GET /tickets/.*", 404)
        soon(lambda: service.match(search.id))
        assert (await search.assigned(timeout=5)).fqdn


async def test_ends_that_the_service_decides_are_typed(
    service: FakeMatchmaker, matchmaker: AsyncMatchmaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with matchmaker.tickets.search(**CASUAL) as search:
        service.match(search.id, "cancelled")  # in whatever letter case
        with pytest.raises(SearchCancelled) as raised:
            await search.assigned(timeout=5)
        assert (raised.value.search_id, raised.value.last_status) == (search.id, "CANCELLED")
    monkeypatch.setattr("edgegap_client._async.matchmaker_search.UNKNOWN_FOR_SECONDS", 0.0)
    async with matchmaker.tickets.search(**CASUAL) as search:
        service.tickets.clear()
        with pytest.raises(SearchExpired, match=search.id):
            await search.assigned(timeout=5)
    assert service.count("DELETE .*") == 0


async def test_a_timeout_deletes_the_ticket(service: FakeMatchmaker, matchmaker: AsyncMatchmaker) -> None:
    async with matchmaker.tickets.search(**CASUAL) as search:
        with pytest.raises(SearchTimedOut) as raised:
            await search.assigned(timeout=0.3)
        assert isinstance(raised.value, TimeoutError)
        assert raised.value.is_deleted
        assert service.tickets == {}


async def test_a_timeout_in_the_moment_of_a_match_gives_the_server(
    service: FakeMatchmaker, matchmaker: AsyncMatchmaker
) -> None:
    async with matchmaker.tickets.search(**CASUAL) as search:
        soon(lambda: service.match(search.id, "MATCH_FOUND"), 0.2)
        soon(lambda: service.match(search.id), 1.0)
        assert (await search.assigned(timeout=0.25)).fqdn


async def test_a_state_that_nobody_knows_goes_on(service: FakeMatchmaker, matchmaker: AsyncMatchmaker) -> None:
    async with matchmaker.tickets.search(**CASUAL) as search:
        service.match(search.id, "ON_THE_MOON")
        soon(lambda: service.match(search.id), 4 * INTERVAL)
        assert (await search.assigned(timeout=5)).fqdn


async def test_cancel_ends_in_cancelled(service: FakeMatchmaker, matchmaker: AsyncMatchmaker) -> None:
    async with matchmaker.tickets.search(**CASUAL) as search:
        service.fail("DELETE .*", "lost")
        assert await search.cancel(timeout=5) == Cancelled()
        assert await search.cancel() == Cancelled()  # safe to repeat
    assert service.tickets == {}


async def test_cancel_after_a_match_goes_on_until_the_server_is_there(
    service: FakeMatchmaker, matchmaker: AsyncMatchmaker
) -> None:
    async with matchmaker.tickets.search(**CASUAL) as search:
        service.match(search.id, "MATCH_FOUND")
        soon(lambda: service.match(search.id), 4 * INTERVAL)
        result = await search.cancel(timeout=10)
        assert isinstance(result, Matched)
        assert result.assignment.fqdn == ASSIGNMENT["fqdn"]


async def test_cancel_deletes_once_the_match_has_failed(service: FakeMatchmaker, matchmaker: AsyncMatchmaker) -> None:
    async with matchmaker.tickets.search(**CASUAL) as search:
        service.match(search.id, "MATCH_FOUND")
        soon(lambda: service.match(search.id, "SEARCHING"), 4 * INTERVAL)
        assert await search.cancel(timeout=10) == Cancelled()
    assert service.tickets == {}


async def test_a_block_that_ends_in_the_moment_of_a_match_says_so(
    service: FakeMatchmaker, matchmaker: AsyncMatchmaker
) -> None:
    with pytest.raises(KeyError) as raised:
        async with matchmaker.tickets.search(**CASUAL) as search:
            service.match(search.id, "MATCH_FOUND")
            raise KeyError
    assert "A match was found" in "".join(raised.value.__notes__)
    matched: list[str] = []
    with pytest.raises(ConflictError):
        async with matchmaker.tickets.search(**CASUAL) as search:
            service.match(search.id, "MATCH_FOUND")
            matched.append(search.id)
    again = await matchmaker.tickets.attach(matched[0])
    service.match(matched[0])
    assert (await again.assigned(timeout=5)).fqdn


async def test_an_attached_ticket_is_not_deleted(service: FakeMatchmaker, matchmaker: AsyncMatchmaker) -> None:
    ticket = service.create_ticket(CASUAL)
    search = await matchmaker.tickets.attach(ticket["id"])
    with pytest.raises(SearchTimedOut) as raised:
        await search.assigned(timeout=0.2)
    assert not raised.value.is_deleted
    assert list(service.tickets) == [ticket["id"]]
    with pytest.raises(NotFoundError):
        await matchmaker.tickets.attach("unknown")


async def test_each_change_is_reported_not_that_of_the_status_alone(
    service: FakeMatchmaker, matchmaker: AsyncMatchmaker
) -> None:
    steps: list[dict[str, Any]] = [
        {"team_id": "red"},
        {"match_id": "m1"},
        {"status": "MATCH_FOUND"},
        {"status": "HOST_ASSIGNED", "assignment": ASSIGNMENT},
    ]
    seen: list[Any] = []
    async with matchmaker.tickets.search(**CASUAL) as search:
        async for state in search.changes(timeout=10):
            seen.append((state.status, state.team_id, state.match_id, state.assignment is not None))
            if steps:
                service.tickets[search.id].update(steps.pop(0))
    assert seen == [
        ("SEARCHING", None, None, False),
        ("SEARCHING", "red", None, False),
        ("SEARCHING", "red", "m1", False),
        ("MATCH_FOUND", "red", "m1", False),
        ("HOST_ASSIGNED", "red", "m1", True),
    ]


async def test_several_waiters_of_one_search_share_its_reads(
    service: FakeMatchmaker, matchmaker: AsyncMatchmaker
) -> None:
    async with matchmaker.tickets.search(**CASUAL) as search:
        soon(lambda: service.match(search.id), 0.5)
        found = await asyncio.gather(*(search.assigned(timeout=5) for _ in range(10)))
    assert len({assignment.fqdn for assignment in found}) == 1
    assert service.count("GET .*") <= 8


async def test_players_who_stay_together(service: FakeMatchmaker, matchmaker: AsyncMatchmaker) -> None:
    players: list[Any] = [CASUAL, TicketRequest.from_dict(CASUAL)]
    async with matchmaker.tickets.search_group(players) as search:
        assert search.ticket_ids == list(service.tickets)
    assert service.tickets == {}
    async with matchmaker.tickets.search_group(players) as search:
        service.match(search.ticket_ids[1], "MATCH_FOUND")
        soon(lambda: service.match(search.ticket_ids[1]))
        assert isinstance(await search.cancel(timeout=5), Matched)
    wrongs: list[Any] = [[], [{"profile": "casual"}], [{**CASUAL, "level": 3}]]
    for wrong in wrongs:
        with pytest.raises(InvalidRequestError):
            matchmaker.tickets.search_group(wrong)


async def test_the_configuration_refuses_before_anything_is_sent(service: FakeMatchmaker) -> None:
    async with AsyncMatchmaker(service.url, service.token, configuration=DOCUMENT) as client:
        with pytest.raises(InvalidRequestError, match="no profile 'casual'"):
            client.tickets.search(**CASUAL)
        with pytest.raises(InvalidRequestError, match="do not fit a team of 4"):
            client.tickets.search_group([{"profile": "advanced", "attributes": GOOD}] * 5)
        with pytest.raises(InvalidRequestError, match="'elo' is missing"):
            client.groups.opened(profile="advanced", attributes={})
        assert service.seen == []
        async with client.tickets.search(profile="advanced", attributes=GOOD):
            pass


# --- groups


async def test_a_group_is_opened_joined_and_matched(service: FakeMatchmaker, matchmaker: AsyncMatchmaker) -> None:
    async with (
        matchmaker.groups.opened(**CASUAL) as owner,
        matchmaker.groups.joined(owner.group_id, **CASUAL) as member,
    ):
        assert (owner.is_owner, member.is_owner) == (True, False)
        assert owner.state.is_ready is False
        await owner.ready()
        assert (await owner.group()).status == "INITIAL"
        service.fail("PATCH .*", "lost")  # the member is read to see what happened
        assert (await member.ready()).status == "SEARCHING"
        with pytest.raises(ConflictError):
            await owner.ready(False)
        soon(lambda: service.match(owner.group_id, team_id="red"))
        first, second = await asyncio.gather(owner.assigned(timeout=5), member.assigned(timeout=5))
        assert first == second
        assert owner.state.team_id == "red"
    assert service.count("DELETE .*") == 0


async def test_members_leave_and_the_owner_dissolves(service: FakeMatchmaker, matchmaker: AsyncMatchmaker) -> None:
    async with matchmaker.groups.opened(**CASUAL) as owner:
        async with matchmaker.groups.joined(owner.group_id, **CASUAL):
            assert len(service.groups[owner.group_id]) == 2
        assert len(service.groups[owner.group_id]) == 1
        async with matchmaker.groups.joined(owner.group_id, **CASUAL, is_ready=True) as member:
            await owner.ready()
            assert await member.cancel() == Cancelled()  # which ends the search of the whole group
            with pytest.raises(SearchCancelled):
                await owner.assigned(timeout=5)
    with pytest.raises(NotFoundError):
        async with matchmaker.groups.joined("unknown", **CASUAL):
            pass
    async with matchmaker.groups.opened(**CASUAL):
        pass
    assert service.count("DELETE /groups/[^/]*") == 1


def test_groups_of_the_synchronous_client(service: FakeMatchmaker, sync_matchmaker: Matchmaker) -> None:
    with sync_matchmaker.groups.opened(**CASUAL) as owner:
        with sync_matchmaker.groups.joined(owner.group_id, **CASUAL) as member:
            member.ready()
        owner.ready()
        service.match(owner.group_id)
        assert isinstance(owner.cancel(), Matched)


# --- the limits


async def test_the_limits_of_the_tier_are_shared_by_operations_of_a_kind(service: FakeMatchmaker) -> None:
    async with AsyncMatchmaker(service.url, service.token, tier=Tier(2, 100, 5), rate_limits="raise") as client:
        async with client.tickets.search(**CASUAL), client.groups.opened(**CASUAL):
            with pytest.raises(EdgegapError, match="not sent"):
                async with client.tickets.search_group([CASUAL]):
                    pass
        started = time.monotonic()
        assert (await client.monitor.get()).status == "healthy"
        assert time.monotonic() - started < 1
