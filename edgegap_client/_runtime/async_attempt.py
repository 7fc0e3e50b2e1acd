"""Call a caller's probe, which may take long. `sync_attempt` is its counterpart for threads."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from inspect import isawaitable
from typing import Any, TypeAlias, TypeVar

from .async_signal import AsyncSignal

__all__ = ["AsyncProbe", "attempt"]

T = TypeVar("T")

AsyncProbe: TypeAlias = Callable[[T], Awaitable[bool]]


async def attempt(
    probe: AsyncProbe[T], argument: T, deadline: float, signal: AsyncSignal, is_over: Callable[[], bool]
) -> Any:
    """Call a probe, and cancel it when its result is no longer needed.

    Args:
        probe: The probe to call.
        argument: Its argument.
        deadline: The latest time to cancel it, by the monotonic clock.
        signal: Wakes this task. It may be set for other reasons, too.
        is_over: Returns whether the result is no longer needed.

    Returns:
        The result; False if the probe was cancelled here.

    Raises:
        TypeError: The probe is not an async function.
    """
    awaitable: object = probe(argument)
    if not isawaitable(awaitable):
        raise TypeError(f"accepts must be an async function for AsyncEdgegap, but returned {awaitable!r}")
    work: asyncio.Future[Any] = asyncio.ensure_future(awaitable)
    try:
        while not (work.done() or is_over()) and (left := deadline - time.monotonic()) > 0:
            woken = asyncio.ensure_future(signal.wait(left))
            try:
                await asyncio.wait((work, woken), return_when=asyncio.FIRST_COMPLETED)
            finally:
                woken.cancel()
        return work.result() if work.done() else False
    finally:
        work.cancel()
