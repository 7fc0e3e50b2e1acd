"""Changing the API takes one file: each realistic change of the YAML either works, or is refused in one sentence."""

from __future__ import annotations

import copy
import json
import re
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lowering import lowered
from specification import GenerationError, check_specification
from supported import support_problems

from .test_generation import ROOT, SPEC, copy_repository, load_spec, run, shorten_spec

Json = dict[str, Any]
Change = Callable[[Json], object]

TEXT = {"type": "string"}
CAT = {"$ref": "#/components/schemas/Cat"}
DOG = {"$ref": "#/components/schemas/Dog"}


def described(schema: Json) -> Json:
    return {"description": "Something.", **schema}


def thing(**fields: Json) -> Json:
    return {"description": "A thing.", "type": "object", "properties": {k: described(v) for k, v in fields.items()}}


def reply(schema: Json | None = None, **more: Json) -> Json:
    content = {"content": {"application/json": {"schema": schema}}} if schema else {}
    return {"200": {"description": "Done.", **content}, **more}


def operation(name: str, responses: Json, **more: Any) -> Json:
    return {
        "operationId": f"{name}_thing",
        "x-edgegap-method": name,
        "tags": ["things"],
        "summary": "Do something",
        "description": "Does it.",
        "security": [{"organizationToken": []}],
        "responses": responses,
        **more,
    }


def parameter(name: str, place: str, schema: Json, **more: Any) -> Json:
    return {"name": name, "in": place, "required": place == "path", "description": "It.", "schema": schema, **more}


def body(schema: str, kind: str = "application/json") -> Json:
    return {"required": True, "content": {kind: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}}


# --- what works ---


def add_what_works(spec: Json) -> None:
    """A group of operations with all that an API like this may plausibly add."""
    spec["servers"][0]["url"] = "https://eu.api.edgegap.com/"
    spec["tags"].append({"name": "things", "description": "Things."})
    error = {"$ref": "#/components/responses/BadRequest"}
    spec["components"]["schemas"] |= {
        "Base": {**thing(id={"type": "string", "format": "uuid"}), "required": ["id"]},
        "Whole": {
            "description": "All of it.",
            "allOf": [
                {"$ref": "#/components/schemas/Base"},
                thing(
                    day={"type": "string", "format": "date"},
                    days={"type": "array", "items": {"type": "string", "format": "date"}},
                    at={"type": "string", "x-edgegap-time": True},
                    label={"$ref": "#/components/schemas/Label"},
                    parent={"allOf": [{"$ref": "#/components/schemas/Whole"}]},
                    parts={"type": "array", "items": {"$ref": "#/components/schemas/Whole"}},
                    animal={"$ref": "#/components/schemas/Animal"},
                    animals={"type": "array", "items": {"$ref": "#/components/schemas/Animal"}},
                    old={"type": "string", "deprecated": True},
                    family={"$ref": "#/components/schemas/Parent"},
                ),
            ],
        },
        # Two that contain each other.
        "Parent": thing(children={"type": "array", "items": {"$ref": "#/components/schemas/Child"}}),
        "Child": thing(name=TEXT, parent={"$ref": "#/components/schemas/Parent"}),
        "Label": described({"type": "string", "maxLength": 20}),
        "Animal": {"description": "One of two.", "oneOf": [CAT, DOG], "discriminator": {"propertyName": "kind"}},
        "Cat": {**thing(kind=TEXT, lives={"type": "integer"}), "required": ["kind"]},
        "Dog": {**thing(kind=TEXT, legs={"type": "integer"}), "required": ["kind"]},
        "Upload": {**thing(picture={"type": "string", "format": "binary"}, title=TEXT), "required": ["picture"]},
        "Page": thing(
            items={"type": "array", "items": {"$ref": "#/components/schemas/Base"}},
            pagination={"$ref": "#/components/schemas/Cursors"},
        ),
        "Cursors": thing(next_cursor={"type": ["string", "null"]}),
    }
    whole = {"$ref": "#/components/schemas/Whole"}
    query = [parameter("day", "query", {"type": "string", "format": "date"})]
    spec["paths"] |= {
        "/v3/things/{thing_id}": {
            "parameters": [parameter("thing_id", "path", {"type": "string", "format": "uuid"})],
            "get": operation("get", reply(whole, **{"4XX": error, "default": error}), parameters=query),
            "put": operation("put", reply(whole, **{"400": error}), requestBody=body("Whole"), deprecated=True),
        },
        "/v3/things/{number}/picture": {
            "parameters": [parameter("number", "path", {"type": "integer"})],
            "post": operation("upload", reply(), requestBody=body("Upload", "multipart/form-data")),
        },
        "/v3/things": {
            "get": operation(
                "list",
                reply({"$ref": "#/components/schemas/Page"}),
                parameters=[parameter("cursor", "query", TEXT)],
                **{"x-edgegap-paginate": "items"},
            ),
        },
    }


USE = """
import datetime, json, threading, uuid, warnings
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

ID = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"
ANSWER = {
    "id": ID, "day": "2026-11-26", "days": ["2026-11-27"], "at": "2026-11-26 01:38:53.567364", "label": "a",
    "parent": {"id": ID}, "parts": [{"id": ID, "day": "2026-01-01"}],
    "family": {"children": [{"name": "b", "parent": {"children": []}}]},
    "animal": {"kind": "Cat", "lives": 9}, "animals": [{"kind": "Dog", "legs": 4}, {"kind": "Cat"}],
}
seen = []

class Handler(BaseHTTPRequestHandler):
    def answer(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        seen.append((self.command, self.path, self.headers.get("content-type"), body))
        found = ANSWER
        if self.path.startswith("/v3/things?") or self.path == "/v3/things":
            last = "cursor=b" in self.path
            found = {"items": [{"id": ID}], "pagination": {"next_cursor": None if last else "b"}}
        status = 418 if "teapot" in self.path or "1999" in self.path else 200
        content = json.dumps(found if status == 200 else {"message": "no"}).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
    do_GET = do_PUT = do_POST = answer
    def log_message(self, *args): pass

server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()

from edgegap_client._core.token_source import ORCHESTRATION
from edgegap_client import AsyncEdgegap, BadRequestError, Edgegap, EdgegapError
from edgegap_client._generated.orchestration.api.things import ThingsResource, AsyncThingsResource
from edgegap_client._generated.orchestration.models import Cat, Dog, Whole
from edgegap_client._generated.orchestration.types import File

assert ORCHESTRATION.default_url == "https://eu.api.edgegap.com", ORCHESTRATION
identity = uuid.UUID(ID)

def check(whole):
    assert whole.id == identity and whole.day == datetime.date(2026, 11, 26), whole
    assert whole.days == [datetime.date(2026, 11, 27)]
    assert whole.at == datetime.datetime(2026, 11, 26, 1, 38, 53, 567364, datetime.UTC)
    assert whole.parent.id == identity and whole.parts[0].day == datetime.date(2026, 1, 1)
    assert whole.family.children[0].name == "b" and whole.family.children[0].parent.children == []
    assert type(whole.animal) is Cat and whole.animal.lives == 9
    assert [type(each) for each in whole.animals] == [Dog, Cat] and whole.animals[0].legs == 4
    assert whole.to_dict()["animals"] == ANSWER["animals"] and whole.to_dict()["id"] == ID
    assert whole.to_dict()["days"] == ["2026-11-27"]

with Edgegap("t", base_url=f"http://127.0.0.1:{server.server_port}") as edgegap:
    things = ThingsResource(edgegap)
    check(things.get(identity, day=datetime.date(2026, 1, 2)))
    assert seen[-1][1] == f"/v3/things/{ID}?day=2026-01-02", seen[-1]
    try:
        things.get(identity, day=datetime.date(1999, 1, 2))
    except EdgegapError as error:
        assert "418" in str(error)
    else:
        raise AssertionError("4XX")
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        whole = things.put(identity, id=identity, day=datetime.date(2026, 1, 2), animal=Dog(kind="Dog"), old="x")
    assert sorted(str(each.message).split("deprecated ")[1].split(" ")[0] for each in found) == ["put_thing", "the"]
    sent = json.loads(seen[-1][3])
    assert sent == {"id": ID, "day": "2026-01-02", "animal": {"kind": "Dog"}, "old": "x"}, sent
    things.upload(7, picture=File(b"\\x00\\xff", "a.png", "image/png"), title="cat")
    method, path, kind, content = seen[-1]
    assert (method, path) == ("POST", "/v3/things/7/picture") and kind.startswith("multipart/form-data; boundary=")
    assert b'name="picture"; filename="a.png"' in content and b"image/png" in content and b"\\x00\\xff" in content
    assert b'name="title"' in content and b"cat" in content
    assert [each.id for each in things.list()] == [identity, identity]
    assert [each.id for each in things.list(cursor="b")] == [identity]

import asyncio
async def main():
    async with AsyncEdgegap("t", base_url=f"http://127.0.0.1:{server.server_port}") as edgegap:
        things = AsyncThingsResource(edgegap)
        check(await things.get(identity))
        await things.upload(7, picture=File(b"x"))
        assert b'filename="file"' in seen[-1][3]
        assert [each.id async for each in things.list()] == [identity, identity]
asyncio.run(main())

from edgegap_client.sandbox import Sandbox
with Sandbox().serve() as url, httpx.Client(base_url=url, headers={"Authorization": "token t"}) as http:
    assert http.get("/v1/apps").status_code == 200
    response = http.get(f"/v3/things/{ID}")
    assert response.status_code == 501 and "get_thing" in response.text and "handlers" in response.text, response.text
print("all of it works")
"""


def test_what_an_api_like_this_may_add_works_with_the_yaml_alone(tmp_path: Path) -> None:
    root = copy_repository(tmp_path / "repository")
    spec = copy.deepcopy(load_spec())
    add_what_works(spec)
    (root / SPEC).write_text(json.dumps(spec, indent=1), "utf-8")

    done = run("--root", root)
    assert done.returncode == 0, done.stderr
    used = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(USE)], cwd=root, capture_output=True, text=True, timeout=120, check=False
    )

    assert (used.returncode, used.stdout) == (0, "all of it works\n"), used.stderr


# --- what is refused ---


def field(**schema: Any) -> Change:
    def change(spec: Json) -> None:
        spec["components"]["schemas"]["Application"]["properties"]["extra"] = described(schema)

    return change


def read_application(spec: Json) -> Json:
    found: Json = spec["paths"]["/v1/app/{app_name}"]["get"]
    return found


def query(name: str, **schema: Any) -> Change:
    def change(spec: Json) -> None:
        read_application(spec).setdefault("parameters", []).append(parameter(name, "query", schema))

    return change


def header(**schema: Any) -> Change:
    def change(spec: Json) -> None:
        read_application(spec).setdefault("parameters", []).append(parameter("X-Thing", "header", schema))

    return change


def response(kind: str, **schema: Any) -> Change:
    def change(spec: Json) -> None:
        read_application(spec)["responses"]["200"]["content"] = {kind: {"schema": schema}}

    return change


def scheme(scheme_name: str, /, **more: Any) -> Change:
    def change(spec: Json) -> None:
        spec["components"]["securitySchemes"][scheme_name] = more

    return change


def in_operation(**more: Any) -> Change:
    return lambda spec: read_application(spec).update(more)


def schema(name: str, **more: Any) -> Change:
    return lambda spec: spec["components"]["schemas"].update({name: {"description": "It.", **more}})


APP = {"$ref": "#/components/schemas/Application"}
FIELD = "components/schemas/Application/properties/extra"
# Each with the place, and with what the sentence has to say.
REFUSED: dict[str, tuple[Change, str, str]] = {
    "one_of_without_discriminator": (field(oneOf=[APP, CAT]), f"{FIELD}/oneOf", "add `discriminator"),
    "any_of_without_discriminator": (field(anyOf=[TEXT, {"type": "integer"}]), f"{FIELD}/anyOf", "one schema"),
    "discriminator_that_no_choice_has": (
        field(oneOf=[APP, {"$ref": "#/components/schemas/Error"}], discriminator={"propertyName": "kind"}),
        f"{FIELD}/oneOf",
        "the field kind",
    ),
    "array_of_arrays": (field(type="array", items={"type": "array", "items": TEXT}), f"{FIELD}/items", "with a name"),
    "map_of_lists": (
        schema("Lists", type="object", additionalProperties={"type": "array", "items": TEXT}),
        "components/schemas/Lists/additionalProperties",
        "with a name",
    ),
    "fields_and_a_typed_map": (
        schema("Both", type="object", properties={"a": described(TEXT)}, additionalProperties=TEXT),
        "components/schemas/Both/additionalProperties",
        "use true",
    ),
    "several_types": (field(type=["string", "integer"]), f"{FIELD}/type", "choose the usual one"),
    "const": (field(const="a"), f"{FIELD}/const", "enum with a name"),
    "not": (field(type="string", **{"not": {"minLength": 3}}), f"{FIELD}/not", "in prose"),
    "pattern_properties": (field(type="object", patternProperties={}), f"{FIELD}/patternProperties", "in prose"),
    "binary_download": (
        response("application/octet-stream", type="string", format="binary"),
        "paths//v1/app/{app_name}/get/responses/200/content/application/octet-stream",
        "no downloads",
    ),
    "binary_in_json": (field(type="string", format="binary"), f"{FIELD}/format", "uploads only"),
    "text_response": (
        response("text/plain", type="string"),
        "paths//v1/app/{app_name}/get/responses/200/content/text/plain",
        "only JSON",
    ),
    "query_list": (query("ids", type="array", items=TEXT), "/parameters/ids", "take it as text"),
    "query_object": (query("range", type="object"), "/parameters/range", "take it as text"),
    "query_without_type": (query("any"), "/parameters/any", "give it one"),
    "header_number": (header(type="integer"), "/parameters/X-Thing", "must be of type string"),
    "oauth": (scheme("login", type="oauth2", flows={}), "components/securitySchemes/login", "only `type: apiKey`"),
    "key_in_a_query": (
        scheme("key", type="apiKey", name="key", **{"in": "query"}),
        "components/securitySchemes/key",
        "only `type: apiKey`",
    ),
    "key_that_no_client_knows": (
        scheme("partnerToken", type="apiKey", name="Authorization", **{"in": "header"}),
        "components/securitySchemes/partnerToken",
        "no client knows",
    ),
    "undeclared_scheme": (in_operation(security=[{"nobody": []}]), "/get/security", "add it there"),
    "two_tokens": (
        in_operation(security=[{"organizationToken": [], "deploymentToken": []}]),
        "/get/security",
        "one token",
    ),
    "servers_of_an_operation": (in_operation(servers=[]), "/get/servers", "of the document"),
    "callbacks": (in_operation(callbacks={}), "/get/callbacks", "webhooks"),
    "http_server": (lambda spec: spec["servers"][0].update(url="/api"), "servers/0/url", "whole address"),
    "all_of_that_contradicts_itself": (
        schema("Bad", allOf=[thing(a=TEXT), thing(a={"type": "integer"})]),
        "",
        "the field a two different meanings",
    ),
    "all_of_in_itself": (schema("Loop", allOf=[{"$ref": "#/components/schemas/Loop"}]), "", "take it out"),
    "value_in_itself": (
        schema("Tree", type="array", items={"$ref": "#/components/schemas/Tree"}),
        "components/schemas/Tree/items",
        "give the inner array an object with a name",
    ),
    "reference_to_nowhere": (field(**{"$ref": "#/components/schemas/Nobody"}), "", "leads nowhere"),
}


def problems_of(spec: Json, path: Path) -> list[str]:
    found = [*support_problems(path, spec)]
    try:
        check_specification(lowered(spec))
    except GenerationError as error:
        found.append(str(error))
    return found


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Json:
    root = tmp_path_factory.mktemp("short")
    (root / SPEC).parent.mkdir()
    shorten_spec(root)
    found: Json = json.loads((root / SPEC).read_bytes())
    return found


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_supported_is_refused_with_its_place_and_what_to_do(name: str, short: Json, tmp_path: Path) -> None:
    change, place, says = REFUSED[name]
    spec = copy.deepcopy(short)
    change(spec)
    path = tmp_path / "edgegap.yaml"
    path.write_text(json.dumps(spec, indent=1), "utf-8")

    problem = next((each for each in problems_of(spec, path) if says in each), "")

    assert says in problem, problems_of(spec, path)
    assert "\n" not in problem
    if place:
        assert place in problem
        line = int(re.findall(r"^edgegap.yaml:(\d+): ", problem)[0])
        # The line is that of the last part of the place.
        last = place.rsplit("/", 1)[-1]
        assert line > 1
        assert last in path.read_text("utf-8").splitlines()[line - 1] or "parameters" in place


def test_the_short_document_itself_has_no_problem(short: Json, tmp_path: Path) -> None:
    path = tmp_path / "edgegap.yaml"
    path.write_text(json.dumps(short), "utf-8")

    assert problems_of(short, path) == []
    assert problems_of(load_spec(), ROOT / SPEC) == []


@pytest.mark.parametrize("names", [["offset"], ["page_token"], ["page", "cursor"], ["after"]], ids=",".join)
def test_a_form_of_pages_that_no_pager_knows_is_refused(names: list[str]) -> None:
    from specification import read_facts

    spec = lowered(copy.deepcopy(load_spec()))
    given = [parameter(name, "query", TEXT) for name in names]
    spec["paths"]["/v1/apps"]["get"]["parameters"] = given

    with pytest.raises(GenerationError, match=rf"GET /v1/apps: no pager knows lists by {', '.join(names)}: use one of"):
        read_facts(spec)
