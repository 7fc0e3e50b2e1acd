"""Pages of the site that are not written by hand: the figures and the changelog. reference_pages.py adds the reference.

MkDocs calls `on_files`; nothing is written into this folder.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent


def on_files(files: Any, config: Any) -> Any:
    """Add the pages to those that MkDocs has found."""
    # Not among the tools of .venv, where the tests use the rest of this module.
    from mkdocs.structure.files import File  # type: ignore[import-not-found]  # pyright: ignore[reportMissingImports, reportUnknownVariableType]

    pages = {
        "changelog.md": (ROOT / "CHANGELOG.md").read_text("utf-8"),
        "figures.md": figures_page(json.loads((ROOT / "benchmarks" / "results.json").read_text("utf-8"))),
    }
    for name, content in pages.items():
        files.append(File.generated(config, name, content=content))  # pyright: ignore[reportUnknownMemberType]
    return files


def figures_page(results: Mapping[str, Any]) -> str:
    """What `make bench` saw, with the targets that were met and those that were not."""
    machine = results["machine"]
    seen_on = f"on {machine['date'][:10]}, with {machine['cores']} cores and Python {machine['python']}"
    lines = [
        "# Figures",
        "",
        f"`make bench` measured this {seen_on}. The sides of a ratio ran alternately. From `benchmarks/results.json`.",
        "",
        "| figure | against | target | seen | from - to | |",
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
        "## Beside others",
        "",
        "A GET of an application, decoded: processor time of one, and the wall time of 50 at once.",
        "",
        "| client | one, CPU ms | 50 at once, ms |",
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
            "Over HTTP/2 a call takes more time, alone and among others, so it is not recommended. It works all the "
            "same: `pip install 'edgegap-client[http2]'`, and pass `http_client=httpx.AsyncClient(http2=True)`."
        ),
        "",
        "| client, one server | one, CPU ms | one in 50, CPU ms |",
        "|---|--:|--:|",
        *(
            f"| {name} | {seen['cpu_ms']:.2f} | {seen['cpu_ms_in_fifty']:.2f} |"
            for name, seen in results["http2"].items()
        ),
    ]
    return "\n".join(lines) + "\n"
