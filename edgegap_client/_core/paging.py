"""The number of the next page, for every form of list. No I/O; shared by sync and async."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias, TypeVar

from ..errors import PageLoopError, ResponseFormatError
from .decoding import UNSET, Model, Unset
from .unreadable import MISSING, peek

ItemT = TypeVar("ItemT")
EnvelopeT = TypeVar("EnvelopeT")
# Fetches the page of a number; UNSET leaves the number to the server.
Fetch: TypeAlias = Callable[[int | Unset], EnvelopeT]
AsyncFetch: TypeAlias = Callable[[int | Unset], Awaitable[EnvelopeT]]


def items_in(envelope: EnvelopeT, items_of: Callable[[EnvelopeT], list[ItemT] | None]) -> list[ItemT]:
    """The items of a page; none if it does not have the field at all.

    Raises:
        ResponseFormatError: They are no list.
    """
    try:
        return items_of(envelope) or []
    except ResponseFormatError as error:
        if error.reason != MISSING:
            raise
        return []


class PageTrail:
    """The pages of one iteration: returns the number of the next page, and raises if pages form a loop.

    Envelopes differ: most have `pagination`, some only a counter (`total_count` or `count`), some neither; the live
    service leaves `pagination` out of lists that document it.
    """

    def __init__(self, start: int | Unset) -> None:
        self._number = 1 if start is UNSET else start
        self._seen = 0
        self._last: Any = None

    def next_page(self, envelope: Model, items: list[Any]) -> int | None:
        """The number of the page after `envelope`, or None at the end.

        Raises:
            PageLoopError: The server returned a page before the requested one, or links to an earlier page.
        """
        pagination: Any = peek(envelope, "pagination")
        if isinstance(pagination, Model):
            following = self._by_pagination(pagination)
        else:
            following = self._by_counter(envelope, items)
        self._last = items
        if following is not None:
            self._number = following
        return following

    def _by_pagination(self, pagination: Any) -> int | None:
        number: Any = peek(pagination, "number")
        if isinstance(number, int) and number < self._number:
            raise PageLoopError(f"Page {self._number} was requested, but the server returned page {number}.")
        following: Any = peek(pagination, "next_page_number")
        has_next = peek(pagination, "has_next")
        if has_next is False or (following is None and not has_next):
            return None
        if not isinstance(following, int):
            return self._number + 1 if has_next else None
        if following <= self._number:
            raise PageLoopError(f"Page {self._number} says that page {following} comes next.")
        return following

    def _by_counter(self, envelope: Model, items: list[Any]) -> int | None:
        if items and items == self._last:
            raise PageLoopError(f"Page {self._number} holds the same items as the page before.")
        self._seen += len(items)
        total: Any = peek(envelope, "total_count")
        if not isinstance(total, int):
            total = peek(envelope, "count")
        return self._number + 1 if items and isinstance(total, int) and self._seen < total else None
