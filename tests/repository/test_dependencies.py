"""`make test-lowest` and `make test-newest`: the versions that they test with."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from dependencies import lowest, main, newest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def project(*dependencies: str, tools: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "project": {"dependencies": list(dependencies), "optional-dependencies": {"cache": ["redis>=5"]}},
        "dependency-groups": {"test": list(tools)},
    }


def test_the_lowest_are_the_lower_bounds_and_the_tools_stay() -> None:
    made = project(
        "httpx>=0.28.1,<1", "tzdata>=2024.1; sys_platform == 'win32'", tools=("pytest==9.2.0", "redis==8.1.0")
    )
    assert lowest(made) == ["httpx==0.28.1", "tzdata==2024.1; sys_platform == 'win32'", "redis==5", "pytest==9.2.0"]


def test_the_newest_keep_the_upper_bounds_and_no_tool_is_pinned() -> None:
    made = project("httpx>=0.28.1,<1", tools=("pytest==9.2.0", "uvloop==0.23.0; platform_system != 'Windows'"))
    assert newest(made) == ["httpx>=0.28.1,<1", "redis>=5", "pytest", "uvloop; platform_system != 'Windows'"]


@pytest.mark.parametrize("line", ["httpx", "httpx<1", "httpx==0.28.1"])
def test_a_dependency_without_a_lower_bound_is_named(line: str) -> None:
    with pytest.raises(SystemExit, match="needs one lower bound"):
        lowest(project(line))


@pytest.mark.parametrize("which", ["lowest", "newest"])
def test_all_that_the_package_needs_is_among_them(which: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([which]) == 0
    found = {each.name: each for each in map(Requirement, capsys.readouterr().out.splitlines())}
    extras: list[list[str]] = list(PROJECT["project"]["optional-dependencies"].values())
    for line in [*PROJECT["project"]["dependencies"], *(line for extra in extras for line in extra)]:
        if line.startswith("edgegap-client["):
            continue
        allowed = Requirement(line)
        for specifier in found[allowed.name].specifier:
            assert specifier.operator != "==" or allowed.specifier.contains(specifier.version), line
    assert "pytest" in found
