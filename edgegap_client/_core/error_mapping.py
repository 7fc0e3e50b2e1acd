"""Error mapping: build every error of a call from its operation, its attempt and the cause."""

from __future__ import annotations

import codecs
import datetime
import json
import re
import ssl
from collections.abc import Mapping
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast
from urllib.parse import unquote

import httpx

from ..errors import (
    AuthenticationError,
    BadRequestError,
    CertificateError,
    ClientClosedError,
    ConflictError,
    ConnectionFailed,
    EdgegapError,
    GoneError,
    ImagePullError,
    InvalidRequestError,
    NoCapacityError,
    NotFoundError,
    Outcome,
    PermissionDeniedError,
    QuotaExceededError,
    RateLimitedError,
    ResponseFormatError,
    ServerError,
    StatusError,
    TimedOut,
    UnexpectedStatusError,
    one_line,
)
from .redaction import TEXT_LIMIT, Redactor, Secret, reveal, secret_values, without_library_frames

if TYPE_CHECKING:
    from .operation import Operation

ErrorT = TypeVar("ErrorT", bound=EdgegapError)

BODY_LIMIT: Final = 2_000
HEADER_LIMIT: Final = 200
# Parsing and redacting a larger body would block an event loop for too long, so it counts as text.
PARSED_LIMIT: Final = 32 * 1024

# Errors show no other headers, because these may contain cookies and tokens.
SHOWN_HEADERS: Final = (
    "content-type",
    "content-length",
    "date",
    "retry-after",
    "server",
    "x-request-id",
    "x-correlation-id",
    "traceparent",
)

HTTPX_FAILURES: Final = (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, httpx.CookieConflict)
# A call maps these exceptions to its own errors. Other exceptions are not about the request, and pass unchanged.
FAILURES: Final = (*HTTPX_FAILURES, TimeoutError, EdgegapError)

# A header that the caller has added may contain the key of a gateway.
SECRET_HEADERS: Final = r"(?i)(?!authorization$).*auth|cookie|credential|key|password|secret|token"  # noqa: S105

_DEFAULT_PORTS: Final = {"https": 443, "http": 80}

_BY_STATUS: Final[Mapping[int, type[StatusError]]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    410: GoneError,
    422: BadRequestError,
    424: ImagePullError,
    429: RateLimitedError,
}

# The text is the only way to distinguish production's kinds of 400.
_BY_TEXT: Final[tuple[tuple[str, type[StatusError]], ...]] = (
    (r"(?i)bad request id", NotFoundError),
    (r"(?i)reached you.{0,60}limit", QuotaExceededError),
    (r"(?i)unable to login", ImagePullError),
)


class Attempt:
    """The data of one attempt that its error describes.

    Attributes:
        base_url: The client's base URL, which names host and port.
        path: The path, filled in.
        number: The number of attempts so far, including this one.
        elapsed: Seconds since the call started.
        is_sent: Whether a byte of the request was sent; None if the transport does not report it.
        request: The request, once it is built.
    """

    __slots__ = ("base_url", "elapsed", "is_sent", "number", "path", "request")

    def __init__(
        self,
        base_url: str,
        path: str | Secret[str],
        number: int,
        elapsed: float,
        *,
        is_sent: bool | None = None,
        request: httpx.Request | None = None,
    ) -> None:
        self.base_url = base_url
        self.path = path
        self.number = number
        self.elapsed = elapsed
        self.is_sent = is_sent
        self.request = request


def error_for(operation: Operation, attempt: Attempt, cause: httpx.Response | Exception) -> EdgegapError:
    """Return the error of a failed attempt.

    Args:
        operation: The operation of the call.
        attempt: The attempt that failed.
        cause: A response with its body whose status is not 2xx, or one of `FAILURES`. An `EdgegapError` becomes the
            error itself. Any other exception becomes the cause of the error.
    """
    if isinstance(cause, Exception):
        without_library_frames(cause)
    else:
        return _describe_response(_status_error(operation, cause), operation, attempt, cause)
    if isinstance(cause, EdgegapError):
        return _describe(cause, operation, attempt)
    error = _transport_error(attempt, cause, _redactor_of(operation, attempt))
    error.__cause__ = cause
    return _describe(error, operation, attempt)


def format_error(operation: Operation, error: ResponseFormatError, response: httpx.Response) -> ResponseFormatError:
    """Add the operation and the response to `error`, for a successful response that cannot be decoded."""
    attempt: Attempt | None = response.extensions.get("edgegap_attempt")
    if attempt is None:  # a response of another client that implements `request`
        url = response.request.url
        attempt = Attempt(str(url), url.raw_path.decode("ascii", "replace"), 0, 0.0)
    _describe_response(error, operation, attempt, response)
    error.rename(redactor_for(operation, response.request).redact_text(error.field))
    error.hint = "the request was carried out; if the API has changed, update this SDK"
    # The frames that decode a body contain it, and it may contain secrets.
    error.__traceback__ = error.__context__ = None
    return error


def closed_during_call(is_sent: bool | None) -> ClientClosedError:
    """Return the error for a request whose client was closed before the response arrived.

    Args:
        is_sent: Whether a byte of the request was sent; None if the transport does not report it.
    """
    outcome = Outcome.NOT_SENT if is_sent is False else Outcome.UNKNOWN
    return ClientClosedError("The client was closed during the call.", outcome=outcome)


def redactor_for(operation: Operation, request: httpx.Request) -> Redactor:
    """Return a `Redactor` for the secrets in a request."""
    found = [request.headers.get("authorization", "").removeprefix("token ")]
    found += [value for name, value in request.headers.items() if re.search(SECRET_HEADERS, name)]
    if operation.own_token:
        found.append(unquote(request.url.raw_path.split(b"?", 1)[0].rsplit(b"/", 1)[1].decode("ascii", "replace")))
    query = request.url.params.get("query", "")
    found.append(query)
    # The body or query of another tool may have any form, and httpx may not have kept a streamed body.
    with suppress(ValueError, RecursionError):
        found += secret_values(json.loads(query)) if query else []
    with suppress(ValueError, RecursionError, httpx.StreamError):
        found += secret_values(json.loads(request.content)) if request.content else []
    return Redactor(found)


def _redactor_of(operation: Operation, attempt: Attempt) -> Redactor:
    return Redactor() if attempt.request is None else redactor_for(operation, attempt.request)


def as_httpx(error: Exception) -> Exception:
    """Return httpx's error of the same name for an error of httpx2, and any other error unchanged."""
    for kind in type(error).__mro__:
        found = getattr(httpx, kind.__name__, None)
        if isinstance(found, type) and issubclass(found, HTTPX_FAILURES):
            # `__new__` because some classes take more arguments, which are not needed here.
            return error if found is kind else found.__new__(found, str(error))
    return error


def is_failure(error: Exception) -> bool:
    """Whether an exception is about the request, so that `error_for` can map it."""
    return isinstance(as_httpx(error), FAILURES)


def _transport_error(attempt: Attempt, cause: Exception, redactor: Redactor) -> EdgegapError:
    kind: type[EdgegapError] = ConnectionFailed
    server = _host_and_port(attempt.base_url)
    may_be_sent = attempt.is_sent is not False
    match as_httpx(cause):
        case httpx.PoolTimeout():
            kind, may_be_sent, message = TimedOut, False, f"no free connection to {server} in time"
        case httpx.ConnectTimeout():
            kind, may_be_sent, message = TimedOut, False, f"no connection to {server} in time"
        case httpx.TimeoutException() | TimeoutError():
            kind, message = TimedOut, f"no response from {server} in time"
        case httpx.ConnectError() if _is_about_certificate(cause):
            kind, may_be_sent, message = CertificateError, False, f"the certificate of {server} is not trusted"
        case httpx.ConnectError() | httpx.ProxyError():
            may_be_sent, message = False, f"no connection to {server}"
        case httpx.UnsupportedProtocol() | httpx.LocalProtocolError() | httpx.InvalidURL():
            # Not sent, unless the transport reports that it sent a byte.
            kind, may_be_sent, message = InvalidRequestError, attempt.is_sent is True, "the request cannot be sent"
        case httpx.DecodingError():
            return ResponseFormatError("cannot be decompressed")
        case _:
            message = f"the connection to {server} was lost before the response was complete"
    redactor.redact_chain(cause)
    text = one_line(redactor.redact_text(str(cause)))
    detail = f"{type(cause).__name__}: {text}" if text else type(cause).__name__
    return kind(f"{message} ({detail})", outcome=Outcome.UNKNOWN if may_be_sent else Outcome.NOT_SENT)


def _is_about_certificate(error: BaseException | None) -> bool:
    while error is not None and not isinstance(error, ssl.SSLCertVerificationError):
        error = error.__cause__ or error.__context__
    return error is not None


def _host_and_port(base_url: str) -> str:
    url = httpx.URL(base_url)
    host = f"[{url.host}]" if ":" in url.host else url.host
    return f"{host}:{url.port or _DEFAULT_PORTS.get(url.scheme, 0)}"


def _status_error(operation: Operation, response: httpx.Response) -> StatusError:
    redactor = redactor_for(operation, response.request)
    body = redactor.redact(_read_body(response, redactor.longest_secret))
    message = _message(body, redactor.redact_text(response.reason_phrase))
    status = response.status_code
    kind = _BY_STATUS.get(status) or (ServerError if 500 <= status < 600 else UnexpectedStatusError)
    if status == 400:
        kind = next((kind for pattern, kind in _BY_TEXT if re.search(pattern, message)), kind)
    fields = cast("dict[str, Any]", body) if isinstance(body, dict) else {}
    deployment_id = fields.get("request_id")
    if status == 422 and isinstance(deployment_id, str):
        kind = NoCapacityError
    error = kind(message)
    text = body if isinstance(body, str) else "" if body is None else json.dumps(body)
    error.body = text if len(text) <= BODY_LIMIT else f"{text[:BODY_LIMIT]}..."
    error.details = fields.get("details")
    if isinstance(error, NoCapacityError):
        error.deployment_id = str(deployment_id)
    error.retry_after = retry_after(response)
    return error


def _describe(error: ErrorT, operation: Operation, attempt: Attempt) -> ErrorT:
    error.operation = operation.id
    error.method = operation.method
    # Without the query. If a segment of the path is a secret, the template replaces the path.
    error.path = operation.path if operation.own_token else reveal(attempt.path).split("?", 1)[0]
    error.attempts = attempt.number
    error.elapsed = attempt.elapsed
    return error


def _describe_response(error: ErrorT, operation: Operation, attempt: Attempt, response: httpx.Response) -> ErrorT:
    redactor = redactor_for(operation, response.request)
    headers = response.headers
    error.status = response.status_code
    error.headers = {
        name: one_line(redactor.redact_text(headers[name]), HEADER_LIMIT) for name in SHOWN_HEADERS if name in headers
    }
    return _describe(error, operation, attempt)


def _read_body(response: httpx.Response, longest_secret: int) -> Any:
    content = response.content
    with suppress(ValueError, RecursionError):
        if len(content) <= PARSED_LIMIT:
            return json.loads(content) if content else None
    # A character has up to four bytes, and redaction may cut off as much as the longest secret.
    start = content[: 4 * (TEXT_LIMIT + longest_secret + 1)]
    wide = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or 3 * start.count(0) > len(start)
    return start.decode(json.detect_encoding(start) if wide else "utf-8-sig", "replace")


# The fields that contain an error's text: those of Edgegap, FastAPI, problem+json (RFC 9457) and other gateways.
TEXT_FIELDS: Final = ("message", "messages", "error", "detail", "errors", "msg", "error_description", "description")
MAX_TEXTS: Final = 20
MAX_TEXT_DEPTH: Final = 5


def _message(body: Any, reason: str) -> str:
    """Return the server's error text, whatever form the body has."""
    if isinstance(body, str):
        title = re.search(r"(?is)<title>(.{1,200}?)</title>", body)
        text = title.group(1) if title else body
    else:
        text = _text_of(body, 0) if isinstance(body, dict) else ""
    return one_line(text) or one_line(reason) or "no message"


def _text_of(value: Any, depth: int) -> str:
    """Return the text in a part of an error's body."""
    if depth > MAX_TEXT_DEPTH or value is None:
        return ""
    if isinstance(value, list):
        items = cast("list[object]", value)[:MAX_TEXTS]
        return "; ".join(filter(None, (_text_of(item, depth + 1) for item in items)))
    if not isinstance(value, dict):
        return str(value).strip()
    fields = cast("dict[str, Any]", value)
    text = next(filter(None, (_text_of(fields.get(name), depth + 1) for name in TEXT_FIELDS)), "")
    title, code = fields.get("title"), fields.get("code")
    if isinstance(title, str) and not fields.get("message"):
        text = f"{title}: {text}" if text else title
    if isinstance(code, str | int) and (depth or not text):
        text = f"{text} ({code})" if text else str(code)
    place = fields.get("loc")
    if text and isinstance(place, list):
        text = f"{'.'.join(str(part) for part in cast('list[object]', place))}: {text}"
    if text or not depth:
        return text
    # An object of field names with their problems, or another object, which is shown unchanged.
    named = [(name, _text_of(item, depth + 1)) for name, item in list(fields.items())[:MAX_TEXTS]]
    return "; ".join(f"{name}: {problem}" for name, problem in named if problem)


def retry_after(response: httpx.Response) -> float | None:
    """Return the seconds of `Retry-After`, which may also be a date; None without a usable header."""
    value = response.headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,40}(\.\d{1,6})?", value):
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.UTC)
    return max(0.0, (moment - datetime.datetime.now(datetime.UTC)).total_seconds())
