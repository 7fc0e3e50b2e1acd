"""`edgegap locations` and `edgegap ping`: where deployments can run, and the latency from this computer."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from itertools import islice
from typing import IO, Any, Final, cast

import click

from .._core.decoding import UNSET
from .lines import NEVER_CUT, LineColumn, write_lines
from .options import Command, limit_option, page_size, pass_session
from .output import Column, can_write, time_bar, write_json
from .session import Session

BAR_WIDTH: Final = 20

LOCATION: Final[list[Column]] = [
    ("CITY", lambda each: each.city),
    ("COUNTRY", lambda each: each.country),
    ("CONTINENT", lambda each: each.continent),
    ("LATITUDE", lambda each: each.latitude),
    ("LONGITUDE", lambda each: each.longitude),
    ("TYPE", lambda each: each.type_),
]
LATENCY: Final = [
    LineColumn("LOCATION", 10, lambda each: each["location"]),
    LineColumn("COUNTRY", 8, lambda each: each["country"]),
    LineColumn("LATENCY", NEVER_CUT, lambda each: _milliseconds(each["latency_ms"])),
    LineColumn("", NEVER_CUT, lambda each: each["bar"], lambda _: "cyan"),
    LineColumn("PROTOCOL", 8, lambda each: each["protocol"]),
    LineColumn("LOST", 4, lambda each: f"{each['loss']:.0%}"),
    LineColumn("ERROR", 8, lambda each: each["error"]),
]
RANKING: Final[list[Column]] = [
    ("LOCATION", lambda each: each["location"]),
    ("WORST", lambda each: _milliseconds(each["worst_ms"])),
    ("MEAN", lambda each: _milliseconds(each["mean_ms"])),
    ("PLAYERS", lambda each: [_milliseconds(figure) for figure in each["players_ms"]]),
]


def _milliseconds(figure: float | None) -> str:
    return "-" if figure is None else f"{figure:.1f} ms"


@click.command("locations", cls=Command)
@click.option("--app", help="Only locations that have this application cached. Needs --version.")
@click.option("--version", help="Only locations that have this version cached. Needs --app.")
@click.option("--type", "kind", help="Only locations of this type.")
@click.option("--tag", help="Only locations with this tag.")
@limit_option
@pass_session
def locations(
    session: Session, app: str | None, version: str | None, kind: str | None, tag: str | None, limit: int | None
) -> None:
    """List the locations where deployments can run."""
    found = session.client().locations.list(
        app=app or UNSET, version=version or UNSET, type_=kind or UNSET, tags=tag or UNSET, page_size=page_size(limit)
    )
    session.show(LOCATION, list(islice(found, limit)), "There are no such locations.")


@click.command("ping", cls=Command)
@click.option("--samples", type=int, default=5, show_default=True, help="The number of measurements of each beacon.")
@click.option(
    "--deadline",
    type=float,
    default=3.0,
    show_default=True,
    metavar="SECONDS",
    help="The deadline of all measurements together.",
)
@click.option(
    "--protocol", type=click.Choice(["udp", "tcp"]), help="Measure with this protocol. Default: any that replies."
)
@click.option(
    "--with",
    "others",
    multiple=True,
    type=click.File(encoding="utf-8"),
    help="A file of another player's `edgegap ping --json`; repeatable. Ranks locations for all players.",
)
@limit_option
@pass_session
def ping(
    session: Session, samples: int, deadline: float, protocol: Any, others: tuple[IO[str], ...], limit: int | None
) -> None:
    """Measure the latency from this computer to Edgegap's beacons. The nearest come first.

    --with ranks locations for several players, by the latency of the player who is farthest away.
    """
    from .. import beacons

    players = [_read_latencies(other) for other in others]
    known = session.client().locations.list_beacons().collect()
    with time_bar(f"measuring {len(known)} beacons", deadline):
        measured = beacons.measure_sync(known, samples=samples, deadline=deadline, protocol=protocol)
    measured.sort(key=lambda each: math.inf if each.latency_ms is None else each.latency_ms)
    rows = [
        {
            "location": each.location.city,
            "country": each.location.country,
            "host": each.beacon.host,
            "latency_ms": each.latency_ms,
            "protocol": each.protocol,
            "loss": each.loss,
            "samples_ms": list(each.samples_ms),
            "error": each.error,
        }
        for each in measured
    ]
    if not players:
        if session.json:
            write_json(rows[:limit])
        else:
            write_lines(LATENCY, _with_bars(rows[:limit]), "There are no beacons.")
        return
    ranking = beacons.rank([_nearest(rows), *players])
    ranked = [
        {"location": each.name, "worst_ms": each.worst_ms, "mean_ms": each.mean_ms, "players_ms": list(each.players_ms)}
        for each in ranking
    ]
    session.show(RANKING, ranked[:limit], "No beacon replied. Check the network, or try another --protocol.")


def _read_latencies(file: IO[str]) -> dict[str, float | None]:
    try:
        rows = json.load(file)
        if isinstance(rows, list):
            return _nearest(cast("list[dict[str, Any]]", rows))
    except (ValueError, KeyError, TypeError):
        pass
    raise click.UsageError(f"{file.name} was not written by `edgegap ping --json`.")


def _nearest(rows: list[dict[str, Any]]) -> dict[str, float | None]:
    """The latency to each location: if it has several beacons, to the nearest."""
    # The nearest come first, and unreached ones last.
    return {row["location"]: row["latency_ms"] for row in reversed(rows)}


def _with_bars(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with a bar for each latency. The bar of the largest latency fills the column."""
    farthest = max((row["latency_ms"] for row in rows if row["latency_ms"] is not None), default=0.0)
    block = "\N{FULL BLOCK}" if can_write("\N{FULL BLOCK}") else "#"

    def bar(latency_ms: float | None) -> str:
        if latency_ms is None:
            return ""
        return block * max(1, round(BAR_WIDTH * latency_ms / farthest)) if farthest > 0 else block

    return [{**row, "bar": bar(row["latency_ms"])} for row in rows]
