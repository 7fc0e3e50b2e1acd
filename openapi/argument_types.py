"""The arguments of methods: the facts of the specification's extensions, and functions for the templates.

A method takes a model, a dict of its fields or a shorthand wherever the API takes an object. `arguments.py` of each
service has the types of these, and `bodies.py` the table that makes models of them.
"""

# pyright: basic
# The objects of the generator are loosely typed.

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from specification import GenerationError, operations, reference_name
from template_functions import fields_of, items_of, success

SHORTHANDS: Final = "x-edgegap-shorthand"
DEFAULT: Final = "x-edgegap-default"
IF_EMPTY: Final = "x-edgegap-if-empty"
# The type of each kind of shorthand.
TYPES: Final = {
    "ip": "str | IPv4Address | IPv6Address",
    "place": "tuple[float, float] | Place",
    "text": "str",
    "bool": "bool",
    "entry": "tuple[str, str]",
}

# Names in the generated methods: an argument with such a name would hide them.
TAKEN: Final = frozenset(["hidden", "exist_ok", "page_size", "make_body", "warn_if_empty", "existing"])


def read_arguments(spec: dict[str, Any]) -> dict[str, Any]:
    """Read the extensions of the specification that concern arguments."""
    schemas = spec["components"]["schemas"]
    shorthands = {name: schema[SHORTHANDS] for name, schema in schemas.items() if SHORTHANDS in schema}
    for name, forms in shorthands.items():
        if unknown := [form["takes"] for form in forms if form["takes"] not in TYPES]:
            raise GenerationError(
                f"schema {name}: {SHORTHANDS} takes {unknown[0]}, which is not one of {', '.join(TYPES)}"
            )
    found: dict[str, Any] = {}
    for path, method, operation in operations(spec):
        body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
        fields = schemas[reference_name(body)].get("properties", {}) if body else {}
        if taken := TAKEN & fields.keys():
            raise GenerationError(
                f"{operation['operationId']}: a field cannot be called {min(taken)}, as the code uses that name"
            )
        positional = operation.get("x-edgegap-positional", [])
        if strange := [name for name in positional if name not in fields]:
            raise GenerationError(
                f"{method.upper()} {path}: x-edgegap-positional names {strange[0]}, which is no field"
            )
        found[operation["operationId"]] = {
            "positional": positional,
            "exist_ok": operation.get("x-edgegap-exist-ok"),
            "defaults": marked(fields, DEFAULT),
            "if_empty": marked(fields, IF_EMPTY),
        }
    defaults = {name: marked(schema.get("properties", {}), DEFAULT) for name, schema in schemas.items()}
    return {
        "operations": found,
        "shorthands": shorthands,
        "defaults": {name: values for name, values in defaults.items() if values},
    }


def marked(fields: dict[str, Any], extension: str) -> dict[str, Any]:
    """The value of an extension by the name of each field that has it."""
    return {name: schema[extension] for name, schema in fields.items() if extension in schema}


def argument_functions(facts: dict[str, Any]) -> dict[str, Any]:
    """The functions for the templates that need the facts."""
    arguments = facts["arguments"]

    def takes(name: str) -> list[str]:
        return [form["takes"] for form in arguments["shorthands"].get(name, ())]

    def argument_type(prop: Any) -> str:
        """The type of an argument, without `Unset`."""
        match type(prop).__name__:
            case "UnionProperty":
                return " | ".join(argument_type(item) for item in prop.inner_properties)
            case "NoneProperty":
                return "None"
            case "ListProperty":
                item = prop.inner_property
                is_map = type(item).__name__ == "ModelProperty" and "entry" in takes(str(item.class_info.name))
                return f"Iterable[{argument_type(item)}]{' | Mapping[str, str]' if is_map else ''}"
            case "ModelProperty" | "EnumProperty":
                return f"{prop.class_info.name}Like"
            case _:
                return str(prop.get_type_string(no_optional=True).as_unembedded_code())

    def key_type(model: Any, prop: Any, defined: list[str]) -> str:
        """The annotation of a key of a dict; in quotes if it names a type that is not `defined` yet."""
        text = argument_type(prop)
        if not prop.required or default_of(model, prop) is not None:
            text = f"NotRequired[{text}]"
        return text if set(re.findall(r"\w+Like\b", text)) <= set(defined) else f'"{text}"'

    def shorthand_types(model: Any) -> str:
        return "".join(f" | {TYPES[kind]}" for kind in takes(str(model.class_info.name)))

    def default_of(model: Any, prop: Any) -> Any:
        """The default of a field that the API requires, as Python text. None if there is none."""
        values = arguments["defaults"].get(str(model.class_info.name), {})
        name = prop.name.get_untrusted_value()
        return repr(values[name]) if name in values else None

    def argument_of(endpoint: Any, prop: Any) -> str:
        """The declaration of one field of the body as an argument."""
        defaults = arguments["operations"][endpoint.name]["defaults"]
        name = prop.name.get_untrusted_value()
        if prop.required and name not in defaults:
            return f"{prop.python_name}: {argument_type(prop)}"
        if prop.required:
            return f"{prop.python_name}: {argument_type(prop)} = {defaults[name]!r}"
        return f"{prop.python_name}: {argument_type(prop)} | Unset = UNSET"

    def argument_imports(collection: Any) -> list[str]:
        """The names of `arguments.py` in the signatures of a resource class."""
        bodies = [body.prop for endpoint in collection.endpoints for body in endpoint.bodies]
        text = " ".join(argument_type(prop) for body in bodies for prop in fields_of(body))
        return sorted(set(re.findall(r"\w+Like\b", text)))

    return {
        function.__name__: function
        for function in (
            argument_imports,
            argument_models,
            argument_enums,
            argument_of,
            argument_type,
            dict_models,
            existing_result,
            has_limit,
            returned_names,
            key_type,
            shorthand_types,
        )
    }


def body_models(openapi: Any) -> list[Any]:
    """The models of the bodies of all requests."""
    found = {
        str(body.prop.class_info.name)
        for collection in openapi.endpoint_collections_by_tag.values()
        for endpoint in collection.endpoints
        for body in endpoint.bodies
    }
    return [model for model in by_name(openapi.models) if str(model.class_info.name) in found]


def argument_models(openapi: Any) -> list[Any]:
    """The models that fields of requests contain, at any depth. Each comes after the models that it contains."""
    models = {str(model.class_info.name): model for model in openapi.models}
    begun: set[str] = set()
    found: list[Any] = []

    def visit(model: Any) -> None:
        for name in sorted(names_in(model, "ModelProperty")):
            if name not in begun:
                begun.add(name)
                visit(models[name])
                found.append(models[name])

    for body in body_models(openapi):
        visit(body)
    return found


def dict_models(openapi: Any) -> list[Any]:
    """The models that have a type for their dicts. Each comes after the models that it contains."""
    nested = argument_models(openapi)
    return [*nested, *(model for model in body_models(openapi) if model not in nested)]


def argument_enums(openapi: Any) -> list[Any]:
    """The enumerations that requests contain, at any depth."""
    models = [*body_models(openapi), *argument_models(openapi)]
    found = {name for model in models for name in names_in(model, "EnumProperty")}
    return [enum for enum in by_name(openapi.enums) if str(enum.class_info.name) in found]


def names_in(model: Any, kind: str) -> list[str]:
    """The names of the classes of one kind in the fields of a model."""
    pending, found = fields_of(model), []
    while pending:
        prop = pending.pop()
        pending += getattr(prop, "inner_properties", [])
        if hasattr(prop, "inner_property"):
            pending.append(prop.inner_property)
        if type(prop).__name__ == kind:
            found.append(str(prop.class_info.name))
    return found


def by_name(items: Iterable[Any]) -> list[Any]:
    return sorted(items, key=lambda item: str(item.class_info.name))


def has_limit(endpoint: Any) -> bool:
    """Whether the API has a page size for an operation."""
    return any(parameter.name.get_untrusted_value() == "limit" for parameter in endpoint.query_parameters)


def existing_result(endpoint: Any, collection: Any, facts: dict[str, Any]) -> str:
    """The expression that makes the result of a `create` from an `existing` object."""
    reader = facts["arguments"]["operations"][endpoint.name]["exist_ok"]
    named = {facts["operations"][item.name]["method_name"]: item for item in collection.endpoints}
    if reader not in named:
        raise GenerationError(f"{endpoint.name}: x-edgegap-exist-ok names {reader}, which is no method of the resource")
    wanted, found = success(endpoint), success(named[reader])
    if wanted.class_info.name == found.class_info.name:
        return "existing"
    for prop in fields_of(wanted):
        if getattr(getattr(prop, "class_info", None), "name", None) == found.class_info.name:
            return f"{wanted.class_info.name}({prop.python_name}=existing)"
    raise GenerationError(f"{endpoint.name}: x-edgegap-exist-ok, but {reader} returns something else")


def returned_names(collection: Any, facts: dict[str, Any]) -> set[str]:
    """The classes that the signatures of a resource name and that are not in `arguments.py`."""
    found: list[Any] = []
    for endpoint in collection.endpoints:
        found += [success(endpoint), *endpoint.path_parameters, *endpoint.query_parameters, *endpoint.header_parameters]
        if facts["operations"][endpoint.name]["paginate"]:
            found.append(items_of(endpoint, facts).inner_property)
    text = " ".join(prop.get_type_string().as_unembedded_code() for prop in found if prop is not None)
    return set(re.findall(r"\w+", text))
