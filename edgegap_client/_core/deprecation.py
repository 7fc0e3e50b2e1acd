"""Warn about deprecated operations and fields: a `DeprecationWarning` once for each line of code that uses one."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING, Any, Final, TypeVar

from .public import PACKAGE

__all__ = ["deprecated", "warn_caller", "warn_deprecated"]

# Frames of these packages are between a coroutine in a task and the code that runs the event loop.
EVENT_LOOPS: Final = ("anyio", "asyncio", "concurrent", "threading", "uvloop")

if TYPE_CHECKING:
    from typing_extensions import deprecated as deprecated
else:
    FunctionT = TypeVar("FunctionT", bound=Callable[..., Any])

    def deprecated(message: str) -> Callable[[FunctionT], FunctionT]:
        """Mark a function as deprecated, for type checkers and editors. The warning comes from `warn_deprecated`."""

        def mark(function: FunctionT) -> FunctionT:
            function.__deprecated__ = message
            return function

        return mark


def warn_deprecated(what: str) -> None:
    """Warn the caller of this package that something is deprecated."""
    warn_caller(f"Edgegap has deprecated {what}: its documentation names what replaces it.", DeprecationWarning)


def warn_caller(message: str, category: type[Warning]) -> None:
    """Issue a warning for the line of code that called this package, over any number of frames."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and _is_between(str(frame.f_globals.get("__name__", ""))):
        frame = frame.f_back
    if frame is None:  # no calling line, for instance in a thread of an executor
        return
    # `warn` with a stack level would count the frames again. The registry limits the warning to once for each line.
    warnings.warn_explicit(
        message,
        category,
        frame.f_code.co_filename,
        frame.f_lineno,
        str(frame.f_globals.get("__name__", "")),
        frame.f_globals.setdefault("__warningregistry__", {}),
    )


def _is_between(module: str) -> bool:
    return module == PACKAGE or module.startswith(f"{PACKAGE}.") or module.split(".", 1)[0] in EVENT_LOOPS
