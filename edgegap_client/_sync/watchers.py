"""Many waiters share one poller: the first waiter polls for all others."""
# Written by `make generate` from _async/watchers.py; do not edit.

from __future__ import annotations

import logging
import math
import re
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from itertools import count
from typing import TYPE_CHECKING, Any, Final, TypeVar

from .._core.decoding import Model
from .._core.deployment import ENDED, ERROR, READY
from .._core.launch import query
from .._core.unreadable import peek
from .._generated.orchestration.api.deployments import DeploymentsResource
from .._generated.orchestration.api.relays import RelaysResource
from .._generated.orchestration.api.sessions import SessionsResource
from .._runtime.sync_signal import Signal
from ..errors import AuthenticationError, ClientError, EdgegapError, GoneError, NotFoundError, PermissionDeniedError
from .active_count import ActiveCount

if TYPE_CHECKING:
    from .._core._sync.paging import Pager
    from .._deployment import Deployment
    from .._generated.orchestration.models.deployment_list_item import DeploymentListItem
    from .._generated.orchestration.models.deployment_status import DeploymentStatus
    from .._generated.orchestration.models.location import Location
    from .._generated.orchestration.models.relay_session import RelaySession
    from .._generated.orchestration.models.session import Session
    from .._runtime.redis_leader import Candidate, Wait
    from .client import Edgegap
    from .proxies import Proxy

logger: Final = logging.getLogger("edgegap_client")

T = TypeVar("T")

_numbers: Final = count(1)

# Up to this many deployments are read one by one, which shows every state. For more, lists show the ready ones.
MAX_SINGLE_READS: Final = 5
CHUNK_SIZE: Final = 100
# The number of single reads in one round besides the list: half of what the API allows in a second.
READS_PER_ROUND: Final = 10
# If webhooks have named more deployments than this, one list of these deployments replaces the single reads.
MAX_SINGLE_NEWS: Final = 5
# The interval between two lists of the deployments that webhooks have named. Together with the rounds, the client
# requests at most 10 lists per second.
NEWS_INTERVAL_SECONDS: Final = 0.2
# Any deployment on a host shows the location of the host. The location is cached for this long, for this many hosts.
LOCATION_SECONDS: Final = 3600.0
MAX_LOCATIONS: Final = 1000
# Lists have no locations, so a ready deployment waits at most this long for a read of its location. Up to this many
# hosts are read, and this many more each second. Further deployments are handed over without a location.
HELD_SECONDS: Final = 15.0
MAX_HELD: Final = 200.0
HELD_A_SECOND: Final = 2.0
# The whole organisation may request the list 10 times per second. This poller uses at most half of that.
LISTS_A_SECOND: Final = 5.0
# A new deployment may be unknown to the service for this long.
UNKNOWN_FOR_SECONDS: Final = 15.0
# A proxy or a lagging replica sends a 404 or 400 for a deployment that runs. So a deployment that was seen before is
# read again for this long. Then a list has to confirm that it is gone.
MISSING_FOR_SECONDS: Final = 5.0
# The interval between two confirming lists, averaged over this many seconds.
CONFIRM_INTERVAL_SECONDS: Final = 0.5
CONFIRM_BURST_SECONDS: Final = 1.0
# While another waiter is reading the states, this waiter looks again after this interval.
FOLLOWER_INTERVAL_SECONDS: Final = 0.05
# Webhooks for which no call waits yet are kept for this long, and at most this many of them: a webhook may arrive
# before the response to the create request.
NEWS_SECONDS: Final = 300.0
MAX_NEWS: Final = 10_000
# The oldest webhooks are removed in batches of this size, because each removal copies all of them.
TRIM_NEWS: Final = 1000
# A waiter that lists do not show after this time is read by itself: lists lag for new deployments.
LISTED_IN_SECONDS: Final = 5.0
# The characters that an id can have.
POSSIBLE_ID: Final = re.compile(r"[\w-]{1,200}", re.ASCII)
# After more consecutive failures than this, another replica polls, if there is one.
MAX_FAILURES: Final = 3
# A round of more lists than this is spread over the interval.
LISTS_AT_ONCE: Final = 6
# The maximum number of pages of one list. A service that applies the filter and the limit needs one.
MAX_PAGES: Final = 10


class Waiter:
    """A call that waits for one deployment or session.

    Attributes:
        number: The number of this wait, unique in this process.
        key: The id of the deployment or session.
        is_ending: Whether the call waits for the end.
        unknown_for: Seconds for which the service may not know the id.
        is_shareable: Whether another replica may poll for this waiter. This replica refuses to read an impossible id.
        is_pausing: Whether the call is waiting or reading at the moment.
        messages: The messages of the replica that polls, see `Proxy`.
        status: The last state that was read.
        detail: The service's description of the failure.
        deployment: The deployment, once it is ready.
        session: The session, once it is ready.
        is_failed: Whether the deployment or session will not become ready.
        unknown_since: The first of the consecutive reads that found the id unknown; None if the last read found it.
        is_doubtful: Whether the id has been unknown for so long that a list has to confirm that it is gone.
        is_gone: Whether the service no longer knows the id.
        found: The first deployment with the tag, if the call looks for a tag.
        ids: The ids of all deployments with the tag.
        looks: The number of lists that were read for this waiter.
        is_listed: Whether a list has shown the deployment.
        is_urgent: Whether a webhook has named the id. The next list shows it if webhooks have named many.
        urgent_at: When the last webhook named the id.
        needs_own_read: Whether the waiter needs a read of its own, because a list has not shown enough.
        held: The deployment without its location, until the location is read.
        held_until: When the deployment is handed over without a location.
        error: The error for which the call must stop waiting.
        last_failure: The error of the last read; None if it succeeded.
    """

    def __init__(self, key: str, *, is_ending: bool, unknown_for: float) -> None:
        self.number = next(_numbers)
        self.key = key
        self.is_ending = is_ending
        self.is_shareable = bool(POSSIBLE_ID.fullmatch(key))
        self.is_pausing = False
        self.messages: deque[tuple[str, Any]] = deque()
        self.unknown_for = unknown_for
        self.since = time.monotonic()
        self.read_at = 0.0
        self.status = ""
        self.detail = ""
        self.deployment: Deployment | None = None
        self.session: RelaySession | Session | None = None
        self.found = ""
        self.ids: dict[str, None] = {}
        self.looks = 0
        self.is_failed = False
        self.unknown_since: float | None = None
        self.is_doubtful = False
        self.is_gone = False
        self.is_listed = False
        self.is_urgent = False
        self.urgent_at = 0.0
        self.needs_own_read = False
        self.held: Deployment | None = None
        self.held_until = math.inf
        self.error: EdgegapError | None = None
        self.last_failure: EdgegapError | None = None
        self.signal = Signal()

    @property
    def is_settled(self) -> bool:
        """Whether the outcome is known."""
        there = self.deployment is not None or self.session is not None or bool(self.found)
        return there or self.is_failed or self.is_gone

    @property
    def needs_read(self) -> bool:
        """Whether the waiter must be read now."""
        return self.is_urgent or self.needs_own_read

    def see_deployment(self, status: DeploymentStatus) -> None:
        """Apply a response with the status."""
        # Unexpected values in other fields must not hide that the deployment runs.
        self._read(str(peek(status, "status") or self.status), peek(status, "error_detail") or "")
        self.see_again()
        state, is_failed = self.status, bool(peek(status, "error"))
        if is_failed and state not in ENDED:
            self.status = ERROR
        self.is_failed = state in ENDED or is_failed
        if state == READY and not self.is_ending:
            from .._deployment import Deployment

            self.deployment = Deployment.from_status(status)

    def see_listed(self, item: DeploymentListItem, location: Location | None) -> None:
        """Apply a ready item of a list."""
        from .._deployment import Deployment

        deployment = Deployment.from_list_item(item)
        deployment.location = location
        self.status = READY
        self.deployment = deployment
        self.signal.set()

    def hold(self, item: DeploymentListItem) -> None:
        """Apply a ready item of a list, and wait for its location."""
        from .._deployment import Deployment

        if self.held is None:
            self.held_until = time.monotonic() + HELD_SECONDS
            self.signal.set()
        self.status = READY
        self.held = Deployment.from_list_item(item)

    def release(self, location: Location | None = None) -> None:
        """Hand over the held deployment."""
        if self.held is not None and self.deployment is None:
            self.held.location = location
            self.deployment = self.held
            self.is_urgent = self.needs_own_read = False
            self.signal.set()

    def see_session(self, session: RelaySession | Session) -> None:
        """Apply a response with the session."""
        self._read(str(peek(session, "status") or self.status), peek(session, "error") or "")
        self.see_again()
        if peek(session, "ready"):
            self.session = session
        self.is_failed = self.session is None and bool(self.detail)

    def see_nothing(self, *, ended: bool) -> None:
        """Note that the service does not know the id, or says that it has ended. One such response is no proof.

        Args:
            ended: Whether the service says that the deployment has ended (410), which needs no second read.
        """
        self._read(self.status, self.detail)
        if self.unknown_since is None:
            self.unknown_since = self.read_at
        is_old = bool(self.status) or self.is_listed or self.read_at - self.since >= self.unknown_for
        is_long = self.read_at - self.unknown_since >= min(MISSING_FOR_SECONDS, self.unknown_for)
        self.is_doubtful = ended or (is_old and is_long)

    def see_again(self) -> None:
        """Note that the service knows the id."""
        self.unknown_since, self.is_doubtful = None, False

    def see_gone(self) -> None:
        """Note that the deployment or session is gone."""
        self.is_gone = True
        self.signal.set()

    def _read(self, status: str, detail: str) -> None:
        self.read_at = time.monotonic()
        self.is_urgent = self.needs_own_read = False
        self.status = status
        self.detail = detail
        self.signal.set()


class Watcher(ABC):
    """Reads the states for all waiters of one kind.

    Threads share this object, and a signal handler may raise at any moment. So it has no lock: each step is one
    operation of a dict.

    Args:
        edgegap: The client that reads. Its `poll_interval` is the number of seconds between two rounds. With so many
            waiters that a round takes many requests, the interval is longer.
    """

    max_single_reads = MAX_SINGLE_READS

    def __init__(self, edgegap: Edgegap) -> None:
        self._edgegap = edgegap
        self._interval = edgegap._settings.poll_interval
        self._waiters: dict[int, Waiter] = {}
        self._next = 0.0
        self._soonest = 0.0
        # The only key is None: `setdefault` returns the first leader to every thread.
        self._leader: dict[None, Waiter] = {}
        self._news: dict[str, float] = {}
        self._failures = 0
        # The rest of a long round: the waiters of each remaining list, and the deployments in error.
        self._rest: tuple[list[list[Waiter]], _Errors | None] | None = None
        # Where this watcher publishes its waiters, if replicas share the polling.
        self.candidate: Candidate | None = None
        # The waiters of other replicas, by replica and by their numbers there. Each inner dict is replaced as a whole.
        self._proxies: dict[str, dict[int, Proxy]] = {}

    def join(self, key: str, *, is_ending: bool = False, unknown_for: float | None = None) -> Waiter:
        """Begin to wait.

        Args:
            key: The id of the deployment or session.
            is_ending: Whether to wait for the end.
            unknown_for: Seconds for which the service may not know the id. Default: `UNKNOWN_FOR_SECONDS`. With 0, one
                response is enough, if a list confirms it.
        """
        unknown_for = UNKNOWN_FOR_SECONDS if unknown_for is None else unknown_for
        waiter = Waiter(key, is_ending=is_ending, unknown_for=unknown_for)
        self._waiters[waiter.number] = waiter
        came = self._news.pop(key, None)
        waiter.is_urgent = came is not None and waiter.since - came < NEWS_SECONDS
        if self.candidate is not None:
            self.candidate.changed()
        return waiter

    def leave(self, waiter: Waiter) -> None:
        """Stop waiting."""
        self._waiters.pop(waiter.number, None)
        if self.candidate is not None:
            self.candidate.changed()

    def _all_waiters(self) -> list[Waiter]:
        """All waiters for which this watcher polls."""
        waiters = list(self._waiters.values())
        for proxies in list(self._proxies.values()):
            waiters += [proxy for proxy in proxies.values() if not proxy.is_settled]
        return waiters

    # --- shared polling: the thread of `_runtime.redis_leader` calls these four methods

    def waits(self) -> dict[int, Wait]:
        """The waits of this replica, by their numbers."""
        own = list(self._waiters.values())
        return {
            each.number: (each.key, each.is_ending, each.unknown_for)
            for each in own
            if each.is_shareable and not each.is_settled
        }

    def adopt(self, who: str, waits: Mapping[int, Wait]) -> None:
        """Poll for another replica too.

        Args:
            who: The name of the replica.
            waits: All its waits.
        """
        known = self._proxies.get(who, {})
        is_new = bool(waits) and not known
        proxies = {
            # Poll again for a settled wait that the other replica still has: the message may be lost.
            number: known[number]
            if number in known and not known[number].is_settled
            else self._proxy(who, number, wait)
            for number, wait in waits.items()
            if POSSIBLE_ID.fullmatch(wait[0])
        }
        if proxies:
            self._proxies[who] = proxies
        else:
            self._proxies.pop(who, None)
        # The order is the opposite of that in `wake`: so one of the two sees the change of the other.
        for number in proxies.keys() - known.keys():
            came = self._news.pop(proxies[number].key, None)
            if came is not None and proxies[number].since - came < NEWS_SECONDS:
                proxies[number].is_urgent = True
                is_new = True
        if is_new:
            # Another replica may have polled for this wait before, so it does not wait for a whole interval again.
            self._next = min(self._next, self._soonest)
            self.kick()

    def _proxy(self, who: str, number: int, wait: Wait) -> Proxy:
        from .proxies import Proxy

        return Proxy(self, who, number, wait)

    def hear(self, number: int, what: str, data: Any) -> None:
        """Apply a message of the replica that polls to one of this replica's waiters."""
        waiter = self._waiters.get(number)
        if waiter is not None:
            waiter.messages.append((what, data))
            waiter.signal.set()

    def kick(self) -> None:
        """Wake the waiter that polls for the others."""
        keeper = self._keeper()
        if keeper is not None:
            keeper.signal.set()

    def _keeper(self) -> Waiter | None:
        """The waiter that renews the lease of this replica and hands over the held deployments of the others."""
        return next((each for each in list(self._waiters.values()) if each.is_pausing), None)

    def wake(self, key: str) -> None:
        """Note a webhook for this id, and read its state at once."""
        # The webhook is stored before the waiters are listed: a waiter that joins meanwhile finds it.
        self._news[key] = time.monotonic()
        found = self._waiting_for(key)
        if found:
            self._news.pop(key, None)
        if len(self._news) > MAX_NEWS + TRIM_NEWS:
            for old in list(self._news)[:-MAX_NEWS]:
                self._news.pop(old, None)
        for waiter in found:
            waiter.is_urgent, waiter.urgent_at = True, time.monotonic()
            waiter.signal.set()

    def _waiting_for(self, key: str) -> list[Waiter]:
        """All waiters for this id. There may be a thousand webhooks a second, so the id is compared first."""
        waiters = [each for each in list(self._waiters.values()) if each.key == key]
        for proxies in list(self._proxies.values()):
            waiters += [proxy for proxy in proxies.values() if proxy.key == key and not proxy.is_settled]
        return waiters

    def until(
        self, waiter: Waiter, look: Callable[[Waiter], T | None], deadline: float, *, interval: float = math.inf
    ) -> T | None:
        """Wait until `look` returns a value or raises. Returns None at the deadline.

        Args:
            waiter: The waiter.
            look: Called at the start, after each read, and every `interval` seconds.
            deadline: A moment of the monotonic clock.
            interval: Seconds between two calls of `look` without a read.

        Raises:
            EdgegapError: The service refuses the read.
        """
        try:
            while (found := self._look(waiter, look)) is None:
                if waiter.error is not None:
                    raise waiter.error
                now = time.monotonic()
                left = deadline - now
                if waiter.held is not None and now >= min(deadline, waiter.held_until):
                    waiter.release()
                    continue
                if left <= 0:
                    return None
                waiter.is_pausing = True
                self._pause(waiter, left, min(left, interval, waiter.held_until - now))
            return found
        finally:
            waiter.is_pausing = False
            if self.candidate is not None:
                self.kick()  # Another waiter takes over the lease.

    @staticmethod
    def _look(waiter: Waiter, look: Callable[[Waiter], T | None]) -> T | None:
        while waiter.messages:
            from .proxies import take_in

            take_in(waiter, *waiter.messages.popleft())
        return look(waiter)

    def _pause(self, waiter: Waiter, left: float, max_wait: float) -> None:
        """Wait for a change, at most `max_wait` seconds.

        If a poll is due and no other waiter is polling, read the states, for at most `left` seconds.
        """
        now = time.monotonic()
        needs_read = waiter.needs_read
        if self.candidate is not None:
            if self._keeper() is waiter:
                max_wait = min(max_wait, self.candidate.lease_seconds / 4)
                needs_read = self._release_held() or needs_read
            if not self._may_poll(waiter):
                waiter.signal.wait(max(0.01, max_wait))
                return
        if (now >= self._next or needs_read) and self._may_lead(waiter):
            try:
                self._lead(waiter, now, now + left)
            finally:
                self._leader.pop(None, None)
                self._hand_over(waiter)
        else:
            # A poll is due, but another waiter is reading already, so the state will be known soon.
            soon = max(FOLLOWER_INTERVAL_SECONDS, self._interval / 4)
            wait = soon if now >= self._next or needs_read else self._next - now
            waiter.signal.wait(max(0.01, min(max_wait, wait)))

    def _may_lead(self, waiter: Waiter) -> bool:
        """Whether this waiter may poll: one polls at a time.

        An interrupted leader that has left does not count, unlike a lock.
        """
        leader = self._leader.get(None)
        if leader is not None and leader.number not in self._waiters:
            self._leader.pop(None, None)
        return self._leader.setdefault(None, waiter) is waiter

    def _may_poll(self, waiter: Waiter) -> bool:
        """Whether this replica polls, not another one for it."""
        return self.candidate is None or self.candidate.may_poll() or not waiter.is_shareable

    def _release_held(self) -> bool:
        """Hand over held deployments of other replicas whose time is up. Returns whether a waiter needs a read."""
        now, needs_read = time.monotonic(), False
        for proxies in list(self._proxies.values()):
            for proxy in proxies.values():
                if proxy.held is not None and now >= proxy.held_until:
                    proxy.release()
                needs_read = needs_read or (proxy.needs_read and not proxy.is_settled)
        return needs_read

    def _lead(self, waiter: Waiter, now: float, until: float) -> None:
        """Read the waiters that webhooks have named, and all waiters if a round is due."""
        if not self._serve(waiter, until):
            return
        if now >= self._next and not waiter.is_settled:
            if self._rest is None:
                self._soonest = now + self.lists_a_round() / self._lists_a_second()
            self._next = max(now + self._interval, self._soonest)
            if not self._round(until):
                self._next = 0.0  # Another waiter continues the round.
        if not waiter.is_settled:
            self._confirm(until)

    def _serve(self, waiter: Waiter, until: float) -> bool:
        """Read urgent waiters and those that need a read of their own. Returns False if it is too early.

        A waiter reads for itself and for other replicas. The others of this replica read for themselves afterwards.
        """
        urgent = [each for each in self._all_waiters() if each.is_urgent]
        mine: list[Waiter] = [waiter]
        for proxies in list(self._proxies.values()):
            mine += [proxy for proxy in proxies.values() if proxy.needs_read]
        if len(urgent) > MAX_SINGLE_NEWS:
            if not self._list_news(waiter, urgent, until):
                return False
        else:
            for each in mine:
                if each.is_urgent:
                    self._read(each, until)
        owed = [each for each in mine if each.needs_own_read and not each.is_settled]
        for each in owed[:MAX_SINGLE_NEWS]:
            # The read for another waiter may have settled this one.
            if each.needs_own_read and not each.is_settled:
                self._read(each, until)
        return True

    def _lists_a_second(self) -> float:
        """How many lists per second this process may use for rounds. Without Redis, each replica uses its share."""
        return LISTS_A_SECOND if self.candidate is None else LISTS_A_SECOND / self.candidate.processes()

    def _list_news(self, waiter: Waiter, urgent: list[Waiter], until: float) -> bool:
        """Read all urgent waiters with one list. Returns False if it is too early."""
        # One list shows more than many reads, but it has a rate limit, too.
        self._next = min(self._next, self._soonest)
        now = time.monotonic()
        if now < self._next:
            waiter.signal.wait(min(self._next, until) - now)
            return False
        return True

    def _hand_over(self, leader: Waiter) -> None:
        """Wake the next waiter that needs a read: it may poll now."""
        for waiter in self._all_waiters():
            if waiter.needs_read and waiter is not leader:
                waiter.signal.set()
                return

    def _reader(self, until: float) -> Edgegap:
        """A client whose calls end by the deadline of the polling waiter, even if the service does not respond."""
        if self.candidate is not None:
            self.candidate.may_poll()  # This call marks the replica as active.
        left = max(FOLLOWER_INTERVAL_SECONDS, until - time.monotonic())
        return self._edgegap.with_options(timeout=min(left, self._edgegap._settings.timeout))

    def lists_a_round(self) -> int:
        """How many lists a round takes. Any thread may call this method."""
        number = len(self._all_waiters())
        return 0 if number <= self.max_single_reads else 2 * math.ceil(number / CHUNK_SIZE)

    def _round(self, until: float) -> bool:
        """Read the states of all waiters. Returns False if the time is up."""
        waiters = self._all_waiters()
        if len(waiters) > self.max_single_reads:
            settled: set[int] = set()
            if not self._list(waiters, settled, until):
                return False
            # Lists do not show everything, so each round also reads some waiters by themselves: those that need it and
            # those whose last read is oldest.
            left = [each for each in self._all_waiters() if id(each) not in settled]
            waiters = sorted(left, key=lambda each: (not each.needs_own_read, each.read_at))[:READS_PER_ROUND]
        for each in waiters:
            if time.monotonic() >= until:
                return False
            self._read(each, until)
        return True

    def _read(self, waiter: Waiter, until: float) -> None:
        began = time.monotonic()
        try:
            self._see(self._reader(until), waiter)
        except (NotFoundError, GoneError) as error:
            waiter.see_nothing(ended=isinstance(error, GoneError))
            waiter.release()
        except EdgegapError as error:
            waiter.is_urgent = waiter.needs_own_read = False
            waiter.release()
            self._note_failure(error, [waiter])
        else:
            self._failures = 0
        if waiter.urgent_at > began:  # The response may be older than the webhook.
            waiter.is_urgent = True

    def _confirm(self, until: float) -> None:
        """Find out which of the doubtful waiters are gone."""
        for waiter in self._all_waiters():
            if waiter.is_doubtful:
                waiter.see_gone()

    @abstractmethod
    def _see(self, reader: Edgegap, waiter: Waiter) -> None:
        """Read the state for one waiter."""

    @abstractmethod
    def _list(self, waiters: list[Waiter], settled: set[int], until: float) -> bool:
        """Read the states of many waiters at once.

        `settled` gets those that need no read. Returns False if the time is up.
        """

    def _note_failure(self, error: EdgegapError, waiters: list[Waiter]) -> None:
        """Note a failed read. Waiting continues, unless no read can ever succeed."""
        logger.info("a poll failed, waiting continues: %s", type(error).__name__)
        for waiter in waiters:
            waiter.last_failure = error
        if isinstance(error, AuthenticationError | PermissionDeniedError | ClientError):
            for waiter in waiters:
                waiter.error = copy(error)  # Each waiter adds its own note to its copy.
                waiter.signal.set()
            self._failures = MAX_FAILURES
        self._failures += 1
        if self._failures > MAX_FAILURES and self.candidate is not None:
            self._failures = 0
            self.candidate.step_back()


class DeploymentWatcher(Watcher):
    """Watches deployments."""

    def __init__(self, edgegap: Edgegap) -> None:
        super().__init__(edgegap)
        self.active_count = ActiveCount(edgegap)
        self._news_due = 0.0
        self._errors_fit_a_page = True
        self._confirm_due = 0.0
        # By the IP address of the host, with the time of the read.
        self._locations: dict[str, tuple[float, Location]] = {}
        self._may_hold = MAX_HELD
        self._held_at = time.monotonic()

    def _see(self, reader: Edgegap, waiter: Waiter) -> None:
        status = DeploymentsResource(reader).get(waiter.key)
        waiter.see_deployment(status)
        ip, location = peek(status, "public_ip"), peek(status, "location")
        if ip and location:
            self._note_location(ip, location)

    def _note_location(self, ip: str, location: Location) -> None:
        """Hand over all deployments that wait for the location of this host."""
        self._locations.pop(ip, None)
        self._locations[ip] = time.monotonic(), location
        for old in list(self._locations)[:-MAX_LOCATIONS]:
            self._locations.pop(old, None)
        for waiter in self._all_waiters():
            if waiter.held is not None and waiter.held.public_ip == ip:
                waiter.release(location)

    def _location_of(self, ip: str) -> Location | None:
        read_at, location = self._locations.get(ip, (-math.inf, None))
        return location if time.monotonic() - read_at < LOCATION_SECONDS else None

    def _hold(self, waiter: Waiter, item: DeploymentListItem, reading: set[str]) -> bool:
        """Let a waiter wait for its location. Returns False if too many do.

        Args:
            waiter: The waiter.
            item: The deployment.
            reading: The hosts for which a read is planned already.
        """
        ip = peek(item, "public_ip") or ""
        if ip not in reading:
            now = time.monotonic()
            may_hold = min(MAX_HELD, self._may_hold + (now - self._held_at) * HELD_A_SECOND)
            self._held_at = now
            self._may_hold = max(0.0, may_hold - 1)
            if may_hold < 1:
                return False
            reading.add(ip)
            waiter.needs_own_read = True
        waiter.hold(item)
        return True

    def _confirm(self, until: float) -> None:
        doubtful = [each for each in self._all_waiters() if each.is_doubtful and not each.is_settled][:CHUNK_SIZE]
        now = time.monotonic()
        if not doubtful or now < self._confirm_due:
            return
        self._confirm_due = max(self._confirm_due, now - CONFIRM_BURST_SECONDS) + CONFIRM_INTERVAL_SECONDS
        self._next += 1 / LISTS_A_SECOND
        ids = list(dict.fromkeys(waiter.key for waiter in doubtful))
        try:
            there, is_whole = _listed(self._reader(until), query(request_id=ids, not_status="terminated"))
        except EdgegapError as error:
            self._note_failure(error, doubtful)
            return
        for waiter in doubtful:
            item = there.get(waiter.key)
            if item is not None:
                waiter.is_listed = True
                waiter.see_again()
                # The list knows it is ready; a read of its status may never succeed.
                if peek(item, "ready") and not waiter.is_ending:
                    waiter.see_listed(item, self._location_of(peek(item, "public_ip") or ""))
            elif is_whole:
                waiter.see_gone()

    def _list_news(self, waiter: Waiter, urgent: list[Waiter], until: float) -> bool:
        now = time.monotonic()
        if now < self._news_due:
            if waiter.needs_own_read:
                return True
            waiter.signal.wait(min(self._news_due, until) - now)
            return False
        self._news_due = now + self._news_interval()
        self._list_alike(urgent[:CHUNK_SIZE], until)
        return True

    def _list_alike(self, waiters: list[Waiter], until: float, errors: _Errors | None = None) -> set[int]:
        """List up to a hundred waiters. Those that wait for an end have a list of their own.

        Args:
            waiters: The waiters.
            until: The deadline, a moment of the monotonic clock.
            errors: The deployments in error, if all chunks of the round share one list of them.
        """
        settled: set[int] = set()
        for is_ending in (False, True):
            chunk = [waiter for waiter in waiters if waiter.is_ending is is_ending]
            if not chunk:
                continue
            try:
                settled |= self._list_chunk(chunk, is_ending, until, errors)
            except EdgegapError as error:
                self._note_failure(error, chunk)
                settled |= {id(waiter) for waiter in chunk}
                for waiter in chunk:
                    waiter.is_urgent = False
        return settled

    def lists_a_round(self) -> int:
        waiters = self._all_waiters()
        if len(waiters) <= self.max_single_reads:
            return 0
        ending = sum(waiter.is_ending for waiter in waiters)
        chunks = math.ceil(ending / CHUNK_SIZE) + math.ceil((len(waiters) - ending) / CHUNK_SIZE)
        if len(waiters) <= CHUNK_SIZE:
            return 2 * chunks
        # All chunks share one list of the deployments in error, unless these do not fit into one page.
        return chunks + 1 if self._errors_fit_a_page else 2 * chunks + 1

    def _news_interval(self) -> float:
        """Seconds between two lists for urgent waiters."""
        return NEWS_INTERVAL_SECONDS * LISTS_A_SECOND / self._lists_a_second()

    def _list(self, waiters: list[Waiter], settled: set[int], until: float) -> bool:
        # A single chunk gets its own list of errors, which is as quick and shows no other deployments.
        errors = _Errors() if len(waiters) > CHUNK_SIZE else None
        reading = self._leader.get(None) or waiters[-1]
        chunks = [
            alike[number : number + CHUNK_SIZE]
            for alike in ([each for each in waiters if each.is_ending is is_ending] for is_ending in (False, True))
            for number in range(0, len(alike), CHUNK_SIZE)
        ]
        # Many lists are spread over the round, so that a slot is always free for urgent waiters.
        is_long = self._rest is not None or len(chunks) > LISTS_AT_ONCE
        spacing = 1 / self._lists_a_second() if is_long else 0.0
        if self._rest is not None:
            (chunks, errors), self._rest = self._rest, None
        for number, chunk in enumerate(chunks):
            if time.monotonic() >= until:
                return False
            due = time.monotonic() + spacing
            settled |= self._list_alike([each for each in chunk if not each.is_settled], until, errors)
            # A long round takes seconds. Urgent waiters do not wait for its end.
            self._between(reading, settled, due, until)
            if is_long and reading.is_settled:
                # This waiter need not wait for the end of the round: another one continues.
                self._rest = chunks[number + 1 :], errors
                return False
        return True

    def _between(self, waiter: Waiter, settled: set[int], due: float, until: float) -> None:
        """Read urgent waiters until the next list of the round is due. The waiter that runs the round does this."""
        while True:
            everyone = self._all_waiters()
            urgent = [each for each in everyone if each.is_urgent]
            if urgent and time.monotonic() >= self._news_due:
                self._news_due = time.monotonic() + self._news_interval()
                settled |= self._list_alike(urgent[:CHUNK_SIZE], until)
            now = time.monotonic()
            if now >= min(due, until):
                return
            owed = next((each for each in everyone if each.needs_own_read and not each.is_settled), None)
            if owed is not None:
                self._read(owed, until)
                self._confirm(until)
            else:
                next_news = max(self._news_due, now) if urgent else due
                waiter.signal.wait(max(0.01, min(due, until, next_news) - now))

    def _list_chunk(self, waiters: list[Waiter], is_ending: bool, until: float, errors: _Errors | None) -> set[int]:
        began = errors_began = time.monotonic()
        ids = list(dict.fromkeys(waiter.key for waiter in waiters))
        asked = query(request_id=ids, not_status="terminated") if is_ending else query(request_id=ids)
        there, is_whole = _listed(self._reader(until), asked)
        self._failures = 0
        in_error: dict[str, DeploymentListItem] = {}
        ready = {name for name, item in there.items() if peek(item, "ready")}
        if is_ending or not ready.issuperset(ids):
            in_error = self._in_error(ids, until, errors)
            if errors is not None:
                errors_began = min(began, errors.read_at)
        reading = {each.held.public_ip for each in self._all_waiters() if each.held is not None and not each.is_settled}
        settled: set[int] = set()
        for waiter in waiters:
            item = None if waiter.key in in_error else there.get(waiter.key)
            if item is not None:
                is_ready = waiter.key in ready
                # A response from before the webhook may lack the change.
                waiter.is_listed, waiter.is_urgent = True, waiter.urgent_at > (began if is_ready else errors_began)
                if is_ready and not is_ending and waiter.held is None:
                    location = self._location_of(peek(item, "public_ip") or "")
                    # A list has no locations.
                    if location is not None or not self._hold(waiter, item, reading):
                        waiter.see_listed(item, location)
                if is_ready or is_ending:
                    settled.add(id(waiter))
            elif waiter.key in in_error:
                waiter.needs_own_read = True
            elif is_ending and is_whole and waiter.is_listed:
                if waiter.unknown_for:  # One list alone is no proof that a launch has ended.
                    waiter.needs_own_read = True
                else:
                    waiter.see_gone()
                    settled.add(id(waiter))
            elif waiter.is_listed or time.monotonic() - waiter.since > LISTED_IN_SECONDS:
                waiter.needs_own_read = True
        return settled

    def _in_error(self, ids: list[str], until: float, errors: _Errors | None) -> dict[str, DeploymentListItem]:
        """Return the deployments in error among these ids."""
        if errors is not None and errors.read_at == math.inf:
            errors.read_at = time.monotonic()
            found, self._errors_fit_a_page = _listed(self._reader(until), query(status="error"), max_pages=1)
            errors.items = found if self._errors_fit_a_page else None
        if errors is not None and errors.items is not None:
            return errors.items
        in_error, _ = _listed(self._reader(until), query(request_id=ids, status="error"))
        return in_error


class _Errors:
    """The deployments in error for all chunks of a round. They are read when a chunk first needs them.

    Attributes:
        items: The deployments by id. None if they do not fit into one page, or were not read yet.
        read_at: When they were read, by the monotonic clock.
    """

    def __init__(self) -> None:
        self.items: dict[str, DeploymentListItem] | None = None
        self.read_at = math.inf


def _listed(reader: Edgegap, asked: str, max_pages: int = MAX_PAGES) -> tuple[dict[str, DeploymentListItem], bool]:
    """Return the deployments that a query finds, and whether these are all."""
    there: dict[str, DeploymentListItem] = {}
    total: int | None = None
    left = max_pages
    for page in DeploymentsResource(reader).list(query=asked, page_size=CHUNK_SIZE).pages():
        there.update((item.request_id, item) for item in peek(page, "data") or () if peek(item, "request_id"))
        total, left = peek(page, "total_count"), left - 1
        if not left:
            break
    return there, bool(left) if total is None else total <= len(there)


class RelayWatcher(Watcher):
    """Watches relay sessions."""

    def _see(self, reader: Edgegap, waiter: Waiter) -> None:
        waiter.see_session(RelaysResource(reader).get_session(waiter.key))

    def _list(self, waiters: list[Waiter], settled: set[int], until: float) -> bool:
        try:
            for found, session in _among(
                waiters, RelaysResource(self._reader(until)).list_sessions(page_size=CHUNK_SIZE)
            ):
                for waiter in found:
                    waiter.see_session(session)
                    settled.add(id(waiter))
        except EdgegapError as error:
            self._note_failure(error, waiters)
        return time.monotonic() < until


class SessionWatcher(Watcher):
    """Watches sessions. A list of sessions has fewer fields than a single read."""

    def _see(self, reader: Edgegap, waiter: Waiter) -> None:
        waiter.see_session(SessionsResource(reader).get(waiter.key))

    def _list(self, waiters: list[Waiter], settled: set[int], until: float) -> bool:
        try:
            for found, item in _among(waiters, SessionsResource(self._reader(until)).list(page_size=CHUNK_SIZE)):
                for waiter in found:
                    status = str(peek(item, "status") or "")
                    if peek(item, "ready") or waiter.status not in ("", status):
                        waiter.needs_own_read = True
                        waiter.signal.set()
                        settled.add(id(waiter))
                    waiter.status = status
        except EdgegapError as error:
            self._note_failure(error, waiters)
        return time.monotonic() < until


ListedT = TypeVar("ListedT", bound=Model)


def _among(waiters: list[Waiter], pager: Pager[ListedT, Any]) -> Iterator[tuple[list[Waiter], ListedT]]:
    """Yield the listed sessions for which calls wait. The list has no filter, so the number of pages is limited."""
    by_id: dict[str, list[Waiter]] = {}
    for waiter in waiters:
        by_id.setdefault(waiter.key, []).append(waiter)
    left = CHUNK_SIZE * len(waiters) // 2
    for item in pager:
        found = by_id.pop(peek(item, "session_id"), None)
        if found is not None:
            yield found, item
        left -= 1
        if not by_id or left <= 0:
            return
