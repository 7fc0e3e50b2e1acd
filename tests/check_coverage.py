"""Fail if a report of coverage has too few lines or too few branches: coverage itself has one limit for both together.

python tests/check_coverage.py build/coverage.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

# Percent. The goal for branches is 95.
LINES: Final = 97.0
BRANCHES: Final = 95.0


def main(path: str) -> int:
    """The exit code: 1 if one of the two is too low."""
    totals: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))["totals"]
    lines = 100 * totals["covered_lines"] / totals["num_statements"]
    branches = 100 * totals["covered_branches"] / totals["num_branches"]
    print(f"lines {lines:.2f} % (at least {LINES} %), branches {branches:.2f} % (at least {BRANCHES} %)")
    return int(lines < LINES or branches < BRANCHES)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
