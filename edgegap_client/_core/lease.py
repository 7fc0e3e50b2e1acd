"""Leases: the part of a shared rate limit that one process may use."""

from __future__ import annotations

from typing import Final, NamedTuple, Protocol

__all__ = ["STORE_TIMEOUT_SECONDS", "Lease", "Lessor", "Offer"]

# A call waits this long for the shared store, before it continues without it.
STORE_TIMEOUT_SECONDS: Final = 0.2


class Lease(NamedTuple):
    """The number of requests of this process that may count at the same time.

    Attributes:
        capacity: The number of requests.
        target: The lower capacity to reach, because other processes wait.
        total: The number of requests of all processes that may count. It is the upper limit of the capacity.
        valid_until: The end of the lease, by the monotonic clock.
        as_of: The time of the request to the store, by the monotonic clock; infinity without the store.
        next_free: The next time when another process may give up capacity, by the monotonic clock.
        share: The capacity for calls that would otherwise fail because the store has not responded yet.
        stretch: The factor for the seconds that a request counts. A share may be less than one request.
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
        """Whether the lease comes from the store. False for the own share of a process while the store fails."""
        return self.as_of != float("inf")

    def usable(self, now: float) -> int:
        """Return how many requests may count when the next one starts; 0 if the lease has expired."""
        return min(self.capacity, self.target) if now < self.valid_until else 0


class Offer(NamedTuple):
    """The report of a process to the store about one limit. The process observes it until it has a new lease.

    Attributes:
        held: The number of requests that count, or may start without a new lease.
        wants: The number of requests that it wants to start.
        frees_in: Seconds until the next request may stop counting; 0 if the process holds more than it uses.
        over_in: Seconds until no request counts, if the process ends now.
        pause: Seconds until the next request may start, because the server asked to wait.
    """

    held: int
    wants: int
    frees_in: float
    over_in: float
    pause: float


class Lessor(Protocol):
    """Gets leases for a limit; see `_runtime.redis_limits`."""

    def ask(self) -> None:
        """Request a new lease in the background. Any thread, event loop or signal handler may call this."""
        ...

    def is_working(self) -> bool:
        """Whether it still gets leases; False in a forked child."""
        ...
