"""`make drift` misses nothing: each kind of change, planted in the documents of Edgegap, is reported."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .comparing import Comparing, places
from .documents import TEXT, Json, document
from .test_upstream import RECORDED, V1, V2

Plant = Callable[[Json, Json], Any]

NEWS = "changed upstream since it was recorded, and explained (record it again): "
SECRET = {"type": "http", "scheme": "bearer"}
APPS, APP, STATUS = "GET /v1/apps", "GET /v1/app/{app_name}", "GET /v1/status/{deployment_id}"
LOGS, METRICS = "GET /v1/deployment/{deployment_id}/container-logs", "GET /v1/metrics/deployment/{deployment_id}"
CREATE_APP, VERSION = "POST /v1/app", "POST /v1/app/{app_name}/version"
PROFILES = "GET /v1/storage/endpoint/{endpoint_name}/pull-profiles"
HOSTS = "GET /v2/private-fleets/{fleet-name}/hosts"


def operation(document: Json, name: str) -> Json:
    method, path = name.split(" ")
    found: Json = document["paths"][path.removeprefix("/v2")][method.lower()]
    return found


def schema_of(document: Json, part: Json) -> Json:
    found: Json = part["content"]["application/json"]["schema"]
    if "$ref" in found:
        found = document["components"]["schemas"][found["$ref"].rsplit("/", 1)[1]]
    return found


def sent(document: Json, name: str) -> Json:
    return schema_of(document, operation(document, name)["requestBody"])


def received(document: Json, name: str) -> Json:
    return schema_of(document, operation(document, name)["responses"]["200"])


def query(document: Json, name: str, parameter: str) -> Json:
    return next(one for one in operation(document, name)["parameters"] if one["name"] == parameter)


# What is planted, how, and the line of the report that tells it.
PLANTS: dict[str, tuple[Plant, str]] = {
    "a new operation": (
        lambda v1, v2: v1["paths"].update({"/v1/tenants": {"get": {"responses": {"200": {}}}}}),
        "missing here: GET /v1/tenants",
    ),
    "an operation is gone": (
        lambda v1, v2: v1["paths"]["/v1/deployments/{deployment_id}:report"].clear(),
        "gone upstream: POST /v1/deployments/{deployment_id}:report",
    ),
    "an operation has another path": (
        lambda v1, v2: v1["paths"].update({"/v1/locations/pings": v1["paths"].pop("/v1/locations/beacons")}),
        "missing here: GET /v1/locations/pings",
    ),
    "a slash at the end of a path": (
        lambda v1, v2: v1["paths"].update({"/v1/locations/": v1["paths"].pop("/v1/locations")}),
        "changed: GET /v1/locations: end of the path no slash here, a slash upstream",
    ),
    "an operation is deprecated": (
        lambda v1, v2: operation(v1, APPS).update(deprecated=True),
        f"missing here: {APPS}: deprecated true",
    ),
    "an operation is no longer deprecated": (
        lambda v1, v2: operation(v1, "POST /v1/deploy").update(deprecated=False),
        "gone upstream: POST /v1/deploy: deprecated true",
    ),
    "a field is deprecated": (
        lambda v1, v2: sent(v1, VERSION)["properties"]["docker_tag"].update(deprecated=True),
        "missing here: AppVersionCreateRequest.docker_tag: deprecated true",
    ),
    "a parameter is deprecated": (
        lambda v1, v2: query(v1, APPS, "page").update(deprecated=True),
        f"missing here: {APPS}: query page: deprecated true",
    ),
    "a new parameter": (
        lambda v1, v2: operation(v1, APPS)["parameters"].append({"name": "sort", "in": "query", "schema": TEXT}),
        f"missing here: {APPS}: query sort (string, optional)",
    ),
    "a parameter is gone": (
        lambda v1, v2: operation(v1, PROFILES)["parameters"].remove(query(v1, PROFILES, "page")),
        f"gone upstream: {PROFILES}: query page (integer, optional)",
    ),
    "a parameter is required": (
        lambda v1, v2: query(v1, APPS, "limit").update(required=True),
        f"changed: {APPS}: query limit: optional here, required upstream",
    ),
    "a parameter has another type": (
        lambda v1, v2: query(v1, "GET /v1/deployments", "page").update(schema=TEXT),
        "changed: GET /v1/deployments: query page: type integer here, string upstream",
    ),
    "a parameter is written differently": (
        lambda v1, v2: query(v1, METRICS, "raw").update(style="pipeDelimited", explode=False),
        f"missing here: {METRICS}: query raw: style pipeDelimited",
    ),
    "a parameter has another default": (
        lambda v1, v2: query(v1, METRICS, "raw")["schema"].update(default=True),
        f"missing here: {METRICS}: query raw: default true",
    ),
    "a new status": (
        lambda v1, v2: operation(v1, APP)["responses"].update({"451": {"description": ""}}),
        f"missing here: {APP}: status 451",
    ),
    "a status is gone": (
        lambda v1, v2: operation(v1, APP)["responses"].pop("404"),
        f"gone upstream: {APP}: status 404",
    ),
    "a status that only we had": (
        lambda v1, v2: operation(v1, APP)["responses"].update({"429": operation(v1, APP)["responses"]["401"]}),
        f"new: {APP}: status 429",
    ),
    "another media type in a response": (
        lambda v1, v2: operation(v1, APP)["responses"]["200"]["content"].update({"text/csv": {"schema": TEXT}}),
        f"missing here: {APP}: response 200: content text/csv",
    ),
    "another media type in a request": (
        lambda v1, v2: operation(v1, CREATE_APP)["requestBody"]["content"].update({"text/xml": {"schema": TEXT}}),
        f"missing here: {CREATE_APP}: body: content text/xml",
    ),
    "a body is optional": (
        lambda v1, v2: operation(v1, CREATE_APP)["requestBody"].update(required=False),
        f"changed: {CREATE_APP}: body: required here, optional upstream",
    ),
    "a response header": (
        lambda v1, v2: operation(v1, APP)["responses"]["200"].update(headers={"X-Quota": {"schema": TEXT}}),
        f"missing here: {APP}: response 200, header X-Quota (string, optional)",
    ),
    "a new field in a request": (
        lambda v1, v2: sent(v1, CREATE_APP)["properties"].update(tier=TEXT),
        "missing here: AppCreateRequest.tier (string, optional)",
    ),
    "a new field in a response": (
        lambda v1, v2: received(v1, APPS)["properties"].update(quota={"type": "integer"}),
        "missing here: AppList.quota (integer, optional)",
    ),
    "a field is gone": (
        lambda v1, v2: sent(v1, VERSION)["properties"].pop("will_deploy_in_mainland_china"),
        "gone upstream: AppVersionCreateRequest.will_deploy_in_mainland_china (boolean, optional)",
    ),
    "a required field is no longer described": (
        lambda v1, v2: sent(v1, CREATE_APP)["properties"].pop("image"),
        "changed: AppCreateRequest.image: type string here, any upstream",
    ),
    "a field is required": (
        lambda v1, v2: sent(v1, VERSION)["required"].append("verify_image"),
        "changed: AppVersionCreateRequest.verify_image: optional here, required upstream, in requests",
    ),
    "a field of a response is no longer required": (
        lambda v1, v2: received(v1, STATUS)["required"].remove("fqdn"),
        "changed: V1DeploymentStatus.fqdn: required before, optional now, in responses",
    ),
    "an undescribed field is required": (
        lambda v1, v2: sent(v1, "PATCH /v1/app/{app_name}").update(required=["owner"]),
        "missing here: AppUpdateRequest.owner (any, required)",
    ),
    "a field has another type": (
        lambda v1, v2: received(v1, STATUS)["properties"]["running"].update(type="string"),
        "changed: DeploymentStatus.running: type boolean here, string upstream",
    ),
    "a field may be null": (
        lambda v1, v2: received(v1, STATUS)["properties"]["app_name"].update(nullable=True),
        "changed: DeploymentStatus.app_name: never null here, may be null upstream, in responses",
    ),
    "a field has a format": (
        lambda v1, v2: received(v1, STATUS)["properties"]["fqdn"].update(format="hostname"),
        "missing here: DeploymentStatus.fqdn: format hostname",
    ),
    "a field has another format": (
        lambda v1, v2: query(v1, LOGS, "deployment_id")["schema"].update(format="uuid"),
        f"missing here: {LOGS}: path deployment_id: format uuid",
    ),
    "a field has a new value": (
        lambda v1, v2: sent(v1, VERSION)["properties"]["restart_policy"]["enum"].append("sometimes"),
        "missing here: RestartPolicy: value sometimes",
    ),
    "a field has a value less": (
        lambda v1, v2: sent(v1, "POST /v1/storage/endpoint")["properties"]["output_format"]["enum"].pop(),
        "gone upstream: OutputFormat: value NDJSON",
    ),
    "a field lists its values": (
        lambda v1, v2: received(v1, STATUS)["properties"]["app_version"].update(enum=["1", "2"]),
        "missing here: DeploymentStatus.app_version: enum 1, 2",
    ),
    "a bound of a request": (
        lambda v1, v2: sent(v1, CREATE_APP)["properties"]["name"].update(maxLength=32),
        "changed: AppCreateRequest.name: maxLength 64 here, 32 upstream",
    ),
    "a bound of a response": (
        lambda v1, v2: received(v1, APPS)["properties"]["total_count"].update(maximum=10),
        "missing here: AppList.total_count: maximum 10",
    ),
    "a pattern": (
        lambda v1, v2: sent(v1, CREATE_APP)["properties"]["name"].update(pattern="^[a-z]+$"),
        "missing here: AppCreateRequest.name: pattern ^[a-z]+$",
    ),
    "another default": (
        lambda v1, v2: sent(v1, VERSION)["properties"]["max_duration"].update(default=60),
        "missing here: AppVersionCreateRequest.max_duration: default 60",
    ),
    "a default is gone": (
        lambda v1, v2: sent(v1, CREATE_APP)["properties"]["is_active"].pop("default"),
        "no longer there (remove from known-differences.yaml): missing here: AppCreateRequest.is_active: default true",
    ),
    "a closed object in a request": (
        lambda v1, v2: sent(v1, CREATE_APP).update(additionalProperties=False),
        "missing here: AppCreateRequest: other fields refused",
    ),
    "a closed object in a response": (
        lambda v1, v2: received(v1, STATUS).update(unevaluatedProperties=False),
        "missing here: DeploymentStatus: other fields refused",
    ),
    "other fields have a type": (
        lambda v1, v2: received(v1, APPS).update(additionalProperties=TEXT),
        "missing here: AppList: values string",
    ),
    "a field is only received": (
        lambda v1, v2: sent(v1, VERSION)["properties"]["force_cache"].update(readOnly=True),
        "gone upstream: AppVersionCreateRequest.force_cache (boolean, optional)",
    ),
    "a list has other items": (
        lambda v1, v2: sent(v2, "POST /v2/deployments")["properties"]["tags"].update(items={"type": "integer"}),
        "changed: DeployRequestV2.tags[]: type string here, integer upstream",
    ),
    "one of several": (
        lambda v1, v2: received(v1, LOGS)["properties"].update(
            logs={"oneOf": [TEXT, {"type": "array", "items": TEXT}]}
        ),
        "changed: ContainerLogs.logs: type string here, one of several upstream",
    ),
    "an operation needs no token": (
        lambda v1, v2: operation(v1, PROFILES).update(security=[]),
        f"changed: {PROFILES}: security key in header authorization here, none upstream",
    ),
    "an operation needs another token": (
        lambda v1, v2: (
            v1["components"]["securitySchemes"].update(bearer=SECRET),
            operation(v1, LOGS).update(security=[{"bearer": []}]),
        ),
        f"changed: {LOGS}: security key in header authorization here, HTTP bearer upstream",
    ),
    "a document needs another token": (
        lambda v1, v2: v2["components"]["securitySchemes"].update(apiKey1={**SECRET, "scheme": "Digest"}),
        f"changed: {HOSTS}: security key in header authorization here, HTTP digest upstream",
    ),
    "a document has another server": (
        lambda v1, v2: v2.update(servers=[{"url": "https://eu.api.edgegap.com/v2"}]),
        "missing here: servers: server https://eu.api.edgegap.com",
    ),
    "an operation has a server of its own": (
        lambda v1, v2: operation(v1, LOGS).update(servers=[{"url": "https://logs.edgegap.com"}]),
        "missing here: servers: server https://logs.edgegap.com",
    ),
    "another rate limit": (
        lambda v1, v2: operation(v1, STATUS).update(
            {"x-edgegap-rate-limit": None, "description": "Read it. **[Rate Limit: 5 req/s]**"}
        ),
        f"changed: {STATUS}: rate limit 20 requests per second here, 5 requests per second upstream",
    ),
    "a rate limit": (
        lambda v1, v2: operation(v1, LOGS).update(summary="[Rate Limit: 100/minute] Logs"),
        f"missing here: {LOGS}: rate limit 100 requests per minute",
    ),
    "a rate limit in words": (
        lambda v1, v2: operation(v1, METRICS).update(description="Numbers. A strict rate limit applies."),
        f"missing here: {METRICS}: rate limit in words, A strict rate limit applies",
    ),
    "a rate limit is gone": (
        lambda v1, v2: operation(v1, "GET /v1/deployments").pop("x-edgegap-rate-limit"),
        "gone upstream: GET /v1/deployments: rate limit 10 requests per second",
    ),
    "a callback": (
        lambda v1, v2: operation(v1, VERSION).update(callbacks={"done": {"{$request.body#/url}": {"post": {}}}}),
        f'missing here: {VERSION}: callbacks {{"done": {{"{{$request.body#/url}}": {{"post": {{}}}}}}}}',
    ),
    "a webhook": (
        lambda v1, v2: v2.update(webhooks={"stopped": {"post": {"responses": {"200": {"description": ""}}}}}),
        "missing here: webhook stopped",
    ),
    "a keyword that the reader does not know": (
        lambda v1, v2: sent(v1, CREATE_APP).update({"not": {"required": ["beta"]}, "x-stage": "alpha"}),
        'missing here: AppCreateRequest: not {"required": ["beta"]}',
    ),
}


@pytest.fixture
def upstream() -> tuple[Json, Json]:
    v1, v2 = (json.loads(path.read_text("utf-8")) for path in (V1, V2))
    return v1, v2


def test_each_kind_of_change_is_reported(upstream: tuple[Json, Json], compare: Comparing) -> None:
    v1, v2 = upstream
    for plant, _ in PLANTS.values():
        plant(v1, v2)
    status, lines = compare(v1, v2, known=None, recorded=RECORDED.parent)
    assert status == 1
    reported = places(lines)
    missed = [name for name, (_, line) in PLANTS.items() if line not in reported and f"{NEWS}{line}" not in reported]
    assert not missed, "\n".join([*missed, *reported])


def test_a_known_difference_that_moves_is_news(upstream: tuple[Json, Json], compare: Comparing) -> None:
    v1, v2 = upstream
    # Each of these is explained by a line with a `*` in known-differences.yaml, before and after.
    received(v1, STATUS)["required"].remove("fqdn")
    operation(v1, APP)["responses"]["429"] = operation(v1, APP)["responses"]["401"]
    status, lines = compare(v1, v2, known=None, recorded=RECORDED.parent)
    assert status == 1
    assert lines[:-1] == [
        "changed upstream since it was recorded, and explained (record it again)",
        "  changed: V1DeploymentStatus.fqdn: required before, optional now, in responses",
        f"  new: {APP}: status 429",
    ]


def test_the_record_is_renewed_when_all_is_explained(compare: Comparing, tmp_path: Path) -> None:
    record = tmp_path / "record"
    known = "- {reason: The live service has it., differences: ['gone upstream: *: status 429']}"
    ours = document(responses={"200": {"description": ""}, "429": {"description": ""}})
    limited = document(description="A strict rate limit applies.", responses={"200": {"description": ""}})
    status, lines = compare(limited, ours=ours, known=known, recorded=record, options=("--record",))
    assert (status, lines[-1]) == (1, "not recorded: first explain each difference of all documents")
    assert not record.exists()

    theirs = document(summary="Somebody's words", responses={"200": {"description": "Other words", "headers": {}}})
    status, lines = compare(theirs, ours=ours, known=known, recorded=record, options=("--record",))
    assert (status, lines[-1]) == (0, f"recorded in {record / 'orchestration'}")
    assert compare(theirs, ours=ours, known=known, recorded=record)[0] == 0
    [path] = (record / "orchestration").iterdir()
    assert not re.search("Somebody|Other", path.read_text("utf-8"))
    # It says the same as our document now.
    status, lines = compare(ours, ours=ours, known="[]", recorded=record)
    assert status == 1
    assert places(lines) == [f"{NEWS}new: PUT /v1/thing/{{id}}: status 429"]
    compare(ours, ours=ours, known="[]", recorded=record, options=("--record",))
    assert compare(ours, ours=ours, known="[]", recorded=record) == (0, ["differences: 0, known: 0"])


def test_a_part_of_the_api_is_not_recorded(compare: Comparing, tmp_path: Path) -> None:
    status, lines = compare(V2, known=None, recorded=tmp_path / "record", options=("--record",))
    assert (status, lines[-1]) == (1, "not recorded: first explain each difference of all documents")
