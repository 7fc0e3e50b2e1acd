"""Plant small defects in the hand-written core, one at a time, and count those that the related tests notice.

python -m tests.mutants [--seed 1] [--mutants 60] [--minutes 10] [MODULE ...]

cosmic-ray makes the defects, in a copy of the repository. The seed chooses the modules and the defects, so that a run
can be repeated after tests were added. A module is named as in related.py: `_core/paging`.
"""

from __future__ import annotations

import argparse
import difflib
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from .places import Mutant, places_in
from .related import RELATED

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
# A defect that makes the tests so slow is noticed: they do not end.
TIMEOUT_FACTOR: Final = 3.0
TIMEOUT_SECONDS: Final = 30.0


def main() -> int:
    """The exit code: 1 if a defect survived."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="default: some, chosen by the seed")
    parser.add_argument("--seed", type=int, default=1, help="chooses modules and defects (default: 1)")
    parser.add_argument("--mutants", type=int, default=60, help="how many defects at the most (default: 60)")
    parser.add_argument("--minutes", type=float, default=10, help="no defect is planted later (default: 10)")
    parser.add_argument("--cosmic-ray", type=Path, default=COSMIC_RAY, help="the program (default: %(default)s)")
    options = parser.parse_args()
    if unknown := sorted(set(options.modules) - set(RELATED)):
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
        self._counts: Counter[str] = Counter()
        self._equivalent = equivalent()

    def carry_out(self) -> int:
        for name in COPIED:
            source, target = ROOT / name, self._copy / name
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", ".*"))
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, target)
        seconds_of: dict[str, float | None] = {}
        for mutant in self._chosen():
            if time.monotonic() >= self._until:
                print("the time is up")
                break
            if mutant.module not in seconds_of:
                seconds_of[mutant.module] = self._seconds_without_a_defect(mutant.module)
            if (seconds := seconds_of[mutant.module]) is not None:
                self._try(mutant, seconds)
        noticed, survived = self._counts["noticed"], self._counts["survived"]
        print(f"{noticed} of {noticed + survived} defects were noticed", end="")
        print(f" ({100 * noticed / (noticed + survived):.0f} %)" if noticed + survived else "", end="")
        print(f", {self._counts['equivalent']} more change nothing; seed {self._options.seed}")
        return int(survived > 0)

    def _chosen(self) -> Iterator[Mutant]:
        """The defects to plant."""
        number = self._options.mutants
        modules = list(self._options.modules) or self._random.sample(sorted(RELATED), -(-number // PER_MODULE))
        places = places_in(modules, self._copy, self._options.cosmic_ray, self._folder)
        each = -(-number // len(modules))
        chosen = [
            self._random.choice(place)
            for module in modules
            for place in self._random.sample(places[module], min(each, len(places[module])))
        ]
        yield from chosen[:number]

    def _seconds_without_a_defect(self, module: str) -> float | None:
        """How long the related tests take, None if they fail."""
        started = time.monotonic()
        output = self._failure(module, None)
        if output is not None:
            print(f"{output}\nskipped    {module}: its tests fail without a defect", flush=True)
            return None
        return time.monotonic() - started

    def _try(self, mutant: Mutant, seconds: float) -> None:
        path = self._copy / "edgegap_client" / f"{mutant.module}.py"
        before = path.read_text(encoding="utf-8")
        apply = [self._options.cosmic_ray, "apply", path, mutant.operator, str(mutant.occurrence)]
        subprocess.run(apply, check=True, cwd=self._copy, capture_output=True)
        try:
            after = path.read_text(encoding="utf-8")
            line = changed_line(before, after)
            if (mutant.module, line) in self._equivalent:
                result, reason = "equivalent", self._equivalent[mutant.module, line]
            else:
                reason = self._failure(mutant.module, TIMEOUT_SECONDS + TIMEOUT_FACTOR * seconds) or ""
                result = "noticed" if reason else "survived"
        finally:
            path.write_text(before, encoding="utf-8")
        self._counts[result] += 1
        print(f"{result:10} {mutant.module}.py:{mutant.position[0]}: {line}", flush=True)
        if reason:
            print(f"           {reason.strip().splitlines()[-1][:150]}", flush=True)

    def _failure(self, module: str, timeout: float | None) -> str | None:
        """What the related tests report, None if they pass. A test that fails is run again: the machine may be busy."""
        files = [f"tests/test_{name}.py" for name in RELATED[module]]
        failure = self._report(files, timeout)
        failed = re.findall(r"^(?:FAILED|ERROR) (tests/[^ []+)", failure or "", re.MULTILINE)
        if failure is None or not failed or self._report(failed, timeout) is not None:
            return failure
        return self._report(files, timeout)

    def _report(self, tests: list[str], timeout: float | None) -> str | None:
        command = [sys.executable, "-m", "pytest", "--quiet", "--exitfirst", "-p", "no:cacheprovider", *tests]
        environment = {**os.environ, "PYTHONPATH": str(self._copy), "PYTHONDONTWRITEBYTECODE": "1"}
        try:
            done = subprocess.run(
                command, cwd=self._copy, env=environment, timeout=timeout, capture_output=True, text=True, check=False
            )
        except subprocess.TimeoutExpired:
            return "the tests do not end"
        if done.returncode == 0:
            return None
        failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
        return f"{done.stdout[-3000:]}{done.stderr[-3000:]}\n{(failed or [f'exit code {done.returncode}'])[0]}"


def changed_line(before: str, after: str) -> str:
    """The lines that a defect has changed, as one."""
    changed = difflib.ndiff(before.splitlines(), after.splitlines())
    return " ".join(line[2:].strip() for line in changed if line.startswith("+ ")) or "(a line is missing)"


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
