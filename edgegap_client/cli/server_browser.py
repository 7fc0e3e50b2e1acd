"""The commands for a managed server browser: find servers and seats, and reserve. A preview, not verified live."""

from __future__ import annotations

import json
import operator
import re
from collections.abc import Callable
from functools import partial, reduce
from typing import TYPE_CHECKING, Any, Final

import click

from .._core.decoding import UNSET
from .deployment_rows import addresses
from .options import Command, Group, dry_run_option, keep, limit_option, page_size, pass_session, usage
from .output import Column
from .session import Session
from .specification import Mistake
from .specification import operation as described

if TYPE_CHECKING:
    from ..server_browser import BrowserVersion, Filter, Order

SERVICE: Final = "server_browser"
VERSIONS: Final[tuple[BrowserVersion, ...]] = ("1.1", "1.0", "0.0")
CONDITION: Final = re.compile(r"\s*([A-Za-z_][\w.-]*?)\s*(=|!=|<=|>=|<|>|~)\s*(.*?)\s*", re.DOTALL)
COMPARISONS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}

INSTANCE: Final[list[Column]] = [
    ("SERVER", lambda each: each.request_id),
    ("FREE", lambda each: each.total_joinable_seats),
    ("RESERVED", lambda each: each.total_reserved_seats),
    ("ADDRESSES", lambda each: addresses(each.server.fqdn, each.server.ports) if each.server else None),
    ("METADATA", lambda each: each.metadata),
]
SLOT: Final[list[Column]] = [
    ("SLOT", lambda each: each.name),
    ("FREE", lambda each: each.joinable_seats),
    ("AVAILABLE", lambda each: each.available_seats),
    ("RESERVED", lambda each: each.reserved_seats),
    ("METADATA", lambda each: each.metadata),
]


class BrowserCommand(Command):
    """A command for a server browser, which has two tokens and several versions."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        option = partial(click.Option, callback=keep, expose_value=False)
        self.params += [
            option(
                ["--client-token", "is_client_token"],
                is_flag=True,
                help="Use the client token from EDGEGAP_SB_CLIENT_TOKEN or --token-file, as players do.",
            ),
            option(
                ["--browser-version"],
                type=click.Choice(VERSIONS),
                help=f"The service's version, for the names of filters. Default: {VERSIONS[0]}.",
            ),
        ]


class BrowserGroup(Group):
    """The commands for a server browser."""

    command_class = BrowserCommand


@click.group("browser", cls=BrowserGroup)
def browser() -> None:
    """A managed server browser (a preview): find servers and seats, reserve.

    Set its address with EDGEGAP_SB_URL or --base-url, the server token with EDGEGAP_SB_SERVER_TOKEN or --token-file,
    and the client token with EDGEGAP_SB_CLIENT_TOKEN. `edgegap operations --service server_browser` lists further
    operations for `edgegap call`.
    """


@browser.command("monitor")
@pass_session
def show_health(session: Session) -> None:
    """Show the health of the server browser."""
    session.show_one(session.browser().monitor.get())


# --- find


def _search_options(function: Any) -> Any:
    options = [
        click.option(
            "--where",
            "conditions",
            multiple=True,
            metavar="CONDITION",
            help="Only servers that match this condition, such as 'metadata.mode=ctf' or 'total_joinable_seats>=2';"
            " repeatable: a server must match all. Operators: = != < <= > >= and ~ (contains). Put numbers that are"
            " text in double quotes.",
        ),
        click.option(
            "--order",
            multiple=True,
            metavar="FIELD[:desc]",
            help="Sort by this field: ascending, or descending with :desc; repeatable.",
        ),
        limit_option,
    ]
    for option in reversed(options):
        function = option(function)
    return function


def read_condition(text: str) -> Filter:
    """Convert a condition such as `metadata.mode=ctf` to a filter.

    Raises:
        Mistake: The text is not a condition.
    """
    from ..server_browser import field

    found = CONDITION.fullmatch(text)
    if found is None:
        raise Mistake(f"{text!r} is not a condition, such as metadata.mode=ctf or total_joinable_seats>=2")
    one, value = field(found[1]), _value(found[3])
    if found[2] == "~":
        return one.contains(value)
    condition: Filter = COMPARISONS[found[2]](one, value)
    return condition


def _value(text: str) -> Any:
    """Convert a number, true, false, or a text with or without double quotes."""
    try:
        found = json.loads(text)
    except ValueError:
        return text
    return found if isinstance(found, str | int | float) else text


def _where(conditions: tuple[str, ...]) -> Filter | None:
    with usage():
        found = [read_condition(text) for text in conditions]
    if not found:
        return None
    return reduce(lambda one, other: one & other, found)


def _orders(texts: tuple[str, ...]) -> list[Order]:
    from ..server_browser import ascending, descending

    found: list[Order] = []
    for text in texts:
        name, colon, direction = text.partition(":")
        if colon and direction not in ("asc", "desc"):
            raise click.UsageError(f"--order takes FIELD, FIELD:asc or FIELD:desc, got {text!r}.")
        found.append(descending(name) if direction == "desc" else ascending(name))
    return found


@browser.command("list")
@_search_options
@pass_session
def list_instances(session: Session, conditions: tuple[str, ...], order: tuple[str, ...], limit: int | None) -> None:
    """List servers that players can find.

    \b
    edgegap browser list --where 'total_joinable_seats>=1' \\
        --where 'metadata.mode=ctf' --order metadata.level:desc
    """
    found = session.browser().instances.search(
        _where(conditions), order=_orders(order), limit=limit or UNSET, page_size=page_size(limit)
    )
    session.show(INSTANCE, found.collect(), "There are no such servers.")


@browser.command("get")
@click.argument("server")
@pass_session
def get_instance(session: Session, server: str) -> None:
    """Show a server, by the id of its deployment."""
    session.show_one(session.browser().instances.get(server))


@browser.command("slots")
@click.argument("server")
@_search_options
@pass_session
def list_slots(
    session: Session, server: str, conditions: tuple[str, ...], order: tuple[str, ...], limit: int | None
) -> None:
    """List the slots of a server, with their seats."""
    found = session.browser().slots.search(
        server, _where(conditions), order=_orders(order), limit=limit or UNSET, page_size=page_size(limit)
    )
    session.show(SLOT, found.collect(), f"{server} has no such slots.")


# --- reserve


@browser.command("reserve")
@click.argument("server")
@click.argument("slot")
@click.argument("users", nargs=-1, required=True, metavar="USER...")
@dry_run_option
@pass_session
def reserve(session: Session, server: str, slot: str, users: tuple[str, ...], dry_run: bool) -> None:
    """Reserve a seat in a slot for each user. Exit status 5 if no seat is free, or a user has a reservation already."""
    if dry_run:
        values = {"request_id": server, "slot_name": slot, "users": _users(users)}
        session.write_dry_run(described("reserve_seat").prepare(values), SERVICE)
        return
    found = session.browser().reservations.reserve_for(server, slot, users)
    session.done(f"Reserved a seat in {slot} of {server} for {', '.join(users)}.", found)


@browser.command("reserve-any")
@click.argument("policy")
@click.argument("users", nargs=-1, required=True, metavar="USER...")
@dry_run_option
@pass_session
def reserve_any(session: Session, policy: str, users: tuple[str, ...], dry_run: bool) -> None:
    """Reserve a seat for each user on any server of a scaling policy. This may start a server, which costs money."""
    if dry_run:
        values = {"policy_name": policy, "users": _users(users)}
        session.write_dry_run(described("reserve_any_seat").prepare(values), SERVICE)
        return
    found = session.browser().reservations.reserve_any_for(policy, users)
    slot = found.slot.name if found.slot else "a slot"
    session.done(f"Reserved a seat in {slot} of {found.request_id} for {', '.join(users)}.", found)


def _users(users: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"user_id": user} for user in users]
