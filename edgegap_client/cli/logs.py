"""`edgegap logs` shows the log of a deployment's container, and with --follow also its new lines."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import click

from ..errors import BadRequestError, GoneError, NotFoundError
from .options import Command, pass_session
from .output import note, shown_log, write, write_json
from .session import Session
from .signals import Terminated, exit_of, signals
from .watching import PASSING

if TYPE_CHECKING:
    from .. import Edgegap
    from ..models import ContainerLogs

GONE: Final = (BadRequestError, NotFoundError, GoneError)
# In these states, a deployment writes no more lines.
FINAL_STATES: Final = ("TERMINATED", "ERROR")


@click.command("logs", cls=Command)
@click.argument("deployment")
@click.option("--follow", "-f", is_flag=True, help="Also show new lines, until the deployment ends or Ctrl-C.")
@click.option("--tail", "-n", type=click.IntRange(min=0), metavar="N", help="Only the last N lines of the log.")
@click.option("--crash", is_flag=True, help="The log of the container before it crashed.")
@click.option(
    "--interval",
    type=click.FloatRange(min=0.1),
    default=2.0,
    show_default=True,
    metavar="SECONDS",
    help="With --follow: the time between two polls.",
)
@pass_session
def show_logs(session: Session, deployment: str, follow: bool, tail: int | None, crash: bool, interval: float) -> None:
    """Show the log of a deployment's container. The service deletes it soon after the deployment's end."""
    if follow and (crash or session.json):
        raise click.UsageError("--follow cannot be combined with --crash or --json.")
    edgegap = session.client()
    found = edgegap.deployments.get_logs(deployment)
    if session.json:
        write_json(session.plain(found))
        return
    if follow:
        _follow(edgegap, deployment, found, tail, interval)
        return
    text = found.crash_logs if crash else found.logs
    if text:
        write(shown_log(last_lines(text.removesuffix("\n"), tail)))
    elif found.logs_link:
        note(f"The log is at {found.logs_link}")
    else:
        note("The container has not crashed." if crash else "The log is empty so far.")


def last_lines(text: str, count: int | None) -> str:
    """The last lines of a text, or all lines if there is no count."""
    if count is None:
        return text
    lines = text.splitlines(keepends=True)
    return "".join(lines[len(lines) - count :]) if count else ""


def new_part(before: str, after: str) -> str | None:
    """The part of a log that an earlier read did not have. None if both have nothing in common.

    A service may keep only the end of a long log. The new part then follows the end of the earlier read.
    """
    if after.startswith(before):
        return after[len(before) :]
    if before.startswith(after):
        return ""  # The replica lags behind.
    # How much of the beginning of `after` is an end of `before`: the prefix function of Knuth, Morris and Pratt.
    lengths = [0]
    length = 0
    for index in range(1, len(after)):
        while length and after[index] != after[length]:
            length = lengths[length - 1]
        length += after[index] == after[length]
        lengths.append(length)
    length = 0
    for character in before[-len(after) :]:
        while length and character != after[length]:
            length = lengths[length - 1]
        length += character == after[length]
    common = after[:length]
    # A few common characters may be chance, but not a whole line.
    return after[length:] if "\n" in common and common.strip() else None


def _follow(edgegap: Edgegap, deployment: str, first: ContainerLogs, tail: int | None, interval: float) -> None:
    """Write new lines until the deployment has ended, or until Ctrl-C."""
    seen = first.logs
    written = last_lines(seen, tail)
    is_failing = False
    try:
        with signals(lambda: None):
            write(shown_log(written), end="")
            while True:
                time.sleep(interval)
                try:
                    found = edgegap.deployments.get_logs(deployment).logs
                    is_ended = found == seen and _has_ended(edgegap, deployment)
                except GONE:
                    found, is_ended = seen, _has_ended(edgegap, deployment)
                except PASSING as error:
                    if not is_failing:
                        note(f"The log cannot be read at the moment: {error}")
                    is_failing = True
                    continue
                is_failing = False
                new = new_part(seen, found)
                if new is None:
                    note("The log starts from the beginning.")
                    new = found
                if new:
                    written = new
                    write(shown_log(new), end="")
                if len(found) >= len(seen) or new:
                    seen = found
                if is_ended:
                    break
    except KeyboardInterrupt:
        _end_line(written)
        return
    except Terminated as interruption:
        raise exit_of(interruption) from None
    _end_line(written)
    note(f"Deployment {deployment} has ended.")


def _end_line(written: str) -> None:
    if written and not written.endswith("\n"):
        write("")


def _has_ended(edgegap: Edgegap, deployment: str) -> bool:
    try:
        return edgegap.deployments.get(deployment).status in FINAL_STATES
    except GONE:
        return True
    except PASSING:
        return False
