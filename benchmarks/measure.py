"""Measuring in pairs: subject and reference take turns in one process, and what counts is the ratio."""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final

from attrs import asdict, frozen

ROOT_CODE: Final = "import time; _start = time.process_time(); {code}; print(time.process_time() - _start)"


@frozen
class Figure:
    """One figure of the table.

    Attributes:
        name: What was measured.
        reference: What it is compared with; empty for an absolute figure.
        target: At most; None where none was set.
        value: What was seen: the median.
        low: The lower quartile.
        high: The upper quartile.
        unit: `x` for a ratio.
        note: What else is to be said.
    """

    name: str
    reference: str
    target: float | None
    value: float
    low: float
    high: float
    unit: str = "x"
    note: str = ""

    @property
    def is_met(self) -> bool | None:
        return None if self.target is None else self.value <= self.target

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "is_met": self.is_met}


def spread(values: list[float]) -> tuple[float, float, float]:
    """Median and quartiles."""
    if len(values) < 2:
        return values[0], values[0], values[0]
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return middle, low, high


def figure(
    name: str, reference: str, target: float | None, values: list[float], unit: str = "x", note: str = ""
) -> Figure:
    middle, low, high = spread(values)
    return Figure(name, reference, target, middle, low, high, unit, note)


def ratios(subject: Callable[[], float], reference: Callable[[], float], rounds: int) -> list[float]:
    """Of pairs measured one after the other, in changing order."""
    found: list[float] = []
    for number in range(rounds):
        if number % 2:
            ours, theirs = subject(), reference()
        else:
            theirs = reference()
            ours = subject()
        found.append(ours / theirs)
    return found


async def ratios_async(
    subject: Callable[[], Awaitable[float]], reference: Callable[[], Awaitable[float]], rounds: int
) -> list[float]:
    """The same for coroutines."""
    found: list[float] = []
    for number in range(rounds):
        if number % 2:
            ours, theirs = await subject(), await reference()
        else:
            theirs = await reference()
            ours = await subject()
        found.append(ours / theirs)
    return found


def process_seconds(code: str) -> float:
    """CPU seconds of some code in a fresh process, without the start of Python."""
    done = subprocess.run(
        [sys.executable, "-c", ROOT_CODE.format(code=code)], capture_output=True, text=True, check=True
    )
    return float(done.stdout.split()[-1])


def cpu(work: Callable[[], object], times: int) -> float:
    """CPU seconds of a loop over `work`."""
    gc.collect()
    started = time.process_time()
    for _ in range(times):
        work()
    return time.process_time() - started
