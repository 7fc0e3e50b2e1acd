"""Tables with one line for each thing: on a terminal they are cut to fit, but never an id."""

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
# Of an id nothing may be cut: it is what people copy.
NEVER_CUT: Final = 0


@frozen
class LineColumn:
    """A column of such a table.

    Attributes:
        title: Its title.
        min_width: To how many characters its cells may be cut; `NEVER_CUT` if they may not.
        read: What is in it, of a thing.
        style: How that is shown, as rich writes styles; empty for plain.
    """

    title: str
    min_width: int
    read: Callable[[Any], object]
    style: Callable[[Any], str] = lambda _: ""


Fitted: TypeAlias = "tuple[Table, list[str]]"


def fitted(console: Console, columns: Sequence[LineColumn], items: Sequence[Any]) -> Fitted:
    """A table that is no wider than the terminal, and the titles of the columns that it has no room for."""
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
    """Write a line for each item, below the titles; `nothing` when there are none."""
    if not items:
        note(nothing)
        return
    console = make_console(sys.stdout)
    table, left_out = fitted(console, columns, items)
    render(console, table)
    if left_out:
        note(f"The terminal is too narrow for {', '.join(left_out)}.")


def plan_lines(columns: Sequence[LineColumn], items: Sequence[Any]) -> None:
    """Write what will be done on standard error, where questions are asked too, a line for each thing."""
    console = make_console(sys.stderr)
    render(console, fitted(console, columns, items)[0], sys.stderr)


@contextmanager
def watched() -> Generator[Callable[[str, Sequence[LineColumn], Sequence[Any]], None]]:
    """A part of the terminal that shows a line of text and a table, each time in the place of the last.

    Rows that do not fit the terminal are left out, and counted. Gives what shows them.
    """
    from rich.console import Group
    from rich.live import Live
    from rich.text import Text

    console = make_console(sys.stdout)
    with Live(console=console, auto_refresh=False) as live:

        def show(title: str, columns: Sequence[LineColumn], items: Sequence[Any]) -> None:
            # Beside the rows: the title, a blank line, the columns' titles, a count of the others, and the cursor.
            room = max(1, console.height - 5)
            parts: list[Any] = [Text(cell(title), overflow="ellipsis", no_wrap=True), Text("")]
            if items:
                parts.append(fitted(console, columns, items[:room])[0])
            if items[room:]:
                parts.append(Text(f"and {len(items) - room} more"))
            live.update(Group(*parts), refresh=True)

        yield show
