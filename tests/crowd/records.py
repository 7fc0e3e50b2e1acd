"""What the services of the campaign record: its verdict comes from that."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from attrs import Factory, define, frozen

SEARCHING: Final = "SEARCHING"
MATCH_FOUND: Final = "MATCH_FOUND"
HOST_ASSIGNED: Final = "HOST_ASSIGNED"
CANCELLED: Final = "CANCELLED"
NEVER: Final = float("inf")


class Reply(NamedTuple):
    """A response.

    Attributes:
        status: Its status.
        body: What is sent as JSON; None for an empty body.
    """

    status: int
    body: Any = None


@frozen
class Fate:
    """What the service does with a search; seconds throughout.

    Attributes:
        match_after: From the beginning of the search to its match; infinite for never.
        starting: From the match until the server is assigned.
        failures: So many servers fail to start first, and the search goes on.
        is_matched_at_delete: Whether the first request to delete it comes in the moment of a match.
        wants_backfill: Whether it waits for a free seat of a running server.
        expires_after: When it expires while it searches.
        removed_after: How long it is known after its end.
    """

    match_after: float = NEVER
    starting: float = 0.1
    failures: int = 0
    is_matched_at_delete: bool = False
    wants_backfill: bool = False
    expires_after: float = 300.0
    removed_after: float = 600.0


@define(eq=False)
class Player:
    """A ticket, or a member of a group.

    Attributes:
        place: The place in the party.
        ticket_id: The ticket.
        member_id: The member; empty for tickets.
        is_ready: Whether a member is ready.
        has_left: Whether the ticket was deleted, or the member has left.
        is_lost: Whether the response that names it did not reach the caller.
    """

    place: int
    ticket_id: str
    member_id: str = ""
    is_ready: bool = True
    has_left: bool = False
    is_lost: bool = False


@define(eq=False)
class Search:
    """A search: of one player, of players with group tickets, or of a group.

    Attributes:
        number: The party.
        fate: What becomes of it.
        players: Who searches.
        group_id: The group; empty for single tickets.
        status: The state; NEW until all members of a group are ready.
        since: When the search began.
        changes_at: When the service does the next step.
        removed_at: When it is not known any more.
        fqdn: The server.
        backfill_id: The backfill whose seat it got.
        end: How it ended: matched, deleted, cancelled or expired; empty while it goes on.
        was_deleted: Whether a request to delete it has arrived and was carried out, or came after its end.
        failures: How many servers have failed to start.
    """

    number: int
    fate: Fate
    players: list[Player]
    group_id: str = ""
    status: str = "NEW"
    since: float = 0.0
    changes_at: float = NEVER
    removed_at: float = NEVER
    fqdn: str = ""
    backfill_id: str = ""
    end: str = ""
    was_deleted: bool = False
    failures: int = 0


@define(eq=False)
class BackfillRecord:
    """A backfill.

    Attributes:
        id: Its id.
        server: The `request_id` of the server.
        team: The team.
        body: The request.
        expires_at: When it expires.
        assigned: The ticket that got the seat.
        end: assigned, deleted or expired; empty while it is open.
        is_noticed: Whether a request came after its end.
        is_lost: Whether the response that names it did not reach the server.
    """

    id: str
    server: str
    team: str
    body: dict[str, Any]
    expires_at: float
    assigned: str = ""
    end: str = ""
    is_noticed: bool = False
    is_lost: bool = False


@define
class Records:
    """All that a matchmaker has recorded."""

    searches: list[Search] = Factory(list[Search])
    backfills: list[BackfillRecord] = Factory(list[BackfillRecord])
    complaints: list[str] = Factory(list[str])
