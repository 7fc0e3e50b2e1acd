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
from .ceiling import Ceiling
from .lease import STORE_TIMEOUT_SECONDS, Lease, Lessor, Offer
from .operation import Operation
from .redaction import Secret

# The server counts the requests of a sliding second.
WINDOW_SECONDS: Final = 1.0
# A request without a response is assumed to have arrived this long after its start.
ARRIVES_WITHIN_SECONDS: Final = 5.0
# A waiter for the capacity of another process looks so often at the most; it is woken when there is some.
MIN_LOOK_SECONDS: Final = 0.1
MIN_WAIT_SECONDS: Final = 0.005
# Pauses that processes report to each other grow on the way; less than this is no news.
SAME_PAUSE_SECONDS: Final = 0.05
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
        timeout: Seconds that it waits at the most for the store that processes share.

    Attributes:
        waits_for_store: Whether the wait is for the store. Only afterwards it is known how long the slot takes.
    """

    __slots__ = ("_asked_at", "_due", "_number", "_pid", "_seconds", "_timeout", "_until", "_wakeup", "waits_for_store")

    def __init__(self, wakeup: Wakeup, timeout: float = STORE_TIMEOUT_SECONDS) -> None:
        self._wakeup = ref(wakeup)
        self._timeout = timeout
        self._asked_at = 0.0
        self.waits_for_store = False
        self._number = next(_numbers)
        self._pid = os.getpid()
        self._due = 0.0
        self._seconds = 0.0
        self._until = 0.0

    def ended(self) -> None:
        """Note that the response is here, or that nobody waits for it any more and the connection is closed.

        The request has arrived by now or never will, and counts for one window from now on.
        """
        self._until = min(self._until, time.monotonic() + self._seconds)

    def _asks(self, lease: Lease | None, now: float) -> bool:
        """Whether the store has not yet responded to anything that was asked since this waiter came."""
        if lease is None:
            return False
        if not self._asked_at:
            self._asked_at = now
        return lease.as_of <= self._asked_at and now < self._asked_at + self._timeout

    def _has_no_response(self, lease: Lease, now: float) -> bool:
        """Whether this waiter has asked the store, and has waited for the response for long enough."""
        return 0 < self._asked_at <= now - self._timeout and lease.as_of <= self._asked_at

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
        lessor: What gets leases; None if this process has the limit for itself.
        lease: What it may use of the limit then.
    """

    waiting: tuple[Slot, ...] = ()
    counted: tuple[Slot, ...] = ()
    not_before: float = 0.0
    slowness: float = 1.0
    lessor: Lessor | None = None
    lease: Lease | None = None


class Limit:
    """The rate limit of one operation: a queue of waiters, and the requests that count.

    A request counts from its start until one second after its response. The server received it before it responded, so
    no second at the server holds more than `rate` requests. A request that is abandoned, or whose connection is lost,
    counts until one second after that; one without any response counts until 6 s after its start. Fewer than `rate`
    requests count when the next one starts, and the waiters start in the order of their arrival.

    Processes that share the limit lease parts of it: see `Lease`. Each keeps to its lease in the same way, so all
    together keep to the limit.

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
            are more than `max_wait`, the slot is not put into the queue, unless it waits for the store.
        """
        lessor = self.lessor
        if lessor is not None and not lessor.is_working():
            self.leased_no_more(lessor)
        now = time.monotonic()
        wait, has_moved, needs_lease = self._state.update(lambda state: self._taken(state, slot, max_wait, now))
        if has_moved:
            self._wake_waiters()
        if needs_lease:
            self._ask()
        return wait

    def _taken(self, state: _State, slot: Slot, max_wait: float, now: float) -> tuple[_State, tuple[float, bool, bool]]:
        """The next state; the seconds to wait, whether the queue has another head, and whether to ask for a lease."""
        waiting, counted, not_before, slowness, lessor, lease = state
        while waiting and waiting[0] is not slot and waiting[0]._is_lost(now):
            waiting = waiting[1:]
        has_moved = waiting is not state.waiting
        place = bisect_left(waiting, slot._number, key=_number_of)
        is_waiting = place < len(waiting) and waiting[place] is slot
        # Nobody has asked for a lease for a waiter that is new, or that looks late because its event loop stood still.
        is_new = not is_waiting or slot._is_lost(now)
        capacity = self.rate if lease is None else lease.usable(now)
        seconds = WINDOW_SECONDS * slowness * (1.0 if lease is None else lease.stretch)
        if len(counted) + place >= capacity:
            counted = tuple(each for each in counted if each._until > now)
        if lease is not None and not max_wait and slot._has_no_response(lease, now):
            capacity = max(capacity, lease.share)
        if now >= not_before and len(counted) + place < capacity:
            # Set before others see the slot among those that count.
            slot._seconds = seconds
            slot._until = now + ARRIVES_WITHIN_SECONDS + seconds
            waiting = waiting[:place] + waiting[place + is_waiting :]
            slowness = max(1.0, slowness * RECOVERY_FACTOR)
            return _State(waiting, (*counted, slot), not_before, slowness, lessor, lease), (0.0, True, False)
        wait = max(not_before, self._estimate(counted, lease, place, seconds, now)) - now
        slot.waits_for_store = not_before - now <= max_wait and slot._asks(lease, now)
        if slot.waits_for_store:
            wait = max(min(wait, slot._asked_at + slot._timeout - now), MIN_WAIT_SECONDS)
        if wait <= max_wait or slot.waits_for_store:
            slot._due = now + wait
            if not is_waiting:
                waiting = (*waiting[:place], slot, *waiting[place:])
        if waiting is not state.waiting:
            state = _State(waiting, counted, not_before, slowness, lessor, lease)
        needs_lease = lease is not None and lease.is_shared and (slot.waits_for_store or is_new)
        return state, (wait, has_moved, needs_lease)

    def _estimate(
        self, counted: tuple[Slot, ...], lease: Lease | None, place: int, seconds: float, now: float
    ) -> float:
        """The earliest moment at which the waiter in this place of the queue may start.

        A request without a response may have its response now, and then counts for `seconds` more.
        """
        ends = sorted(min(each._until, now + each._seconds) for each in counted)
        capacity = self.rate if lease is None else lease.usable(now)
        free_at = [now] * (capacity - len(ends)) + ends[max(0, len(ends) - capacity) :]
        if lease is not None and lease.total > capacity:
            # What other processes give up.
            elsewhere = max(lease.next_free, now + MIN_LOOK_SECONDS)
            free_at = sorted(free_at + [elsewhere] * (lease.total - capacity))
        windows, index = divmod(place, len(free_at))
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
        waiting, counted, *_, lease = self._state.get()
        if waiting:
            now = time.monotonic()
            capacity = self.rate if lease is None else lease.usable(now)
            free = max(1, capacity - sum(each._until > now for each in counted))
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
            return state._replace(not_before=not_before, slowness=slowness), None

        self._state.update(slowed)
        self._ask()

    def in_use(self) -> tuple[int, int]:
        """How many requests count now, and how many wait."""
        now = time.monotonic()
        waiting, counted, *_ = self._state.get()
        return sum(each._until > now for each in counted), sum(not each._is_lost(now) for each in waiting)

    def is_paused(self) -> bool:
        """Whether nothing starts because the server asked to wait."""
        return self._state.get().not_before > time.monotonic()

    # --- Leases

    @property
    def lessor(self) -> Lessor | None:
        """What gets leases; None if this process has the limit for itself."""
        return self._state.get().lessor

    def lease_from(self, lessor: Lessor, replicas: int = 1) -> None:
        """Start no more requests without a lease, as one of so many processes. Safe to repeat."""

        def changed(state: _State) -> tuple[_State, None]:
            if state.lessor is lessor:
                return state, None
            # What a parent process has started counts in the parent's lease.
            counted = tuple(each for each in state.counted if each._pid == os.getpid())
            return state._replace(
                counted=counted, lessor=lessor, lease=Lease(total=self.rate, share=self.share(replicas))
            ), None

        self._state.update(changed)

    def leased_no_more(self, lessor: Lessor) -> None:
        """Have the limit for this process alone again, unless somebody else gets leases meanwhile."""

        def changed(state: _State) -> tuple[_State, None]:
            return (state._replace(lessor=None, lease=None) if state.lessor is lessor else state), None

        self._state.update(changed)
        self._wake_all()

    def _ask(self) -> None:
        lessor = self.lessor
        if lessor is not None:
            lessor.ask()

    def offer(self) -> Offer:
        """Give up what this process does not use or should not keep, and return what it keeps and wants."""
        now = time.monotonic()

        def offered(state: _State) -> tuple[_State, Offer]:
            counted = tuple(each for each in state.counted if each._until > now)
            lease = state.lease or Lease()
            wants = min(self.rate, len(counted) + sum(not each._is_lost(now) for each in state.waiting))
            held = max(len(counted), min(lease.usable(now), wants))
            ends = [min(each._until, now + each._seconds) - now for each in counted]
            frees_in = 0.0 if held > len(counted) else min(ends, default=0.0)
            state = state._replace(counted=counted, lease=state.lease and lease._replace(capacity=held))
            return state, Offer(held, wants, frees_in, max(ends, default=0.0), max(0.0, state.not_before - now))

        return self._state.update(offered)

    def leased(self, lease: Lease, pause: float = 0.0) -> None:
        """Go on with another lease, and start nothing for the seconds of `pause`."""
        until = time.monotonic() + min(pause, MAX_PAUSE_SECONDS)

        def changed(state: _State) -> tuple[_State, None]:
            if state.lessor is None:
                return state, None
            is_news = pause > 0 and until > state.not_before + SAME_PAUSE_SECONDS
            return state._replace(lease=lease, not_before=until if is_news else state.not_before), None

        self._state.update(changed)
        self._wake_all()

    def _wake_all(self) -> None:
        """Wake the waiters that may start, and those that may have to give up."""
        self._wake_waiters()
        now = time.monotonic()
        for slot in self._state.get().waiting:
            if slot.waits_for_store:
                slot._wake(now)

    def share(self, replicas: int) -> int:
        """How many requests of one of so many processes may count, at least 1."""
        return max(1, self.rate // replicas)

    def alone(self, replicas: int, *, settles: bool = False) -> None:
        """Go on with the share of one of so many processes, without the store.

        Args:
            replicas: The number of processes.
            settles: Whether the requests that others have started with their leases may still count. A process that is
                busy keeps to its lease then, if that is less.
        """
        capacity, never = self.share(replicas), float("inf")
        state = self._state.get()
        is_busy = state.lease is not None and (
            state.lease.capacity > 0 or any(not each.waits_for_store for each in state.waiting)
        )
        if settles and is_busy and state.lease is not None:
            capacity = min(capacity, max(1, state.lease.capacity))
        self.leased(Lease(capacity, capacity, capacity, never, never, stretch=max(1.0, replicas / self.rate)))


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
        self._ceiling = Ceiling()
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
        """The name in a ledger and for news, which must not depend on the token if that is a callable."""
        return f"callable:{self._base_url}" if self._is_named_by_callable else self.digest

    def of(self, operation: Operation) -> Limit:
        """The organisation's limit of an operation."""
        return self._known().of(operation)

    def shared(self, kind: Callable[[], PartT]) -> PartT:
        """The one object of a class that all clients of the organisation in this process share."""
        shared = self._known().shared
        found: PartT = shared.get(cast("type", kind)) or shared.setdefault(cast("type", kind), kind())
        return found

    @property
    def is_known(self) -> bool:
        """Whether it has a name. With a callable as token it has one from the first call on."""
        return bool(self._limits)

    @property
    def ceiling(self) -> Ceiling:
        """What counts for `max_active` besides the list. With a callable as token, each client has its own."""
        return self._ceiling if self._is_named_by_callable else self.shared(Ceiling)

    def named_by(self, token: Secret[str]) -> None:
        """The first token names the organisation."""
        if not self._limits:
            self._limits.setdefault(None, limits_of(token, self._base_url))

    def _known(self) -> Limits:
        assert self._limits, "a call is authorized before its rate limit is asked for"
        return self._limits[None]
