"""The options of all clients of the campaign, and how what takes seconds takes less."""

from __future__ import annotations

import logging
from collections.abc import Generator
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Final

import edgegap_client._async.matchmaker_backfill as async_backfill
import edgegap_client._async.matchmaker_search as async_search
import edgegap_client._async.open_block as async_block
import edgegap_client._core.matchmaker as core
import edgegap_client._sync.matchmaker_backfill as sync_backfill
import edgegap_client._sync.matchmaker_search as sync_search
import edgegap_client._sync.open_block as sync_block
from edgegap_client._core.retries import RetryPolicy
from edgegap_client.matchmaking import Tier

TIER: Final = Tier(create=200, read=2000, backfill=100)
# Of a call, and of the end of a block: long enough for a busy computer.
CALL_SECONDS: Final = 30.0
CLOSING_SECONDS: Final = 60.0


@contextmanager
def hurried() -> Generator[None]:
    """Let what takes seconds take less, and do not log each retry."""
    changes: dict[ModuleType, dict[str, float]] = {
        core: {"FIRST_INTERVAL_SECONDS": 0.1, "MAX_INTERVAL_SECONDS": 0.5},
        **{each: {"UNKNOWN_FOR_SECONDS": 1.0} for each in (async_search, sync_search)},
        **{each: {"BACK_OFF_SECONDS": 0.2} for each in (async_block, sync_block)},
        **{each: {"COALESCING_SECONDS": 0.05, "BACK_OFF_SECONDS": 0.2} for each in (async_backfill, sync_backfill)},
    }
    logger = logging.getLogger("edgegap_client")
    level = logger.level
    before = {module: {name: getattr(module, name) for name in values} for module, values in changes.items()}
    try:
        logger.setLevel(logging.CRITICAL)
        _change(changes)
        yield
    finally:
        logger.setLevel(level)
        _change(before)


def _change(changes: dict[ModuleType, dict[str, float]]) -> None:
    for module, values in changes.items():
        for name, value in values.items():
            setattr(module, name, value)


def calls() -> dict[str, Any]:
    """The options of all clients."""
    return {"timeout": CALL_SECONDS, "max_retries": RetryPolicy(2, first_delay=0.05)}


def options() -> dict[str, Any]:
    """The options of clients of a matchmaker."""
    return {"tier": TIER, **calls()}
