"""The specification as tests use it: openapi/edgegap.yaml read once, its operations, and a service that plays it.

Expectations come from the YAML here, never from the generated code, so that what is generated wrongly shows.
"""

from __future__ import annotations

import builtins
import datetime
import json
import keyword
import re
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias, cast
from urllib.parse import parse_qsl, quote

from lowering import lowered
from pytest_httpserver import HTTPServer
from ruamel.yaml import YAML
from werkzeug import Request, Response

from edgegap_client import AsyncEdgegap, Edgegap, models

from .conftest import TOKEN

AnyClient: TypeAlias = Edgegap | AsyncEdgegap

YAML_TEXT: Final = (Path(__file__).resolve().parent.parent / "openapi" / "edgegap.yaml").read_text("utf-8")
SPEC: Final = lowered(cast("dict[str, Any]", YAML(typ="safe").load(YAML_TEXT)))  # pyright: ignore[reportUnknownMemberType]
SCHEMAS: Final[dict[str, Any]] = SPEC["components"]["schemas"]

# Each kind of parameter gets a value that would be sent wrongly by code that is not careful.
PATH_TEXT: Final = "a b/c?d#e%2F.ü~+&=:@"
SLASHED_TEXT: Final = "team/my game?#%2F.ü"
QUERY_TEXT: Final = "a b&c=d/é+%2F#;"
HEADER_TEXT: Final = "{name, data{a,b}}"
JSON_TEXT: Final = '{"filters": [{"field": "status", "operator": "eq", "value": "é & +%"}]}'
MADE_UP: Final = "made up: every field"
START_PAGE: Final = 3
LIMIT: Final = 25
TIME: Final = datetime.datetime(2026, 4, 22, 14, 0, 46, 444265, datetime.timezone(datetime.timedelta(hours=2)))
TIME_TEXT: Final = "2026-04-22 12:00:46.444265"


def python_name(name: str) -> str:
    """The argument that stands for a name of the specification."""
    plain = re.sub(r"\W", "_", name).lower()
    return f"{plain}_" if keyword.iskeyword(plain) or (hasattr(builtins, plain) and plain != "id") else plain


def referred(schema: dict[str, Any]) -> str:
    """The name of the schema that a reference points to."""
    return str(schema["$ref"].rsplit("/", 1)[1])


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    return cast("dict[str, Any]", SCHEMAS[referred(schema)]) if "$ref" in schema else schema


def _types(schema: dict[str, Any]) -> list[str]:
    """The JSON types that the schema names."""
    types: Any = schema.get("type", [])
    return [types] if isinstance(types, str) else types


def made_up(schema: dict[str, Any], name: str = "it") -> Any:
    """A value that has every field of `schema`: the examples leave some out."""
    schema = resolved(schema)
    match schema:
        case {"oneOf": branches}:
            return made_up(next(branch for branch in branches if branch.get("type") != "null"), name)
        case {"enum": [*_, last]}:
            return last
        case {"properties": fields}:
            return {field: made_up(inner, field) for field, inner in fields.items()}
        case {"items": inner}:
            return [made_up(inner, name)]
        case {"format": "date-time"}:
            return "2026-04-22T12:00:46.444265+02:00"
        case _:
            kind = next(kind for kind in _types(schema) if kind != "null")
    match kind:
        case "integer":
            return schema.get("maximum", schema.get("minimum", 7))
        case "number":
            return schema.get("maximum", 1.5)
        case "boolean":
            return True
        case "string":
            return f"{name} é"
        case "object":
            free = schema["additionalProperties"]
            return {"free name": [1, None] if free is True else made_up(free, "free name")}
        case other:
            raise NotImplementedError(f"no value for {name}: {other}")


def _examples(content: dict[str, Any]) -> dict[str, Any]:
    """The examples of a body by name, and one that was made up."""
    examples = {name: example["value"] for name, example in content.get("examples", {}).items()}
    return examples | ({MADE_UP: made_up(content["schema"])} if "schema" in content else {})


@dataclass(frozen=True, eq=False)
class Parameter:
    """A path, query or header parameter."""

    name: str
    location: str
    required: bool
    schema: dict[str, Any]
    slashes: bool

    @property
    def argument(self) -> str:
        return python_name(self.name)

    def value(self) -> tuple[Any, str]:
        """A value to pass, and the text the server must receive for it (path values percent-encoded)."""
        if self.location == "path":
            # With the name in it, so that two values that change places show.
            text = f"{self.name}-{SLASHED_TEXT if self.slashes else PATH_TEXT}"
            parts = text.split("/") if self.slashes else [text]
            return text, "/".join(quote(part, safe="") for part in parts)
        if self.location == "header":
            return HEADER_TEXT, HEADER_TEXT
        match resolved(self.schema):
            case {"enum": [*_, last]}:
                return getattr(models, referred(self.schema))(last), str(last)
            case {"type": "integer"}:
                number = START_PAGE if self.name == "page" else LIMIT
                return number, str(number)
            case {"type": "boolean"}:
                return True, "true"
            case {"type": "string", "format": "date-time"}:
                return TIME, TIME_TEXT
            case {"type": "string", "contentMediaType": "application/json"}:
                return JSON_TEXT, JSON_TEXT
            case {"type": "string"}:
                return f"{self.name} {QUERY_TEXT}", f"{self.name} {QUERY_TEXT}"
            case other:
                raise NotImplementedError(f"no value for {self.name}: {other}")


@dataclass(frozen=True, eq=False)
class Success:
    """A documented 2xx answer; `schema` is None when it has no body."""

    status: int
    schema: dict[str, Any] | None
    examples: dict[str, Any]

    def bodies(self) -> Iterator[Any]:
        """Each example; None stands for no body."""
        yield from self.examples.values() if self.schema is not None else (None,)


@dataclass(frozen=True, eq=False)
class Failure:
    """A documented answer that is no success; `response` is its name in components/responses."""

    status: int
    response: str
    examples: dict[str, Any]


@dataclass(frozen=True, eq=False)
class Operation:
    """One operation of the YAML."""

    id: str
    method: str
    path: str
    tag: str
    method_name: str
    item_key: str | None
    own_token: bool
    parameters: tuple[Parameter, ...]
    body: str | None
    request_examples: dict[str, Any]
    successes: tuple[Success, ...]
    failures: tuple[Failure, ...]
    positional_fields: tuple[str, ...]
    has_exist_ok: bool

    def __str__(self) -> str:
        return self.id

    @property
    def result(self) -> dict[str, Any] | None:
        """The schema of what the operation returns, None for nothing."""
        return next((success.schema for success in self.successes if success.schema is not None), None)

    @property
    def body_fields(self) -> dict[str, Any]:
        return {} if self.body is None else cast("dict[str, Any]", SCHEMAS[self.body]["properties"])

    @property
    def required_fields(self) -> list[str]:
        return [] if self.body is None else list(SCHEMAS[self.body].get("required", ()))

    @property
    def defaults(self) -> dict[str, Any]:
        """The defaults that the methods have for fields that the API requires."""
        fields = self.body_fields
        return {name: fields[name]["x-edgegap-default"] for name in fields if "x-edgegap-default" in fields[name]}

    @property
    def path_parameters(self) -> list[Parameter]:
        """In the order of the path, which is that of the arguments."""
        by_name = {parameter.name: parameter for parameter in self.parameters if parameter.location == "path"}
        found = [by_name.pop(name) for name in re.findall(r"{([^}]+)}", self.path)]
        assert not by_name, f"{self.id} documents path parameters that its path has not: {by_name}"
        return found

    @property
    def options(self) -> list[Parameter]:
        return [parameter for parameter in self.parameters if parameter.location != "path"]

    @property
    def is_paged(self) -> bool:
        return any(parameter.name == "page" for parameter in self.options)


def _operation(path: str, method: str, item: dict[str, Any], shared: list[dict[str, Any]]) -> Operation:
    components = SPEC["components"]
    parameters = [
        components["parameters"][referred(p)] if "$ref" in p else p for p in (*shared, *item.get("parameters", ()))
    ]
    body = item.get("requestBody", {}).get("content", {}).get("application/json")
    successes: list[Success] = []
    failures: list[Failure] = []
    for status, response in item["responses"].items():
        name = referred(response) if "$ref" in response else ""
        content = (components["responses"][name] if name else response).get("content", {}).get("application/json")
        examples = _examples(content or {})
        if status.startswith("2"):
            successes.append(Success(int(status), content["schema"] if content else None, examples))
        else:
            failures.append(Failure(int(status), name, examples))
    return Operation(
        id=item["operationId"],
        method=method.upper(),
        path=path,
        tag=item["tags"][0],
        method_name=item["x-edgegap-method"],
        item_key=item.get("x-edgegap-paginate"),
        own_token=any("deploymentToken" in scheme for scheme in item["security"]),
        parameters=tuple(
            Parameter(p["name"], p["in"], p.get("required", False), p["schema"], p.get("x-edgegap-slashes", False))
            for p in parameters
        ),
        body=referred(body["schema"]) if body else None,
        request_examples=_examples(body or {}),
        successes=tuple(successes),
        failures=tuple(failures),
        positional_fields=tuple(item.get("x-edgegap-positional", ())),
        has_exist_ok="x-edgegap-exist-ok" in item,
    )


OPERATIONS: Final[dict[str, Operation]] = {
    operation.id: operation
    for path, methods in SPEC["paths"].items()
    for operation in (
        _operation(path, method, item, methods.get("parameters", []))
        for method, item in methods.items()
        if method != "parameters"
    )
}


def operation_at(method: str, path: str) -> Operation | None:
    """The operation that a method and a path (filled in, or a template with any names) belong to."""
    for operation in OPERATIONS.values():
        pattern = "".join(
            "[^/]+" if part.startswith("{") else re.escape(part) for part in re.split(r"({[^}]+})", operation.path)
        )
        if operation.method == method and re.fullmatch(pattern, path):
            return operation
    return None


@dataclass(frozen=True, eq=False)
class Call:
    """The arguments of one call of an operation, and the request that must come of them."""

    positional: list[str]
    options: dict[str, Any]
    fields: dict[str, Any]
    model: Any
    path: str
    query: list[tuple[str, str]]
    headers: dict[str, str]
    json: Any


def call_of(operation: Operation, body: Any = None, *, optional: bool = True) -> Call:
    """A call with `body` (default: the first request example) and, if `optional`, with every optional parameter."""
    if operation.body is not None and body is None:
        body = next(iter(operation.request_examples.values()))
    if body is not None and not optional:
        body = {name: body[name] for name in operation.required_fields}
    model: Any = None if operation.body is None else getattr(models, operation.body).from_dict(body)
    in_path = {parameter.name: parameter.value() for parameter in operation.path_parameters}
    options = {p: p.value() for p in operation.options if optional or p.required}
    return Call(
        positional=[value for value, _ in in_path.values()],
        options={p.argument: value for p, (value, _) in options.items()},
        fields={python_name(name): getattr(model, python_name(name)) for name in body or ()},
        model=model,
        path=re.sub(r"{([^}]+)}", lambda match: in_path[match[1]][1], operation.path),
        query=sorted((p.name, text) for p, (_, text) in options.items() if p.location == "query"),
        headers={p.name.lower(): text for p, (_, text) in options.items() if p.location == "header"},
        json=body,
    )


def canonical(value: Any, schema: dict[str, Any]) -> Any:
    """`value` in one spelling: documented times in UTC (naive ones are UTC), documented fractional numbers as floats.

    Nothing else is evened out: what has no such schema must be equal as it stands.
    """
    schema = resolved(schema)
    anything: dict[str, Any] = {}
    if value is not None and "oneOf" in schema:
        wanted = "array" if isinstance(value, list) else "object"
        branches = [resolved(branch) for branch in schema["oneOf"]]
        return canonical(value, next((branch for branch in branches if branch.get("type") == wanted), anything))
    match value:
        case dict():
            fields = cast("dict[str, Any]", value)
            known: dict[str, Any] = schema.get("properties", anything)
            free = schema.get("additionalProperties")
            others = cast("dict[str, Any]", free) if isinstance(free, dict) else anything
            return {name: canonical(item, known.get(name, others)) for name, item in fields.items()}
        case [*items]:
            return [canonical(item, schema.get("items", anything)) for item in items]
        case str(text) if schema.get("format") == "date-time":
            try:
                moment = datetime.datetime.fromisoformat(text)
            except ValueError:
                return text
            moment = moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
            return moment.astimezone(datetime.UTC).isoformat()
        case int(number) if not isinstance(number, bool) and "number" in _types(schema):
            return float(number)
        case other:
            return other


def spelled_out(value: Any, schema: dict[str, Any] | None) -> str:
    """`value` as canonical JSON text: comparing texts also tells true from 1, and 1 from 1.0."""
    return json.dumps(canonical(value, schema or {}), indent=1, sort_keys=True, ensure_ascii=False)


@dataclass(frozen=True, eq=False)
class Seen:
    """A request as it reached the server."""

    method: str
    path: str
    raw_query: str | None
    headers: dict[str, str]
    body: bytes

    @property
    def query(self) -> list[tuple[str, str]]:
        return sorted(parse_qsl(self.raw_query or "", keep_blank_values=True, strict_parsing=bool(self.raw_query)))


class Service:
    """Answers every request with what `answer` was last given, and keeps the requests."""

    def __init__(self, server: HTTPServer) -> None:
        self.seen: list[Seen] = []
        self._answers: list[tuple[int, Any]] = []
        server.expect_request(re.compile(r".*", re.DOTALL)).respond_with_handler(self._handle)

    def answer(self, *answers: tuple[int, Any]) -> None:
        """Give these answers (status, JSON body; None for no body) in turn, the last one for ever."""
        self._answers = list(answers)
        self.seen.clear()

    def _handle(self, request: Request) -> Response:
        # The raw request target: werkzeug's own path is decoded already.
        path, mark, query = str(request.environ["RAW_URI"]).partition("?")
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.seen.append(Seen(request.method, path, query if mark else None, headers, request.get_data()))
        status, body = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if body is None:
            return Response(status=status)
        return Response(json.dumps(body), status=status, content_type="application/json")


@asynccontextmanager
async def open_client(kind: str, base_url: str) -> AsyncGenerator[AnyClient]:
    """A client of either kind, `sync` or `async`, for tests of what both must do."""
    if kind == "sync":
        with Edgegap(TOKEN, base_url=base_url, max_retries=0, rate_limits="off") as client:
            yield client
    else:
        async with AsyncEdgegap(TOKEN, base_url=base_url, max_retries=0, rate_limits="off") as async_client:
            yield async_client
