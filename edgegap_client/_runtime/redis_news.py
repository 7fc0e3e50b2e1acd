"""Webhook news that replicas share: a webhook that reaches one replica wakes the waiting calls in all replicas.

Each organisation has a stream in Redis. A replica that handles a webhook adds its id, and all replicas read the stream.
News is not trusted: it only triggers an immediate poll.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections import deque
from contextlib import suppress
from typing import Any, Final, Protocol
from weakref import ref

from .redis_scripts import ADD_NEWS
from .redis_streams import BATCH_SECONDS, next_messages
from .replicas import Part, Replicas, ReplicaThread

__all__ = ["hear_news", "publish_news"]

logger: Final = logging.getLogger("edgegap_client")

# The version of a message. Others are ignored.
MESSAGE_VERSION: Final = 1
# A webhook may arrive before a call waits, or while this process cannot reach Redis. So a process that starts to wait
# or read gets the news of this many seconds, and this many ids.
NEWS_SECONDS: Final = 300.0
MAX_RECENT: Final = 10_000
# The oldest ids are removed in batches of this size, because a removal copies all ids.
TRIM_RECENT: Final = 1000
# The approximate maximum length of the stream, and the seconds without news after which it is removed.
MAX_MESSAGES: Final = 10_000
STREAM_SECONDS: Final = NEWS_SECONDS
# The maximum number of news items that are kept while Redis is unreachable.
MAX_UNSENT: Final = 1000
# A Redis server after a failover may lack the messages of the last seconds. These are sent and read again.
REPEATED_SECONDS: Final = 5.0
# The maximum number of simultaneous news items of a process that share a command.
MAX_BATCH: Final = 100
# The number of last news items in the report of a process.
MAX_REPORTED: Final = 10
# Longer texts are not ids.
MAX_ID_LENGTH: Final = 200


class Listener(Protocol):
    """A watcher: see `_async.watchers`."""

    def wake(self, key: str) -> None:
        """Note that there is news of `key`. Any thread may call this."""
        ...


def hear_news(replicas: Replicas, organisation: str, listener: Listener) -> None:
    """Let a watcher receive the news of an organisation, including the last five minutes. It may be repeated.

    Args:
        replicas: The replicas that share the news.
        organisation: Its name, the same in all replicas.
        listener: The watcher, to which only a weak reference is kept.
    """
    news = replicas._part(_News)
    if news is not None:
        news.stream(organisation).add(listener)


def publish_news(replicas: Replicas, organisation: str, key: str) -> None:
    """Send news to the watchers of all replicas. It never waits, and any thread may call it.

    Args:
        replicas: The replicas that share the news.
        organisation: Its name, the same in all replicas.
        key: The id of the deployment or session.
    """
    news = replicas._part(_News)
    if news is not None and len(key) <= MAX_ID_LENGTH:
        news.stream(organisation).publish(key)


class _News(Part):
    """The news of all organisations of this process. This object owns the streams. Any thread may add one."""

    def __init__(self, thread: ReplicaThread) -> None:
        super().__init__(thread)
        self._streams: dict[str, _Stream] = {}

    def stream(self, organisation: str) -> _Stream:
        """Return the stream of an organisation. Any thread may call this."""
        key = f"{self.thread.prefix}:news:{{{organisation}}}"
        # If several threads get here at once, all use the same object.
        return self._streams.get(key) or self._streams.setdefault(key, _Stream(self.thread, key))

    @property
    def has_unsent(self) -> bool:
        return any(stream.has_unsent for stream in list(self._streams.values()))

    def connected(self) -> None:
        for stream in list(self._streams.values()):
            stream.go_on()

    def lost(self) -> None:
        for stream in list(self._streams.values()):
            stream.lost()

    def report(self) -> dict[str, Any]:
        sent = [each for stream in list(self._streams.values()) for each in stream.last_sent()]
        return {"webhooks": sorted(sent, key=lambda each: each[1])[:MAX_REPORTED]}

    async def leave(self) -> None:
        await asyncio.gather(*(stream.leave() for stream in list(self._streams.values())))


class _Stream:
    """The news of one organisation. The thread owns all its state except `_listeners`, `_recent` and `_unsent`.

    Other threads use these, each time in one operation, because a signal handler may interrupt them.
    """

    def __init__(self, thread: ReplicaThread, key: str) -> None:
        self._thread = thread
        self._key = key
        # The key is the `id()` of the listener.
        self._listeners: dict[int, ref[Listener]] = {}
        # The time of the last news, by the id of the deployment or session.
        self._recent: dict[str, float] = {}
        self._unsent: deque[str] = deque(maxlen=MAX_UNSENT)
        # The last sent news, with their times.
        self._sent: deque[tuple[float, str]] = deque(maxlen=MAX_UNSENT)
        # The name of the last read message.
        self._position = ""
        self._reading: asyncio.Task[None] | None = None
        self._sending: asyncio.Task[None] | None = None

    # --- Called by other threads

    def add(self, listener: Listener) -> None:
        """Add a listener; see `hear_news`."""
        number = id(listener)
        known = self._listeners.get(number)
        if known is not None and known() is listener:
            return
        listeners = self._listeners

        def unregister(dead: ref[Listener]) -> None:
            if listeners.get(number) is dead:
                listeners.pop(number, None)

        listeners[number] = ref(listener, unregister)
        now = time.monotonic()
        for key, at in list(self._recent.items()):
            if now - at < NEWS_SECONDS:
                listener.wake(key)
        self._thread.call(self.go_on)

    def publish(self, key: str) -> None:
        """Publish news; see `publish_news`."""
        self._hear(key, time.monotonic())
        self._unsent.append(json.dumps({"version": MESSAGE_VERSION, "from": self._thread.replica, "news": key}))
        self._thread.call(self.go_on)

    def _hear(self, key: str, at: float) -> None:
        self._recent.pop(key, None)
        self._recent[key] = at
        if len(self._recent) > MAX_RECENT + TRIM_RECENT:
            for old in list(self._recent)[:-MAX_RECENT]:
                self._recent.pop(old, None)
        for listener in list(self._listeners.values()):
            found = listener()
            if found is not None:
                found.wake(key)

    # --- Called in the thread

    @property
    def has_unsent(self) -> bool:
        """Whether there is unsent news."""
        return bool(self._unsent)

    def go_on(self) -> None:
        """Start to read and send, if there is a connection."""
        if self._thread.client is None:
            return
        if self._listeners and (self._reading is None or self._reading.done()):
            self._reading = self._thread.go_on(self._read(self._thread.client))
        if self._unsent and (self._sending is None or self._sending.done()):
            self._sending = self._thread.go_on(self._send_soon())

    def lost(self) -> None:
        """Prepare to send the last news again when Redis is back, because Redis has failed."""
        if self._reading is not None:
            self._reading.cancel()
        since = time.monotonic() - REPEATED_SECONDS
        again = [message for at, message in self._sent if at > since]
        self._sent.clear()
        self._unsent.extendleft(reversed(again))

    def last_sent(self) -> list[tuple[str, float]]:
        """Return the last news that this process has sent, with the age in seconds."""
        now = time.monotonic()
        last = list(self._sent)[-MAX_REPORTED:]
        return [(json.loads(message)["news"], round(now - at, 3)) for at, message in last if now - at < STREAM_SECONDS]

    async def leave(self) -> None:
        """Send all news before the process ends."""
        if self._sending is not None:
            await asyncio.wait((self._sending,))
        await self._send()

    async def _send_soon(self) -> None:
        await asyncio.sleep(BATCH_SECONDS)
        await self._send()

    async def _send(self) -> None:
        """Send all news of this process. After a failure it is kept, so it may be sent twice, which is harmless."""
        while self._unsent:
            batch = [self._unsent.popleft() for _ in range(min(MAX_BATCH, len(self._unsent)))]
            try:
                await self._add(*batch)
            except BaseException as error:
                self._unsent.extendleft(reversed(batch))
                if isinstance(error, Exception):
                    return  # the thread knows
                raise
            now = time.monotonic()
            self._sent.extend((now, message) for message in batch)

    async def _add(self, *messages: str) -> int:
        """Send messages. Return the time of the server in milliseconds."""
        return int(await self._thread.run(ADD_NEWS, [self._key], MAX_MESSAGES, round(1000 * STREAM_SECONDS), *messages))

    async def _read(self, client: Any) -> None:
        """Read the stream until Redis fails, or there is no listener."""
        with suppress(Exception):  # the thread knows
            self._position = self._start(await self._add())
            while self._listeners and self._thread.client is client:
                for name, fields in await next_messages(self._thread, client, self._key, self._position):
                    self._position = name
                    self._take(name, fields)
        if not self._listeners:
            # A later listener reads it again.
            self._position = ""
            self._recent.clear()

    def _start(self, now: int) -> str:
        """Return the start of reading: five minutes ago, or shortly before the last message in case of a failover."""
        earliest = now - round(1000 * NEWS_SECONDS)
        if self._position:
            last = int(self._position.partition("-")[0])
            earliest = max(earliest, min(last, now) - round(1000 * REPEATED_SECONDS))
        return f"{max(0, earliest)}-0"

    def _take(self, name: str, fields: Any) -> None:
        """Handle a message."""
        try:
            message = json.loads(next(iter(fields.values())))
            if message["version"] != MESSAGE_VERSION:
                raise ValueError("of another version")
            key, replica = message["news"], message["from"]
            if not isinstance(key, str) or len(key) > MAX_ID_LENGTH:
                raise TypeError("no id")
        except Exception as error:
            logger.debug("cannot decode a message of another replica, %s: %s", name, type(error).__name__)
            return
        if replica != self._thread.replica or key not in self._recent:
            self._hear(key, time.monotonic())
