"""One call of one operation: its request, its deadline, its attempts, and what becomes of its failures. No I/O."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from typing import Any, Final

import httpx

from ..drift import note_status
from ..errors import EdgegapError, InvalidRequestError, Outcome, RateLimitedError
from .error_mapping import Attempt, error_for, is_failure
from .exchange import Exchange, Permission, current_exchange
from .operation import Operation
from .rate_limiter import Limit, Limits
from .redaction import Secret, hide_url, reveal, without_library_frames
from .retries import NOT_PROCESSED, Retry
from .settings import ACCEPT_ENCODING, USER_AGENT, Settings

# DEBUG: one line for each attempt; INFO: repetitions and waits. Never a body, a query, a header or a filled-in path.
logger: Final = logging.getLogger("edgegap_client")
# Without a logging set-up, Python would write warnings to stderr.
logger.addHandler(logging.NullHandler())


class _OursAreToldHere(logging.Filter):
    """Keeps the loggers below from telling of our requests what must not show: queries, and heads of answers."""

    def filter(self, record: logging.LogRecord) -> bool:
        return current_exchange.get() is None


_PARTS: Final = ("connection", "http11", "http2", "proxy", "socks")
for _name in ("httpx", "httpx2", *(f"{package}.{part}" for package in ("httpcore", "httpcore2") for part in _PARTS)):
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
        path: str | Secret[str],
        params: Mapping[str, Any] | None,
        headers: Mapping[str, str | Secret[str]] | None,
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
        try:
            self._request = client.build_request(
                operation.method,
                settings.base_url + reveal(self._path),
                params=self._params or None,
                headers=self._header_values(),
                json=reveal(self._json),
                # For instrumentation: what to call a span, and the route without names in it.
                extensions={"edgegap_operation": operation.id, "url.template": operation.path},
            )
        except (TypeError, ValueError, RecursionError, httpx.InvalidURL) as error:
            failure = InvalidRequestError(f"The request cannot be written: {error}")
            # What cannot be encoded comes with the whole text that it stands in.
            failure.__cause__ = None if isinstance(error, UnicodeError) else error
        else:
            return hide_url(self._request) if operation.own_token else self._request
        # Here and not above, or the error would be found as its context.
        raise failure

    def _header_values(self) -> dict[str, str]:
        """The headers. Use them in place: a variable would show in tracebacks."""
        sent = {"User-Agent": USER_AGENT, "Accept": "application/json", "Accept-Encoding": ACCEPT_ENCODING}
        # Spaces around a value mean nothing, but h11 refuses them and quotes the value, which may be a token.
        sent.update({name: reveal(value).strip() for name, value in (self._headers or {}).items()})
        return sent if self._operation.own_token else {"Authorization": self._settings.authorization()} | sent

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
            raise error_for(self._operation, self._attempt(), failure)
        if wait > 0 and not self._has_waited:
            self._has_waited = True
            logger.info("%s waits %.3f s for a slot of its rate limit", self._operation.id, wait)

    def succeeded(self, response: httpx.Response, since: float) -> httpx.Response:
        self._log(str(response.status_code), since)
        drift = self._settings.drift
        note_status(drift, self._operation.id, self._operation.statuses, response.status_code)
        # For what reads the body.
        response.extensions["edgegap_drift"] = drift
        # For the error of a body that cannot be decoded.
        response.extensions["edgegap_attempt"] = self._attempt(request=response.request)
        return response

    def refused(self, response: httpx.Response, since: float) -> EdgegapError:
        """The error for a response whose status is not 2xx."""
        self._log(str(response.status_code), since)
        note_status(self._settings.drift, self._operation.id, self._operation.statuses, response.status_code)
        error = error_for(self._operation, self._attempt(request=response.request), response)
        if error.status in NOT_PROCESSED:
            error.outcome = Outcome.REJECTED
        return self._over_all_attempts(error)

    def failed(self, cause: Exception, exchange: Exchange, since: float) -> EdgegapError:
        """The error for an exception that an attempt raised; raises the exception if it is not about the request."""
        if not is_failure(cause):
            without_library_frames(cause)
            raise cause
        if isinstance(cause, InvalidRequestError):
            self.attempts -= 1  # it could not even be written
        else:
            self._log(type(cause).__name__, since)
        attempt = self._attempt(request=self._request, is_sent=exchange.was_sent)
        return self._over_all_attempts(error_for(self._operation, attempt, cause))

    def _attempt(self, *, request: httpx.Request | None = None, is_sent: bool | None = None) -> Attempt:
        elapsed = time.monotonic() - self._started
        return Attempt(self._settings.base_url, self._path, self.attempts, elapsed, is_sent=is_sent, request=request)

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

    def _over_all_attempts(self, error: EdgegapError) -> EdgegapError:
        """`error`, with the outcome of all attempts: the last may be refused because an earlier one was carried out."""
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
