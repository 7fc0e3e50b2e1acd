"""`edgegap metrics` shows the resource use of a deployment over time, as sparklines."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import click
from attrs import frozen

from .._core.decoding import UNSET
from .._core.unreadable import peek
from .deployment_rows import read_age
from .lines import NEVER_CUT, LineColumn, watched, write_lines
from .options import Command, pass_session, read_by
from .output import can_refresh, can_write, write_json
from .session import Session
from .watching import watch as watch_it
from .watching import watch_options

if TYPE_CHECKING:
    from ..models import DeploymentMetrics, MetricsSeries

GRAPH_WIDTH: Final = 24
BLOCKS: Final = "▁▂▃▄▅▆▇█"
# These characters replace blocks if the output's encoding has none.
ASCII_BLOCKS: Final = "_.-:=+*#"
NOTHING: Final = "The service has no metrics of this deployment yet."


@frozen
class Use:
    """One measured value over time.

    Attributes:
        name: The name of the value.
        values: The samples, the oldest first.
    """

    name: str
    values: tuple[float, ...]


COLUMNS: Final = [
    LineColumn("METRIC", NEVER_CUT, lambda use: use.name),
    LineColumn("OVER TIME", NEVER_CUT, lambda use: sparkline(use.values)),
    LineColumn("MIN", NEVER_CUT, lambda use: _figure(min(use.values))),
    LineColumn("MEAN", NEVER_CUT, lambda use: _figure(math.fsum(use.values) / len(use.values))),
    LineColumn("MAX", NEVER_CUT, lambda use: _figure(max(use.values))),
    LineColumn("LAST", NEVER_CUT, lambda use: _figure(use.values[-1])),
]


def _figure(value: float) -> str:
    for size, unit in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:.3g}{unit}"
    return f"{value:.3g}"


def sparkline(values: Sequence[float], width: int = GRAPH_WIDTH) -> str:
    """Draw the values as a line of blocks from 0 to the largest.

    If several values share a block, the largest counts.
    """
    blocks = BLOCKS if can_write(BLOCKS) else ASCII_BLOCKS
    if len(values) > width:
        edges = [len(values) * n // width for n in range(width + 1)]
        values = [max(values[start:end]) for start, end in pairwise(edges)]
    top = max(values, default=0.0)
    if top <= 0:
        return blocks[0] * len(values)
    return "".join(blocks[max(0, min(len(blocks) - 1, math.ceil(value / top * len(blocks)) - 1))] for value in values)


def _uses(metrics: DeploymentMetrics) -> list[Use]:
    network, total = peek(metrics, "network"), peek(metrics, "total")
    series: list[tuple[str, MetricsSeries | None]] = [
        ("cpu", peek(metrics, "cpu")),
        ("cpu throttled", peek(metrics, "cpu_throttle_rate")),
        ("memory", peek(metrics, "mem")),
        ("network in", peek(network, "receive") if network else None),
        ("network out", peek(network, "transmit") if network else None),
        ("disk read", peek(total, "disk_read_total") if total else None),
        ("disk written", peek(total, "disk_write_total") if total else None),
    ]
    found = [(name, _samples(each)) for name, each in series if each is not None]
    return [Use(name, values) for name, values in found if values]


def _samples(series: MetricsSeries) -> tuple[float, ...]:
    return tuple(value for value in peek(series, "datasets") or () if math.isfinite(value))


@click.command("metrics", cls=Command)
@click.argument("deployment")
@click.option(
    "--since",
    "age",
    metavar="AGE",
    callback=read_by(read_age),
    help="Only the last 90 (seconds), 15m, 2h or 1d. Default: since the start.",
)
@watch_options
@pass_session
def show_metrics(
    session: Session, deployment: str, age: datetime.timedelta | None, watch: bool, interval: float
) -> None:
    """Show the use of processor, memory, network and disk of a deployment over time.

    Each line of blocks goes from 0 to the largest value. Edgegap does not document the units, so none are shown. Disk
    figures are totals since the start.
    """
    edgegap = session.client()

    def look() -> DeploymentMetrics:
        start = UNSET if age is None else datetime.datetime.now(datetime.UTC) - age
        return edgegap.deployments.get_metrics(deployment, start_time=start)

    found = look()
    if session.json:
        write_json(session.plain(found))
    elif watch and can_refresh():
        with watched() as show:
            watch_it(
                found,
                look,
                lambda metrics, trouble: show(trouble or f"deployment {deployment}", COLUMNS, _uses(metrics)),
                interval,
            )
    else:
        write_lines(COLUMNS, _uses(found), NOTHING)
