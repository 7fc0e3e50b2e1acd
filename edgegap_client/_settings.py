"""What a client is set up with, checked at once: token, base URL, time-outs, certificates."""

from __future__ import annotations

import os
import platform
import re
import ssl
from functools import cache
from typing import Final

import httpx
from attrs import field, frozen

from ._version import __version__
from .errors import ConfigurationError

DEFAULT_BASE_URL: Final = "https://api.edgegap.com"
# A deploy may take some seconds to be answered; a connection that takes longer than 5 s will not come.
DEFAULT_TIMEOUT: Final = httpx.Timeout(30.0, connect=5.0)
# As many idle connections as connections: fewer would close and reopen them (a TLS handshake each) under load.
DEFAULT_LIMITS: Final = httpx.Limits(max_connections=100, max_keepalive_connections=100, keepalive_expiry=30.0)
USER_AGENT: Final = f"edgegap-client/{__version__} Python/{platform.python_version()}"

_TOKEN: Final = re.compile(r"[A-Za-z0-9._~+/=-]+")
_PLACEHOLDERS: Final = frozenset(("your_api_key", "your-api-key", "your_api_token", "your_token", "token", "changeme"))
_WHERE: Final = "make one in the Edgegap dashboard (user settings, tokens) and set EDGEGAP_API_TOKEN or pass token="


@frozen
class Settings:
    """A client's checked settings.

    Attributes:
        authorization: The value of the Authorization header, with the word `token`.
        base_url: Scheme, host and port, without a slash at the end.
        timeout: Time-outs in seconds; None where an injected client brings its own.
    """

    authorization: str = field(repr=False)
    base_url: str
    timeout: httpx.Timeout | None


def read_settings(token: str | None, base_url: str | None, timeout: float | httpx.Timeout | None) -> Settings:
    """Check what the user gave, or else what the environment has.

    Raises:
        ConfigurationError: The token or the base URL is missing or malformed.
    """
    return Settings(
        authorization=f"token {_read_token(token)}",
        base_url=_read_base_url(base_url),
        timeout=_read_timeout(timeout),
    )


def _read_token(token: str | None) -> str:
    value = os.environ.get("EDGEGAP_API_TOKEN") if token is None else token
    if value is None:
        raise ConfigurationError(f"There is no API token: {_WHERE}.")
    if not isinstance(value, str):  # pyright: ignore[reportUnnecessaryIsInstance]  # callers without a type checker
        raise ConfigurationError(f"The API token must be text, not {type(value).__name__}.")
    # The header's word is often pasted with the token, sometimes twice.
    value = re.sub(r"(?i)^(\s*authorization:)?(\s*token\s+)*", "", value).strip()
    if not value or value.lower() in _PLACEHOLDERS:
        raise ConfigurationError(f"The API token is empty or a placeholder: {_WHERE}.")
    if value.lower().startswith("bearer "):
        raise ConfigurationError("Edgegap takes no bearer tokens: pass the API token alone.")
    if not _TOKEN.fullmatch(value):
        raise ConfigurationError(
            "The API token has characters that no token has (spaces, quotes, line breaks...): check how it was copied."
        )
    return value


def _read_base_url(base_url: str | None) -> str:
    value = (os.environ.get("EDGEGAP_BASE_URL") or DEFAULT_BASE_URL) if base_url is None else base_url
    wanted = f"give the base URL as in {DEFAULT_BASE_URL}, with base_url= or EDGEGAP_BASE_URL"
    try:
        url = httpx.URL(value.strip())
    except (httpx.InvalidURL, TypeError, AttributeError) as error:
        raise ConfigurationError(f"The base URL cannot be read: {wanted}.") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise ConfigurationError(f"The base URL must start with https:// or http:// and name a host: {wanted}.")
    if url.userinfo or url.query or url.fragment:
        raise ConfigurationError(f"The base URL must have no user, query or fragment: {wanted}.")
    path = url.path.rstrip("/")
    if re.search(r"/v\d+$", path):
        raise ConfigurationError(f"The base URL must not end in {path!r}: each operation brings its version; {wanted}.")
    return str(url.copy_with(path=path)).rstrip("/")


def _read_timeout(timeout: float | httpx.Timeout | None) -> httpx.Timeout | None:
    if timeout is None or isinstance(timeout, httpx.Timeout):
        return timeout
    if timeout <= 0:
        raise ConfigurationError(f"timeout must be more than 0 seconds, got {timeout}.")
    return httpx.Timeout(timeout, connect=min(timeout, DEFAULT_TIMEOUT.connect or timeout))


@cache
def ssl_context() -> ssl.SSLContext:
    """The certificates to trust, loaded once a process: it takes 30 to 80 ms, which no event loop should wait for."""
    return httpx.create_ssl_context()


def verification(base_url: str) -> ssl.SSLContext:
    """What to verify servers with. Plain HTTP needs no certificates, so none are loaded (and none would be trusted)."""
    return ssl_context() if base_url.startswith("https:") else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
