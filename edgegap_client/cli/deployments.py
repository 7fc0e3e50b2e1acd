"""Deployments: start them, find them, look into them, stop them; and where they could run."""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, Final, NoReturn, cast

import click

from .. import Edgegap, EdgegapError, NoCapacityError
from .._core.decoding import UNSET
from .._core.launch import check_tags
from ..deployments import LAUNCHING_TAG, LaunchError, Progress
from .listing import list_deployments
from .logs import show_logs
from .metrics import show_metrics
from .options import (
    Command,
    Group,
    dry_run_option,
    env_file_option,
    env_option,
    limit_option,
    page_size,
    pass_session,
    read_variables,
)
from .output import Column, note, progress, write, write_json, write_record, write_table
from .players import player_options, read_players
from .session import Session
from .signals import Terminated, exit_of, signals
from .stopping import CLI_TAG, stop_deployments

if TYPE_CHECKING:
    from ..deployments import Deployment

PORT: Final[list[Column]] = [
    ("PORT", lambda each: each[0]),
    ("PROTOCOL", lambda each: each[1]),
    ("ADDRESS", lambda each: each[2]),
]
LOCATION: Final[list[Column]] = [
    ("CITY", lambda each: each.city),
    ("COUNTRY", lambda each: each.country),
    ("CONTINENT", lambda each: each.continent),
    ("LATITUDE", lambda each: each.latitude),
    ("LONGITUDE", lambda each: each.longitude),
    ("TYPE", lambda each: each.type_),
]
LATENCY: Final[list[Column]] = [
    ("LOCATION", lambda each: each["location"]),
    ("COUNTRY", lambda each: each["country"]),
    ("LATENCY", lambda each: _milliseconds(each["latency_ms"])),
    ("PROTOCOL", lambda each: each["protocol"]),
    ("LOST", lambda each: f"{each['loss']:.0%}"),
    ("ERROR", lambda each: each["error"]),
]
RANKING: Final[list[Column]] = [
    ("LOCATION", lambda each: each["location"]),
    ("WORST", lambda each: _milliseconds(each["worst_ms"])),
    ("MEAN", lambda each: _milliseconds(each["mean_ms"])),
    ("PLAYERS", lambda each: [_milliseconds(figure) for figure in each["players_ms"]]),
]


def _milliseconds(figure: float | None) -> str:
    return "-" if figure is None else f"{figure:.1f} ms"


# How a note about a launch ends: true of a program that goes on, not of a command that ends.
GOES_ON: Final = re.compile(r": the client goes on looking for it and stopping it, see `deployments\.pending`$")


def as_command(text: str) -> str:
    """A note about a pending launch, in the words of a command, which ends soon."""
    what, count = GOES_ON.subn("", text)
    tag = re.search(r"tag (launch-\w+)", what)
    if not count or tag is None:
        return text
    return (
        f"{what}. This command looks for it for a minute at the most, stops it, and then ends. To look again later:\n"
        f"    edgegap deployments stop --tag {tag[1]}"
    )


# Deploying.


@click.command("deploy", cls=Command)
@click.argument("app")
@click.argument("version")
@player_options
@click.option("--tag", "tags", multiple=True, help="A tag, to find the deployment again; repeatable.")
@env_option
@env_file_option
@click.option("--cpu", type=int, metavar="UNITS", help="Other vCPU units than the version's; with --memory.")
@click.option("--memory", type=int, metavar="MIB", help="Other memory than the version's; with --cpu.")
@click.option("--require-cached", is_flag=True, help="Only where the image is already.")
@click.option("--wait", is_flag=True, help="Wait until it is ready; if that fails or is interrupted, stop it.")
@click.option(
    "--wait-timeout", type=float, default=300.0, show_default=True, metavar="SECONDS", help="With --wait: how long."
)
@click.option("--max-active", type=int, metavar="N", help="With --wait: refuse if N deployments exist already.")
@click.option(
    "--poll-interval", type=float, default=2.0, show_default=True, metavar="SECONDS", help="Between two looks at it."
)
@dry_run_option
@pass_session
def deploy(
    session: Session,
    app: str,
    version: str,
    ips: tuple[str, ...],
    places: tuple[str, ...],
    here: bool,
    tags: tuple[str, ...],
    env: tuple[str, ...],
    env_file: str | None,
    cpu: int | None,
    memory: int | None,
    require_cached: bool,
    wait: bool,
    wait_timeout: float,
    max_active: int | None,
    poll_interval: float,
    dry_run: bool,
) -> None:
    """Start a game server near players. It costs money until it is stopped.

    \b
    edgegap deploy my-game v1 --ip 203.0.113.7 --ip 198.51.100.20 --wait

    With --wait either a running server is shown, with the addresses to connect to, or none is left behind. Without it
    the id is shown as soon as the service has accepted; `edgegap deployments wait` waits later.
    """
    from ..models import DeploymentResources, EnvVarV2

    players = read_players(ips, places, here)
    if (cpu is None) != (memory is None):
        raise click.UsageError("--cpu and --memory go together.")
    if max_active is not None and not wait:
        raise click.UsageError("--max-active goes with --wait.")
    variables = read_variables(env, env_file)

    def order(edgegap: Edgegap) -> dict[str, Any]:
        return {
            "application": app,
            "version": version,
            "users": players(edgegap),
            "resources": UNSET if cpu is None or memory is None else DeploymentResources(cpu, memory),
            "require_cached_locations": require_cached or UNSET,
            "environment_variables": [EnvVarV2(key, value, is_hidden=False) for key, value in variables.items()]
            or UNSET,
            "tags": list(dict.fromkeys((*check_tags(tags), CLI_TAG))),
        }

    def create(edgegap: Edgegap) -> str:
        return edgegap.deployments.create(**order(edgegap)).request_id

    if dry_run:
        session.write_dry_run(create)
        if wait and not session.json:
            note(
                f"The launch would add a tag of its own, launch- and 12 characters; and {LAUNCHING_TAG}, for its time."
            )
        return
    edgegap = session.client(poll_interval=poll_interval)
    if wait:
        asked = order(edgegap)
        show_deployment(
            session,
            launched(
                lambda report: edgegap.deployments.launch(
                    **asked, timeout=wait_timeout, on_progress=report, max_active=max_active
                )
            ),
        )
        return
    try:
        deployment_id = create(edgegap)
    except NoCapacityError as error:
        with suppress(EdgegapError):
            if error.deployment_id:
                edgegap.deployments.stop(error.deployment_id)
                error.hint = f"deployment {error.deployment_id} was created, and stopped"
        raise
    except KeyboardInterrupt:
        note(f"Interrupted: it may have been created all the same: edgegap deployments list --app {app}")
        raise click.exceptions.Exit(130) from None
    if session.json:
        write_json({"request_id": deployment_id})
    else:
        write(deployment_id)
        note(f"Accepted. `edgegap deployments wait {deployment_id}` waits until it is ready.")


def launched(launch: Callable[[Callable[[Progress], object]], Deployment]) -> Deployment:
    """The deployment that `launch` gives, with its progress on a terminal.

    Ctrl-C and SIGTERM end it, and the launch stops what it has created. A second one does not keep it from that.
    """
    seen: list[Progress] = []
    with progress("creating") as live, signals(lambda: _stopping(live, seen)):

        def report(news: Progress) -> None:
            seen.append(news)
            live(_sentence(news))

        try:
            return launch(report)
        except (KeyboardInterrupt, Terminated) as interruption:
            _report_interrupted(interruption, seen[-1].request_id if seen else "")


def _sentence(news: Progress) -> str:
    return " ".join(filter(None, (news.status.lower(), news.request_id)))


def _stopping(live: Callable[[str], None], seen: list[Progress]) -> None:
    live("stopping the deployment")
    if not sys.stderr.isatty():
        note(f"Interrupted: stopping deployment {seen[-1].request_id or 'being created'}." if seen else "Interrupted.")


def _report_interrupted(interruption: BaseException, deployment_id: str) -> NoReturn:
    behind = interruption.__context__
    while behind is not None and not isinstance(behind, KeyboardInterrupt | Terminated | LaunchError | NoCapacityError):
        behind = behind.__context__
    notes = [as_command(text) for text in getattr(interruption, "__notes__", ())]
    if notes:
        note(" ".join(["Interrupted.", *(f"{text[0].upper()}{text[1:]}" for text in notes)]))
    elif behind is not None:
        # It was its clean-up that was interrupted, which goes on; closing the client waits for it.
        note(
            f"Interrupted again: deployment {deployment_id or 'being created'} is still being stopped, then this ends."
        )
    elif deployment_id:
        note(f"Interrupted: deployment {deployment_id} was stopped.")
    else:
        note("Interrupted: no deployment is left.")
    raise exit_of(interruption)


def show_deployment(session: Session, deployment: Deployment) -> None:
    """Write a running deployment with the addresses to connect to."""
    if session.json:
        write_json(session.plain(deployment))
        return
    place = deployment.location
    write_record({
        "id": deployment.request_id,
        "status": deployment.status.lower(),
        "location": f"{place.city}, {place.country}" if place else None,
        "tags": list(deployment.tags),
    })  # fmt: skip
    write("")
    host = deployment.fqdn or deployment.public_ip
    rows = [(name, port.protocol, f"{host}:{port.external}") for name, port in deployment.ports.items()]
    write_table(PORT, rows, "It has no ports.")


# Finding.


@click.group("deployments", cls=Group)
def deployments() -> None:
    """Running game servers."""


for command in (list_deployments, show_logs, show_metrics, stop_deployments):
    deployments.add_command(command)


@deployments.command("get")
@click.argument("deployment")
@pass_session
def get_deployment(session: Session, deployment: str) -> None:
    """Show the status of a deployment."""
    session.show_one(session.client().deployments.get(deployment))


@deployments.command("wait")
@click.argument("deployment")
@click.option("--wait-timeout", type=float, default=300.0, show_default=True, metavar="SECONDS", help="How long.")
@click.option(
    "--poll-interval", type=float, default=2.0, show_default=True, metavar="SECONDS", help="Between two looks at it."
)
@pass_session
def wait_for_deployment(session: Session, deployment: str, wait_timeout: float, poll_interval: float) -> None:
    """Wait until a deployment is ready, and show the addresses to connect to. It is left alone whatever happens."""
    edgegap = session.client(poll_interval=poll_interval)
    with progress(f"waiting for {deployment}") as live:
        found = edgegap.deployments.wait_until_ready(
            deployment, timeout=wait_timeout, on_progress=lambda news: live(_sentence(news))
        )
    show_deployment(session, found)


# Where.


@click.command("locations", cls=Command)
@click.option("--app", help="Where this application is cached; with --version.")
@click.option("--version", help="Where this version is cached; with --app.")
@click.option("--type", "kind", help="Only of this type.")
@click.option("--tag", help="Only with this tag.")
@limit_option
@pass_session
def locations(
    session: Session, app: str | None, version: str | None, kind: str | None, tag: str | None, limit: int | None
) -> None:
    """List where deployments can run."""
    found = session.client().locations.list(
        app=app or UNSET, version=version or UNSET, type_=kind or UNSET, tags=tag or UNSET, page_size=page_size(limit)
    )
    session.show(LOCATION, list(islice(found, limit)), "There are no such locations.")


@click.command("ping", cls=Command)
@click.option("--samples", type=int, default=5, show_default=True, help="How often to measure each beacon.")
@click.option("--deadline", type=float, default=3.0, show_default=True, metavar="SECONDS", help="For all together.")
@click.option(
    "--protocol", type=click.Choice(["udp", "tcp"]), help="Measure with this one. Default: whichever replies."
)
@click.option(
    "--with",
    "others",
    multiple=True,
    type=click.File(encoding="utf-8"),
    help="What another player has measured, by `edgegap ping --json`; repeatable. Ranks locations for all of you.",
)
@limit_option
@pass_session
def ping(
    session: Session, samples: int, deadline: float, protocol: Any, others: tuple[IO[str], ...], limit: int | None
) -> None:
    """Measure the latency from here to Edgegap's beacons, the nearest first.

    With --with, locations are ranked for several players: by the latency of the one who is farthest away.
    """
    from .. import beacons

    players = [_read_latencies(other) for other in others]
    known = session.client().locations.list_beacons().collect()
    with progress(f"measuring {len(known)} beacons"):
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
        session.show(LATENCY, rows[:limit], "There are no beacons.")
        return
    ranking = beacons.rank([_nearest(rows), *players])
    ranked = [
        {"location": each.name, "worst_ms": each.worst_ms, "mean_ms": each.mean_ms, "players_ms": list(each.players_ms)}
        for each in ranking
    ]
    session.show(RANKING, ranked[:limit], "Nobody has reached a beacon.")


def _read_latencies(file: IO[str]) -> dict[str, float | None]:
    try:
        rows = json.load(file)
        if isinstance(rows, list):
            return _nearest(cast("list[dict[str, Any]]", rows))
    except (ValueError, KeyError, TypeError):
        pass
    raise click.UsageError(f"{file.name} was not written by `edgegap ping --json`.")


def _nearest(rows: list[dict[str, Any]]) -> dict[str, float | None]:
    """The latency to each location: of several beacons in one place, to the nearest."""
    # The nearest come first, and what was not reached last.
    return {row["location"]: row["latency_ms"] for row in reversed(rows)}
