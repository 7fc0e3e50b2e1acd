"""The commands for a managed matchmaker: health, tickets, a live view and its configuration.

A preview, not verified live.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, Final, cast

import click

from ..errors import InvalidRequestError
from .deployments import PORT
from .matchmaker_live import TICKET, inspected, live
from .options import Group, dry_run_option, pass_session, read_value, usage, yes_option
from .output import Column, note, progress, write, write_json, write_record, write_table
from .session import Session, read_file
from .setup import delete_one
from .signals import Terminated, exit_of, signals
from .specification import operation

if TYPE_CHECKING:
    from ..matchmaking import Assignment, Configuration, Matchmaker, SearchState, TicketSearch

# How long an interrupted command tries to delete a ticket.
DELETING_SECONDS: Final = 10.0
SERVICE: Final = "matchmaking"
PROFILE: Final[list[Column]] = [
    ("PROFILE", lambda each: each["name"]),
    ("APPLICATION", lambda each: each["application"]),
    ("TEAM OF", lambda each: each["max_team_size"]),
    ("EXPIRES", lambda each: f"{each['expiration_seconds']:g} s"),
    ("RULES", lambda each: each["rules"]),
]


@click.group("matchmaker", cls=Group)
def matchmaker() -> None:
    """A managed matchmaker (a preview): health, tickets, a live view, its configuration.

    Set its address with EDGEGAP_MATCHMAKER_URL or --base-url, and its own token with EDGEGAP_MATCHMAKER_TOKEN or
    --token-file. `edgegap operations --service matchmaking` lists further operations for `edgegap call`.
    """


matchmaker.add_command(live)


@matchmaker.command("monitor")
@pass_session
def show_health(session: Session) -> None:
    """Show the health of the matchmaker."""
    session.show_one(session.matchmaker().monitor.get())


# --- attributes of players


def _player_options(function: Any) -> Any:
    options = [
        click.option(
            "--attribute",
            "-a",
            "attributes",
            multiple=True,
            metavar="RULE=VALUE",
            help="An attribute of the player: text or JSON, such as elo=1450 or 'maps=[\"sea\"]'; repeatable.",
        ),
        click.option(
            "--configuration",
            "configuration",
            metavar="FILE",
            help="The matchmaker's configuration. The command checks the ticket against it before sending.",
        ),
    ]
    for option in reversed(options):
        function = option(function)
    return function


def read_configuration(file: str) -> Configuration:
    """Read the configuration of a matchmaker from a file, or from standard input (-)."""
    from ..matchmaking import Configuration

    return Configuration.read(read_file(file, "--configuration"))


def read_attributes(texts: Sequence[str], types: Mapping[str, str]) -> dict[str, Any]:
    """Read attributes from options. JSON is decoded, unless the rule of that name takes text.

    Args:
        texts: The options.
        types: The types of the known rules, by name.
    """
    found: dict[str, Any] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise click.UsageError(f"--attribute takes RULE=VALUE, got {text!r}.")
        value = read_value(value, f"--attribute {name}")
        found[name] = value if types.get(name) == "string_equality" else _read_json(value)
    return found


def _read_json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _types(configuration: Configuration | None, profile: str) -> dict[str, str]:
    found = None if configuration is None else configuration.profiles.get(profile)
    return {} if found is None else {rule.name: rule.type for rule in found.rules.values()}


# --- configuration


@matchmaker.command("validate")
@click.argument("file")
@click.option("--profile", help="Also check the attributes of a player of this profile.")
@click.option(
    "--attribute",
    "-a",
    "attributes",
    multiple=True,
    metavar="RULE=VALUE",
    help="An attribute of this player; repeatable.",
)
@pass_session
def validate(session: Session, file: str, profile: str | None, attributes: tuple[str, ...]) -> None:
    """Check the configuration of a matchmaker, a JSON file, without a request. Exit status 2 if it is invalid.

    \b
    edgegap matchmaker validate matchmaker.json
    edgegap matchmaker validate matchmaker.json --profile casual -a elo=1450 -a mode=ctf
    """
    if attributes and profile is None:
        raise click.UsageError("--attribute needs --profile.")
    text = read_file(file, "FILE")
    from ..matchmaking import Configuration

    configuration = Configuration.read(text)
    problems = configuration.problems()
    if profile is not None:
        try:
            configuration.check(profile, read_attributes(attributes, _types(configuration, profile)))
        except InvalidRequestError as error:
            problems.append(error.message)
    applications: dict[str, Any] = {
        name: each.get("application") for name, each in json.loads(text)["profiles"].items()
    }
    profiles = [
        {
            "name": each.name,
            "application": _application(applications[each.name]),
            "max_team_size": each.max_team_size,
            "expiration_seconds": each.expiration_seconds,
            "rules": {rule.name: rule.type for rule in each.rules.values()},
        }
        for each in configuration.profiles.values()
    ]
    if session.json:
        write_json({"version": configuration.version, "profiles": profiles, "problems": problems})
    elif not problems:
        write_table(PROFILE, profiles, "The configuration has no profiles.")
    else:
        for problem in problems:
            note(f"Error: {problem}")
    if problems:
        raise click.exceptions.Exit(2)


def _application(found: Any) -> str:
    application = cast("dict[str, Any]", found) if isinstance(found, dict) else {}
    return f"{application.get('name', '')} {application.get('version', '')}".strip()


# --- tickets


@matchmaker.group("tickets")
def tickets() -> None:
    """Tickets: each one is a player's search for a match."""


@tickets.command("list")
@pass_session
def list_tickets(session: Session) -> None:
    """List the tickets of the matchmaker. Its configuration must have `inspect`."""
    session.show(TICKET, inspected(session.matchmaker().inspect.tickets), "There are no tickets.")


@tickets.command("get")
@click.argument("ticket")
@pass_session
def get_ticket(session: Session, ticket: str) -> None:
    """Show a ticket."""
    session.show_one(session.matchmaker().tickets.get(ticket))


wait_timeout_option = click.option(
    "--wait-timeout", type=float, default=120.0, show_default=True, metavar="SECONDS", help="The timeout of --watch."
)


@tickets.command("create")
@click.argument("profile")
@_player_options
@click.option(
    "--player-ip", metavar="ADDRESS", help="The player's public address. Default: the address of this machine."
)
@click.option("--party", type=click.IntRange(min=1), metavar="N", help="A party of N players with these attributes.")
@click.option("--watch", is_flag=True, help="Wait for the server. After a failure or an interrupt, delete the ticket.")
@wait_timeout_option
@dry_run_option
@pass_session
def create_ticket(
    session: Session,
    profile: str,
    attributes: tuple[str, ...],
    configuration: str | None,
    player_ip: str | None,
    party: int | None,
    watch: bool,
    wait_timeout: float,
    dry_run: bool,
) -> None:
    """Search for a match for a player or a party.

    \b
    edgegap matchmaker tickets create casual -a elo=1450 -a mode=ctf --watch

    With --watch, the command shows the server, or leaves no ticket behind. Without --watch, it shows the ids, and the
    search continues until the matchmaker ends it. `edgegap matchmaker tickets watch` follows it.
    """
    known = None if configuration is None else read_configuration(configuration)
    given = read_attributes(attributes, _types(known, profile))
    player: dict[str, Any] = {
        "profile": profile,
        "attributes": given,
        **({"player_ip": player_ip} if player_ip else {}),
    }
    players = [player] * (party or 1)
    if known is not None:
        known.check_group((profile, given) for _ in players)
    one = operation("create_ticket" if party is None else "create_group_tickets")
    with usage():
        create = one.prepare(player if party is None else {"player_tickets": players})
    if dry_run:
        session.write_dry_run(create, SERVICE)
        return
    client = session.matchmaker()
    if watch:
        found = client.tickets.search(**player) if party is None else client.tickets.search_group(players)
        show_server(session, *_watched(found, wait_timeout))
        return
    try:
        created = create(client).parsed
    except KeyboardInterrupt:
        note("Interrupted: the ticket may exist anyway. Its search then ends when the ticket expires.")
        raise click.exceptions.Exit(130) from None
    ids = [ticket.id for ticket in ([created] if party is None else created.player_tickets)]
    if session.json:
        write_json({"ticket_ids": ids})
        return
    for each in ids:
        write(each)
    note(f"Searching. `edgegap matchmaker tickets watch {ids[0]}` waits for the server.")


@tickets.command("watch")
@click.argument("ticket")
@click.option("--delete", is_flag=True, help="Delete the ticket after a failure or an interrupt.")
@wait_timeout_option
@pass_session
def watch_ticket(session: Session, ticket: str, delete: bool, wait_timeout: float) -> None:
    """Show each change of a ticket until it has a server. The command deletes the ticket only with --delete."""
    found = _attached(session.matchmaker(), ticket, is_kept=not delete)
    show_server(session, *_watched(found, wait_timeout, None if session.json else write, is_kept=not delete))


@contextmanager
def _attached(client: Matchmaker, ticket: str, *, is_kept: bool) -> Generator[TicketSearch]:
    search = client.tickets.attach(ticket)
    try:
        yield search
    except BaseException:
        if not is_kept:
            search.cancel(timeout=DELETING_SECONDS)
        raise


@tickets.command("delete")
@click.argument("ticket")
@dry_run_option
@yes_option
@pass_session
def delete_ticket(session: Session, ticket: str, dry_run: bool, yes: bool) -> None:
    """Delete a ticket, which ends its search. Exit status 5 if a match was found already."""
    delete_one(session, "ticket", ticket, "delete_ticket", {"ticket_id": ticket}, dry_run=dry_run, yes=yes)


def show_server(session: Session, ids: list[str], assignment: Assignment) -> None:
    """Write the server of a match, with the addresses to connect to."""
    if session.json:
        write_json({"ticket_ids": ids, "assignment": session.plain(assignment)})
        return
    place = assignment.location
    write_record({
        "tickets": ids,
        "server": assignment.fqdn,
        "location": ", ".join(filter(None, (place.city, place.country))) if place else None,
    })  # fmt: skip
    write("")
    rows = [(name, port.protocol, f"{assignment.fqdn}:{port.external}") for name, port in assignment.ports.items()]
    write_table(PORT, rows, "The server has no ports.")


def _sentence(state: SearchState) -> str:
    parts = {"team": state.team_id, "match": state.match_id}
    return " ".join([state.status.lower(), *(f"{name} {value}" for name, value in parts.items() if value)])


def _watched(
    block: AbstractContextManager[TicketSearch],
    wait_timeout: float,
    on_change: Callable[[str], object] | None = None,
    *,
    is_kept: bool = False,
) -> tuple[list[str], Assignment]:
    """Show a search with its progress on a terminal, and return the tickets and the server.

    Ctrl-C and SIGTERM end the block. It then deletes the tickets, unless the user wants to keep them.
    """
    searches: list[TicketSearch] = []
    with progress("creating") as shown, signals(lambda: shown("ending")) as received:
        try:
            with ExitStack() as stack:
                # An interrupted create request would leave a search with an unknown id.
                with received.held():
                    searches.append(stack.enter_context(block))
                search, until = searches[0], time.monotonic() + wait_timeout
                for state in search.changes(wait_timeout):
                    shown(f"{_sentence(state)} {search.id}")
                    if on_change is not None:
                        on_change(_sentence(state))
                return search.ticket_ids, search.assigned(max(0.0, until - time.monotonic()))
        except (KeyboardInterrupt, Terminated) as interruption:
            note(f"Interrupted{_end_of(searches, interruption, is_kept=is_kept)}")
            raise exit_of(interruption) from None


def _end_of(searches: list[TicketSearch], interruption: BaseException, *, is_kept: bool) -> str:
    """Describe the outcome of an interrupted search."""
    from ..matchmaking import Cancelled, Matched

    if notes := getattr(interruption, "__notes__", ()):
        return f". {' '.join(notes)}"
    if not searches:
        return ": no ticket was left behind."
    (search,) = searches
    ids = ", ".join(search.ticket_ids)
    match search.result:
        case Matched(assignment):
            return f": ticket {ids} has a server, {assignment.fqdn}."
        case Cancelled():
            return f": ticket {ids} was deleted."
        case _ if is_kept:
            return f": the search continues. To end it: edgegap matchmaker tickets delete {ids}"
        case _:
            # The second signal interrupted the caller of the deletion. The deletion continues, and closing the client
            # waits for it.
            return f" again: ticket {ids} is still being deleted, then this ends."
