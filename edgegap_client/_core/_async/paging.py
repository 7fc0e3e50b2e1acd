"""Pagers over lists."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any, Generic, TypeVar

from ..decoding import UNSET, Model, Unset
from ..paging import AsyncFetch, PageTrail, items_in
from ..public import public_in

__all__ = ["AsyncPager"]

ItemT = TypeVar("ItemT")
EnvelopeT = TypeVar("EnvelopeT", bound=Model)


@public_in("")
class AsyncPager(Generic[ItemT, EnvelopeT]):
    """An iterator over the items of a list. It requests a page when you reach it, and keeps no page.

    Iterate it for the items, `pages()` for whole pages, or call `collect()` for a list of all items. Each iteration
    starts with the first page. If the pages form a loop, it raises a `PageLoopError`.
    """

    def __init__(
        self,
        fetch: AsyncFetch[EnvelopeT],
        items_of: Callable[[EnvelopeT], list[ItemT] | None],
        *,
        start: int | Unset = UNSET,
        paged: bool = True,
    ) -> None:
        self._fetch = fetch
        self._items_of = items_of
        self._start = start
        self._paged = paged

    async def pages(self) -> AsyncIterator[EnvelopeT]:
        """Each page of the list, with its counters."""
        trail = PageTrail(self._start)
        number: int | Unset | None = self._start
        while number is not None:
            envelope = await self._fetch(number)
            yield envelope
            items: list[Any] = items_in(envelope, self._items_of)
            number = trail.next_page(envelope, items) if self._paged else None

    async def __aiter__(self) -> AsyncIterator[ItemT]:
        async for envelope in self.pages():
            for item in items_in(envelope, self._items_of):
                yield item

    def __repr__(self) -> str:
        """Which list it is, and how it is read."""
        method = str(getattr(self._fetch, "__qualname__", "a list")).partition(".<locals>")[0]
        return f"<{type(self).__name__} of {method}: iterate it, or call collect() or pages()>"

    async def to_dicts(self) -> list[dict[str, Any]]:
        """All items as dicts, with times as `datetime`: the rows of a table, for instance of a pandas `DataFrame`."""
        return [item._row() if isinstance(item, Model) else {"value": item} async for item in self]

    async def collect(self) -> list[ItemT]:
        """All items in one list. It keeps them in memory, so iterate long lists instead."""
        return [item async for item in self]
