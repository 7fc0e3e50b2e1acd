"""A player who is assigned in the moment in which a backfill is deleted is expected by the server all the same."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any, Final

import pytest

from edgegap_client.matchmaking import AsyncBackfill, AsyncMatchmaker, Backfill, Match, Matchmaker, PlayerTicket

from .servers.services import ASSIGNMENT, FakeMatchmaker, Request, serving

TICKET: Final = PlayerTicket.of({"id": "red0", "team_id": "red"})
OPTIONS: Final[dict[str, Any]] = {
    "team_size": 2,
    "match": Match("casual", "m1", ticket_ids=("red0",), tickets={"red0": TICKET}),
    "assignment": {**ASSIGNMENT, "request_id": "a1b2c3d4e5f6"},
}


@pytest.fixture
def service() -> Iterator[FakeMatchmaker]:
    fake = FakeMatchmaker()

    def assign(request: Request) -> None:
        if request.method == "DELETE":
            fake.backfills[request.path.rpartition("/")[2]]["assigned_ticket"] = {"id": "new", "team_id": "red"}
            fake.fail("DELETE .*", 409)

    fake.before = assign
    with serving(fake):
        yield fake


async def test_the_end_of_the_block_reports_who_was_assigned_just_then(service: FakeMatchmaker) -> None:
    came: list[PlayerTicket] = []
    async with AsyncMatchmaker(service.url, service.token, rate_limits="off") as matchmaker:
        backfill = AsyncBackfill(matchmaker, on_assigned=came.append, **OPTIONS)
        async with backfill:
            await matchmaker._runtime.off_loop(lambda: service.until(lambda: backfill.open_backfills))
            began = time.monotonic()
        assert time.monotonic() - began < 8, "it does not repeat what is refused until it must give up"
    assert [ticket.id for ticket in came] == ["new"]
    assert service.count("DELETE .*") == 1


def test_the_synchronous_backfill_does_the_same(service: FakeMatchmaker) -> None:
    came: list[PlayerTicket] = []
    with (
        Matchmaker(service.url, service.token, rate_limits="off") as matchmaker,
        Backfill(matchmaker, on_assigned=came.append, **OPTIONS) as backfill,
    ):
        service.until(lambda: backfill.open_backfills)
    assert [ticket.id for ticket in came] == ["new"]
    assert service.count("DELETE .*") == 1
