"""Read an OpenAPI document into a tree of facts in which notation makes no difference; for compare.py.

References are followed; a named schema equals an inline one; `nullable: true` equals `type: [..., 'null']`; an `allOf`
is merged; an open enumeration equals a closed one; a path parameter is identified by its position.

Every keyword is a fact unless it is listed here as a text for people, so that a keyword of tomorrow is compared, too.
"""

# pyright: basic
# Parsed documents are loosely typed.

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias
from urllib.parse import unquote, urlsplit

from keywords import (
    BOUNDS,
    IGNORED,
    METHODS,
    NO_PARAMETERS,
    RATE_LIMIT,
    READ_IN_OPERATIONS,
    READ_IN_PARAMETERS,
    READ_IN_PATHS,
    READ_IN_SCHEMAS,
    STYLES,
    TIME,
    TYPES,
    Json,
    as_text,
    is_nothing,
    is_own,
    rate_limit,
    shortened,
    without_texts,
)
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

Direction: TypeAlias = Literal["request", "response"]


class DocumentError(Exception):
    """A document cannot be read."""


@dataclass(frozen=True)
class Place:
    """A position in a document.

    Attributes:
        operation: The operation, as `GET /v1/app/{app_name}`.
        direction: Whether it is sent or received.
        text: The position in the operation, or in the named schema.
        shared: Whether the position is in a named schema, which other operations share.
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
        kind: The kind of the node.
        place: The position of the node.
        again: Whether the node is a schema within itself. Only its type is recorded then.
    """

    def __init__(self, kind: str, place: Place, facts: Mapping[str, Any] | None = None, **more: Any) -> None:
        super().__init__(facts or {}, **more)
        self.kind = kind
        self.place = place
        self.again = False


def parse(text: str) -> Json:
    """Parse an OpenAPI document, 3.0 or 3.1, in YAML or JSON.

    Raises:
        DocumentError: The text is not such a document.
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
    """Make the tree of a document's facts, by operation.

    Args:
        document: The parsed document.
        ours: Whether to add the texts and our own keys, to compare two states of our own document.

    Raises:
        DocumentError: The document is incomplete: a reference leads nowhere, or a key is missing.
    """
    try:
        return _Reader(document, ours).tree()
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
                    found[key] = node = self._operation(item[method], item, Place(f"{method.upper()} {full}"))
                    node["end of the path"] = "a slash" if path.endswith("/") and path != "/" else "no slash"
        if not found:
            raise DocumentError("an OpenAPI document without operations")
        for name, given in self._document.get("webhooks", {}).items():
            item, _ = self._followed(given)
            for method in METHODS:
                if method in item:
                    found[f"webhook {name}"] = self._operation(item[method], item, Place(f"webhook {name}"))
        return found

    # --- servers, security and rate limits ---

    def _servers(self, *places: Json) -> list[str]:
        """The URLs of an operation's servers. A URL with a variable counts once for each value."""
        for place in (*places, self._document):
            found: list[str] = []
            for server in place.get("servers") or ():
                urls = [str(server["url"])]
                for name, variable in server.get("variables", {}).items():
                    values = [variable["default"], *variable.get("enum", ())]
                    urls = [url.replace(f"{{{name}}}", str(value)) for value in values for url in urls]
                found += [url.rstrip("/") for url in urls]
            if found:
                return list(dict.fromkeys(found))
        return [""]

    def _prefix(self, *places: Json) -> str:
        """The path of the operation's server, for instance `/v2`."""
        return urlsplit(self._servers(*places)[0]).path

    def _security(self, raw: Json) -> str:
        """The security of an operation. The names of the schemes matter only to our own code."""
        schemes = self._document.get("components", {}).get("securitySchemes", {})
        found: set[str] = set()
        for requirement in raw.get("security", self._document.get("security")) or ():
            parts: list[str] = []
            for name, scopes in requirement.items():
                scheme, _ = self._followed(schemes.get(name, {"type": f"undeclared scheme {name}"}))
                text = _scheme(scheme) + (f" with {', '.join(sorted(scopes))}" if scopes else "")
                parts.append(f"{name} ({text})" if self._ours else text)
            found.add(" and ".join(sorted(parts)) or "none")
        return " or ".join(sorted(found)) or "none"

    def _rate_limit(self, raw: Json) -> str:
        own = raw.get(RATE_LIMIT)
        if own is not None:
            return f"{own} requests per second" if isinstance(own, int) else str(own)
        return "" if self._ours else rate_limit(raw)

    # --- references ---

    def _followed(self, raw: Json) -> tuple[Json, list[str]]:
        """Follow the references of `raw`, and return the result with their targets.

        Keys beside a $ref are added to it.
        """
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

    def _others(self, raw: Json, read: Collection[str] = ()) -> dict[str, str]:
        """The keys that the reader does not know, unchanged."""
        found: dict[str, str] = {}
        for key, value in raw.items():
            if key in read or key in IGNORED or is_nothing(value) or (is_own(key) and not self._ours):
                continue
            whole = self._resolved(value)
            found[key] = shortened(as_text(whole if self._ours else without_texts(whole)))
        return found

    def _resolved(self, value: Any, above: tuple[str, ...] = ()) -> Any:
        """A value in which the targets replace the references."""
        if isinstance(value, list):
            return [self._resolved(item, above) for item in value]
        if not isinstance(value, dict):
            return value
        target = value.get("$ref")
        if isinstance(target, str):
            return target if target in above else self._resolved(self._target(target), (*above, target))
        return {key: self._resolved(item, above) for key, item in value.items()}

    # --- operations ---

    def _operation(self, raw: Json, item: Json, place: Place) -> Node:
        parameters: dict[tuple[str, str], Json] = {}
        for given in (*item.get("parameters", ()), *raw.get("parameters", ())):
            parameter, _ = self._followed(given)
            parameters[parameter["in"], parameter["name"]] = parameter
        found = Node("operation", place, self._others(item, READ_IN_PATHS) | self._others(raw, READ_IN_OPERATIONS))
        if raw.get("deprecated"):
            found["deprecated"] = "true"
        found["security"] = self._security(raw)
        if limit := self._rate_limit(raw):
            found["rate limit"] = limit
        urls = self._servers(raw, item)
        prefix = urlsplit(urls[0]).path
        addresses = [url.removesuffix(prefix) or "the document's own address" for url in urls]
        found["servers"] = Node(
            "servers", replace(place, text="servers", shared=True), {address: address for address in addresses}
        )
        if self._ours:
            found["origin"] = Node("origin", replace(place, text="servers", shared=True))
            found["origin"]["default server"] = urls[0] or addresses[0]
        found["parameters"] = self._parameters(parameters, place)
        if "requestBody" in raw:
            body, _ = self._followed(raw["requestBody"])
            # A webhook's body is sent to us.
            direction: Direction = "response" if place.operation.startswith("webhook ") else "request"
            here = replace(place, direction=direction, text="body")
            found["body"] = Node("body", here, self._others(body, ("required", "content")))
            found["body"]["required"] = _required(body.get("required"))
            found["body"]["content"] = self._content(body, here)
        found["responses"] = responses = Node("responses", replace(place, direction="response"))
        for status, given in ((str(key).replace("xx", "XX"), value) for key, value in raw.get("responses", {}).items()):
            response, _ = self._followed(given)
            here = replace(place, direction="response", text=f"status {status}")
            responses[status] = node = Node("response", here, self._others(response, ("content", "headers")))
            here = replace(here, text=f"response {status}")
            node["content"] = self._content(response, here)
            node["headers"] = self._headers(response, here)
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
            media, inside = next(iter(parameter.get("content", {}).items()), ("", parameter))
            here = replace(place, text=f"{kind} {name}")
            node = self._use(inside.get("schema", {}), here, kind == "path" or bool(parameter.get("required")))
            found[key] = node
            node.update(self._others(parameter, READ_IN_PARAMETERS))
            if self._ours:
                node["name"] = name
            if media:
                node["media type"] = media
            if parameter.get("deprecated"):
                node["deprecated"] = "true"
            if parameter.get("allowReserved"):
                node["allowReserved"] = "true"
            style = parameter.get("style", STYLES.get(kind))
            if style != STYLES.get(kind):
                node["style"] = str(style)
            if parameter.get("explode", style == "form") != (style == "form"):
                node["explode"] = as_text(parameter["explode"])
        return found

    def _headers(self, response: Json, place: Place) -> Node:
        found = Node("headers", place)
        for name, given in response.get("headers", {}).items():
            header, _ = self._followed(given)
            if name.lower() != "content-type":
                here = replace(place, text=f"{place.text}, header {name}")
                found[name.lower()] = node = self._use(header.get("schema", {}), here, bool(header.get("required")))
                node.update(self._others(header, READ_IN_PARAMETERS))
                if header.get("deprecated"):
                    node["deprecated"] = "true"
        return found

    def _content(self, raw: Json, place: Place) -> Node:
        content = Node("content", place)
        for kind, given in raw.get("content", {}).items():
            node = self._use(given.get("schema", {}), place)
            node.update(self._others(given, ("schema",)))
            content[kind.split(";")[0].strip().lower()] = node
        return content

    # --- schemas ---

    def _use(self, given: Any, place: Place, required: bool | None = None, above: tuple[str, ...] = ()) -> Node:
        """The facts of a schema's use: required, nullable and deprecated belong to the use, not to the schema."""
        schema, null = self._schema(given, place, above)
        node = Node("use", place, schema=schema, nullable="may be null" if null else "never null")
        if isinstance(given, dict):
            # The keys of a named schema are in the schema itself, once for all its uses.
            node.update(self._own(given if schema.place != place else self._whole(given)[0]))
            node.update(self._annotations(given))
        if self._ours and schema.place.shared and schema.place.text != place.text:
            node["model"] = schema.place.text
        if required is not None:
            node["required"] = _required(required)
        return node

    def _own(self, raw: Json) -> dict[str, str]:
        """The keys that matter only between two states of our own document."""
        return {key: text for key, text in self._others(raw, READ_IN_SCHEMAS).items() if is_own(key)}

    def _annotations(self, given: Json) -> dict[str, str]:
        raw, _ = self._whole(given)
        found = {"deprecated": "true"} if raw.get("deprecated") else {}
        if raw.get("default") is not None:
            found["default"] = shortened(as_text(raw["default"]))
        return found

    def _schema(self, given: Any, place: Place, above: tuple[str, ...]) -> tuple[Node, bool]:
        """The facts of a schema, and whether it may be null."""
        if not isinstance(given, dict):  # true and false are schemas too
            return Node("schema", place, type="any" if given else "nothing"), False
        raw, targets = self._whole(given)
        types = _types(raw)
        null = "null" in types
        given_choices = (*raw.get("oneOf", ()), *raw.get("anyOf", ()))
        name = next((target.rsplit("/", 1)[1] for target in targets if "/schemas/" in target), "")
        # A named schema of a plain value is no class: its name only lets the YAML describe it once.
        if name and not ("object" in types or given_choices or _values(raw) is not None):
            name = ""
        if name:
            place = replace(place, text=name, shared=True)
        if any(target in above for target in targets):
            node = Node("schema", place, type=_type(types, bool(given_choices)))
            node.again = True
            return node, null or any(map(_is_null, given_choices))
        above = (*above, *targets)
        choices: list[Node] = []
        for choice in given_choices:
            node, choice_null = self._schema(choice, place, above)
            null = null or choice_null
            if node["type"]:
                choices.append(node)
                node.update(self._annotations(choice) if isinstance(choice, dict) else {})
        if choices and all(set(choice) == {"type"} and choice["type"] in TYPES.values() for choice in choices):
            # This is another notation of `type: [string, integer]`.
            types |= {choice["type"] for choice in choices}
            choices = []
        others = self._others(raw, READ_IN_SCHEMAS)
        node = Node("schema", place, {key: text for key, text in others.items() if not is_own(key)})
        if name:
            node.update(self._own(self._target(targets[-1])))
        node["type"] = "" if types == {"null"} and not choices else _type(types, bool(choices))
        if choices:
            node["choices"] = Node("choices", place, _by_kind(choices))
        if raw.get(TIME) or "format" in raw:
            node["format"] = "date-time" if raw.get(TIME) else str(raw["format"])
        node.update(_bounds(raw))
        if (values := _values(raw)) is not None:
            known = {as_text(value): as_text(value) for value in values if value is not None}
            node["enum"] = Node("enum", place, known)
            if self._ours and "x-extensible-enum" in raw:
                node["open"] = "true"
        if "object" in types:
            self._object(node, raw, place, above)
        if "contentSchema" in raw:
            node["contentSchema"] = self._use(raw["contentSchema"], place + " as JSON", None, above)
        if "array" in types:
            node["items"] = self._use(raw.get("items", {}), place + "[]", None, above)
        return node, null

    def _object(self, node: Node, raw: Json, place: Place, above: tuple[str, ...]) -> None:
        node["fields"] = fields = Node("fields", place)
        hidden = "readOnly" if place.direction == "request" else "writeOnly"
        needed = raw.get("required", ())
        # A field may be required without a description.
        for field, inner in ({name: {} for name in needed} | raw.get("properties", {})).items():
            if not (isinstance(inner, dict) and self._whole(inner)[0].get(hidden)):
                fields[field] = self._use(inner, place + f".{field}", field in needed, above)
        rest = raw.get("additionalProperties", raw.get("unevaluatedProperties"))
        if rest is False:
            node["other fields"] = "refused"
        elif rest and rest is not True:
            node["values"] = self._use(rest, place + "{}", None, above)

    def _whole(self, raw: Json) -> tuple[Json, list[str]]:
        """A schema with its references followed, its `allOf` merged into it, and the references.

        A `oneOf` or `anyOf` of one schema, or of one and null, is another notation of that schema.
        """
        raw, targets = self._followed(raw)
        parts = list(raw.get("allOf", ()))
        whole = {key: value for key, value in raw.items() if key != "allOf"}
        for key in ("oneOf", "anyOf"):
            others = [choice for choice in whole.get(key, ()) if not _is_null(choice)]
            if len(others) == 1 and isinstance(others[0], dict):
                if len(others) < len(whole[key]):
                    whole["nullable"] = True
                del whole[key]
                parts += others
        for part in parts:
            inner, inner_targets = self._whole(part)
            if len(parts) == 1:
                targets = [*targets, *inner_targets]
            merged = {**inner, **whole}
            if "properties" in inner or "properties" in whole:
                merged["properties"] = {**inner.get("properties", {}), **whole.get("properties", {})}
            if "required" in inner or "required" in whole:
                merged["required"] = [*inner.get("required", ()), *whole.get("required", ())]
            whole = merged
        return whole, targets


def _is_null(schema: Any) -> bool:
    """Whether a schema allows only null."""
    return isinstance(schema, dict) and (schema.get("type") in ("null", ["null"]) or _values(schema) == [None])


def _scheme(scheme: Json) -> str:
    """Describe a security scheme."""
    match scheme.get("type"):
        case "apiKey":
            name = scheme["name"].lower() if scheme["in"] == "header" else scheme["name"]
            return f"key in {scheme['in']} {name}"
        case "http":
            return f"HTTP {str(scheme['scheme']).lower()}"
        case kind:
            facts = {key: value for key, value in scheme.items() if key not in ("type", "description")}
            return f"{kind} {shortened(as_text(facts))}" if facts else str(kind)


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
    """The values that an enumeration lists, closed or open; None for any other schema."""
    if "const" in raw:
        return [raw["const"]]
    found: list[Any] | None = raw.get("enum", raw.get("x-extensible-enum"))
    return found


def _bounds(raw: Json) -> dict[str, Any]:
    found = {key: raw[key] for key in BOUNDS if not is_nothing(raw.get(key))}
    # In 3.0 these keys change the meaning of the bound beside them.
    for exclusive, plain in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if found.get(exclusive) is True:
            del found[exclusive]
            if plain in found:
                found[exclusive] = found.pop(plain)
    # A minimum length of 0 is no bound.
    return {
        key: value
        for key, value in found.items()
        if not (value == 0 and key in ("minLength", "minItems", "minProperties"))
    }


def _required(value: object) -> str:
    return "required" if value else "optional"


def _type(types: set[str], choices: bool) -> str:
    return " or ".join(sorted(types - {"null"})) or ("one of several" if choices else "any")


def _by_kind(choices: Iterable[Node]) -> dict[str, Node]:
    """The choices, each by a text that distinguishes it from the others."""
    found: dict[str, Node] = {}
    for choice in choices:
        fields = ", ".join(sorted(choice.get("fields", ())))
        plain = [choice["type"], choice.get("format", ""), ", ".join(choice.get("enum", ()))]
        kind = f"{choice['type']} of {fields}" if fields else " ".join(filter(None, plain))
        alike = sum(name == kind or name.startswith(f"{kind} (") for name in found)
        found[f"{kind} ({alike + 1})" if alike else kind] = choice
    return found
