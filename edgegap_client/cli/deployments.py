"""The command `deploy`, and the group `deployments`."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NoReturn

import click

from .. import Edgegap, EdgegapError, NoCapacityError
from .._core.decoding import UNSET
from .._core.launch import CLI_TAG, check_tags
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
    pass_session,
    read_variables,
)
from .output import Column, note, progress, write, write_json, write_record, write_table
from .players import player_options, read_players
from .session import Session
from .signals import Terminated, exit_of, signals
from .stopping import stop_deployments

if TYPE_CHECKING:
    from ..deployments import Deployment

PORT: Final[list[Column]] = [
    ("PORT", lambda each: each[0]),
    ("PROTOCOL", lambda each: each[1]),
    ("ADDRESS", lambda each: each[2]),
]
# The end of a launch's note. It is true for a program that continues, but not for a command that ends.
GOES_ON: Final = re.compile(r": the client continues to search for it and to stop it, see `deployments\.pending`$")


def as_command(text: str) -> str:
    """Reword a note about a pending launch for a command, which ends soon."""
    what, count = GOES_ON.subn("", text)
    tag = re.search(r"tag (launch-\w+)", what)
    if not count or tag is None:
        return text
    return (
        f"{what}. This command looks for it for at most a minute, stops it, and then ends. To look again later:\n"
        f"    edgegap deployments stop --tag {tag[1]}"
    )


# --- deploy


@click.command("deploy", cls=Command)
@click.argument("app")
@click.argument("version")
@player_options
@click.option("--tag", "tags", multiple=True, help="A tag, to find the deployment again; repeatable.")
@env_option
@env_file_option
@click.option("--cpu", type=int, metavar="UNITS", help="vCPU units instead of the version's. Needs --memory.")
@click.option("--memory", type=int, metavar="MIB", help="Memory instead of the version's. Needs --cpu.")
@click.option("--require-cached", is_flag=True, help="Use only locations that have the image already.")
@click.option("--wait", is_flag=True, help="Wait until it is ready. After a failure or an interrupt, stop it.")
@click.option(
    "--wait-timeout", type=float, default=300.0, show_default=True, metavar="SECONDS", help="With --wait: the timeout."
)
@click.option("--max-active", type=int, metavar="N", help="With --wait: refuse if N deployments exist already.")
@click.option(
    "--poll-interval", type=float, default=2.0, show_default=True, metavar="SECONDS", help="The time between two polls."
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

    With --wait, the command shows a running server and its addresses, or leaves no server behind. Without --wait, it
    shows the id as soon as the service has accepted the request. `edgegap deployments wait` waits later.
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
                "The launch would also add a unique tag (launch- and 12 characters) and, until it ends, "
                f"{LAUNCHING_TAG}."
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
        note(f"Interrupted: the deployment may exist anyway. Check with: edgegap deployments list --app {app}")
        raise click.exceptions.Exit(130) from None
    if session.json:
        write_json({"request_id": deployment_id})
    else:
        write(deployment_id)
        note(f"Accepted. `edgegap deployments wait {deployment_id}` waits until it is ready.")


def launched(launch: Callable[[Callable[[Progress], object]], Deployment]) -> Deployment:
    """Run `launch` with its progress on a terminal, and return the deployment.

    Ctrl-C and SIGTERM cancel the launch, which then stops its deployment. A second signal does not interrupt the stop.
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
        # The second signal interrupted the caller of the clean-up. The clean-up continues, and closing the client waits
        # for it.
        note(
            f"Interrupted again: deployment {deployment_id or 'being created'} is still being stopped, then this ends."
        )
    elif deployment_id:
        note(f"Interrupted: deployment {deployment_id} was stopped.")
    else:
        note("Interrupted: no deployment was left behind.")
    raise exit_of(interruption)


def show_deployment(session: Session, deployment: Deployment) -> None:
    """Write a running deployment with its addresses."""
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
    write_table(PORT, rows, "The deployment has no ports.")


# --- find


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
@click.option("--wait-timeout", type=float, default=300.0, show_default=True, metavar="SECONDS", help="The timeout.")
@click.option(
    "--poll-interval", type=float, default=2.0, show_default=True, metavar="SECONDS", help="The time between two polls."
)
@pass_session
def wait_for_deployment(session: Session, deployment: str, wait_timeout: float, poll_interval: float) -> None:
    """Wait until a deployment is ready, and show the addresses to connect to. The command never stops it."""
    edgegap = session.client(poll_interval=poll_interval)
    with progress(f"waiting for {deployment}") as live:
        found = edgegap.deployments.wait_until_ready(
            deployment, timeout=wait_timeout, on_progress=lambda news: live(_sentence(news))
        )
    show_deployment(session, found)
