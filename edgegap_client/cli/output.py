"""The output: tables for people, one JSON document for scripts. Secrets are masked unless the user asks for them."""

from __future__ import annotations

import copy
import datetime
import io
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TextIO, TypeAlias, cast

import attrs
import click

from .._core.decoding import UNSET, MapModel, Model
from .._core.redaction import SECRET_NAMES
from ..errors import ResponseFormatError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

MASK: Final = "***"
# A shell reports this status for a process that SIGPIPE has ended: `edgegap apps list | head -1`.
BROKEN_PIPE: Final = 141
# A pipe or a file has no width, so its lines are not limited.
UNREADABLE: Final = "?"
UNLIMITED_COLUMNS: Final = 10_000
# The number of columns that prose needs beyond its longest word.
EXTRA_PROSE_COLUMNS: Final = 16

# A column: its title, and a function that reads its value.
Column: TypeAlias = tuple[str, Callable[[Any], object]]


def plain(value: Any, *, show_secrets: bool) -> Any:
    """Convert a model, or a value that contains models, to data that JSON can encode."""
    match value:
        case Model():
            return (value if show_secrets else _masked(value)).to_dict()
        case Mapping():
            entries = cast("Mapping[str, Any]", value)
            return {name: plain(item, show_secrets=show_secrets) for name, item in entries.items() if item is not UNSET}
        case list() | tuple():
            return [plain(item, show_secrets=show_secrets) for item in cast("Sequence[Any]", value)]
        case datetime.datetime():
            return value.isoformat()
        case _:
            fields = _attributes(value)
            return value if fields is None else plain(fields, show_secrets=show_secrets)


def _attributes(thing: Any) -> dict[str, Any] | None:
    """The attributes of an attrs object; None for other values."""
    kind: type[Any] = thing.__class__
    return {each.name: getattr(thing, each.name) for each in attrs.fields(kind)} if attrs.has(kind) else None


def _masked(value: Any) -> Any:
    """A copy of a model without its secrets, and without unknown fields whose names look secret."""
    if isinstance(value, list):
        return [_masked(item) for item in cast("Iterable[Any]", value)]
    if not isinstance(value, Model):
        return value
    shown = copy.copy(value)
    secrets = {value._json_names.get(name, name) for name in value._secrets}
    for name in dict.fromkeys((*type(value).__match_args__, "additional_properties")):
        try:
            given: Any = getattr(value, name)
        except ResponseFormatError:
            continue
        if name == "additional_properties":
            is_map = isinstance(value, MapModel)
            setattr(
                shown,
                name,
                {
                    key: MASK if key in secrets else _masked(item) if is_map else _masked_unknown(key, item)
                    for key, item in given.items()
                },
            )
        elif name in value._secrets:
            setattr(shown, name, MASK if given else given)
        else:
            setattr(shown, name, _masked(given))
    return shown


def _masked_unknown(name: str, value: Any) -> Any:
    if re.search(SECRET_NAMES, name) and value:
        return MASK
    if isinstance(value, dict):
        return {key: _masked_unknown(key, item) for key, item in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [_masked_unknown("", item) for item in cast("Iterable[Any]", value)]
    return value


def cell(value: object) -> str:
    """Format one value for people. Control characters could steer a terminal, so they become blanks."""
    if value is None or value is UNSET or value == "":
        return "-"
    match value:
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:g}"
        case datetime.datetime():
            return value.astimezone(datetime.UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
        case Mapping():
            entries = cast("Mapping[str, object]", value)
            if any(isinstance(item, Mapping) for item in entries.values()):
                return "\n".join(f"{name}: {cell(item)}" for name, item in entries.items())
            return " ".join(f"{name}={cell(item)}" for name, item in entries.items()) or "-"
        case list() | tuple():
            items = [cell(item) for item in cast("Sequence[object]", value)]
            nested = any(isinstance(item, Mapping) for item in cast("Sequence[object]", value))
            return ("\n" if nested else ", ").join(items) or "-"
        case _:
            return "".join(character if character.isprintable() else " " for character in str(value))


def write(text: str, stream: TextIO | None = None, *, end: str = "\n") -> None:
    """Write a line. If the reader has closed the pipe, end as silently as a process that SIGPIPE ends."""
    to = stream or sys.stdout
    try:
        print(text, file=to, flush=True, end=end)
    except BrokenPipeError:
        # The buffered rest would fail once more when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), to.fileno())
        raise click.exceptions.Exit(BROKEN_PIPE) from None
    # For instance, the disk is full. The command has done its work, and the id must not be lost.
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), to.fileno())
        if to is not sys.stderr:
            note(f"Error: standard output cannot be written: {error.strerror}. The output was:\n{text}")
        raise click.exceptions.Exit(1) from None


def write_prose(text: str) -> None:
    """Write paragraphs, wrapped at the width of the terminal."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else UNLIMITED_COLUMNS
    write(click.wrap_text(text, width, preserve_paragraphs=True))


def note(text: str) -> None:
    """Write a message for the user on standard error, apart from the result."""
    write(text, sys.stderr)


def write_json(data: object, stream: TextIO | None = None) -> None:
    """Write one JSON document in ASCII, as programs with any locale may read it."""
    write(json.dumps(data, indent=2), stream)


def write_table(columns: Sequence[Column], items: Iterable[Any], nothing: str, *, wraps: bool = False) -> None:
    """Write a row for each item. If the rows do not fit the terminal, write a block for each item.

    Args:
        columns: The columns.
        items: The items.
        nothing: The message if there are no items.
        wraps: Whether the last column is prose, which may take several lines.
    """
    rows = [[_cell_of(read, item) for _, read in columns] for item in items]
    if not rows:
        note(nothing)
        return
    console = make_console(sys.stdout)
    table = make_table()
    for number, (title, _) in enumerate(columns):
        is_prose = wraps and number == len(columns) - 1
        table.add_column(title, header_style="bold", overflow="fold", no_wrap=not is_prose)
    for row in rows:
        table.add_row(*row)
    # The rows are measured without the terminal's width: rich would cut the measure to it.
    measured = console.measure(table, options=console.options.update(max_width=UNLIMITED_COLUMNS))
    if (measured.minimum + EXTRA_PROSE_COLUMNS if wraps else measured.maximum) <= console.width:
        render(console, table)
        return
    titles = [title for title, _ in columns]
    for number, row in enumerate(rows):
        if number:
            write("")
        write_record(dict(zip(titles, row, strict=True)))


def _cell_of(read: Callable[[Any], object], item: Any) -> str:
    try:
        return cell(read(item))
    except ResponseFormatError:
        return UNREADABLE  # A malformed field must not hide the other rows.


def write_record(fields: Mapping[str, object]) -> None:
    """Write one object, with a line for each field."""
    console = make_console(sys.stdout)
    table = make_table()
    table.show_header = False
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in fields.items():
        table.add_row(name, value if isinstance(value, str) and "\n" in value else cell(value))
    render(console, table)


def make_console(stream: TextIO) -> Console:
    """Make the rich console for a stream. A pipe has neither a width nor colours."""
    from rich.console import Console

    # rich treats a pipe as a terminal if FORCE_COLOR is set, and uses no colours for any NO_COLOR. Here a pipe stays a
    # pipe.
    is_terminal = stream.isatty()
    return Console(
        file=stream,
        width=None if is_terminal else UNLIMITED_COLUMNS,
        force_terminal=is_terminal,
        markup=False,
        highlight=False,
        emoji=False,
    )


def make_table() -> Table:
    """A table without lines around its cells."""
    from rich.table import Table

    return Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_edge=False)


def render(console: Console, table: Table, stream: TextIO | None = None) -> None:
    """Write a table."""
    # All output goes through `write`, which reports failures.
    console.file = drawn = io.StringIO()
    console.print(table)
    write("\n".join(line.rstrip() for line in drawn.getvalue().splitlines()), stream)


def shown_log(text: str) -> str:
    """Format a container's log: unchanged for a pipe, without control characters for a terminal."""
    if not sys.stdout.isatty():
        return text
    return "".join(character for character in text if character.isprintable() or character in "\n\t")


@contextmanager
def progress(text: str) -> Generator[Callable[[str], None]]:
    """Show a live line with the elapsed time during the block. Yields a function that changes the text.

    It shows nothing unless standard error is a terminal that supports this.
    """
    if not _is_live_terminal(sys.stderr):
        yield lambda _: None
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=make_console(sys.stderr), transient=True) as live:
        task = live.add_task(text, total=None)
        yield lambda changed: live.update(task, description=changed, refresh=True)


@contextmanager
def progress_bar(text: str, total: int) -> Generator[Callable[[], None]]:
    """Show a bar with the finished share during the block. Yields a function that counts one more.

    It shows nothing unless standard error is a terminal that supports this.
    """
    if not _is_live_terminal(sys.stderr):
        yield lambda: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=make_console(sys.stderr), transient=True) as live:
        task = live.add_task(text, total=total)
        yield lambda: live.advance(task)


@contextmanager
def time_bar(text: str, seconds: float) -> Generator[None]:
    """Show a bar for work with a maximum duration in seconds, during the block.

    It shows nothing unless standard error is a terminal that supports this.
    """
    if not _is_live_terminal(sys.stderr):
        yield
        return
    from rich.progress import BarColumn, Progress, Task, TextColumn
    from rich.progress_bar import ProgressBar

    class Elapsed(BarColumn):
        def render(self, task: Task) -> ProgressBar:
            return ProgressBar(total=seconds, completed=min(task.elapsed or 0.0, seconds), width=40)

    columns = (TextColumn("{task.description}", markup=False), Elapsed())
    with Progress(*columns, console=make_console(sys.stderr), transient=True) as live:
        live.add_task(text, total=seconds)
        yield


def can_write(text: str) -> bool:
    """Whether the encoding of standard output has these characters."""
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except (LookupError, UnicodeEncodeError):
        return False
    return True


def _is_live_terminal(stream: TextIO) -> bool:
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def can_refresh() -> bool:
    """Whether standard output is a terminal that can overwrite its lines."""
    return _is_live_terminal(sys.stdout)


Tables: TypeAlias = Sequence[tuple[Sequence[Column], Sequence[Any], str]]


@contextmanager
def refreshed() -> Generator[Callable[[Iterable[str], Tables], None]]:
    """Show lines and tables in one part of the terminal, each time in place of the last.

    Yields the function that shows them.

    Rows that do not fit the terminal are skipped, and their number is shown.
    """
    from rich.console import Group
    from rich.live import Live
    from rich.text import Text

    console = make_console(sys.stdout)
    with Live(console=console, auto_refresh=False) as live:

        def show(lines: Iterable[str], tables: Tables) -> None:
            parts: list[Any] = [Text(cell(line), overflow="fold") for line in lines if line]
            # Each table also has a blank line, its titles and, if rows are skipped, a line with their number.
            room = max(1, (console.height - len(parts) - 1) // max(1, len(tables)) - 3)
            for columns, items, nothing in tables:
                parts.append(Text(""))
                if not items:
                    parts.append(Text(nothing))
                    continue
                table = make_table()
                for title, _ in columns:
                    table.add_column(title, header_style="bold", overflow="fold")
                for item in items[:room]:
                    table.add_row(*(_cell_of(read, item) for _, read in columns))
                parts.append(table)
                if items[room:]:
                    parts.append(Text(f"and {len(items) - room} more"))
            live.update(Group(*parts), refresh=True)

        yield show
