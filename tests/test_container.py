"""Inside a deployment: reading what was injected, stopping oneself, and the context."""

from __future__ import annotations

import asyncio
import json
import pickle
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from edgegap_client import (
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    ConnectionFailed,
    Edgegap,
    EdgegapError,
    PermissionDeniedError,
    ResponseFormatError,
    ServerError,
    TimedOut,
    UnexpectedStatusError,
)
from edgegap_client.beacons import users_from_ips
from edgegap_client.container import Container, ContainerBeacon, ContainerLocation, ContainerPort
from edgegap_client.models import PortProtocol
from edgegap_client.sandbox import Sandbox

from .servers.ports import silent_port, unused_port

TOKEN = "11112222-3333-4444-5555-666677778888"
DELETE_TOKEN = "b3792f3b25efd24e2e43268b9570d9ff"
CONTEXT_TOKEN = "0123456789abcdef0123456789abcdef"
STOP_PATH = "/v1/self/stop/c0653765de3b/463660"
CONTEXT_PATH = "/v1/context/c0653765de3b/463660"
CHICAGO = {
    "city": "Chicago",
    "country": "United States of America",
    "continent": "North America",
    "administrative_division": "Illinois",
    "timezone": "Central Time",
    "latitude": 41.9981,
    "longitude": -88.0219,
}
INJECTED = {
    "ARBITRIUM_REQUEST_ID": "c0653765de3b",
    "ARBITRIUM_PUBLIC_IP": "192.53.120.48",
    "ARBITRIUM_HOST_ID": "chicago-edge-od-1205-e3-30a8e1",
    "ARBITRIUM_DEPLOYMENT_TAGS": "tag1,tag2",
    "ARBITRIUM_DEPLOYMENT_LOCATION": json.dumps(CHICAGO),
    "ARBITRIUM_PORTS_MAPPING": json.dumps(
        {"ports": {"gameport": {"name": "gameport", "internal": 7777, "external": 32013, "protocol": "UDP"}}}
    ),
    "ARBITRIUM_PORT_GAMEPORT_INTERNAL": "7777",
    "ARBITRIUM_PORT_GAMEPORT_EXTERNAL": "32013",
    "ARBITRIUM_PORT_GAMEPORT_PROTOCOL": "UDP",
    "ARBITRIUM_DEPLOYMENT_VCPU_UNITS": "1536",
    "ARBITRIUM_DEPLOYMENT_MEMORY_MB": "3072",
    "ARBITRIUM_HOST_BASE_CLOCK_FREQUENCY": "2000",
    "ARBITRIUM_DELETE_URL": f"https://api.edgegap.com{STOP_PATH}",
    "ARBITRIUM_DELETE_TOKEN": DELETE_TOKEN,
    "ARBITRIUM_CONTEXT_URL": f"https://api.edgegap.com{CONTEXT_PATH}",
    "ARBITRIUM_CONTEXT_TOKEN": CONTEXT_TOKEN,
    "ARBITRIUM_HOST_BEACON_ENABLED": "true",
    "ARBITRIUM_HOST_BEACON_PUBLIC_IP": "192.53.120.49",
    "ARBITRIUM_HOST_BEACON_PORT_UDP_EXTERNAL": "32167",
    "ARBITRIUM_HOST_BEACON_PORT_TCP_EXTERNAL": "32561",
    "ARBITRIUM_HOST_IN_PRIVATE_FLEET": "false",
    "ARBITRIUM_PRIVATE_FLEET_ID": "PUBLIC_CLOUD",
    "ARBITRIUM_ENV_DEBUG": "false",
    "MM_MATCH_ID": "match-1",
    "MM_TICKET_IDS": '["t1"]',
    "MM_TICKET_t1": '{"player_ip": "174.93.233.25"}',
    "PATH": "/usr/bin",
}


def injected(**changes: str | None) -> dict[str, str]:
    return {name: value for name, value in {**INJECTED, **changes}.items() if value is not None}


def on(base_url: str, **changes: str | None) -> Container:
    urls = {"ARBITRIUM_DELETE_URL": base_url + STOP_PATH, "ARBITRIUM_CONTEXT_URL": base_url + CONTEXT_PATH}
    return Container.from_env(injected(**{**urls, **changes}))


def deployed(sandbox: Sandbox) -> str:
    """The id of a new deployment in a sandbox that has `my-game`, `v1`."""
    with Edgegap(TOKEN, base_url=sandbox.base_url, transport=sandbox.transport()) as edgegap:
        users = users_from_ips(["8.8.8.8"])
        return edgegap.deployments.create(application="my-game", version="v1", users=users).request_id


@pytest.fixture(params=["sync", "async"])
def stop(request: pytest.FixtureRequest) -> Callable[..., None]:
    def by_async(container: Container, **options: float) -> None:
        asyncio.run(container.astop(**options))

    return Container.stop if request.param == "sync" else by_async


@pytest.fixture(params=["sync", "async"])
def context(request: pytest.FixtureRequest) -> Callable[..., dict[str, Any]]:
    def by_async(container: Container, **options: float) -> dict[str, Any]:
        return asyncio.run(container.acontext(**options))

    return Container.context if request.param == "sync" else by_async


# Reading.


def test_everything_that_is_injected_is_read_into_its_type() -> None:
    container = Container.from_env(INJECTED)
    assert container.request_id == "c0653765de3b"
    assert container.public_ip == "192.53.120.48"
    assert container.host_id == "chicago-edge-od-1205-e3-30a8e1"
    assert container.tags == ("tag1", "tag2")
    assert container.location == ContainerLocation(**CHICAGO)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    assert container.ports == {"gameport": ContainerPort("gameport", 7777, 32013, PortProtocol.UDP)}
    assert (container.vcpu_units, container.memory_mb, container.base_clock_mhz) == (1536, 3072, 2000)
    assert container.beacon == ContainerBeacon("192.53.120.49", 32167, 32561)
    assert (container.in_private_fleet, container.private_fleet_id, container.debug) == (False, None, False)
    assert container.matchmaker == {name: INJECTED[name] for name in ("MM_MATCH_ID", "MM_TICKET_IDS", "MM_TICKET_t1")}
    assert container.unreadable == {}
    assert pickle.loads(pickle.dumps(container)) == container


def test_the_environment_of_the_process_is_read_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARBITRIUM_REQUEST_ID", "from-the-process")
    assert Container.from_env().request_id == "from-the-process"


@pytest.mark.parametrize("value", [None, "", "  ", '""'])
def test_outside_of_edgegap_the_error_says_how_to_try_it(value: str | None) -> None:
    with pytest.raises(ConfigurationError, match="ARBITRIUM_REQUEST_ID") as raised:
        Container.from_env(injected(ARBITRIUM_REQUEST_ID=value))
    assert "sandbox.environment(" in str(raised.value)
    assert DELETE_TOKEN not in str(raised.value)


def test_all_that_may_be_missing_is_none_or_empty() -> None:
    container = Container.from_env({"ARBITRIUM_REQUEST_ID": "abc"})
    assert container == Container(request_id="abc")
    assert container.location is None
    assert container.ports == {}
    assert container.tags == ()
    assert container.unreadable == {}


def test_empty_variables_count_as_missing() -> None:
    empty = {name: "" for name in INJECTED if name.startswith("ARBITRIUM_")}
    assert Container.from_env({**empty, "ARBITRIUM_REQUEST_ID": "abc"}) == Container(request_id="abc")


@pytest.mark.parametrize(
    ("variable", "value", "attribute"),
    [
        ("ARBITRIUM_DEPLOYMENT_LOCATION", "{", "location"),
        ("ARBITRIUM_DEPLOYMENT_LOCATION", "[]", "location"),
        ("ARBITRIUM_DEPLOYMENT_LOCATION", "[" * 100_000, "location"),
        ("ARBITRIUM_DEPLOYMENT_VCPU_UNITS", "many", "vcpu_units"),
        ("ARBITRIUM_DEPLOYMENT_MEMORY_MB", "-1", "memory_mb"),
        ("ARBITRIUM_HOST_BASE_CLOCK_FREQUENCY", "2.5 GHz", "base_clock_mhz"),
    ],
)
def test_what_cannot_be_read_is_none_and_kept_as_it_came(variable: str, value: str, attribute: str) -> None:
    container = Container.from_env(injected(**{variable: value}))
    assert getattr(container, attribute) is None
    assert container.unreadable == {variable: value}


def test_an_unreadable_flag_is_false_and_kept() -> None:
    container = Container.from_env(injected(ARBITRIUM_ENV_DEBUG="maybe"))
    assert container.debug is False
    assert container.unreadable == {"ARBITRIUM_ENV_DEBUG": "maybe"}


@pytest.mark.parametrize(("text", "debug"), [("true", True), ("True", True), ("1", True), ("no", False), ("0", False)])
def test_flags_are_text_in_many_forms(text: str, debug: bool) -> None:
    assert Container.from_env(injected(ARBITRIUM_ENV_DEBUG=text)).debug is debug


@pytest.mark.parametrize("quote", ["'", '"'])
def test_quotes_that_a_file_of_variables_left_are_taken_off(quote: str) -> None:
    quoted = {name: f"{quote}{value}{quote}" for name, value in INJECTED.items() if name.startswith("ARBITRIUM_")}
    plain = {name: value for name, value in INJECTED.items() if name.startswith("ARBITRIUM_")}
    assert Container.from_env(quoted) == Container.from_env(plain)


@pytest.mark.parametrize(
    ("text", "tags"),
    [("a", ("a",)), ("a, b,,", ("a", "b")), ('["a", "b"]', ("a", "b")), ("[a,b", ("[a", "b")), ("[1]", ("[1]",))],
)
def test_tags_are_a_list_with_commas_or_json(text: str, tags: tuple[str, ...]) -> None:
    assert Container.from_env(injected(ARBITRIUM_DEPLOYMENT_TAGS=text)).tags == tags


def test_a_location_in_part_is_read_in_part() -> None:
    text = '{"city": "Chicago", "latitude": "north", "longitude": null}'
    container = Container.from_env(injected(ARBITRIUM_DEPLOYMENT_LOCATION=text))
    assert container.location == ContainerLocation(city="Chicago")
    assert container.unreadable == {"ARBITRIUM_DEPLOYMENT_LOCATION": text}


def test_numbers_may_have_a_fraction_of_nothing() -> None:
    assert Container.from_env(injected(ARBITRIUM_HOST_BASE_CLOCK_FREQUENCY="2000.0")).base_clock_mhz == 2000


def test_ports_without_the_mapping_come_from_their_own_variables() -> None:
    container = Container.from_env(
        injected(ARBITRIUM_PORTS_MAPPING=None, ARBITRIUM_PORT_WEB_UI_INTERNAL="80", ARBITRIUM_PORT_WEB_UI_EXTERNAL="x")
    )
    assert container.ports == {
        "gameport": ContainerPort("gameport", 7777, 32013, PortProtocol.UDP),
        "web_ui": ContainerPort("web_ui", 80),
    }
    assert container.unreadable == {"ARBITRIUM_PORT_WEB_UI_EXTERNAL": "x"}


def test_ports_of_the_mapping_keep_their_names_and_are_completed_by_their_variables() -> None:
    mapping = '{"ports": {"Web-UI": {"internal": 80, "protocol": "http"}, "7777": {"external": 70000}, "bad": 1}}'
    container = Container.from_env(
        {
            "ARBITRIUM_REQUEST_ID": "abc",
            "ARBITRIUM_PORTS_MAPPING": mapping,
            "ARBITRIUM_PORT_WEB_UI_EXTERNAL": "31000",
            "ARBITRIUM_PORT_WEB_UI_INTERNAL": "81",
            "ARBITRIUM_PORT_7777_PROTOCOL": "QUIC",
        }
    )
    assert container.ports == {
        "Web-UI": ContainerPort("Web-UI", 80, 31000, PortProtocol.HTTP),
        "7777": ContainerPort("7777", protocol=PortProtocol("QUIC")),
    }
    assert container.unreadable == {"ARBITRIUM_PORTS_MAPPING": mapping}


def test_a_port_is_listed_once_by_its_name_and_found_by_its_key_too() -> None:
    mapping = {"ports": {"7777": {"name": "Game Port", "internal": 7777, "external": 31504, "protocol": "UDP"}}}
    ports = Container.from_env(injected(ARBITRIUM_PORTS_MAPPING=json.dumps(mapping))).ports
    assert ports == {"Game Port": ContainerPort("Game Port", 7777, 31504, PortProtocol.UDP)}
    assert len(ports) == 1
    for name in ("Game Port", "7777", "gameport", "GAME_PORT"):
        assert name in ports
        assert ports[name] is ports["Game Port"]
    for name in ("game", "", "7778", "_"):
        assert ports.get(name) is None
    assert repr(ports) == f"ContainerPorts({dict(ports)!r})"


def test_the_ports_of_a_deployment_of_the_sandbox_are_listed_once() -> None:
    sandbox = Sandbox(seed=1)
    sandbox.add_version("my-game", "v1", ports={"gameport": 7777, "web-ui": 8080}, token=TOKEN)
    container = Container.from_env(sandbox.environment(deployed(sandbox)))
    assert [(port.name, port.internal) for port in container.ports.values()] == [("gameport", 7777), ("web-ui", 8080)]
    assert all(port.external and port.protocol for port in container.ports.values())
    sandbox.close()


def test_variables_with_another_name_but_the_same_ports_are_about_the_same_port() -> None:
    mapping = {"ports": {"a": {"name": "a-b", "internal": 7777, "external": 31504, "protocol": "UDP"}}}
    variables = {
        "ARBITRIUM_REQUEST_ID": "abc",
        "ARBITRIUM_PORTS_MAPPING": json.dumps(mapping),
        "ARBITRIUM_PORT_A_2D_B_INTERNAL": "7777",
        "ARBITRIUM_PORT_A_2D_B_EXTERNAL": "31504",
        "ARBITRIUM_PORT_OTHER_EXTERNAL": "31505",
        "ARBITRIUM_PORT_SPARE_INTERNAL": "7778",
        "ARBITRIUM_PORT_SPARE_EXTERNAL": "31504",
    }
    assert list(Container.from_env(variables).ports) == ["a-b", "other", "spare"]


def test_ports_of_one_name_are_all_listed() -> None:
    entries = {"b": {"name": "a", "internal": 1}, "a": {"name": "a", "internal": 2}, "c": {"name": 7, "internal": 3}}
    ports = Container.from_env(
        {"ARBITRIUM_REQUEST_ID": "abc", "ARBITRIUM_PORTS_MAPPING": json.dumps({"ports": entries})}
    ).ports
    assert {name: port.internal for name, port in ports.items()} == {"a": 1, "a a": 2, "c": 3}


@pytest.mark.parametrize("mapping", ["[]", "{}", '{"ports": []}', "null", "7"])
def test_a_mapping_of_another_form_leaves_the_variables(mapping: str) -> None:
    container = Container.from_env(injected(ARBITRIUM_PORTS_MAPPING=mapping))
    assert container.ports == {"gameport": ContainerPort("gameport", 7777, 32013, PortProtocol.UDP)}
    assert container.unreadable == ({} if mapping == "null" else {"ARBITRIUM_PORTS_MAPPING": mapping})


def test_the_mapping_that_was_seen_in_the_field_is_read() -> None:
    samples = json.loads((Path(__file__).parent / "wire_samples.json").read_text())
    body = next(s["body"] for s in samples if s["operation"].startswith("env: ARBITRIUM_PORTS_MAPPING"))
    container = Container.from_env({"ARBITRIUM_REQUEST_ID": "a", "ARBITRIUM_PORTS_MAPPING": json.dumps(body)})
    assert container.ports["7777"].external == 31504
    assert container.unreadable == {}


@pytest.mark.parametrize(
    ("flag", "fleet", "expected"),
    [
        ("true", "fleet-1", (True, "fleet-1")),
        (None, "fleet-1", (True, "fleet-1")),
        ("false", "PUBLIC_CLOUD", (False, None)),
        (None, "PUBLIC_CLOUD", (False, None)),
        ("true", None, (True, None)),
    ],
)
def test_the_private_fleet_is_none_in_the_public_cloud(
    flag: str | None, fleet: str | None, expected: tuple[bool, str | None]
) -> None:
    container = Container.from_env(injected(ARBITRIUM_HOST_IN_PRIVATE_FLEET=flag, ARBITRIUM_PRIVATE_FLEET_ID=fleet))
    assert (container.in_private_fleet, container.private_fleet_id) == expected


@pytest.mark.parametrize(
    "changes",
    [{"ARBITRIUM_HOST_BEACON_ENABLED": "false"}, {"ARBITRIUM_HOST_BEACON_PUBLIC_IP": ""}],
)
def test_a_host_without_a_beacon_has_none(changes: dict[str, str]) -> None:
    assert Container.from_env(injected(**changes)).beacon is None


def test_repr_shows_no_secret_and_no_player() -> None:
    shown = repr(Container.from_env(INJECTED))
    for secret in (DELETE_TOKEN, CONTEXT_TOKEN, "463660", "174.93.233.25"):
        assert secret not in shown
    assert "MM_MATCH_ID" in shown
    assert "c0653765de3b" in shown


# Stopping.


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, '{"message": "Instance c0653765de3b will be deleted"}'),
        (202, ""),
        (204, ""),
        (200, "<html>not json</html>"),
        (410, '{"message": "Instance already terminated"}'),
        (400, '{"message": "Bad Request ID provided"}'),
        (404, '{"message": "Not found"}'),
    ],
)
def test_a_deployment_that_is_stopped_or_was_stopped_before_is_stopped(
    httpserver: HTTPServer, base_url: str, stop: Callable[..., None], status: int, body: str
) -> None:
    httpserver.expect_request(STOP_PATH, method="DELETE").respond_with_data(body, status)
    stop(on(base_url))
    stop(on(base_url))
    assert [request.headers["authorization"] for request, _ in httpserver.log] == [DELETE_TOKEN] * 2


def test_the_address_is_taken_as_it_is_with_any_path_and_query(
    httpserver: HTTPServer, base_url: str, stop: Callable[..., None]
) -> None:
    httpserver.expect_request("/a b/stop", query_string="key=1%202", method="DELETE").respond_with_data("")
    stop(on(base_url, ARBITRIUM_DELETE_URL=f"{base_url}/a%20b/stop?key=1%202#here"))
    httpserver.check_assertions()
    assert len(httpserver.log) == 1


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, AuthenticationError),
        (403, PermissionDeniedError),
        (400, BadRequestError),
        (302, UnexpectedStatusError),
    ],
)
def test_a_refused_stop_is_an_error_that_shows_no_secret(
    httpserver: HTTPServer, base_url: str, stop: Callable[..., None], status: int, kind: type[EdgegapError]
) -> None:
    said = json.dumps({"message": f"no: {DELETE_TOKEN}"})
    httpserver.expect_request(STOP_PATH).respond_with_data(said, status, {"Location": f"{base_url}/other"})
    with pytest.raises(kind) as raised:
        stop(on(base_url))
    shown = "".join(traceback.format_exception(raised.value)) + repr(vars(raised.value))
    assert DELETE_TOKEN not in shown
    assert "463660" not in shown
    assert "EDGEGAP_API_TOKEN" not in str(raised.value)
    assert ("ARBITRIUM_DELETE_TOKEN" in str(raised.value)) is (status in (401, 403))
    assert len(httpserver.log) == 1


def test_a_failing_service_is_an_error(httpserver: HTTPServer, base_url: str, stop: Callable[..., None]) -> None:
    httpserver.expect_request(STOP_PATH).respond_with_data("", 500)
    with pytest.raises(ServerError):
        stop(on(base_url))


def test_no_connection_is_an_error(stop: Callable[..., None]) -> None:
    with pytest.raises(ConnectionFailed) as raised:
        stop(on(f"http://127.0.0.1:{unused_port()}"))
    assert "463660" not in str(raised.value)


def test_no_answer_is_an_error_in_time(stop: Callable[..., None]) -> None:
    with silent_port() as port:
        since = time.monotonic()
        with pytest.raises(TimedOut):
            stop(on(f"http://127.0.0.1:{port}"), timeout=0.1)
        assert time.monotonic() - since < 8  # 10 is the default


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"ARBITRIUM_DELETE_URL": None}, "ARBITRIUM_DELETE_URL"),
        ({"ARBITRIUM_DELETE_TOKEN": None}, "ARBITRIUM_DELETE_TOKEN"),
        ({"ARBITRIUM_DELETE_URL": "ftp://secret/463660"}, "ARBITRIUM_DELETE_URL"),
        ({"ARBITRIUM_DELETE_URL": "/463660"}, "ARBITRIUM_DELETE_URL"),
        ({"ARBITRIUM_DELETE_URL": "http://user:secret@host/463660"}, "ARBITRIUM_DELETE_URL"),
        ({"ARBITRIUM_DELETE_URL": "http://host:port/463660"}, "ARBITRIUM_DELETE_URL"),
        ({"ARBITRIUM_DELETE_TOKEN": "sec\nret"}, "ARBITRIUM_DELETE_TOKEN"),
        ({"ARBITRIUM_DELETE_TOKEN": "sécret"}, "ARBITRIUM_DELETE_TOKEN"),
    ],
)
def test_a_stop_that_cannot_be_sent_names_the_variable_and_not_its_value(
    stop: Callable[..., None], changes: dict[str, str | None], named: str
) -> None:
    with pytest.raises(ConfigurationError, match=named) as raised:
        stop(Container.from_env(injected(**changes)))
    shown = "".join(traceback.format_exception(raised.value))
    assert "463660" not in shown.replace("test_container", "")
    assert "cret" not in str(raised.value)


# The context.


def test_the_context_is_the_object_as_it_came(
    httpserver: HTTPServer, base_url: str, context: Callable[..., dict[str, Any]]
) -> None:
    body = {"request_id": "c0653765de3b", "anything": [1, None]}
    httpserver.expect_request(CONTEXT_PATH, method="GET", headers={"Authorization": CONTEXT_TOKEN}).respond_with_json(
        body
    )
    assert context(on(base_url)) == body


@pytest.mark.parametrize("body", ["[]", "7", "<html>", '{"a": NaN}', "[" * 100_000])
def test_a_context_that_is_no_object_is_an_error(
    httpserver: HTTPServer, base_url: str, context: Callable[..., dict[str, Any]], body: str
) -> None:
    httpserver.expect_request(CONTEXT_PATH).respond_with_data(body)
    with pytest.raises(ResponseFormatError) as raised:
        context(on(base_url))
    assert "463660" not in str(raised.value)


def test_a_context_that_is_refused_is_an_error(
    httpserver: HTTPServer, base_url: str, context: Callable[..., dict[str, Any]]
) -> None:
    httpserver.expect_request(CONTEXT_PATH).respond_with_json({"message": "no"}, 401)
    with pytest.raises(AuthenticationError, match="ARBITRIUM_CONTEXT_TOKEN"):
        context(on(base_url))
    with pytest.raises(ConfigurationError, match="ARBITRIUM_CONTEXT_URL"):
        context(on(base_url, ARBITRIUM_CONTEXT_URL=None))
