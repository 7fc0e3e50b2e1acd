"""Call a caller's probe. `async_attempt` is its counterpart for tasks."""

from __future__ import annotations

from collections.abc import Callable
from inspect import isawaitable, iscoroutine
from typing import Any, TypeAlias, TypeVar

from .sync_signal import Signal

__all__ = ["Probe", "attempt"]

T = TypeVar("T")

Probe: TypeAlias = Callable[[T], bool]


def attempt(probe: Probe[T], argument: T, deadline: float, signal: Signal, is_over: Callable[[], bool]) -> Any:
    """Call a probe. A thread cannot be cancelled, so the probe has its own timeout.

    Raises:
        TypeError: The probe is an async function.
    """
    result: Any = probe(argument)
    if isawaitable(result):
        if iscoroutine(result):
            result.close()
        raise TypeError("accepts must be an ordinary function for Edgegap: an async function needs AsyncEdgegap")
    return result
