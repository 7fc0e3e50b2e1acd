"""docs/versions.py builds the documentation of each tag from what the tag has, and lists the versions."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from docs import versions

# In place of MkDocs: a package in the working copy, which copies the page of the tag and what it was told to inherit.
MKDOCS = """
import pathlib, sys
options = dict(zip(sys.argv[3::2], sys.argv[4::2]))
assert sys.argv[1:3] == ["build", "--quiet"], sys.argv
assert pathlib.Path("page.md").read_text() != "broken", "strict"
site = pathlib.Path(options["--site-dir"])
site.mkdir(parents=True, exist_ok=True)
(site / "index.html").write_text(pathlib.Path("page.md").read_text())
(site / "configuration").write_text(pathlib.Path(options["--config-file"]).read_text())
"""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with the tags v0.1.0, v0.2.0 and v0.10.0rc1, whose page is the tag."""
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "a")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "a@example.com")
    root = tmp_path / "repository"
    (root / "docs").mkdir(parents=True)
    (root / "docs" / "requirements.txt").write_text("mkdocs==1.6.1\n")
    (root / "mkdocs.py").write_text(MKDOCS)
    git(root, "init", "--quiet")
    for tag in ("v0.1.0", "v0.2.0", "v0.10.0rc1"):
        tagged(root, tag, tag)
    (root / "page.md").write_text("not committed")
    return root


def git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True).stdout


def tagged(root: Path, tag: str, page: str) -> None:
    (root / "page.md").write_text(page)
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", tag)
    git(root, "tag", tag)


def listed(root: Path) -> list[tuple[str, str, list[str]]]:
    read = json.loads((root / versions.SITES / "versions.json").read_text("utf-8"))
    return [(each["version"], each["title"], each["aliases"]) for each in read]


def test_each_site_is_that_of_its_tag_and_the_newest_release_is_shown_first(repository: Path) -> None:
    for tag in ("v0.2.0", "v0.10.0rc1", "v0.1.0"):
        versions.build(repository, tag)
        site = repository / versions.SITES / tag
        assert (site / "index.html").read_text() == tag
        assert (site / "configuration").read_text() == versions.CONFIGURATION
    assert listed(repository) == [
        ("v0.10.0rc1", "0.10.0rc1", []),
        ("v0.2.0", "0.2.0", ["latest"]),
        ("v0.1.0", "0.1.0", []),
    ]
    assert 'url=v0.2.0/index.html"' in (repository / versions.SITES / "index.html").read_text()
    assert git(repository, "worktree", "list").count("\n") == 1
    assert (repository / "page.md").read_text() == "not committed"


def test_versions_are_ordered_by_their_numbers() -> None:
    tags = ["v1.0.0", "v0.10.0", "v0.9.1", "v1.0.0rc1", "v0.9.0"]
    assert sorted(tags, key=versions.order) == ["v0.9.0", "v0.9.1", "v0.10.0", "v1.0.0rc1", "v1.0.0"]


def test_a_candidate_is_shown_first_only_while_there_is_no_release(repository: Path) -> None:
    versions.build(repository, "v0.10.0rc1")
    assert listed(repository) == [("v0.10.0rc1", "0.10.0rc1", ["latest"])]


def test_a_site_that_cannot_be_built_is_not_listed_and_leaves_no_working_copy(repository: Path) -> None:
    versions.build(repository, "v0.1.0")
    tagged(repository, "v0.3.0", "broken")
    with pytest.raises(subprocess.CalledProcessError):
        versions.build(repository, "v0.3.0")
    assert [version for version, _, _ in listed(repository)] == ["v0.1.0"]
    assert git(repository, "worktree", "list").count("\n") == 1


def test_a_tag_with_other_tools_is_built_with_them(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []

    def note(command: list[str], **_: object) -> None:
        commands.append(command)

    monkeypatch.setattr(subprocess, "run", note)
    other = repository.parent / "other"
    (other / "docs").mkdir(parents=True)
    (other / versions.REQUIREMENTS).write_text("mkdocs==1.5.0\n")
    python = versions.tools(repository, other)
    assert python == other / ".venv-docs" / "bin" / "python"
    assert commands[-1] == [str(python), "-m", "pip", "install", "--quiet", "--requirement", "docs/requirements.txt"]


@pytest.mark.parametrize("tag", ["main", "0.1.0", "v0.1", "v0.1.0-beta", "--force"])
def test_what_is_no_release_is_refused(tag: str) -> None:
    with pytest.raises(SystemExit, match="not the tag of a release"):
        versions.main([tag])


def test_a_tag_that_does_not_exist_fails(repository: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        versions.build(repository, "v9.9.9")
    assert not (repository / versions.SITES).exists()
