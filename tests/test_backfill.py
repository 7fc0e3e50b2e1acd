"""The game server's side of a match: its variables, who may enter, and backfills for free seats."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import pytest

from edgegap_client import ConfigurationError
from edgegap_client._core import matchmaker as core
from edgegap_client.matchmaking import (
    Admission,
    AsyncBackfill,
    AsyncMatchmaker,
    Backfill,
    Match,
    Matchmaker,
    PlayerTicket,
    assignment_here,
)

from .servers.services import ASSIGNMENT, FakeMatchmaker, serving

SAMPLES: Final[list[dict[str, Any]]] = json.loads((Path(__file__).parent / "service_samples.json").read_text("utf-8"))
FIRST: Final = "cusfn10msflc73beiik0"
SECOND: Final = "cusfn18msflc73beiil0"
ENVIRONMENT: Final[dict[str, str]] = {
    sample["operation"].removeprefix("env "): sample["body"]
    if isinstance(sample["body"], str)
    else json.dumps(sample["body"])
    for sample in SAMPLES
    if sample["operation"].startswith("env ") and "edgegap-unity-sdk" in sample["source"]
} | {
    "MM_MATCH_PROFILE": "advanced-example",
    "MM_TEAMS": json.dumps({
        "cusfn1gmsflc73beiim0": ["b2080c27-19c9-4fb0-8fe7-4bf1e5d285d1", "015d4dc8-6c79-4b5c-bbc6-f309b9787c8f"]
    }),
    "MM_INTERSECTION": json.dumps({"selected_map": ["Jungle"]}),
}  # fmt: skip
SERVER: Final[dict[str, Any]] = {**ASSIGNMENT, "request_id": "a1b2c3d4e5f6"}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, "FIRST_INTERVAL_SECONDS", 0.1)
    monkeypatch.setattr(core, "MAX_INTERVAL_SECONDS", 0.2)
    for kind in ("async", "sync"):
        monkeypatch.setattr(f"edgegap_client._{kind}.matchmaker_backfill.COALESCING_SECONDS", 0.05)
        monkeypatch.setattr(f"edgegap_client._{kind}.matchmaker_backfill.BACK_OFF_SECONDS", 0.1)


@pytest.fixture
def service() -> Iterator[FakeMatchmaker]:
    fake = FakeMatchmaker()
    with serving(fake):
        yield fake


@pytest.fixture
async def matchmaker(service: FakeMatchmaker) -> AsyncIterator[AsyncMatchmaker]:
    async with AsyncMatchmaker(service.url, service.token, rate_limits="off") as client:
        yield client


def match_of(**teams: int) -> Match:
    tickets = {
        f"{team}{number}": PlayerTicket.of({"id": f"{team}{number}", "team_id": team, "created_at": "x" * 3})
        for team, count in teams.items()
        for number in range(count)
    }
    return Match("casual", "m1", ticket_ids=tuple(tickets), tickets=tickets, teams={team: [] for team in teams})


async def eventually(condition: Any, seconds: float = 5.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "not in time"
        await asyncio.sleep(0.02)


# --- the variables


def test_the_variables_of_a_match_are_read() -> None:
    match = Match.read(ENVIRONMENT)
    assert match is not None
    assert match.profile == "advanced-example"
    assert match.match_id == "advanced-example_initial-2025-02-21T22:17:43.3886970Z"
    assert match.ticket_ids == (FIRST, SECOND)
    assert sorted(match.tickets) == [FIRST, SECOND]
    second = match.tickets[SECOND]
    assert second.attributes["backfill_group_size"] == ["new", "1"]
    assert second.team_id == "cusfn1gmsflc73beiim0", "from MM_TEAMS and MM_GROUPS, as the ticket has none"
    assert second.created_at is not None
    assert second.to_dict()["created_at"] == "2025-02-21T22:17:42.2548390Z", "goes back as it came"
    assert match.equality == {"selected_game_mode": "quickplay"}
    assert match.intersection == {"selected_map": ["Jungle"]}
    assert match.expansion_stage is None
    assert FIRST not in repr(match) + repr(second), "players prove with ticket ids who they are"


def test_without_a_matchmaker_there_is_no_match(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MM_MATCH_ID", raising=False)
    assert Match.read() is None
    assert Match.read({"MM_MATCH_ID": ""}) is None


@pytest.mark.parametrize("value", ["", " ", "null", None])
def test_missing_and_empty_variables_count_as_empty(value: str | None) -> None:
    names = ("MM_TICKET_IDS", "MM_GROUPS", "MM_TEAMS", "MM_EQUALITY", "MM_INTERSECTION", "MM_TICKET_x")
    match = Match.read({"MM_MATCH_ID": "m"} | ({} if value is None else dict.fromkeys(names, value)))
    assert match == Match("", "m")


@pytest.mark.parametrize(
    ("variables", "stage"),
    [
        ({"MM_EXPANSION": "30", "MM_EXPANSION_STAGE": "initial"}, "30"),
        ({"MM_EXPANSION": "", "MM_EXPANSION_STAGE": "initial"}, "initial"),
        ({"MM_EXPANSION_STAGE": "45"}, "45"),
        ({}, None),
    ],
)
def test_both_names_of_the_expansion_are_read(variables: dict[str, str], stage: str | None) -> None:
    match = Match.read({"MM_MATCH_ID": "m", **variables})
    assert match is not None
    assert match.expansion_stage == stage


@pytest.mark.parametrize(("name", "value"), [("MM_TICKET_IDS", "{}"), ("MM_GROUPS", "[1"), ("MM_TICKET_x", "secret")])
def test_a_broken_variable_is_named_without_its_value(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=name) as raised:
        Match.read({"MM_MATCH_ID": "m", name: value})
    assert value not in str(raised.value)


def test_the_assignment_comes_from_the_deployment() -> None:
    variables = {
        "ARBITRIUM_REQUEST_ID": "a1b2",
        "ARBITRIUM_PUBLIC_IP": "203.0.113.1",
        "ARBITRIUM_PORTS_MAPPING": '{"ports": {"5000": {"name": "game", "internal": 5000, "external": 31500, '
        '"protocol": "UDP"}}}',
        "ARBITRIUM_DEPLOYMENT_LOCATION": '{"city": "Chicago"}',
    }
    assert assignment_here(variables) == {
        "request_id": "a1b2",
        "fqdn": "a1b2.pr.edgegap.net",
        "public_ip": "203.0.113.1",
        "ports": {
            "game": {"internal": 5000, "external": 31500, "link": "a1b2.pr.edgegap.net:31500", "protocol": "UDP"}
        },
        "location": {"city": "Chicago"},
    }
    with pytest.raises(ConfigurationError, match="ARBITRIUM_REQUEST_ID"):
        assignment_here({})


# --- admission


def test_each_ticket_id_is_let_in_once() -> None:
    admission = Admission([FIRST, "ü"])
    assert not admission.admit("unknown")
    assert not admission.admit(None)
    assert admission.admit(FIRST)
    assert not admission.admit(FIRST)
    admission.expect(FIRST)
    assert admission.admit(FIRST)
    admission.withdraw("ü")
    assert not admission.admit("ü")
    assert FIRST not in repr(Admission([FIRST]))


def test_of_many_threads_with_one_id_one_is_let_in() -> None:
    for _ in range(50):
        admission, barrier = Admission([FIRST]), threading.Barrier(8)

        def enter(_: int, admission: Admission = admission, barrier: threading.Barrier = barrier) -> bool:
            barrier.wait()
            return admission.admit(FIRST)

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(enter, range(8))) == 1


# --- backfills


async def test_each_team_with_free_seats_has_one_backfill_which_is_deleted_at_the_end(
    service: FakeMatchmaker, matchmaker: AsyncMatchmaker
) -> None:
    async with AsyncBackfill(matchmaker, team_size=2, match=match_of(red=1, blue=2, green=1), assignment=SERVER) as it:
        await eventually(lambda: len(it.open_backfills) == 2)
        assert it.free_seats == {"red": 1, "blue": 0, "green": 1}
        by_team = {next(iter(each["tickets"])): each for each in service.backfills.values()}
        assert sorted(by_team) == ["green0", "red0"]
        body = by_team["red0"]
        assert body["profile"] == "casual"
        assert body["attributes"] == {"assignment": SERVER}
        assert body["tickets"] == {"red0": {"id": "red0", "team_id": "red", "created_at": "xxx"}}
        await asyncio.sleep(0.5)
        assert service.count("POST .*") == 2, "one for each team, and it stays"
    assert service.backfills == {}


async def test_an_assigned_player_takes_the_seat_and_one_who_leaves_frees_it(
    service: FakeMatchmaker, matchmaker: AsyncMatchmaker
) -> None:
    came: list[PlayerTicket] = []
    backfill = AsyncBackfill(matchmaker, team_size=3, match=match_of(red=1), assignment=SERVER, on_assigned=came.append)
    async with backfill:
        for name in ("new1", "new2"):
            await eventually(lambda: backfill.open_backfills)
            service.backfills[backfill.open_backfills["red"]]["assigned_ticket"] = {"id": name, "team_id": "red"}
            await eventually(lambda name=name: came and came[-1].id == name)
        await eventually(lambda: backfill.free_seats == {"red": 0})
        await asyncio.sleep(0.4)
        assert backfill.open_backfills == {}, "never more than the free seats"
        assert service.count("POST .*") == 2
        assert [ticket.id for ticket in came] == ["new1", "new2"]
        backfill.remove("red0")
        await eventually(lambda: backfill.open_backfills)
        [last] = [each for each in service.backfills.values() if each["assigned_ticket"] is None]
        assert sorted(last["tickets"]) == ["new1", "new2"]


async def test_quick_changes_make_one_backfill(service: FakeMatchmaker, matchmaker: AsyncMatchmaker) -> None:
    async with AsyncBackfill(
        matchmaker, team_size=8, match=match_of(red=8), assignment=SERVER, has_group_size_rule=True
    ) as backfill:
        await asyncio.sleep(0.2)
        for number in range(5):
            backfill.remove(f"red{number}")
            backfill.remove(f"red{number}")
        await eventually(lambda: backfill.open_backfills)
        await asyncio.sleep(0.3)
        assert service.count("POST .*") == 1
        [body] = service.backfills.values()
        assert body["attributes"]["backfill_group_size"] == ["5", "4", "3", "2", "1"]
        assert sorted(body["tickets"]) == ["red5", "red6", "red7"]
        backfill.remove("red5")  # the backfill is made anew
        await eventually(lambda: service.count("POST .*") == 2)
        assert len(service.backfills) == 1


async def test_a_backfill_is_renewed_before_it_expires_and_made_again_when_it_is_gone(
    service: FakeMatchmaker, matchmaker: AsyncMatchmaker
) -> None:
    async with AsyncBackfill(
        matchmaker, team_size=2, match=match_of(red=1), assignment=SERVER, expiration=0.8
    ) as backfill:
        await eventually(lambda: service.count("POST .*") == 3)
        assert service.count("DELETE .*") == 2, "each renewal deletes the one before first"
        await eventually(lambda: backfill.open_backfills)
        service.backfills.clear()
        await eventually(lambda: service.backfills)


async def test_a_lost_create_request_counts_as_a_seat_until_it_must_have_expired(
    service: FakeMatchmaker, matchmaker: AsyncMatchmaker
) -> None:
    service.fail("POST /backfills", "lost")
    async with AsyncBackfill(
        matchmaker, team_size=2, match=match_of(red=1), assignment=SERVER, expiration=1.0
    ) as backfill:
        await eventually(lambda: service.backfills)
        await asyncio.sleep(0.5)
        assert service.count("POST .*") == 1
        assert backfill.open_backfills == {}
        await eventually(lambda: service.count("POST .*") == 2)


@pytest.mark.parametrize("fault", ["dropped", "lost", 429, 500])
async def test_failed_reads_and_deletions_do_not_multiply_backfills(
    fault: Any, service: FakeMatchmaker, matchmaker: AsyncMatchmaker
) -> None:
    async with AsyncBackfill(matchmaker, team_size=2, match=match_of(red=1), assignment=SERVER) as backfill:
        await eventually(lambda: backfill.open_backfills)
        service.fail("GET .*", fault, times=4)
        await eventually(lambda: not service.faults)
        assert service.count("POST .*") == 1
        service.fail("DELETE .*", fault, times=1)
    assert service.backfills == {}


async def test_the_end_takes_a_bounded_time(service: FakeMatchmaker, matchmaker: AsyncMatchmaker) -> None:
    async with AsyncBackfill(
        matchmaker, team_size=2, match=match_of(red=1), assignment=SERVER, closing_timeout=1.0
    ) as backfill:
        await eventually(lambda: backfill.open_backfills)
        service.fail("DELETE .*", 503, times=100)
        started = time.monotonic()
    assert time.monotonic() - started < 3


def test_the_synchronous_backfill_does_the_same(service: FakeMatchmaker) -> None:
    came: list[PlayerTicket] = []
    with (
        Matchmaker(service.url, service.token) as client,
        Backfill(client, team_size=2, match=match_of(red=1), assignment=SERVER, on_assigned=came.append) as backfill,
    ):
        service.until(lambda: backfill.open_backfills)
        service.backfills[backfill.open_backfills["red"]]["assigned_ticket"] = {"id": "new"}
        service.until(lambda: came)
        assert backfill.free_seats == {"red": 0}
        backfill.remove("new")
        service.until(lambda: backfill.open_backfills)
    assert [each for each in service.backfills.values() if each["assigned_ticket"] is None] == []


@pytest.mark.parametrize("wrong", [{"match": None}, {"assignment": ASSIGNMENT}, {"team_size": 0}, {"expiration": 0}])
async def test_a_backfill_that_cannot_be_is_refused(
    wrong: dict[str, Any], matchmaker: AsyncMatchmaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MM_MATCH_ID", raising=False)
    options: dict[str, Any] = {"team_size": 2, "match": match_of(red=1), "assignment": SERVER}
    with pytest.raises(ConfigurationError):
        AsyncBackfill(matchmaker, **(options | wrong))
