"""The settings of a client, checked when it is made: token, base URL, timeouts, retries, certificates."""

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
# A whole call, with its retries and the back-offs between them.
DEFAULT_TIMEOUT: Final = 60.0
# Timeouts within it. The response to a deploy may take some seconds; a connection that takes 5 s will not come.
DEFAULT_TIMEOUTS: Final = httpx.Timeout(30.0, connect=5.0)
DEFAULT_MAX_CONNECTIONS: Final = 100
DEFAULT_MAX_RESPONSE_BYTES: Final = 64 * 1024 * 1024
DEFAULT_POLL_INTERVAL: Final = 2.0
# Nothing else is decompressed: the standard library cannot bound other forms.
ACCEPT_ENCODING: Final = "gzip, deflate"
USER_AGENT: Final = f"edgegap-client/{__version__} Python/{sys.version.split()[0]}"


class URL(Protocol):
    """A URL object, such as `httpx.URL` or `yarl.URL`: `str` gives the whole URL."""

    @property
    def scheme(self) -> str:
        """`https` or `http`."""
        ...

    @property
    def host(self) -> str | None:
        """The host's name."""
        ...


RateLimits: TypeAlias = Literal["wait", "raise", "off"]
Backend: TypeAlias = Literal["httpx", "aiohttp"]


@dataclasses.dataclass(frozen=True, slots=True, repr=False, eq=False)
class Settings:
    """A client's checked settings. No tuple, which serialisers would walk through, and the token is a secret.

    Attributes:
        token: The organisation's API token, or what gives it for each attempt.
        headers: Headers of every request, besides the client's own.
        user_agent: The value of the User-Agent header.
        hooks: What to call around launches, calls and attempts; None for nothing.
        base_url: Scheme, host and port, without a slash at the end.
        access: How the service is reached.
        timeout: Seconds for a whole call, with all that belongs to it.
        timeouts: Timeouts of connecting, reading and writing, in seconds; None where an injected client brings its own.
        retry: When to retry.
        rate_limits: Whether to wait for a slot of the documented rate limits, to raise, or not to count.
        max_connections: How many requests may be sent at once.
        max_response_bytes: How many bytes of a response to read at the most, decompressed.
        poll_interval: Seconds between two polls of the deployments that are waited for.
        drift: What the client counts in.
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
        """These settings with other values for some of them."""
        return dataclasses.replace(self, **changes)

    def checked(self) -> Settings:
        """The same.

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
    """The policy that a number of retries stands for."""
    return max_retries if isinstance(max_retries, RetryPolicy) else RetryPolicy(max_retries)


def read_base_url(base_url: str | URL | None, access: Access = ORCHESTRATION) -> str:
    """What the user gave, or else the environment variable, or else the default of the service.

    Raises:
        ConfigurationError: The base URL is malformed, or there is none.
    """
    found = (os.environ.get(name) for name in access.url_variables)
    value = (next(filter(None, found), None) or access.default_url) if base_url is None else base_url
    wanted = f"give the base URL as in {access.example_url}, with {access.url_argument}= or {access.url_variables[0]}"
    if value is None:
        raise ConfigurationError(f"There is no base URL: {wanted}.")
    try:
        url = httpx.URL(str(value).strip())
    except httpx.InvalidURL as error:
        raise ConfigurationError(f"The base URL cannot be read: {wanted}.") from error
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
        raise ConfigurationError(f"The base URL must not end in {path!r}: each operation brings its version; {wanted}.")
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
    """The certificates to trust, loaded once a process: it takes 30 to 80 ms, which no event loop should wait for.

    Raises:
        ConfigurationError: The file that SSL_CERT_FILE names cannot be loaded.
    """
    try:
        return httpx.create_ssl_context()
    except OSError as error:  # an ssl.SSLError is one, too
        file = os.environ.get("SSL_CERT_FILE")
        source = (
            f"the file {file!r}, which the environment variable SSL_CERT_FILE names" if file else "the default file"
        )
        raise ConfigurationError(f"The trusted certificates cannot be loaded from {source}: {error}.") from error


def read_backend(backend: Backend | None) -> Backend:
    """What to send with: the argument, or the environment variable EDGEGAP_BACKEND, or `httpx`."""
    chosen = backend or os.environ.get("EDGEGAP_BACKEND") or "httpx"
    for known in BACKENDS:
        if chosen == known:
            return known
    raise ConfigurationError(f"backend must be 'httpx' or 'aiohttp', got {chosen!r}.")


def verification(base_url: str) -> ssl.SSLContext:
    """What to verify servers with. Plain HTTP needs no certificates, so none are loaded (and none would be trusted)."""
    return ssl_context() if base_url.startswith("https:") else _no_certificates()


@cache
def _no_certificates() -> ssl.SSLContext:
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def import_folders(*folders: str) -> None:
    """Import all modules in folders of this package, each given as `_generated.orchestration.api`."""
    from pkgutil import walk_packages

    package = __name__.rpartition("._core")[0]
    for folder in folders:
        place = import_module(f"{package}.{folder}")
        for found in walk_packages(place.__path__, f"{place.__name__}."):
            import_module(found.name)
