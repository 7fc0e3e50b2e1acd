"""The generated pages of the site: the figures and the changelog. reference_pages.py adds those of the reference.

MkDocs calls `on_files`. This module writes no files into this folder.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent


def on_files(files: Any, config: Any) -> Any:
    """Add the generated pages to the pages that MkDocs has found."""
    # The tests import this module in .venv, which does not have this package.
    from mkdocs.structure.files import File  # type: ignore[import-not-found]  # pyright: ignore[reportMissingImports, reportUnknownVariableType]

    pages = {
        "changelog.md": (ROOT / "CHANGELOG.md").read_text("utf-8"),
        "figures.md": figures_page(json.loads((ROOT / "benchmarks" / "results.json").read_text("utf-8"))),
    }
    for name, content in pages.items():
        files.append(File.generated(config, name, content=content))  # pyright: ignore[reportUnknownMemberType]
    return files


def figures_page(results: Mapping[str, Any]) -> str:
    """The page of the benchmark results, with the targets that were met and missed."""
    machine = results["machine"]
    seen_on = f"on {machine['date'][:10]}, with {machine['cores']} cores and Python {machine['python']}"
    lines = [
        "# Figures",
        "",
        f"`make bench` measured these figures {seen_on}. For a ratio, the two programs ran alternately.",
        "`benchmarks/results.json` has all results.",
        "",
        "| figure | compared with | target | measured | range | result |",
        "|---|---|--:|--:|--:|---|",
    ]
    for figure in results["figures"]:
        is_met = {True: "met", False: "missed", None: ""}[figure["is_met"]]
        seen, low, high = (f"{figure[name]:.3g}" for name in ("value", "low", "high"))
        target = "" if figure["target"] is None else f"{figure['target']:g}"
        name = f"{figure['name']}{', ' + figure['note'] if figure['note'] else ''}"
        lines.append(
            f"| {name} | {figure['reference']} | {target} | {seen} {figure['unit']} | {low} - {high} | {is_met} |"
        )
    lines += [
        "",
        "![Milliseconds by the number of calls at once](images/calls-at-once.svg)",
        "![Milliseconds by the number of deployments decoded](images/items-decoded.svg)",
        "",
        "## Comparison with other clients",
        "",
        "CPU time of one GET of an application, decoded, and wall time of 50 concurrent GETs.",
        "",
        "| client | one GET, CPU ms | 50 concurrent GETs, wall ms |",
        "|---|--:|--:|",
    ]
    for name, seen in results["peers"].items():
        if "missing" in seen:
            lines.append(f"| {name} | not measured | |")
        else:
            at_once = f"{seen['fifty_ms']:.0f}" if "fifty_ms" in seen else ""
            lines.append(f"| {name} | {seen['cpu_ms']:.2f} | {at_once} |")
    lines += [
        "",
        (
            "We do not recommend HTTP/2, because a call needs more CPU time over it, alone or among concurrent calls. "
            "To use it, run `pip install 'edgegap-client[http2]'` and pass `http_client=httpx.AsyncClient(http2=True)`."
        ),
        "",
        "| client, with one server | one GET, CPU ms | one of 50 concurrent GETs, CPU ms |",
        "|---|--:|--:|",
        *(
            f"| {name} | {seen['cpu_ms']:.2f} | {seen['cpu_ms_in_fifty']:.2f} |"
            for name, seen in results["http2"].items()
        ),
    ]
    return "\n".join(lines) + "\n"
