"""Write all generated code of edgegap_client from openapi/edgegap.yaml, or check that it is up to date.

    python openapi/generate.py             rewrites the generated folders (`make generate`)
    python openapi/generate.py --check     compares them byte by byte (`make check-generated`); exit 1 on any difference

Three folders of edgegap_client are generated, whole:

    _generated/   by openapi-python-client, driven by generator-config.yaml and templates/
    api/          the public doors to the endpoint modules in _generated/api
    _sync/        the sync twin of the hand-written _async/, by unasync

The generator's Python API is used rather than its command line because two things must reach the templates that it
drops: our x-edgegap-* keys, and a way to stop on what the templates do not support.
"""

# pyright: basic
# What the generator hands over is loosely typed.

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import redirect_stdout
from copy import deepcopy
from importlib.metadata import version
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("_generated", "api", "_sync")
SERVICE = "orchestration"
GENERATED_INIT = '"""What openapi-python-client generates, a folder for each service. Never edit it."""\n'
PINNED = ("openapi-python-client", "ruff", "unasync")
OPERATION_KEYS = ("operationId", "x-edgegap-method", "tags", "summary", "description", "security", "responses")
# What the package's own copy of the specification goes without, and the keys below which anything is a name.
PROSE = frozenset(["description", "summary", "title", "example", "examples"])
NAMED = frozenset(["properties", "schemas", "parameters", "responses", "paths", "callbacks", "webhooks"])
SYNC_NAMES = {
    "async_senders": "sync_senders",
    "async_stream": "sync_network",
    "AsyncBackend": "Backend",
    "AsyncBaseTransport": "BaseTransport",
    "AsyncCappedBackend": "CappedBackend",
    "AsyncCappedStream": "CappedStream",
    "AsyncClient": "Client",
    "AsyncCreation": "Creation",
    "AsyncDeployments": "Deployments",
    "AsyncDeploymentWatcher": "DeploymentWatcher",
    "AsyncDeploymentsResource": "DeploymentsResource",
    "AsyncEdgegap": "Edgegap",
    "AsyncHTTPClient": "HTTPClient",
    "AsyncHTTPConnection": "HTTPConnection",
    "AsyncHTTPTransport": "HTTPTransport",
    "AsyncByteStream": "SyncByteStream",
    "AsyncLaunch": "Launch",
    "AsyncLine": "Line",
    "AsyncLines": "Lines",
    "AsyncFetch": "Fetch",
    "AsyncNetworkBackend": "NetworkBackend",
    "AsyncNetworkStream": "NetworkStream",
    "AsyncPager": "Pager",
    "AsyncPools": "Pools",
    "AsyncRedis": "Redis",
    "AsyncRedisRateLimits": "RedisRateLimits",
    "AsyncRelayWatcher": "RelayWatcher",
    "AsyncRelays": "Relays",
    "AsyncRelaysResource": "RelaysResource",
    "AsyncResources": "Resources",
    "AsyncSessionWatcher": "SessionWatcher",
    "AsyncSessions": "Sessions",
    "AsyncSessionsResource": "SessionsResource",
    "AsyncSignal": "Signal",
    "AsyncTagWatcher": "TagWatcher",
    "AsyncTransport": "Transport",
    "AsyncWaiter": "Waiter",
    "AsyncWatcher": "Watcher",
    "aclose": "close",
    "aiter_bytes": "iter_bytes",
    "handle_async_request": "handle_request",
}
# Which of our exceptions an error status becomes, and when: for the `Raises` part of docstrings.
ERRORS = {
    400: ("BadRequestError", "The server refuses the request (400). A used-up quota is a `QuotaExceededError`."),
    401: ("AuthenticationError", "The token is missing or not understood (401)."),
    403: ("PermissionDeniedError", "The token was deleted, or the organisation lacks the feature (403)."),
    404: ("NotFoundError", "Nothing of that name or id exists (404, or 400 for a deployment id)."),
    409: ("ConflictError", "The name is taken, or the state does not allow it (409)."),
    410: ("GoneError", "It has ended already (410)."),
    424: ("ImagePullError", "The container image cannot be pulled (424)."),
    429: ("RateLimitedError", "Too many requests from this organisation (429)."),
    500: ("ServerError", "The service failed (5xx)."),
}


class GenerationError(Exception):
    """The code cannot be generated as the specification and the templates stand."""


def pinned_versions(root: Path) -> dict[str, str]:
    """The exact versions that pyproject.toml pins; the output depends on them."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    pins = dict(line.split("==") for line in project["optional-dependencies"]["dev"] if "==" in line)
    if missing := [name for name in PINNED if name not in pins]:
        raise GenerationError(f"pyproject.toml does not pin {', '.join(missing)} with ==")
    return {name: pins[name] for name in PINNED}


def check_versions(pins: dict[str, str]) -> None:
    for name, wanted in pins.items():
        found = version(name)
        if found != wanted:
            raise GenerationError(f"{name} {found} is installed, but pyproject.toml pins {wanted}: run `make venv`")
    # The generator runs whatever ruff is on PATH, and goes on without one.
    if shutil.which("ruff") is None:
        raise GenerationError("there is no ruff on PATH: run `make venv`")
    found = subprocess.run(["ruff", "--version"], capture_output=True, text=True, check=True).stdout.split()[-1]
    if found != pins["ruff"]:
        raise GenerationError(f"ruff {found} is first on PATH, but pyproject.toml pins {pins['ruff']}")


def load_yaml(path: Path) -> Any:
    from ruamel.yaml import YAML

    return YAML(typ="safe").load(path.read_text("utf-8"))


def operations(spec: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each operation as (path, method, operation)."""
    for path, item in spec["paths"].items():
        for method, operation in item.items():
            if method != "parameters":
                yield path, method, operation


# Names that the generated code uses itself: a field of that name would hide them.
RESERVED = frozenset(
    [
        "cls",
        "read",
        "from_dict",
        "to_dict",
        "additional_properties",
        "keep_null",
        "unless_null",
        "keep_unknown",
        "of_subclass",
        "isfinite",
    ]
    + [f"to_{kind}" for kind in ["str", "int", "float", "bool", "list", "datetime", "datetimes"]]
)
RESERVED_SCHEMAS = frozenset(["Any", "ClassVar", "MapModel", "Mapping", "Model", "Self", "UNSET", "Unset"])
RESERVED_PARAMETERS = frozenset(
    [
        "params",
        "headers",
        "body",
        "client",
        "decode",
        "has_body",
        "to_list",
        "to_one_or_many",
        "header_value",
        "path_segment",
        "query_time",
    ]
)


def check_specification(spec: dict[str, Any]) -> None:
    """Refuse what the generator or the templates would turn into wrong code without a word."""
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
        for given in operation.get("parameters", ()):
            parameter = components["parameters"][reference_name(given)] if "$ref" in given else given
            name = parameter["name"]
            if parameter["in"] == "cookie":
                problems.append(f"{where}: the parameter {name} is a cookie, which is not supported")
            if python_name(name) in RESERVED_PARAMETERS:
                problems.append(f"{where}: a parameter cannot be called {name}, as the generated code uses that name")
            if not parameter.get("description"):
                problems.append(f"{where}: the parameter {name} has no description")
        for kind, content in operation.get("requestBody", {}).get("content", {}).items():
            if kind == "application/json" and "$ref" not in content["schema"]:
                problems.append(f"{where} ({operation_id}): the request body is not a named schema")
        for status, answer in operation.get("responses", {}).items():
            response = components["responses"][reference_name(answer)] if "$ref" in answer else answer
            if kinds := [kind for kind in response.get("content", ()) if kind != "application/json"]:
                problems.append(f"{where}: the answer {status} is {', '.join(kinds)}; only JSON is supported")
    for name, schema in components.get("schemas", {}).items():
        if name in RESERVED_SCHEMAS or name != ClassName(name, "field_"):
            problems.append(f"a schema cannot be called {name}: the code uses that name, or it is not one of a class")
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
    """The name that a $ref, or a nullable one, points to."""
    found = schema if "$ref" in schema else next(item for item in schema["oneOf"] if "$ref" in item)
    return str(found["$ref"].rsplit("/", 1)[1])


def read_facts(spec: dict[str, Any]) -> dict[str, Any]:
    """What the templates need of the specification and the generator does not hand them."""
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
        (name, field): schema.get("description") or schemas[reference_name(schema)]["description"]
        for name, definition in schemas.items()
        for field, schema in definition.get("properties", {}).items()
    }
    found: dict[str, Any] = {}
    for path, _, operation in operations(spec):
        parameters = [shared[reference_name(p)] if "$ref" in p else p for p in operation.get("parameters", ())]
        slashes = {p["name"] for p in parameters if p.get("x-edgegap-slashes")}
        descriptions |= {(operation["operationId"], p["name"]): p["description"] for p in parameters}

        def encoded(match: re.Match[str], slashes: set[str] = slashes) -> str:
            name = str(PythonIdentifier(match[1], "field_"))
            return f"{{path_segment({name}, '{name}'{', slashes=True' if match[1] in slashes else ''})}}"

        found[operation["operationId"]] = {
            "path": path,
            "f_path": re.sub(r"{([^}]+)}", encoded, path),
            "method_name": operation["x-edgegap-method"],
            "paginate": operation.get("x-edgegap-paginate"),
            "rate_limit": operation.get("x-edgegap-rate-limit"),
            "statuses": [str(status) for status in operation["responses"]],
            "deprecated": operation.get("deprecated", False),
            "own_token": any("deploymentToken" in scheme for scheme in operation["security"]),
            "secret_fields": secret_fields(operation, schemas),
            "secret_parameters": [
                str(PythonIdentifier(p["name"], "field_")) for p in parameters if p.get("x-edgegap-secret")
            ],
        }
    return {
        "operations": found,
        "descriptions": descriptions,
        "secrets": secrets,
        "tags": {tag["name"]: tag["description"] for tag in spec["tags"]},
    }


def secret_fields(operation: dict[str, Any], schemas: dict[str, Any]) -> list[str]:
    """The fields of a request's body that are secrets or hold some."""
    from openapi_python_client.strings import PythonIdentifier

    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    if body is None:
        return []
    fields = schemas[reference_name(body)].get("properties", {})
    return [str(PythonIdentifier(name, "field_")) for name, field in fields.items() if holds_secret(field, schemas)]


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


# Functions for the templates: Jinja is a poor language for anything but text.


def unsupported(property: Any) -> NoReturn:
    raise GenerationError(f"the templates do not support {property!r}"[:500])


def not_null(property: Any) -> Any:
    """The property itself, or what a nullable property is when it is not null."""
    inner = getattr(property, "inner_properties", None)
    if inner is None:
        return property
    some = [item for item in inner if type(item).__name__ != "NoneProperty"]
    return some[0] if len(some) == 1 and len(inner) == 2 else unsupported(property)


def success(endpoint: Any) -> Any:
    """What an operation returns, or None."""
    result = raw_success(endpoint)
    return result if one_or_many(result) is None else one_or_many(result)


def raw_success(endpoint: Any) -> Any:
    """What the operation's successes hold, or None; they share one schema."""
    found = {
        item.prop.get_type_string().as_unembedded_code(): item.prop
        for item in endpoint.responses.patterns
        if item.status_code.range[0] // 100 == 2 and item.source["attribute"] != "None"
    }
    if len(found) > 1:
        raise GenerationError(f"the successes of {endpoint.name} have different schemas: {', '.join(found)}")
    return next(iter(found.values()), None)


def may_be_empty(endpoint: Any) -> bool:
    """Whether some success is documented without a body, where another has one."""
    bodies = {
        item.source["attribute"] == "None"
        for item in endpoint.responses.patterns
        if item.status_code.range[0] // 100 == 2
    }
    return len(bodies) == 2


def one_or_many(property: Any) -> Any:
    """The list of what is documented as either one thing or a list of such things; None for all else."""
    match getattr(property, "inner_properties", ()):
        case [several, one] if type(several).__name__ == "ListProperty":
            same = several.inner_property.get_type_string() == one.get_type_string()
            return several if same else unsupported(property)
        case _:
            return None


def fields_of(model: Any) -> list[Any]:
    return [*model.required_properties, *model.optional_properties]


def body_name(endpoint: Any) -> str:
    return str(endpoint.bodies[0].prop.class_info.name)


def body_fields(endpoint: Any) -> list[Any]:
    return fields_of(endpoint.bodies[0].prop) if endpoint.bodies else []


def keywords(endpoint: Any) -> list[Any]:
    """A method's keyword arguments: the body's fields, then query and header parameters; required ones first."""
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
            # A model's own imports, as a module in api/<tag>/ has to write them.
            own = (getattr(model, "relative_imports", None) or set()) | (getattr(model, "lazy_imports", None) or set())
            lines |= {line.replace("from ..", "from ...", 1) for line in own}
    named = set(re.findall(r"\w+", signature_types(collection, facts)))
    return sorted(line for line in lines if "...models" in line and line.rsplit(" ", 1)[1] in named)


def facts_of(collection: Any, facts: dict[str, Any]) -> list[dict[str, Any]]:
    """Our own facts about each operation of a resource."""
    return [facts["operations"][endpoint.name] for endpoint in collection.endpoints]


def items_of(endpoint: Any, facts: dict[str, Any]) -> Any:
    """The list in the answer of a paginated operation."""
    key = facts["operations"][endpoint.name]["paginate"]
    for item in fields_of(success(endpoint)):
        if item.name.get_untrusted_value() == key:
            return item
    raise GenerationError(f"{endpoint.name}: x-edgegap-paginate names {key}, which its answer does not have")


def errors_of(endpoint: Any) -> list[tuple[str, str]]:
    """The exceptions that the documented error statuses become."""
    types = {
        item.status_code.range[0]: item.prop.get_type_string().as_unembedded_code()
        for item in endpoint.responses.patterns
    }
    found = [ERRORS[status] for status in ERRORS if status in types]
    if types.get(422) == "DeployError":
        found.append(("NoCapacityError", "No server could be started (422); stop the `deployment_id` that it names."))
    return [*found, ("EdgegapError", "Any other failure: no connection, no answer in time, an unreadable answer.")]


def template_functions(facts: dict[str, Any]) -> dict[str, Any]:
    from openapi_python_client.strings import safe_for_docstring

    def described(owner: str, property: Any) -> str:
        """The description that the specification gives a field of a schema or a parameter of an operation."""
        found: str = safe_for_docstring(facts["descriptions"][owner, property.name.get_untrusted_value()])
        return found

    functions = (
        body_fields,
        body_name,
        described,
        errors_of,
        facts_of,
        imports_of,
        items_of,
        keywords,
        may_be_empty,
        not_null,
        one_or_many,
        raw_success,
        signature_types,
        success,
        unsupported,
    )
    return {"facts": facts, **{function.__name__: function for function in functions}}


def refuse(problems: Iterable[Any]) -> None:
    """Any problem that the generator reports, be it a warning, means that something would be missing."""
    if lines := [f"{problem.header or ''} {problem.detail or ''} {where_of(problem)}".strip() for problem in problems]:
        raise GenerationError("\n".join(lines))


def where_of(problem: Any) -> str:
    """The part of the specification that a problem is about, as far as the generator tells."""
    data = getattr(problem, "data", None)
    reference: Any = getattr(data, "ref", None)
    return f"({reference.get_untrusted_value()})" if hasattr(reference, "get_untrusted_value") else ""


def run_generator(root: Path, spec: dict[str, Any], destination: Path) -> None:
    """Write `destination` with openapi-python-client. Any warning is an error: it means that something is missing."""
    from jinja2 import StrictUndefined
    from openapi_python_client import Project
    from openapi_python_client.config import Config, ConfigFile, MetaType
    from openapi_python_client.parser import GeneratorData
    from openapi_python_client.parser.errors import GeneratorError

    config = Config.from_sources(
        config_file=ConfigFile.load_from_path(root / "generator-config.yaml"),
        meta_type=MetaType.NONE,
        document_source=root / "openapi" / "edgegap.yaml",
        file_encoding="utf-8",
        overwrite=True,
        output_path=destination,
    )
    check_specification(spec)
    facts = read_facts(spec)
    # The generator changes what it is given.
    data = GeneratorData.from_dict(deepcopy(spec), config=config)
    if isinstance(data, GeneratorError):
        raise GenerationError(f"{data.header}\n{data.detail}")
    refuse(data.errors)
    for collection in data.endpoint_collections_by_tag.values():
        refuse(collection.parse_errors)
    project = Project(openapi=data, config=config, custom_template_path=root / "openapi" / "templates")
    project.env.undefined = StrictUndefined
    project.env.globals.update(template_functions(facts))
    with redirect_stdout(io.StringIO()):
        problems = project.build()
    refuse(problems)
    written = sum(1 for _ in destination.glob("api/*/*.py")) - sum(1 for _ in destination.glob("api/*/__init__.py"))
    if written != (wanted := sum(1 for _ in operations(spec))):
        raise GenerationError(f"{wanted} operations in the specification, but {written} endpoint modules")


def write_doors(generated: Path, doors: Path) -> None:
    """edgegap_client.api.<tag>: the public names of the endpoint modules, imported when first used."""
    doors.mkdir()
    tags = sorted(path.parent.name for path in generated.glob("api/*/__init__.py"))
    (doors / "__init__.py").write_text(
        '"""The low-level functions: a module per group, in it a module per operation with `sync`, `sync_detailed`,\n'
        "`asyncio` and `asyncio_detailed`.\n\n"
        "    from edgegap_client.api.applications import get_application\n\n"
        '    application = get_application.sync("my-game", client=edgegap)\n\n'
        'Written by `make generate`; do not edit.\n"""\n',
        "utf-8",
    )
    for tag in tags:
        names = sorted(path.stem for path in (generated / "api" / tag).glob("[!_]*.py"))
        (doors / f"{tag}.py").write_text(
            f'"""The operations of {tag}, one module each. Written by `make generate`; do not edit."""\n\n'
            "from typing import TYPE_CHECKING\n\n"
            "if TYPE_CHECKING:\n"
            f"    from .._generated.orchestration.api.{tag} import (\n"
            + "".join(f"        {name} as {name},\n" for name in names)
            + "    )\nelse:\n"
            f"    from .._generated.orchestration.api.{tag} import __getattr__ as __getattr__\n\n"
            f"__all__ = {names!r}\n",
            "utf-8",
        )


def write_sync_twin(package: Path, destination: Path) -> None:
    """_sync/ from _async/: the same code without async and await."""
    import unasync  # type: ignore[import-untyped]  # it has no types

    copy = destination.parent / "_async"
    shutil.copytree(package / "_async", copy, ignore=shutil.ignore_patterns("__pycache__"))
    rule = unasync.Rule("/_async/", "/_sync/", additional_replacements=SYNC_NAMES)
    unasync.unasync_files([str(path) for path in sorted(copy.glob("*.py"))], [rule])
    shutil.rmtree(copy)
    for path in destination.glob("*.py"):
        # What is left stands in docstrings, which unasync does not read.
        left = r"\bAsync(?=[A-Z])|\basync (?=with|for|def)|\bawait |\b[aA](?=synchronous)|(?<=redis\.)asyncio\."
        text = re.sub(left, "", path.read_text("utf-8"))
        first, rest = text.split("\n", 1)
        path.write_text(f"{first}\n# Written by `make generate` from _async/{path.name}; do not edit.\n{rest}", "utf-8")


def tidy(root: Path, folder: Path) -> None:
    """The generator's own post hooks, over what it did not write."""
    for hook in load_yaml(root / "generator-config.yaml")["post_hooks"]:
        done = subprocess.run(hook, cwd=folder, shell=True, check=False, capture_output=True, text=True)
        if done.returncode:
            raise GenerationError(f"{hook} failed in {folder.name}/: {done.stderr}")


def digest(*paths: Path, root: Path) -> str:
    """One SHA-256 over names and contents."""
    total = hashlib.sha256()
    for path in sorted(paths, key=lambda path: path.relative_to(root).as_posix()):
        total.update(f"{path.relative_to(root).as_posix()}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def files_in(folder: Path) -> dict[str, Path]:
    """The files below `folder` by name, without what Python leaves behind."""
    return {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def write_manifest(root: Path, spec: dict[str, Any], built: Path, pins: dict[str, str]) -> None:
    """What the generated folders were made from and what is in them, to be compared with sha256sum."""
    templates = (root / "openapi" / "templates").glob("*.jinja")
    files = files_in(built)
    lines = [
        "# What edgegap_client/{_generated,api,_sync} were made from, and the SHA-256 of each file in them.",
        f"spec-version: {spec['info']['version']}",
        f"spec: {digest(root / 'openapi' / 'edgegap.yaml', root=root)}",
        f"templates: {digest(*templates, root=root)}",
        f"config: {digest(root / 'generator-config.yaml', root=root)}",
        f"tree: {digest(*files.values(), root=built)}",
        *(f"{name}: {number}" for name, number in pins.items()),
        "",
        *(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}" for name, path in files.items()),
    ]
    (built / "_generated" / "MANIFEST").write_text("\n".join(lines) + "\n", "utf-8")


def without_prose(node: Any, *, is_map: bool = False) -> Any:
    """What machines read of the specification. The keys of a map are names, of schemas or properties for instance."""
    if isinstance(node, list):
        return [without_prose(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: without_prose(value, is_map=not is_map and key in NAMED)
        for key, value in node.items()
        if is_map or key not in PROSE
    }


def build(root: Path, destination: Path) -> None:
    """Write the generated folders into `destination`, which is empty."""
    pins = pinned_versions(root)
    check_versions(pins)
    package = root / "edgegap_client"
    spec = load_yaml(root / "openapi" / "edgegap.yaml")
    service = destination / "_generated" / SERVICE
    service.parent.mkdir()
    (service.parent / "__init__.py").write_text(GENERATED_INIT, "utf-8")
    run_generator(root, spec, service)
    write_doors(service, destination / "api")
    write_sync_twin(package, destination / "_sync")
    for folder in ("api", "_sync"):
        tidy(root, destination / folder)
    # The sandbox validates against the specification wherever the package is copied, without a YAML parser.
    (service / "openapi.json").write_text(
        json.dumps(without_prose(spec), ensure_ascii=False, separators=(",", ":"), default=str) + "\n", "utf-8"
    )
    write_manifest(root, spec, destination, pins)


def differences(fresh: Path, package: Path) -> list[str]:
    """Every file of the generated folders that differs from a fresh run, is missing, or should not be there."""
    found: list[str] = []
    for folder in FOLDERS:
        wanted, present = files_in(fresh / folder), files_in(package / folder)
        for name in sorted(wanted.keys() | present.keys()):
            where = f"edgegap_client/{folder}/{name}"
            if name not in present:
                found.append(f"missing: {where}")
            elif name not in wanted:
                found.append(f"stale:   {where}")
            elif wanted[name].read_bytes() != present[name].read_bytes():
                found.append(f"differs: {where}")
    return found


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Write or check the generated code of edgegap_client.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the code is not up to date")
    parser.add_argument("--root", type=Path, default=ROOT, help="the repository (for the tests)")
    options = parser.parse_args(arguments)
    root: Path = options.root.resolve()
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    with tempfile.TemporaryDirectory() as temporary:
        fresh = Path(temporary) / "edgegap_client"
        fresh.mkdir()
        try:
            build(root, fresh)
        except GenerationError as error:
            print(f"not generated: {error}", file=sys.stderr)
            return 1
        package = root / "edgegap_client"
        found = differences(fresh, package)
        if options.check:
            print("\n".join(found) if found else "the generated code is up to date")
            if found:
                print("run `make generate` and commit the result; never edit these files by hand", file=sys.stderr)
            return 1 if found else 0
        for folder in FOLDERS:
            shutil.rmtree(package / folder, ignore_errors=True)
            shutil.copytree(fresh / folder, package / folder)
        print(f"generated: {len(found)} files changed" if found else "generated: nothing changed")
        return 0


if __name__ == "__main__":
    sys.exit(main())
