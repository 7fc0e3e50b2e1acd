"""The services of the campaign on sockets: faults, stalls, and listeners that are restarted.

They share no code with the SDK.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

from .plan import Fault
from .records import Reply

# A response that was sent so shortly before its connection is reset may not arrive.
RECENT_SECONDS = 1.0


class Served(Protocol):
    """A service without a network."""

    def respond(self, method: str, path: str, body: Any) -> Reply:
        """Carry out a request."""
        ...


class Listener:
    """One origin. This object owns its connections.

    Args:
        service: What carries out requests.
        tokens: What the header Authorization may say.
        fault_of: The fault of a request.
        lost: Called with a response whose receiver may not learn what it says.
    """

    def __init__(
        self,
        service: Served,
        tokens: tuple[str, ...],
        fault_of: Callable[[str, str, Any], Fault | None],
        lost: Callable[[str, str, Reply], None],
    ) -> None:
        self.port = 0
        self.counts: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self.restarts = 0
        self.complaints: list[str] = []
        self._service = service
        self._tokens = tokens
        self._fault_of = fault_of
        self._lost = lost
        self._server: asyncio.Server | None = None
        # The last exchange of each connection, and when its response was written.
        self._talks: dict[asyncio.Task[Any], tuple[float, str, str, Reply] | None] = {}

    async def open(self) -> None:
        """Listen, always on the same port."""
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", self.port, backlog=500)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Stop to listen, and reset all connections."""
        if self._server is not None:
            self._server.close()
        for task, last in list(self._talks.items()):
            if last is not None and time.monotonic() - last[0] < RECENT_SECONDS:
                self._lost(*last[1:])
            task.cancel()
        await asyncio.sleep(0)

    async def restart(self, seconds: float) -> None:
        """Be away for so long."""
        await self.close()
        await asyncio.sleep(seconds)
        await self.open()
        self.restarts += 1

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._talks[task] = None
        try:
            with suppress(asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
                while await self._exchange(reader, writer, task):
                    pass
        finally:
            self._talks.pop(task)
            writer.transport.abort()

    async def _exchange(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, task: asyncio.Task[Any]
    ) -> bool:
        """One request; whether the connection stays open."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        method, target, _ = head.split(" ", 2)
        headers = {
            name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head.split("\r\n"))
        }
        data = await reader.readexactly(int(headers.get("content-length", "0")))
        path, body = target.partition("?")[0], json.loads(data) if data else None
        self.counts[method] += 1
        if headers.get("authorization") not in self._tokens:
            self.complaints.append(f"{method} {path} has a wrong token")
        fault = self._fault_of(method, path, body)
        if fault is not None:
            self.faults[f"{method} {fault}"] += 1
        if fault is None or fault.has_effect:
            reply = self._carry_out(method, path, body)
            self._talks[task] = (float("inf"), method, path, reply)
            if fault is not None and fault.is_lossy:
                self._lost(method, path, reply)
        else:
            reply = Reply(fault.status, {"message": "a fault"})
        if fault is not None:
            await asyncio.sleep(fault.delay)
            if fault.kind in ("dropped", "lost"):
                return False
        writer.write(written(reply, fault))
        self._talks[task] = (time.monotonic(), method, path, reply)
        await writer.drain()
        return fault is None or fault.kind != "cut"

    def _carry_out(self, method: str, path: str, body: Any) -> Reply:
        try:
            return self._service.respond(method, path, body)
        except Exception as error:
            self.complaints.append(f"the service itself failed in {method} {path} {body}: {error!r}")
            return Reply(500, {"message": "a bug of the campaign"})


def written(reply: Reply, fault: Fault | None) -> bytes:
    """A response as bytes."""
    status, body = reply.status, b"" if reply.body is None else json.dumps(reply.body).encode()
    more = ""
    if fault is not None:
        if fault.kind == "failed":
            status, body = fault.status, b"<html>bad gateway</html>"
        elif fault.kind == "garbage":
            body = fault.body.encode()
        if fault.retry_after:
            more = f"Retry-After: {fault.retry_after}\r\n"
    if status == 204 and body:
        status = 200
    head = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n{more}Content-Length: {len(body)}\r\n\r\n"
    if fault is not None and fault.kind == "cut":
        return head.replace(f"Length: {len(body)}", f"Length: {len(body) + 10}").encode() + body
    return head.encode() + body
