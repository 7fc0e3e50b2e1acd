"""The operations as the packaged specifications describe them: their parameters, and how to send each.

Names and types come from `_generated/<service>/openapi.json`, which has no prose. Descriptions come from the docstrings
of the generated code. Requests go through the generated code, too: its models refuse values of the wrong shape.
"""

from __future__ import annotations

import datetime
import inspect
import json
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from difflib import get_close_matches
from functools import cache, cached_property
from importlib import import_module
from importlib.resources import files
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final, cast

from attrs import field, frozen

from .._core.decoding import Model, OpenEnum
from .._core.unreadable import strict
from ..errors import ResponseFormatError

if TYPE_CHECKING:
    from .. import Response

PACKAGE: Final = str(__package__).rpartition(".")[0]
ORCHESTRATION: Final = "orchestration"
# The other services are previews.
SERVICES: Final = (ORCHESTRATION, "matchmaking", "server_browser")
PLACES: Final = ("path", "query", "header", "body")
# Operations whose name begins with these words end or remove something although their method is not DELETE.
DESTRUCTIVE: Final = frozenset(("bulk", "revoke", "terminate"))


class Mistake(Exception):
    """A parameter or a value that the user passed does not fit the specification."""


@frozen(eq=False)
class Service:
    """One of Edgegap's services, as its packaged specification describes it.

    Attributes:
        name: The name of the service and of its document.
    """

    name: str

    @cached_property
    def document(self) -> dict[str, Any]:
        """The specification. Empty if this copy of the package lacks the service."""
        file = files(PACKAGE).joinpath("_generated", self.name, "openapi.json")
        try:
            found: dict[str, Any] = json.loads(file.read_text("utf-8"))
        except FileNotFoundError:
            return {"paths": {}}
        return found

    @cached_property
    def models(self) -> ModuleType:
        """The models of its requests and responses."""
        return import_module(f"{PACKAGE}._generated.{self.name}.models")

    def api(self, group: str) -> ModuleType:
        """The generated functions of a group of operations."""
        folder = "api" if self.name == ORCHESTRATION else f"api.{self.name}"
        return import_module(f"{PACKAGE}.{folder}.{group}")

    def resolved(self, schema: Mapping[str, Any]) -> tuple[Mapping[str, Any], str]:
        """Follow the reference of a schema, and return the schema with the referred name.

        From a choice with null, take the other one.
        """
        if "$ref" in schema:
            name = str(schema["$ref"]).rpartition("/")[2]
            return self.document["components"]["schemas"][name], name
        branches = [branch for branch in schema.get("oneOf", ()) if branch.get("type") != "null"]
        if len(branches) == 1:
            found, name = self.resolved(branches[0])
            kinds = [*_types(found), "null"] if len(schema["oneOf"]) > 1 else _types(found)
            return {**found, "type": kinds}, name
        return schema, ""

    def fields_of(self, schema_name: str) -> list[Field]:
        """The fields of a schema, as the fields of a body."""
        schema: dict[str, Any] = self.document["components"]["schemas"][schema_name]
        required = set(schema.get("required", ()))
        return [self.field(name, "body", name in required, each) for name, each in schema.get("properties", {}).items()]

    def meanings_of(self, schema_name: str) -> dict[str, str]:
        """The description of each field of a schema, by its name in the specification."""
        found = _described(inspect.getdoc(getattr(self.models, schema_name)) or "", "Attributes:")
        return {each.name: found.get(Described.argument(each.name, found), "") for each in self.fields_of(schema_name)}

    def field(self, name: str, place: str, is_required: bool, given: Mapping[str, Any]) -> Field:
        """Make a field with a schema."""
        schema, schema_name = self.resolved(given)
        items, item_name = self.resolved(schema.get("items", {}))
        return Field(name, place, is_required, schema, schema_name or item_name, items)

    def read_model(self, name: str, content: dict[str, Any], *, is_checked: bool = True) -> Model:
        """Read a body into its model.

        Raises:
            Mistake: The body does not fit the specification.
        """
        kind = cast("type[Model]", getattr(self.models, name))
        try:
            with strict():
                model = kind.from_dict(content)
        except ResponseFormatError as error:
            raise Mistake(f"{error.field or 'the body'} {error.reason}") from None
        if is_checked and (problem := _unknown(model)):
            raise Mistake(f"{problem}; --no-check sends it anyway")
        return model


@frozen
class Field:
    """One parameter of an operation, or one field of its body.

    Attributes:
        name: The name in the specification.
        place: `path`, `query`, `header` or `body`.
        is_required: Whether the operation needs it.
        schema: The schema, with references followed at the top.
        schema_name: The name of the schema that it or its items refer to; empty if there is none.
        items: The schema of the items, if it is a list.
    """

    name: str
    place: str
    is_required: bool
    schema: Mapping[str, Any]
    schema_name: str = ""
    items: Mapping[str, Any] = field(factory=dict[str, Any], repr=False)

    @property
    def is_secret(self) -> bool:
        """Whether the value must not be shown or passed on a command line."""
        return self.schema.get("format") == "password"

    @property
    def kinds(self) -> list[str]:
        """The JSON types, without null."""
        return [kind for kind in _types(self.schema) if kind != "null"]

    @property
    def type_name(self) -> str:
        """The type in words."""
        if choices := _enum(self.schema):
            return " | ".join(map(str, choices))
        kind = " or ".join(self.kinds) or "any"
        if kind == "array":
            return f"list of {self.schema_name or ' or '.join(_types(self.items))}"
        if kind == "object" and self.schema_name:
            return self.schema_name
        kind = {"date-time": "time", "password": "secret"}.get(str(self.schema.get("format")), kind)
        return f"{kind} or null" if "null" in _types(self.schema) else kind

    def read(self, texts: list[str]) -> Any:
        """Convert a value from text by its type. Several texts make a list.

        Raises:
            Mistake: The text does not fit the type.
        """
        if "array" in self.kinds:
            if len(texts) == 1 and texts[0].lstrip().startswith("["):
                return _read_json(texts[0], self.name)
            return [_read_text(text, self.items, self.name) for text in texts]
        if len(texts) > 1:
            raise Mistake(f"{self.name} is given {len(texts)} times, but is not a list: give it once")
        return _read_text(texts[0], self.schema, self.name)


@frozen
class Described:
    """An operation of a specification.

    Attributes:
        service: The service that it belongs to.
        id: Its operationId.
        method: The HTTP method.
        path: The path template.
        group: The resource that it belongs to.
        fields: The parameters, in the order of the path, then the fields of the body.
        body: The name of the body's schema; None if there is no body.
        is_deprecated: Whether the API has deprecated the operation.
        rate_limit: The documented requests per second; None if no limit is documented.
    """

    service: Service = field(repr=False)
    id: str
    method: str
    path: str
    group: str
    fields: tuple[Field, ...] = field(repr=False)
    body: str | None
    is_deprecated: bool
    rate_limit: float | None

    @property
    def is_destructive(self) -> bool:
        """Whether the operation ends or removes something."""
        return self.method == "DELETE" or self.id.partition("_")[0] in DESTRUCTIVE

    @property
    def module(self) -> ModuleType:
        """The module of its generated functions."""
        return cast("ModuleType", getattr(self.service.api(self.group), self.id))

    @property
    def summary(self) -> str:
        """The first line of its description."""
        return (inspect.getdoc(self.module.sync) or "").partition("\n")[0]

    @property
    def description(self) -> str:
        """Its full description."""
        text = (inspect.getdoc(self.module.sync) or "").partition("\nArgs:")[0].partition("\n\n`")[0]
        return re.sub(r"(?<!\n)\n(?!\n)", " ", text.strip())

    @cached_property
    def descriptions(self) -> Mapping[str, str]:
        """The description of each field, by its name."""
        texts = _described(inspect.getdoc(self.module.sync) or "", "Args:")
        parameters = {each.name: texts.get(self.argument(each.name, texts), "") for each in self.fields}
        return {**parameters, **(self.service.meanings_of(self.body) if self.body else {})}

    @cached_property
    def schemas(self) -> Mapping[str, list[Field]]:
        """The schemas of the object fields of its body, and of the fields in them."""
        found: dict[str, list[Field]] = {}
        waiting = list(self.fields)
        while waiting:
            name = waiting.pop(0).schema_name
            if name and name not in found and (fields := self.service.fields_of(name)):
                found[name] = fields
                waiting += fields
        return found

    @staticmethod
    def argument(name: str, known: Iterable[str]) -> str:
        """The Python name for a name of the specification."""
        plain = re.sub(r"\W", "_", name.lstrip("$")).lower()
        return f"{plain}_" if f"{plain}_" in known else plain

    def named(self, name: str) -> Field:
        """Find a field by its name.

        Raises:
            Mistake: There is none. The message suggests a similar name.
        """
        for each in self.fields:
            if name in (each.name, self.argument(each.name, ())):
                return each
        known = [each.name for each in self.fields]
        offer = suggestion(name, known) or (
            f": its parameters are {', '.join(known)}" if known else ": it has no parameters"
        )
        raise Mistake(f"{self.id} has no parameter {name!r}{offer}")

    def read_pairs(self, pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
        """Convert pairs of name and text by the types of the specification."""
        texts: dict[str, list[str]] = {}
        for name, text in pairs:
            texts.setdefault(self.named(name).name, []).append(text)
        return {name: self.named(name).read(given) for name, given in texts.items()}

    def prepare(
        self, values: Mapping[str, Any], body: Any = None, *, is_checked: bool = True
    ) -> Callable[[Any], Response[Any]]:
        """Check the values of a request, and return a function that sends it with a client of the service.

        Args:
            values: Parameters and fields of the body, by the names of the specification.
            body: The body as data that JSON can encode. `values` are added to it.
            is_checked: Whether to refuse fields and values that the specification does not know.

        Raises:
            Mistake: A value is missing, unknown or of the wrong type.
        """
        if body is not None and self.body is None:
            raise Mistake(f"{self.id} has no body: pass --param instead of --body")
        if body is not None and not isinstance(body, dict):
            raise Mistake(f"the body of {self.id} must be a JSON object")
        function, positional, options = self._bound(self.module.sync_detailed, values, body, is_checked=is_checked)
        return lambda client: function(*positional, client=client, **options)

    def prepare_async(self, values: Mapping[str, Any]) -> Callable[[Any], Awaitable[Response[Any]]]:
        """As `prepare`, for an async client of the service."""
        function, positional, options = self._bound(self.module.asyncio_detailed, values, None, is_checked=True)
        return lambda client: function(*positional, client=client, **options)

    def _bound(
        self, function: Any, values: Mapping[str, Any], body: Any, *, is_checked: bool
    ) -> tuple[Any, list[Any], dict[str, Any]]:
        """A generated function with its arguments, except for the client."""
        content = dict(cast("dict[str, Any]", body or {}))
        positional: list[Any] = []
        options: dict[str, Any] = {}
        for each in self.fields:
            if each.name not in values:
                if each.is_required and not (each.place == "body" and each.name in content):
                    raise Mistake(f"{self.id} needs {each.name} ({each.type_name})")
                continue
            value = values[each.name]
            if each.place == "path":
                positional.append(value)
            elif each.place == "body":
                content[each.name] = value
            else:
                options[self.argument(each.name, inspect.signature(function).parameters)] = _as_argument(value, each)
        if self.body is not None:
            options["body"] = self.service.read_model(self.body, content, is_checked=is_checked)
        return function, positional, options


def suggestion(name: str, known: Iterable[str]) -> str:
    """` - did you mean ...?` for a misspelt name; empty if no name is similar."""
    by_case = {each.lower(): each for each in known}
    near = get_close_matches(name.lower(), by_case, n=3) or [each for each in by_case if name.lower() in each]
    close = [by_case[each] for each in near[:3]]
    return f" - did you mean {' or '.join(close)}?" if close else ""


@cache
def operations() -> Mapping[str, Described]:
    """All operations of all services by their id, in the order of the specifications. No two have the same id."""
    found: dict[str, Described] = {}
    for service in map(Service, SERVICES):
        for path, item in service.document["paths"].items():
            for method, operation in item.items():
                if method != "parameters":
                    one = _operation(service, path, method, operation, item.get("parameters", []))
                    found[one.id] = one
    return found


def operation(name: str) -> Described:
    """Find an operation by its name in any notation: `get_application`, `get-application`, `getApplication`.

    Raises:
        Mistake: There is none. The message suggests a similar name.
    """
    plain = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).replace("-", "_").lower()
    if (found := operations().get(plain)) is not None:
        return found
    offer = suggestion(plain, operations()) or ": `edgegap operations` lists all"
    raise Mistake(f"there is no operation {name!r}{offer}")


def _operation(service: Service, path: str, method: str, item: dict[str, Any], shared: list[Any]) -> Described:
    known = service.document["components"]["parameters"]
    parameters = [
        known[given["$ref"].rpartition("/")[2]] if "$ref" in given else given
        for given in (*shared, *item.get("parameters", ()))
    ]
    fields = [
        service.field(each["name"], each["in"], each.get("required", False), each["schema"]) for each in parameters
    ]
    in_path = re.findall(r"{([^}]+)}", path)
    fields.sort(key=lambda each: (PLACES.index(each.place), in_path.index(each.name) if each.place == "path" else 0))
    body: str | None = None
    if "requestBody" in item:
        _, body = service.resolved(item["requestBody"]["content"]["application/json"]["schema"])
        fields += service.fields_of(body)
    return Described(
        service=service,
        id=item["operationId"],
        method=method.upper(),
        path=path,
        group=item["tags"][0],
        fields=tuple(fields),
        body=body,
        is_deprecated=item.get("deprecated", False),
        rate_limit=item.get("x-edgegap-rate-limit"),
    )


def _types(schema: Mapping[str, Any]) -> list[str]:
    found: Any = schema.get("type", [])
    return [found] if isinstance(found, str) else list(found)


def _enum(schema: Mapping[str, Any]) -> list[Any]:
    return list(schema.get("enum", ()))


def _read_json(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise Mistake(f"{name} is not JSON: {error}") from None


def _read_text(text: str, schema: Mapping[str, Any], name: str) -> Any:
    if choices := _enum(schema):
        by_case = {str(choice).lower(): choice for choice in choices}
        if text.lower() in by_case:
            return by_case[text.lower()]
        offer = suggestion(text, by_case) or f": it must be one of {', '.join(map(str, choices))}"
        raise Mistake(f"{name} cannot be {text!r}{offer}")
    kinds = _types(schema)
    if text == "null" and "null" in kinds and "string" not in kinds:
        return None
    for kind in kinds or ["any"]:
        match kind:
            case "string":
                return text
            case "integer" if re.fullmatch(r"[+-]?\d{1,30}", text):
                return int(text)
            case "number" if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", text):
                return float(text)
            case "boolean" if text.lower() in ("true", "false"):
                return text.lower() == "true"
            case "object" | "array" | "any":
                return _read_json(text, name)
            case _:
                continue
    wanted = {"integer": "a whole number", "number": "a number", "boolean": "true or false"}
    expected = " or ".join(wanted.get(kind, kind) for kind in kinds if kind != "null")
    raise Mistake(f"{name} must be {expected}, got {text!r}")


def _as_argument(value: Any, given: Field) -> Any:
    """Convert a query parameter to the type of the generated functions."""
    if given.schema.get("format") != "date-time" or not isinstance(value, str):
        return value
    try:
        return datetime.datetime.fromisoformat(value)
    except ValueError:
        raise Mistake(f"{given.name} must be a time such as 2026-04-22T12:00:00Z, got {value!r}") from None


def _unknown(value: Any, place: str = "") -> str:
    """Describe the fields and values of a body that the specification does not know; empty if it knows all."""
    match value:
        case OpenEnum() if not value.is_known:
            known = [str(member) for member in type(value)]
            return f"{place} cannot be {str(value)!r}{suggestion(value, known) or ': one of ' + ', '.join(known)}"
        case Model():
            names = [name for name in type(value).__match_args__ if name != "additional_properties"]
            extra = value.additional_properties
            if names:  # A model without fields is a map with free names.
                for name in extra:
                    if Described.argument(name, names) not in names:
                        at = f" in {place}" if place else ""
                        return f"there is no field {name!r}{at}{suggestion(name, names)}"
            found = [(name, getattr(value, name)) for name in names] or list(extra.items())
            inner = (_unknown(each, f"{place}.{name}".lstrip(".")) for name, each in found)
            return next(filter(None, inner), "")
        case [*items]:
            return next(filter(None, (_unknown(item, f"{place}[{n}]") for n, item in enumerate(items))), "")
        case _:
            return ""


def _described(text: str, section: str) -> dict[str, str]:
    """The entries of a section of a docstring."""
    found: dict[str, str] = {}
    name = ""
    for line in text.partition(f"\n{section}\n")[2].splitlines():
        if not line.strip() or not line.startswith(" "):
            break
        entry = re.match(r" {4}(\w+): (.*)", line)
        if entry:
            name = entry[1]
            found[name] = entry[2]
        elif name:
            found[name] += f" {line.strip()}"
    return found
