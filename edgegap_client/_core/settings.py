"""The settings of a client, checked when the client is created: token, base URL, timeouts, retries, certificates."""

from __future__ import annotations

import dataclasses
import ipaddress
import os
import re
import ssl
import sys
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any, Final, Literal, Protocol, TypeAlias

import httpx

from .._version import __version__
from ..drift import Drift
from ..errors import ConfigurationError
from .hooks import Hooks
from .redaction import Secret
from .retries import RetryPolicy
from .token_source import ORCHESTRATION, Access, TokenProvider

BACKENDS: Final[tuple[Backend, ...]] = ("httpx", "aiohttp")
# The timeout of a whole call, including its retries and back-offs.
DEFAULT_TIMEOUT: Final = 60.0
# The timeouts within a call. The response to a deploy may take some seconds. A connection that takes 5 s will fail.
DEFAULT_TIMEOUTS: Final = httpx.Timeout(30.0, connect=5.0)
DEFAULT_MAX_CONNECTIONS: Final = 100
DEFAULT_MAX_RESPONSE_BYTES: Final = 64 * 1024 * 1024
DEFAULT_POLL_INTERVAL: Final = 2.0
# The client decompresses no other encodings, because the standard library cannot limit their size.
ACCEPT_ENCODING: Final = "gzip, deflate"
USER_AGENT: Final = f"edgegap-client/{__version__} Python/{sys.version.split()[0]}"


class URL(Protocol):
    """A URL object, such as `httpx.URL` or `yarl.URL`: `str` returns the whole URL."""

    @property
    def scheme(self) -> str:
        """`https` or `http`."""
        ...

    @property
    def host(self) -> str | None:
        """The host name."""
        ...


RateLimits: TypeAlias = Literal["wait", "raise", "off"]
Backend: TypeAlias = Literal["httpx", "aiohttp"]


@dataclasses.dataclass(frozen=True, slots=True, repr=False, eq=False)
class Settings:
    """A client's checked settings. It is not a tuple, whose items serialisers would show, and the token is a `Secret`.

    Attributes:
        token: The organisation's API token, or the provider that returns it for each attempt.
        headers: Headers of every request, besides the client's own.
        user_agent: The value of the User-Agent header.
        hooks: The functions to call around launches, calls and attempts; None for none.
        base_url: Scheme, host and port, without a slash at the end.
        access: How the client reaches the service and sends the token.
        timeout: The timeout of a whole call, including waits and retries, in seconds.
        timeouts: The connect, read and write timeouts, in seconds; None if an injected client has its own.
        retry: The policy of retries.
        rate_limits: `wait` for a slot of the documented rate limits, `raise` without a slot, or `off`.
        max_connections: The maximum number of requests at once.
        max_response_bytes: The maximum size of a decompressed response, in bytes.
        poll_interval: Seconds between two polls of deployments.
        drift: Counts differences between responses and the specification.
    """

    token: Secret[str] | TokenProvider
    headers: Mapping[str, Secret[str]]
    user_agent: str
    hooks: Hooks | None
    base_url: str
    access: Access
    timeout: float
    timeouts: httpx.Timeout | None
    retry: RetryPolicy
    rate_limits: RateLimits
    max_connections: int
    max_response_bytes: int
    poll_interval: float
    drift: Drift

    def __repr__(self) -> str:
        return f"Settings(base_url={self.base_url!r})"

    def replace(self, **changes: Any) -> Settings:
        """Return these settings with some other values."""
        return dataclasses.replace(self, **changes)

    def checked(self) -> Settings:
        """Check these settings, and return them.

        Raises:
            ConfigurationError: A value is out of bounds.
        """
        for name in ("timeout", "max_connections", "max_response_bytes", "poll_interval"):
            value: object = getattr(self, name)
            if not isinstance(value, int | float) or not value > 0:
                raise ConfigurationError(f"{name} must be a number greater than 0, got {value!r}.")
        if self.rate_limits not in ("wait", "raise", "off"):
            raise ConfigurationError(f"rate_limits must be 'wait', 'raise' or 'off', got {self.rate_limits!r}.")
        return self


def retry_policy(max_retries: int | RetryPolicy) -> RetryPolicy:
    """Return the retry policy for the argument `max_retries`."""
    return max_retries if isinstance(max_retries, RetryPolicy) else RetryPolicy(max_retries)


def read_base_url(base_url: str | URL | None, access: Access = ORCHESTRATION) -> str:
    """Return the caller's base URL, or else the one of the environment variable, or else the service's default.

    Raises:
        ConfigurationError: The base URL is malformed, or there is none.
    """
    found = (os.environ.get(name) for name in access.url_variables)
    value = (next(filter(None, found), None) or access.default_url) if base_url is None else base_url
    wanted = f"pass a base URL such as {access.example_url} as {access.url_argument}=, or set {access.url_variables[0]}"
    if value is None:
        raise ConfigurationError(f"There is no base URL: {wanted}.")
    try:
        url = httpx.URL(str(value).strip())
    except httpx.InvalidURL as error:
        raise ConfigurationError(f"The base URL is malformed: {wanted}.") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise ConfigurationError(f"The base URL must start with https:// or http:// and name a host: {wanted}.")
    if url.port is not None and not 0 < url.port < 65536:
        raise ConfigurationError(f"The base URL's port must be between 1 and 65535, got {url.port}: {wanted}.")
    if url.userinfo or url.query or url.fragment:
        raise ConfigurationError(f"The base URL must have no user, query or fragment: {wanted}.")
    if not _is_host(url.raw_host.decode("ascii")):
        raise ConfigurationError(f"{url.host!r} in the base URL is not a host name or IP address: {wanted}.")
    path = url.path.rstrip("/")
    if re.search(r"/v\d+$", path):
        raise ConfigurationError(f"The base URL must not end in {path!r}: each operation adds its version; {wanted}.")
    return str(url.copy_with(path=path)).rstrip("/")


def _is_host(host: str) -> bool:
    if ":" not in host:
        return re.fullmatch(r"[A-Za-z0-9._-]+", host) is not None
    try:
        ipaddress.IPv6Address(host)
    except ValueError:
        return False
    return True


@cache
def ssl_context() -> ssl.SSLContext:
    """Return the trusted certificates. A process loads them once, because it takes 30 to 80 ms and blocks event loops.

    Raises:
        ConfigurationError: The file that SSL_CERT_FILE names cannot be loaded.
    """
    try:
        return httpx.create_ssl_context()
    except OSError as error:  # an ssl.SSLError is an OSError, too
        file = os.environ.get("SSL_CERT_FILE")
        source = (
            f"the file {file!r}, which the environment variable SSL_CERT_FILE names" if file else "the default file"
        )
        raise ConfigurationError(f"The trusted certificates cannot be loaded from {source}: {error}.") from error


def read_backend(backend: Backend | None) -> Backend:
    """Return the backend: the argument, or else the environment variable EDGEGAP_BACKEND, or else `httpx`."""
    chosen = backend or os.environ.get("EDGEGAP_BACKEND") or "httpx"
    for known in BACKENDS:
        if chosen == known:
            return known
    raise ConfigurationError(f"backend must be 'httpx' or 'aiohttp', got {chosen!r}.")


def verification(base_url: str) -> ssl.SSLContext:
    """Return the certificates for verification. Plain HTTP needs none, so none are loaded or trusted."""
    return ssl_context() if base_url.startswith("https:") else _no_certificates()


@cache
def _no_certificates() -> ssl.SSLContext:
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def import_folders(*folders: str) -> None:
    """Import all modules in folders of this package, with names such as `_generated.orchestration.api`."""
    from pkgutil import walk_packages

    package = __name__.rpartition("._core")[0]
    for folder in folders:
        place = import_module(f"{package}.{folder}")
        for found in walk_packages(place.__path__, f"{place.__name__}."):
            import_module(found.name)
