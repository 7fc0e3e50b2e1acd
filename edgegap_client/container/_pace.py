"""How quickly a self-stop is retried."""

from random import uniform
from typing import Final

__all__ = ["Pace"]

# After a failure: doubled each time, up to the maximum.
RETRY_SECONDS: Final = 1.0
MAX_RETRY_SECONDS: Final = 30.0
# After a stop that the service has accepted. The version sets how long a container may take to end, 5 to 3600 seconds.
ACCEPTED_SECONDS: Final = 15.0
MAX_ACCEPTED_SECONDS: Final = 60.0


class Pace:
    """The seconds until the next stop; it owns how often it was called."""

    def __init__(self) -> None:
        self._failed = RETRY_SECONDS
        self._accepted = ACCEPTED_SECONDS

    def after_failure(self) -> float:
        """The stop was refused, or got no response."""
        wait, self._failed = self._failed, min(2 * self._failed, MAX_RETRY_SECONDS)
        return wait * uniform(0.75, 1.0)  # noqa: S311  # no secret

    def after_response(self) -> float:
        """The stop was accepted, and yet this process lives."""
        self._failed = RETRY_SECONDS
        wait, self._accepted = self._accepted, min(2 * self._accepted, MAX_ACCEPTED_SECONDS)
        return wait
