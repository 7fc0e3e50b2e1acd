"""How cost grows with the number of calls at once, and with the length of a list."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import Any, Final

import httpx

from edgegap_client import AsyncEdgegap
from edgegap_client.models import DeploymentList

from .rows import HEADERS, HTTPX, TOKEN, backends
from .server import deployment

CALLS: Final = (1, 10, 100, 1000)
ITEMS: Final = (1, 100, 10_000)
OURS: Final = "edgegap_client"


def growth(quick: str, rounds: int) -> dict[str, dict[str, dict[int, float]]]:
    """Milliseconds by number, for each client: the best of some rounds."""
    return {"calls": asyncio.run(_calls(quick, rounds)), "items": _items(rounds)}


async def _calls(quick: str, rounds: int) -> dict[str, dict[int, float]]:
    url = f"{quick}/v1/app/my-game"
    found: dict[str, dict[int, float]] = {}

    async def best(name: str, call: Any) -> None:
        await call()
        for number in CALLS:
            times: list[float] = []
            for _ in range(rounds):
                started = time.perf_counter()
                await asyncio.gather(*(call() for _ in range(number)))
                times.append((time.perf_counter() - started) * 1000)
            found.setdefault(name, {})[number] = min(times)

    async with httpx.AsyncClient(headers=HEADERS, timeout=120) as raw:

        async def get() -> object:
            return json.loads((await raw.get(url)).content)

        await best(HTTPX, get)
    for name, options in backends().items():
        async with AsyncEdgegap(TOKEN, base_url=quick, timeout=120, **options) as edgegap:
            await best(OURS + name, lambda: edgegap.applications.get("my-game"))
    return found


def _items(rounds: int) -> dict[str, dict[int, float]]:
    found: dict[str, dict[int, float]] = {}
    for number in ITEMS:
        text = json.dumps({"data": [deployment(each) for each in range(number)], "total_count": number})
        works = {"json.loads": lambda: json.loads(text), OURS: lambda: DeploymentList.from_dict(json.loads(text))}  # noqa: B023
        for name, work in works.items():
            times: list[float] = []
            for _ in range(rounds * 3):
                started = time.perf_counter()
                work()
                times.append((time.perf_counter() - started) * 1000)
            found.setdefault(name, {})[number] = min(times)
    return found


def plot(found: dict[str, dict[str, dict[int, float]]], folder: Path) -> None:
    """Draw both as SVG."""
    import matplotlib as mpl  # pyright: ignore[reportMissingImports]

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "edgegap_client"
    from matplotlib import pyplot  # pyright: ignore[reportMissingImports]

    folder.mkdir(parents=True, exist_ok=True)
    for name, axis, file in (
        ("calls", "GETs at once", "calls-at-once.svg"),
        ("items", "deployments decoded", "items-decoded.svg"),
    ):
        figure, axes = pyplot.subplots(figsize=(6, 3.6))
        for label, values in found[name].items():
            axes.plot([int(number) for number in values], list(values.values()), marker="o", label=label)
        axes.set(xscale="log", yscale="log", xlabel=axis, ylabel="milliseconds")
        axes.grid(visible=True, alpha=0.3)
        axes.legend()
        figure.tight_layout()
        figure.savefig(folder / file, metadata={"Date": None})
        pyplot.close(figure)
