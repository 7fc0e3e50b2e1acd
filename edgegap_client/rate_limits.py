"""Rate limits that several processes share, in Redis (`pip install "edgegap-client[redis]"`)."""

from ._runtime.redis_limits import RedisRateLimits

__all__ = ["RedisRateLimits"]
