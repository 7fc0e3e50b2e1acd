"""Tables with one line for each item. On a terminal, cells are cut to fit, but never an id."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from attrs import frozen

from .output import cell, make_console, make_table, note, render

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

COLUMN_GAP: Final = 2
# An id is never cut, because people copy it.
NEVER_CUT: Final = 0


@frozen
class LineColumn:
    """A column of such a table.

    Attributes:
        title: The title.
        min_width: The minimum number of characters of a cut cell; `NEVER_CUT` if cells may not be cut.
        read: Reads the value of an item.
        style: The style of a value, in the notation of rich; empty for plain text.
    """

    title: str
    min_width: int
    read: Callable[[Any], object]
    style: Callable[[Any], str] = lambda _: ""


Fitted: TypeAlias = "tuple[Table, list[str]]"


def fitted(console: Console, columns: Sequence[LineColumn], items: Sequence[Any]) -> Fitted:
    """A table that fits the terminal, and the titles of the columns for which there is no space."""
    from rich.cells import cell_len
    from rich.text import Text

    texts = [[cell(column.read(item)) for item in items] for column in columns]
    widths = [
        max(map(cell_len, (column.title, *column_texts))) for column, column_texts in zip(columns, texts, strict=True)
    ]
    shown = list(range(len(columns)))
    narrowest = [
        width if column.min_width == NEVER_CUT else min(width, max(column.min_width, len(column.title)))
        for column, width in zip(columns, widths, strict=True)
    ]
    left_out: list[str] = []
    while len(shown) > 1 and _total(narrowest, shown) > console.width:
        last = next((n for n in reversed(shown) if columns[n].min_width != NEVER_CUT), shown[-1])
        shown.remove(last)
        left_out.insert(0, columns[last].title)
    while _total(widths, shown) > console.width:
        cuttable = [n for n in shown if widths[n] > narrowest[n]]
        if not cuttable:
            break
        widths[max(cuttable, key=lambda n: widths[n])] -= 1
    table = make_table()
    for n in shown:
        table.add_column(
            columns[n].title,
            header_style="bold",
            overflow="ellipsis",
            no_wrap=True,
            min_width=widths[n],
            width=widths[n],
        )
    for row, item in enumerate(items):
        table.add_row(*(Text(texts[n][row], columns[n].style(item)) for n in shown))
    return table, left_out


def _total(widths: Sequence[int], shown: Sequence[int]) -> int:
    return sum(widths[n] for n in shown) + COLUMN_GAP * (len(shown) - 1)


def write_lines(columns: Sequence[LineColumn], items: Sequence[Any], nothing: str) -> None:
    """Write a line for each item below the titles, or `nothing` if there are no items."""
    if not items:
        note(nothing)
        return
    console = make_console(sys.stdout)
    table, left_out = fitted(console, columns, items)
    render(console, table)
    if left_out:
        note(f"The terminal is too narrow for the columns {', '.join(left_out)}.")


def plan_lines(columns: Sequence[LineColumn], items: Sequence[Any]) -> None:
    """Write a plan on standard error, where questions appear too: a line for each item."""
    console = make_console(sys.stderr)
    render(console, fitted(console, columns, items)[0], sys.stderr)


@contextmanager
def watched() -> Generator[Callable[[str, Sequence[LineColumn], Sequence[Any]], None]]:
    """Show a line of text and a table in one part of the terminal, each time in place of the last.

    Rows that do not fit the terminal are skipped, and their number is shown. Yields the function that shows them.
    """
    from rich.console import Group
    from rich.live import Live
    from rich.text import Text

    console = make_console(sys.stdout)
    with Live(console=console, auto_refresh=False) as live:

        def show(title: str, columns: Sequence[LineColumn], items: Sequence[Any]) -> None:
            # The other lines: the title, a blank line, the columns' titles, the number of skipped rows, and the cursor.
            room = max(1, console.height - 5)
            parts: list[Any] = [Text(cell(title), overflow="ellipsis", no_wrap=True), Text("")]
            if items:
                parts.append(fitted(console, columns, items[:room])[0])
            if items[room:]:
                parts.append(Text(f"and {len(items) - room} more"))
            live.update(Group(*parts), refresh=True)

        yield show
