"""The results for an agent: JSON without secrets, of limited size, and errors with the next step."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final, cast

from ..._core.redaction import TEXT_LIMIT, Redactor
from ...errors import (
    AuthenticationError,
    ConflictError,
    EdgegapError,
    NoCapacityError,
    NotFoundError,
    Outcome,
    PermissionDeniedError,
    RateLimitedError,
    TransportError,
)
from ..output import plain

MAX_CHARACTERS: Final = 24_000
# The maximum length of a text: in JSON, each of its characters may take two.
MAX_TEXT: Final = 10_000
# A log may be cut within a secret. So this many characters after the cut are omitted, or as many as a token has.
CUT_MARGIN: Final = 500
# This is less than the text that an error contains, as that may begin within a secret, too.
MAX_ERROR_LOG: Final = 2_000
HINTS: Final[tuple[tuple[type[EdgegapError], str], ...]] = (
    (AuthenticationError, "the server's token is wrong or has expired: ask the person who started it"),
    (PermissionDeniedError, "the server's token lacks a right: ask the person who started it"),
    (RateLimitedError, "the client has waited and retried already: wait before the next call"),
    (NoCapacityError, "no location had capacity: try other players' addresses, or later"),
    (NotFoundError, "look up the name or the id with one of the list tools"),
    (ConflictError, "the name is taken, or something changed meanwhile: read it again"),
    (TransportError, "the service was not reached: the client has retried reads already"),
)


class Results:
    """Makes the results of a session. It knows the tokens, and removes them from every result."""

    def __init__(self, tokens: Iterable[str]) -> None:
        self._redactor = Redactor(tokens)

    def document(self, value: Any) -> str:
        """Format a value as one JSON document without secrets. A document that is too long is cut."""
        data = self._redactor.redact(plain(value, show_secrets=False))
        text = _text(data)
        return text if len(text) <= MAX_CHARACTERS else _text(_cut(data))

    def end_of(self, text: str, length: int) -> str:
        """The last characters of a text without secrets, also without the end of a cut secret."""
        margin = max(self._redactor.longest_secret, CUT_MARGIN)
        size = min(length + margin, TEXT_LIMIT)
        shown = self._redactor.redact_text(text[-size:])
        return (shown[margin:] if len(text) > size else shown)[-length:]

    def error(self, error: BaseException) -> str:
        """Format an error as one JSON document.

        For an unexpected error only the class is shown, as its text may contain secrets.
        """
        report: dict[str, Any] = {"type": type(error).__name__}
        if isinstance(error, EdgegapError):
            report |= {"message": str(error), "notes": list(getattr(error, "__notes__", ())), "status": error.status}
            # The error is of a launch that failed. Its deployment is gone, and no call can read its log any more.
            report["log"] = self.end_of(str(getattr(error, "log", None) or ""), MAX_ERROR_LOG)
            report["hint"] = next((hint for kind, hint in HINTS if isinstance(error, kind)), None)
            if error.outcome is Outcome.UNKNOWN and error.method not in (None, "GET"):
                report["hint"] = "the request may have been carried out anyway: check before you repeat it"
            report = {name: found for name, found in report.items() if found}
        else:
            report["message"] = "the server failed with an unexpected error: its log has the details"
        return self.document({"error": report})

    def refusal(self, kind: str, message: str) -> str:
        """Format a refusal as one JSON document: nothing was sent."""
        return self.document({"error": {"type": kind, "message": message}})


def _text(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)


def _cut(data: Any) -> Any:
    """Shorten the largest list, the plan or the text of `data`. The result says that it was shortened."""
    if isinstance(data, list):
        data = {"items": cast("list[object]", data)}
    if isinstance(data, dict):
        fields = cast("dict[str, Any]", data)
        if "plan_id" in fields:
            # Without its id, a plan could not be carried out.
            shown = _text(fields["plan"])[:MAX_TEXT]
            return {**fields, "plan": shown, "cut": "the plan is too long to be shown in full"}
        lists: dict[str, list[Any]] = {name: each for name, each in fields.items() if isinstance(each, list)}
        if lists:
            name = max(lists, key=lambda each: len(_text(lists[each])))
            items, room = lists[name], MAX_CHARACTERS - len(_text({**fields, name: []})) - 200
            kept: list[Any] = []
            for item in items:
                room -= len(_text(item)) + 2
                if room < 0:
                    break
                kept.append(item)
            if kept:
                note = f"{len(items) - len(kept)} of {len(items)} {name} are not shown: ask for fewer, or for others"
                return {**fields, name: kept, "cut": note}
    return {"text": _text(data)[:MAX_TEXT], "cut": "the document is too long to be shown in full"}
