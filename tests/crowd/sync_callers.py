"""The synchronous callers of the campaign."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Any, Final

from edgegap_client import EdgegapError
from edgegap_client.matchmaking import Cancelled, Matched, Matchmaker

from .claims import FOLLOW_UP_SECONDS, WAIT_SECONDS, Claims, Nonsense, check_error, claim_of, is_told, order
from .plan import Party

READY_ATTEMPTS: Final = 4
# Nobody waits longer for a group whose owner does not come.
JOINED_WITHIN_SECONDS: Final = 30.0


class SyncCallers:
    """Callers who share a client, each in a thread.

    Args:
        matchmaker: The client.
        claims: Takes what they are told.
    """

    def __init__(self, matchmaker: Matchmaker, claims: Claims) -> None:
        self._matchmaker = matchmaker
        self._claims = claims

    def play(self, parties: Iterable[Party]) -> None:
        """Play one party after the other."""
        for party in parties:
            try:
                if party.kind == "group":
                    self._play_group(party)
                else:
                    self._play_tickets(party)
            except BaseException as error:
                self._claims.complaints.append(f"the campaign itself failed in {party}: {error!r}")

    def _play_tickets(self, party: Party) -> None:
        tickets = self._matchmaker.tickets
        places = list(range(party.size))
        block: AbstractContextManager[Any] = (
            tickets.search(**order(party, 0))
            if party.kind == "ticket"
            else tickets.search_group([order(party, place) for place in places])
        )
        self._search(party, 0, places, block)

    def _search(
        self,
        party: Party,
        place: int,
        places: list[int],
        block: AbstractContextManager[Any],
        begun: Callable[[Any], None] | None = None,
    ) -> None:
        """Search, and take in how that ends. `begun` is called first in the block."""
        search: Any = None
        failure: BaseException | None = None
        ending, moment = party.endings[place], party.moments[place]
        try:
            with block as search:
                if begun is not None:
                    begun(search)
                self._act(search, ending, moment)
        except BaseException as error:
            failure = error
        if (wrong := check_error(failure, ending)) is not None:
            self._claims.complaints.append(wrong)
        if search is None:
            assert failure is not None
            self._claims.note(party, places, self._claims.of_failure(failure, is_hasty=False))
            return
        result = search.result
        if result is None and is_told(failure, search.id):
            result = self._follow_up(search)
        self._claims.note(party, places, claim_of(result, failure))

    def _act(self, search: Any, ending: str, moment: float) -> None:
        match ending:
            case "time out":
                search.assigned(timeout=moment)
            case "cancel":
                time.sleep(moment)
                search.cancel(timeout=FOLLOW_UP_SECONDS)
            case "return":
                time.sleep(moment)
            case "raise":
                time.sleep(moment)
                raise Nonsense
            case "changes":
                for _ in search.changes(timeout=WAIT_SECONDS):
                    pass
            case _:
                search.assigned(timeout=WAIT_SECONDS)

    def _follow_up(self, search: Any) -> Cancelled | Matched | None:
        """A caller who was told that the search goes on ends it, or waits for the server."""
        until = time.monotonic() + FOLLOW_UP_SECONDS
        while time.monotonic() < until:
            try:
                result: Cancelled | Matched = search.cancel(timeout=FOLLOW_UP_SECONDS)
            except EdgegapError:
                time.sleep(0.1)
            else:
                return result
        return None

    # Groups

    def _play_group(self, party: Party) -> None:
        opened: list[str] = []
        joined = [threading.Event() for _ in range(party.size)]
        members = [
            threading.Thread(target=self._play_member, args=(party, place, opened, joined))
            for place in range(party.size)
        ]
        for member in members:
            member.start()
        for member in members:
            member.join()

    def _play_member(self, party: Party, place: int, opened: list[str], joined: list[threading.Event]) -> None:
        groups = self._matchmaker.groups

        def get_ready(member: Any) -> None:
            if place == 0:
                opened.append(member.group_id)
            joined[place].set()
            self._get_ready(member, joined)

        try:
            if place == 0:
                block: AbstractContextManager[Any] = groups.opened(**order(party, 0))
            else:
                joined[0].wait(JOINED_WITHIN_SECONDS)
                if not opened:
                    self._claims.outcomes["there was no group"] += 1
                    return
                block = groups.joined(opened[0], **order(party, place))
            self._search(party, place, [place], block, get_ready)
        except BaseException as error:
            self._claims.complaints.append(f"the campaign itself failed in {party}: {error!r}")
        finally:
            joined[place].set()

    def _get_ready(self, member: Any, joined: list[threading.Event]) -> None:
        """Be ready once all have joined, or have failed to."""
        for each in joined:
            each.wait(JOINED_WITHIN_SECONDS)
        for _ in range(READY_ATTEMPTS):
            try:
                member.ready()
            except EdgegapError:
                time.sleep(0.02)
            else:
                return
