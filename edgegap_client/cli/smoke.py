"""`edgegap smoke` checks in CI whether a version starts and accepts players. It always stops the deployment."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from attrs import frozen

from .. import Edgegap
from ..errors import ConfigurationError
from .deployments import launched
from .options import Command, dry_run_option, pass_session
from .output import write_json, write_record
from .players import player_options, read_players
from .session import Session

if TYPE_CHECKING:
    from ..deployments import Deployment, Progress
    from ..models import AppVersion

# The tag shows in a list which deployments belong to this command. It is not the tag of `edgegap deploy`: a sweep may
# stop the deployments of a killed smoke test.
SMOKE_TAG: Final = "edgegap-smoke"


@frozen
class Smoke:
    """The result of a smoke test.

    Attributes:
        request_id: The deployment's id.
        seconds: The time from the create request until the deployment accepted players.
        probed: The names of the ports that accepted players.
    """

    request_id: str
    seconds: float
    probed: tuple[str, ...]


Probe = Callable[["Deployment"], bool]


@click.command("smoke", cls=Command)
@click.argument("app")
@click.argument("version")
@player_options
@click.option("--port", "ports", multiple=True, metavar="NAME", help="Probe this port; repeatable. Default: all ports.")
@click.option(
    "--payload",
    metavar="TEXT",
    help="The text to send to UDP ports, which must reply to it. @FILE sends the bytes of a file.",
)
@click.option("--expect", metavar="TEXT", help="Text that replies must contain. Default: any reply passes.")
@click.option("--no-probe", is_flag=True, help="Only wait until the deployment is ready. It may accept players later.")
@click.option("--wait-timeout", type=float, default=300.0, show_default=True, metavar="SECONDS", help="The timeout.")
@click.option(
    "--poll-interval", type=float, default=2.0, show_default=True, metavar="SECONDS", help="The time between two polls."
)
@dry_run_option
@pass_session
def smoke(
    session: Session,
    app: str,
    version: str,
    ips: tuple[str, ...],
    places: tuple[str, ...],
    here: bool,
    ports: tuple[str, ...],
    payload: str | None,
    expect: str | None,
    no_probe: bool,
    wait_timeout: float,
    poll_interval: float,
    dry_run: bool,
) -> None:
    """Start a version, wait until its ports accept players, and always stop it.

    \b
    edgegap smoke my-game v42 --near 45.5,-73.6 --payload ping --expect pong

    Exit status 0 if all ports accept players. Exit status 8 if the deployment fails, or a port does not accept in time.
    A TCP port must accept a connection and keep it open. A UDP port must reply to --payload, because only a reply shows
    that a program listens.
    """
    players = read_players(ips, places, here)
    if no_probe and (ports or payload is not None or expect is not None):
        raise click.UsageError("--no-probe cannot be combined with --port, --payload or --expect.")
    if expect is not None and payload is None:
        raise click.UsageError("--expect needs --payload.")
    data = None if payload is None else _bytes(payload)

    def order(edgegap: Edgegap) -> dict[str, Any]:
        return {"application": app, "version": version, "users": players(edgegap), "tags": [SMOKE_TAG]}

    edgegap = session.client(poll_interval=poll_interval)
    probes = {} if no_probe else _probes(edgegap.app_versions.get(app, version), ports, data, expect)
    if dry_run:
        session.write_dry_run(lambda client: client.deployments.create(**order(client)))
        return
    asked = order(edgegap)
    begun = time.monotonic()
    seconds = 0.0

    def run(report: Callable[[Progress], object]) -> Deployment:
        nonlocal seconds
        accepts = _all_accept(probes.values()) if probes else None
        with edgegap.deployments.running(
            **asked, timeout=wait_timeout, on_progress=report, accepts=accepts
        ) as deployment:
            seconds = time.monotonic() - begun
        return deployment

    _show(session, Smoke(launched(run).request_id, seconds, tuple(probes)))


def _bytes(payload: str) -> bytes:
    if not payload.startswith("@"):
        return payload.encode()
    try:
        return Path(payload[1:]).read_bytes()
    except OSError as error:
        raise ConfigurationError(f"--payload cannot be read: {error}") from None


def _probes(version: AppVersion, names: Iterable[str], payload: bytes | None, expect: str | None) -> dict[str, Probe]:
    """Make a probe for each port, by its name.

    Raises:
        click.UsageError: A port cannot be probed. No deployment was started.
    """
    from ..probes import TCP_PROTOCOLS, TCPProbe, UDPProbe

    known = {port.name or str(port.port): str(port.protocol).upper() for port in version.ports or ()}
    if unknown := [name for name in names if name not in known]:
        raise click.UsageError(f"The version has no port {unknown[0]!r}: its ports are {', '.join(known) or 'none'}.")
    wanted = (expect or "").encode()
    found: dict[str, Probe] = {}
    for name in dict.fromkeys(names) or known:
        if known[name] in TCP_PROTOCOLS:
            found[name] = TCPProbe(name)
        elif payload is None:
            raise click.UsageError(
                f"Port {name} is for {known[name]}: only a reply shows that somebody listens. --payload TEXT is what to"
                " send; --no-probe only waits until the deployment is ready."
            )
        else:
            found[name] = UDPProbe(name, payload=payload, is_reply=lambda data: bool(data) and wanted in data)
    if not found:
        raise click.UsageError("The version has no ports to probe: --no-probe only waits until it is ready.")
    return found


def _all_accept(probes: Iterable[Probe]) -> Probe:
    """Make a probe that succeeds once each of the probes has succeeded, at any time."""
    waiting = list(probes)

    def accepts(deployment: Deployment) -> bool:
        while waiting and waiting[0](deployment):
            waiting.pop(0)
        return not waiting

    return accepts


def _show(session: Session, seen: Smoke) -> None:
    if session.json:
        write_json({"request_id": seen.request_id, "seconds": round(seen.seconds, 3), "probed": list(seen.probed)})
        return
    write_record({
        "id": seen.request_id,
        "accepted": f"after {seen.seconds:.1f} s",
        "ports": list(seen.probed) or "not probed",
        "now": "stopped",
    })  # fmt: skip
