"""Replicas that wait for tickets of one matchmaker keep to its read budget together."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any, Final

from edgegap_client._core.matchmaker import Poller
from edgegap_client.replicas import Replicas

from .servers.redis import RunningRedis
from .servers.responses import Answer, Seen, Server, reply
from .servers.services import ASSIGNMENT
from .test_rate_limiter import most_in_a_window

ROOT: Final = Path(__file__).resolve().parent.parent
READS_A_SECOND: Final = 20
TICKETS: Final = 6
SLOW_SECONDS: Final = 45.0

# A process that searches for some players. It writes how many the other processes wait for, and what has failed.
PROGRAM: Final = """
    import asyncio, json, sys, threading, time
    from edgegap_client._core import matchmaker as core
    from edgegap_client.hooks import EventHooks
    from edgegap_client.matchmaking import AsyncMatchmaker, Matchmaker, Tier

    core.FIRST_INTERVAL_SECONDS, core.MAX_INTERVAL_SECONDS = 0.5, 0.5
    redis, url, kind, tickets = *sys.argv[1:4], int(sys.argv[4])
    failures, servers = [], []
    player = {"profile": "casual", "attributes": {}, "player_ip": "203.0.113.7"}
    tier = Tier(create=100, read=20, backfill=5)

    def note(event):
        if event.error is not None:
            failures.append(type(event.error).__name__)

    options = {"tier": tier, "replicas": redis, "event_hooks": EventHooks(call_end=[note])}

    def in_threads():
        with Matchmaker(url, "11112222-3333", **options) as matchmaker:

            def search():
                with matchmaker.tickets.search(**player) as search:
                    servers.append(search.assigned(timeout=60))

            threads = [threading.Thread(target=search) for _ in range(tickets)]
            for thread in threads:
                thread.start()
            while any(thread.is_alive() for thread in threads):
                if matchmaker._organisation.is_known:
                    print(json.dumps(matchmaker._poller.others), flush=True)
                time.sleep(0.1)

    async def in_a_loop():
        async with AsyncMatchmaker(url, "11112222-3333", **options) as matchmaker:

            async def search():
                async with matchmaker.tickets.search(**player) as search:
                    servers.append(await search.assigned(timeout=60))

            searches = [asyncio.create_task(search()) for _ in range(tickets)]
            while not all(each.done() for each in searches):
                print(json.dumps(matchmaker._poller.others), flush=True)
                await asyncio.sleep(0.1)

    if kind == "sync":
        in_threads()
    else:
        asyncio.run(in_a_loop())
    print(json.dumps([len(servers), failures]), flush=True)
"""


def wait_until(condition: Callable[[], object]) -> None:
    until = time.monotonic() + SLOW_SECONDS
    while not condition():
        assert time.monotonic() < until, "it does not come"
        time.sleep(0.02)


def test_four_processes_keep_to_the_read_budget_of_a_matchmaker(redis_server: RunningRedis, tmp_path: Path) -> None:
    numbers, assigned = count(1), False

    def answer(seen: Seen) -> Answer:
        ticket_id = f"t{next(numbers)}" if seen.method == "POST" else seen.path.rpartition("/")[2]
        found: dict[str, Any] = {"status": "HOST_ASSIGNED", "assignment": ASSIGNMENT} if assigned else {}
        return reply(body={"id": ticket_id, "profile": "casual", "status": "SEARCHING", **found})

    def written(number: int) -> list[Any]:
        return [
            json.loads(line) for line in (tmp_path / str(number)).read_text().splitlines(keepends=True) if "\n" in line
        ]

    with Server(answer) as server:
        running: list[subprocess.Popen[str]] = []
        for number, kind in enumerate(("sync", "async", "sync", "async")):
            arguments = [f"redis://127.0.0.1:{redis_server.port}", server.url, kind, str(TICKETS)]
            with (tmp_path / str(number)).open("w") as output:
                running.append(
                    subprocess.Popen(
                        [sys.executable, "-c", textwrap.dedent(PROGRAM), *arguments],
                        cwd=ROOT,
                        env={**os.environ, "PYTHONPATH": str(ROOT)},
                        stdout=output,
                        text=True,
                    )
                )
        try:
            # Each knows how many the others wait for.
            wait_until(lambda: all(3 * TICKETS in written(number) for number in range(4)))
            reads = [seen.at for seen in server.seen if seen.method == "GET"]
            wait_until(lambda: sum(seen.method == "GET" for seen in server.seen) >= len(reads) + 2 * READS_A_SECOND)
            assigned = True
            for process in running:
                assert process.wait(SLOW_SECONDS) == 0
        finally:
            for process in running:
                process.kill()
                process.wait()
        assert [written(number)[-1] for number in range(4)] == [[TICKETS, []]] * 4
        reads = [seen.at for seen in server.seen if seen.method == "GET"]
        assert most_in_a_window(reads) <= READS_A_SECOND


def test_a_process_that_waits_no_more_counts_no_more(redis_server: RunningRedis) -> None:
    from edgegap_client._runtime.redis_waiting import share_waiting

    class Waiter:
        def set(self) -> bool:
            return True

    url = f"redis://127.0.0.1:{redis_server.port}"
    with Replicas(url) as one, Replicas(url) as two, Replicas(url) as other_matchmaker:
        pollers, waiter = [Poller(), Poller(), Poller()], Waiter()
        for number in range(4):
            pollers[0].of(number).join(waiter)
        kept = [poller.of("mine") for poller in pollers]
        for each in kept[1:]:
            each.join(waiter)
        share_waiting(one, "organisation", pollers[0])
        share_waiting(two, "organisation", pollers[1])
        share_waiting(other_matchmaker, "another", pollers[2])
        wait_until(lambda: [poller.others for poller in pollers[:2]] == [1, pollers[0].waiting])
        assert pollers[1].seconds_each(10) == (1 + pollers[0].waiting) / 10
        assert pollers[2].others == 0
        one.close()
        wait_until(lambda: pollers[1].others == 0)
