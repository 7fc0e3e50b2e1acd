"""What is released: a wheel and an sdist with what belongs into them, and nothing else."""

from __future__ import annotations

import email
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from specification import load_yaml
from trove_classifiers import classifiers

from edgegap_client import __version__

ROOT = Path(__file__).resolve().parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def build(source: Path, kind: str, destination: Path, **environment: str) -> Path:
    done = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", f"--{kind}", "--outdir", str(destination), str(source)],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        umask=0o077 if environment else 0o022,
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


def sources() -> set[str]:
    """What Git has or would take."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("this is no Git repository")
    return {name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()}


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_has_the_package_whole_and_nothing_else(wheel: Path) -> None:
    package = {name for name in names(wheel) if not name.split("/")[0].endswith(".dist-info")}
    assert package == {name for name in sources() if name.startswith("edgegap_client/")}
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
    assert needed == {"httpx", "httpcore", "aiohappyeyeballs", "attrs", "python-dateutil", "sniffio"}
    # The tools of the repository are dependency groups, which are not published.
    assert set(told.get_all("Provides-Extra", [])) == {
        "aiohttp",
        "cli",
        "http2",
        "keyring",
        "mcp",
        "otel",
        "redis",
        "sandbox",
    }


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


def test_the_sdist_has_nothing_that_is_not_a_source(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        there = {name.split("/", 1)[1] for name in archive.getnames()}
    assert there - sources() == {"PKG-INFO"}


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_two_builds_are_the_same_byte_by_byte(kind: str, tmp_path: Path) -> None:
    """In another folder, at another time, by a user with another umask."""
    elsewhere = tmp_path / "elsewhere"
    for name in sorted(sources(), reverse=True):
        (elsewhere / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, elsewhere / name)
        if os.access(ROOT / name, os.X_OK):  # Git keeps that, of all permissions
            (elsewhere / name).chmod(0o700)
    here = build(ROOT, kind, tmp_path / "here")
    there = build(elsewhere, kind, tmp_path / "there", TZ="Asia/Tokyo", PYTHONHASHSEED="7")
    assert here.name == there.name
    assert here.read_bytes() == there.read_bytes()


def test_the_time_of_a_build_is_that_of_the_source(tmp_path: Path) -> None:
    wheel = build(ROOT, "wheel", tmp_path, SOURCE_DATE_EPOCH="1796126400")
    with zipfile.ZipFile(wheel) as archive:
        assert {item.date_time[:3] for item in archive.infolist()} == {(2026, 12, 1)}


# --- what it says of itself ---


def workflow(name: str) -> dict[str, Any]:
    found: dict[str, Any] = load_yaml(ROOT / ".github" / "workflows" / name)
    return found


def test_each_supported_python_is_tested_and_told() -> None:
    told: list[str] = PROJECT["project"]["classifiers"]
    assert set(told) <= set(classifiers)
    assert told == sorted(set(told))
    assert not [each for each in told if each.startswith("License ::")]  # the licence expression says it
    versions = [each.rsplit(" ", 1)[1] for each in told if re.search(r":: 3\.\d+$", each)]
    assert versions == PROJECT["tool"]["tox"]["env_list"]
    assert PROJECT["project"]["requires-python"] == f">={versions[0]}"
    for name in ("ci.yml", "release.yml"):
        assert workflow(name)["jobs"]["test"]["strategy"]["matrix"]["python"] == versions


def test_the_changelog_is_kept() -> None:
    """As keepachangelog.com says: the newest first, each with its date, its lines by kind."""
    title, *releases = re.split(r"^## ", (ROOT / "CHANGELOG.md").read_text("utf-8"), flags=re.MULTILINE)
    assert title.startswith("# Changelog\n")
    found: list[tuple[int, ...]] = []
    for number, release in enumerate(releases):
        heading, *kinds = re.split(r"^### ", release, flags=re.MULTILINE)
        said = re.fullmatch(r"(\d+)\.(\d+)\.(\d+) - (\d{4}-\d\d-\d\d|unreleased)", heading.strip())
        assert said, heading
        *version, day = said.groups()
        found.append(tuple(map(int, version)))
        assert date.fromisoformat(day) if number or day != "unreleased" else True
        assert kinds
        for kind in kinds:
            name, text = kind.split("\n", 1)
            assert name in ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")
            assert re.fullmatch(r"(- .+\n(  .+\n)*)+\n?", text), text
    assert found == sorted(set(found), reverse=True)
    assert ".".join(map(str, found[0])) == __version__
