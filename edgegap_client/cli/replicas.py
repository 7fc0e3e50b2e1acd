"""`edgegap replicas` shows the processes that share a Redis."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import click

from .._core.redaction import Secret
from ..errors import ConfigurationError, EdgegapError, TimedOut
from . import output
from .options import Command, pass_session
from .session import Session

if TYPE_CHECKING:
    from ..replicas import ReplicasReport

VARIABLE: Final = "EDGEGAP_REPLICAS"
INTERVAL_SECONDS: Final = 1.0

REPLICA: Final[list[output.Column]] = [
    ("HOST", lambda each: each.host),
    ("PID", lambda each: each.pid),
    ("SINCE", lambda each: each.since),
    ("VERSION", lambda each: each.version),
    ("HEARTBEAT", lambda each: f"{each.last_heartbeat:.1f} s ago"),
    ("LEADER", lambda each: "yes" if each.is_leader else "no"),
    ("WAITING", lambda each: each.waiting_launches),
    ("PENDING", lambda each: each.pending_launches),
]
LIMIT: Final[list[output.Column]] = [
    ("LIMIT", lambda each: each.name),
    ("ORGANISATION", lambda each: each.organisation),
    ("USED", lambda each: f"{each.used} of {each.slots}"),
    ("WAITING", lambda each: each.waiting),
]
WEBHOOK: Final[list[output.Column]] = [("WEBHOOK", lambda each: each.id), ("CAME", lambda each: f"{each.age:g} s ago")]


@click.command("replicas", cls=Command)
@click.option(
    "--redis",
    metavar="URL",
    help=f"The URL that the clients pass as replicas=. Default: {VARIABLE}. Other users can see command lines, so use"
    " the variable for a URL with a password.",
)
@click.option("--prefix", default="edgegap", show_default=True, help="The prefix that the clients pass to Replicas.")
@click.option("--watch", is_flag=True, help="Refresh the view every second, until Ctrl-C. Needs a terminal.")
@click.option("--metrics", is_flag=True, help="Write metrics in the format of Prometheus.")
@pass_session
def replicas(session: Session, redis: str | None, prefix: str, watch: bool, metrics: bool) -> None:
    """Show the processes that share a Redis: slots in use, launches, webhooks.

    \b
    edgegap replicas --redis redis://localhost:6379
    edgegap replicas --watch
    """
    url = Secret(redis or os.environ.get(VARIABLE, ""))
    del redis
    if not url.reveal():
        raise click.UsageError(f"There is no URL of a Redis: pass --redis URL, or set {VARIABLE}.")
    if watch and (session.json or metrics or not output.can_refresh()):
        raise click.UsageError("--watch needs a terminal, and cannot be combined with --json or --metrics.")
    if watch:
        _watch(url, prefix)
        return
    report = _fetch(url, prefix)
    if metrics:
        output.write(report.metrics().rstrip("\n"))
    elif session.json:
        output.write_json(session.plain(report))
    else:
        for number, (columns, items, nothing) in enumerate(_tables(report)):
            if number and items:
                output.write("")
            if items or not number:
                output.write_table(columns, items, nothing)


def _tables(report: ReplicasReport) -> list[tuple[list[output.Column], list[Any], str]]:
    return [
        (REPLICA, [*report.replicas], "No process shares this Redis at the moment."),
        (LIMIT, [*report.limits], "No rate limit is in use."),
        (WEBHOOK, [*report.webhooks], "No webhooks arrived recently."),
    ]


def _watch(url: Secret[str], prefix: str) -> None:
    with output.refreshed() as show:
        while True:
            report = _fetch(url, prefix)
            waiting, pending = report.waiting_launches, report.pending_launches
            show(
                [f"{len(report.replicas)} replicas, {waiting} waiting and {pending} pending launches"], _tables(report)
            )
            time.sleep(INTERVAL_SECONDS)


def _fetch(url: Secret[str], prefix: str) -> ReplicasReport:
    import asyncio

    from .._runtime.redis_reports import fetch_report

    try:
        return asyncio.run(fetch_report(Secret(url.reveal()), prefix))
    except EdgegapError:
        raise
    except Exception as error:
        where, kind = _where(url), type(error).__name__
    # This runs outside of the handler: the error of the Redis client may show the URL.
    raise TimedOut(f"Redis at {where} cannot be reached, or does not respond ({kind})")


def _where(url: Secret[str]) -> str:
    """The host and port, or the path, of a URL, without its password."""
    try:
        parts = urlsplit(url.reveal())
        return f"{parts.hostname or parts.path}:{parts.port}" if parts.port else parts.hostname or parts.path
    except ValueError:
        raise ConfigurationError("the URL of Redis is malformed") from None
