"""Copies of the package in other repositories: written whole or not at all, and working like the original."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

import edgegap_client
from edgegap_client import __version__, vendor
from edgegap_client.sandbox import Sandbox

ROOT = Path(__file__).resolve().parents[2]
SOURCE = Path(edgegap_client.__file__).parent
NAME = "game.backend.third_party.gap"
TOKEN = "vendored-token"

USE = """
import asyncio, pickle
import {name} as gap
from {name} import AsyncEdgegap, ConflictError, Edgegap
from {name}.deployments import Deployment
from {name}.models import Application


def create(name: str) -> Application:
    with Edgegap() as edgegap:
        created = edgegap.applications.create(name=name, is_active=True, image="")
        try:
            edgegap.applications.create(name=name, is_active=True, image="")
        except ConflictError as error:
            again = pickle.loads(pickle.dumps(error))
            assert type(again) is ConflictError and again.operation == error.operation
        else:
            raise AssertionError("the second was not refused")
        return created


async def names() -> list[str]:
    async with AsyncEdgegap() as edgegap:
        return [application.name async for application in edgegap.applications.list()]


def main() -> None:
    created = create("{name}".replace(".", "-")[:60])
    assert pickle.loads(pickle.dumps(created)) == created
    assert pickle.loads(pickle.dumps(gap.UNSET)) is gap.UNSET
    assert type(created).__module__.startswith("{name}."), type(created).__module__
    assert Deployment.__module__.startswith("{name}"), Deployment.__module__
    print(*asyncio.run(names()))


if __name__ == "__main__":
    main()
"""


def run(*command: str, path: Path, base_url: str = "", cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(path), "EDGEGAP_API_TOKEN": TOKEN, "EDGEGAP_BASE_URL": base_url}
    command = (sys.executable, "-W", "error", *command)
    return subprocess.run(command, env=environment, cwd=cwd or path, capture_output=True, text=True, check=False)


def use(name: str, path: Path, base_url: str) -> list[str]:
    """Run a program that uses the package `name`; what it prints."""
    done = run("-c", USE.format(name=name), path=path, base_url=base_url)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def copy(place: Path, *options: str) -> Path:
    assert vendor.main([str(place), *options]) == 0
    return place


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    found = [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return {path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns) for path in found}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a copy three levels deep, beside an `edgegap_client` of another version."""
    root = tmp_path_factory.mktemp("app")
    place = copy(root / NAME.replace(".", "/"), "--with-sandbox")
    for folder in list(place.parents)[:3]:
        (folder / "__init__.py").touch()  # a zip without entries for folders has no namespace packages
    copy(root / "edgegap_client", "--with-sandbox")
    (root / "edgegap_client" / "_version.py").write_text('__version__ = "9.9.9"\n', "utf-8")
    return root


@pytest.fixture
def served() -> Iterator[str]:
    sandbox = Sandbox()
    with sandbox.serve() as base_url:
        yield base_url
    sandbox.close()


def test_a_copy_is_written_once_and_is_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = copy(tmp_path / "deep" / "gap")
    before = contents(tmp_path)

    assert vendor.main([str(place)]) == 0
    assert vendor.main([str(place), "--upgrade"]) == 0
    assert vendor.main([str(place), "--check"]) == 0
    assert contents(tmp_path) == before
    assert {"LICENSE", "VENDORED.md", "VENDORED.sha256", "py.typed", "vendor.py"} <= {
        path.name for path in place.iterdir()
    }
    assert not (place / "sandbox").exists()
    assert [path.name for path in place.parent.iterdir()] == ["gap"]
    assert "whole and current" in capsys.readouterr().out
    assert (place / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="no sha256sum here")
def test_sha256sum_can_check_a_copy(tmp_path: Path) -> None:
    place = copy(tmp_path / "gap")
    command = ["sha256sum", "--check", "--strict", "--quiet", vendor.MANIFEST]

    assert subprocess.run(command, cwd=place, check=False).returncode == 0
    (place / "errors.py").write_text("", "utf-8")
    assert subprocess.run(command, cwd=place, check=False, capture_output=True).returncode == 1


def test_the_name_is_a_folder_of_the_destination(tmp_path: Path) -> None:
    assert vendor.main([str(tmp_path), "--name", "gap"]) == 0
    assert vendor.main([str(tmp_path), "--name", "gap", "--check"]) == 0
    assert (tmp_path / "gap" / "errors.py").is_file()


def test_edits_are_reported_and_kept_beside_the_new_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = copy(tmp_path / "gap", "--with-sandbox")
    (place / "errors.py").write_text("# mine\n", "utf-8")
    (place / "webhooks.py").unlink()
    (place / "ours.py").write_text("x = 1\n", "utf-8")
    before = contents(place)
    reported = ["edited: errors.py", "missing: webhooks.py", "foreign: ours.py"]

    for options in ([], ["--check"]):
        capsys.readouterr()
        assert vendor.main([str(place), *options]) == 1
        shown = capsys.readouterr()
        assert [line for line in (shown.out + shown.err).splitlines() if line in reported] == reported
    assert contents(place) == before

    assert vendor.main([str(place), "--upgrade"]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == ["kept: errors.py.edited, which is your errors.py"]
    assert (place / "errors.py").read_bytes() == (SOURCE / "errors.py").read_bytes()
    assert (place / "errors.py.edited").read_text("utf-8") == "# mine\n"
    assert (place / "webhooks.py").is_file()
    assert (place / "ours.py").read_text("utf-8") == "x = 1\n"
    assert (place / "sandbox").is_dir()  # the parts it had

    # Edited again: the first edit is kept as well. What is only kept is no edit of the new copy.
    (place / "errors.py").write_text("# mine again\n", "utf-8")
    assert vendor.main([str(place), "--upgrade"]) == 0
    assert (place / "errors.py.edited").read_text("utf-8") == "# mine\n"
    assert (place / "errors.py.edited2").read_text("utf-8") == "# mine again\n"
    capsys.readouterr()
    assert vendor.main([str(place), "--check"]) == 1
    kept = ["errors.py.edited", "errors.py.edited2", "ours.py"]
    assert capsys.readouterr().out.splitlines()[1:] == [f"foreign: {name}" for name in kept]
    for name in kept:
        (place / name).unlink()
    copy(place, "--check")


def test_a_check_shows_a_diff_of_each_edited_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = copy(tmp_path / "gap")
    original = (place / "errors.py").read_text("utf-8")
    (place / "errors.py").write_text(original.replace("\n", "\n# mine\n", 1), "utf-8")
    (place / "py.typed").write_text("partial\n", "utf-8")
    capsys.readouterr()
    assert vendor.main([str(place), "--check"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[1:5] == [
        "edited: errors.py",
        "edited: py.typed",
        "--- errors.py (as it was)",
        "+++ errors.py (edited)",
    ]
    changes = [line for line in lines[5:] if line.startswith(("+", "-"))]
    assert changes == ["+# mine", "--- py.typed (as it was)", "+++ py.typed (edited)", "+partial"]


def test_a_diff_with_another_version_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "source"
    shutil.copytree(SOURCE, source, ignore=shutil.ignore_patterns("__pycache__"))
    (source / "errors.py").write_text("# older\n", "utf-8")
    (source / "gone.py").write_text("# older\n", "utf-8")

    def files(_: str) -> Path:
        return source

    with monkeypatch.context() as patch:
        patch.setattr(vendor, "__version__", "0.0.1")
        patch.setattr(vendor, "files", files)
        place = copy(tmp_path / "gap")
    for name in ("errors.py", "gone.py", "drift.py"):
        with (place / name).open("a", encoding="utf-8") as file:
            file.write("# mine\n")
    capsys.readouterr()
    assert vendor.main([str(place), "--check"]) == 1
    shown = capsys.readouterr().out
    assert "--- drift.py (as it was)" in shown
    between = f"of edgegap_client {__version__}: the diff has the changes between versions too"
    assert f"--- errors.py ({between})" in shown
    assert f"no diff of gone.py: edgegap_client {__version__} does not have the file" in shown

    assert vendor.main([str(place), "--upgrade"]) == 0
    assert not (place / "gone.py").exists()
    assert (place / "gone.py.edited").read_text("utf-8") == "# older\n# mine\n"
    assert (place / "errors.py").read_bytes() == (SOURCE / "errors.py").read_bytes()


def test_an_edit_that_the_new_version_has_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(vendor, "__version__", "0.0.1")
        place = copy(tmp_path / "gap")
    content, _ = vendor.new_copy(frozenset(), vendor.ALL_SERVICES)
    (place / "VENDORED.md").write_bytes(content["VENDORED.md"])
    copy(place, "--upgrade")
    copy(place, "--check")


@pytest.mark.parametrize(
    ("version", "word", "status"),
    [
        ("0.0.1", "behind", 0),
        (f"{__version__}rc1", "behind", 0),
        (f"{__version__}.post1", "ahead", 1),
        ("99", "ahead", 1),
    ],
)
def test_another_version_is_told_and_upgraded(
    tmp_path: Path,
    version: str,
    word: str,
    status: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(vendor, "__version__", version)
        place = copy(tmp_path / "gap")

    assert vendor.main([str(place), "--check"]) == 1
    assert f"{word}: the copy is edgegap_client {version}, made from edgegap.yaml 20" in capsys.readouterr().out
    assert vendor.main([str(place)]) == 1
    assert vendor.main([str(place), "--upgrade"]) == status  # nobody is put back unasked
    assert vendor.main([str(place), "--upgrade", "--force"]) == 0
    assert vendor.main([str(place), "--check"]) == 0


def test_versions_have_an_order() -> None:
    versions = ["0.1.0", "0.2.0.dev1", "0.2.0rc2", "0.2.0rc10", "0.2.0", "0.2.0.post1", "0.10.0", "1.0.0"]
    assert all(vendor.age(older) < vendor.age(newer) for older, newer in pairwise(versions))


def test_a_part_that_is_asked_for_later_is_told_and_added(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = copy(tmp_path / "gap")
    assert vendor.main([str(place), "--with-sandbox"]) == 1
    assert "without sandbox: the copy is edgegap_client" in capsys.readouterr().err
    copy(place, "--upgrade", "--with-sandbox")
    assert (place / "sandbox" / "__init__.py").is_file()
    copy(place, "--check")


def test_links_are_not_followed_and_not_lost(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = copy(tmp_path / "gap")
    (place / "loop").symlink_to(place)
    (place / "nowhere").symlink_to(tmp_path / "none")

    assert vendor.main([str(place), "--check"]) == 1
    assert capsys.readouterr().out.splitlines()[-2:] == ["foreign: loop", "foreign: nowhere"]
    copy(place, "--upgrade")
    assert (place / "loop").readlink() == place
    assert (place / "nowhere").is_symlink()


def test_what_editors_leave_in_a_checkout_is_not_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "edgegap_client"
    shutil.copytree(SOURCE, source)
    (source / ".errors.py.swp").touch()
    (source / ".ruff_cache").mkdir()
    (source / ".ruff_cache" / "a").touch()

    def files(_: str) -> Path:
        return source

    monkeypatch.setattr(vendor, "files", files)
    place = copy(tmp_path / "gap")
    assert not [path for path in place.rglob("*") if path.name.startswith(".")]


def test_foreign_folders_and_impossible_names_are_refused(tmp_path: Path) -> None:
    place = tmp_path / "gap"
    place.mkdir()
    (place / "precious.py").write_text("x = 1\n", "utf-8")
    (tmp_path / "file").write_text("x", "utf-8")
    before = contents(tmp_path)
    inside = SOURCE / "inner"

    for dest in (
        place,
        tmp_path / "file",
        tmp_path / "not-a-name",
        tmp_path / "class",
        inside,
        SOURCE,
    ):
        for options in ([], ["--upgrade"], ["--upgrade", "--force"], ["--check"]):
            assert vendor.main([str(dest), *options]) == 2, dest
    for name in ("../gap", str(tmp_path / "other"), "a/b", "not-a-name"):
        assert vendor.main([str(tmp_path / "deep"), "--name", name]) == 2, name
    assert contents(tmp_path) == before
    assert not inside.exists()


@pytest.mark.parametrize("when", ["putting the old one aside", "putting the new one in place"])
def test_a_failure_leaves_the_old_copy_and_nothing_else(
    tmp_path: Path, when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(vendor, "__version__", "0.0.1")
        place = copy(tmp_path / "gap")
    before = contents(tmp_path)
    rename = os.rename

    def failing(source: Path, target: Path) -> None:
        # Putting the old copy back has to work.
        is_back = Path(source).suffix == ".old"
        if not is_back and (Path(target) == place) == (when == "putting the new one in place"):
            raise OSError("the disk is full")
        rename(source, target)

    monkeypatch.setattr(os, "rename", failing)
    assert vendor.main([str(place), "--upgrade"]) == 2

    assert contents(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == ["gap"]


def test_a_killed_run_is_taken_up(tmp_path: Path) -> None:
    place = copy(tmp_path / "gap")
    before = contents(place)
    place.rename(tmp_path / ".gap.old")

    assert vendor.main([str(place)]) == 0

    assert contents(place) == before
    assert [path.name for path in tmp_path.iterdir()] == ["gap"]


def test_a_foreign_folder_of_the_name_that_is_used_in_between_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / ".gap.old"
    old.mkdir()
    (old / "precious").touch()
    assert vendor.main([str(tmp_path / "gap")]) == 2
    assert "must be moved or deleted first" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.rglob("*")) == [".gap.old", "precious"]


def test_a_copy_checks_itself_and_makes_copies_unless_it_was_edited(tmp_path: Path) -> None:
    place = copy(tmp_path / "gap")
    assert run("-m", "gap.vendor", "--check", "gap", path=tmp_path).returncode == 0
    assert run("-m", "gap.vendor", "other", path=tmp_path).returncode == 0
    assert vendor.main([str(tmp_path / "other"), "--check"]) == 0
    assert run("-m", "gap.vendor", "third", "--with-sandbox", path=tmp_path).returncode == 2
    (place / "models.py").write_text("", "utf-8")
    assert run("-m", "gap.vendor", "--check", "gap", path=tmp_path).returncode == 1
    assert run("-m", "gap.vendor", "third", path=tmp_path).returncode == 2
    assert not (tmp_path / "third").exists()


def test_the_requirements_are_those_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert list(vendor.REQUIREMENTS) == project["dependencies"]
    assert list(vendor.PART_REQUIREMENTS["sandbox"]) == project["optional-dependencies"]["sandbox"]


def test_a_copy_serves_beside_an_installed_one_of_another_version(app: Path, served: str) -> None:
    assert use(NAME, app, served) == [NAME.replace(".", "-")]
    assert use("edgegap_client", app, served) == [NAME.replace(".", "-"), "edgegap_client"]
    both = f"import edgegap_client, {NAME} as gap; print(edgegap_client.__version__, gap.__version__)"
    done = run("-c", both, path=app)
    assert done.stdout.split() == ["9.9.9", __version__], done.stderr


def test_two_copies_in_one_process_do_not_disturb_each_other(app: Path) -> None:
    """Each with a client and a sandbox of its own, at the same time; only the other's errors are not caught."""
    code = f"""
import sys
import edgegap_client as one
import {NAME} as two
from edgegap_client.sandbox import Sandbox as OneSandbox
from {NAME}.sandbox import Sandbox as TwoSandbox
a, b = OneSandbox(), TwoSandbox()
with a.serve() as first, b.serve() as second:
    with one.Edgegap("t", base_url=first) as x, two.Edgegap("t", base_url=second) as y:
        x.applications.create(name="first", is_active=True, image="")
        y.applications.create(name="second", is_active=True, image="")
        assert [each.name for each in x.applications.list()] == ["first"]
        assert [each.name for each in y.applications.list()] == ["second"]
        try:
            y.applications.get("first")
        except one.EdgegapError:
            raise AssertionError("the errors of two copies are one")
        except two.NotFoundError:
            pass
a.close(); b.close()
from edgegap_client._core import rate_limiter as l1
from {NAME}._core import rate_limiter as l2
assert l1.__dict__.keys() == l2.__dict__.keys() and l1.Limit is not l2.Limit
for name in [name for name in sys.modules if name.startswith("{NAME}.")]:
    other = sys.modules.get("edgegap_client" + name.removeprefix("{NAME}"))
    assert other is not sys.modules[name], name
print("apart")
"""
    done = run("-c", code, path=app)
    assert done.stdout.split() == ["apart"], done.stderr


def test_two_copies_in_one_process_have_rate_limits_of_their_own(app: Path) -> None:
    """As docs/how-to/vendoring.md says."""
    code = f"""
import edgegap_client as one
import {NAME} as two
from edgegap_client.sandbox import Sandbox
sandbox = Sandbox(rate_limits=False)
with sandbox.serve() as url:
    for copy in (one, two):
        with copy.Edgegap("t", base_url=url, rate_limits="raise") as edgegap:
            for _ in range(10):
                edgegap.deployments.list_page()
            try:
                edgegap.deployments.list_page()
            except copy.RateLimitedError as error:
                print(copy.__name__, error.outcome)
sandbox.close()
"""
    done = run("-c", code, path=app)
    assert done.stdout.split("\n") == ["edgegap_client not_sent", f"{NAME} not_sent", ""], done.stderr


def test_the_sandbox_of_a_copy_runs_as_a_command(app: Path) -> None:
    command = ("-m", f"{NAME}.sandbox", "--", sys.executable, "-c", USE.format(name=NAME))
    done = run(*command, path=app)
    assert done.stdout.split() == [NAME.replace(".", "-")], done.stderr


def test_the_fixtures_of_a_copy_work_beside_the_installed_plugin(app: Path, tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(f"from {NAME}.sandbox.pytest_plugin import *\n", "utf-8")
    (tmp_path / "test_it.py").write_text(
        "def test_it(edgegap_sandbox, edgegap):\n"
        f"    assert type(edgegap).__module__ == '{NAME}'\n"
        "    assert list(edgegap.applications.list()) == []\n",
        "utf-8",
    )
    command = (
        "-m",
        "pytest",
        "-q",
        "-o",
        "asyncio_default_fixture_loop_scope=function",
        "-p",
        f"{NAME}.sandbox.pytest_plugin",
        str(tmp_path),
    )
    done = run(*command, path=app, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("checker", [["mypy", "--strict"], ["pyright"]], ids=["mypy", "pyright"])
def test_a_program_with_a_copy_type_checks(app: Path, tmp_path: Path, checker: list[str]) -> None:
    program = app / "program.py"
    program.write_text(USE.format(name=NAME), "utf-8")
    done = run("-m", *checker, "program.py", path=app)
    assert done.returncode == 0, done.stdout + done.stderr
    program.write_text(USE.format(name=NAME) + "\nwrong: int = create('x').name\n", "utf-8")
    assert run("-m", *checker, "program.py", path=app).returncode == 1  # it does look at the types


STRICT = """
[tool.mypy]
strict = true
mypy_path = "src"
files = ["src"]
explicit_package_bases = true
"""


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_a_strict_project_with_a_copy_type_checks_with_two_settings(tmp_path: Path, checker: str) -> None:
    """All files of the project are checked, those of the copy too, with the settings of docs/how-to/vendoring.md."""
    [page] = (ROOT / "docs").rglob("vendoring.md")
    [settings] = re.findall(r"^```toml\n([^`]*tool\.pyright[^`]*)^```$", page.read_text("utf-8"), re.MULTILINE)
    strict = f'{STRICT}\n{settings}\ntypeCheckingMode = "strict"\ninclude = ["src"]\nextraPaths = ["src"]\n'
    (tmp_path / "pyproject.toml").write_text(strict, "utf-8")
    place = copy(tmp_path / "src" / "game" / "_vendor" / "edgegap", "--services", "orchestration")
    # What the settings are for: an error in the copy.
    (place / "ours.py").write_text("import no_such_package\nx: int = ''\n", "utf-8")
    for folder in list(place.parents)[:2]:
        (folder / "__init__.py").touch()
    program = USE.format(name="game._vendor.edgegap") + "\nwrong: int = create('x').name\n"
    (place.parents[1] / "program.py").write_text(program, "utf-8")

    done = run("-m", checker, path=tmp_path / "src", cwd=tmp_path)
    (error,) = [line for line in done.stdout.splitlines() if " error: " in line or " - error" in line]
    assert re.search(rf"program\.py:{len(program.splitlines())}:", error), done.stdout
    assert done.returncode == 1


# --- other tools, as docs/vendoring.md describes them ---


def described(kind: str) -> str:
    """The last block of this kind in the page."""
    [page] = (ROOT / "docs").rglob("vendoring.md")
    return str(re.findall(rf"^```{kind}\n(.*?)^```$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)[-1])


def shell(command: str, cwd: Path, **more: str) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PIP_"))}
    environment |= {
        f"GIT_{who}_{what}": "a@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    done = subprocess.run(
        command, shell=True, cwd=cwd, env={**environment, **more}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_tool_vendoring_takes_the_wheel(tmp_path: Path, served: str) -> None:
    wheels, app = tmp_path / "wheels", tmp_path / "app"
    shell(f"{sys.executable} -m build --no-isolation --wheel --outdir {wheels} {ROOT}", tmp_path)
    place = app / "src" / "game" / "_vendor"
    place.mkdir(parents=True)
    (place.parent / "__init__.py").touch()
    (place / "__init__.py").touch()
    (place / "vendor.txt").write_text(f"edgegap-client=={__version__}\n", "utf-8")
    (app / "pyproject.toml").write_text(described("toml"), "utf-8")
    shell(
        f"{sys.executable} -m vendoring sync",
        app,
        PIP_FIND_LINKS=str(wheels),
        PIP_NO_INDEX="1",
        TMPDIR=str(tmp_path),  # where it downloads to
        PIP_CONFIG_FILE=os.devnull,
    )

    assert {path.name for path in place.iterdir() if path.name != "__pycache__"} == {
        "__init__.py",
        "edgegap_client",
        "vendor.txt",
    }
    assert not [part for part in vendor.PARTS if (place / "edgegap_client" / part).exists()]
    for name, content in contents(place / "edgegap_client").items():
        # Only examples in docstrings were there to rewrite.
        assert (
            content[0].replace(b"from game._vendor.edgegap_client", b"from edgegap_client")
            == (SOURCE / name).read_bytes()
        ), name
    assert use("game._vendor.edgegap_client", app / "src", served) == ["game-_vendor-edgegap_client"]


@pytest.mark.skipif(
    subprocess.run(["git", "subtree"], capture_output=True, check=False).returncode != 129, reason="no git subtree here"
)
def test_git_subtree_adds_and_upgrades(tmp_path: Path, served: str) -> None:
    theirs, app = tmp_path / "edgegap_client", tmp_path / "app"
    shutil.copytree(SOURCE, theirs / "edgegap_client", ignore=shutil.ignore_patterns("__pycache__"))
    (app / "src" / "game").mkdir(parents=True)
    (app / "src" / "game" / "__init__.py").touch()
    for root in (theirs, app):
        shell("git init --quiet && git add . && git commit --quiet --message First", root)
    split, add, pull = described("sh").splitlines()
    shell(split, app)
    shell(add, app)
    place = app / "src" / "game" / "_vendor" / "edgegap"
    assert use("game._vendor.edgegap", app / "src", served) == ["game-_vendor-edgegap"]

    (theirs / "edgegap_client" / "_version.py").write_text('__version__ = "9.9.9"\n', "utf-8")
    shell("git commit --all --quiet --message Second", theirs)
    shell(split, app)
    shell(pull, app)
    assert "9.9.9" in (place / "_version.py").read_text("utf-8")


@pytest.fixture(scope="module")
def zipped(app: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    archive = tmp_path_factory.mktemp("zip") / "app.zip"
    with zipfile.ZipFile(archive, "w") as writer:
        for name in contents(app):
            writer.write(app / name, name)
    return archive


def test_a_copy_works_from_a_zip(zipped: Path, served: str) -> None:
    done = run("-c", USE.format(name=NAME), path=zipped, base_url=served, cwd=zipped.parent)
    assert done.stdout.split() == [NAME.replace(".", "-")], done.stderr
    command = ("-m", f"{NAME}.sandbox", "--", sys.executable, "-c", USE.format(name=NAME))
    assert run(*command, path=zipped, cwd=zipped.parent).stdout.split() == [NAME.replace(".", "-")]


def test_a_copy_is_made_from_a_zip(zipped: Path, tmp_path: Path) -> None:
    done = run("-m", f"{NAME}.vendor", str(tmp_path / "gap"), "--with-sandbox", path=zipped, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert vendor.main([str(tmp_path / "gap"), "--check"]) == 0


def test_a_copy_has_the_services_that_were_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = copy(tmp_path / "gap", "--services", "orchestration,matchmaking")
    names = [path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()]
    assert not [name for name in names if "server_browser" in name and not name.endswith("MANIFEST")]
    assert "matchmaking.py" in names
    assert "_generated/matchmaking/api/tickets/create_ticket.py" in names
    for command in ("--check", "--upgrade"):
        assert vendor.main([str(place), command]) == 0
    program = "import gap; from gap import Edgegap, AsyncEdgegap, matchmaking; print(matchmaking.Ticket.__module__)"
    done = run("-c", program, path=tmp_path)
    assert done.stdout.split() == ["gap.matchmaking"], done.stderr

    # A copy of the copy has no more, and one more service can be added later.
    done = run("-m", "gap.vendor", str(tmp_path / "second"), path=tmp_path)
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "second" / "_generated" / "server_browser").exists()
    done = run("-m", "gap.vendor", str(tmp_path / "third"), "--services", "orchestration,server_browser", path=tmp_path)
    assert done.returncode == 2
    assert "this package is a copy without server_browser" in done.stderr
    assert vendor.main([str(place), "--upgrade", "--services", "orchestration,server_browser"]) == 0
    assert (place / "_generated" / "server_browser").is_dir()
    assert (place / "_generated" / "matchmaking").is_dir()


@pytest.mark.parametrize(
    ("names", "words"), [("matchmaking", "always has orchestration"), ("orchestration,lobbies", "no service lobbies")]
)
def test_services_that_no_copy_can_have_are_refused(
    names: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert vendor.main([str(tmp_path / "gap"), "--services", names]) == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "gap").exists()
