"""One call of one operation: its request, its deadline, its attempts and its error. No I/O."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from typing import Any, Final, Literal

import httpx

from ..drift import note_status
from ..errors import (
    AuthenticationError,
    ConfigurationError,
    EdgegapError,
    InvalidRequestError,
    Outcome,
    RateLimitedError,
    TimedOut,
)
from ..hooks import CallEvent
from .error_mapping import Attempt, error_for, is_failure
from .exchange import Exchange, Permission, current_exchange
from .headers import read_headers, stripped_header
from .operation import Operation
from .rare_types import Upload
from .rate_limiter import Limit, Organisation
from .redaction import Secret, hide, hide_url, reveal, without_library_frames
from .retries import NOT_PROCESSED
from .settings import ACCEPT_ENCODING, Settings
from .token_source import provided_token

# DEBUG: one record for each attempt. INFO: retries and waits. No record contains a body, a query, a header or a
# filled-in path.
logger: Final = logging.getLogger("edgegap_client")
# If logging is not configured, Python would write warnings to stderr.
logger.addHandler(logging.NullHandler())


class _NotOurRequests(logging.Filter):
    """Keep this client's requests out of the logs of httpx and httpcore, which contain queries and response headers."""

    def filter(self, record: logging.LogRecord) -> bool:
        return current_exchange.get() is None


_PARTS: Final = ("connection", "http11", "http2", "proxy", "socks")
for _name in ("httpx", "httpx2", *(f"{package}.{part}" for package in ("httpcore", "httpcore2") for part in _PARTS)):
    logging.getLogger(_name).addFilter(_NotOurRequests())


class Call:
    """One call, from its start to its result or its error.

    Args:
        settings: The client's settings.
        organisation: The organisation whose rate limits apply.
        operation: The operation to call.
        path: Its path, filled in.
        params: Query parameters.
        headers: Additional headers.
        json: The body, JSON-ready.

    Attributes:
        attempts: The number of attempts to send the request.
    """

    __slots__ = (
        "_added_headers",
        "_context",
        "_deadline",
        "_duration",
        "_has_waited",
        "_headers",
        "_is_token_provided",
        "_is_unknown",
        "_json",
        "_number",
        "_operation",
        "_organisation",
        "_params",
        "_path",
        "_request",
        "_settings",
        "_since",
        "_started",
        "_status",
        "_token",
        "attempts",
    )

    def __init__(
        self,
        settings: Settings,
        organisation: Organisation,
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
        self._organisation = organisation
        self._token = settings.token if isinstance(settings.token, Secret) else None
        self._is_token_provided = self._token is None
        self._operation = operation
        self._path = path
        self._started = self._since = time.monotonic()
        self._deadline = self._started + settings.timeout
        self._request: httpx.Request | None = None
        self._is_unknown = False  # whether the server may have carried out an earlier attempt
        self._has_waited = False
        self._status: int | None = None
        self._number = 0  # of the attempt, even if its request cannot be encoded
        self._duration = 0.0
        # Hooks fill these. They are created when the first hook is called.
        self._added_headers: dict[str, str] | None = None
        self._context: dict[str, Any] | None = None
        self.attempts = 0

    def seconds_left(self) -> float:
        """Seconds until the deadline."""
        return max(0.0, self._deadline - time.monotonic())

    def needs_token(self) -> bool:
        """Whether the next attempt needs a token from the caller's function."""
        return self._is_token_provided and not self._operation.own_token

    def authorize(self, token: Secret[Any]) -> None:
        """Use a token that the caller's function returned.

        Raises:
            ConfigurationError: It is malformed.
        """
        try:
            self._token = provided_token(token, self._settings.access)
        except ConfigurationError as error:
            raise self._not_sent(error) from None
        self._organisation.named_by(self._token)

    def unauthorized(self, cause: Exception) -> EdgegapError:
        """Return the error for a function that returned no token. It does not quote the cause, which may contain a
        token."""
        without_library_frames(cause)
        if isinstance(cause, TimeoutError) and not self.seconds_left():
            late = "not sent: the function passed as token= returned no token within the timeout of the call"
            return self._not_sent(TimedOut(late, outcome=Outcome.NOT_SENT))
        return self._not_sent(
            ConfigurationError(f"not sent: the function passed as token= raised {type(cause).__name__}")
        )

    def _not_sent(self, failure: EdgegapError) -> EdgegapError:
        return self._over_all_attempts(error_for(self._operation, self._attempt(), failure))

    def request(self, client: Any) -> Any:
        """Build the request of this attempt with a client of httpx or httpx2.

        Raises:
            InvalidRequestError: The body cannot be encoded as JSON, the path is not valid, or a hook added a wrong
                header.
        """
        request = self._request or self._written(client)
        left = self.seconds_left()
        timeouts = self._settings.timeouts or client.timeout
        request.extensions["timeout"] = {
            # Only the deadline limits the wait for a pooled connection.
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
                **self._body(),
                # For instrumentation: the name of a span, and the route without names in it.
                extensions={"edgegap_operation": operation.id, "url.template": operation.path},
            )
        except (TypeError, ValueError, RecursionError, httpx.InvalidURL) as error:
            failure = InvalidRequestError(f"The request cannot be encoded: {error}")
            # A UnicodeError contains the whole text, so it must not be the cause.
            failure.__cause__ = None if isinstance(error, UnicodeError) else error
        else:
            return hide_url(self._request) if operation.own_token else self._request
        # Raised here and not above, because the error would become its context.
        raise failure

    def _body(self) -> dict[str, Any]:
        """Return the body as httpx's arguments. Do not store it in a variable, because tracebacks show variables."""
        body: Any = reveal(self._json)
        return {"data": body.fields, "files": body.files} if isinstance(body, Upload) else {"json": body}

    def _header_values(self) -> dict[str, str]:
        """Return the headers. Do not store them in a variable, because tracebacks show variables."""
        # Checked before anything is revealed, so that the traceback of a rejected header shows no secret.
        given = {name: stripped_header(name, hide(value)) for name, value in (self._headers or {}).items()}
        added = self._settings.headers
        if self._added_headers:
            added = {**added, **read_headers(Secret(self._added_headers), InvalidRequestError)}
        sent = {
            "User-Agent": self._settings.user_agent,
            "Accept": "application/json",
            "Accept-Encoding": ACCEPT_ENCODING,
        }
        for headers in (added, given):
            if headers:
                sent.update({name: value.reveal() for name, value in headers.items()})
        if self._token is not None and not self._operation.own_token:
            sent["Authorization"] = f"{self._settings.access.prefix}{self._token.reveal()}"
        return sent

    def start(self, permission: Permission | None = None) -> Exchange:
        """Begin an attempt."""
        self.attempts += 1
        self._number = self.attempts
        self._since = time.monotonic()
        self._status = None
        if self._added_headers is not None or self._is_token_provided:
            self._request = None  # the headers may differ from the last attempt's
        return Exchange(self._deadline, permission)

    def counted(self) -> bool:
        """Whether the operation has a documented rate limit that this client enforces."""
        return self._operation.rate_limit is not None and self._settings.rate_limits != "off"

    def max_wait(self) -> float:
        """Seconds that the call may wait for a slot."""
        return self.seconds_left() if self._settings.rate_limits == "wait" else 0.0

    def limit(self) -> Limit:
        """The operation's limit in this process."""
        return self._organisation.of(self._operation)

    def limit_key(self) -> str:
        """The name of the operation's limit in a store that processes share."""
        return f"{self._organisation.digest}:{self._operation.rate_group or self._operation.id}"

    def check_wait(self, wait: float, max_wait: float) -> None:
        """Check that the call may wait `wait` seconds for a slot, and log the first wait.

        Raises:
            RateLimitedError: The next slot is more than `max_wait` seconds away. Nothing was sent.
        """
        if wait > max_wait:
            if self.limit().is_paused():
                reason = "the server responded with 429 and asked the client to wait"
            else:
                reason = f"the rate limit of {self._operation.rate_limit:g} requests a second is used up"
            failure = RateLimitedError(f"not sent: {reason}", outcome=Outcome.NOT_SENT)
            failure.retry_after = wait
            raise self._not_sent(failure)
        if wait > 0 and not self._has_waited:
            self._has_waited = True
            logger.info(
                "%s waits %.3f s for a slot of its rate limit",
                self._operation.id,
                wait,
                extra=self._fields(None, delay=wait),
            )

    def succeeded(self, response: httpx.Response) -> httpx.Response:
        """Note a response with status 2xx, which completes the call, and return it."""
        self._status = response.status_code
        self._ended(response.status_code, None)
        drift = self._settings.drift
        note_status(drift, self._operation.id, self._operation.statuses, response.status_code)
        # Used when the body is decoded.
        response.extensions["edgegap_drift"] = drift
        # Used for the error if the body cannot be decoded.
        response.extensions["edgegap_attempt"] = self._attempt(request=response.request)
        return response

    def refused(self, response: httpx.Response) -> EdgegapError:
        """Return the error for a response whose status is not 2xx."""
        note_status(self._settings.drift, self._operation.id, self._operation.statuses, response.status_code)
        error = error_for(self._operation, self._attempt(request=response.request), response)
        if error.status in NOT_PROCESSED:
            error.outcome = Outcome.REJECTED
        if isinstance(error, AuthenticationError):
            error.hint = f"check {self._settings.access.token_variables[0]} or the token argument"
        self._over_all_attempts(error)
        self._ended(response.status_code, error)
        return error

    def failed(self, cause: Exception, exchange: Exchange) -> EdgegapError:
        """Return the error for an exception of an attempt; re-raise the exception if it is not about the request."""
        if not is_failure(cause):
            self.interrupted(cause, exchange)
            raise cause
        kind = type(cause).__name__
        is_written = not isinstance(cause, InvalidRequestError)
        if not is_written:
            self.attempts -= 1
        attempt = self._attempt(request=self._request, is_sent=exchange.was_sent)
        error = self._over_all_attempts(error_for(self._operation, attempt, cause))
        if is_written:
            self._ended(kind, error)
        else:
            self._duration = time.monotonic() - self._since
        return error

    def interrupted(self, reason: BaseException, exchange: Exchange) -> None:
        """Note that an attempt ended with an exception that is not about the request, such as a cancellation."""
        without_library_frames(reason)
        self._is_unknown = self._is_unknown or exchange.may_have_been_sent
        self._ended(type(reason).__name__, reason)

    def _attempt(self, *, request: httpx.Request | None = None, is_sent: bool | None = None) -> Attempt:
        elapsed = time.monotonic() - self._started
        return Attempt(self._settings.base_url, self._path, self.attempts, elapsed, is_sent=is_sent, request=request)

    def after(self, error: EdgegapError) -> float:
        """Return the seconds until the next attempt; raise `error` if there is none."""
        policy = self._settings.retry
        error.attempts = self.attempts
        error.elapsed = time.monotonic() - self._started
        delay = policy.delay(self._operation.method, error, self.attempts)
        if delay is None or time.monotonic() + delay >= self._deadline:
            try:
                raise error
            finally:
                del error  # breaks the reference cycle between the error and this frame
        logger.info(
            "%s is retried in %.3f s, after attempt %d: %s",
            self._operation.id,
            delay,
            self.attempts,
            type(error).__name__ if error.status is None else error.status,
            extra=self._fields(error, delay=delay),
        )
        return delay

    def event(
        self,
        name: Literal["call_start", "attempt_start", "attempt_end", "retry", "call_end"],
        error: BaseException | None = None,
        delay: float | None = None,
    ) -> CallEvent:
        """Return the argument of a hook."""
        if self._added_headers is None or self._context is None:
            self._added_headers, self._context = {}, {}
        is_start = name.endswith("_start")
        return CallEvent(
            name,
            operation=self._operation.id,
            method=self._operation.method,
            url_template=self._operation.path,
            attempt=self.attempts if name == "call_end" else self._number,
            status=None if is_start else self._status_of(error),
            outcome=None if is_start else self._outcome_of(error),
            error=error,
            duration=0.0 if is_start else time.monotonic() - self._started if name == "call_end" else self._duration,
            delay=delay,
            headers=self._added_headers,
            context=self._context,
        )

    def raised_by_hook(self, error: BaseException) -> None:
        """Correct the outcome of an `EdgegapError` that a hook raised, if the server may have acted on an attempt."""
        if isinstance(error, EdgegapError) and self._may_have_acted():
            error.outcome = Outcome.UNKNOWN

    def _status_of(self, error: BaseException | None) -> int | None:
        return getattr(error, "status", None) or self._status

    def _outcome_of(self, error: BaseException | None) -> Outcome | None:
        if error is None:
            return None
        if isinstance(error, EdgegapError):
            return error.outcome
        return Outcome.UNKNOWN if self._may_have_acted() else Outcome.NOT_SENT

    def _may_have_acted(self) -> bool:
        return self._is_unknown or self._status is not None

    def _over_all_attempts(self, error: EdgegapError) -> EdgegapError:
        """Set the outcome of `error` over all attempts: the server may reject the last one because it carried out
        another."""
        if self._is_unknown:
            error.outcome = Outcome.UNKNOWN
        self._is_unknown = error.outcome is Outcome.UNKNOWN
        return error

    def _ended(self, result: int | str, error: BaseException | None) -> None:
        """Note and log the end of an attempt: its status, or the class of the exception that it raised."""
        self._duration = time.monotonic() - self._since
        if logger.isEnabledFor(logging.DEBUG):
            logger.debug(
                "%s %s: %s in %.0f ms, attempt %d",
                self._operation.method,
                self._operation.path,
                result,
                self._duration * 1000,
                self.attempts,
                extra=self._fields(error),
            )

    def _fields(self, error: BaseException | None, delay: float | None = None) -> dict[str, Any]:
        """Return the fields of a log record. docs/how-to/observing.md documents them."""
        outcome: str | None = self._outcome_of(error)
        if outcome is None and self._status is not None:
            outcome = "success"
        return {
            "edgegap_operation": self._operation.id,
            "edgegap_method": self._operation.method,
            "edgegap_url_template": self._operation.path,
            "edgegap_attempt": self._number,
            "edgegap_status": self._status_of(error),
            "edgegap_outcome": None if outcome is None else str(outcome),
            "edgegap_error": None if error is None else type(error).__name__,
            "edgegap_duration": self._duration,
            "edgegap_delay": delay,
        }
