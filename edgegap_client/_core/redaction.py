"""Redaction: keep secrets out of errors, tracebacks and logs. This module handles texts and data, not operations.

Error trackers (Sentry, rich, structlog and others) show the local variables of every frame of a traceback. So the
package keeps a secret in a `Secret` from its entry until it is sent. It also removes the frames of libraries from
tracebacks, because these contain headers and bodies in clear text.
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

# Longer texts are cut here, in characters. This is more than an error shows, because redaction shortens texts.
TEXT_LIMIT: Final = 8_000
MAX_DEPTH: Final = 20
MASK: Final = "***"

# Patterns are compiled at first use, and `re` caches them, so that the import is fast.
SECRET_NAMES: Final = r"(?i)token|secret|password|authorization|api_?key|credential|private_key"  # noqa: S105
# The forms in text: `token 1111-2222` (but not "token expired"), `private_token=...`, `"Authorization": "..."` and so
# on. No part of them may begin with an unbounded quantifier: one long word would take minutes.
_TOKENS_IN_TEXT: Final = r"(?i)\b(token|bearer|basic)\s+(?=[\w.~+/=-]*\d)[\w.~+/=-]{8,}"
_PAIRS_IN_TEXT: Final = r"""(?ix) ( (?:token|secret|password|authorization|api_?key|credential|private_key) [\w-]{0,40}
        \\{0,4} ["']? \s{0,9} [:=] \s{0,9} \\{0,4} ["']? ) (?: (?:token|bearer|basic) \s{1,9} )? [^\s"',;&}\]]+"""


# The libraries between a call and the socket. Their frames contain headers and bodies.
_LIBRARIES: Final = frozenset(
    (
        *("httpx", "httpx2", "httpcore", "httpcore2", "h11", "h2", "hpack", "socksio"),
        *("aiohttp", "httpx_aiohttp", "aiohappyeyeballs", "anyio", "uvloop"),
        *("asyncio", "json", "socket", "ssl"),
        # Libraries that patch httpx.
        *("ddtrace", "logfire", "opentelemetry", "pytest_httpx", "respx", "sentry_sdk", "vcr", "wrapt"),
    )
)
# Modules of this package that handle sent bytes.
_PACKAGE: Final = __name__.partition("._core.")[0]
_BYTE_LEVEL: Final = tuple(f"{_PACKAGE}.{room}" for room in ("_transport.", "_async.sending", "_sync.sending"))


class SecretText(Protocol):
    """An object that hides a text, such as pydantic's `SecretStr`."""

    def get_secret_value(self) -> str:
        """Return the text."""
        ...


class Secret(Generic[T]):
    """Hides a value: `repr`, `str` and serialisers show `Secret('***')`."""

    __slots__ = ("_value",)

    def __init__(self, value: T) -> None:
        self._value = value

    def reveal(self) -> T:
        """Return the value. Do not store it in a variable, because tracebacks show variables."""
        return self._value

    def __repr__(self) -> str:
        return f"Secret({MASK!r})"


def hide(value: T | Secret[T]) -> Secret[T]:
    """Return `value` as a `Secret`, if it is not one already."""
    return cast("Secret[T]", value) if isinstance(value, Secret) else Secret(value)


def reveal(value: T | Secret[T]) -> T:
    """Return the plain value, whether `value` is a `Secret` or not."""
    return cast("Secret[T]", value).reveal() if isinstance(value, Secret) else value


def hide_url(request: T) -> T:
    """Hide the URL of a request of httpx or httpx2: its `repr` shows the path template instead."""
    kind: Any = type(request)
    request.__class__ = _request_without_url(kind)
    return request


@cache
def _request_without_url(kind: type[Any]) -> type[Any]:
    def show(self: Any) -> str:
        return f"<Request({self.method!r}, {self.extensions.get('url.template', MASK)!r})>"

    return type(kind.__name__, (kind,), {"__repr__": show, "__module__": kind.__module__})


def without_library_frames(error: BaseException) -> None:
    """Remove the frames that contain sent data from the tracebacks of an exception, its causes and contexts.

    The frames of callers, of the user's own transports and hooks, and of this package above the byte level stay.
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
        # An instruction where a signal handler can raise may have no line number. Python accepts -1 for that, but not
        # None.
        rebuilt = TracebackType(rebuilt, each.tb_frame, each.tb_lasti, each.tb_lineno or -1)
    return rebuilt


def secret_values(value: Any, is_secret: bool = False) -> Iterator[str]:
    """Yield the values of secret names, of environment variables and of filters in JSON-ready data."""
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
    """Return the usual forms in which servers repeat a text: plain, as JSON, in quotes, in a URL, in HTML."""
    yield secret
    yield json.dumps(secret)[1:-1]
    yield json.dumps(secret, ensure_ascii=False)[1:-1]
    yield repr(secret)[1:-1]
    yield quote(secret, safe="", errors="replace")
    yield quote(secret, errors="replace")  # with escaped slashes
    yield quote_plus(secret, errors="replace")
    from html import escape

    yield escape(secret)


_ESCAPES: Final = r"\\+(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))"


def _plain(text: str) -> str:
    """Return the letters and digits of a text, which are the same in all escaped forms."""
    from html import unescape

    for _ in range(3):
        text = re.sub(_ESCAPES, lambda code: chr(int(code[1] or code[2], 16)), unescape(unquote(text)))
    # Characters beyond 16 bits are escaped as two.
    text = re.sub(r"\\+[bfnrt]", "", text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return "".join(filter(str.isalnum, text))


class Redactor:
    """Removes secrets from texts and from JSON-ready data.

    Args:
        secrets: The texts to remove. Texts that look like a secret are removed in any case.
    """

    __slots__ = ("_forms", "_plain", "longest_secret")

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        # Short values ("1", "debug") are not secrets, and messages without them would be unreadable.
        kept = {secret for secret in secrets if len(secret) >= 4}
        # The forms that can be removed from a text, longest first.
        self._forms = sorted({form for secret in kept for form in _forms(secret)}, key=len, reverse=True)
        # The letters and digits of the secrets.
        self._plain = [plain for plain in map(_plain, kept) if len(plain) >= 8]
        self.longest_secret: Final = len(self._forms[0]) if self._forms else 0

    def redact(self, value: Any, depth: int = 0) -> Any:
        """Return `value` without the secrets, the values of secret names, and text that looks like a secret."""
        if depth > MAX_DEPTH:
            return "..."
        if isinstance(value, dict):
            items = cast("dict[str, Any]", value)
            # In an environment variable, or a validator's report about a field, the name is beside the value.
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
        """Return `text` without secrets and texts that look like one, cut after `TEXT_LIMIT` characters."""
        cut = text[: TEXT_LIMIT + self.longest_secret]
        shown = cut
        for secret in self._forms:
            shown = shown.replace(secret, MASK)
        if len(cut) < len(text):
            # The cut may be inside a secret.
            shown = shown[: len(shown) - self.longest_secret]
        shown = re.sub(_PAIRS_IN_TEXT, rf"\1{MASK}", re.sub(_TOKENS_IN_TEXT, rf"\1 {MASK}", shown[:TEXT_LIMIT]))
        if self._plain and re.search(r"[\\%&]", shown):
            plain = _plain(shown)
            if any(secret in plain for secret in self._plain):
                # The secret is in a form that cannot be removed, so the whole text is hidden.
                return f"{MASK} (not shown: it contains a secret)"
        # Half a surrogate pair cannot be printed.
        return shown.encode("utf-8", "replace").decode("utf-8")

    def redact_chain(self, error: BaseException | None) -> None:
        """Redact the arguments of an exception and of its causes, because h11 quotes lines of responses."""
        while error is not None:
            error.args = tuple(self.redact_text(item) if isinstance(item, str) else item for item in error.args)
            error = error.__cause__ or error.__context__
