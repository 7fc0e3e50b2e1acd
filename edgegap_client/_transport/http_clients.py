"""What an HTTP client that is passed in must have: those of httpx do, and those of httpx2, its continuation."""

from __future__ import annotations

from typing import Any, Final, Protocol, runtime_checkable

import httpx

__all__ = ["AsyncHTTPClient", "HTTPClient", "as_httpx"]

KINDS: Final = (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, httpx.CookieConflict)


@runtime_checkable
class HTTPClient(Protocol):
    """An `httpx.Client`, or an `httpx2.Client`."""

    @property
    def timeout(self) -> Any: ...

    def build_request(self, method: str, url: str) -> Any: ...

    def send(self, request: Any, *, stream: bool, follow_redirects: bool) -> Any: ...

    def close(self) -> None: ...


@runtime_checkable
class AsyncHTTPClient(Protocol):
    """An `httpx.AsyncClient`, or an `httpx2.AsyncClient`."""

    @property
    def timeout(self) -> Any: ...

    def build_request(self, method: str, url: str) -> Any: ...

    async def send(self, request: Any, *, stream: bool, follow_redirects: bool) -> Any: ...

    async def aclose(self) -> None: ...


def as_httpx(error: Exception) -> Exception:
    """httpx's error of the same name for one of httpx2, and any other error as it is."""
    for kind in type(error).__mro__:
        found = getattr(httpx, kind.__name__, None)
        if isinstance(found, type) and issubclass(found, KINDS):
            # Some take more arguments, which nobody here needs.
            return error if found is kind else found.__new__(found, str(error))
    return error
