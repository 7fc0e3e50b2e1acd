"""Programs that some tests need. Without one, these tests are skipped by its name; `.ci/run` installs all of them."""

from __future__ import annotations

import os
import shutil

import pytest

# Debian installs servers into these, and only root has them on PATH.
_SYSTEM_FOLDERS = ("/usr/sbin", "/usr/local/sbin")


def installed(program: str) -> str | None:
    """The path of a program, or None if it is not installed."""
    return shutil.which(program, path=os.pathsep.join((os.environ.get("PATH", os.defpath), *_SYSTEM_FOLDERS)))


def needed(program: str) -> str:
    """The path of a program. If it is not installed, skip the test."""
    return installed(program) or pytest.skip(f"{program} is not installed")
