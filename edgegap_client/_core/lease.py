"""What a process may use of a rate limit that several processes share."""

from __future__ import annotations

from typing import Final, NamedTuple, Protocol

__all__ = ["STORE_TIMEOUT_SECONDS", "Lease", "Lessor", "Offer"]

# A call waits for so long for the store that processes share, before it goes on without.
STORE_TIMEOUT_SECONDS: Final = 0.2


class Lease(NamedTuple):
    """How many requests of this process may count at the same time.

    Attributes:
        capacity: So many requests.
        target: The capacity to come down to, as other processes wait.
        total: How many requests of all processes may count: what the capacity could become.
        valid_until: Until when it may be used, by the monotonic clock.
        as_of: When the store was asked for it, by the monotonic clock; infinity without the store.
        next_free: When another process may give up some of its capacity, by the monotonic clock.
        share: The capacity of calls that would fail because the store has not responded yet.
        stretch: What the seconds for which a request counts are multiplied with: a share may be less than one.
    """

    capacity: int = 0
    target: int = 0
    total: int = 0
    valid_until: float = 0.0
    as_of: float = float("-inf")
    next_free: float = 0.0
    share: int = 1
    stretch: float = 1.0

    @property
    def is_shared(self) -> bool:
        """Whether the store decides; False for a process's own share while the store fails."""
        return self.as_of != float("inf")

    def usable(self, now: float) -> int:
        """So many requests may count when the next one starts: none if the lease is out of date."""
        return min(self.capacity, self.target) if now < self.valid_until else 0


class Offer(NamedTuple):
    """What a process reports to the store about one limit. Until it has a new lease it keeps to this.

    Attributes:
        held: How many requests count or may start without a new lease.
        wants: How many it would start.
        frees_in: Seconds until a request may count no more; 0 if it holds more than it uses.
        over_in: Seconds until none counts any more, if the process ends now.
        pause: Seconds until the next request may start, because the server asked to wait.
    """

    held: int
    wants: int
    frees_in: float
    over_in: float
    pause: float


class Lessor(Protocol):
    """What gets leases for a limit; see `_runtime.redis_limits`."""

    def ask(self) -> None:
        """Get a new lease soon; may be called from any thread, event loop or signal handler."""
        ...

    def is_working(self) -> bool:
        """Whether it still gets leases. In a forked child it does not."""
        ...
