"""Read a specification: refuse parts that would give wrong code, and collect the facts that the templates need."""

# pyright: basic
# Parsed documents are loosely typed.

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from directions import directions

OPERATION_KEYS = ("operationId", "x-edgegap-method", "tags", "summary", "description", "security", "responses")
# The package's own copy of the specification omits these keys. Below the other ones, every key is a name.
PROSE = frozenset(["description", "summary", "title", "example", "examples"])
NAMED = frozenset(["properties", "schemas", "parameters", "responses", "paths", "pathItems", "callbacks", "webhooks"])
# The security schemes for which a client has a token.
PLAIN_SECURITY = frozenset(["organizationToken", "deploymentToken", "matchmakerToken", "serverToken", "clientToken"])
METHODS = frozenset(["get", "put", "post", "delete", "options", "head", "patch", "trace"])


class GenerationError(Exception):
    """The specification, the templates or the environment do not allow correct code."""


def load_yaml(path: Path) -> Any:
    from ruamel.yaml import YAML

    return YAML(typ="safe").load(path.read_text("utf-8"))


def operations(spec: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each operation as (path, method, operation)."""
    for path, item in spec["paths"].items():
        for method, operation in item.items():
            if method in METHODS:
                yield path, method, operation


# The generated code itself uses these names: a field with such a name would hide them.
RESERVED = frozenset(
    [
        "cls",
        "read",
        "from_dict",
        "to_dict",
        "additional_properties",
        "keep_none",
        "keep_null",
        "keep_unknown",
        "leave_out",
        "keys",
        "unless_none",
        "unless_null",
        "finished",
        "sealed",
        "isfinite",
        "one_of",
    ]
    + [
        f"to_{kind}"
        for kind in [
            "any",
            "str",
            "int",
            "float",
            "bool",
            "list",
            "date",
            "datetime",
            "entries",
            "file",
            "models",
            "secret",
            "uuid",
        ]
    ]
)
RESERVED_SCHEMAS = frozenset(
    ["ABSENT", "Any", "ClassVar", "File", "MapModel", "Mapping", "Model", "Reachable", "Self", "UNSET", "Unset"]
)
RESERVED_PARAMETERS = frozenset(
    [
        "params",
        "headers",
        "body",
        "client",
        "decode",
        "has_body",
        "to_models",
        "to_one_or_many",
        "header_value",
        "hide",
        "json_body",
        "one_of",
        "path_segment",
        "query_time",
        "to_date",
        "to_list",
        "to_uuid",
        "upload_body",
        "warn_deprecated",
    ]
)


def check_specification(spec: dict[str, Any]) -> None:
    """Refuse everything that the generator or the templates would silently turn into wrong code."""
    from openapi_python_client.strings import ClassName, PythonIdentifier

    def python_name(name: str) -> str:
        return str(PythonIdentifier(name, "field_"))

    problems: list[str] = []
    components = spec.get("components", {})
    tags = {tag.get("name"): tag.get("description") for tag in spec.get("tags", ())}
    seen: set[tuple[str, Any]] = set()
    for path, method, operation in operations(spec):
        where = f"{method.upper()} {path}"
        problems += [f"{where} has no {key}" for key in OPERATION_KEYS if not operation.get(key)]
        operation_id, named, [tag, *_] = (
            operation.get("operationId"),
            operation.get("x-edgegap-method"),
            operation.get("tags") or [None],
        )
        if not tags.get(tag):
            problems.append(f"{where}: the tag {tag} is not declared with a description")
        for kind, name in (("operationId", operation_id), (f"x-edgegap-method of the tag {tag}", named)):
            if (kind, name) in seen:
                problems.append(f"{where}: the {kind} {name} is used twice")
            seen.add((kind, name))
        if operation_id and operation_id != python_name(operation_id):
            problems.append(f"{where}: the operationId {operation_id} is not a Python name in lower case")
        if named and (not named.isidentifier() or keyword.iskeyword(named)):
            problems.append(f"{where}: the x-edgegap-method {named!r} is not a Python name")
        for given in operation.get("parameters", ()):
            parameter = components["parameters"][reference_name(given)] if "$ref" in given else given
            name = parameter["name"]
            if parameter["in"] == "cookie":
                problems.append(f"{where}: the parameter {name} is a cookie, which is not supported")
            if python_name(name) in RESERVED_PARAMETERS:
                problems.append(f"{where}: a parameter cannot be called {name}, as the generated code uses that name")
            if not parameter.get("description"):
                problems.append(f"{where}: the parameter {name} has no description")
        for content in operation.get("requestBody", {}).get("content", {}).values():
            if "$ref" not in content["schema"]:
                problems.append(f"{where} ({operation_id}): the request body is not a named schema")
    for name, schema in components.get("schemas", {}).items():
        if name in RESERVED_SCHEMAS or name != ClassName(name, "field_"):
            problems.append(f"a schema cannot be called {name}: the code uses that name, or it is not a class name")
        for field, inner in schema.get("properties", {}).items():
            if python_name(field) in RESERVED:
                problems.append(
                    f"schema {name}: a field cannot be called {field}, as the generated code uses that name"
                )
            if "properties" in inner:
                problems.append(f"schema {name}: the object in {field} needs a name of its own in components/schemas")
            elif not inner.get("description") and "$ref" not in inner and "oneOf" not in inner:
                problems.append(f"schema {name}: the field {field} has no description")
    if problems:
        raise GenerationError("\n".join(problems))


def reference_name(schema: dict[str, Any]) -> str:
    """The name to which a $ref, or a nullable $ref, points."""
    found = schema if "$ref" in schema else next(item for item in schema["oneOf"] if "$ref" in item)
    return str(found["$ref"].rsplit("/", 1)[1])


def read_facts(spec: dict[str, Any]) -> dict[str, Any]:
    """Collect the facts that the templates need and that the generator does not provide."""
    from openapi_python_client.strings import PythonIdentifier

    schemas = spec["components"]["schemas"]
    shared = spec["components"].get("parameters", {})
    secrets = {
        name: sorted(
            str(PythonIdentifier(field, "field_"))
            for field, schema in definition.get("properties", {}).items()
            if schema.get("x-edgegap-secret")
        )
        for name, definition in schemas.items()
    }
    descriptions = {
        (name, field): (schema.get("description") or schemas[reference_name(schema)]["description"])
        + (" Deprecated." if schema.get("deprecated") else "")
        for name, definition in schemas.items()
        for field, schema in definition.get("properties", {}).items()
    }
    # A document that names its sources there belongs to a service whose document describes the errors.
    sources: dict[str, str] = spec["info"].get("x-edgegap-sources", {})
    errors = spec["components"].get("responses", {}) if sources else {}
    found: dict[str, Any] = {}
    for path, method, operation in operations(spec):
        parameters = [shared[reference_name(p)] if "$ref" in p else p for p in operation.get("parameters", ())]
        slashes = {p["name"] for p in parameters if p.get("x-edgegap-slashes")}
        written = {p["name"] for p in parameters if p["schema"].get("format") in ("date", "uuid")}
        descriptions |= {(operation["operationId"], p["name"]): p["description"] for p in parameters}

        def encoded(match: re.Match[str], slashes: set[str] = slashes, written: set[str] = written) -> str:
            name = str(PythonIdentifier(match[1], "field_"))
            value = f"str({name})" if match[1] in written else name
            return f"{{path_segment({value}, '{name}'{', slashes=True' if match[1] in slashes else ''})}}"

        found[operation["operationId"]] = {
            "path": path,
            "f_path": re.sub(r"{([^}]+)}", encoded, path),
            "method_name": operation["x-edgegap-method"],
            "paginate": operation.get("x-edgegap-paginate"),
            "position": position(f"{method.upper()} {path}", operation, parameters),
            "rate_limit": operation.get("x-edgegap-rate-limit"),
            "statuses": [str(status) for status in operation["responses"]],
            "deprecated": operation.get("deprecated", False),
            "own_token": any("deploymentToken" in scheme for scheme in operation["security"]),
            "rate_group": operation.get("x-edgegap-rate-group"),
            "needs_server_token": [*map(list, operation["security"])] == [["serverToken"]],
            "confidence": operation.get("x-edgegap-confidence"),
            "guessed": operation.get("x-edgegap-guessed", []),
            "known_from": "; ".join(str(sources.get(key, key)) for key in operation.get("x-edgegap-sources", ())),
            "reasons": {
                int(status): errors[reference_name(response)]["description"]
                for status, response in operation["responses"].items()
                if errors and "$ref" in response
            },
            "secret_fields": secret_fields(operation, schemas),
            "not_empty": fields_with("minItems", operation, schemas),
            "deprecated_fields": fields_with("deprecated", operation, schemas),
            "secret_parameters": [
                str(PythonIdentifier(p["name"], "field_")) for p in parameters if p.get("x-edgegap-secret")
            ],
        }
    return {
        "operations": found,
        "choices": dict(choices(spec)),
        "cycles": cycles(schemas),
        "descriptions": descriptions,
        "secrets": secrets,
        "renamed": {
            (name, field): schema["x-edgegap-name"]
            for name, definition in schemas.items()
            for field, schema in definition.get("properties", {}).items()
            if "x-edgegap-name" in schema
        },
        "computed": {name: definition.get("x-edgegap-property") for name, definition in schemas.items()},
        "always": {name: definition.get("x-edgegap-always", ()) for name, definition in schemas.items()},
        "mixins": {name: definition.get("x-edgegap-mixin") for name, definition in schemas.items()},
        "directions": directions(spec),
        "tags": {tag["name"]: tag["description"] for tag in spec["tags"]},
    }


# A query parameter with such a name says where a page starts, in a form that no pager supports.
OTHER_POSITIONS = re.compile(r"(?i)offset|skip|after|before|marker|token|continu|next|page_?(number|index)|start$")


def position(where: str, operation: dict[str, Any], parameters: list[dict[str, Any]]) -> str | None:
    """The query parameter that says where a page of a list starts: `page` or `cursor`. None if there are no pages."""
    if "x-edgegap-paginate" not in operation:
        return None
    names = [parameter["name"] for parameter in parameters if parameter["in"] == "query"]
    found = [name for name in names if name in ("page", "cursor")]
    if len(found) == 1:
        return str(found[0])
    if unknown := [*found, *(name for name in names if OTHER_POSITIONS.search(name))]:
        raise GenerationError(
            f"{where}: no pager knows lists by {', '.join(unknown)}: use one of page and cursor, or leave "
            f"x-edgegap-paginate out"
        )
    return None


def choices(node: Any) -> Iterator[tuple[frozenset[str], tuple[str, dict[str, str]]]]:
    """Each choice between models in a document: their names, the discriminator field, and its values."""
    if isinstance(node, list):
        for item in node:
            yield from choices(item)
    if not isinstance(node, dict):
        return
    if isinstance(given := node.get("discriminator"), dict):
        names = [reference_name(choice) for choice in (*node.get("oneOf", ()), *node.get("anyOf", ()))]
        mapping = {value: target.rsplit("/", 1)[-1] for value, target in given.get("mapping", {}).items()}
        kinds = mapping or {name: name for name in names}
        if not set(names) <= set(kinds.values()):
            raise GenerationError(
                f"the discriminator {given['propertyName']} has no value for {', '.join(names)}: add it"
            )
        yield frozenset(names), (given["propertyName"], kinds)
    for value in node.values():
        yield from choices(value)


def cycles(schemas: dict[str, Any]) -> dict[str, list[str]]:
    """The schemas that contain themselves, each with the schemas on the way, itself included."""
    refers = {name: set(re.findall(r"'#/components/schemas/(\w+)'", str(schema))) for name, schema in schemas.items()}

    def reached(name: str) -> set[str]:
        found: set[str] = set()
        todo = set(refers[name])
        while todo:
            found |= todo
            todo = {other for each in todo for other in refers.get(each, ())} - found
        return found

    reach = {name: reached(name) for name in schemas}
    for name, found in reach.items():
        if name in found and not schemas[name].get("properties"):
            raise GenerationError(f"components/schemas/{name}: a map must not contain itself: put an object in between")
    return {
        name: sorted(other for other in found if name in reach.get(other, ()))
        for name, found in reach.items()
        if name in found
    }


def json_or_upload(operation: dict[str, Any]) -> dict[str, Any]:
    """The schema of an operation's body; empty if there is none."""
    content = operation.get("requestBody", {}).get("content", {})
    found: dict[str, Any] = next((media["schema"] for media in content.values()), {})
    return found


def secret_fields(operation: dict[str, Any], schemas: dict[str, Any]) -> list[str]:
    """The fields of a request's body that are secrets or contain some."""
    from openapi_python_client.strings import PythonIdentifier

    body = json_or_upload(operation)
    if not body:
        return []
    fields = schemas[reference_name(body)].get("properties", {})
    if "body" in fields:
        raise GenerationError(f"{operation['operationId']}: a field cannot be called body, as the code uses that name")
    return [str(PythonIdentifier(name, "field_")) for name, field in fields.items() if holds_secret(field, schemas)]


def fields_with(key: str, operation: dict[str, Any], schemas: dict[str, Any]) -> list[str]:
    """The fields of a request's body whose schema has a key with a value other than false or 0."""
    from openapi_python_client.strings import PythonIdentifier

    body = json_or_upload(operation)
    fields = schemas[reference_name(body)].get("properties", {}) if body else {}
    return [str(PythonIdentifier(name, "field_")) for name, field in fields.items() if field.get(key)]


def holds_secret(schema: Any, schemas: dict[str, Any], seen: frozenset[str] = frozenset()) -> bool:
    """Whether a schema, or anything in it, is marked as a secret."""
    if isinstance(schema, list):
        return any(holds_secret(item, schemas, seen) for item in schema)
    if not isinstance(schema, dict):
        return False
    if schema.get("x-edgegap-secret"):
        return True
    if "$ref" in schema:
        name = reference_name(schema)
        return name not in seen and holds_secret(schemas[name], schemas, seen | {name})
    return holds_secret(list(schema.values()), schemas, seen)


def without_prose(node: Any, *, is_map: bool = False) -> Any:
    """A node without its prose. The keys of a map are names, for instance of schemas or properties."""
    if isinstance(node, list):
        return [without_prose(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: without_prose(value, is_map=not is_map and key in NAMED)
        for key, value in node.items()
        if is_map or key not in PROSE
    }
