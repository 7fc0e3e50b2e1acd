"""`make mutants` and `make coverage`: what they look at, and that they fail when they should."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from tests.check_coverage import main as check_coverage
from tests.mutants.__main__ import EQUIVALENT, changed_line, equivalent
from tests.mutants.places import binary_operators, never_run
from tests.mutants.related import PACKAGES, RELATED

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "edgegap_client"
SAMPLE = """
from typing import TypeAlias, overload

Names: TypeAlias = list[str] | None

@overload
def first(names: Names, *, count: int | None = 1 + 1) -> str | None: ...
"""


def test_each_module_that_is_written_by_hand_has_related_tests() -> None:
    modules = {
        path.relative_to(PACKAGE).with_suffix("").as_posix()
        for package in PACKAGES
        for path in (PACKAGE / package).rglob("*.py")
        if path.name != "__init__.py" and "_sync" not in path.parts
    }
    assert set(RELATED) == modules
    for module, names in RELATED.items():
        assert names, module
        for name in names:
            assert (ROOT / "tests" / f"test_{name}.py").exists(), (module, name)


def test_what_nothing_runs_gets_no_defect() -> None:
    lines = SAMPLE.splitlines()
    skipped = [lines[start[0] - 1][start[1] : end[1]] for start, end in never_run(ast.parse(SAMPLE))]
    assert sorted(skipped) == sorted(
        [" TypeAlias", " list[str] | None", "@overload", " str | None", " Names", " int | None"]
    )


def test_only_operators_count_as_operators() -> None:
    lines = SAMPLE.splitlines()
    found = [lines[start[0] - 1][start[1] : end[1]].strip() for start, end in binary_operators(ast.parse(SAMPLE))]
    assert sorted(found) == ["+", "|", "|", "|"]


def test_a_defect_is_named_by_its_line() -> None:
    assert changed_line("a = 1\nb = 2\n", "a = 1\nb = 3\n") == "b = 3"
    assert changed_line("a\nb\n", "a\n") == "(a line is missing)"


def test_each_defect_that_is_none_has_a_module_and_a_reason() -> None:
    entries = [line for line in EQUIVALENT.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    assert len(equivalent()) == len(entries)
    for (module, line), reason in equivalent().items():
        assert module in RELATED
        assert line
        assert reason


@pytest.mark.parametrize(
    ("lines", "branches", "fails"), [(97, 94, 0), (96, 94, 1), (97, 93, 1)], ids=["enough", "lines", "branches"]
)
def test_too_few_lines_or_branches_fail(lines: int, branches: int, fails: int, tmp_path: Path) -> None:
    totals = {"covered_lines": lines, "num_statements": 100, "covered_branches": branches, "num_branches": 100}
    report = tmp_path / "coverage.json"
    report.write_text(json.dumps({"totals": totals}), encoding="utf-8")
    assert check_coverage(str(report)) == fails
