"""An independent service that has outages and lies about what it did. It shares no code with the sandbox.

It knows deploys (also of private fleets), lists with filters, statuses, stops and tags, over plain sockets.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import threading
import time
from collections import Counter, deque
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

PLAIN = "text/plain; charset=utf-8"
JSON = "application/json"
# What a reverse proxy sends while its back end restarts.
PROXY_404 = "404 page not found\n"


@dataclass
class Reply:
    """A response.

    Attributes:
        status: Its status.
        body: Its body; a dict is sent as JSON.
        kind: The content type of a text.
        is_lost: Whether the connection is closed instead.
    """

    status: int
    body: Any = None
    kind: str = PLAIN
    is_lost: bool = False

    def written(self) -> bytes:
        is_json = not isinstance(self.body, str)
        body = (json.dumps(self.body) if is_json else str(self.body)).encode()
        if self.status == 204:
            body = b""
        head = f"HTTP/1.1 {self.status} X\r\nContent-Type: {JSON if is_json else self.kind}\r\n"
        return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


@dataclass
class Deployment:
    """One that was created, in seconds of the monotonic clock."""

    id: str
    tags: list[str]
    created: float
    ready_at: float
    listed_at: float
    known_at: float
    is_in_error: bool = False
    # When its end was asked for, with effect.
    ended: float | None = None
    # How many of its stops were lies.
    lies: int = 0

    def status(self) -> str:
        if self.ended is not None:
            return "Status.TERMINATED"
        if self.is_in_error:
            return "Status.ERROR"
        return "Status.READY" if time.monotonic() >= self.ready_at else "Status.SEEKING"

    def render(self) -> dict[str, Any]:
        return {
            "request_id": self.id,
            "app_name": "my-game",
            "app_version": "v1",
            "current_status": self.status(),
            "running": self.status() == "Status.READY",
            "error": self.is_in_error,
            "fqdn": f"{self.id}.pr.example.com",
            "tags": self.tags,
            "max_duration": 60,
        }

    def render_item(self) -> dict[str, Any]:
        return {"request_id": self.id, "ready": self.status() == "Status.READY", "tags": self.tags}


@dataclass
class Untruthful:
    """The service; a test changes it at any moment.

    Attributes:
        ready_after: Seconds until a deployment is READY.
        listed_after: Seconds until it is listed.
        known_after: Seconds until its status and its stop know it.
        is_out: Whether there is an outage: everything is 503 or 504, and every second deploy is carried out.
        is_hanging: Whether it carries requests out, but does not respond.
        deploys: What happens to the next deploys: `lost`, `twice and lost` (a proxy sends it twice), `429` (that
            has created), `422` (without an id), `422 unreadable`, `422 with an id`, `503` (without effect).
        lie: The response to the first `lies` stops of each deployment, which have no effect.
        lies: How many; see `lie`.
        read_lie: The response to reads of a status by id, until `read_lies` are sent; None without lies.
        read_lies: How many; see `read_lie`.
        is_list_out: Whether lists fail.
        deployments: All, by id.
        counts: Requests, by operation.
    """

    url: str = ""
    ready_after: float = 0.05
    listed_after: float = 0.0
    known_after: float = 0.0
    is_out: bool = False
    is_hanging: bool = False
    deploys: deque[str] = field(default_factory=deque[str])
    lie: Reply | None = None
    lies: int = 0
    read_lie: Reply | None = None
    read_lies: int = 0
    is_list_out: bool = False
    deployments: dict[str, Deployment] = field(default_factory=dict[str, Deployment])
    counts: Counter[str] = field(default_factory=Counter[str])
    _ids: Any = field(default_factory=lambda: itertools.count(1))

    @property
    def left(self) -> list[Deployment]:
        """The deployments that have not ended."""
        return [each for each in list(self.deployments.values()) if each.ended is None]

    def respond(self, method: str, target: str, body: bytes) -> Reply:
        url = urlsplit(target)
        parts = url.path.strip("/").split("/")
        match method, parts:
            case "POST", ["v2", "deployments"] | ["v2", "private-fleets", "deployments"]:
                self.counts["deploy"] += 1
                return self._deploy(json.loads(body))
            case "GET", ["v1", "deployments"]:
                self.counts["list"] += 1
                return self._list(parse_qs(url.query))
            case "GET", ["v1", "status", name]:
                self.counts["status"] += 1
                return self._status(name)
            case "DELETE", ["v1", "stop", name]:
                self.counts["stop"] += 1
                return self._stop(name)
            case "DELETE", ["v1", "deployments", name, "tags", tag]:
                self.counts["tag"] += 1
                return self._untag(name, tag)
            case _:
                return Reply(404, {"message": f"There is no operation {method} {url.path}"})

    def _away(self) -> Reply | None:
        if not self.is_out:
            return None
        status = 503 if sum(self.counts.values()) % 2 else 504
        return Reply(status, "<html>the back end is away</html>", "text/html")

    def _deploy(self, order: dict[str, Any]) -> Reply:
        away = self._away()
        if away is not None:
            if self.counts["deploy"] % 2:
                self._create(order)
            return away
        fate = self.deploys.popleft() if self.deploys else ""
        if fate == "503":
            return Reply(503, "nobody was asked")
        made = self._create(order)
        accepted = Reply(202, {"request_id": made.id, "message": "deploying"})
        match fate:
            case "lost":
                return Reply(0, is_lost=True)
            case "twice and lost":
                self._create(order)
                return Reply(0, is_lost=True)
            case "429":
                return Reply(429, {"message": "too many requests"})
            case "422" | "422 unreadable" | "422 with an id":
                made.is_in_error = True
                if fate == "422 with an id":
                    return Reply(422, {"message": "no capacity", "request_id": made.id})
                return Reply(422, {"message": "no capacity"} if fate == "422" else "<html>\x00 not JSON", "text/html")
            case _:
                pass
        return accepted

    def _create(self, order: dict[str, Any]) -> Deployment:
        now = time.monotonic()
        made = Deployment(
            f"{next(self._ids):012x}",
            list(order.get("tags", ())),
            now,
            now + self.ready_after,
            now + self.listed_after,
            now + self.known_after,
        )
        self.deployments[made.id] = made
        return made

    def _list(self, asked: dict[str, list[str]]) -> Reply:
        if (away := self._away()) is not None:
            return away
        if self.is_list_out:
            return Reply(500, {"message": "the list is out"})
        now = time.monotonic()
        found = [each for each in self.deployments.values() if now >= each.listed_at]
        for condition in json.loads(asked.get("query", ['{"filters": []}'])[0])["filters"]:
            found = [each for each in found if self._fits(each, **condition)]
        page = {
            "number": 1,
            "next_page_number": None,
            "previous_page_number": None,
            "paginator": {"num_pages": 1},
            "has_next": False,
            "has_previous": False,
        }
        items = [each.render_item() for each in found]
        return Reply(200, {"data": items, "total_count": len(items), "pagination": page, "message": []})

    def _fits(self, deployment: Deployment, field: str, operator: str, value: str | list[str]) -> bool:
        values = value if isinstance(value, list) else [value]
        mine = {
            "request_id": [deployment.id],
            "tags": deployment.tags,
            "status": [deployment.status().removeprefix("Status.").lower()],
        }[field]
        return any(each in values for each in mine) is (operator in ("eq", "in"))

    def _known(self, name: str) -> Deployment | None:
        found = self.deployments.get(name)
        return found if found is not None and time.monotonic() >= found.known_at else None

    def _status(self, name: str) -> Reply:
        if (away := self._away()) is not None:
            return away
        if self.read_lie is not None and self.read_lies > 0:
            self.read_lies -= 1
            return self.read_lie
        found = self._known(name)
        if found is None:
            return Reply(400, {"message": "Bad Request ID"})
        return Reply(200, found.render())

    def _stop(self, name: str) -> Reply:
        if (away := self._away()) is not None:
            return away
        found = self._known(name)
        if found is None:
            return Reply(400, {"message": "Bad Request ID"})
        if self.lie is not None and found.lies < self.lies:
            found.lies += 1
            return self.lie
        if found.ended is not None:
            return Reply(410, {"message": f"Instance {name} is already terminated"})
        found.ended = time.monotonic()
        return Reply(200, {"message": f"Instance {name} will be deleted", "deployment_summary": found.render()})

    def _untag(self, name: str, tag: str) -> Reply:
        if (away := self._away()) is not None:
            return away
        found = self._known(name)
        if found is None or tag not in found.tags:
            return Reply(404, {"message": "there is no such tag"})
        found.tags = [each for each in found.tags if each != tag]
        return Reply(204)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Respond to the requests of one connection."""
        with suppress(asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                method, target, _ = head.split(" ", 2)
                lines = [line.partition(":") for line in head.lower().split("\r\n")]
                length = next((int(value) for name, _, value in lines if name == "content-length"), 0)
                reply = self.respond(method, target, await reader.readexactly(length))
                while self.is_hanging:  # noqa: ASYNC110  # set by another thread
                    await asyncio.sleep(0.02)
                if reply.is_lost:
                    break
                writer.write(reply.written())
                await writer.drain()
        writer.transport.abort()


@contextmanager
def untruthful() -> Generator[Untruthful]:
    """Serve it in a thread."""
    service, is_served, loop = Untruthful(), threading.Event(), asyncio.new_event_loop()
    is_over = asyncio.Event()

    async def serve() -> None:
        server = await asyncio.start_server(service.talk, "127.0.0.1", 0)
        service.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        is_served.set()
        await is_over.wait()
        server.close()
        talks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in talks:
            task.cancel()
        await asyncio.gather(*talks)
        await asyncio.sleep(0)  # closed writers close their sockets now

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    is_served.wait()
    try:
        yield service
    finally:
        loop.call_soon_threadsafe(is_over.set)
        thread.join()
        loop.close()
