"""The benchmarks run and tell what they saw. What they see is no test: timing belongs to `make bench`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ..servers.ports import unused_port
from ..servers.programs import needed

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


def measured(module: str, *options: str) -> str:
    """What one of the scripts about replicas prints."""
    needed("redis-server")
    command = [sys.executable, "-m", f"benchmarks.{module}", "--port", str(unused_port()), *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_simulation_of_replicas_keeps_the_limits_and_shows_where_it_breaks() -> None:
    rows = [line.strip("| ").split(" | ") for line in measured("replicas", "--tiny").splitlines() if line[:1] == "|"]
    found = {name: values for name, *values in rows}
    one, each, broken = range(3)
    assert all(0 < int(most) <= 40 for most in found["create requests in a sliding second, maximum"])
    queues = [float(queue.partition(",")[0]) for queue in found["queue for create slots (mean, maximum)"]]
    assert max(queues[one], queues[each]) < 5 < queues[broken]
    for poller in (one, each):
        woken = float(found["from READY to wake-up, s (median, 99 %)"][poller].partition(",")[0])
        assert 0.05 < woken < 1
        assert float(found["list requests a second"][poller]) <= 10
        assert float(found["status reads a second"][poller]) <= 20
        assert 30 < float(found["waiting launches (mean)"][poller]) < 120  # 2 a second, which wait for 10 to 60 s
    parts = [name for name in found if name.startswith("- ")]
    for number, total in enumerate(found["Redis commands a second"]):
        assert abs(int(total) - sum(int(found[part][number]) for part in parts)) <= len(parts)


def test_the_commands_of_a_launch_are_counted() -> None:
    # The ledger has a heartbeat every 2 s: counted in a shorter time, it would be as many as the commands of a launch.
    options = ("--seconds", "4", "--launches", "10", "--singles", "1", "--ready-after", "0.1", "0.2")
    _, idle, *launches = measured("redis_commands", *options).splitlines()
    assert "replicas" in idle  # the heartbeats
    assert [line.partition("  ")[0] for line in launches] == [
        "a launch",
        "a launch with a key",
        "10 launches at once, each",
    ]
    assert all("ledger" in line and "limit" in line for line in launches)


def test_the_benchmarks_stay_out_of_the_wheel() -> None:
    assert not list((ROOT / "edgegap_client").rglob("*bench*"))
