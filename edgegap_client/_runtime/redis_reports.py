"""The report of each replica in Redis, with its heartbeat, for `Replicas.report` and `edgegap replicas`."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, Protocol

from .._core.redaction import Secret
from .._core.replicas_report import ReplicasReport, read_report
from .._version import __version__
from .registry import registered
from .replicas import CONNECT_SECONDS, REPLICA_SECONDS, AsyncRedis, Part, ReplicaThread, _close, _maker, _run

__all__ = ["ReportRequest", "Reports", "fetch_report"]

logger: Final = logging.getLogger("edgegap_client")

# The interval of a process's reports.
REPORT_SECONDS: Final = 1.0

# The key is a hash with a field for each process: the time of its report, and the report. Without a report, the script
# only reads. A process that leaves reports an empty text.
REPORT: Final = """
local time = redis.call("TIME")
local now = tonumber(time[1]) + tonumber(time[2]) / 1e6
if ARGV[2] == "leave" then
  redis.call("HDEL", KEYS[1], ARGV[1])
elseif ARGV[2] ~= "read" then
  redis.call("HSET", KEYS[1], ARGV[1], string.format("%.3f %s", now, ARGV[2]))
  redis.call("PEXPIRE", KEYS[1], math.ceil(1000 * tonumber(ARGV[3])))
end
local all, fields = {}, redis.call("HGETALL", KEYS[1])
for i = 1, #fields, 2 do
  local at, text = string.match(fields[i + 1], "^(%S+) (.*)$")
  if math.abs(now - tonumber(at)) > tonumber(ARGV[3]) then
    redis.call("HDEL", KEYS[1], fields[i])
  elseif ARGV[2] == "read" then
    all[#all + 1] = {fields[i], string.format("%.3f", math.max(0, now - tonumber(at))), text}
  end
end
return all
"""


class Wakeup(Protocol):
    """Wakes the caller."""

    def set(self) -> bool:
        """Wake the caller."""
        ...


class ReportRequest:
    """A report that a caller waits for. The thread owns its result.

    Attributes:
        result: The report; None if Redis has failed, or there is no connection yet.
        is_over: Whether the request has ended.
    """

    def __init__(self, wakeup: Wakeup) -> None:
        self._wakeup = wakeup
        self.result: ReplicasReport | None = None
        self.is_over = False

    def end(self, result: ReplicasReport | None) -> None:
        """Give the caller the result."""
        self.result, self.is_over = result, True
        self._wakeup.set()


class Reports(Part):
    """The reports of this process."""

    def __init__(self, thread: ReplicaThread) -> None:
        super().__init__(thread)
        self._since = time.time()
        self._reported_at = float("-inf")
        self._requests: dict[int, ReportRequest] = {}

    def connected(self) -> None:
        self.thread.go_on(self._report())
        self._begin()

    def lost(self) -> None:
        self._fail()

    def ended(self) -> None:
        self._fail()

    async def beat(self) -> None:
        if time.monotonic() >= self._reported_at + REPORT_SECONDS - 0.1:
            await self._report()

    async def leave(self) -> None:
        with suppress(Exception):  # its report expires by itself
            await self.thread.run(REPORT, [self._key], self.thread.replica, "leave", REPLICA_SECONDS)

    @property
    def _key(self) -> str:
        return key_of(self.thread.prefix)

    async def _report(self) -> None:
        self._reported_at = time.monotonic()
        launches: list[Any] = list(registered())
        data: dict[str, Any] = {
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "since": round(self._since, 3),
            "version": __version__,
            "waiting": sum(bool(getattr(each, "is_waiting", False)) for each in launches),
            "pending": sum(each.is_unknown for each in launches),
        }
        for part in self.thread._begun:
            try:
                data.update(part.report())
            except Exception as error:  # a failed report must not close the connection of all parts
                logger.debug("%s has no report: %s", type(part).__name__, type(error).__name__)
        await self.thread.run(REPORT, [self._key], self.thread.replica, json.dumps(data), REPLICA_SECONDS)

    def ask(self, wakeup: Wakeup) -> ReportRequest:
        """Request the report of all processes. Any thread may call this."""
        request = ReportRequest(wakeup)
        self._requests[id(request)] = request
        # The order matters: either `lost` sees the request, or this code sees that Redis has failed.
        if self.thread.is_alone or not self.thread.is_working():
            self._fail()
        self.thread.call(self._begin)
        return request

    def _begin(self) -> None:
        if self.thread.client is not None and self._requests:
            self.thread.go_on(self._read())

    async def _read(self) -> None:
        requests = [self._requests.pop(key) for key in tuple(self._requests)]
        result: ReplicasReport | None = None
        try:
            await self._report()  # otherwise the report may lack this process
            result = _read(await self.thread.run(REPORT, [self._key], "", "read", REPLICA_SECONDS))
        finally:
            for request in requests:
                request.end(result)

    def _fail(self) -> None:
        while self._requests:
            self._requests.popitem()[1].end(None)


def key_of(prefix: str) -> str:
    """Return the key of the reports."""
    return f"{prefix}:reports"


def _read(response: list[list[bytes | str]]) -> ReplicasReport:
    texts = [[each if isinstance(each, str) else each.decode() for each in item] for item in response]
    return read_report((name, float(age), text) for name, age, text in texts)


async def fetch_report(redis: Secret[str | Callable[[], AsyncRedis]], prefix: str) -> ReplicasReport:
    """Read the report without being a replica.

    Raises:
        ConfigurationError: The URL is malformed, or its Python package is not installed.
        Exception: Redis is unreachable, or does not respond within `CONNECT_SECONDS`.
    """
    client = _maker(redis)()
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            return _read(await _run(client, REPORT, [key_of(prefix)], "", "read", REPLICA_SECONDS))
    finally:
        await _close(client)
