"""The documented rate limits, which the client enforces itself, so that the server rarely responds with 429.

The limits come from the specification (`x-edgegap-rate-limit`). Edgegap counts per organisation. So all synchronous and
async clients of a process with the same token share the limits.
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

# The server counts requests in a sliding window of one second.
WINDOW_SECONDS: Final = 1.0
# The client assumes that a request without a response has arrived this long after its start.
ARRIVES_WITHIN_SECONDS: Final = 5.0
# A waiter for another process's capacity checks at most at this interval. It is woken when there is capacity.
MIN_LOOK_SECONDS: Final = 0.1
MIN_WAIT_SECONDS: Final = 0.005
# Processes report pauses to each other, and each report adds a delay. A smaller change than this is ignored.
SAME_PAUSE_SECONDS: Final = 0.05
# A waiter that is overdue by this time is skipped until it checks again.
OVERDUE_SECONDS: Final = 1.0
# A 429 slows the rate by this factor. The rate recovers a little with every request.
SLOW_DOWN: Final = 1.5
RECOVERY_FACTOR: Final = 0.98
MAX_SLOWNESS: Final = 8.0
# A single unusual `Retry-After` must not stop an operation of the whole process for hours.
MAX_PAUSE_SECONDS: Final = 60.0

_numbers: Final = count()


PartT = TypeVar("PartT")


class Wakeup(Protocol):
    """Wakes a waiter that sleeps; see `_runtime`."""

    def set(self) -> bool:
        """Wake the waiter. Return False if its event loop is closed, so that it cannot be woken."""
        ...


class Slot:
    """The right to send one request. It first waits in the order of arrival, and then counts.

    It owns its mutable state, which `Limit` changes: the time of the waiter's next check, and the time until which the
    request counts. It keeps only a weak reference to the wakeup, so that `Limit` can detect an abandoned waiter.

    Args:
        wakeup: Wakes the waiter while it sleeps after `Limit.take`.
        timeout: The maximum wait for the shared store, in seconds.

    Attributes:
        waits_for_store: Whether the waiter waits for the store. The wait for the slot is known only afterwards.
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
        """Note that the response has arrived, or that the request was abandoned and its connection is closed.

        By now the request has arrived or never will, so it counts for one more window.
        """
        self._until = min(self._until, time.monotonic() + self._seconds)

    def _asks(self, lease: Lease | None, now: float) -> bool:
        """Whether the store has not yet responded to any request since this waiter arrived."""
        if lease is None:
            return False
        if not self._asked_at:
            self._asked_at = now
        return lease.as_of <= self._asked_at and now < self._asked_at + self._timeout

    def _has_no_response(self, lease: Lease, now: float) -> bool:
        """Whether this waiter has asked the store, and its wait for the response has timed out."""
        return 0 < self._asked_at <= now - self._timeout and lease.as_of <= self._asked_at

    def _is_lost(self, now: float) -> bool:
        """Whether the waiter disappeared without leaving the queue, or cannot start. Other waiters do not wait for it
        then."""
        # Threads of a parent process do not exist in a forked child.
        return self._due + OVERDUE_SECONDS < now or self._wakeup() is None or self._pid != os.getpid()

    def _wake(self, now: float) -> bool:
        """Wake the waiter if it sleeps; return False if there is none."""
        wakeup = self._wakeup()
        if wakeup is None or self._is_lost(now):
            return False
        if self._due > now:
            self._due = now
            if not wakeup.set():
                self._due = 0.0  # the waiter has disappeared
                return False
        return True


def _number_of(slot: Slot) -> int:
    return slot._number


class _State(NamedTuple):
    """The immutable state of a limit.

    Attributes:
        waiting: The slots of the waiters, the oldest first.
        counted: The slots of started requests. Some may no longer count.
        not_before: The earliest start of the next request, by the monotonic clock: the server asked the client to wait.
        slowness: The factor for the seconds that a request counts.
        lessor: Gets leases; None if this process does not share the limit.
        lease: The part of the limit that this process may use.
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
    no second at the server contains more than `rate` requests. A request that is abandoned, or whose connection is
    lost, counts until one second after that. A request without any response counts until 6 s after its start. The next
    request starts when fewer than `rate` requests count. The waiters start in the order of their arrival.

    Processes that share the limit lease parts of it: see `Lease`. Each process observes its lease in the same way, so
    all processes together observe the limit.

    No waiter has a slot in advance. A waiter sleeps for the time that `take` estimates, and then checks again. A waiter
    that starts or leaves wakes the waiters that may start, and the head of the queue. So a lost wake-up costs at most
    the estimated time.

    This object owns its state, which threads and event loops share. It has no lock (see `Atomic`), so it stays usable
    if a signal handler raises at any moment, and the handler may use it, too.

    Args:
        rate: Requests per second, at least 1.
    """

    __slots__ = ("__weakref__", "_state", "rate")

    def __init__(self, rate: float) -> None:
        self.rate = max(1, int(rate))
        self._state = Atomic(_State())

    def take(self, slot: Slot, max_wait: float) -> float:
        """Take the slot and start the request, or wait in the queue.

        Args:
            slot: The slot: a new one, or one that already waits.
            max_wait: The maximum wait of the caller, in seconds.

        Returns:
            0 if the request starts now. Otherwise the seconds after which to call again, unless the waiter is woken
            earlier. If this is more than `max_wait`, the slot does not enter the queue, unless it waits for the store.
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
        """Return the next state, the wait in seconds, whether the queue has a new head, and whether to get a lease."""
        waiting, counted, not_before, slowness, lessor, lease = state
        while waiting and waiting[0] is not slot and waiting[0]._is_lost(now):
            waiting = waiting[1:]
        has_moved = waiting is not state.waiting
        place = bisect_left(waiting, slot._number, key=_number_of)
        is_waiting = place < len(waiting) and waiting[place] is slot
        # A new waiter, or one that checks late because its event loop was blocked, has not requested a lease yet.
        is_new = not is_waiting or slot._is_lost(now)
        capacity = self.rate if lease is None else lease.usable(now)
        seconds = WINDOW_SECONDS * slowness * (1.0 if lease is None else lease.stretch)
        if len(counted) + place >= capacity:
            counted = tuple(each for each in counted if each._until > now)
        if lease is not None and not max_wait and slot._has_no_response(lease, now):
            capacity = max(capacity, lease.share)
        if now >= not_before and len(counted) + place < capacity:
            # Set before other threads see the slot in `counted`.
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
        """Return the earliest moment at which the waiter in this place of the queue may start.

        A request without a response may receive it now, and then counts for `seconds` more.
        """
        ends = sorted(min(each._until, now + each._seconds) for each in counted)
        capacity = self.rate if lease is None else lease.usable(now)
        free_at = [now] * (capacity - len(ends)) + ends[max(0, len(ends) - capacity) :]
        if lease is not None and lease.total > capacity:
            # Capacity that other processes give up.
            elsewhere = max(lease.next_free, now + MIN_LOOK_SECONDS)
            free_at = sorted(free_at + [elsewhere] * (lease.total - capacity))
        windows, index = divmod(place, len(free_at))
        return free_at[index] + windows * seconds

    def give_back(self, slot: Slot) -> None:
        """Return the slot of a request that will not be sent: it leaves the queue and does not count. You may repeat
        this."""

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
        """Wake as many waiters as may start now, and always the first one, which computes its next check."""
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
        """Start nothing for `seconds`, at most 60, and then slow the rate, because the server responded with 429."""
        now = time.monotonic()
        until = now + min(seconds, MAX_PAUSE_SECONDS)

        def slowed(state: _State) -> tuple[_State, None]:
            slowness = min(MAX_SLOWNESS, state.slowness * SLOW_DOWN)
            not_before = max(state.not_before, until)
            return state._replace(not_before=not_before, slowness=slowness), None

        self._state.update(slowed)
        self._ask()

    def in_use(self) -> tuple[int, int]:
        """Return how many requests count now, and how many wait."""
        now = time.monotonic()
        waiting, counted, *_ = self._state.get()
        return sum(each._until > now for each in counted), sum(not each._is_lost(now) for each in waiting)

    def is_paused(self) -> bool:
        """Whether nothing starts because the server asked the client to wait."""
        return self._state.get().not_before > time.monotonic()

    # --- Leases

    @property
    def lessor(self) -> Lessor | None:
        """The object that gets leases; None if this process does not share the limit."""
        return self._state.get().lessor

    def lease_from(self, lessor: Lessor, replicas: int = 1) -> None:
        """Start no more requests without a lease, as one of `replicas` processes. You may repeat this."""

        def changed(state: _State) -> tuple[_State, None]:
            if state.lessor is lessor:
                return state, None
            # Requests that a parent process has started count in the parent's lease.
            counted = tuple(each for each in state.counted if each._pid == os.getpid())
            return state._replace(
                counted=counted, lessor=lessor, lease=Lease(total=self.rate, share=self.share(replicas))
            ), None

        self._state.update(changed)

    def leased_no_more(self, lessor: Lessor) -> None:
        """Stop sharing the limit, unless another object gets leases meanwhile."""

        def changed(state: _State) -> tuple[_State, None]:
            return (state._replace(lessor=None, lease=None) if state.lessor is lessor else state), None

        self._state.update(changed)
        self._wake_all()

    def _ask(self) -> None:
        lessor = self.lessor
        if lessor is not None:
            lessor.ask()

    def offer(self) -> Offer:
        """Give up capacity that this process does not use or should not keep. Return what it keeps and wants."""
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
        """Continue with a new lease, and start nothing for `pause` seconds."""
        until = time.monotonic() + min(pause, MAX_PAUSE_SECONDS)

        def changed(state: _State) -> tuple[_State, None]:
            if state.lessor is None:
                return state, None
            is_news = pause > 0 and until > state.not_before + SAME_PAUSE_SECONDS
            return state._replace(lease=lease, not_before=until if is_news else state.not_before), None

        self._state.update(changed)
        self._wake_all()

    def _wake_all(self) -> None:
        """Wake the waiters that may start, and the waiters that may have to give up."""
        self._wake_waiters()
        now = time.monotonic()
        for slot in self._state.get().waiting:
            if slot.waits_for_store:
                slot._wake(now)

    def share(self, replicas: int) -> int:
        """Return the share of one of `replicas` processes: how many of its requests may count, at least 1."""
        return max(1, self.rate // replicas)

    def alone(self, replicas: int, *, settles: bool = False) -> None:
        """Continue without the store, with the share of one of `replicas` processes.

        Args:
            replicas: The number of processes.
            settles: Whether requests that other processes have started with their leases may still count. Then a busy
                process observes its old lease, if that is smaller.
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
    """The limits of one organisation in this process. All its clients share them; see `limits_of`."""

    def __init__(self, organisation: str) -> None:
        self.organisation = organisation
        self._by_operation: dict[str, Limit] = {}
        # Other objects that all clients of the organisation in this process share, by class.
        self.shared: dict[type, Any] = {}

    def of(self, operation: Operation) -> Limit:
        """Return the limit of an operation, or of its group of operations."""
        key = operation.rate_group or operation.id
        limit = self._by_operation.get(key)
        # If several threads get here at once, all use the same object.
        return limit or self._by_operation.setdefault(key, Limit(operation.rate_limit or 0.0))


# Limits exist as long as a client uses them.
_shared: Final[Atomic[dict[str, ref[Limits]]]] = Atomic({})


def limits_of(token: Secret[str], base_url: str) -> Limits:
    """Return the limits of a token's organisation. A process has one object for each organisation.

    A vendored copy of this package (see `edgegap_client.vendor`) has its own limits.

    Args:
        token: The organisation's API token.
        base_url: The base URL of the service.
    """
    # The registry outlives the client, so it stores a digest instead of the token.
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
    """The organisation whose rate limits apply to a client. Copies from `with_options` share this object.

    A token that is passed as text identifies the organisation. If a function returns the tokens, its first token does.
    So the organisation and its limits stay the same when the token is rotated.

    Args:
        base_url: The base URL of the service.
        token: The token; None if a function returns it.

    Attributes:
        refuses_tags: Whether the service has refused to delete a tag of a deployment.
        warned_of: The app versions for which the log has a warning about `max_duration`.
    """

    def __init__(self, base_url: str, token: Secret[str] | None) -> None:
        self._base_url = base_url
        self._is_named_by_callable = token is None
        self._ceiling = Ceiling()
        self.refuses_tags = False
        self.warned_of: set[tuple[str, str]] = set()
        # At most one entry: if several threads have a first token, one of them wins.
        self._limits: dict[None, Limits] = {}
        if token is not None:
            self.named_by(token)

    @property
    def key(self) -> object:
        """A key that is equal for two clients only if they belong to the same organisation."""
        return self if self._is_named_by_callable else self._known()

    @property
    def digest(self) -> str:
        """The organisation's name in a shared store."""
        return self._known().organisation

    @property
    def ledger_name(self) -> str:
        """The name in a ledger and for webhook news. It must not depend on the token if a function returns it."""
        return f"callable:{self._base_url}" if self._is_named_by_callable else self.digest

    def of(self, operation: Operation) -> Limit:
        """Return the organisation's limit of an operation."""
        return self._known().of(operation)

    def shared(self, kind: Callable[[], PartT]) -> PartT:
        """Return the object of a class that all clients of the organisation in this process share."""
        shared = self._known().shared
        found: PartT = shared.get(cast("type", kind)) or shared.setdefault(cast("type", kind), kind())
        return found

    @property
    def is_known(self) -> bool:
        """Whether the organisation is known. If a function returns the token, it is known from the first call."""
        return bool(self._limits)

    @property
    def ceiling(self) -> Ceiling:
        """The ceiling for `max_active`. If a function returns the token, each client has its own."""
        return self._ceiling if self._is_named_by_callable else self.shared(Ceiling)

    def named_by(self, token: Secret[str]) -> None:
        """Identify the organisation by the first token."""
        if not self._limits:
            self._limits.setdefault(None, limits_of(token, self._base_url))

    def _known(self) -> Limits:
        assert self._limits, "a call is authorized before its rate limit is asked for"
        return self._limits[None]
