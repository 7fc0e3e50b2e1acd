"""The sandbox: every operation, answered as the specification says, with the live service's manners."""

from __future__ import annotations

import asyncio
import re
import signal
import socket
import subprocess
import sys
import threading
import zipfile
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import httpx
import pytest

import edgegap_client
from edgegap_client import AsyncEdgegap, DeploymentFailed, Edgegap, NotFoundError
from edgegap_client.sandbox import RequestRecord, Sandbox, Timing
from edgegap_client.sandbox.app import operations
from edgegap_client.sandbox.handlers import HANDLERS
from edgegap_client.sandbox.validation import Schema, inline, specification

Json = dict[str, Any]

NOON = datetime(2025, 6, 20, 12, 0, 7, 36530, tzinfo=UTC)
NOON_TEXT = "2025-06-20 12:00:07.036530"
APP = {"name": "my-game", "is_active": True, "image": "aGVsbG8="}
VERSION = {
    "name": "v1",
    "docker_repository": "registry.edgegap.com",
    "docker_image": "game",
    "docker_tag": "1.0",
    "req_cpu": 256,
    "req_memory": 512,
}
STORAGE = {
    "name": "logs",
    "access_key_id": "AKIA",
    "secret_access_key": "very-secret",
    "endpoint": "https://s3.example.com",
    "bucket": "my-bucket",
}
PROFILE = {"name": "config", "source": "/a.cfg", "source_type": "File", "destination": "/usr/share/configs"}
IMAGES = "/v1/container-registry/images"
PULL_PROFILE = "/v1/storage/endpoint/logs/pull-profile"
LINK = f"{PULL_PROFILE}/config/app/my-game/version/v1"
# In another order than the specification has them, so that each finds what it needs and deletes come last.
EVERY_OPERATION: list[tuple[str, str, str, Json | None, int]] = [
    ("create_application", "POST", "/v1/app", APP, 200),
    ("get_application", "GET", "/v1/app/my-game", None, 200),
    ("update_application", "PATCH", "/v1/app/my-game", {"is_active": False}, 200),
    ("list_applications", "GET", "/v1/apps", None, 200),
    ("create_endpoint_storage", "POST", "/v1/storage/endpoint", STORAGE, 200),
    ("get_endpoint_storage", "GET", "/v1/storage/endpoint/logs", None, 200),
    ("update_endpoint_storage", "PATCH", "/v1/storage/endpoint/logs", {"bucket": "other"}, 200),
    ("list_endpoint_storages", "GET", "/v1/storage/endpoints", None, 200),
    ("create_app_version", "POST", "/v1/app/my-game/version", {**VERSION, "endpoint_storage": "logs"}, 200),
    ("get_app_version", "GET", "/v1/app/my-game/version/v1", None, 200),
    ("update_app_version", "PATCH", "/v1/app/my-game/version/v1", {"docker_tag": "1.1"}, 200),
    ("list_app_versions", "GET", "/v1/app/my-game/versions", None, 200),
    ("create_pull_profile", "POST", PULL_PROFILE, PROFILE, 200),
    ("get_pull_profile", "GET", f"{PULL_PROFILE}/config", None, 200),
    ("update_pull_profile", "PATCH", f"{PULL_PROFILE}/config", {"source": "/b.cfg"}, 200),
    ("list_pull_profiles", "GET", "/v1/storage/endpoint/logs/pull-profiles", None, 200),
    ("link_pull_profile", "PUT", LINK, None, 200),
    ("unlink_pull_profile", "DELETE", LINK, None, 204),
    ("delete_pull_profile", "DELETE", f"{PULL_PROFILE}/config", None, 204),
    ("delete_endpoint_storage", "DELETE", "/v1/storage/endpoint/logs", None, 204),
    ("delete_app_version", "DELETE", "/v1/app/my-game/version/v1", None, 200),
    ("delete_application", "DELETE", "/v1/app/my-game", None, 200),
    ("list_registry_tags", "GET", f"{IMAGES}/team/game/tags", None, 200),
    ("delete_registry_tag", "DELETE", f"{IMAGES}/team/game/tags/1.0", None, 200),
    ("bulk_delete_registry_tags", "POST", f"{IMAGES}/team/game/tags/bulk-delete", {"tags": ["2.0", "x"]}, 207),
]


def response_schemas() -> dict[tuple[str, int], Schema | None]:
    """Of each operation and success status; None where no body is documented."""
    return {
        (node["operationId"], int(status)): Schema(content["application/json"]["schema"]) if content else None
        for item in specification()["paths"].values()
        for node in item.values()
        for status, response in inline(node["responses"]).items()
        if status.startswith("2")
        for content in [response.get("content")]
    }


@asynccontextmanager
async def connect(sandbox: Sandbox, token: str = "one") -> AsyncGenerator[httpx.AsyncClient]:
    headers = {"Authorization": f"token {token}"}
    async with httpx.AsyncClient(transport=sandbox.transport(), base_url=sandbox.base_url, headers=headers) as http:
        yield http


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(now=lambda: NOON)


@pytest.fixture
async def http(sandbox: Sandbox) -> AsyncIterator[httpx.AsyncClient]:
    async with connect(sandbox) as client:
        yield client


async def done(http: httpx.AsyncClient, method: str, path: str, body: Json | None = None) -> Json:
    response = await http.request(method, path, json=body)
    assert response.is_success, response.text
    return response.json() if response.content else {}


async def refused(http: httpx.AsyncClient, method: str, path: str, body: Any = None) -> tuple[int, str]:
    response = await http.request(method, path, json=body)
    assert response.is_error, response.text
    assert response.json().keys() == {"message"}
    return response.status_code, response.json()["message"]


async def test_every_operation_answers_as_the_specification_says(sandbox: Sandbox, http: httpx.AsyncClient) -> None:
    schemas = response_schemas()
    sandbox.push_image("team/game", "1.0", token="one")
    sandbox.push_image("team/game", "2.0", token="one")
    for operation_id, method, path, body, status in EVERY_OPERATION:
        response = await http.request(method, path, json=body)
        assert response.status_code == status, (operation_id, response.text)
        schema = schemas[operation_id, status]
        if schema is None:
            assert response.content == b"", operation_id
        else:
            schema.check(response.json(), operation_id)
        assert sandbox.requests[-1] == RequestRecord(method, path, operation_id, status)


def test_every_handler_belongs_to_an_operation() -> None:
    # The one more is not in the specification.
    assert HANDLERS.keys() <= {each.id for each in operations()} | {"get_deployment_context"}


async def test_colon_paths_and_hyphenated_parameters_are_routed(sandbox: Sandbox, http: httpx.AsyncClient) -> None:
    for path in ("/v1/deployments/abc:report", "/v1/relays/sessions:authorize-user", "/v1/lobbies:deploy"):
        assert (await refused(http, "POST", path, {}))[0] == 400, path
    assert (await refused(http, "GET", "/v2/private-fleets/mine/hosts"))[0] == 400
    assert None not in {record.operation_id for record in sandbox.requests}


async def test_unknown_paths_and_methods(http: httpx.AsyncClient) -> None:
    assert (await refused(http, "GET", "/v1/nothing"))[0] == 404
    assert (await refused(http, "GET", "/v1/app/"))[0] == 404
    assert (await refused(http, "PUT", "/v1/apps"))[0] == 405


@pytest.mark.parametrize("given", [None, "", "one", "Bearer one", "token", "token ", "token token one", "tokenone"])
async def test_a_token_with_its_word_is_needed(sandbox: Sandbox, given: str | None) -> None:
    headers = {} if given is None else {"Authorization": given}
    async with httpx.AsyncClient(transport=sandbox.transport(), base_url=sandbox.base_url, headers=headers) as http:
        status, message = await refused(http, "GET", "/v1/apps")
    assert status == 401
    assert "one" not in message


async def test_each_token_is_an_organisation(sandbox: Sandbox, http: httpx.AsyncClient) -> None:
    await done(http, "POST", "/v1/app", APP)
    async with connect(sandbox, "two") as other:
        assert (await refused(other, "GET", "/v1/app/my-game"))[0] == 404
        await done(other, "POST", "/v1/app", APP)
    sandbox.push_image("game", "1", token="one")
    sandbox.reset()
    assert not sandbox.requests
    assert (await done(http, "GET", "/v1/apps"))["total_count"] == 0
    assert (await refused(http, "GET", f"{IMAGES}/game/tags"))[0] == 404


async def test_requests_are_bounded_and_hold_no_query(sandbox: Sandbox, http: httpx.AsyncClient) -> None:
    for _ in range(1005):
        await http.get("/v1/apps?page=1")
    assert len(sandbox.requests) == 1000
    assert sandbox.requests[0].path == "/v1/apps"


async def test_times_are_naive_utc_with_microseconds(http: httpx.AsyncClient, sandbox: Sandbox) -> None:
    application = await done(http, "POST", "/v1/app", APP)
    assert application["create_time"] == application["last_updated"] == NOON_TEXT


@pytest.mark.parametrize("zone", [None, UTC, timezone(timedelta(hours=2))])
async def test_the_clock_may_be_in_any_zone(zone: timezone | None) -> None:
    moment = NOON.replace(tzinfo=None) if zone is None else NOON.astimezone(zone)
    async with connect(Sandbox(now=lambda: moment)) as http:
        assert (await done(http, "POST", "/v1/app", APP))["create_time"] == NOON_TEXT


async def test_a_change_moves_last_updated_only() -> None:
    times = iter(NOON + timedelta(hours=hour) for hour in range(9))
    async with connect(Sandbox(now=lambda: next(times))) as http:
        await done(http, "POST", "/v1/app", APP)
        application = await done(http, "PATCH", "/v1/app/my-game", {"is_active": False})
    assert application["create_time"] == NOON_TEXT
    assert application["last_updated"] == "2025-06-20 13:00:07.036530"
    assert application["is_active"] is False
    assert application["image"] == APP["image"]


async def test_pages(http: httpx.AsyncClient) -> None:
    for number in range(25):
        await done(http, "POST", "/v1/app", {**APP, "name": f"app-{number:02}"})
    first = await done(http, "GET", "/v1/apps")
    assert [each["name"] for each in first["applications"]] == [f"app-{number:02}" for number in range(10)]
    assert first["total_count"] == 25
    assert first["pagination"] == {
        "number": 1,
        "next_page_number": 2,
        "previous_page_number": None,
        "paginator": {"num_pages": 3},
        "has_next": True,
        "has_previous": False,
    }
    last = await done(http, "GET", "/v1/apps?page=3")
    assert len(last["applications"]) == 5
    assert last["pagination"]["next_page_number"] is None
    assert last["pagination"]["has_next"] is False
    assert last["pagination"]["previous_page_number"] == 2
    beyond = await done(http, "GET", "/v1/apps?page=7&limit=20")
    assert beyond["applications"] == []
    assert beyond["pagination"]["has_next"] is False
    assert len((await done(http, "GET", "/v1/apps?limit=100"))["applications"]) == 25


async def test_an_empty_list_has_one_page(http: httpx.AsyncClient) -> None:
    page = await done(http, "GET", "/v1/apps")
    assert page["applications"] == []
    assert page["pagination"]["paginator"]["num_pages"] == 1
    assert page["pagination"]["has_next"] is False


@pytest.mark.parametrize(
    "query", ["page=0", "page=-1", "page=x", "page=", "page=1.5", f"page={'9' * 5000}", "page=1_0"]
)
async def test_page_numbers_are_checked(http: httpx.AsyncClient, query: str) -> None:
    status, message = await refused(http, "GET", f"/v1/apps?{query}")
    assert status == 400
    assert message.startswith("page: must be ")


async def test_envelopes(sandbox: Sandbox, http: httpx.AsyncClient) -> None:
    await done(http, "POST", "/v1/app", APP)
    await done(http, "POST", "/v1/storage/endpoint", STORAGE)
    sandbox.push_image("game", "1", token="one")
    for number in range(3):
        await done(http, "POST", "/v1/app/my-game/version", {**VERSION, "name": f"v{number}"})
    versions = await done(http, "GET", "/v1/app/my-game/versions?page=2&limit=2")
    assert [each["name"] for each in versions["versions"]] == ["v2"]
    assert versions["total_count"] == 3
    assert (await done(http, "GET", "/v1/storage/endpoints")).keys() == {"endpoints", "pagination"}
    tags = await done(http, "GET", f"{IMAGES}/game/tags")
    assert tags.keys() == {"data", "count", "pagination"}
    profiles = await done(http, "GET", "/v1/storage/endpoint/logs/pull-profiles")
    assert profiles.keys() == {"pull_profiles", "total_count", "pagination"}


async def test_a_taken_name_is_a_conflict(http: httpx.AsyncClient) -> None:
    # With the statuses of a creation and of a change. Not all documents have 409.
    creations: list[tuple[str, Json, int, int]] = [
        ("/v1/app", APP, 409, 409),
        ("/v1/app/my-game/version", VERSION, 409, 400),
        ("/v1/storage/endpoint", STORAGE, 400, 400),
        (PULL_PROFILE, PROFILE, 400, 400),
    ]
    for path, body, taken, taken_by_another in creations:
        await done(http, "POST", path, body)
        assert (await refused(http, "POST", path, body))[0] == taken, path
        await done(http, "POST", path, {**body, "name": "other"})
        before = await done(http, "GET", f"{path}/other")
        refusal = await refused(http, "PATCH", f"{path}/other", {"name": body["name"]})
        assert refusal[0] == taken_by_another, path
        assert await done(http, "GET", f"{path}/other") == before
        await done(http, "PATCH", f"{path}/other", {"name": "other"})


async def test_a_rename_keeps_what_belongs_to_it(http: httpx.AsyncClient) -> None:
    for _, method, path, body, _ in EVERY_OPERATION[:17]:
        await done(http, method, path, body)
    await done(http, "PATCH", "/v1/app/my-game", {"name": "my-other-game"})
    await done(http, "PATCH", "/v1/storage/endpoint/logs", {"name": "archive"})
    assert (await refused(http, "GET", "/v1/app/my-game"))[0] == 404
    version = await done(http, "GET", "/v1/app/my-other-game/version/v1")
    assert version["endpoint_storage"] == "archive"
    link = await done(http, "PUT", "/v1/storage/endpoint/archive/pull-profile/config/app/my-other-game/version/v1")
    assert (link["app"], link["endpoint"]) == ("my-other-game", "archive")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/v1/app/nope", None),
        ("PATCH", "/v1/app/nope", {}),
        ("DELETE", "/v1/app/nope", None),
        ("GET", "/v1/app/nope/versions", None),
        ("POST", "/v1/app/nope/version", VERSION),
        ("GET", "/v1/app/my-game/version/nope", None),
        ("PATCH", "/v1/app/my-game/version/nope", {}),
        ("DELETE", "/v1/app/my-game/version/nope", None),
        ("POST", "/v1/app/my-game/version", {**VERSION, "name": "v2", "endpoint_storage": "nope"}),
        ("PATCH", "/v1/app/my-game/version/v1", {"endpoint_storage": "nope"}),
        ("GET", "/v1/storage/endpoint/nope", None),
        ("PATCH", "/v1/storage/endpoint/nope", {}),
        ("DELETE", "/v1/storage/endpoint/nope", None),
        ("GET", "/v1/storage/endpoint/nope/pull-profiles", None),
        ("POST", "/v1/storage/endpoint/nope/pull-profile", PROFILE),
        ("GET", f"{PULL_PROFILE}/nope", None),
        ("PATCH", f"{PULL_PROFILE}/nope", {}),
        ("DELETE", f"{PULL_PROFILE}/nope", None),
        ("PUT", LINK.replace("v1", "nope").replace("/nope/", "/v1/", 1), None),
        ("PUT", LINK.replace("my-game", "nope"), None),
        ("PUT", LINK.replace("config", "nope"), None),
        ("PUT", LINK.replace("logs", "nope"), None),
        ("DELETE", LINK, None),
        ("DELETE", f"{IMAGES}/game/tags/nope", None),
        ("POST", f"{IMAGES}/nope/tags/bulk-delete", {"tags": ["1.0"]}),
    ],
)
async def test_what_is_unknown_is_404(
    sandbox: Sandbox, http: httpx.AsyncClient, method: str, path: str, body: Json | None
) -> None:
    sandbox.push_image("game", "1.0", token="one")
    for _, preparing, where, what, _ in EVERY_OPERATION[:13]:
        await done(http, preparing, where, what)
    status, message = await refused(http, method, path, body)
    assert status == 404
    assert not message.startswith("There is no operation")


async def test_deleting_takes_along_what_belongs(http: httpx.AsyncClient) -> None:
    for _, method, path, body, _ in EVERY_OPERATION[:17]:
        await done(http, method, path, body)
    await done(http, "DELETE", "/v1/storage/endpoint/logs")
    assert "endpoint_storage" not in await done(http, "GET", "/v1/app/my-game/version/v1")
    await done(http, "POST", "/v1/storage/endpoint", STORAGE)
    await done(http, "POST", PULL_PROFILE, PROFILE)
    assert (await refused(http, "DELETE", LINK))[0] == 404
    response = await http.delete("/v1/app/my-game")
    assert (response.status_code, response.content) == (200, b"")
    await done(http, "POST", "/v1/app", APP)
    assert (await done(http, "GET", "/v1/app/my-game/versions"))["total_count"] == 0


async def test_deleting_a_version_says_so(http: httpx.AsyncClient) -> None:
    await done(http, "POST", "/v1/app", APP)
    await done(http, "POST", "/v1/app/my-game/version", VERSION)
    answer = await done(http, "DELETE", "/v1/app/my-game/version/v1")
    assert answer.keys() == {"success", "message"}
    assert answer["success"] is True


async def test_linking_twice_is_one_link(http: httpx.AsyncClient) -> None:
    for _, method, path, body, _ in EVERY_OPERATION[:16]:
        await done(http, method, path, body)
    first = await done(http, "PUT", LINK)
    assert await done(http, "PUT", LINK) == first
    assert first["app_version"] == "v1"
    assert (await http.delete(LINK)).status_code == 204
    assert (await refused(http, "DELETE", LINK))[0] == 404


async def test_quotas() -> None:
    async with connect(Sandbox(max_applications=2, max_versions=2)) as http:
        for name in ("one", "two"):
            await done(http, "POST", "/v1/app", {**APP, "name": name})
            await done(http, "POST", f"/v1/app/{name}/version", VERSION)
        assert await refused(http, "POST", "/v1/app", {**APP, "name": "three"}) == (
            400,
            "You have reached you Application limit of 2",
        )
        assert await refused(http, "POST", "/v1/app/two/version", {**VERSION, "name": "v2"}) == (
            400,
            "You have reached you Application Version limit of 2",
        )
        await done(http, "DELETE", "/v1/app/one")
        await done(http, "POST", "/v1/app/two/version", {**VERSION, "name": "v2"})


async def test_a_version_is_given_back_as_sent(http: httpx.AsyncClient) -> None:
    sent = {
        **VERSION,
        "private_username": "robot",
        "private_token": "plain",
        "force_cache": True,
        "command": None,
        "envs": [{"key": "A", "value": "b", "is_secret": True}],
        "ports": [{"port": 7777, "protocol": "WS", "name": "game"}, {"port": 7778, "protocol": "UDP"}],
        "create_time": "2020-01-01 00:00:00.000000",
        "unheard_of": 1,
    }
    await done(http, "POST", "/v1/app", APP)
    answer = await done(http, "POST", "/v1/app/my-game/version", sent)
    version = answer["version"]
    assert answer["success"] is True
    assert version["ports"][0] == {"port": 7777, "protocol": "Websocket", "name": "game"}
    assert version["create_time"] == NOON_TEXT
    assert "unheard_of" not in version
    different = ("ports", "create_time", "unheard_of")
    assert {key: version[key] for key in sent if key not in different} == {
        key: value for key, value in sent.items() if key not in different
    }
    assert version["is_active"] is True
    assert await done(http, "GET", "/v1/app/my-game/version/v1") == version
    changed = await done(http, "PATCH", "/v1/app/my-game/version/v1", {"ports": [{"port": 1, "protocol": "WS"}]})
    assert changed["version"]["ports"][0]["protocol"] == "Websocket"
    assert changed["version"]["private_token"] == "plain"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"req_memory": 513}, (400, "req_memory: must be at most twice req_cpu")),
        ({"endpoint_storage": ""}, (500, "Internal Server Error")),
        ({"private_username": "robot"}, (400, "Unable to login with the given credentials")),
        ({"private_token": "plain"}, (400, "Unable to login with the given credentials")),
        ({"verify_image": True}, (424, "Unable to pull image from registry")),
        ({"ports": [{"port": 0, "protocol": "UDP"}]}, (400, "ports.0.name: is required when port is 0")),
        ({"ports": [{"port": 1, "protocol": "??"}]}, (400, r"ports.0.protocol: must be one of UDP, .*")),
        ({"ports": [{"protocol": "UDP"}]}, (400, "ports.0.port: is required")),
        ({"req_cpu": "much"}, (400, "req_cpu: must be of type integer")),
        ({"req_cpu": 99}, (400, "req_cpu: must be at least 100")),
        ({"max_duration": 1441}, (400, "max_duration: must be at most 1440")),
        ({"name": ""}, (400, "name: must have at least 1 characters")),
        ({"name": "n" * 65}, (400, "name: must have at most 64 characters")),
        ({"command": 1}, (400, "command: must be of type string or null")),
        ({"private_token": 20250620}, (400, "private_token: must be of type string")),
    ],
)
async def test_versions_that_are_refused(http: httpx.AsyncClient, change: Json, expected: tuple[int, str]) -> None:
    await done(http, "POST", "/v1/app", APP)
    status, message = await refused(http, "POST", "/v1/app/my-game/version", {**VERSION, **change})
    assert status == expected[0]
    assert re.fullmatch(expected[1], message)
    assert (await done(http, "GET", "/v1/app/my-game/versions"))["total_count"] == 0


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"req_cpu": 512}, (400, "Unknown Args")),
        ({"req_memory": "x"}, (400, "Unknown Args")),
        ({"req_video": 0}, (400, "Unknown Args")),
        ({"is_active": False, "unheard_of": 1}, (400, "Unknown Args")),
        ({"create_time": NOON_TEXT}, (400, "Unknown Args")),
        ({"endpoint_storage": ""}, (500, "Internal Server Error")),
        ({"private_username": "robot"}, (400, "Unable to login with the given credentials")),
        ({"verify_image": True}, (424, "Unable to pull image from registry")),
        ({"is_active": None}, (400, "is_active: must be of type boolean")),
    ],
)
async def test_version_changes_that_are_refused(
    http: httpx.AsyncClient, change: Json, expected: tuple[int, str]
) -> None:
    await done(http, "POST", "/v1/app", APP)
    before = (await done(http, "POST", "/v1/app/my-game/version", VERSION))["version"]
    assert await refused(http, "PATCH", "/v1/app/my-game/version/v1", change) == expected
    assert await done(http, "GET", "/v1/app/my-game/version/v1") == before


async def test_an_endpoint_storage_is_unlinked_with_null(http: httpx.AsyncClient) -> None:
    await done(http, "POST", "/v1/app", APP)
    await done(http, "POST", "/v1/storage/endpoint", STORAGE)
    created = await done(http, "POST", "/v1/app/my-game/version", {**VERSION, "endpoint_storage": "logs"})
    assert created["version"]["endpoint_storage"] == "logs"
    changed = await done(http, "PATCH", "/v1/app/my-game/version/v1", {"endpoint_storage": None})
    assert "endpoint_storage" not in changed["version"]


async def test_credentials_may_be_changed_one_at_a_time(http: httpx.AsyncClient) -> None:
    await done(http, "POST", "/v1/app", APP)
    both = {"private_username": "robot", "private_token": "plain"}
    await done(http, "POST", "/v1/app/my-game/version", {**VERSION, **both})
    changed = await done(http, "PATCH", "/v1/app/my-game/version/v1", {"private_token": "new"})
    assert changed["version"]["private_token"] == "new"


async def test_images_of_the_own_registry_are_verified(sandbox: Sandbox, http: httpx.AsyncClient) -> None:
    await done(http, "POST", "/v1/app", APP)
    sandbox.push_image("team/game", "1.0", token="one")
    for number, image in enumerate(("team/game", "my-org-abc/team/game")):
        verified = {**VERSION, "name": f"v{number}", "docker_image": image, "verify_image": True}
        await done(http, "POST", "/v1/app/my-game/version", verified)
    elsewhere = {**VERSION, "name": "v3", "docker_repository": "docker.io", "verify_image": True}
    await done(http, "POST", "/v1/app/my-game/version", elsewhere)
    change = {"docker_tag": "2", "verify_image": True}
    assert (await refused(http, "PATCH", "/v1/app/my-game/version/v0", change))[0] == 424
    await done(http, "PATCH", "/v1/app/my-game/version/v0", {"docker_tag": "2"})


async def test_the_storage_secret_is_never_given_back(http: httpx.AsyncClient) -> None:
    for method, path, body in [
        ("POST", "/v1/storage/endpoint", STORAGE),
        ("PATCH", "/v1/storage/endpoint/logs", {"secret_access_key": "very-secret"}),
        ("GET", "/v1/storage/endpoint/logs", None),
        ("GET", "/v1/storage/endpoints", None),
        ("POST", "/v1/storage/endpoint", STORAGE),
        ("POST", "/v1/storage/endpoint", {**STORAGE, "secret_access_key": ["very-secret"]}),
    ]:
        response = await http.request(method, path, json=body)
        assert "secret" not in response.text.replace("secret_access_key: must be of type string", "")


async def test_registry_tags(sandbox: Sandbox, http: httpx.AsyncClient) -> None:
    for tag in ("1.0", "latest"):
        sandbox.push_image("team/game", tag, token="one", image_hash="sha256:abc", size_mb=12.5)
    sandbox.push_image("team/game", "2.0", token="one")
    page = await done(http, "GET", f"{IMAGES}/team/game/tags?limit=2")
    assert page["count"] == 3
    assert page["data"][0] == {
        "tag": "1.0",
        "last_push_at": "2025-06-20 12:00:07+00:00",
        "artifact": {
            "deleted": False,
            "remaining_tags": ["1.0", "latest"],
            "image_hash": "sha256:abc",
            "size_mb": 12.5,
        },
    }
    first = await done(http, "DELETE", f"{IMAGES}/team/game/tags/1.0")
    assert first["deleted_tag"] == "1.0"
    assert first["artifact"]["deleted"] is False
    second = await done(http, "DELETE", f"{IMAGES}/team/game/tags/latest")
    assert second["artifact"] == {
        "deleted": True,
        "remaining_tags": [],
        "image_hash": "sha256:abc",
        "size_mb": 12.5,
    }


async def test_a_pushed_tag_moves(sandbox: Sandbox, http: httpx.AsyncClient) -> None:
    sandbox.push_image("game", "latest", token="one", image_hash="sha256:1")
    sandbox.push_image("game", "latest", token="one", image_hash="sha256:2")
    page = await done(http, "GET", f"{IMAGES}/game/tags")
    assert [each["artifact"]["image_hash"] for each in page["data"]] == ["sha256:2"]


@pytest.mark.parametrize("name", ["other", "my-org-abc/team/game", "team%2Fgame"])
async def test_an_image_that_the_project_does_not_have(sandbox: Sandbox, http: httpx.AsyncClient, name: str) -> None:
    sandbox.push_image("team/game", "1.0", token="one")
    sandbox.push_image("other", "1.0", token="two")
    assert await refused(http, "GET", f"{IMAGES}/{name}/tags") == (
        404,
        f"No image named {name} found inside your project.",
    )


async def test_bulk_delete(sandbox: Sandbox, http: httpx.AsyncClient) -> None:
    for tag in ("1.0", "2.0"):
        sandbox.push_image("game", tag, token="one")
    response = await http.post(f"{IMAGES}/game/tags/bulk-delete", json={"tags": ["1.0", "x", "1.0", "2.0"]})
    assert response.status_code == 207
    answer = response.json()
    assert [(each["tag"], each["status"]) for each in answer["results"]] == [
        ("1.0", 204),
        ("x", 404),
        ("1.0", 404),
        ("2.0", 204),
    ]
    assert ["message" in each for each in answer["results"]] == [False, True, True, False]
    assert answer["summary"] == {"total": 4, "success": 2, "failed": 2}
    assert (await refused(http, "GET", f"{IMAGES}/game/tags"))[0] == 404


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        (b"", "body: is required"),
        (b"{", "body: is not valid JSON"),
        (b'{"name": NaN}', "body: is not valid JSON"),
        (b"\xff\xfe\xfa", "body: is not valid JSON"),
        (b"[" * 100_000, "body: is not valid JSON"),
        (b"[]", "body: must be of type object"),
        (b"null", "body: must be of type object"),
        (b"{}", "name: is required"),
    ],
)
async def test_bodies_that_are_refused(http: httpx.AsyncClient, sent: bytes, message: str) -> None:
    response = await http.post("/v1/app", content=sent, headers={"Content-Type": "application/json"})
    assert (response.status_code, response.json()) == (400, {"message": message})


async def test_a_body_over_ten_mebibytes_is_refused(http: httpx.AsyncClient) -> None:
    response = await http.post("/v1/app", content=b"x" * (10 * 1024 * 1024 + 1))
    assert response.status_code == 400
    image = "A" * (9 * 1024 * 1024)
    assert (await done(http, "POST", "/v1/app", {**APP, "image": image}))["image"] == image


async def test_path_parameters_are_checked_and_decoded(http: httpx.AsyncClient) -> None:
    assert await refused(http, "POST", "/v1/app/ab/version", VERSION) == (
        400,
        "app_name: must have at least 3 characters",
    )
    await done(http, "POST", "/v1/app", {**APP, "name": "a/b ü?#%"})
    assert (await done(http, "GET", "/v1/app/a%2Fb%20%C3%BC%3F%23%25"))["name"] == "a/b ü?#%"
    body = rb'{"name": "half a pair \ud83d", "is_active": true, "image": ""}'
    assert (await http.post("/v1/app", content=body)).json()["name"] == "half a pair \ud83d"


@pytest.mark.parametrize(
    ("mask", "expected"),
    [
        ("{endpoints{name,bucket}}", {"endpoints": [{"name": "logs", "bucket": "my-bucket"}]}),
        ("endpoints{ name }", {"endpoints": [{"name": "logs"}]}),
        (
            "endpoints{name}, pagination{number}",
            {"endpoints": [{"name": "logs"}], "pagination": {"number": 1}},
        ),
        ("{nope}", {}),
    ],
)
async def test_x_fields(http: httpx.AsyncClient, mask: str, expected: Json) -> None:
    await done(http, "POST", "/v1/storage/endpoint", STORAGE)
    response = await http.get("/v1/storage/endpoints", headers={"X-Fields": mask})
    assert response.json() == expected


@pytest.mark.parametrize("mask", ["{endpoints", "endpoints}", "a;b", "{" * 5000])
async def test_x_fields_that_cannot_be_read(http: httpx.AsyncClient, mask: str) -> None:
    response = await http.get("/v1/storage/endpoints", headers={"X-Fields": mask})
    assert response.status_code == 400
    assert response.json()["message"].startswith("X-Fields: ")


async def test_over_a_real_port(sandbox: Sandbox) -> None:
    with sandbox.serve() as base_url:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", base_url)
        async with httpx.AsyncClient(base_url=base_url, headers={"Authorization": "token one"}) as http:
            await done(http, "POST", "/v1/app", {**APP, "name": "a/b"})
            assert (await done(http, "GET", "/v1/app/a%2Fb"))["name"] == "a/b"
            pages = await asyncio.gather(*(http.get("/v1/apps") for _ in range(20)))
            assert {page.json()["total_count"] for page in pages} == {1}
            assert (await http.delete("/v1/app/a%2Fb")).status_code == 200
            assert (await http.post("/v1/app", content=b"x" * 11_000_000)).status_code == 400
    async with httpx.AsyncClient(base_url=base_url) as http:
        with pytest.raises(httpx.ConnectError):
            await http.get("/v1/apps")
    with sandbox.serve() as base_url, sandbox.serve() as other:
        assert base_url != other


def test_the_command() -> None:
    command = [sys.executable, "-m", "edgegap_client.sandbox", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        banner = [process.stdout.readline() for _ in range(3)]
        found = re.search(r"export EDGEGAP_BASE_URL=(\S+) EDGEGAP_API_TOKEN=(\S+)", banner[2])
        assert found, banner
        response = httpx.get(f"{found[1]}/v1/apps", headers={"Authorization": f"token {found[2]}"})
        assert response.status_code == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
        assert re.fullmatch(r"GET /v1/apps 200 \d+ ms\n", process.stderr.read())


def test_a_command_runs_against_a_sandbox_of_its_own_and_its_exit_status_is_given_back() -> None:
    code = "import os, sys; print(os.environ['EDGEGAP_BASE_URL'][:17], sys.argv[1:]); sys.exit(3)"
    command = [sys.executable, "-m", "edgegap_client.sandbox", "--", sys.executable, "-c", code, "--flag"]
    finished = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert (finished.returncode, finished.stdout, finished.stderr) == (3, "http://127.0.0.1: ['--flag']\n", "")


def test_a_copy_under_another_name_in_a_zip_works(tmp_path: Path) -> None:
    package = Path(edgegap_client.__file__).parent
    with zipfile.ZipFile(tmp_path / "copy.zip", "w") as archive:
        for path in package.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                archive.write(path, Path("vendored") / path.relative_to(package))
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from vendored.sandbox import Sandbox; Sandbox()\n"
        "assert not any(name.startswith('edgegap') for name in sys.modules)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "copy.zip")]
    finished = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, cwd=tmp_path)
    assert (finished.returncode, finished.stderr) == (0, "")


def test_a_version_to_launch_is_added_with_one_line_and_a_bad_one_is_told() -> None:
    sandbox = Sandbox(timing=Timing(ready_after=0.01))
    sandbox.add_version("my-game", "v1")
    sandbox.add_version("my-game", "v2", ports={"gameport": 7777, "query": 7778})
    with Edgegap("sandbox-token", transport=sandbox.transport()) as edgegap:
        version = edgegap.app_versions.get("my-game", "v2")
        assert [(port.name, port.port) for port in version.ports or ()] == [("gameport", 7777), ("query", 7778)]
        assert edgegap.app_versions.get("my-game", "v1").is_active is not False
    with pytest.raises(ValueError, match="already exists"):
        sandbox.add_version("my-game", "v1")
    sandbox.close()


def test_nothing_is_pending_at_a_sandbox_that_was_closed() -> None:
    """A process would try to reach it for 60 s at its exit."""
    order: dict[str, Any] = {"application": "my-game", "version": "v1", "users": ["8.8.8.8"], "cancel_timeout": 0}
    sandboxes = [Sandbox(timing=Timing(ready_after=0.01)) for _ in range(3)]
    for sandbox in sandboxes:
        sandbox.add_version("my-game", "v1")
        sandbox.faults.add(operation="create_deployment", outcome="crash")
        sandbox.faults.add(operation="stop_deployment", status=503)
    served, in_process, other = sandboxes
    with (
        served.serve() as url,
        Edgegap("sandbox-token", base_url=url, poll_interval=0.05) as edgegap,
        Edgegap("sandbox-token", base_url=other.base_url, transport=other.transport(), poll_interval=0.05) as at_other,
    ):
        for each in (edgegap, at_other):
            with pytest.raises(DeploymentFailed):
                each.deployments.launch(**order)
            assert each.deployments.pending

        async def launch() -> None:
            options: dict[str, Any] = {"base_url": in_process.base_url, "poll_interval": 0.05}
            async with AsyncEdgegap("sandbox-token", transport=in_process.transport(), **options) as async_edgegap:
                with pytest.raises(DeploymentFailed):
                    await async_edgegap.deployments.launch(**order)
                assert async_edgegap.deployments.pending
                in_process.close()
                assert not async_edgegap.deployments.pending

        asyncio.run(launch())
        served.close()
        assert not edgegap.deployments.pending
        assert at_other.deployments.pending
        other.close()
        assert not at_other.deployments.pending


def test_what_belongs_to_another_token_is_not_found_and_the_response_says_why() -> None:
    sandbox = Sandbox(rate_limits=False)
    sandbox.add_version("my-game", "v1", token="first")
    sandbox.add_version("other-game", "v2", token="first")
    body = {
        "application": "my-game",
        "version": "v1",
        "users": [{"user_type": "ip_address", "user_data": {"ip_address": "8.8.8.8"}}],
    }

    def ask(token: str, method: str, path: str, **options: Any) -> tuple[int, Any]:
        headers = {"Authorization": f"token {token}"}
        with httpx.Client(transport=sandbox.transport(), base_url=sandbox.base_url, headers=headers) as http:
            response = http.request(method, path, **options)
            return response.status_code, response.json() if response.content else None

    request_id = ask("first", "POST", "/v2/deployments", json=body)[1]["request_id"]

    def told(method: str, path: str, **options: Any) -> str:
        status, refusal = ask("second", method, path, **options)
        assert status in (400, 404), refusal
        assert "first" not in str(refusal)
        return str(refusal["message"])

    hint = ". The sandbox has it, but for another token. Each token is an organisation of its own"
    assert told("GET", "/v1/app/my-game") == f"Application my-game not found{hint}"
    # The client hides what follows `token: ` in a message, and must not take this for one.
    with (
        Edgegap("second", base_url=sandbox.base_url, transport=sandbox.transport()) as edgegap,
        pytest.raises(NotFoundError) as raised,
    ):
        edgegap.applications.get("my-game")
    assert raised.value.message == f"Application my-game not found{hint}"
    assert told("POST", "/v2/deployments", json=body).endswith(f"my-game not found{hint}")
    for method, path in (("GET", "status"), ("DELETE", "stop"), ("GET", "deployment/{}/container-logs")):
        path = path if "{" in path else path + "/{}"
        assert told(method, f"/v1/{path.format(request_id)}").endswith(hint), path
        assert not told(method, f"/v1/{path.format('0' * 12)}").endswith(hint), path
    # The application is there, and a version of another one does not count.
    sandbox.add_version("my-game", "v3", token="second")
    assert told("GET", "/v1/app/my-game/version/v1") == f"App version v1 not found{hint}"
    assert told("GET", "/v1/app/my-game/version/v2") == "App version v2 not found"
    assert told("POST", "/v2/deployments", json=body) == f"App version v1 not found{hint}"
    assert told("GET", "/v1/app/nowhere") == "Application nowhere not found"
    # One's own are no other's.
    assert ask("first", "GET", "/v1/app/nowhere")[1]["message"] == "Application nowhere not found"
    kept = sandbox.snapshot()
    sandbox.restore(kept)
    assert told("GET", "/v1/app/other-game").endswith(hint)


def test_the_end_of_a_server_does_not_wait_for_a_connection_that_has_just_come(
    caplog: pytest.LogCaptureFixture,
) -> None:
    sandbox, opened = Sandbox(), list[socket.socket]()

    def connect(port: int) -> None:
        with suppress(OSError):  # the server has ended
            while len(opened) < 1000:
                opened.append(socket.create_connection(("127.0.0.1", port), timeout=5))

    for _ in range(5):
        with sandbox.serve() as url:
            thread = threading.Thread(target=connect, args=(int(url.rpartition(":")[2]),))
            thread.start()
        thread.join()
        for each in opened:
            each.close()
        opened.clear()
    assert "graceful shutdown exceeded" not in caplog.text
