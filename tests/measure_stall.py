"""How long the event loop stands still at 500 concurrent calls. A measurement, not a test: it depends on the machine.

    python -m tests.measure_stall

A task asks for a turn of the loop all the time and notes the longest wait between two turns: while 500 calls at once,
four times over, go to a server in another process, by our client and by plain httpx. The processor's time between two
turns tells what is our doing from what other programs of the machine take.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx

from edgegap_client import AsyncEdgegap

CALLS = 500
ROUNDS = 4
ANSWER = b'{"name": "my-game", "is_active": true, "image": ""}'
WHOLE = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(ANSWER), ANSWER)


async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            await reader.readuntil(b"\r\n\r\n")
            await asyncio.sleep(0.005)
            writer.write(WHOLE)
    except (OSError, asyncio.IncompleteReadError):
        writer.close()


async def serve() -> None:
    server = await asyncio.start_server(converse, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@dataclass(frozen=True)
class Figures:
    """Milliseconds between two turns of the loop at the worst, by the clock and by the processor; calls a second."""

    by_clock: float
    by_processor: float
    percentile: float
    rate: float


async def worst_stall(get: Callable[[], Awaitable[Any]]) -> Figures:
    await get()
    waits: list[float] = []
    work: list[float] = []

    async def watch() -> None:
        clock, processor = time.perf_counter(), time.thread_time()
        while True:
            await asyncio.sleep(0)
            now, used = time.perf_counter(), time.thread_time()
            waits.append(now - clock)
            work.append(used - processor)
            clock, processor = now, used

    watching = asyncio.create_task(watch())
    await asyncio.sleep(0)
    started = time.perf_counter()
    for _ in range(ROUNDS):
        await asyncio.gather(*(get() for _ in range(CALLS)))
    rate = ROUNDS * CALLS / (time.perf_counter() - started)
    watching.cancel()
    work.sort()
    return Figures(max(waits) * 1000, work[-1] * 1000, work[int(len(work) * 0.99)] * 1000, rate)


def report(name: str, figures: Figures) -> None:
    print(
        f"{name:<36} worst stall {figures.by_clock:6.1f} ms by the clock, {figures.by_processor:6.1f} ms of processor"
        f" (99 % below {figures.percentile:4.1f} ms); {figures.rate:5.0f} calls/s"
    )


async def measure(url: str) -> None:
    for connections in (50, 500):
        async with AsyncEdgegap("11112222-3333", base_url=url, max_connections=connections) as edgegap:
            ours = await worst_stall(lambda: edgegap.applications.get("x"))
        report(f"edgegap_client, {connections} connections", ours)
        limits = httpx.Limits(max_connections=connections, max_keepalive_connections=connections)
        async with httpx.AsyncClient(limits=limits, timeout=60) as client:
            plain = await worst_stall(lambda: client.get(f"{url}/v1/app/x"))
        report(f"plain httpx, {connections} connections", plain)


def main() -> None:
    command = [sys.executable, "-c", "import asyncio; from tests.measure_stall import serve; asyncio.run(serve())"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        try:
            asyncio.run(measure(f"http://127.0.0.1:{int(server.stdout.readline())}"))
        finally:
            server.kill()


if __name__ == "__main__":
    main()
