"""`make generate` writes the same bytes everywhere, refuses what it cannot write, and `--check` sees every difference.

A run takes some seconds of one core. All runs are therefore started together, a few at a time, and each test waits for
its own.
"""

from __future__ import annotations

import copy
import functools
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import openapi_python_client
import pytest
from ruamel.yaml import YAML
from services import SERVICES
from sync_client import RULES, Rule, RuleError, write_sync_client

ROOT = Path(__file__).resolve().parents[2]
SPEC = "openapi/edgegap.yaml"
TEMPLATES = ROOT / "openapi" / "templates"
UPSTREAM = Path(openapi_python_client.__file__).parent / "templates"
PACKAGE = ROOT / "edgegap_client"
GENERATED = ("_generated", "api", "_core/_servers", "_sync", "_core/_sync", "_transport/_sync")
PINNED = ("openapi-python-client", "ruff")

Json = dict[str, Any]
Change = Callable[[Path], None]
Done = subprocess.CompletedProcess[str]


# --- the runs ---


def copy_repository(destination: Path, source: Path = ROOT) -> Path:
    """What generate.py reads and writes, and nothing else."""
    destination.mkdir(parents=True)
    for name in ("pyproject.toml", "generator-config.yaml"):
        shutil.copy(source / name, destination)
    for name in ("openapi", "edgegap_client"):
        shutil.copytree(source / name, destination / name, ignore=shutil.ignore_patterns("__pycache__"))
    return destination


def run(*arguments: str | Path, before: str = "", env: dict[str, str] | None = None) -> Done:
    """Run generate.py, after the statements in `before`."""
    script = str(ROOT / "openapi" / "generate.py")
    command = [sys.executable, script]
    if before:
        start = (
            f"import runpy, sys; sys.path[0] = {str(ROOT / 'openapi')!r}; {before}; sys.argv[0] = {script!r}; "
            f"runpy.run_path({script!r}, run_name='__main__')"
        )
        command = [sys.executable, "-c", start]
    return subprocess.run(
        [*command, *map(str, arguments)],
        env=os.environ | (env or {}),
        cwd="/",
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )


def files(package: Path) -> dict[str, bytes]:
    """The generated files of a package by name."""
    return {
        path.relative_to(package).as_posix(): path.read_bytes()
        for folder in GENERATED
        for path in sorted((package / folder).rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


@functools.cache
def load_spec() -> Json:
    loader: Any = YAML(typ="safe")
    found: Json = loader.load((ROOT / SPEC).read_text("utf-8"))
    return found


def shorten_spec(root: Path) -> None:
    """Leave two groups of the specification: a run takes a quarter of the time. It becomes JSON, which is YAML too."""
    spec = copy.deepcopy(load_spec())
    del spec["webhooks"], spec["components"]["pathItems"]
    tags = ("applications", "ip_lookup")
    spec["tags"] = [tag for tag in spec["tags"] if tag["name"] in tags]
    spec["paths"] = {path: item for path, item in spec["paths"].items() if next(iter(item.values()))["tags"][0] in tags}
    wanted: set[str] = set()

    def want(thing: object) -> None:
        for name in set(re.findall(r"#/components/schemas/(\w+)", json.dumps(thing))) - wanted:
            wanted.add(name)
            want(spec["components"]["schemas"][name])

    want([spec["paths"], spec["components"]["responses"]])
    spec["components"]["schemas"] = {
        name: schema for name, schema in spec["components"]["schemas"].items() if name in wanted
    }
    (root / SPEC).write_text(json.dumps(spec, indent=1), "utf-8")


def in_spec(change: Callable[[Json], object]) -> Change:
    """A change of the shortened specification."""

    def change_file(root: Path) -> None:
        spec = json.loads((root / SPEC).read_bytes())
        before = copy.deepcopy(spec)
        change(spec)
        assert spec != before
        (root / SPEC).write_text(json.dumps(spec, indent=1), "utf-8")

    return change_file


def read_application(spec: Json) -> Json:
    operation: Json = spec["paths"]["/v1/app/{app_name}"]["get"]
    return operation


def add_field(spec: Json, name: str, schema: Json) -> None:
    spec["components"]["schemas"]["Application"]["properties"][name] = schema


def add_part(spec: Json, name: str, fields: Json) -> None:
    """A schema, and a field of it."""
    spec["components"]["schemas"][name] = {"type": "object", "description": "A part.", "properties": fields}
    add_field(spec, "part", {"$ref": f"#/components/schemas/{name}"})


def add_parameter(spec: Json, name: str, place: str) -> None:
    parameter = {"name": name, "in": place, "description": "Something.", "schema": {"type": "string"}}
    read_application(spec).setdefault("parameters", []).append(parameter)


def share_an_answer_in_text(spec: Json) -> None:
    content = {"text/plain": {"schema": {"type": "string"}}}
    spec["components"]["responses"]["Text"] = {"description": "Text.", "content": content}
    read_application(spec)["responses"]["200"] = {"$ref": "#/components/responses/Text"}


def several_problems(spec: Json) -> None:
    del read_application(spec)["operationId"]
    del spec["paths"]["/v1/apps"]["get"]["summary"]
    update = spec["paths"]["/v1/app/{app_name}"]["patch"]
    update["x-edgegap-method"] = "create"
    rename_key(update["responses"]["200"]["content"], "application/json", "text/csv")
    add_field(spec, "cls", {"type": "string", "description": "A class."})


def rename_key(thing: Json, old: str, new: str) -> None:
    thing[new] = thing.pop(old)


def replaced(path: str, old: str, new: str) -> Change:
    def change(root: Path) -> None:
        text = (root / path).read_text("utf-8")
        assert old in text
        (root / path).write_text(text.replace(old, new), "utf-8")

    return change


def appended(path: str, text: str) -> Change:
    def change(root: Path) -> None:
        (root / path).write_bytes((root / path).read_bytes() + text.encode())

    return change


def deleted(path: str) -> Change:
    def change(root: Path) -> None:
        (root / path).unlink()

    return change


def added(path: str) -> Change:
    def change(root: Path) -> None:
        (root / path).touch(exist_ok=False)

    return change


def pinned(name: str, wanted: str) -> Change:
    def change(root: Path) -> None:
        text = (root / "pyproject.toml").read_text("utf-8")
        changed = re.sub(rf'"{name}==[^"]*"', f'"{name}{wanted}"', text)
        assert changed != text
        (root / "pyproject.toml").write_text(changed, "utf-8")

    return change


def together(*changes: Change) -> Change:
    def change(root: Path) -> None:
        for one in changes:
            one(root)

    return change


def unchanged(root: Path) -> None:
    pass


@dataclass(frozen=True)
class Case:
    """A run on a copy of the repository with a short specification, and what must come of it."""

    says: tuple[str, ...] = ()
    change: Change = unchanged
    before: str = ""
    env: dict[str, str] = field(default_factory=dict[str, str])


# generate.py looks for ruff beside its Python first: without this, that of the virtual environment is found.
PYTHON_WITHOUT_RUFF = "sys.executable = '/nowhere/bin/python'"
# These must not be generated at all, and the old code must stay as it is.
REFUSED = {
    "unknown_reference_in_an_answer": Case(
        change=in_spec(
            lambda spec: read_application(spec)["responses"]["200"]["content"]["application/json"].update(
                schema={"$ref": "#/components/schemas/Nowhere"}
            )
        ),
        says=("the $ref #/components/schemas/Nowhere leads nowhere",),
    ),
    "unknown_reference_in_an_answer_with_pages": Case(
        change=in_spec(
            lambda spec: spec["paths"]["/v1/apps"]["get"]["responses"]["200"]["content"]["application/json"].update(
                schema={"$ref": "#/components/schemas/Nowhere"}
            )
        ),
        says=("Nowhere",),
    ),
    "unknown_reference_in_a_field": Case(
        change=in_spec(
            lambda spec: spec["components"]["schemas"]["AppList"]["properties"]["pagination"].update(
                {"$ref": "#/components/schemas/Nowhere"}
            )
        ),
        says=("Nowhere",),
    ),
    "unsupported_content_type_of_a_request": Case(
        change=in_spec(
            lambda spec: rename_key(
                spec["paths"]["/v1/app"]["post"]["requestBody"]["content"], "application/json", "application/xml"
            )
        ),
        says=("edgegap.yaml:", "paths//v1/app/post/requestBody/content/application/xml: a request is"),
    ),
    "unsupported_content_type_of_an_answer": Case(
        change=in_spec(
            lambda spec: rename_key(
                read_application(spec)["responses"]["200"]["content"], "application/json", "application/xml"
            )
        ),
        says=("paths//v1/app/{app_name}/get/responses/200/content/application/xml: only JSON",),
    ),
    "text_answer_which_the_templates_would_read_as_json": Case(
        change=in_spec(
            lambda spec: rename_key(
                read_application(spec)["responses"]["200"]["content"], "application/json", "text/plain"
            )
        ),
        says=("text/plain",),
    ),
    "missing_operation_id": Case(
        change=in_spec(lambda spec: read_application(spec).pop("operationId")),
        says=("/v1/app/{app_name}", "operationId"),
    ),
    "operation_id_twice_in_a_tag": Case(
        change=in_spec(lambda spec: read_application(spec).update(operationId="create_application")),
        says=("GET /v1/app/{app_name}: the operationId create_application is used twice",),
    ),
    "operation_id_twice_in_different_tags": Case(
        change=in_spec(lambda spec: read_application(spec).update(operationId="lookup_ip")),
        says=("lookup_ip",),
    ),
    "method_name_twice_in_a_tag": Case(
        change=in_spec(lambda spec: read_application(spec).update({"x-edgegap-method": "create"})),
        says=("create",),
    ),
    "missing_method_name": Case(
        change=in_spec(lambda spec: read_application(spec).pop("x-edgegap-method")),
        says=("x-edgegap-method",),
    ),
    "method_name_that_is_not_python": Case(
        change=in_spec(lambda spec: read_application(spec).update({"x-edgegap-method": "get it"})),
        says=("GET /v1/app/{app_name}: the x-edgegap-method 'get it' is not a Python name",),
    ),
    "enum_of_mixed_types": Case(
        change=in_spec(
            lambda spec: spec["components"]["schemas"].update(
                Application={"description": "Mixed.", "enum": ["one", 1]},
            )
        ),
        says=("Application", "num"),
    ),
    "tag_without_description": Case(
        change=in_spec(lambda spec: spec["tags"][0].pop("description")),
        says=("applications", "description"),
    ),
    "tag_that_is_not_declared": Case(
        change=in_spec(lambda spec: spec["tags"].pop()),
        says=("ip_lookup",),
    ),
    "pages_of_a_list_that_is_not_there": Case(
        change=in_spec(lambda spec: spec["paths"]["/v1/apps"]["get"].update({"x-edgegap-paginate": "apps"})),
        says=("list_applications", "apps"),
    ),
    "field_that_would_hide_a_part_of_the_model": Case(
        change=in_spec(lambda spec: add_field(spec, "cls", {"type": "string", "description": "A class."})),
        says=("schema Application", "cls"),
    ),
    "several_problems_which_are_all_named": Case(
        change=in_spec(several_problems),
        says=(
            "GET /v1/app/{app_name} has no operationId\n",
            "GET /v1/apps has no summary\n",
            "PATCH /v1/app/{app_name}: the x-edgegap-method of the tag applications create is used twice\n",
            "paths//v1/app/{app_name}/patch/responses/200/content/text/csv: only JSON responses are supported",
            "schema Application: a field cannot be called cls, ",
        ),
    ),
    "text_in_an_answer_that_is_shared": Case(
        change=in_spec(share_an_answer_in_text),
        says=("text/plain",),
    ),
    "schema_that_would_hide_a_part_of_the_generated_code": Case(
        change=in_spec(
            lambda spec: add_part(spec, "Model", {"a": {"type": "string", "description": "Something."}}),
        ),
        says=("Model",),
    ),
    "schema_whose_name_is_not_that_of_a_class": Case(
        change=in_spec(
            lambda spec: add_part(spec, "some_part", {"a": {"type": "string", "description": "Something."}}),
        ),
        says=("some_part",),
    ),
    "query_parameter_that_would_hide_a_part_of_the_generated_code": Case(
        change=in_spec(lambda spec: add_parameter(spec, "params", "query")),
        says=("GET /v1/app/{app_name}", "params"),
    ),
    "cookie_which_the_templates_do_not_send": Case(
        change=in_spec(lambda spec: add_parameter(spec, "session", "cookie")),
        says=("GET /v1/app/{app_name}", "cookie"),
    ),
    "operation_id_that_is_not_the_name_of_a_module": Case(
        change=in_spec(lambda spec: read_application(spec).update(operationId="readApplication")),
        says=("readApplication",),
    ),
    "field_without_description": Case(
        change=in_spec(lambda spec: add_field(spec, "mood", {"type": "string"})),
        says=("Application", "mood", "description"),
    ),
    "inline_object": Case(
        change=in_spec(
            lambda spec: add_field(
                spec,
                "part",
                {"description": "A part.", "type": "object", "properties": {"a": {"type": "string"}}},
            )
        ),
        says=("Application", "part"),
    ),
    "request_body_that_is_no_object": Case(
        change=in_spec(
            lambda spec: spec["paths"]["/v1/app"]["post"]["requestBody"]["content"]["application/json"].update(
                schema={"type": "array", "items": {"type": "string"}}
            )
        ),
        says=("create_application",),
    ),
    "failing_post_hook": Case(
        change=replaced("generator-config.yaml", "- ruff check", "- no-such-tool check"),
        says=("no-such-tool is not in PATH",),
    ),
    "async_code_that_does_not_parse": Case(
        change=appended("edgegap_client/_core/_async/paging.py", "\nclass :\n"), says=("ruff format", "paging.py")
    ),
    "rule_of_the_synchronous_client_that_matches_nothing": Case(
        change=replaced("edgegap_client/_transport/_async/pool.py", "handle_async_request", "handle_request"),
        says=("the rule for handle_async_request matches nothing",),
    ),
    "asynchronous_name_that_no_rule_covers": Case(
        change=appended("edgegap_client/_async/sessions.py", "\nimport asyncio\n"),
        says=("edgegap_client/_sync/sessions.py, line ", ": asyncio remains"),
    ),
    **{
        f"other_pin_of_{name}": Case(
            change=pinned(name, "==0.0.1"),
            says=(f"{name} ", "is installed, but pyproject.toml pins 0.0.1", "make venv"),
        )
        for name in PINNED
    },
    "generator_without_a_pin": Case(
        change=pinned("openapi-python-client", ">=0.29"),
        says=("openapi-python-client", "pin"),
    ),
    "other_ruff_first_on_path": Case(
        before=PYTHON_WITHOUT_RUFF,
        env={"PATH": "{fake}"},
        says=("ruff 0.0.1 is first on PATH, but pyproject.toml pins",),
    ),
    "no_ruff_at_all": Case(before=PYTHON_WITHOUT_RUFF, env={"PATH": "{empty}"}, says=("ruff",)),
}

# `--check` names exactly these files.
DIFFERENT = {
    "edited_deleted_and_added_files": Case(
        change=together(
            appended("edgegap_client/_generated/orchestration/models/application.py", "# a note\n"),
            appended("edgegap_client/_core/_sync/paging.py", " "),
            deleted("edgegap_client/_generated/orchestration/api/applications/get_application.py"),
            deleted("edgegap_client/api/ip_lookup.py"),
            added("edgegap_client/_generated/orchestration/models/extra.py"),
            added("edgegap_client/api/notes.txt"),
        ),
        says=(
            "missing: edgegap_client/_generated/orchestration/api/applications/get_application.py",
            "differs: edgegap_client/_generated/orchestration/models/application.py",
            "stale:   edgegap_client/_generated/orchestration/models/extra.py",
            "missing: edgegap_client/api/ip_lookup.py",
            "stale:   edgegap_client/api/notes.txt",
            "differs: edgegap_client/_core/_sync/paging.py",
        ),
    ),
    "a_changed_summary": Case(
        change=in_spec(lambda spec: read_application(spec).update(summary="Look at an application")),
        says=(
            "differs: edgegap_client/_generated/MANIFEST",
            "differs: edgegap_client/_generated/orchestration/api/applications/__init__.py",
            "differs: edgegap_client/_generated/orchestration/api/applications/get_application.py",
        ),
    ),
    "a_changed_template_and_a_changed_async_client": Case(
        change=together(
            appended("openapi/templates/errors.py.jinja", "\nx = 1\n"),
            appended("edgegap_client/_core/_async/paging.py", "\nx = 1\n"),
        ),
        says=(
            "differs: edgegap_client/_generated/MANIFEST",
            *(f"differs: edgegap_client/_generated/{service.name}/errors.py" for service in SERVICES),
            "differs: edgegap_client/_core/_sync/paging.py",
        ),
    ),
    "a_comment_in_the_config": Case(
        change=appended("generator-config.yaml", "# a note\n"), says=("differs: edgegap_client/_generated/MANIFEST",)
    ),
}

# The surroundings must not change a byte.
SURROUNDINGS = {
    "another_ruff_first_on_path_and_ruff_settings_around_the_temporary_folder": Case(
        env={"PATH": "{fake}" + os.pathsep + os.environ["PATH"], "TMPDIR": "{hostile}/in"}
    ),
    "a_temporary_folder_that_git_ignores": Case(
        env={"TMPDIR": "{ignored}/in"},
    ),
}

# A second service, made from a copy of the first one's document.
OTHER_SERVICE = (
    "import services; services.SERVICES += "
    "(services.Service('other', 'other.yaml', client='Other', models='other', api='api/other'),)"
)


def add_other_service(root: Path) -> None:
    spec = json.loads((root / SPEC).read_bytes())
    spec["info"]["version"] = "7.8"
    (root / "openapi" / "other.yaml").write_text(json.dumps(spec), "utf-8")


def cases(table: dict[str, Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        "name",
        list(table),
    )


@dataclass
class Runs:
    """All runs, started and not yet waited for."""

    home: Path
    futures: dict[str, Future[Done]] = field(default_factory=dict[str, "Future[Done]"])

    def root(self, name: str) -> Path:
        return self.home / name / "repository"

    def result(self, name: str) -> Done:
        return self.futures[name].result()


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runs]:
    home = tmp_path_factory.mktemp("generation")
    places = {name: str(home / name) for name in ("fake", "empty", "hostile", "ignored")}
    for place in places.values():
        (Path(place) / "in").mkdir(parents=True)
    (home / "fake" / "ruff").write_text("#!/bin/sh\necho ruff 0.0.1\n", "utf-8")
    (home / "fake" / "ruff").chmod(0o755)
    (home / "hostile" / "ruff.toml").write_text("line-length = 40\n[format]\nquote-style = 'single'\n", "utf-8")
    (home / "hostile" / "in" / "pyproject.toml").write_text("[tool.ruff]\nline-length = 40\n", "utf-8")
    (home / "ignored" / ".ignore").write_text("*\n", "utf-8")
    found = Runs(home)

    def rewrite() -> Done:
        root = copy_repository(found.root("rewrite"))
        for folder in GENERATED:
            shutil.rmtree(root / "edgegap_client" / folder)
        other = {"PYTHONHASHSEED": "4242", "TZ": "Asia/Tokyo"}
        ascii_only = {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
        return run("--root", root, env=other | ascii_only)

    def rewrite_with_other_service() -> Done:
        root = copy_repository(found.root("two_services"), short)
        add_other_service(root)
        return run("--root", root, before=OTHER_SERVICE)

    def rewrite_short() -> Done:
        return run("--root", copy_repository(found.root("fresh"), short))

    def run_case(name: str, case: Case, source: Path, *arguments: str) -> Done:
        root = copy_repository(found.root(name), source)
        case.change(root)
        env = {variable: value.format(**places) for variable, value in case.env.items()}
        return run(*arguments, "--root", root, before=case.before, env=env)

    def check_case(name: str, case: Case) -> Done:
        # On freshly written code, so that these tests do not depend on the state of the repository.
        assert found.result("fresh").returncode == 0
        return run_case(name, case, found.root("fresh"), "--check")

    with ThreadPoolExecutor(max_workers=min(4, max(2, os.cpu_count() or 2))) as pool:
        found.futures["repository"] = pool.submit(run, "--check")
        found.futures["rewrite"] = pool.submit(rewrite)
        short = copy_repository(found.root("short"))
        shorten_spec(short)
        found.futures["fresh"] = pool.submit(rewrite_short)
        found.futures["two_services"] = pool.submit(rewrite_with_other_service)
        for name, case in REFUSED.items():
            found.futures[name] = pool.submit(run_case, name, case, short)
        for name, case in (DIFFERENT | SURROUNDINGS).items():
            found.futures[name] = pool.submit(check_case, name, case)
        yield found
        pool.shutdown(cancel_futures=True)


# --- what a run does ---


def test_the_generated_code_is_up_to_date(runs: Runs) -> None:
    done = runs.result("repository")

    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert done.stdout.endswith("the generated code is up to date\n")


def test_deleted_code_comes_back_byte_by_byte_whatever_the_hash_seed_locale_and_folder(runs: Runs) -> None:
    done = runs.result("rewrite")

    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    fresh = files(runs.root("rewrite") / "edgegap_client")
    there = files(PACKAGE)
    assert fresh.keys() == there.keys()
    assert [name for name in fresh if fresh[name] != there[name]] == []


@cases(SURROUNDINGS)
def test_the_surroundings_do_not_change_a_byte(name: str, runs: Runs) -> None:
    done = runs.result(name)

    assert (done.returncode, done.stderr) == (0, ""), done.stdout


@cases(DIFFERENT)
def test_check_names_every_file_that_differs_is_missing_or_is_stale(name: str, runs: Runs) -> None:
    done = runs.result(name)

    assert done.returncode == 1
    assert "make generate" in done.stderr
    lines = [line for line in done.stdout.splitlines() if not line.startswith("Generating ")]
    assert sorted(lines) == sorted(DIFFERENT[name].says)


def test_a_service_more_is_a_folder_more_in_generated_and_in_api(runs: Runs) -> None:
    done = runs.result("two_services")

    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    package = runs.root("two_services") / "edgegap_client"
    assert (package / "_generated" / "other" / "openapi.json").is_file()
    manifest = (package / "_generated" / "MANIFEST").read_text("utf-8")
    assert f"\nspec-version: {', '.join(versions())}, other.yaml 7.8\n" in manifest
    script = """
import edgegap_client
from edgegap_client.api.applications import get_application
from edgegap_client.api.other.applications import get_application as other
assert other.OPERATION == get_application.OPERATION and other is not get_application, other
assert "edgegap_client.api.other.applications import list_applications" in edgegap_client.api.other.__doc__
from edgegap_client._generated.other.api import AsyncResources, Resources
assert Resources.__doc__ == "The operations of `Other`, by group.", Resources.__doc__
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=package.parent, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@cases(REFUSED)
def test_refuses_to_generate_saying_why_and_leaves_the_code_alone(name: str, runs: Runs) -> None:
    done = runs.result(name)

    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("not generated: ")
    assert [part for part in REFUSED[name].says if part not in done.stderr] == []
    assert files(runs.root(name) / "edgegap_client") == files(runs.root("short") / "edgegap_client")


def python_of(version: str) -> str | None:
    """A Python of this version that starts; pyenv's shims are there even for versions that do not."""
    candidates = [
        shutil.which(f"python{version}"),
        *sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python")),
    ]
    for candidate in (item for item in candidates if item):
        code = "import sys; print('%d.%d' % sys.version_info[:2])"
        done = subprocess.run([candidate, "-c", code], capture_output=True, text=True)
        if done.returncode == 0 and done.stdout.strip() == version:
            return str(candidate)
    return None


@pytest.mark.parametrize("version", ["3.12", "3.13"])
@pytest.mark.skipif(
    os.environ.get("EDGEGAP_TEST_PYTHONS") != "1",
    reason="installs the pinned tools for each version of Python; EDGEGAP_TEST_PYTHONS=1 runs it",
)
def test_every_python_writes_the_same_bytes(version: str, tmp_path: Path) -> None:
    python = python_of(version)
    if python is None:
        pytest.skip(f"Python {version} is not at hand")
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]["dev"]
    pins = [line for line in tools if isinstance(line, str) and line.split("==")[0] in PINNED]
    subprocess.run([python, "-m", "venv", tmp_path / "venv"], check=True)
    own = tmp_path / "venv" / "bin" / "python"
    subprocess.run([own, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *pins], check=True)

    done = subprocess.run(
        [own, ROOT / "openapi" / "generate.py", "--check", "--root", copy_repository(tmp_path / "repository")],
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stdout + done.stderr


# --- the rules of the synchronous client ---


def synchronous(source: str, folder: Path, rules: tuple[Rule, ...]) -> str:
    (folder / "_async").mkdir(parents=True)
    (folder / "_async" / "module.py").write_text(f'"""A module."""\n{source}\n', "utf-8")
    write_sync_client({folder / "_async": folder / "_sync"}, rules)
    return (folder / "_sync" / "module.py").read_text("utf-8").split("do not edit.\n", 1)[1].rstrip("\n")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("async def aclose(self): await self._stream.aclose()", "def close(self): self._stream.close()"),
        ("found = [*await one(), (await two()).three]", "found = [*one(), (two()).three]"),
        ("async with AsyncEdgegap() as it:\n    async for _ in it.pages(): pass",
         "with Edgegap() as it:\n    for _ in it.pages(): pass"),
        ("async def __aenter__(self): ...\nasync def __aexit__(self): ...\nasync def __aiter__(self): yield",
         "def __enter__(self): ...\ndef __exit__(self): ...\ndef __iter__(self): yield"),
        ("from contextlib import asynccontextmanager", "from contextlib import contextmanager"),
        ("response = await transport.handle_async_request(request)", "response = transport.handle_request(request)"),
        ("from .._transport.async_stream import AsyncBackend", "from .._transport.sync_stream import Backend"),
        ("from .._core._async.paging import AsyncPager", "from .._core._sync.paging import Pager"),
        ("import httpcore\nX = httpcore.AsyncHTTPConnection", "import httpcore\nX = httpcore.HTTPConnection"),
        ("x = 1  # The asynchronous client awaits; see `await edgegap.f()`",
         "x = 1  # The synchronous client awaits; see `edgegap.f()`"),
        ("x = 1  # async client only", "x = 1  # async client only"),
        ("X = 'f: AsyncFetch'", "X = 'f: Fetch'"),
    ],
)  # fmt: skip
def test_code_and_prose_become_synchronous(source: str, expected: str, tmp_path: Path) -> None:
    used = tuple(rule for rule in RULES if re.search(rule.pattern, source))
    assert synchronous(source, tmp_path, used) == expected


@pytest.mark.parametrize(
    "source", ["import asyncio", "def f(is_async): ...", "x = StopAsyncIteration", "f = anext(g).__await__"]
)
def test_an_asynchronous_name_that_remains_is_named(source: str, tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"_sync/module.py, line 2: \w+ remains"):
        synchronous(source, tmp_path, ())


def test_every_unused_rule_is_named(tmp_path: Path) -> None:
    with pytest.raises(RuleError) as caught:
        synchronous("x = 1", tmp_path, RULES)
    assert [rule.name for rule in RULES if f"the rule for {rule.name} matches nothing" not in str(caught.value)] == []


# --- what the generated code is ---


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def total(contents: dict[str, bytes]) -> str:
    """One hash over names and contents, as the manifest defines it."""
    return sha256("".join(f"{name}\0{sha256(contents[name])}\n" for name in sorted(contents)).encode())


def manifest() -> tuple[dict[str, str], dict[str, str]]:
    """The facts and the hash of each file."""
    text = (PACKAGE / "_generated" / "MANIFEST").read_text("utf-8")
    facts, hashes = text.split("\n\n")
    known = (line.split(": ", 1) for line in facts.splitlines() if not line.startswith("#"))
    listed = (line.split("  ", 1) for line in hashes.splitlines())
    return {name: value for name, value in known}, {name: value for value, name in listed}  # noqa: C416


def versions() -> list[str]:
    """Each document with its version."""
    found: list[str] = []
    for service in SERVICES:
        text = (ROOT / "openapi" / service.document).read_text("utf-8")
        spec = cast("Json", YAML(typ="safe").load(text))  # pyright: ignore[reportUnknownMemberType]
        found.append(f"{service.document} {spec['info']['version']}")
    return found


def in_root(*paths: Path) -> dict[str, bytes]:
    return {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in paths}


def test_the_manifest_holds_the_right_hash_of_every_generated_file_and_of_nothing_else() -> None:
    _, hashes = manifest()
    there = files(PACKAGE)
    del there["_generated/MANIFEST"]

    assert hashes == {name: sha256(content) for name, content in there.items()}


def test_the_manifest_says_what_the_code_was_made_from() -> None:
    facts, _ = manifest()
    there = files(PACKAGE)
    del there["_generated/MANIFEST"]
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]["dev"]
    pins = dict(line.split("==") for line in tools if "==" in line)

    assert facts == {
        "spec-version": ", ".join(versions()),
        "spec": total(in_root(*(ROOT / "openapi" / service.document for service in SERVICES))),
        "templates": total(in_root(*TEMPLATES.glob("*.jinja"))),
        "config": total(in_root(ROOT / "generator-config.yaml")),
        "tree": total(there),
        **{name: pins[name] for name in PINNED},
    }


def test_sha256sum_can_check_the_manifest() -> None:
    if not (tool := shutil.which("sha256sum")):
        pytest.skip("no sha256sum here")
    _, hashes = manifest()
    lines = "".join(f"{value}  {name}\n" for name, value in hashes.items())

    done = subprocess.run([tool, "--check", "--strict", "--quiet"], cwd=PACKAGE, input=lines, text=True)

    assert done.returncode == 0


def missing(whole: Any, part: Any, where: str = "") -> set[str]:
    """The keys that are in one document and not in the other; values of both have to be the same."""
    kind = cast("object", type(whole))
    assert kind is type(part), where
    if kind is dict:
        more: dict[str, Any] = whole
        less: dict[str, Any] = part
        assert less.keys() <= more.keys(), where
        found = {f"{where}/{key}" for key in more.keys() - less.keys()}
        return found.union(*(missing(more[key], less[key], f"{where}/{key}") for key in less))
    if kind is list:
        many: list[Any] = whole
        assert len(many) == len(part), where
        return set[str]().union(*(missing(each, part[number], f"{where}/{number}") for number, each in enumerate(many)))
    assert whole == part, where
    return set()
