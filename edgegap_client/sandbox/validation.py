"""Checks of requests and responses against the OpenAPI specification. Each process compiles it once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files
from typing import Any, Final, cast

from attrs import frozen
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match  # pyright: ignore[reportUnknownVariableType]

from .state import ApiError

ORCHESTRATION: Final = "orchestration"
# The message for each JSON Schema keyword, with the allowed value. It never contains the value of the request, which
# may be a secret.
_WORDING: Final[dict[str, Callable[[Any], str]]] = {
    "type": lambda wanted: f"must be of type {wanted if isinstance(wanted, str) else ' or '.join(wanted)}",
    "enum": lambda wanted: f"must be one of {', '.join(map(str, wanted))}",
    "minimum": lambda wanted: f"must be at least {wanted}",
    "maximum": lambda wanted: f"must be at most {wanted}",
    "minLength": lambda wanted: f"must have at least {wanted} characters",
    "maxLength": lambda wanted: f"must have at most {wanted} characters",
    "minItems": lambda wanted: f"must have at least {wanted} items",
    "maxItems": lambda wanted: f"must have at most {wanted} items",
}


@cache
def specification(service: str = ORCHESTRATION) -> dict[str, Any]:
    """The specification from which the client was generated.

    It is found beside this package, whatever the package's name.
    """
    package = __name__.rsplit(".", 2)[0]
    spec: dict[str, Any] = json.loads(files(package).joinpath("_generated", service, "openapi.json").read_text("utf-8"))
    return spec


def inline(node: Any, above: tuple[str, ...] = (), *, service: str = ORCHESTRATION) -> Any:
    """Replace every `$ref` in the node by its target. Checks are several times faster without references.

    A recursive `$ref` stays.
    """
    if isinstance(node, list):
        return [inline(item, above, service=service) for item in cast("Iterable[Any]", node)]
    if not isinstance(node, dict):
        return node
    given = cast("dict[str, Any]", node)
    reference = given.get("$ref")
    if not isinstance(reference, str):
        return {key: inline(value, above, service=service) for key, value in given.items()}
    if reference in above:
        return given
    siblings = {key: inline(value, above, service=service) for key, value in given.items() if key != "$ref"}
    return {**inline(_target(reference, service), (*above, reference), service=service), **siblings}


def _target(reference: str, service: str = ORCHESTRATION) -> Any:
    target: Any = specification(service)
    for key in reference.removeprefix("#/").split("/"):
        target = target[key]
    return target


@cache
def _compiled_reference(reference: str) -> Test:
    return _compile(inline(_target(reference), (reference,)))


Test = Callable[[Any], bool]

_ANNOTATIONS: Final = frozenset(
    ("default", "deprecated", "description", "example", "examples", "format", "readOnly", "title", "writeOnly")
)
_TYPES: Final[dict[str, Test]] = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: (
        (isinstance(value, int) and not isinstance(value, bool)) or (isinstance(value, float) and value.is_integer())
    ),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "null": lambda value: value is None,
}


def _compile(schema: dict[str, Any]) -> Test:
    """Make a function that checks a value many times faster than jsonschema.

    On a failure, jsonschema then finds the reason.
    """
    tests = [
        _compile_keyword(keyword, wanted, schema)
        for keyword, wanted in schema.items()
        if keyword not in _ANNOTATIONS and not keyword.startswith("x-")
    ]
    if not tests:
        return lambda _: True
    if len(tests) == 1:
        return tests[0]
    return lambda value: all([test(value) for test in tests])  # noqa: C419 - a list is faster than a generator


def _compile_keyword(keyword: str, wanted: Any, schema: dict[str, Any]) -> Test:
    match keyword:
        case "$ref":
            # It is compiled when it is first needed, because the schema is recursive.
            return lambda value: _compiled_reference(wanted)(value)
        case "type":
            types = [_TYPES[name] for name in ([wanted] if isinstance(wanted, str) else wanted)]
            return types[0] if len(types) == 1 else lambda value: any(test(value) for test in types)
        case "properties":
            properties = {name: _compile(node) for name, node in wanted.items()}
            return lambda value: not isinstance(value, dict) or _properties_fit(properties, cast("Any", value))
        case "required":
            names = frozenset[str](wanted)
            return lambda value: not isinstance(value, dict) or cast("Any", value).keys() >= names
        case "items":
            item = _compile(wanted)
            return lambda value: not isinstance(value, list) or all(map(item, cast("Any", value)))
        case "enum" if all(isinstance(each, str) for each in wanted):
            return lambda value: isinstance(value, str) and value in wanted
        case "minLength" | "maxLength" | "minimum" | "maximum" | "minItems" | "maxItems":
            return _compile_bound(keyword, wanted)
        case "anyOf" | "oneOf":
            choices = [_compile(node) for node in wanted]
            if keyword == "anyOf":
                return lambda value: any(test(value) for test in choices)
            return lambda value: sum(test(value) for test in choices) == 1
        case "additionalProperties" if wanted is True:
            return lambda _: True
        case "additionalProperties" if isinstance(wanted, dict) and "properties" not in schema:
            extra = _compile(cast("dict[str, Any]", wanted))
            return lambda value: not isinstance(value, dict) or all(map(extra, cast("Any", value).values()))
        case _:
            # This keyword is too rare in the specification for code of its own.
            validator: Any = Draft202012Validator({keyword: wanted, "properties": schema.get("properties", {})})
            return lambda value: bool(validator.is_valid(value))


def _compile_bound(keyword: str, bound: float) -> Test:
    is_least = keyword.startswith("min")
    match keyword:
        case "minLength" | "maxLength":
            kind: Any = str
        case "minItems" | "maxItems":
            kind = list
        case _:
            is_number = _TYPES["number"]
            if is_least:
                return lambda value: not is_number(value) or value >= bound
            return lambda value: not is_number(value) or value <= bound
    if is_least:
        return lambda value: not isinstance(value, kind) or len(value) >= bound
    return lambda value: not isinstance(value, kind) or len(value) <= bound


def _properties_fit(properties: dict[str, Test], value: dict[Any, Any]) -> bool:
    for name, item in value.items():
        test = properties.get(name)
        if test is not None and not test(item):
            return False
    return True


class Schema:
    """A schema of the specification, ready to check values."""

    def __init__(self, node: dict[str, Any]) -> None:
        schema = inline(node)
        self.type = schema.get("type")
        self.properties = frozenset[str](schema.get("properties", ()))
        # The components are for the remaining references.
        self._validator: Any = Draft202012Validator({**schema, "components": specification().get("components", {})})
        self._fits = _compile(schema)

    def check(self, value: Any, name: str) -> None:
        """Refuse a value that does not fit, and name the field. `name` is the name of the whole value.

        Raises:
            ApiError: 400.
        """
        if self._fits(value):
            return
        error = cast("ValidationError | None", best_match(self._validator.iter_errors(value)))
        if error is not None:
            raise ApiError(400, _explain(error, name))


def _explain(error: ValidationError, name: str) -> str:
    path = [str(part) for part in error.absolute_path]
    if error.validator == "required":
        wanted, given = cast("tuple[list[str], dict[str, Any]]", (error.validator_value, error.instance))
        missing = next(field for field in wanted if field not in given)
        return f"{'.'.join([*path, missing])}: is required"
    wording = _WORDING.get(str(error.validator), lambda _: "is not valid")
    return f"{'.'.join(path) or name}: {wording(error.validator_value)}"


@frozen(eq=False)
class Parameter:
    """A path or query parameter."""

    name: str
    required: bool
    schema: Schema

    def read(self, text: str) -> Any:
        """Convert the text to the value of the parameter, and check it."""
        value: Any = text
        if self.schema.type == "integer" and re.fullmatch(r"-?[0-9]{1,18}", text):
            value = int(text)
        elif self.schema.type == "number" and re.fullmatch(r"-?[0-9]{1,18}(\.[0-9]{1,18})?", text):
            value = float(text)
        elif self.schema.type == "boolean" and text in ("true", "false"):
            value = text == "true"
        self.schema.check(value, self.name)
        return value
