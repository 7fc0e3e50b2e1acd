"""Counts values in responses that this SDK's specification does not know, so that changes of the API are noticed early.

`edgegap.drift` counts for a client. `edgegap_client.webhooks.drift` counts for the webhooks of this process.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from typing import Final, Literal, NamedTuple, TypeAlias

from ._atomic import Atomic

__all__ = ["Drift", "Kind", "Unknown"]


def __dir__() -> list[str]:
    return sorted(__all__)


Kind: TypeAlias = Literal["field", "enum value", "status", "unreadable"]

MAX_NAME_LENGTH: Final = 80
MAX_COUNTED: Final = 1000
# The maximum number of different unknowns in one response. A response with more is not genuine, and not worth the time.
MAX_COUNTED_AT_ONCE: Final = 200

_logger: Final = logging.getLogger("edgegap_client")


class Unknown(NamedTuple):
    """One field, value or status that the specification does not know.

    Attributes:
        operation: The operationId, or `webhook`.
        kind: `field`, `enum value`, `status` (2xx and 4xx; gateways send other 3xx and 5xx), or `unreadable`: a field
            that is missing or has an impossible type.
        where: The model or enumeration; empty for a status.
        name: The field's name, the value, or the status; at most 80 characters. Never a field's value. Empty if
            something that should be an object is none.
    """

    operation: str
    kind: Kind
    where: str
    name: str


class _Counted(NamedTuple):
    """What a `Drift` has counted. The mapping is never changed."""

    counts: Mapping[Unknown, int]
    dropped: int


class Drift:
    """Counters of what was unknown. Thread-safe; at most 1000 different things are kept, others only add to `dropped`.

    Each is logged once, as a WARNING of the logger `edgegap_client`. False while there is nothing.
    """

    def __init__(self) -> None:
        self._counted = Atomic(_Counted({}, 0))

    def __repr__(self) -> str:
        counts, dropped = self._counted.get()
        return f"Drift({len(counts)} unknown, {dropped} dropped)"

    def __bool__(self) -> bool:
        return bool(self._counted.get().counts)

    @property
    def dropped(self) -> int:
        """How many unknowns were not counted, because there were too many different ones, in all or in one response."""
        return self._counted.get().dropped

    def counts(self) -> dict[Unknown, int]:
        """How often each unknown was seen, as a copy."""
        return dict(self._counted.get().counts)

    def clear(self) -> None:
        """Reset all counters. Unknowns that are seen again are logged again."""
        self._counted.update(lambda _: (_Counted({}, 0), None))

    def _add(self, seen: Mapping[Unknown, int], dropped: int = 0) -> None:
        """Count the unknowns of one response, and log those that are new."""

        def added(before: _Counted) -> tuple[_Counted, list[Unknown]]:
            counts, left_out = dict(before.counts), dropped
            new: list[Unknown] = []
            for unknown, number in seen.items():
                if unknown in counts:
                    counts[unknown] += number
                elif len(counts) < MAX_COUNTED:
                    counts[unknown] = number
                    new.append(unknown)
                else:
                    left_out += number
            return _Counted(counts, before.dropped + left_out), new

        for unknown in self._counted.update(added):
            _logger.warning("%s: %s", unknown.operation, _sentence(unknown))


class Watch:
    """Count in `drift` what `note` reports within the block. Every response is read in such a block, so it does little.

    Args:
        drift: The counters. None counts nothing.
        operation: The operation of the response.
        mask: Returns a function that masks secrets in a text. It is called only if there is something to count.
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
            # Two long names may be equal after they are cut.
            seen: Counter[Unknown] = Counter()
            for (kind, where, name), number in self._seen.items():
                seen[Unknown(self._operation, kind, where, _shown(name, mask))] += number
            self._drift._add(seen, self._left_out)

    def _note(self, kind: Kind, where: str, names: Iterable[str]) -> None:
        for name in names:
            seen = kind, where, name
            if seen in self._seen:
                self._seen[seen] += 1
            elif len(self._seen) < MAX_COUNTED_AT_ONCE:
                self._seen[seen] = 1
            else:
                self._left_out += 1


_watcher: ContextVar[Watch | None] = ContextVar("edgegap_drift", default=None)


def note(kind: Kind, where: str, names: Iterable[str]) -> None:
    """Report an unknown while a response is read. In a user's own `from_dict` it does nothing."""
    if (watcher := _watcher.get()) is not None:
        watcher._note(kind, where, names)


def current_operation() -> str | None:
    """The operation whose response is being read. None outside of a response."""
    watcher = _watcher.get()
    return None if watcher is None else watcher._operation


def _sentence(unknown: Unknown) -> str:
    if unknown.kind == "unreadable":
        return f"unreadable field {unknown.name} of {unknown.where}" if unknown.name else f"unreadable {unknown.where}"
    return f"unknown {unknown.kind} {unknown.name}" + (f" of {unknown.where}" if unknown.where else "")


def _shown(text: str, mask: Callable[[str], str]) -> str:
    # The text is masked before it is cut: a cut secret would not be found.
    text = mask(text[: 100 * MAX_NAME_LENGTH])[:MAX_NAME_LENGTH]
    return text.encode("unicode_escape").decode("ascii")[:MAX_NAME_LENGTH]


def _no_mask(text: str) -> str:
    return text


def note_status(drift: Drift, operation: str, documented: tuple[str, ...], status: int) -> None:
    """Count `status` if the specification has neither it nor its class. Gateways send 3xx and 5xx of their own."""
    if (
        documented
        and status // 100 not in (3, 5)
        and str(status) not in documented
        and f"{status // 100}XX" not in documented
    ):
        drift._add({Unknown(operation, "status", "", str(status)): 1})
