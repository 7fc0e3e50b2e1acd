"""Environment variables with which clients reach a sandbox, for the length of a block."""

from __future__ import annotations

import os
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Final

# The clients of a matchmaker and a server browser read these variables.
SERVICE_VARIABLES: Final = (
    "EDGEGAP_MATCHMAKER_URL",
    "EDGEGAP_MATCHMAKER_TOKEN",
    "EDGEGAP_SB_URL",
    "EDGEGAP_SB_SERVER_TOKEN",
    "EDGEGAP_SB_CLIENT_TOKEN",
)


@contextmanager
def environment(variables: Mapping[str, str | None]) -> Generator[None]:
    """Set environment variables, and unset those whose value is None, until the block ends."""
    before = {name: os.environ.get(name) for name in variables}
    _set(variables)
    try:
        yield
    finally:
        _set(before)


def _set(variables: Mapping[str, str | None]) -> None:
    for name, value in variables.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
