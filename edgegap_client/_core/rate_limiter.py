"""Documented rate limits, kept before the server has to complain.

The limits come from the specification (`x-edgegap-rate-limit`) and count per organisation, so all clients of a process
that use the same token share them, sync and async alike; with a Redis store, all processes do.

Each limit hands out slots: the n-th request may go when the (n - rate)-th is a second old. So bursts are not spread
out, and no window of a second ever holds more requests than allowed. A slot that is given back (its caller was
cancelled) goes to the next who asks. Requests do not arrive when they leave, though: one that has its slot begins only
when fewer than `rate` others can have arrived within the last second (`Limit.begin`).
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import deque
from heapq import heappop, heappush
from typing import Final
from weakref import WeakValueDictionary

from .operation import Operation
from .redaction import Secret

SECOND: Final = 1.0
# Requests that leave a second apart can arrive a little closer together.
WINDOW: Final = 1.05
# A request that is not answered yet counts as arrived so many seconds after it began.
ARRIVED_AFTER: Final = 0.5
SHORTEST: Final = 0.001
# After a 429 the pace is slowed by this factor, and recovers a little with every request.
SLOW_DOWN: Final = 1.5
RECOVER: Final = 0.98
SLOWEST: Final = 8.0
# One odd answer must not stop an operation of the whole process for hours.
LONGEST_PAUSE: Final = 60.0


class Turn:
    """One request as the server counts it."""

    __slots__ = ("_until",)

    def __init__(self) -> None:
        self._until = 0.0

    def answered(self) -> None:
        """It has arrived by now."""
        self._until = min(self._until, time.monotonic() + SECOND)


class Limit:
    """The slots of one rate-limited operation. Safe to share between threads and event loops; never blocks.

    Attributes:
        rate: Requests a second.
    """

    def __init__(self, rate: float) -> None:
        self.rate = max(1, int(rate))
        self._taken: deque[float] = deque(maxlen=self.rate)
        self._returned: list[float] = []
        self._begun: list[Turn] = []
        self._waiting: deque[Turn] = deque()
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

    def begin(self, turn: Turn, now: float | None = None) -> float:
        """Send now, at one's slot, unless the server may yet count too many of those before.

        Returns:
            0, or the seconds after which to ask again.
        """
        with self._lock:
            now = time.monotonic() if now is None else now
            if len(self._begun) >= self.rate or self._waiting:
                self._begun = [each for each in self._begun if each._until > now]
                if turn not in self._waiting:
                    self._waiting.append(turn)
                # In the order of asking.
                ahead = self._waiting.index(turn)
                too_many = len(self._begun) + ahead - self.rate
                if too_many >= 0:
                    ends = sorted(each._until for each in self._begun)[: too_many + 1]
                    return max(SHORTEST, ends[-1] - now) if ends else SHORTEST
                if ahead:
                    return SHORTEST
                self._waiting.popleft()
            turn._until = now + ARRIVED_AFTER + SECOND
            self._begun.append(turn)
            return 0.0

    def leave(self, turn: Turn) -> None:
        """Who waited to begin will not."""
        with self._lock:
            if turn in self._waiting:
                self._waiting.remove(turn)

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

    def __init__(self, token: Secret[str], base_url: str) -> None:
        # Limits are kept under a digest: the token must not show in a registry that outlives its client.
        self.organisation = hashlib.sha256(f"{base_url} token {token.reveal()}".encode()).hexdigest()[:32]
        self._mine: dict[str, Limit] = {}

    def of(self, operation: Operation) -> Limit:
        """The limit of an operation, shared by all clients of this organisation."""
        found = self._mine.get(operation.id)
        if found is None:
            with _shared_lock:
                found = _shared.setdefault((self.organisation, operation.id), Limit(operation.rate_limit or 0.0))
            self._mine[operation.id] = found
        return found
