"""python -m benchmarks [--quick] [--only NAME]: measures, prints the table, writes results.json and the plots."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from . import rows
from .growth import growth, plot
from .measure import Figure
from .peers import over_http2, peers
from .server import served

FOLDER = Path(__file__).parent


def machine() -> dict[str, Any]:
    """What this was measured on, and with."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    packages: dict[str, str] = {}
    for name in ("httpx", "httpcore", "attrs", "sniffio", "aiohttp", "httpx-aiohttp", "httpx2", "h2"):
        try:
            packages[name] = version(name)
        except PackageNotFoundError:
            continue
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "processor": models[0] if models else platform.processor(),
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "packages": packages,
    }


def show(figure: Figure) -> None:
    """One line of the table."""
    verdict = {True: "met", False: "MISSED", None: ""}[figure.is_met]
    seen = f"{figure.value:.2f} ({figure.low:.2f}-{figure.high:.2f}) {figure.unit}"
    note = f"  {figure.note}" if figure.note else ""
    target = "" if figure.target is None else f"<= {figure.target:g} {figure.unit}"
    print(f"{figure.name:<54}{figure.reference:<32}{target:<16}{seen:<30}{verdict}{note}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument("--only", metavar="NAME", help="one group: imports, clients, memory, coding, ...")
    parser.add_argument("--results", type=Path, default=FOLDER / "results.json", help="where to write the results")
    arguments = parser.parse_args()
    rounds = 5 if arguments.quick else 15
    with served() as (quick, _):
        groups: dict[str, Callable[[], list[Figure]]] = {
            "imports": lambda: rows.imports(rounds * 2),
            "clients": lambda: rows.clients(rounds),
            "memory": lambda: rows.memory(rounds),
            "sequential": lambda: rows.sequential(quick, rounds),
            "concurrent": lambda: rows.concurrent(quick, rounds),
            "coding": lambda: rows.coding(rounds),
            "listing": lambda: rows.listing(quick, rounds),
            "wheel": rows.wheel,
            "frames": rows.frames,
            "endurance": lambda: rows.endurance(quick, 20_000 if arguments.quick else 200_000),
        }
        wanted = [arguments.only] if arguments.only in groups else [] if arguments.only else list(groups)
        print(f"{'figure':<54}{'reference':<32}{'target':<16}{'median (quartiles)':<30}verdict")
        figures: list[Figure] = []
        for name in wanted:
            for figure in groups[name]():
                show(figure)
                figures.append(figure)
        results: dict[str, Any] = {"machine": machine(), "figures": [figure.as_json() for figure in figures]}
        if arguments.only in (None, "peers"):
            results |= {"peers": peers(quick, rounds), "http2": over_http2(rounds)}
        if arguments.only in (None, "growth"):
            results["growth"] = growth(quick, 2 if arguments.quick else 5)
            plot(results["growth"], FOLDER.parent / "docs" / "images")
    arguments.results.write_text(json.dumps(results, indent=2) + "\n", "utf-8")
    print(f"\n{results['machine']['processor']}, {results['machine']['cores']} cores, Python {sys.version.split()[0]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
