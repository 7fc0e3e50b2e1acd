"""Write all generated code of edgegap_client from the specifications in openapi/, or check that it is up to date.

    python openapi/generate.py             rewrites the generated folders (`make generate`)
    python openapi/generate.py --check     compares them byte by byte (`make check-generated`); exit 1 on any difference

Four folders of edgegap_client are generated, whole:

    _generated/      a folder for each service in services.py, by openapi-python-client with generator-config.yaml
                     and templates/
    api/             public re-exports of the endpoint modules in _generated/<service>/api
    _core/_servers/  the default addresses of the services
    _sync/           the synchronous client, from the hand-written _async/ (see sync_client.py); likewise
                     _core/_sync/ and _transport/_sync/

We use the generator's Python API, not its command line: our x-edgegap-* keys must reach the templates, and the
templates must be able to stop the run.
"""

# pyright: basic
# The objects of the generator are loosely typed.

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
from collections.abc import Iterable
from contextlib import redirect_stdout
from copy import deepcopy
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from agreement import check_agreement
from argument_types import argument_functions, read_arguments
from lowering import lowered
from services import SERVICES, Service
from specification import GenerationError, check_specification, load_yaml, operations, read_facts, without_prose
from supported import support_problems
from sync_client import RuleError, write_sync_client
from template_functions import adjust_models, template_functions

ROOT = Path(__file__).resolve().parent.parent
SYNC_FOLDERS = ("_sync", "_core/_sync", "_transport/_sync")
SERVERS = "_core/_servers"
FOLDERS = ("_generated", "api", SERVERS, *SYNC_FOLDERS)
GENERATED_INIT = '"""The code that openapi-python-client generates, a folder for each service. Never edit it."""\n'
PINNED = ("openapi-python-client", "ruff")


def pinned_versions(root: Path) -> dict[str, str]:
    """The exact versions that pyproject.toml pins. The output depends on them."""
    tools = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["dependency-groups"]["dev"]
    pins = dict(line.split("==") for line in tools if "==" in line)
    if missing := [name for name in PINNED if name not in pins]:
        raise GenerationError(f"pyproject.toml does not pin {', '.join(missing)} with ==")
    return {name: pins[name] for name in PINNED}


def check_versions(pins: dict[str, str]) -> None:
    for name, wanted in pins.items():
        try:
            found = version(name)
        except PackageNotFoundError:
            raise GenerationError(f"{name} is not installed, and {wanted} is needed: run `make venv`") from None
        if found != wanted:
            raise GenerationError(f"{name} {found} is installed, but pyproject.toml pins {wanted}: run `make venv`")
    # The generator runs the first ruff on PATH. Without one, it neither formats nor fails.
    if shutil.which("ruff") is None:
        raise GenerationError("there is no ruff on PATH: run `make venv`")
    found = subprocess.run(["ruff", "--version"], capture_output=True, text=True, check=True).stdout.split()[-1]
    if found != pins["ruff"]:
        raise GenerationError(f"ruff {found} is first on PATH, but pyproject.toml pins {pins['ruff']}")


def refuse(problems: Iterable[Any]) -> None:
    """Raise an error for every problem that the generator reports, as the code is incomplete even after a warning."""
    if lines := [f"{problem.header or ''} {problem.detail or ''} {where_of(problem)}".strip() for problem in problems]:
        raise GenerationError("\n".join(lines))


def where_of(problem: Any) -> str:
    """The part of the specification with the problem, if the generator names it."""
    data = getattr(problem, "data", None)
    reference: Any = getattr(data, "ref", None)
    return f"({reference.get_untrusted_value()})" if hasattr(reference, "get_untrusted_value") else ""


def run_generator(root: Path, service: Service, spec: dict[str, Any], destination: Path) -> None:
    """Write `destination` with openapi-python-client, from a plain specification. Every warning is an error."""
    from jinja2 import StrictUndefined
    from openapi_python_client import Project
    from openapi_python_client.config import Config, ConfigFile, MetaType
    from openapi_python_client.parser import GeneratorData
    from openapi_python_client.parser.errors import GeneratorError
    from openapi_python_client.schema import OpenAPI

    config = Config.from_sources(
        config_file=ConfigFile.load_from_path(root / "generator-config.yaml"),
        meta_type=MetaType.NONE,
        document_source=root / "openapi" / service.document,
        file_encoding="utf-8",
        overwrite=True,
        output_path=destination,
    )
    check_specification(spec)
    # The generator parses the document first, so the facts are those of the parsed document.
    document = OpenAPI.model_validate(spec).model_dump(mode="json", by_alias=True, exclude_unset=True)
    facts = read_facts(document) | {"service": service, "arguments": read_arguments(spec)}
    # The generator changes its argument.
    data = GeneratorData.from_dict(deepcopy(spec), config=config)
    if isinstance(data, GeneratorError):
        raise GenerationError(f"{data.header}\n{data.detail}")
    refuse(data.errors)
    for collection in data.endpoint_collections_by_tag.values():
        refuse(collection.parse_errors)
    check_agreement(document, data.endpoint_collections_by_tag.values())
    adjust_models(data.models, facts)
    project = Project(openapi=data, config=config, custom_template_path=root / "openapi" / "templates")
    project.env.undefined = StrictUndefined
    project.env.globals.update(template_functions(facts) | argument_functions(facts))
    destination.mkdir(parents=True, exist_ok=True)
    for name in ("arguments.py", "bodies.py"):  # This comes before the build, which formats all files that it finds.
        (destination / name).write_text(project.env.get_template(f"{name}.jinja").render(), "utf-8")
    with redirect_stdout(io.StringIO()):
        problems = project.build()
    refuse(problems)
    written = sum(1 for _ in destination.glob("api/*/*.py")) - sum(1 for _ in destination.glob("api/*/__init__.py"))
    if written != (wanted := sum(1 for _ in operations(spec))):
        raise GenerationError(f"{wanted} operations in the specification, but {written} endpoint modules")


def write_servers(servers: dict[str, str], destination: Path) -> None:
    """Write the default address of each service: the first server of its document."""
    destination.mkdir(parents=True)
    (destination / "__init__.py").write_text(
        '"""The default addresses of the services. Written by `make generate` from `servers`; do not edit."""\n\n'
        "from typing import Final\n\n"
        + "".join(f"{name.upper()}: Final = {json.dumps(url)}\n" for name, url in servers.items()),
        "utf-8",
    )


def write_reexports(service: Service, spec: dict[str, Any], generated: Path, destination: Path) -> None:
    """The public names of the endpoint modules, a module for each tag, imported when first used."""
    from openapi_python_client.strings import ClassName

    client = re.sub("(?<=[a-z])(?=[A-Z])", "_", service.client).lower()
    public = f"edgegap_client.{service.api.replace('/', '.')}"
    source = f"{'.' * (service.api.count('/') + 2)}_generated.{service.name}.api"
    tags = sorted(path.parent.name for path in generated.glob("api/*/__init__.py"))
    example = next(operation for path, method, operation in operations(spec) if method == "get" and "{" not in path)
    name, tag = example["operationId"], example["tags"][0]
    destination.mkdir(exist_ok=True)
    (destination / "__init__.py").write_text(
        '"""The low-level functions: a module per group, in it a module per operation with `sync`, `sync_detailed`,\n'
        "`asyncio` and `asyncio_detailed`.\n\n"
        f"    from {public}.{tag} import {name}\n\n"
        f"    result = {name}.sync(client={client})\n\n"
        'Written by `make generate`; do not edit.\n"""\n',
        "utf-8",
    )
    for tag in tags:
        classes = [f"{prefix}{ClassName(tag, 'field_')}Resource" for prefix in ("Async", "")]
        names = sorted(path.stem for path in (generated / "api" / tag).glob("[!_]*.py"))
        (destination / f"{tag}.py").write_text(
            f'"""The operations of {tag}, one module each. Written by `make generate`; do not edit."""\n\n'
            "from typing import TYPE_CHECKING\n\n"
            + "".join(f"from {source}.{tag} import {name} as {name}\n" for name in classes)
            + "\n"
            + "if TYPE_CHECKING:\n"
            + f"    from {source}.{tag} import (\n"
            + "".join(f"        {name} as {name},\n" for name in names)
            + "    )\nelse:\n"
            + f"    from {source}.{tag} import __getattr__ as __getattr__\n\n"
            + f"__all__ = {classes + names!r}\n",
            "utf-8",
        )


def tidy(root: Path, folder: Path) -> None:
    """Run the generator's post hooks over a folder that it did not write."""
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
    """The files below `folder` by name, without Python's caches."""
    return {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def write_manifest(root: Path, versions: dict[str, str], built: Path, pins: dict[str, str]) -> None:
    """Write the sources and the SHA-256 of all generated files, in a form that sha256sum can check."""
    templates = (root / "openapi" / "templates").glob("*.jinja")
    files = files_in(built)
    lines = [
        "# The sources of the generated folders in edgegap_client, and the SHA-256 of each file in them.",
        f"spec-version: {', '.join(f'{document} {number}' for document, number in versions.items())}",
        f"spec: {digest(*(root / 'openapi' / document for document in versions), root=root)}",
        f"templates: {digest(*templates, root=root)}",
        f"config: {digest(root / 'generator-config.yaml', root=root)}",
        f"tree: {digest(*files.values(), root=built)}",
        *(f"{name}: {number}" for name, number in pins.items()),
        "",
        *(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}" for name, path in files.items()),
    ]
    (built / "_generated" / "MANIFEST").write_text("\n".join(lines) + "\n", "utf-8")


def build(root: Path, destination: Path) -> None:
    """Build the generated folders in `destination`, which is empty."""
    pins = pinned_versions(root)
    check_versions(pins)
    (destination / "_generated").mkdir()
    (destination / "api").mkdir()
    (destination / "_generated" / "__init__.py").write_text(GENERATED_INIT, "utf-8")
    versions: dict[str, str] = {}
    servers: dict[str, str] = {}
    for service in SERVICES:
        path = root / "openapi" / service.document
        written = load_yaml(path)
        problems = [*support_problems(path, written)]
        try:
            spec = lowered(written)
            check_specification(spec)
        except GenerationError as error:
            problems.append(str(error))
        if problems:
            raise GenerationError("\n".join(problems))
        versions[service.document] = spec["info"]["version"]
        generated = destination / "_generated" / service.name
        run_generator(root, service, spec, generated)
        # The sandbox validates against the specification in every copy of the package, without a YAML parser.
        text = json.dumps(without_prose(spec), ensure_ascii=False, separators=(",", ":"), default=str)
        (generated / "openapi.json").write_text(text + "\n", "utf-8")
        for server in spec.get("servers", ())[:1]:
            # If each customer has an address, there is no default.
            if "{" not in server["url"]:
                servers[service.name] = server["url"].rstrip("/")
        write_reexports(service, spec, generated, destination / service.api)
    write_servers(servers, destination / SERVERS)
    try:
        package = root / "edgegap_client"
        write_sync_client({package / f"{folder[:-4]}async": destination / folder for folder in SYNC_FOLDERS})
    except RuleError as error:
        raise GenerationError(str(error)) from error
    for folder in ("api", SERVERS, *SYNC_FOLDERS):
        tidy(root, destination / folder)
    write_manifest(root, versions, destination, pins)


def differences(fresh: Path, package: Path) -> list[str]:
    """Every generated file that differs from a fresh run, is missing, or should not exist."""
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
