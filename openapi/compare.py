"""Compare two OpenAPI documents, however each is written; for drift.py and spec_diff.py.

Each document becomes a tree of facts in which notation makes no difference. References are followed; a named schema
equals an inline one; `nullable: true` equals `type: [..., 'null']`; an `allOf` with one entry equals that entry; a path
parameter is identified by its position. DeepDiff compares the trees: no maintained library on PyPI compares OpenAPI
documents, and oasdiff is written in Go. This module puts the results in words.
"""

# pyright: basic
# Parsed documents are loosely typed.

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, TypeAlias
from urllib.parse import unquote, urlsplit

from deepdiff import DeepDiff
from lowering import lowered
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from specification import GenerationError

Json: TypeAlias = dict[str, Any]
Change: TypeAlias = Literal["added", "removed", "changed"]
Direction: TypeAlias = Literal["request", "response"]

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
BOUNDS: Final = (
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
)
# Keys that only our own document has, or that only people read: not compared with an upstream document.
PYTHON: Final = ("operationId", "x-edgegap-method", "tags", "x-edgegap-paginate")
NOTES: Final = (
    "summary",
    "description",
    "deprecated",
    "example",
    "examples",
    "x-edgegap-rate-limit",
    "x-edgegap-sources",
)
# OpenAPI says that these are no parameters.
NO_PARAMETERS: Final = frozenset(["accept", "content-type", "authorization"])
TYPES: Final[dict[type, str]] = {str: "string", bool: "boolean", int: "integer", float: "number"}


class DocumentError(Exception):
    """A document cannot be read."""


@dataclass(frozen=True)
class Place:
    """The position of something in a document.

    Attributes:
        operation: The operation, as `GET /v1/app/{app_name}`.
        direction: Whether it is sent or received.
        text: Where in the operation, or in the named schema.
        shared: It is in a named schema, so that it is the same place in other operations.
    """

    operation: str = ""
    direction: Direction | Literal[""] = ""
    text: str = ""
    shared: bool = False

    def __add__(self, more: str) -> Place:
        return replace(self, text=self.text + more)


class Node(dict[str, Any]):
    """A part of the tree. Only its items are compared; its kind and its place are for people.

    Attributes:
        kind: What it is.
        place: Where it is.
        again: It is a schema within itself; only its type is recorded here.
    """

    def __init__(self, kind: str, place: Place, facts: Mapping[str, Any] | None = None, **more: Any) -> None:
        super().__init__(facts or {}, **more)
        self.kind = kind
        self.place = place
        self.again = False


@dataclass(frozen=True)
class Difference:
    """One difference between two documents.

    Attributes:
        change: Whether it is only in the second document, only in the first, or not the same.
        what: The kind of fact: `operation`, `parameter`, `status`, `body`, `content`, `field`, `value` (of an
            enumeration), `enum`, `choice`, `required`, `nullable`, `type`, ..., or a key of the document.
        place: Where.
        old: The text in the first document; empty if there is none.
        new: The text in the second document; empty if there is none.
    """

    change: Change
    what: str
    place: Place
    old: str
    new: str


def parse(text: str) -> Json:
    """An OpenAPI document, 3.0 or 3.1, in YAML or JSON.

    Raises:
        DocumentError: It is something else.
    """
    try:
        found = json.loads(text) if text.lstrip().startswith("{") else YAML(typ="safe").load(text)
    except (ValueError, YAMLError, RecursionError) as error:
        raise DocumentError(f"neither YAML nor JSON: {' '.join(str(error).split())[:200]}") from None
    document: Json = found if isinstance(found, dict) else {}
    if "swagger" in document:
        raise DocumentError(f"Swagger {document['swagger']}; convert it to OpenAPI 3 first")
    if not str(document.get("openapi", "")).startswith(("3.0", "3.1")):
        raise DocumentError("not an OpenAPI document of version 3.0 or 3.1")
    if not isinstance(document.get("paths"), dict):
        raise DocumentError("an OpenAPI document without paths")
    return document


def tree(document: Json, *, ours: bool = False) -> Node:
    """The facts of a document, by operation. `ours` adds the keys for Python and the prose.

    Raises:
        DocumentError: It is not a whole document: a reference leads nowhere, or a needed key is missing.
    """
    try:
        # A document with our own keys is one of ours, whoever asks for it.
        return _Reader(lowered(document) if '"x-edgegap-' in json.dumps(document) else document, ours).tree()
    except GenerationError as error:
        raise DocumentError(f"not a valid OpenAPI document: {error}") from error
    except RecursionError:
        raise DocumentError("not a valid OpenAPI document: an allOf that contains itself, or endless depth") from None
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise DocumentError(f"not a valid OpenAPI document: {error!r}") from error


class _Reader:
    def __init__(self, document: Json, ours: bool) -> None:
        self._document = document
        self._ours = ours

    def tree(self) -> Node:
        found = Node("api", Place())
        for path, given in self._document["paths"].items():
            item, _ = self._followed(given)
            for method in METHODS:
                if method in item:
                    full = self._prefix(item[method], item) + path
                    key = f"{method.upper()} {re.sub(r'{[^}]*}', '{}', full).rstrip('/')}"
                    if key in found:
                        raise DocumentError(f"{found[key].place.operation} and {method.upper()} {full} are the same")
                    found[key] = self._operation(item[method], item, Place(f"{method.upper()} {full}"))
        if not found:
            raise DocumentError("an OpenAPI document without operations")
        if self._ours:
            for name, item in self._document.get("webhooks", {}).items():
                found[f"webhook {name}"] = self._operation(item["post"], item, Place(f"webhook {name}"))
        return found

    def _prefix(self, *places: Json) -> str:
        """The path of the server that the operation is on, for instance `/v2`."""
        for place in (*places, self._document):
            for server in place.get("servers", ()):
                url = str(server["url"])
                for name, variable in server.get("variables", {}).items():
                    url = url.replace(f"{{{name}}}", str(variable["default"]))
                return urlsplit(url).path.rstrip("/")
        return ""

    def _followed(self, raw: Json) -> tuple[Json, list[str]]:
        """`raw` with its references followed, and their targets. Keys beside a $ref are added to it."""
        beside: Json = {}
        targets: list[str] = []
        while "$ref" in raw:
            target = str(raw["$ref"])
            if target in targets:
                raise DocumentError(f"{target} refers to itself")
            targets.append(target)
            beside = {**{key: value for key, value in raw.items() if key != "$ref"}, **beside}
            raw = self._target(target)
        return ({**raw, **beside} if beside else raw), targets

    def _target(self, reference: str) -> Any:
        if not reference.startswith("#/"):
            raise DocumentError(f"it refers to {reference}; bundle it into one document first")
        found: Any = self._document
        for part in reference[2:].split("/"):
            key = unquote(part).replace("~1", "/").replace("~0", "~")
            if not isinstance(found, dict) or key not in found:
                raise DocumentError(f"{reference} leads nowhere")
            found = found[key]
        return found

    def _facts(self, raw: Json, keys: tuple[str, ...]) -> dict[str, str]:
        return {key: _text(raw[key]) for key in keys if raw.get(key) not in (None, False)} if self._ours else {}

    def _operation(self, raw: Json, item: Json, place: Place) -> Node:
        parameters: dict[tuple[str, str], Json] = {}
        for given in (*item.get("parameters", ()), *raw.get("parameters", ())):
            parameter, _ = self._followed(given)
            parameters[parameter["in"], parameter["name"]] = parameter
        found = Node("operation", place, self._facts(raw, (*PYTHON, *NOTES)))
        found["parameters"] = self._parameters(parameters, place)
        if "requestBody" in raw:
            body, _ = self._followed(raw["requestBody"])
            # A webhook's body is sent to us.
            direction: Direction = "response" if place.operation.startswith("webhook ") else "request"
            here = replace(place, direction=direction, text="body")
            found["body"] = Node("body", here, self._facts(body, ("description",)))
            found["body"]["required"] = _required(body.get("required"))
            found["body"]["content"] = self._content(body, here)
        found["responses"] = responses = Node("responses", replace(place, direction="response"))
        for status, given in ((str(key).replace("xx", "XX"), value) for key, value in raw.get("responses", {}).items()):
            response, _ = self._followed(given)
            here = replace(place, direction="response", text=f"status {status}")
            responses[status] = node = Node("response", here, self._facts(response, ("description",)))
            node["content"] = self._content(response, replace(here, text=f"response {status}"))
        return found

    def _parameters(self, parameters: dict[tuple[str, str], Json], place: Place) -> Node:
        place = replace(place, direction="request")
        found = Node("parameters", place)
        in_path = re.findall(r"{([^}]*)}", place.operation)
        for (kind, name), parameter in parameters.items():
            if kind == "header" and name.lower() in NO_PARAMETERS:
                continue
            # A path parameter is identified by its position, not by its name.
            position = in_path.index(name) + 1 if kind == "path" and name in in_path else None
            key = f"{kind} {position or (name.lower() if kind == 'header' else name)}"
            inside = next(iter(parameter.get("content", {}).values()), parameter)
            here = replace(place, text=f"{kind} {name}")
            node = self._use(inside.get("schema", {}), here, kind == "path" or bool(parameter.get("required")))
            found[key] = node
            node.update(self._facts(parameter, NOTES))
            node.update(self._facts(parameter, ("name",)))
        return found

    def _content(self, raw: Json, place: Place) -> Node:
        content = Node("content", place)
        for kind, given in raw.get("content", {}).items():
            node = self._use(given.get("schema", {}), place)
            node.update(self._facts(given, ("example", "examples")))
            content[kind.split(";")[0].strip().lower()] = node
        return content

    def _use(self, given: Any, place: Place, required: bool | None = None, above: tuple[str, ...] = ()) -> Node:
        """A schema where it is used: being required or nullable belongs to the use, not to the schema."""
        schema, null = self._schema(given, place, above)
        node = Node("use", place, schema=schema, nullable="may be null" if null else "never null")
        if isinstance(given, dict):
            node.update(self._facts(given, (*NOTES, "x-edgegap-secret")))
        if self._ours and schema.place.shared and schema.place.text != place.text:
            node["model"] = schema.place.text
        if required is not None:
            node["required"] = _required(required)
        return node

    def _schema(self, given: Any, place: Place, above: tuple[str, ...]) -> tuple[Node, bool]:
        """The facts of a schema, and whether it may be null."""
        if not isinstance(given, dict):  # true and false are schemas too
            return Node("schema", place, type="any" if given else "nothing"), False
        raw, targets = self._whole(given)
        name = next((target.rsplit("/", 1)[1] for target in targets if "/schemas/" in target), "")
        if name:
            place = replace(place, text=name, shared=True)
        types = _types(raw)
        null = "null" in types
        given_choices = (*raw.get("oneOf", ()), *raw.get("anyOf", ()))
        if any(target in above for target in targets):
            node = Node("schema", place, type=_type(types, bool(given_choices)))
            node.again = True
            return node, null or {"type": "null"} in given_choices
        above = (*above, *targets)
        choices: list[Node] = []
        for choice in given_choices:
            node, choice_null = self._schema(choice, place, above)
            null = null or choice_null
            if node["type"]:
                choices.append(node)
        if len(choices) == 1:
            return choices[0], null
        if choices and all(set(choice) == {"type"} and choice["type"] in TYPES.values() for choice in choices):
            # Another way to write `type: [string, integer]`.
            types |= {choice["type"] for choice in choices}
            choices = []
        node = Node("schema", place, self._facts(self._target(targets[-1]), NOTES) if name else None)
        node["type"] = "" if types == {"null"} and not choices else _type(types, bool(choices))
        if choices:
            node["choices"] = Node("choices", place, _by_kind(choices))
        if "format" in raw:
            node["format"] = str(raw["format"])
        if place.direction == "request":
            node.update(_bounds(raw))
        if (values := _values(raw)) is not None:
            known = {_text(value): _text(value) for value in values if value is not None}
            node["enum"] = Node("enum", place, known)
        if "object" in types:
            node["fields"] = fields = Node("fields", place)
            hidden = "readOnly" if place.direction == "request" else "writeOnly"
            for field, inner in raw.get("properties", {}).items():
                if not (isinstance(inner, dict) and inner.get(hidden)):
                    needed = field in raw.get("required", ())
                    fields[field] = self._use(inner, place + f".{field}", needed, above)
            if isinstance(rest := raw.get("additionalProperties"), dict):
                node["values"] = self._use(rest, place + "{}", None, above)
        if "array" in types:
            node["items"] = self._use(raw.get("items", {}), place + "[]", None, above)
        return node, null

    def _whole(self, raw: Json) -> tuple[Json, list[str]]:
        """A schema with its references followed and its `allOf` merged into it, and the references."""
        raw, targets = self._followed(raw)
        parts = raw.get("allOf", ())
        whole = {key: value for key, value in raw.items() if key != "allOf"}
        for part in parts:
            inner, inner_targets = self._whole(part)
            if len(parts) == 1:
                targets = [*targets, *inner_targets]
            whole = {
                **inner,
                **whole,
                "properties": {**inner.get("properties", {}), **whole.get("properties", {})},
                "required": [*inner.get("required", ()), *whole.get("required", ())],
            }
        return whole, targets


def _types(raw: Json) -> set[str]:
    values: list[Any] = _values(raw) or []
    given: Any = raw.get("type")
    if given is None and (raw.get("properties") or "additionalProperties" in raw):
        given = "object"
    elif given is None and "items" in raw:
        given = "array"
    elif given is None:
        given = [TYPES[type(value)] for value in values if type(value) in TYPES]
    types = {given} if isinstance(given, str) else set(given)
    return types | ({"null"} if raw.get("nullable") or None in values else set())


def _values(raw: Json) -> list[Any] | None:
    """The values that an enumeration allows; None for any other schema."""
    found: list[Any] | None = raw.get("enum", [raw["const"]] if "const" in raw else None)
    return found


def _bounds(raw: Json) -> dict[str, Any]:
    found = {key: raw[key] for key in BOUNDS if raw.get(key) not in (None, False)}
    # In 3.0 these say how to read the bound beside them.
    for exclusive, plain in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if found.get(exclusive) is True:
            del found[exclusive]
            if plain in found:
                found[exclusive] = found.pop(plain)
    # A minimum length of 0 is no bound.
    return {key: value for key, value in found.items() if not (value == 0 and key in ("minLength", "minItems"))}


def _required(value: object) -> str:
    return "required" if value else "optional"


def _type(types: set[str], choices: bool) -> str:
    return " or ".join(sorted(types - {"null"})) or ("one of several" if choices else "any")


def _by_kind(choices: list[Node]) -> dict[str, Node]:
    """The choices by a text that distinguishes each from the others."""
    found: dict[str, Node] = {}
    for choice in choices:
        fields = ", ".join(sorted(choice.get("fields", ())))
        plain = [choice["type"], choice.get("format", ""), ", ".join(choice.get("enum", ()))]
        kind = f"{choice['type']} of {fields}" if fields else " ".join(filter(None, plain))
        alike = sum(name == kind or name.startswith(f"{kind} (") for name in found)
        found[f"{kind} ({alike + 1})" if alike else kind] = choice
    return found


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


# The meaning of the last key of a DeepDiff path, by the kind of the parent node.
MEMBERS: Final = {
    "api": "operation",
    "parameters": "parameter",
    "responses": "status",
    "content": "content",
    "fields": "field",
    "enum": "value",
    "choices": "choice",
}


def differences(old: Node, new: Node) -> list[Difference]:
    """The differences between two trees. Places have the names of `old`."""
    changes: dict[str, Change] = {"dictionary_item_added": "added", "dictionary_item_removed": "removed"}
    found: list[Difference] = []
    # The threshold: two nodes with little in common are still compared item by item.
    deep = DeepDiff(old, new, view="tree", ignore_numeric_type_changes=True, threshold_to_diff_deeper=0)
    for kind, items in deep.items():
        change = changes.get(kind, "changed")
        for item in items:
            key = str(item.path(output_format="list")[-1])
            before = None if change == "added" else item.t1
            after = None if change == "removed" else item.t2
            if difference := _difference(change, key, item.up.t1, item.up.t2, before, after):
                found.append(difference)
    return sorted(found, key=lambda one: (one.place.operation, one.place.text, one.what, one.old, one.new))


def _difference(change: Change, key: str, parent: Node, other: Node, before: Any, after: Any) -> Difference | None:
    if parent.kind == "schema" and key != "type" and (parent["type"] != other["type"] or parent.again or other.again):
        return None  # the type already says it, or an outer schema does
    if key == "nullable" and "any" in (parent["schema"]["type"], other["schema"]["type"]):
        return None
    what = MEMBERS.get(parent.kind, key)
    place = parent.place
    there: Any = before if isinstance(before, Node) else after
    if what == "operation":
        place = there.place
    elif what in ("parameter", "status"):
        place = replace(place, text=there.place.text)
    elif what == "field":
        place += f".{key}"
    return Difference(change, what, place, _shown(what, key, before), _shown(what, key, after))


def _shown(what: str, key: str, value: Any) -> str:
    """The text of a difference for one side."""
    if not isinstance(value, Node):
        return "" if value is None else str(value)
    if what in ("content", "choice"):
        return key
    match value.kind:
        case "use":
            return str(value["schema"]["type"]) + (f", {value['required']}" if "required" in value else "")
        case "schema":
            return str(value["type"])
        case "enum":
            return ", ".join(value)
        case "body":
            return str(value["required"])
        case _:
            return key
