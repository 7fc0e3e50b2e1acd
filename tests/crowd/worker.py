"""A process of the campaign that is terminated or killed.

    python -m tests.crowd.worker URL BROWSER_URL JOURNAL SEED GENERATION NUMBERS

It plays parties, and has a game server with a backfill and a server in the browser. It appends one line of JSON to the
journal for each party that begins, and for what each player and the game server were told. SIGTERM ends all blocks.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

from edgegap_client.matchmaking import AsyncBackfill, AsyncMatchmaker
from edgegap_client.server_browser import AsyncServerBrowser, AsyncServerInstance, ServerToken

from .async_callers import AsyncCallers
from .claims import Claim, Claims
from .hosts import Host
from .hubs import Hub
from .plan import PROCESSES, Party, party_of
from .settings import calls, hurried, options

AT_ONCE: Final = 6


class Journal(Claims):
    """Claims that outlive the process. This object owns the file.

    Args:
        path: The file.
    """

    def __init__(self, path: str) -> None:
        super().__init__()
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def write(self, **what: Any) -> None:
        """Append a line, at once, or a kill would lose it."""
        os.write(self._file, f"{json.dumps(what)}\n".encode())

    def note(self, party: Party, places: list[int], claim: Claim) -> None:
        super().note(party, places, claim)
        for place in places:
            self.write(number=party.number, place=place, said=claim.said, fqdn=claim.fqdn, detail=claim.detail)

    def begun(self, seed: int, numbers: list[int]) -> Iterator[Party]:
        """The parties, each noted when it begins."""
        while numbers:
            party = party_of(seed, numbers.pop(0))
            self.write(begun=party.number)
            yield party


async def work(url: str, browser_url: str, journal: Journal, seed: int, generation: int, numbers: list[int]) -> None:
    """Play everything; then wait to be ended."""
    host, hub = Host(seed, generation), Hub(seed, generation)

    def client() -> AsyncMatchmaker:
        return AsyncMatchmaker(url, PROCESSES, **options())

    async def serve() -> None:
        async with AsyncBackfill(matchmaker, **host.options):
            await asyncio.Event().wait()

    async def register() -> None:
        async with AsyncServerInstance(browser, **hub.options):
            await asyncio.Event().wait()

    try:
        async with client() as matchmaker, AsyncServerBrowser(browser_url, ServerToken("server"), **calls()) as browser:
            callers = AsyncCallers(matchmaker, journal, client)
            parties = journal.begun(seed, numbers)
            async with asyncio.TaskGroup() as group:
                for task in (serve(), register(), *(callers.play(parties) for _ in range(AT_ONCE))):
                    group.create_task(task)
    finally:
        journal.write(told=host.told, complaints=[*journal.complaints, *host.complaints, *hub.complaints])


async def main() -> None:
    url, browser_url, path, seed, generation, numbers = sys.argv[1:]
    journal = Journal(path)
    task = asyncio.ensure_future(work(url, browser_url, journal, int(seed), int(generation), json.loads(numbers)))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    with hurried(), suppress(asyncio.CancelledError):
        await task


if __name__ == "__main__":
    asyncio.run(main())
