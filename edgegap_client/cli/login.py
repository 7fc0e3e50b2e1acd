"""`edgegap login`, `logout` and `context` store the tokens of several organisations on this computer."""

from __future__ import annotations

import sys
from typing import Final

import click

from .. import Edgegap, PermissionDeniedError
from .._core.redaction import Secret
from .._core.settings import read_base_url
from .._core.token_source import read_token
from . import contexts, keyring_store
from .options import Command, Group, pass_session, yes_option
from .output import Column, note
from .private_files import config_folder
from .session import Session, read_file
from .sources import ADDRESS, CONTEXT, TOKEN

CONTEXT_COLUMNS: Final[list[Column]] = [
    ("CURRENT", lambda each: "*" if each["current"] else ""),
    ("NAME", lambda each: each["name"]),
    ("ADDRESS", lambda each: each["base_url"]),
    ("TOKEN IN", lambda each: each["token_in"]),
]
CHECK_TIMEOUT_SECONDS: Final = 20.0


@click.command("login", cls=Command)
@click.option("--with-token", is_flag=True, help="Read the token from standard input without a question.")
@click.option("--no-keyring", is_flag=True, help="Store the token in a file that only you can read.")
@pass_session
def login(session: Session, with_token: bool, no_keyring: bool) -> None:
    """Check an API token with one read, and store it for later commands.

    \b
    edgegap login                                       asks for the token, which is not shown
    edgegap login --context studio-b                    another organisation
    edgegap login --with-token < token.txt              without a terminal

    The command stores the token in the system's keyring if the extra `keyring` is installed, or else in a file that
    only you can read. Only the command line uses the token: `Edgegap()` in a program does not.
    """
    name = contexts.check_name(session.context or session.variables().text(CONTEXT) or contexts.DEFAULT_NAME)
    base_url = read_base_url(session.base_url or session.variables().text(ADDRESS))
    token = read_token(Secret(_ask(session, name, base_url, is_from_input=with_token).reveal().strip()))
    assert isinstance(token, Secret)  # The option's value is text.
    timeout = session.timeout or CHECK_TIMEOUT_SECONDS
    with Edgegap(token=token, base_url=base_url, timeout=timeout, handle_sigterm=False) as edgegap:
        try:
            edgegap.applications.list(page_size=1, limit=1).collect()
        except PermissionDeniedError:
            note("The token is valid, but must not list applications: some commands will be refused.")
    use_keyring = not no_keyring and keyring_store.is_installed() and not keyring_store.is_in_ci()
    saved, problem = contexts.save(name, base_url, token, use_keyring=use_keyring)
    contexts.use(name)
    if problem:
        note(problem)
    where = "the keyring" if saved.place == "keyring" else f"{contexts.file_of(name)}, which only you can read"
    session.done(
        f"Logged in to {base_url}: context {name}, now the current one. The token is in {where}.",
        _as_data(saved, name),
    )
    if session.variables().get(TOKEN):
        note(f"{session.variables().place(TOKEN)} is set, and takes precedence over the current context.")


def _ask(session: Session, name: str, base_url: str, *, is_from_input: bool) -> Secret[str]:
    if (given := session.file_token()) is not None:
        return given
    if is_from_input:
        return Secret(read_file("-", "--with-token"))
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise click.UsageError(
            "There is no terminal to ask for the token: pass --with-token, and the token on standard input."
        )
    note(f"Context {name}, at {base_url}. Create tokens in the Edgegap dashboard (user settings, tokens).")
    return Secret(click.prompt("API token (it is not shown)", hide_input=True, err=True))


@click.command("logout", cls=Command)
@pass_session
def logout(session: Session) -> None:
    """Delete the token of the current context, or of `--context NAME`, from this computer.

    The token itself stays valid. If others may know it, delete it in the Edgegap dashboard, too.
    """
    name = session.context or session.variables().text(CONTEXT) or contexts.current_name()
    if name is None:
        raise click.UsageError(
            "There is no current context: pass --context NAME. `edgegap context list` lists all contexts."
        )
    _remove(session, contexts.check_name(name))


def _remove(session: Session, name: str) -> None:
    problem = contexts.remove(name)
    if problem:
        note(problem)
    session.done(
        f"Deleted the context {name} and its token from this computer. The token stays valid until you delete it in the"
        " Edgegap dashboard.",
        {"name": name, "deleted": True},
    )


@click.group("context", cls=Group)
def context() -> None:
    """Contexts: the organisations that you have logged in to with `edgegap login`."""


@context.command("list")
@pass_session
def list_contexts(session: Session) -> None:
    """List the contexts. The command never shows their tokens."""
    current = contexts.current_name()
    found = [_as_data(contexts.get(name), current) for name in contexts.names()]
    session.show(CONTEXT_COLUMNS, found, f"There are no contexts in {config_folder()}: `edgegap login` creates one.")
    if session.variables().get(TOKEN):
        note(f"{session.variables().place(TOKEN)} is set, and takes precedence over the current context.")
    elif name := session.variables().text(CONTEXT):
        note(f"{session.variables().place(CONTEXT)} is {name}, and takes precedence over the current context.")


def _as_data(one: contexts.Context, current: str | None) -> dict[str, object]:
    return {"name": one.name, "base_url": one.base_url, "token_in": one.place, "current": one.name == current}


@context.command("use")
@click.argument("name")
@pass_session
def use_context(session: Session, name: str) -> None:
    """Make a context the current one, the default of later commands."""
    chosen = contexts.get(name)
    contexts.use(name)
    session.done(f"The current context is {name}, at {chosen.base_url}.", _as_data(chosen, name))


@context.command("remove")
@click.argument("name")
@yes_option
@pass_session
def remove_context(session: Session, name: str, yes: bool) -> None:
    """Delete a context and its token from this computer, as `edgegap logout --context NAME` does."""
    contexts.get(name)
    session.confirm(f"Delete the context {name} and its token from this computer?", is_agreed=yes)
    _remove(session, name)
