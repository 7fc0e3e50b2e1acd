"""Every error that this SDK raises: one tree under `EdgegapError`, by meaning.

```text
EdgegapError
|- ClientError                     found before anything was sent
|  |- ConfigurationError           the client was set up wrongly
|  |- ClientClosedError            the client was used after it was closed
|- StatusError                     the server answered with a status that is not 2xx
|  |- InvalidRequestError          400, 422 (or an argument that cannot be sent: status None)
|  |  |- QuotaExceededError        400: a quota of the organisation is used up
|  |- AuthenticationError          401: the token is missing or not understood
|  |- PermissionDeniedError        403: the token was deleted, or the feature is not the organisation's
|  |- NotFoundError                404, and 400 for an unknown deployment id
|  |- ConflictError                409: the name is taken
|  |- GoneError                    410: the deployment has ended
|  |- ImagePullError               424, and 400 for a refused registry login
|  |- NoCapacityError              422 of a v2 deploy, which has created a deployment: see its `deployment_id`
|  |- RateLimitedError             429, with `retry_after`; or refused here to keep the documented limit
|  |- ServerError                  5xx
|  |- UnexpectedStatusError        any other status
|- TransportError                  no answer, or only a part of one
|  |- ConnectionFailed             the connection was not made or was lost
|  |- TimedOut                     no answer in time
|- ResponseFormatError             the answer is not what the specification says
|- PageLoopError                   a list leads back to a page that was seen
```

The API has no error codes: status and text are all there is to tell errors apart.
"""

from __future__ import annotations

import codecs
import datetime
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, Self, cast
from urllib.parse import quote, quote_plus, unquote

import httpx

if TYPE_CHECKING:
    from ._core.operation import Operation

__all__ = [
    "AuthenticationError",
    "ClientClosedError",
    "ClientError",
    "ConfigurationError",
    "ConflictError",
    "ConnectionFailed",
    "EdgegapError",
    "GoneError",
    "ImagePullError",
    "InvalidRequestError",
    "NoCapacityError",
    "NotFoundError",
    "Outcome",
    "PageLoopError",
    "PermissionDeniedError",
    "QuotaExceededError",
    "RateLimitedError",
    "ResponseFormatError",
    "ServerError",
    "StatusError",
    "TimedOut",
    "TransportError",
    "UnexpectedStatusError",
]

BODY_LIMIT: Final = 2_000
MESSAGE_LIMIT: Final = 500
# More of a text is not looked at. Masking makes texts shorter, so it is more than is shown.
TEXT_LIMIT: Final = 4 * BODY_LIMIT
# Reading and masking a larger body would stop an event loop for too long; it counts as text.
PARSED_LIMIT: Final = 32 * 1024

# Everything else is left out: headers may carry cookies and tokens.
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
_REQUEST_IDS: Final = ("x-request-id", "x-correlation-id")


class Outcome(StrEnum):
    """Whether the server may have acted on the request.

    `NOT_SENT`: it never left, repeating it is safe. `REJECTED`: the server answered that it did nothing.
    `UNKNOWN`: it may have been carried out; look before repeating what costs money.
    """

    NOT_SENT = "not_sent"
    REJECTED = "rejected"
    UNKNOWN = "unknown"


class EdgegapError(Exception):
    """The root of all errors of this SDK.

    Attributes:
        message: What went wrong; the server's own words where it said something.
        operation: The operationId, for instance `get_application`.
        method: The HTTP method.
        path: The path as sent. It holds names and ids, never a token.
        status: The HTTP status, None without an answer.
        body: The start of the answer's body, at most 2,000 characters, with secrets masked.
        details: What a v2 error says beyond its message.
        headers: The answer's headers that are safe to show.
        request_id: The id of the request by the server's account, if it sent one in its headers.
        outcome: Whether the server may have acted on the request.
        attempts: How many times the request was sent, or tried to be.
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
        """One line: what was asked, what came back, what to do."""
        asked = " ".join(part for part in (self.method, self.path) if part)
        came = f"HTTP {self.status}: {self.message}" if self.status else self.message
        line = f"{asked}: {came}" if asked else came
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
    """The family of what is found before anything is sent."""

    default_outcome = Outcome.NOT_SENT


class StatusError(EdgegapError):
    """The family of answers whose status is not 2xx.

    It has the attributes of `EdgegapError` too.

    Attributes:
        retry_after: Seconds until the server wants the next try; None when it does not say.
    """

    retry_after: float | None = None


class TransportError(EdgegapError):
    """The family of requests without an answer, or with only a part of one."""


class ConfigurationError(ClientError):
    """The client was set up wrongly. Nothing was sent."""


class ClientClosedError(ClientError):
    """The client was used after it was closed. Nothing was sent."""

    hint = "use the client inside its `with` block, or make a new one"


class InvalidRequestError(StatusError):
    """The request cannot be right: refused by the server (400, 422), or by the client before sending (status None)."""

    default_outcome = Outcome.REJECTED


class QuotaExceededError(InvalidRequestError):
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
    """Nothing of that name or id exists (404; the live service answers 400 for an unknown deployment id)."""

    default_outcome = Outcome.REJECTED


class ConflictError(StatusError):
    """The name is taken, or the state does not allow the change (409)."""

    default_outcome = Outcome.REJECTED


class GoneError(StatusError):
    """The deployment or session has ended already (410)."""

    default_outcome = Outcome.REJECTED


class ImagePullError(StatusError):
    """The container image cannot be pulled (424), or the registry refused the login (400)."""

    default_outcome = Outcome.REJECTED
    hint = "check docker_repository, docker_image, docker_tag, private_username and private_token"


class NoCapacityError(StatusError):
    """No server could be started (422 of a v2 deploy).

    The deployment exists all the same, in error, under `deployment_id`: stop it.
    """

    # The server did act: it has created a deployment.
    default_outcome = Outcome.UNKNOWN
    deployment_id: str | None = None

    def __str__(self) -> str:
        line = super().__str__()
        # A launch has stopped it, and says so.
        told = not self.deployment_id or self.deployment_id in self.hint
        return line if told else f"{line} - stop deployment {self.deployment_id}, it was created"


class RateLimitedError(StatusError):
    """Too many requests from this organisation (429), or refused here before sending; see `retry_after`."""

    default_outcome = Outcome.REJECTED

    def __str__(self) -> str:
        line = super().__str__()
        return line if self.retry_after is None else f"{line} - try again in {self.retry_after:g} s"


class ServerError(StatusError):
    """The service failed (5xx). It may have acted on the request all the same."""


class UnexpectedStatusError(StatusError):
    """A status that is neither success nor any error of the other classes (a redirect, for instance)."""


class ConnectionFailed(TransportError):
    """The connection was not made (`outcome` is `not_sent`), or was lost before the answer was there (`unknown`)."""


class TimedOut(TransportError):
    """No answer came in time. `outcome` tells whether the request was sent."""


class ResponseFormatError(EdgegapError):
    """A successful answer whose body is not what the specification says.

    The server has carried the request out.

    It has the attributes of `EdgegapError` too.

    Attributes:
        field: The field that cannot be read, for instance `versions[0].ports[1].port`; empty for the whole body.
        reason: What is wrong with it.
    """

    def __init__(self, reason: str, *, field: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field
        self._tell()

    def _tell(self) -> None:
        # Names of map entries come from the server.
        shown = one_line(self.field, 200)
        self.message = f"field '{shown}' {self.reason}" if shown else f"the body {self.reason}"
        self.args = (self.message,)

    def within(self, field: str) -> None:
        """Say that the field stands inside `field`."""
        self.field = ".".join(part for part in (field, self.field) if part)
        self._tell()

    def of(self, operation: Operation, response: httpx.Response) -> Self:
        """Say in which answer of which operation."""
        secrets = secrets_of(operation, response.request)
        _describe(self, operation, response, secrets)
        self.field = masked(self.field, secrets)
        self._tell()
        # The fields of an answer may be secret, and what is malformed can't be masked for sure: no body.
        self.body = ""
        self.hint = "the request was carried out; if the API has changed, update this SDK"
        return self


class PageLoopError(EdgegapError):
    """A list leads back to a page that was already seen, so walking on would never end."""

    hint = "pass page= and limit= yourself with the list_page method"


_BY_STATUS: Final[Mapping[int, type[StatusError]]] = {
    400: InvalidRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    410: GoneError,
    422: InvalidRequestError,
    424: ImagePullError,
    429: RateLimitedError,
}

# The only way to tell the live service's kinds of 400 apart.
_BY_TEXT: Final[tuple[tuple[str, type[StatusError]], ...]] = (
    (r"(?i)bad request id", NotFoundError),
    (r"(?i)reached you.{0,60}limit", QuotaExceededError),
    (r"(?i)unable to login", ImagePullError),
)

# Patterns are compiled when they are first used, by re itself, and kept: not while everybody waits for the import.
_TELLING_NAMES: Final = r"(?i)token|secret|password|authorization|api_?key|credential|private_key"
# In text: `token 1111-2222` (but not "token expired"), and `private_token=...`, `"Authorization": "..."` and the like.
# No part of them may begin with a repetition without a bound: one long word would take minutes.
_TOKENS_IN_TEXT: Final = r"(?i)\b(token|bearer|basic)\s+(?=[\w.~+/=-]*\d)[\w.~+/=-]{8,}"
_PAIRS_IN_TEXT: Final = r"""(?ix) ( (?:token|secret|password|authorization|api_?key|credential|private_key) [\w-]{0,40}
        \\{0,4} ["']? \s{0,9} [:=] \s{0,9} \\{0,4} ["']? ) (?: (?:token|bearer|basic) \s{1,9} )? [^\s"',;&}\]]+"""
DEEPEST: Final = 20


def _secret_values(value: Any, telling: bool = False) -> Iterator[str]:
    """The values of telling keys, of environment variables and of filters, in JSON-ready data."""
    if isinstance(value, dict):
        items = cast("dict[str, Any]", value)
        beside = "key" in items or "field" in items
        for name, item in items.items():
            yield from _secret_values(
                item, telling or bool(re.search(_TELLING_NAMES, name)) or (beside and name == "value")
            )
    elif isinstance(value, list):
        for item in cast("list[object]", value):
            yield from _secret_values(item, telling)
    elif telling and isinstance(value, str | int | float) and not isinstance(value, bool):
        yield str(value)


def _forms(secret: str) -> Iterator[str]:
    """How servers mostly write a text back: as it is, as JSON, in quotes, in a URL, in HTML."""
    yield secret
    yield json.dumps(secret)[1:-1]
    yield json.dumps(secret, ensure_ascii=False)[1:-1]
    yield repr(secret)[1:-1]
    yield quote(secret, safe="", errors="replace")
    yield quote_plus(secret, errors="replace")
    from html import escape

    yield escape(secret)


_ESCAPES: Final = r"\\+(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))"


def _plain(text: str) -> str:
    """The letters and digits of a text, however it is escaped: what is the same in all forms."""
    from html import unescape

    for _ in range(3):
        text = re.sub(_ESCAPES, lambda code: chr(int(code[1] or code[2], 16)), unescape(unquote(text)))
    # Characters beyond 16 bits were escaped as two.
    text = re.sub(r"\\+[bfnrt]", "", text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return "".join(filter(str.isalnum, text))


class Secrets:
    """Texts that must not show.

    Attributes:
        forms: In the forms that can be cut out of a text, longest first.
        plain: Only their letters and digits.
        longest: The length of the longest form.
    """

    __slots__ = ("forms", "longest", "plain")

    def __init__(self, values: Iterable[str] = ()) -> None:
        # Short values ("1", "debug") are no secrets, and masking them would make messages unreadable.
        kept = {value for value in values if len(value) >= 4}
        self.forms = sorted({form for value in kept for form in _forms(value)}, key=len, reverse=True)
        self.plain = [plain for plain in map(_plain, kept) if len(plain) >= 8]
        self.longest = len(self.forms[0]) if self.forms else 0


def secrets_of(operation: Operation, request: httpx.Request) -> Secrets:
    """What a request sent that must not come back in an error."""
    found = [request.headers.get("authorization", "").removeprefix("token ")]
    if operation.own_token:
        found.append(unquote(request.url.raw_path.split(b"?", 1)[0].rsplit(b"/", 1)[1].decode("ascii", "replace")))
    query = request.url.params.get("query", "")
    found.append(query)
    # A text that is not ours, or was never read, may be anything.
    with suppress(ValueError, RecursionError):
        found += _secret_values(json.loads(query)) if query else []
    with suppress(ValueError, RecursionError, httpx.StreamError):
        found += _secret_values(json.loads(request.content)) if request.content else []
    return Secrets(found)


def masked(value: Any, secrets: Secrets, depth: int = 0) -> Any:
    """`value` without `secrets`, the values of telling keys, and what looks like a secret in text."""
    if depth > DEEPEST:
        return "..."
    if isinstance(value, dict):
        items = cast("dict[str, Any]", value)
        # An environment variable, or what a validator says about a field: the telling name stands beside the value.
        beside = ("key" in items and "value" in items) or bool(re.search(_TELLING_NAMES, str(items.get("loc", ""))))
        return {
            _masked_text(name, secrets): "***"
            if re.search(_TELLING_NAMES, name) or (beside and name in ("value", "input"))
            else masked(item, secrets, depth + 1)
            for name, item in items.items()
        }
    if isinstance(value, list):
        return [masked(item, secrets, depth + 1) for item in cast("list[object]", value)]
    if isinstance(value, str):
        return _masked_text(value, secrets)
    if isinstance(value, int | float) and not isinstance(value, bool) and str(value) in secrets.forms:
        return "***"
    return value


def _masked_text(text: str, secrets: Secrets) -> str:
    cut = text[: TEXT_LIMIT + secrets.longest]
    shown = cut
    for secret in secrets.forms:
        shown = shown.replace(secret, "***")
    if len(cut) < len(text):
        # The beginning of a secret may stand at the end.
        shown = shown[: len(shown) - secrets.longest]
    shown = re.sub(_PAIRS_IN_TEXT, r"\1***", re.sub(_TOKENS_IN_TEXT, r"\1 ***", shown[:TEXT_LIMIT]))
    if secrets.plain and re.search(r"[\\%&]", shown):
        plain = _plain(shown)
        if any(secret in plain for secret in secrets.plain):
            # In a form that cannot be cut out.
            return "*** (not shown: it holds a secret)"
    # Half a surrogate pair can't be printed.
    return shown.encode("utf-8", "replace").decode("utf-8")


def mask_chain(error: BaseException | None, secrets: Secrets) -> None:
    """Mask what the exceptions behind an error quote of the answer (h11 quotes lines), since tracebacks show it."""
    while error is not None:
        error.args = tuple(masked(item, secrets) if isinstance(item, str) else item for item in error.args)
        error = error.__cause__ or error.__context__


def _read_body(response: httpx.Response, longest: int) -> Any:
    content = response.content
    with suppress(ValueError, RecursionError):
        if len(content) <= PARSED_LIMIT:
            return json.loads(content) if content else None
    # Up to four bytes a character, and what masking may cut off.
    start = content[: 4 * (TEXT_LIMIT + longest + 1)]
    wide = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or 3 * start.count(0) > len(start)
    return start.decode(json.detect_encoding(start) if wide else "utf-8-sig", "replace")


def one_line(text: str, limit: int = MESSAGE_LIMIT) -> str:
    """`text` on one line of at most `limit` characters, without control characters."""
    text = " ".join("".join(c if c.isprintable() else " " for c in text[: limit * 4]).split())
    return text if len(text) <= limit else f"{text[:limit]}..."


def _message(body: Any, reason: str) -> str:
    """The server's words, from whatever form the body has."""
    if isinstance(body, dict):
        fields = cast("dict[str, Any]", body)
        for name in ("message", "messages", "error", "detail"):
            match fields.get(name):
                case str(text) if text.strip():
                    return one_line(text)
                case [*texts] if texts:
                    return one_line("; ".join(str(text) for text in texts))
                case _:
                    continue
    if isinstance(body, str) and body.strip():
        title = re.search(r"(?is)<title>(.{1,200}?)</title>", body)
        return one_line(title.group(1) if title else body)
    return one_line(reason) or "no message"


def retry_after(response: httpx.Response) -> float | None:
    """Seconds that the server asks to wait, from `Retry-After` in seconds or as a date; None without a usable one."""
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


def _describe(error: EdgegapError, operation: Operation, response: httpx.Response, secrets: Secrets) -> None:
    error.operation = operation.id
    error.method = operation.method
    error.path = shown_path(operation, response.request.url.raw_path)
    error.status = response.status_code
    error.attempts, error.elapsed = response.extensions.get("edgegap_call", (0, 0.0))
    headers = response.headers
    error.headers = {name: one_line(masked(headers[name], secrets), 200) for name in SHOWN_HEADERS if name in headers}


def shown_path(operation: Operation, raw_path: bytes) -> str:
    """A path as errors and logs show it: without the query; the template where a segment of the path is a key."""
    return operation.path if operation.own_token else raw_path.split(b"?", 1)[0].decode("ascii", "replace")


def error_from_response(operation: Operation, response: httpx.Response) -> EdgegapError:
    """The typed error for an answer whose status is not 2xx; its body, read already, may have any form."""
    secrets = secrets_of(operation, response.request)
    body = masked(_read_body(response, secrets.longest), secrets)
    message = _message(body, masked(response.reason_phrase, secrets))
    status = response.status_code
    kind = _BY_STATUS.get(status) or (ServerError if 500 <= status < 600 else UnexpectedStatusError)
    if status == 400:
        kind = next((error for pattern, error in _BY_TEXT if re.search(pattern, message)), kind)
    fields = cast("dict[str, Any]", body) if isinstance(body, dict) else {}
    deployment_id = fields.get("request_id")
    if status == 422 and isinstance(deployment_id, str):
        kind = NoCapacityError
    error = kind(message)
    _describe(error, operation, response, secrets)
    text = body if isinstance(body, str) else "" if body is None else json.dumps(body)
    error.body = text if len(text) <= BODY_LIMIT else f"{text[:BODY_LIMIT]}..."
    error.details = fields.get("details")
    if isinstance(error, NoCapacityError):
        error.deployment_id = str(deployment_id)
    error.retry_after = retry_after(response)
    return error
