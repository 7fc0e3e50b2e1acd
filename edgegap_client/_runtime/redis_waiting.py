"""Share how many tickets and backfills each replica waits for, so that all replicas observe a matchmaker's read limit.

The limit itself is a shared rate limit. Without these numbers, each replica would read as often as a single one, and
its reads would queue for the limit.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final
from weakref import ref

from .replicas import REPLICA_SECONDS, Part, Replicas, ReplicaThread

if TYPE_CHECKING:
    from .._core.matchmaker import Poller

__all__ = ["share_waiting"]

# The key is a hash with a field for each process: the time of its report, and the number of tickets that it waits for.
WAITING: Final = """
local time = redis.call("TIME")
local now = tonumber(time[1]) + tonumber(time[2]) / 1e6
if ARGV[2] == "0" then
  redis.call("HDEL", KEYS[1], ARGV[1])
else
  redis.call("HSET", KEYS[1], ARGV[1], string.format("%.3f %d", now, tonumber(ARGV[2])))
  redis.call("PEXPIRE", KEYS[1], math.ceil(1000 * tonumber(ARGV[3])))
end
local others, fields = 0, redis.call("HGETALL", KEYS[1])
for i = 1, #fields, 2 do
  local at, count = string.match(fields[i + 1], "(%S+) (%S+)")
  if math.abs(now - tonumber(at)) > tonumber(ARGV[3]) then
    redis.call("HDEL", KEYS[1], fields[i])
  elseif fields[i] ~= ARGV[1] then
    others = others + tonumber(count)
  end
end
return others
"""


class _Waiting(Part):
    """The pollers of this process, by matchmaker. While Redis is unreachable, the last numbers of others stay."""

    def __init__(self, thread: ReplicaThread) -> None:
        super().__init__(thread)
        self._pollers: dict[str, ref[Poller]] = {}
        # The last reported number. Nothing is reported while no call waits.
        self._reported: dict[str, int] = {}

    def attach(self, organisation: str, poller: Poller) -> None:
        """Add a poller; see `share_waiting`."""
        key = f"{self.thread.prefix}:waiting:{{{organisation}}}"
        known = self._pollers.get(key)
        if known is None or known() is not poller:
            self._pollers[key] = ref(poller)

    async def beat(self) -> None:
        for key, reference in list(self._pollers.items()):
            poller = reference()
            count = 0 if poller is None else poller.waiting
            if count or self._reported.get(key):
                others = int(await self._report(key, count))
                if poller is not None:
                    poller.others = others
            self._reported[key] = count
            if poller is None and self._pollers.get(key) is reference:
                del self._pollers[key]

    async def leave(self) -> None:
        for key, count in list(self._reported.items()):
            if count:
                with suppress(Exception):  # its report expires by itself
                    await self._report(key, 0)

    async def _report(self, key: str, count: int) -> str:
        found: str = await self.thread.run(WAITING, [key], self.thread.replica, count, REPLICA_SECONDS)
        return found


def share_waiting(replicas: Replicas, organisation: str, poller: Poller) -> None:
    """Report to the other replicas how many tickets this process waits for. It may be repeated.

    Args:
        replicas: The replicas.
        organisation: The name of the matchmaker, the same in all replicas.
        poller: The matchmaker's poller in this process.
    """
    waiting = replicas._part(_Waiting)
    if waiting is not None:
        waiting.attach(organisation, poller)
