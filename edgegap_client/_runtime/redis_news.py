"""News of webhooks that replicas share: a webhook that reaches any of them wakes the one that waits.

Each organisation has a stream in Redis. A replica that handles a webhook adds its id, and all read the stream. News is
not trusted: it only makes a waiter look at once.
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
# A webhook may come before somebody waits, or while this process cannot reach Redis: whoever begins to wait or to read
# hears the news of so many seconds, and so many ids.
NEWS_SECONDS: Final = 300.0
MAX_RECENT: Final = 10_000
# The oldest are removed in batches of so many: it takes a copy of all.
TRIM_RECENT: Final = 1000
# The stream has about so many messages, and is removed after so many seconds without news.
MAX_MESSAGES: Final = 10_000
STREAM_SECONDS: Final = NEWS_SECONDS
# So much news is kept while Redis is away.
MAX_UNSENT: Final = 1000
# A server that takes over may not have what was sent to the other one in its last seconds. It is sent and read again.
REPEATED_SECONDS: Final = 5.0
# So much news of a process that comes at the same time shares a command.
MAX_BATCH: Final = 100
# The report of a process has so much of its last news.
MAX_REPORTED: Final = 10
# Longer ids are no ids.
MAX_ID_LENGTH: Final = 200


class Listener(Protocol):
    """A watcher: see `_async.watchers`."""

    def wake(self, key: str) -> None:
        """Say that there is news of something; may be called from any thread."""
        ...


def hear_news(replicas: Replicas, organisation: str, listener: Listener) -> None:
    """Let a watcher hear the news of an organisation, also that of the last five minutes. Safe to repeat.

    Args:
        replicas: With whom news is shared.
        organisation: Its name, the same in all replicas.
        listener: The watcher, to which only a weak reference is kept.
    """
    news = replicas._part(_News)
    if news is not None:
        news.stream(organisation).add(listener)


def publish_news(replicas: Replicas, organisation: str, key: str) -> None:
    """Report to the watchers of all replicas that there is news. It never waits, and may be called from any thread.

    Args:
        replicas: With whom news is shared.
        organisation: Its name, the same in all replicas.
        key: The id of the deployment or session.
    """
    news = replicas._part(_News)
    if news is not None and len(key) <= MAX_ID_LENGTH:
        news.stream(organisation).publish(key)


class _News(Part):
    """The news of all organisations of this process."""

    def __init__(self, thread: ReplicaThread) -> None:
        super().__init__(thread)
        self._streams: dict[str, _Stream] = {}

    def stream(self, organisation: str) -> _Stream:
        """The stream of an organisation; may be called from any thread."""
        key = f"{self.thread.prefix}:news:{{{organisation}}}"
        # Of several threads that are here at once all get the same.
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
    """The news of one organisation. The thread owns its state, but for `_listeners`, `_recent` and `_unsent`.

    Other threads use these, each time in one operation, as a signal handler may interrupt them.
    """

    def __init__(self, thread: ReplicaThread, key: str) -> None:
        self._thread = thread
        self._key = key
        # By the id of the object.
        self._listeners: dict[int, ref[Listener]] = {}
        # When there was news last, by the id of what it is about.
        self._recent: dict[str, float] = {}
        self._unsent: deque[str] = deque(maxlen=MAX_UNSENT)
        # What was sent last, and when.
        self._sent: deque[tuple[float, str]] = deque(maxlen=MAX_UNSENT)
        # The name of the last message that was read.
        self._position = ""
        self._reading: asyncio.Task[None] | None = None
        self._sending: asyncio.Task[None] | None = None

    # --- What other threads call

    def add(self, listener: Listener) -> None:
        """See `hear_news`."""
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
        """See `publish_news`."""
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

    # --- What runs in the thread

    @property
    def has_unsent(self) -> bool:
        """Whether there is news that was not sent yet."""
        return bool(self._unsent)

    def go_on(self) -> None:
        """Read and send, if there is a connection."""
        if self._thread.client is None:
            return
        if self._listeners and (self._reading is None or self._reading.done()):
            self._reading = self._thread.go_on(self._read(self._thread.client))
        if self._unsent and (self._sending is None or self._sending.done()):
            self._sending = self._thread.go_on(self._send_soon())

    def lost(self) -> None:
        """Redis has failed: send the last news again when it is back."""
        if self._reading is not None:
            self._reading.cancel()
        since = time.monotonic() - REPEATED_SECONDS
        again = [message for at, message in self._sent if at > since]
        self._sent.clear()
        self._unsent.extendleft(reversed(again))

    def last_sent(self) -> list[tuple[str, float]]:
        """The last news that this process has sent, and how many seconds ago."""
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
        """Send all news of this process. After a failure it is kept, so it may be sent twice, which does no harm."""
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
        """Send messages. Returns the time of the server in milliseconds."""
        return int(await self._thread.run(ADD_NEWS, [self._key], MAX_MESSAGES, round(1000 * STREAM_SECONDS), *messages))

    async def _read(self, client: Any) -> None:
        """Read the stream until Redis fails, or nobody listens."""
        with suppress(Exception):  # the thread knows
            self._position = self._start(await self._add())
            while self._listeners and self._thread.client is client:
                for name, fields in await next_messages(self._thread, client, self._key, self._position):
                    self._position = name
                    self._take(name, fields)
        if not self._listeners:
            # Whoever listens later reads it again.
            self._position = ""
            self._recent.clear()

    def _start(self, now: int) -> str:
        """Where to begin: five minutes ago, or a bit before the last message, as another server may have taken over."""
        earliest = now - round(1000 * NEWS_SECONDS)
        if self._position:
            last = int(self._position.partition("-")[0])
            earliest = max(earliest, min(last, now) - round(1000 * REPEATED_SECONDS))
        return f"{max(0, earliest)}-0"

    def _take(self, name: str, fields: Any) -> None:
        """Hear a message."""
        try:
            message = json.loads(next(iter(fields.values())))
            if message["version"] != MESSAGE_VERSION:
                raise ValueError("of another version")
            key, replica = message["news"], message["from"]
            if not isinstance(key, str) or len(key) > MAX_ID_LENGTH:
                raise TypeError("no id")
        except Exception as error:
            logger.debug("a message of another replica, %s, cannot be read: %s", name, type(error).__name__)
            return
        if replica != self._thread.replica or key not in self._recent:
            self._hear(key, time.monotonic())
