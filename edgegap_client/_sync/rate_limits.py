"""Rate limits that several processes share, in Redis."""
# Written by `make generate` from _async/rate_limits.py; do not edit.

from __future__ import annotations

import logging
import os
import time
from typing import Any, Final, Protocol

from .._core.public import public_in

__all__ = ["RedisRateLimits"]

logger: Final = logging.getLogger("edgegap_client")

# For so long a Redis that failed gets no commands: its client may take seconds to give up, each time.
PAUSE_AFTER_FAILURE_SECONDS: Final = 10.0

# Requests that leave a second apart can arrive a little closer together.
WINDOW_SECONDS: Final = 1.05

# The slots of all processes, by the clock of the Redis server.
TAKE: Final = """
local taken, returned, pause = KEYS[1], KEYS[2], KEYS[3]
local rate, window, max_wait = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call("TIME")
local now = tonumber(time[1]) + tonumber(time[2]) / 1e6
local earliest = math.max(now, tonumber(redis.call("GET", pause) or "0"))
redis.call("ZREMRANGEBYSCORE", returned, "-inf", "(" .. string.format("%.6f", earliest))
local back = redis.call("ZRANGE", returned, 0, 0, "WITHSCORES")
if back[1] then
  local wait = tonumber(back[2]) - now
  if wait <= max_wait then redis.call("ZREM", returned, back[1]) end
  return string.format("%.6f", wait)
end
local slot = earliest
local oldest = redis.call("LINDEX", taken, rate - 1)
if oldest then slot = math.max(slot, tonumber(oldest) + window) end
if slot - now <= max_wait then
  redis.call("LPUSH", taken, string.format("%.6f", slot))
  redis.call("LTRIM", taken, 0, rate - 1)
  redis.call("PEXPIRE", taken, math.ceil((slot - now + window) * 1000) + 1000)
end
return string.format("%.6f", slot - now)
"""

GIVE_BACK: Final = """
local time = redis.call("TIME")
local slot = tonumber(time[1]) + tonumber(time[2]) / 1e6 + tonumber(ARGV[1])
redis.call("ZADD", KEYS[1], string.format("%.6f", slot), ARGV[2])
redis.call("PEXPIRE", KEYS[1], math.ceil(tonumber(ARGV[1]) * 1000) + 1000)
"""

SLOW_DOWN: Final = """
local time = redis.call("TIME")
local until_ = tonumber(time[1]) + tonumber(time[2]) / 1e6 + tonumber(ARGV[1])
if until_ > tonumber(redis.call("GET", KEYS[1]) or "0") then
  redis.call("SET", KEYS[1], string.format("%.6f", until_), "PX", math.ceil(tonumber(ARGV[1]) * 1000) + 1)
end
"""


class Redis(Protocol):
    """What is needed of a client of the `redis` package: `redis.Redis`."""

    def eval(self, script: str, numkeys: int, *keys_and_args: Any) -> Any:
        """Run a Lua script."""
        ...


@public_in("rate_limits")
class RedisRateLimits:
    """Documented rate limits shared by all processes that use the same Redis.

        limits = RedisRateLimits(redis.Redis(host="..."))
        edgegap = Edgegap(shared_limits=limits)

    Keys hold a digest of the organisation's token, never the token. When Redis fails, each process keeps the limits by
    itself for some seconds, and says so in a warning.

    Args:
        redis: The client, which stays yours. Give it short timeouts and few retries: calls wait for it.
        prefix: What the names of the keys begin with.
    """

    def __init__(self, redis: Redis, *, prefix: str = "edgegap:limits") -> None:
        self._redis = redis
        self._prefix = prefix
        self._left_alone_until = 0.0

    def take(self, key: str, rate: int, max_wait: float) -> float:
        """Take the next slot, unless it is more than `max_wait` seconds away.

        Returns:
            Seconds until the slot; more than `max_wait` means that none was taken. 0 when Redis fails.
        """
        name = f"{self._prefix}:{{{key}}}"
        keys = (f"{name}:taken", f"{name}:returned", f"{name}:pause")
        wait = self._run(TAKE, keys, rate, WINDOW_SECONDS, max_wait)
        return 0.0 if wait is None else float(wait)

    def give_back(self, key: str, seconds: float) -> object:
        """Return a slot that lies `seconds` ahead and will not be used."""
        return self._run(GIVE_BACK, (f"{self._prefix}:{{{key}}}:returned",), seconds, os.urandom(16).hex())

    def slow_down(self, key: str, seconds: float) -> object:
        """The server responded with 429 all the same: nobody sends for `seconds`."""
        return self._run(SLOW_DOWN, (f"{self._prefix}:{{{key}}}:pause",), seconds)

    def _run(self, script: str, keys: tuple[str, ...], *arguments: Any) -> Any:
        """What the script returns; None when Redis fails, whatever the reason: no call must fail because of it."""
        if time.monotonic() < self._left_alone_until:
            return None
        try:
            return self._redis.eval(script, len(keys), *keys, *arguments)
        except Exception as error:
            self._left_alone_until = time.monotonic() + PAUSE_AFTER_FAILURE_SECONDS
            logger.warning("rate limits are kept by this process alone: Redis failed with %s", type(error).__name__)
            return None
