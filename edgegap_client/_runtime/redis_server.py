"""The name of a Redis server in errors and logs."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any, Final
from urllib.parse import SplitResult, unquote, urlsplit

from .._core.redaction import Secret

__all__ = ["server_name"]

DEFAULT_PORT: Final = 6379
HOST_IN_QUERY: Final = re.compile(r"(^|&)(host|port|path)=")


def server_name(redis: Secret[Any]) -> str:
    """Return `Redis at HOST:PORT` for a URL, without its password. Return `Redis` for a function or an unusual URL.

    Args:
        redis: The URL, or the function that returns a client.
    """
    if isinstance(redis.reveal(), str):
        with suppress(ValueError):
            url: Secret[SplitResult] = Secret(urlsplit(str(redis.reveal())))
            # An unescaped "/", "?" or "#" in a password ends the host early. The query may name another host.
            if "@" in url.reveal().path + url.reveal().query + url.reveal().fragment or HOST_IN_QUERY.search(
                url.reveal().query
            ):
                return "Redis"
            if url.reveal().scheme == "unix":
                return f"Redis at {unquote(url.reveal().path)}" if url.reveal().path else "Redis"
            if host := url.reveal().hostname:
                shown = f"[{host}]" if ":" in host else host
                return f"Redis at {shown}:{url.reveal().port or DEFAULT_PORT}"
    return "Redis"
