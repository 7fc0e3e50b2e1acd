"""`max_active` for replicas: deployments that lists do not show yet, stored in Redis for the launches of all processes.

Each process writes the data of its `Ceiling`, and renews its launches. A launch requests permission before its create
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

# The interval at which this process renews its launches in Redis.
RENEWAL_SECONDS: Final = 5.0
# A launch that is not renewed counts this long. After that its process is dead, and lists show its deployment.
LEASE_SECONDS: Final = LISTED_WITHIN_SECONDS + RENEWAL_SECONDS
# Redis does not carry out a request that is older than this.
LATE_SECONDS: Final = 1.0
# The maximum number of changes that are kept while Redis is unreachable. Afterwards the process writes everything that
# counts anyway, and other entries expire.
MAX_NOTES: Final = 10_000


class Wakeup(Protocol):
    """Wakes the sender of a request."""

    def set(self) -> bool:
        """Wake the sender."""
        ...


class CeilingRequest:
    """A request to Redis. The thread owns its result.

    Args:
        data: The script's input besides the notes.
        wakeup: Wakes its sender.

    Attributes:
        response: The response; None if Redis has failed.
        is_over: Whether the request has ended.
        is_abandoned: Whether no sender waits for it, so that it must not be sent.
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
    """The ceiling of one organisation in this process, and its requests to Redis. The thread owns its state.

    Threads, event loops and signal handlers call `note` and `send`: each step is one operation of a dict.

    Args:
        thread: The thread that serves the replicas.
        key: Its key in Redis.
        ceiling: The ceiling of this process.
    """

    def __init__(self, thread: ReplicaThread, key: str, ceiling: Ceiling) -> None:
        self._thread = thread
        self._key = key
        self.ceiling = ceiling
        # The changed names, and the requests to send, in order.
        self._changed: dict[str, None] = {}
        self._requests: dict[int, CeilingRequest] = {}
        self._is_sending = False
        self._renewed_at = 0.0
        # The clock of Redis, and the monotonic clock at the same moment.
        self._clock: tuple[float, float] | None = None

    # --- Called by other threads

    def is_working(self) -> bool:
        """Whether its thread works. It does not in a forked child, or after it was closed."""
        return self._thread.is_working()

    def note(self, name: str) -> None:
        """Write the data of a launch tag or deployment soon."""
        if len(self._changed) >= MAX_NOTES:
            self._changed.clear()
        self._changed[name] = None
        self._thread.call(self.begin)

    def look(self, wakeup: Wakeup) -> CeilingRequest:
        """Request the deployments that are counted by themselves; see `seen`."""
        return self._send(CeilingRequest({}, wakeup))

    def ask(self, seen: Seen, listed: int, asks: list[Ask], wakeup: Wakeup) -> CeilingRequest:
        """Request permissions; see `verdicts`."""
        data: dict[str, Any] = {
            "asks": [(ask.tag, ask.max_active) for ask in asks],
            "seen": {name: int(each.counts) for name, each in seen.names.items()},
            "moment": seen.store_moment,
            "listed": listed,
            "tag": LAUNCH_TAG,
        }
        return self._send(CeilingRequest(data, wakeup))

    def abandon(self, request: CeilingRequest) -> None:
        """Stop waiting for a request. Permissions that Redis grants by it are returned."""
        request.is_abandoned = True
        for tag, _ in request.data.get("asks", ()):
            self.note(tag)

    def recovers_in(self) -> float:
        """Return the seconds until the other processes have certainly rewritten data that Redis may have lost."""
        return max(0.0, self._thread.recovers_until - time.monotonic())

    def _send(self, request: CeilingRequest) -> CeilingRequest:
        self._requests[id(request)] = request
        # The order matters: either `lost` of the thread sees the request, or this code sees that Redis has failed.
        if self._thread.is_alone or not self._thread.is_working():
            self._requests.pop(id(request), None)
            request.end()
        self._thread.call(self.begin)
        return request

    @staticmethod
    def seen(response: dict[str, Any], moment: float) -> Seen:
        """Return the deployments that are counted by themselves, from the response to a `look` that was sent at
        `moment`."""
        names = {
            name: Counted(moment + LISTED_WITHIN_SECONDS, bool(counts), bool(is_stopping), deployment_id)
            for name, counts, is_stopping, deployment_id in response["names"]
        }
        return Seen(moment, names, response["now"])

    @staticmethod
    def verdicts(response: dict[str, Any]) -> list[Verdict]:
        """Return the verdicts from the response to `ask`."""
        return [Verdict(bool(granted), int(active), bool(certain)) for granted, active, certain in response["verdicts"]]

    # --- Called in the thread

    @property
    def is_awaited(self) -> bool:
        """Whether a caller waits for Redis."""
        return bool(self._requests)

    def renew(self, *, is_all: bool = False) -> None:
        """Write the launches of this process again, or all its data, if that is due."""
        now = time.monotonic()
        if is_all or now >= self._renewed_at + RENEWAL_SECONDS:
            self._renewed_at = now
            for name, each in self.ceiling.all().items():
                if is_all or each.until > now + LISTED_WITHIN_SECONDS:
                    self._changed[name] = None
        self.begin()

    def fail(self) -> None:
        """End all waits, because Redis has failed."""
        self.ceiling.end_renewals()
        while self._requests:
            self._requests.popitem()[1].end()

    def begin(self) -> None:
        """Start to send the pending requests."""
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
        # Redis has responded within `COMMAND_SECONDS`, so one of the clocks was changed. The new offset is known now.
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
    """The ceilings of this process, by organisation. This object owns them. Any thread may add one."""

    def __init__(self, thread: ReplicaThread) -> None:
        super().__init__(thread)
        self._shared: dict[str, SharedCeiling] = {}

    def of(self, organisation: str, ceiling: Ceiling) -> SharedCeiling:
        """Return the ceiling of an organisation."""
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
            with suppress(Exception):  # its leases expire by themselves
                await shared.send_once()

    def ended(self) -> None:
        self.lost()


def share_ceiling(replicas: Replicas | None, organisation: Organisation) -> SharedCeiling | None:
    """Share the count for `max_active` from now on. It may be repeated.

    Args:
        replicas: The replicas that share it.
        organisation: The organisation of the deployments.

    Returns:
        The shared ceiling; None without replicas, if they are closed, or if the organisation is not known before its
        first call.
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
