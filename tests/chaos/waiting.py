"""Many launches that wait at the same time: how soon they are told, and how many requests that takes."""

from __future__ import annotations

import asyncio
import time
import tracemalloc
from datetime import UTC, datetime
from typing import Final

from edgegap_client import AsyncEdgegap
from edgegap_client._async.watchers import LISTS_A_SECOND
from edgegap_client.sandbox import Timing

from .campaign import prepare
from .plan import ASYNC_TOKENS
from .service import Service, served

# As documented, so many are created in a second at the most.
CREATIONS_A_SECOND: Final = 40


def measure(number: int) -> None:
    """Let so many launches wait at once, and print what that takes. The first is not ready before all wait."""
    with served(0, Timing(ready_after=number / CREATIONS_A_SECOND * 2 + 10)) as service:
        prepare(service.url, ASYNC_TOKENS[0])
        asyncio.run(wait_together(service, number))


async def wait_together(service: Service, number: int) -> None:
    """Launch many at once, and see when they are told."""
    async with AsyncEdgegap(ASYNC_TOKENS[0], base_url=service.url, timeout=600) as edgegap:
        await edgegap.applications.get("my-game")
        late: list[float] = []

        async def launch() -> None:
            deployment = await edgegap.deployments.launch(
                application="my-game", version="v1", users=["8.8.8.8"], timeout=600
            )
            assert deployment.start_time is not None
            late.append((datetime.now(UTC) - deployment.start_time).total_seconds())

        tracemalloc.start()
        before = tracemalloc.get_traced_memory()[0]
        began = time.time()
        launches = [asyncio.ensure_future(launch()) for _ in range(number)]
        watcher = await edgegap.deployments._watching()
        while len(watcher._waiters) < number:
            await asyncio.sleep(0.2)
            assert not late, "the first are ready before the last are created"
        memory = tracemalloc.get_traced_memory()[0] - before
        tracemalloc.stop()
        waiting = time.time()
        longest = max(watcher._interval, watcher.lists_a_round() / LISTS_A_SECOND)
        await asyncio.gather(*launches)
        ended = time.time()
    found = service.report()
    lists = [moment for moment in found["lists"] if began <= moment]
    densest = max(sum(moment <= other < moment + 1 for other in lists) for moment in lists)
    late.sort()
    print(f"{number} launches; all waited at once {waiting - began:.1f} s after the first, until {ended - began:.1f} s")
    print(f"list requests: {len(lists)}, {len(lists) / (ended - began):.1f} a second, at most {densest} in any second")
    print(f"all requests: {found['requests']}; responses 429: {sum(found['too_many'].values())}")
    print(f"round time: {longest:.1f} s; told after READY: median {late[number // 2]:.2f} s, at most {late[-1]:.2f} s")
    print(f"memory per waiting launch: {memory / number / 1024:.1f} KiB")
