"""Rate limits that several processes share, in Redis (`pip install "edgegap-client[redis]"`)."""

from ._async.rate_limits import AsyncRedisRateLimits
from ._sync.rate_limits import RedisRateLimits

__all__ = ["AsyncRedisRateLimits", "RedisRateLimits"]
