"""The campaign: all players against the services, and the count of what must not be."""

from __future__ import annotations

import asyncio
import tempfile
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Generic, TypeVar

from attrs import frozen

from edgegap_client.matchmaking import AsyncMatchmaker, Matchmaker
from edgegap_client.server_browser import AsyncServerBrowser, ClientToken, ServerBrowser, ServerToken

from .async_callers import AsyncCallers
from .claims import Claims
from .hosts import BACKFILL_SECONDS, Host, play_hosts, play_hosts_sync
from .hubs import Hub, play_hubs, play_hubs_sync
from .plan import BROWSER, MATCHMAKERS, Party, parties
from .processes import Processes
from .service import Report, Services, served
from .settings import calls, hurried, options
from .sync_callers import SyncCallers
from .verdict import count, excused, left_behind, violations_of_hosts, violations_of_hubs, violations_of_players

T = TypeVar("T")

TASKS: Final = 60  # of each asynchronous client
THREADS: Final = 16  # of each synchronous client
HOSTS: Final = 2  # servers at once, of each client
TICKETS_A_HOST: Final = 60
TICKETS_A_HUB: Final = 50
TICKETS_A_PROCESS_PARTY: Final = 40
FULL: Final = 5000  # so many tickets make a long campaign
HUBS: Final = 4  # at once, of each kind of client


@frozen
class Result:
    """What a campaign has shown.

    Attributes:
        parties: Who has played.
        hosts: The game servers.
        hubs: The persistent servers.
        claims: What they were told.
        report: What the services have recorded.
        violations: What must not be, each naming its party.
        seconds: How long it took.
        signals: How many processes were ended by which signal.
    """

    parties: list[Party]
    hosts: list[Host]
    hubs: list[Hub]
    claims: Claims
    report: Report
    violations: list[str]
    seconds: float
    signals: Counter[str]

    @property
    def tickets(self) -> int:
        """How many players there were."""
        return sum(each.size for each in self.parties)

    def counted(self) -> dict[str, int]:
        """The number of violations of each kind."""
        return count(self.violations)

    def excused(self) -> Counter[str]:
        """What no client can help."""
        return excused(self.report)


class Shared(Generic[T]):
    """Parties or servers that several callers share."""

    def __init__(self, mine: list[T]) -> None:
        self._mine = deque(mine)

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        try:
            return self._mine.popleft()
        except IndexError:
            raise StopIteration from None


def run(tickets: int, seed: int) -> Result:
    """Run the campaign."""
    everybody, claims = parties(seed, tickets), Claims()
    hubs = [Hub(seed, number) for number in range(max(6, tickets // TICKETS_A_HUB))]
    servers = [Host(seed, number) for number in range(max(8, tickets // TICKETS_A_HOST))]
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, hurried(), served(seed, BACKFILL_SECONDS) as services:
        share = max(12, tickets // TICKETS_A_PROCESS_PARTY)
        processes = Processes(Path(folder), seed, share, 2 if tickets < FULL else share)
        others = threading.Thread(target=processes.run, args=(services.urls,))
        others.start()
        _play(everybody, servers, hubs, claims, services)
        others.join()
        services.calm()
        report = services.report()
        later = services.report(is_later=True)
        processes.note(claims)
        everybody += processes.parties()
        violations = violations_of_players(claims, everybody, report, processes.killed())
        violations += violations_of_hosts(servers, report) + violations_of_hubs(hubs, report)
        violations += processes.violations(report) + left_behind(later)
        signals = Counter(each.name for each in processes.signals.values())
    return Result(everybody, servers, hubs, claims, later, violations, time.monotonic() - started, signals)


def _play(everybody: list[Party], servers: list[Host], hubs: list[Hub], claims: Claims, services: Services) -> None:
    threads: list[threading.Thread] = []
    mine = {name: Shared([each for each in everybody if each.matchmaker == name]) for name in MATCHMAKERS}
    hosts = {name: Shared([each for each in servers if each.matchmaker == name]) for name in MATCHMAKERS}
    clients = [(Matchmaker(services.urls[name], name, **options()), name) for name in MATCHMAKERS[2:]]
    for client, name in clients:
        callers = SyncCallers(client, claims)
        threads += [threading.Thread(target=callers.play, args=(mine[name],)) for _ in range(THREADS)]
        threads += [threading.Thread(target=play_hosts_sync, args=(client, hosts[name])) for _ in range(HOSTS)]
    url = services.urls[BROWSER]
    browsers = [ServerBrowser(url, token, **calls()) for token in (ServerToken("server"), ClientToken("client"))]
    mine_too = Shared([each for each in hubs if not each.is_async])
    threads += [threading.Thread(target=play_hubs_sync, args=(*browsers, mine_too)) for _ in range(HUBS)]
    for thread in threads:
        thread.start()

    async def play() -> None:
        await asyncio.gather(
            _play_async(mine, hosts, claims, services),
            _play_hubs(url, Shared([each for each in hubs if each.is_async])),
        )

    asyncio.run(play())
    for thread in threads:
        thread.join()
    for client, _ in clients:
        client.close()
    for browser in browsers:
        browser.close()


async def _play_hubs(url: str, hubs: Shared[Hub]) -> None:
    async with (
        AsyncServerBrowser(url, ServerToken("server"), **calls()) as server,
        AsyncServerBrowser(url, ClientToken("client"), **calls()) as player,
    ):
        await asyncio.gather(*(play_hubs(server, player, hubs) for _ in range(HUBS)))


async def _play_async(
    mine: dict[str, Shared[Party]], hosts: dict[str, Shared[Host]], claims: Claims, services: Services
) -> None:
    async def play(name: str) -> None:
        def client() -> AsyncMatchmaker:
            return AsyncMatchmaker(services.urls[name], name, **options())

        async with client() as matchmaker:
            callers = AsyncCallers(matchmaker, claims, client)
            plays = [callers.play(mine[name]) for _ in range(TASKS)]
            plays += [play_hosts(matchmaker, hosts[name]) for _ in range(HOSTS)]
            await asyncio.gather(*plays)

    await asyncio.gather(*(play(name) for name in MATCHMAKERS[:2]))
