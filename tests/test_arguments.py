"""Arguments as a person would write them: models, dicts and plain values, mixed freely, in both clients."""

from __future__ import annotations

import ipaddress
import json
import traceback
import warnings
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from edgegap_client import (
    AsyncEdgegap,
    BadRequestError,
    ClientError,
    ConflictError,
    Edgegap,
    InvalidRequestError,
    NotFoundError,
    ResponseFormatError,
)
from edgegap_client.models import (
    AppVersionPort,
    DeploymentUser,
    DeploymentUserData,
    DeploymentUserType,
    EnvVarV2,
    PortProtocol,
    Webhook,
)

from .spec import AnyClient, Service, open_client

SECRET = "hunter2-hunter2"
MASK = "This value is set and encrypted"
PORTS: list[Any] = [{"port": 7777, "protocol": "UDP", "name": "gameport"}]
VERSION: dict[str, Any] = {
    "name": "v41",
    "docker_repository": "docker.io",
    "docker_image": "game",
    "docker_tag": "41",
    "req_cpu": 256,
    "req_memory": 512,
}
USER = {"user_type": "ip_address", "user_data": {"ip_address": "203.0.113.7"}}
PLACE = {"user_type": "geo_coordinates", "user_data": {"latitude": 52.37, "longitude": 4.9}}


@pytest.fixture
def service(httpserver: HTTPServer) -> Service:
    return Service(httpserver)


@pytest.fixture(params=["sync", "async"])
async def client(request: pytest.FixtureRequest, base_url: str) -> AsyncIterator[Any]:
    async with open_client(request.param, base_url) as opened:
        yield opened


async def done(client: AnyClient, result: Any) -> Any:
    return result if isinstance(client, Edgegap) else await result


def bodies(service: Service) -> list[Any]:
    return [json.loads(seen.body) if seen.body else None for seen in service.seen]


# --- models, dicts and plain values ---------------------------------------------------------------------------------


async def test_players_are_texts_pairs_dicts_and_models_mixed_freely(client: Any, service: Service) -> None:
    service.answer((202, {"request_id": "d1", "message": ""}))
    place = DeploymentUserData(latitude=52.37, longitude=4.9)
    players = (
        "203.0.113.7",
        ipaddress.ip_address("203.0.113.7"),
        (52.37, 4.9),
        [52.37, 4.9],
        {"latitude": 52.37, "longitude": 4.9},
        PLACE,
        {"user_type": DeploymentUserType.GEO_COORDINATES, "user_data": place},
        DeploymentUser(user_type=DeploymentUserType.GEO_COORDINATES, user_data=place),
    )
    await done(client, client.deployments.create(application="my-game", version="v1", users=players))
    assert bodies(service)[0]["users"] == [USER, USER, *[PLACE] * 6]


async def test_a_generator_of_players_is_a_list(client: Any, service: Service) -> None:
    service.answer((202, {"request_id": "d1", "message": ""}))
    players = (f"203.0.113.{number}" for number in (7, 7))
    await done(client, client.deployments.create(application="my-game", version="v1", users=players))
    assert bodies(service)[0]["users"] == [USER, USER]


@pytest.mark.parametrize(
    "variables",
    [
        {"MODE": "ranked"},
        [("MODE", "ranked")],
        [{"key": "MODE", "value": "ranked"}],
        [EnvVarV2(key="MODE", value="ranked", is_hidden=False)],
    ],
)
async def test_environment_variables_are_a_dict_or_a_list(client: Any, service: Service, variables: Any) -> None:
    service.answer((202, {"request_id": "d1", "message": ""}))
    given = {"environment_variables": variables, "webhook_on_ready": "https://example.com"}
    await done(client, client.deployments.create(application="my-game", version="v1", users=["203.0.113.7"], **given))
    body = bodies(service)[0]
    assert body["environment_variables"] == [{"key": "MODE", "value": "ranked", "is_hidden": False}]
    assert body["webhook_on_ready"] == {"url": "https://example.com"}


async def test_a_port_is_a_dict_and_its_protocol_is_text(client: Any, service: Service) -> None:
    service.answer((200, {"success": True}))
    ports = [
        {"port": 7777, "protocol": "udp", "name": "gameport"},
        AppVersionPort(port=7777, protocol=PortProtocol.UDP, name="gameport"),
    ]
    await done(client, client.app_versions.create("my-game", **VERSION, ports=ports, envs={"MODE": "ranked"}))
    assert bodies(service)[0]["ports"] == PORTS * 2
    assert bodies(service)[0]["envs"] == [{"key": "MODE", "value": "ranked"}]


async def test_launch_and_running_take_the_same(client: Any, service: Service) -> None:
    given: Any = {
        "application": "my-game",
        "version": "v1",
        "users": ["203.0.113.7", (52.37, 4.9)],
        "environment_variables": {"MODE": "ranked"},
        "resources": {"cpu_units": 256, "memory_mib": 512},
        "webhook_on_ready": "https://example.com",
    }

    async def running() -> None:
        if isinstance(client, Edgegap):
            with client.deployments.running(**given):
                pass
        else:
            async with client.deployments.running(**given):
                pass

    async def launch() -> None:
        await done(client, client.deployments.launch(**given))

    for call in (launch, running):
        service.answer((400, {"message": "refused"}))
        with pytest.raises(BadRequestError, match="refused"):
            await call()
        body = bodies(service)[0]
        assert body["users"] == [USER, PLACE]
        assert body["environment_variables"] == [{"key": "MODE", "value": "ranked", "is_hidden": False}]
        assert body["resources"] == {"cpu_units": 256, "memory_mib": 512}
        assert body["webhook_on_ready"] == {"url": "https://example.com"}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"users": "203.0.113.7"}, "users must be a list; got '203.0.113.7' (str): write users=['203.0.113.7']"),
        ({"users": USER}, "users must be a list; got {'user_type': 'ip_address', "),
        ({"users": 7}, "users must be a list; got 7 (int)"),
        (
            {"users": ["203.0.113.7", 7]},
            (
                "users[1] must be an IP address as text, a (latitude, longitude) pair, a dict with user_type and "
                "user_data or a DeploymentUser; got 7 (int)"
            ),
        ),
        ({"users": ["example.com"]}, "; got 'example.com' (str)"),
        ({"users": [(1, 2, 3)]}, "; got (1, 2, 3) (tuple)"),
        ({"users": [Webhook(url="https://example.com")]}, "; got Webhook(url='https://example.com') (Webhook)"),
        ({"users": Webhook(url="x")}, "users must be a list; got Webhook(url='x') (Webhook)"),
        ({"environment_variables": EnvVarV2("A", "b", False)}, "environment_variables must be a list; got (Env"),
        ({"webhook_on_ready": Webhook(url="x").to_dict() | {"uri": "y"}}, "; 'uri' is not one of its fields"),
        ({"users": [{"user_type": "ip_address", "ip": "x"}]}, "; 'ip' is not one of its fields"),
        ({"users": [{"user_type": "ip_address"}]}, "; 'user_data' is missing"),
        (
            {"users": [{"user_type": "ip_address", "user_data": {"ip_address": 7}}]},
            "users[0].user_data.ip_address must be text; got 7 (int)",
        ),
        ({"users": [(float("nan"), 4.9)]}, "users[0].user_data.latitude must be a finite number; got nan (float)"),
        ({"application": 7}, "application must be text; got 7 (int)"),
        ({"tags": "ranked"}, "tags must be a list; got 'ranked' (str): write tags=['ranked']"),
        ({"resources": {"cpu_units": 256}}, "resources must be a dict with cpu_units and memory_mib or a Deployment"),
        ({"resources": {"cpu_units": True, "memory_mib": 256}}, "resources.cpu_units must be a whole number; got True"),
        ({"webhook_on_ready": 7}, "webhook_on_ready must be text, a dict with url or a Webhook; got 7 (int)"),
        ({"require_cached_locations": "no"}, "require_cached_locations must be True or False; got 'no' (str)"),
    ],
)
async def test_a_wrong_shape_is_a_client_error_that_names_argument_value_and_what_is_accepted(
    client: Any, service: Service, given: Any, message: str
) -> None:
    arguments = {"application": "my-game", "version": "v1", "users": ["203.0.113.7"]} | given
    deployments = client.deployments

    async def running() -> None:
        if isinstance(client, Edgegap):
            with client.deployments.running(**arguments):
                pass
        else:
            async with client.deployments.running(**arguments):
                pass

    async def called(function: Any) -> None:
        await done(client, function(**arguments))

    for call in (called(deployments.create), called(deployments.launch), running()):
        with pytest.raises(InvalidRequestError) as raised:
            await call
        assert isinstance(raised.value, ClientError)
        assert message in str(raised.value)
    assert not service.seen


@pytest.mark.parametrize(
    ("envs", "place"),
    [
        (SECRET, "envs must be a list"),
        ([SECRET], "envs[0] must be "),
        ([("MODE", SECRET, "x")], "envs[0] must be "),
        ([{"key": "MODE", "value": [SECRET]}], "envs[0].value must be text; got (list)"),
        ({"MODE": [SECRET]}, "envs['MODE'].value must be text; got (list)"),
    ],
)
async def test_an_error_about_a_secret_shows_it_neither_in_its_text_nor_in_its_frames(
    client: Any, service: Service, envs: Any, place: str
) -> None:
    def leaks(error: BaseException) -> list[str]:
        own = [
            frame for frame in traceback.walk_tb(error.__traceback__) if "edgegap_client" in frame[0].f_code.co_filename
        ]
        assert own
        return [f"{frame.f_code.co_name}: {frame.f_locals}" for frame, _ in own if SECRET in str(frame.f_locals)]

    with pytest.raises(InvalidRequestError) as raised:
        await done(client, client.app_versions.create("my-game", **VERSION, ports=PORTS, envs=envs))
    assert str(raised.value).startswith(place)
    assert SECRET not in str(raised.value)
    assert leaks(raised.value) == []
    assert raised.value.__context__ is None
    given: Any = {"application": "my-game", "version": "v1", "users": ["203.0.113.7"], "environment_variables": envs}
    with pytest.raises(InvalidRequestError) as raised:
        await done(client, client.deployments.launch(**given))
    assert str(raised.value).startswith(place.replace("envs", "environment_variables"))
    assert leaks(raised.value) == []
    # Nor when something else fails while the values are known.
    service.answer((400, {"message": "no"}))
    right = given | {"environment_variables": {"MODE": SECRET}}
    with pytest.raises(Exception, match="no") as refused:
        await done(client, client.deployments.launch(**right))
    assert leaks(refused.value) == []
    assert bodies(service)[-1]["environment_variables"][0]["value"] == SECRET


# --- defaults, names by position, exist_ok, warnings ----------------------------------------------------------------


async def test_the_name_of_an_application_is_enough(client: Any, service: Service) -> None:
    service.answer((200, {"name": "my-game", "is_active": True, "image": ""}))
    await done(client, client.applications.create("my-game"))
    await done(client, client.applications.create(name="my-game", is_active=False, image="aGk="))
    assert bodies(service) == [
        {"name": "my-game", "is_active": True, "image": ""},
        {"name": "my-game", "is_active": False, "image": "aGk="},
    ]


async def test_exist_ok_returns_what_exists(client: Any, service: Service) -> None:
    taken = (409, {"message": "taken"})
    application = {"name": "my-game", "is_active": False, "image": "aGk="}
    service.answer(taken, (200, application))
    assert (await done(client, client.applications.create("my-game", exist_ok=True))).image == "aGk="
    assert [(seen.method, seen.path) for seen in service.seen] == [("POST", "/v1/app"), ("GET", "/v1/app/my-game")]
    service.answer(taken, (200, VERSION))
    created = await done(client, client.app_versions.create("my-game", **VERSION, ports=PORTS, exist_ok=True))
    assert created.version.docker_tag == "41"
    service.answer(taken, (200, {"name": "ranked"}))
    assert (await done(client, client.deployment_tags.create("d1", "ranked", exist_ok=True))).name == "ranked"
    assert service.seen[1].path == "/v1/deployments/d1/tags/ranked"
    service.answer(taken)
    with pytest.raises(ConflictError):
        await done(client, client.applications.create("my-game"))
    service.answer(taken, (404, {"message": "gone meanwhile"}))
    with pytest.raises(NotFoundError):
        await done(client, client.applications.create("my-game", exist_ok=True))


async def test_a_version_without_a_port_warns_at_the_call(client: Any, service: Service) -> None:
    service.answer((200, {"success": True}))
    without: list[dict[str, Any]] = [{}, {"ports": []}]
    for options in without:
        with pytest.warns(UserWarning, match=r"has no port, .* pass ports=\[\.\.\.\]") as caught:
            await done(client, client.app_versions.create("my-game", **VERSION, **options))
        assert [warning.filename for warning in caught] == [__file__]
    service.answer((200, VERSION), (200, {"success": True}))
    with pytest.warns(UserWarning, match="has no port") as caught:
        await done(client, client.app_versions.copy("my-game", "v41", "v42"))
    assert [warning.filename for warning in caught] == [__file__]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        await done(client, client.app_versions.create("my-game", **VERSION, ports=PORTS))


# --- copies of versions ---------------------------------------------------------------------------------------------


async def test_a_copy_has_all_of_its_source_but_what_is_given(client: Any, service: Service) -> None:
    source = VERSION | {
        "ports": PORTS,
        "envs": [{"key": "MODE", "value": "ranked", "is_secret": False}],
        "private_username": "me",
        "private_token": SECRET,
        "command": None,
        "max_duration": 60,
        "create_time": "2026-04-22 12:00:46.444265",
        "last_updated": "2026-04-22 12:00:46.444265",
    }
    service.answer((200, source), (200, {"success": True}))
    await done(client, client.app_versions.copy("my-game", "v41", "v42", docker_tag="42"))
    assert [seen.path for seen in service.seen] == ["/v1/app/my-game/version/v41", "/v1/app/my-game/version"]
    kept = {name: value for name, value in source.items() if name not in ("create_time", "last_updated", "command")}
    assert bodies(service)[1] == kept | {"name": "v42", "docker_tag": "42"}


async def test_a_copy_without_a_secret_of_its_source_is_refused(client: Any, service: Service) -> None:
    envs = [{"key": key, "value": MASK, "is_hidden": True} for key in ("DB", "KEY")] + [{"key": "MODE", "value": "x"}]
    source = VERSION | {"ports": PORTS, "envs": envs, "private_username": "me", "private_token": MASK}
    service.answer((200, source))
    with pytest.raises(
        InvalidRequestError, match=r"pass private_token=\.\.\. and secrets=\{'DB': \.\.\., 'KEY': \.\.\.\}$"
    ):
        await done(client, client.app_versions.copy("my-game", "v41", "v42"))
    with pytest.raises(InvalidRequestError, match=r"pass secrets=\{'KEY': \.\.\.\}$"):
        await done(client, client.app_versions.copy("my-game", "v41", "v42", secrets={"DB": "1"}, private_token="2"))
    with pytest.raises(InvalidRequestError, match="secrets has 'DBB', but v41 has no such environment variable"):
        await done(client, client.app_versions.copy("my-game", "v41", "v42", secrets={"DBB": "1"}))
    with pytest.raises(InvalidRequestError, match="not both"):
        await done(client, client.app_versions.copy("my-game", "v41", "v42", secrets={"DB": "1"}, envs={}))
    with pytest.raises(InvalidRequestError, match="copy takes the new name as new_name, not as name"):
        await done(client, client.app_versions.copy("my-game", "v41", "v42", name="v43"))
    assert {seen.method for seen in service.seen} == {"GET"}
    service.answer((200, source), (200, {"success": True}))
    secrets = {"DB": "1", "KEY": "2"}
    await done(client, client.app_versions.copy("my-game", "v41", "v42", secrets=secrets, private_token=SECRET))
    body = bodies(service)[1]
    assert body["private_token"] == SECRET
    assert [(env["key"], env["value"], env.get("is_hidden")) for env in body["envs"]] == [
        ("DB", "1", True),
        ("KEY", "2", True),
        ("MODE", "x", None),
    ]
    service.answer((200, source), (200, {"success": True}))
    await done(client, client.app_versions.copy("my-game", "v41", "v42", envs={"A": "b"}, private_token=SECRET))
    assert bodies(service)[1]["envs"] == [{"key": "A", "value": "b"}]
    assert MASK not in json.dumps(bodies(service)[1])


async def test_a_copy_loses_nothing_that_cannot_be_read(client: Any, service: Service) -> None:
    source = VERSION | {"ports": PORTS, "envs": [{"key": "DB", "is_hidden": True}], "private_token": {"id": "x"}}
    service.answer((200, source))
    with pytest.raises(InvalidRequestError, match=r"pass private_token=\.\.\. and secrets=\{'DB': \.\.\.\}$"):
        await done(client, client.app_versions.copy("my-game", "v41", "v42"))
    service.answer((200, VERSION | {"ports": "7777/udp"}))
    with pytest.raises(ResponseFormatError, match="ports"):
        await done(client, client.app_versions.copy("my-game", "v41", "v42"))
    assert {seen.method for seen in service.seen} == {"GET"}
    service.answer((200, VERSION | {"ports": "7777/udp"}), (200, {"success": True}))
    await done(client, client.app_versions.copy("my-game", "v41", "v42", ports=PORTS))
    assert bodies(service)[1]["ports"] == PORTS


# --- what the objects say -------------------------------------------------------------------------------------------


async def test_resources_say_what_they_are(base_url: str) -> None:
    with Edgegap("t", base_url=base_url) as edgegap:
        assert repr(edgegap.applications) == "<ApplicationsResource of Edgegap>"
        assert repr(edgegap.app_versions) == "<AppVersions of Edgegap>"
    async with AsyncEdgegap("t", base_url=base_url) as async_edgegap:
        assert repr(async_edgegap.deployments) == "<AsyncDeployments of AsyncEdgegap>"
