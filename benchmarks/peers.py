"""Other clients with the same call: a GET of an application, decoded, one after the other and 50 at once.

Also ours with clients that are passed in, and over HTTP/2, for which there is a server of its own.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, ExitStack
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import httpx

from edgegap_client import AsyncEdgegap, Edgegap

from .measure import cpu
from .rows import HEADERS, TOKEN, backends
from .server import served_with_http2

FOLDER: Final = Path(__file__).parent
SPEC: Final = FOLDER.parent / "openapi" / "edgegap.yaml"
MADE: Final = FOLDER / "made"  # what other generators make of our YAML; not in Git
PATH: Final = "/v1/app/my-game"

Get = Callable[[], Awaitable[object]]


def _generated(name: str, folder: Path, command: list[str]) -> ModuleType:
    """The package that a generator makes of our YAML."""
    if not folder.exists():
        subprocess.run(command, check=True, capture_output=True)
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    return import_module(name)


async def _peers(quick: str, stack: AsyncExitStack) -> dict[str, Get | str]:
    """A call for each peer, or why there is none."""
    found: dict[str, Get | str] = {}
    raw = await stack.enter_async_context(httpx.AsyncClient(headers=HEADERS, timeout=60))

    async def with_httpx() -> object:
        return json.loads((await raw.get(quick + PATH)).content)

    found["raw httpx"] = with_httpx
    for name, options in backends().items():
        edgegap = await stack.enter_async_context(AsyncEdgegap(TOKEN, base_url=quick, **options))
        found[f"edgegap_client{name}"] = lambda edgegap=edgegap: edgegap.applications.get("my-game")

    async def with_httpx2() -> Get:
        client = await stack.enter_async_context(import_module("httpx2").AsyncClient(timeout=60))
        edgegap = await stack.enter_async_context(AsyncEdgegap(TOKEN, base_url=quick, http_client=client))
        return lambda: edgegap.applications.get("my-game")

    async def with_aiohttp() -> Get:
        aiohttp = import_module("aiohttp")
        session = await stack.enter_async_context(aiohttp.ClientSession(headers=HEADERS))

        async def get() -> object:
            async with session.get(quick + PATH) as response:
                return json.loads(await response.read())

        return get

    async def with_stock() -> Get:
        output = MADE / "stock"
        command = [sys.executable, "-m", "openapi_python_client", "generate", "--path", str(SPEC), "--meta", "none"]
        module = "stock_edgegap"
        _generated(module, output, [*command, "--output-path", str(output / module), "--overwrite"])
        operation = import_module(f"{module}.api.applications.get_application")
        made = import_module(f"{module}.client").AuthenticatedClient(base_url=quick, token=TOKEN, prefix="token")
        client = await stack.enter_async_context(made)
        return lambda: operation.asyncio("my-game", client=client)

    async def with_openapi_generator() -> Get:
        output = MADE / "openapi-generator"
        command = [str(Path(sys.executable).parent / "openapi-generator-cli"), "generate", "-g", "python"]
        options = ["--additional-properties", "packageName=made_edgegap,library=asyncio", "-o", str(output)]
        module = _generated("made_edgegap", output, [*command, "-i", str(SPEC), "--skip-validate-spec", *options])
        configuration = module.Configuration(host=quick)
        client = await stack.enter_async_context(module.ApiClient(configuration))
        api = import_module("made_edgegap.api.applications_api").ApplicationsApi(client)
        return lambda: api.get_application("my-game")

    async def with_openai() -> Get:
        made = import_module("openai").AsyncOpenAI(api_key=TOKEN, base_url=f"{quick}/v1", max_retries=0)
        client = await stack.enter_async_context(made)
        return lambda: client.get("/app/my-game", cast_to=object)

    async def with_githubkit() -> Get:
        module = import_module("githubkit")
        client = await stack.enter_async_context(module.GitHub(TOKEN, base_url=quick, http_cache=False))

        async def get() -> object:
            return (await client.arequest("GET", PATH)).json()

        return get

    makers = {
        "edgegap_client, client of httpx2": with_httpx2,
        "raw aiohttp": with_aiohttp,
        "openapi-python-client, stock": with_stock,
        "openapi-generator (Python, asyncio)": with_openapi_generator,
        "openai (get of any path)": with_openai,
        "githubkit (request of any path)": with_githubkit,
    }
    for name, make in makers.items():
        try:
            call = await make()
            await call()
            found[name] = call
        except Exception as error:
            found[name] = f"{type(error).__name__}: {error}".splitlines()[0][:150]
    return found


def _blocking(quick: str, stack: ExitStack) -> dict[str, Callable[[], object]]:
    """The same without asyncio."""
    raw = stack.enter_context(httpx.Client(headers=HEADERS))
    edgegap = stack.enter_context(Edgegap(TOKEN, base_url=quick))
    hcloud = import_module("hcloud").Client(TOKEN, api_endpoint=f"{quick}/v1")
    return {
        "raw httpx, sync": lambda: json.loads(raw.get(quick + PATH).content),
        "edgegap_client, sync": lambda: edgegap.applications.get("my-game"),
        "hcloud, sync (request of any path)": lambda: hcloud.request("GET", "/app/my-game"),
    }


def _measure_blocking(quick: str, rounds: int) -> dict[str, Any]:
    with ExitStack() as stack:
        calls = _blocking(quick, stack)
        times: dict[str, list[float]] = {name: [] for name in calls}
        for _ in range(rounds):
            for name, call in calls.items():
                times[name].append(cpu(call, 100) * 10)
    return {name: {"cpu_ms": statistics.median(found)} for name, found in times.items()}


async def _measure_http2(rounds: int) -> dict[str, Any]:
    """CPU milliseconds of a call, alone and 50 at once, over HTTP/1.1 and HTTP/2 to the same server."""
    results: dict[str, Any] = {}
    with served_with_http2() as url:
        async with AsyncExitStack() as stack:
            multiplexing = await stack.enter_async_context(httpx.AsyncClient(http1=False, http2=True, timeout=60))
            options = {**backends(), ", HTTP/2 client of httpx": {"http_client": multiplexing}}
            for name, how in options.items():
                edgegap = await stack.enter_async_context(AsyncEdgegap(TOKEN, base_url=url, **how))
                for number in (1, 50):
                    times: list[float] = []
                    for _ in range(rounds):
                        started = time.process_time()
                        for _ in range(50 // number):
                            await asyncio.gather(*(edgegap.applications.get("my-game") for _ in range(number)))
                        times.append((time.process_time() - started) * 20)
                    kind = "cpu_ms" if number == 1 else "cpu_ms_in_fifty"
                    results.setdefault(f"edgegap_client{name}", {})[kind] = statistics.median(times)
    return results


async def _measure(quick: str, rounds: int) -> dict[str, Any]:
    results: dict[str, Any] = {}
    async with AsyncExitStack() as stack:
        peers = await _peers(quick, stack)
        calls = {name: call for name, call in peers.items() if not isinstance(call, str)}
        alone: dict[str, list[float]] = {name: [] for name in calls}
        wall: dict[str, list[float]] = {name: [] for name in calls}
        for _ in range(rounds):
            for name, call in calls.items():
                started = time.process_time()
                for _ in range(100):
                    await call()
                alone[name].append((time.process_time() - started) * 10)
                begun = time.perf_counter()
                await asyncio.gather(*(call() for _ in range(50)))
                wall[name].append((time.perf_counter() - begun) * 1000)
        for name, call in peers.items():
            if isinstance(call, str):
                results[name] = {"missing": call}
                continue
            one, many = statistics.median(alone[name]), statistics.median(wall[name])
            results[name] = {"cpu_ms": one, "fifty_ms": many}
    return results


def peers(quick: str, rounds: int) -> dict[str, Any]:
    """Measure and print the peers side by side, each next to raw httpx."""
    found = asyncio.run(_measure(quick, rounds))
    reference = found["raw httpx"]
    blocking = _measure_blocking(quick, rounds)
    print(f"\n{'the same GET, decoded':<44}{'CPU of one':>12}{'x httpx':>9}{'50 at once':>13}{'x httpx':>9}")
    for name, seen in found.items():
        if "missing" in seen:
            print(f"{name:<44}not measured: {seen['missing']}")
            continue
        one, many = seen["cpu_ms"], seen["fifty_ms"]
        print(
            f"{name:<44}{one:>9.2f} ms{one / reference['cpu_ms']:>9.2f}"
            f"{many:>10.1f} ms{many / reference['fifty_ms']:>9.2f}",
            flush=True,
        )
    for name, seen in blocking.items():
        ratio = seen["cpu_ms"] / blocking["raw httpx, sync"]["cpu_ms"]
        print(f"{name:<44}{seen['cpu_ms']:>9.2f} ms{ratio:>9.2f}", flush=True)
    return {**found, **blocking}


def over_http2(rounds: int) -> dict[str, Any]:
    """Measure and print what HTTP/2 costs, next to HTTP/1.1."""
    found = asyncio.run(_measure_http2(rounds))
    print(f"\n{'over HTTP/1.1 and HTTP/2':<44}{'CPU of one':>12}{'of one in 50':>14}")
    for name, seen in found.items():
        print(f"{name:<44}{seen['cpu_ms']:>9.2f} ms{seen['cpu_ms_in_fifty']:>11.2f} ms", flush=True)
    return found
