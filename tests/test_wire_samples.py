"""What was seen on the wire or in public documents is understood, and nothing of it is lost.

wire_samples.json holds bodies from the documentation, the official specifications, other clients' tests and reports
about the live service; `source` says where each one is from.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest
from pytest_httpserver import HTTPServer

from edgegap_client import (
    AuthenticationError,
    BadRequestError,
    EdgegapError,
    NoCapacityError,
    NotFoundError,
    PermissionDeniedError,
    QuotaExceededError,
    models,
)
from edgegap_client import Operation as SdkOperation

from .spec import (
    MADE_UP,
    OPERATIONS,
    SCHEMAS,
    SPEC,
    AnyClient,
    Operation,
    Service,
    call_of,
    open_client,
    operation_at,
    referred,
    spelled_out,
)
from .test_operations import check_result, doors, outcome

SAMPLES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "wire_samples.json").read_text("utf-8"))

# Samples of what is no operation of the SDK: the model that reads them, and the field that holds what it reads.
MODELS: dict[str, tuple[str, str | None]] = {
    "env: ARBITRIUM_PORTS_MAPPING (JSON in a variable)": ("DeploymentPorts", "ports"),
    "env: ARBITRIUM_DEPLOYMENT_LOCATION (JSON in a variable)": ("Location", None),
    "GET /v1/metrics/deployment/{request_id} (one series)": ("MetricsSeries", None),
    "generic list": ("RegistryTagList", None),
    "GET /v1/wizard/registry-credentials": ("RegistryCredentials", None),
}
# Requests that only the dashboard's quick start makes. A client can still send them with an operation of one's own.
WIZARD = ("GET /v1/wizard/registry-credentials", "POST /v1/wizard/init-quick-start")

ERRORS: dict[str, type[EdgegapError]] = {
    "w30": NotFoundError,  # 400 for an unknown deployment id
    "w32": QuotaExceededError,  # 400 with a quota's text
    "w34": PermissionDeniedError,
    "w37": NotFoundError,
    "w49": NotFoundError,
    "w56": AuthenticationError,
    "w78": NoCapacityError,
    "w79": BadRequestError,
}

# All operations of the Integration page of mid-2025, and whether the page shows a body of the request, of the answer.
INTEGRATION_PAGE: dict[str, tuple[bool, bool]] = {
    "GET /v1/app/{app_name}": (False, True),
    "DELETE /v1/app/{app_name}": (False, False),
    "DELETE /v1/app/{app_name}/version/{version_name}": (False, True),
    "GET /v1/app/{app_name}/version/{version_name}": (False, True),
    "GET /v1/app/{app_name}/versions": (False, True),
    "GET /v1/apps": (False, True),
    "GET /v1/container-registry/images/{image_name}/tags": (False, True),
    "DELETE /v1/container-registry/images/{image_name}/tags/{tag_name}": (False, True),
    "DELETE /v1/storage/endpoint/{endpoint_name}": (False, False),
    "GET /v1/storage/endpoint/{endpoint_name}": (False, True),
    "DELETE /v1/storage/endpoint/{endpoint_name}/pull-profile/{pull_profile_name}": (False, False),
    "GET /v1/storage/endpoint/{endpoint_name}/pull-profile/{pull_profile_name}": (False, True),
    "PUT /v1/storage/endpoint/{endpoint_name}/pull-profile/{pull_profile_name}/app/{app_name}/version/{version_name}": (
        False,
        True,
    ),
    "DELETE /v1/storage/endpoint/{endpoint_name}/pull-profile/{pull_profile_name}"
    "/app/{app_name}/version/{version_name}": (False, False),
    "GET /v1/storage/endpoint/{endpoint_name}/pull-profiles": (False, True),
    "GET /v1/storage/endpoints": (False, True),
    "POST /v1/app": (True, True),
    "PATCH /v1/app/{app_name}": (True, True),
    "POST /v1/app/{app_name}/version": (True, True),
    "PATCH /v1/app/{app_name}/version/{version_name}": (True, True),
    "POST /v1/storage/endpoint": (True, True),
    "PATCH /v1/storage/endpoint/{endpoint_name}": (True, True),
    "POST /v1/storage/endpoint/{endpoint_name}/pull-profile": (True, True),
    "PATCH /v1/storage/endpoint/{endpoint_name}/pull-profile/{pull_profile_name}": (True, True),
}


def find(sample: dict[str, Any]) -> Operation | None:
    method, _, path = str(sample["operation"]).partition(" ")
    return None if sample["operation"] in MODELS else operation_at(method, path)


def is_error(sample: dict[str, Any]) -> bool:
    return (sample["status"] or 200) >= 400


OF_OPERATIONS = [sample for sample in SAMPLES if find(sample) and not is_error(sample)]
OF_MODELS = [sample for sample in SAMPLES if sample["operation"] in MODELS and not is_error(sample)]
OF_ERRORS = [sample for sample in SAMPLES if is_error(sample)]
WEBHOOKS = [
    pytest.param(referred(content["schema"]), example["value"], id=f"{webhook}-{name}")
    for webhook, item in SPEC["webhooks"].items()
    for content in item["post"]["requestBody"]["content"].values()
    for name, example in content["examples"].items()
]


def by_id(sample: dict[str, Any]) -> str:
    return str(sample["id"])


@pytest.fixture
def service(httpserver: HTTPServer) -> Service:
    return Service(httpserver)


@pytest.fixture(params=["sync", "async"])
async def client(request: pytest.FixtureRequest, base_url: str) -> AsyncIterator[AnyClient]:
    async with open_client(request.param, base_url) as opened:
        yield opened


@pytest.mark.parametrize("sample", OF_OPERATIONS, ids=by_id)
async def test_the_answer_of_an_operation_is_read_whole(
    sample: dict[str, Any], client: AnyClient, service: Service
) -> None:
    operation = find(sample)
    assert operation
    # "No content" does not say which status came.
    for status in (200, 204) if sample["status"] is None else (sample["status"],):
        service.answer((status, sample["body"]))
        for name, door in doors(client, operation, call_of(operation)).items():
            result = await outcome(door)
            result = result.parsed if name.endswith("_detailed") else result
            check_result(result, operation, sample["body"], f"{sample['id']} by {name}")


@pytest.mark.parametrize("sample", OF_MODELS, ids=by_id)
def test_what_comes_by_other_ways_is_read_whole_by_its_model(sample: dict[str, Any]) -> None:
    model, field = MODELS[sample["operation"]]
    body = sample["body"] if field is None else sample["body"][field]
    check_model(model, body)


@pytest.mark.parametrize(("model", "body"), WEBHOOKS)
def test_the_body_of_a_webhook_is_read_whole_by_its_model(model: str, body: dict[str, Any]) -> None:
    check_model(model, body)


def check_model(model: str, body: dict[str, Any]) -> None:
    read = getattr(models, model).from_dict(json.loads(json.dumps(body)))
    schema = SCHEMAS[model]
    assert spelled_out(read.to_dict(), schema) == spelled_out(body, schema)


def ask_wizard(client: AnyClient, sample: dict[str, Any]) -> Any:
    method, _, path = sample["operation"].partition(" ")
    return client.request(SdkOperation("wizard", method, path, "wizard"), path)


@pytest.mark.parametrize("sample", OF_ERRORS, ids=by_id)
async def test_an_error_is_raised_as_its_type_with_the_words_of_the_server(
    sample: dict[str, Any], client: AnyClient, service: Service
) -> None:
    service.answer((sample["status"], sample["body"]))
    operation = find(sample)
    door = (
        doors(client, operation, call_of(operation))[operation.method_name]
        if operation
        else partial(ask_wizard, client, sample)
    )
    with pytest.raises(EdgegapError) as raised:
        await outcome(door)
    assert type(raised.value) is ERRORS[sample["id"]]
    assert raised.value.message == sample["body"]["message"]
    assert raised.value.status == sample["status"]
    assert raised.value.details is None
    if isinstance(raised.value, NoCapacityError):
        assert raised.value.deployment_id == sample["body"]["request_id"]


@pytest.mark.parametrize("sample", [s for s in SAMPLES if s["operation"] in WIZARD and not is_error(s)], ids=by_id)
async def test_a_request_without_a_method_of_its_own_can_be_sent_by_the_client(
    sample: dict[str, Any], client: AnyClient, service: Service
) -> None:
    service.answer((sample["status"], sample["body"]))
    response = await outcome(partial(ask_wizard, client, sample))
    assert response.status_code == sample["status"]
    assert (response.json() if response.content else None) == sample["body"]


def test_no_sample_is_passed_over() -> None:
    tested = {sample["id"] for sample in (*OF_OPERATIONS, *OF_MODELS, *OF_ERRORS)}
    tested |= {sample["id"] for sample in SAMPLES if sample["operation"] in WIZARD}
    assert tested == {sample["id"] for sample in SAMPLES}
    assert len(SAMPLES) == 61
    assert {sample["id"] for sample in OF_ERRORS} == ERRORS.keys()


def fields_of(value: Any, path: str = "") -> Iterator[str]:
    """The path of each field in a body, at any depth."""
    match value:
        case dict():
            for name, inner in cast("dict[str, Any]", value).items():
                yield f"{path}.{name}"
                yield from fields_of(inner, f"{path}.{name}")
        case [*items]:
            for item in items:
                yield from fields_of(item, f"{path}[]")
        case _:
            pass


def test_an_example_of_the_specification_has_every_field_that_the_integration_page_shows() -> None:
    # The page's values are often placeholders, or contradict each other; the values of our examples do not.
    assert len(INTEGRATION_PAGE) == 24
    templates = {f"{operation.method} {operation.path}": operation for operation in OPERATIONS.values()}
    assert INTEGRATION_PAGE.keys() <= templates.keys()
    of_page = {s["operation"]: s for s in SAMPLES if s["source"].startswith("integration_page_2025.txt")}
    assert of_page.keys() == INTEGRATION_PAGE.keys()
    for name, (has_request, has_answer) in INTEGRATION_PAGE.items():
        operation = templates[name]
        assert bool(operation.request_examples.keys() - {MADE_UP}) is has_request, name
        assert (operation.body is not None) is has_request, name
        if has_answer:
            shown = set(fields_of(of_page[name]["body"]))
            examples = [example for success in operation.successes for example in success.examples.items()]
            assert shown, name
            assert any(shown <= set(fields_of(body)) for label, body in examples if label != MADE_UP), name
        else:
            assert {s.status for s in operation.successes} >= {200, 204}, name
            assert any(s.schema is None for s in operation.successes), name
