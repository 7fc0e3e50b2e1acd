"""The commands for versions of applications: create, copy, change and delete."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import click

from .. import ConflictError, Edgegap
from .options import (
    Group,
    dry_run_option,
    env_file_option,
    env_option,
    limit_option,
    pass_session,
    read_secretly,
    read_variables,
    set_option,
    usage,
    yes_option,
)
from .output import Column
from .session import Session
from .setup import active_option, delete_one, given, write_one
from .specification import operation

if TYPE_CHECKING:
    from ..models import AppVersion

VERSION: Final[list[Column]] = [
    ("NAME", lambda each: each.name),
    ("ACTIVE", lambda each: each.is_active),
    ("IMAGE", lambda each: f"{each.docker_repository}/{each.docker_image}:{each.docker_tag}"),
    ("CPU", lambda each: each.req_cpu),
    ("MEMORY", lambda each: f"{each.req_memory} MiB"),
    ("PORTS", lambda each: [f"{port.name or port.port}:{port.port}/{port.protocol}" for port in each.ports or ()]),
]


def read_port(text: str) -> dict[str, Any]:
    """Convert `gameport:7777/UDP` to a port of a version. The name and the protocol are optional."""
    found = re.fullmatch(r"(?:(?P<name>[^:/]+):)?(?P<port>\d{1,5})(?:/(?P<protocol>.+))?", text)
    if not found:
        raise click.BadParameter(f"{text!r} is not a port: write [NAME:]PORT[/PROTOCOL], such as gameport:7777/UDP.")
    known = {name.lower(): name for name in ("HTTP", "HTTPS", "TCP", "TCP/UDP", "UDP", "WS", "WSS")}
    protocol = (found["protocol"] or "UDP").lower()
    if protocol not in known:
        raise click.BadParameter(f"{found['protocol']!r} is not a protocol: write one of {', '.join(known.values())}.")
    port = {"port": int(found["port"]), "protocol": known[protocol]}
    return {**port, "name": found["name"]} if found["name"] else port


def read_image(text: str) -> dict[str, str]:
    """Split `registry.edgegap.com/project/game:1.0.0` into registry, image and tag."""
    registry, slash, rest = text.partition("/")
    if not slash or not re.search(r"[.:]|^localhost$", registry):
        registry, rest = "docker.io", text
    image, colon, tag = rest.rpartition(":")
    if not colon or "/" in tag or "@" in text:
        raise click.BadParameter(
            f"{text!r} is not an image with a tag, such as registry.edgegap.com/project/game:1.0.0."
        )
    return {"docker_repository": registry, "docker_image": image, "docker_tag": tag}


def _version_options(function: Any) -> Any:
    options = [
        click.option("--image", metavar="REGISTRY/IMAGE:TAG", help="The container image."),
        click.option("--cpu", type=int, metavar="UNITS", help="vCPU units: 1024 units are one vCPU."),
        click.option("--memory", type=int, metavar="MIB", help="Memory in MiB."),
        click.option(
            "--port", "ports", multiple=True, metavar="[NAME:]PORT[/PROTOCOL]", help="A port. Default protocol: UDP."
        ),
        env_option,
        env_file_option,
        active_option,
        set_option,
        dry_run_option,
    ]
    for option in reversed(options):
        function = option(function)
    return function


def _version(options: Mapping[str, Any]) -> dict[str, Any]:
    variables = read_variables(options["env"], options["env_file"])
    return {
        **(read_image(options["image"]) if options["image"] else {}),
        **given({"req_cpu": options["cpu"], "req_memory": options["memory"], "is_active": options["is_active"]}),
        **({"ports": [read_port(text) for text in options["ports"]]} if options["ports"] else {}),
        **({"envs": [{"key": key, "value": value} for key, value in variables.items()]} if variables else {}),
    }


@click.group("versions", cls=Group)
def versions() -> None:
    """Versions of an application: which image to run, on what resources, with which ports."""


@versions.command("list")
@click.argument("app")
@limit_option
@pass_session
def list_versions(session: Session, app: str, limit: int | None) -> None:
    """List the versions of an application."""
    found = list(islice(session.client().app_versions.list(app), limit))
    session.show(VERSION, found, f"{app} has no versions: `edgegap versions create {app} NAME` creates one.")


@versions.command("get")
@click.argument("app")
@click.argument("name")
@pass_session
def get_version(session: Session, app: str, name: str) -> None:
    """Show a version with all its settings."""
    session.show_one(session.client().app_versions.get(app, name))


@versions.command("create")
@click.argument("app")
@click.argument("name", required=False, default="")
@click.option("--from", "source", metavar="VERSION", help="Copy this version. Other options replace its fields.")
@click.option(
    "--tag", "image_tag", metavar="TAG", help="With --from: another tag of the image, also the default of NAME."
)
@click.option(
    "--if-not-exists",
    is_flag=True,
    help="Succeed if the version exists with the given fields, and keep it unchanged.",
)
@_version_options
@pass_session
def create_version(
    session: Session,
    /,
    app: str,
    name: str,
    source: str | None,
    image_tag: str | None,
    if_not_exists: bool,
    fields: tuple[str, ...],
    dry_run: bool,
    **options: Any,
) -> None:
    """Create a version, or copy another one.

    \b
    edgegap versions create my-game v1 --image registry.edgegap.com/my-project/my-game:1.0.0 \\
        --cpu 1024 --memory 2048 --port gameport:7777/UDP --set private_token=@token.txt
    edgegap versions create my-game v42 --from v41 --tag build-812 --if-not-exists

    The API hides some values of variables, such as secrets. With --from, pass these variables with --env.
    """
    if image_tag and not source:
        raise click.UsageError("--tag needs --from: without --from, --image contains the tag.")
    name = name or image_tag or ""
    if not name:
        raise click.UsageError("The new version needs a name: pass NAME, or --tag with --from.")
    described = operation("create_app_version")
    with usage():
        values = {**_version(options), **described.read_pairs(read_secretly(described, fields, "--set"))}
        if image_tag:
            values["docker_tag"] = image_tag
        create = (
            _copy(app, source, name, values) if source else described.prepare({"app_name": app, "name": name, **values})
        )
    if dry_run:
        session.write_dry_run(create)
        return
    edgegap = session.client()
    try:
        created: Any = create(edgegap)
    except ConflictError:
        if not if_not_exists:
            raise
        there = edgegap.app_versions.get(app, name)
        _check_same(app, there, values)
        session.done(f"Version {name} of {app} exists already.", there)
        return
    session.done(f"Created version {name} of {app}.", created if source else created.parsed)


def _copy(app: str, source: str, name: str, values: Mapping[str, Any]) -> Callable[[Edgegap], object]:
    """Copy a version. The given variables are the secrets of the copy."""
    changes = {key: value for key, value in values.items() if key != "envs"}
    secrets = {each["key"]: each["value"] for each in values.get("envs", ())}
    return lambda edgegap: edgegap.app_versions.copy(app, source, name, secrets=secrets, **changes)


def _check_same(app: str, there: AppVersion, values: Mapping[str, Any]) -> None:
    """Refuse an existing version that differs from the options. Hidden values cannot be compared.

    Raises:
        ConflictError: The version differs.
    """
    found = there.to_dict()
    for key, value in values.items():
        if key in found and not isinstance(value, list | dict) and key not in there._secrets and found[key] != value:
            raise ConflictError(f"version {there.name} of {app} exists with {key} {found[key]!r}, not {value!r}")
    ports = values.get("ports")
    if ports is not None and not _has_ports(found.get("ports") or [], ports):
        raise ConflictError(f"version {there.name} of {app} exists with other ports")


def _has_ports(found: Sequence[Mapping[str, Any]], wanted: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a version has exactly these ports. Fields that the service adds are ignored."""
    return len(found) == len(wanted) and all(any(port.items() <= each.items() for each in found) for port in wanted)


@versions.command("update")
@click.argument("app")
@click.argument("name")
@_version_options
@pass_session
def update_version(
    session: Session, /, app: str, name: str, fields: tuple[str, ...], dry_run: bool, **options: Any
) -> None:
    """Change a version. Only the given fields change. New ports or variables replace all previous ones."""
    values = {"app_name": app, "version_name": name, **_version(options)}
    write_one(session, "update_app_version", values, fields, f"Updated version {name} of {app}.", dry_run=dry_run)


@versions.command("delete")
@click.argument("app")
@click.argument("name")
@dry_run_option
@yes_option
@pass_session
def delete_version(session: Session, app: str, name: str, dry_run: bool, yes: bool) -> None:
    """Delete a version."""
    values = {"app_name": app, "version_name": name}
    delete_one(session, "version", f"{app} {name}", "delete_app_version", values, dry_run=dry_run, yes=yes)
