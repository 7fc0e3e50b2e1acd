"""`make drift`: what Edgegap publishes is compared with openapi/edgegap.yaml, however it is written."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, cast

import drift
import pytest
from pytest_httpserver import HTTPServer
from services import SERVICES, Service
from specification import load_yaml

from ..spec import SPEC
from .comparing import Comparing, places
from .documents import TEXT, THING, Json, asked, document, given

ROOT = Path(__file__).resolve().parents[2]
RECORDED = ROOT / "openapi" / "upstream" / "orchestration"
V1, V2 = RECORDED / "edgegap-v1-openapi.json", RECORDED / "edgegap-v2-openapi.json"


# --- the whole API ---


def test_every_difference_from_the_recorded_documents_is_known_and_none_is_stale(compare: Comparing) -> None:
    status, lines = compare(V1, V2, known=None, recorded=RECORDED.parent)
    assert (status, len(lines)) == (0, 1)
    total, known = map(int, re.findall(r"\d+", lines[0]))
    assert total == known > 300


def walk(thing: Any, change: Callable[[Json], Any]) -> Any:
    """A copy in which each object is what `change` makes of it, from the inside out."""
    if isinstance(thing, dict):
        return change({key: walk(value, change) for key, value in cast("Json", thing).items()})
    if isinstance(thing, list):
        return [walk(item, change) for item in cast("Iterable[Any]", thing)]
    return thing


def as_3_0(schema: Json) -> Json:
    """Null as OpenAPI 3.0 says it, and references under other names in an `allOf`."""
    match schema.get("type"):
        case [kind, "null"]:
            schema = {**schema, "type": kind, "nullable": True}
        case _:
            pass
    if {"type": "null"} in schema.get("oneOf", ()):
        [other] = [choice for choice in schema.pop("oneOf") if choice != {"type": "null"}]
        schema |= {**other, "nullable": True}
    if "/schemas/" in str(schema.get("$ref")):
        schema["allOf"] = [{"$ref": f"{schema.pop('$ref')}Payload"}]
    return schema


def inline(schema: Json) -> Json:
    """What a reference leads to, in its place."""
    if "$ref" in schema:
        target: Any = SPEC
        for key in schema.pop("$ref").removeprefix("#/").split("/"):
            target = target[key]
        schema = {**walk(target, inline), **schema}
    return schema


def of_version(version: str, title: str) -> Json:
    """A part of our document with its paths as `title` has them: below a server, and with other names in them."""
    prefix = "/v2" if version == "v2" else ""
    paths = {
        re.sub(r"{([^}]+)}", r"{the-\1}", path.removeprefix(prefix)): item
        for path, item in copy.deepcopy(SPEC["paths"]).items()
        if path.startswith(f"/{version}/")
    }
    for operation in (one for item in paths.values() for one in item.values()):
        operation["parameters"] = [
            {**one, "name": f"the-{one['name']}"} if one["in"] == "path" else one
            for one in walk(operation.get("parameters", []), inline)
        ]
    return {
        "openapi": "3.0.3" if version == "v1" else "3.1.0",
        "info": {"title": title, "version": "1"},
        "servers": [
            {"url": "https://{host}" + prefix, "variables": {"host": {"default": host, "enum": [host]}}}
            for host in ("api.edgegap.com", "staging-api.edgegap.com")
        ],
        "paths": paths,
        "components": copy.deepcopy(SPEC["components"]),
    }


def rewritten() -> tuple[Json, Json]:
    """Our own document as two others would write it."""
    v1 = walk(of_version("v1", "Named"), as_3_0)
    v1["components"]["schemas"] = {f"{name}Payload": it for name, it in v1["components"]["schemas"].items()}
    v2 = of_version("v2", "In place")
    v2["paths"] = walk(v2["paths"], inline)
    v2["components"] = {"securitySchemes": {"anotherName": next(iter(SPEC["components"]["securitySchemes"].values()))}}
    v2["security"] = [{"anotherName": []}]
    for operation in (one for item in v2["paths"].values() for one in item.values()):
        del operation["security"]
    return v1, v2


def test_another_way_to_write_the_same_is_no_difference(compare: Comparing) -> None:
    v1, v2 = rewritten()
    assert "Payload" in json.dumps(v1, default=str)
    assert "$ref" not in json.dumps(v2, default=str)
    assert compare(v1, v2) == (0, ["differences: 0, known: 0"])


def test_each_difference_is_told_once_and_nothing_else(compare: Comparing) -> None:
    v1, v2 = rewritten()
    paths, schemas = v1["paths"], v1["components"]["schemas"]
    paths["/v1/tenants/{id}"] = {"get": {"responses": {"200": {"description": ""}}}}
    del paths["/v1/apps"]
    listed = paths["/v1/app/{the-app_name}/versions"]["get"]
    listed["parameters"].append({"name": "sort", "in": "query", "schema": {"type": "string"}})
    listed["responses"]["418"] = {"description": "Tea"}
    del listed["responses"]["404"]
    application = schemas["ApplicationPayload"]
    application["properties"]["tier"] = {"type": "object", "properties": {"name": {"type": "string"}}}
    application["properties"]["is_active"] = {"type": "integer"}
    del application["properties"]["image"]
    schemas["PortProtocolPayload"]["enum"].append("SCTP")
    create = schemas["AppCreateRequestPayload"]
    create["required"].remove("image")
    create["required"].append("is_telemetry_agent_active")
    create["properties"]["name"]["maxLength"] = 32
    body = v2["paths"]["/deployments"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    body["properties"]["users"]["items"]["properties"]["user_data"]["properties"]["latitude"]["type"] = "string"
    status, lines = compare(v1, v2)
    assert (status, lines[-1]) == (1, "differences: 13, known: 0")
    assert places(lines) == [
        "missing here: GET /v1/app/{app_name}/versions: query sort (string, optional)",
        "missing here: GET /v1/app/{app_name}/versions: status 418",
        "missing here: GET /v1/tenants/{id}",
        "missing here: Application.tier (object, optional)",
        "missing here: PortProtocol: value SCTP",
        "gone upstream: GET /v1/app/{app_name}/versions: status 404",
        "gone upstream: GET /v1/apps",
        "gone upstream: Application.image (string, optional)",
        "changed: AppCreateRequest.image: required here, optional upstream, in requests",
        "changed: AppCreateRequest.is_telemetry_agent_active: optional here, required upstream, in requests",
        "changed: AppCreateRequest.name: maxLength 64 here, 32 upstream",
        "changed: Application.is_active: type boolean here, integer upstream",
        "changed: DeploymentUserData.latitude: type number here, string upstream",
    ]


# --- small documents ---


LOOP: Json = {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/Loop"}}}
IN_LOOP: Json = {"$ref": "#/components/schemas/Loop"}


def of_the_path(**parameter: Any) -> Json:
    found = document()
    found["paths"]["/v1/thing/{id}"]["parameters"] = [{"schema": TEXT, **parameter}]
    return found


def secured(scheme: str, place: str, name: str) -> Json:
    found = document(security=[{scheme: []}], components={})
    found["components"]["securitySchemes"] = {scheme: {"type": "apiKey", "in": place, "name": name}}
    return found


def extended(key: str, value: Any) -> Json:
    more: dict[str, Any] = {f"x-edgegap-{key}": value}
    return document(**more)


def apart() -> Json:
    """Parameter, body and answer in `components`."""
    kinds = {"parameters": "P", "requestBodies": "B", "responses": "A"}
    reference = {kind: {"$ref": f"#/components/{kind}/{name}"} for kind, name in kinds.items()}
    found = document(
        responses={"200": reference["responses"]},
        requestBody=reference["requestBodies"],
        parameters=[reference["parameters"]],
    )
    found["components"] = {
        "parameters": {"P": {"name": "q", "in": "query", "schema": TEXT}},
        "requestBodies": {"B": {"content": {"application/json": {"schema": THING}}}},
        "responses": {"A": {"description": "", "content": {"application/json": {"schema": TEXT}}}},
    }
    return found


SAME: dict[str, tuple[Json, Json]] = {
    "null, in 3.1 and 3.0": (
        document({"type": ["string", "null"]}),
        document({"type": "string", "nullable": True}, version="3.0.3"),
    ),
    "null, as one of two": (document({"type": ["string", "null"]}), document({"anyOf": [TEXT, {"type": "null"}]})),
    "null, as a value": (
        document({"type": ["string", "null"], "enum": ["a", None]}),
        document({"type": "string", "nullable": True, "enum": ["a"]}, version="3.0.3"),
    ),
    "an allOf of two": (
        document(THING),
        document({"allOf": [{"required": ["a"], "properties": {"a": TEXT}}, {**THING, "required": ["b"]}]}),
    ),
    "one value": (document({"type": "string", "enum": ["a"]}), document({"const": "a"})),
    "a bound that is left out": (
        asked({"type": "integer", "exclusiveMinimum": 3}),
        asked({"type": "integer", "minimum": 3, "exclusiveMinimum": True}, version="3.0.0"),
    ),
    "a schema in itself": (document(IN_LOOP, components={"Loop": LOOP}), document(IN_LOOP, components={"Loop": LOOP})),
    "a class of statuses": (document(TEXT, status="2XX"), document(TEXT, status="202")),
    "a class of statuses, one without a body": (
        document(TEXT, status="2XX"),
        document(responses={"200": {"content": {"application/json": {"schema": TEXT}}}, "204": {"description": ""}}),
    ),
    "a header in other letters": (
        given(name="X-Fields", **{"in": "header"}),
        given(name="x-fields", **{"in": "header"}),
    ),
    "what is no parameter": (document(), given(name="Authorization", required=True, **{"in": "header"})),
    "the server's path": (document(path="/v2/thing"), document(path="/thing", servers=[{"url": "/v2"}])),
    "JSON with a character set": (
        document(responses={"200": {"content": {"application/json": {"schema": TEXT}}}}),
        document(responses={"200": {"content": {"application/json; charset=utf-8": {"schema": TEXT}}}}),
    ),
    "one of several types": (
        document({"type": ["string", "integer", "null"]}),
        document({"anyOf": [{"type": "integer"}, TEXT, {"type": "null"}]}),
    ),
    "choices that differ in their format, in another order": (
        document({"oneOf": [{**TEXT, "format": "date"}, {**TEXT, "format": "uuid"}]}),
        document({"anyOf": [{**TEXT, "format": "uuid"}, {**TEXT, "format": "date"}]}),
    ),
    "a schema in itself, from further in": (
        document(IN_LOOP, components={"Loop": LOOP}),
        document({"type": "object", "properties": {"next": IN_LOOP}}, components={"Loop": LOOP}),
    ),
    "a parameter of the whole path": (given(name="q", **{"in": "query"}), of_the_path(name="q", **{"in": "query"})),
    "what is kept apart": (
        document(
            responses={"200": {"content": {"application/json": {"schema": TEXT}}}},
            requestBody={"content": {"application/json": {"schema": THING}}},
            parameters=[{"name": "q", "in": "query", "schema": TEXT}],
        ),
        apart(),
    ),
    "an open enumeration": (
        document({"type": "string", "x-extensible-enum": ["a", "b"]}),
        document({"type": "string", "enum": ["b", "a"]}),
    ),
    "the times of the service": (
        document({"type": "string", "x-edgegap-time": True}),
        document({"type": "string", "format": "date-time"}),
    ),
    "a plain value with a name": (
        document({"allOf": [{"$ref": "#/components/schemas/Name"}]}, components={"Name": {**TEXT, "format": "uuid"}}),
        document({**TEXT, "format": "uuid"}),
    ),
    "a default way to write a parameter": (
        given(name="q", style="form", explode=True, **{"in": "query"}),
        given(name="q", **{"in": "query"}),
    ),
    "an open object": (document({**THING, "additionalProperties": True}), document(THING)),
    "another name of the same token": (
        secured("a", "header", "Authorization"),
        secured("b", "header", "authorization"),
    ),
    "a rate limit in another place": (
        extended("rate-limit", 40),
        document(description="<strong>[Rate Limit: 40/seconds]</strong> Create it."),
    ),
    "what is only sent": (
        asked(THING),
        asked({**THING, "properties": {**THING["properties"], "id": {"readOnly": True}}}),
    ),
}


@pytest.mark.parametrize("name", SAME)
def test_is_the_same(name: str, compare: Comparing) -> None:
    ours, theirs = SAME[name]
    assert compare(theirs, ours=ours) == (0, ["differences: 0, known: 0"])
    assert compare(ours, ours=theirs) == (0, ["differences: 0, known: 0"])


HERE = "PUT /v1/thing/{id}"
OTHER: dict[str, tuple[Json, Json, str]] = {
    "type": (
        document(TEXT),
        document({"type": "integer"}),
        f"{HERE}: response 200: type string here, integer upstream",
    ),
    "several types": (
        document(TEXT),
        document({"type": ["integer", "string"]}),
        f"{HERE}: response 200: type string here, integer or string upstream",
    ),
    "format": (
        document({**TEXT, "format": "uuid"}),
        document({**TEXT, "format": "uri"}),
        f"{HERE}: response 200: format uuid here, uri upstream",
    ),
    "null": (
        document(THING),
        document({**THING, "properties": {"a": TEXT, "b": {"type": ["string", "null"]}}}),
        f"{HERE}: response 200.b: never null here, may be null upstream",
    ),
    "items": (
        document({"type": "array", "items": TEXT}),
        document({"type": "array", "items": {"type": "integer"}}),
        f"{HERE}: response 200[]: type string here, integer upstream",
    ),
    "values": (
        document({"type": "object", "additionalProperties": TEXT}),
        document({"type": "object", "additionalProperties": {"type": "integer"}}),
        f"{HERE}: response 200{{}}: type string here, integer upstream",
    ),
    "a parameter is required": (
        given(name="a", **{"in": "query"}),
        given(name="a", required=True, **{"in": "query"}),
        f"{HERE}: query a: optional here, required upstream",
    ),
    "the order of what is in a path": (
        given(name="id", **{"in": "path"}),
        document(parameters=[{"name": "id", "in": "path", "schema": {"type": "integer"}}]),
        f"{HERE}: path id: type string here, integer upstream",
    ),
    "a body is required": (
        asked(THING),
        document(requestBody={"required": True, "content": {"application/json": {"schema": THING}}}),
        f"{HERE}: body: optional here, required upstream",
    ),
    "what bounds a request": (
        asked({**TEXT, "maxLength": 5}),
        asked({**TEXT, "maxLength": 4}),
        f"{HERE}: body: maxLength 5 here, 4 upstream",
    ),
}
ADDED: dict[str, tuple[Json, Json, str]] = {
    "a body": (document(), asked(THING), f"{HERE}: body"),
    "a kind of body": (
        asked(THING),
        document(requestBody={"content": {kind: {"schema": THING} for kind in ("application/json", "text/csv")}}),
        f"{HERE}: body: content text/csv",
    ),
    "an answer's body": (document(), document(TEXT), f"{HERE}: response 200: content application/json"),
    "values that are named": (
        document(TEXT),
        document({**TEXT, "enum": ["a", "b"]}),
        f"{HERE}: response 200: enum a, b",
    ),
    "one of several": (
        document({"oneOf": [TEXT, {"type": "array"}]}),
        document({"oneOf": [{"type": "array"}, THING, TEXT]}),
        f"{HERE}: response 200: choice object of a, b",
    ),
    "one of several that has another format": (
        document({"oneOf": [{**TEXT, "format": "date"}, {**TEXT, "format": "uuid"}]}),
        document({"oneOf": [{**TEXT, "format": form} for form in ("date", "uuid", "uri")]}),
        f"{HERE}: response 200: choice string uri",
    ),
    "one of several that differ in their bounds": (
        asked({"oneOf": [{**TEXT, "maxLength": 1}, {**TEXT, "maxLength": 2}]}),
        asked({"oneOf": [{**TEXT, "maxLength": number} for number in (1, 2, 3)]}),
        f"{HERE}: body: choice string (3)",
    ),
    "an answer to everything else": (
        document(responses={"200": {"description": ""}}),
        document(responses={"200": {"description": ""}, "default": {"description": ""}}),
        f"{HERE}: status default",
    ),
    "a second method": (
        document(),
        {**document(), "paths": {path: {**item, "get": item["put"]} for path, item in document()["paths"].items()}},
        "GET /v1/thing/{id}",
    ),
}


@pytest.mark.parametrize("name", OTHER)
def test_is_changed(name: str, compare: Comparing) -> None:
    ours, theirs, said = OTHER[name]
    status, lines = compare(theirs, ours=ours)
    assert (status, places(lines)) == (1, [f"changed: {said}"])


@pytest.mark.parametrize("name", ADDED)
def test_is_missing_here_or_gone_upstream(name: str, compare: Comparing) -> None:
    ours, theirs, said = ADDED[name]
    status, lines = compare(theirs, ours=ours)
    assert (status, places(lines)) == (1, [f"missing here: {said}"])
    status, lines = compare(ours, ours=theirs)
    assert (status, places(lines)) == (1, [f"gone upstream: {said}"])


def test_what_several_operations_share_is_told_once_with_where_it_is(compare: Comparing) -> None:
    def twice(field: str) -> Json:
        found = document({"$ref": "#/components/schemas/Thing"}, components={"Thing": {"properties": {field: TEXT}}})
        found["paths"]["/v1/other"] = found["paths"]["/v1/thing/{id}"]
        return found

    status, lines = compare(twice("b"), ours=twice("a"))
    operations = "      in PUT /v1/other, PUT /v1/thing/{id}"
    assert (status, lines) == (
        1,
        [
            *("missing here", "  Thing.b (string, optional)", operations),
            *("gone upstream", "  Thing.a (string, optional)", operations),
            "differences: 2, known: 0",
        ],
    )


# --- known differences, and what cannot be compared ---

KNOWN = f"- reason: We like it.\n  differences: ['changed: {HERE}: response 200: type * here, integer upstream']\n"


def test_a_known_difference_is_passed_over_and_one_that_is_gone_is_told(compare: Comparing) -> None:
    assert compare(document({"type": "integer"}), ours=document(TEXT), known=KNOWN) == (
        0,
        ["differences: 1, known: 1"],
    )
    status, lines = compare(document(TEXT), ours=document(TEXT), known=KNOWN)
    assert (status, lines[0]) == (1, "no longer there (remove from known.yaml)")
    assert lines[1].strip() in KNOWN


def test_a_part_that_no_document_has_is_left_out_with_what_is_known_of_it(compare: Comparing) -> None:
    ours = document(path="/v2/thing")
    ours["paths"] |= document(TEXT)["paths"]
    status, lines = compare(document(TEXT), ours=ours, known=KNOWN)
    assert status == 0
    assert lines[0].startswith("not compared: 1 operations of /v2;")


def test_a_document_comes_from_a_url(httpserver: HTTPServer, compare: Comparing) -> None:
    httpserver.expect_request("/v2.yaml").respond_with_data(
        V2.read_text("utf-8"), headers={"Content-Type": "application/yaml"}
    )
    httpserver.expect_request("/moved").respond_with_data("", 302, {"Location": httpserver.url_for("/v2.yaml")})
    status, lines = compare(httpserver.url_for("/moved"), known=None)
    assert (status, lines[0][:12]) == (0, "not compared")


# --- where the documents are ---


def published(*upstream: str) -> Service:
    return Service(name="one", document="one.yaml", client="One", models="models", api="api", upstream=upstream)


def test_without_arguments_the_published_documents_are_compared(
    httpserver: HTTPServer, compare: Comparing, monkeypatch: pytest.MonkeyPatch
) -> None:
    httpserver.expect_request("/1.yaml").respond_with_json(document(TEXT))
    httpserver.expect_request("/2.yaml").respond_with_json(document(TEXT, path="/v2/thing"))
    service = published(httpserver.url_for("/1.yaml"), httpserver.url_for("/2.yaml"))
    monkeypatch.setattr(drift, "SERVICES", [service, published()._replace(name="instance")])
    both = document(TEXT)
    both["paths"] |= document(TEXT, path="/v2/thing")["paths"]
    assert compare(ours=both) == (0, ["differences: 0, known: 0"])
    # All documents are there, so that a version without one is gone.
    both["paths"] |= document(TEXT, path="/v3/thing")["paths"]
    status, lines = compare(ours=both)
    assert (status, places(lines)) == (1, ["gone upstream: PUT /v3/thing"])
    status, [line] = compare(ours=both, options=("--service", "instance"))
    assert (status, line) == (
        2,
        "not compared: Edgegap publishes no document of instance; give the address of an instance",
    )


def test_the_published_documents_are_those_of_the_documentation() -> None:
    # The download buttons of https://docs.edgegap.com/docs/api lead there.
    folder = "https://raw.githubusercontent.com/edgegap/openapi-specification/refs/heads/main"
    assert SERVICES[0].upstream == (f"{folder}/edgegap-v1-openapi.yaml", f"{folder}/edgegap-v2-openapi.yaml")
    assert [Path(address).stem for address in SERVICES[0].upstream] == [
        path.stem for path in sorted(RECORDED.iterdir())
    ]


@pytest.fixture
def instance(monkeypatch: pytest.MonkeyPatch) -> None:
    """A service whose instances serve their own documents."""
    monkeypatch.setattr(drift, "SERVICES", [published()._replace(name="orchestration")])


PAGES: dict[str, tuple[str, dict[str, str], str]] = {
    "Swagger UI": (
        '<!doctype html><script src="./swagger-initializer.js"></script>',
        {"/ui/swagger-initializer.js": 'SwaggerUIBundle({urls: [{"url":"v1/the.json","name":"API"}]})'},
        "/ui/v1/the.json",
    ),
    "an older Swagger UI": ("<html><script>SwaggerUIBundle({ url: '/api/the.yaml' })</script>", {}, "/api/the.yaml"),
    "Redoc": ('<html><redoc spec-url="../the.json"></redoc>', {}, "/the.json"),
    "no name": ("<html><h1>Matchmaker</h1>", {}, "/swagger/v1/swagger.json"),
}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.usefixtures("instance")
def test_the_document_of_an_instance_is_found_from_its_address(
    name: str, httpserver: HTTPServer, compare: Comparing, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, scripts, place = PAGES[name]
    monkeypatch.setenv("EDGEGAP_DRIFT_TOKEN", "secret")
    key = {"Authorization": "secret"}
    httpserver.expect_request("/ui/", headers=key).respond_with_data(page, content_type="text/html")
    for path, script in scripts.items():
        httpserver.expect_request(path, headers=key).respond_with_data(script)
    # An instance has an address of its own, and need not have all that others have.
    theirs = document(TEXT, servers=[{"url": "https://om-1.edgegap.net"}])
    httpserver.expect_request(place, headers=key).respond_with_json(theirs)
    known = "- reason: Not all have it.\n  differences: ['gone upstream: GET /inspect']\n"
    ours = document(TEXT, servers=[{"url": "https://{name}.edgegap.net", "variables": {"name": {"default": "om-2"}}}])
    assert compare(httpserver.url_for("/ui/"), ours=ours, known=known) == (0, ["differences: 0, known: 0"])
    del httpserver.log[:]


def test_the_pages_of_the_documentation_have_a_document_for_each_operation(compare: Comparing, tmp_path: Path) -> None:
    def block(found: Json) -> str:
        return f"## An operation\n\n> What it does\n\n```json\n{json.dumps(found)}\n```\n"

    other = document(TEXT, path="/v1/other")
    page = tmp_path / "page.md"
    page.write_text(f"# A page\n\n```json\n{{}}\n```\n{block(document(TEXT))}\n{block(other)}", "utf-8")
    other["paths"] |= document(TEXT)["paths"]
    assert compare(page, ours=other) == (0, ["differences: 0, known: 0"])
    page.write_text(block(document({"type": "integer"})), "utf-8")
    status, lines = compare(page, ours=document(TEXT))
    assert (status, places(lines)) == (1, [f"changed: {HERE}: response 200: type string here, integer upstream"])


def test_a_matchmaker_differs_from_our_document_in_its_configuration_only(
    httpserver: HTTPServer, compare: Comparing
) -> None:
    theirs = load_yaml(ROOT / "openapi" / "matchmaking.yaml")
    theirs["paths"] = {path: item for path, item in theirs["paths"].items() if not path.startswith("/inspect")}
    theirs["servers"] = [{"url": "/"}]
    theirs["components"]["schemas"]["Attributes"] = {
        "type": "object",
        "required": ["skill"],
        "properties": {"skill": {"type": "number"}, "latencies": {"additionalProperties": {"type": "number"}}},
        "additionalProperties": False,
    }
    httpserver.expect_request("/").respond_with_data("<html>Swagger UI</html>", content_type="text/html")
    httpserver.expect_request("/swagger/v1/swagger.json").respond_with_data(json.dumps(theirs, default=str))
    options = ("--service", "matchmaking")
    status, [line] = compare(httpserver.url_for("/"), known=None, options=options)
    assert (status, line) == (0, "differences: 5, known: 5")
    httpserver.clear()
    del theirs["paths"]["/monitor"]
    status, lines = compare(theirs, known=None, options=options)
    assert (status, places(lines)) == (1, ["gone upstream: GET /monitor"])


@pytest.mark.usefixtures("instance")
def test_an_instance_does_not_lead_elsewhere(httpserver: HTTPServer, compare: Comparing) -> None:
    page = "<html><script>SwaggerUIBundle({ url: 'http://127.0.0.2:1/the.json' })</script>"
    httpserver.expect_request("/").respond_with_data(page, content_type="text/html")
    status, [line] = compare(httpserver.url_for("/"), ours=document(TEXT))
    assert status == 2
    assert "a page that names no OpenAPI document; give the address of the document itself" in line


def test_a_published_document_is_read_without_a_token(
    httpserver: HTTPServer, compare: Comparing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDGEGAP_DRIFT_TOKEN", "secret")
    httpserver.expect_request("/1.yaml").respond_with_json(document(TEXT))
    assert compare(httpserver.url_for("/1.yaml"), ours=document(TEXT))[0] == 0
    assert "Authorization" not in httpserver.log[0][0].headers


def test_a_known_difference_is_that_of_its_service_and_may_name_its_operation(compare: Comparing) -> None:
    known = f"- {{reason: So., service: another, differences: ['changed: {HERE}: response 200: type *']}}\n"
    ours, theirs = document(TEXT), document({"type": "integer"})
    assert compare(theirs, ours=ours, known=known)[0] == 1
    ours, theirs = (document(schema, path="/v1/a") for schema in (IN_LOOP, IN_LOOP))
    for found, title in ((ours, TEXT), (theirs, {"type": "integer"})):
        found["components"] = {"schemas": {"Loop": {"type": "object", "properties": {"title": title}}}}
        found["paths"]["/v1/b"] = found["paths"]["/v1/a"]
    text = "changed: Loop.title: type string here, integer upstream, in PUT /v1/a"
    status, lines = compare(theirs, ours=ours, known=f"- {{reason: So., differences: ['{text}']}}")
    assert (status, lines[:3]) == (
        1,
        ["changed", "  Loop.title: type string here, integer upstream", "      in PUT /v1/b"],
    )


ENDLESS = json.dumps(document(IN_LOOP, components={"Loop": {"allOf": [IN_LOOP, LOOP]}}))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not an OpenAPI document of version 3.0 or 3.1"),
        ("{", "neither YAML nor JSON"),
        ("a: [", "neither YAML nor JSON"),
        ("<html>", "not an OpenAPI document"),
        ("swagger: '2.0'\npaths: {}", "Swagger 2.0"),
        ("openapi: 4.0.0\npaths: {}", "not an OpenAPI document"),
        ("openapi: 3.1.0", "without paths"),
        ("openapi: 3.1.0\npaths: {}", "without operations"),
        ("openapi: 3.1.0\npaths: {/v1/a: {GET: {responses: {}}}}", "without operations"),
        (
            "openapi: 3.1.0\npaths: {'/v1/{a}': {get: {}}, '/v1/{b}': {get: {}}}",
            "GET /v1/{a} and GET /v1/{b} are the same",
        ),
        ("openapi: 3.0.0\npaths:\n  /v1/a:\n    get:\n      respo", "not a valid OpenAPI document"),
        (ENDLESS, "an allOf that contains itself"),
        ('{"openapi": "3.1.0", "paths": ' + "[" * 100_000, "neither YAML nor JSON"),
        ("openapi: 3.1.0\npaths: {/v1/a: {get: {responses: {200: {$ref: '#/nowhere'}}}}}", "#/nowhere leads nowhere"),
        ("openapi: 3.1.0\npaths: {/v1/a: {$ref: other.yaml}}", "it refers to other.yaml"),
        ("openapi: 3.1.0\npaths: {/v1/a: {get: {responses: [200]}}}", "not a valid OpenAPI document"),
        ("openapi: 3.1.0\npaths: {/v1/a: {get: {parameters: [{in: query}]}}}", "not a valid OpenAPI document"),
    ],
)
def test_what_is_no_document_is_refused(text: str, said: str, tmp_path: Path, compare: Comparing) -> None:
    path = tmp_path / "upstream"
    path.write_text(text, "utf-8")
    status, [line] = compare(path, ours=document())
    assert status == 2
    assert line.startswith(f"not compared: {path}: ")
    assert said in line


def test_what_is_not_there_is_told(httpserver: HTTPServer, tmp_path: Path, compare: Comparing) -> None:
    httpserver.expect_request("/gone").respond_with_data("", 410)
    for source in (tmp_path / "none.yaml", tmp_path, httpserver.url_for("/gone"), "http://127.0.0.1:1/", "http://["):
        status, [line] = compare(source, ours=document())
        assert status == 2
        assert line.startswith(f"not compared: {source}: ")


def test_an_operation_may_be_in_two_documents_unless_they_disagree(compare: Comparing, tmp_path: Path) -> None:
    assert compare(document(TEXT), document(TEXT), ours=document(TEXT)) == (0, ["differences: 0, known: 0"])
    status, [line] = compare(document(TEXT), document(THING), ours=document(TEXT))
    where = f"{tmp_path / '1.json'}: PUT /v1/thing/{{id}}"
    assert (status, line) == (2, f"not compared: {where} is in another document too, and not the same there")


@pytest.mark.parametrize(
    "known",
    ["- reason: None\n", "- differences: [a]\n", "- reason: ''\n  differences: [a]\n", "a: b\n", "[", KNOWN + KNOWN],
)
def test_known_differences_need_a_reason_and_stand_there_once(known: str, compare: Comparing) -> None:
    status, [line] = compare(V2, ours=document(), known=known)
    assert status == 2
    assert "known.yaml: " in line


def test_the_known_differences_are_in_order() -> None:
    for entry in load_yaml(ROOT / "openapi" / "known-differences.yaml"):
        assert entry["reason"].endswith(".")
        assert all(re.match("(missing here|gone upstream|changed): ", text) for text in entry["differences"])
