"""Permission to launch while there are fewer than `max_active` deployments.
# Written by `make generate` from _async/active_count.py; do not edit.

Launches that begin together share one list.
"""

from __future__ import annotations

import time
from copy import copy
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from .._core.ceiling import Ask, Seen, Verdict
from .._core.deployment import TERMINATED
from .._core.launch import LAUNCH_TAG, query
from .._core.unreadable import peek
from .._generated.orchestration.api.deployments import DeploymentsResource
from .._runtime.sync_signal import Signal
from ..errors import EdgegapError, GoneError, NotFoundError, TooManyActive

if TYPE_CHECKING:
    from .._runtime.redis_ceiling import CeilingRequest, SharedCeiling
    from .client import Edgegap

__all__ = ["ActiveCount"]

# Launches that begin within this time share one list. Launches that begin during a list share the next one.
GATHER_SECONDS: Final = 0.01
# How long a launch waits before it checks whether another one still counts.
FOLLOWER_SECONDS: Final = 0.5
# The maximum number of tags or ids in one filter.
MAX_VALUES: Final = 100
# The maximum number of counts: other launches may begin or end during a count.
MAX_COUNTS: Final = 5
# Before a launch is refused, up to this many deployments with an accepted stop are read, to see whether they have
# ended.
MAX_READS: Final = 5
# The thread that sends to Redis responds sooner, even if Redis fails.
THREAD_SECONDS: Final = 1.0
# Production responds with this status for an unknown deployment.
UNKNOWN_ID: Final = 400


class _Asker:
    """A launch that waits for its permission. This object owns the result."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        self.verdict: Verdict | None = None
        self.error: EdgegapError | None = None
        self.signal = Signal()

    @property
    def is_waiting(self) -> bool:
        """Whether the result is still unknown."""
        return self.verdict is None and self.error is None


class ActiveCount:
    """Counts the deployments of an organisation, for all launches of one client in one event loop.

    Threads share this object, and a signal handler may raise at any moment. So it has no lock: each step is one
    operation of a dict.

    Args:
        edgegap: The client that reads the lists.
    """

    def __init__(self, edgegap: Edgegap) -> None:
        self._edgegap = edgegap
        self._ceiling = edgegap._organisation.ceiling
        self._askers: dict[str, _Asker] = {}
        # The only key is None: `setdefault` returns the first leader to every thread.
        self._leader: dict[None, _Asker] = {}

    def begin(self, tag: str, max_active: int | None, until: float) -> None:
        """Wait until a launch may create a deployment. The launch counts from then on.

        The list is read after this call.

        Args:
            tag: The unique tag of the launch.
            max_active: The maximum number of deployments, with the one of this launch.
            until: The deadline of the launch, a moment of the monotonic clock.

        Raises:
            TooManyActive: `max_active` is reached.
            EdgegapError: The list could not be read.
        """
        if max_active is None:
            self._shared()
            self._ceiling.open(tag, until)
            return
        asker = _Asker(Ask(tag, max_active, until))
        self._askers[tag] = asker
        try:
            verdict = self._wait(asker)
        except BaseException:
            self._askers.pop(tag, None)
            self._ceiling.withdraw(tag)
            raise
        self._askers.pop(tag, None)
        if not verdict.is_granted:
            raise TooManyActive(f"not launched: {verdict.active} deployments exist, max_active is {max_active}")

    def _wait(self, asker: _Asker) -> Verdict:
        while asker.verdict is None:
            if asker.error is not None:
                raise asker.error
            if self._leader.setdefault(None, asker) is asker:
                try:
                    self._edgegap._runtime.sleep(GATHER_SECONDS)
                    self._count_for_all(tuple(self._askers.values()))
                finally:
                    self._leader.pop(None, None)
                    self._wake_next()
            else:
                asker.signal.wait(FOLLOWER_SECONDS)
        return asker.verdict

    def _wake_next(self) -> None:
        """Wake a launch that came while the list was read: it leads the next count."""
        for asker in tuple(self._askers.values()):
            if asker.is_waiting:
                asker.signal.set()
                return

    def _count_for_all(self, askers: tuple[_Asker, ...]) -> None:
        left = [asker for asker in askers if asker.is_waiting]
        try:
            if self._edgegap._replicas is not None and not self._edgegap._organisation.is_known:
                self._count(not_status="terminated")  # The first call finds out which organisation it is.
            for number in range(MAX_COUNTS):
                left = self._count_once(left, is_last=number == MAX_COUNTS - 1)
                if not left:
                    break
        except EdgegapError as error:
            for asker in left:
                asker.error = copy(error)  # Each launch adds its own note to its copy.
                asker.signal.set()

    def _count_once(self, askers: list[_Asker], *, is_last: bool) -> list[_Asker]:
        """Count once, and give a result to each launch whose result is certain. Returns the other launches."""
        shared = self._shared()
        seen = self._left_out(self._seen(shared))
        listed = self._listed(seen)
        verdicts = self._verdicts(shared, seen, listed, [asker.ask for asker in askers])
        refused = [verdict for verdict in verdicts if not verdict.is_granted]
        has_news = bool(refused) and not is_last and self._have_ended(seen)
        left: list[_Asker] = []
        for asker, verdict in zip(askers, verdicts, strict=True):
            if verdict.is_granted or is_last or (verdict.is_certain and not has_news):
                asker.verdict = verdict
                if verdict.is_granted and asker.ask.tag not in self._askers:  # The launch was cancelled meanwhile.
                    self._ceiling.withdraw(asker.ask.tag)
                asker.signal.set()
            else:
                left.append(asker)
        return left

    def _shared(self) -> SharedCeiling | None:
        """The shared record of launches that count besides the list, if replicas share one."""
        if self._edgegap._replicas is None:
            return None
        from .._runtime.redis_ceiling import share_ceiling

        return share_ceiling(self._edgegap._replicas, self._edgegap._organisation)

    def _seen(self, shared: SharedCeiling | None) -> Seen:
        if shared is not None:
            self._edgegap._runtime.sleep(shared.recovers_in())
        moment = time.monotonic()
        if shared is not None:
            signal = Signal()
            response = self._response(shared, shared.look(signal), signal)
            if response is not None:
                return shared.seen(response, moment)
        return self._ceiling.seen()

    def _verdicts(self, shared: SharedCeiling | None, seen: Seen, listed: int, asks: list[Ask]) -> list[Verdict]:
        """Grant permissions. They count the launches of all replicas, or only of this process while Redis fails."""
        if shared is not None and seen.store_moment:
            signal = Signal()
            response = self._response(shared, shared.ask(seen, listed, asks, signal), signal)
            if response is not None:
                verdicts = shared.verdicts(response)
                for ask, verdict in zip(asks, verdicts, strict=True):
                    if verdict.is_granted:
                        self._ceiling.open(ask.tag, ask.until, is_shared=True)
                return verdicts
        verdicts = self._ceiling.take(seen, listed, asks)
        if shared is not None:
            for ask, verdict in zip(asks, verdicts, strict=True):
                if verdict.is_granted:
                    shared.note(ask.tag)
        return verdicts

    @staticmethod
    def _response(shared: SharedCeiling, request: CeilingRequest, signal: Signal) -> dict[str, Any] | None:
        """The response of Redis; None if it sent none."""
        until = time.monotonic() + THREAD_SECONDS
        try:
            while not request.is_over and (left := until - time.monotonic()) > 0:
                signal.wait(left)
        finally:
            if not request.is_over:
                shared.abandon(request)
        return request.response

    @staticmethod
    def _left_out(seen: Seen) -> Seen:
        """The launches to exclude from the list: those that it may lack, and ended ones that it may still show.

        Ended launches that do not fit into one filter count as running, if the list shows them.
        """
        running = {name: each for name, each in seen.names.items() if each.counts and name.startswith(LAUNCH_TAG)}
        others = [name for name in reversed([*seen.names]) if name not in running]
        tags = [name for name in others if name.startswith(LAUNCH_TAG)]
        ids = [name for name in others if not name.startswith(LAUNCH_TAG)]
        fitting = [*tags[: max(0, MAX_VALUES - len(running))], *ids[:MAX_VALUES]]
        return seen._replace(names=running | {name: seen.names[name] for name in fitting})

    def _listed(self, seen: Seen) -> int:
        """The number of deployments, without the excluded ones."""
        tags = [name for name in seen.names if name.startswith(LAUNCH_TAG)]
        ids = [name for name in seen.names if not name.startswith(LAUNCH_TAG)]
        listed = self._count(not_tags=tags[:MAX_VALUES], not_request_id=ids, not_status="terminated")
        for number in range(MAX_VALUES, len(tags), MAX_VALUES):
            listed -= self._count(tags=tags[number : number + MAX_VALUES], not_status="terminated")
        return listed

    def _count(self, **filters: Any) -> int:
        asked = query(**{name: value for name, value in filters.items() if value})
        resource = DeploymentsResource(self._edgegap)
        page = resource.list_page(query=asked, limit=1)
        count = peek(page, "total_count")
        if isinstance(count, int):
            return count
        return len(resource.list(query=asked, limit=MAX_VALUES).collect())

    def _have_ended(self, seen: Seen) -> bool:
        """Read some deployments with an accepted stop. Returns whether one of them has ended."""
        stopping = (each.deployment_id for each in seen.names.values() if each.counts and each.is_stopping)
        ended = [each for each in islice(stopping, MAX_READS) if self._has_ended(each)]
        for deployment_id in ended:
            self._ceiling.over(deployment_id)
        return bool(ended)

    def _has_ended(self, deployment_id: str) -> bool:
        try:
            status = DeploymentsResource(self._edgegap).get(deployment_id)
        except EdgegapError as error:
            return isinstance(error, GoneError | NotFoundError) or error.status == UNKNOWN_ID
        return bool(peek(status, "status") == TERMINATED)
