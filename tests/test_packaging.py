"""What is released: a wheel and an sdist with what belongs into them, and nothing else."""

from __future__ import annotations

import email
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def build(source: Path, kind: str, destination: Path) -> Path:
    done = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", f"--{kind}", "--outdir", str(destination), str(source)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = destination.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, "sdist", tmp_path_factory.mktemp("sdist"))


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_has_the_package_whole_and_nothing_else(wheel: Path) -> None:
    tracked = subprocess.run(["git", "ls-files", "edgegap_client"], cwd=ROOT, capture_output=True, text=True)
    package = {name for name in names(wheel) if not name.split("/")[0].endswith(".dist-info")}
    if tracked.returncode == 0 and tracked.stdout:
        assert package == set(tracked.stdout.split())
    assert {name.split("/")[0] for name in package} == {"edgegap_client"}
    assert "edgegap_client/py.typed" in package
    assert not [name for name in package if name.endswith((".pyc", ".orig", ".rej", "~"))]


def test_the_wheel_says_what_it_is(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        told = email.message_from_bytes(archive.read(metadata))
        (licence,) = (name for name in archive.namelist() if name.endswith(".dist-info/licenses/LICENSE"))
        assert archive.read(licence) == (ROOT / "LICENSE").read_bytes()
        (entries,) = (name for name in archive.namelist() if name.endswith("entry_points.txt"))
        assert "edgegap_client.sandbox.pytest_plugin" in archive.read(entries).decode()
    assert told["Name"] == "edgegap-client"
    assert told["License-Expression"] == "MIT"
    assert told["Requires-Python"] == ">=3.11"
    assert "Typing :: Typed" in told.get_all("Classifier", [])
    needed = {line.split(">")[0].split("<")[0] for line in told.get_all("Requires-Dist", []) if "extra ==" not in line}
    assert needed == {"httpx", "attrs", "python-dateutil", "sniffio"}


def test_the_wheel_imports_by_itself(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    code = "import edgegap_client, edgegap_client.sandbox; print(edgegap_client.__file__)"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout.strip() == str(tmp_path / "edgegap_client" / "__init__.py"), done.stderr


def test_the_sdist_builds_the_same_wheel(wheel: Path, sdist: Path, tmp_path: Path) -> None:
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    (source,) = (tmp_path / "unpacked").iterdir()
    assert {"edgegap_client", "openapi", "tests", "examples", "pyproject.toml", "README.md", "LICENSE"} <= {
        item.name for item in source.iterdir()
    }
    again = build(source, "wheel", tmp_path / "again")
    assert names(again) == names(wheel)
    with zipfile.ZipFile(again) as one, zipfile.ZipFile(wheel) as other:
        assert all(one.read(name) == other.read(name) for name in names(wheel))
    shutil.rmtree(tmp_path / "unpacked")
