"""The rare cases of the sandbox: odd filters and orders, sessions without a deployment, and schemas of other services.

No test needs the network: each sends its requests in this process.
"""

from __future__ import annotations

import base64
from typing import Any, Final

import pytest

import edgegap_client.sandbox
from edgegap_client.sandbox import Outcome, Sandbox, validation
from edgegap_client.sandbox.state import ApiError
from edgegap_client.sandbox.validation import Parameter, Schema
from edgegap_client.sandbox.world import KEPT_IDS, KeptIds

from .test_sandbox_deployments import Api, api, open_session, sandbox
from .test_sandbox_matchmaker import CONFIGURATION as CONFIGURATION_OF_MATCHMAKER
from .test_sandbox_matchmaker import PLAYER
from .test_sandbox_matchmaker import Api as MatchmakerApi
from .test_sandbox_server_browser import CONFIGURATION, SERVER
from .test_sandbox_server_browser import Api as BrowserApi

__all__ = ["api", "sandbox"]

Json = dict[str, Any]


# Server browsers.


@pytest.fixture
def browser(sandbox: Sandbox) -> BrowserApi:
    """A server browser with four servers, of which `b` has no level."""
    made = BrowserApi(sandbox.add_server_browser(CONFIGURATION))
    for name, metadata in (("a", {"level": 1}), ("b", {}), ("c", {"level": 2}), ("d", {"level": 1})):
        made.register(name, **metadata)
    return made


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("$filter=metadata.level", "The filter is not understood"),
        ("$filter=metadata.level eq 1 or metadata.level eq 2", "The filter is not understood"),
        ("$order=sideways", "The order is not understood"),
        ("$order=metadata.level asc;metadata.mode asc", "The order is not understood"),
        ("cursor=nonsense", "cursor: is not one of this list"),
        (f"cursor={base64.urlsafe_b64encode(b'to 2').decode()}", "cursor: is not one of this list"),
    ],
)
def test_a_search_that_is_not_understood_is_refused(browser: BrowserApi, query: str, told: str) -> None:
    assert browser("GET", f"?{query}", status=400)["message"] == told


@pytest.mark.parametrize(("direction", "expected"), [("asc", "adcb"), ("desc", "cadb")])
def test_servers_of_equal_rank_keep_their_order_and_those_without_the_field_come_last(
    browser: BrowserApi, direction: str, expected: str
) -> None:
    found = browser("GET", f"?$order=metadata.level {direction}")["items"]
    assert "".join(each["request_id"] for each in found) == expected


def test_two_slots_of_a_server_have_different_names(browser: BrowserApi) -> None:
    body = {"request_id": "e", "server": SERVER, "slots": [{"name": "main", "available_seats": 1}] * 2}
    assert browser("POST", "", body, 400)["message"] == "slots: must have different names"
    browser("GET", "/e", status=404)


# Matchmakers.

TICKET: Final[Json] = {"profile": "casual", "attributes": PLAYER}


@pytest.mark.parametrize("tickets", [[], [TICKET, {**TICKET, "profile": "ranked"}]], ids=["none", "two profiles"])
def test_a_group_has_tickets_of_one_profile(sandbox: Sandbox, tickets: list[Json]) -> None:
    profiles = CONFIGURATION_OF_MATCHMAKER["profiles"]
    configuration = {**CONFIGURATION_OF_MATCHMAKER, "profiles": {**profiles, "ranked": profiles["casual"]}}
    sandbox.add_version("my-game", "v1")
    matchmaker = MatchmakerApi(sandbox.add_matchmaker(configuration, tier=None))
    refused = matchmaker("POST", "/group-tickets", {"player_tickets": tickets}, 400)
    assert refused["message"].startswith("player_tickets: must ")
    assert matchmaker("GET", "/inspect/tickets") == []


# Sessions.


def filters(field: str, *values: str) -> list[Json]:
    return [{"field": field, "values": list(values), "filter_type": "any"}]


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (filters("planet", "Earth"), "filters.0.field: must be one of city, country, "),
        (filters("city", "Atlantis"), "No location fits the request"),
    ],
)
def test_a_session_that_no_location_fits_is_refused(api: Api, wanted: list[Json], told: str) -> None:
    body = {"app_name": "my-game", "version_name": "v1", "filters": wanted}
    status, message = api.refused("POST", "/v1/session", body)
    assert status == 400
    assert message.startswith(told)
    assert api.done("GET", "/v1/sessions")["total_count"] == 0


def test_a_session_without_a_deployment_takes_users_and_can_be_deleted(sandbox: Sandbox, api: Api) -> None:
    webhook_url = "http://127.0.0.1:9/session"
    session = open_session(api, "1.1.1.1", webhook_url=webhook_url)
    found = api.done("GET", f"/v1/session/{session}")
    assert (found["deployment"], found["webhook_url"]) == (None, webhook_url)
    users = api.done("PUT", f"/v1/session/{session}/users", {"ip_list": [f"2.2.2.{n}" for n in range(9)]})
    assert len(users["session_users"]) == 10, "no deployment limits its places so far"
    by_deployment = {"filters": filters("request_id", "a-deployment")}
    assert api.done("POST", "/v1/sessions/bulk-stop", by_deployment) == {"processable": []}
    api.done("DELETE", f"/v1/session/{session}")
    assert api.refused("DELETE", f"/v1/session/{session}")[0] == 410
    sandbox.advance(60)
    assert not sandbox.deployments, "nothing was started for it"


def test_the_sandbox_remembers_the_latest_ids_only() -> None:
    kept = KeptIds()
    for number in range(KEPT_IDS + 1):
        kept.add(f"id-{number}")
    assert "id-0" not in kept
    assert "id-1" in kept
    assert f"id-{KEPT_IDS}" in kept


# Deployments and locations.


def test_a_log_of_the_test_replaces_the_usual_one(sandbox: Sandbox, api: Api) -> None:
    usual = api.deploy()
    sandbox.faults.add(operation="create_deployment", outcome=Outcome(logs="map loaded"), times=1)
    scripted = api.deploy()
    sandbox.advance(10)
    logs = [api.done("GET", f"/v1/deployment/{each}/container-logs")["logs"] for each in (usual, scripted)]
    assert "The server is listening" in logs[0]
    assert "map loaded" in logs[1]
    assert "The server is listening" not in logs[1]


def test_an_id_and_a_tag_must_both_fit(api: Api) -> None:
    ranked, other = api.deploy(tags=["ranked"]), api.deploy(tags=["eu"])
    for _ in range(2):
        api.deploy(tags=["ranked"])
    assert api.list(("request_id", "eq", ranked), ("tags", "eq", "ranked")) == [ranked]
    assert api.list(("request_id", "eq", other), ("tags", "in", ["ranked", "us"])) == []


def test_a_tag_can_be_renamed_to_its_own_name(api: Api) -> None:
    path = f"/v1/deployments/{api.deploy(tags=['ranked', 'eu'])}/tags"
    assert api.done("PATCH", f"{path}/ranked", {"name": "ranked"})["name"] == "ranked"
    assert api.refused("PATCH", f"{path}/ranked", {"name": "eu"})[0] == 409


def test_locations_of_an_application_need_no_version(api: Api) -> None:
    whole = api.done("GET", "/v1/locations?limit=100")
    assert api.done("GET", "/v1/locations?limit=100&app=my-game") == whole
    assert api.refused("GET", "/v1/locations?app=my-game&version=v9")[0] == 400


@pytest.mark.parametrize(("raw", "status"), [("true", 200), ("false", 200), ("perhaps", 400)])
def test_a_boolean_parameter_is_true_or_false(sandbox: Sandbox, api: Api, raw: str, status: int) -> None:
    deployment = api.deploy()
    sandbox.advance(10)
    response = api.http.get(f"/v1/metrics/deployment/{deployment}?raw={raw}")
    assert response.status_code == status
    assert ("raw: must be of type boolean" in response.text) is (status == 400)


def test_the_sandbox_says_which_name_it_does_not_have() -> None:
    with pytest.raises(AttributeError, match=r"module 'edgegap_client\.sandbox' has no attribute 'Sandpit'"):
        edgegap_client.sandbox.Sandpit  # noqa: B018


# Checks against a specification.


def test_a_parameter_that_is_a_number_is_read_and_checked() -> None:
    parameter = Parameter("ratio", False, Schema({"type": "number", "maximum": 2}))
    assert (parameter.read("1.5"), parameter.read("-1")) == (1.5, -1.0)
    for wrong, told in (("much", "ratio: must be of type number"), ("2.5", "ratio: must be at most 2")):
        with pytest.raises(ApiError) as refusal:
            parameter.read(wrong)
        assert (refusal.value.status, refusal.value.message) == (400, told)


@pytest.mark.parametrize(
    ("keyword", "fitting", "wrong"), [("anyOf", (1, "a"), (None, 1.5)), ("oneOf", (1, "a"), (None, 1.5))]
)
def test_a_value_fits_one_of_several_schemas(keyword: str, fitting: tuple[Any, ...], wrong: tuple[Any, ...]) -> None:
    schema = Schema({keyword: [{"type": "integer"}, {"type": "string"}]})
    for value in fitting:
        schema.check(value, "body")
    for value in wrong:
        with pytest.raises(ApiError):
            schema.check(value, "body")


TREE: Final[Json] = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string"},
        "children": {"type": "array", "items": {"$ref": "#/components/schemas/TreeOfTheTest"}},
    },
}


def test_a_recursive_schema_is_checked_at_every_depth(monkeypatch: pytest.MonkeyPatch) -> None:
    document = {"components": {"schemas": {"TreeOfTheTest": TREE}}}

    def specification(_: str = "") -> Json:
        return document

    monkeypatch.setattr(validation, "specification", specification)
    schema = Schema({"$ref": "#/components/schemas/TreeOfTheTest"})
    schema.check({"name": "a", "children": [{"name": "b", "children": [{"name": "c"}]}]}, "body")
    with pytest.raises(ApiError) as refusal:
        schema.check({"name": "a", "children": [{"name": "b", "children": [{"name": 3}]}]}, "body")
    assert refusal.value.message == "children.0.children.0.name: must be of type string"
