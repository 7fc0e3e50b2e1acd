"""`edgegap deployments list` shows a line for each deployment."""

from __future__ import annotations

from itertools import islice
from typing import Any, Final

import click

from .. import Edgegap
from .deployment_rows import COLUMNS, DEFAULT, Row, Rows, in_order, query_of, read_columns, read_order
from .lines import watched, write_lines
from .options import Command, F, limit_option, page_size, pass_session, read_by
from .output import can_refresh, note, write_json
from .session import Session
from .watching import watch as watch_it
from .watching import watch_options

STATES: Final = (
    *("initializing", "seeking", "seeked", "scanning", "deploying"),
    *("ready", "terminating", "terminated", "error"),
)
NOTHING: Final = "There are no such deployments."


def filter_options(function: F) -> F:
    """Add the options that filter deployments."""
    options = [
        click.option(
            "--tag", "tags", multiple=True, help="Only deployments with this tag. Repeatable: any of the tags matches."
        ),
        click.option("--app", "applications", multiple=True, help="Only deployments of this application; repeatable."),
        click.option("--version", "versions", multiple=True, help="Only deployments of this version; repeatable."),
        click.option(
            "--status",
            type=click.Choice(STATES, case_sensitive=False),
            metavar="STATE",
            help="Only deployments in this state: ready, error, terminated and so on.",
        ),
    ]
    for option in reversed(options):
        function = option(function)
    return function


class Listing:
    """The deployments that `deployments list` shows. With `--watch`, it reads them repeatedly."""

    def __init__(
        self,
        edgegap: Edgegap,
        query: Any,
        names: list[str],
        order: tuple[str, bool],
        limit: int | None,
    ) -> None:
        self._edgegap = edgegap
        self._query = query
        self._order = order
        self._limit = limit
        self._needs_status = any(COLUMNS[name].needs_status for name in names)
        self._is_order_of_status = COLUMNS[order[0]].needs_status
        # The service sorts by age, also deployments without a host. So the list can stop at the limit.
        self._is_sorted = order[0] == "age"
        self.rows = Rows(edgegap)

    def look(self, *, is_quiet: bool = False) -> list[Row]:
        """Read the deployments."""
        listed = self._edgegap.deployments.list(query=self._query, page_size=page_size(self._limit))
        items = list(islice(listed, self._limit if self._is_sorted else None))
        name, is_reverse = self._order
        if not (self._is_sorted or self._is_order_of_status or self._limit is None):
            rows = self.rows.of(items, with_status=False)
            items = [row.item for row in in_order(rows, name, is_reverse=is_reverse)[: self._limit]]
        rows = self.rows.of(items, with_status=self._needs_status or self._is_order_of_status, is_quiet=is_quiet)
        return rows if self._is_sorted else in_order(rows, name, is_reverse=is_reverse)[: self._limit]

    @property
    def trouble(self) -> str:
        """Describe what could not be read; empty if nothing failed."""
        if self.rows.problem is None:
            return ""
        failures = self.rows.failures
        which = f"{failures} deployment{'' if failures == 1 else 's'}"
        return f"the status of {which} could not be read, so some columns are empty: {self.rows.problem}"


@click.command("list", cls=Command)
@filter_options
@click.option(
    "--columns",
    metavar="NAMES",
    callback=read_by(read_columns),
    help=f"The columns to show, separated by commas: {', '.join(COLUMNS)}. Default: {','.join(DEFAULT)}.",
)
@click.option(
    "--sort",
    "order",
    default="age",
    show_default=True,
    metavar="COLUMN",
    callback=read_by(read_order),
    help="Sort by this column, or in reverse with -COLUMN. Sorted by age, the youngest come first.",
)
@limit_option
@watch_options
@pass_session
def list_deployments(
    session: Session,
    /,
    columns: list[str] | None,
    order: tuple[str, bool],
    limit: int | None,
    watch: bool,
    interval: float,
    **filters: Any,
) -> None:
    """List the deployments of the organisation, one line for each. `edgegap deployments get` shows more of one.

    The service's list has no state, application, version or city, so the command reads each deployment, at most 20 a
    second. `--columns id,age,tags` needs only the list. On a terminal long names are cut to fit, but never an id.

    With --json, each deployment has all the fields of its status. With --json and --columns, it has only these columns,
    and the age is in seconds.
    """
    edgegap = session.client()
    names = columns or list(DEFAULT)
    query = query_of(**filters, order="asc" if order == ("age", True) else "desc")
    listing = Listing(edgegap, query, names, order, limit)
    found = listing.look()
    shown = [COLUMNS[name].column for name in names]
    if session.json and columns is None:
        write_json([{**session.plain(row.status or {}), **session.plain(row.item)} for row in found])
    elif session.json:
        write_json(session.plain([{name: COLUMNS[name].value(row) for name in names} for row in found]))
    elif watch and can_refresh():
        with watched() as show:
            watch_it(
                found,
                lambda: listing.look(is_quiet=True),
                lambda rows, trouble: show(_title(rows, trouble or listing.trouble), shown, rows),
                interval,
            )
        return
    else:
        write_lines(shown, found, NOTHING)
    if listing.trouble:
        note(listing.trouble)


def _title(rows: list[Row], trouble: str) -> str:
    return trouble or (f"{len(rows)} deployment{'' if len(rows) == 1 else 's'}" if rows else NOTHING)
