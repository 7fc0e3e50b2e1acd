"""The examples run, as a user would run them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from edgegap_client.sandbox import Sandbox

EXAMPLES = sorted(path.name for path in Path("examples").glob("*.py"))


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_runs_against_the_sandbox_and_leaves_nothing_behind(name: str) -> None:
    sandbox = Sandbox()
    with sandbox.serve() as base_url:
        finished = subprocess.run(
            [sys.executable, "-W", "error", f"examples/{name}"],
            env={**os.environ, "EDGEGAP_BASE_URL": base_url, "EDGEGAP_API_TOKEN": "an-organisation"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert finished.returncode == 0, finished.stderr
    assert finished.stderr == ""
    assert "an-organisation" not in finished.stdout
    kept = {record.operation_id for record in sandbox.requests if record.status < 300}
    assert {"create_application", "delete_application"} <= kept
