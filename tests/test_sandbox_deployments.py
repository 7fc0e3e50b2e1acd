"""Deployments in the sandbox: their life by the clock, the live service's manners, tags, filters, quotas and rates."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from edgegap_client.sandbox import Clock, Outcome, Sandbox, Timing
from edgegap_client.sandbox.app import operations

Json = dict[str, Any]

NOON = datetime(2026, 4, 22, 12, 0, 0, tzinfo=UTC)
APP = {"name": "my-game", "is_active": True, "image": ""}
VERSION: Json = {
    "name": "v1",
    "docker_repository": "registry.edgegap.com",
    "docker_image": "game",
    "docker_tag": "1.0",
    "req_cpu": 256,
    "req_memory": 512,
    "max_duration": 60,
    "ports": [
        {"port": 7777, "protocol": "UDP", "name": "gameport"},
        {"port": 8080, "protocol": "WS", "tls_upgrade": True},
        {"port": 0, "protocol": "TCP", "name": "auto"},
    ],
    "envs": [{"key": "MODE", "value": "duel"}, {"key": "MAP", "value": "old"}],
    "session_config": {"kind": "Seat", "sockets": 4, "autodeploy": True},
}
USERS = [{"user_type": "ip_address", "user_data": {"ip_address": "1.2.3.4"}}]
DEPLOY: Json = {"application": "my-game", "version": "v1", "users": USERS}
HEADERS = {"Authorization": "token one"}
STATES = ("INITIALIZING", "SEEKING", "SEEKED", "SCANNING", "DEPLOYING")
UNKNOWN = (400, "Bad Request ID provided")


class Api:
    """The sandbox as one organisation sees it, without the network."""

    def __init__(self, sandbox: Sandbox, token: str = "one") -> None:
        self.sandbox = sandbox
        headers = {"Authorization": f"token {token}"}
        self.http = httpx.Client(transport=sandbox.transport(), base_url=sandbox.base_url, headers=headers)

    def set_up(self, **changes: Any) -> Api:
        self.done("POST", "/v1/app", APP)
        self.done("POST", "/v1/app/my-game/version", {**VERSION, **changes})
        return self

    def done(self, method: str, path: str, body: Any = None, status: int | None = None) -> Any:
        response = self.http.request(method, path, json=body)
        assert response.is_success, response.text
        assert status in (None, response.status_code)
        return response.json() if response.content else None

    def refused(self, method: str, path: str, body: Any = None) -> tuple[int, str]:
        response = self.http.request(method, path, json=body)
        assert response.is_error, response.text
        return response.status_code, response.json()["message"]

    def deploy(self, **changes: Any) -> str:
        return str(self.done("POST", "/v2/deployments", {**DEPLOY, **changes}, 202)["request_id"])

    def status(self, deployment_id: str) -> Json:
        return dict(self.done("GET", f"/v1/status/{deployment_id}"))

    def state(self, deployment_id: str) -> str:
        return str(self.status(deployment_id)["current_status"].removeprefix("Status."))

    def list(self, *filters: tuple[str, str, Any], order: tuple[str, str] | None = None, more: str = "") -> list[str]:
        query: Json = {"filters": [{"field": a, "operator": b, "value": c} for a, b, c in filters]}
        if order:
            query["order_by"] = [{"field": order[0], "order": order[1]}]
        path = f"/v1/deployments?query={quote(json.dumps(query))}{more}"
        return [each["request_id"] for each in self.done("GET", path)["data"]]


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(now=Clock(NOON), timing=Timing(ready_after=10), rate_limits=False, seed=1)


@pytest.fixture
def api(sandbox: Sandbox) -> Api:
    return Api(sandbox).set_up()


def test_every_operation_answers_and_fits_the_specification(sandbox: Sandbox, api: Api) -> None:
    """In strict mode the sandbox turns what does not fit into a 500."""
    host = sandbox.add_host("mine", token="one")
    sandbox.add_host("mine", token="one", active_after=None)
    first, second, third = api.deploy(tags=["a"]), api.deploy(), api.deploy()
    relay = api.done("POST", "/v1/relays/sessions", {"users": [{"ip": "1.1.1.1"}]}, 200)["session_id"]
    session_body = {"app_name": "my-game", "version_name": "v1", "ip_list": ["1.1.1.1"], "webhook_url": ""}
    session, other = (api.done("POST", "/v1/session", session_body, 200)["session_id"] for _ in range(2))
    api.done("POST", "/v1/lobbies", {"name": "lobby"}, 200)
    sandbox.advance(60)
    revoke_token = api.done("GET", f"/v1/relays/sessions/{relay}")["session_users"][0]["authorization_token"]
    v1 = {"app_name": "my-game", "version_name": "v1", "ip_list": ["1.1.1.1"]}
    on_fleet = {**DEPLOY, "private_host_ids": [host]}
    by_id = {"filters": [{"field": "request_id", "values": [first], "filter_type": "any"}]}
    by_session = {"filters": [{"field": "session_id", "values": [other], "filter_type": "any"}]}
    calls: list[tuple[str, str, str, Any, int]] = [
        ("create_deployment", "POST", "/v2/deployments", DEPLOY, 202),
        ("create_deployment_v1", "POST", "/v1/deploy", v1, 200),
        ("get_deployment", "GET", f"/v1/status/{first}", None, 200),
        ("list_deployments", "GET", "/v1/deployments", None, 200),
        ("get_deployment_logs", "GET", f"/v1/deployment/{first}/container-logs?format=ndjson", None, 200),
        ("get_deployment_metrics", "GET", f"/v1/metrics/deployment/{first}?steps=10s", None, 200),
        ("report_deployment", "POST", f"/v1/deployments/{first}:report", {"reason": "lag"}, 200),
        ("update_deployment", "PATCH", f"/v1/deployments/{first}", {"is_joinable_by_session": False}, 200),
        ("create_deployment_tag", "POST", f"/v1/deployments/{first}/tags", {"name": "b"}, 200),
        ("list_deployment_tags", "GET", f"/v1/deployments/{first}/tags", None, 200),
        ("get_deployment_tag", "GET", f"/v1/deployments/{first}/tags/b", None, 200),
        ("update_deployment_tag", "PATCH", f"/v1/deployments/{first}/tags/b", {"name": "c"}, 200),
        ("delete_deployment_tag", "DELETE", f"/v1/deployments/{first}/tags/c", None, 204),
        ("bulk_stop_deployments", "POST", "/v1/deployments/bulk-stop", by_id, 202),
        ("stop_deployment", "DELETE", f"/v1/stop/{second}", None, 200),
        ("list_locations", "GET", "/v1/locations?app=my-game&version=v1", None, 200),
        ("list_beacons", "GET", "/v1/locations/beacons", None, 200),
        ("list_private_hosts", "GET", "/v2/private-fleets/mine/hosts", None, 200),
        ("deploy_to_private_fleet", "POST", "/v2/private-fleets/deployments", on_fleet, 202),
        ("create_relay_session", "POST", "/v1/relays/sessions", {"users": [{"ip": "1.1.1.1"}]}, 200),
        ("list_relay_sessions", "GET", "/v1/relays/sessions", None, 200),
        ("get_relay_session", "GET", f"/v1/relays/sessions/{relay}", None, 200),
        (
            "authorize_relay_user",
            "POST",
            "/v1/relays/sessions:authorize-user",
            {"session_id": relay, "user_ip": "2.2.2.2"},
            200,
        ),
        (
            "revoke_relay_user",
            "POST",
            "/v1/relays/sessions:revoke-user",
            {"session_id": relay, "authorization_token": revoke_token},
            200,
        ),
        ("delete_relay_session", "DELETE", f"/v1/relays/sessions/{relay}", None, 204),
        ("list_lobbies", "GET", "/v1/lobbies", None, 200),
        ("create_lobby", "POST", "/v1/lobbies", {"name": "other"}, 200),
        ("deploy_lobby", "POST", "/v1/lobbies:deploy", {"name": "lobby"}, 202),
        ("get_lobby", "GET", "/v1/lobbies/lobby", None, 200),
        ("terminate_lobby", "POST", "/v1/lobbies:terminate", {"name": "lobby"}, 200),
        ("delete_lobby", "DELETE", "/v1/lobbies/lobby", None, 200),
        ("create_session", "POST", "/v1/session", session_body, 200),
        ("get_session", "GET", f"/v1/session/{session}", None, 200),
        ("list_sessions", "GET", "/v1/sessions", None, 200),
        ("add_session_users", "PUT", f"/v1/session/{session}/users", {"ip_list": ["2.2.2.2"]}, 200),
        ("list_session_users", "GET", f"/v1/session/{session}/users", None, 200),
        ("remove_session_users", "DELETE", f"/v1/session/{session}/users", {"ip_list": ["2.2.2.2"]}, 200),
        ("delete_session", "DELETE", f"/v1/session/{session}", None, 200),
        ("bulk_stop_sessions", "POST", "/v1/sessions/bulk-stop", by_session, 200),
        ("get_public_ip", "GET", "/v1/ip", None, 200),
        ("lookup_ip", "GET", "/v1/ip/1.1.1.1/lookup", None, 200),
        ("lookup_ips", "POST", "/v1/ips/lookup", {"addresses": ["1.1.1.1", "::1"]}, 200),
    ]
    for operation_id, method, path, body, status in calls:
        api.done(method, path, body, status)
        assert sandbox.requests[-1].operation_id == operation_id
    variables = sandbox.environment(third)
    for kind in ("CONTEXT", "DELETE"):
        url, token = variables[f"ARBITRIUM_{kind}_URL"], variables[f"ARBITRIUM_{kind}_TOKEN"]
        api.http.headers["Authorization"] = token
        api.done("DELETE" if kind == "DELETE" else "GET", url, None, 200)
    tested = {each[0] for each in calls} | {"self_stop_deployment"}
    tags = ("app", "registry", "endpoint_storage", "pull_profile")
    assert tested == {each.id for each in operations() if not any(tag in each.id for tag in tags)}


def test_a_life(sandbox: Sandbox, api: Api) -> None:
    deployment_id = api.deploy(tags=["a", "a", "b"])
    assert api.status(deployment_id) == {
        "request_id": deployment_id,
        "app_name": "my-game",
        "app_version": "v1",
        "current_status": "Status.INITIALIZING",
        "running": False,
        "tags": ["a", "b"],
    }
    seen: list[str] = []
    for _ in range(5):
        seen.append(api.state(deployment_id))
        sandbox.advance(2)
    assert tuple(seen) == STATES
    status = api.status(deployment_id)
    assert status["current_status"] == "Status.READY"
    assert status["last_status"] == "Status.DEPLOYING"
    assert status["running"] is True
    assert status["error"] is False
    assert status["fqdn"] == f"{deployment_id}.pr.edgegap.net"
    assert status["start_time"] == "2026-04-22 12:00:10.000000"
    assert status["max_duration"] == 60
    assert "removal_time" not in status
    ports = status["ports"]
    assert ports.keys() == {"gameport", "8080", "auto"}
    assert ports["gameport"]["internal"] == 7777
    assert ports["auto"]["internal"] == ports["auto"]["external"]
    assert ports["8080"]["protocol"] == "Websocket"
    assert ports["8080"]["link"] == f"wss://{deployment_id}.pr.edgegap.net:{ports['8080']['external']}"
    sandbox.advance(3599)
    assert api.status(deployment_id)["elapsed_time"] == 3599
    sandbox.advance(1)
    assert api.state(deployment_id) == "TERMINATING"
    sandbox.advance(1)
    ended = api.status(deployment_id)
    assert (ended["current_status"], ended["running"]) == ("Status.TERMINATED", False)
    assert ended["removal_time"] == "2026-04-22 13:00:11.000000"
    sandbox.advance(60)
    assert api.refused("GET", f"/v1/status/{deployment_id}")[0] == 410
    assert api.refused("DELETE", f"/v1/stop/{deployment_id}")[0] == 410
    assert sandbox.deployments == ()


def test_a_day_passes_in_order(sandbox: Sandbox) -> None:
    api = Api(sandbox).set_up(max_duration=1440)
    ids = [api.deploy() for _ in range(50)]
    sandbox.advance(86400 + 9)
    assert {api.state(each) for each in ids} == {"READY"}
    sandbox.advance(2)
    assert {api.state(each) for each in ids} == {"TERMINATED"}


@pytest.mark.parametrize("after_end", [400, 404, 410])
def test_what_answers_after_the_end(after_end: int) -> None:
    sandbox = Sandbox(now=Clock(NOON), timing=Timing(ready_after=0, known_for=5), after_end=after_end)
    api = Api(sandbox).set_up()
    deployment_id = api.deploy()
    api.done("DELETE", f"/v1/stop/{deployment_id}", status=200)
    sandbox.advance(7)
    status, message = api.refused("GET", f"/v1/status/{deployment_id}")
    assert status == after_end
    assert (message == UNKNOWN[1]) == (after_end == 400)
    assert api.refused("DELETE", f"/v1/stop/{deployment_id}")[0] == 410


def test_an_unknown_deployment(api: Api) -> None:
    stranger = Api(api.sandbox, "two").set_up().deploy()
    hint = ". The sandbox has it, but for another token. Each token is an organisation of its own"
    for unknown, said in (("nope", UNKNOWN), (stranger, (UNKNOWN[0], UNKNOWN[1] + hint))):
        assert api.refused("GET", f"/v1/status/{unknown}") == said
        assert api.refused("DELETE", f"/v1/stop/{unknown}") == said
        assert api.refused("GET", f"/v1/metrics/deployment/{unknown}") == said
        status, message = api.refused("GET", f"/v1/deployment/{unknown}/container-logs")
        assert status == 400
        assert "could not understand" in message
        assert api.refused("GET", f"/v1/deployments/{unknown}/tags")[0] == 404
        assert api.refused("PATCH", f"/v1/deployments/{unknown}", {})[0] == 404


def test_stopping(sandbox: Sandbox, api: Api) -> None:
    deployment_id = api.deploy()
    path = f"/v1/stop/{deployment_id}"
    assert api.done("DELETE", path, status=202).keys() == {"message"}
    api.done("DELETE", path, status=202)
    assert api.state(deployment_id) == "INITIALIZING"
    sandbox.advance(10)
    assert api.state(deployment_id) == "TERMINATING"
    assert api.refused("DELETE", path)[0] == 410
    ready = api.deploy()
    sandbox.advance(10)
    answer = api.done("DELETE", f"/v1/stop/{ready}?container_log_storage=true", status=200)
    assert answer["message"] == f"Instance {ready} will be deleted"
    assert answer["deployment_summary"]["current_status"] == "Status.TERMINATING"
    assert api.refused("DELETE", f"/v1/stop/{ready}")[0] == 410
    sandbox.advance(1)
    assert api.state(ready) == "TERMINATED"


def test_no_capacity_creates_a_deployment_in_error(sandbox: Sandbox, api: Api) -> None:
    sandbox.faults.add(operation="create_deployment", outcome="no_capacity", nth=2)
    api.deploy()
    response = api.http.post("/v2/deployments", json={**DEPLOY, "tags": ["lost"]})
    assert response.status_code == 422
    deployment_id = response.json()["request_id"]
    status = api.status(deployment_id)
    assert (status["current_status"], status["error"]) == ("Status.ERROR", True)
    assert status["error_detail"] == response.json()["message"]
    assert [each.request_id for each in sandbox.orphans()] == [each.request_id for each in sandbox.deployments]
    api.done("DELETE", f"/v1/stop/{deployment_id}", status=200)
    assert len(sandbox.orphans()) == 1
    sandbox.faults.add(operation="create_deployment_v1", outcome="no_capacity")
    v1 = {"app_name": "my-game", "ip_list": ["1.1.1.1"]}
    assert api.refused("POST", "/v1/deploy", v1)[0] == 422
    assert len(sandbox.deployments) == 2


def test_errors_crashes_and_getting_stuck(sandbox: Sandbox, api: Api) -> None:
    sandbox.faults.add(operation="create_deployment", outcome=Outcome.error("No route"), nth=1)
    sandbox.faults.add(operation="create_deployment", outcome=Outcome.crash("boom", exit_code=3, after=1), nth=2)
    sandbox.faults.add(operation="create_deployment", outcome=Outcome.stuck("SCANNING"), nth=3)
    failing, crashing, stuck = (api.deploy() for _ in range(3))
    sandbox.advance(10)
    assert api.status(failing)["error_detail"] == "No route"
    assert "fqdn" not in api.status(failing)
    logs = api.done("GET", f"/v1/deployment/{crashing}/container-logs")
    assert logs["crash_logs"] == "boom"
    assert logs["crash_data"]["exit_code"] == 3
    assert api.status(stuck)["current_status"] == "Status.SCANNING"
    api.done("DELETE", f"/v1/stop/{stuck}", status=202)
    assert api.state(stuck) == "SCANNING"
    sandbox.advance(890)
    assert api.state(stuck) == "TERMINATING"
    assert api.state(failing) == "ERROR"
    sandbox.advance(2711)
    assert api.state(failing) == "TERMINATED"


BAD_DEPLOYMENTS: list[tuple[Json, int]] = [
    ({"application": "nope"}, 400),
    ({"version": "nope"}, 400),
    ({"users": []}, 400),
    ({"users": [{"user_type": "ip_address", "user_data": {}}]}, 400),
    ({"users": [{"user_type": "ip_address", "user_data": {"ip_address": "1.2.3"}}]}, 400),
    ({"users": [{"user_type": "geo_coordinates", "user_data": {"latitude": 1}}]}, 400),
    ({"users": [{"user_type": "geo_coordinates", "user_data": {"latitude": 91, "longitude": 0}}]}, 400),
    ({"tags": ["x" * 41]}, 400),
    ({"tags": [""]}, 400),
    ({"environment_variables": [{"key": "A", "value": "b"}]}, 400),
    ({"resources": {"cpu_units": 99, "memory_mib": 100}}, 400),
]


@pytest.mark.parametrize(("change", "expected"), BAD_DEPLOYMENTS)
def test_deployments_that_are_refused(api: Api, change: Json, expected: int) -> None:
    assert api.refused("POST", "/v2/deployments", {**DEPLOY, **change})[0] == expected
    assert api.sandbox.deployments == ()


def test_a_disabled_version_is_400(api: Api) -> None:
    api.done("PATCH", "/v1/app/my-game/version/v1", {"is_active": False})
    assert api.refused("POST", "/v2/deployments", DEPLOY) == (400, "App version v1 is disabled")
    api.done("PATCH", "/v1/app/my-game/version/v1", {"is_active": True})
    api.done("PATCH", "/v1/app/my-game", {"is_active": False})
    assert api.refused("POST", "/v2/deployments", DEPLOY)[0] == 400


def test_players_are_served_nearby(sandbox: Sandbox, api: Api) -> None:
    point = {"user_type": "geo_coordinates", "user_data": {"latitude": 48.1, "longitude": 11.5}}
    api.deploy(users=[point])
    assert sandbox.deployments[0].city == "Frankfurt"
    v1 = {"app_name": "my-game", "location": {"latitude": 48.1, "longitude": 11.5}}
    filters = [{"field": "country", "values": ["Germany"], "filter_type": "not"}]
    api.done("POST", "/v1/deploy", {**v1, "filters": filters, "continent": "Europe"})
    assert sandbox.deployments[1].city == "Warsaw"
    assert api.refused("POST", "/v1/deploy", {**v1, "city": "Atlantis"})[0] == 422


def test_the_older_deploy(api: Api) -> None:
    geo = [{"ip": "1.1.1.1", "latitude": 1.0, "longitude": 1.0}]
    both = {"app_name": "my-game", "ip_list": ["1.1.1.1"], "geo_ip_list": geo}
    assert api.refused("POST", "/v1/deploy", {"app_name": "my-game"})[0] == 400
    assert api.refused("POST", "/v1/deploy", both)[0] == 400
    answer = api.done("POST", "/v1/deploy", {"app_name": "my-game", "geo_ip_list": geo, "tags": ["a"]}, 200)
    assert answer["request_dns"] == f"{answer['request_id']}.pr.edgegap.net"
    assert (answer["request_version"], answer["request_user_count"], answer["tags"]) == ("v1", 1, ["a"])
    assert api.refused("POST", "/v1/deploy", {**both, "app_name": "nope", "geo_ip_list": []})[0] == 404


def test_a_running_deployment_keeps_the_version_of_its_start(sandbox: Sandbox, api: Api) -> None:
    deployment_id = api.deploy()
    api.done("PATCH", "/v1/app/my-game/version/v1", {"max_duration": 5})
    sandbox.advance(10)
    assert api.status(deployment_id)["max_duration"] == 60


def test_quotas(sandbox: Sandbox) -> None:
    limited = Sandbox(now=Clock(NOON), max_deployments=1, timing=Timing(ready_after=0))
    api = Api(limited).set_up()
    deployment_id = api.deploy()
    assert api.refused("POST", "/v2/deployments", DEPLOY) == (400, "You have reached you Deployment limit of 1")
    api.done("DELETE", f"/v1/stop/{deployment_id}")
    limited.advance(1)
    api.deploy()


def test_rates_are_per_organisation() -> None:
    sandbox = Sandbox(now=Clock(NOON), retry_after=True)
    api = Api(sandbox).set_up()
    ids = [api.deploy() for _ in range(40)]
    response = api.http.post("/v2/deployments", json=DEPLOY)
    assert (response.status_code, response.headers["Retry-After"]) == (429, "1")
    assert len(sandbox.deployments) == 40
    for _ in range(20):
        api.status(ids[0])
    assert api.refused("GET", f"/v1/status/{ids[0]}")[0] == 429
    for _ in range(10):
        api.list()
    assert api.refused("GET", "/v1/deployments")[0] == 429
    other = Api(sandbox, "two").set_up()
    other.deploy()
    sandbox.advance(1)
    api.deploy()
    api.status(ids[0])
    assert sandbox.counts["create_deployment", 429] == 1


# Lists and tags


def test_lists(sandbox: Sandbox, api: Api) -> None:
    api.done("POST", "/v1/app/my-game/version", {**VERSION, "name": "v2"})
    first = api.deploy(tags=["a", "b"])
    sandbox.advance(10)
    second = api.deploy(tags=["b"], version="v2")
    third = api.deploy()
    assert api.list() == [first, second, third]
    assert api.list(("tags", "eq", "b")) == [first, second]
    assert api.list(("tags", "in", ["a", "b"])) == [first, second]
    assert api.list(("tags", "neq", "b")) == [third]
    assert api.list(("tags", "nin", ["a", "zzz"])) == [second, third]
    assert api.list(("tags", "eq", "nope")) == []
    assert api.list(("status", "eq", "ready")) == [first]
    assert api.list(("status", "eq", "Status.INITIALIZING")) == [second, third]
    assert api.list(("status", "neq", "ready"), ("version", "eq", "v1")) == [third]
    assert api.list(("request_id", "in", [third, first, first, "nope"])) == [first, third]
    assert api.list(("request_id", "nin", [third])) == [first, second]
    assert api.list(("application", "in", ["my-game"]), ("tags", "eq", "a")) == [first]
    assert api.list(("created_at", "gte", "2026-04-22 12:00:05")) == [second, third]
    assert api.list(("created_at", "lte", "2026-04-22T12:00:05Z")) == [first]
    assert api.list(("created_at", "eq", "2026-04-22 12:00:00")) == [first]
    assert api.list(("host_name", "ilike", "ALPHA-%")) == [first, second, third]
    assert api.list(("fleet_name", "ilike", "%")) == []
    assert api.list(("available_session_sockets", "gt", 3)) == [first, second, third]
    assert api.list(("is_joinable_by_session", "eq", False)) == []
    assert api.list(order=("created_at", "desc"))[-1] == first
    assert api.list(more="&limit=2&page=2") == [third]
    items = api.done("GET", "/v1/deployments")
    assert items["message"] == []
    assert items["total_count"] == 3
    assert [each["ready"] for each in items["data"]] == [True, False, False]
    assert all("current_status" not in each for each in items["data"])
    assert "fqdn" in items["data"][0]
    assert "fqdn" not in items["data"][1]


def test_what_has_ended_is_not_listed_unless_asked_for(sandbox: Sandbox, api: Api) -> None:
    deployment_id = api.deploy(tags=["a"])
    sandbox.advance(10)
    api.done("DELETE", f"/v1/stop/{deployment_id}")
    assert api.list(("tags", "eq", "a")) == [deployment_id]
    sandbox.advance(1)
    assert api.list() == api.list(("tags", "eq", "a")) == []
    assert api.list(("status", "eq", "terminated")) == [deployment_id]


@pytest.mark.parametrize(
    "query",
    [
        "{",
        "[]",
        '{"filter": []}',
        '{"filters": {}}',
        '{"filters": [1]}',
        '{"filters": [{"field": "tags", "operator": "eq"}]}',
        '{"filters": [{"field": "nope", "operator": "eq", "value": "a"}]}',
        '{"filters": [{"field": "tags", "operator": "gte", "value": "a"}]}',
        '{"filters": [{"field": "status", "operator": "in", "value": ["ready"]}]}',
        '{"filters": [{"field": "tags", "operator": "in", "value": "a"}]}',
        '{"filters": [{"field": "tags", "operator": "eq", "value": 1}]}',
        '{"filters": [{"field": "created_at", "operator": "gte", "value": "soon"}]}',
        '{"filters": [{"field": ["tags"], "operator": "eq", "value": "a"}]}',
        json.dumps({"filters": [{"field": "tags", "operator": how, "value": "a"} for how in ("eq", "neq")]}),
        '{"order_by": [{"field": "status", "order": "asc"}]}',
        '{"order_by": [{"field": "created_at", "order": "up"}]}',
    ],
)
def test_queries_that_are_refused(api: Api, query: str) -> None:
    status, message = api.refused("GET", f"/v1/deployments?query={quote(query)}")
    assert status == 400
    assert message.startswith("query")


def test_tags(sandbox: Sandbox, api: Api) -> None:
    deployment_id = api.deploy(tags=["a"])
    path = f"/v1/deployments/{deployment_id}/tags"
    sandbox.advance(1)
    made = api.done("POST", path, {"name": "b" * 40})
    assert made["create_time"] == "2026-04-22 12:00:01.000000"
    assert api.refused("POST", path, {"name": "a"})[0] == 409
    assert api.refused("POST", path, {"name": "b" * 41})[0] == 400
    assert api.refused("PATCH", f"{path}/a", {"name": "b" * 40})[0] == 409
    sandbox.advance(1)
    renamed = api.done("PATCH", f"{path}/a", {"name": "c"})
    assert (renamed["create_time"], renamed["last_updated"]) == (
        "2026-04-22 12:00:00.000000",
        "2026-04-22 12:00:02.000000",
    )
    assert api.list(("tags", "eq", "c")) == [deployment_id]
    assert api.list(("tags", "eq", "a")) == []
    assert api.refused("GET", f"{path}/a")[0] == 404
    api.done("DELETE", f"{path}/c", status=204)
    assert [each["name"] for each in api.done("GET", path)["tags"]] == ["b" * 40]


def test_bulk_stop(sandbox: Sandbox, api: Api) -> None:
    ready = api.deploy(tags=["a"])
    sandbox.advance(10)
    starting, other = api.deploy(tags=["a", "b"]), api.deploy()

    def stop(*filters: tuple[str, list[str], str]) -> list[str]:
        body = {"filters": [{"field": a, "values": b, "filter_type": c} for a, b, c in filters]}
        answer = api.done("POST", "/v1/deployments/bulk-stop", body, 202)
        return [each["request_id"] for each in answer["processable"]]

    assert stop(("deployment_tags", ["a"], "any"), ("deployment_tags", ["b"], "not")) == [ready]
    assert stop(("deployment_tags", ["a", "b"], "all")) == [starting]
    assert stop(("request_id", [ready, other, "nope"], "any")) == [other]
    assert sandbox.orphans() == ()
    assert api.state(ready) == "TERMINATING"
    assert api.state(starting) == "INITIALIZING"
    assert api.refused("POST", "/v1/deployments/bulk-stop", {"filters": []})[0] == 400


def test_logs_and_metrics(sandbox: Sandbox, api: Api) -> None:
    deployment_id = api.deploy()
    metrics, logs = f"/v1/metrics/deployment/{deployment_id}", f"/v1/deployment/{deployment_id}/container-logs"
    assert api.refused("GET", metrics)[0] == 422
    assert api.done("GET", logs)["logs"] == ""
    sandbox.advance(10)
    sandbox.write_log(deployment_id, "player joined")
    assert api.done("GET", logs)["logs"].endswith("\nplayer joined")
    assert json.loads(api.done("GET", f"{logs}?format=ndjson")["logs"].splitlines()[-1]) == {"log": "player joined"}
    sandbox.advance(60)
    series = api.done("GET", metrics)["cpu"]
    assert series["timestamps"] == [f"2026-04-22 12:0{at}.000" for at in ("0:10", "0:40", "1:10")]
    assert len(series["datasets"]) == len(series["labels"]) == 3
    later = f"{metrics}?start_time=2026-04-22%2012:00:40.00&end_time=2026-04-22%2012:00:50.00&steps=10s"
    assert len(api.done("GET", later)["cpu"]["datasets"]) == 2
    assert api.refused("GET", f"{metrics}?steps=often")[0] == 400
    assert api.refused("GET", f"{metrics}?start_time=soon")[0] == 400
    api.done("DELETE", f"/v1/stop/{deployment_id}")
    sandbox.advance(1)
    assert api.refused("GET", metrics)[0] == 422
    assert api.refused("GET", logs)[0] == 404


# Inside the container


def test_the_environment_of_a_container(sandbox: Sandbox, api: Api) -> None:
    variables = [{"key": "MAP", "value": "new", "is_hidden": False}]
    deployment_id = api.deploy(tags=["a", "b"], environment_variables=variables)
    sandbox.advance(10)
    status, found = api.status(deployment_id), sandbox.environment(deployment_id)
    assert (found["MODE"], found["MAP"]) == ("duel", "new")
    assert found["ARBITRIUM_REQUEST_ID"] == deployment_id
    assert found["ARBITRIUM_DEPLOYMENT_TAGS"] == "a,b"
    assert found["ARBITRIUM_PUBLIC_IP"] == status["public_ip"]
    assert json.loads(found["ARBITRIUM_DEPLOYMENT_LOCATION"]) == status["location"]
    mapping = json.loads(found["ARBITRIUM_PORTS_MAPPING"])["ports"]
    assert mapping["7777"]["external"] == status["ports"]["gameport"]["external"]
    assert found["ARBITRIUM_PORT_GAMEPORT_INTERNAL"] == "7777"
    assert found["ARBITRIUM_HOST_IN_PRIVATE_FLEET"] == "false"
    assert found["ARBITRIUM_PRIVATE_FLEET_ID"] == "PUBLIC_CLOUD"
    assert len(found["ARBITRIUM_DELETE_TOKEN"]) == 32
    assert all(isinstance(value, str) for value in found.values())
    with sandbox.serve() as base_url:
        served = sandbox.environment(deployment_id)
        assert served["ARBITRIUM_DELETE_URL"].startswith(f"{base_url}/v1/self/stop/{deployment_id}/")
        answer = httpx.get(
            served["ARBITRIUM_CONTEXT_URL"], headers={"authorization": served["ARBITRIUM_CONTEXT_TOKEN"]}
        )
        assert answer.json()["request_id"] == deployment_id
    with pytest.raises(LookupError):
        sandbox.environment("nope")


def test_a_container_stops_itself_with_its_own_token(sandbox: Sandbox, api: Api) -> None:
    deployment_id = api.deploy()
    variables = sandbox.environment(deployment_id)
    url, token = variables["ARBITRIUM_DELETE_URL"], variables["ARBITRIUM_DELETE_TOKEN"]
    path = url.removeprefix(sandbox.base_url)
    assert api.refused("DELETE", path)[0] == 403
    api.http.headers["Authorization"] = variables["ARBITRIUM_CONTEXT_TOKEN"]
    assert api.refused("DELETE", path)[0] == 403
    api.http.headers["Authorization"] = token
    assert api.refused("DELETE", path + "0")[0] == 403
    assert api.refused("DELETE", f"/v1/self/stop/nope/{path.rsplit('/', 1)[1]}") == UNKNOWN
    assert api.refused("GET", variables["ARBITRIUM_CONTEXT_URL"])[0] == 403
    api.done("DELETE", path, status=202)
    sandbox.advance(10)
    assert api.refused("DELETE", path)[0] == 410
    sandbox.advance(100)
    assert api.refused("DELETE", path)[0] == 410
    del api.http.headers["Authorization"]
    assert api.refused("DELETE", path)[0] == 401


# Private fleets


def test_private_fleets(sandbox: Sandbox, api: Api) -> None:
    host = sandbox.add_host("mine", token="one", city="Tokyo", cpu_units=512, memory_mb=1024)
    pending = sandbox.add_host("mine", token="one", active_after=100)
    data = api.done("GET", "/v2/private-fleets/mine/hosts")["data"]
    assert [each["status"] for each in data] == ["ACTIVE", "PENDING"]
    assert (data[0]["city"], data[0]["created_at"]) == ("Tokyo", "2026-04-22T12:00:00.000000Z")
    assert data[1]["ip_address"] is None
    assert api.refused("GET", "/v2/private-fleets/other/hosts")[0] == 400
    body = {**DEPLOY, "private_host_ids": [host]}
    path = "/v2/private-fleets/deployments"
    first = api.done("POST", path, body, 202)["request_id"]
    assert sandbox.environment(first)["ARBITRIUM_PRIVATE_FLEET_ID"] == "mine"
    api.done("POST", path, body, 202)
    hosts = api.done("GET", "/v2/private-fleets/mine/hosts")["data"]
    assert (hosts[0]["allocated_cpu_units"], hosts[0]["allocatable_cpu_units"]) == (512, 0)
    full = api.http.post(path, json=body)
    assert full.status_code == 422
    assert api.state(full.json()["request_id"]) == "ERROR"
    assert api.http.post(path, json={**body, "private_host_ids": [pending]}).status_code == 422
    assert api.refused("POST", path, {**body, "private_host_ids": ["nope"]})[0] == 400
    sandbox.advance(100)
    api.done("POST", path, {**body, "private_host_ids": [host, pending]}, 202)
    assert len(api.list(("fleet_name", "eq", "mine"), ("status", "neq", "error"))) == 3
    with pytest.raises(ValueError, match="city"):
        sandbox.add_host("mine", token="one", city="Atlantis")


# Relays, lobbies, sessions, look-ups


def test_relay_sessions(sandbox: Sandbox, api: Api) -> None:
    made = api.done("POST", "/v1/relays/sessions", {"users": [{"ip": "1.1.1.1"}, {"ip": "2.2.2.2"}]})
    assert made["session_id"].endswith("-S")
    assert (made["status"], made["ready"], made["linked"], made["session_users"]) == ("Initializing", False, False, [])
    assert made["authorization_token"] > 2**32
    sandbox.advance(1)
    path = f"/v1/relays/sessions/{made['session_id']}"
    linked = api.done("GET", path)
    assert (linked["status"], linked["ready"], linked["linked"]) == ("Linked", True, True)
    assert linked["relay"]["host"].endswith(".st.edgegap.net")
    assert [user["ip_address"] for user in linked["session_users"]] == ["1.1.1.1", "2.2.2.2"]
    user = {"session_id": made["session_id"], "user_ip": "3.3.3.3"}
    added = api.done("POST", "/v1/relays/sessions:authorize-user", user)
    assert added["session_user"]["ip_address"] == "3.3.3.3"
    assert api.refused("POST", "/v1/relays/sessions:authorize-user", user)[0] == 409
    revoked = {"session_id": user["session_id"], "authorization_token": added["session_user"]["authorization_token"]}
    left = api.done("POST", "/v1/relays/sessions:revoke-user", revoked)
    assert len(left["session_users"]) == 2
    assert api.refused("POST", "/v1/relays/sessions:revoke-user", revoked)[0] == 404
    api.done("DELETE", path, status=204)
    assert api.refused("GET", path)[0] == 404
    sandbox.faults.add(operation="create_relay_session", outcome="error")
    failed = api.done("POST", "/v1/relays/sessions", {"users": [{"ip": "1.1.1.1"}]})["session_id"]
    sandbox.advance(1)
    assert "error" in api.done("GET", f"/v1/relays/sessions/{failed}")


def test_lobbies(sandbox: Sandbox, api: Api) -> None:
    assert api.done("POST", "/v1/lobbies", {"name": "lobby"}) == {"name": "lobby", "status": "Released"}
    assert api.refused("POST", "/v1/lobbies", {"name": "lobby"})[0] == 409
    assert api.refused("POST", "/v1/lobbies:terminate", {"name": "lobby"})[0] == 409
    assert "url" not in api.done("POST", "/v1/lobbies:deploy", {"name": "lobby"}, 202)
    assert api.refused("POST", "/v1/lobbies:deploy", {"name": "lobby"})[0] == 409
    sandbox.advance(2)
    released = api.done("GET", "/v1/lobbies/lobby")
    assert released["status"] == "Released"
    assert released["url"].startswith("https://")
    assert "url" not in api.done("POST", "/v1/lobbies:terminate", {"name": "lobby"})
    api.done("DELETE", "/v1/lobbies/lobby", status=200)
    assert api.refused("GET", "/v1/lobbies/lobby")[0] == 404
    assert api.done("GET", "/v1/lobbies") == []


def open_session(api: Api, *addresses: str, **more: Any) -> str:
    body = {"app_name": "my-game", "version_name": "v1", "ip_list": list(addresses), **more}
    return str(api.done("POST", "/v1/session", body)["session_id"])


def test_sessions_start_and_share_deployments(sandbox: Sandbox, api: Api) -> None:
    first = open_session(api, "1.1.1.1", "2.2.2.2")
    session = api.done("GET", f"/v1/session/{first}")
    assert (session["status"], session["linked"], session["kind"]) == ("Ready", False, "Seat")
    sandbox.advance(1)
    assert len(sandbox.deployments) == 1
    second = open_session(api, "3.3.3.3", "4.4.4.4")
    sandbox.advance(10)
    third = open_session(api, "5.5.5.5")
    sandbox.advance(11)
    linked = [api.done("GET", f"/v1/session/{each}") for each in (first, second, third)]
    assert [each["linked"] for each in linked] == [True, True, True]
    ids = [each["deployment"]["request_id"] for each in linked]
    assert ids[0] == ids[1] != ids[2]
    assert api.status(ids[0])["sockets_usage"] == 4
    assert len(api.status(ids[0])["sessions"]) == 2
    assert api.refused("PUT", f"/v1/session/{first}/users", {"ip_list": ["9.9.9.9"]})[0] == 422
    users = api.done("PUT", f"/v1/session/{third}/users", {"ip_list": ["9.9.9.9", "5.5.5.5"]})["session_users"]
    assert [user["ip"] for user in users] == ["5.5.5.5", "9.9.9.9"]
    by_deployment = {"filters": [{"field": "request_id", "values": [ids[0]], "filter_type": "any"}]}
    assert len(api.done("POST", "/v1/sessions/bulk-stop", by_deployment)["processable"]) == 2
    assert api.status(ids[0])["sockets_usage"] == 0
    assert api.refused("DELETE", f"/v1/session/{first}")[0] == 410
    assert api.refused("DELETE", "/v1/session/nope")[0] == 404
    assert api.refused("GET", f"/v1/session/{first}")[0] == 400


def test_sessions_on_a_deployment_of_their_own_choice(sandbox: Sandbox, api: Api) -> None:
    deployment_id = api.deploy(tags=["ranked"])
    by_id = open_session(api, "1.1.1.1", deployment_request_id=deployment_id)
    by_tag = open_session(api, "1.1.1.2", selectors=[{"tag": "ranked"}])
    sandbox.advance(5)
    assert api.done("GET", f"/v1/session/{by_id}")["linked"] is False
    sandbox.advance(5)
    for each in (by_id, by_tag):
        assert api.done("GET", f"/v1/session/{each}")["deployment"]["request_id"] == deployment_id
    api.done("DELETE", f"/v1/stop/{deployment_id}")
    sandbox.advance(1)
    assert "error" in api.done("GET", f"/v1/session/{by_id}")
    body = {"app_name": "my-game", "version_name": "v1"}
    assert api.refused("POST", "/v1/session", {**body, "deployment_request_id": deployment_id})[0] == 400
    api.done("POST", "/v1/app/my-game/version", {**VERSION, "name": "v3", "session_config": {}})
    assert api.refused("POST", "/v1/session", {**body, "version_name": "v3"})[0] == 400


def test_places_and_addresses(api: Api) -> None:
    locations = api.done("GET", "/v1/locations?limit=100")
    assert locations["messages"] == []
    assert len(locations["locations"]) == locations["total_count"] > 5
    assert api.done("GET", "/v1/locations?type=moon")["locations"] == []
    assert api.refused("GET", "/v1/locations?app=nope")[0] == 400
    beacons = api.done("GET", "/v1/locations/beacons")
    assert beacons.keys() == {"locations", "count"}
    assert len(beacons["locations"]) == beacons["count"]
    one = api.done("GET", "/v1/ip/1.1.1.1/lookup")
    assert api.done("POST", "/v1/ips/lookup", {"addresses": ["1.1.1.1"]})["addresses"] == [one]
    assert api.refused("GET", "/v1/ip/nope/lookup")[0] == 400
    assert api.refused("POST", "/v1/ips/lookup", {"addresses": ["1.1.1.1"] * 21})[0] == 400
    assert api.done("GET", "/v1/ip") == {"public_ip": "127.0.0.1"}


# Long runs


def test_memory_is_bounded() -> None:
    sandbox = Sandbox(now=Clock(NOON), timing=Timing(ready_after=0, known_for=10**9), rate_limits=False)
    api = Api(sandbox).set_up(max_duration=1440)
    first = api.deploy(tags=["first"])
    for number in range(2500):
        deployment_id = first if number == 0 else api.deploy()
        api.done("DELETE", f"/v1/stop/{deployment_id}")
        if number % 100 == 99:
            sandbox.advance(1)
    world = sandbox._world
    assert len(world.deployments) == len(world.ended) == 1000
    assert len(sandbox.requests) == 1000
    assert len(world.schedule) <= 1000
    assert len(world.schedule._heap) <= 3000
    organisation = world.organisations["one"]
    assert len(organisation.deployments) == 1000
    assert organisation.by_tag == {}
    assert api.refused("GET", f"/v1/status/{first}")[0] == 410


@pytest.mark.parametrize(("name", "meant"), [("launch", "create_deployment"), ("list_deploymnts", "list_deployments")])
def test_a_fault_of_an_unknown_operation_says_what_an_operation_is(sandbox: Sandbox, name: str, meant: str) -> None:
    with pytest.raises(ValueError, match=f"no operation {name}: faults apply to operations of the API.*{meant}"):
        sandbox.faults.add(operation=name)
