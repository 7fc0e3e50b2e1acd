"""Documented rate limits, kept before the server has to complain.

The limits come from the specification (`x-edgegap-rate-limit`) and count per organisation, so all clients of a process
that use the same token share them, sync and async alike; with a Redis store, all processes do.

Each limit hands out slots: the n-th request may go when the (n - rate)-th is a second old. So bursts are not spread
out, and no window of a second ever holds more requests than allowed. A slot that is given back (its caller was
cancelled) goes to the next who asks.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import deque
from heapq import heappop, heappush
from typing import Final
from weakref import WeakValueDictionary

from ._operation import Operation

# Requests that leave a second apart can arrive a little closer together.
WINDOW: Final = 1.05
# After a 429 the pace is slowed by this factor, and recovers a little with every request.
SLOW_DOWN: Final = 1.5
RECOVER: Final = 0.98
SLOWEST: Final = 8.0
# One odd answer must not stop an operation of the whole process for hours.
LONGEST_PAUSE: Final = 60.0


class Limit:
    """The slots of one rate-limited operation. Safe to share between threads and event loops; never blocks.

    Attributes:
        rate: Requests a second.
    """

    def __init__(self, rate: float) -> None:
        self.rate = max(1, int(rate))
        self._taken: deque[float] = deque(maxlen=self.rate)
        self._returned: list[float] = []
        self._not_before = 0.0
        self._slowness = 1.0
        self._slowed_at = 0.0
        self._lock = threading.Lock()

    def take(self, longest: float, now: float | None = None) -> float:
        """Take the next slot, unless it is more than `longest` seconds away.

        Returns:
            Seconds until the slot. More than `longest` means that none was taken.
        """
        with self._lock:
            now = time.monotonic() if now is None else now
            while self._returned and self._returned[0] < max(now, self._not_before):
                heappop(self._returned)
            if self._returned:  # a new slot would be later than any of these
                slot = self._returned[0]
                return (heappop(self._returned) if slot - now <= longest else slot) - now
            slot = max(now, self._not_before)
            if self._taken:
                # Never before the last one: when the pace recovers, the next must not overtake who waits already.
                slot = max(slot, self._taken[-1])
            if len(self._taken) == self.rate:
                slot = max(slot, self._taken[0] + WINDOW * self._slowness)
            if slot - now <= longest:
                self._taken.append(slot)
                self._slowness = max(1.0, self._slowness * RECOVER)
            return slot - now

    def give_back(self, slot: float) -> None:
        """Return a slot (a time of the monotonic clock) that will not be used."""
        with self._lock:
            heappush(self._returned, slot)

    def slow_down(self, seconds: float) -> None:
        """The server answered 429 all the same: nothing for `seconds`, then more slowly for a while."""
        seconds = min(seconds, LONGEST_PAUSE)
        with self._lock:
            self._not_before = max(self._not_before, time.monotonic() + seconds)
            self._slowness = min(SLOWEST, self._slowness * SLOW_DOWN)
            self._slowed_at = time.monotonic()

    def slowed_since(self, moment: float) -> bool:
        """Whether the server has answered 429 after `moment`, so that slots taken before are too early."""
        return self._slowed_at >= moment


_shared: WeakValueDictionary[tuple[str, str], Limit] = WeakValueDictionary()
_shared_lock = threading.Lock()


class Limits:
    """The limits of one organisation in this process, by operation."""

    def __init__(self, authorization: str, base_url: str) -> None:
        # Limits are kept under a digest: the token must not show in a registry that outlives its client.
        self.organisation = hashlib.sha256(f"{base_url} {authorization}".encode()).hexdigest()[:32]
        self._mine: dict[str, Limit] = {}

    def of(self, operation: Operation) -> Limit:
        """The limit of an operation, shared by all clients of this organisation."""
        found = self._mine.get(operation.id)
        if found is None:
            with _shared_lock:
                found = _shared.setdefault((self.organisation, operation.id), Limit(operation.rate_limit or 0.0))
            self._mine[operation.id] = found
        return found
