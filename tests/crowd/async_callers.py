"""The asynchronous callers of the campaign: how they search, and how they leave."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager
from typing import Any

from edgegap_client import EdgegapError, NotFoundError
from edgegap_client.matchmaking import AsyncMatchmaker, Cancelled, Matched

from .claims import (
    FOLLOW_UP_SECONDS,
    WAIT_SECONDS,
    Claim,
    Claims,
    Nonsense,
    check_error,
    claim_of,
    is_told,
    named_in,
    order,
)
from .plan import Party

READY_ATTEMPTS = 4


class AsyncCallers:
    """Callers who share a client.

    Args:
        matchmaker: The client.
        claims: Takes what they are told.
        reopen: Makes another client.
    """

    def __init__(self, matchmaker: AsyncMatchmaker, claims: Claims, reopen: Callable[[], AsyncMatchmaker]) -> None:
        self._matchmaker = matchmaker
        self._claims = claims
        self._reopen = reopen

    async def play(self, parties: Iterable[Party]) -> None:
        """Play one party after the other."""
        for party in parties:
            try:
                if party.kind == "group":
                    await self._play_group(party)
                else:
                    await self._play_tickets(party)
            except Exception as error:
                self._claims.complaints.append(f"the campaign itself failed in {party}: {error!r}")

    async def _play_tickets(self, party: Party) -> None:
        places = list(range(party.size))
        if party.endings[0] == "client closed":
            await self._outlive(party, places)
            return
        await self._search(party, 0, places, self._block(self._matchmaker, party))

    def _block(self, matchmaker: AsyncMatchmaker, party: Party) -> AbstractAsyncContextManager[Any]:
        if party.kind == "ticket":
            return matchmaker.tickets.search(**order(party, 0))
        return matchmaker.tickets.search_group([order(party, place) for place in range(party.size)])

    async def _outlive(self, party: Party, places: list[int]) -> None:
        """The client is closed in the block."""
        matchmaker = self._reopen()

        async def close(_search: Any) -> None:
            await asyncio.sleep(party.moments[0])
            await matchmaker.aclose()

        await self._search(party, 0, places, self._block(matchmaker, party), close)

    async def _search(
        self,
        party: Party,
        place: int,
        places: list[int],
        block: AbstractAsyncContextManager[Any],
        begun: Callable[[Any], Awaitable[None]] | None = None,
    ) -> None:
        """Search, leave as the plan says, and take in how that ends. `begun` is called first in the block."""
        ending, moment = party.endings[place], party.moments[place]
        search: Any = None
        failure: BaseException | None = None

        async def work() -> None:
            nonlocal search, failure
            try:
                async with asyncio.timeout(moment if ending == "timeout around" else None), block as search:
                    if begun is not None:
                        await begun(search)
                    await self._act(search, ending, moment)
            except BaseException as error:
                failure = error

        task = asyncio.ensure_future(work())
        is_terminated, is_hasty = False, ending == "cancelled twice"
        try:
            if ending.startswith("cancelled"):
                await asyncio.wait((task,), timeout=moment)
                task.cancel()
                if ending == "cancelled twice":
                    await asyncio.wait((task,), timeout=moment / 20)
                    task.cancel()
            await asyncio.wait((task,))
        except asyncio.CancelledError:
            is_terminated = True  # the process
            is_hasty = ending.startswith("cancelled")
            task.cancel()
            await asyncio.wait((task,))
            ending = "cancelled"
        if (wrong := check_error(failure, ending)) is not None:
            self._claims.complaints.append(wrong)
        name: str | None = search.id if search is not None else named_in(failure)
        if name is None:
            self._claims.note(party, places, self._claims.of_failure(failure, is_hasty=is_hasty))
        elif is_terminated and is_told(failure, name) and (search is None or search.result is None):
            # Another process would attach to it: this one is about to end.
            self._claims.note(party, places, Claim("told", detail=type(failure).__name__))
        else:
            await self._take(party, places, search, name, failure, ending)
        if is_terminated:
            raise asyncio.CancelledError

    async def _take(
        self, party: Party, places: list[int], search: Any, name: str, failure: BaseException | None, ending: str
    ) -> None:
        """Take in how a search has ended. Whoever has no search, but a note about one, reads it."""
        result = None if search is None else search.result
        if result is None and is_told(failure, name):
            is_gone = search is None or ending == "client closed"
            try:
                result = await self._follow_up(search, name, is_gone=is_gone)
            except asyncio.CancelledError:  # the process is terminated
                self._claims.note(party, places, Claim("told", detail=type(failure).__name__))
                raise
        self._claims.note(party, places, claim_of(result, failure))

    async def _act(self, search: Any, ending: str, moment: float) -> None:
        match ending:
            case "time out":
                await search.assigned(timeout=moment)
            case "cancel":
                await asyncio.sleep(moment)
                await search.cancel(timeout=FOLLOW_UP_SECONDS)
            case "return" | "client closed":
                await asyncio.sleep(moment)
            case "raise":
                await asyncio.sleep(moment)
                raise Nonsense
            case "changes":
                async for _ in search.changes(timeout=WAIT_SECONDS):
                    pass
            case _:
                await search.assigned(timeout=WAIT_SECONDS)

    async def _follow_up(self, search: Any, name: str, *, is_gone: bool) -> Cancelled | Matched | None:
        """A caller who was told that the search goes on ends it, or waits for the server."""
        until = time.monotonic() + FOLLOW_UP_SECONDS
        last: EdgegapError | None = None
        while time.monotonic() < until:
            try:
                if is_gone:
                    search, is_gone = await self._matchmaker.tickets.attach(name), False
                result: Cancelled | Matched = await search.cancel(timeout=FOLLOW_UP_SECONDS)
            except NotFoundError:
                return Cancelled()
            except EdgegapError as error:
                last = error
                await asyncio.sleep(0.1)
            else:
                return result
        self._claims.complaints.append(f"other: {name} goes on, and nobody can end it: {last!r}")
        return None

    # Groups

    async def _play_group(self, party: Party) -> None:
        group_id: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        joined = [asyncio.Event() for _ in range(party.size)]
        async with asyncio.TaskGroup() as group:
            for place in range(party.size):
                group.create_task(self._play_member(party, place, group_id, joined))

    async def _play_member(
        self, party: Party, place: int, group_id: asyncio.Future[str], joined: list[asyncio.Event]
    ) -> None:
        groups = self._matchmaker.groups
        try:
            if place == 0:
                block: AbstractAsyncContextManager[Any] = groups.opened(**order(party, 0))
            else:
                try:
                    block = groups.joined(await asyncio.shield(group_id), **order(party, place))
                except BaseException:
                    self._claims.outcomes["there was no group"] += 1
                    return

            async def get_ready(member: Any) -> None:
                if not group_id.done():
                    group_id.set_result(member.group_id)
                joined[place].set()
                await self._get_ready(member, joined)

            await self._search(party, place, [place], block, get_ready)
        finally:
            joined[place].set()
            if place == 0 and not group_id.done():
                group_id.cancel()

    async def _get_ready(self, member: Any, joined: list[asyncio.Event]) -> None:
        """Be ready once all have joined, or have failed to."""
        for each in joined:
            await each.wait()
        for _ in range(READY_ATTEMPTS):
            try:
                await member.ready()
            except EdgegapError:
                await asyncio.sleep(0.02)
            else:
                return
