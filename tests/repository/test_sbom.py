"""The software bill of materials of a release: `make sbom`."""

from __future__ import annotations

import hashlib
import json
import zipfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import sbom
from packaging.utils import canonicalize_name

METADATA = """Metadata-Version: 2.4
Name: edgegap-client
Version: 1.2.3
Summary: A client
License-Expression: MIT
Requires-Dist: httpx<1,>=0.28.1
Requires-Dist: tzdata; sys_platform == 'no such system'
Provides-Extra: sandbox
Requires-Dist: jsonschema>=4.21; extra == 'sandbox'
"""


@pytest.fixture
def dist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796126400")
    with zipfile.ZipFile(tmp_path / "edgegap_client-1.2.3-py3-none-any.whl", "w") as wheel:
        wheel.writestr("edgegap_client-1.2.3.dist-info/METADATA", METADATA)
    (tmp_path / "edgegap_client-1.2.3.tar.gz").write_bytes(b"the sdist")
    return tmp_path


def made(dist: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert sbom.main([str(dist)]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_it_names_the_release_and_its_files(dist: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bill = made(dist, capsys)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert bill["metadata"]["timestamp"] == "2026-12-01T12:00:00Z"
    release = bill["metadata"]["component"]
    assert release["purl"] == "pkg:pypi/edgegap-client@1.2.3"
    assert release["licenses"] == [{"expression": "MIT"}]
    files = {each["comment"]: each["hashes"][0]["content"] for each in release["externalReferences"]}
    assert files == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in dist.iterdir()}


def test_it_names_all_that_is_needed_directly_or_not(dist: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bill = made(dist, capsys)
    scopes = {canonicalize_name(each["name"]): each["scope"] for each in bill["components"]}
    assert scopes.items() >= {"httpx": "required", "httpcore": "required", "idna": "required"}.items()
    assert scopes.items() >= {"jsonschema": "optional", "referencing": "optional", "attrs": "optional"}.items()
    assert not scopes.keys() & {"tzdata", "pytest", "ruff", "edgegap-client"}
    for each in bill["components"]:
        assert each["version"] == version(each["name"])
        assert each["purl"] == f"pkg:pypi/{canonicalize_name(each['name'])}@{each['version']}"


def test_each_dependency_is_a_component(dist: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bill = made(dist, capsys)
    refs = {each["bom-ref"] for each in bill["components"]} | {bill["metadata"]["component"]["bom-ref"]}
    needs = {each["ref"]: set(each["dependsOn"]) for each in bill["dependencies"]}
    assert needs.keys() == refs
    assert set().union(*needs.values()) == refs - {"pkg:pypi/edgegap-client@1.2.3"}
    direct = {ref.split("@")[0] for ref in needs["pkg:pypi/edgegap-client@1.2.3"]}
    assert direct == {"pkg:pypi/httpx", "pkg:pypi/jsonschema"}


def test_the_same_files_give_the_same_bill(dist: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = made(dist, capsys), made(dist, capsys)
    assert one == other
    with zipfile.ZipFile(next(dist.glob("*.whl")), "a") as wheel:
        wheel.writestr("edgegap_client/more.py", "")
    assert made(dist, capsys)["serialNumber"] != one["serialNumber"]


def test_what_is_not_installed_is_named(dist: Path) -> None:
    with zipfile.ZipFile(next(dist.glob("*.whl")), "w") as wheel:
        wheel.writestr(
            "edgegap_client-1.2.3.dist-info/METADATA", METADATA.replace("httpx<1,>=0.28.1", "no-such-package")
        )
    with pytest.raises(SystemExit, match="no-such-package is needed, but not installed: run `make venv`"):
        sbom.main([str(dist)])


def test_a_folder_without_a_release_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        sbom.main([str(tmp_path)])
    assert "must have one wheel and one sdist: run `make dist`" in capsys.readouterr().err
