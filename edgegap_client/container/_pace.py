"""The back-off of retries when a deployment stops itself."""

from random import uniform
from typing import Final

__all__ = ["Pace"]

# The back-off after a failure. It doubles each time, up to the maximum.
RETRY_SECONDS: Final = 1.0
MAX_RETRY_SECONDS: Final = 30.0
# The back-off after an accepted stop. The app version sets how long a container may take to end, 5 to 3600 seconds.
ACCEPTED_SECONDS: Final = 15.0
MAX_ACCEPTED_SECONDS: Final = 60.0


class Pace:
    """The seconds until the next stop. This object owns the current back-offs."""

    def __init__(self) -> None:
        self._failed = RETRY_SECONDS
        self._accepted = ACCEPTED_SECONDS

    def after_failure(self) -> float:
        """Return the back-off after a stop that was rejected or got no response."""
        wait, self._failed = self._failed, min(2 * self._failed, MAX_RETRY_SECONDS)
        return wait * uniform(0.75, 1.0)  # noqa: S311  # no secret

    def after_response(self) -> float:
        """Return the back-off after a stop that was accepted while this process still lives."""
        self._failed = RETRY_SECONDS
        wait, self._accepted = self._accepted, min(2 * self._accepted, MAX_ACCEPTED_SECONDS)
        return wait
