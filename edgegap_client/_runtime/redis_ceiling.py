"""`max_active` for replicas: what lists do not show yet, kept in Redis, for the launches of all processes.

Each process writes what its `Ceiling` knows and renews its launches. A launch asks for permission before its create
request. If Redis fails, the `Ceiling` of the process decides.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, Final, Protocol

from .._core.ceiling import LISTED_WITHIN_SECONDS, Ask, Ceiling, Counted, Seen, Verdict
from .._core.launch import LAUNCH_TAG
from .._core.rate_limiter import Organisation
from .redis_ceiling_script import CEILING
from .replicas import Part, Replicas, ReplicaThread

__all__ = ["CeilingRequest", "SharedCeiling", "share_ceiling"]

# How often the launches of this process are renewed in Redis.
RENEWAL_SECONDS: Final = 5.0
# A launch that is not renewed counts for so long. Then its process is dead, and lists show what it has created.
LEASE_SECONDS: Final = LISTED_WITHIN_SECONDS + RENEWAL_SECONDS
# Redis carries out no request that it received so long ago.
LATE_SECONDS: Final = 1.0
# So many changes are kept while Redis is away. All that counts is written then anyway, and the rest ends by itself.
MAX_NOTES: Final = 10_000


class Wakeup(Protocol):
    """What the sender of a request sleeps on."""

    def set(self) -> bool:
        """Wake the sender."""
        ...


class CeilingRequest:
    """A request to Redis. The thread owns its result.

    Args:
        data: What the script gets besides the notes.
        wakeup: What its sender sleeps on.

    Attributes:
        response: The response; None if there is none, because Redis has failed.
        is_over: Whether there is nothing to wait for any more.
        is_abandoned: Whether nobody waits for it, so that it is not to be sent.
    """

    def __init__(self, data: dict[str, Any], wakeup: Wakeup) -> None:
        self.data = data
        self._wakeup = wakeup
        self.response: dict[str, Any] | None = None
        self.is_over = False
        self.is_abandoned = False

    def end(self, response: dict[str, Any] | None = None) -> None:
        """Give the sender the response."""
        self.response, self.is_over = response, True
        self._wakeup.set()


class SharedCeiling:
    """The ceiling of one organisation in this process, and what it sends to Redis. The thread owns its state.

    Threads, event loops and signal handlers call `note` and `send`: each step is one operation of a dict.

    Args:
        thread: The thread.
        key: Its key in Redis.
        ceiling: What this process knows.
    """

    def __init__(self, thread: ReplicaThread, key: str, ceiling: Ceiling) -> None:
        self._thread = thread
        self._key = key
        self.ceiling = ceiling
        # The names that have changed, and the requests to send, in their order.
        self._changed: dict[str, None] = {}
        self._requests: dict[int, CeilingRequest] = {}
        self._is_sending = False
        self._renewed_at = 0.0
        # The clock of Redis, and the monotonic clock at the same moment.
        self._clock: tuple[float, float] | None = None

    # --- What other threads call

    def is_working(self) -> bool:
        """Whether it can be reached. It cannot in a forked child, or once it is closed."""
        return self._thread.is_working()

    def note(self, name: str) -> None:
        """Write soon what is known of a launch tag or deployment."""
        if len(self._changed) >= MAX_NOTES:
            self._changed.clear()
        self._changed[name] = None
        self._thread.call(self.begin)

    def look(self, wakeup: Wakeup) -> CeilingRequest:
        """Ask what is counted by itself, see `seen`."""
        return self._send(CeilingRequest({}, wakeup))

    def ask(self, seen: Seen, listed: int, asks: list[Ask], wakeup: Wakeup) -> CeilingRequest:
        """Ask for permissions, see `verdicts`."""
        data: dict[str, Any] = {
            "asks": [(ask.tag, ask.max_active) for ask in asks],
            "seen": {name: int(each.counts) for name, each in seen.names.items()},
            "moment": seen.store_moment,
            "listed": listed,
            "tag": LAUNCH_TAG,
        }
        return self._send(CeilingRequest(data, wakeup))

    def abandon(self, request: CeilingRequest) -> None:
        """Wait for it no more. What Redis grants or has granted by it is returned."""
        request.is_abandoned = True
        for tag, _ in request.data.get("asks", ()):
            self.note(tag)

    def recovers_in(self) -> float:
        """Seconds until the others have surely written again what Redis may have lost."""
        return max(0.0, self._thread.recovers_until - time.monotonic())

    def _send(self, request: CeilingRequest) -> CeilingRequest:
        self._requests[id(request)] = request
        # In this order: `lost` of the thread sees it, or this sees that Redis is lost.
        if self._thread.is_alone or not self._thread.is_working():
            self._requests.pop(id(request), None)
            request.end()
        self._thread.call(self.begin)
        return request

    @staticmethod
    def seen(response: dict[str, Any], moment: float) -> Seen:
        """What is counted by itself, from the response to `look`, which was sent at a moment of the monotonic clock."""
        names = {
            name: Counted(moment + LISTED_WITHIN_SECONDS, bool(counts), bool(is_stopping), deployment_id)
            for name, counts, is_stopping, deployment_id in response["names"]
        }
        return Seen(moment, names, response["now"])

    @staticmethod
    def verdicts(response: dict[str, Any]) -> list[Verdict]:
        """The verdicts, from the response to `ask`."""
        return [Verdict(bool(granted), int(active), bool(certain)) for granted, active, certain in response["verdicts"]]

    # --- What runs in the thread

    @property
    def is_awaited(self) -> bool:
        """Whether somebody waits for Redis."""
        return bool(self._requests)

    def renew(self, *, is_all: bool = False) -> None:
        """Write the launches of this process again, or all that it knows, if it is time for that."""
        now = time.monotonic()
        if is_all or now >= self._renewed_at + RENEWAL_SECONDS:
            self._renewed_at = now
            for name, each in self.ceiling.all().items():
                if is_all or each.until > now + LISTED_WITHIN_SECONDS:
                    self._changed[name] = None
        self.begin()

    def fail(self) -> None:
        """Redis has failed: nobody waits any more."""
        self.ceiling.end_renewals()
        while self._requests:
            self._requests.popitem()[1].end()

    def begin(self) -> None:
        """Send what there is to send."""
        if not self._is_sending and self._thread.client is not None and (self._changed or self._requests):
            self._is_sending = True
            self._thread.go_on(self._send_all())

    async def _send_all(self) -> None:
        try:
            while (self._changed or self._requests) and self._thread.client is not None:
                await self.send_once()
        finally:
            self._is_sending = False

    async def send_once(self) -> None:
        """Send all notes, and one request if there is one."""
        request = next((self._requests.pop(key, None) for key in tuple(self._requests)), None)
        if request is not None and request.is_abandoned:
            return
        names = tuple(self._changed)
        for name in names:
            self._changed.pop(name, None)
        response: dict[str, Any] | None = None
        try:
            response = await self._run(names, {} if request is None else request.data)
        finally:
            if response is None:
                self._changed.update(dict.fromkeys(names))
                if request is not None:
                    self.abandon(request)
            if request is not None:
                request.end(response)

    async def _run(self, names: tuple[str, ...], data: dict[str, Any]) -> dict[str, Any] | None:
        response = await self._run_once(names, data)
        # Redis has responded within `COMMAND_SECONDS`, so one of the clocks was set: that is known now.
        return await self._run_once(names, data) if response is None else response

    async def _run_once(self, names: tuple[str, ...], data: dict[str, Any]) -> dict[str, Any] | None:
        now = time.monotonic()
        known = self.ceiling.all()
        not_after = 0.0 if self._clock is None else self._clock[0] + now - self._clock[1] + LATE_SECONDS
        notes = [_note(name, known.get(name), now) for name in names]
        request = {
            "notes": notes,
            "not_after": not_after,
            "lease": LEASE_SECONDS,
            **data,
        }
        response: dict[str, Any] = json.loads(await self._thread.run(CEILING, [self._key], json.dumps(request)))
        self._clock = float(response["now"]), time.monotonic()
        if "is_late" in response:
            return None
        for name, left, counts, _, _ in notes:
            if counts and left > 0:
                self.ceiling.renewed(name, now + left)
        for (tag, _), (is_granted, _, _) in zip(data.get("asks", ()), response["verdicts"], strict=False):
            if is_granted:
                self.ceiling.leased(tag, now + LEASE_SECONDS)
        return response


def _note(name: str, found: Counted | None, now: float) -> tuple[str, float, int, int, str]:
    if found is None:
        return name, 0.0, 1, 0, ""
    left = min(found.until - now, LEASE_SECONDS)
    return name, round(left, 3), int(found.counts), int(found.is_stopping), found.deployment_id


class _Ceilings(Part):
    """The ceilings of this process, by organisation."""

    def __init__(self, thread: ReplicaThread) -> None:
        super().__init__(thread)
        self._shared: dict[str, SharedCeiling] = {}

    def of(self, organisation: str, ceiling: Ceiling) -> SharedCeiling:
        """The one of an organisation."""
        key = f"{self.thread.prefix}:ceiling:{{{organisation}}}"
        shared = self._shared.get(key)
        if shared is None or shared.ceiling is not ceiling:
            self._shared.pop(key, None)
            made = SharedCeiling(self.thread, key, ceiling)
            shared = self._shared.setdefault(key, made)
            if shared is made:
                self.thread.call(partial(made.renew, is_all=True))
        return shared

    def _everyone(self) -> list[SharedCeiling]:
        return list(self._shared.values())

    @property
    def is_awaited(self) -> bool:
        return any(shared.is_awaited for shared in self._everyone())

    def connected(self) -> None:
        for shared in self._everyone():
            shared.renew(is_all=True)

    def lost(self) -> None:
        for shared in self._everyone():
            shared.fail()

    async def beat(self) -> None:
        for shared in self._everyone():
            shared.renew()

    async def leave(self) -> None:
        for shared in self._everyone():
            with suppress(Exception):  # its leases end by themselves
                await shared.send_once()

    def ended(self) -> None:
        self.lost()


def share_ceiling(replicas: Replicas | None, organisation: Organisation) -> SharedCeiling | None:
    """Share what counts for `max_active` from now on. Safe to repeat.

    Args:
        replicas: With whom.
        organisation: Whose deployments they are.

    Returns:
        Where the replicas keep it; None if they do not, or if the organisation is not known before its first call.
    """
    if replicas is None or not organisation.is_known:
        return None
    ceilings = replicas._part(_Ceilings)
    if ceilings is None:
        return None
    ceiling = organisation.ceiling
    shared = ceilings.of(organisation.digest, ceiling)
    noted: Callable[[str], object] = shared.note
    ceiling.noted = noted
    return shared
