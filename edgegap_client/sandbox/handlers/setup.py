"""The operations of applications, versions, the container registry, endpoint storages and pull profiles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ..state import (
    ApiError,
    Application,
    AppVersion,
    EndpointStorage,
    Image,
    Json,
    Link,
    PullProfile,
)
from .base import Call, operation, page

OWN_REGISTRY: Final = "registry.edgegap.com"
# The API documents this value in one place, but production refuses it.
REFUSED_ON_UPDATE: Final = frozenset(("req_cpu", "req_memory", "req_video"))


# --- applications


def _application(call: Call) -> Application:
    return call.organisation.applications.get(call.path["app_name"])


@operation()
def create_application(call: Call) -> Json:
    organisation = call.organisation
    organisation.applications.check_free(call.body["name"])
    limit = organisation.world.limits.max_applications
    if limit is not None and len(organisation.applications) >= limit:
        raise ApiError(400, f"You have reached you Application limit of {limit}")
    now = organisation.now()
    fields = {"is_telemetry_agent_active": False, **call.fields()}
    return organisation.applications.add(Application(fields, now, now)).render()


@operation()
def get_application(call: Call) -> Json:
    return _application(call).render()


@operation()
def update_application(call: Call) -> Json:
    organisation = call.organisation
    return organisation.applications.change(_application(call), call.fields(), organisation.now()).render()


@operation(empty_status=200)
def delete_application(call: Call) -> None:
    application = call.organisation.applications.remove(call.path["app_name"])
    _drop_links(call, lambda link: link.application is application)


@operation()
def list_applications(call: Call) -> Json:
    return page(call, call.organisation.applications, "applications", "total_count", Application.render)


# --- versions of applications


def _version(call: Call) -> AppVersion:
    return _application(call).versions.get(call.path["version_name"])


def _before_version_create(call: Call) -> None:
    if call.body.get("endpoint_storage") == "":
        raise ApiError(500, "Internal Server Error")


def _before_version_update(call: Call) -> None:
    if not call.body.keys() <= call.known - REFUSED_ON_UPDATE:
        raise ApiError(400, "Unknown Args")
    _before_version_create(call)


def _take_version_fields(
    call: Call, present: Json, storage: EndpointStorage | None
) -> tuple[Json, EndpointStorage | None]:
    """Set the fields of a version and its endpoint storage from the body, checked against existing objects."""
    fields = call.fields()
    if "endpoint_storage" in fields:
        name = fields.pop("endpoint_storage")
        storage = None if name is None else call.organisation.endpoint_storages.get(name)
    for index, port in enumerate(fields.get("ports", ())):
        if port["port"] == 0 and not port.get("name"):
            raise ApiError(400, f"ports.{index}.name: is required when port is 0")
    if "ports" in fields:
        fields["ports"] = [
            {**port, "protocol": "Websocket"} if port["protocol"] == "WS" else port for port in fields["ports"]
        ]
    version = {**present, **fields}
    if bool(version.get("private_username")) != bool(version.get("private_token")):
        raise ApiError(400, "Unable to login with the given credentials")
    if (
        fields.get("verify_image")
        and version["docker_repository"] == OWN_REGISTRY
        and not call.organisation.can_pull(version["docker_image"], version["docker_tag"])
    ):
        raise ApiError(424, "Unable to pull image from registry")
    return fields, storage


@operation(before=_before_version_create)
def create_app_version(call: Call) -> Json:
    organisation = call.organisation
    versions = _application(call).versions
    versions.check_free(call.body["name"])
    if call.body["req_memory"] > 2 * call.body["req_cpu"]:
        raise ApiError(400, "req_memory: must be at most twice req_cpu")
    fields, storage = _take_version_fields(call, {}, None)
    limit = organisation.world.limits.max_versions
    if limit is not None and sum(len(each.versions) for each in organisation.applications) >= limit:
        raise ApiError(400, f"You have reached you Application Version limit of {limit}")
    now = organisation.now()
    defaults: Json = {
        "is_active": True,
        "verify_image": False,
        "force_cache": False,
        "max_duration": 1440,
        "time_to_deploy": 10,
        "will_deploy_in_mainland_china": False,
        "ports": [],
        "envs": [],
    }
    version = versions.add(AppVersion({**defaults, **fields}, now, now, storage))
    return {"success": True, "version": version.render()}


@operation()
def get_app_version(call: Call) -> Json:
    return _version(call).render()


@operation(before=_before_version_update)
def update_app_version(call: Call) -> Json:
    version = _version(call)
    fields, storage = _take_version_fields(call, version.fields, version.endpoint_storage)
    _application(call).versions.change(version, fields, call.organisation.now())
    version.endpoint_storage = storage
    return {"success": True, "version": version.render()}


@operation()
def delete_app_version(call: Call) -> Json:
    version = _application(call).versions.remove(call.path["version_name"])
    _drop_links(call, lambda link: link.version is version)
    return {"success": True, "message": f"App version {version.name} deleted"}


@operation()
def list_app_versions(call: Call) -> Json:
    return page(call, _application(call).versions, "versions", "total_count", AppVersion.render)


# --- container registry


def _delete_tag(call: Call, image: Image, tag: str) -> Json:
    name = call.path["image_name"]
    if tag not in image.tags:
        raise ApiError(404, f"No tag named {tag} found for the image {name}.")
    artifact = image.tags.pop(tag).artifact
    if not image.tags:
        call.organisation.images.pop(name)
    return {"artifact": image.render_artifact(artifact), "deleted_tag": tag}


@operation()
def list_registry_tags(call: Call) -> Json:
    image = call.organisation.image(call.path["image_name"])
    return page(
        call,
        image.tags.values(),
        "data",
        "count",
        lambda tag: {
            "tag": tag.name,
            "last_push_at": tag.pushed,
            "artifact": image.render_artifact(tag.artifact),
        },
    )


@operation()
def delete_registry_tag(call: Call) -> Json:
    return _delete_tag(call, call.organisation.image(call.path["image_name"]), call.path["tag_name"])


@operation()
def bulk_delete_registry_tags(call: Call) -> Json:
    image = call.organisation.image(call.path["image_name"])
    results: list[Json] = []
    for tag in call.body["tags"]:
        try:
            _delete_tag(call, image, tag)
        except ApiError as error:
            results.append({"tag": tag, "status": error.status, "message": error.message})
        else:
            results.append({"tag": tag, "status": 204})
    success = sum(result["status"] == 204 for result in results)
    return {
        "results": results,
        "summary": {"total": len(results), "success": success, "failed": len(results) - success},
    }


# --- endpoint storage


def _storage(call: Call) -> EndpointStorage:
    return call.organisation.endpoint_storages.get(call.path["endpoint_name"])


def _storage_fields(call: Call) -> Json:
    return {key: value for key, value in call.fields().items() if key != "secret_access_key"}


@operation()
def create_endpoint_storage(call: Call) -> Json:
    now = call.organisation.now()
    return call.organisation.endpoint_storages.add(EndpointStorage(_storage_fields(call), now, now)).render()


@operation()
def get_endpoint_storage(call: Call) -> Json:
    return _storage(call).render()


@operation()
def update_endpoint_storage(call: Call) -> Json:
    organisation = call.organisation
    return organisation.endpoint_storages.change(_storage(call), _storage_fields(call), organisation.now()).render()


@operation()
def delete_endpoint_storage(call: Call) -> None:
    organisation = call.organisation
    storage = organisation.endpoint_storages.remove(call.path["endpoint_name"])
    _drop_links(call, lambda link: link.endpoint is storage)
    for application in organisation.applications:
        for version in application.versions:
            if version.endpoint_storage is storage:
                version.endpoint_storage = None


@operation()
def list_endpoint_storages(call: Call) -> Json:
    return page(call, call.organisation.endpoint_storages, "endpoints", None, EndpointStorage.render)


# --- pull profiles


def _profile(call: Call) -> PullProfile:
    return _storage(call).pull_profiles.get(call.path["pull_profile_name"])


def _find_link(call: Call) -> Link | None:
    profile, version = _profile(call), _version(call)
    return next((link for link in call.organisation.links if link.profile is profile and link.version is version), None)


def _drop_links(call: Call, which: Callable[[Link], bool]) -> None:
    call.organisation.links = [link for link in call.organisation.links if not which(link)]


@operation()
def create_pull_profile(call: Call) -> Json:
    now = call.organisation.now()
    return _storage(call).pull_profiles.add(PullProfile(call.fields(), now, now)).render()


@operation()
def get_pull_profile(call: Call) -> Json:
    return _profile(call).render()


@operation()
def update_pull_profile(call: Call) -> Json:
    return _storage(call).pull_profiles.change(_profile(call), call.fields(), call.organisation.now()).render()


@operation()
def delete_pull_profile(call: Call) -> None:
    profile = _storage(call).pull_profiles.remove(call.path["pull_profile_name"])
    _drop_links(call, lambda link: link.profile is profile)


@operation()
def list_pull_profiles(call: Call) -> Json:
    return page(call, _storage(call).pull_profiles, "pull_profiles", "total_count", PullProfile.render)


@operation()
def link_pull_profile(call: Call) -> Json:
    link = _find_link(call)
    if link is None:
        link = Link(_application(call), _version(call), _storage(call), _profile(call), call.organisation.now())
        call.organisation.links.append(link)
    return link.render()


@operation()
def unlink_pull_profile(call: Call) -> None:
    link = _find_link(call)
    if link is None:
        raise ApiError(404, "The pull profile is not linked to the app version")
    call.organisation.links.remove(link)
