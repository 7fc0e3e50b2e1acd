"""Every error that this SDK raises: one tree under `EdgegapError`, by meaning.

```text
EdgegapError
|- ClientError                      the client refused the call and sent nothing
|  |- ConfigurationError            the client was set up wrongly
|  |- InvalidRequestError           an argument cannot be sent
|  |- ClientClosedError             the client is closed, or was closed during the call
|  |- LedgerError                   the ledger of launches cannot be read or written
|- StatusError                      the server responded with a status that is not 2xx
|  |- BadRequestError               400, 422
|  |  |- QuotaExceededError         400: a quota of the organisation is used up
|  |- AuthenticationError           401: the token is missing or not understood
|  |- PermissionDeniedError         403: the token was deleted, or the organisation lacks the feature
|  |- NotFoundError                 404, and 400 for an unknown deployment id
|  |- ConflictError                 409: the name is taken
|  |  |- NoSeatLeft                 409 of a server browser: there are not enough seats
|  |  |- AlreadyReserved            409 of a server browser: a user has a reservation already
|  |- GoneError                     410: the deployment has ended
|  |- ImagePullError                424, and 400 for a refused registry login
|  |- NoCapacityError               422 of a v2 deploy, which has created a deployment: see its `deployment_id`
|  |- RateLimitedError              429, with `retry_after`; or not sent, to keep the documented rate limit
|  |- ServerError                   5xx
|  |- UnexpectedStatusError         any other status
|- TransportError                   no response, or only a part of one
|  |- ConnectionFailed              the connection was not made or was lost
|  |  |- CertificateError           the server's certificate is not trusted; never retried
|  |- TimedOut                      no response in time; also a built-in `TimeoutError`
|- ResponseFormatError              the response is not what the specification says
|- PageLoopError                    a list returned an earlier page again
|- LaunchError                      a launch returned no running deployment
|  |- DeploymentFailed              the deployment failed or was terminated
|  |- LaunchTimedOut                the deployment was not ready in time; also a `TimedOut`
|  |- LaunchCancelled               the client was closed during the launch
|  |- TooManyActive                 `max_active` is reached, nothing was created
|- SessionError                     waiting for a session or a relay session failed
|  |- SessionFailed                 the session was not linked, or has ended
|  |- SessionTimedOut               the session was not ready in time; also a `TimedOut`
|- SearchError                      a search for a match found no server
|  |- SearchCancelled               the matchmaker ended the search
|  |- SearchExpired                 the matchmaker does not know the ticket or member any more
|  |- SearchTimedOut                there was no server in time; also a `TimedOut`
```

The API has no error codes. Only the status and the text distinguish its errors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Final

__all__ = [
    "AlreadyReserved",
    "AuthenticationError",
    "BadRequestError",
    "CertificateError",
    "ClientClosedError",
    "ClientError",
    "ConfigurationError",
    "ConflictError",
    "ConnectionFailed",
    "DeploymentFailed",
    "EdgegapError",
    "GoneError",
    "ImagePullError",
    "InvalidRequestError",
    "LaunchCancelled",
    "LaunchError",
    "LaunchTimedOut",
    "LedgerError",
    "NoCapacityError",
    "NoSeatLeft",
    "NotFoundError",
    "Outcome",
    "PageLoopError",
    "PermissionDeniedError",
    "QuotaExceededError",
    "RateLimitedError",
    "ResponseFormatError",
    "SearchCancelled",
    "SearchError",
    "SearchExpired",
    "SearchTimedOut",
    "ServerError",
    "SessionError",
    "SessionFailed",
    "SessionTimedOut",
    "StatusError",
    "TimedOut",
    "TooManyActive",
    "TransportError",
    "UnexpectedStatusError",
]


def __dir__() -> list[str]:
    return sorted(__all__)


MESSAGE_LIMIT: Final = 500
FIELD_LIMIT: Final = 200
_REQUEST_IDS: Final = ("x-request-id", "x-correlation-id")


def one_line(text: str, limit: int = MESSAGE_LIMIT) -> str:
    """`text` on one line of at most `limit` characters, without control characters."""
    text = " ".join("".join(c if c.isprintable() else " " for c in text[: limit * 4]).split())
    return text if len(text) <= limit else f"{text[:limit]}..."


class Outcome(StrEnum):
    """Whether the server may have acted on the request.

    `NOT_SENT`: the request was not sent, so a retry is safe. `REJECTED`: the server responded that it did nothing.
    `UNKNOWN`: the server may have carried out the request. Check before you repeat a request that costs money.
    """

    NOT_SENT = "not_sent"
    REJECTED = "rejected"
    UNKNOWN = "unknown"


class EdgegapError(Exception):
    """The root of all errors of this SDK.

    Attributes:
        message: The reason, in the server's words if the response contains a text.
        operation: The operationId, for instance `get_application`.
        method: The HTTP method.
        path: The path as sent. It contains names and ids, never a token.
        status: The HTTP status, None without a response.
        body: The start of the response's body, at most 2,000 characters, with secrets masked.
        details: The `details` of an error of the v2 API; None without any.
        headers: The response's headers that are safe to show.
        request_id: The server's id of the request; None if the response headers have none.
        outcome: Whether the server may have acted on the request.
        attempts: The number of attempts to send the request.
        elapsed: Seconds from the call's start to this error.
    """

    default_outcome: Outcome = Outcome.UNKNOWN
    hint: str = ""

    def __init__(
        self,
        message: str,
        *,
        operation: str | None = None,
        method: str | None = None,
        path: str | None = None,
        status: int | None = None,
        body: str = "",
        details: Any = None,
        headers: Mapping[str, str] | None = None,
        outcome: Outcome | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.operation = operation
        self.method = method
        self.path = path
        self.status = status
        self.body = body
        self.details = details
        self.headers = dict(headers or {})
        self.outcome = outcome or self.default_outcome
        self.attempts = 0
        self.elapsed = 0.0

    @property
    def request_id(self) -> str | None:
        return next((self.headers[name] for name in _REQUEST_IDS if name in self.headers), None)

    def __str__(self) -> str:
        """One line: the request, the response or failure, and the next step."""
        request = " ".join(part for part in (self.method, self.path) if part)
        response = f"HTTP {self.status}: {self.message}" if self.status else self.message
        line = f"{request}: {response}" if request else response
        if self.request_id:
            line += f" (request id {self.request_id})"
        if self.attempts > 1:
            line += f" (after {self.attempts} attempts in {self.elapsed:.1f} s)"
        return f"{line} - {self.hint}" if self.hint else line

    def __reduce__(self) -> tuple[Callable[..., EdgegapError], tuple[Any, ...], dict[str, Any]]:
        return _restore, (type(self), self.args), self.__dict__


def _restore(kind: type[EdgegapError], args: tuple[Any, ...]) -> EdgegapError:
    error = kind.__new__(kind)
    error.args = args
    return error


class ClientError(EdgegapError):
    """The base class for calls that the client refused. Nothing was sent, unless `outcome` says otherwise."""

    default_outcome = Outcome.NOT_SENT


class StatusError(EdgegapError):
    """The base class for responses whose status is not 2xx.

    It has the attributes of `EdgegapError` too.

    Attributes:
        retry_after: Seconds until the server accepts the next attempt; None if the response does not say.
    """

    retry_after: float | None = None


class TransportError(EdgegapError):
    """The base class for requests without a complete response."""


class ConfigurationError(ClientError):
    """The client was set up wrongly. Nothing was sent."""


class InvalidRequestError(ClientError):
    """An argument cannot be sent: the message names it. Nothing was sent."""


class ClientClosedError(ClientError):
    """The client was used after it was closed (`not_sent`), or was closed during the call (see `outcome`)."""

    hint = "use the client inside its `with` block, or make a new one"


class LedgerError(ClientError):
    """The ledger of launches cannot be read or written. If this happens before a create request, nothing was sent."""

    hint = "check the file or server that `ledger` names"


class BadRequestError(StatusError):
    """The server refuses the request as it is (400, 422)."""

    default_outcome = Outcome.REJECTED


class QuotaExceededError(BadRequestError):
    """A quota of the organisation is used up (400 with a text such as `You have reached ... limit of 2`)."""

    hint = "delete what is not needed, or ask Edgegap for a higher limit"


class AuthenticationError(StatusError):
    """The token is missing or not understood (401)."""

    default_outcome = Outcome.REJECTED
    hint = "check EDGEGAP_API_TOKEN or the token argument"


class PermissionDeniedError(StatusError):
    """The token was deleted, or the organisation does not have this feature (403)."""

    default_outcome = Outcome.REJECTED
    hint = "check that the token still exists and that the organisation has this feature"


class NotFoundError(StatusError):
    """The name or id does not exist (404; production responds with 400 to an unknown deployment id)."""

    default_outcome = Outcome.REJECTED


class ConflictError(StatusError):
    """The name is taken, or the state does not allow the change (409)."""

    default_outcome = Outcome.REJECTED


class NoSeatLeft(ConflictError):
    """There are not enough seats for all users (409). `AlreadyReserved` has the same status: see `message`."""


class AlreadyReserved(ConflictError):
    """One of the users has a reservation already (409). `NoSeatLeft` has the same status: see `message`."""


class GoneError(StatusError):
    """The deployment or session has ended already (410)."""

    default_outcome = Outcome.REJECTED


class ImagePullError(StatusError):
    """The container image cannot be pulled (424), or the registry refused the login (400)."""

    default_outcome = Outcome.REJECTED
    hint = "check docker_repository, docker_image, docker_tag, private_username and private_token"


class NoCapacityError(StatusError):
    """No server could be started (422 of a v2 deploy).

    The service has created a deployment anyway, in state ERROR. Stop the deployment `deployment_id`.
    """

    # The server has acted on the request: it has created a deployment.
    default_outcome = Outcome.UNKNOWN
    deployment_id: str | None = None

    def __str__(self) -> str:
        line = super().__str__()
        # `launch` has stopped the deployment, and its hint says so.
        if not self.deployment_id or self.deployment_id in self.hint:
            return line
        return f"{line} - stop deployment {self.deployment_id}, it was created"


class RateLimitedError(StatusError):
    """The organisation sent too many requests (429). Or the client did not send the request, to keep the rate limit."""

    default_outcome = Outcome.REJECTED

    def __str__(self) -> str:
        line = super().__str__()
        return line if self.retry_after is None else f"{line} - try again in {self.retry_after:g} s"


class ServerError(StatusError):
    """The service failed (5xx). It may have acted on the request anyway."""


class UnexpectedStatusError(StatusError):
    """A status that is neither a success nor an error of the other classes, such as a redirect."""


class ConnectionFailed(TransportError):
    """The connection was not made (`not_sent`), or was lost before the response was complete (`unknown`)."""


class CertificateError(ConnectionFailed):
    """The server's certificate is not trusted. Nothing was sent, and the call is not retried."""

    default_outcome = Outcome.NOT_SENT
    hint = "check the host name, the clock and the trusted certificates (SSL_CERT_FILE)"


class TimedOut(TransportError, TimeoutError):
    """No response came in time; `outcome` says whether the request was sent. It is also a built-in `TimeoutError`."""


class ResponseFormatError(EdgegapError):
    """The body of a successful response does not match the specification.

    The server has carried the request out.

    It has the attributes of `EdgegapError` too.

    Attributes:
        field: The field that cannot be read, for instance `versions[0].ports[1].port`; empty for the whole body.
        reason: Why it cannot be read.
    """

    def __init__(self, reason: str, *, field: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.rename(field)

    def rename(self, field: str) -> None:
        """Set the field, and the message that names it."""
        self.field = field
        # The names of a map's entries come from the server.
        shown = one_line(field, FIELD_LIMIT)
        self.message = f"field '{shown}' {self.reason}" if shown else f"the body {self.reason}"
        self.args = (self.message,)

    def within(self, field: str) -> None:
        """Say that the field is inside `field`."""
        self.rename(".".join(part for part in (field, self.field) if part))


class PageLoopError(EdgegapError):
    """A list returned an earlier page again, or page after page without new items, so reading it would never end."""

    hint = "pass page= and limit= yourself with the list_page method"


class LaunchError(EdgegapError):
    """The base class for launches that returned no running deployment.

    It has the attributes of `EdgegapError` too.

    Attributes:
        deployment_id: The id of the deployment; None if the client does not know one.
        tag: The launch's unique tag, by which you can find the deployment.
        last_status: The last state that the client read; empty if it read none.
        error_detail: Why the deployment failed, in the service's words.
        log: The end of the container's log; empty if there is none.
        stopped: Whether the deployment was stopped or never created. False means that a deployment may still run: find
            it by its tag and stop it.
    """

    def __init__(
        self,
        message: str,
        *,
        deployment_id: str | None = None,
        tag: str = "",
        last_status: str = "",
        error_detail: str = "",
        log: str = "",
        stopped: bool = True,
    ) -> None:
        super().__init__(message, operation="launch", outcome=Outcome.REJECTED if stopped else Outcome.UNKNOWN)
        self.deployment_id = deployment_id
        self.tag = tag
        self.last_status = last_status
        self.error_detail = error_detail
        self.log = log
        self.stopped = stopped

    def __str__(self) -> str:
        parts = [self.message]
        if self.deployment_id:
            parts.append(f"deployment {self.deployment_id}")
        if self.last_status:
            parts.append(f"last seen in {self.last_status}")
        if self.error_detail:
            parts.append(self.error_detail)
        if self.stopped:
            parts.append("it was stopped" if self.deployment_id else "none was created")
        elif self.tag:
            parts.append(f"it may still run: look for the tag {self.tag} and stop it")
        else:
            parts.append("it was left alone")
        return "; ".join(parts)


class DeploymentFailed(LaunchError):
    """The deployment failed, or was terminated, before it was ready."""


class LaunchTimedOut(LaunchError, TimedOut):
    """The deployment was not ready in time."""


class LaunchCancelled(LaunchError):
    """The client was closed during the launch."""


class TooManyActive(LaunchError):
    """The organisation has `max_active` deployments already; none was created."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.outcome = Outcome.NOT_SENT


class SessionError(EdgegapError):
    """The base class for failures while waiting for a session or a relay session.

    It has the attributes of `EdgegapError` too.

    Attributes:
        session_id: The id of the session. The session still exists: delete it if you do not need it.
        last_status: The last state that the client read; empty if it read none.
    """

    def __init__(self, message: str, *, session_id: str = "", last_status: str = "") -> None:
        super().__init__(message, operation="wait_until_ready")
        self.session_id = session_id
        self.last_status = last_status

    def __str__(self) -> str:
        seen = f"; last seen in {self.last_status}" if self.last_status else ""
        return f"{self.message}; session {self.session_id}{seen}; it was left alone"


class SessionFailed(SessionError):
    """The session was not linked to a relay or deployment, or has ended. The message contains the service's reason."""


class SessionTimedOut(SessionError, TimedOut):
    """The session was not ready in time."""


class SearchError(EdgegapError):
    """The base class for searches for a match that found no server.

    It has the attributes of `EdgegapError` too.

    Attributes:
        search_id: The id of the ticket, or of the member of a group.
        last_status: The last state that the client read; empty if it read none.
        is_deleted: Whether the search was deleted. False means that the matchmaker may still make a match.
    """

    def __init__(self, message: str, *, search_id: str = "", last_status: str = "", is_deleted: bool = True) -> None:
        outcome = Outcome.REJECTED if is_deleted else Outcome.UNKNOWN
        super().__init__(message, operation="search", outcome=outcome)
        self.search_id = search_id
        self.last_status = last_status
        self.is_deleted = is_deleted

    def __str__(self) -> str:
        parts = [self.message]
        if self.search_id:
            parts.append(f"search {self.search_id}")
        if self.last_status:
            parts.append(f"last seen in {self.last_status}")
        if not self.is_deleted:
            parts.append("a match may still be made")
        return "; ".join(parts)


class SearchCancelled(SearchError):
    """The matchmaker ended the search (expired, deleted, or a member left), or this process received SIGTERM."""


class SearchExpired(SearchError):
    """The matchmaker no longer knows the ticket or member (404), because it removes them some time after their end."""


class SearchTimedOut(SearchError, TimedOut):
    """The matchmaker assigned no server in time."""
