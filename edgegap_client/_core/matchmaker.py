"""Searches for a match: their states and ends, the limits of a tier, and when to read. No I/O."""

import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias, TypeVar

from ..errors import ConfigurationError
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
    "Pace",
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
    assignment: "Assignment | None" = None
    team_id: str | None = None
    match_id: str | None = None
    ticket_id: str | None = None
    group_id: str | None = None
    is_ready: bool | None = None
    source: "Ticket | Member | Group | None" = field(default=None, compare=False, repr=False)

    @property
    def is_final(self) -> bool:
        """Whether nothing will change any more."""
        return self.assignment is not None or self.status == CANCELLED

    @classmethod
    def of_ticket(cls, ticket: "Ticket") -> "SearchState":
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
    def of_member(cls, member: "Member") -> "SearchState":
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

    assignment: "Assignment"


class Pace:
    """When searches of one matchmaker are read; all clients of a process share it.

    The limit on reads wins over the interval: of many searches, each is read less often. This object owns the set of
    searches that someone waits for. Threads and event loops share it: each step is one operation of a dict.
    """

    def __init__(self) -> None:
        self._waiting: dict[int, None] = {}

    def join(self, search: object) -> None:
        """Note that someone waits for a search."""
        self._waiting[id(search)] = None

    def leave(self, search: object) -> None:
        """Note that nobody waits for it any more. Safe to repeat."""
        self._waiting.pop(id(search), None)

    def interval(self, unchanged: int, reads_a_second: float) -> float:
        """Seconds until the next read of a search, after so many reads that showed no change."""
        own = min(MAX_INTERVAL_SECONDS, FIRST_INTERVAL_SECONDS * INTERVAL_GROWTH ** min(unchanged, 50))
        share = len(self._waiting) / reads_a_second
        return max(own, share) * random.uniform(1 - INTERVAL_JITTER, 1 + INTERVAL_JITTER)  # noqa: S311
