"""One poller for the organisation: one of the waiting replicas leads and polls, and sends the results to the others.

A lease in Redis determines the leader. A watcher takes and renews the lease when it polls, so a blocked event loop
loses it. The other replicas send the leader the ids that they wait for, and the leader sends each of them its results.
Both use a stream. Each wait has its own number, so a late or duplicated message does not affect another wait.
"""

from __future__ import annotations

import asyncio
import json
import logging
import math
import time
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from itertools import count
from typing import Any, Final, Protocol
from weakref import ref

from .redis_scripts import ADD_NEWS, LEAD
from .redis_streams import BATCH_SECONDS, next_messages
from .replicas import Part, Replicas, ReplicaThread

__all__ = ["Candidate", "Wait", "share_polling"]

logger: Final = logging.getLogger("edgegap_client")

# The version of a message. Others are ignored.
MESSAGE_VERSION: Final = 1
# A lease ends this number of intervals after the leader's last poll, but at the earliest after this number of seconds.
LEASE_INTERVALS: Final = 1.5
MIN_LEASE_SECONDS: Final = 1.5
# A replica whose reads fail does not lead for this long.
STEP_BACK_SECONDS: Final = 1.0
# Followers repeatedly send all ids that they wait for, because a message may be lost. The leader drops followers that
# do not.
RENEWAL_SECONDS: Final = 5.0
DROP_SECONDS: Final = 16.0
# The maximum number of results in a message, and of messages in a command.
ITEMS_A_MESSAGE: Final = 40
MESSAGES_A_COMMAND: Final = 5
# The approximate maximum length of the stream, and the seconds without a message after which it is removed.
MAX_MESSAGES: Final = 1000
STREAM_SECONDS: Final = 60.0

# A wait: the id, whether it waits for the end, and the seconds for which the service may not know the id.
Wait = tuple[str, bool, float]

_numbers: Final = count(1)


class Watcher(Protocol):
    """A watcher: see `_async.watchers`. All methods may be called from any thread."""

    def waits(self) -> dict[int, Wait]:
        """Return the waits of its own waiters, by number."""
        ...

    def adopt(self, who: str, waits: Mapping[int, Wait]) -> None:
        """Poll for another watcher, too.

        Args:
            who: The name of the other watcher.
            waits: All its waits.
        """
        ...

    def hear(self, number: int, what: str, data: Any) -> None:
        """Handle a result of the leader for one of its own waiters."""
        ...

    def kick(self) -> None:
        """Wake one of its own waiters, which checks what is due."""
        ...


def share_polling(
    replicas: Replicas, organisation: str, watcher: Watcher, known: Candidate | None, interval: float
) -> Candidate | None:
    """Let one watcher of an organisation poll for all. It may be repeated.

    Args:
        replicas: The replicas that share the polling.
        organisation: Its name, the same in all replicas.
        watcher: The watcher. Only a weak reference to it is kept.
        known: The previous result of this function for the watcher.
        interval: Its `poll_interval`, in seconds.

    Returns:
        Its candidate; `known` if these replicas are closed.
    """
    part = replicas._part(_Polling)
    if part is None or (known is not None and known.thread is part.thread):
        return known
    return part.group(organisation).add(watcher, interval)


class _Polling(Part):
    """The watchers of this process, by organisation. This object owns them. Any thread may add one."""

    def __init__(self, thread: ReplicaThread) -> None:
        super().__init__(thread)
        self._groups: dict[str, _Group] = {}

    def group(self, organisation: str) -> _Group:
        """Return the watchers of an organisation. Any thread may call this."""
        # If several threads get here at once, all use the same object.
        return self._groups.get(organisation) or self._groups.setdefault(
            organisation, _Group(self.thread, organisation)
        )

    def _candidates(self) -> list[Candidate]:
        return [each for group in list(self._groups.values()) for each in group.candidates()]

    @property
    def is_awaited(self) -> bool:
        return any(each.is_awaited for each in self._candidates())

    def connected(self) -> None:
        for each in self._candidates():
            each.connected()

    def lost(self) -> None:
        for group in list(self._groups.values()):
            group.lost()

    def ended(self) -> None:
        self.lost()

    async def beat(self) -> None:
        await asyncio.gather(*(each.beat() for each in self._candidates()))

    def report(self) -> dict[str, Any]:
        return {"leads": any(each.is_leading for each in self._candidates())}

    async def leave(self) -> None:
        with suppress(Exception):  # the leases expire by themselves
            await asyncio.gather(*(each.give_back() for each in self._candidates()))


class _Group:
    """The watchers of one organisation in this process, and its stream. The thread owns all its state but the
    candidates.

    Other threads add candidates, each in one operation.
    """

    def __init__(self, thread: ReplicaThread, organisation: str) -> None:
        self.thread = thread
        self.lease = f"{thread.prefix}:leader:{{{organisation}}}"
        self.stream = f"{thread.prefix}:polls:{{{organisation}}}"
        self._by_name: dict[str, Candidate] = {}
        self._position = ""
        self._reading: asyncio.Task[None] | None = None

    def add(self, watcher: Watcher, interval: float) -> Candidate:
        """Add and return the candidate of a watcher. Any thread may call this."""
        made = Candidate(self, watcher, interval)
        self._by_name[made.name] = made
        return made

    def candidates(self) -> list[Candidate]:
        """Return the candidates whose watchers still exist."""
        for each in list(self._by_name.values()):
            if each.is_over:
                self._by_name.pop(each.name, None)
        return list(self._by_name.values())

    def lost(self) -> None:
        """Let each watcher poll for itself, because Redis has failed."""
        if self._reading is not None:
            self._reading.cancel()
        for each in self.candidates():
            each.lost()

    def read_from(self, moment: int) -> None:
        """Start to read the stream, unless it is being read, from a time of the server's clock in milliseconds."""
        if self._reading is None or self._reading.done():
            self._position = f"{max(0, moment - 1)}-0"
            self._reading = self.thread.go_on(self._read(self.thread.client))

    async def _read(self, client: Any) -> None:
        with suppress(Exception):  # the thread handles the failure
            while self.thread.client is client and any(each.is_busy for each in self.candidates()):
                for name, fields in await next_messages(self.thread, client, self.stream, self._position):
                    self._position = name
                    self._take(name, fields)

    def _take(self, name: str, fields: Any) -> None:
        try:
            message = json.loads(next(iter(fields.values())))
            if message["version"] != MESSAGE_VERSION:
                raise ValueError("of another version")
            for who, number, what, data in message.get("seen", ()):
                if who in self._by_name:
                    self._by_name[who].hear(number, what, data)
            for each in self.candidates() if "free" in message else ():
                each.hear_free(message["free"])
            leader = message.get("to", "")
            candidate = self._by_name.get(leader.partition(" ")[0])
            if candidate is not None:
                candidate.take(leader, message)
        except Exception as error:
            logger.debug("cannot decode a message of another replica, %s: %s", name, type(error).__name__)

    async def send(self, *messages: dict[str, Any]) -> None:
        """Add messages to the stream."""
        texts = [json.dumps({"version": MESSAGE_VERSION, **message}, default=str) for message in messages]
        for start in range(0, len(texts), MESSAGES_A_COMMAND):
            batch = texts[start : start + MESSAGES_A_COMMAND]
            await self.thread.run(ADD_NEWS, [self.stream], MAX_MESSAGES, round(1000 * STREAM_SECONDS), *batch)


class Candidate:
    """A watcher of this process that leads or follows. The thread owns its state.

    The threads of the watcher call the methods of the first part. Each step there is one operation, because a signal
    handler may interrupt it.

    Args:
        group: The watchers of the organisation.
        watcher: The watcher.
        interval: Seconds between two of its rounds.

    Attributes:
        thread: The thread that serves the replicas.
        name: Its name, which is unique over all processes.
        lease_seconds: Seconds for which it leads without a poll.
    """

    def __init__(self, group: _Group, watcher: Watcher, interval: float) -> None:
        self.thread = group.thread
        self.name = f"{group.thread.replica}.{next(_numbers)}"
        self.lease_seconds = max(MIN_LEASE_SECONDS, LEASE_INTERVALS * interval)
        self._group = group
        self._watcher = ref(watcher)
        # The time when the watcher last wanted to poll, the end of its lead, and its results for others.
        self._active_at = -math.inf
        self._leads_until = -math.inf
        self._seen: deque[tuple[str, int, str, Any]] = deque()
        self._stays_back_until = -math.inf
        self._is_due = False
        # The name of the leader, and a text that differs for each lead; empty if not known.
        self._leader = ""
        # The waits that the leader knows, and the time since when it knows all of them.
        self._sent: dict[int, Wait] = {}
        self._sent_at = -math.inf
        # The waits of this leader's followers, with the time of their last message.
        self._followers: dict[str, dict[int, Wait]] = {}
        self._heard_at: dict[str, float] = {}
        # Messages to this candidate as the leader that arrive before it knows that it leads.
        self._early: deque[tuple[str, dict[str, Any]]] = deque(maxlen=1000)
        self._working: asyncio.Task[None] | None = None
        self._lock = asyncio.Lock()

    # --- Called by other threads

    def may_poll(self) -> bool:
        """Whether the watcher must poll: it leads, or Redis is unreachable. It calls this before each request."""
        self._active_at = now = time.monotonic()
        if self.thread.is_alone or not self.thread.is_working() or now < self._leads_until:
            return True
        if not self._leader:
            self.changed()
        return False

    def processes(self) -> int:
        """Return how many processes poll for themselves, as far as known here: 1, unless Redis is unreachable."""
        return self.thread.replicas if self.thread.is_alone and self.thread.is_working() else 1

    def changed(self) -> None:
        """Note that waiters have come or left, or that there is a result to publish."""
        if not self._is_due:
            self._is_due = True
            self.thread.call(self.go_on)

    def publish(self, who: str, number: int, what: str, data: Any) -> None:
        """Send a result to a follower.

        Args:
            who: The follower's name.
            number: The number of its waiter.
            what: The kind of result; see `AsyncProxy`.
            data: The result as JSON-ready data.
        """
        self._seen.append((who, number, what, data))
        self.changed()

    def step_back(self) -> None:
        """Let another replica lead, because reads fail here."""
        self._stays_back_until = time.monotonic() + STEP_BACK_SECONDS
        self._leads_until = -math.inf
        self.changed()

    # --- Called in the thread

    @property
    def is_over(self) -> bool:
        """Whether the watcher no longer exists."""
        return self._watcher() is None

    @property
    def is_leading(self) -> bool:
        """Whether this candidate polls for all replicas."""
        return time.monotonic() < self._leads_until

    @property
    def is_busy(self) -> bool:
        """Whether it waits, or polls for others."""
        return bool(self._leader or self._waits())

    @property
    def is_awaited(self) -> bool:
        """Whether it waits to learn who leads."""
        return not self._leader and bool(self._waits())

    def _waits(self) -> dict[int, Wait]:
        watcher = self._watcher()
        return {} if watcher is None else watcher.waits()

    def connected(self) -> None:
        """Start, because there is a connection."""
        self._is_due = True
        self.go_on()

    def lost(self) -> None:
        """Let the watcher poll for its own waiters, because Redis has failed."""
        self._seen.clear()
        self._follow("")
        self._kick()

    def go_on(self) -> None:
        """Do the due steps soon."""
        if self.thread.client is not None and (self._working is None or self._working.done()):
            self._working = self.thread.go_on(self._work())

    async def _work(self) -> None:
        while self._is_due:
            await asyncio.sleep(BATCH_SECONDS)
            self._is_due = False
            async with self._lock:
                if not self._leader or not self._waits() or time.monotonic() < self._stays_back_until:
                    await self._ask()
                await self._send()

    async def beat(self) -> None:
        """Renew the lease, or learn who leads."""
        async with self._lock:
            await self._ask()
            await self._send()
        earliest = time.monotonic() - DROP_SECONDS
        for who, at in list(self._heard_at.items()):
            if at < earliest:
                self._drop(who)

    async def give_back(self) -> None:
        """Stop leading."""
        leader = self._leader
        if leader.startswith(f"{self.name} "):
            self._follow("")
            await self.thread.run(LEAD, [self._group.lease], self.name, -1)
            await self._group.send({"free": leader})

    async def _ask(self) -> None:
        """Take the lease, renew it, or read who has it. A candidate without waits gives it back."""
        if not self._waits():
            await self.give_back()
            return
        now = time.monotonic()
        if now < self._stays_back_until:
            await self.give_back()
        left = 0.0 if now < self._stays_back_until else max(0.0, self.lease_seconds - (now - self._active_at))
        response = await self.thread.run(LEAD, [self._group.lease], self.name, math.floor(1000 * left))
        name, term = (each if isinstance(each, str) else each.decode() for each in response[:2])
        self._group.read_from(int(response[2]))
        leader = f"{name} {term}" if name else ""
        if leader != self._leader:
            self._follow(leader)
        if name == self.name and left:
            was_leading = self.is_leading
            self._leads_until = now + left
            if not was_leading:
                self._kick()

    def _follow(self, leader: str) -> None:
        """Note that the leader has changed: another candidate, this one, or none."""
        self._leader, self._leads_until = leader, -math.inf
        self._sent, self._sent_at = {}, -math.inf
        for who in list(self._followers):
            self._drop(who)
        early, self._early = self._early, deque(maxlen=1000)
        for to, message in early:
            if to == leader:
                with suppress(Exception):  # a message of another version
                    self.take(to, message)

    def _drop(self, who: str) -> None:
        self._followers.pop(who, None)
        self._heard_at.pop(who, None)
        self._adopt(who, {})

    def _adopt(self, who: str, waits: Mapping[int, Wait]) -> None:
        watcher = self._watcher()
        if watcher is not None:
            watcher.adopt(who, waits)

    def _kick(self) -> None:
        watcher = self._watcher()
        if watcher is not None:
            watcher.kick()

    async def _send(self) -> None:
        """Send the waits to the leader, and the results to the followers."""
        messages: list[dict[str, Any]] = []
        waits = self._waits()
        if self._leader and not self._leader.startswith(f"{self.name} "):
            now = time.monotonic()
            is_all = now >= self._sent_at + RENEWAL_SECONDS and bool(waits or self._sent)
            new = [(number, *wait) for number, wait in waits.items() if is_all or number not in self._sent]
            left = [number for number in self._sent if number not in waits]
            if is_all or new or left:
                self._sent, self._sent_at = waits, now if is_all else self._sent_at
                messages.append({"from": self.name, "to": self._leader, "waits": new, "left": left, "all": is_all})
        if not waits:
            self._leader = ""  # a later waiter asks again
            self._sent, self._sent_at = {}, -math.inf
        while self._seen:
            items = [self._seen.popleft() for _ in range(min(len(self._seen), ITEMS_A_MESSAGE))]
            messages.append({"from": self.name, "seen": items})
        if messages:
            await self._group.send(*messages)

    def take(self, leader: str, message: dict[str, Any]) -> None:
        """Handle a message with the waits of a follower.

        Args:
            leader: The candidate that the follower believes to be the leader.
            message: The message.
        """
        if leader != self._leader:
            self._early.append((leader, message))
            return
        who = str(message["from"])
        waits = {
            int(number): (str(key), bool(is_ending), float(unknown_for))
            for number, key, is_ending, unknown_for in message["waits"]
        }
        known = {} if message["all"] else dict(self._followers.get(who, {}))
        for number in message["left"]:
            known.pop(number, None)
        self._followers[who] = known | waits
        self._heard_at[who] = time.monotonic()
        self._adopt(who, self._followers[who])

    def hear_free(self, leader: str) -> None:
        """Note that the leader has given the lease back."""
        if leader == self._leader:
            self._follow("")
            self.changed()

    def hear(self, number: int, what: str, data: Any) -> None:
        """Handle the results of the leader."""
        watcher = self._watcher()
        if watcher is not None:
            watcher.hear(number, what, data)
