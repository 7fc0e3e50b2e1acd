"""Many waiters, one poller: whoever waits and comes first asks for all of them."""
# Written by `make generate` from _async/waiting.py; do not edit.

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, Final

from .._signals import Signal
from ..deployments import ENDED, ERROR, READY, Deployment, query, state_of
from ..errors import AuthenticationError, EdgegapError, GoneError, NotFoundError, PermissionDeniedError

if TYPE_CHECKING:
    from .._generated.api.deployments import DeploymentsResource
    from .._generated.models.deployment_status import DeploymentStatus

logger: Final = logging.getLogger("edgegap_client")

# Up to this many waiters are asked for one by one, which tells every state; more by list, which tells who is ready.
FEW: Final = 5
CHUNK: Final = 100
# Status reads in one round besides the list: half of what the API allows in a second.
READS: Final = 10
# The list may be read 10 times a second by the whole organisation; this poller takes no more than half of it.
LISTS_A_SECOND: Final = 5.0
# A new deployment may be unknown to the status for a moment.
UNKNOWN_FOR: Final = 15.0


class Waiter:
    """One who waits for one deployment."""

    def __init__(self, request_id: str) -> None:
        self.request_id = request_id
        self.since = time.monotonic()
        self.read_at = 0.0
        self.status = ""
        self.detail = ""
        self.deployment: Deployment | None = None
        self.gone = False
        self.given_up = False
        self.urgent = False
        self.error: EdgegapError | None = None
        self.signal = Signal()

    def see(self, status: DeploymentStatus) -> None:
        """Take in an answer of the status."""
        self.read_at = time.monotonic()
        self.urgent = False
        self.status = str(status.current_status)
        self.detail = status.error_detail or ""
        state = state_of(self.status)
        if status.error and state not in ENDED:
            self.status = f"Status.{ERROR}"
        if state == READY:
            self.deployment = Deployment.from_status(status)
        self.signal.set()

    def missing(self) -> None:
        """Take in that the service does not know the deployment, or says that it has ended."""
        self.read_at = time.monotonic()
        self.urgent = False
        if self.status or self.read_at - self.since > UNKNOWN_FOR:
            self.gone = True
            self.signal.set()


class Watcher:
    """Reads the states of all deployments that someone waits for.

    Args:
        deployments: What to read with.
        interval: Seconds between two rounds; longer when there are so many waiters that a round takes many requests.
    """

    def __init__(self, deployments: DeploymentsResource, interval: float) -> None:
        self._deployments = deployments
        self._interval = interval
        self._waiters: dict[int, Waiter] = {}
        self._next = 0.0
        self._leading = threading.Lock()

    def join(self, request_id: str) -> Waiter:
        """Begin to wait."""
        waiter = Waiter(request_id)
        self._waiters[id(waiter)] = waiter
        return waiter

    def leave(self, waiter: Waiter) -> None:
        """Wait no more."""
        self._waiters.pop(id(waiter), None)

    def wake(self, request_id: str) -> None:
        """Somebody says that there is news of a deployment: look at once."""
        for waiter in list(self._waiters.values()):
            if waiter.request_id == request_id:
                waiter.urgent = True
                waiter.signal.set()

    def pause(self, waiter: Waiter, longest: float) -> None:
        """Wait for news, at most `longest` seconds; ask the service if it is time and nobody else does."""
        now = time.monotonic()
        due = now >= self._next or waiter.urgent
        if due and self._leading.acquire(blocking=False):
            try:
                if waiter.urgent:
                    self._read(waiter)
                if now >= self._next:
                    self._next = now + self._round_time()
                    self._round()
            finally:
                self._leading.release()
        else:
            waiter.signal.wait(max(0.01, min(longest, self._next - now if not due else 0.05)))

    def _round_time(self) -> float:
        requests = 0 if len(self._waiters) <= FEW else 2 * (len(self._waiters) / CHUNK + 1)
        return max(self._interval, requests / LISTS_A_SECOND)

    def _round(self) -> None:
        waiters = list(self._waiters.values())
        if len(waiters) <= FEW:
            for waiter in waiters:
                self._read(waiter)
            return
        told: set[int] = set()
        for number in range(0, len(waiters), CHUNK):
            told |= self._list(waiters[number : number + CHUNK])
        # Lists do not name states: of some waiters, those longest unread, the status is read besides.
        rest = sorted((w for w in self._waiters.values() if id(w) not in told), key=lambda waiter: waiter.read_at)
        for waiter in rest[:READS]:
            self._read(waiter)

    def _list(self, waiters: list[Waiter]) -> set[int]:
        """Find out who of `waiters` is ready or has failed; returns those that need no more reading."""
        by_id: dict[str, list[Waiter]] = {}
        for waiter in waiters:
            by_id.setdefault(waiter.request_id, []).append(waiter)
        told: set[int] = set()
        try:
            listed = self._deployments.list_page(query=query(request_id=list(by_id)), limit=CHUNK)
            failed = self._deployments.list_page(query=query(request_id=list(by_id), status="error"), limit=CHUNK)
        except EdgegapError as error:
            self._trouble(error, waiters)
            return {id(waiter) for waiter in waiters}
        for item in listed.data or ():
            for waiter in by_id.get(item.request_id, ()):
                if item.ready:
                    waiter.status = f"Status.{READY}"
                    waiter.deployment = Deployment.from_list_item(item)
                    waiter.signal.set()
                    told.add(id(waiter))
        known = {item.request_id for item in listed.data or ()}
        urgent = [item.request_id for item in failed.data or ()] + [name for name in by_id if name not in known]
        for name in urgent:
            for waiter in by_id.get(name, ()):
                waiter.urgent = True
                waiter.signal.set()
        return told

    def _read(self, waiter: Waiter) -> None:
        try:
            waiter.see(self._deployments.get(waiter.request_id))
        except (NotFoundError, GoneError):
            waiter.missing()
        except EdgegapError as error:
            waiter.urgent = False
            self._trouble(error, [waiter])

    def _trouble(self, error: EdgegapError, waiters: list[Waiter]) -> None:
        """A round that failed is no reason to stop waiting, unless none can ever succeed."""
        logger.info("waiting goes on after %s", type(error).__name__)
        if isinstance(error, AuthenticationError | PermissionDeniedError):
            for waiter in waiters:
                waiter.error = error
                waiter.signal.set()
