"""The command `edgegap`: its commands, its help, and its exit status."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

import click
from attrs import frozen

from .. import __version__
from ..errors import (
    AuthenticationError,
    BadRequestError,
    ClientError,
    ConflictError,
    DeploymentFailed,
    EdgegapError,
    GoneError,
    ImagePullError,
    LaunchCancelled,
    LaunchTimedOut,
    NoCapacityError,
    NotFoundError,
    Outcome,
    PageLoopError,
    PermissionDeniedError,
    QuotaExceededError,
    RateLimitedError,
    ResponseFormatError,
    SearchError,
    ServerError,
    SessionFailed,
    SessionTimedOut,
    TooManyActive,
    TransportError,
    UnexpectedStatusError,
)
from . import output
from .agents import mcp
from .call import call, show_operations
from .completion import completion
from .deployments import as_command, deploy, deployments
from .doctor import doctor
from .live_values import complete_live
from .login import context, login, logout
from .logs import show_logs
from .metrics import show_metrics
from .options import Group, common_options, write_options
from .places import locations, ping
from .pruning import prune
from .replicas import replicas
from .session import Session
from .setup import apps, registry, storage, tags
from .smoke import smoke
from .stopping import stop_deployments, sweep
from .usage import usage
from .versions import versions

INTERRUPTED_STATUS: Final = 130


@frozen
class ExitStatus:
    """One exit status.

    Attributes:
        number: The status.
        meaning: The meaning of the status.
        errors: The classes of errors with this status. Subclasses have it too, unless another entry names them.
    """

    number: int
    meaning: str
    errors: tuple[type[BaseException], ...] = ()


EXIT_STATUSES: Final = (
    ExitStatus(0, "done"),
    ExitStatus(1, "any other error, or you declined a confirmation", (EdgegapError,)),
    ExitStatus(2, "wrong usage or configuration: the command sent nothing", (click.ClickException, ClientError)),
    ExitStatus(3, "the token is wrong, or lacks a right: 401, 403", (AuthenticationError, PermissionDeniedError)),
    ExitStatus(4, "not found, or ended already: 404, 410", (NotFoundError, GoneError)),
    ExitStatus(5, "conflict, such as a name that is taken: 409", (ConflictError,)),
    ExitStatus(6, "too many requests: 429", (RateLimitedError,)),
    ExitStatus(7, "a quota is used up, or --max-active is reached", (QuotaExceededError, TooManyActive)),
    ExitStatus(
        8,
        "no server: no capacity, a failed deployment, or not ready in time",
        (
            *(NoCapacityError, DeploymentFailed, LaunchTimedOut, LaunchCancelled),
            *(SessionFailed, SessionTimedOut, SearchError),
        ),
    ),
    ExitStatus(9, "no connection, or no response in time", (TransportError,)),
    ExitStatus(
        10,
        "the service failed, or its response cannot be read",
        (ServerError, UnexpectedStatusError, ResponseFormatError, PageLoopError),
    ),
    ExitStatus(11, "the service refuses the request: 400, 422, 424", (BadRequestError, ImagePullError)),
    ExitStatus(INTERRUPTED_STATUS, "interrupted (Ctrl-C); 143 by SIGTERM"),
    ExitStatus(output.BROKEN_PIPE, "the reader of standard output has closed it"),
)


def exit_status(error: BaseException) -> int:
    """The exit status of an error: the one of its nearest class."""
    by_class = {kind: each.number for each in EXIT_STATUSES for kind in each.errors}
    return next((by_class[kind] for kind in type(error).__mro__ if kind in by_class), 1)


class Root(Group):
    """The command `edgegap`. Its help describes what all commands share."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        common = {parameter.name for parameter in common_options(hidden=False)}
        self.params = [parameter for parameter in self.params if parameter.name not in common]
        self.params += common_options(hidden=False)
        complete_live(self.params)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands first, because users look for them."""
        self.format_commands(ctx, formatter)
        write_options(self, ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the environment variables and the exit status."""
        with formatter.section("Environment"):
            formatter.write_dl([
                ("EDGEGAP_API_TOKEN", "The API token. It has no option, because other users can see command lines."),
                ("EDGEGAP_BASE_URL", "The URL of the API, for instance of a sandbox."),
                ("EDGEGAP_REPLICAS", "The URL of the Redis that the processes share, for `edgegap replicas`."),
                ("EDGEGAP_CONTEXT", "The context of `edgegap login` to use, if EDGEGAP_API_TOKEN is unset."),
                ("EDGEGAP_CONFIG_DIR", "The folder of contexts. Default: the platform's settings folder."),
                ("EDGEGAP_MATCHMAKER_URL", "The URL of the matchmaker. EDGEGAP_MATCHMAKER_TOKEN is its token."),
                ("EDGEGAP_SB_URL", "The URL of the server browser."),
                ("EDGEGAP_SB_SERVER_TOKEN", "Its server token. EDGEGAP_SB_CLIENT_TOKEN is its client token."),
                ("NO_COLOR", "No colours."),
            ])  # fmt: skip
        with formatter.section("Exit status"):
            formatter.write_dl([(str(each.number), each.meaning) for each in EXIT_STATUSES])
        with formatter.section("Completion"):
            formatter.write_dl([
                ("bash", 'add to ~/.bashrc: eval "$(edgegap completion bash)"'),
                ("zsh", 'add to ~/.zshrc: eval "$(edgegap completion zsh)"'),
                ("fish", "edgegap completion fish > ~/.config/fish/completions/edgegap.fish"),
            ])  # fmt: skip
        with formatter.section("To try it without an account"):
            formatter.write_text("edgegap sandbox --port 8080 prints the variables to set.")


@click.group("edgegap", cls=Root, context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100})
@click.version_option(__version__, message="edgegap %(version)s")
def edgegap() -> None:
    """Manage game servers on Edgegap from the command line.

    \b
    edgegap apps create my-game
    edgegap versions create my-game v1 --image registry.edgegap.com/my-project/my-game:1.0.0 \\
        --cpu 1024 --memory 2048 --port gameport:7777/UDP
    edgegap deploy my-game v1 --near 45.5,-73.6 --wait
    edgegap deployments stop ID
    """


class Verbatim(click.Command):
    """A command that passes all its arguments on unchanged, `--` and `--help` too."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keep all arguments."""
        ctx.params["arguments"] = tuple(args)
        return []


@click.command("sandbox", cls=Verbatim)
def sandbox(arguments: tuple[str, ...]) -> None:
    """Start a local Edgegap server for tests; `edgegap sandbox --help` lists its options."""
    try:
        from ..sandbox.__main__ import main
    except ModuleNotFoundError as error:
        if not (error.name or "").endswith("sandbox"):
            raise
        raise click.ClickException("This copy of the package has no sandbox.") from None
    except ImportError as error:
        raise click.ClickException(str(error)) from None
    main(list(arguments), prog="edgegap sandbox")


def previews() -> Iterator[click.Command]:
    """The commands of the preview services. A vendored copy of the package may lack some."""
    for module, name in (("matchmaker", "matchmaker"), ("server_browser", "browser")):
        if find_spec(f".{module}", __package__) is not None:
            yield getattr(import_module(f".{module}", __package__), name)


for command in (
    *(apps, versions, deploy, deployments, stop_deployments, show_logs, show_metrics),
    *(smoke, tags, sweep, prune, registry, storage),
    *(locations, ping, usage, replicas, *previews(), call, show_operations, mcp, sandbox),
    *(login, logout, context, doctor, completion),
):
    edgegap.add_command(command)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line. Returns its exit status."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # Standard input was closed, with `>&-`.
            nowhere = os.open(os.devnull, os.O_WRONLY)  # The file stays open until the process ends.
            setattr(sys, name, os.fdopen(nowhere, "w", encoding="utf-8", closefd=False))
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):  # A simpler handler replaces the default one.
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    session = Session()
    try:
        status = edgegap.main(arguments, prog_name=_name(), obj=session, standalone_mode=False)
        return status if isinstance(status, int) else 0
    except (click.Abort, KeyboardInterrupt):
        output.note("Interrupted.")
        return INTERRUPTED_STATUS
    except click.ClickException as error:
        # If click could not read the arguments, it may not have reached --json.
        session.json |= "--json" in (sys.argv if arguments is None else arguments)
        _report(error, session)
        return exit_status(error)
    except EdgegapError as error:
        _report(error, session)
        return exit_status(error)


def _name() -> str:
    return "edgegap" if not sys.argv[0].endswith("__main__.py") else f"python -m {__package__}"


def _report(error: click.ClickException | EdgegapError, session: Session) -> None:
    if session.json:
        report: dict[str, Any] = {"type": type(error).__name__, "exit_status": exit_status(error)}
        if isinstance(error, EdgegapError):
            report |= {"message": str(error), "status": error.status, "operation": error.operation}
            report |= {"outcome": str(error.outcome), "request_id": error.request_id}
            report |= {"deployment_id": getattr(error, "deployment_id", None)}
            report |= {"retry_after": getattr(error, "retry_after", None)}
        else:
            report |= {"message": error.format_message()}
        output.write_json({"error": report}, sys.stderr)
        return
    if isinstance(error, click.ClickException):
        error.show()
        return
    output.note(f"Error: {error}")
    for note in getattr(error, "__notes__", ()):
        output.note(f"    {as_command(note)}")
    if log := getattr(error, "log", ""):
        output.note(f"The end of the container's log:\n{output.shown_log(log)}")
    if error.outcome is Outcome.UNKNOWN and error.method not in (None, "GET"):
        output.note("The request may have been carried out anyway: check before you repeat the command.")
