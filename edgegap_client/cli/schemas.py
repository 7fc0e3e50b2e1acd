"""JSON Schemas (draft 2020-12) of the parameters and responses of each operation, for agents and validators.

Parameters have the names of the Python arguments. Bodies and responses are JSON documents, so their fields have the
names of the API. `arguments` has the parameters and the body's fields together, as a Python method does.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final, cast

from attrs import frozen

from .specification import Described, Service, operations

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
# These keywords say where a value is sent, and under which name if that differs from the argument's.
PLACE: Final = "x-edgegap-in"
NAME: Final = "x-edgegap-name"
# The keywords of the specification that JSON Schema has, too. The others are for the generator.
KEYWORDS: Final = frozenset((
    *("type", "enum", "const", "oneOf", "anyOf", "allOf", "items", "required", "additionalProperties"),
    *("minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "uniqueItems", "pattern"),
    *("format", "writeOnly", "deprecated", "contentMediaType", "contentSchema", "description", "default"),
))  # fmt: skip
REFERENCE: Final = "#/components/schemas/"


@frozen
class Schemas:
    """The JSON Schemas of one operation.

    Attributes:
        arguments: An object with the arguments of the Python method: the parameters, and the fields of the body.
        parameters: An object with the path, query and header parameters.
        body: The body of the request; None if there is none.
        responses: The body of the response for each documented status; None for a status without one.
    """

    arguments: dict[str, Any]
    parameters: dict[str, Any]
    body: dict[str, Any] | None
    responses: dict[str, dict[str, Any] | None]

    def to_dict(self) -> dict[str, Any]:
        """All schemas as data that JSON can encode."""
        return {
            "arguments": self.arguments,
            "parameters": self.parameters,
            "body": self.body,
            "responses": self.responses,
        }


def schemas_of(one: Described) -> Schemas:
    """The JSON Schemas of an operation."""
    parameters = [_argument(one, each.name) for each in one.fields if each.place != "body"]
    fields = [_argument(one, each.name) for each in one.fields if each.place == "body"]
    return Schemas(
        arguments=_whole(one.service, _object([*parameters, *fields])),
        parameters=_whole(one.service, _object(parameters)),
        body=None if one.body is None else _whole(one.service, {"$ref": f"{REFERENCE}{one.body}"}),
        responses={status: _response(one.service, given) for status, given in _operation(one)["responses"].items()},
    )


def argument_names(one: Described) -> dict[str, str]:
    """The Python argument of each parameter and each field of the body, by its name in the specification."""
    known = inspect.signature(one.module.sync_detailed).parameters
    found = {each.name: Described.argument(each.name, known) for each in one.fields if each.place != "body"}
    if one.body is not None:
        attributes = getattr(one.service.models, one.body).__match_args__
        found |= {each.name: Described.argument(each.name, attributes) for each in one.fields if each.place == "body"}
    return found


def _argument(one: Described, name: str) -> tuple[str, dict[str, Any], bool]:
    """The name and the schema of an argument, and whether it is required."""
    given = next(each for each in one.fields if each.name == name)
    argument = argument_names(one)[name]
    schema = {**_given_schema(one, name, given.place), "description": one.descriptions[name], PLACE: given.place}
    if argument != name:
        schema[NAME] = name
    return argument, schema, given.is_required


def _given_schema(one: Described, name: str, place: str) -> dict[str, Any]:
    """The schema of a parameter or a body's field as the document has it, references included."""
    if place == "body":
        properties = one.service.document["components"]["schemas"][one.body]["properties"]
        return cast("dict[str, Any]", properties[name])
    item = one.service.document["paths"][one.path]
    known = one.service.document["components"].get("parameters", {})
    for given in (*item.get("parameters", ()), *_operation(one).get("parameters", ())):
        parameter = known[given["$ref"].rpartition("/")[2]] if "$ref" in given else given
        if parameter["name"] == name:
            return cast("dict[str, Any]", parameter["schema"])
    raise KeyError(name)


def _operation(one: Described) -> dict[str, Any]:
    return cast("dict[str, Any]", one.service.document["paths"][one.path][one.method.lower()])


def _object(arguments: Iterable[tuple[str, dict[str, Any], bool]]) -> dict[str, Any]:
    listed = list(arguments)
    return {
        "type": "object",
        "properties": {name: schema for name, schema, _ in listed},
        "required": [name for name, _, is_required in listed if is_required],
        "additionalProperties": False,
    }


def _response(service: Service, given: Mapping[str, Any]) -> dict[str, Any] | None:
    if "$ref" in given:
        given = service.document["components"]["responses"][given["$ref"].rpartition("/")[2]]
    content = given.get("content", {}).get("application/json")
    return None if content is None else _whole(service, content["schema"], is_response=True)


def _whole(service: Service, schema: Mapping[str, Any], *, is_response: bool = False) -> dict[str, Any]:
    """A self-contained schema: its `$defs` contain all referred schemas."""
    needed: dict[str, Any] = {}
    found = _kept(schema, needed, is_response=is_response)
    definitions: dict[str, Any] = {}
    while pending := needed.keys() - definitions.keys():
        name = min(pending)
        described = _described(service, name)
        definitions[name] = _kept(described, needed, is_response=is_response)
    whole = {"$schema": DIALECT, **found}
    return {**whole, "$defs": dict(sorted(definitions.items()))} if definitions else whole


@cache
def _described(service: Service, name: str) -> dict[str, Any]:
    """A schema of the document with the descriptions of its fields."""
    schema: dict[str, Any] = service.document["components"]["schemas"][name]
    if "properties" not in schema:
        return schema
    meanings = service.meanings_of(name)
    return {
        **schema,
        "properties": {
            field: {**given, "description": meanings[field]} if meanings[field] else given
            for field, given in schema["properties"].items()
        },
    }


def _kept(node: Any, needed: dict[str, Any], *, is_response: bool) -> Any:
    """The part of a schema that JSON Schema knows. Adds the referred names to `needed`."""
    if isinstance(node, list):
        return [_kept(each, needed, is_response=is_response) for each in cast("list[object]", node)]
    if not isinstance(node, Mapping):
        return node
    schema = cast("Mapping[str, Any]", node)
    found: dict[str, Any] = {}
    for keyword, value in schema.items():
        if keyword == "$ref":
            name = str(value).removeprefix(REFERENCE)
            needed[name] = True
            found["$ref"] = f"#/$defs/{name}"
        elif keyword == "properties":
            found["properties"] = {name: _kept(each, needed, is_response=is_response) for name, each in value.items()}
        elif keyword in (PLACE, NAME) or keyword in KEYWORDS:
            found[keyword] = _kept(value, needed, is_response=is_response)
    return _opened(found) if is_response else found


def _opened(schema: dict[str, Any]) -> dict[str, Any]:
    """Widen a schema to all values that the service may send beyond the documented ones.

    Enumerations are open. Times come in several notations, most without a zone, so none is a `date-time` of RFC 3339.
    """
    if schema.get("format") == "date-time":
        del schema["format"]
        schema["$comment"] = "a time; one without a zone is UTC"
    if "enum" in schema:
        values = schema.pop("enum")
        others = schema.pop("type", "string")
        schema["anyOf"] = [{"enum": values}, {"type": others}]
    return schema


def all_schemas() -> dict[str, Schemas]:
    """The JSON Schemas of every operation of every service, by the id of the operation."""
    return {name: schemas_of(one) for name, one in operations().items()}
