"""One call of one operation: its request, its deadline, its attempts, and what becomes of its failures. No I/O."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from typing import Any, Final

import httpx

from ._deadlines import Exchange
from ._limits import Limit, Limits
from ._operation import Operation
from ._retries import Retry
from ._settings import USER_AGENT, Settings
from .errors import (
    ConnectionFailed,
    EdgegapError,
    InvalidRequestError,
    Outcome,
    RateLimitedError,
    ResponseFormatError,
    TimedOut,
    error_from_response,
    shown_path,
)

# DEBUG: one line for each attempt; INFO: repetitions and waits. Never a body, a query, a header or a filled-in path.
logger: Final = logging.getLogger("edgegap_client")


class Call:
    """One call, from its start to its result or its error.

    Args:
        settings: The client's.
        limits: The organisation's rate limits.
        operation: Which operation.
        path: Its path, filled in.
    """

    __slots__ = ("_deadline", "_limits", "_operation", "_path", "_settings", "_started", "attempts")

    def __init__(self, settings: Settings, limits: Limits, operation: Operation, path: str) -> None:
        self._settings = settings
        self._limits = limits
        self._operation = operation
        self._path = path
        self._started = time.monotonic()
        self._deadline = self._started + settings.timeout
        self.attempts = 0

    def request(
        self,
        client: httpx.Client | httpx.AsyncClient,
        params: Mapping[str, Any] | None,
        headers: Mapping[str, str] | None,
        json: Any,
    ) -> httpx.Request:
        """The request; the same object is sent in every attempt.

        Raises:
            InvalidRequestError: The body cannot be written as JSON, or the path is none.
        """
        operation, settings = self._operation, self._settings
        sent = {"User-Agent": USER_AGENT, "Accept": "application/json"}
        if not operation.own_token:
            sent["Authorization"] = settings.authorization
        sent.update(headers or {})
        try:
            return client.build_request(
                operation.method,
                settings.base_url + self._path,
                params=params or None,
                headers=sent,
                json=json,
                # For instrumentation: what to call a span, and the route without names in it.
                extensions={"edgegap_operation": operation.id, "url.template": operation.path},
            )
        except (TypeError, ValueError, RecursionError, httpx.InvalidURL) as error:
            failure = InvalidRequestError(f"The request cannot be written: {error}", outcome=Outcome.NOT_SENT)
            raise self._told(failure) from error

    def start(self, client: httpx.Client | httpx.AsyncClient, request: httpx.Request, *, watched: bool) -> Exchange:
        """Begin an attempt: set the request's time-outs to what is left of the deadline."""
        self.attempts += 1
        left = max(0.0, self._deadline - time.monotonic())
        phases = self._settings.phases or client.timeout
        request.extensions["timeout"] = {
            # The pool's wait is bounded by the deadline alone.
            phase: left if seconds is None or phase == "pool" else min(seconds, left)
            for phase, seconds in phases.as_dict().items()
        }
        return Exchange(self._deadline, watched=watched)

    def counted(self) -> bool:
        """Whether the operation has a documented rate limit that this client keeps."""
        return self._operation.rate_limit is not None and self._settings.rate_limits != "off"

    def longest_wait(self) -> float:
        """Seconds that the call may wait for its turn."""
        return max(0.0, self._deadline - time.monotonic()) if self._settings.rate_limits == "wait" else 0.0

    def limit(self) -> Limit:
        """The operation's limit in this process."""
        return self._limits.of(self._operation)

    def limit_key(self) -> str:
        """The name of the operation's limit in a store that processes share."""
        return f"{self._limits.organisation}:{self._operation.id}"

    def turn_in(self, wait: float, longest: float) -> float:
        """Seconds until the slot that was taken.

        Raises:
            RateLimitedError: None was taken: the next is more than `longest` away. Nothing was sent.
        """
        if wait > longest:
            failure = RateLimitedError(
                f"not sent: the organisation's {self._operation.rate_limit:g} requests a second are used up",
                outcome=Outcome.NOT_SENT,
            )
            failure.retry_after = wait
            raise self._told(failure)
        if wait > 0:
            logger.info("%s waits %.3f s for its turn", self._operation.id, wait)
        return wait

    def succeeded(self, response: httpx.Response, since: float) -> httpx.Response:
        self._log(str(response.status_code), since)
        return response

    def refused(self, response: httpx.Response, since: float) -> EdgegapError:
        """The error for an answer whose status is not 2xx."""
        self._log(str(response.status_code), since)
        return error_from_response(self._operation, response)

    def failed(self, error: Exception, exchange: Exchange, since: float) -> EdgegapError:
        """The error for what was raised while the request was on its way."""
        self._log(type(error).__name__, since)
        if isinstance(error, EdgegapError):
            return self._told(error)
        failure = self._translated(error, exchange)
        failure.__cause__ = error
        return self._told(failure)

    def after(self, error: EdgegapError) -> float:
        """Seconds until the next attempt; raises `error` when there is none."""
        policy = self._settings.retry
        error.attempts = self.attempts
        error.elapsed = time.monotonic() - self._started
        delay = policy.delay(self._operation.method, error, self.attempts)
        if delay is None or time.monotonic() + delay >= self._deadline:
            raise error
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

    def _translated(self, error: Exception, exchange: Exchange) -> EdgegapError:
        kind: type[EdgegapError] = ConnectionFailed
        sent = exchange.sent
        match error:
            case httpx.PoolTimeout():
                kind, sent, said = TimedOut, False, "no free connection in time"
            case httpx.ConnectTimeout():
                kind, sent, said = TimedOut, False, "no connection in time"
            case httpx.TimeoutException():
                kind, said = TimedOut, "no answer in time"
                sent = sent or not exchange.watched
            case TimeoutError():
                kind, said = TimedOut, "no answer in time"
                sent = sent or not exchange.watched
            case httpx.ConnectError() | httpx.ProxyError():
                sent, said = False, "the connection was not made"
            case httpx.UnsupportedProtocol() | httpx.LocalProtocolError() | httpx.InvalidURL():
                kind, said = InvalidRequestError, "the request cannot be sent"
            case httpx.DecodingError():
                return ResponseFormatError("cannot be unpacked")
            case _:
                said = "the connection was lost before the answer was complete"
                sent = sent or not exchange.watched
        detail = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        return kind(f"{said} ({detail})", outcome=Outcome.UNKNOWN if sent else Outcome.NOT_SENT)

    def _told(self, error: EdgegapError) -> EdgegapError:
        error.operation = self._operation.id
        error.method = self._operation.method
        error.path = shown_path(self._operation, self._path.encode())
        error.attempts = self.attempts
        error.elapsed = time.monotonic() - self._started
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
