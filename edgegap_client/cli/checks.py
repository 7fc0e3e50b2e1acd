"""The checks of `edgegap doctor`: each function checks one thing, and returns its finding and the next step."""

from __future__ import annotations

import datetime
import os
import platform
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Any, Final, Literal, cast

import httpx
from attrs import frozen

from .. import Edgegap, __version__
from .._core.settings import verification
from .._core.token_source import ORCHESTRATION
from .._transport.proxies import environment_proxy
from ..errors import (
    AuthenticationError,
    ConfigurationError,
    EdgegapError,
    PermissionDeniedError,
    RateLimitedError,
    TransportError,
)
from .env_files import LOCAL_HOSTS
from .sources import Source
from .specification import operation

CONNECT_TIMEOUT_SECONDS: Final = 5.0
API_TIMEOUT_SECONDS: Final = 15.0
# The header Date has whole seconds. A computer that sets its clock by the network is within one second.
CLOCK_WARNING_SECONDS: Final = 30.0
# Beyond this difference, certificates may count as expired, and a sweep computes wrong ages of deployments.
CLOCK_ERROR_SECONDS: Final = 300.0
CERTIFICATE_WARNING_DAYS: Final = 14
# The extras of the package: the module that proves that an extra is installed, and its package.
EXTRAS: Final[Mapping[str, tuple[str, str]]] = {
    "aiohttp": ("httpx_aiohttp", "httpx-aiohttp"),
    "http2": ("h2", "h2"),
    "keyring": ("keyring", "keyring"),
    "mcp": ("mcp", "mcp"),
    "otel": ("opentelemetry", "opentelemetry-api"),
    "redis": ("redis", "redis"),
    "sandbox": ("uvicorn", "uvicorn"),
}
SETUP_STATUS: Final = 2
TOKEN_STATUS: Final = 3
LIMIT_STATUS: Final = 6
CONNECTION_STATUS: Final = 9
SERVICE_STATUS: Final = 10

Level = Literal["ok", "warning", "error"]


@frozen
class Finding:
    """The result of one check.

    Attributes:
        name: The name of the check.
        level: ok, a warning or an error.
        message: The result.
        advice: The next step; empty if there is none.
        status: The exit status of an error.
    """

    name: str
    level: Level
    message: str
    advice: str = ""
    status: int = 0


def check_versions() -> Finding:
    """Find out which versions run here, and which extras are installed."""
    extras = [
        f"{extra} ({_version(package)})" for extra, (module, package) in EXTRAS.items() if find_spec(module) is not None
    ]
    parts = [f"{name} {_version(name)}" for name in ("httpx", "httpcore", "click", "rich")]
    return Finding(
        "versions",
        "ok",
        f"edgegap-client {__version__}, Python {platform.python_version()}, {platform.system() or 'unknown system'};"
        f" {', '.join(parts)}; extras: {', '.join(extras) or 'none'}",
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "of unknown version"


def check_address(source: Source) -> Finding:
    """Check the URL of the API, and whether the token is sent encrypted."""
    url = httpx.URL(source.base_url)
    if url.scheme == "https":
        kind = "" if source.base_url == ORCHESTRATION.default_url else " (not the address of production)"
        return Finding("address", "ok", f"{source.base_url}{kind}")
    if url.host in LOCAL_HOSTS:
        return Finding("address", "ok", f"{source.base_url} (on this computer, without TLS)")
    return Finding(
        "address",
        "warning",
        f"{source.base_url} has no TLS",
        "The token is sent unencrypted: use https:// unless you trust the network.",
    )


def check_proxy(base_url: str) -> tuple[Finding, httpx.Proxy | None]:
    """Check which proxy the environment names, and whether it accepts connections. The result has no password."""
    try:
        proxy = environment_proxy(base_url)
    except ConfigurationError as error:
        advice = "Correct the variable, or unset it."
        return Finding("proxy", "error", str(error), advice, SETUP_STATUS), None
    names = [
        name
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
        if os.environ.get(name) or os.environ.get(name.lower())
    ]
    if proxy is None:
        exempt = f"; {' and '.join(names)} do not apply to this address" if names else ""
        return Finding("proxy", "ok", f"none{exempt}"), None
    port = proxy.url.port or {"https": 443, "http": 80}.get(proxy.url.scheme, 1080)
    shown = f"{proxy.url.scheme}://{proxy.url.host}:{port}"
    advice = f"Check {' and '.join(names) or 'the proxy of the system'}, or exempt the API with NO_PROXY."
    try:
        socket.create_connection((proxy.url.host, port), CONNECT_TIMEOUT_SECONDS).close()
    except OSError as error:
        message = f"{shown} accepts no connection: {_reason(error)}"
        return Finding("proxy", "error", message, advice, CONNECTION_STATUS), proxy
    return Finding("proxy", "ok", f"{shown} accepts connections"), proxy


def check_certificates(base_url: str) -> Finding:
    """Check which certificates are trusted, and which variables name others that are not used."""
    try:
        verification(base_url)
    except ConfigurationError as error:
        advice = "Set SSL_CERT_FILE to a readable file of certificates (PEM), or unset it."
        return Finding("certificates", "error", str(error), advice, SETUP_STATUS)
    used = [f"{name}={os.environ[name]}" for name in ("SSL_CERT_FILE", "SSL_CERT_DIR") if os.environ.get(name)]
    ignored = [name for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE") if os.environ.get(name)]
    if ignored and not used:
        return Finding(
            "certificates",
            "warning",
            f"{' and '.join(ignored)} {'are' if ignored[1:] else 'is'} set, but not used here",
            f"Set SSL_CERT_FILE to the same file if the API or the proxy needs it: {os.environ[ignored[0]]}.",
        )
    return Finding("certificates", "ok", ", ".join(used) or "those of the package certifi")


def check_dns(host: str) -> Finding:
    """Check whether the host name has an address."""
    results: list[list[str]] = []
    problems: list[OSError] = []

    def resolve() -> None:
        try:
            found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
            results.append(sorted({str(each[4][0]) for each in found}))
        except OSError as error:
            problems.append(error)

    # Only this timeout limits the system's resolver.
    thread = threading.Thread(target=resolve, name="edgegap-doctor-dns", daemon=True)
    thread.start()
    thread.join(CONNECT_TIMEOUT_SECONDS)
    if results:
        return Finding("dns", "ok", f"{host} is {', '.join(results[0][:4])}")
    reason = _reason(problems[0]) if problems else f"no response within {CONNECT_TIMEOUT_SECONDS:g} s"
    advice = f"Check the name {host}, the network, a VPN and the DNS settings of this computer."
    return Finding("dns", "error", f"{host} has no address: {reason}", advice, CONNECTION_STATUS)


def check_connection(base_url: str) -> Finding:
    """Check whether the host accepts a connection, and has a trusted certificate."""
    url = httpx.URL(base_url)
    port = url.port or (443 if url.scheme == "https" else 80)
    place = f"{url.host}:{port}"
    try:
        with socket.create_connection((url.host, port), CONNECT_TIMEOUT_SECONDS) as connection:
            if url.scheme != "https":
                return Finding("connection", "ok", f"{place} accepts connections")
            with verification(base_url).wrap_socket(connection, server_hostname=url.host) as secured:
                return _check_end(place, secured)
    except ssl.SSLCertVerificationError as error:
        message = f"the certificate of {place} is not trusted: {error.verify_message}"
        return Finding("tls", "error", message, _certificate_advice(error.verify_message), CONNECTION_STATUS)
    except ssl.SSLError as error:
        advice = "A host between this computer and the API may not support TLS: check the port and the proxy."
        return Finding("tls", "error", f"{place}: {_reason(error)}", advice, CONNECTION_STATUS)
    except OSError as error:
        advice = "Check the address, the network, and whether a firewall blocks this connection."
        message = f"{place} accepts no connection: {_reason(error)}"
        return Finding("connection", "error", message, advice, CONNECTION_STATUS)


def _check_end(place: str, secured: ssl.SSLSocket) -> Finding:
    certificate = cast("Mapping[str, Any]", secured.getpeercert() or {})
    days = (ssl.cert_time_to_seconds(str(certificate["notAfter"])) - time.time()) / 86_400
    message = f"{place} with {secured.version()}; its certificate is valid for {days:.0f} more days"
    if days < CERTIFICATE_WARNING_DAYS:
        return Finding("tls", "warning", message, "The operator of the server or the proxy must renew it.")
    return Finding("tls", "ok", message)


def _certificate_advice(message: str) -> str:
    if "expired" in message or "not yet valid" in message:
        return (
            "Check the clock of this computer. If it is right, the operator of the server must renew the certificate."
        )
    if "mismatch" in message or "not valid for" in message:
        return "The certificate is for another host name: check the address."
    return (
        "A proxy or virus scanner may show a certificate of its own: set SSL_CERT_FILE to a file with the certificate"
        " of its authority. If you expect no such program, the connection may be intercepted: send no token."
    )


def check_api(edgegap: Edgegap) -> Iterator[Finding]:
    """Check the token, the clock and the rate limits with one read. Returns an error if there is no response."""
    before = time.time()
    headers: Mapping[str, str] = {}
    is_limited = False
    try:
        headers = operation("list_applications").prepare({"page": 1, "limit": 1})(edgegap).headers
        yield Finding("token", "ok", "valid (the API does not say whose it is)")
    except AuthenticationError as error:
        headers = error.headers
        advice = "Create a new token in the Edgegap dashboard (user settings, tokens), then run `edgegap login`."
        yield Finding("token", "error", f"refused: {error.message}", advice, TOKEN_STATUS)
    except PermissionDeniedError as error:
        headers = error.headers
        advice = "Give the token the right to read applications in the Edgegap dashboard, if a command needs it."
        yield Finding("token", "warning", f"valid, but must not list applications: {error.message}", advice)
    except RateLimitedError as error:
        headers, is_limited = error.headers, True
        wait = f"Wait {error.retry_after:g} s" if error.retry_after else "Wait a minute"
        advice = f"{wait}, and check whether other programs use the same token."
        yield Finding("limits", "error", f"the API refuses requests for now: {error.message}", advice, LIMIT_STATUS)
    except TransportError as error:
        advice = "Check the lines above. If they report no problem, try again later."
        yield Finding("api", "error", str(error), advice, CONNECTION_STATUS)
        return
    except EdgegapError as error:
        headers = error.headers
        advice = "The API, or a proxy in front of it, has a problem: try again later."
        yield Finding("api", "error", str(error), advice, SERVICE_STATUS)
    yield _check_clock(headers.get("date"), (before + time.time()) / 2)
    if not is_limited:
        seen = [f"{name}: {headers[name]}" for name in headers if "ratelimit" in name.lower()]
        yield Finding("limits", "ok", f"no request was refused; {', '.join(seen) or 'the API announced no limit'}")


def _check_clock(date: str | None, now: float) -> Finding:
    try:
        sent = parsedate_to_datetime(date or "")
    except ValueError:
        return Finding(
            "clock", "warning", "the response has no Date to compare with", "Check the clock of this computer yourself."
        )
    if sent.tzinfo is None:
        sent = sent.replace(tzinfo=datetime.UTC)
    # The middle of the second in the header.
    difference = now - sent.timestamp() - 0.5
    level: Level = "ok"
    if abs(difference) > CLOCK_WARNING_SECONDS:
        level = "error" if abs(difference) > CLOCK_ERROR_SECONDS else "warning"
    if level == "ok":
        return Finding("clock", "ok", f"within {CLOCK_WARNING_SECONDS:g} s of the API's")
    direction = "ahead of" if difference > 0 else "behind"
    advice = "Let this computer set its clock by the network (NTP): certificates and ages of deployments depend on it."
    message = f"{abs(difference):.0f} s {direction} the API's"
    return Finding("clock", level, message, advice, SETUP_STATUS if level == "error" else 0)


def _reason(error: OSError) -> str:
    if isinstance(error, TimeoutError):
        return f"no response within {CONNECT_TIMEOUT_SECONDS:g} s"
    return error.strerror or str(error)
