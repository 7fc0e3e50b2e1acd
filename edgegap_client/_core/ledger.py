"""The entries of the ledger of launches, and the protocol for a ledger that outlives its process. No I/O."""

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
    """A launch whose outcome is not known yet, so its deployment may run. The client keeps trying to stop it.

    Attributes:
        tag: The launch's unique tag, which identifies the deployment.
        deployment_id: The id of the deployment; None if the client does not know whether there is one.
        application: The requested application.
        version: The requested app version.
        since: When the launch began, in UTC.
        last_error: Why the last attempt to settle it failed; empty before the first attempt.
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
    """Describe in one line which deployment may still run, and why."""
    what = f"a deployment with the tag {tag}" if deployment_id is None else f"deployment {deployment_id} (tag {tag})"
    return f"{what} may still run: {last_error}" if last_error else f"{what} may still run"


def retry_delay(attempt: int) -> float:
    """Return the back-off until the next attempt to settle, in seconds: exponential, with jitter."""
    delay: float = min(MAX_DELAY_SECONDS, FIRST_DELAY_SECONDS * 2 ** min(attempt, 16))
    return delay * random.uniform(0.6, 1.0)  # noqa: S311  # no secret


@public_in("ledger")
class LedgerState(StrEnum):
    """The state of a launch in a ledger. A recovery stops the deployments of `LAUNCHING` and `BLOCK`.

    `LAUNCHING`: the launch is in progress, from before its create request until it is handed over or its outcome is
    known. `BLOCK`: the deployment belongs to a `running` block. `HANDED_OVER`: the deployment belongs to the caller.
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
        application: The requested application.
        version: The requested app version.
        since: When it began, in seconds since 1970.
        key: The caller's key; empty without one.
        deployment_id: The id of the deployment; empty while it is not known.
        state: The state of the launch.
        last_seen: When its process last renewed its lease, in seconds since 1970.
        is_taken_over: Whether this process has just taken it over from a dead process.
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
    """Store the entries of launches for several processes, beyond the life of each process.

    Each process has a lease, which the ledger renews itself from the first `begin` until the process ends. Other
    processes can take over the entries of a process without a lease. Methods may block, because the async client calls
    them in threads. `has_lease`, `settle` and `settle_deployment` must not block. Any thread may call the methods.
    """

    @property
    def lease_seconds(self) -> float:
        """Seconds after which a process that does not renew its lease counts as dead.

        A client with the ledger looks for launches of dead processes at this interval.
        """
        ...

    def begin(self, entry: LedgerEntry, key_ttl: float = 0.0) -> LedgerEntry | None:
        """Record a launch, so that it is not lost if the process is killed.

        Args:
            entry: The launch.
            key_ttl: Seconds for which no other launch may begin with the same key.

        Returns:
            The entry with the same key, if there is one. Then nothing is recorded.

        Raises:
            LedgerError: The ledger could not record the launch.
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
        """Remove an entry soon, because the launch is settled. An entry with a key keeps its key."""
        ...

    def settle_deployment(self, deployment_id: str) -> None:
        """Remove the entry of a deployment soon, because the deployment was stopped."""
        ...

    def take_over(self, organisation: str, *, launching_only: bool = False) -> list[LedgerEntry]:
        """Take over the entries of dead processes for this process, and return them.

        Args:
            organisation: The organisation whose entries to take over.
            launching_only: Whether to leave the entries that were handed over in place, until a `recover` adopts them.
        """
        ...

    def leases(self, organisation: str) -> dict[str, float]:
        """Return the other processes that have entries and may renew their lease, with the end of the lease.

        The end is in seconds since 1970.
        """
        ...

    def find(self, key: str, organisation: str) -> LedgerEntry | None:
        """Return the entry with a key; None if there is none."""
        ...
