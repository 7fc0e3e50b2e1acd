"""Many waiters, one poller: whoever waits and comes first asks for all of them."""
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

# Up to this many deployments are read one by one, which shows every state. More are listed, which shows the ready ones.
MAX_SINGLE_READS: Final = 5
CHUNK_SIZE: Final = 100
# Reads of single ones in one round besides the list: half of what the API allows in a second.
READS_PER_ROUND: Final = 10
# News of more than so many is read from a list of only those.
MAX_SINGLE_NEWS: Final = 5
# Between two lists of those with news. They come on top of the rounds: together, 10 lists a second at most.
NEWS_INTERVAL_SECONDS: Final = 0.2
# The location of a host is known from any deployment on it, and kept so long, for so many hosts.
LOCATION_SECONDS: Final = 3600.0
MAX_LOCATIONS: Final = 1000
# A deployment that is ready waits so long for a read of its location, as lists have none. So many hosts are read, and
# so many more each second. Beyond that, deployments are handed over without a location.
HELD_SECONDS: Final = 15.0
MAX_HELD: Final = 200.0
HELD_A_SECOND: Final = 2.0
# The list may be read 10 times a second by the whole organisation; this poller takes no more than half of it.
LISTS_A_SECOND: Final = 5.0
# What is new may be unknown to the service for a moment.
UNKNOWN_FOR_SECONDS: Final = 15.0
# A proxy or a lagging replica sends a 404 or 400 for a deployment that runs. So what was seen before, and is not known
# now, is read again for so long, and then a list has to confirm that it is gone.
MISSING_FOR_SECONDS: Final = 5.0
# Between two lists that confirm it, on the average of so many seconds.
CONFIRM_INTERVAL_SECONDS: Final = 0.5
CONFIRM_BURST_SECONDS: Final = 1.0
# A waiter whose state another one is just reading looks again after so long.
FOLLOWER_INTERVAL_SECONDS: Final = 0.05
# News that nobody waits for yet is kept so long, and no more than so many: a webhook may come before the response to
# the create request.
NEWS_SECONDS: Final = 300.0
MAX_NEWS: Final = 10_000
# The oldest is removed in batches of so many: it takes a copy of all.
TRIM_NEWS: Final = 1000
# Seconds after which a list that lacks what is waited for is suspect: what is new may be listed late.
LISTED_IN_SECONDS: Final = 5.0
# What an id looks like.
POSSIBLE_ID: Final = re.compile(r"[\w-]{1,200}", re.ASCII)
# After so many reads that fail one after the other, another replica polls, if there is one.
MAX_FAILURES: Final = 3
# A round of more lists is spread over its time.
LISTS_AT_ONCE: Final = 6
# Pages of one list that are read at the most; a service that keeps to the filter and the limit needs one.
MAX_PAGES: Final = 10


class Waiter:
    """One who waits for one deployment or session.

    Attributes:
        number: The number of this wait, which no other one in this process has.
        key: The id of what is waited for.
        is_ending: Whether its end is waited for.
        unknown_for: Seconds for which the service may not know it.
        is_shareable: Whether another replica may poll for it. The read of an impossible id is refused here.
        is_pausing: Whether it waits for news or reads at the moment.
        heard: What the replica that polls for all has seen, see `Proxy`.
        status: The last state that was seen.
        detail: What the service says of its failure.
        deployment: The deployment, once it is ready.
        session: The session, once it is ready.
        is_failed: Whether it will not become ready.
        unknown_since: Since when each read says that the service does not know it; None if the last one knew it.
        is_doubtful: Whether it is not known for so long that only a list can say whether it is gone.
        is_gone: Whether the service does not know it any more.
        found: The first deployment that has the tag, for one who looks for a tag.
        ids: All that have the tag.
        looks: How many lists were read for it.
        is_listed: Whether a list has shown it.
        is_urgent: Whether there is news of it, which the next list shows when there is news of many.
        urgent_at: When news of it came last.
        is_owed: Whether it is to be read by itself, as a list has not shown enough.
        held: The deployment without its location, while that is to be read.
        held_until: When it is handed over without a location.
        error: Why waiting makes no sense.
        trouble: Why the last look has failed, None if it has not.
    """

    def __init__(self, key: str, *, is_ending: bool, unknown_for: float) -> None:
        self.number = next(_numbers)
        self.key = key
        self.is_ending = is_ending
        self.is_shareable = bool(POSSIBLE_ID.fullmatch(key))
        self.is_pausing = False
        self.heard: deque[tuple[str, Any]] = deque()
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
        self.is_owed = False
        self.held: Deployment | None = None
        self.held_until = math.inf
        self.error: EdgegapError | None = None
        self.trouble: EdgegapError | None = None
        self.signal = Signal()

    @property
    def is_settled(self) -> bool:
        """Whether there is nothing more to find out."""
        there = self.deployment is not None or self.session is not None or bool(self.found)
        return there or self.is_failed or self.is_gone

    @property
    def is_hungry(self) -> bool:
        """Whether it wants to be read now."""
        return self.is_urgent or self.is_owed

    def see_deployment(self, status: DeploymentStatus) -> None:
        """Take in a response about the status."""
        # What else is odd in it must not keep a launch from seeing that its deployment runs.
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
        """Take in an item of a list that is ready."""
        from .._deployment import Deployment

        deployment = Deployment.from_list_item(item)
        deployment.location = location
        self.status = READY
        self.deployment = deployment
        self.signal.set()

    def hold(self, item: DeploymentListItem) -> None:
        """Take in an item of a list that is ready, and wait for its location."""
        from .._deployment import Deployment

        if self.held is None:
            self.held_until = time.monotonic() + HELD_SECONDS
            self.signal.set()
        self.status = READY
        self.held = Deployment.from_list_item(item)

    def release(self, location: Location | None = None) -> None:
        """Hand over what is held."""
        if self.held is not None and self.deployment is None:
            self.held.location = location
            self.deployment = self.held
            self.is_urgent = self.is_owed = False
            self.signal.set()

    def see_session(self, session: RelaySession | Session) -> None:
        """Take in a session."""
        self._read(str(peek(session, "status") or self.status), peek(session, "error") or "")
        self.see_again()
        if peek(session, "ready"):
            self.session = session
        self.is_failed = self.session is None and bool(self.detail)

    def see_nothing(self, *, ended: bool) -> None:
        """Take in that the service does not know it, or says that it has ended. No such response settles it alone.

        Args:
            ended: Whether it says that it has ended (410), which needs no second read.
        """
        self._read(self.status, self.detail)
        if self.unknown_since is None:
            self.unknown_since = self.read_at
        is_old = bool(self.status) or self.is_listed or self.read_at - self.since >= self.unknown_for
        is_long = self.read_at - self.unknown_since >= min(MISSING_FOR_SECONDS, self.unknown_for)
        self.is_doubtful = ended or (is_old and is_long)

    def see_again(self) -> None:
        """Take in that it is there."""
        self.unknown_since, self.is_doubtful = None, False

    def see_gone(self) -> None:
        """Take in that it is gone."""
        self.is_gone = True
        self.signal.set()

    def _read(self, status: str, detail: str) -> None:
        self.read_at = time.monotonic()
        self.is_urgent = self.is_owed = False
        self.status = status
        self.detail = detail
        self.signal.set()


class Watcher(ABC):
    """Reads the states of all that someone waits for, of one kind.

    Threads share it, and a signal handler may raise at any moment. So it has no lock: each step is one operation of a
    dict.

    Args:
        edgegap: What to read with. Its `poll_interval` are the seconds between two rounds; more when there are so many
            waiters that a round takes many requests.
    """

    max_single_reads = MAX_SINGLE_READS

    def __init__(self, edgegap: Edgegap) -> None:
        self._edgegap = edgegap
        self._interval = edgegap._settings.poll_interval
        self._waiters: dict[int, Waiter] = {}
        self._next = 0.0
        self._soonest = 0.0
        # By None: one at the most, as `setdefault` gives the first to everybody.
        self._leader: dict[None, Waiter] = {}
        self._news: dict[str, float] = {}
        self._failures = 0
        # The rest of a long round: the waiters of each list, and who is in error.
        self._rest: tuple[list[list[Waiter]], _Errors | None] | None = None
        # Where it says for whom it polls, if it shares that with other replicas.
        self.candidate: Candidate | None = None
        # Those who wait in other replicas, by replica, and by their number there. Each is replaced whole.
        self._proxies: dict[str, dict[int, Proxy]] = {}

    def join(self, key: str, *, is_ending: bool = False, unknown_for: float | None = None) -> Waiter:
        """Begin to wait.

        Args:
            key: The id of what is waited for.
            is_ending: Whether its end is waited for.
            unknown_for: Seconds for which the service may not know it, `UNKNOWN_FOR_SECONDS` by default. With 0, one
                response that says so is enough, if a list confirms it.
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
        """Wait no more."""
        self._waiters.pop(waiter.number, None)
        if self.candidate is not None:
            self.candidate.changed()

    def _everyone(self) -> list[Waiter]:
        """All for whom this one polls."""
        waiters = list(self._waiters.values())
        for proxies in list(self._proxies.values()):
            waiters += [proxy for proxy in proxies.values() if not proxy.is_settled]
        return waiters

    # --- Waiting together with other replicas: see `_runtime.redis_leader`, whose thread calls these four

    def waits(self) -> dict[int, Wait]:
        """What its own waiters wait for, by their numbers."""
        own = list(self._waiters.values())
        return {
            each.number: (each.key, each.is_ending, each.unknown_for)
            for each in own
            if each.is_shareable and not each.is_settled
        }

    def adopt(self, who: str, waits: Mapping[int, Wait]) -> None:
        """Poll for another replica too.

        Args:
            who: Its name.
            waits: All that it waits for.
        """
        known = self._proxies.get(who, {})
        is_new = bool(waits) and not known
        proxies = {
            # One that is settled is polled for again, if the other replica has not heard of that.
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
        # In this order, and the other way round in `wake`: one of the two sees what the other has done.
        for number in proxies.keys() - known.keys():
            came = self._news.pop(proxies[number].key, None)
            if came is not None and proxies[number].since - came < NEWS_SECONDS:
                proxies[number].is_urgent = True
                is_new = True
        if is_new:
            # Another one may have polled for it before. It does not have to wait for a whole interval again.
            self._next = min(self._next, self._soonest)
            self.kick()

    def _proxy(self, who: str, number: int, wait: Wait) -> Proxy:
        from .proxies import Proxy

        return Proxy(self, who, number, wait)

    def hear(self, number: int, what: str, data: Any) -> None:
        """Take in what the replica that polls for all has seen for one of its own waiters."""
        waiter = self._waiters.get(number)
        if waiter is not None:
            waiter.heard.append((what, data))
            waiter.signal.set()

    def kick(self) -> None:
        """Wake the waiter that polls for the others."""
        keeper = self._keeper()
        if keeper is not None:
            keeper.signal.set()

    def _keeper(self) -> Waiter | None:
        """The waiter that looks for the others what there is to do, and keeps the lease of this replica."""
        return next((each for each in list(self._waiters.values()) if each.is_pausing), None)

    def wake(self, key: str) -> None:
        """Somebody says that there is news: look at once."""
        # Before it looks who waits: whoever comes meanwhile finds it.
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
        """Those of `_everyone` who wait for this id. There may be a thousand webhooks a second, so keys come first."""
        waiters = [each for each in list(self._waiters.values()) if each.key == key]
        for proxies in list(self._proxies.values()):
            waiters += [proxy for proxy in proxies.values() if proxy.key == key and not proxy.is_settled]
        return waiters

    def until(
        self, waiter: Waiter, look: Callable[[Waiter], T | None], deadline: float, *, interval: float = math.inf
    ) -> T | None:
        """Wait until `look` gives something, or raises; None when the deadline has passed.

        Args:
            waiter: Who waits.
            look: Called at first, after each read, and every `interval` seconds.
            deadline: By the monotonic clock.
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
                self.kick()  # another one is the keeper

    @staticmethod
    def _look(waiter: Waiter, look: Callable[[Waiter], T | None]) -> T | None:
        while waiter.heard:
            from .proxies import take_in

            take_in(waiter, *waiter.heard.popleft())
        return look(waiter)

    def _pause(self, waiter: Waiter, left: float, max_wait: float) -> None:
        """Wait for news, at most `max_wait` seconds.

        If it is time and nobody else does, read the states, which takes at most `left` seconds.
        """
        now = time.monotonic()
        is_hungry = waiter.is_hungry
        if self.candidate is not None:
            if self._keeper() is waiter:
                max_wait = min(max_wait, self.candidate.lease_seconds / 4)
                is_hungry = self._release_held() or is_hungry
            if not self._may_poll(waiter):
                waiter.signal.wait(max(0.01, max_wait))
                return
        if (now >= self._next or is_hungry) and self._may_lead(waiter):
            try:
                self._lead(waiter, now, now + left)
            finally:
                self._leader.pop(None, None)
                self._hand_over(waiter)
        else:
            # When it is time, but another waiter is reading already, the state will soon be here.
            soon = max(FOLLOWER_INTERVAL_SECONDS, self._interval / 4)
            wait = soon if now >= self._next or is_hungry else self._next - now
            waiter.signal.wait(max(0.01, min(max_wait, wait)))

    def _may_lead(self, waiter: Waiter) -> bool:
        """One asks at a time. A leader that was interrupted and has left does not count: a lock would stay locked."""
        leader = self._leader.get(None)
        if leader is not None and leader.number not in self._waiters:
            self._leader.pop(None, None)
        return self._leader.setdefault(None, waiter) is waiter

    def _may_poll(self, waiter: Waiter) -> bool:
        """Whether this replica polls, and not another one for it."""
        return self.candidate is None or self.candidate.may_poll() or not waiter.is_shareable

    def _release_held(self) -> bool:
        """Hand over those of other replicas who have waited long enough for a location. Whether one wants a read."""
        now, is_hungry = time.monotonic(), False
        for proxies in list(self._proxies.values()):
            for proxy in proxies.values():
                if proxy.held is not None and now >= proxy.held_until:
                    proxy.release()
                is_hungry = is_hungry or (proxy.is_hungry and not proxy.is_settled)
        return is_hungry

    def _lead(self, waiter: Waiter, now: float, until: float) -> None:
        """Ask for those of whom there is news, and for all if it is time."""
        if not self._serve(waiter, until):
            return
        if now >= self._next and not waiter.is_settled:
            if self._rest is None:
                self._soonest = now + self.lists_a_round() / self._lists_a_second()
            self._next = max(now + self._interval, self._soonest)
            if not self._round(until):
                self._next = 0.0  # another waiter continues
        if not waiter.is_settled:
            self._confirm(until)

    def _serve(self, waiter: Waiter, until: float) -> bool:
        """Read those of whom there is news, and those that a list has not shown enough of. False if it is too early.

        A waiter reads for itself and for other replicas. The others of this replica read for themselves afterwards.
        """
        urgent = [each for each in self._everyone() if each.is_urgent]
        mine: list[Waiter] = [waiter]
        for proxies in list(self._proxies.values()):
            mine += [proxy for proxy in proxies.values() if proxy.is_hungry]
        if len(urgent) > MAX_SINGLE_NEWS:
            if not self._list_news(waiter, urgent, until):
                return False
        else:
            for each in mine:
                if each.is_urgent:
                    self._read(each, until)
        owed = [each for each in mine if each.is_owed and not each.is_settled]
        for each in owed[:MAX_SINGLE_NEWS]:
            # A read for another one may have been enough.
            if each.is_owed and not each.is_settled:
                self._read(each, until)
        return True

    def _lists_a_second(self) -> float:
        """How many lists the rounds of this process may take. Without Redis, each replica polls with its share."""
        return LISTS_A_SECOND if self.candidate is None else LISTS_A_SECOND / self.candidate.processes()

    def _list_news(self, waiter: Waiter, urgent: list[Waiter], until: float) -> bool:
        """Find out about all of whom there is news. False if it is too early for that."""
        # One list shows more than many reads, but has a rate limit too.
        self._next = min(self._next, self._soonest)
        now = time.monotonic()
        if now < self._next:
            waiter.signal.wait(min(self._next, until) - now)
            return False
        return True

    def _hand_over(self, leader: Waiter) -> None:
        """The next one of whom there is news may ask."""
        for waiter in self._everyone():
            if waiter.is_hungry and waiter is not leader:
                waiter.signal.set()
                return

    def _reader(self, until: float) -> Edgegap:
        """A client whose calls end by the deadline of the waiter that reads, even if the service does not respond."""
        if self.candidate is not None:
            self.candidate.may_poll()  # which says that this replica is active
        left = max(FOLLOWER_INTERVAL_SECONDS, until - time.monotonic())
        return self._edgegap.with_options(timeout=min(left, self._edgegap._settings.timeout))

    def lists_a_round(self) -> int:
        """How many lists a round takes; may be called from any thread."""
        number = len(self._everyone())
        return 0 if number <= self.max_single_reads else 2 * math.ceil(number / CHUNK_SIZE)

    def _round(self, until: float) -> bool:
        """Read the states of all waiters. False if there was no time for that."""
        waiters = self._everyone()
        if len(waiters) > self.max_single_reads:
            settled: set[int] = set()
            if not self._list(waiters, settled, until):
                return False
            # Lists do not show everything: some waiters, those with news and the longest unread, are each read besides.
            left = [each for each in self._everyone() if id(each) not in settled]
            waiters = sorted(left, key=lambda each: (not each.is_owed, each.read_at))[:READS_PER_ROUND]
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
            waiter.is_urgent = waiter.is_owed = False
            waiter.release()
            self._trouble(error, [waiter])
        else:
            self._failures = 0
        if waiter.urgent_at > began:  # the response may be older than the news
            waiter.is_urgent = True

    def _confirm(self, until: float) -> None:
        """Find out which of those that the service does not seem to know are gone."""
        for waiter in self._everyone():
            if waiter.is_doubtful:
                waiter.see_gone()

    @abstractmethod
    def _see(self, reader: Edgegap, waiter: Waiter) -> None:
        """Read what one waits for."""

    @abstractmethod
    def _list(self, waiters: list[Waiter], settled: set[int], until: float) -> bool:
        """Find out about many at once; `settled` gets who needs no reading. False if there was no time."""

    def _trouble(self, error: EdgegapError, waiters: list[Waiter]) -> None:
        """A round that failed is no reason to stop waiting, unless none can ever succeed."""
        logger.info("waiting goes on after %s", type(error).__name__)
        for waiter in waiters:
            waiter.trouble = error
        if isinstance(error, AuthenticationError | PermissionDeniedError | ClientError):
            for waiter in waiters:
                waiter.error = copy(error)  # each adds to its own what it has lost
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
        """Hand over all that were waiting for the location of this host."""
        self._locations.pop(ip, None)
        self._locations[ip] = time.monotonic(), location
        for old in list(self._locations)[:-MAX_LOCATIONS]:
            self._locations.pop(old, None)
        for waiter in self._everyone():
            if waiter.held is not None and waiter.held.public_ip == ip:
                waiter.release(location)

    def _location_of(self, ip: str) -> Location | None:
        read_at, location = self._locations.get(ip, (-math.inf, None))
        return location if time.monotonic() - read_at < LOCATION_SECONDS else None

    def _hold(self, waiter: Waiter, item: DeploymentListItem, reading: set[str]) -> bool:
        """Let a waiter wait for its location. False if too many do.

        Args:
            waiter: Who waits.
            item: Its deployment.
            reading: The hosts one of whose deployments is to be read.
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
            waiter.is_owed = True
        waiter.hold(item)
        return True

    def _confirm(self, until: float) -> None:
        doubtful = [each for each in self._everyone() if each.is_doubtful and not each.is_settled][:CHUNK_SIZE]
        now = time.monotonic()
        if not doubtful or now < self._confirm_due:
            return
        self._confirm_due = max(self._confirm_due, now - CONFIRM_BURST_SECONDS) + CONFIRM_INTERVAL_SECONDS
        self._next += 1 / LISTS_A_SECOND
        ids = list(dict.fromkeys(waiter.key for waiter in doubtful))
        try:
            there, is_whole = _listed(self._reader(until), query(request_id=ids, not_status="terminated"))
        except EdgegapError as error:
            self._trouble(error, doubtful)
            return
        for waiter in doubtful:
            item = there.get(waiter.key)
            if item is not None:
                waiter.is_listed = True
                waiter.see_again()
                if peek(item, "ready") and not waiter.is_ending:  # the list knows it, and the status may never do
                    waiter.see_listed(item, self._location_of(peek(item, "public_ip") or ""))
            elif is_whole:
                waiter.see_gone()

    def _list_news(self, waiter: Waiter, urgent: list[Waiter], until: float) -> bool:
        now = time.monotonic()
        if now < self._news_due:
            if waiter.is_owed:
                return True
            waiter.signal.wait(min(self._news_due, until) - now)
            return False
        self._news_due = now + self._news_interval()
        self._list_alike(urgent[:CHUNK_SIZE], until)
        return True

    def _list_alike(self, waiters: list[Waiter], until: float, errors: _Errors | None = None) -> set[int]:
        """List up to a hundred waiters, those for an end and those for a start apart.

        Args:
            waiters: Who waits.
            until: Until when there is time, by the monotonic clock.
            errors: The deployments in error, if all chunks of the round share a list of them.
        """
        settled: set[int] = set()
        for is_ending in (False, True):
            chunk = [waiter for waiter in waiters if waiter.is_ending is is_ending]
            if not chunk:
                continue
            try:
                settled |= self._list_chunk(chunk, is_ending, until, errors)
            except EdgegapError as error:
                self._trouble(error, chunk)
                settled |= {id(waiter) for waiter in chunk}
                for waiter in chunk:
                    waiter.is_urgent = False
        return settled

    def lists_a_round(self) -> int:
        waiters = self._everyone()
        if len(waiters) <= self.max_single_reads:
            return 0
        ending = sum(waiter.is_ending for waiter in waiters)
        chunks = math.ceil(ending / CHUNK_SIZE) + math.ceil((len(waiters) - ending) / CHUNK_SIZE)
        if len(waiters) <= CHUNK_SIZE:
            return 2 * chunks
        # One list of those in error does for all chunks, unless they are too many for it.
        return chunks + 1 if self._errors_fit_a_page else 2 * chunks + 1

    def _news_interval(self) -> float:
        """Seconds between two lists for news."""
        return NEWS_INTERVAL_SECONDS * LISTS_A_SECOND / self._lists_a_second()

    def _list(self, waiters: list[Waiter], settled: set[int], until: float) -> bool:
        # One chunk has a list of its own, which is as quick and shows no others.
        errors = _Errors() if len(waiters) > CHUNK_SIZE else None
        reading = self._leader.get(None) or waiters[-1]
        chunks = [
            alike[number : number + CHUNK_SIZE]
            for alike in ([each for each in waiters if each.is_ending is is_ending] for is_ending in (False, True))
            for number in range(0, len(alike), CHUNK_SIZE)
        ]
        # Many lists are spread over the round, so that there is always a slot for those with news.
        is_long = self._rest is not None or len(chunks) > LISTS_AT_ONCE
        spacing = 1 / self._lists_a_second() if is_long else 0.0
        if self._rest is not None:
            (chunks, errors), self._rest = self._rest, None
        for number, chunk in enumerate(chunks):
            if time.monotonic() >= until:
                return False
            due = time.monotonic() + spacing
            settled |= self._list_alike([each for each in chunk if not each.is_settled], until, errors)
            # A round of many takes seconds; news does not wait for its end.
            self._between(reading, settled, due, until)
            if is_long and reading.is_settled:
                # It need not wait for the end of the round, as another one continues.
                self._rest = chunks[number + 1 :], errors
                return False
        return True

    def _between(self, waiter: Waiter, settled: set[int], due: float, until: float) -> None:
        """Read what cannot wait, until the next list of the round is due; the last of its waiters does that."""
        while True:
            everyone = self._everyone()
            urgent = [each for each in everyone if each.is_urgent]
            if urgent and time.monotonic() >= self._news_due:
                self._news_due = time.monotonic() + self._news_interval()
                settled |= self._list_alike(urgent[:CHUNK_SIZE], until)
            now = time.monotonic()
            if now >= min(due, until):
                return
            owed = next((each for each in everyone if each.is_owed and not each.is_settled), None)
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
        reading = {each.held.public_ip for each in self._everyone() if each.held is not None and not each.is_settled}
        settled: set[int] = set()
        for waiter in waiters:
            item = None if waiter.key in in_error else there.get(waiter.key)
            if item is not None:
                is_ready = waiter.key in ready
                # What was read before the news may lack it.
                waiter.is_listed, waiter.is_urgent = True, waiter.urgent_at > (began if is_ready else errors_began)
                if is_ready and not is_ending and waiter.held is None:
                    location = self._location_of(peek(item, "public_ip") or "")
                    # A list does not say where they run.
                    if location is not None or not self._hold(waiter, item, reading):
                        waiter.see_listed(item, location)
                if is_ready or is_ending:
                    settled.add(id(waiter))
            elif waiter.key in in_error:
                waiter.is_owed = True
            elif is_ending and is_whole and waiter.is_listed:
                if waiter.unknown_for:  # one list alone does not end a launch
                    waiter.is_owed = True
                else:
                    waiter.see_gone()
                    settled.add(id(waiter))
            elif waiter.is_listed or time.monotonic() - waiter.since > LISTED_IN_SECONDS:
                waiter.is_owed = True
        return settled

    def _in_error(self, ids: list[str], until: float, errors: _Errors | None) -> dict[str, DeploymentListItem]:
        """Which of some deployments are in error."""
        if errors is not None and errors.read_at == math.inf:
            errors.read_at = time.monotonic()
            found, self._errors_fit_a_page = _listed(self._reader(until), query(status="error"), max_pages=1)
            errors.items = found if self._errors_fit_a_page else None
        if errors is not None and errors.items is not None:
            return errors.items
        in_error, _ = _listed(self._reader(until), query(request_id=ids, status="error"))
        return in_error


class _Errors:
    """The deployments in error of all chunks of a round: read when they are first needed.

    Attributes:
        items: The deployments by id; None if there are too many for one page, or they were not read yet.
        read_at: When they were read, by the monotonic clock.
    """

    def __init__(self) -> None:
        self.items: dict[str, DeploymentListItem] | None = None
        self.read_at = math.inf


def _listed(reader: Edgegap, asked: str, max_pages: int = MAX_PAGES) -> tuple[dict[str, DeploymentListItem], bool]:
    """The deployments that a query finds, and whether these are all."""
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
            self._trouble(error, waiters)
        return time.monotonic() < until


class SessionWatcher(Watcher):
    """Watches sessions, whose lists show less than a read of one."""

    def _see(self, reader: Edgegap, waiter: Waiter) -> None:
        waiter.see_session(SessionsResource(reader).get(waiter.key))

    def _list(self, waiters: list[Waiter], settled: set[int], until: float) -> bool:
        try:
            for found, item in _among(waiters, SessionsResource(self._reader(until)).list(page_size=CHUNK_SIZE)):
                for waiter in found:
                    status = str(peek(item, "status") or "")
                    if peek(item, "ready") or waiter.status not in ("", status):
                        waiter.is_owed = True
                        waiter.signal.set()
                        settled.add(id(waiter))
                    waiter.status = status
        except EdgegapError as error:
            self._trouble(error, waiters)
        return time.monotonic() < until


ListedT = TypeVar("ListedT", bound=Model)


def _among(waiters: list[Waiter], pager: Pager[ListedT, Any]) -> Iterator[tuple[list[Waiter], ListedT]]:
    """Those of a list that someone waits for, with who does; it has no filter, so not more pages than are worth it."""
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
