"""The JSON Schemas of `edgegap operations --json`: they fit the documents' examples, real responses and the methods."""

from __future__ import annotations

import inspect
import json
import re
from importlib import import_module
from typing import Any, Final

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from edgegap_client import Edgegap
from edgegap_client.cli import root
from edgegap_client.cli.schemas import Schemas, all_schemas
from edgegap_client.cli.specification import Described, operations
from edgegap_client.matchmaking import Matchmaker
from edgegap_client.sandbox import Sandbox, Timing
from edgegap_client.server_browser import ServerBrowser, ServerToken

from .conftest import TOKEN
from .spec import OPERATIONS
from .test_cli_services import BROWSER, CONFIGURATION
from .test_operations import method_names
from .test_sandbox import EVERY_OPERATION, connect
from .test_services import CASES

SCHEMAS: Final = all_schemas()
each_operation = pytest.mark.parametrize("one", operations().values(), ids=lambda one: one.id)


def check(value: Any, schema: dict[str, Any] | None, where: str) -> None:
    assert schema is not None, where
    try:
        Draft202012Validator(schema).validate(value)  # pyright: ignore[reportUnknownMemberType]
    except ValidationError as error:
        pytest.fail(f"{where}: {error.json_path}: {error.message}")


def parts(schemas: Schemas) -> list[dict[str, Any]]:
    return [schemas.arguments, schemas.parameters, *filter(None, [schemas.body, *schemas.responses.values()])]


def references(schema: dict[str, Any]) -> set[str]:
    return set(re.findall(r'"\$ref": "#/\$defs/(\w+)"', json.dumps(schema)))


@each_operation
def test_each_schema_is_one_of_draft_2020_12_and_stands_by_itself(one: Described) -> None:
    for schema in parts(SCHEMAS[one.id]):
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        Draft202012Validator.check_schema(schema)
        assert references(schema) == schema.get("$defs", {}).keys(), (
            "no reference leads nowhere, and no definition is unused"
        )


def test_the_query_of_a_list_says_what_is_in_its_text() -> None:
    arguments = SCHEMAS["list_deployments"].arguments
    assert arguments["properties"]["query"]["contentSchema"] == {"$ref": "#/$defs/DeploymentListQuery"}
    query = {"$ref": "#/$defs/DeploymentListQuery", "$defs": arguments["$defs"]}
    check({"filters": [{"field": "status", "operator": "eq", "value": "ready"}]}, query, "a query")
    assert arguments["$defs"]["DeploymentListFilter"]["required"] == ["field", "operator", "value"]


def method_of(one: Described) -> Any:
    """The Python method that carries an operation out."""
    folder = "orchestration" if one.service.name == "orchestration" else one.service.name
    module = import_module(f"edgegap_client._generated.{folder}.api.{one.group}")
    kinds: list[Any] = [kind for name, kind in vars(module).items() if name.startswith("Async") and "Resource" in name]
    raw = one.service.document["paths"][one.path][one.method.lower()]
    name = method_names(OPERATIONS[one.id])[-1] if one.id in OPERATIONS else raw["x-edgegap-method"]
    (method,) = {getattr(kind, name) for kind in kinds if hasattr(kind, name)}
    return method


@each_operation
def test_arguments_have_the_names_of_the_method(one: Described) -> None:
    schema = SCHEMAS[one.id].arguments
    parameters = {
        name: each
        for name, each in inspect.signature(method_of(one)).parameters.items()
        if name not in ("self", "exist_ok", "page_size")
    }
    assert schema["properties"].keys() == parameters.keys()
    # Of some fields that the API requires, the method has a default.
    without_default = {name for name, each in parameters.items() if each.default is inspect.Parameter.empty}
    assert without_default <= set(schema["required"]) | {"version"}
    assert schema["additionalProperties"] is False
    assert [name for name, each in schema["properties"].items() if not each["description"]] == []
    in_body = {name for name, each in schema["properties"].items() if each["x-edgegap-in"] == "body"}
    assert schema["properties"].keys() - in_body == SCHEMAS[one.id].parameters["properties"].keys()
    assert bool(in_body) is (SCHEMAS[one.id].body is not None)


@pytest.mark.parametrize("name", OPERATIONS)
def test_the_examples_of_the_document_fit(name: str) -> None:
    operation, schemas = OPERATIONS[name], SCHEMAS[name]
    for label, body in operation.request_examples.items():
        check(body, schemas.body, f"{name}, request {label}")
        fields = {each.name for each in operations()[name].fields}
        assert body.keys() <= fields, label
    for success in operation.successes:
        for label, body in success.examples.items():
            check(body, schemas.responses[str(success.status)], f"{name}, {success.status} {label}")
    for failure in operation.failures:
        for label, body in failure.examples.items():
            check(body, schemas.responses[str(failure.status)], f"{name}, {failure.status} {label}")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_examples_of_the_preview_documents_fit(case: Any) -> None:
    schemas = SCHEMAS[case.raw["operationId"]]
    _, body = case.body()
    if body is not None:
        check(body, schemas.body, f"{case}, request")
    assert (case.result() is None) is (schemas.responses["2XX"] is None)
    if case.result() is not None:
        check(case.result(), schemas.responses["2XX"], f"{case}, response")


def test_a_schema_refuses_what_is_wrong() -> None:
    arguments = Draft202012Validator(SCHEMAS["create_deployment"].arguments)
    player = {"user_type": "ip_address", "user_data": {"ip_address": "203.0.113.7"}}
    good: dict[str, Any] = {"application": "my-game", "version": "v1", "users": []}
    found = {
        name: [error.json_path for error in arguments.iter_errors({**good, **change})]  # pyright: ignore[reportUnknownMemberType]
        for name, change in {
            "no players": {},
            "misspelt": {
                "users": [{"user_type": "ip_address", "user_data": {"ip_address": "203.0.113.7"}}],
                "tgas": [],
            },
            "a number": {"users": [{**player, "user_data": {"ip_address": 7}}]},
            "unknown kind": {"users": [{**player, "user_type": "ip"}]},
        }.items()
    }
    assert found == {
        "no players": ["$.users"],
        "misspelt": ["$"],
        "a number": ["$.users[0].user_data.ip_address"],
        "unknown kind": ["$.users[0].user_type"],
    }


def test_a_response_may_have_what_no_document_has() -> None:
    body = {"request_id": "8f41ac0dd2b7", "current_status": "Status.HIBERNATING", "new_field": [1]}
    status = OPERATIONS["get_deployment"].successes[0].examples
    check({**next(iter(status.values())), **body}, SCHEMAS["get_deployment"].responses["200"], "an unknown state")


async def test_what_the_sandbox_sends_fits() -> None:
    sandbox = Sandbox()
    sandbox.push_image("team/game", "1.0", token="one")
    sandbox.push_image("team/game", "2.0", token="one")
    async with connect(sandbox) as http:
        for name, method, path, body, status in EVERY_OPERATION:
            if body is not None:
                check(body, SCHEMAS[name].body, f"{name}, request")
            response = await http.request(method, path, json=body)
            schema = SCHEMAS[name].responses[str(status)]
            assert bool(response.content) is (schema is not None), name
            if response.content:
                check(response.json(), schema, name)
        response = await http.get("/v1/app/nobodys-game")
        check(response.json(), SCHEMAS["get_application"].responses["404"], "an error")


def carry_out(client: Any, name: str, **values: Any) -> Any:
    return operations()[name].prepare(values)(client).parsed


def test_what_a_whole_game_gets_fits() -> None:
    sandbox = Sandbox(timing=Timing(ready_after=0.05, terminating_for=0.05, match_after=0.05))
    sandbox.add_version("my-game", "v1", token=TOKEN)
    matchmaker = sandbox.add_matchmaker(CONFIGURATION, organisation=TOKEN, tier=None)
    browser = sandbox.add_server_browser(BROWSER, organisation=TOKEN)
    seen: set[str] = set()

    def recording(kind: Any) -> Any:
        def request(self: Any, operation: Any, path: Any, **options: Any) -> Any:
            response = kind.request(self, operation, path, **options)
            schemas = SCHEMAS[operation.id]
            schema = schemas.responses.get(str(response.status_code)) or schemas.responses.get("2XX")
            if response.content:
                check(response.json(), schema, operation.id)
                seen.add(operation.id)
            return response

        return type(f"Recording{kind.__name__}", (kind,), {"request": request})

    with (
        sandbox.serve() as base_url,
        matchmaker.serve() as matchmaker_url,
        browser.serve() as browser_url,
        recording(Edgegap)(TOKEN, base_url=base_url, poll_interval=0.05) as edgegap,
        recording(Matchmaker)(url=matchmaker_url, token=matchmaker.token) as tickets,
        recording(ServerBrowser)(url=browser_url, token=ServerToken(browser.server_token)) as servers,
    ):
        deployment = edgegap.deployments.launch(
            application="my-game", version="v1", users=["203.0.113.7"], tags=["match-1"]
        )
        edgegap.deployments.get_logs(deployment.request_id)
        edgegap.deployments.get_metrics(deployment.request_id)
        assert [each.request_id for each in edgegap.deployments.list()] == [deployment.request_id]
        edgegap.deployment_tags.list(deployment.request_id).collect()
        edgegap.locations.list().collect()
        edgegap.locations.list_beacons().collect()
        edgegap.deployments.bulk_stop(
            filters=[{"field": "request_id", "values": [deployment.request_id], "filter_type": "any"}]
        )
        carry_out(tickets, "get_matchmaker_health")
        carry_out(tickets, "list_matchmaker_beacons")
        ticket = carry_out(tickets, "create_ticket", profile="pair", player_ip="203.0.113.7", attributes={})
        carry_out(tickets, "get_ticket", ticket_id=ticket.id)
        carry_out(tickets, "inspect_tickets")
        carry_out(servers, "list_instances")
        carry_out(servers, "get_server_browser_health")
    assert {"create_deployment", "get_deployment_metrics", "bulk_stop_deployments", "list_beacons"} <= seen
    assert {"create_ticket", "get_ticket", "list_instances"} <= seen
    sandbox.close()


def test_the_command_writes_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert root.run(["operations", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [each["operation"] for each in listed] == list(operations())
    for each in listed:
        assert {name: each[name] for name in ("arguments", "parameters", "body", "responses")} == SCHEMAS[
            each["operation"]
        ].to_dict()
    assert root.run(["operations", "get-app-version", "--json"]) == 0
    alone = json.loads(capsys.readouterr().out)
    assert alone == next(each for each in listed if each["operation"] == "get_app_version")
    assert alone["deprecated"] is False
