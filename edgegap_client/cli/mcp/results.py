"""What an agent is shown: JSON without secrets, of bounded size, and errors with the next step."""

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
# Of what is shown as a text: in JSON, each of its characters may take two.
MAX_TEXT: Final = 10_000
# A log may be cut in a secret: so many characters after the cut are left out, or as many as a token has.
CUT_MARGIN: Final = 500
# Less than what an error has, as that may begin in a secret too.
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
    """Makes results of a session. It knows the tokens, which must not be in any of them."""

    def __init__(self, tokens: Iterable[str]) -> None:
        self._redactor = Redactor(tokens)

    def document(self, value: Any) -> str:
        """One JSON document of a value: without secrets, and cut if it is too long."""
        data = self._redactor.redact(plain(value, show_secrets=False))
        text = _text(data)
        return text if len(text) <= MAX_CHARACTERS else _text(_cut(data))

    def end_of(self, text: str, length: int) -> str:
        """The last characters of a text, without secrets: also without the end of one whose beginning is cut off."""
        margin = max(self._redactor.longest_secret, CUT_MARGIN)
        size = min(length + margin, TEXT_LIMIT)
        shown = self._redactor.redact_text(text[-size:])
        return (shown[margin:] if len(text) > size else shown)[-length:]

    def error(self, error: BaseException) -> str:
        """One JSON document of an error. Of an unexpected one only the class, as its text may hold anything."""
        report: dict[str, Any] = {"type": type(error).__name__}
        if isinstance(error, EdgegapError):
            report |= {"message": str(error), "notes": list(getattr(error, "__notes__", ())), "status": error.status}
            # Of a launch that failed: its deployment is gone, and nobody can read its log any more.
            report["log"] = self.end_of(str(getattr(error, "log", None) or ""), MAX_ERROR_LOG)
            report["hint"] = next((hint for kind, hint in HINTS if isinstance(error, kind)), None)
            if error.outcome is Outcome.UNKNOWN and error.method not in (None, "GET"):
                report["hint"] = "it may have been carried out all the same: look before you repeat it"
            report = {name: found for name, found in report.items() if found}
        else:
            report["message"] = "the server failed in a way that it does not know; its log says where"
        return self.document({"error": report})

    def refusal(self, kind: str, message: str) -> str:
        """One JSON document of a refusal: nothing was sent."""
        return self.document({"error": {"type": kind, "message": message}})


def _text(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)


def _cut(data: Any) -> Any:
    """`data` with fewer items in its largest list, or the beginning of its plan, which says so; or of its text."""
    if isinstance(data, list):
        data = {"items": cast("list[object]", data)}
    if isinstance(data, dict):
        fields = cast("dict[str, Any]", data)
        if "plan_id" in fields:
            # Without its id a plan could not be carried out.
            shown = _text(fields["plan"])[:MAX_TEXT]
            return {**fields, "plan": shown, "cut": "the plan is longer than what is shown"}
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
    return {"text": _text(data)[:MAX_TEXT], "cut": "the document is longer than what is shown"}
