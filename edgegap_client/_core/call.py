"""One call of one operation: its request, its deadline, its attempts, and what becomes of its failures. No I/O."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from typing import Any, Final

import httpx

from .._transport.decompression import ACCEPT_ENCODING
from .._transport.http_clients import as_httpx
from ..drift import note_status
from ..errors import (
    ConnectionFailed,
    EdgegapError,
    InvalidRequestError,
    Outcome,
    RateLimitedError,
    ResponseFormatError,
    Secrets,
    TimedOut,
    error_from_response,
    mask_chain,
    masked,
    one_line,
    secrets_of,
    shown_path,
)
from .exchange import Exchange, Permission, current_exchange
from .operation import Operation
from .rate_limiter import Limit, Limits
from .retries import NOT_PROCESSED, Retry
from .settings import USER_AGENT, Settings

FAILURES: Final = (
    *(httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, httpx.CookieConflict),
    *(TimeoutError, EdgegapError),
)

# DEBUG: one line for each attempt; INFO: repetitions and waits. Never a body, a query, a header or a filled-in path.
logger: Final = logging.getLogger("edgegap_client")
# Without a logging set-up, Python would write warnings to stderr.
logger.addHandler(logging.NullHandler())


class _OursAreToldHere(logging.Filter):
    """Keeps the loggers below from telling of our requests what must not show: queries, and heads of answers."""

    def filter(self, record: logging.LogRecord) -> bool:
        return current_exchange.get() is None


for _name in ("httpx", *(f"httpcore.{part}" for part in ("connection", "http11", "http2", "proxy", "socks"))):
    logging.getLogger(_name).addFilter(_OursAreToldHere())


class Call:
    """One call, from its start to its result or its error.

    Args:
        settings: The client's.
        limits: The organisation's rate limits.
        operation: Which operation.
        path: Its path, filled in.
        params: Query parameters.
        headers: Further headers.
        json: The body, JSON-ready.
    """

    __slots__ = (
        "_deadline",
        "_has_waited",
        "_headers",
        "_in_doubt",
        "_json",
        "_limits",
        "_operation",
        "_params",
        "_path",
        "_request",
        "_settings",
        "_started",
        "attempts",
    )

    def __init__(
        self,
        settings: Settings,
        limits: Limits,
        operation: Operation,
        path: str,
        params: Mapping[str, Any] | None,
        headers: Mapping[str, str] | None,
        json: Any,
    ) -> None:
        self._params = params
        self._headers = headers
        self._json = json
        self._settings = settings
        self._limits = limits
        self._operation = operation
        self._path = path
        self._started = time.monotonic()
        self._deadline = self._started + settings.timeout
        self._request: httpx.Request | None = None
        self._in_doubt = False  # whether an earlier attempt may have been carried out
        self._has_waited = False
        self.attempts = 0

    def request(self, client: Any) -> Any:
        """The request, made by a client of httpx or httpx2; the same object in every attempt.

        Raises:
            InvalidRequestError: The body cannot be encoded as JSON, or the path is none.
        """
        request = self._request or self._written(client)
        left = max(0.0, self._deadline - time.monotonic())
        timeouts = self._settings.timeouts or client.timeout
        request.extensions["timeout"] = {
            # The pool's wait is bounded by the deadline alone.
            step: left if seconds is None or step == "pool" else min(seconds, left)
            for step, seconds in timeouts.as_dict().items()
        }
        return request

    def _written(self, client: Any) -> Any:
        operation, settings = self._operation, self._settings
        sent = {"User-Agent": USER_AGENT, "Accept": "application/json", "Accept-Encoding": ACCEPT_ENCODING}
        if not operation.own_token:
            sent["Authorization"] = settings.authorization
        # Spaces around a value mean nothing, but h11 refuses them and quotes the value, which may be a token.
        sent.update({name: value.strip() for name, value in (self._headers or {}).items()})
        try:
            self._request = client.build_request(
                operation.method,
                settings.base_url + self._path,
                params=self._params or None,
                headers=sent,
                json=self._json,
                # For instrumentation: what to call a span, and the route without names in it.
                extensions={"edgegap_operation": operation.id, "url.template": operation.path},
            )
        except (TypeError, ValueError, RecursionError, httpx.InvalidURL) as error:
            failure = InvalidRequestError(f"The request cannot be written: {error}", outcome=Outcome.NOT_SENT)
            # What cannot be encoded comes with the whole text that it stands in.
            failure.__cause__ = None if isinstance(error, UnicodeError) else error
        else:
            return self._request
        # Here and not above, or the error would be found as its context.
        raise failure

    def start(self, permission: Permission | None = None) -> Exchange:
        """Begin an attempt."""
        self.attempts += 1
        return Exchange(self._deadline, permission)

    def counted(self) -> bool:
        """Whether the operation has a documented rate limit that this client keeps."""
        return self._operation.rate_limit is not None and self._settings.rate_limits != "off"

    def longest_wait(self) -> float:
        """Seconds that the call may wait for a slot."""
        return max(0.0, self._deadline - time.monotonic()) if self._settings.rate_limits == "wait" else 0.0

    def limit(self) -> Limit:
        """The operation's limit in this process."""
        return self._limits.of(self._operation)

    def limit_key(self) -> str:
        """The name of the operation's limit in a store that processes share."""
        return f"{self._limits.organisation}:{self._operation.id}"

    def check_wait(self, wait: float, longest: float) -> None:
        """Check that the call may wait so many seconds for a slot, and log the first wait.

        Raises:
            RateLimitedError: The next slot is more than `longest` seconds away. Nothing was sent.
        """
        if wait > longest:
            if self.limit().is_paused():
                reason = "the server asked to wait, with a 429"
            else:
                reason = f"the organisation's {self._operation.rate_limit:g} requests a second are used up"
            failure = RateLimitedError(f"not sent: {reason}", outcome=Outcome.NOT_SENT)
            failure.retry_after = wait
            raise self._told(failure)
        if wait > 0 and not self._has_waited:
            self._has_waited = True
            logger.info("%s waits %.3f s for a slot of its rate limit", self._operation.id, wait)

    def succeeded(self, response: httpx.Response, since: float) -> httpx.Response:
        self._log(str(response.status_code), since)
        drift = self._settings.drift
        note_status(drift, self._operation.id, self._operation.statuses, response.status_code)
        # For what reads the body.
        response.extensions["edgegap_drift"] = drift
        # For the error that reading the body may end in.
        response.extensions["edgegap_call"] = (self.attempts, time.monotonic() - self._started)
        return response

    def refused(self, response: httpx.Response, since: float) -> EdgegapError:
        """The error for an answer whose status is not 2xx."""
        self._log(str(response.status_code), since)
        note_status(self._settings.drift, self._operation.id, self._operation.statuses, response.status_code)
        error = error_from_response(self._operation, response)
        if error.status in NOT_PROCESSED:
            error.outcome = Outcome.REJECTED
        return self._weighed(error)

    def failed(self, error: Exception, exchange: Exchange, since: float) -> EdgegapError:
        """The error for what was raised while the request was on its way; raises what is not about that."""
        told = as_httpx(error)
        if not isinstance(told, FAILURES):
            raise error
        if isinstance(error, InvalidRequestError):
            self.attempts -= 1  # it could not even be written
            return self._told(error)
        self._log(type(error).__name__, since)
        if isinstance(error, EdgegapError):
            return self._told(error)
        failure = self._translated(error, told, exchange)
        failure.__cause__ = error
        return self._told(failure)

    def after(self, error: EdgegapError) -> float:
        """Seconds until the next attempt; raises `error` when there is none."""
        policy = self._settings.retry
        error.attempts = self.attempts
        error.elapsed = time.monotonic() - self._started
        delay = policy.delay(self._operation.method, error, self.attempts)
        if delay is None or time.monotonic() + delay >= self._deadline:
            try:
                raise error
            finally:
                del error  # or it and this frame would hold each other until the garbage collector comes
        logger.info(
            "%s is sent again in %.3f s, after attempt %d: %s",
            self._operation.id,
            delay,
            self.attempts,
            type(error).__name__ if error.status is None else error.status,
        )
        if policy.on_retry is not None:
            policy.on_retry(Retry(self._operation.id, self.attempts, delay, error))
        return delay

    def _translated(self, error: Exception, told: Exception, exchange: Exchange) -> EdgegapError:
        kind: type[EdgegapError] = ConnectionFailed
        sent = exchange.may_have_been_sent
        match told:
            case httpx.PoolTimeout():
                kind, sent, said = TimedOut, False, "no free connection in time"
            case httpx.ConnectTimeout():
                kind, sent, said = TimedOut, False, "no connection in time"
            case httpx.TimeoutException():
                kind, said = TimedOut, "no answer in time"
            case TimeoutError():
                kind, said = TimedOut, "no answer in time"
            case httpx.ConnectError() | httpx.ProxyError():
                sent, said = False, "the connection was not made"
            case httpx.UnsupportedProtocol() | httpx.LocalProtocolError() | httpx.InvalidURL():
                kind, said = InvalidRequestError, "the request cannot be sent"
            case httpx.DecodingError():
                return ResponseFormatError("cannot be unpacked")
            case _:
                said = "the connection was lost before the answer was complete"
        secrets = Secrets() if self._request is None else secrets_of(self._operation, self._request)
        mask_chain(error, secrets)
        text = one_line(masked(str(error), secrets))
        detail = f"{type(error).__name__}: {text}" if text else type(error).__name__
        return kind(f"{said} ({detail})", outcome=Outcome.UNKNOWN if sent else Outcome.NOT_SENT)

    def _told(self, error: EdgegapError) -> EdgegapError:
        error.operation = self._operation.id
        error.method = self._operation.method
        error.path = shown_path(self._operation, self._path.encode())
        error.attempts = self.attempts
        error.elapsed = time.monotonic() - self._started
        return self._weighed(error)

    def _weighed(self, error: EdgegapError) -> EdgegapError:
        """`error`, speaking for all attempts: the last may be refused because an earlier one was carried out."""
        if self._in_doubt:
            error.outcome = Outcome.UNKNOWN
        self._in_doubt = error.outcome is Outcome.UNKNOWN
        return error

    def _log(self, result: str, since: float) -> None:
        if logger.isEnabledFor(logging.DEBUG):
            logger.debug(
                "%s %s: %s in %.0f ms, attempt %d",
                self._operation.method,
                self._operation.path,
                result,
                (time.monotonic() - since) * 1000,
                self.attempts,
            )
