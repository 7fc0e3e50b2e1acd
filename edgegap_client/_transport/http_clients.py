"""What an HTTP client that is passed in must have: those of httpx do, and those of httpx2, its continuation."""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable

from .._core.error_mapping import as_httpx

__all__ = ["AsyncHTTPClient", "HTTPClient", "as_httpx"]


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
