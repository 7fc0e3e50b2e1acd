"""Redaction: what keeps secrets out of errors, tracebacks and logs. It knows texts and data, not operations.

Error trackers (Sentry, rich, structlog and others) show the local variables of every frame of a traceback. So a secret
is held in a `Secret` from where it enters the package to where it is sent, and the frames of libraries, which hold
headers and bodies as they are, are cut out of tracebacks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from types import TracebackType
from typing import Any, Final, Generic, Protocol, TypeVar, cast
from urllib.parse import quote, quote_plus, unquote

T = TypeVar("T")

# Texts are read no further than this. Redaction shortens texts, so it is more than an error shows.
TEXT_LIMIT: Final = 8_000
MAX_DEPTH: Final = 20
MASK: Final = "***"

# Patterns are compiled when they are first used, and cached by `re`: the import does not wait for them.
SECRET_NAMES: Final = r"(?i)token|secret|password|authorization|api_?key|credential|private_key"  # noqa: S105
# In text: `token 1111-2222` (but not "token expired"), and `private_token=...`, `"Authorization": "..."` and the like.
# No part of them may begin with an unbounded quantifier: one long word would take minutes.
_TOKENS_IN_TEXT: Final = r"(?i)\b(token|bearer|basic)\s+(?=[\w.~+/=-]*\d)[\w.~+/=-]{8,}"
_PAIRS_IN_TEXT: Final = r"""(?ix) ( (?:token|secret|password|authorization|api_?key|credential|private_key) [\w-]{0,40}
        \\{0,4} ["']? \s{0,9} [:=] \s{0,9} \\{0,4} ["']? ) (?: (?:token|bearer|basic) \s{1,9} )? [^\s"',;&}\]]+"""


# What lies between a call of ours and the socket: the frames of these hold headers and bodies.
_LIBRARIES: Final = frozenset(
    (
        *("httpx", "httpx2", "httpcore", "httpcore2", "h11", "h2", "hpack", "socksio"),
        *("aiohttp", "httpx_aiohttp", "aiohappyeyeballs", "anyio", "uvloop"),
        *("asyncio", "json", "socket", "ssl"),
        # Those that patch httpx.
        *("ddtrace", "logfire", "opentelemetry", "pytest_httpx", "respx", "sentry_sdk", "vcr", "wrapt"),
    )
)
# Our own modules that handle what is sent as bytes.
_PACKAGE: Final = __name__.partition("._core.")[0]
_BYTE_LEVEL: Final = tuple(f"{_PACKAGE}.{room}" for room in ("_transport.", "_async.sending", "_sync.sending"))


class SecretText(Protocol):
    """A text that shows only on request, such as pydantic's `SecretStr`."""

    def get_secret_value(self) -> str:
        """The text."""
        ...


class Secret(Generic[T]):
    """A value that shows only on request: `repr`, `str` and serialisers give `Secret('***')`."""

    __slots__ = ("_value",)

    def __init__(self, value: T) -> None:
        self._value = value

    def reveal(self) -> T:
        """The value. Use it in place: a variable would show in tracebacks."""
        return self._value

    def __repr__(self) -> str:
        return f"Secret({MASK!r})"


def hide(value: T | Secret[T]) -> Secret[T]:
    """`value` as a secret, if it is not one already."""
    return cast("Secret[T]", value) if isinstance(value, Secret) else Secret(value)


def reveal(value: T | Secret[T]) -> T:
    """`value` itself, whether it is a secret or not."""
    return cast("Secret[T]", value).reveal() if isinstance(value, Secret) else value


def hide_url(request: T) -> T:
    """A request of httpx or httpx2 whose URL is a secret: its `repr` shows the template of the path instead."""
    kind: Any = type(request)
    request.__class__ = _request_without_url(kind)
    return request


@cache
def _request_without_url(kind: type[Any]) -> type[Any]:
    def show(self: Any) -> str:
        return f"<Request({self.method!r}, {self.extensions.get('url.template', MASK)!r})>"

    return type(kind.__name__, (kind,), {"__repr__": show, "__module__": kind.__module__})


def without_library_frames(error: BaseException) -> None:
    """Cut out of the traceback of an exception, its causes and contexts the frames that hold what was sent as it is.

    The frames of callers, of the user's own transports and hooks, and of ours above the byte level stay.
    """
    pending: list[BaseException | None] = [error]
    seen: set[int] = set()
    while pending:
        link = pending.pop()
        if link is None or id(link) in seen:
            continue
        seen.add(id(link))
        link.__traceback__ = _without_library_frames(link.__traceback__)
        pending += (link.__cause__, link.__context__)
        if isinstance(link, BaseExceptionGroup):
            pending += cast("BaseExceptionGroup[BaseException]", link).exceptions


def _without_library_frames(traceback: TracebackType | None) -> TracebackType | None:
    kept: list[TracebackType] = []
    while traceback is not None:
        module: str = traceback.tb_frame.f_globals.get("__name__") or ""
        if module.partition(".")[0] not in _LIBRARIES and not module.startswith(_BYTE_LEVEL):
            kept.append(traceback)
        traceback = traceback.tb_next
    rebuilt: TracebackType | None = None
    for each in reversed(kept):
        # An instruction may have no line, where a signal handler can raise. Python takes -1 for that, not its own None.
        rebuilt = TracebackType(rebuilt, each.tb_frame, each.tb_lasti, each.tb_lineno or -1)
    return rebuilt


def secret_values(value: Any, is_secret: bool = False) -> Iterator[str]:
    """The values of secret names, of environment variables and of filters, in JSON-ready data."""
    if isinstance(value, dict):
        items = cast("dict[str, Any]", value)
        beside = "key" in items or "field" in items
        for name, item in items.items():
            yield from secret_values(
                item, is_secret or bool(re.search(SECRET_NAMES, name)) or (beside and name == "value")
            )
    elif isinstance(value, list):
        for item in cast("list[object]", value):
            yield from secret_values(item, is_secret)
    elif is_secret and isinstance(value, str | int | float) and not isinstance(value, bool):
        yield str(value)


def _forms(secret: str) -> Iterator[str]:
    """How servers mostly write a text back: as it is, as JSON, in quotes, in a URL, in HTML."""
    yield secret
    yield json.dumps(secret)[1:-1]
    yield json.dumps(secret, ensure_ascii=False)[1:-1]
    yield repr(secret)[1:-1]
    yield quote(secret, safe="", errors="replace")
    yield quote(secret, errors="replace")  # with slashes
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


class Redactor:
    """Removes secrets from texts and from JSON-ready data.

    Args:
        secrets: The texts that must not show. Without any, it removes what looks like a secret.
    """

    __slots__ = ("_forms", "_plain", "longest_secret")

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        # Short values ("1", "debug") are no secrets, and messages without them would be unreadable.
        kept = {secret for secret in secrets if len(secret) >= 4}
        # In the forms that can be cut out of a text, longest first.
        self._forms = sorted({form for secret in kept for form in _forms(secret)}, key=len, reverse=True)
        # Only their letters and digits.
        self._plain = [plain for plain in map(_plain, kept) if len(plain) >= 8]
        self.longest_secret: Final = len(self._forms[0]) if self._forms else 0

    def redact(self, value: Any, depth: int = 0) -> Any:
        """`value` without the secrets, the values of secret names, and what looks like a secret in text."""
        if depth > MAX_DEPTH:
            return "..."
        if isinstance(value, dict):
            items = cast("dict[str, Any]", value)
            # An environment variable, or what a validator says about a field: the name is beside the value.
            beside = ("key" in items and "value" in items) or bool(re.search(SECRET_NAMES, str(items.get("loc", ""))))
            return {
                self.redact_text(name): MASK
                if re.search(SECRET_NAMES, name) or (beside and name in ("value", "input"))
                else self.redact(item, depth + 1)
                for name, item in items.items()
            }
        if isinstance(value, list):
            return [self.redact(item, depth + 1) for item in cast("list[object]", value)]
        if isinstance(value, str):
            return self.redact_text(value)
        if isinstance(value, int | float) and not isinstance(value, bool) and str(value) in self._forms:
            return MASK
        return value

    def redact_text(self, text: str) -> str:
        """`text` without the secrets and what looks like one, cut after `TEXT_LIMIT` characters."""
        cut = text[: TEXT_LIMIT + self.longest_secret]
        shown = cut
        for secret in self._forms:
            shown = shown.replace(secret, MASK)
        if len(cut) < len(text):
            # The end may be the beginning of a secret.
            shown = shown[: len(shown) - self.longest_secret]
        shown = re.sub(_PAIRS_IN_TEXT, rf"\1{MASK}", re.sub(_TOKENS_IN_TEXT, rf"\1 {MASK}", shown[:TEXT_LIMIT]))
        if self._plain and re.search(r"[\\%&]", shown):
            plain = _plain(shown)
            if any(secret in plain for secret in self._plain):
                # In a form that cannot be cut out.
                return f"{MASK} (not shown: it holds a secret)"
        # Half a surrogate pair can't be printed.
        return shown.encode("utf-8", "replace").decode("utf-8")

    def redact_chain(self, error: BaseException | None) -> None:
        """Redact the arguments of an exception and of its causes: h11 quotes lines of responses."""
        while error is not None:
            error.args = tuple(self.redact_text(item) if isinstance(item, str) else item for item in error.args)
            error = error.__cause__ or error.__context__
