"""What the ledger of launches records of each of them, and what a ledger that outlives its process must do. No I/O."""

import datetime
import random
from enum import StrEnum
from typing import Final, Protocol

from attrs import frozen

from .public import public_in

__all__ = ["Ledger", "LedgerEntry", "LedgerState", "PendingLaunch", "described", "retry_delay"]

FIRST_DELAY_SECONDS: Final = 0.25
MAX_DELAY_SECONDS: Final = 10.0


@public_in("deployments")
@frozen
class PendingLaunch:
    """A launch whose outcome is not known yet: a deployment of it may run. The client goes on looking and stopping.

    Attributes:
        tag: The launch's unique tag, to find the deployment with.
        deployment_id: The deployment; None if it is not known whether there is one.
        application: The application that was asked for.
        version: The app version that was asked for.
        since: When the launch began, in UTC.
        last_error: Why the last look or stop did not settle it; empty if none was made yet.
    """

    tag: str
    deployment_id: str | None
    application: str
    version: str
    since: datetime.datetime
    last_error: str

    def __str__(self) -> str:
        return described(self.deployment_id, self.tag, self.last_error)


def described(deployment_id: str | None, tag: str, last_error: str = "") -> str:
    """What may be left of a launch, and why, in one line."""
    what = f"a deployment with the tag {tag}" if deployment_id is None else f"deployment {deployment_id} (tag {tag})"
    return f"{what} may still run: {last_error}" if last_error else f"{what} may still run"


def retry_delay(attempt: int) -> float:
    """Seconds until a look or a stop is tried again: exponential, with jitter."""
    delay: float = min(MAX_DELAY_SECONDS, FIRST_DELAY_SECONDS * 2 ** min(attempt, 16))
    return delay * random.uniform(0.6, 1.0)  # noqa: S311  # no secret


@public_in("ledger")
class LedgerState(StrEnum):
    """What a ledger knows of a launch. A recovery stops the deployment of `LAUNCHING` and `BLOCK`.

    `LAUNCHING`: from before its create request, until it is handed over or its outcome is known. `BLOCK`: it belongs to
    a `running` block. `HANDED_OVER`: the caller has the deployment.
    """

    LAUNCHING = "launching"
    BLOCK = "block"
    HANDED_OVER = "handed_over"


@public_in("ledger")
@frozen
class LedgerEntry:
    """One launch in a ledger.

    Attributes:
        tag: Its unique tag.
        organisation: A digest of the API's address and the token; never the token.
        application: The application that was asked for.
        version: The app version that was asked for.
        since: When it began, in seconds since 1970.
        key: The caller's key; empty without one.
        deployment_id: The deployment; empty while it is not known.
        state: What is known of it.
        last_seen: When its process last renewed its lease, in seconds since 1970.
        is_taken_over: Whether this process has just taken it over from one that is dead.
    """

    tag: str
    organisation: str
    application: str
    version: str
    since: float
    key: str = ""
    deployment_id: str = ""
    state: LedgerState = LedgerState.LAUNCHING
    last_seen: float = 0.0
    is_taken_over: bool = False


@public_in("ledger")
class Ledger(Protocol):
    """Keeps the entries of launches beyond the life of a process, for several processes.

    A process holds a lease, which the ledger renews by itself from the first `begin` on, until the process ends. The
    entries of a process without a lease can be taken over. Methods may block: the async client calls them in threads,
    except for `has_lease`, `settle` and `settle_deployment`, which must not. Any thread may call them.
    """

    @property
    def lease_seconds(self) -> float:
        """Seconds after which a process that does not renew its lease counts as dead.

        A client with the ledger looks for launches of dead processes as often.
        """
        ...

    def begin(self, entry: LedgerEntry, key_ttl: float = 0.0) -> LedgerEntry | None:
        """Record a launch, so that a kill of the process does not lose it.

        Args:
            entry: The launch.
            key_ttl: Seconds for which no other launch may begin with the same key.

        Returns:
            The entry with the same key, if there is one; nothing is recorded then.

        Raises:
            LedgerError: It could not be recorded.
        """
        ...

    def has_lease(self) -> bool:
        """Whether this process certainly still has its lease."""
        ...

    def note(self, tag: str, deployment_id: str) -> None:
        """Record the deployment of a launch."""
        ...

    def hand_over(self, tag: str, state: LedgerState) -> bool:
        """Record that a launch has given its deployment to its caller or block.

        Returns:
            False if another process has taken the launch over.
        """
        ...

    def settle(self, tag: str) -> None:
        """Remove an entry, soon: nothing is left of the launch. One with a key keeps the key."""
        ...

    def settle_deployment(self, deployment_id: str) -> None:
        """Remove the entry of a deployment, soon: it was stopped."""
        ...

    def take_over(self, organisation: str, *, launching_only: bool = False) -> list[LedgerEntry]:
        """Make entries of dead processes those of this process, and return them.

        Args:
            organisation: Whose entries.
            launching_only: Whether to leave what was handed over where it is, until a `recover` adopts it.
        """
        ...

    def leases(self, organisation: str) -> dict[str, float]:
        """Other processes that have entries and may renew their lease, with the time at which it ends.

        That is in seconds since 1970.
        """
        ...

    def find(self, key: str, organisation: str) -> LedgerEntry | None:
        """The entry with a key."""
        ...
