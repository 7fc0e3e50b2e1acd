"""The commands that stop deployments: by ids, by filters, and the orphaned deployments of killed processes."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from .. import Edgegap
from .._core.launch import CLI_TAG
from .._core.unreadable import peek, tags_of
from ..deployments import LAUNCHING_TAG
from .deployment_rows import COLUMNS, PLAN, Rows, in_order, query_of, read_age
from .lines import plan_lines
from .listing import filter_options
from .options import Command, dry_run_option, page_size, pass_session, read_by, yes_option
from .output import note, progress_bar, write, write_json
from .session import Session

if TYPE_CHECKING:
    from ..models import DeploymentListItem


@click.command("stop", cls=Command)
@click.argument("ids", nargs=-1, metavar="[DEPLOYMENT]...")
@filter_options
@click.option(
    "--older-than",
    "age",
    metavar="AGE",
    callback=read_by(read_age),
    help="Only deployments that are at least this old: 90 (seconds), 15m, 2h, 1d.",
)
@click.option(
    "--created-by-cli", "is_by_cli", is_flag=True, help=f"Only deployments of `edgegap deploy`: tag {CLI_TAG}."
)
@click.option("--all", "every", is_flag=True, help="Stop all deployments of the organisation.")
@click.option("--ignore-missing", is_flag=True, help="Ignore ids that are unknown or have ended already.")
@click.option("--wait", is_flag=True, help="Wait until they have ended.")
@dry_run_option
@yes_option
@pass_session
def stop_deployments(
    session: Session,
    /,
    ids: tuple[str, ...],
    age: datetime.timedelta | None,
    is_by_cli: bool,
    every: bool,
    ignore_missing: bool,
    wait: bool,
    dry_run: bool,
    yes: bool,
    **filters: Any,
) -> None:
    """Stop deployments, by their ids or by filters.

    \b
    edgegap stop --older-than 2h --dry-run
    edgegap stop --older-than 2h --app my-game --created-by-cli

    A deployment must match all filters. The command lists the deployments before it asks, and stops no others. Exit
    status 4 if one of the ids is unknown or had ended already, unless --ignore-missing is given.
    """
    has_filters = bool(age is not None or is_by_cli or any(filters.values()))
    if bool(ids) + has_filters + every != 1:
        raise click.UsageError("Give ids, or filters such as --tag, or --all.")
    edgegap = session.client()
    if ids:
        wanted = tuple(dict.fromkeys(ids))
        items = listed(edgegap, request_id=list(wanted)) if not (yes or dry_run) else []
    else:
        items = _chosen(edgegap, age, is_by_cli=is_by_cli, **filters)
        wanted = tuple(each.request_id for each in items)
        ignore_missing = True  # The deployment ended after it was listed.
    stop_these(session, edgegap, wanted, items, dry_run=dry_run, yes=yes, wait=wait, ignore_missing=ignore_missing)


def listed(edgegap: Edgegap, **conditions: Any) -> list[DeploymentListItem]:
    """List the deployments that meet the conditions."""
    return list(edgegap.deployments.list(page_size=page_size(), **conditions))


def _chosen(
    edgegap: Edgegap, age: datetime.timedelta | None, *, is_by_cli: bool, tags: Sequence[str], **filters: Any
) -> list[DeploymentListItem]:
    """The deployments that the filters choose. The client checks the service's choice once more."""
    before = None if age is None else datetime.datetime.now(datetime.UTC) - age
    found = listed(edgegap, query=query_of([CLI_TAG] if is_by_cli else tags, before=before, **filters))
    chosen = [
        each
        for each in found
        if _has_tags(each, tags, is_by_cli=is_by_cli) and (before is None or _is_older(each, before))
    ]
    return _with_status(edgegap, chosen, **filters) if any(filters.values()) else chosen


def _with_status(
    edgegap: Edgegap,
    items: Sequence[DeploymentListItem],
    *,
    applications: Sequence[str],
    versions: Sequence[str],
    status: str | None,
) -> list[DeploymentListItem]:
    """Keep the deployments whose status matches: lists have neither the application, nor the version, nor the state.

    Raises:
        EdgegapError: The status of a deployment could not be read.
    """
    rows = Rows(edgegap)
    found = rows.of(items, with_status=True)
    if rows.problem is not None:
        raise rows.problem
    return [
        row.item
        for row in found
        if (not applications or row.application in applications)
        and (not versions or row.version in versions)
        and (not status or row.state == status.lower())
    ]


def _has_tags(item: DeploymentListItem, tags: Sequence[str], *, is_by_cli: bool) -> bool:
    there = set(tags_of(item) or ())
    return (not is_by_cli or CLI_TAG in there) and (not tags or not there.isdisjoint(tags))


def _is_older(item: DeploymentListItem, moment: datetime.datetime) -> bool:
    """Whether a deployment is old enough. The start time, if it is known, must agree with the service's choice."""
    started = peek(item, "start_time")
    return not isinstance(started, datetime.datetime) or started <= moment


def stop_these(
    session: Session,
    edgegap: Edgegap,
    ids: Sequence[str],
    items: Sequence[DeploymentListItem],
    *,
    dry_run: bool,
    yes: bool,
    wait: bool,
    ignore_missing: bool,
) -> None:
    """Stop deployments after a confirmation that lists them, and write which ones the service accepted.

    Args:
        session: The run of the command line.
        edgegap: The client.
        ids: The deployments to stop.
        items: The listed deployments, for the plan.
        dry_run: Whether only to show the deployments and the requests.
        yes: Whether to stop without a question.
        wait: Whether to wait until the deployments have ended.
        ignore_missing: Whether unknown and ended deployments are no error.
    """
    if ids and not yes and (session.can_ask or not session.json):
        _write_plan(edgegap, items)
    if dry_run:
        session.write_dry_run(lambda client: client.deployments.stop_many(ids))
        if not ids:
            note("There is nothing to stop.")
        return
    if ids:
        session.confirm(f"Stop {_count(ids)}?", is_agreed=yes)
    stopped = edgegap.deployments.stop_many(ids)
    if wait and stopped.accepted:
        with progress_bar("waiting for the end", len(stopped.accepted)) as advance:
            for each in stopped.accepted:
                edgegap.deployments.wait_until_stopped(each)
                advance()
    if session.json:
        write_json(session.plain(stopped))
    else:
        for each in stopped.accepted:
            write(f"{each} {'stopped' if wait else 'stopping'}")
        for each in stopped.not_accepted:
            note(f"{each} not stopped: unknown, or ended already")
        if not ids:
            note("There is nothing to stop.")
    if stopped.not_accepted and not ignore_missing:
        raise click.exceptions.Exit(4)


def _count(ids: Sequence[str]) -> str:
    return f"deployment {ids[0]}" if len(ids) == 1 else f"these {len(ids)} deployments"


def _write_plan(edgegap: Edgegap, items: Sequence[DeploymentListItem]) -> None:
    if not items:
        return
    rows = in_order(Rows(edgegap).of(items, with_status=True), "age", is_reverse=True)
    plan_lines([COLUMNS[name].column for name in PLAN], rows)


@click.command("sweep", cls=Command)
@click.option(
    "--older-than",
    "age",
    default="1h",
    show_default=True,
    metavar="AGE",
    callback=read_by(read_age),
    help="Skip younger deployments: 90 (seconds), 15m, 2h, 1d. At least 1h for the tag launching.",
)
@click.option("--tag", default=LAUNCHING_TAG, show_default=True, help="The exact tag.")
@dry_run_option
@yes_option
@pass_session
def sweep(session: Session, age: datetime.timedelta, tag: str, dry_run: bool, yes: bool) -> None:
    """Stop orphaned deployments: those that still have the tag launching after an hour.

    A deployment of `deploy --wait`, or of `launch` of the library, has that tag until it is handed over. To stop
    deployments of `edgegap deploy`, use `edgegap stop --created-by-cli`.
    """
    if tag == CLI_TAG:
        raise click.UsageError(
            f"Deployments with the tag {CLI_TAG} were started by hand, and are not orphaned:"
            f" edgegap stop --created-by-cli --older-than {age.total_seconds():.0f}"
        )
    edgegap = session.client()
    swept = edgegap.deployments.sweep(tag=tag, older_than=age, dry_run=True)
    old = [each for each in swept if each.since is not None]
    if old and not dry_run:
        if session.can_ask or not session.json:
            for each in old:
                note(f"{each.request_id}: {each.reason}")
        session.confirm(f"Stop {len(old)} deployment{'s' if old[1:] else ''}?", is_agreed=yes)
        # Other deployments may have become old enough during the question.
        listed_ids = {each.request_id for each in old}
        swept = edgegap.deployments._sweep(tag, age, dry_run=False, only=listed_ids)
    if session.json:
        write_json(session.plain(swept))
        return
    for each in swept:
        word = (
            "left alone" if each.since is None else "stopped" if each.stopped else "to stop" if dry_run else "stopping"
        )
        write(f"{each.request_id} {word}: {each.reason}")
    if not swept:
        note("There is nothing to stop.")
