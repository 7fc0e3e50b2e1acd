"""Checks of requests against the OpenAPI specification, compiled once a process."""

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

# How to say what is wrong, by JSON Schema keyword and what it asks for. The value sent is never repeated: it may be a
# secret.
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
def specification() -> dict[str, Any]:
    """The specification the client was generated from, found beside this package under whatever name it has."""
    package = __name__.rsplit(".", 2)[0]
    spec: dict[str, Any] = json.loads(files(package).joinpath("_generated", "openapi.json").read_text("utf-8"))
    return spec


def inline(node: Any) -> Any:
    """The node with every `$ref` in it replaced by what it refers to: checking is several times faster without."""
    if isinstance(node, list):
        return [inline(item) for item in cast("Iterable[Any]", node)]
    if not isinstance(node, dict):
        return node
    found = {key: inline(value) for key, value in cast("dict[str, Any]", node).items()}
    reference = found.pop("$ref", None)
    if reference is None:
        return found
    target: Any = specification()
    for key in reference.removeprefix("#/").split("/"):
        target = target[key]
    return {**inline(target), **found}


class Schema:
    """A schema of the specification, ready to check values."""

    def __init__(self, node: dict[str, Any]) -> None:
        schema = inline(node)
        self.type = schema.get("type")
        self.properties = frozenset[str](schema.get("properties", ()))
        self._validator: Any = Draft202012Validator(schema)

    def check(self, value: Any, name: str) -> None:
        """Refuse a value that does not fit, naming the field; `name` is that of the value as a whole.

        Raises:
            ApiError: 400.
        """
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
        """The value that the text stands for, checked."""
        value: Any = text
        if self.schema.type == "integer" and re.fullmatch(r"-?[0-9]{1,18}", text):
            value = int(text)
        elif self.schema.type == "boolean" and text in ("true", "false"):
            value = text == "true"
        self.schema.check(value, self.name)
        return value
