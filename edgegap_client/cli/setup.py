"""The commands for applications, storages, the registry and the tags of deployments."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any, Final

import click

from .. import Edgegap
from .options import (
    Group,
    dry_run_option,
    limit_option,
    page_size,
    pass_session,
    read_pair,
    read_secretly,
    set_option,
    usage,
    yes_option,
)
from .output import Column
from .session import Session
from .specification import operation

APPLICATION: Final[list[Column]] = [
    ("NAME", lambda each: each.name),
    ("ACTIVE", lambda each: each.is_active),
    ("UPDATED", lambda each: each.last_updated),
]
STORAGE: Final[list[Column]] = [
    ("NAME", lambda each: each.name),
    ("ENDPOINT", lambda each: each.endpoint),
    ("BUCKET", lambda each: each.bucket),
    ("UPDATED", lambda each: each.last_updated),
]
IMAGE_TAG: Final[list[Column]] = [
    ("TAG", lambda each: each.tag),
    ("PUSHED", lambda each: each.last_push_at),
    ("MB", lambda each: each.artifact.size_mb),
    ("HASH", lambda each: each.artifact.image_hash),
]
DELETED_TAG: Final[list[Column]] = [
    ("TAG", lambda each: each.tag),
    ("RESULT", lambda each: "deleted" if _is_deleted(each) else f"not deleted: {each.message or each.status}"),
]
DEPLOYMENT_TAG: Final[list[Column]] = [("TAG", lambda each: each.name), ("CREATED", lambda each: each.create_time)]


def _is_deleted(result: Any) -> bool:
    return isinstance(result.status, int) and 200 <= result.status < 300


def write_one(
    session: Session,
    name: str,
    values: dict[str, Any],
    fields: tuple[str, ...],
    message: str,
    *,
    dry_run: bool,
) -> None:
    """Create or change one object with the values of the options and of `--set`."""
    described = operation(name)
    with usage():
        content = {**values, **described.read_pairs(read_secretly(described, fields, "--set"))}
        if described.method == "PATCH" and content.keys() <= {
            each.name for each in described.fields if each.place == "path"
        }:
            raise click.UsageError("There is nothing to change: pass at least one option.")
        write = described.prepare(content)
    if dry_run:
        session.write_dry_run(write)
    else:
        session.done(message, write(session.client()).parsed)


def delete_one(
    session: Session, kind: str, name: str, operation_id: str, values: dict[str, Any], *, dry_run: bool, yes: bool
) -> None:
    """Delete one object after a confirmation."""
    described = operation(operation_id)
    delete = described.prepare(values)
    if dry_run:
        session.write_dry_run(delete, described.service.name)
        return
    session.confirm(f"Delete {kind} {name}?", is_agreed=yes)
    session.done(f"Deleted {kind} {name}.", delete(session.client_of(described.service.name)).parsed)


# --- applications


@click.group("apps", cls=Group)
def apps() -> None:
    """Applications: each is a group of versions of one game server."""


@apps.command("list")
@limit_option
@pass_session
def list_apps(session: Session, limit: int | None) -> None:
    """List the applications of the organisation."""
    found = list(islice(session.client().applications.list(page_size=page_size(limit)), limit))
    session.show(APPLICATION, found, "There are no applications: `edgegap apps create NAME` creates one.")


@apps.command("get")
@click.argument("name")
@pass_session
def get_app(session: Session, name: str) -> None:
    """Show an application."""
    session.show_one(session.client().applications.get(name))


def _picture(path: str | None) -> str:
    return base64.b64encode(Path(path).read_bytes()).decode() if path else ""


image_file = click.option(
    "--image-file", type=click.Path(exists=True, dir_okay=False), help="An image for the dashboard."
)
active_option = click.option("--active/--inactive", "is_active", default=None, help="Whether it can be deployed.")


@apps.command("create")
@click.argument("name")
@active_option
@image_file
@set_option
@dry_run_option
@pass_session
def create_app(
    session: Session,
    name: str,
    is_active: bool | None,
    image_file: str | None,
    fields: tuple[str, ...],
    dry_run: bool,
) -> None:
    """Create an application, active by default."""
    values = {"name": name, "is_active": is_active is not False, "image": _picture(image_file)}
    write_one(session, "create_application", values, fields, f"Created application {name}.", dry_run=dry_run)


@apps.command("update")
@click.argument("name")
@click.option("--name", "new_name", metavar="NEW", help="The new name.")
@active_option
@image_file
@set_option
@dry_run_option
@pass_session
def update_app(
    session: Session,
    name: str,
    new_name: str | None,
    is_active: bool | None,
    image_file: str | None,
    fields: tuple[str, ...],
    dry_run: bool,
) -> None:
    """Change an application. Only the given fields change."""
    changes = {"name": new_name, "is_active": is_active, "image": _picture(image_file) if image_file else None}
    values = {"app_name": name, **given(changes)}
    write_one(session, "update_application", values, fields, f"Updated application {name}.", dry_run=dry_run)


def given(values: Mapping[str, Any]) -> dict[str, Any]:
    """Keep only the values that were given."""
    return {name: value for name, value in values.items() if value is not None}


@apps.command("delete")
@click.argument("name")
@dry_run_option
@yes_option
@pass_session
def delete_app(session: Session, name: str, dry_run: bool, yes: bool) -> None:
    """Delete an application with all its versions."""
    delete_one(session, "application", name, "delete_application", {"app_name": name}, dry_run=dry_run, yes=yes)


# --- tags of deployments


@click.group("tags", cls=Group)
def tags() -> None:
    """Tags of a deployment: short labels by which lists find it.

    For tags of container images see `edgegap registry`.
    """


@tags.command("list")
@click.argument("deployment")
@pass_session
def list_tags(session: Session, deployment: str) -> None:
    """List the tags of a deployment."""
    found = session.client().deployment_tags.list(deployment).collect()
    session.show(DEPLOYMENT_TAG, found, f"{deployment} has no tags.")


@tags.command("add")
@click.argument("deployment")
@click.argument("tag")
@dry_run_option
@pass_session
def add_tag(session: Session, deployment: str, tag: str, dry_run: bool) -> None:
    """Add a tag to a deployment."""
    values = {"deployment_id": deployment, "name": tag}
    write_one(session, "create_deployment_tag", values, (), f"Added tag {tag} to {deployment}.", dry_run=dry_run)


@tags.command("rename")
@click.argument("deployment")
@click.argument("tag")
@click.argument("new")
@dry_run_option
@pass_session
def rename_tag(session: Session, deployment: str, tag: str, new: str, dry_run: bool) -> None:
    """Rename a tag of a deployment."""
    values = {"deployment_id": deployment, "tag_name": tag, "name": new}
    write_one(session, "update_deployment_tag", values, (), f"Renamed tag {tag} to {new}.", dry_run=dry_run)


@tags.command("delete")
@click.argument("deployment")
@click.argument("tag")
@dry_run_option
@yes_option
@pass_session
def delete_tag(session: Session, deployment: str, tag: str, dry_run: bool, yes: bool) -> None:
    """Remove a tag from a deployment. The deployment keeps running."""
    values = {"deployment_id": deployment, "tag_name": tag}
    delete_one(session, "tag", f"{tag} of {deployment}", "delete_deployment_tag", values, dry_run=dry_run, yes=yes)


# --- storages


@click.group("storage", cls=Group)
def storage() -> None:
    """Endpoint storages: S3 buckets for the logs of containers. For pull profiles, see `edgegap operations`."""


@storage.command("list")
@limit_option
@pass_session
def list_storages(session: Session, limit: int | None) -> None:
    """List the endpoint storages of the organisation."""
    found = list(islice(session.client().endpoint_storage.list(page_size=page_size(limit)), limit))
    session.show(STORAGE, found, "There are no endpoint storages.")


@storage.command("get")
@click.argument("name")
@pass_session
def get_storage(session: Session, name: str) -> None:
    """Show an endpoint storage. The service never returns its secret key."""
    session.show_one(session.client().endpoint_storage.get(name))


def _storage_options(function: Any) -> Any:
    options = [
        click.option("--endpoint", metavar="URL", help="The URL of the S3 service."),
        click.option("--bucket", help="The bucket."),
        click.option("--access-key-id", help="The id of the access key."),
        click.option(
            "--secret-key-file", metavar="FILE", help="The secret access key, in a file or on standard input (-)."
        ),
        set_option,
        dry_run_option,
    ]
    for option in reversed(options):
        function = option(function)
    return function


def _storage(options: Mapping[str, Any]) -> dict[str, Any]:
    file = options["secret_key_file"]
    secret = read_pair(f"secret_access_key=@{file}", "--secret-key-file")[1] if file else None
    names = ("endpoint", "bucket", "access_key_id")
    return given({**{name: options[name] for name in names}, "secret_access_key": secret})


@storage.command("create")
@click.argument("name")
@_storage_options
@pass_session
def create_storage(session: Session, /, name: str, fields: tuple[str, ...], dry_run: bool, **options: Any) -> None:
    """Create an endpoint storage."""
    values = {"name": name, **_storage(options)}
    write_one(session, "create_endpoint_storage", values, fields, f"Created endpoint storage {name}.", dry_run=dry_run)


@storage.command("update")
@click.argument("name")
@_storage_options
@pass_session
def update_storage(session: Session, /, name: str, fields: tuple[str, ...], dry_run: bool, **options: Any) -> None:
    """Change an endpoint storage. Only the given fields change."""
    values = {"endpoint_name": name, **_storage(options)}
    write_one(session, "update_endpoint_storage", values, fields, f"Updated endpoint storage {name}.", dry_run=dry_run)


@storage.command("delete")
@click.argument("name")
@dry_run_option
@yes_option
@pass_session
def delete_storage(session: Session, name: str, dry_run: bool, yes: bool) -> None:
    """Delete an endpoint storage. The bucket stays."""
    values = {"endpoint_name": name}
    delete_one(session, "endpoint storage", name, "delete_endpoint_storage", values, dry_run=dry_run, yes=yes)


# --- registry


@click.group("registry", cls=Group)
def registry() -> None:
    """Tags of container images in the organisation's registry. For tags of deployments see `edgegap tags`."""


@registry.command("list")
@click.argument("image")
@limit_option
@pass_session
def list_image_tags(session: Session, image: str, limit: int | None) -> None:
    """List the tags of an image. Write its name without the registry and the project."""
    found = list(islice(session.client().container_registry.list_tags(image, page_size=page_size(limit)), limit))
    session.show(IMAGE_TAG, found, f"{image} has no tags.")


@registry.command("delete")
@click.argument("image")
@click.argument("tags", nargs=-1, required=True, metavar="TAG...")
@dry_run_option
@yes_option
@pass_session
def delete_image_tags(session: Session, image: str, tags: tuple[str, ...], dry_run: bool, yes: bool) -> None:
    """Delete tags of an image. Exit status 4 if one of them was not deleted."""

    def delete(edgegap: Edgegap) -> Any:
        return edgegap.container_registry.bulk_delete_tags(image, tags=list(tags))

    if dry_run:
        session.write_dry_run(delete)
        return
    session.confirm(f"Delete {', '.join(tags)} of {image}?", is_agreed=yes)
    response = delete(session.client())
    session.show(DELETED_TAG, response.results, "No tag was deleted.")
    if not all(map(_is_deleted, response.results)):
        raise click.exceptions.Exit(4)
