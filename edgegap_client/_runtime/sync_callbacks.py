"""Call functions of callers: hooks, and functions that return the token. `async_callbacks` is its counterpart.

Nothing here can await, so an awaitable raises a `ConfigurationError`.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import isawaitable, iscoroutine, iscoroutinefunction
from typing import Any, TypeVar

from .._core.redaction import Secret
from .._core.token_source import TokenProvider
from ..errors import ConfigurationError

__all__ = ["ask", "check_callable", "run_all", "run_to_end"]

T = TypeVar("T")


def check_callable(description: str, function: object) -> None:
    """Check that this client can call a function.

    Raises:
        ConfigurationError: The function is an `async def` function.
    """
    if iscoroutinefunction(function) or iscoroutinefunction(getattr(function, "__call__", None)):  # noqa: B004
        raise _refusal(description)


def run_all(functions: tuple[Callable[[T], object], ...], event: T) -> None:
    """Call the functions in their order."""
    for function in functions:
        result = function(event)
        if isawaitable(result):
            _discard(result)
            raise _refusal("event_hooks")


def run_to_end(functions: tuple[Callable[[T], object], ...], event: T) -> None:
    """Call the functions in reverse order, all of them even if one raises."""
    if functions:
        try:
            run_all(functions[-1:], event)
        finally:
            run_to_end(functions[:-1], event)


def ask(provider: TokenProvider, seconds: float) -> Secret[Any]:
    """Return the result of the token function. A thread cannot be cancelled, so `seconds` is ignored."""
    return Secret(provider.function())


def _discard(awaitable: object) -> None:
    if iscoroutine(awaitable):
        awaitable.close()  # otherwise Python warns that it was never awaited


def _refusal(description: str) -> ConfigurationError:
    return ConfigurationError(
        f"Edgegap is the synchronous client and cannot await: pass an ordinary function in {description}, "
        "or use AsyncEdgegap."
    )
