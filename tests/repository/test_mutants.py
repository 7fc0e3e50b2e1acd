"""`make mutants` and `make coverage`: what they look at, and that they fail when they should."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.check_coverage import main as check_coverage
from tests.mutants.__main__ import EQUIVALENT, TIMED_OUT, changed_line, equivalent, summary
from tests.mutants.places import Mutant, binary_operators, lines_of_statement, never_run
from tests.mutants.related import PACKAGES, RELATED

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "edgegap_client"
SAMPLE = """
from typing import TypeAlias, overload

Names: TypeAlias = list[str] | None

@overload
def first(names: Names, *, count: int | None = 1 + 1) -> str | None: ...

if not TYPE_CHECKING:
    @dataclass(frozen=True, slots=True)
    class Empty: ...
"""
# A repository with one module; the related tests are of three kinds.
MODULE = """def double(number):
    return number * 2


LIMIT = double(3)


def half(number):
    return number / 2
"""
TESTS = """
import subprocess
import sys

from edgegap_client._core.numbers import LIMIT, double, half

def test_double():
    assert double(4) == 8

def test_half():
    assert half(4) == 2

def test_half_in_a_process_of_its_own():
    code = "from edgegap_client._core.numbers import half; assert half(8) == 4"
    subprocess.run([sys.executable, "-c", code], check=True)

def test_that_fails_anyway():
    assert half(4) == 3
"""
FILE = "tests/test_numbers.py"
PROGRAM = """
import json, sys
from pathlib import Path
from tests.mutants import forked

forked.TIMEOUT_SECONDS = 1.0
folder, file = Path(sys.argv[1]), sys.argv[2]
tests = forked.ForkedTests(folder / "copy", folder)
tests.learn(file)
path = folder / "copy/edgegap_client/_core/numbers.py"
text = path.read_text()
half = tests.reaching([file], "_core/numbers", range(9, 10))

def failure(tests_to_run, before, after):
    path.write_text(text.replace(before, after))
    return tests.failure(tests_to_run)

print(json.dumps({
    "reaching": half,
    "reaching_at_import": tests.reaching([file], "_core/numbers", range(2, 3)),
    "without": tests.failure(half),
    "noticed": failure(half, "number / 2", "number / 3"),
    "noticed_in_a_process": failure(half[1:], "number / 2", "number / 3"),
    "survived": failure(half, "number * 2", "number * 2 or 1"),
    "endless": failure(half[:1], "    return number / 2", "    while True: pass"),
}))
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
        [
            *(" TypeAlias", " list[str] | None", "@overload", " str | None", " Names", " int | None"),
            *(" not TYPE_CHECKING", "=True"),
        ]
    )


def test_only_operators_count_as_operators() -> None:
    lines = SAMPLE.splitlines()
    found = [lines[start[0] - 1][start[1] : end[1]].strip() for start, end in binary_operators(ast.parse(SAMPLE))]
    assert sorted(found) == ["+", "|", "|", "|"]


def test_a_defect_meets_the_tests_that_reach_its_line_and_is_noticed_if_one_fails(tmp_path: Path) -> None:
    for name, text in {
        "edgegap_client/__init__.py": "",
        "edgegap_client/_core/__init__.py": "",
        "edgegap_client/_core/numbers.py": MODULE,
        "tests/__init__.py": "",
        FILE: TESTS,
    }.items():
        (tmp_path / "copy" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "copy" / name).write_text(text, encoding="utf-8")
    # The tests are forked from a process without pytest, as in `make mutants`.
    command = [sys.executable, "-c", PROGRAM, str(tmp_path), FILE]
    # The plugin of the package is not in this one.
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_PLUGINS": "pytest_timeout"}
    environment.pop("PYTEST_CURRENT_TEST")
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    half = [f"{FILE}::test_half", f"{FILE}::test_half_in_a_process_of_its_own"]
    assert found["reaching"] == half
    assert len(found["reaching_at_import"]) == 3  # each test may depend on what runs then
    assert found["without"] is None
    assert f"FAILED {half[0]}" in found["noticed"]
    assert f"FAILED {half[1]}" in found["noticed_in_a_process"]
    assert found["survived"] is None
    assert TIMED_OUT.search(found["endless"].splitlines()[-1])


def test_the_innermost_statement_of_a_defect() -> None:
    assert lines_of_statement(MODULE, Mutant("_core/numbers", "any", 0, (9, 11))) == range(9, 10)


def test_a_defect_is_named_by_its_line() -> None:
    assert changed_line("a = 1\nb = 2\n", "a = 1\nb = 3\n") == "b = 3"
    assert changed_line("a\nb\n", "a\n") == "without b"


def test_defects_that_let_tests_time_out_count_neither_way() -> None:
    counts = Counter({"noticed": 3, "survived": 1, "timed out": 2, "equivalent": 4})
    assert summary(counts).startswith("3 of 4 defects were noticed (75 %), 4 more change nothing, 2 more ")
    assert summary(Counter()).startswith("0 of 0 defects were noticed, ")


def test_each_defect_that_is_none_has_a_module_and_a_reason() -> None:
    entries = [line for line in EQUIVALENT.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    assert len(equivalent()) == len(entries)
    for (module, line), reason in equivalent().items():
        assert module in RELATED
        assert line
        assert reason


@pytest.mark.parametrize(
    ("lines", "branches", "fails"), [(97, 95, 0), (96, 95, 1), (97, 94, 1)], ids=["enough", "lines", "branches"]
)
def test_too_few_lines_or_branches_fail(lines: int, branches: int, fails: int, tmp_path: Path) -> None:
    totals = {"covered_lines": lines, "num_statements": 100, "covered_branches": branches, "num_branches": 100}
    report = tmp_path / "coverage.json"
    report.write_text(json.dumps({"totals": totals}), encoding="utf-8")
    assert check_coverage(str(report)) == fails
