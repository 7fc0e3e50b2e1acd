"""Refuse valid OpenAPI that the generator, the templates or the sandbox would turn into wrong code.

Each refusal is one sentence with the place in the document and the next step. `lowering.py` supports more notations
than the plain form, and converts them to it.
"""

# pyright: basic
# Parsed documents are loosely typed.

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from specification import METHODS, PLAIN_SECURITY

__all__ = ["support_problems"]

SCHEMA = "#/components/schemas/"
# The generator would silently drop these keys of a schema. Each has the notation to use instead.
UNKNOWN_KEYWORDS = {
    "not": "describe in prose what is not allowed",
    "prefixItems": "give the object a name and its items names",
    "patternProperties": "use additionalProperties, and describe the names in prose",
    "unevaluatedProperties": "leave it out: models accept further fields",
    "dependentSchemas": "describe the dependency in prose",
    "if": "describe the condition in prose",
    "$dynamicRef": "use $ref",
}
UNREAD_OPERATION_KEYS = {
    "callbacks": "write them into `webhooks`",
    "servers": "use the servers of the document",
}
JSON, MULTIPART = "application/json", "multipart/form-data"


def support_problems(path: Path, spec: dict[str, Any]) -> Iterator[str]:
    """The parts that would silently give wrong code, each with its place in the document."""
    for sentence in unsupported_parts(spec):
        yield f"{path.name}:{line_of(path, sentence.split(': ', 1)[0])}: {sentence}"


def line_of(path: Path, place: str) -> int:
    """The line of a place such as `components/schemas/Application`, or of the last part of it that exists."""
    from ruamel.yaml import YAML

    node: Any = YAML().compose(path.read_text("utf-8"))
    line = 1
    while place:
        if isinstance(node.value, list) and node.id == "mapping":
            parts = [(str(key.value), key, value) for key, value in node.value]
        elif isinstance(node.value, list):
            parts = [(str(index), item, item) for index, item in enumerate(node.value)]
        else:
            break
        # A path itself has slashes, so the largest matching key is the next part.
        fitting = [part for part in parts if f"{place}/".startswith(f"{part[0]}/")]
        if not fitting:
            break
        name, start, node = max(fitting, key=lambda part: len(part[0]))
        line = start.start_mark.line + 1
        place = place[len(name) + 1 :]
    return int(line)


def unsupported_parts(spec: dict[str, Any]) -> Iterator[str]:
    """One sentence for each part of the document that would give wrong code."""
    components = spec.get("components", {})
    yield from _servers(spec)
    yield from _security(components.get("securitySchemes", {}))
    for path, item in spec["paths"].items():
        for key in item.keys() - METHODS - {"parameters", "summary", "description"}:
            if not key.startswith("x-"):
                yield f"paths/{path}/{key}: {key} is not supported here: write it into each operation"
        for parameter in item.get("parameters", ()):
            yield from _parameter(f"paths/{path}/parameters", parameter, spec)
        for method in METHODS & item.keys():
            yield from _operation(f"paths/{path}/{method}", item[method], spec)
    for name, parameter in components.get("parameters", {}).items():
        yield from _parameter(f"components/parameters/{name}", parameter, spec)
    for name, response in components.get("responses", {}).items():
        yield from _response(f"components/responses/{name}", name, response, spec)
    for name, schema in components.get("schemas", {}).items():
        yield from _schema(f"components/schemas/{name}", schema, spec)


def _servers(spec: dict[str, Any]) -> Iterator[str]:
    servers = spec.get("servers", [])
    for index, server in enumerate(servers):
        if not str(server.get("url", "")).startswith("https://"):
            yield f"servers/{index}/url: a server has the form https://host: write the whole address"


def _security(schemes: dict[str, Any]) -> Iterator[str]:
    for name, scheme in schemes.items():
        form = {key: scheme.get(key) for key in ("type", "in", "name")}
        if form != {"type": "apiKey", "in": "header", "name": "Authorization"}:
            yield (
                f"components/securitySchemes/{name}: only `type: apiKey` in the header Authorization is supported: "
                f"write it so, or teach the clients this scheme"
            )
        elif name not in PLAIN_SECURITY:
            yield (
                f"components/securitySchemes/{name}: no client knows this scheme: use one of "
                f"{', '.join(sorted(PLAIN_SECURITY))}, or teach it to a client and add it to PLAIN_SECURITY"
            )


def _operation(place: str, operation: dict[str, Any], spec: dict[str, Any]) -> Iterator[str]:
    for key, advice in UNREAD_OPERATION_KEYS.items():
        if key in operation:
            yield f"{place}/{key}: {key} of an operation are not supported: {advice}"
    known = spec.get("components", {}).get("securitySchemes", {})
    for requirement in operation.get("security", ()):
        if len(requirement) != 1:
            yield f"{place}/security: each entry must name one scheme: the clients send one token"
        for name in requirement.keys() - known.keys():
            yield f"{place}/security: the scheme {name} is not in components/securitySchemes: add it there"
    for parameter in operation.get("parameters", ()):
        yield from _parameter(f"{place}/parameters", parameter, spec)
    body = operation.get("requestBody", {})
    if "$ref" in body:
        body = _followed(body, spec)
    yield from _body(f"{place}/requestBody", body, spec)
    for status, response in operation.get("responses", {}).items():
        if "$ref" not in response:
            yield from _response(f"{place}/responses/{status}", str(status), response, spec)


def _parameter(place: str, parameter: dict[str, Any], spec: dict[str, Any]) -> Iterator[str]:
    if "$ref" in parameter:
        return
    name, where = parameter.get("name"), parameter.get("in")
    place = place if place.endswith("}") or "components" in place else f"{place}/{name}"
    if "schema" not in parameter:
        yield f"{place}: the parameter {name} has no schema: give it one, as `content` is not supported"
        return
    schema = _followed(parameter["schema"], spec)
    kinds = _types(schema)
    if where == "header" and kinds != ["string"]:
        yield f"{place}: the header {name} must be of type string: write it so, and describe its form in prose"
    elif "object" in kinds or "array" in kinds or "oneOf" in schema or "anyOf" in schema or "allOf" in schema:
        yield f"{place}: the parameter {name} must be one plain value: take it as text, and describe its form in prose"
    elif not kinds and "enum" not in schema:
        yield f"{place}: the parameter {name} has no type: give it one"
    elif "null" in kinds:
        yield f"{place}: the parameter {name} cannot be null: leave null out, and `required` too"


def _body(place: str, body: dict[str, Any], spec: dict[str, Any]) -> Iterator[str]:
    content = body.get("content", {})
    if len(content) > 1:
        yield f"{place}/content: a request has one media type here, not {len(content)}: keep {JSON}"
    for kind in content.keys() - {JSON, MULTIPART}:
        yield f"{place}/content/{kind}: a request is {JSON} or {MULTIPART} here: use one of them"
    if MULTIPART in content:
        schema = _followed(content[MULTIPART].get("schema", {}), spec)
        for name, field in schema.get("properties", {}).items():
            inner = _followed(field, spec)
            if not {"string", "integer", "number", "boolean"} >= set(_types(inner)) or not _types(inner):
                yield f"{place}: the field {name} of an upload must be a file or a plain value: send it as text"


def _response(place: str, status: str, response: dict[str, Any], spec: dict[str, Any]) -> Iterator[str]:
    for kind, content in response.get("content", {}).items():
        if kind != JSON:
            yield (
                f"{place}/content/{kind}: only JSON responses are supported, no downloads and no text: document "
                f"the URL of the file instead, or leave the body out"
            )
        else:
            yield from _schema(f"{place}/content/{kind}/schema", content.get("schema", {}), spec)


def _types(schema: dict[str, Any]) -> list[str]:
    found = schema.get("type", [])
    return [found] if isinstance(found, str) else list(found)


def _followed(node: dict[str, Any], spec: dict[str, Any]) -> dict[str, Any]:
    """The target of a node's reference. Empty if the reference leads nowhere, which the lowering refuses."""
    seen: set[str] = set()
    while "$ref" in node and node["$ref"] not in seen:
        seen.add(node["$ref"])
        target: Any = spec
        for key in node["$ref"].removeprefix("#/").split("/"):
            target = target.get(key, {}) if isinstance(target, dict) else {}
        node = target
    return node


def _schema(place: str, schema: Any, spec: dict[str, Any]) -> Iterator[str]:
    if not isinstance(schema, dict):
        return
    for key, advice in UNKNOWN_KEYWORDS.items():
        if key in schema:
            yield f"{place}/{key}: {key} is not supported: {advice}"
    if "$ref" in schema and not str(schema["$ref"]).startswith(SCHEMA):
        yield f"{place}/$ref: {schema['$ref']} does not start with {SCHEMA}: move the schema there"
    if "const" in schema:
        yield f"{place}/const: const is not supported: use an enum with a name of its own"
    kinds = [kind for kind in _types(schema) if kind != "null"]
    if len(kinds) > 1:
        yield f"{place}/type: one value of the types {', '.join(kinds)} is not supported: choose the usual one"
    if schema.get("format") == "binary" and "multipart" not in str(spec.get("paths")):
        yield f"{place}/format: binary data is supported in uploads only (multipart/form-data): use text or a URL"
    yield from _choices(place, schema, spec)
    items = schema.get("items")
    if isinstance(items, dict) and "array" in _types(_followed(items, spec)):
        yield f"{place}/items: an array of arrays is not supported: give the inner array an object with a name"
    rest = schema.get("additionalProperties")
    if isinstance(rest, dict):
        inner = _followed(rest, spec)
        if "array" in _types(inner):
            yield f"{place}/additionalProperties: a map of lists is not supported: give the list an object with a name"
        elif "null" in _types(inner) or "oneOf" in inner or "anyOf" in inner:
            yield f"{place}/additionalProperties: a map of such values is not supported: give them one schema"
        elif rest and schema.get("properties"):
            yield f"{place}/additionalProperties: fields and a typed map in one object are not supported: use true"
    for name, inner in schema.get("properties", {}).items():
        yield from _schema(f"{place}/properties/{name}", inner, spec)
    for key in ("items", "additionalProperties"):
        yield from _schema(f"{place}/{key}", schema.get(key), spec)
    for key in ("allOf", "oneOf", "anyOf"):
        for index, inner in enumerate(schema.get(key, ())):
            yield from _schema(f"{place}/{key}/{index}", inner, spec)


def _choices(place: str, schema: dict[str, Any], spec: dict[str, Any]) -> Iterator[str]:
    """Check oneOf and anyOf: a nullable schema, one item or a list of items, or objects with a discriminator."""
    for key in ("oneOf", "anyOf"):
        some = [choice for choice in schema.get(key, ()) if choice.get("type") != "null"]
        if key not in schema or len(some) == 1:
            continue
        if _one_or_many(some):
            continue
        discriminator = schema.get("discriminator")
        if not discriminator:
            yield (
                f"{place}/{key}: a choice without a discriminator is not supported: add `discriminator: "
                f"{{propertyName: ...}}`, or write one schema with all fields"
            )
            continue
        field = discriminator.get("propertyName")
        for choice in some:
            target = _followed(choice, spec)
            if "$ref" not in choice or field not in _all_fields(target, spec):
                yield f"{place}/{key}: each choice must be the $ref of an object with the field {field}: add what lacks"
                break


def _all_fields(schema: dict[str, Any], spec: dict[str, Any]) -> set[str]:
    found = set(schema.get("properties", ()))
    for part in schema.get("allOf", ()):
        found |= _all_fields(_followed(part, spec), spec)
    return found


def _one_or_many(choices: list[Any]) -> bool:
    """Whether these are a list of items and one such item."""
    if len(choices) != 2:
        return False
    lists = [choice for choice in choices if choice.get("type") == "array"]
    others = [choice for choice in choices if choice.get("type") != "array"]
    return len(lists) == 1 and lists[0].get("items") == others[0]
