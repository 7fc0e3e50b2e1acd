"""The live view of a matchmaker: its searches and matches, once or repeatedly.

The form in which a matchmaker lists them is not documented, so every field is optional here.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sized
from typing import TYPE_CHECKING, Any, Final, cast

import click

from ..errors import NotFoundError
from .options import Command, pass_session
from .output import Column, Tables, can_refresh, refreshed, write, write_json, write_table
from .session import Session
from .watching import interval_option, watch

if TYPE_CHECKING:
    from ..matchmaking import Matchmaker

TICKET: Final[list[Column]] = [
    ("TICKET", lambda each: each.get("id")),
    ("PROFILE", lambda each: each.get("profile")),
    ("STATUS", lambda each: _words(each.get("status"))),
    ("FOR", lambda each: _age(each.get("created_at"))),
    ("MATCH", lambda each: each.get("match_id")),
]
MATCH: Final[list[Column]] = [
    ("MATCH", lambda each: each.get("id")),
    ("STATUS", lambda each: _words(each.get("status"))),
    ("GROUPS", lambda each: _sizes(each.get("teams"))),
]


def _words(status: object) -> object:
    return status.lower().replace("_", " ") if isinstance(status, str) else status


def _age(created: object) -> object:
    try:
        moment = datetime.datetime.fromisoformat(str(created))
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
    seconds = max(0.0, (datetime.datetime.now(datetime.UTC) - moment).total_seconds())
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"


def _sizes(teams: object) -> object:
    """The number of groups in each team. The ids of the groups would fill the screen."""
    if not isinstance(teams, Mapping):
        return teams
    groups = cast("Mapping[str, Any]", teams).values()
    return " + ".join(str(len(each)) if isinstance(each, Sized) else "?" for each in groups)


def inspected(look: Callable[[], object]) -> list[dict[str, Any]]:
    """The tickets or matches that `look` returns.

    Raises:
        NotFoundError: A note says that the configuration of the matchmaker must have `inspect`.
    """
    try:
        found: Any = look()
    except NotFoundError as error:
        error.add_note("A matchmaker lists its tickets and matches only if its configuration has `inspect`.")
        raise
    if isinstance(found, Mapping):  # The list may have pages, or be an object by ids.
        values: list[Any] = list(cast("Mapping[str, Any]", found).values())
        lists: list[Any] = [each for each in values if isinstance(each, list)]
        found = lists[0] if lists else values
    if not isinstance(found, list):
        return []
    return [each for each in cast("Iterable[Any]", found) if isinstance(each, dict)]


class View:
    """One state of a matchmaker."""

    def __init__(self, matchmaker: Matchmaker) -> None:
        self.health = matchmaker.monitor.get()
        self.tickets = inspected(matchmaker.inspect.tickets)
        self.matches = inspected(matchmaker.inspect.matches)

    @property
    def title(self) -> str:
        """A summary in one line."""
        counts = Counter(str(_words(each.get("status"))) for each in self.tickets)
        tickets = ", ".join(f"{count} {status}" for status, count in sorted(counts.items())) or "none"
        return f"{self.health.status}; tickets: {tickets}; matches: {len(self.matches)}"

    @property
    def tables(self) -> Tables:
        """Tables of tickets and matches, the newest first."""
        return [
            (TICKET, list(reversed(self.tickets)), "There are no tickets."),
            (MATCH, list(reversed(self.matches)), "There are no matches."),
        ]


@click.command("live", cls=Command)
@interval_option
@click.option(
    "--once", is_flag=True, help="Show the view once. This is the default without a terminal and with --json."
)
@pass_session
def live(session: Session, interval: float, once: bool) -> None:
    """Watch the searches and matches of the matchmaker until Ctrl-C. Its configuration must have `inspect`."""
    matchmaker = session.matchmaker()
    first = View(matchmaker)
    if session.json:
        write_json(session.plain({"monitor": first.health, "tickets": first.tickets, "matches": first.matches}))
    elif once or not can_refresh():
        write(first.title)
        for table in first.tables:
            write("")
            write_table(*table)
    else:
        _refresh(matchmaker, first, interval)


def _refresh(matchmaker: Matchmaker, first: View, interval: float) -> None:
    with refreshed() as show:
        watch(first, lambda: View(matchmaker), lambda view, trouble: show([view.title, trouble], view.tables), interval)
