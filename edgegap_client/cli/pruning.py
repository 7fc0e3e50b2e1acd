"""`edgegap prune versions` deletes old versions that no deployment runs."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click
from attrs import evolve, frozen

from .. import ConflictError, Edgegap, EdgegapError, NotFoundError
from .._core.unreadable import peek
from .lines import NEVER_CUT, LineColumn, plan_lines
from .options import Command, Group, dry_run_option, page_size, pass_session, yes_option
from .output import note, progress_bar, write, write_json
from .session import Session

if TYPE_CHECKING:
    from ..models import AppVersion


@frozen
class Old:
    """A version that is not among the newest.

    Attributes:
        application: The application's name.
        version: The version's name.
        image_tag: The tag of the image.
        created: When the version was created.
        deployments: The ids of some deployments that run it.
        is_deleted: Whether the version was deleted.
        error: Why the version could not be deleted.
    """

    application: str
    version: str
    image_tag: str | None
    created: datetime.datetime
    deployments: tuple[str, ...]
    is_deleted: bool = False
    error: EdgegapError | None = None


PLAN = [
    LineColumn("APP", 8, lambda old: old.application),
    LineColumn("VERSION", NEVER_CUT, lambda old: old.version),
    LineColumn("IMAGE TAG", 9, lambda old: old.image_tag),
    LineColumn("CREATED", 19, lambda old: old.created),
]


@click.group("prune", cls=Group)
def prune() -> None:
    """Delete old, unused resources."""


@prune.command("versions", cls=Command)
@click.argument("apps", nargs=-1, metavar="[APP]...")
@click.option(
    "--keep",
    type=click.IntRange(min=1),
    default=5,
    show_default=True,
    metavar="N",
    help="Keep the N newest versions of each application.",
)
@click.option("--except", "excepted", multiple=True, metavar="VERSION", help="Keep versions of this name; repeatable.")
@click.option(
    "--unused", is_flag=True, help="Skip old versions that a deployment runs. Default: refuse if there are any."
)
@dry_run_option
@yes_option
@pass_session
def prune_versions(
    session: Session,
    apps: tuple[str, ...],
    keep: int,
    excepted: tuple[str, ...],
    unused: bool,
    dry_run: bool,
    yes: bool,
) -> None:
    """Delete old versions of the named applications, or of all.

    The command never deletes a version that a deployment runs. It checks the deployments for the plan, and again just
    before it deletes. The API does not say which versions a matchmaker or your backend will deploy: choose --keep large
    enough for them, or name them with --except.
    """
    edgegap = session.client()
    old, kept = _find(edgegap, apps, keep, set(excepted))
    used = [each for each in old if each.deployments]
    if used and not unused:
        raise ConflictError(
            f"version {used[0].version} of {used[0].application} is old, but deployment {used[0].deployments[0]} runs"
            f" it{f', and {len(used) - 1} more are in use' if used[1:] else ''}: nothing was deleted. --unused leaves"
            " them alone"
        )
    unneeded = [each for each in old if not each.deployments]
    if not session.json:
        for each in used:
            note(f"{each.application} {each.version} is kept: deployment {each.deployments[0]} runs it")
    if unneeded and not yes and (session.can_ask or not session.json):
        plan_lines(PLAN, unneeded)
    if dry_run:
        session.write_dry_run(lambda client: [client.app_versions.delete(e.application, e.version) for e in unneeded])
        return
    if unneeded:
        session.confirm(f"Delete {_count(unneeded)}, and keep {kept}?", is_agreed=yes)
    done = _delete(session, edgegap, unneeded)
    if session.json:
        write_json([
            {
                "application": each.application,
                "version": each.version,
                "deleted": each.is_deleted,
                "deployments": list(each.deployments),
                "error": str(each.error) if each.error else None,
            }
            for each in (*done, *used)
        ])  # fmt: skip
    elif not unneeded:
        note("There is nothing to delete.")
    if failed := next((each.error for each in done if each.error), None):
        raise failed


def _count(old: Sequence[Old]) -> str:
    return f"version {old[0].version} of {old[0].application}" if len(old) == 1 else f"these {len(old)} versions"


def _find(edgegap: Edgegap, apps: Sequence[str], keep: int, excepted: set[str]) -> tuple[list[Old], int]:
    """The old versions of applications, and the number of new or excepted versions."""
    names = apps or [each.name for each in edgegap.applications.list(page_size=page_size())]
    found: list[tuple[str, AppVersion]] = []
    kept = 0
    for app in dict.fromkeys(names):
        there = list(edgegap.app_versions.list(app))
        # Versions of unknown age are kept.
        dated = sorted((each for each in there if peek(each, "create_time")), key=_created, reverse=True)
        old = [each for each in dated[keep:] if each.name not in excepted]
        kept += len(there) - len(old)
        found += [(app, each) for each in old]
    with progress_bar("looking for deployments", len(found)) as advance:
        result: list[Old] = []
        for app, each in found:
            running = _deployments(edgegap, app, each.name)
            result.append(Old(app, each.name, peek(each, "docker_tag"), _created(each), running))
            advance()
    return result, kept


def _created(version: AppVersion) -> datetime.datetime:
    created: Any = version.create_time
    return created if isinstance(created, datetime.datetime) else datetime.datetime.max.replace(tzinfo=datetime.UTC)


def _deployments(edgegap: Edgegap, app: str, version: str) -> tuple[str, ...]:
    """Some deployments of a version. A deployment that is ending counts too, as long as the service lists it."""
    page = edgegap.deployments.list_page(application=app, version=version, limit=3)
    return tuple(each.request_id for each in page.data)


def _delete(session: Session, edgegap: Edgegap, old: Sequence[Old]) -> list[Old]:
    """Delete versions that still no deployment runs, and write which ones were deleted."""
    done: list[Old] = []
    with progress_bar("deleting versions", len(old)) as advance:
        for each in old:
            done.append(_delete_one(edgegap, each))
            advance()
    if not session.json:
        for each in done:
            if each.is_deleted:
                write(f"Deleted version {each.version} of {each.application}.")
            else:
                why = each.error or f"deployment {each.deployments[0]} runs it now"
                note(f"{each.application} {each.version} is kept: {why}")
    return done


def _delete_one(edgegap: Edgegap, old: Old) -> Old:
    try:
        if running := _deployments(edgegap, old.application, old.version):
            return evolve(old, deployments=running)
        edgegap.app_versions.delete(old.application, old.version)
    except NotFoundError:
        pass  # Another user has deleted the version.
    except EdgegapError as error:
        return evolve(old, error=error)
    return evolve(old, is_deleted=True)
