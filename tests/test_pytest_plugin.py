"""What the pytest plugin costs a run that does not use it."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

PLUGIN = "edgegap_client.sandbox.pytest_plugin"
REPORT = """
import sys

def test_report():
    print(*sys.modules, sep="\\n")
"""


def modules_of_a_run(folder: Path, *options: str) -> set[str]:
    """What a run of pytest has imported when its only test runs."""
    (folder / "test_report.py").write_text(REPORT, "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", *options, "test_report.py"]
    environment = {
        **os.environ,
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTHONPATH": str(Path(__file__).resolve().parent.parent),
    }
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    return {line for line in ran.stdout.splitlines() if line and " " not in line}


def test_a_run_that_does_not_use_the_plugin_imports_four_small_modules_for_it(tmp_path: Path) -> None:
    """They take 1 to 2 ms. The client alone would take 100 ms, most of it for httpx."""
    without = modules_of_a_run(tmp_path)
    assert "pytest" in without
    added = modules_of_a_run(tmp_path, "-p", PLUGIN) - without
    assert added == {"edgegap_client", "edgegap_client._version", "edgegap_client.sandbox", PLUGIN}


def test_pytest_loads_that_plugin() -> None:
    loaded = {entry.value for entry in entry_points(group="pytest11") if entry.name == "edgegap"}
    assert loaded == {PLUGIN}
