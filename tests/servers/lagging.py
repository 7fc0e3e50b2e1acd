"""A service whose lists lag: they lack what was created just now, and still show what has just ended."""

from __future__ import annotations

import asyncio
import json
import math
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Running:
    """One deployment, with moments of the monotonic clock.

    Attributes:
        tags: Its tags.
        since: When it was created.
        until: When it has ended.
    """

    tags: list[str]
    since: float
    until: float = math.inf


class LaggingService:
    """Deployments that are ready at once. Each is shown by lists `lag` seconds after its begin and its end.

    Attributes:
        deployments: All, by id.
        lag: Seconds by which lists lag.
        ready_after: Seconds after which a deployment is ready.
        is_silent: Whether create requests have no response, though they are carried out.
        refusal: The status with which create requests are refused; 0 if they are not.
        max_running: The largest number of deployments that ran at the same time.
        counts: When a number of deployments was asked for, by the monotonic clock.
        url: Where it listens.
    """

    def __init__(self, lag: float) -> None:
        self.deployments: dict[str, Running] = {}
        self.lag = lag
        self.ready_after = 0.0
        self.is_silent = False
        self.refusal = 0
        self.max_running = 0
        self.counts: list[float] = []
        self.url = ""

    @property
    def running(self) -> list[str]:
        """The ids of those that run."""
        now = time.monotonic()
        return [name for name, each in self.deployments.items() if each.until > now]

    @property
    def shown(self) -> list[str]:
        """The ids of those that lists show."""
        shown_at = time.monotonic() - self.lag
        return [name for name, each in self.deployments.items() if each.since <= shown_at < each.until]

    def add(self, *tags: str) -> str:
        """Create one, as with the dashboard."""
        name = f"{len(self.deployments) + 1:012x}"
        self.deployments[name] = Running([*tags], time.monotonic())
        self.max_running = max(self.max_running, len(self.running))
        return name

    def end(self, name: str) -> None:
        """Let one end now, if it has not ended."""
        found = self.deployments[name]
        found.until = min(found.until, time.monotonic())

    def _list(self, options: dict[str, list[str]]) -> dict[str, Any]:
        names = self.shown
        for condition in json.loads(options.get("query", ['{"filters": []}'])[0])["filters"]:
            value, operator = condition["value"], condition["operator"]
            if condition["field"] == "request_id":
                names = [name for name in names if (name in value) is (operator == "in")]
            elif condition["field"] == "tags":
                assert len(value) <= 100
                names = [
                    name
                    for name in names
                    if (not {*value}.isdisjoint(self.deployments[name].tags)) is (operator == "in")
                ]
        limit = int(options.get("limit", ["10"])[0])
        if limit == 1:
            self.counts.append(time.monotonic())
        items = [{**self._shared(name), "ready": self._is_ready(name)} for name in names[:limit]]
        pages = {"number": 1, "next_page_number": None, "previous_page_number": None, "paginator": {"num_pages": 1}}
        pagination = {**pages, "has_next": False, "has_previous": False}
        return {"data": items, "total_count": len(names), "pagination": pagination}

    def _is_ready(self, name: str) -> bool:
        return time.monotonic() >= self.deployments[name].since + self.ready_after

    def _shared(self, name: str) -> dict[str, Any]:
        return {
            "request_id": name,
            "fqdn": f"{name}.pr.edgegap.net",
            "public_ip": "10.0.0.1",
            "ports": {},
            "start_time": "2026-01-01 00:00:00.000000",
            "tags": self.deployments[name].tags,
        }

    def _status(self, name: str) -> dict[str, Any]:
        has_ended = self.deployments[name].until <= time.monotonic()
        state = "TERMINATED" if has_ended else "READY" if self._is_ready(name) else "DEPLOYING"
        return {
            **self._shared(name),
            "app_name": "my-game",
            "app_version": "v1",
            "current_status": f"Status.{state}",
            "running": not has_ended,
            "whitelisting_active": False,
            "error": False,
            "max_duration": 60,
        }

    def _respond(self, method: str, target: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        url = urlsplit(target)
        name = url.path.rpartition("/")[2]
        if url.path.endswith("/bulk-stop"):
            ids = body["filters"][0]["values"]
            for each in ids:
                self.end(each)
            return 200, {"processable": [{"request_id": each} for each in ids]}
        if method == "POST" and self.refusal:
            return self.refusal, {"message": "refused"}
        if method == "POST":
            return 202, {"request_id": self.add(*body["tags"])}
        if url.path.startswith("/v1/stop/"):
            self.end(name)
            return 200, {"message": "stopped"}
        if method == "DELETE":
            return 204, {}
        return 200, self._status(name) if url.path.startswith("/v1/status/") else self._list(parse_qs(url.query))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                method, target, _ = head.split(" ", 2)
                fields = dict(line.lower().split(": ", 1) for line in head.splitlines()[1:] if line)
                body = await reader.readexactly(int(fields.get("content-length", "0")))
                await asyncio.sleep(0.01)
                status, answer = self._respond(method, target, json.loads(body or "{}"))
                if method == "POST" and self.is_silent:
                    await asyncio.sleep(60)
                data = b"" if status == 204 else json.dumps(answer).encode()
                lines = f"HTTP/1.1 {status} OK\r\nContent-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
                writer.write(lines.encode() + data)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    @contextmanager
    def serve(self) -> Generator[str]:
        """Serve in a thread of its own. Gives its URL."""
        loop = asyncio.new_event_loop()
        server = loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=1024))
        thread = threading.Thread(target=loop.run_forever)
        thread.start()
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield self.url
        finally:

            async def end() -> None:
                server.close()
                tasks = asyncio.all_tasks() - {asyncio.current_task()}
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

            asyncio.run_coroutine_threadsafe(end(), loop).result(20)
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()
