"""The lock of the tools, `tests/requirements.txt`: it fits pyproject.toml, and installs nothing unknown."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCK = (ROOT / "tests" / "requirements.txt").read_text("utf-8")


def group(name: str) -> list[str]:
    """The requirements of a dependency group and of those that it includes."""
    lines: list[str | dict[str, str]] = PROJECT["dependency-groups"][name]
    found: list[str] = []
    for line in lines:
        found += [line] if isinstance(line, str) else group(line["include-group"])
    return found


def wanted() -> list[str]:
    """What the tools' environment is made for: the package with all extras, and the groups."""
    project = PROJECT["project"]
    extras: list[list[str]] = list(project["optional-dependencies"].values())
    return [*project["dependencies"], *(line for extra in extras for line in extra), *group("dev")]


def locked(lock: str) -> dict[str, str]:
    """The version of each package in a lock, by its normalised name; a line that is no exact version fails."""
    found: dict[str, str] = {}
    for entry in lock.replace("\\\n", " ").splitlines():
        if not entry.strip() or entry.startswith("#"):
            continue
        matched = re.fullmatch(
            r"(?P<name>[\w.-]+)==(?P<version>[^\s;]+)( ; .+?)?(?P<hashes>(\s+--hash=sha256:[0-9a-f]{64})+)\s*", entry
        )
        assert matched, f"no exact version with hashes: {entry[:100]}"
        found[canonicalize_name(matched["name"])] = matched["version"]
    return found


def problems(lock: str) -> list[str]:
    """The requirements that a lock does not meet."""
    versions = locked(lock)
    needed = {line: Requirement(line) for line in wanted()}
    return [
        line
        for line, each in needed.items()
        if not each.specifier.contains(versions.get(canonicalize_name(each.name), "0"))
    ]


def test_the_lock_fits_what_the_project_asks_for() -> None:
    assert problems(LOCK) == [], "run `make lock`"


def test_nothing_else_is_asked_where_packages_come_from() -> None:
    assert not re.search("index-url|find-links|trusted-host|https?:|file:|git[+]", LOCK)


def test_what_the_installation_itself_needs_is_locked() -> None:
    """`make venv` builds the package without build isolation, which would fetch the newest builder."""
    backends = [Requirement(line).name for line in PROJECT["build-system"]["requires"]]
    assert set(backends) | {"editables"} <= locked(LOCK).keys()


def test_a_lock_that_is_behind_is_found() -> None:
    version = locked(LOCK)["ruff"]
    assert problems(LOCK.replace(f"\nruff=={version}", "\nruff==0.0.1")) == [f"ruff=={version}"]
    assert problems(re.sub(r"(?m)^pytest==(.*\\\n)+.*\n", "", LOCK)) == [
        line for line in wanted() if line.startswith("pytest==")
    ]


@pytest.mark.parametrize("line", ["attrs>=23.2 --hash=sha256:" + "0" * 64, "attrs==26.1.0", "--pre", "./here"])
def test_what_is_no_exact_version_with_a_hash_is_found(line: str) -> None:
    with pytest.raises(AssertionError, match="no exact version with hashes"):
        locked(LOCK + line + "\n")
