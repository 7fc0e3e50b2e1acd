"""`make demo` and `make test` on a fresh clone: what they install, what they say, and what a failure leaves behind."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PIP = "pip install --quiet --upgrade pip>=25.1"
SANDBOX = [PIP, "pip install --quiet --editable .[sandbox]"]
TOOLS = [
    PIP,
    "pip install --quiet --require-hashes --requirement tests/requirements.txt",
    "pip install --quiet --no-deps --no-build-isolation --editable .",
]
COMMANDS = [("demo", ".venv-demo", SANDBOX), ("test", ".venv", TOOLS)]
# A Python that makes environments with nothing in them but a python. They note how they were called.
PYTHON = """#!/bin/sh
if [ "$1" = -c ]; then echo {version}; exit; fi
echo "venv $*" >> "$LOG"
for folder; do :; done
mkdir -p "$folder/bin"
cat > "$folder/bin/python" <<'END'
#!/bin/sh
if [ "$2" = pip ]; then shift; echo "$*" >> "$LOG"; exit $PIP_FAILS; fi
END
chmod +x "$folder/bin/python"
"""


class Clone:
    """A folder with nothing but the Makefile and what it reads, and what happens in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "clone"
        self.folder.mkdir()
        (self.folder / "tests").mkdir()
        for name in ("Makefile", "pyproject.toml", "tests/requirements.txt"):
            shutil.copy(ROOT / name, self.folder / name)
        self._log = folder / "log"
        self._pythons = folder

    def python(self, version: str) -> str:
        path = self._pythons / f"python{version}"
        path.write_text(PYTHON.replace("{version}", version), "utf-8")
        path.chmod(0o755)
        return str(path)

    def make(self, *arguments: str, pip_fails: bool = False) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
        environment = {**kept, "LC_ALL": "C", "LOG": str(self._log), "PIP_FAILS": str(int(pip_fails))}
        return subprocess.run(
            ["make", *arguments], cwd=self.folder, env=environment, capture_output=True, text=True, check=False
        )

    @property
    def calls(self) -> list[str]:
        """How Python and pip were called since the last time."""
        lines = self._log.read_text("utf-8").splitlines() if self._log.exists() else []
        self._log.unlink(missing_ok=True)
        return lines

    @property
    def environments(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir() if path.name.startswith(".venv"))


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path)


@pytest.mark.parametrize(("command", "folder", "wanted"), COMMANDS)
def test_a_command_installs_once_what_it_needs_and_says_so(
    clone: Clone, command: str, folder: str, wanted: list[str]
) -> None:
    # The environment alone: what the commands do in it is not tested here.
    ran = clone.make(f"{folder}/.ready", f"PYTHON={clone.python('3.11')}")
    assert ran.returncode == 0, ran.stderr
    assert len(ran.stdout.splitlines()) == 1
    assert ran.stdout.startswith("Installing the client and ")
    assert clone.calls == [f"venv -m venv --clear {folder}", *wanted]
    assert clone.environments == [folder]

    again = clone.make(command, "--dry-run", f"PYTHON={clone.python('3.11')}")
    assert "venv --clear" not in again.stdout
    assert "Installing" not in again.stdout


@pytest.mark.parametrize("command", ["demo", "test"])
@pytest.mark.parametrize("version", ["2.7", "3.6", "3.9", "3.10"])
def test_an_old_python_is_refused_in_one_line_and_leaves_nothing(clone: Clone, command: str, version: str) -> None:
    python = clone.python(version)
    ran = clone.make(command, f"PYTHON={python}")
    assert ran.returncode != 0
    (line,) = (ran.stdout + ran.stderr).splitlines()
    assert f"Python 3.11 or newer is needed, but {python} is {version}" in line
    assert f"make {command} PYTHON=" in line
    assert (clone.calls, clone.environments) == ([], [])


@pytest.mark.parametrize("version", ["3.11", "3.14", "3.100", "4.0"])
def test_a_newer_python_is_taken(clone: Clone, version: str) -> None:
    assert clone.make("demo", f"PYTHON={clone.python(version)}").returncode == 0


def test_a_missing_python_is_told(clone: Clone) -> None:
    ran = clone.make("test", "PYTHON=no-such-python")
    (line,) = (ran.stdout + ran.stderr).splitlines()
    assert "no-such-python is not installed" in line
    assert clone.environments == []


@pytest.mark.parametrize(("command", "folder", "wanted"), COMMANDS)
def test_an_installation_that_failed_is_started_afresh(
    clone: Clone, command: str, folder: str, wanted: list[str]
) -> None:
    python = f"PYTHON={clone.python('3.12')}"
    assert clone.make(command, python, pip_fails=True).returncode != 0
    assert clone.calls == [f"venv -m venv --clear {folder}", PIP]
    ran = clone.make(f"{folder}/.ready", python)
    assert ran.returncode == 0, ran.stderr
    assert clone.calls == [f"venv -m venv --clear {folder}", *wanted]


@pytest.mark.parametrize("changed", ["pyproject.toml", "tests/requirements.txt"])
def test_new_requirements_are_installed_into_what_there_is(clone: Clone, changed: str) -> None:
    python = f"PYTHON={clone.python('3.12')}"
    clone.make("venv", python)
    assert clone.calls == ["venv -m venv --clear .venv", *TOOLS]
    newer = (clone.folder / ".venv" / ".ready").stat().st_mtime + 10
    os.utime(clone.folder / changed, (newer, newer))
    assert clone.make("venv", python).returncode == 0
    assert clone.calls == ["venv -m venv .venv", *TOOLS]


def test_all_checks_run_although_one_fails(clone: Clone) -> None:
    ran = clone.make("test", f"PYTHON={clone.python('3.12')}")
    assert ran.returncode != 0
    for check in ("lint", "spec", "types"):
        assert f"{check}] Error" in ran.stderr, ran.stderr
    # Python does nothing here, and they need nothing else.
    assert "-m pytest" in ran.stdout
    assert "openapi/generate.py --check" in ran.stdout
