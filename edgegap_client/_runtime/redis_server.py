"""The name of a Redis server in errors and logs."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from .._core.redaction import Secret

__all__ = ["server_name"]

DEFAULT_PORT: Final = 6379


def server_name(redis: Secret[Any]) -> str:
    """Return `Redis at HOST:PORT` for a URL, without its password, and `Redis` for a function.

    Args:
        redis: The URL, or the function that returns a client.
    """
    if isinstance(redis.reveal(), str):
        with suppress(ValueError):
            url: Secret[SplitResult] = Secret(urlsplit(str(redis.reveal())))
            if url.reveal().scheme == "unix":
                return f"Redis at {url.reveal().path}"
            host = url.reveal().hostname or "localhost"
            shown = f"[{host}]" if ":" in host else host
            return f"Redis at {shown}:{url.reveal().port or DEFAULT_PORT}"
    return "Redis"
