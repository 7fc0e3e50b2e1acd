"""Functions for the templates: Jinja is only suitable for text."""

# pyright: basic
# The objects of the generator are loosely typed.

from __future__ import annotations

import re
from typing import Any, NoReturn

from specification import GenerationError

# The exception for each error status and its reason, for the `Raises` part of docstrings.
ERRORS = {
    400: ("BadRequestError", "The service refuses the request (400). A used-up quota raises a `QuotaExceededError`."),
    401: ("AuthenticationError", "The token is missing or not valid (401)."),
    403: ("PermissionDeniedError", "The token was deleted, or the organisation does not have the feature (403)."),
    404: ("NotFoundError", "No resource with this name or id exists (404, or 400 for a deployment id)."),
    409: ("ConflictError", "The name is already taken, or the state does not allow the request (409)."),
    410: ("GoneError", "The deployment or session has already ended (410)."),
    424: ("ImagePullError", "The service cannot pull the container image (424)."),
    429: ("RateLimitedError", "The organisation has sent too many requests (429)."),
    500: ("ServerError", "The service failed (5xx)."),
}


def unsupported(prop: Any) -> NoReturn:
    raise GenerationError(f"the templates do not support {prop!r}"[:500])


def is_choice(prop: Any) -> bool:
    """Whether a property is one of several models, with a discriminator."""
    inner = getattr(prop, "inner_properties", ())
    return len(inner) > 1 and all(type(item).__name__ == "ModelProperty" for item in inner)


def quoted(annotation: str, late: list[str]) -> str:
    """Put an annotation in quotation marks if it names a model that is not defined yet."""
    return f'"{annotation}"' if set(re.findall(r"\w+", annotation)) & set(late) else annotation


def not_null(prop: Any) -> Any:
    """The property itself, or the non-null part of a nullable property."""
    inner = getattr(prop, "inner_properties", None)
    if inner is None or is_choice(prop):
        return prop
    some = [item for item in inner if type(item).__name__ != "NoneProperty"]
    return some[0] if len(some) == 1 and len(inner) == 2 else unsupported(prop)


def success(endpoint: Any) -> Any:
    """The property that an operation returns, or None."""
    result = raw_success(endpoint)
    return result if one_or_many(result) is None else one_or_many(result)


def raw_success(endpoint: Any) -> Any:
    """The property in the bodies of an operation's 2xx responses, or None. They share one schema."""
    found = {
        item.prop.get_type_string().as_unembedded_code(): item.prop
        for item in endpoint.responses.patterns
        if item.status_code.range[0] // 100 == 2 and item.source["attribute"] != "None"
    }
    if len(found) > 1:
        raise GenerationError(f"the successes of {endpoint.name} have different schemas: {', '.join(found)}")
    return next(iter(found.values()), None)


def may_be_empty(endpoint: Any) -> bool:
    """Whether one 2xx response is documented without a body and another with one."""
    bodies = {
        item.source["attribute"] == "None"
        for item in endpoint.responses.patterns
        if item.status_code.range[0] // 100 == 2
    }
    return len(bodies) == 2


def one_or_many(prop: Any) -> Any:
    """The list property of a union of one item and a list of such items. None for any other property."""
    match getattr(prop, "inner_properties", ()):
        case [several, one] if type(several).__name__ == "ListProperty":
            same = several.inner_property.get_type_string() == one.get_type_string()
            return several if same else unsupported(prop)
        case _:
            return None


def fields_of(model: Any) -> list[Any]:
    return [*model.required_properties, *model.optional_properties]


def body_name(endpoint: Any) -> str:
    return str(endpoint.bodies[0].prop.class_info.name)


def body_fields(endpoint: Any) -> list[Any]:
    return fields_of(endpoint.bodies[0].prop) if endpoint.bodies else []


def keywords(endpoint: Any) -> list[Any]:
    """A method's keyword arguments: the body's fields, then query and header parameters. Required ones come first."""
    fields = [*body_fields(endpoint), *endpoint.query_parameters, *endpoint.header_parameters]
    names = [str(item.python_name) for item in [*endpoint.path_parameters, *fields]]
    if twice := {name for name in names if names.count(name) > 1}:
        raise GenerationError(f"{endpoint.name} has arguments of the same name: {', '.join(twice)}")
    return sorted(fields, key=lambda item: not item.required)


def signature_types(collection: Any, facts: dict[str, Any]) -> str:
    """All types that the signatures of a resource class name."""
    found: list[Any] = []
    for endpoint in collection.endpoints:
        found += [success(endpoint), *endpoint.path_parameters, *keywords(endpoint)]
        if facts["operations"][endpoint.name]["paginate"]:
            found.append(items_of(endpoint, facts).inner_property)
    return " ".join(item.get_type_string().as_unembedded_code() for item in found if item is not None)


def imports_of(collection: Any, facts: dict[str, Any]) -> list[str]:
    """The imports of the models that the signatures of a resource class name."""
    lines: set[str] = set()
    for endpoint in collection.endpoints:
        lines |= endpoint.relative_imports
        for model in (success(endpoint), *(body.prop for body in endpoint.bodies)):
            # A model's own imports, relative to a module in api/<tag>/.
            own = (getattr(model, "relative_imports", None) or set()) | (getattr(model, "lazy_imports", None) or set())
            lines |= {line.replace("from ..", "from ...", 1) for line in own}
    named = set(re.findall(r"\w+", signature_types(collection, facts)))
    return sorted(line for line in lines if "...models" in line and line.rsplit(" ", 1)[1] in named)


def facts_of(collection: Any, facts: dict[str, Any]) -> list[dict[str, Any]]:
    """Our own facts about each operation of a resource."""
    return [facts["operations"][endpoint.name] for endpoint in collection.endpoints]


def items_of(endpoint: Any, facts: dict[str, Any]) -> Any:
    """The list property in the response of a paginated operation."""
    key = facts["operations"][endpoint.name]["paginate"]
    for item in fields_of(success(endpoint)):
        if item.name.get_untrusted_value() == key:
            return item
    raise GenerationError(f"{endpoint.name}: x-edgegap-paginate names {key}, which its response does not have")


def errors_of(endpoint: Any, facts: dict[str, Any]) -> list[tuple[str, str]]:
    """The exceptions for the documented error statuses, in the words of the document if the service has its own."""
    reasons: dict[int, str] = facts["operations"][endpoint.name]["reasons"]
    types = {
        item.status_code.range[0]: item.prop.get_type_string().as_unembedded_code()
        for item in endpoint.responses.patterns
    }
    found = [
        (name, f"{reasons[status].removesuffix('.')} ({status})." if status in reasons else text)
        for status, (name, text) in ERRORS.items()
        if status in types
    ]
    if types.get(422) == "DeployError":
        found.append(
            ("NoCapacityError", "The service could not start a server (422). Stop the deployment in `deployment_id`.")
        )
    return [
        *found,
        ("EdgegapError", "Any other failure, such as a failed connection, a timeout or an unreadable response."),
    ]


def adjust_models(models: Any, facts: dict[str, Any]) -> None:
    """Give attributes the names of `x-edgegap-name`, and remove None from fields in `x-edgegap-always`.

    The document requires fields that every source has. A field that every sample has is not None, either. If it is
    missing one day, its use raises an error. That costs a program less than a check at each use.
    """
    from openapi_python_client.strings import PythonIdentifier

    for model in models:
        if not hasattr(model, "required_properties"):
            continue
        always = facts["always"].get(str(model.class_info.name), ())
        for prop in list(model.optional_properties or ()):
            if prop.name.get_untrusted_value() in always:
                prop.required = True
                model.optional_properties.remove(prop)
                model.required_properties.append(prop)
        for prop in fields_of(model):
            name = facts["renamed"].get((str(model.class_info.name), prop.name.get_untrusted_value()))
            if name is not None:
                prop.python_name = PythonIdentifier(name, "field_")


def module_name(schema: str) -> str:
    """The module of a schema's class."""
    from openapi_python_client.strings import PythonIdentifier

    return str(PythonIdentifier(schema, ""))


def json_names(properties: list[Any]) -> list[tuple[str, str]]:
    """The attributes whose fields have another name in JSON, with that name."""
    names = [(str(prop.python_name), prop.name.get_untrusted_value()) for prop in properties]
    return [(here, there) for here, there in names if here != there]


def enum_prefix(enum: Any) -> str:
    """The common prefix of an enumeration's values, before the names of its members; empty if there is none."""
    prefixes = {value.removesuffix(name) if value.endswith(name) else "" for name, value in enum.values.items()}
    return next(iter(prefixes)) if len(prefixes) == 1 else ""


def template_functions(facts: dict[str, Any]) -> dict[str, Any]:
    from openapi_python_client.strings import safe_for_docstring

    def described(owner: str, prop: Any) -> str:
        """The description that the specification gives a field of a schema or a parameter of an operation."""
        found: str = safe_for_docstring(facts["descriptions"][owner, prop.name.get_untrusted_value()])
        return found

    def is_unset(owner: str, prop: Any) -> bool:
        """Whether an optional field without a value is `UNSET` instead of None.

        Fields of request bodies are `UNSET`. Fields of other sent models are, too, if the models are not received or
        null has a meaning.
        """
        where = facts["directions"]
        is_nullable = not_null(prop) is not prop
        return owner in where["bodies"] or (owner in where["sent"] and (owner not in where["received"] or is_nullable))

    def choice_reader(prop: Any) -> str:
        """The expression that reads one of several models."""
        names = frozenset(item.class_info.name for item in prop.inner_properties)
        key, kinds = facts["choices"].get(names) or unsupported(prop)
        return f"one_of({key!r}, {{{', '.join(f'{value!r}: {name}.read' for value, name in kinds.items())}}})"

    functions = (
        body_fields,
        body_name,
        choice_reader,
        described,
        enum_prefix,
        errors_of,
        facts_of,
        imports_of,
        is_unset,
        is_choice,
        items_of,
        keywords,
        may_be_empty,
        module_name,
        not_null,
        one_or_many,
        quoted,
        raw_success,
        signature_types,
        success,
        unsupported,
        json_names,
    )
    return {"facts": facts, **{function.__name__: function for function in functions}}
