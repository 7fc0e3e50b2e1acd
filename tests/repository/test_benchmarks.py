"""The benchmarks run and tell what they saw. What they see is no test: timing belongs to `make bench`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(("group", "figures"), [("coding", 2), ("frames", 1), ("clients", 2)])
def test_a_group_of_figures_is_measured_and_written_down(group: str, figures: int, tmp_path: Path) -> None:
    results = tmp_path / "results.json"
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick", "--only", group, "--results", str(results)],
        cwd=ROOT,
        env={**os.environ, "EDGEGAP_BACKEND": "httpx"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(results.read_text())
    assert len(found["figures"]) == figures
    assert all(figure["name"] in done.stdout for figure in found["figures"])
    assert found["machine"]["cores"]
    assert found["machine"]["packages"]["httpx"]


def test_the_benchmarks_stay_out_of_the_wheel() -> None:
    assert not list((ROOT / "edgegap_client").rglob("*bench*"))
