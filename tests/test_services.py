"""The two preview services: every operation sends what its document says, and every sample is read whole."""

from __future__ import annotations

import datetime
import json
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final, cast
from urllib.parse import quote

import pytest
from pytest_httpserver import HTTPServer
from ruamel.yaml import YAML

from edgegap_client import matchmaking, server_browser

from .spec import OPERATIONS as ORCHESTRATION
from .spec import AnyClient, Service, open_client, python_name
from .test_operations import outcome

ROOT: Final = Path(__file__).resolve().parent.parent
PUBLIC: Final[dict[str, Any]] = {"matchmaking": matchmaking, "server_browser": server_browser}
SAMPLES: Final[list[dict[str, Any]]] = json.loads((Path(__file__).parent / "service_samples.json").read_text("utf-8"))
# A value that would be sent wrongly by code that is not careful.
AWKWARD: Final = "a b/c?d#e%2F.ü~+&=:@'"


def load(service: str) -> dict[str, Any]:
    text = (ROOT / "openapi" / f"{service}.yaml").read_text("utf-8")
    return cast("dict[str, Any]", YAML(typ="safe").load(text))  # pyright: ignore[reportUnknownMemberType]


DOCUMENTS: Final = {service: load(service) for service in PUBLIC}


@dataclass(frozen=True)
class Case:
    """One operation of a document."""

    service: str
    path: str
    method: str
    raw: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.service}-{self.raw['operationId']}"

    @property
    def module(self) -> Any:
        return import_module(f"edgegap_client.api.{self.service}.{self.raw['tags'][0]}")

    @property
    def endpoint(self) -> Any:
        return getattr(self.module, self.raw["operationId"])

    @property
    def parameters(self) -> list[dict[str, Any]]:
        shared = DOCUMENTS[self.service]["components"]["parameters"]
        return [shared[item["$ref"].rsplit("/", 1)[1]] for item in self.raw.get("parameters", ())]

    def body(self) -> tuple[Any, Any]:
        """The model of the request's body and its JSON, from the example of the document."""
        if "requestBody" not in self.raw:
            return None, None
        content = self.raw["requestBody"]["content"]["application/json"]
        example = next(iter(content["examples"].values()))["value"]
        return getattr(PUBLIC[self.service], content["schema"]["$ref"].rsplit("/", 1)[1]).from_dict(example), example

    def result(self) -> Any:
        """The example of the response; None for no body."""
        content = self.raw["responses"]["2XX"].get("content")
        if content is None:
            return None
        examples = content["application/json"].get("examples", {"of unknown form": {"value": [{"id": "x"}]}})
        return next(iter(examples.values()))["value"]


CASES: Final = [
    Case(service, path, method, raw)
    for service, document in DOCUMENTS.items()
    for path, methods in document["paths"].items()
    for method, raw in methods.items()
]


@pytest.fixture
def service(httpserver: HTTPServer) -> Service:
    return Service(httpserver)


@pytest.fixture(params=["sync", "async"])
async def client(request: pytest.FixtureRequest, base_url: str) -> AsyncIterator[AnyClient]:
    async with open_client(request.param, base_url) as opened:
        yield opened


def plain(value: Any) -> Any:
    """A value with times and numbers in one form."""
    match value:
        case dict():
            return {name: plain(item) for name, item in cast("dict[str, Any]", value).items()}
        case list():
            return [plain(item) for item in value]  # pyright: ignore[reportUnknownVariableType]
        case str() if re.match(r"\d{4}-\d\d-\d\dT", value):
            return datetime.datetime.fromisoformat(value)
        case _:
            return value


def data_of(result: Any) -> Any:
    return result.to_dict() if hasattr(result, "to_dict") else result


def test_each_operation_is_in_a_document_once() -> None:
    assert len(CASES) == 34
    assert sum(case.service == "matchmaking" for case in CASES) == 18
    ids = [case.raw["operationId"] for case in CASES]
    # Hooks, logs and metrics name operations by their ids alone.
    assert len({*ids, *ORCHESTRATION}) == len(ids) + len(ORCHESTRATION)


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_an_operation_sends_and_reads_what_its_document_says(
    case: Case, client: AnyClient, service: Service
) -> None:
    in_path = {p["name"]: f"{p['name']} {AWKWARD}" for p in case.parameters if p["in"] == "path"}
    query = {
        p["name"]: 7 if p["schema"]["type"] == "integer" else f"{p['name']} {AWKWARD}"
        for p in case.parameters
        if p["in"] == "query"
    }
    model, body = case.body()
    arguments = {python_name(name.removeprefix("$")): value for name, value in query.items()}
    if model is not None:
        arguments["body"] = model
    # Which success has which status is not known.
    for status, expected in ((200, case.result()), (201, case.result()), (202, case.result())):
        service.answer((status, expected))
        function = case.endpoint.sync if type(client).__name__ == "Edgegap" else case.endpoint.asyncio
        result = await outcome(lambda: function(*in_path.values(), client=client, **arguments))  # noqa: B023
        [seen] = service.seen
        assert seen.method == case.method.upper()
        assert seen.path == re.sub(r"{([^}]+)}", lambda match: quote(in_path[match[1]], safe=""), case.path)
        assert seen.query == sorted((name, str(value)) for name, value in query.items())
        assert (json.loads(seen.body) if seen.body else None) == body
        assert plain(data_of(result)) == plain(expected)


@pytest.mark.parametrize("case", [case for case in CASES if case.result() is None], ids=str)
async def test_a_deletion_may_have_any_body(case: Case, client: AnyClient, service: Service) -> None:
    ids = ["x" for parameter in case.parameters if parameter["in"] == "path"]
    function = case.endpoint.sync if type(client).__name__ == "Edgegap" else case.endpoint.asyncio
    for status, body in ((204, None), (200, None), (200, {"message": "deleted"}), (202, "ok")):
        service.answer((status, body))
        assert await outcome(lambda: function(*ids, client=client)) is None


@pytest.mark.parametrize("case", CASES, ids=str)
def test_an_operation_says_where_it_comes_from_and_how_sure_that_is(case: Case) -> None:
    sources = DOCUMENTS[case.service]["info"]["x-edgegap-sources"]
    text = " ".join(case.endpoint.sync.__doc__.split())
    assert f"Preview, not verified live. Confidence: {case.raw['x-edgegap-confidence']};" in text
    for source in case.raw["x-edgegap-sources"]:
        assert sources[source] in text
    operation = case.endpoint.OPERATION
    assert operation.rate_group == case.raw.get("x-edgegap-rate-group")
    assert operation.needs_server_token is (case.raw["security"] == [{"serverToken": []}])


def samples() -> Iterator[Any]:
    """Each sample of a body of one of the operations, with the operation and whether it is of the request."""
    for sample in SAMPLES:
        if match := re.fullmatch(r"([A-Z]+) (\S+)(?: \(matchmaking\))?( request| response)", sample["operation"]):
            [case] = [
                case
                for case in CASES
                if (case.method.upper(), case.path) == (match[1], match[2])
                and ("(matchmaking)" not in sample["operation"] or case.service == "matchmaking")
            ]
            yield pytest.param(case, sample["body"], match[3] == " request", id=sample["id"])


OF_OPERATIONS: Final = list(samples())


@pytest.mark.parametrize(("case", "body", "is_request"), OF_OPERATIONS)
def test_a_sample_is_read_whole(case: Case, body: Any, is_request: bool) -> None:
    place = case.raw["requestBody"] if is_request else case.raw["responses"]["2XX"]
    model = place["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
    read = getattr(PUBLIC[case.service], model).from_dict(body)
    assert plain(read.to_dict()) == plain(body)
    # An explicit null is kept there, for the round trip.
    unknown = {name for name, value in read.additional_properties.items() if value is not None}
    assert unknown == set(), "the document does not know all fields"


def test_no_sample_is_passed_over() -> None:
    # Variables of containers are read elsewhere, and configurations are no bodies; f20 is of the orchestration API.
    others = {f"f{number:02}" for number in (*range(13), 18, 19, 20)}
    assert {parameter.id for parameter in OF_OPERATIONS} == {sample["id"] for sample in SAMPLES} - others


def test_ports_and_counts_may_be_text() -> None:
    port = matchmaking.Port.from_dict({"internal": "7777", "external": "31504"})
    assert (port.internal, port.external) == (7777, 31504)
    assert matchmaking.Beacons.from_dict({"count": "2", "beacons": []}).count == 2


@pytest.mark.parametrize("one", sorted(PUBLIC))
def test_a_service_loads_no_other(one: str) -> None:
    """Nor does anything of them load with the client of the orchestration API."""
    program = f"""
import sys
from edgegap_client import AsyncEdgegap, Edgegap
Edgegap("a-token").applications
loaded = [name for name in sys.modules if "matchmak" in name or "server_browser" in name]
assert not loaded, loaded
before = {{name for name in sys.modules if "orchestration" in name}}
from edgegap_client import {one}
from edgegap_client.api.{one} import monitor
import edgegap_client._generated.{one}.api
{one}.Monitor
others = {sorted(PUBLIC.keys() - {one})!r}
loaded = [name for name in sys.modules if any(f"_generated.{{other}}" in name for other in others)]
assert not loaded, loaded
assert {{name for name in sys.modules if "orchestration" in name}} == before
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
