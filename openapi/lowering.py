"""Write a specification in the plain form that the generator, the templates, the sandbox and the command line read.

The YAML has shared parts only once, and an extension of our own where the service differs from every standard.
`lowered` returns the same API without these:

    x-edgegap-time          becomes `format: date-time`: the templates read the service's times as well
    x-extensible-enum       becomes an `enum`; the generated classes accept other values
    $ref to a plain value   becomes that value; only objects and enumerations are classes
    allOf                   becomes one schema
    parameters of a path    become those of its operations
    $ref to a requestBody   becomes that body
"""

# pyright: basic
# Parsed documents are loosely typed.

from __future__ import annotations

from copy import deepcopy
from typing import Any

from specification import METHODS, GenerationError

__all__ = ["lowered"]

SCHEMA = "#/components/schemas/"
ANNOTATIONS = frozenset(["description", "title", "deprecated", "readOnly", "writeOnly", "example", "examples"])
# The keys of a schema whose values are schemas: one, a list of them, or a map of them.
SINGLE, SEVERAL, MAPS = ("items", "additionalProperties", "not"), ("oneOf", "anyOf"), ("properties",)


def lowered(spec: dict[str, Any]) -> dict[str, Any]:
    """The specification in its plain form. The argument stays unchanged, and a plain specification stays equal.

    Raises:
        GenerationError: An allOf contradicts itself, or a reference leads nowhere or to itself.
    """
    plain = deepcopy(spec)
    components = plain.get("components", {})
    schemas = _Schemas(components.get("schemas", {}))
    for kind in ("parameters", "responses", "requestBodies", "headers", "pathItems"):
        components[kind] = {name: schemas.within(node) for name, node in components.get(kind, {}).items()}
        if not components[kind]:
            del components[kind]
    bodies = components.pop("requestBodies", {})
    for group in ("paths", "webhooks"):
        for item in plain.get(group, {}).values():
            shared = item.pop("parameters", ())
            for method in METHODS & item.keys():
                operation = item[method] = schemas.within(item[method])
                if shared:
                    operation["parameters"] = _joined(operation.get("parameters", []), shared, components, schemas)
                reference = operation.get("requestBody", {}).get("$ref")
                if reference:
                    operation["requestBody"] = deepcopy(_found(bodies, reference))
    if "schemas" in components:
        components["schemas"] = schemas.named()
    return plain


def _found(places: dict[str, Any], reference: str) -> Any:
    name = reference.rsplit("/", 1)[-1]
    if name not in places:
        raise GenerationError(f"the $ref {reference} leads nowhere: add {name}, or correct the name")
    return places[name]


def _joined(own: list[Any], shared: list[Any], components: dict[str, Any], schemas: _Schemas) -> list[Any]:
    """The parameters of an operation after those of its path. The operation's own replace others with the same name."""

    def key(node: Any) -> tuple[str, str]:
        parameter = _found(components.get("parameters", {}), node["$ref"]) if "$ref" in node else node
        return parameter["in"], parameter["name"]

    names = {key(node) for node in own}
    return [*(schemas.within(node) for node in shared if key(node) not in names), *own]


class _Schemas:
    """The schemas of a specification. Each is lowered once."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self._raw = raw
        self._done: dict[str, Any] = {}

    def named(self) -> dict[str, Any]:
        """The schemas that become classes."""
        return {name: self._component(name, ()) for name in self._raw if self._is_class(self._raw[name], (name,))}

    def within(self, node: Any) -> Any:
        """A node that is not a schema, with all schemas in it lowered."""
        if isinstance(node, list):
            return [self.within(item) for item in node]
        if not isinstance(node, dict):
            return node
        return {
            key: self.lower(value, ())
            if key == "schema"
            else value
            if key in ("example", "examples")
            else self.within(value)
            for key, value in node.items()
        }

    def lower(self, node: Any, trail: tuple[str, ...]) -> Any:
        """A schema in its plain form. `trail` has the names of the schemas that contain it as a value."""
        if not isinstance(node, dict):
            return node
        node = dict(node)
        if node.pop("x-edgegap-time", False):
            node["format"] = "date-time"
        if "x-extensible-enum" in node:
            node = {"enum" if key == "x-extensible-enum" else key: value for key, value in node.items()}
        for key in SINGLE:
            if key in node:
                node[key] = self.lower(node[key], trail)
        for key in SEVERAL:
            if key in node:
                node[key] = [self.lower(item, trail) for item in node[key]]
        for key in MAPS:
            if key in node:
                node[key] = {name: self.lower(item, trail) for name, item in node[key].items()}
        if "allOf" in node:
            node = self._merged(node, trail)
        reference = node.get("$ref", "")
        if not reference.startswith(SCHEMA):
            return node
        name = reference.removeprefix(SCHEMA)
        siblings = {key: value for key, value in node.items() if key != "$ref"}
        target = self._target(reference)
        if "$ref" in target and target.keys() - {"$ref"} <= ANNOTATIONS:
            return self.lower({**target, **siblings}, self._inside(name, trail))
        if self._is_class(target, (name,)):
            return node
        return {**self._component(name, trail), **siblings}

    def _target(self, reference: str) -> dict[str, Any]:
        found: dict[str, Any] = _found(self._raw, reference)
        return found

    def _inside(self, name: str, trail: tuple[str, ...]) -> tuple[str, ...]:
        if name in trail:
            raise GenerationError(
                f"components/schemas/{name} contains itself without an object between: give it an object with a name"
            )
        return (*trail, name)

    def _component(self, name: str, trail: tuple[str, ...]) -> Any:
        if name not in self._done:
            # An object may refer to itself, because its properties only name it.
            inside = () if self._is_object(self._raw[name]) else self._inside(name, trail)
            self._done[name] = self.lower(self._raw[name], inside)
        return deepcopy(self._done[name])

    def _is_object(self, raw: dict[str, Any]) -> bool:
        return "properties" in raw or raw.get("type") == "object"

    def _is_class(self, raw: dict[str, Any], seen: tuple[str, ...]) -> bool:
        """Whether the generator makes a class of a schema: it does for objects and enumerations."""
        if self._is_object(raw) or "enum" in raw or "x-extensible-enum" in raw:
            return True
        for part in raw.get("allOf", ()):
            if "$ref" not in part:
                if self._is_class(part, seen):
                    return True
                continue
            name = part["$ref"].removeprefix(SCHEMA)
            if name in seen:
                raise GenerationError(f"components/schemas/{name} has an allOf that contains itself: take it out")
            if self._is_class(self._target(part["$ref"]), (*seen, name)):
                return True
        return False

    def _merged(self, node: dict[str, Any], trail: tuple[str, ...]) -> dict[str, Any]:
        """A schema with its `allOf` merged into it."""
        parts = node.pop("allOf")
        if len(parts) == 1 and "$ref" in parts[0] and all(key in ANNOTATIONS or key[:2] == "x-" for key in node):
            # OpenAPI 3.0 describes references in this way.
            return {**parts[0], **node}
        whole: dict[str, Any] = {}
        for part in (*parts, node):
            reference = part.get("$ref", "")
            name = reference.removeprefix(SCHEMA)
            inner = {**self._whole(reference, trail), **part} if reference else self.lower(part, trail)
            inner.pop("$ref", None)
            for key, value in inner.items():
                if key == "properties":
                    fields = whole.setdefault("properties", {})
                    for field, schema in value.items():
                        self._agree(f"the field {field}", fields.get(field, schema), schema, name)
                        fields[field] = schema
                elif key == "required":
                    whole[key] = [*whole.get(key, ()), *(each for each in value if each not in whole.get(key, ()))]
                elif key in ANNOTATIONS:
                    whole[key] = value
                else:
                    self._agree(key, whole.get(key, value), value, name)
                    whole[key] = value
        return whole

    def _whole(self, reference: str, trail: tuple[str, ...]) -> dict[str, Any]:
        """The schema that a reference in an allOf leads to, without a reference at its top."""
        name = reference.removeprefix(SCHEMA)
        target = self._target(reference)
        if "$ref" in target:
            return self._whole(target["$ref"], self._inside(name, trail))
        if name in self._done:
            target = self._done[name]
        whole: dict[str, Any] = self.lower(target, self._inside(name, trail) if "allOf" in target else trail)
        return whole

    @staticmethod
    def _agree(what: str, one: Any, other: Any, name: str) -> None:
        def facts(schema: Any) -> Any:
            if not isinstance(schema, dict):
                return schema
            return {key: value for key, value in schema.items() if key not in ANNOTATIONS}

        if facts(one) != facts(other):
            of = f" of {name}" if name else ""
            raise GenerationError(f"an allOf gives {what}{of} two different meanings: write it once")
