"""Copy this package into another repository, and maintain the copy. Offline.

    python -m edgegap_client.vendor DEST             make the folder DEST a copy: `src/game/_vendor/edgegap`
    python -m edgegap_client.vendor --check DEST     report whether DEST is whole, edited or outdated, with a diff of
                                                     each edited file
    python -m edgegap_client.vendor --upgrade DEST   bring DEST to the version of the package that runs this; keep each
                                                     edited file beside the new one, as NAME.edited

`--services orchestration,matchmaking` omits the server browser from a new copy. An upgrade then omits it, too.

A copy works under any name, at any depth. Its file `VENDORED.sha256` has the origin of the copy and the SHA-256 of each
file. `sha256sum --check VENDORED.sha256` reads it as well.

Exit status: 0 if the copy is whole and current. 1 if it is edited or of another version, and was not changed. 2 if the
folder is not a copy of this package, or cannot be written.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import keyword
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from attrs import frozen

from ._version import __version__

__all__ = ["main"]

PACKAGE: Final = str(__package__)
NOTE: Final = "VENDORED.md"
MANIFEST: Final = "VENDORED.sha256"
# An upgrade adds this to the name of an edited file that it replaces. Neither Python nor a type checker reads such a
# file.
EDITED: Final = ".edited"
TITLE: Final = "# A copy of edgegap_client. Do not edit: `python -m edgegap_client.vendor --check` would report it."
# A copy lacks these parts unless the option --with-<part> is given: folders, and patterns of files.
PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "cli": ("cli/", "_generated/*/openapi.json"),
    "sandbox": ("sandbox/", "_generated/*/openapi.json"),
}
# The services of Edgegap. A file belongs to a service if a name in its path begins like this. All other files are the
# client itself or the orchestration API, which every copy has.
ORCHESTRATION: Final = "orchestration"
SERVICES: Final[Mapping[str, str]] = {"matchmaking": r"(^|/)_?matchmak", "server_browser": r"(^|/)_?server_browser"}
ALL_SERVICES: Final = frozenset((ORCHESTRATION, *SERVICES))
# The requirements of pyproject.toml: a copy has no metadata from which to read them.
REQUIREMENTS: Final = (
    "httpx>=0.28.1,<1",
    "httpcore>=1.0.9,<2",
    "aiohappyeyeballs>=2.5",
    "attrs>=23.2",
    "python-dateutil>=2.8.2",
    "sniffio>=1.3",
)
PART_REQUIREMENTS: Final = {
    "cli": ("click>=8.2", "rich>=13.9"),
    "sandbox": ("uvicorn>=0.30", "jsonschema>=4.21"),
}

NOTE_TEXT: Final = """\
# A copy of edgegap_client {version}

The Python client for the Edgegap API, copied from the package `edgegap-client` {version}; made from {spec_version}.
MIT licence, see `LICENSE`.

- **Do not edit it.** The next upgrade replaces your edited files, and keeps each one beside the new file as
  `NAME.edited`. Report defects, or wrap the package.
- To check whether it is unedited and current: `python -m edgegap_client.vendor --check PATH/TO/THIS/FOLDER`, with
  `edgegap-client` installed. Without it: run the module `vendor` of this copy by its own name, or
  `sha256sum --check {manifest}` in this folder.
- To upgrade it: `pip install --upgrade edgegap-client`, then
  `python -m edgegap_client.vendor --upgrade PATH/TO/THIS/FOLDER`.
- It needs Python 3.11 or newer, and: {requirements}.
- Leave it out of your formatters and linters.
"""


class Refused(Exception):
    """The command refuses what was asked for. `status` is the exit status."""

    def __init__(self, message: str, status: int = 2) -> None:
        super().__init__(message)
        self.status = status


@frozen
class Manifest:
    """The origin of a copy.

    Attributes:
        version: The version of the SDK.
        spec_version: The specifications, each with its version.
        spec: The digest of the specifications.
        parts: The optional parts that the copy has.
        services: The services that the copy has.
        digests: The SHA-256 of each file, by name.
    """

    version: str
    spec_version: str
    spec: str
    parts: frozenset[str]
    services: frozenset[str]
    digests: Mapping[str, str]

    def __str__(self) -> str:
        return f"edgegap_client {self.version}, made from {self.spec_version} ({self.spec[:12]})"

    def text(self) -> str:
        """The manifest as the text of its file."""
        return "\n".join([
            TITLE,
            f"# version: {self.version}",
            f"# spec-version: {self.spec_version}",
            f"# spec: {self.spec}",
            f"# parts: {' '.join(sorted(self.parts)) or 'none'}",
            f"# services: {' '.join(sorted(self.services))}",
            *(f"{value}  {name}" for name, value in sorted(self.digests.items())),
            "",
        ])  # fmt: skip

    @classmethod
    def read(cls, folder: Traversable) -> Manifest | None:
        """Read the manifest in a folder. None if the folder is not a copy."""
        file = folder / MANIFEST
        if not file.is_file():
            return None
        try:
            title, *lines = file.read_text("utf-8").splitlines()
            facts = dict(line[2:].split(": ", 1) for line in lines if line.startswith("# "))
            named = [line.split("  ", 1) for line in lines if line and not line.startswith("#")]
            if title != TITLE or any(not re.fullmatch("[0-9a-f]{64}", value) for value, _ in named):
                return None
            parts = frozenset(facts["parts"].split()) - {"none"}
            services = frozenset(facts.get("services", ORCHESTRATION).split())
            digests = {name: value for value, name in named}
            return cls(facts["version"], facts["spec-version"], facts["spec"], parts, services, digests)
        except (KeyError, ValueError):
            return None


@frozen
class State:
    """The differences between a copy and its own manifest, as names of files.

    Attributes:
        edited: Files with changed content.
        missing: Files that were deleted.
        foreign: Files that were added.
    """

    edited: tuple[str, ...]
    missing: tuple[str, ...]
    foreign: tuple[str, ...]

    def lines(self) -> list[str]:
        """One line for each of these files."""
        found = {"edited": self.edited, "missing": self.missing, "foreign": self.foreign}
        return [f"{kind}: {name}" for kind, names in found.items() for name in names]


def digest(content: bytes) -> str:
    """The SHA-256 with Unix line ends: a Git that writes Windows line ends does not edit a file."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def files_in(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, Traversable]]:
    """The files below a folder by their relative names, without the caches of Python and the system."""
    for item in folder.iterdir():
        if item.name == "__pycache__" or item.name.endswith((".pyc", ".pyo")) or item.name == ".DS_Store":
            continue
        # A link counts as a file of its own: its target is not in this folder.
        if item.is_dir() and not (isinstance(item, Path) and item.is_symlink()):
            yield from files_in(item, f"{prefix}{item.name}/")
        else:
            yield f"{prefix}{item.name}", item


def state_of(folder: Traversable, manifest: Manifest) -> State:
    """Compare the files of a copy with its manifest."""
    there = {name: item for name, item in files_in(folder) if name != MANIFEST}
    known = manifest.digests
    edited = [name for name in known.keys() & there.keys() if digest(there[name].read_bytes()) != known[name]]
    return State(
        tuple(sorted(edited)), tuple(sorted(known.keys() - there.keys())), tuple(sorted(there.keys() - known.keys()))
    )


def left_out(name: str, parts: frozenset[str], services: frozenset[str]) -> bool:
    """Whether a file belongs only to parts or services that were not requested."""
    if any(re.search(pattern, name) for service, pattern in SERVICES.items() if service not in services):
        return True
    of = {part for part, names in PARTS.items() for start in names if fnmatchcase(name, f"{start}*")}
    return bool(of) and not of & parts


def new_copy(parts: frozenset[str], services: frozenset[str]) -> tuple[dict[str, bytes], Manifest]:
    """Make the files of a copy of this package, and its manifest."""
    source = files(PACKAGE)
    if (own := Manifest.read(source)) is not None and (lines := state_of(source, own).lines()):
        raise Refused("this package is itself a copy that was edited, and would spread:\n" + "\n".join(lines))
    # Hidden files in a checkout belong to editors.
    names = {name: item for name, item in files_in(source) if not re.search(r"(^|/)\.", name)}
    found = {name: item.read_bytes() for name, item in names.items() if name not in (MANIFEST, NOTE)}
    if lacking := [part for part in sorted(parts) if not any(name.startswith(PARTS[part][0]) for name in found)]:
        raise Refused(f"this package is a copy without {', '.join(lacking)}: use an installed edgegap-client")
    if lacking := sorted(name for name in services if f"_generated/{name}/__init__.py" not in found):
        raise Refused(f"this package is a copy without {', '.join(lacking)}: use an installed edgegap-client")
    found = {name: content for name, content in found.items() if not left_out(name, parts, services)}
    if "LICENSE" not in found:
        raise Refused("this package has lost its LICENSE, without which it must not be copied")
    made_from = dict(
        line.split(": ", 1)
        for line in found["_generated/MANIFEST"].decode().splitlines()
        if re.match("[a-z-]+: ", line)
    )
    requirements = [*REQUIREMENTS, *(each for part in sorted(parts) for each in PART_REQUIREMENTS.get(part, ()))]
    found[NOTE] = NOTE_TEXT.format(
        version=__version__,
        spec_version=made_from["spec-version"],
        manifest=MANIFEST,
        requirements=", ".join(f"`{each}`" for each in requirements),
    ).encode()
    digests = {name: digest(content) for name, content in found.items()}
    return found, Manifest(__version__, made_from["spec-version"], made_from["spec"], parts, services, digests)


def standing(copy: Manifest, ours: Manifest) -> str | None:
    """How a copy differs from this package. None if it is current."""
    if copy == ours:
        return None
    lacking = sorted((ours.parts | ours.services) - (copy.parts | copy.services))
    if copy.version == ours.version and lacking:
        return f"without {', '.join(lacking)}: the copy is {copy}"
    kind = "ahead" if age(copy.version) > age(ours.version) else "behind"
    return f"{kind}: the copy is {copy}; this is {ours}"


def age(version: str) -> tuple[list[int], bool, list[int]]:
    """The sort key of versions: 1.0.0rc1 comes before 1.0.0, and 1.0.0 before 1.0.0.post1."""
    release = re.split(r"[^\d.]", version, maxsplit=1)[0]
    rest = version[len(release) :]
    numbers = [[int(part) for part in re.findall(r"\d+", text)] for text in (release, rest)]
    return numbers[0], not rest.startswith(("a", "b", "rc", "dev")), numbers[1]


def diffs(place: Path, present: Manifest, ours: Mapping[str, bytes], edited: tuple[str, ...]) -> list[str]:
    """The lines of a unified diff for each edited file of a copy.

    A copy does not contain the original files. The file of this package is the original if its digest is in the copy's
    manifest. Otherwise, the diff also has the changes between the two versions, and its heading says so.
    """
    found: list[str] = []
    for name in edited:
        if name not in ours:
            found.append(f"no diff of {name}: edgegap_client {__version__} does not have the file")
            continue
        same = digest(ours[name]) == present.digests[name]
        origin = (
            "as it was" if same else f"of edgegap_client {__version__}: the diff has the changes between versions too"
        )
        before, after = (
            content.decode("utf-8", "replace").splitlines() for content in (ours[name], (place / name).read_bytes())
        )
        found += difflib.unified_diff(before, after, f"{name} ({origin})", f"{name} (edited)", lineterm="")
    return found


def kept_names(place: Path, state: State, new: Mapping[str, bytes]) -> dict[str, str]:
    """The files that an upgrade keeps, each with its name in the new copy: the foreign and the edited files.

    An edited file is not kept if it equals the file of the new version.
    """
    found = {name: name for name in state.foreign}
    for name in state.edited:
        if name in new and digest((place / name).read_bytes()) == digest(new[name]):
            continue
        beside, number = f"{name}{EDITED}", 1
        while beside in found.values() or beside in new:
            number += 1
            beside = f"{name}{EDITED}{number}"
        found[name] = beside
    return found


def write(
    files_of_copy: Mapping[str, bytes], manifest: Manifest, place: Path, kept: Mapping[str, str] | None = None
) -> None:
    """Write a copy completely or not at all. `kept` are files of the present copy, each with its new name."""
    place.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{place.name}.", suffix=".new", dir=place.parent))
    try:
        fresh = work / place.name
        for name, content in {**files_of_copy, MANIFEST: manifest.text().encode()}.items():
            file = fresh / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        for name, new_name in (kept or {}).items():
            (fresh / new_name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(place / name, fresh / new_name, follow_symlinks=False)
        old = aside(place)
        if place.exists():
            os.rename(place, old)  # noqa: PTH104 - beside the one below
        try:
            os.rename(fresh, place)  # noqa: PTH104 - unlike shutil.move, never file by file
        except BaseException:
            if old.exists():
                os.rename(old, place)  # noqa: PTH104
            raise
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def aside(place: Path) -> Path:
    """The temporary place of the present copy, while the new one replaces it."""
    return place.parent / f".{place.name}.old"


def recover(place: Path) -> None:
    """Recover from a run that was killed after it had moved the old copy and before it had placed the new one."""
    old = aside(place)
    if not os.path.lexists(old):
        return
    if old.is_symlink() or Manifest.read(old) is None:
        raise Refused(f"{old} must be moved or deleted first: it is not a copy of edgegap_client")
    if place.exists():
        shutil.rmtree(old)
    else:
        os.rename(old, place)  # noqa: PTH104


def vendor(place: Path, parts: frozenset[str], services: frozenset[str] | None, *, upgrade: bool, force: bool) -> str:
    """Write or upgrade a copy, and describe the result.

    `services` is None for all, or for those of the existing copy.
    """
    recover(place)
    present = Manifest.read(place) if place.is_dir() else None
    if present is None:
        if place.exists() and not (place.is_dir() and not any(place.iterdir())):
            raise Refused(f"{place} exists and is not a copy of edgegap_client: nothing was written")
        content, ours = new_copy(parts, own_services() if services is None else services)
        write(content, ours, place)
        return f"{place}: a new copy of {ours}"
    content, ours = new_copy(parts | present.parts, present.services | (services or frozenset()))
    state, other = state_of(place, present), standing(present, ours)
    if not state.lines() and other is None:
        return f"{place}: whole and current, {ours}"
    if not upgrade:
        lines = [*state.lines(), *([other] if other else [])]
        raise Refused("\n".join([f"{place} was not changed; --upgrade would change it:", *lines]), 1)
    if not force and other and other.startswith("ahead"):
        raise Refused(f"{place} was not changed; --force would replace it with the older version:\n{other}", 1)
    if lost := sorted(set(state.foreign) & content.keys()):
        raise Refused("\n".join([f"{place} has foreign files whose names the new version needs; move these:", *lost]))
    kept = kept_names(place, state, content)
    write(content, ours, place, kept)
    beside = [f"kept: {new}, which is your {name}" for name, new in sorted(kept.items()) if name != new]
    return "\n".join([f"{place}: now {ours}", *beside])


def check(place: Path) -> list[str]:
    """Describe the problems of a copy, one line each, with a diff of each edited file."""
    present = Manifest.read(place)
    if present is None:
        raise Refused(f"{place} is not a copy of edgegap_client: it has no readable {MANIFEST}")
    state = state_of(place, present)
    found = state.lines()
    if place != own_folder():  # A copy that checks itself has no other version, and no files to compare with.
        content, ours = new_copy(present.parts, present.services)
        found += [other] if (other := standing(present, ours)) else []
        found += diffs(place, present, content, state.edited)
    elif state.edited:
        found.append("for a diff, run the command of an installed edgegap-client")
    return [f"{place}: {present}", *found]


def own_services() -> frozenset[str]:
    """The services of this package. If it is itself a copy, it may lack some."""
    own = Manifest.read(files(PACKAGE))
    return ALL_SERVICES if own is None else own.services


def read_services(text: str) -> frozenset[str]:
    """Read the services from the argument."""
    found = frozenset(text.replace(",", " ").split())
    if unknown := sorted(found - ALL_SERVICES):
        raise Refused(f"there is no service {', '.join(unknown)}: the services are {', '.join(sorted(ALL_SERVICES))}")
    if ORCHESTRATION not in found:
        raise Refused(f"a copy always has {ORCHESTRATION}: add it to --services")
    return found


def own_folder() -> Path | None:
    """The folder of this package, unless the package is in a zip."""
    folder = Path(str(files(PACKAGE))).resolve()
    return folder if folder.is_dir() else None


def read_place(dest: Path, name: str | None) -> Path:
    """Read the folder of the copy. Refuses a folder that cannot be a package, and this package's own folder."""
    place = (dest / name if name else dest).resolve()
    if name and not name.isidentifier():
        raise Refused(f"{name!r} is not the name of a Python package")
    if not place.name.isidentifier() or keyword.iskeyword(place.name):
        raise Refused(f"{place.name!r} cannot be imported: a package has the name of its folder")
    source = own_folder()
    if source and source != place and (source in place.parents or place in source.parents):
        raise Refused(f"{place} and the package to copy, {source}, are inside each other")
    return place


def main(arguments: list[str] | None = None) -> int:
    """Run the command. Returns its exit status."""
    parser = argparse.ArgumentParser(
        prog=f"python -m {__package__}.vendor",
        description="Copy edgegap_client into another repository, and maintain the copy.",
        epilog="Exit status: 0 whole and current; 1 edited or of another version, and not changed; 2 not possible.",
    )
    parser.add_argument("dest", type=Path, metavar="DEST", help="the folder of the copy")
    parser.add_argument("--name", help="the copy goes into the folder NAME of DEST")
    for part in PARTS:
        parser.add_argument(
            f"--with-{part}", action="append_const", dest="parts", const=part, help=f"copy the {part} too"
        )
    parser.add_argument(
        "--services",
        metavar="NAMES",
        help=f"only these services, with commas between them: {', '.join(sorted(ALL_SERVICES))} (default: all)",
    )
    action = parser.add_mutually_exclusive_group()
    action.add_argument(
        "--check",
        action="store_true",
        help="write nothing; report whether the copy is edited or behind, with a diff of each edited file",
    )
    action.add_argument(
        "--upgrade",
        action="store_true",
        help=f"bring a copy to this version, with the parts it has; an edited file is kept as NAME{EDITED}",
    )
    parser.add_argument("--force", action="store_true", help="with --upgrade: even if the copy is of a newer version")
    options = parser.parse_args(arguments)
    if options.force and not options.upgrade:
        parser.error("--force needs --upgrade")
    try:
        place = read_place(options.dest, options.name)
        if options.check:
            lines = check(place)
            print("\n".join(lines if len(lines) > 1 else [*lines, "whole and current"]))
            return 1 if len(lines) > 1 else 0
        services = None if options.services is None else read_services(options.services)
        parts = frozenset(options.parts or ())
        print(vendor(place, parts, services, upgrade=options.upgrade, force=options.force))
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return refusal.status
    except OSError as error:
        print(f"nothing was written: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
