"""Runs of test files as users write them, with the plugin, in a pytest of their own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
PLUGIN: Final = "edgegap_client.sandbox.pytest_plugin"


def run_tests(
    folder: Path, files: Mapping[str, str], *plugins: str, environment: Mapping[str, str] | None = None
) -> tuple[int, str]:
    """Write the files, and run the tests in them.

    Args:
        folder: Where they are written.
        files: The text of each file, by its name without the ending.
        plugins: The modules of plugins beside that of this package.
        environment: Further environment variables.

    Returns:
        How many tests passed, and what pytest printed.

    Raises:
        AssertionError: A test failed, or none ran.
    """
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text, "utf-8")
    options = ["-q", "-p", "no:cacheprovider", *(f"-p{name}" for name in (PLUGIN, *plugins))]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "."],
        cwd=folder,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(ROOT), **(environment or {})},
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    passed = re.search(r"(\d+) passed", ran.stdout)
    return int(passed[1]) if passed else 0, ran.stdout
