"""`make spec-diff`: what a change means to users, and that none breaks them by the way."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import griffe
import pytest
import spec_diff
from facts import tree
from services import SERVICES

from .documents import TEXT, THING, Json, asked, document, given

ROOT = Path(__file__).resolve().parents[2]
HERE = "`PUT /v1/thing/{id}`"
NUMBER: Json = {"type": "integer"}
NULL: Json = {"type": ["string", "null"]}


def changes(old: Json, new: Json) -> list[tuple[str, str]]:
    return list(spec_diff.spec_changes(tree(old, ours=True), tree(new, ours=True)))


def only_a(schema: Json, **more: Any) -> Json:
    return {"type": "object", "properties": {"a": schema}, **more}


def enum(*values: str) -> Json:
    return {"type": "string", "enum": list(values)}


KEY_A, KEY_B = "a (key in header authorization)", "b (key in header authorization)"


def secured(*names: str) -> Json:
    """A document in which each of these tokens is enough."""
    found = document(security=[{name: []} for name in names], components={})
    scheme = {"type": "apiKey", "in": "header", "name": "Authorization"}
    found["components"]["securitySchemes"] = dict.fromkeys(("a", "b"), scheme)
    return found


def extended(key: str, value: Any) -> Json:
    more: dict[str, Any] = {f"x-edgegap-{key}": value}
    return document(**more)


def served(*addresses: str) -> Json:
    return document(servers=[{"url": address} for address in addresses])


# What happens, from which document to which, and how it is told; the way back is told in the second place.
BOTH_WAYS: list[tuple[Json, Json, tuple[str, str], tuple[str, str]]] = [
    (
        document(TEXT),
        {**document(TEXT), "paths": {**document(TEXT)["paths"], **document(path="/v1/new")["paths"]}},
        ("Added", "`PUT /v1/new`: new"),
        ("Breaking", "`PUT /v1/new`: gone"),
    ),
    (
        document(),
        given(name="q", **{"in": "query"}),
        ("Added", f"{HERE}, query q: new (string, optional)"),
        ("Breaking", f"{HERE}, query q: gone (string, optional)"),
    ),
    (
        document(),
        given(name="q", required=True, **{"in": "query"}),
        ("Breaking", f"{HERE}, query q: new (string, required)"),
        ("Breaking", f"{HERE}, query q: gone (string, required)"),
    ),
    (
        document(responses={"200": {}}),
        document(responses={"200": {}, "404": {}}),
        ("Added", f"{HERE}, status 404: new"),
        ("Added", f"{HERE}, status 404: gone"),
    ),
    (
        document(responses={"200": {}}),
        document(responses={"200": {}, "204": {}}),
        ("Added", f"{HERE}, status 204: new"),
        ("Breaking", f"{HERE}, status 204: gone"),
    ),
    (
        document(THING),
        document({**THING, "properties": {**THING["properties"], "c": TEXT}}),
        ("Added", f"{HERE}, response 200.c: new (string, optional)"),
        ("Breaking", f"{HERE}, response 200.c: gone (string, optional)"),
    ),
    (
        asked(only_a(TEXT)),
        asked({**only_a(TEXT, required=["b"]), "properties": {"a": TEXT, "b": TEXT}}),
        ("Breaking", f"{HERE}, body.b: new (string, required)"),
        ("Breaking", f"{HERE}, body.b: gone (string, required)"),
    ),
    (
        document(),
        asked(THING),
        ("Added", f"{HERE}: body is new (optional)"),
        ("Breaking", f"{HERE}: body is gone (optional)"),
    ),
    (
        document(only_a(TEXT)),
        document(only_a(TEXT, required=["a"])),
        ("Added", f"{HERE}, response 200.a: required now; optional before"),
        ("Breaking", f"{HERE}, response 200.a: optional now; required before"),
    ),
    (
        asked(only_a(TEXT)),
        asked(only_a(TEXT, required=["a"])),
        ("Breaking", f"{HERE}, body.a: required now; optional before"),
        ("Added", f"{HERE}, body.a: optional now; required before"),
    ),
    (
        document(only_a(TEXT)),
        document(only_a(NULL)),
        ("Breaking", f"{HERE}, response 200.a: may be null now; never null before"),
        ("Added", f"{HERE}, response 200.a: never null now; may be null before"),
    ),
    (
        asked(only_a(TEXT)),
        asked(only_a(NULL)),
        ("Added", f"{HERE}, body.a: may be null now; never null before"),
        ("Breaking", f"{HERE}, body.a: never null now; may be null before"),
    ),
    (
        document(TEXT),
        document(NUMBER),
        ("Breaking", f"{HERE}, response 200: type was string, is integer"),
        ("Breaking", f"{HERE}, response 200: type was integer, is string"),
    ),
    (
        document(TEXT),
        document({**TEXT, "format": "date-time"}),
        ("Breaking", f"{HERE}, response 200: format is new (date-time)"),
        ("Breaking", f"{HERE}, response 200: format is gone (date-time)"),
    ),
    (
        document(TEXT),
        document({**TEXT, "format": "password"}),
        ("Added", f"{HERE}, response 200: format is new (password)"),
        ("Breaking", f"{HERE}, response 200: format is gone (password)"),
    ),
    (
        document(enum("a")),
        document(enum("a", "b")),
        ("Added", f"{HERE}, response 200: the value `b` is new"),
        ("Breaking", f"{HERE}, response 200: the value `b` is gone"),
    ),
    (
        document(TEXT),
        document(enum("a")),
        ("Added", f"{HERE}, response 200: enum is new (a)"),
        ("Breaking", f"{HERE}, response 200: enum is gone (a)"),
    ),
    (
        asked({**NUMBER, "minimum": 1}),
        asked({**NUMBER, "minimum": 2}),
        ("Breaking", f"{HERE}, body: minimum was 1, is 2"),
        ("Added", f"{HERE}, body: minimum was 2, is 1"),
    ),
    (
        asked({**TEXT, "maxLength": 9}),
        asked({**TEXT, "maxLength": 10}),
        ("Added", f"{HERE}, body: maxLength was 9, is 10"),
        ("Breaking", f"{HERE}, body: maxLength was 10, is 9"),
    ),
    (
        asked(TEXT),
        asked({**TEXT, "pattern": "^a"}),
        ("Breaking", f"{HERE}, body: pattern is new (^a)"),
        ("Added", f"{HERE}, body: pattern is gone (^a)"),
    ),
    (
        document(operationId="get"),
        document(operationId="read"),
        ("Breaking", f"{HERE}: operationId was get, is read"),
        ("Breaking", f"{HERE}: operationId was read, is get"),
    ),
    (
        document(),
        document(deprecated=True),
        ("Deprecated", f"{HERE}: deprecated now"),
        ("Added", f"{HERE}: no longer deprecated"),
    ),
    (
        document(description="One thing."),
        document(description="Another thing."),
        ("Documentation", f"{HERE}: description"),
        ("Documentation", f"{HERE}: description"),
    ),
    (
        document({**TEXT, "example": "a"}),
        document(TEXT),
        ("Documentation", f"{HERE}, response 200: example"),
        ("Documentation", f"{HERE}, response 200: example"),
    ),
    (
        document(only_a(TEXT)),
        document(only_a({**TEXT, "deprecated": True})),
        ("Deprecated", f"{HERE}, response 200.a: deprecated now"),
        ("Added", f"{HERE}, response 200.a: no longer deprecated"),
    ),
    (
        given(name="q", **{"in": "query"}),
        given(name="q", deprecated=True, **{"in": "query"}),
        ("Deprecated", f"{HERE}, query q: deprecated now"),
        ("Added", f"{HERE}, query q: no longer deprecated"),
    ),
    (
        document(only_a(TEXT)),
        document(only_a({**TEXT, "x-edgegap-secret": True})),
        ("Added", f"{HERE}, response 200.a: a secret now"),
        ("Breaking", f"{HERE}, response 200.a: no longer a secret"),
    ),
    (
        given(name="q", **{"in": "query"}),
        given(name="q", **{"in": "query", "x-edgegap-secret": True}),
        ("Added", f"{HERE}, query q: a secret now"),
        ("Breaking", f"{HERE}, query q: no longer a secret"),
    ),
    (
        given(name="id", **{"in": "path"}),
        given(name="id", **{"in": "path", "x-edgegap-slashes": True}),
        ("Added", f"{HERE}, path id: keeps its slashes now"),
        ("Breaking", f"{HERE}, path id: no longer keeps its slashes"),
    ),
    (
        document(path="/v1/thing"),
        document(path="/v1/thing/"),
        ("Breaking", "`PUT /v1/thing`: end of the path was no slash, is a slash"),
        ("Breaking", "`PUT /v1/thing/`: end of the path was a slash, is no slash"),
    ),
    (
        secured("a"),
        secured("a", "b"),
        ("Added", f"{HERE}: security was {KEY_A}, is {KEY_A} or {KEY_B}"),
        ("Breaking", f"{HERE}: security was {KEY_A} or {KEY_B}, is {KEY_A}"),
    ),
    (
        document(security=[]),
        secured("a"),
        ("Breaking", f"{HERE}: security was none, is {KEY_A}"),
        ("Added", f"{HERE}: security was {KEY_A}, is none"),
    ),
    (
        served("https://a.example"),
        served("https://a.example", "https://b.example"),
        ("Added", "`servers`: the server `https://b.example` is new"),
        ("Added", "`servers`: the server `https://b.example` is gone"),
    ),
    (
        served("https://a.example", "https://b.example"),
        served("https://b.example", "https://a.example"),
        ("Breaking", "`servers`: default server was https://a.example, is https://b.example"),
        ("Breaking", "`servers`: default server was https://b.example, is https://a.example"),
    ),
    (
        extended("rate-limit", 10),
        extended("rate-limit", 20),
        ("Added", f"{HERE}: rate limit was 10 requests per second, is 20 requests per second"),
        ("Added", f"{HERE}: rate limit was 20 requests per second, is 10 requests per second"),
    ),
    (
        document(),
        extended("paginate", "items"),
        ("Breaking", f"{HERE}: x-edgegap-paginate is new (items)"),
        ("Breaking", f"{HERE}: x-edgegap-paginate is gone (items)"),
    ),
    (
        asked(only_a(TEXT)),
        asked(only_a({**TEXT, "default": "x"})),
        ("Breaking", f"{HERE}, body.a: default is new (x)"),
        ("Breaking", f"{HERE}, body.a: default is gone (x)"),
    ),
    (
        document(THING),
        document({**THING, "additionalProperties": False}),
        ("Breaking", f"{HERE}, response 200: other fields is new (refused)"),
        ("Added", f"{HERE}, response 200: other fields is gone (refused)"),
    ),
    (
        document(enum("a")),
        document({"type": "string", "x-extensible-enum": ["a"]}),
        ("Added", f"{HERE}, response 200: accepts other values now"),
        ("Added", f"{HERE}, response 200: no longer accepts other values"),
    ),
    (
        document({**NUMBER, "minimum": 1}),
        document({**NUMBER, "minimum": 2}),
        ("Added", f"{HERE}, response 200: minimum was 1, is 2"),
        ("Added", f"{HERE}, response 200: minimum was 2, is 1"),
    ),
    (
        given(name="id", **{"in": "path"}),
        document(path="/v1/thing/{no}", parameters=[{"name": "no", "in": "path", "schema": TEXT}]),
        ("Breaking", f"{HERE}, path id: its name was id, is no"),
        ("Breaking", "`PUT /v1/thing/{no}`, path no: its name was no, is id"),
    ),
]


@pytest.mark.parametrize(("old", "new", "there", "back"), BOTH_WAYS, ids=[there[1] for _, _, there, _ in BOTH_WAYS])
def test_a_change_is_told_by_what_it_means(old: Json, new: Json, there: Any, back: Any) -> None:
    assert (changes(old, new), changes(new, old)) == ([there], [back])


def test_a_schema_under_another_name_is_a_class_under_another_name() -> None:
    def named(name: str) -> Json:
        return document({"$ref": f"#/components/schemas/{name}"}, components={name: THING})

    assert changes(named("Thing"), named("Item")) == [
        ("Breaking", f"{HERE}, response 200: its model was Thing, is Item"),
    ]


def test_our_word_for_a_time_is_the_standard_one() -> None:
    standard, ours = document({**TEXT, "format": "date-time"}), document({**TEXT, "x-edgegap-time": True})
    assert (changes(standard, ours), changes(ours, standard)) == ([], [])
    named = document({"$ref": "#/components/schemas/Time"}, components={"Time": {**TEXT, "x-edgegap-time": True}})
    assert changes(standard, named) == []


def test_a_named_secret_is_one_where_it_is_used() -> None:
    secret = {**TEXT, "x-edgegap-secret": True}
    named = document(only_a({"$ref": "#/components/schemas/Secret"}), components={"Secret": secret})
    assert changes(document(only_a(secret)), named) == []


def test_a_webhook_is_received() -> None:
    def with_webhook(schema: Json) -> Json:
        body = {"content": {"application/json": {"schema": schema}}}
        return {**document(), "webhooks": {"ready": {"post": {"requestBody": body, "responses": {}}}}}

    assert changes(with_webhook(only_a(TEXT)), with_webhook(only_a(TEXT, required=["a"]))) == [
        ("Added", "`webhook ready`, body.a: required now; optional before"),
    ]


# --- the release ---

FIRST = "## 0.1.0 - unreleased\n\n- All.\n"
RELEASED = FIRST.replace("unreleased", "2026-12-01")
NEEDS_MINOR = "after 0.1.0 a break needs a new minor version, but edgegap_client/_version.py says "
NEEDS_LINE = "CHANGELOG.md has no new line under "


@pytest.mark.parametrize(
    ("before", "version", "after", "missing"),
    [
        # Nothing was released: whom could it break?
        (FIRST, "0.1.0", FIRST, [f"{NEEDS_LINE}0.1.0"]),
        (FIRST, "0.1.0", f"{FIRST}- A break.\n", []),
        (RELEASED, "0.1.0", f"{RELEASED}- A break.\n", [f"{NEEDS_MINOR}0.1.0"]),
        (RELEASED, "0.1.1", f"## 0.1.1 - unreleased\n- A break.\n{RELEASED}", [f"{NEEDS_MINOR}0.1.1"]),
        (RELEASED, "0.2.0", f"## 0.2.0 - unreleased\n- A break.\n{RELEASED}", []),
        (RELEASED, "0.2.0", f"## 0.2.0 - unreleased\n### Changed\n{RELEASED}", [f"{NEEDS_LINE}0.2.0"]),
        (RELEASED, "0.2.0", f"## 0.1.1 - unreleased\n- A break.\n{RELEASED}", [f"{NEEDS_LINE}0.2.0"]),
        (RELEASED, "1.0.0", f"## 1.0.0 - unreleased\n- A break.\n{RELEASED}", []),
        # A second break before the release needs a line, but no other version.
        (
            f"## 0.2.0 - unreleased\n- One.\n{RELEASED}",
            "0.2.0",
            f"## 0.2.0 - unreleased\n- One.\n- Two.\n{RELEASED}",
            [],
        ),
        (
            f"## 0.2.0 - unreleased\n- One.\n{RELEASED}",
            "0.2.0",
            f"## 0.2.0 - unreleased\n- One.\n{RELEASED}",
            [f"{NEEDS_LINE}0.2.0"],
        ),
        ("## 1.4.0 - 2027-01-01\n", "2.0.0", "## 2.0.0 - unreleased\n- A break.\n## 1.4.0 - 2027-01-01\n", []),
        (
            "## 1.4.0 - 2027-01-01\n",
            "1.5.0",
            "## 1.5.0 - unreleased\n- A break.\n## 1.4.0 - 2027-01-01\n",
            ["after 1.4.0 a break needs a new major version, but edgegap_client/_version.py says 1.5.0"],
        ),
    ],
)
def test_what_a_break_still_needs(before: str, version: str, after: str, missing: list[str], tmp_path: Path) -> None:
    for name, changelog in (("base", before), ("head", after)):
        (tmp_path / name / "edgegap_client").mkdir(parents=True)
        (tmp_path / name / "CHANGELOG.md").write_text(f"# Changelog\n\n{changelog}", "utf-8")
    (tmp_path / "head" / "edgegap_client" / "_version.py").write_text(f'__version__ = "{version}"\n', "utf-8")
    assert list(spec_diff.missing_of_a_break(tmp_path / "base", tmp_path / "head")) == missing


@pytest.mark.parametrize(
    ("tag", "changelog", "status", "said"),
    [
        ("v0.1.0", RELEASED, 0, "- All.\n"),
        (
            "v0.1.0",
            "## 0.1.0 - 2026-12-01\n\n### Added\n- A\n  and B.\n\n## 0.0.9 - 2026-11-01\n\n- All.\n",
            0,
            "### Added\n- A\n  and B.\n",
        ),
        ("0.1.0", RELEASED, 1, "not ready: 0.1.0 is not v0.1.0, which edgegap_client/_version.py says\n"),
        ("v0.2.0", RELEASED, 1, "not ready: v0.2.0 is not v0.1.0, which edgegap_client/_version.py says\n"),
        ("v0.1.0", FIRST, 1, "not ready: CHANGELOG.md has no section `## 0.1.0 - <date>` with lines\n"),
        (
            "v0.1.0",
            "## 0.1.0 - 2026-12-01\n",
            1,
            "not ready: CHANGELOG.md has no section `## 0.1.0 - <date>` with lines\n",
        ),
    ],
)
def test_the_notes_of_a_release(
    tag: str, changelog: str, status: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "edgegap_client").mkdir()
    (tmp_path / "edgegap_client" / "_version.py").write_text('__version__ = "0.1.0"\n', "utf-8")
    (tmp_path / "CHANGELOG.md").write_text(f"# Changelog\n\n{changelog}", "utf-8")
    assert spec_diff.main(["--release", tag, "--root", str(tmp_path)]) == status
    assert "".join(capsys.readouterr()) == said


# --- a whole repository ---


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our package with a small specification, released as 0.1.0 and tagged so."""
    root = tmp_path_factory.mktemp("repository")
    shutil.copytree(ROOT / "edgegap_client", root / "edgegap_client", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, root)
    (root / "openapi").mkdir()
    write_spec(root, document({"$ref": "#/components/schemas/Thing"}, components={"Thing": THING}))
    for service in SERVICES[1:]:
        shutil.copy(ROOT / "openapi" / service.document, root / "openapi")
    (root / "edgegap_client" / "_version.py").write_text('__version__ = "0.1.0"\n', "utf-8")
    (root / "CHANGELOG.md").write_text("# Changelog\n\n## 0.1.0 - 2026-12-01\n\n### Added\n- All.\n", "utf-8")
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "Release")
    git(root, "tag", "v0.1.0")
    return root


@pytest.fixture
def repository(released: Path) -> Iterator[Path]:
    yield released
    git(released, "reset", "--quiet", "--hard", "v0.1.0")


def git(root: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(root), *identity, *arguments], check=True)


def write_spec(root: Path, spec: Json) -> None:
    (root / "openapi" / "edgegap.yaml").write_text(json.dumps(spec), "utf-8")


def replace(root: Path, name: str, old: str, new: str) -> None:
    path = root / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


Check = Callable[..., tuple[int, str, str]]


@pytest.fixture
def check(repository: Path, capsys: pytest.CaptureFixture[str]) -> Check:
    def run(base: str = "v0.1.0") -> tuple[int, str, str]:
        status = spec_diff.main([base, "--check", "--root", str(repository)])
        out, err = capsys.readouterr()
        return status, out, err

    return run


def test_nothing_changed(check: Check) -> None:
    assert check() == (0, "## Since v0.1.0\n\nNothing changed for users.\n", "")


def test_release_notes_are_markdown_by_meaning(repository: Path, check: Check) -> None:
    thing = {"properties": {"a": TEXT, "c": TEXT}, "required": ["a"], "description": "A thing."}
    write_spec(repository, document({"$ref": "#/components/schemas/Thing"}, components={"Thing": thing}))
    assert check()[1] == (
        "## Since v0.1.0\n"
        "\n### Breaking\n- `Thing.b`: gone (string, required)\n"
        "\n### Added\n- `Thing.c`: new (string, optional)\n"
        "\n### Documentation\n- `Thing`: description\n"
    )


def test_a_break_needs_a_version_and_a_line(repository: Path, check: Check) -> None:
    write_spec(repository, document(TEXT))
    assert check()[::2] == (1, f"breaking: {NEEDS_MINOR}0.1.0\nbreaking: {NEEDS_LINE}0.1.0\n")
    replace(repository, "edgegap_client/_version.py", "0.1.0", "0.2.0")
    replace(repository, "CHANGELOG.md", "## 0.1.0", "## 0.2.0 - unreleased\n\n- Things are text now.\n\n## 0.1.0")
    assert check()[::2] == (0, "")


def test_names_that_python_loses_are_breaks(repository: Path, check: Check) -> None:
    for name, old, new in (
        ("errors.py", "class GoneError", "class WentError"),
        ("_async/deployments.py", "max_active", "at_most"),
        ("_async/sessions.py", "def wake(self, session_id", "def wake(self, relay_id"),
        ("_core/retries.py", "def delay(", "def pause("),
        ("__init__.py", '    "UNSET",\n', ""),
        ("sandbox/__init__.py", '    "Timing",\n', ""),
        ("_generated/orchestration/models/application.py", "    is_active: bool", "    was_active: bool"),
        ("_generated/orchestration/models/port_protocol.py", "    UDP = ", "    UDPX = "),
        ("_generated/orchestration/api/applications/__init__.py", "def create(", "def make("),
        ("_generated/orchestration/api/applications/get_application.py", "def sync(", "def get("),
    ):
        replace(repository, f"edgegap_client/{name}", old, new)
    status, out, _ = check()
    assert status == 1
    assert out.splitlines() == [
        "## Since v0.1.0",
        "",
        "### Breaking",
        "- `edgegap_client.RetryPolicy.delay`: public object was removed",
        "- `edgegap_client.deployments.AsyncDeployments.launch(max_active)`: parameter was removed",
        "- `edgegap_client.sessions.AsyncRelays.wake(session_id)`: parameter was removed",
        "- `edgegap_client.sessions.AsyncRelays.wake(relay_id)`: parameter was added as required",
        "- `edgegap_client.errors.GoneError`: public object was removed",
        "- `edgegap_client.api.applications.ApplicationsResource.create`: public object was removed",
        "- `edgegap_client.api.applications.get_application.sync`: public object was removed",
        "- `edgegap_client.models.Application.is_active`: public object was removed",
        "- `edgegap_client.models.PortProtocol.UDP`: public object was removed",
        "- `edgegap_client.UNSET`: no longer in `__all__`",
        "- `edgegap_client.sandbox.Timing`: no longer in `__all__`",
        "",
        "### Generated code",
        "- `_generated/orchestration/api/applications`, changed: __init__.py, get_application.py",
        "- `_generated/orchestration/models`, changed: application.py, port_protocol.py",
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "change"),
    [
        ("_generated/orchestration/models/application.py", '"""', '"""New. ', "only comments and docstrings"),
        ("_generated/orchestration/models/application.py", "def to_dict", "x = 1\n\n    def to_dict", "changed"),
        ("_sync/deployments.py", "\nimport", "\n# New.\nimport", "only comments and docstrings"),
        ("_generated/MANIFEST", "spec: ", "spec: 0", "changed"),
        ("_generated/orchestration/openapi.json", "{", "{ ", "changed"),
    ],
)
def test_no_generated_file_changes_in_silence(name: str, old: str, new: str, change: str, repository: Path) -> None:
    # Without the wheels, which take seconds: they are what the other tests look at.
    with tempfile.TemporaryDirectory() as base:
        spec_diff.checked_out(repository, "v0.1.0", Path(base))
        assert list(spec_diff.generated_changes(Path(base), repository)) == []
        replace(repository, f"edgegap_client/{name}", old, new)
        folder, _, file = name.rpartition("/")
        assert list(spec_diff.generated_changes(Path(base), repository)) == [
            ("Generated code", f"`{folder}`, {change}: {file}")
        ]


def test_many_files_of_a_folder_are_one_line(tmp_path: Path) -> None:
    for state, text in (("old", "a = 1\n"), ("new", "a = 2\n")):
        folder = tmp_path / state / "edgegap_client" / "api"
        folder.mkdir(parents=True)
        for number in range(7):
            (folder / f"{number}.py").write_text(text, "utf-8")
        (folder / f"{state}.py").write_text(text, "utf-8")
    assert [line for _, line in spec_diff.generated_changes(tmp_path / "old", tmp_path / "new")] == [
        "`api`, changed: 0.py, 1.py, 2.py, 3.py, 4.py and 2 more",
        "`api`, new: new.py",
        "`api`, gone: old.py",
    ]


def test_many_places_with_the_same_change_are_one_line() -> None:
    many = [f"`GET /v1/{place}`, status 403: new" for place in "abcde"]
    few = ["`Thing.a`: new (string, optional)", "`Thing.b`: new (string, optional)"]
    assert spec_diff.grouped([few[0], *many, few[1]]) == [
        *few,
        "`GET /v1/a`, `GET /v1/b`, `GET /v1/c` and 2 more, status 403: new",
    ]


def test_each_document_is_compared(tmp_path: Path) -> None:
    def write(state: str, name: str, spec: Json) -> None:
        (tmp_path / state / "openapi").mkdir(parents=True, exist_ok=True)
        (tmp_path / state / "openapi" / name).write_text(json.dumps(spec), "utf-8")

    for state in ("old", "new"):
        write(state, "edgegap.yaml", document(TEXT))
        (tmp_path / state / "openapi" / "known.yaml").write_text("- reason: None.\n", "utf-8")
    write("old", "gone.yaml", document())
    write("old", "other.yaml", document(TEXT))
    write("new", "other.yaml", document(NUMBER))
    write("new", "second.yaml", document())
    old, new = tmp_path / "old", tmp_path / "new"
    assert [
        change for name in spec_diff.document_names(old, new) for change in spec_diff.document_changes(name, old, new)
    ] == [
        ("Breaking", "`openapi/gone.yaml`: gone, with the API in openapi/gone.yaml"),
        ("Breaking", f"{HERE}, response 200: type was string, is integer"),
        ("Added", "`openapi/second.yaml`: new, for the API in openapi/second.yaml"),
    ]


def test_a_service_that_was_not_there_before_is_no_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    package = griffe.load("edgegap_client", search_paths=[ROOT], try_relative_path=False, resolve_aliases=True)
    assert isinstance(package, griffe.Module)
    before = list(spec_diff.given(package))
    new = SERVICES[0]._replace(name="new", document="new.yaml", client="New")
    monkeypatch.setattr(spec_diff, "SERVICES", (*SERVICES, new))
    assert list(spec_diff.given(package)) == before


def test_what_every_object_has_is_no_loss(repository: Path, check: Check) -> None:
    replace(repository, "edgegap_client/_core/operation.py", "    def __repr__(", "    def _shown(")
    status, out, _ = check()
    assert (status, out) == (0, "## Since v0.1.0\n\nNothing changed for users.\n")


def test_a_module_that_is_gone_is_a_break(repository: Path, check: Check) -> None:
    shutil.rmtree(repository / "edgegap_client" / "_generated" / "orchestration" / "api" / "lobbies")
    (repository / "edgegap_client" / "beacons.py").unlink()
    status, out, _ = check()
    assert status == 1
    assert "- `edgegap_client.beacons`: public object was removed" in out
    assert "- `edgegap_client.api.lobbies`: gone" in out


def test_what_is_no_state_is_refused(repository: Path, check: Check) -> None:
    status, out, err = check("v9")
    assert (status, out) == (2, "")
    assert err.startswith("not compared: v9: ")
    (repository / "openapi" / "edgegap.yaml").write_text("{", "utf-8")
    assert "neither YAML nor JSON" in check()[2]
    git(repository, "reset", "--quiet", "--hard")
    (repository / "pyproject.toml").write_text("[project]\n", "utf-8")
    assert "builds no wheel" in check()[2]
