"""Time in the sandbox: a clock that tests can move, and a schedule of timers."""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from attrs import define, field

# Cancelled timers stay in the heap until there are this many, and more than live ones.
STALE_TIMERS: Final = 1000


class RealTime:
    """Reads real time, even while time-machine or freezegun has frozen the time of a test.

    freezegun replaces functions of the module `time`, also in each module that has imported them. It does not replace
    functions in classes.
    """

    monotonic = staticmethod(time.monotonic)


class Clock:
    """A clock that tests can move. It stands still until it is advanced.

        clock = Clock()
        sandbox = Sandbox(now=clock)
        sandbox.advance(3600)

    Args:
        start: The start time. A time without a zone is in UTC. Default: now.
        ticking: Whether the clock also advances with real time, as the sandbox's default clock does. Neither a change
            of the computer's clock nor a tool that freezes the time of tests affects it.
    """

    def __init__(self, start: datetime | None = None, *, ticking: bool = False) -> None:
        self.ticking = ticking
        # A time, and the moment at which it was set. They are one object, because other threads read them.
        self._start = (as_utc(start) if start else datetime.now(UTC), RealTime.monotonic())

    def __call__(self) -> datetime:
        start, since = self._start
        return start + timedelta(seconds=RealTime.monotonic() - since) if self.ticking else start

    def advance(self, seconds: float) -> None:
        """Advance the clock. To run the timers at once as well, call `Sandbox.advance` instead."""
        if seconds < 0:
            raise ValueError("advance needs 0 seconds or more: use set to go back")
        self.set(self() + timedelta(seconds=seconds))

    def set(self, moment: datetime) -> None:
        """Set the clock to a time, which may be earlier."""
        self._start = (as_utc(moment), RealTime.monotonic())


def as_utc(moment: datetime) -> datetime:
    """Convert a time to UTC. A time without a zone is in UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


@define(eq=False)
class Timer:
    """A callback that is due at a moment, unless it is cancelled."""

    due: float
    action: Callable[[], Any] | None
    notable: bool


@define(eq=False)
class Schedule:
    """Timers, the earliest first. Timers of the same moment keep the order in which they were set.

    Times are seconds since 1970.
    """

    _heap: list[tuple[float, int, Timer]] = field(init=False, factory=list[tuple[float, int, Timer]])
    _count: int = field(init=False, default=0)
    _stale: int = field(init=False, default=0)
    notable: int = field(init=False, default=0)

    def __len__(self) -> int:
        return len(self._heap) - self._stale

    def at(self, due: float, action: Callable[[], Any], *, notable: bool = False) -> Timer:
        """Set a timer.

        A notable timer has an effect outside of the sandbox, so it runs in time even if no request comes.
        """
        timer = Timer(due, action, notable)
        self._count += 1
        self.notable += notable
        heapq.heappush(self._heap, (due, self._count, timer))
        return timer

    def make_notable(self, timer: Timer) -> None:
        if timer.action is not None and not timer.notable:
            timer.notable = True
            self.notable += 1

    def call_off(self, timer: Timer | None) -> None:
        if timer is None or timer.action is None:
            return
        timer.action = None
        self.notable -= timer.notable
        self._stale += 1
        if self._stale > STALE_TIMERS and self._stale > len(self):
            self._heap = [entry for entry in self._heap if entry[2].action]
            heapq.heapify(self._heap)
            self._stale = 0

    def clear(self) -> None:
        self._heap, self._stale, self.notable = [], 0, 0

    def pop(self, until: float) -> Timer | None:
        """Remove and return the earliest timer that is due by then."""
        while self._heap and self._heap[0][0] <= until:
            timer = heapq.heappop(self._heap)[2]
            if timer.action is None:
                self._stale -= 1
                continue
            self.notable -= timer.notable
            return timer
        return None

    def next_due(self) -> float | None:
        while self._heap and self._heap[0][2].action is None:
            heapq.heappop(self._heap)
            self._stale -= 1
        return self._heap[0][0] if self._heap else None
