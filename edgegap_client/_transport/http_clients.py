"""The types of clients and transports that a caller may pass: those of httpx, and of its successor httpx2."""

from __future__ import annotations

import sys
from typing import Any, Final, Protocol, runtime_checkable

import httpx

from .._core.error_mapping import as_httpx

__all__ = [
    "NO_COOKIES",
    "AsyncHTTPClient",
    "AsyncTransport",
    "HTTPClient",
    "Transport",
    "as_httpx",
    "derives_from",
    "reports_sending",
]


class _NoCookies(httpx.Cookies):
    def extract_cookies(self, response: httpx.Response) -> None:
        """Keep no cookies."""

    def set_cookie_header(self, request: httpx.Request) -> None:
        """Send no cookies."""


NO_COOKIES: Final = _NoCookies()


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


class Transport(Protocol):
    """An `httpx.BaseTransport`, or an `httpx2.BaseTransport`."""

    def handle_request(self, request: Any) -> Any: ...

    def close(self) -> None: ...


class AsyncTransport(Protocol):
    """An `httpx.AsyncBaseTransport`, or an `httpx2.AsyncBaseTransport`."""

    async def handle_async_request(self, request: Any) -> Any: ...

    async def aclose(self) -> None: ...


def derives_from(found: object, name: str) -> str:
    """Return the package, `httpx` or `httpx2`, from whose class `name` an object derives; empty for none."""
    for kind in type(found).__mro__:
        package = kind.__module__.partition(".")[0]
        if kind.__name__ == name and package in ("httpx", "httpx2"):
            return package
    return ""


def reports_sending(transport: object, name: str, method: str) -> bool:
    """Whether a transport reports what it sends through httpcore's `trace` extension, as httpx's own do.

    Args:
        transport: The transport that the caller passed.
        name: The name of the class in httpx and httpx2 that reports.
        method: The name of its method that sends. A class that overrides the method may send in another way.
    """
    package = derives_from(transport, name)
    return bool(package) and getattr(type(transport), method) is getattr(getattr(sys.modules[package], name), method)
