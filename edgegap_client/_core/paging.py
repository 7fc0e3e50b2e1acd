"""Find the next page, for every form of list, and share code between pagers. No I/O; shared by sync and async."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from copy import copy
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, NoReturn, Self, TypeAlias, TypeVar, overload

from ..errors import InvalidRequestError, PageLoopError, ResponseFormatError
from .decoding import UNSET, Model, Unset
from .unreadable import MISSING, peek

__all__ = ["AsyncFetch", "AsyncPagerBase", "Fetch", "PageTrail", "PagerBase", "items_in"]

ItemT = TypeVar("ItemT")
EnvelopeT = TypeVar("EnvelopeT", bound=Model)
# Fetches the page of a number or a cursor with a number of items; UNSET leaves either to the server.
Fetch: TypeAlias = Callable[[Any, int | Unset], EnvelopeT]
AsyncFetch: TypeAlias = Callable[[Any, int | Unset], Awaitable[EnvelopeT]]

# The page size, unless `limit` is less. The API documents no maximum.
LARGEST_PAGE: Final = 100
# The fields that identify an item. Other fields, such as a state, may change between two requests.
IDENTITIES: Final = ("request_id", "session_id", "id", "name")
# Items move to the next page when others are created meanwhile, so a page may repeat. More repeated pages in a row
# count as a loop.
MAX_REPEATED_PAGES: Final = 10


def items_in(envelope: EnvelopeT, items_of: Callable[[EnvelopeT], list[ItemT] | None]) -> list[ItemT]:
    """Return the items of a page; none if the page does not have the field.

    Raises:
        ResponseFormatError: The items are not a list.
    """
    try:
        return items_of(envelope) or []
    except ResponseFormatError as error:
        if error.reason != MISSING:
            raise
        return []


class PageTrail:
    """The pages of one iteration. It returns the number of the next page, and raises if the pages form a loop.

    Envelopes differ: most have `pagination`, some have only a counter (`total_count` or `count`), and some have
    neither. Production omits `pagination` from lists that document it. A list with a cursor has `next_cursor`, in
    `pagination` or beside the items. It is null or missing on the last page.

    This object owns its mutable state: the position of the iteration, and a hash of each page.
    """

    def __init__(self, start: int | str | Unset) -> None:
        self._number = start if isinstance(start, int) else 1
        self._cursors = {start}
        self._seen = 0
        self._pages: set[int] = set()
        self._repeated = 0

    def next_page(self, envelope: Model, items: list[Any]) -> int | str | None:
        """Return the number or cursor of the page after `envelope`; None at the end.

        Raises:
            PageLoopError: The server returned a page before the requested one, or links to an earlier page. Or it
                repeatedly says that another page follows, but returns the same items or none.
        """
        pagination: object = peek(envelope, "pagination")
        for holder in (pagination, envelope):
            if isinstance(holder, Model) and "next_cursor" in getattr(type(holder), "__slots__", ()):
                cursor = self._by_cursor(peek(holder, "next_cursor"))
                if cursor is not None and self._repeats(items) > MAX_REPEATED_PAGES:
                    raise PageLoopError("The list continues with a new cursor, but without new items.")
                return cursor
        if isinstance(pagination, Model):
            following, is_named = self._by_pagination(pagination)
        else:
            following, is_named = self._by_counter(envelope, items), False
        if following is not None:
            self._check_items(items, is_named=is_named)
            self._number = following
        return following

    def _by_pagination(self, pagination: Any) -> tuple[int | None, bool]:
        """Return the number of the next page, and whether the server has named it."""
        number: Any = peek(pagination, "number")
        if isinstance(number, int) and number < self._number:
            raise PageLoopError(f"Page {self._number} was requested, but the server returned page {number}.")
        following: Any = peek(pagination, "next_page_number")
        has_next = peek(pagination, "has_next")
        if has_next is False or (following is None and not has_next):
            return None, False
        if not isinstance(following, int):
            return (self._number + 1 if has_next else None), False
        if following <= self._number:
            raise PageLoopError(f"Page {self._number} says that page {following} comes next.")
        return following, True

    def _by_cursor(self, cursor: object) -> str | None:
        if not isinstance(cursor, str) or not cursor:
            return None
        if cursor in self._cursors:
            raise PageLoopError("The cursor of the next page is the cursor of an earlier page.")
        self._cursors.add(cursor)
        return cursor

    def _by_counter(self, envelope: Model, items: list[Any]) -> int | None:
        self._seen += len(items)
        total: Any = peek(envelope, "total_count")
        if not isinstance(total, int):
            total = peek(envelope, "count")
        return self._number + 1 if items and isinstance(total, int) and self._seen < total else None

    def _check_items(self, items: list[Any], *, is_named: bool) -> None:
        """Raise after a page without new items; if the server names the next page, only after several such pages."""
        repeated = self._repeats(items)
        if not (items or is_named):
            raise PageLoopError(
                f"Page {self._number} has no items, but says that another page follows, without its number."
            )
        if repeated > (MAX_REPEATED_PAGES if is_named else 0):
            raise PageLoopError(f"Page {self._number} has the same items as an earlier page.")

    def _repeats(self, items: list[Any]) -> int:
        """Return how many pages in a row, up to this one, had the items of an earlier page."""
        page = hash(tuple(map(_identity, items)))
        self._repeated = self._repeated + 1 if page in self._pages else 0
        self._pages.add(page)
        return self._repeated


def _identity(item: object) -> object:
    """Return the part of an item that identifies it and does not change while a list is read."""
    if not isinstance(item, Model):
        return repr(item)
    named = tuple(value for name in IDENTITIES if isinstance(value := peek(item, name), str))
    return named or repr(item.to_dict())


def check_count(name: str, count: object) -> None:
    """Check a number of items.

    Raises:
        InvalidRequestError: It is not a whole number, or is less than 1.
    """
    if count is not UNSET and (not isinstance(count, int) or isinstance(count, bool) or count < 1):
        raise InvalidRequestError(f"{name} must be a whole number from 1; got {count!r} ({type(count).__name__})")


class _Pager(Generic[ItemT, EnvelopeT]):
    """The part that both pagers share: the options of a list, which never change."""

    _how: ClassVar[str]

    def __init__(
        self,
        name: str,
        items_of: Callable[[EnvelopeT], list[ItemT] | None],
        *,
        start: int | str | Unset = UNSET,
        limit: int | Unset = UNSET,
        page_size: int | Unset = UNSET,
        paged: bool = True,
    ) -> None:
        check_count("limit", limit)
        check_count("page_size", page_size)
        self._name = name
        self._all_items_of = items_of
        self._start = start
        self._limit = limit
        self._page_size = page_size
        self._paged = paged
        self._keep: Callable[[ItemT], bool] | None = None

    def _kept_by(self, keep: Callable[[ItemT], bool]) -> Self:
        """Return the same pager, limited to the items for which `keep` returns True."""
        other = copy(self)
        other._keep = keep
        return other

    def _at_most(self, count: int) -> Self:
        """Return the same pager, limited to `count` items."""
        other = copy(self)
        other._limit = count if self._limit is UNSET else min(self._limit, count)
        return other

    def _size(self) -> int | Unset:
        """Return the page size to request."""
        if self._page_size is not UNSET or self._limit is UNSET or self._keep is not None:
            return self._page_size
        return min(self._limit, LARGEST_PAGE)

    def _items_of(self, envelope: EnvelopeT) -> list[ItemT]:
        items = items_in(envelope, self._all_items_of)
        return items if self._keep is None else [item for item in items if self._keep(item)]

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._name}(...): {self._how}>"


class PagerBase(_Pager[ItemT, EnvelopeT]):
    """The part that only the synchronous pager has: slices."""

    _how = "iterate over it, or call collect(), first() or by_page()"

    @overload
    def __getitem__(self, index: int) -> ItemT: ...
    @overload
    def __getitem__(self, index: slice) -> list[ItemT]: ...
    def __getitem__(self, index: int | slice) -> ItemT | list[ItemT]:
        """Return an item, or the list of items in a slice. Each call requests the pages up to there again.

        Raises:
            IndexError: The list has no item with this index.
            ValueError: The index, or a part of the slice, is negative. Only the server knows the end of the list.
        """
        parts = (index.start, index.stop, index.step) if isinstance(index, slice) else (index,)
        if any(part is not None and part < 0 for part in parts):
            raise ValueError(f"{self._name}(...)[...] takes no negative index: call collect() and index the list")
        if isinstance(index, slice):
            return [] if index.stop == 0 else self._up_to(index.stop)[index]
        found = self._up_to(index + 1)
        if len(found) <= index:
            raise IndexError(f"{self._name}(...) has {len(found)} items, so index {index} is out of range")
        return found[index]

    def _up_to(self, stop: int | None) -> list[ItemT]:
        pager: Any = self if stop is None else self._at_most(stop)
        items: Iterable[ItemT] = pager
        return list(items)


class AsyncPagerBase(_Pager[ItemT, EnvelopeT]):
    """The part that only the async pager has: an error that says what to write instead of `await pager`."""

    _how = "iterate over it with `async for`, or await its collect() or first()"

    if not TYPE_CHECKING:  # type checkers must report the mistake

        def __await__(self) -> NoReturn:
            raise TypeError(
                f"{self._name}(...) returns a pager, which cannot be awaited: write "
                f"`await {self._name}(...).collect()` for a list of all items, `await {self._name}(...).first()` "
                f"for the first one, or `async for item in {self._name}(...)`"
            )
