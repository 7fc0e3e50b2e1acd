"""The documented rate limits, which the client enforces itself so that the server need not.

The limits come from the specification (`x-edgegap-rate-limit`). Edgegap counts per organisation, so all clients of a
process with the same token share them, the synchronous and the async client alike.
"""

from __future__ import annotations

import hashlib
import os
import time
from bisect import bisect_left
from collections.abc import Callable
from itertools import count
from typing import Any, Final, NamedTuple, Protocol, TypeVar, cast
from weakref import ref

from .._atomic import Atomic
from .operation import Operation
from .redaction import Secret

# The server counts the requests of a sliding second.
WINDOW_SECONDS: Final = 1.0
# A request without a response is assumed to have arrived this long after its start.
ARRIVES_WITHIN_SECONDS: Final = 0.5
# A waiter that should have looked again this long ago is passed over, until it does.
OVERDUE_SECONDS: Final = 1.0
# After a 429 the pace is slowed by this factor. It recovers a little with every request.
SLOW_DOWN: Final = 1.5
RECOVERY_FACTOR: Final = 0.98
MAX_SLOWNESS: Final = 8.0
# One odd response must not stop an operation of the whole process for hours.
MAX_PAUSE_SECONDS: Final = 60.0

_numbers: Final = count()


PartT = TypeVar("PartT")


class Wakeup(Protocol):
    """What a waiter sleeps on; see `_runtime`."""

    def set(self) -> bool:
        """Wake the waiter. False if that is impossible, because its event loop is closed."""
        ...


class Slot:
    """The right to send one request: first waited for, in the order of arrival, then counted.

    It owns its mutable state, which `Limit` changes: when the waiter looks again at the latest, and until when the
    request counts. Only a weak reference is kept to the wakeup, so that an abandoned waiter is recognised.

    Args:
        wakeup: What the waiter sleeps on while `Limit.take` asks it to wait.
    """

    __slots__ = ("_due", "_number", "_pid", "_seconds", "_until", "_wakeup")

    def __init__(self, wakeup: Wakeup) -> None:
        self._wakeup = ref(wakeup)
        self._number = next(_numbers)
        self._pid = os.getpid()
        self._due = 0.0
        self._seconds = 0.0
        self._until = 0.0

    def response_arrived(self) -> None:
        """Note that the response is here: the request has arrived by now, and counts for one window from now on."""
        self._until = min(self._until, time.monotonic() + self._seconds)

    def _is_lost(self, now: float) -> bool:
        """Whether the waiter is gone without having left, or is not able to start: nobody waits for it then."""
        # Threads of a parent process do not exist in a forked child.
        return self._due + OVERDUE_SECONDS < now or self._wakeup() is None or self._pid != os.getpid()

    def _wake(self, now: float) -> bool:
        """Wake the waiter if it sleeps; False if there is none."""
        wakeup = self._wakeup()
        if wakeup is None or self._is_lost(now):
            return False
        if self._due > now:
            self._due = now
            if not wakeup.set():
                self._due = 0.0  # lost
                return False
        return True


def _number_of(slot: Slot) -> int:
    return slot._number


class _State(NamedTuple):
    """The immutable state of a limit.

    Attributes:
        waiting: The slots that are waited for, by age.
        counted: The slots of started requests. Some may count no more.
        not_before: When the next request may start, by the monotonic clock: the server asked to wait until then.
        slowness: What the seconds for which a request counts are multiplied with.
        slowed_at: When the server last responded with 429.
    """

    waiting: tuple[Slot, ...] = ()
    counted: tuple[Slot, ...] = ()
    not_before: float = 0.0
    slowness: float = 1.0
    slowed_at: float = 0.0


class Limit:
    """The rate limit of one operation: a queue of waiters, and the requests that count.

    A request counts from its start until one second after its response, or until 1.5 s after its start while there is
    no response. The server received it within that time, so no second at the server holds more than `rate` requests.
    Fewer than `rate` requests count when the next one starts, and the waiters start in the order of their arrival.

    Nobody has a slot in advance. A waiter sleeps for the time that `take` estimates, then looks again. Whoever starts
    or leaves wakes those who may start, and the head. A wake-up that is lost therefore costs the estimate, and no more.

    Threads and event loops share it. There is no lock (see `Atomic`), so it stays usable when a signal handler raises
    at any moment, and the handler may use it as well.

    Args:
        rate: Requests a second, at least 1.
    """

    __slots__ = ("__weakref__", "_state", "rate")

    def __init__(self, rate: float) -> None:
        self.rate = max(1, int(rate))
        self._state = Atomic(_State())

    def take(self, slot: Slot, max_wait: float) -> float:
        """Take the slot and start the request, or wait in the queue.

        Args:
            slot: The slot, new or waited for.
            max_wait: Seconds that the caller may wait.

        Returns:
            0 if the request starts now. Otherwise the seconds after which to call again, or earlier when woken. If they
            are more than `max_wait`, the slot is not put into the queue.
        """
        now = time.monotonic()
        wait, has_moved = self._state.update(lambda state: self._taken(state, slot, max_wait, now))
        if has_moved:
            self._wake_waiters()
        return wait

    def _taken(self, state: _State, slot: Slot, max_wait: float, now: float) -> tuple[_State, tuple[float, bool]]:
        """The next state; the seconds to wait, and whether the queue has another head."""
        waiting, counted, not_before, slowness, slowed_at = state
        while waiting and waiting[0] is not slot and waiting[0]._is_lost(now):
            waiting = waiting[1:]
        has_moved = waiting is not state.waiting
        place = bisect_left(waiting, slot._number, key=_number_of)
        is_waiting = place < len(waiting) and waiting[place] is slot
        seconds = WINDOW_SECONDS * slowness
        if len(counted) + place >= self.rate:
            counted = tuple(each for each in counted if each._until > now)
        if now >= not_before and len(counted) + place < self.rate:
            # Set before others see the slot among those that count.
            slot._seconds = seconds
            slot._until = now + ARRIVES_WITHIN_SECONDS + seconds
            waiting = waiting[:place] + waiting[place + is_waiting :]
            slowness = max(1.0, slowness * RECOVERY_FACTOR)
            return _State(waiting, (*counted, slot), not_before, slowness, slowed_at), (0.0, True)
        wait = max(not_before, self._estimate(counted, place, seconds, now)) - now
        if wait <= max_wait:
            slot._due = now + wait
            if not is_waiting:
                waiting = (*waiting[:place], slot, *waiting[place:])
        if waiting is not state.waiting:
            state = _State(waiting, counted, not_before, slowness, slowed_at)
        return state, (wait, has_moved)

    def _estimate(self, counted: tuple[Slot, ...], place: int, seconds: float, now: float) -> float:
        """The earliest moment at which the waiter in this place of the queue may start.

        A request without a response may have its response now, and then counts for `seconds` more.
        """
        ends = sorted(min(each._until, now + each._seconds) for each in counted)
        free_at = [now] * (self.rate - len(ends)) + ends
        windows, index = divmod(place, self.rate)
        return free_at[index] + windows * seconds

    def give_back(self, slot: Slot) -> None:
        """Give the slot back, as its request will not be sent: leave the queue, and do not count. Safe to repeat."""

        def without(state: _State) -> tuple[_State, bool]:
            place = bisect_left(state.waiting, slot._number, key=_number_of)
            if place < len(state.waiting) and state.waiting[place] is slot:
                return state._replace(waiting=state.waiting[:place] + state.waiting[place + 1 :]), place == 0
            if slot in state.counted:
                return state._replace(counted=tuple(each for each in state.counted if each is not slot)), True
            return state, False

        if self._state.update(without):
            self._wake_waiters()

    def _wake_waiters(self) -> None:
        """Wake as many waiters as may start now. The first is woken in any case: it looks when it may."""
        waiting, counted, *_ = self._state.get()
        if waiting:
            now = time.monotonic()
            free = max(1, self.rate - sum(each._until > now for each in counted))
            for slot in waiting:
                free -= slot._wake(now)
                if free == 0:
                    return

    def slow_down(self, seconds: float) -> None:
        """The server responded with 429 all the same: start nothing for `seconds`, at most 60, then slow the pace."""
        now = time.monotonic()
        until = now + min(seconds, MAX_PAUSE_SECONDS)

        def slowed(state: _State) -> tuple[_State, None]:
            slowness = min(MAX_SLOWNESS, state.slowness * SLOW_DOWN)
            not_before = max(state.not_before, until)
            return _State(state.waiting, state.counted, not_before, slowness, now), None

        self._state.update(slowed)

    def slowed_since(self, moment: float) -> bool:
        """Whether the server has responded with 429 after `moment`."""
        return self._state.get().slowed_at >= moment

    def is_paused(self) -> bool:
        """Whether nothing starts because the server asked to wait."""
        return self._state.get().not_before > time.monotonic()


class Limits:
    """The limits of one organisation in this process; all its clients share them, see `limits_of`."""

    def __init__(self, organisation: str) -> None:
        self.organisation = organisation
        self._by_operation: dict[str, Limit] = {}
        # What else all clients of the organisation in this process share, by its class.
        self.shared: dict[type, Any] = {}

    def of(self, operation: Operation) -> Limit:
        """The limit of an operation, or of the group of operations that share one."""
        key = operation.rate_group or operation.id
        limit = self._by_operation.get(key)
        # Of several threads that are here at once all get the same.
        return limit or self._by_operation.setdefault(key, Limit(operation.rate_limit or 0.0))


# Limits live as long as a client that uses them.
_shared: Final[Atomic[dict[str, ref[Limits]]]] = Atomic({})


def limits_of(token: Secret[str], base_url: str) -> Limits:
    """The limits of the organisation that a token belongs to, of which there is one object in a process.

    A copy of this package under another name (see `edgegap_client.vendor`) has limits of its own.

    Args:
        token: The organisation's API token.
        base_url: The service's.
    """
    # The registry outlives the client, so it has a digest instead of the token.
    organisation = hashlib.sha256(f"{base_url} token {token.reveal()}".encode()).hexdigest()[:32]
    made = Limits(organisation)

    def registered(known: dict[str, ref[Limits]]) -> tuple[dict[str, ref[Limits]], Limits]:
        limits = known[organisation]() if organisation in known else None
        if limits is not None:
            return known, limits
        living = {key: limits for key, limits in known.items() if limits() is not None}
        return {**living, organisation: ref(made)}, made

    return _shared.update(registered)


class Organisation:
    """Whose rate limits a client counts in; its copies of `with_options` share this object.

    A token that is passed as text names the organisation. Of a callable's tokens the first does: the organisation stays
    the same when its token is rotated, and so do its limits.

    Args:
        base_url: The service's.
        token: The token, None if a callable will give it.

    Attributes:
        refuses_tags: Whether the service has refused to delete a tag of a deployment.
        warned_of: The app versions whose `max_duration` the log has warned of.
    """

    def __init__(self, base_url: str, token: Secret[str] | None) -> None:
        self._base_url = base_url
        self._is_named_by_callable = token is None
        self.refuses_tags = False
        self.warned_of: set[tuple[str, str]] = set()
        # At most one entry: of several threads with a first token, one is first.
        self._limits: dict[None, Limits] = {}
        if token is not None:
            self.named_by(token)

    @property
    def key(self) -> object:
        """The same for two clients only if both are of one organisation."""
        return self if self._is_named_by_callable else self._known()

    @property
    def digest(self) -> str:
        """The organisation's name in a store that processes share."""
        return self._known().organisation

    @property
    def ledger_name(self) -> str:
        """The organisation's name in a ledger. With a callable as token it must not depend on the token."""
        return f"callable:{self._base_url}" if self._is_named_by_callable else self.digest

    def of(self, operation: Operation) -> Limit:
        """The organisation's limit of an operation."""
        return self._known().of(operation)

    def shared(self, kind: Callable[[], PartT]) -> PartT:
        """The one object of a class that all clients of the organisation in this process share."""
        shared = self._known().shared
        found: PartT = shared.get(cast("type", kind)) or shared.setdefault(cast("type", kind), kind())
        return found

    def named_by(self, token: Secret[str]) -> None:
        """The first token names the organisation."""
        if not self._limits:
            self._limits.setdefault(None, limits_of(token, self._base_url))

    def _known(self) -> Limits:
        assert self._limits, "a call is authorized before its rate limit is asked for"
        return self._limits[None]
