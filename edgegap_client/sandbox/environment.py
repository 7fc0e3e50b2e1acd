"""Environment variables that lead clients to a sandbox, for a while."""

from __future__ import annotations

import os
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Final

# Where the clients of a matchmaker and a server browser look.
SERVICE_VARIABLES: Final = (
    "EDGEGAP_MATCHMAKER_URL",
    "EDGEGAP_MATCHMAKER_TOKEN",
    "EDGEGAP_SB_URL",
    "EDGEGAP_SB_SERVER_TOKEN",
    "EDGEGAP_SB_CLIENT_TOKEN",
)


@contextmanager
def environment(variables: Mapping[str, str | None]) -> Generator[None]:
    """Set these environment variables, and unset those that are None, until the block ends."""
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
