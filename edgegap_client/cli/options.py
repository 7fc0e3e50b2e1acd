"""The options that commands share, their values, and their help."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import partial
from typing import Any, Final, TypeVar

import click
from click.core import ParameterSource

from .live_values import complete_live
from .session import Session, read_file
from .specification import Described, Mistake, suggestion

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")

COMMON: Final = "Common options"
PAGE_SIZE: Final = 100


def read_value(text: str, option: str) -> str:
    """Read a value that is given as text, as `@FILE`, or as `@-` for standard input."""
    return read_file(text[1:], option).rstrip("\r\n") if text.startswith("@") else text


def read_pair(text: str, option: str) -> tuple[str, str]:
    """Read `NAME=VALUE`, where the value may come from a file."""
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise click.UsageError(f"{option} takes NAME=VALUE, got {text!r}.")
    return name, read_value(value, f"{option} {name}")


# --- common options, before or after the name of a command


def keep(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    """The callback of a common option: it stores the value in the session."""
    name = parameter.name or ""
    session = context.ensure_object(Session)
    if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
        setattr(session, name, value)


def common_options(*, hidden: bool) -> list[click.Parameter]:
    """Add the options that every command has."""
    option = partial(click.Option, callback=keep, expose_value=False, hidden=hidden)
    return [
        option(["--json"], is_flag=True, help="Write one JSON document on standard output, and errors as JSON."),
        option(["--show-secrets"], is_flag=True, help="Show tokens, passwords and values of environment variables."),
        option(["--base-url"], metavar="URL", help="The base URL of the service. Default: from the environment."),
        option(
            ["--timeout"],
            type=float,
            metavar="SECONDS",
            help="The deadline of each call, with its retries. Default: 60.",
        ),
        option(
            ["--token-file"],
            metavar="FILE",
            help="Read the token from a file, or from standard input (-). Default: from the environment.",
        ),
        option(["--context"], metavar="NAME", help="Use a context of `edgegap login`. Default: the current one."),
        option(
            ["--env-file"],
            metavar="FILE",
            help="Read variables such as EDGEGAP_API_TOKEN from a file. Write it before the command.",
        ),
        option(["--verbose", "-v"], is_flag=True, help="Log each request on standard error."),
    ]


class Command(click.Command):
    """A command with the common options, in a section of their own."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        own = {name for parameter in self.params for name in parameter.opts}
        self.params += [each for each in common_options(hidden=False) if own.isdisjoint(each.opts)]
        complete_live(self.params)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the command's own options, then the common ones."""
        write_options(self, ctx, formatter)


class Group(click.Group):
    """A group of commands, which also accepts the common options."""

    command_class = Command
    group_class = type

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.params += common_options(hidden=True)
        complete_live(self.params)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in the order of their definitions."""
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, each with its whole first sentence."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, each.get_short_help_str(200)) for name, each in self.commands.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command. For a misspelt one, suggest a similar name."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            raise click.UsageError(f"There is no command {name!r}{suggestion(name, self.commands)}", ctx)
        return super().resolve_command(ctx, args)


def write_options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """Write the options in two sections."""
    own: list[tuple[str, str]] = []
    common: list[tuple[str, str]] = []
    for parameter in command.get_params(ctx):
        # The first line of the help shows the arguments.
        if isinstance(parameter, click.Option) and (record := parameter.get_help_record(ctx)) is not None:
            (common if parameter.callback is keep else own).append(record)
    for title, records in (("Options", own), (COMMON, common)):
        if records:
            with formatter.section(title):
                formatter.write_dl(records)


pass_session = click.make_pass_decorator(Session, ensure=True)


def dry_run_option(function: F) -> F:
    """Add `--dry-run`: write the requests that change something, and do not send them."""
    return click.option(
        "--dry-run", "dry_run", is_flag=True, help="Show the requests that change something, and do not send them."
    )(function)


def yes_option(function: F) -> F:
    """Add `--yes`: do not ask."""
    return click.option(
        "--yes", "-y", "yes", is_flag=True, help="Do not ask for confirmation. Required without a terminal."
    )(function)


def limit_option(function: F) -> F:
    """Add `--limit`: the maximum number of items."""
    return click.option(
        "--limit", type=click.IntRange(min=1), metavar="N", help="Maximum number of items. Default: all."
    )(function)


def read_by(read: Callable[[str], T]) -> Callable[[click.Context, click.Parameter, str | None], T | None]:
    """Make the callback of an option that converts its text with `read`."""

    def callback(_context: click.Context, _parameter: click.Parameter, text: str | None) -> T | None:
        return None if text is None else read(text)

    return callback


def page_size(limit: int | None = None) -> int:
    """The number of items in one request: at most the limit, and at most the largest documented page size."""
    return min(limit or PAGE_SIZE, PAGE_SIZE)


def set_option(function: F) -> F:
    """Add `--set`: any other field of the request."""
    return click.option(
        "--set",
        "fields",
        multiple=True,
        metavar="FIELD=VALUE",
        help="Set another field. Repeat the option or pass JSON for a list. @FILE reads the value from a file,"
        " @- from standard input. `edgegap operations NAME` lists the fields.",
    )(function)


@contextmanager
def usage() -> Generator[None]:
    """Turn mistakes within the block into errors of usage."""
    try:
        yield
    except Mistake as mistake:
        raise click.UsageError(str(mistake)) from None


def read_secretly(described: Described, texts: tuple[str, ...], option: str) -> list[tuple[str, str]]:
    """Read pairs of NAME=VALUE.

    A secret must come from a file, because all users of a computer can see command lines.
    """
    secret = {each.name for each in described.fields if each.is_secret}
    for text in texts:
        name, _, value = text.partition("=")
        if name in secret and not value.startswith("@"):
            raise click.UsageError(
                f"{name} is a secret, and other users can see command lines: pass {option} {name}=@FILE, or @- for"
                " standard input."
            )
    return [read_pair(text, option) for text in texts]


def read_variables(texts: tuple[str, ...], file: str | None) -> dict[str, str]:
    """Read environment variables from options and a file: `KEY=VALUE`, or `KEY` for the value in this environment."""
    lines = read_file(file, "--env-file").splitlines() if file else []
    lines = [re.sub(r"^export\s+", "", line.strip()) for line in lines]
    if any(re.match(r"EDGEGAP_API_TOKEN\s*(=|$)", line) for line in lines):
        # Whoever breaks into one game server could otherwise stop and start all others with the token.
        raise click.UsageError(
            "This --env-file would give EDGEGAP_API_TOKEN to the container. If it is the token for this command, put"
            " the option before the command: edgegap --env-file FILE ... If the container needs it, pass"
            " --env EDGEGAP_API_TOKEN."
        )
    found: dict[str, str] = {}
    for text in (*(line for line in lines if line and not line.startswith("#")), *texts):
        name, equals, value = text.partition("=")
        if not equals and name not in os.environ:
            raise click.UsageError(f"The environment variable {name} is unset: set it, or pass {name}=VALUE.")
        found[name] = value if equals else os.environ[name]
    return found


env_option = click.option(
    "--env",
    multiple=True,
    metavar="KEY[=VALUE]",
    help="An environment variable of the container. KEY alone takes the value from your environment,"
    " which other users cannot see.",
)
env_file_option = click.option(
    "--env-file", metavar="FILE", help="Environment variables from a file, one on each line."
)
