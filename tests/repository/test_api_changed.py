"""docs/how-to/api-changed.md is followed to the letter, in a repository of its own.

In place of `make test`, which takes minutes and would run this very test, it runs a part of it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .pages import DOCS, ROOT, blocks, matches

PAGE = DOCS / "how-to" / "api-changed.md"
INSTEAD = {"make test": "make lint spec check-generated && .venv/bin/python -m pytest -q tests/repository/test_spec.py"}
IDENTITY = {f"GIT_{who}_{what}": "test@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


def steps() -> list[tuple[str, str]]:
    """Each command of the page with what it prints, and each change, which has no command."""
    return [
        step
        for block in blocks(PAGE)
        for step in ([("", block.text)] if block.language == "diff" else block.commands())
    ]


def run(command: str, root: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "MAKE", "MFLAGS"))}
    return subprocess.run(
        command,
        shell=True,
        cwd=root,
        env={**environment, **IDENTITY, "LC_ALL": "C"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=120,
    )


def done(command: str, root: Path) -> str:
    ran = run(command, root)
    assert ran.returncode == 0, f"{command}\n{ran.stdout}"
    return ran.stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A copy of this repository whose last release is 0.1.0, with a remote, and Edgegap's new documents in new/."""
    root = tmp_path / "repository"
    names = done("git ls-files --cached --others --exclude-standard -z", ROOT).split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file() and not (ROOT / name).is_symlink():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, root / name)
    changelog = (root / "CHANGELOG.md").read_text("utf-8").split("## ", 1)[
        0
    ] + "## 0.1.0 - 2026-12-01\n\n### Added\n- All.\n"
    (root / "CHANGELOG.md").write_text(changelog, "utf-8")
    (root / "edgegap_client" / "_version.py").write_text('__version__ = "0.1.0"\n', "utf-8")
    # The tools that run this test, so that make has nothing to install.
    (root / ".venv").mkdir()
    for path in Path(sys.prefix).iterdir():
        if path.name != ".ready":
            (root / ".venv" / path.name).symlink_to(path)
    (root / ".venv" / ".ready").touch()
    done(f"git init --quiet --bare {tmp_path / 'remote'}", tmp_path)
    done(
        "git init --quiet --initial-branch main && git add . && git commit --quiet --message Release && git tag v0.1.0"
        f" && git remote add origin {tmp_path / 'remote'}",
        root,
    )
    (root / "new").mkdir()
    for path in (ROOT / "openapi" / "upstream" / "orchestration").iterdir():
        document = json.loads(path.read_text("utf-8"))
        if "v1" in path.name:
            make_up(document)
        # JSON is YAML, too.
        (root / "new" / f"{path.stem}.yaml").write_text(json.dumps(document), "utf-8")
    return root


def make_up(v1: dict[str, Any]) -> None:
    """Turn this into the next document of Edgegap: applications have a tier, and shorter names."""
    application = v1["components"]["schemas"]["Application"]
    create = v1["paths"]["/v1/app"]["post"]
    created = create["responses"]["200"]["content"]["application/json"]["schema"]
    for schema in (application, created):
        schema["properties"]["tier"] = {"type": "string"}
        schema["required"].append("tier")
    create["requestBody"]["content"]["application/json"]["schema"]["properties"]["name"]["maxLength"] = 32


def apply(change: str, root: Path) -> None:
    """Make a change as an editor would: by its lines, wherever they stand."""
    for name, body in re.findall(r"^\+\+\+ b/(.*)\n@@.*\n((?:[ +-].*\n)+?)(?=--- |\Z)", change, re.MULTILINE):
        lines = body.splitlines(keepends=True)
        old = "".join(line[1:] for line in lines if line[0] != "+")
        new = "".join(line[1:] for line in lines if line[0] != "-")
        text = (root / name).read_text("utf-8")
        assert text.count(old) == 1, f"{name} has not once\n{old}"
        (root / name).write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="copies what git tracks")
def test_the_page_leads_from_a_change_to_a_release(repository: Path, tmp_path: Path) -> None:
    commands = [command for command, _ in steps() if command]
    assert len(commands) < 10
    for command, shown in steps():
        if not command:
            apply(shown, repository)
            continue
        ran = run(INSTEAD.get(command, command), repository)
        assert (ran.returncode == 0) is ("Error" not in shown), f"{command}\n{ran.stdout}"
        assert matches(shown, ran.stdout), f"{command}\n{ran.stdout}"

    assert "tier" in (
        repository / "edgegap_client" / "_generated" / "orchestration" / "models" / "application.py"
    ).read_text("utf-8")
    assert done("git status --porcelain --untracked-files=no", repository) == ""
    assert sorted(path.name for path in (repository / "dist").iterdir()) == [
        "edgegap_client-0.2.0-py3-none-any.whl",
        "edgegap_client-0.2.0.tar.gz",
    ]
    assert "v0.2.0" in done("git tag --list", tmp_path / "remote")
