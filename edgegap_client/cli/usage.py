"""`edgegap usage`: the vCPU-hours of the deployments that the service still lists."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import click
from attrs import frozen

from .. import Edgegap, EdgegapError
from .._core.unreadable import peek
from .deployment_rows import Row, Rows, query_of, read_age
from .lines import NEVER_CUT, LineColumn, write_lines
from .listing import filter_options
from .options import Command, page_size, pass_session, read_by
from .output import note, write_json
from .session import Session

if TYPE_CHECKING:
    from ..models import AppVersion

UNITS_OF_A_VCPU: Final = 1024
SECONDS_OF_AN_HOUR: Final = 3600.0
DAY: Final = datetime.timedelta(days=1)
# Each deployment has a tag of its own with these beginnings, so they would not group anything.
UNIQUE_TAG: Final = re.compile(r"launch-[0-9a-z]{12}")
UNTAGGED: Final = "(no tag)"
BY: Final = ("app", "tag", "day")


@frozen
class Span:
    """The time for which a deployment has run, and its vCPUs.

    Attributes:
        row: The deployment.
        start: When it started.
        end: When it ended, or now.
        vcpus: The vCPUs of its version.
    """

    row: Row
    start: datetime.datetime
    end: datetime.datetime
    vcpus: float

    @property
    def hours(self) -> float:
        """The vCPU-hours of the deployment."""
        return self.vcpus * (self.end - self.start).total_seconds() / SECONDS_OF_AN_HOUR


@frozen
class Used:
    """A line of the result.

    Attributes:
        name: The application, the tag or the day.
        deployments: The number of deployments.
        vcpu_hours: Their vCPU-hours.
        price: The price of a vCPU-hour; None if none was given.
    """

    name: str
    deployments: int
    vcpu_hours: float
    price: float | None

    @property
    def cost(self) -> float | None:
        """The cost of the vCPU-hours at the price."""
        return None if self.price is None else self.vcpu_hours * self.price


def _columns(by: str, price: float | None) -> list[LineColumn]:
    columns = [
        LineColumn(by.upper(), 12, lambda used: used.name),
        LineColumn("DEPLOYMENTS", NEVER_CUT, lambda used: used.deployments),
        LineColumn("VCPU-HOURS", NEVER_CUT, lambda used: f"{used.vcpu_hours:.2f}"),
    ]
    return columns if price is None else [*columns, LineColumn("COST", NEVER_CUT, lambda used: f"{used.cost:.2f}")]


@click.command("usage", cls=Command)
@filter_options
@click.option("--by", type=click.Choice(BY), default="app", show_default=True, help="Group the sum by this.")
@click.option(
    "--since",
    "age",
    metavar="AGE",
    callback=read_by(read_age),
    help="Only the last 90 (seconds), 15m, 2h or 1d. Default: since the start of each deployment.",
)
@click.option(
    "--price",
    type=click.FloatRange(min=0),
    metavar="AMOUNT",
    help="Your price of a vCPU-hour, in your currency. The API has no prices, so the default shows no cost.",
)
@pass_session
def usage(session: Session, /, by: str, age: datetime.timedelta | None, price: float | None, **filters: Any) -> None:
    """Add up the vCPU-hours of the deployments that the service still lists. It is not an invoice.

    The API has no history, so the sum lacks ended deployments that the service no longer lists. The sum uses the vCPUs
    of the version. If a deployment runs with other resources, the API does not report them. Days are in UTC. A
    deployment with several tags counts for each of them.
    """
    edgegap = session.client()
    items = list(edgegap.deployments.list(query=query_of(**filters), page_size=page_size()))
    rows = Rows(edgegap)
    now = datetime.datetime.now(datetime.UTC)
    found = rows.of(items, with_status=True)
    spans = list(_spans(edgegap, found, None if age is None else now - age, now))
    used = [*_add_up(spans, by, price)]
    total = Used("total", len(spans), sum(each.hours for each in spans), price)
    if session.json:
        write_json({
            "by": by,
            "since": None if age is None else (now - age).isoformat(),
            "until": now.isoformat(),
            "usage": [_plain(each) for each in used],
            "total": _plain(total),
            "not_counted": len(found) - len(spans),
        })  # fmt: skip
    else:
        write_lines(_columns(by, price), [*used, total] if used else [], "There are no such deployments.")
    if len(spans) < len(found):
        note(
            f"{len(found) - len(spans)} not counted: they did not run in this time, or their status or"
            " version could not be read."
        )


def _plain(used: Used) -> dict[str, Any]:
    return {
        "name": used.name,
        "deployments": used.deployments,
        "vcpu_hours": round(used.vcpu_hours, 6),
        "cost": None if used.cost is None else round(used.cost, 6),
    }


def _spans(
    edgegap: Edgegap, rows: Iterable[Row], since: datetime.datetime | None, now: datetime.datetime
) -> Iterator[Span]:
    """How long each deployment has run since a moment. Deployments whose status or version is unknown are skipped."""
    vcpus: dict[tuple[str, str], float | None] = {}
    for row in rows:
        app, version, start = row.application, row.version, row.started
        if app is None or version is None or start is None:
            continue
        if (app, version) not in vcpus:
            vcpus[app, version] = _vcpus(edgegap, app, version)
        count = vcpus[app, version]
        removed = peek(row.status, "removal_time") if row.status else None
        end = min(removed, now) if isinstance(removed, datetime.datetime) else now
        start = max(start, since) if since else start
        if count is not None and start <= end:
            yield Span(row, start, end, count)


def _vcpus(edgegap: Edgegap, app: str, version: str) -> float | None:
    try:
        found: AppVersion = edgegap.app_versions.get(app, version)
    except EdgegapError:
        return None
    units = peek(found, "req_cpu")
    return None if units is None else units / UNITS_OF_A_VCPU


def _add_up(spans: Sequence[Span], by: str, price: float | None) -> Iterator[Used]:
    """Add up the vCPU-hours: the largest first, or, by day, the newest first."""
    parts: dict[str, list[float]] = defaultdict(list)
    for span in spans:
        for name, hours in _shares(span, by):
            parts[name].append(hours)
    used = [Used(name, len(hours), sum(hours), price) for name, hours in parts.items()]
    yield from sorted(used, key=lambda each: each.name if by == "day" else each.vcpu_hours, reverse=True)


def _shares(span: Span, by: str) -> Iterator[tuple[str, float]]:
    match by:
        case "app":
            yield str(span.row.application), span.hours
        case "tag":
            for tag in [tag for tag in span.row.tags if not UNIQUE_TAG.fullmatch(tag)] or [UNTAGGED]:
                yield tag, span.hours
        case _:
            start = span.start
            while start < span.end:
                midnight = datetime.datetime.combine(start.date() + DAY, datetime.time(), datetime.UTC)
                end = min(midnight, span.end)
                yield start.date().isoformat(), span.vcpus * (end - start).total_seconds() / SECONDS_OF_AN_HOUR
                start = end
