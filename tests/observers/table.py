"""The table of `docs/how-to/observing.md`: what each tool sees. The tests in this folder hold every cell of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

__all__ = ["COLUMNS", "TOOLS", "times_seen"]

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "observing.md"
# The columns of the table, and how the callers are called that have this transport.
COLUMNS: Final = {
    "`Edgegap`": ("sync",),
    "`AsyncEdgegap`": ("async",),
    '`backend="aiohttp"`': ("aiohttp",),
    "a client of httpx2": ("httpx2", "async httpx2"),
}
# How a cell begins, and how often the tool sees one request.
TIMES: Final = {"yes": 1, "no": 0, "twice": 2}
ROW: Final = re.compile(r"^\| \[(?P<tool>[\w-]+)\]\([^)]+\) \| (?P<cells>.+) \|$", re.MULTILINE)


def _read() -> dict[str, dict[str, int]]:
    text = PAGE.read_text("utf-8")
    assert f"| tool | {' | '.join(COLUMNS)} |" in text, f"{PAGE.name} has no such table"
    found: dict[str, dict[str, int]] = {}
    for row in ROW.finditer(text):
        cells = row["cells"].split(" | ")
        times = [TIMES[re.split(r"\W", cell)[0]] for cell in cells]
        found[row["tool"]] = {
            caller: seen for callers, seen in zip(COLUMNS.values(), times, strict=True) for caller in callers
        }
    return found


TOOLS: Final = _read()


def times_seen(tool: str, caller: str) -> int:
    """How often the tool sees one request of a caller, as the documentation says."""
    return TOOLS[tool][caller]
