"""The locks of the tools, one for each environment: they fit pyproject.toml, and install nothing unknown."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, Final

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
EXTRAS: dict[str, list[str]] = PROJECT["project"]["optional-dependencies"]
# The extras of the package that are installed beside a group. `None`: the package is not installed there.
GROUPS: Final[dict[str, list[str] | None]] = {
    "dev": list(EXTRAS),
    "contract": ["sandbox"],
    "observers": ["sandbox"],
    "mutants": None,
    "docs": None,
}


def lock_of(group: str) -> str:
    folder = {"dev": "tests", "docs": "docs"}.get(group, f"tests/{group}")
    return (ROOT / folder / "requirements.txt").read_text("utf-8")


def requirements(group: str) -> list[str]:
    """The requirements of a dependency group and of the groups that it includes."""
    lines: list[str | dict[str, str]] = PROJECT["dependency-groups"][group]
    listed: list[str] = []
    for line in lines:
        listed += [line] if isinstance(line, str) else requirements(line["include-group"])
    return listed


def wanted(group: str) -> list[str]:
    """The requirements of an environment: those of its group, and of the package if it is installed there."""
    extras = GROUPS[group]
    if extras is None:
        return requirements(group)
    of_extras = [line for extra in extras for line in EXTRAS[extra]]
    return [*PROJECT["project"]["dependencies"], *of_extras, *requirements(group)]


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


def problems(group: str, lock: str) -> list[str]:
    """The requirements that a lock does not meet."""
    versions = locked(lock)
    needed = {line: Requirement(line) for line in wanted(group)}
    return [
        line
        for line, each in needed.items()
        if not each.specifier.contains(versions.get(canonicalize_name(each.name), "0"))
    ]


def test_each_group_has_a_lock() -> None:
    assert PROJECT["dependency-groups"].keys() - {"test"} == GROUPS.keys()  # `dev` includes `test`


@pytest.mark.parametrize("group", GROUPS)
def test_a_lock_fits_what_the_project_asks_for(group: str) -> None:
    assert problems(group, lock_of(group)) == [], "run `make lock`"


@pytest.mark.parametrize("group", GROUPS)
def test_nothing_else_is_asked_where_packages_come_from(group: str) -> None:
    assert not re.search("index-url|find-links|trusted-host|https?:|file:|git[+]", lock_of(group))


@pytest.mark.parametrize("group", [group for group, extras in GROUPS.items() if extras is not None])
def test_what_the_installation_itself_needs_is_locked(group: str) -> None:
    """The package is built without build isolation, which would fetch the newest builder."""
    backends = [Requirement(line).name for line in PROJECT["build-system"]["requires"]]
    assert set(backends) | {"editables"} <= locked(lock_of(group)).keys()


def test_a_lock_that_is_behind_is_found() -> None:
    lock = lock_of("dev")
    version = locked(lock)["ruff"]
    assert problems("dev", lock.replace(f"\nruff=={version}", "\nruff==0.0.1")) == [f"ruff=={version}"]
    assert problems("dev", re.sub(r"(?m)^pytest==(.*\\\n)+.*\n", "", lock)) == [
        line for line in wanted("dev") if line.startswith("pytest==")
    ]


@pytest.mark.parametrize("line", ["attrs>=23.2 --hash=sha256:" + "0" * 64, "attrs==26.1.0", "--pre", "./here"])
def test_what_is_no_exact_version_with_a_hash_is_found(line: str) -> None:
    with pytest.raises(AssertionError, match="no exact version with hashes"):
        locked(lock_of("dev") + line + "\n")
