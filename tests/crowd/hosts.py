"""The game servers of the campaign, which offer their free seats by backfills."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterable
from typing import Any, Final

from edgegap_client.matchmaking import AsyncBackfill, AsyncMatchmaker, Backfill, Match, Matchmaker, PlayerTicket

from .claims import Nonsense
from .plan import MATCHMAKERS
from .settings import CLOSING_SECONDS

TEAM_SIZE: Final = 3
TEAMS: Final = ("red", "blue")
# After that a backfill expires, which is renewed before.
BACKFILL_SECONDS: Final = 5.0
STEPS: Final = (4, 14)
STEP_SECONDS: Final = 0.4


class Host:
    """A game server. This object owns who is there.

    Args:
        seed: Of all plans.
        number: Of the server.

    Attributes:
        id: The `request_id` of the deployment.
        told: The tickets that it was told to expect.
        complaints: What must not have happened.
        steps: What happens, with the seconds before: nothing, or a number that says who leaves.
        ending: How it ends.
    """

    def __init__(self, seed: int, number: int) -> None:
        chance = random.Random(f"{seed}/server/{number}")
        self.id = f"server-{number}"
        self.matchmaker = MATCHMAKERS[number % len(MATCHMAKERS)]
        self.told: list[str] = []
        self.complaints: list[str] = []
        self.steps = [
            (chance.uniform(0, STEP_SECONDS), chance.choice((None, None, chance.randrange(100))))
            for _ in range(chance.randint(*STEPS))
        ]
        self.ending = chance.choice(("return", "raise", "cancelled") if number % 4 < 2 else ("return", "raise"))
        tickets = {
            f"{team}-{number}-{place}": PlayerTicket.of({"id": f"{team}-{number}-{place}", "team_id": team})
            for team in TEAMS
            for place in range(chance.randint(1, TEAM_SIZE))
        }
        self._present = {each.id: each.team_id for each in tickets.values()}
        self.options: dict[str, Any] = {
            "team_size": TEAM_SIZE,
            "match": Match("casual", f"m{number}", ticket_ids=tuple(tickets), tickets=tickets),
            "assignment": {"request_id": self.id, "fqdn": f"{self.id}.example"},
            "attributes": {"team_size": TEAM_SIZE},
            "expiration": BACKFILL_SECONDS,
            "closing_timeout": CLOSING_SECONDS,
            "on_assigned": self._expect,
        }

    def _expect(self, ticket: PlayerTicket) -> None:
        """A player is assigned to this server."""
        self.told.append(ticket.id)
        self._present[ticket.id] = ticket.team_id
        if list(self._present.values()).count(ticket.team_id) > TEAM_SIZE:
            self.complaints.append(f"seat counted twice: {self.id} has {self._present}")

    def leaver(self, choice: int) -> str | None:
        """Who leaves."""
        if len(self._present) <= len(TEAMS):  # a backfill says its team by its players
            return None
        name = list(self._present)[choice % len(self._present)]
        if list(self._present.values()).count(self._present[name]) == 1:
            return None
        del self._present[name]
        return name

    def failed(self, error: BaseException) -> None:
        """Take in how the block has ended."""
        if not isinstance(error, (Nonsense, asyncio.CancelledError)):
            self.complaints.append(f"other: {self.id} ended with {error!r}")


async def play_hosts(matchmaker: AsyncMatchmaker, hosts: Iterable[Host]) -> None:
    """Run one server after the other."""
    for host in hosts:
        task = asyncio.ensure_future(_run(matchmaker, host))
        if host.ending == "cancelled":
            await asyncio.wait((task,), timeout=sum(seconds for seconds, _ in host.steps) * 0.9)
            task.cancel()
        await asyncio.wait((task,))


async def _run(matchmaker: AsyncMatchmaker, host: Host) -> None:
    try:
        async with AsyncBackfill(matchmaker, **host.options) as backfill:
            for seconds, choice in host.steps:
                await asyncio.sleep(seconds)
                if choice is not None and (name := host.leaver(choice)) is not None:
                    backfill.remove(name)
            if host.ending == "raise":
                raise Nonsense
    except BaseException as error:
        host.failed(error)


def play_hosts_sync(matchmaker: Matchmaker, hosts: Iterable[Host]) -> None:
    """Run one server after the other, with the synchronous client."""
    for host in hosts:
        try:
            with Backfill(matchmaker, **host.options) as backfill:
                for seconds, choice in host.steps:
                    time.sleep(seconds)
                    if choice is not None and (name := host.leaver(choice)) is not None:
                        backfill.remove(name)
                if host.ending == "raise":
                    raise Nonsense
        except BaseException as error:
            host.failed(error)
