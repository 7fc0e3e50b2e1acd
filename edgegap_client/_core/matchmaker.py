"""Searches for a match: their states, the limits of a tier, and the times of the polls. No I/O."""

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
# Sends a create request with a client, and returns the search.
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
# In these states a server is being started, so it is too late to delete the search.
MATCH_FOUND: Final = "MATCH_FOUND"

# The interval between two reads of a search: the first one in seconds, the factor for each next one, and the maximum in
# seconds.
FIRST_INTERVAL_SECONDS: Final = 3.0
INTERVAL_GROWTH: Final = 1.2
MAX_INTERVAL_SECONDS: Final = 10.0
# The jitter of the interval, so that searches that began together are not read together.
INTERVAL_JITTER: Final = 0.1
# After a 429 nothing is read for the seconds of `Retry-After`: this default without the header, and at most this
# maximum.
DEFAULT_PAUSE_SECONDS: Final = 1.0
MAX_PAUSE_SECONDS: Final = 60.0
# A waiter checks again after this time at the latest. A waiter that has not done so counts as gone.
LOOK_SECONDS: Final = 20.0
LOST_SECONDS: Final = 60.0
# While another waiter reads, this one waits at least this long before it checks again.
MIN_LOOK_SECONDS: Final = 0.05
# A read that has not ended this long after its deadline counts as abandoned.
OVERDUE_SECONDS: Final = 1.0


@public_in("matchmaking")
class Tier(NamedTuple):
    """The rate limits of a matchmaker's cluster, in requests per second. The known tiers are from February 2026,
    unverified.

    Attributes:
        create: Requests that begin a search: tickets, group tickets, groups and members.
        read: Requests that read tickets, groups, members, backfills and everything else.
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
    """Return the limits for the argument `tier`.

    Raises:
        ConfigurationError: `tier` is neither the name of a tier nor a `Tier` whose numbers are at least 1.
    """
    found = TIERS.get(tier) if isinstance(tier, str) else tier
    if found is None or not all(limit >= 1 for limit in found):
        raise ConfigurationError(
            f"tier must be one of {', '.join(TIERS)}, or a Tier whose limits are at least 1, got {tier!r}."
        )
    return found


def limited(operation: Operation, tier: Tier) -> Operation:
    """Return an operation with the limit of its group in a tier."""
    if operation.rate_group is None:
        return operation
    limits = {"create": tier.create, "read": tier.read, "backfill": tier.backfill}
    return operation._replace(rate_limit=limits[operation.rate_group])


@public_in("matchmaking")
@dataclass(frozen=True, slots=True)
class SearchState:
    """The state of a search. Two states are equal if a player would see no difference.

    Attributes:
        status: The state in capitals: SEARCHING, MATCH_FOUND, HOST_ASSIGNED, CANCELLED, or one that this SDK does not
            know.
        assignment: The server; None until it is assigned.
        team_id: The id of the team; None until there is one.
        match_id: The id of the match; None until there is one.
        ticket_id: The id of the ticket; None for a member of a group whose search has not begun.
        group_id: The id of the group; None for a ticket without a group.
        is_ready: Whether the member is ready; None for tickets.
        source: The model from which this state was read.
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
        """Whether the search has ended, so that the state will not change again."""
        return self.assignment is not None or self.status == CANCELLED

    @classmethod
    def of_ticket(cls, ticket: Ticket) -> SearchState:
        """Read the state of a ticket."""
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
        """Read the state of a member of a group."""
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
    """Wakes a waiter that sleeps; see `_runtime`."""

    def set(self) -> bool:
        """Wake the waiter."""
        ...


class _Reader(NamedTuple):
    """The waiter that reads for all waiters. After `until` it does not count, because its event loop or thread has
    ended."""

    waiter: int
    until: float
    reads: int


class Poller:
    """Decides when the tickets and members of one matchmaker are read. All clients of a process share it.

    It has no thread or task of its own. A waiter whose ticket is due reads it, for all waiters of that ticket. The
    limit on reads has precedence over the interval: with many tickets, each is read less often.

    This object owns the state of all waits. Threads and event loops share it, and a signal handler may raise at any
    moment, so each step is one operation of a dict.

    Attributes:
        others: The number of tickets that other replicas wait for, as they last reported.
        not_before: The earliest time of the next read, by the monotonic clock.
    """

    def __init__(self) -> None:
        self.others = 0
        self._polled: dict[object, ref[Polled]] = {}
        self._waiting: dict[int, ref[Polled]] = {}
        self._looked_at = 0.0
        self.not_before = 0.0

    def of(self, key: object) -> Polled:
        """Return the `Polled` for a key. All callers get the same object while one of them keeps it."""
        made = Polled(self, key)
        while (found := self._polled.setdefault(key, ref(made))()) is None:
            self._polled.pop(key, None)
        return found

    def pause(self, seconds: float) -> None:
        """Read nothing for `seconds`, at most 60, because the service has responded with 429."""
        self.not_before = max(self.not_before, time.monotonic() + min(seconds, MAX_PAUSE_SECONDS))

    def seconds_each(self, reads_a_second: float) -> float:
        """Return the seconds in which everything that this and other replicas wait for can be read once."""
        return (len(self._waiting) + self.others) / reads_a_second

    @property
    def waiting(self) -> int:
        """Return the number of tickets that this process waits for."""
        return len(self._waiting)

    def note(self, polled: Polled, *, is_waited_for: bool) -> None:
        """Note whether a ticket has a waiter. It counts until `LOST_SECONDS` after the last check of a waiter."""
        if is_waited_for:
            self._waiting[id(polled)] = ref(polled)
        else:
            self._waiting.pop(id(polled), None)
        now = time.monotonic()
        if now - self._looked_at > LOST_SECONDS / 2:
            self._looked_at = now
            # Without callbacks of the references, because an interrupt during such a callback is lost.
            for name, reference in tuple(self._polled.items()):
                if reference() is None:
                    self._polled.pop(name, None)
            for key, reference in tuple(self._waiting.items()):
                found = reference()
                if found is None or now - found.looked_at > LOST_SECONDS:
                    self._waiting.pop(key, None)


class Polled:
    """A ticket, a member of a group or a backfill. One of its waiters reads it for all of them.

    This object owns the results of the reads.

    Args:
        poller: The poller of the matchmaker.
        key: The key of the ticket, member or backfill.

    Attributes:
        reads: The number of reads.
        state: The last state that was read.
        is_unknown: Whether the service did not know it at the last read.
        looked_at: The time of a waiter's last check, by the monotonic clock.
    """

    def __init__(self, poller: Poller, key: object) -> None:
        self.key = key
        self._poller = poller
        self.reads = 0
        self.state: object = None
        self.is_unknown = False
        self._unchanged = 0
        self._waiters: dict[int, Wakeup] = {}
        # The only key is None, so there is at most one: `setdefault` returns the first one to all callers.
        self._reader: dict[None, _Reader] = {}
        self.looked_at = 0.0
        self._rest()

    def _rest(self) -> None:
        """Schedule the next read one interval from now."""
        self._rested_at = time.monotonic()
        self._jitter = random.uniform(1 - INTERVAL_JITTER, 1 + INTERVAL_JITTER)  # noqa: S311
        self._spread = random.random()  # noqa: S311

    def join(self, waiter: Wakeup) -> None:
        """Start to wait for reads."""
        self._waiters[id(waiter)] = waiter
        self.look()

    def leave(self, waiter: Wakeup) -> None:
        """Stop waiting. It may be repeated."""
        self._waiters.pop(id(waiter), None)
        if not self._waiters:
            self._poller.note(self, is_waited_for=False)

    def look(self) -> None:
        """Note that a waiter still waits for it."""
        self.looked_at = time.monotonic()
        self._poller.note(self, is_waited_for=True)

    def due(self, reads_a_second: float) -> float:
        """Return the time of the next read, by the monotonic clock, as currently known."""
        own = min(MAX_INTERVAL_SECONDS, FIRST_INTERVAL_SECONDS * INTERVAL_GROWTH ** min(self._unchanged, 50))
        each = self._poller.seconds_each(reads_a_second)
        # Searches that began or were delayed together are spread over the time that all reads take. The first state
        # comes from the create response.
        interval = own + max(0.0, each - own) * (1.0 if self.reads > 1 else self._spread)
        return max(self._rested_at + interval * self._jitter, self._poller.not_before + self._spread * each)

    def claim(self, waiter: Wakeup, seconds: float, reads_a_second: float) -> float:
        """Claim the next read. Return the seconds until the next check, unless the waiter is woken earlier; 0 to read
        now.

        After 0, the waiter reads, calls `saw`, `saw_nothing` or `failed`, and always calls `release`.

        Args:
            waiter: The waiter that checks.
            seconds: The maximum duration of its read, in seconds.
            reads_a_second: The rate limit of reads, per second.
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
        """End the claim of a waiter. If its read was interrupted, another waiter reads at once."""
        reader = self._reader.get(None)
        if reader is None or reader.waiter != id(waiter):
            return
        self._reader.pop(None, None)
        if self.reads != reader.reads:
            return
        others = [each for key, each in tuple(self._waiters.items()) if key != id(waiter)]
        if not others:
            self._rest()  # otherwise a caller that is cancelled repeatedly would read without any interval
        for other in others:
            other.set()

    def saw(self, state: object) -> None:
        """Store a state that was read."""
        self._unchanged = self._unchanged + 1 if state == self.state else 0
        self.state = state
        self._has_read(is_unknown=False)

    def saw_nothing(self) -> None:
        """Note that the service does not know it."""
        self._unchanged += 1
        self._has_read(is_unknown=True)

    def failed(self, error: EdgegapError) -> None:
        """Note that a read has failed."""
        self._unchanged += 1
        if isinstance(error, RateLimitedError):
            self._unchanged += 2
            self._poller.pause(DEFAULT_PAUSE_SECONDS if error.retry_after is None else error.retry_after)
        self._has_read(is_unknown=False)

    def hurry(self) -> None:
        """Read soon again, because the state is about to change."""
        self._unchanged = 0

    def _has_read(self, *, is_unknown: bool) -> None:
        self.is_unknown = is_unknown
        self._rest()
        self.reads += 1
        for waiter in tuple(self._waiters.values()):
            waiter.set()
