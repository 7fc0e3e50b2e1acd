"""Plant small defects in the hand-written core, one at a time, and count those that the related tests notice.

python -m tests.mutants [--seed 1] [--mutants 60] [--minutes 10] [MODULE ...]

cosmic-ray makes the defects, in a copy of the repository. The seed chooses the modules and the defects, so that a run
can be repeated after tests were added. A module is named as in related.py: `_core/paging`, or `_core` for all in it.
Each file of tests is run once without a defect, to learn which tests reach which line. A defect meets only those that
reach its line, the quickest first.
"""

from __future__ import annotations

import argparse
import difflib
import random
import re
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from .forked import ForkedTests
from .places import Mutant, lines_of_statement, places_in
from .related import PACKAGES, RELATED

ROOT: Final = Path(__file__).resolve().parents[2]
COSMIC_RAY: Final = ROOT / ".venv-mutants" / "bin" / "cosmic-ray"
EQUIVALENT: Final = Path(__file__).with_name("equivalent.txt")
COPIED: Final = (
    "edgegap_client",
    "tests",
    "openapi",
    "docs",
    "examples",
    "pyproject.toml",
    "README.md",
    "CHANGELOG.md",
)
# A module's tests are run once without a defect, so several of its defects are planted.
PER_MODULE: Final = 5
# Tests that do not end may do so because the machine is busy: such defects are counted apart.
TIMED_OUT: Final = re.compile(r"\bTimeout\b")


def main() -> int:
    """The exit code: 1 if a defect survived."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="default: some, chosen by the seed")
    parser.add_argument("--seed", type=int, default=1, help="chooses modules and defects (default: 1)")
    parser.add_argument("--mutants", type=int, default=60, help="how many defects at the most (default: 60)")
    parser.add_argument("--minutes", type=float, default=10, help="no defect is planted later (default: 10)")
    parser.add_argument("--cosmic-ray", type=Path, default=COSMIC_RAY, help="the program (default: %(default)s)")
    options = parser.parse_args()
    if unknown := sorted(set(options.modules) - set(RELATED) - set(PACKAGES)):
        parser.error(f"unknown: {', '.join(unknown)}; see tests/mutants/related.py")
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        return _Run(options, Path(folder)).carry_out()


class _Run:
    """One run, and its counts.

    Args:
        options: The arguments of the command.
        folder: An empty folder, for the copy of the repository.
    """

    def __init__(self, options: argparse.Namespace, folder: Path) -> None:
        self._options = options
        self._folder = folder
        self._copy = folder / "copy"
        self._until = time.monotonic() + options.minutes * 60
        self._random = random.Random(options.seed)
        self._counts: dict[str, Counter[str]] = {package: Counter() for package in PACKAGES}
        self._equivalent = equivalent()
        self._tests = ForkedTests(self._copy, folder)

    def carry_out(self) -> int:
        for name in COPIED:
            source, target = ROOT / name, self._copy / name
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", ".*"))
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, target)
        for mutant in self._chosen():
            if time.monotonic() >= self._until:
                print("the time is up")
                break
            self._try(mutant)
        for package, counts in self._counts.items():
            if counts:
                print(f"{package}: {summary(counts)}")
        total = sum(self._counts.values(), Counter[str]())
        print(f"{summary(total)}; seed {self._options.seed}")
        return int(total["survived"] > 0)

    def _chosen(self) -> Iterator[Mutant]:
        """The defects to plant."""
        number = self._options.mutants
        names = self._options.modules or PACKAGES
        modules = [module for module in sorted(RELATED) if module in names or module.partition("/")[0] in names]
        modules = self._random.sample(modules, min(len(modules), -(-number // PER_MODULE)))
        places = places_in(modules, self._copy, self._options.cosmic_ray, self._folder)
        each = -(-number // len(modules))
        chosen = [
            self._random.choice(place)
            for module in modules
            for place in self._random.sample(places[module], min(each, len(places[module])))
        ]
        yield from chosen[:number]

    def _try(self, mutant: Mutant) -> None:
        for file in files_of(mutant.module):
            self._tests.learn(file)
        path = self._copy / "edgegap_client" / f"{mutant.module}.py"
        before = path.read_text(encoding="utf-8")
        tests = self._tests.reaching(files_of(mutant.module), mutant.module, lines_of_statement(before, mutant))
        if not tests:
            print(f"skipped    {mutant.module}.py:{mutant.position[0]}: no test passes without a defect", flush=True)
            return
        apply = [self._options.cosmic_ray, "apply", path, mutant.operator, str(mutant.occurrence)]
        if subprocess.run(apply, check=False, cwd=self._copy, capture_output=True).returncode:
            path.write_text(before, encoding="utf-8")
            print(f"impossible {mutant.module}.py:{mutant.position[0]}: {mutant.operator}", flush=True)
            return
        for cached in (path.parent / "__pycache__").glob(f"{path.stem}.*"):
            cached.unlink()
        try:
            after = path.read_text(encoding="utf-8")
            line = changed_line(before, after)
            if (mutant.module, line) in self._equivalent:
                result, reason = "equivalent", self._equivalent[mutant.module, line]
            else:
                reason = (self._tests.failure(tests) or "").strip()
                result = "survived" if not reason else "timed out" if TIMED_OUT.search(reason) else "noticed"
        finally:
            path.write_text(before, encoding="utf-8")
        self._counts[mutant.module.partition("/")[0]][result] += 1
        print(f"{result:10} {mutant.module}.py:{mutant.position[0]}: {line}", flush=True)
        if reason:
            print(f"           {reason.splitlines()[-1][:150]}", flush=True)


def files_of(module: str) -> list[str]:
    """The files with the tests of a module."""
    return [f"tests/test_{name}.py" for name in RELATED[module]]


def summary(counts: Counter[str]) -> str:
    """How many defects were noticed, of those that count."""
    noticed, survived = counts["noticed"], counts["survived"]
    share = f" ({100 * noticed / (noticed + survived):.0f} %)" if noticed + survived else ""
    more = f"{counts['equivalent']} more change nothing, {counts['timed out']} more let tests time out"
    return f"{noticed} of {noticed + survived} defects were noticed{share}, {more}"


def changed_line(before: str, after: str) -> str:
    """The lines that a defect has changed, as one."""
    changed = [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line.startswith(("+ ", "- "))]
    added = " ".join(line[2:].strip() for line in changed if line.startswith("+ "))
    return added or f"without {' '.join(line[2:].strip() for line in changed).strip()}"


def equivalent() -> dict[tuple[str, str], str]:
    """Why a defect is none, by its module and its line."""
    found: dict[tuple[str, str], str] = {}
    for entry in EQUIVALENT.read_text(encoding="utf-8").splitlines():
        if entry and not entry.startswith("#"):
            place, _, reason = entry.rpartition("  # ")
            module, _, line = place.partition(": ")
            found[module, line] = reason
    return found


if __name__ == "__main__":
    raise SystemExit(main())
