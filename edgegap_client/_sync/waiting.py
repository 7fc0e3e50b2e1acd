"""Many waiters, one poller: whoever waits and comes first asks for all of them."""
# Written by `make generate` from _async/waiting.py; do not edit.

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, Final

from .._generated.api.deployments import DeploymentsResource
from .._signals import Signal
from ..deployments import ENDED, ERROR, READY, Deployment, query, state_of
from ..errors import AuthenticationError, ClientError, EdgegapError, GoneError, NotFoundError, PermissionDeniedError

if TYPE_CHECKING:
    from .._generated.models.deployment_status import DeploymentStatus
    from .client import Edgegap

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
# Who waits for another who is just asking looks again after so many seconds, when there is urgent news for it.
URGENT: Final = 0.05


class Waiter:
    """One who waits for one deployment."""

    def __init__(self, request_id: str, unknown_for: float = UNKNOWN_FOR) -> None:
        self.request_id = request_id
        self.unknown_for = unknown_for
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

    def missing(self, *, ended: bool) -> None:
        """Take in that the service does not know the deployment, or says that it has ended."""
        self.read_at = time.monotonic()
        self.urgent = False
        if ended or self.status or self.read_at - self.since >= self.unknown_for:
            self.gone = True
            self.signal.set()


class Watcher:
    """Reads the states of all deployments that someone waits for.

    Args:
        edgegap: What to read with. Its `poll_interval` are the seconds between two rounds; more when there are so many
            waiters that a round takes many requests.
    """

    def __init__(self, edgegap: Edgegap) -> None:
        self._edgegap = edgegap
        self._interval = edgegap._settings.poll_interval
        self._waiters: dict[int, Waiter] = {}
        self._next = 0.0
        self._leading = threading.Lock()

    def join(self, request_id: str, unknown_for: float = UNKNOWN_FOR) -> Waiter:
        """Begin to wait; a deployment that was never seen counts as gone after `unknown_for` seconds."""
        waiter = Waiter(request_id, unknown_for)
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
                until = now + longest
                if waiter.urgent:
                    self._read(waiter, until)
                if now >= self._next and waiter.deployment is None:
                    self._next = now + self._round_time()
                    if not self._round(until):
                        self._next = 0.0  # somebody else's turn
            finally:
                self._leading.release()
        else:
            # When it is time, but somebody is asking already, that will soon be over.
            soon = URGENT if waiter.urgent else max(URGENT, self._interval / 4)
            waiter.signal.wait(max(0.01, min(longest, soon if due else self._next - now)))

    def _reader(self, until: float) -> DeploymentsResource:
        """Who asks has a deadline, which a service that does not answer must not outlast."""
        left = max(URGENT, until - time.monotonic())
        return DeploymentsResource(self._edgegap.with_options(timeout=min(left, self._edgegap._settings.timeout)))

    def _round_time(self) -> float:
        requests = 0 if len(self._waiters) <= FEW else 2 * (len(self._waiters) / CHUNK + 1)
        return max(self._interval, requests / LISTS_A_SECOND)

    def _round(self, until: float) -> bool:
        """Ask for all; tells whether there was time for that."""
        waiters = list(self._waiters.values())
        if len(waiters) <= FEW:
            for waiter in waiters:
                if time.monotonic() >= until:
                    return False
                self._read(waiter, until)
            return True
        told: set[int] = set()
        for number in range(0, len(waiters), CHUNK):
            if time.monotonic() >= until:
                return False
            told |= self._list(waiters[number : number + CHUNK], until)
        # Lists do not name states: of some waiters, those longest unread, the status is read besides.
        left = [waiter for waiter in list(self._waiters.values()) if id(waiter) not in told]
        for waiter in sorted(left, key=lambda waiter: waiter.read_at)[:READS]:
            if time.monotonic() >= until:
                return False
            self._read(waiter, until)
        return True

    def _list(self, waiters: list[Waiter], until: float) -> set[int]:
        """Find out who of `waiters` is ready or has failed; returns those that need no more reading."""
        by_id: dict[str, list[Waiter]] = {}
        for waiter in waiters:
            by_id.setdefault(waiter.request_id, []).append(waiter)
        told: set[int] = set()
        try:
            listed = self._reader(until).list_page(query=query(request_id=list(by_id)), limit=CHUNK)
            failed = self._reader(until).list_page(query=query(request_id=list(by_id), status="error"), limit=CHUNK)
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

    def _read(self, waiter: Waiter, until: float) -> None:
        try:
            waiter.see(self._reader(until).get(waiter.request_id))
        except (NotFoundError, GoneError) as error:
            waiter.missing(ended=isinstance(error, GoneError))
        except EdgegapError as error:
            waiter.urgent = False
            self._trouble(error, [waiter])

    def _trouble(self, error: EdgegapError, waiters: list[Waiter]) -> None:
        """A round that failed is no reason to stop waiting, unless none can ever succeed."""
        logger.info("waiting goes on after %s", type(error).__name__)
        if isinstance(error, AuthenticationError | PermissionDeniedError | ClientError):
            for waiter in waiters:
                waiter.error = error
                waiter.signal.set()
