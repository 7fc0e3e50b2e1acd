"""Call functions of callers: hooks, and functions that return the token. `sync_callbacks` is its counterpart.

Each may be an ordinary function, or return an awaitable.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from inspect import isawaitable
from typing import Any, TypeVar

from .._core.redaction import Secret
from .._core.token_source import TokenProvider

__all__ = ["ask", "check_callable", "run_all", "run_to_end"]

T = TypeVar("T")


def check_callable(description: str, function: object) -> None:
    """Accept any function."""


async def run_all(functions: tuple[Callable[[T], object], ...], event: T) -> None:
    """Call the functions in their order."""
    for function in functions:
        result = function(event)
        if isawaitable(result):
            await result


async def run_to_end(functions: tuple[Callable[[T], object], ...], event: T) -> None:
    """Call the functions in reverse order, all of them even if one raises."""
    if functions:
        try:
            await run_all(functions[-1:], event)
        finally:
            await run_to_end(functions[:-1], event)


async def ask(provider: TokenProvider, seconds: float) -> Secret[Any]:
    """Return the result of the function that returns the token.

    Raises:
        TimeoutError: An awaitable took longer than `seconds`.
    """
    given = Secret[Any](provider.function())
    if isawaitable(given.reveal()):
        async with asyncio.timeout(seconds):
            given = Secret(await given.reveal())
    return given
