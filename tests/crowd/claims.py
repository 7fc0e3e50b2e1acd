"""What each player of the campaign was told."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from typing import Any, Final

from attrs import Factory, define

from edgegap_client import EdgegapError, Outcome, TimedOut
from edgegap_client.matchmaking import Cancelled, Matched

from .plan import Party

# How long a caller waits for a server, in seconds.
WAIT_SECONDS: Final = 5.0
# How long one who was told that it is too late waits for the server.
FOLLOW_UP_SECONDS: Final = 120.0
PLAYER_IP: Final = "203.0.113.7"


class Nonsense(Exception):
    """Raised by a caller of the campaign."""


@define
class Claim:
    """What a player was told.

    Attributes:
        said: assigned: there is a server; gone: the search has ended, or was deleted; none: there was no search;
            unknown: there may be one that nobody knows the id of; told: a process that was terminated was told which
            search goes on; nothing: the caller was not told how it ended.
        fqdn: The server.
        detail: The error, for a person to read.
        is_hasty: Whether the caller did not wait for the response to the create request, as it was cancelled once more
            or its deadline was over; it was told that a search may have begun.
    """

    said: str
    fqdn: str = ""
    detail: str = ""
    is_hasty: bool = False


@define(eq=False)
class Claims:
    """What all players were told. This object owns it, and threads share it.

    Attributes:
        by_player: By the number of the party and the place in it.
        outcomes: How many players ended in which way.
        complaints: What must not have happened.
    """

    by_player: dict[tuple[int, int], Claim] = Factory(dict[tuple[int, int], Claim])
    outcomes: Counter[str] = Factory(Counter[str])
    complaints: list[str] = Factory(list[str])

    def note(self, party: Party, places: list[int], claim: Claim) -> None:
        """Record what players of a party were told."""
        for place in places:
            if (party.number, place) in self.by_player:
                self.complaints.append(f"wrong outcome: {party.number}/{place} was told twice")
            self.by_player[party.number, place] = claim
            self.outcomes[f"{claim.said}{f' ({claim.detail})' if claim.detail else ''}"] += 1

    def of_failure(self, error: BaseException | None, *, is_hasty: bool) -> Claim:
        """What the error of a create request says, to a caller who was perhaps cancelled twice."""
        name = type(error).__name__
        if isinstance(error, EdgegapError) and error.outcome in (Outcome.NOT_SENT, Outcome.REJECTED):
            return Claim("none", detail=name)
        notes = "".join(getattr(error, "__notes__", ()))
        if error is None:
            return Claim("none", detail="cancelled before it began")
        is_noted = "may have been carried out" in notes
        if isinstance(error, EdgegapError) and not is_noted:
            self.complaints.append(f"unreported: {error!r} does not say that a search may have begun")
        is_hasty = is_hasty or isinstance(error, TimedOut)
        return Claim("unknown", detail=name, is_hasty=is_hasty and is_noted)


def claim_of(result: Cancelled | Matched | None, error: BaseException | None) -> Claim:
    """What the end of a search says."""
    detail = "" if error is None else type(error).__name__
    if isinstance(result, Matched):
        return Claim("assigned", fqdn=result.assignment.fqdn or "", detail=detail)
    return Claim("gone" if isinstance(result, Cancelled) else "nothing", detail=detail)


def named_in(error: BaseException | None) -> str | None:
    """The ticket of a search that an error without a search says may go on."""
    while error is not None:
        if found := re.search(r"\bthe search (t\d+)", "".join(getattr(error, "__notes__", ()))):
            return found[1]
        error = error.__cause__ or error.__context__
    return None


def is_told(error: BaseException | None, search_id: str) -> bool:
    """Whether an error tells its caller that a search was not deleted, or that this is not known."""
    while error is not None:
        if search_id in "".join(getattr(error, "__notes__", ())) or isinstance(error, EdgegapError):
            return True
        error = error.__cause__ or error.__context__
    return False


def check_error(error: BaseException | None, ending: str) -> str | None:
    """What is wrong with the kind of an error."""
    expected: tuple[type[BaseException], ...] = {
        "raise": (Nonsense,),
        "cancelled": (asyncio.CancelledError,),
        "cancelled twice": (asyncio.CancelledError,),
        "timeout around": (TimeoutError,),
    }.get(ending, ())
    if error is None or isinstance(error, (EdgegapError, *expected)):
        return None
    return f"wrong outcome: a caller who ends by {ending!r} got {error!r}"


def order(party: Party, place: int) -> dict[str, Any]:
    """What a player asks for."""
    return {
        "profile": "casual",
        "attributes": {"crowd": party.number, "place": place},
        "player_ip": PLAYER_IP,
    }
