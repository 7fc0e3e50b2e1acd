"""Pagers over lists."""
# Written by `make generate` from _async/paging.py; do not edit.

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from ..decoding import UNSET, Model, Unset
from ..paging import Fetch, PagerBase, PageTrail, items_in
from ..public import public_in

__all__ = ["Pager"]

ItemT = TypeVar("ItemT")
EnvelopeT = TypeVar("EnvelopeT", bound=Model)


@public_in("")
class Pager(PagerBase[ItemT, EnvelopeT]):
    """An iterator over the items of a list. It requests each page when you reach it, and keeps no page.

    Iterate over it to get the items. `collect()` returns all items as a list, `first()` the first item, and `by_page()`
    whole pages. Each iteration starts with the first page. If the pages form a loop, it raises a `PageLoopError`.
    """

    def __init__(
        self,
        name: str,
        fetch: Fetch[EnvelopeT],
        items_of: Callable[[EnvelopeT], list[ItemT] | None],
        *,
        start: int | str | Unset = UNSET,
        limit: int | Unset = UNSET,
        page_size: int | Unset = UNSET,
        paged: bool = True,
    ) -> None:
        super().__init__(name, items_of, start=start, limit=limit, page_size=page_size, paged=paged)
        self._fetch = fetch

    def by_page(self) -> Iterator[EnvelopeT]:
        """Iterate over the pages as the service sends them, with their counters. It stops after the page that reaches
        `limit`."""
        trail = PageTrail(self._start)
        number: int | str | Unset | None = self._start
        count = 0
        while number is not None:
            envelope = self._fetch(number, self._size())
            yield envelope
            count += len(self._items_of(envelope))
            if not self._paged or (self._limit is not UNSET and count >= self._limit):
                return
            number = trail.next_page(envelope, items_in(envelope, self._all_items_of))

    def pages(self) -> Iterator[EnvelopeT]:
        """The former name of `by_page`."""
        for envelope in self.by_page():
            yield envelope

    def __iter__(self) -> Iterator[ItemT]:
        count = 0
        for envelope in self.by_page():
            for item in self._items_of(envelope):
                if count == self._limit:
                    break  # `by_page` then ends, too
                count += 1
                yield item

    def first(self) -> ItemT | None:
        """Return the first item, or None if the list is empty. It requests only one item if the API allows that."""
        found = self._at_most(1).collect()
        return found[0] if found else None

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return all items as dicts, with times as `datetime`: rows, for instance for a pandas `DataFrame`."""
        return [item._row() if isinstance(item, Model) else {"value": item} for item in self]

    def collect(self) -> list[ItemT]:
        """Return all items in one list. It keeps them in memory, so iterate over long lists instead."""
        return [item for item in self]
