"""python -m benchmarks.replicas: many replicas that launch, on a virtual clock, and where that breaks first.

Real are the rate limiter of the client, its leases and heartbeats, and their scripts in a real Redis, which get the
virtual time. Models are Edgegap (its latency, when deployments are ready, its webhooks) and the poller, which has the
constants of the client. The commands of the ledger and of the news are computed from the launches and webhooks.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

import redis

from edgegap_client._async.watchers import (
    CHUNK_SIZE,
    LISTS_A_SECOND,
    MAX_SINGLE_NEWS,
    MAX_SINGLE_READS,
    NEWS_INTERVAL_SECONDS,
)
from edgegap_client._core.rate_limiter import Limit, Slot
from edgegap_client._runtime.async_signal import AsyncSignal
from edgegap_client._runtime.redis_limits import share_limit
from edgegap_client.replicas import Replicas

from .redis_commands import running_redis
from .virtual import VirtualRedis, virtual_time

# What `openapi/edgegap.yaml` documents, in requests a second of the organisation.
CREATE_REQUESTS_A_SECOND: Final = 40
LIST_REQUESTS_A_SECOND: Final = 10
STATUS_READS_A_SECOND: Final = 20
POLL_SECONDS: Final = 2.0
# Of Edgegap.
LATENCY_SECONDS: Final = (0.05, 0.15)
READY_SECONDS: Final = (10.0, 60.0)
WEBHOOK_SECONDS: Final = (0.05, 0.5)
LOST_WEBHOOKS: Final = 0.01
# Between two replicas, through Redis.
NEWS_SECONDS: Final = 0.002
# The ledger: of each launch, and of each process every 3 s.
LEDGER_COMMANDS: Final = 3
LEDGER_SECONDS: Final = 3.0
# The stream of news keeps so many messages for so long; each replica reads it, and waits so long for news.
STREAM_MESSAGES: Final = 10_000
STREAM_SECONDS: Final = 300.0
STREAM_READ_SECONDS: Final = 0.4


@dataclass
class Plan:
    """What is simulated.

    Attributes:
        replicas: How many processes.
        an_hour: Launches of all together.
        one_poller: Whether one replica looks for all. Otherwise each looks for its own, every 2 s, with the rate limits
            that they share.
        seconds: How long is measured, after the time in which the first launches become ready.
        warm_up: That time.
    """

    replicas: int
    an_hour: float
    one_poller: bool = True
    seconds: float = 60.0
    warm_up: float = 70.0


@dataclass
class Seen:
    """What was measured. The simulation owns it."""

    launched: int = 0
    queued: list[int] = field(default_factory=list[int])
    waiting: list[int] = field(default_factory=list[int])
    queue_seconds: list[float] = field(default_factory=list[float])
    wake_seconds: list[float] = field(default_factory=list[float])
    creates: list[float] = field(default_factory=list[float])
    requests: Counter[str] = field(default_factory=Counter[str])
    commands: Counter[str] = field(default_factory=Counter[str])
    webhooks: int = 0


@dataclass(eq=False)
class _Launch:
    """A launch that waits.

    Attributes:
        replica: Who has launched it.
        ready_at: When it is READY.
        is_seen: Set once its replica knows.
    """

    replica: int
    ready_at: float
    is_seen: asyncio.Event = field(default_factory=asyncio.Event)


class Simulation:
    """One run. This object owns everything in it.

    Args:
        plan: What is simulated.
        connection: A synchronous client of a real Redis.
        seed: Of all chances.
    """

    def __init__(self, plan: Plan, connection: Any, seed: int) -> None:
        self.plan = plan
        self.seen = Seen()
        self._chance = random.Random(seed)
        self._waiting: dict[_Launch, None] = {}
        self._urgent: dict[_Launch, None] = {}
        self._queued = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._failed: BaseException | None = None
        self._replicas = [
            Replicas(partial(VirtualRedis, connection, self.seen.commands), prefix="simulated")
            for _ in range(plan.replicas)
        ]
        self._limits = {
            name: [Limit(rate) for _ in self._replicas]
            for name, rate in (
                ("create", CREATE_REQUESTS_A_SECOND),
                ("list", LIST_REQUESTS_A_SECOND),
                ("read", STATUS_READS_A_SECOND),
            )
        }

    async def run(self) -> Seen:
        plan, seen = self.plan, self.seen
        for replica in self._replicas:
            replica.start()
        pollers = [None] if plan.one_poller else range(plan.replicas)
        for poller in pollers:
            self._go_on(self._rounds(poller))
            self._go_on(self._news(poller))
        self._go_on(self._launch_all())
        await asyncio.sleep(plan.warm_up)
        for each in (seen.queued, seen.waiting, seen.queue_seconds, seen.wake_seconds, seen.requests, seen.commands):
            each.clear()
        seen.launched = seen.webhooks = 0
        for _ in range(int(plan.seconds)):
            await asyncio.sleep(1)
            seen.queued.append(self._queued)
            seen.waiting.append(len(self._waiting))
            if self._failed is not None:
                raise self._failed
        return seen

    def _go_on(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._is_over)

    def _is_over(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._failed = error

    def _between(self, seconds: tuple[float, float]) -> float:
        return self._chance.uniform(*seconds)

    # --- Requests

    async def _request(self, kind: str, replica: int) -> None:
        """A request to Edgegap, with a slot of its limit."""
        began, limit, wakeup = time.monotonic(), self._limits[kind][replica], AsyncSignal()
        share_limit(self._replicas[replica], kind, limit)
        slot = Slot(wakeup)
        while (wait := limit.take(slot, 1e9)) > 0:
            await wakeup.wait(wait)
        if kind == "create":
            self._queued -= 1
            self.seen.creates.append(time.monotonic())
            self.seen.queue_seconds.append(time.monotonic() - began)
        self.seen.requests[kind] += 1
        await asyncio.sleep(self._between(LATENCY_SECONDS))
        slot.ended()

    # --- Launches

    async def _launch_all(self) -> None:
        while True:
            await asyncio.sleep(self._chance.expovariate(self.plan.an_hour / 3600))
            self._go_on(self._launch(self._chance.randrange(self.plan.replicas)))

    async def _launch(self, replica: int) -> None:
        self._queued += 1
        await self._request("create", replica)
        self.seen.launched += 1
        launch = _Launch(replica, time.monotonic() + self._between(READY_SECONDS))
        self._waiting[launch] = None
        self._go_on(self._webhook(launch))
        await launch.is_seen.wait()
        self.seen.wake_seconds.append(time.monotonic() - launch.ready_at)

    async def _webhook(self, launch: _Launch) -> None:
        await asyncio.sleep(launch.ready_at - time.monotonic() + self._between(WEBHOOK_SECONDS))
        if self._chance.random() >= LOST_WEBHOOKS:
            self.seen.webhooks += 1
            await asyncio.sleep(NEWS_SECONDS)
            if launch in self._waiting:
                self._urgent[launch] = None

    # --- Who looks

    def _of(self, launches: dict[_Launch, None], poller: int | None) -> list[_Launch]:
        return [each for each in launches if poller in (None, each.replica)]

    async def _look(self, poller: int | None, launches: Sequence[_Launch], *, by_list: bool) -> None:
        for launch in launches:
            self._urgent.pop(launch, None)
        await self._request("list" if by_list else "read", poller or 0)
        read_at = time.monotonic() - LATENCY_SECONDS[0] / 2
        await asyncio.sleep(NEWS_SECONDS if poller is None else 0)
        for launch in launches:
            if launch.ready_at <= read_at:
                self._waiting.pop(launch, None)
                launch.is_seen.set()

    async def _look_all(self, poller: int | None, launches: list[_Launch], most: int) -> None:
        if len(launches) <= most:
            await asyncio.gather(*(self._look(poller, [each], by_list=False) for each in launches))
        else:
            await self._look(poller, launches, by_list=True)

    async def _rounds(self, poller: int | None) -> None:
        """Look at all that wait, in chunks."""
        await asyncio.sleep(self._chance.uniform(0, POLL_SECONDS))
        while True:
            began, launches = time.monotonic(), self._of(self._waiting, poller)
            for start in range(0, len(launches), CHUNK_SIZE):
                await self._look_all(poller, launches[start : start + CHUNK_SIZE], MAX_SINGLE_READS)
                await asyncio.sleep(1 / LISTS_A_SECOND)
            await asyncio.sleep(max(0.01, began + POLL_SECONDS - time.monotonic()))

    async def _news(self, poller: int | None) -> None:
        """Look at those with news."""
        await asyncio.sleep(self._chance.uniform(0, NEWS_INTERVAL_SECONDS))
        while True:
            launches = self._of(self._urgent, poller)[:CHUNK_SIZE]
            if launches:
                await self._look_all(poller, launches, MAX_SINGLE_NEWS)
            await asyncio.sleep(NEWS_INTERVAL_SECONDS)


def most_in_a_second(moments: Sequence[float]) -> int:
    """The most moments in any sliding second."""
    window: deque[float] = deque()
    most = 0
    for moment in moments:
        window.append(moment)
        while window[0] <= moment - 1:
            window.popleft()
        most = max(most, len(window))
    return most


def stream_bytes(connection: Any, messages: int) -> int:
    """What a stream with so many messages takes in Redis."""
    for number in range(messages):
        connection.xadd("stream", {"message": f'{{"version":1,"id":"{number:012x}","replica":"0123456789abcdef"}}'})
    taken: int = connection.memory_usage("stream", samples=0) or 0
    connection.delete("stream")
    return taken


def simulate(plan: Plan, port: int, seed: int = 1) -> Seen:
    """Run one plan against the Redis on a port, which is emptied."""
    with redis.Redis(port=port) as connection:
        connection.flushall()
        with virtual_time() as loop:

            async def run() -> Seen:
                return await Simulation(plan, connection, seed).run()

            return loop.run_until_complete(run())


def row(plan: Plan, seen: Seen, port: int) -> dict[str, str]:
    """What the table says of one run."""

    def at(values: Sequence[float], part: float) -> str:
        ordered = sorted(values)
        return f"{ordered[min(len(ordered) - 1, int(part * len(ordered)))]:.2f}" if ordered else "-"

    webhooks = seen.webhooks / plan.seconds
    commands = {
        "leases of rate limits": seen.commands["limit"] / plan.seconds,
        "heartbeats": seen.commands["replicas"] / plan.seconds,
        "ledger": LEDGER_COMMANDS * seen.launched / plan.seconds + plan.replicas / LEDGER_SECONDS,
        "webhook events": webhooks + plan.replicas * max(webhooks, 1 / STREAM_READ_SECONDS),
    }
    with redis.Redis(port=port) as connection:
        taken = stream_bytes(connection, min(STREAM_MESSAGES, int(webhooks * STREAM_SECONDS)))
    return {
        "replicas": str(plan.replicas),
        "launches an hour": f"{plan.an_hour:,.0f}",
        "who polls": "one" if plan.one_poller else "each",
        "create requests in a sliding second, maximum": str(most_in_a_second(seen.creates)),
        "wait for a create slot, s (median, 99 %)": f"{at(seen.queue_seconds, 0.5)}, {at(seen.queue_seconds, 0.99)}",
        "queue for create slots (mean, maximum)": f"{statistics.fmean(seen.queued):.0f}, {max(seen.queued)}",
        "waiting launches (mean)": f"{statistics.fmean(seen.waiting):,.0f}",
        "from READY to wake-up, s (median, 99 %)": f"{at(seen.wake_seconds, 0.5)}, {at(seen.wake_seconds, 0.99)}",
        "list requests a second": f"{seen.requests['list'] / plan.seconds:.1f}",
        "status reads a second": f"{seen.requests['read'] / plan.seconds:.1f}",
        "Redis commands a second": f"{sum(commands.values()):,.0f}",
        **{f"- {name}": f"{number:,.0f}" for name, number in commands.items()},
        "stream of webhook events, KB": f"{taken / 1000:,.0f}",
    }


def table(rows: Sequence[dict[str, str]]) -> str:
    """A table in Markdown, one column for each run."""
    names = list(rows[0])
    lines = [[name, *(each[name] for each in rows)] for name in names]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


PLANS: Final[Sequence[Callable[..., Plan]]] = (
    partial(Plan, 10, 10_000),
    partial(Plan, 100, 100_000),
    partial(Plan, 100, 100_000, one_poller=False),
    partial(Plan, 100, 120_000),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=26379, help="of the Redis that is started (default: %(default)s)")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long is measured (default: %(default)g)")
    parser.add_argument("--tiny", action="store_true", help="small runs, to see that it works")
    arguments = parser.parse_args()
    plans = [make(seconds=arguments.seconds) for make in PLANS]
    if arguments.tiny:
        plans = [Plan(3, 7200, one_poller=one, seconds=5, warm_up=62) for one in (True, False)]
        plans.append(Plan(3, 200_000, seconds=5, warm_up=5))  # more than the limit of create requests
    rows: list[dict[str, str]] = []
    with running_redis(arguments.port):
        for plan in plans:
            started = time.monotonic()
            rows.append(row(plan, simulate(plan, arguments.port), arguments.port))
            print(f"{plan}: {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    print(f"{datetime.now(UTC):%d %B %Y}\n\n{table(rows)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
