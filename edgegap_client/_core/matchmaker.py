"""Searches for a match: their states and ends, the limits of a tier, and when to read. No I/O."""

from __future__ import annotations

import random
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, Protocol, TypeAlias, TypeVar
from weakref import ref

from ..errors import ConfigurationError, EdgegapError, RateLimitedError
from .operation import Operation
from .public import public_in
from .token_source import Access

if TYPE_CHECKING:
    from .._generated.matchmaking.models.assignment import Assignment
    from .._generated.matchmaking.models.group import Group
    from .._generated.matchmaking.models.member import Member
    from .._generated.matchmaking.models.ticket import Ticket

__all__ = [
    "MATCHMAKER",
    "TIERS",
    "AsyncCreate",
    "Cancelled",
    "Create",
    "Matched",
    "Polled",
    "Poller",
    "SearchState",
    "Tier",
    "TierName",
    "read_tier",
]

ClientT = TypeVar("ClientT")
SearchT = TypeVar("SearchT")
# Sends a create request with a client, and makes the search.
Create: TypeAlias = Callable[[ClientT], SearchT]
AsyncCreate: TypeAlias = Callable[[ClientT], Awaitable[SearchT]]

MATCHMAKER: Final = Access(
    label="The matchmaker's token",
    token_variables=("EDGEGAP_MATCHMAKER_TOKEN",),
    where="copy it from the matchmaker's page in the Edgegap dashboard",
    prefix="",
    url_variables=("EDGEGAP_MATCHMAKER_URL",),
    url_argument="url",
    default_url=None,
    example_url="https://om-xxxxxxxxxx.edgegap.net",
)

# States, in the letter case in which they are compared.
HOST_ASSIGNED: Final = "HOST_ASSIGNED"
CANCELLED: Final = "CANCELLED"
# A server is being started: it is too late to delete the search.
MATCH_FOUND: Final = "MATCH_FOUND"

# Seconds between two reads of a search: the first, by what each further one is multiplied, and the maximum.
FIRST_INTERVAL_SECONDS: Final = 3.0
INTERVAL_GROWTH: Final = 1.2
MAX_INTERVAL_SECONDS: Final = 10.0
# The interval is drawn from this part around it, so that searches that began together are not read together.
INTERVAL_JITTER: Final = 0.1
# After a 429 nothing is read for as long as the service says: so long if it says nothing, and no longer than that.
DEFAULT_PAUSE_SECONDS: Final = 1.0
MAX_PAUSE_SECONDS: Final = 60.0
# A waiter looks again after so long at the latest, and counts no more when it has not done so.
LOOK_SECONDS: Final = 20.0
LOST_SECONDS: Final = 60.0
# While another waiter reads, this one does not look again before so long.
MIN_LOOK_SECONDS: Final = 0.05
# A read that has not ended so long after its deadline was abandoned.
OVERDUE_SECONDS: Final = 1.0


@public_in("matchmaking")
class Tier(NamedTuple):
    """How many requests a second the cluster of a matchmaker takes. The known tiers are second-hand, of February 2026.

    Attributes:
        create: Requests that begin a search: tickets, group tickets, groups and members.
        read: Reads of tickets, groups, members and backfills, and everything else that is read.
        backfill: Requests that create a backfill.
    """

    create: float
    read: float
    backfill: float


TierName: TypeAlias = Literal["free", "hobbyist", "studio", "enterprise"]
TIERS: Final[Mapping[str, Tier]] = {
    "free": Tier(create=5, read=100, backfill=5),
    "hobbyist": Tier(create=10, read=200, backfill=10),
    "studio": Tier(create=37, read=750, backfill=37),
    "enterprise": Tier(create=100, read=2000, backfill=100),
}


def read_tier(tier: Tier | TierName) -> Tier:
    """The limits that an argument means.

    Raises:
        ConfigurationError: It is neither the name of a tier nor a `Tier` of numbers of at least 1.
    """
    found = TIERS.get(tier) if isinstance(tier, str) else tier
    if found is None or not all(limit >= 1 for limit in found):
        raise ConfigurationError(f"tier must be one of {', '.join(TIERS)}, or a Tier of at least 1, got {tier!r}.")
    return found


def limited(operation: Operation, tier: Tier) -> Operation:
    """An operation with the limit that its group has in a tier."""
    if operation.rate_group is None:
        return operation
    limits = {"create": tier.create, "read": tier.read, "backfill": tier.backfill}
    return operation._replace(rate_limit=limits[operation.rate_group])


@public_in("matchmaking")
@dataclass(frozen=True, slots=True)
class SearchState:
    """What is known of a search. Two states are equal if a player would see no difference.

    Attributes:
        status: The state in capitals: SEARCHING, MATCH_FOUND, HOST_ASSIGNED, CANCELLED, or one that this SDK does not
            know.
        assignment: The server, once it is assigned.
        team_id: The team, once there is one.
        match_id: The match, once there is one.
        ticket_id: The ticket; for a member of a group, once the search has begun.
        group_id: The group.
        is_ready: Whether the member is ready; None for tickets.
        source: The model that this was read from.
    """

    status: str
    assignment: Assignment | None = None
    team_id: str | None = None
    match_id: str | None = None
    ticket_id: str | None = None
    group_id: str | None = None
    is_ready: bool | None = None
    source: Ticket | Member | Group | None = field(default=None, compare=False, repr=False)

    @property
    def is_final(self) -> bool:
        """Whether nothing will change any more."""
        return self.assignment is not None or self.status == CANCELLED

    @classmethod
    def of_ticket(cls, ticket: Ticket) -> SearchState:
        """The state that a ticket says."""
        return cls(
            status=ticket.status.upper(),
            assignment=ticket.assignment or None,
            team_id=ticket.team_id or None,
            match_id=ticket.match_id or None,
            ticket_id=ticket.id,
            group_id=ticket.group_id or None,
            source=ticket,
        )

    @classmethod
    def of_member(cls, member: Member) -> SearchState:
        """The state that a member of a group says."""
        return cls(
            status=member.status.upper(),
            assignment=member.assignment or None,
            team_id=member.team_id or None,
            ticket_id=member.ticket_id or None,
            group_id=member.group_id,
            is_ready=member.is_ready if isinstance(member.is_ready, bool) else None,
            source=member,
        )


@public_in("matchmaking")
@dataclass(frozen=True, slots=True)
class Cancelled:
    """The search has ended, and the player is in no match."""


@public_in("matchmaking")
@dataclass(frozen=True, slots=True)
class Matched:
    """The search has ended with a match.

    Attributes:
        assignment: The server, which expects the player.
    """

    assignment: Assignment


class Wakeup(Protocol):
    """What a waiter sleeps on; see `_runtime`."""

    def set(self) -> bool:
        """Wake the waiter."""
        ...


class _Reader(NamedTuple):
    """The waiter that reads for all. After `until` it does not count: its event loop or thread has ended."""

    waiter: int
    until: float
    reads: int


class Poller:
    """When the tickets and members of one matchmaker are read; all clients of a process share it.

    Nothing of it runs by itself: whoever waits for something that is due reads it, for all who wait for it. The limit
    on reads wins over the interval: of many, each is read less often.

    This object owns what is waited for. Threads and event loops share it, and a signal handler may raise at any moment:
    each step is one operation of a dict.

    Attributes:
        others: For how many other replicas wait, as they last reported.
        not_before: Nothing is read before this moment of the monotonic clock.
    """

    def __init__(self) -> None:
        self.others = 0
        self._polled: dict[object, ref[Polled]] = {}
        self._waiting: dict[int, ref[Polled]] = {}
        self._looked_at = 0.0
        self.not_before = 0.0

    def of(self, key: object) -> Polled:
        """What is read for a key. It is the same for all, for as long as anybody has it."""
        made = Polled(self, key)
        while (found := self._polled.setdefault(key, ref(made))()) is None:
            self._polled.pop(key, None)
        return found

    def pause(self, seconds: float) -> None:
        """The service has responded with 429: read nothing for so many seconds, at most 60."""
        self.not_before = max(self.not_before, time.monotonic() + min(seconds, MAX_PAUSE_SECONDS))

    def seconds_each(self, reads_a_second: float) -> float:
        """Seconds in which everything that this and other replicas wait for can be read once."""
        return (len(self._waiting) + self.others) / reads_a_second

    @property
    def waiting(self) -> int:
        """For how many somebody in this process waits."""
        return len(self._waiting)

    def note(self, polled: Polled, *, is_waited_for: bool) -> None:
        """Note whether somebody waits for something. It counts until `LOST_SECONDS` after a waiter has last looked."""
        if is_waited_for:
            self._waiting[id(polled)] = ref(polled)
        else:
            self._waiting.pop(id(polled), None)
        now = time.monotonic()
        if now - self._looked_at > LOST_SECONDS / 2:
            self._looked_at = now
            # Not by callbacks of the references: an interrupt that comes in one of them is lost.
            for name, reference in tuple(self._polled.items()):
                if reference() is None:
                    self._polled.pop(name, None)
            for key, reference in tuple(self._waiting.items()):
                found = reference()
                if found is None or now - found.looked_at > LOST_SECONDS:
                    self._waiting.pop(key, None)


class Polled:
    """A ticket, a member of a group or a backfill, read by one of those who wait for it, for all of them.

    This object owns what the reads have shown.

    Args:
        poller: The one of the matchmaker.
        key: What it is.

    Attributes:
        reads: How often it was read.
        state: What was last read.
        is_unknown: Whether the service did not know it at the last read.
        looked_at: When a waiter last asked whether it is due.
    """

    def __init__(self, poller: Poller, key: object) -> None:
        self.key = key
        self._poller = poller
        self.reads = 0
        self.state: object = None
        self.is_unknown = False
        self._unchanged = 0
        self._waiters: dict[int, Wakeup] = {}
        # By None: one at the most, as `setdefault` gives the first to everybody.
        self._reader: dict[None, _Reader] = {}
        self.looked_at = 0.0
        self._rest()

    def _rest(self) -> None:
        """The next read is due one interval from now."""
        self._rested_at = time.monotonic()
        self._jitter = random.uniform(1 - INTERVAL_JITTER, 1 + INTERVAL_JITTER)  # noqa: S311
        self._spread = random.random()  # noqa: S311

    def join(self, waiter: Wakeup) -> None:
        """Begin to wait for reads."""
        self._waiters[id(waiter)] = waiter
        self.look()

    def leave(self, waiter: Wakeup) -> None:
        """Wait no more. Safe to repeat."""
        self._waiters.pop(id(waiter), None)
        if not self._waiters:
            self._poller.note(self, is_waited_for=False)

    def look(self) -> None:
        """Note that it is waited for."""
        self.looked_at = time.monotonic()
        self._poller.note(self, is_waited_for=True)

    def due(self, reads_a_second: float) -> float:
        """When it is to be read next, by the monotonic clock, as far as is known now."""
        own = min(MAX_INTERVAL_SECONDS, FIRST_INTERVAL_SECONDS * INTERVAL_GROWTH ** min(self._unchanged, 50))
        each = self._poller.seconds_each(reads_a_second)
        # What began together, or was held up together, is spread over the time that all reads take. The first state is
        # that of the create response.
        interval = own + max(0.0, each - own) * (1.0 if self.reads > 1 else self._spread)
        return max(self._rested_at + interval * self._jitter, self._poller.not_before + self._spread * each)

    def claim(self, waiter: Wakeup, seconds: float, reads_a_second: float) -> float:
        """Claim the next read. Seconds after which to ask again, or earlier when woken; 0 if this waiter reads now.

        Then it calls `saw` or one of its like, and `release` in any case.

        Args:
            waiter: Who asks.
            seconds: How long its read takes at the most.
            reads_a_second: The limit on reads.
        """
        self.look()
        now = time.monotonic()
        wait = self.due(reads_a_second) - now
        if wait > 0:
            return min(wait, LOOK_SECONDS)
        reader = self._reader.get(None)
        if reader is not None and reader.until < now:
            self._reader.pop(None, None)
        mine = _Reader(id(waiter), now + seconds + OVERDUE_SECONDS, self.reads)
        reader = self._reader.setdefault(None, mine)
        return 0.0 if reader is mine else max(MIN_LOOK_SECONDS, min(reader.until - now, LOOK_SECONDS))

    def release(self, waiter: Wakeup) -> None:
        """End the claim of a waiter. If its read was broken off, another one reads at once."""
        reader = self._reader.get(None)
        if reader is None or reader.waiter != id(waiter):
            return
        self._reader.pop(None, None)
        if self.reads != reader.reads:
            return
        others = [each for key, each in tuple(self._waiters.items()) if key != id(waiter)]
        if not others:
            self._rest()  # or a caller that is cancelled again and again would read without a pause
        for other in others:
            other.set()

    def saw(self, state: object) -> None:
        """Take in a state that was read."""
        self._unchanged = self._unchanged + 1 if state == self.state else 0
        self.state = state
        self._has_read(is_unknown=False)

    def saw_nothing(self) -> None:
        """Take in that the service does not know it."""
        self._unchanged += 1
        self._has_read(is_unknown=True)

    def failed(self, error: EdgegapError) -> None:
        """Take in that a read has failed."""
        self._unchanged += 1
        if isinstance(error, RateLimitedError):
            self._unchanged += 2
            self._poller.pause(DEFAULT_PAUSE_SECONDS if error.retry_after is None else error.retry_after)
        self._has_read(is_unknown=False)

    def hurry(self) -> None:
        """Something is about to change."""
        self._unchanged = 0

    def _has_read(self, *, is_unknown: bool) -> None:
        self.is_unknown = is_unknown
        self._rest()
        self.reads += 1
        for waiter in tuple(self._waiters.values()):
            waiter.set()
