"""Looking again and again, until Ctrl-C."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, TypeVar

import click

from ..errors import RateLimitedError, ServerError, TransportError
from .options import F
from .signals import Terminated, exit_of, signals

T = TypeVar("T")

# After these a live view goes on: the next look may succeed.
PASSING: Final = (RateLimitedError, ServerError, TransportError)


def watch_options(function: F) -> F:
    """`--watch` and `--interval`."""
    watch = click.option(
        "--watch",
        "-w",
        "watch",
        is_flag=True,
        help="Show it again until Ctrl-C. Without a terminal or with --json, show it once.",
    )
    return watch(interval_option(function))


def interval_option(function: F) -> F:
    """`--interval`: how long to wait between two looks."""
    return click.option(
        "--interval",
        type=click.FloatRange(min=0.1),
        default=3.0,
        show_default=True,
        metavar="SECONDS",
        help="The time between two polls.",
    )(function)


def watch(first: T, look: Callable[[], T], show: Callable[[T, str], object], interval: float) -> None:
    """Show what `look` gives until Ctrl-C, which is how it is meant to end.

    Args:
        first: What the first look gave.
        look: Looks again. After a failure that may pass, the last look is shown once more.
        show: Shows a look, and what was wrong with the last attempt, or nothing.
        interval: Seconds between two looks.
    """
    try:
        with signals(lambda: None) as interruptions:
            found, trouble = first, ""
            while True:
                with interruptions.held():  # nothing is raised within the library that draws
                    show(found, trouble)
                time.sleep(interval)
                try:
                    found, trouble = look(), ""
                except PASSING as error:
                    trouble = f"The last look failed: {error}"
    except KeyboardInterrupt:
        return
    except Terminated as interruption:
        raise exit_of(interruption) from None
