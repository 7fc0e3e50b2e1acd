"""The figures of the table, each with its target."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import ssl
import subprocess
import sys
import threading
import time
import traceback
import tracemalloc
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import httpx

from edgegap_client import AsyncEdgegap, Edgegap
from edgegap_client.models import AppVersion

from .measure import Figure, cpu, figure, process_seconds, ratios, ratios_async
from .server import DEPLOYMENT_COUNT, PAGE_SIZE, VERSION

TOKEN: Final = "11112222-3333-4444-5555-666677778888"
HEADERS: Final = {"authorization": f"token {TOKEN}"}
HTTPX: Final = "raw httpx"
ROOT: Final = Path(__file__).parent.parent
PACKAGE: Final = f"{os.sep}edgegap_client{os.sep}"

USE: Final = """
import asyncio, httpx
from edgegap_client import AsyncEdgegap
async def main():
    response = httpx.Response(200, json=dict(name="my-game", is_active=True, image=""))
    transport = httpx.MockTransport(lambda request: response)
    async with AsyncEdgegap("0123456789", transport=transport) as edgegap:
        await edgegap.applications.get("my-game")
asyncio.run(main())
"""


def _statement(code: str) -> str:
    return f"exec({code!r})"


def imports(rounds: int) -> list[Figure]:
    """What it costs to begin."""
    reference = lambda: process_seconds("import httpx")  # noqa: E731
    first = ratios(lambda: process_seconds("from edgegap_client import AsyncEdgegap"), reference, rounds)
    with_client = lambda: process_seconds("import httpx; httpx.AsyncClient()")  # noqa: E731
    use = _statement(
        "from edgegap_client import AsyncEdgegap; edgegap = AsyncEdgegap('0123456789', backend='httpx'); "
        "edgegap._runtime._make(False); "
        "from edgegap_client.api.applications import get_application; from edgegap_client.models import Application; "
        "Application.from_dict(dict(name='my-game', is_active=True, image=''))"
    )
    second = ratios(lambda: process_seconds(use), with_client, rounds)
    return [
        figure("import AsyncEdgegap, CPU", "import httpx", 1.30, first),
        figure("import, first usable client, one endpoint and model", "import httpx + AsyncClient()", 1.20, second),
    ]


def clients(rounds: int) -> list[Figure]:
    """Second and later clients, and where SSL contexts are made."""
    times: list[float] = []
    made_on: list[int] = []
    original = ssl.SSLContext.__new__

    def watched(cls: Any, *arguments: Any, **named: Any) -> Any:
        made_on.append(threading.get_ident())
        return original(cls, *arguments, **named)

    async def play() -> None:
        await AsyncEdgegap(TOKEN)._runtime.here()
        ssl.SSLContext.__new__ = watched  # type: ignore[method-assign, assignment]
        try:
            for _ in range(20 * rounds):
                started = time.perf_counter()
                edgegap = AsyncEdgegap(TOKEN)
                await edgegap._runtime.here()
                times.append((time.perf_counter() - started) * 1000)
                await edgegap.aclose()
        finally:
            ssl.SSLContext.__new__ = original  # type: ignore[method-assign]

    asyncio.run(play())
    on_loop = [float(made_on.count(threading.get_ident()))]
    return [
        figure("second and later clients", "", 1.0, times, "ms"),
        figure("SSL contexts made on the loop's thread", "", 0, on_loop, "contexts"),
    ]


def memory(rounds: int) -> list[Figure]:
    """Resident memory after the first use."""
    rss = "import os; print(int(open('/proc/self/statm').read().split()[1]) * os.sysconf('SC_PAGE_SIZE') / 2**20)"

    def measure(code: str) -> float:
        done = subprocess.run([sys.executable, "-c", f"{code}\n{rss}"], capture_output=True, text=True, check=True)
        return float(done.stdout.split()[-1])

    plain = "import asyncio, httpx\nasync def main():\n  async with httpx.AsyncClient() as c: pass\nasyncio.run(main())"
    more = [measure(USE + "httpx.AsyncClient()") - measure(plain) for _ in range(rounds)]
    return [figure("resident memory after first use", "import httpx + client", 6, more, "MiB")]


def coding(rounds: int) -> list[Figure]:
    """Models from and to JSON."""
    text = json.dumps(VERSION)
    version = AppVersion.from_dict(VERSION)
    plain = version.to_dict()
    times = 2000
    decode = ratios(
        lambda: cpu(lambda: AppVersion.from_dict(json.loads(text)), times),
        lambda: cpu(lambda: json.loads(text), times),
        rounds,
    )
    encode = ratios(
        lambda: cpu(lambda: json.dumps(version.to_dict()), times), lambda: cpu(lambda: json.dumps(plain), times), rounds
    )
    return [
        figure("json.loads + decode of a 32-field version", "json.loads", 2.2, decode),
        figure("encode of the same + json.dumps", "json.dumps of the dict", 1.6, encode),
    ]


def sequential(quick: str, rounds: int) -> list[Figure]:
    """One call after the other: what each costs in CPU."""
    times = 300

    async def play() -> list[Figure]:
        async with (
            httpx.AsyncClient(headers=HEADERS) as raw,
            AsyncEdgegap(TOKEN, base_url=quick, backend="httpx") as edgegap,
        ):
            url = f"{quick}/v1/app/my-game"

            async def reference() -> float:
                started = time.process_time()
                for _ in range(times):
                    json.loads((await raw.get(url)).content)
                return time.process_time() - started

            async def subject() -> float:
                started = time.process_time()
                for _ in range(times):
                    await edgegap.applications.get("my-game")
                return time.process_time() - started

            found = await ratios_async(subject, reference, rounds)
        return [figure("one GET decoded into its model, async, CPU", HTTPX, 0.85, found)]

    def play_sync() -> list[Figure]:
        with httpx.Client(headers=HEADERS) as raw, Edgegap(TOKEN, base_url=quick) as edgegap:
            url = f"{quick}/v1/app/my-game"
            found = ratios(
                lambda: cpu(lambda: edgegap.applications.get("my-game"), times),
                lambda: cpu(lambda: json.loads(raw.get(url).content), times),
                rounds,
            )
        return [figure("one GET decoded into its model, sync, CPU", HTTPX, 0.90, found)]

    return asyncio.run(play()) + play_sync()


async def worst_stall(work: Callable[[], Awaitable[object]]) -> tuple[float, float]:
    """Seconds that some work takes, and the longest time for which it keeps the loop from others."""
    worst = 0.0
    is_over = False

    async def watch() -> None:
        nonlocal worst
        before = time.perf_counter()
        while not is_over:
            await asyncio.sleep(0.001)
            now = time.perf_counter()
            worst = max(worst, now - before - 0.001)
            before = now

    watcher = asyncio.ensure_future(watch())
    await asyncio.sleep(0.01)
    started = time.perf_counter()
    await work()
    seconds = time.perf_counter() - started
    is_over = True
    await watcher
    return seconds, worst


def backends() -> dict[str, dict[str, Any]]:
    """The transports that there are, with the options that choose them."""
    found: dict[str, dict[str, Any]] = {"": {"backend": "httpx"}}
    try:
        import httpx_aiohttp  # noqa: F401  # pyright: ignore[reportMissingImports, reportUnusedImport]
    except ImportError:
        return found
    return {**found, ", [aiohttp]": {"backend": "aiohttp"}}


# Calls at once, and the goals of their CPU time and of the worst stall of the event loop.
AT_ONCE: Final = {50: 0.28, 300: 0.11}
STALL_AT: Final = 500
MAX_STALL_RATIO: Final = 0.40


def concurrent(quick: str, rounds: int) -> list[Figure]:
    """Many calls at once, over connections that are open."""

    async def play(name: str, options: dict[str, Any], *, has_goal: bool) -> list[Figure]:
        async with (
            httpx.AsyncClient(headers=HEADERS, timeout=60) as raw,
            AsyncEdgegap(TOKEN, base_url=quick, **options) as edgegap,
        ):
            url = f"{quick}/v1/app/my-game"

            async def reference(number: int) -> None:
                for response in await asyncio.gather(*(raw.get(url) for _ in range(number))):
                    json.loads(response.content)

            async def subject(number: int) -> None:
                await asyncio.gather(*(edgegap.applications.get("my-game") for _ in range(number)))

            figures: list[Figure] = []
            for number, goal in AT_ONCE.items():
                times = max(1, 300 // number)
                found = await ratios_async(
                    lambda: cpu_async(subject, number, times),  # noqa: B023
                    lambda: cpu_async(reference, number, times),  # noqa: B023
                    rounds,
                )
                figures.append(figure(f"{number} GETs at once{name}, CPU", HTTPX, goal if has_goal else None, found))
            stalls: list[float] = []
            for _ in range(rounds):
                _, raw_stall = await worst_stall(lambda: reference(STALL_AT))
                _, stall = await worst_stall(lambda: subject(STALL_AT))
                stalls.append(stall / raw_stall)
            goal = MAX_STALL_RATIO if has_goal else None
            figures.append(figure(f"{STALL_AT} GETs at once{name}, worst stall of the loop, wall", HTTPX, goal, stalls))
        return figures

    return [
        each for name, options in backends().items() for each in asyncio.run(play(name, options, has_goal=not name))
    ]


async def cpu_async(work: Callable[[int], Awaitable[None]], number: int, times: int) -> float:
    """CPU seconds that `times` rounds of `number` calls at once take."""
    started = time.process_time()
    for _ in range(times):
        await work(number)
    return time.process_time() - started


def listing(quick: str, rounds: int) -> list[Figure]:
    """A long list, page by page."""

    async def play() -> list[Figure]:
        async with (
            httpx.AsyncClient(headers=HEADERS) as raw,
            AsyncEdgegap(TOKEN, base_url=quick, rate_limits="off", backend="httpx") as edgegap,
        ):

            async def reference() -> float:
                started, seen = time.process_time(), 0
                for number in range(1, DEPLOYMENT_COUNT // PAGE_SIZE + 1):
                    url = f"{quick}/v1/deployments?page={number}&limit={PAGE_SIZE}"
                    seen += len(json.loads((await raw.get(url)).content)["data"])
                assert seen == DEPLOYMENT_COUNT
                return time.process_time() - started

            async def subject() -> float:
                started, seen = time.process_time(), 0
                async for _ in edgegap.deployments.list(page_size=PAGE_SIZE):
                    seen += 1
                assert seen == DEPLOYMENT_COUNT
                return time.process_time() - started

            found = await ratios_async(subject, reference, rounds)
            tracemalloc.start()
            await subject()
            peak = tracemalloc.get_traced_memory()[1] / 2**20
            tracemalloc.stop()
        note = f"peak of {peak:.1f} MiB"
        return [figure("listing 10,000 deployments, CPU", "raw httpx + json of the pages", 1.5, found, note=note)]

    return asyncio.run(play())


def wheel() -> list[Figure]:
    """The size of the wheel."""
    with TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", folder, str(ROOT)],
            check=True,
        )
        sizes = [path.stat().st_size / 1024 for path in Path(folder).glob("*.whl")]
    return [figure("wheel", "", 400, sizes, "KiB")]


def frames() -> list[Figure]:
    """Own stack frames between the caller and the transport."""
    seen: list[int] = []

    def count(request: httpx.Request) -> httpx.Response:
        own = [frame for frame in traceback.extract_stack() if PACKAGE in frame.filename]
        # What runs in a task of its own is below its callers all the same.
        seen.append(len(own))
        return httpx.Response(200, json={"name": "my-game", "is_active": True, "image": ""})

    with Edgegap(TOKEN, transport=httpx.MockTransport(count)) as edgegap:
        edgegap.applications.get("my-game")
    return [figure("own stack frames to the transport, sync", "", 5, [float(seen[0])], "frames")]


def endurance(quick: str, requests: int) -> list[Figure]:
    """Memory over very many requests through one client."""

    async def play() -> float:
        async with AsyncEdgegap(TOKEN, base_url=quick) as edgegap:

            async def some(number: int) -> None:
                for _ in range(number // 20):
                    await asyncio.gather(*(edgegap.applications.get("my-game") for _ in range(20)))

            await some(5000)
            gc.collect()
            before = resident()
            await some(requests)
            gc.collect()
            return resident() - before

    grown = asyncio.run(play())
    return [figure(f"memory growth over {requests:,} requests", "", 1, [grown], "MiB")]


def resident() -> float:
    """Resident MiB now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
