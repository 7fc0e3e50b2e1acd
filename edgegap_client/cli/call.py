"""`edgegap operations` and `edgegap call`: every operation of every service, without a command of its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import click
from click.shell_completion import CompletionItem

from .options import Command, dry_run_option, pass_session, read_secretly, read_value, usage, yes_option
from .output import Column, write, write_json, write_prose, write_table
from .schemas import schemas_of
from .session import Session
from .specification import ORCHESTRATION, SERVICES, Described, Field, operation, operations

FIELDS: list[Column] = [
    ("PARAMETER", lambda each: each["name"]),
    ("IN", lambda each: each["in"]),
    ("TYPE", lambda each: each["type"]),
    ("NEEDED", lambda each: each["required"]),
    ("MEANING", lambda each: each["description"]),
]
LISTED: list[Column] = [
    ("OPERATION", lambda each: each.id),
    ("SERVICE", lambda each: each.service.name),
    ("METHOD", lambda each: each.method),
    ("WHAT IT DOES", lambda each: each.summary),
]


def _complete(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(name) for name in operations() if name.startswith(incomplete)]


@click.command("operations", cls=Command)
@click.argument("name", required=False, shell_complete=_complete)
@click.option(
    "--service", type=click.Choice(SERVICES), metavar="NAME", help=f"Only of this service: {', '.join(SERVICES)}."
)
@pass_session
def show_operations(session: Session, name: str | None, service: str | None) -> None:
    """List all operations of all services, or describe the parameters of one for `edgegap call`.

    With --json each has JSON Schemas (draft 2020-12) of its parameters, its body and its responses.
    """
    if name is None:
        found = [one for one in operations().values() if service in (None, one.service.name)]
        if session.json:
            write_json([_whole(each) for each in found])
        else:
            write_table(LISTED, found, "", wraps=True)
        return
    with usage():
        one = operation(name)
    if session.json:
        write_json(_whole(one))
        return
    service = "" if one.service.name == ORCHESTRATION else f"  ({one.service.name}, a preview)"
    write(f"{one.id}{'  (deprecated)' if one.is_deprecated else ''}\n{one.method} {one.path}{service}\n")
    write_prose(one.description)
    if one.rate_limit:
        write(f"\nAt most {one.rate_limit:g} requests a second for an organisation.")
    if one.fields:
        write("")
        write_table(FIELDS, _described(one.fields, one.descriptions), "", wraps=True)
    for schema, fields in one.schemas.items():
        write(f"\n{schema}, a JSON object:")
        columns = [("FIELD", FIELDS[0][1]), *FIELDS[2:]]
        write_table(columns, _described(fields, one.service.meanings_of(schema)), "", wraps=True)
    example = " ".join(f"--param {each.name}=..." for each in one.fields if each.is_required)
    write(f"\nedgegap call {one.id} {example}".rstrip())


def _whole(one: Described) -> dict[str, Any]:
    """An operation with its JSON Schemas."""
    return {
        "operation": one.id,
        "service": one.service.name,
        "method": one.method,
        "path": one.path,
        "group": one.group,
        "summary": one.summary,
        "description": one.description,
        "deprecated": one.is_deprecated,
        "rate_limit": one.rate_limit,
        **schemas_of(one).to_dict(),
    }


def _described(fields: Iterable[Field], meanings: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "name": each.name,
            "in": each.place,
            "type": each.type_name,
            "required": each.is_required,
            "description": meanings[each.name],
        }
        for each in fields
    ]


@click.command("call", cls=Command)
@click.argument("name", metavar="OPERATION", shell_complete=_complete)
@click.option(
    "--param",
    "-p",
    "params",
    multiple=True,
    metavar="NAME=VALUE",
    help="A parameter or a field of the body. The command converts it to its type. "
    "Repeat the option or pass JSON for a list."
    " NAME=@FILE reads the value from a file, NAME=@- from standard input.",
)
@click.option("--body", metavar="JSON", help="The body: JSON, @FILE, or - for standard input. --param adds to it.")
@click.option("--no-check", is_flag=True, help="Send fields and values that the specification does not know.")
@dry_run_option
@yes_option
@pass_session
def call(
    session: Session, name: str, params: tuple[str, ...], body: str | None, no_check: bool, dry_run: bool, yes: bool
) -> None:
    """Send any operation of the API, a matchmaker or a server browser, and write its response as JSON.

    \b
    edgegap operations                                  list all
    edgegap operations create_lobby                     describe one
    edgegap call create_lobby --param name=my-lobby
    edgegap call update_app_version -p app_name=my-game -p version_name=v1 --body @version.json

    Of a list, the command writes one page. It checks a request against the specification before it sends it.
    """
    with usage():
        one = operation(name)
        values = one.read_pairs(read_secretly(one, params, "--param"))
        perform = one.prepare(values, _read_body(body), is_checked=not no_check)
    if dry_run:
        session.write_dry_run(perform, one.service.name)
        return
    if one.is_destructive:
        session.confirm(f"Send {one.id} ({one.method} {one.path})?", is_agreed=yes)
    write_json(session.plain(perform(session.client_of(one.service.name)).parsed))


def _read_body(body: str | None) -> Any:
    if body is None:
        return None
    text = read_value("@-" if body == "-" else body, "--body")
    try:
        return json.loads(text)
    except ValueError as error:
        raise click.UsageError(f"--body is not JSON: {error}.") from None
