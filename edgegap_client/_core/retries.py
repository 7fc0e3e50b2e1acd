"""Whether a failed request is retried, and after which back-off.

A request that was certainly not carried out is retried, unless the failure would be the same. A request that may have
been carried out is retried only if its method is idempotent. Nothing is retried past the caller's deadline. The table
in docs/how-to/retries-and-limits.md is that of tests/retry_table.py; the tests send every cell of it over a socket.
"""

import random
from dataclasses import dataclass
from typing import Final

from ..errors import CertificateError, ConfigurationError, ConnectionFailed, EdgegapError, Outcome, TimedOut
from .public import public_in

# By HTTP's definition, twice is the same as once. PATCH is not among them: a rename fails the second time.
IDEMPOTENT: Final = frozenset(("GET", "HEAD", "PUT", "DELETE", "OPTIONS"))
# The server says that it did nothing: too many requests, or too early in the connection to trust.
NOT_PROCESSED: Final = frozenset((425, 429))
# Temporary failures of the server, or of a proxy before it; it may have acted all the same.
TEMPORARY: Final = frozenset((408, 425, 429, 500, 502, 503, 504, *range(520, 525)))


def may_retry(method: str, error: EdgegapError) -> bool:
    """Whether a retry does no harm and may succeed."""
    if isinstance(error, CertificateError):
        return False  # the certificate would be the same
    if isinstance(error, ConnectionFailed | TimedOut):
        return error.outcome is Outcome.NOT_SENT or method in IDEMPOTENT
    if error.status in NOT_PROCESSED:
        return True
    return error.status in TEMPORARY and method in IDEMPOTENT


@public_in("")
@dataclass(frozen=True)
class RetryPolicy:
    """How often to retry, and after which back-off.

    Attributes:
        max_retries: How many times a request is retried at the most; 0 for never.
        first_delay: The bound of the first delay, in seconds. Each further bound is twice the one before; the delay is
            drawn evenly between 0 and the bound (full jitter), so that clients that failed together do not return
            together.
        max_delay: No bound grows beyond this, in seconds. It does not cut what `Retry-After` asks for.
    """

    max_retries: int = 2
    first_delay: float = 0.5
    max_delay: float = 8.0

    def __post_init__(self) -> None:
        for value in (self.max_retries, self.first_delay, self.max_delay):
            if value < 0:
                raise ConfigurationError(f"retries and delays must not be negative, got {value}.")

    def delay(self, method: str, error: EdgegapError, attempt: int) -> float | None:
        """The back-off after attempt number `attempt` (from 1), in seconds; None for no retry."""
        if attempt > self.max_retries or not may_retry(method, error):
            return None
        asked: float | None = getattr(error, "retry_after", None)
        if asked is not None:
            return asked
        doublings = min(attempt - 1, 100)  # more would not fit a float
        return random.uniform(0, min(self.max_delay, self.first_delay * 2**doublings))  # noqa: S311
