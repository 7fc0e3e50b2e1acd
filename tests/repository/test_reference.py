"""The reference has a section for each operation of the three services, and its examples do what they show.

The examples run in both clients against a server that responds with the specification's examples. The server must get
the request that the page shows.
"""

from __future__ import annotations

import ast
import inspect
import json
import pkgutil
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

import pytest
from lowering import lowered
from pytest_httpserver import HTTPServer
from ruamel.yaml import YAML

from docs import reference_pages
from docs.reference_examples import argument_name
from docs.reference_services import SERVICES, Service, resolved
from edgegap_client import AsyncEdgegap, errors
from edgegap_client.matchmaking import AsyncMatchmaker
from edgegap_client.server_browser import AsyncServerBrowser

from ..spec import YAML_TEXT
from ..spec import Service as SpecService
from .pages import ROOT
from .test_spec import example_problems

TEXTS: Final = {each.document: (ROOT / "openapi" / each.document).read_text("utf-8") for each in SERVICES}
SPECS: Final[dict[str, Any]] = {name: YAML(typ="safe").load(text) for name, text in TEXTS.items()}  # pyright: ignore[reportUnknownMemberType]
CLIENTS: Final = {"Edgegap": AsyncEdgegap, "Matchmaker": AsyncMatchmaker, "ServerBrowser": AsyncServerBrowser}
# Methods that do more than the generated ones, with errors of their own.
BY_HAND: Final = {"list_deployments", "stop_deployment"}


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return reference_pages.pages(SPECS)


@dataclass(frozen=True)
class Case:
    """An operation, as its document has it."""

    service: Service
    path: str
    method: str
    raw: dict[str, Any]

    def __str__(self) -> str:
        return str(self.raw["operationId"])

    @property
    def tag(self) -> str:
        return str(self.raw["tags"][0])

    @property
    def name(self) -> str:
        return str(self.raw["x-edgegap-method"])

    @property
    def page(self) -> str:
        return f"{self.service.folder}/{self.tag}.md"

    @property
    def place(self) -> str:
        """The full name of the async method."""
        return f"{self.service.resource_class(self.tag)}.{self.name}"

    def section(self, pages: dict[str, str]) -> str:
        """The part of its page that is about it."""
        [text] = re.findall(rf"(?ms)^::: {re.escape(self.place)}$.*?(?=^::: |\Z)", pages[self.page])
        return str(text)

    def examples(self, place: dict[str, Any]) -> list[Any]:
        contents = place.get("content", {}).values()
        return [example["value"] for content in contents for example in content.get("examples", {}).values()]

    def successes(self) -> list[Any]:
        """The examples of all successful responses."""
        return [body for status, each in self.responses() if status.startswith("2") for body in self.examples(each)]

    def responses(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for status, response in self.raw["responses"].items():
            yield str(status), response


CASES: Final = [
    Case(service, path, method, operation)
    for service in SERVICES
    for path, item in SPECS[service.document]["paths"].items()
    for method, operation in item.items()
    if "operationId" in operation
]
OPERATIONS: Final = pytest.mark.parametrize("case", CASES, ids=str)


def tabs(section: str) -> dict[str, str]:
    """The code of each tab of a section."""
    found = re.findall(r'(?ms)^=== "([^"]+)"\n\n    ```\w+\n(.*?)^    ```$', section)
    return {label: re.sub("(?m)^    ", "", text) for label, text in found}


def test_the_reference_has_all_102_operations(pages: dict[str, str]) -> None:
    assert len(CASES) == 102
    assert [sum(case.service is service for case in CASES) for service in SERVICES] == [68, 18, 16]
    overview = pages["reference/operations.md"]
    assert "all 102 operations" in overview
    for case in CASES:
        [row] = [line for line in overview.splitlines() if f"| `{case}` |" in line]
        assert row.startswith(f"| [`{case.name}`][{case.place}]")
        assert f"| `{case.method.upper()} {case.path}` |" in row
    head = " ".join(YAML_TEXT.replace("#", " ").split())
    assert all(f"{key} = {text}" in head for key, text in reference_pages.SOURCES.items())


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.package)
def test_a_page_shows_the_class_that_a_client_has(service: Service) -> None:
    client = CLIENTS[service.client]
    for tag in SPECS[service.document]["tags"]:
        shown = pkgutil.resolve_name(service.resource_class(tag["name"]))
        attribute = inspect.getattr_static(client, tag["name"])
        made = attribute.func if hasattr(attribute, "func") else attribute.fget
        assert inspect.get_annotations(made)["return"].strip('"') == shown.__name__


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.package)
def test_each_public_method_of_a_resource_is_on_its_page(service: Service, pages: dict[str, str]) -> None:
    for tag in SPECS[service.document]["tags"]:
        path = service.resource_class(tag["name"])
        shown = re.findall(rf"(?m)^::: {re.escape(path)}\.(\w+)$", pages[f"{service.folder}/{tag['name']}.md"])
        there = {name for name in dir(pkgutil.resolve_name(path)) if not name.startswith("_")}
        assert Counter(shown) == Counter(there)


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.package)
def test_each_model_and_each_type_of_argument_is_on_one_page(service: Service, pages: dict[str, str]) -> None:
    for module in ("models", "arguments"):
        path = f"edgegap_client._generated.{service.package}.{module}"
        shown = [
            name
            for page, text in pages.items()
            if page.startswith(f"{service.models}/")
            for name in re.findall(rf"(?m)^::: {re.escape(path)}\.(\w+)$", text)
        ]
        # docs/reference/arguments.md has the place, which is the same for the three services.
        assert Counter(shown) == Counter(set(pkgutil.resolve_name(path).__all__) - {"Place"})


def test_a_model_of_several_resources_is_on_the_shared_page(pages: dict[str, str]) -> None:
    place = "::: edgegap_client._generated.orchestration.models"
    assert f"{place}.Pagination\n" in pages["reference/models/shared.md"]
    assert f"{place}.AppList\n" in pages["reference/models/applications.md"]
    assert f"{place}.PullProfileList\n" in pages["reference/models/pull_profiles.md"]


@OPERATIONS
def test_a_section_has_the_limit_and_the_errors(case: Case, pages: dict[str, str]) -> None:
    section = case.section(pages)
    rate, group = case.raw.get("x-edgegap-rate-limit"), case.raw.get("x-edgegap-rate-group")
    said = f"{rate} requests per second" if rate else f"the limit `{group}`" if group else "none is documented"
    assert said in section.partition("**Rate limit:**")[2].partition("\n")[0]
    rows = re.findall(r"(?m)^\| (\d+) \| \[`(\w+)`\]\[edgegap_client\.errors\.(\w+)\] \| (.+) \|$", section)
    documented = [status for status, _ in case.responses() if not status.startswith("2")]
    assert [row[0] for row in rows] == documented
    assert documented, "no error is documented"
    raised = re.findall(r"(?m)^    (\w+): ", inspect.cleandoc(method_of(case).__doc__ or "").partition("Raises:")[2])
    for _, name, linked, meaning in rows:
        assert name == linked
        assert issubclass(getattr(errors, name), errors.StatusError)
        assert len(meaning) > 10
    names = {"EdgegapError", *(row[1] for row in rows)}
    assert "| other | [`EdgegapError`]" in section
    if str(case) in BY_HAND:
        assert "show_docstring_raises: true" in section
        assert f"These are the errors of `edgegap_client.api.{case.tag}.{case}`" in section
    else:
        # The docstring says the same, so it is not shown. It leaves out 422 and 503, which have no class of their own.
        certain = {name for status, name, *_ in rows if status not in ("422", "503")}
        assert certain | {"EdgegapError"} <= set(raised) <= names
        assert "show_docstring_raises: false" in section


@OPERATIONS
def test_a_section_has_the_signature_and_describes_each_parameter(case: Case, pages: dict[str, str]) -> None:
    # mkdocstrings writes them from the method that the section names.
    assert case.section(pages).startswith(f"::: {case.place}\n")
    method = method_of(case)
    text = inspect.cleandoc(method.__doc__ or "")
    request = f"`{case.method.upper()} {case.path}`"
    assert (f"**Request:** {request}" in case.section(pages)) is (request not in text)
    described = set(re.findall(r"(?m)^    (\w+): ", text.partition("Args:")[2].partition("Returns:")[0]))
    parameters = set(inspect.signature(method).parameters) - {"self"}
    assert parameters <= described


@OPERATIONS
def test_a_parameter_says_its_limits(case: Case) -> None:
    spec = SPECS[case.service.document]
    text = inspect.cleandoc(method_of(case).__doc__ or "").partition("Args:")[2].partition("Returns:")[0]
    said = dict(re.findall(r"(?ms)^    (\w+): (.*?)(?=^    \w+: |\Z)", text))
    given = [resolved(spec, parameter) for parameter in case.raw.get("parameters", ())]
    fields = {parameter["name"]: parameter["schema"] for parameter in given}
    for body in case.raw.get("requestBody", {}).get("content", {}).values():
        fields |= resolved(spec, body["schema"]).get("properties", {})
    for name, schema in fields.items():
        for key in ("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"):
            bound = resolved(spec, schema).get(key, 0)
            # That a text is not empty, or a number not negative, goes without saying.
            assert bound in (0, 1) or str(bound) in said[argument_name(name)], (name, key, bound)


def method_of(case: Case) -> Any:
    return pkgutil.resolve_name(case.place)


@OPERATIONS
def test_a_section_shows_every_example_of_the_specification(case: Case, pages: dict[str, str]) -> None:
    shown = tabs(case.section(pages))
    requests = [text for label, text in shown.items() if label.startswith("Request")]
    examples = case.examples(case.raw.get("requestBody", {}))
    assert sorted(json.dumps(json.loads(text.partition("\n\n")[2])) for text in requests if "\n\n" in text) == sorted(
        json.dumps(example) for example in examples
    )
    assert bool(examples) is ("requestBody" in case.raw)
    for text in requests:
        path = re.sub(r"{([^}]+)}", lambda name: name[1].replace("-", "_").upper(), case.path)
        assert text.startswith(f"{case.method.upper()} {path} HTTP/1.1\n")
    for status, response in case.responses():
        if not status.startswith("2"):
            continue
        texts = [text.strip() for label, text in shown.items() if label.startswith(f"Response {status}")]
        if "content" not in response:
            assert texts == ["(no body)"]
        else:
            assert case.examples(response)
            assert [json.loads(text) for text in texts] == case.examples(response)


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.package)
def test_each_example_fits_its_schema(service: Service) -> None:
    assert example_problems(lowered(SPECS[service.document])) == []


def leaves(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Each plain value of an example, with the name of the field that it is in."""
    match value:
        case dict():
            for key, inner in cast("dict[str, Any]", value).items():
                yield from leaves(inner, str(key))
        case [*items]:
            for item in items:
                yield from leaves(item, name)
        case _:
            yield name, value


@OPERATIONS
def test_an_example_has_values_and_no_placeholders(case: Case) -> None:
    for example in (*case.examples(case.raw.get("requestBody", {})), *case.successes()):
        for name, value in leaves(example):
            if isinstance(value, str):
                assert value not in ("string", "text", name, f"{name}_name"), (name, value)
                assert not re.search(r"\||\[\.\.\.\]", value), (name, value)


def page_problems(page: dict[str, Any], items: list[Any]) -> list[str]:
    """What is contradictory in the pagination of a response."""
    about = page["pagination"]
    if "next_cursor" in about:
        whole = about["next_cursor"] is None and about["count"] == len(items) <= about["page_size"]
        return [] if whole else [f"{about} with {len(items)} items"]
    number, last = about["number"], about["paginator"]["num_pages"]
    expected = {
        "number": number,
        "next_page_number": number + 1 if number < last else None,
        "previous_page_number": number - 1 if number > 1 else None,
        "paginator": {"num_pages": last},
        "has_next": number < last,
        "has_previous": number > 1,
    }
    problems = [] if about == expected else [f"{about} is not {expected}"]
    if last == 1:
        counts = {key: page[key] for key in ("count", "total_count") if key in page}
        problems += [f"{key} is {count}" for key, count in counts.items() if count != len(items)]
    return problems


@OPERATIONS
def test_the_example_of_a_page_agrees_with_itself(case: Case) -> None:
    for example in case.successes():
        if "pagination" in example:
            lists: list[list[Any]] = [value for value in example.values() if isinstance(value, list) and value]
            [items] = lists
            assert page_problems(example, items) == []


def test_a_page_that_says_that_it_follows_itself_is_caught() -> None:
    about = {"number": 1, "next_page_number": 1, "previous_page_number": 1, "paginator": {"num_pages": 1}}
    page = {"pagination": about | {"has_next": True, "has_previous": True}, "total_count": 100}
    assert len(page_problems(page, ["the item"])) == 2
    assert page_problems({"pagination": {"page_size": 10, "count": 2, "next_cursor": None}}, ["the item"]) != []


@OPERATIONS
def test_the_example_of_a_response_is_of_one_of_the_requests(case: Case) -> None:
    # A request names the token of a player, and its response has the token of the session.
    # Lists are not compared, because the items of requests and of responses have different fields.
    other = {"authorization_token"} if str(case) == "revoke_relay_user" else set[str]()
    requests = [
        {name: value for name, value in request.items() if not isinstance(value, list) and name not in other}
        for request in case.examples(case.raw.get("requestBody", {}))
    ]
    for response in case.successes() if requests else ():
        body = response["version"] if isinstance(response.get("version"), dict) else response
        assert any(request | body == body | request for request in requests), response


@OPERATIONS
def test_an_example_has_the_arguments_of_the_method(case: Case, pages: dict[str, str]) -> None:
    shown = tabs(case.section(pages))
    for label in ("Sync", "Async"):
        calls = [
            node
            for node in ast.walk(ast.parse(shown[label]))
            if isinstance(node, ast.Call)
            and ast.unparse(node.func) == f"{case.service.variable}.{case.tag}.{case.name}"
        ]
        [call] = calls
        given = {str(keyword.arg): None for keyword in call.keywords}
        inspect.signature(method_of(case)).bind(None, *call.args, **given)


def test_the_examples_are_formatted(pages: dict[str, str], tmp_path: Path) -> None:
    for case in CASES:
        shown = tabs(case.section(pages))
        for label in ("Sync", "Async"):
            (tmp_path / f"{case}_{label.lower()}.py").write_text(shown[label], "utf-8")
    command = (sys.executable, "-m", "ruff", "format", "--isolated", "--no-cache", "--diff", str(tmp_path))
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize("label", ["Sync", "Async"])
@OPERATIONS
def test_an_example_sends_the_request_that_is_shown(
    case: Case, label: str, pages: dict[str, str], httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = tabs(case.section(pages))
    for name in ("EDGEGAP_BASE_URL", "EDGEGAP_MATCHMAKER_URL", "EDGEGAP_SB_URL"):
        monkeypatch.setenv(name, httpserver.url_for("").rstrip("/"))
    # The client of a game has the client token, if the page shows that one.
    access = "CLIENT" if "CLIENT_TOKEN" in shown["Request"] else "SERVER"
    monkeypatch.delenv("EDGEGAP_SB_SERVER_TOKEN", raising=False)
    for name, token in (
        ("EDGEGAP_API_TOKEN", "API_TOKEN"),
        ("EDGEGAP_MATCHMAKER_TOKEN", "MATCHMAKER_TOKEN"),
        (f"EDGEGAP_SB_{access}_TOKEN", f"{access}_TOKEN"),
    ):
        monkeypatch.setenv(name, token)
    service = SpecService(httpserver)
    status, response = next((status, each) for status, each in case.responses() if status.startswith("2"))
    body: Any = next(iter(case.examples(response)), None)
    key = case.raw.get("x-edgegap-paginate")
    last: list[tuple[int, Any]] = [(200, {key: []})] if key else []
    service.answer((200 if status == "2XX" else int(status), body), *last)
    exec(compile(shown[label], f"{case} ({label})", "exec"), {"__name__": "example"})
    seen, *further = service.seen
    assert not further or key
    head, _, text = shown["Request"].partition("\n\n")
    line, *headers = head.strip().splitlines()
    assert f"{seen.method} {seen.path} HTTP/1.1" == line
    assert not seen.raw_query or key
    for header in headers:
        name, _, value = header.partition(": ")
        if name != "Host":
            assert seen.headers[name.lower()] == value
    assert (json.loads(seen.body) if seen.body else None) == (json.loads(text) if text.strip() else None)
