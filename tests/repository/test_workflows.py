"""GitHub's workflows and the scripts that they run. What can be checked here is: zizmor checks the rest."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from specification import load_yaml

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
EVERY_WORKFLOW = pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
# An action by the hash of a commit, with its version in a comment. A tag can be moved, a hash cannot.
PINNED = re.compile(r"[\w-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
# What a step may run: one command that runs on any machine, without an expression of GitHub's, which is no shell.
COMMAND = re.compile(r"(make [a-z-]+|\.ci/[a-z]+)( [\w./$\"= -]*)?")


def read(workflow: Path) -> dict[str, Any]:
    found: dict[str, Any] = load_yaml(workflow)
    return found


def steps(workflow: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, job in read(workflow)["jobs"].items():
        for step in job["steps"]:
            yield name, step


def unpinned(text: str) -> list[str]:
    """The actions in a workflow that are not pinned."""
    return [each for each in re.findall(r"^\s*(?:- )?uses: *(.*)$", text, re.MULTILINE) if not PINNED.fullmatch(each)]


@EVERY_WORKFLOW
def test_each_action_is_pinned_by_hash_with_its_version(workflow: Path) -> None:
    text = workflow.read_text("utf-8")
    assert "uses:" in text
    assert unpinned(text) == []


@pytest.mark.parametrize(
    "action", ["a/b@v4", "a/b@main", f"a/b@{'0' * 39} # v1.0.0", f"a/b@{'0' * 40}", f"a/b@{'0' * 40} # v4", "./here"]
)
def test_an_action_that_is_not_pinned_is_found(action: str) -> None:
    assert unpinned(f"steps:\n  - uses: {action}\n") == [action]


def test_an_action_has_the_same_hash_everywhere() -> None:
    found: dict[str, set[str]] = {}
    for workflow in WORKFLOWS:
        for action, at in re.findall(r"uses: ([\w./-]+)@(.+)", workflow.read_text("utf-8")):
            found.setdefault(action, set()).add(at)
    assert {action: ats for action, ats in found.items() if len(ats) > 1} == {}


@EVERY_WORKFLOW
def test_a_job_has_no_more_than_it_needs(workflow: Path) -> None:
    """Permissions are given to jobs alone; each ends in time; runs do not overtake each other."""
    document = read(workflow)
    assert document["permissions"] == {}
    assert set(document["concurrency"]) == {"group", "cancel-in-progress"}
    for name, job in document["jobs"].items():
        assert job["permissions"], name
        assert 1 <= job["timeout-minutes"] <= 90, name


def test_what_jobs_may_write() -> None:
    writing = {
        (workflow.stem, name, permission)
        for workflow in WORKFLOWS
        for name, job in read(workflow)["jobs"].items()
        for permission, level in job["permissions"].items()
        if (permission, level) != ("contents", "read")
    }
    assert writing == {
        ("drift", "drift", "issues"),
        ("release", "publish", "id-token"),
        ("release", "announce", "contents"),
    }


@EVERY_WORKFLOW
def test_a_checkout_keeps_no_credentials(workflow: Path) -> None:
    checkouts = [step for _, step in steps(workflow) if step.get("uses", "").startswith("actions/checkout@")]
    assert checkouts
    assert [step["with"]["persist-credentials"] for step in checkouts] == [False] * len(checkouts)


@EVERY_WORKFLOW
def test_a_step_runs_one_command_that_runs_here_too(workflow: Path) -> None:
    commands = [step["run"].strip() for _, step in steps(workflow) if "run" in step]
    assert [command for command in commands if not COMMAND.fullmatch(command)] == []
    for command in commands:
        program, *arguments = command.split(" ")
        if program == "make":
            done = subprocess.run(
                ["make", "--dry-run", arguments[0], "BASE=x", "TAG=v0"],
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr
        else:
            assert os.access(ROOT / program, os.X_OK), program


def test_the_lowest_and_the_newest_dependencies_are_tested() -> None:
    jobs = read(ROOT / ".github" / "workflows" / "ci.yml")["jobs"]
    oldest, *_, latest = jobs["test"]["strategy"]["matrix"]["python"]
    for name, version in (("lowest", oldest), ("newest", latest)):
        _, python, step = jobs[name]["steps"]
        assert (python["with"]["python-version"], step["run"]) == (version, f"make test-{name}")


def test_windows_and_macos_are_tested() -> None:
    job = read(ROOT / ".github" / "workflows" / "ci.yml")["jobs"]["systems"]
    assert job["strategy"]["matrix"]["os"] == ["windows-latest", "macos-latest"]
    assert job["runs-on"] == "${{ matrix.os }}"
    # The shell of Windows knows no scripts of bash.
    assert job["defaults"]["run"]["shell"] == "bash"
    assert [step["run"] for step in job["steps"] if "run" in step] == [".ci/systems"]
    assert "tests/test_systems.py" in (ROOT / ".ci" / "systems").read_text("utf-8")


def test_zizmor_finds_nothing() -> None:
    zizmor = shutil.which("zizmor", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if zizmor is None:
        pytest.skip("zizmor is not installed")
    command = [zizmor, "--offline", "--no-progress", "--persona", "pedantic", "--color", "never"]
    done = subprocess.run([*command, str(ROOT)], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No findings to report" in done.stdout + done.stderr


def test_dependabot_looks_at_all_that_is_pinned() -> None:
    updates = read(ROOT / ".github" / "dependabot.yml")["updates"]
    found = {
        (update["package-ecosystem"], folder)
        for update in updates
        for folder in update.get("directories", [update.get("directory")])
    }
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("this is no Git repository")
    pinned = {("github-actions", "/"), ("pip", "/")}
    for name in map(Path, listed.stdout.splitlines()):
        folder = f"/{name.parent.as_posix()}"
        if name.name == "requirements.txt" and "--hash=" not in (ROOT / name).read_text(
            "utf-8"
        ):  # else `make lock` writes it
            pinned.add(("pip", folder))
        if name.name == "package-lock.json":
            pinned.add(("npm", folder))
    assert found == pinned
    assert all(update["cooldown"]["default-days"] >= 7 for update in updates)


# --- a release ---


def test_what_is_published_is_what_was_built_and_tested() -> None:
    release = read(ROOT / ".github" / "workflows" / "release.yml")
    jobs: dict[str, Any] = release["jobs"]
    assert release["on"] == {"push": {"tags": ["v*"]}}
    assert [(name, job.get("needs")) for name, job in jobs.items()] == [
        ("build", None),
        ("test", "build"),
        ("publish", "test"),
        ("announce", "publish"),
    ]
    assert [name for name, job in jobs.items() if ".ci/release build" in str(job["steps"])] == ["build"]
    for name in ("test", "publish", "announce"):
        assert "actions/download-artifact" in str(jobs[name]["steps"])
    assert "BUILT=1" in str(jobs["test"]["steps"])


RECORDER = """#!/bin/sh
echo "{name} $* $SOURCE_DATE_EPOCH" >> "$LOG"
echo "printed by $*"
"""


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit and `.ci/release`, where make and gh note how they were called, in `log`."""
    folder = tmp_path / "checkout"
    (folder / ".ci").mkdir(parents=True)
    shutil.copy(ROOT / ".ci" / "release", folder / ".ci")
    (tmp_path / "bin").mkdir()
    for name in ("make", "gh"):
        program = tmp_path / "bin" / name
        program.write_text(RECORDER.replace("{name}", name), "utf-8")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("LOG", str(tmp_path / "log"))
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "a")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "a@example.com")
        monkeypatch.setenv(f"GIT_{who}_DATE", "1796126400 +0000")
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message", "First"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return folder


def run(checkout: Path, *arguments: str) -> tuple[int, list[str]]:
    """Run `.ci/release`; its exit status, and how make and gh were called."""
    log = checkout.parent / "log"
    log.unlink(missing_ok=True)
    done = subprocess.run([checkout / ".ci" / "release", *arguments], capture_output=True, text=True, check=False)
    return done.returncode, log.read_text("utf-8").splitlines() if log.exists() else []


def test_a_release_is_built_with_its_notes_its_bill_of_materials_and_its_documentation(checkout: Path) -> None:
    (checkout / "build" / "versions" / "v1.2.3").mkdir(parents=True)
    (checkout / "build" / "versions" / "v1.2.3" / "index.html").write_text("the page", "utf-8")
    status, calls = run(checkout, "build", "v1.2.3")
    assert (status, calls) == (
        0,
        [
            "make venv 1796126400",
            "make --no-print-directory notes TAG=v1.2.3 1796126400",
            "make dist 1796126400",
            "make --no-print-directory --silent sbom 1796126400",
            "make docs TAG=v1.2.3 1796126400",
        ],
    )
    with tarfile.open(checkout / "build" / "release" / "edgegap_client-1.2.3-docs.tar.gz") as docs:
        page = docs.extractfile("v1.2.3/index.html")
        assert page is not None
        assert page.read() == b"the page"
    texts = [path for path in (checkout / "build" / "release").iterdir() if path.suffix != ".gz"]
    made = {path.name: path.read_text("utf-8") for path in texts}
    assert made == {
        "notes.md": "printed by --no-print-directory notes TAG=v1.2.3\n",
        "edgegap_client-1.2.3.cdx.json": "printed by --no-print-directory --silent sbom\n",
    }


def test_a_release_has_what_was_built(checkout: Path) -> None:
    (checkout / "dist").mkdir()
    for name in ("a.tar.gz", "b.whl"):
        (checkout / "dist" / name).touch()
    status, calls = run(checkout, "announce", "v1.2.3")
    assert status == 0
    (call,) = calls
    assert call.split() == [
        *("gh", "release", "create", "v1.2.3"),
        *("dist/a.tar.gz", "dist/b.whl", "build/release/edgegap_client-1.2.3.cdx.json"),
        "build/release/edgegap_client-1.2.3-docs.tar.gz",
        *("--verify-tag", "--notes-file", "build/release/notes.md"),
    ]


@pytest.mark.parametrize("arguments", [(), ("build",), ("publish", "v1.2.3")])
def test_anything_else_is_refused(checkout: Path, arguments: tuple[str, ...]) -> None:
    status, calls = run(checkout, *arguments)
    assert status != 0
    assert calls == []
