"""Write requirements for an environment with the lowest, or the newest, versions that pyproject.toml allows.

    python openapi/dependencies.py lowest    the package's dependencies and extras at their lower bounds
    python openapi/dependencies.py newest    all of them, and the test tools, at the newest versions on PyPI

`make test-lowest` and `make test-newest` run the tests with each. This module needs nothing but Python.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
REQUIREMENT: Final = re.compile(r"(?P<name>[\w.-]+)(?P<specifier>[^;]*)(?P<marker>;.*)?")
# Test tools whose versions depend on the package's dependencies: pip takes the newest that fit. FastAPI needs a newer
# opentelemetry-api than the lowest, and the packages of OpenTelemetry need each other at the same version.
UNPINNED: Final = ("opentelemetry-", "fastapi", "starlette")


def split(line: str) -> tuple[str, str, str]:
    """The name, the version specifier and the marker of a requirement."""
    found = REQUIREMENT.fullmatch(line.replace(" ", "") if ";" not in line else line)
    if found is None:
        raise SystemExit(f"pyproject.toml: {line!r} is no requirement of a name and versions")
    return found["name"], found["specifier"].strip(), found["marker"] or ""


def published(project: dict[str, Any]) -> Iterator[str]:
    """The requirements of the package and of its extras. An extra may consist of other extras."""
    yield from project["project"]["dependencies"]
    own = f"{project['project'].get('name')}["
    for lines in project["project"]["optional-dependencies"].values():
        yield from (line for line in lines if not line.startswith(own))


def lowest(project: dict[str, Any]) -> list[str]:
    """Each requirement of the package at its lower bound, and the test tools at their pinned versions."""
    found: list[str] = []
    names: set[str] = set()
    for line in published(project):
        name, specifier, marker = split(line)
        bounds = [each.removeprefix(">=") for each in specifier.split(",") if each.startswith(">=")]
        if len(bounds) != 1:
            raise SystemExit(f"pyproject.toml: {line!r} needs one lower bound, as in {name}>=1.0")
        found.append(f"{name}=={bounds[0]}{marker}")
        names.add(name)
    for line in project["dependency-groups"]["test"]:
        name, _, marker = split(line)
        if name not in names:
            found.append(f"{name}{marker}" if name.startswith(UNPINNED) else line)
    return found


def newest(project: dict[str, Any]) -> list[str]:
    """The requirements of the package unchanged, and the test tools in any version."""
    tools = [split(line) for line in project["dependency-groups"]["test"]]
    return [*published(project), *(f"{name}{marker}" for name, _, marker in tools)]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Write requirements for the lowest or the newest allowed versions.")
    parser.add_argument("which", choices=["lowest", "newest"])
    options = parser.parse_args(arguments)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    print("\n".join((lowest if options.which == "lowest" else newest)(project)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
