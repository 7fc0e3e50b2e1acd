"""`edgegap mcp`: a tool server for agents, with limits."""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import Any, Final

import click
from click.core import ParameterSource

from .._core.extras import missing_extra
from .options import Command, pass_session
from .session import Session

APPLICATIONS: Final = "EDGEGAP_MCP_APPS"
# The options that set limits.
LIMITS: Final = ("read_only", "max_active", "max_launches", "max_minutes", "tag")


@click.command("mcp", cls=Command)
@click.option("--read-only", is_flag=True, envvar="EDGEGAP_MCP_READ_ONLY", help="Offer only tools that change nothing.")
@click.option(
    "--allow-writes",
    is_flag=True,
    envvar="EDGEGAP_MCP_ALLOW_WRITES",
    help="Also offer operations that change applications, versions and other resources.",
)
@click.option(
    "--app",
    "applications",
    multiple=True,
    envvar=APPLICATIONS,
    help="Only this application; repeatable. In the variable, separate the names with spaces.",
)
@click.option(
    "--max-active",
    type=int,
    default=3,
    show_default=True,
    envvar="EDGEGAP_MCP_MAX_ACTIVE",
    metavar="N",
    help="Maximum number of deployments with the tag at once.",
)
@click.option(
    "--max-launches",
    type=int,
    default=30,
    show_default=True,
    envvar="EDGEGAP_MCP_MAX_LAUNCHES",
    metavar="N",
    help="Maximum number of launches in a session.",
)
@click.option(
    "--max-minutes",
    type=float,
    default=60.0,
    show_default=True,
    envvar="EDGEGAP_MCP_MAX_MINUTES",
    metavar="N",
    help="Stop each deployment of the session after at most N minutes.",
)
@click.option(
    "--tag",
    default="mcp",
    show_default=True,
    envvar="EDGEGAP_MCP_TAG",
    help="The tag of each deployment. Use another tag for each person or project.",
)
@click.option(
    "--allow-keep",
    is_flag=True,
    envvar="EDGEGAP_MCP_ALLOW_KEEP",
    help="Let the agent keep a deployment beyond the end of the session.",
)
@click.option(
    "--poll-interval", type=float, default=2.0, show_default=True, metavar="SECONDS", help="The time between two polls."
)
@pass_session
def mcp(session: Session, /, applications: tuple[str, ...], poll_interval: float, **given: Any) -> int:
    """Serve tools for agents over standard input and output, by the Model Context Protocol.

    \b
    edgegap mcp --app my-game --max-active 2 --max-minutes 30

    The agent starts this command from its configuration, and cannot change the limits. At the end of a session, the
    command stops the deployments of the session. It needs the extra edgegap-client[mcp].
    """
    missing = [name for name in ("mcp", "jsonschema") if find_spec(name) is None]
    if missing:
        raise click.ClickException(missing_extra("edgegap mcp", "mcp", *missing))
    if session.token_file == "-":  # noqa: S105  # a file
        raise click.UsageError("The protocol uses standard input: pass a file to --token-file, not -.")
    if not applications and APPLICATIONS in os.environ:
        # For instance "${APPS}" in a configuration, where APPS is unset: the wanted limit must not be lost.
        raise click.UsageError(f"{APPLICATIONS} is set, but names no application: name one, or unset it to allow all.")
    context = click.get_current_context()
    for name in LIMITS:
        variable = f"EDGEGAP_MCP_{name.upper()}"
        is_given = context.get_parameter_source(name) is ParameterSource.COMMANDLINE
        if not is_given and variable in os.environ and not os.environ[variable].strip():
            raise click.UsageError(f"{variable} is set, but empty: set a value, or unset it for the default.")
    import asyncio

    from .mcp.limits import Limits
    from .mcp.server import serve

    limits = Limits(applications=frozenset(applications) or None, **given)
    clients, tokens = session.async_clients(poll_interval=poll_interval)
    return asyncio.run(
        serve(
            clients,
            limits,
            tokens=[each.reveal() for each in tokens],
            address=clients["orchestration"]._settings.base_url,
        )
    )
