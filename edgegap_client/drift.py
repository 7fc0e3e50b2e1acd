"""What the API sends that this SDK's specification does not know: counted, so that a change is seen before it hurts.

`edgegap.drift` counts for a client, `edgegap_client.webhooks.drift` for the webhooks of this process.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from threading import Lock
from typing import Final, Literal, NamedTuple, TypeAlias

__all__ = ["Drift", "Kind", "Unknown"]

Kind: TypeAlias = Literal["field", "enum value", "status"]

LONGEST: Final = 80
MOST: Final = 1000
# Different things in one answer; one that has more is not honest, and is not worth the time.
MOST_AT_ONCE: Final = 200

_logger: Final = logging.getLogger("edgegap_client")


class Unknown(NamedTuple):
    """One thing that the specification does not know.

    Attributes:
        operation: The operationId, or `webhook`.
        kind: `field`, `enum value` or `status` (2xx and 4xx; gateways answer other 3xx and 5xx).
        where: The model or enumeration; empty for a status.
        name: The field's name, the value, or the status; at most 80 characters. Never a field's value.
    """

    operation: str
    kind: Kind
    where: str
    name: str


class Drift:
    """Counters of what was unknown. Thread-safe; at most 1000 different things are kept, others only add to `dropped`.

    Each is logged once, as a WARNING of the logger `edgegap_client`. False while there is nothing.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: dict[Unknown, int] = {}
        self._dropped = 0

    def __repr__(self) -> str:
        return f"Drift({len(self._counts)} unknown, {self._dropped} dropped)"

    def __bool__(self) -> bool:
        return bool(self._counts)

    @property
    def dropped(self) -> int:
        """How many sightings were not counted, as there were too many different things, in all or in one answer."""
        return self._dropped

    def counts(self) -> dict[Unknown, int]:
        """How often each was seen: a copy."""
        with self._lock:
            return dict(self._counts)

    def clear(self) -> None:
        """Forget everything; what is seen again is logged again."""
        with self._lock:
            self._counts.clear()
            self._dropped = 0

    def _add(self, seen: Unknown, number: int = 1) -> None:
        with self._lock:
            known = self._counts.get(seen)
            if known is None and len(self._counts) >= MOST:
                self._dropped += number
                return
            self._counts[seen] = (known or 0) + number
        if known is None:
            place = f" of {seen.where}" if seen.where else ""
            _logger.warning("%s: unknown %s %s%s", seen.operation, seen.kind, seen.name, place)

    def _drop(self, number: int) -> None:
        with self._lock:
            self._dropped += number


class Watch:
    """Count in `drift` what `note` is told within the block. Every answer is read in one, so it does little.

    Args:
        drift: Where to count; with None nothing is.
        operation: Who gave the answer.
        mask: Gives what hides secrets in a text; called only if there is something to count.
    """

    __slots__ = ("_drift", "_left_out", "_mask", "_operation", "_seen", "_token")

    def __init__(
        self, drift: Drift | None, operation: str, mask: Callable[[], Callable[[str], str]] | None = None
    ) -> None:
        self._drift = drift
        self._operation = operation
        self._mask = mask
        self._seen: dict[tuple[Kind, str, str], int] = {}
        self._left_out = 0

    def __enter__(self) -> None:
        self._token = _watcher.set(self)

    def __exit__(self, *_: object) -> None:
        _watcher.reset(self._token)
        if self._seen and self._drift is not None:
            mask = self._mask() if self._mask else _no_mask
            for (kind, where, name), number in self._seen.items():
                self._drift._add(Unknown(self._operation, kind, where, _shown(name, mask)), number)
            self._drift._drop(self._left_out)

    def _note(self, kind: Kind, where: str, names: Iterable[str]) -> None:
        for name in names:
            seen = kind, where, name
            if seen in self._seen:
                self._seen[seen] += 1
            elif len(self._seen) < MOST_AT_ONCE:
                self._seen[seen] = 1
            else:
                self._left_out += 1


_watcher: ContextVar[Watch | None] = ContextVar("edgegap_drift", default=None)


def note(kind: Kind, where: str, names: Iterable[str]) -> None:
    """Called while an answer is read, only for what is unknown. In a user's own `from_dict` it is idle."""
    if (watcher := _watcher.get()) is not None:
        watcher._note(kind, where, names)


def _shown(text: str, mask: Callable[[str], str]) -> str:
    # Masked before it is cut: half a secret would not be found.
    text = mask(text[: 100 * LONGEST])[:LONGEST]
    return text.encode("unicode_escape").decode("ascii")[:LONGEST]


def _no_mask(text: str) -> str:
    return text


def note_status(drift: Drift, operation: str, documented: tuple[str, ...], status: int) -> None:
    """Count `status` if the specification has neither it nor its class. Of 3xx and 5xx gateways make their own."""
    if (
        documented
        and status // 100 not in (3, 5)
        and str(status) not in documented
        and f"{status // 100}XX" not in documented
    ):
        drift._add(Unknown(operation, "status", "", str(status)))
