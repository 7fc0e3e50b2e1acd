"""Whether a failed request is retried, and after which back-off.

A request that the server certainly did not carry out is retried, unless the failure would be the same. A request that
it may have carried out is retried only if the method is idempotent. Nothing is retried past the caller's deadline.
docs/how-to/retries-and-limits.md and tests/retry_table.py contain the same table; the tests send every cell of it over
a socket.
"""

import random
from dataclasses import dataclass
from typing import Final

from ..errors import CertificateError, ConfigurationError, ConnectionFailed, EdgegapError, Outcome, TimedOut
from .public import public_in

# HTTP defines these methods as idempotent. PATCH is not one of them: a rename fails the second time.
IDEMPOTENT: Final = frozenset(("GET", "HEAD", "PUT", "DELETE", "OPTIONS"))
# With these statuses the server says that it did nothing: too many requests, or too early in the connection.
NOT_PROCESSED: Final = frozenset((425, 429))
# These statuses are temporary failures of the server or of a proxy. The server may have acted anyway.
TEMPORARY: Final = frozenset((408, 425, 429, 500, 502, 503, 504, *range(520, 525)))


def may_retry(method: str, error: EdgegapError) -> bool:
    """Whether a retry is safe and may succeed."""
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
    """How often to retry a request, and with which back-off.

    Attributes:
        max_retries: The maximum number of retries of a request; 0 for none.
        first_delay: The upper bound of the first delay, in seconds. Each next bound is twice the previous one. The
            delay is a random number between 0 and the bound (full jitter), so that clients that failed together do not
            retry together.
        max_delay: The maximum of the bound, in seconds. It does not limit the delay of `Retry-After`.
    """

    max_retries: int = 2
    first_delay: float = 0.5
    max_delay: float = 8.0

    def __post_init__(self) -> None:
        for value in (self.max_retries, self.first_delay, self.max_delay):
            if value < 0:
                raise ConfigurationError(f"max_retries, first_delay and max_delay must not be negative, got {value}.")

    def delay(self, method: str, error: EdgegapError, attempt: int) -> float | None:
        """Return the back-off after attempt number `attempt` (from 1), in seconds; None for no retry."""
        if attempt > self.max_retries or not may_retry(method, error):
            return None
        asked: float | None = getattr(error, "retry_after", None)
        if asked is not None:
            return asked
        doublings = min(attempt - 1, 100)  # a larger exponent would overflow a float
        return random.uniform(0, min(self.max_delay, self.first_delay * 2**doublings))  # noqa: S311
