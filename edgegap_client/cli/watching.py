"""The options `--watch` and `--interval`, and the loop that shows a view until Ctrl-C."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, TypeVar

import click

from ..errors import RateLimitedError, ServerError, TransportError
from .options import F
from .signals import Terminated, exit_of, signals

T = TypeVar("T")

# After these errors a live view continues: the next read may succeed.
PASSING: Final = (RateLimitedError, ServerError, TransportError)


def watch_options(function: F) -> F:
    """Add the options `--watch` and `--interval`."""
    watch = click.option(
        "--watch",
        "-w",
        "watch",
        is_flag=True,
        help="Show it again until Ctrl-C. Without a terminal or with --json, show it once.",
    )
    return watch(interval_option(function))


def interval_option(function: F) -> F:
    """Add the option `--interval`, the time between two reads."""
    return click.option(
        "--interval",
        type=click.FloatRange(min=0.1),
        default=3.0,
        show_default=True,
        metavar="SECONDS",
        help="The time between two polls.",
    )(function)


def watch(first: T, look: Callable[[], T], show: Callable[[T, str], object], interval: float) -> None:
    """Show the result of `look` again and again, until Ctrl-C.

    Args:
        first: The first result.
        look: Reads again. After a temporary failure, the last result is shown once more.
        show: Shows a result, and the error of the last read if it failed.
        interval: Seconds between two reads.
    """
    try:
        with signals(lambda: None) as interruptions:
            found, trouble = first, ""
            while True:
                with interruptions.held():  # No signal raises an exception inside the library that draws.
                    show(found, trouble)
                time.sleep(interval)
                try:
                    found, trouble = look(), ""
                except PASSING as error:
                    trouble = f"The last read failed: {error}"
    except KeyboardInterrupt:
        return
    except Terminated as interruption:
        raise exit_of(interruption) from None
