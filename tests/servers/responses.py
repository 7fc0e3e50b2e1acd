"""An HTTP server that gives responses in turn: at once, late, in pieces, or a reset connection."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self

FOR_EVER: Final = 30.0


@dataclass(frozen=True)
class Answer:
    """What the server does with a request: wait, then send `data` (in pieces `every` so often), or reset."""

    data: bytes = b""
    after: float = 0.0
    every: float = 0.0
    reset: bool = False


@dataclass(frozen=True)
class Seen:
    """A request that the server read whole, and when by the monotonic clock."""

    method: str
    path: str
    at: float


def reply(status: int = 200, body: Any = None, *, after: float = 0.0, retry_after: str | None = None) -> Answer:
    """An HTTP answer. Default body: an application."""
    content = body if isinstance(body, bytes) else json.dumps(body or {"name": "my-game", "is_active": True}).encode()
    asking = "" if retry_after is None else f"Retry-After: {retry_after}\r\n"
    head = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {len(content)}\r\n{asking}\r\n"
    return Answer(head.encode() + content, after)


SILENCE: Final = Answer(after=FOR_EVER)
RESETTING: Final = Answer(reset=True)


class Server:
    """A raw server in a thread of its own. It answers with `answers` in turn, the last one for ever.

    Args:
        answers: What it does.
        tls: Its certificate; None for plain HTTP.
    """

    def __init__(self, *answers: Answer | Callable[[Seen], Answer], tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self.seen: list[Seen] = []
        self.open_connections = 0
        self.url = ""
        self.port = 0
        self._answers = list(answers) or [reply()]
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))

    def wait_for_requests(self, number: int) -> None:
        """Return when that many requests were read."""
        until = time.monotonic() + 20
        while len(self.seen) < number:
            assert time.monotonic() < until, f"{len(self.seen)} of {number} requests came"
            time.sleep(0.002)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(20)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()

    async def _serve(self) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._converse, "127.0.0.1", 0, backlog=1024, ssl=self._tls)
        self.port = server.sockets[0].getsockname()[1]
        self.url = f"http{'s' if self._tls else ''}://127.0.0.1:{self.port}"
        self._ready.set()
        await self._over.wait()
        server.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open_connections += 1
        try:
            while True:
                await self._answer_one(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self.open_connections -= 1
            writer.transport.abort()

    async def _answer_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        fields = dict(line.lower().split(": ", 1) for line in head.splitlines()[1:] if line)
        await reader.readexactly(int(fields.get("content-length", 0)))
        method, path = head.split(" ")[:2]
        seen = Seen(method, path, time.monotonic())
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        self.seen.append(seen)
        answer = answer if isinstance(answer, Answer) else answer(seen)
        if answer.after:
            with suppress(TimeoutError):
                async with asyncio.timeout(answer.after):
                    # Nothing but the end of the connection can come before the answer.
                    await reader.read(1)
                raise ConnectionResetError
        if answer.reset:
            # Closing with unsent data told to be dropped sends a reset instead of an end.
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            raise ConnectionResetError
        pieces = [answer.data] if not answer.every else [bytes((byte,)) for byte in answer.data]
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(answer.every)
