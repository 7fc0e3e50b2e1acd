"""Tests in forked processes: they start at once, since what they import is there already, except for the package."""

from __future__ import annotations

import contextlib
import importlib
import json
import multiprocessing
import os
import re
import signal
import sys
from collections import defaultdict
from pathlib import Path
from typing import Final

import coverage
import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
# Most of the time that pytest needs to start.
IMPORTED_EARLY: Final = ("aiohttp", "httpx", "httpx2", "hypothesis.strategies", "pydantic", "redis", "trio", "werkzeug")
# The processes that tests start are measured, too, under the name of their test.
MEASURED: Final = """[run]
source = {copy}/edgegap_client
data_file = {folder}/data
parallel = true
context = $PYTEST_CURRENT_TEST
patch = _exit
"""
# A test that takes so much longer than without a defect does not end. Much may run beside it.
TIMEOUT_FACTOR: Final = 10.0
TIMEOUT_SECONDS: Final = 20.0


class ForkedTests:
    """The tests in a copy of the repository, and which of them reach which statement of the package.

    Args:
        copy: The copy.
        folder: Where to write what is measured.
    """

    def __init__(self, copy: Path, folder: Path) -> None:
        self._copy = copy
        self._folder = folder
        self._output = folder / "output"
        self._learned: set[str] = set()
        self._seconds: dict[str, float] = {}
        self._reaching: dict[tuple[str, int], set[str]] = defaultdict(set)
        for name in IMPORTED_EARLY:
            with contextlib.suppress(ImportError):
                importlib.import_module(name)

    def learn(self, file: str) -> None:
        """Run a file of tests without a defect (once only), and remember what each test reaches, if it passes."""
        if file not in self._learned:
            self._learned.add(file)
            settings = self._folder / "coveragerc"
            settings.write_text(MEASURED.format(copy=self._copy, folder=self._folder), encoding="utf-8")
            if (failure := self._run([file], None, settings)) is not None:
                print(f"{failure}\nwithout a defect, {file} fails: these of its tests are left out", flush=True)
            measured = coverage.Coverage(config_file=str(settings))
            measured.combine([str(self._folder)])
            data = measured.get_data()
            for path in data.measured_files():
                module = Path(path).relative_to(self._copy / "edgegap_client").with_suffix("").as_posix()
                for line, contexts in data.contexts_by_lineno(path).items():
                    self._reaching[module, line] |= {re.sub(r" \(\w+\)$", "", context) for context in contexts}
            data.erase()
            self._seconds |= json.loads((self._folder / "seconds").read_text(encoding="utf-8"))

    def reaching(self, files: list[str], module: str, lines: range) -> list[str]:
        """The tests of these files that reach one of these lines, quickest first; all if importing reaches it."""
        of_files = [test for test in self._seconds if test.partition("::")[0] in files]
        reaching = set[str]().union(*(self._reaching[module, line] for line in lines))
        tests = of_files if "" in reaching else [test for test in of_files if test in reaching]
        return sorted(tests or of_files, key=lambda test: self._seconds[test])

    def failure(self, tests: list[str]) -> str | None:
        """What fails with a defect, None if nothing does. A test that fails is run again: the machine may be busy."""
        failure = self._run(tests, self._timeout(tests), None)
        failed = re.findall(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", failure or "", re.MULTILINE)
        failed = [test for test in failed if test in tests]
        if failure is None or not failed or self._run(failed, self._timeout(tests), None) is not None:
            return failure
        return self._run(tests, self._timeout(tests), None)

    def _timeout(self, tests: list[str]) -> float:
        return TIMEOUT_SECONDS + TIMEOUT_FACTOR * max(self._seconds[test] for test in tests)

    def _run(self, tests: list[str], timeout: float | None, settings: Path | None) -> str | None:
        """What fails. The timeout is one for each test."""
        process = multiprocessing.get_context("fork").Process(target=self._in_child, args=(tests, timeout, settings))
        process.start()
        process.join(None if timeout is None else timeout + TIMEOUT_FACTOR * sum(self._seconds[test] for test in tests))
        ended = process.exitcode is not None
        assert process.pid is not None  # 0 would be the group of this process
        with contextlib.suppress(ProcessLookupError):  # This also ends the processes that a test started.
            os.killpg(process.pid, signal.SIGKILL)
        process.join()
        if process.exitcode == 0:
            return None
        output = self._output.read_text(encoding="utf-8", errors="replace")[-6000:]
        failed = [line for line in output.splitlines() if line.startswith(("FAILED", "ERROR"))]
        reason = f"exit code {process.exitcode}" if ended else "Timeout: the tests do not end"
        return f"{output}\n{max(failed, default=reason)}"  # a failure rather than the errors that follow

    def _in_child(self, tests: list[str], timeout: float | None, settings: Path | None) -> None:
        os.setsid()
        os.chdir(self._copy)
        output = os.open(self._output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(output, 1)
        os.dup2(output, 2)
        # The repository itself is not to be tested.
        sys.path[:] = [str(self._copy), *(each for each in sys.path if Path(each).absolute() != ROOT)]
        for name in [each for each in sys.modules if each.partition(".")[0] == "tests"]:
            del sys.modules[name]
        os.environ["PYTHONPATH"] = str(self._copy)
        if settings is None:
            # A module with a defect may have the size and the time of the one before.
            os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
            sys.dont_write_bytecode = True
        arguments = ["--quiet", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
        arguments += [*([] if timeout is None else ["--exitfirst", f"--timeout={timeout}"]), *tests]
        if settings is None:
            code = pytest.main(arguments)
        else:
            os.environ["COVERAGE_PROCESS_START"] = str(settings)
            recorder = _Recorder(coverage.Coverage(config_file=str(settings)))
            recorder.coverage.start()
            code = pytest.main(arguments, plugins=[recorder])
            recorder.coverage.stop()
            recorder.coverage.save()
            (self._folder / "seconds").write_text(json.dumps(recorder.seconds), encoding="utf-8")
        sys.stdout.flush()
        os._exit(code)


class _Recorder:
    """A plugin of pytest: measures each test by itself."""

    def __init__(self, measured: coverage.Coverage) -> None:
        self.coverage = measured
        self._passed: dict[str, bool] = {}
        self._seconds: dict[str, float] = defaultdict(float)

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.coverage.switch_context(nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._passed[report.nodeid] = self._passed.get(report.nodeid, True) and report.passed
        self._seconds[report.nodeid] += report.duration

    @property
    def seconds(self) -> dict[str, float]:
        """How long each test took that passed."""
        return {test: seconds for test, seconds in self._seconds.items() if self._passed[test]}
