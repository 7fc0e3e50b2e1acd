"""Write the software bill of materials of a release: CycloneDX 1.6, as JSON, to the standard output.

    python openapi/sbom.py dist

The folder has the wheel and the sdist of one version. The bill names them with their SHA-256 digests, and each package
that they need, directly or not. Its version is that of the lock, with which the release was tested. A package that only
an extra needs has the scope "optional". The same files give the same bytes: the time is SOURCE_DATE_EPOCH, and the
serial number comes from the digest of the wheel.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from email.message import Message
from email.parser import BytesParser, Parser
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, Final, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PYPI: Final = "https://pypi.org/project/{name}/{version}/"


class Package(NamedTuple):
    """A package that the release needs.

    Attributes:
        header: The metadata of the package.
        needs: The normalised names of the packages that it needs.
    """

    header: Message
    needs: frozenset[str]


def sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def wheel_metadata(wheel: Path) -> Message:
    """Read the metadata of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return BytesParser().parsebytes(archive.read(name))


def installed_metadata(name: str) -> Message:
    """Read the metadata of a package in this environment. `make venv` makes the environment from the lock."""
    try:
        return Parser().parsestr(distribution(name).read_text("METADATA") or "")
    except PackageNotFoundError:
        raise SystemExit(f"{name} is needed, but not installed: run `make venv`") from None


def needed_by(header: Message, extras: Iterable[str]) -> dict[str, frozenset[str]]:
    """The packages that a package needs with these extras, each with the extras for which it is needed."""
    found: dict[str, frozenset[str]] = {}
    for line in header.get_all("Requires-Dist", []):
        each = Requirement(line)
        if each.marker is None or any(each.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            name = canonicalize_name(each.name)
            found[name] = found.get(name, frozenset()) | each.extras
    return found


def closure(header: Message, extras: Iterable[str]) -> dict[str, Package]:
    """All packages that a package needs with these extras, directly or not, without the package itself."""
    found: dict[str, Package] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = list(needed_by(header, extras).items())
    while waiting:
        name, wanted = waiting.pop()
        if (name, wanted) in seen:
            continue
        seen.add((name, wanted))
        its = installed_metadata(name)
        needs = needed_by(its, wanted)
        found[name] = Package(its, found[name].needs | needs.keys() if name in found else frozenset(needs))
        waiting += needs.items()
    return found


def purl(header: Message) -> str:
    return f"pkg:pypi/{canonicalize_name(header['Name'])}@{header['Version']}"


def component(header: Message, **more: Any) -> dict[str, Any]:
    """A package in the form of CycloneDX, with its licence if the metadata has a field for it."""
    found = {
        "type": "library",
        "bom-ref": purl(header),
        "name": header["Name"],
        "version": header["Version"],
        "purl": purl(header),
    }
    if summary := header["Summary"]:
        found["description"] = summary
    if licence := header["License-Expression"]:
        found["licenses"] = [{"expression": licence}]
    # Older metadata has no such field, and some contains the whole text of the licence.
    elif (name := header["License"]) and "\n" not in name:
        found["licenses"] = [{"license": {"name": name}}]
    return found | more


def bill(folder: Path, time: datetime) -> dict[str, Any]:
    """The bill of materials of the wheel and the sdist in a folder."""
    (wheel,), (sdist,) = sorted(folder.glob("*.whl")), sorted(folder.glob("*.tar.gz"))
    header = wheel_metadata(wheel)
    required = closure(header, ())
    packages = closure(header, header.get_all("Provides-Extra", []))
    direct = needed_by(header, header.get_all("Provides-Extra", []))
    url = PYPI.format(name=header["Name"], version=header["Version"])
    released = [
        {
            "type": "distribution",
            "url": f"{url}#files",
            "comment": file.name,
            "hashes": [{"alg": "SHA-256", "content": sha256(file)}],
        }
        for file in (wheel, sdist)
    ]
    refs = {name: purl(package.header) for name, package in packages.items()}
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, sha256(wheel))}",
        "version": 1,
        "metadata": {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": component(header, externalReferences=released),
        },
        "components": [
            component(packages[name].header, scope="required" if name in required else "optional")
            for name in sorted(packages)
        ],
        "dependencies": [
            {"ref": purl(header), "dependsOn": sorted(refs[name] for name in direct)},
            *(
                {"ref": refs[name], "dependsOn": sorted(refs[each] for each in packages[name].needs)}
                for name in sorted(packages)
            ),
        ],
    }


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Write the software bill of materials of a release, CycloneDX 1.6.")
    parser.add_argument("folder", type=Path, help="the folder with the wheel and the sdist")
    folder = parser.parse_args(arguments).folder
    if len(list(folder.glob("*.whl"))) != 1 or len(list(folder.glob("*.tar.gz"))) != 1:
        parser.error(f"{folder} must have one wheel and one sdist: run `make dist`")
    time = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), UTC)
    json.dump(bill(folder, time), sys.stdout, indent=2, sort_keys=True)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
