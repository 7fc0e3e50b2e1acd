"""What happens to each party of the campaign, from the seed and the number of the party alone."""

from __future__ import annotations

import random
from typing import Final

from attrs import frozen

from .records import Fate

# Each has an origin and a token of its own.
MATCHMAKERS: Final = ("async-1", "async-2", "sync-1", "sync-2")
SERVERS_MATCHMAKER: Final = MATCHMAKERS[0]
# The matchmaker of the processes that are ended.
PROCESSES: Final = "processes"
BROWSER: Final = "browser"
ENDINGS: Final = {"wait": 40, "changes": 8, "time out": 12, "cancel": 16, "return": 6, "raise": 6}
ASYNC_ENDINGS: Final = {**ENDINGS, "cancelled": 10, "cancelled twice": 6, "timeout around": 4, "client closed": 2}


@frozen
class Fault:
    """What happens to a request.

    Attributes:
        kind: `dropped` before it is carried out, `lost` after that, `refused` with a status, `failed` with a status
            after it was carried out, `stalled`, `garbage` or `cut` for the body of the response.
        status: The status, if it is refused or failed.
        delay: Seconds before the response.
        retry_after: Of a 429, in seconds.
        body: The garbage.
    """

    kind: str
    status: int = 0
    delay: float = 0.0
    retry_after: str = ""
    body: str = ""

    @property
    def has_effect(self) -> bool:
        """Whether the request is carried out."""
        return self.kind not in ("dropped", "refused")

    @property
    def is_lossy(self) -> bool:
        """Whether its caller does not learn what was done."""
        return self.kind in ("lost", "failed", "garbage", "cut")

    def __str__(self) -> str:
        return f"{self.kind} {self.status or ''}".strip()


FAULTS: Final = (
    Fault("dropped"),
    Fault("lost"),
    Fault("refused", status=500),
    Fault("refused", status=503),
    Fault("failed", status=502),
    Fault("failed", status=504),
    Fault("refused", status=429, retry_after="0.1"),
    Fault("refused", status=429, retry_after="0"),
    Fault("stalled", delay=0.4),
    Fault("garbage", body="<html>it works</html>"),
    Fault("garbage", body="[]"),
    Fault("garbage", body="{"),
    Fault("cut"),
)
LONG_STALL: Final = Fault("stalled", delay=2.5)


@frozen
class Party:
    """A player, or players who stay together.

    Attributes:
        number: Its number.
        kind: ticket, tickets or group.
        size: The number of its players.
        fate: What becomes of its search.
        creates: What goes wrong with each request to create or join, in their order; then nothing does.
        reads: The same for reads.
        deletes: The same for requests to delete or leave.
        updates: The same for requests of a member to be ready.
        endings: How each caller ends: one for tickets, one for each member of a group.
        moments: When each caller does so, in seconds.
    """

    number: int
    kind: str
    size: int
    fate: Fate
    creates: tuple[Fault, ...]
    reads: tuple[Fault, ...]
    deletes: tuple[Fault, ...]
    updates: tuple[Fault, ...]
    endings: tuple[str, ...]
    moments: tuple[float, ...]

    @property
    def is_async(self) -> bool:
        return self.number % 2 == 0

    @property
    def matchmaker(self) -> str:
        return MATCHMAKERS[(0 if self.is_async else 2) + self.number // 2 % 2]

    def faults_of(self, method: str) -> tuple[Fault, ...]:
        """What goes wrong with the requests of a method."""
        return {"POST": self.creates, "GET": self.reads, "DELETE": self.deletes, "PATCH": self.updates}[method]


def fate_of(chance: random.Random, kind: str) -> Fate:
    """What the service does with a search."""
    match_after, starting = chance.uniform(0.02, 0.8), chance.uniform(0.02, 0.4)
    name = chance.choices(("matched", "at delete", "fails", "never", "expires", "backfill"), (50, 18, 8, 12, 6, 6))[0]
    match name:
        case "at delete":
            return Fate(starting=starting, is_matched_at_delete=True, failures=chance.choice((0, 0, 1)))
        case "fails":
            return Fate(match_after, starting, failures=chance.choice((1, 2)))
        case "never":
            return Fate()
        case "expires":
            return Fate(expires_after=chance.uniform(0.1, 0.8), removed_after=chance.choice((0.2, 600.0)))
        case "backfill" if kind == "ticket":
            return Fate(match_after=3.0, starting=starting, wants_backfill=True)
        case _:
            return Fate(match_after, starting)


def party_of(seed: int, number: int) -> Party:
    """The plan of a party."""
    chance = random.Random(f"{seed}/{number}")
    kind, size = chance.choices(
        (("ticket", 1), ("tickets", 2), ("tickets", 3), ("group", 2), ("group", 3)), (60, 8, 6, 6, 4)
    )[0]
    endings = ASYNC_ENDINGS if number % 2 == 0 else ENDINGS
    if kind == "group":
        endings = {name: weight for name, weight in endings.items() if name != "client closed"}
    callers = size if kind == "group" else 1

    def some(share: float, most: int) -> tuple[Fault, ...]:
        if chance.random() >= share:
            return ()
        return tuple(
            LONG_STALL if chance.random() < 0.02 else chance.choice(FAULTS) for _ in range(chance.randint(1, most))
        )

    return Party(
        number=number,
        kind=kind,
        size=size,
        fate=fate_of(chance, kind),
        creates=some(0.15, 2),
        reads=some(0.25, 4),
        deletes=some(0.35, 3),
        updates=some(0.2, 2),
        endings=tuple(chance.choices(tuple(endings), tuple(endings.values()), k=callers)),
        moments=tuple(chance.uniform(0.0, 0.9) for _ in range(callers)),
    )


def parties(seed: int, tickets: int) -> list[Party]:
    """The parties that have so many players together."""
    found: list[Party] = []
    while sum(each.size for each in found) < tickets:
        found.append(party_of(seed, len(found)))
    return found
