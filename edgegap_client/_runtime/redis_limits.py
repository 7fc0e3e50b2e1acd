"""Shared rate limits of replicas: each process leases a part of each limit from Redis for its clients."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from functools import partial
from itertools import count
from typing import Any, Final
from weakref import ref

from .._core.lease import Lease, Offer
from .._core.rate_limiter import WINDOW_SECONDS, Limit
from .redis_scripts import RECOVERY_SECONDS, SHARE, TTL_SECONDS, WAITS_SECONDS
from .replicas import Part, Replicas, ReplicaThread

__all__ = ["share_limit"]

# The duration of a lease, and the interval of its renewals.
VALID_SECONDS: Final = 1.0
RENEWAL_SECONDS: Final = 0.25
# Requests of a process for the same limit within this time share a command.
BATCH_SECONDS: Final = 0.01
# After Redis has failed, requests that other processes have started with their leases may count for this long.
SETTLE_SECONDS: Final = VALID_SECONDS + WINDOW_SECONDS
# The minimum interval of requests for capacity that other processes give up, for each of the processes.
LOOK_SECONDS: Final = 0.02
LOOK_SECONDS_EACH: Final = 0.002


class _Shared:
    """One limit that processes share. The thread owns all its state except `is_asked`."""

    def __init__(self, thread: ReplicaThread, key: str, limit: Limit) -> None:
        self._thread = thread
        self.key = key
        self.rate = limit.rate
        # When no client uses the limit any more, the thread drops it, too.
        self.limit = ref(limit, lambda _: self.ask())
        self.is_asked = True
        self.asks = asyncio.Event()
        self.has_begun = False
        self.was_alone = False
        self.asked_at = 0.0

    def ask(self) -> None:
        # The thread does the two steps in the opposite order, so that one side always sees the change of the other.
        if not self.is_asked:
            self.is_asked = True
            self._thread.call(self.asks.set)

    def is_working(self) -> bool:
        return self._thread.is_working()


def share_limit(replicas: Replicas, key: str, limit: Limit) -> None:
    """Share a limit from now on. It may be repeated.

    Args:
        replicas: The replicas that share it.
        key: Its name, the same in all processes.
        limit: The limit of this process.
    """
    lessor = limit.lessor
    if lessor is None or not lessor.is_working():
        limits = replicas._part(_Limits)
        if limits is not None:
            limits.attach(key, limit)


class _Limits(Part):
    """The limits that this process shares with others."""

    def __init__(self, thread: ReplicaThread) -> None:
        super().__init__(thread)
        self._shared: dict[str, _Shared] = {}
        self._numbers = count(1)
        self._settling: asyncio.Task[None] | None = None

    # --- Called by other threads

    def attach(self, key: str, limit: Limit) -> None:
        """Share a limit; see `share_limit`."""
        key = f"{self.thread.prefix}:limit:{{{key}}}"
        shared = self._shared.get(key)
        if shared is None or shared.limit() is not limit:
            self._shared.pop(key, None)
            made = _Shared(self.thread, key, limit)
            shared = self._shared.setdefault(key, made)
            limit.lease_from(shared, self.thread.replicas)
            if shared is made:
                self.thread.call(partial(self._begin, shared))
        else:
            limit.lease_from(shared, self.thread.replicas)

    # --- Called in the thread

    @property
    def is_awaited(self) -> bool:
        return bool(self._shared)

    def started(self) -> None:
        for shared in list(self._shared.values()):
            self._begin(shared)

    def connected(self) -> None:
        if self._settling is not None:
            self._settling.cancel()
        for shared in list(self._shared.values()):
            shared.asks.set()

    def lost(self) -> None:
        self._go_on_alone(settles=True)
        self._settling = self.thread.go_on(self._settle())

    def report(self) -> dict[str, Any]:
        limits: dict[str, tuple[int, int, int]] = {}
        for key, shared in list(self._shared.items()):
            limit = shared.limit()
            if limit is not None:
                limits[key.partition("{")[2].rstrip("}")] = (limit.rate, *limit.in_use())
        return {"limits": limits}

    async def leave(self) -> None:
        """Return the slots, so that other processes get them as soon as no request of this process counts."""
        offers = [(shared, shared.limit()) for shared in list(self._shared.values())]
        work = [self._leave(shared, limit.offer()) for shared, limit in offers if limit is not None]
        await asyncio.gather(*work)

    async def _leave(self, shared: _Shared, offer: Offer) -> None:
        await self._share(shared, offer, offer.over_in)

    def ended(self) -> None:
        for shared in list(self._shared.values()):
            limit = shared.limit()
            if limit is not None:
                limit.leased_no_more(shared)

    async def _settle(self) -> None:
        await asyncio.sleep(SETTLE_SECONDS)
        self._go_on_alone()

    def _go_on_alone(self, *, settles: bool = False) -> None:
        for shared in list(self._shared.values()):
            limit = shared.limit()
            if limit is not None:
                shared.was_alone = True
                limit.alone(self.thread.replicas, settles=settles)

    # --- Leases

    def _begin(self, shared: _Shared) -> None:
        if not shared.has_begun:
            shared.has_begun = True
            limit = shared.limit()
            if self.thread.is_alone and limit is not None:
                shared.was_alone = True
                limit.alone(self.thread.replicas)
            self.thread.go_on(self._renew(shared))

    async def _renew(self, shared: _Shared) -> None:
        """Renew the lease of a limit on request, and before it expires."""
        seconds: float | None = 0.0
        while not self.thread.is_ending:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await shared.asks.wait()
            await asyncio.sleep(shared.asked_at + BATCH_SECONDS - time.monotonic())
            shared.asks.clear()
            shared.is_asked = False
            limit, seconds = shared.limit(), None
            if limit is None:
                if self._shared.get(shared.key) is shared:
                    del self._shared[shared.key]
                return
            if self.thread.client is not None:
                seconds = await self._renewed(shared, limit)
            del limit

    async def _renewed(self, shared: _Shared, limit: Limit) -> float | None:
        """Get one lease. Return the seconds until the next one is needed without a request; None if none is."""
        asked_at = shared.asked_at = time.monotonic()
        client, offer = self.thread.client, limit.offer()
        try:
            response = await self._share(shared, offer)
            capacity, target, replicas = (int(number) for number in response[:3])
            next_free, pause = (float(number) for number in response[3:])
        except Exception as error:
            if self.thread.client is client:
                self.thread.lost(error)
            return None
        shared.was_alone = False
        self.thread.replicas = max(self.thread.replicas, replicas)
        needs_more = offer.wants > capacity
        gets_more = needs_more and capacity < target
        if not gets_more:
            next_free = WINDOW_SECONDS
        limit.leased(
            Lease(
                capacity,
                target,
                limit.rate,
                valid_until=asked_at + VALID_SECONDS,
                as_of=asked_at,
                next_free=time.monotonic() + next_free,
                share=limit.share(self.thread.replicas),
            ),
            pause,
        )
        if not offer.wants and not capacity:
            return None
        seconds = RENEWAL_SECONDS
        if gets_more:
            seconds = min(seconds, max(next_free, LOOK_SECONDS + LOOK_SECONDS_EACH * replicas))
        if capacity > target or not needs_more:
            seconds = min(seconds, max(offer.frees_in, LOOK_SECONDS))
        return seconds

    async def _share(self, shared: _Shared, offer: Offer, leaves_in: float = -1.0) -> Any:
        state = (self.thread.replica, next(self._numbers), shared.rate, offer.held, offer.wants)
        moments = (f"{offer.frees_in:.6f}", f"{offer.pause:.6f}")
        replicas = self.thread.replicas if shared.was_alone else 0
        rules = (TTL_SECONDS, WAITS_SECONDS, RECOVERY_SECONDS)
        return await self.thread.run(SHARE, [shared.key], *state, *moments, replicas, f"{leaves_in:.6f}", *rules)
