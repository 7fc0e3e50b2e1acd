"""The changes since another state of this repository, as release notes: in openapi/*.yaml, in Python's names, and in
the generated code.

    python openapi/spec_diff.py v0.1.0             (`make spec-diff BASE=v0.1.0`)
    python openapi/spec_diff.py main --check       (`make spec-diff BASE=main CHECK=1`, which CI runs)
    python openapi/spec_diff.py --release v0.1.0   (`make notes TAG=v0.1.0`: what CHANGELOG.md says of a release)

Python's names are those of the wheels that both states build; griffe compares them. Each generated file that differs is
named as well, so that no change is silent, wherever it comes from. With --check, exit 1 if something
breaks users' code without a new major version (before 1.0, a new minor one) and a line in CHANGELOG.md. Exit 2: a state
cannot be read or built.
"""

# pyright: basic
# Parsed documents are loosely typed.

from __future__ import annotations

import argparse
import ast
import io
import logging
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias, get_args

import griffe
from compare import Difference, differences
from facts import DocumentError, Node, parse, tree
from generate import FOLDERS, files_in
from keywords import BOUNDS, OWN_KEYS, OWN_PREFIX, TEXTS
from services import SERVICES

Kind: TypeAlias = Literal["Breaking", "Added", "Deprecated", "Documentation", "Generated code"]

ROOT: Final = Path(__file__).resolve().parent.parent
PACKAGE: Final = "edgegap_client"
CLIENTS: Final = ("AsyncEdgegap", "Edgegap")
# A line names at most this many files of a folder.
FILES_NAMED: Final = 5
# A line names fewer places than this if more places have the same change.
PLACES_NAMED: Final = 4
# Members that a class may lose without a break: every object has them.
HAD_ANYWAY: Final = {*dir(object), "__slots__"} - {"__init__", "__new__"}

# The generated code does not depend on these facts, or they only make it warn or wait.
HARMLESS: Final = frozenset(["deprecated", "rate limit", "x-edgegap-rate-group", "header", "server", "open"])
# Without these facts of our own, the code protects or sends less.
KEPT: Final = frozenset(["x-edgegap-secret", "x-edgegap-slashes"])
WORDS: Final = {"name": "its name", "model": "its model"}
# Facts that are present or absent, as text.
FLAGS: Final = {
    "deprecated": "deprecated",
    "open": "accepts other values",
    "x-edgegap-secret": "a secret",
    "x-edgegap-slashes": "keeps its slashes",
}
# Formats that are types of their own in Python.
TYPED: Final = frozenset(["date", "date-time", "uuid", "binary"])
LOWER: Final = frozenset(["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"])
UPPER: Final = frozenset(["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"])


class StateError(Exception):
    """A state of the repository cannot be read or built."""


# --- the specification ---


def kind_of(difference: Difference) -> Kind:
    """The kind of a change of the specification, from a user's point of view."""
    if difference.what in TEXTS:
        return "Documentation"
    if difference.what == "deprecated" and difference.change == "added":
        return "Deprecated"
    return "Breaking" if breaks(difference) else "Added"


def breaks(difference: Difference) -> bool:
    """Whether the change can break code that worked before."""
    old, new = difference.old, difference.new
    sent = difference.place.direction == "request"
    added, removed = difference.change == "added", difference.change == "removed"
    match difference.what:
        case what if what in HARMLESS or (what in BOUNDS and not sent):
            return False
        case what if what in KEPT:
            return removed
        case what if what.startswith("x-") and what not in OWN_KEYS and not what.startswith(OWN_PREFIX):
            return False
        case "security":
            # An additional way to authenticate, or none that is needed.
            return not (new == "none" or set(old.split(" or ")) <= set(new.split(" or ")))
        case "default":
            return sent
        case "other fields":
            return added
        case "operation" | "value":
            return removed
        case "parameter" | "body":
            return removed or "required" in new
        case "field":
            return removed or (sent and "required" in new)
        case "status":
            # An error without a listed status still raises its exception.
            return removed and difference.place.text.startswith("status 2")
        case "content":
            return removed
        case "choice":
            return removed or not sent
        case "enum":
            # In Python the values of an enumeration are str too.
            return removed or sent
        case "format":
            # Without `password`, a value may be shown.
            return old == "password" or bool(TYPED & {old, new})
        case "required":
            return new == ("required" if sent else "optional")
        case "nullable":
            return new == ("never null" if sent else "may be null")
        case what if what in LOWER:
            return added or (not removed and float(new) > float(old))
        case what if what in UPPER:
            return added or (not removed and float(new) < float(old))
        case "pattern" | "multipleOf" | "uniqueItems":
            return not removed
        case _:
            # Types, and the sources of names: operationId, x-edgegap-method, tags, the name of a schema.
            return True


def sentence(difference: Difference) -> str:
    """Describe a change of the specification in one line of release notes."""
    place, what, old, new = difference.place, difference.what, difference.old, difference.new
    where = f"`{place.text}`" if place.shared or not place.operation else f"`{place.operation}`"
    if place.text and not place.shared:
        where += f", {place.text}"
    what = f"the {what} `{old or new}`" if what in ("value", "server") else WORDS.get(what, what)
    detail = f" ({old or new})" if (old or new) and difference.what in ("parameter", "field", "body", "header") else ""
    side = f", in {place.direction}s" if place.shared and difference.what in ("required", "nullable") else ""
    whole = difference.what in ("operation", "parameter", "status", "field", "header")
    match difference.change:
        case _ if difference.what in TEXTS:
            return f"{where}: {what}"
        case "added" if difference.what in FLAGS:
            return f"{where}: {FLAGS[difference.what]} now"
        case "removed" if difference.what in FLAGS:
            return f"{where}: no longer {FLAGS[difference.what]}"
        case "added":
            return f"{where}: new{detail}" if whole else f"{where}: {what} is new{detail or _value(difference, new)}"
        case "removed":
            return f"{where}: gone{detail}" if whole else f"{where}: {what} is gone{detail or _value(difference, old)}"
        case _ if difference.what in ("required", "nullable"):
            return f"{where}: {new} now{side}; {old} before"
        case _:
            return f"{where}: {what} was {old}, is {new}"


def _value(difference: Difference, value: str) -> str:
    return f" ({value})" if value and difference.what not in ("value", "server") else ""


def spec_changes(old: Node, new: Node) -> Iterator[tuple[Kind, str]]:
    for difference in differences(old, new):
        yield kind_of(difference), sentence(difference)


def document_changes(name: str, base: Path, root: Path) -> Iterator[tuple[Kind, str]]:
    """The changes of one document in openapi/."""
    api = next((f"`{service.client}`" for service in SERVICES if service.document == name), f"`openapi/{name}`")
    if not (base / "openapi" / name).exists():
        yield "Added", f"{api}: new, for the API in openapi/{name}"
    elif not (root / "openapi" / name).exists():
        yield "Breaking", f"{api}: gone, with the API in openapi/{name}"
    else:
        yield from spec_changes(specification(base, name), specification(root, name))


def document_names(*roots: Path) -> list[str]:
    """The specifications in openapi/ in any of these states. Those of the services come first."""
    found = {
        path.name: None
        for root in roots
        for path in sorted((root / "openapi").glob("*.yaml"))
        if re.search(r"""^(?:openapi:|{.*"openapi":)""", path.read_text("utf-8"), re.MULTILINE)
    }
    ours = [service.document for service in SERVICES if service.document in found]
    return list(dict.fromkeys([*ours, *found]))


def specification(root: Path, name: str) -> Node:
    path = root / "openapi" / name
    try:
        return tree(parse(path.read_text("utf-8")), ours=True)
    except (OSError, DocumentError) as error:
        raise StateError(f"{path}: {error}") from None


# --- the generated code ---


def generated_changes(base: Path, root: Path) -> Iterator[tuple[Kind, str]]:
    """Each folder with generated files that differ, for whatever reason."""
    folders: dict[str, dict[str, list[str]]] = {}
    for folder in FOLDERS:
        old, new = files_in(base / PACKAGE / folder), files_in(root / PACKAGE / folder)
        for name in sorted(old.keys() | new.keys()):
            if change := file_change(old.get(name), new.get(name)):
                where, _, file = f"{folder}/{name}".rpartition("/")
                folders.setdefault(where, {}).setdefault(change, []).append(file)
    for where, changes in folders.items():
        for change, files in changes.items():
            more = f" and {len(files) - FILES_NAMED} more" if len(files) > FILES_NAMED else ""
            yield "Generated code", f"`{where}`, {change}: {', '.join(files[:FILES_NAMED])}{more}"


def file_change(old: Path | None, new: Path | None) -> str:
    """How a generated file changed; empty if it did not change."""
    if old is None or new is None:
        return "gone" if new is None else "new"
    before, after = old.read_bytes(), new.read_bytes()
    if before == after:
        return ""
    if new.suffix == ".py" and code_of(before) == code_of(after):
        return "only comments and docstrings"
    return "changed"


def code_of(source: bytes) -> str:
    """The code of a module that Python runs, without its docstrings."""
    try:
        module = ast.parse(source)
    except SyntaxError:
        return source.decode(errors="replace")
    for node in ast.walk(module):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            texts = [one for one in node.body if isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)]
            node.body = [one for one in node.body if one not in texts] or [ast.Pass()]
    return ast.dump(module)


# --- Python's names ---


def public_names(root: Path, folder: Path) -> griffe.Module:
    """The public names of the wheel that `root` builds."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise StateError(f"{root} builds no wheel: {(done.stdout + done.stderr).strip()[-500:]}")
    [wheel] = folder.glob("*.whl")
    shutil.unpack_archive(wheel, folder, "zip")
    found = griffe.load(PACKAGE, search_paths=[folder], try_relative_path=False, resolve_aliases=True)
    assert isinstance(found, griffe.Module)
    return found


def surface_changes(old: griffe.Module, new: griffe.Module) -> Iterator[tuple[Kind, str]]:
    """The public names that were removed, or changed in a way that breaks callers."""
    for path in ("", *given(old)):
        try:
            before, after = (old[path], new[path]) if path else (old, new)
        except KeyError:
            yield "Breaking", f"`{_public(f'{PACKAGE}.{path}')}`: gone"
            continue
        for breakage in griffe.find_breaking_changes(before, after):
            if breakage.kind is griffe.BreakageKind.OBJECT_REMOVED and breakage.obj.name in HAD_ANYWAY:
                continue
            name = _public(_reported(breakage.obj))
            parameter = next(
                (value.name for value in (breakage.old_value, breakage.new_value) if hasattr(value, "default")), ""
            )
            what = f"({parameter})" if parameter else ""
            yield "Breaking", f"`{name}{what}`: {breakage.kind.value[0].lower()}{breakage.kind.value[1:]}"
    yield from no_longer_exported(old, new)


def given(package: griffe.Module) -> Iterator[str]:
    """Private modules with objects that users get: models, resources, and attributes of the clients."""
    known = [service for service in SERVICES if service.name in package["_generated"].modules]
    yield from (f"_generated.{service.name}.models" for service in known)
    for client in CLIENTS:
        for member in package[client].members.values():
            held = str(getattr(member.annotation, "canonical_path", "")) if member.is_attribute else ""
            if not member.name.startswith("_") and held.startswith((f"{PACKAGE}._async.", f"{PACKAGE}._sync.")):
                yield held.removeprefix(f"{PACKAGE}.")
    for service in known:
        api = f"_generated.{service.name}.api"
        yield from (f"{api}.{name}" for name in package[api].modules)


def no_longer_exported(old: griffe.Module, new: griffe.Module) -> Iterator[tuple[Kind, str]]:
    """Names that a module still has, but no longer in its `__all__`."""
    gone = {str(name) for name in old.exports or ()} - {str(name) for name in new.exports or ()}
    for name in sorted(gone & new.members.keys()):
        yield "Breaking", f"`{_public(f'{old.path}.{name}')}`: no longer in `__all__`"
    for name in sorted(old.modules.keys() & new.modules.keys()):
        if not name.startswith("_"):
            yield from no_longer_exported(old.modules[name], new.modules[name])


def _reported(item: griffe.Object | griffe.Alias) -> str:
    """The path of an object.

    For a class or its member, the path names the module that the class reports (`public_in`).
    """
    part: Any = item
    while part is not None and not part.is_module:
        for decorator in part.decorators if part.is_class else ():
            if module := re.fullmatch(r"public_in\(['\"](.*)['\"]\)", str(decorator.value)):
                inner = item.path.removeprefix(f"{part.parent.path}.")
                return ".".join(filter(None, (PACKAGE, module[1], inner)))
        part = part.parent
    return str(item.path)


def _public(path: str) -> str:
    """The public name of an object in a private module."""
    for service in SERVICES:
        for folder, public in (("models", service.models), ("api", service.api)):
            path = path.replace(f"._generated.{service.name}.{folder}", f".{public.replace('/', '.')}")
    path = re.sub(r"\.(models|sandbox)\.[a-z_0-9]+\.(?=[A-Z])", r".\1.", path)
    return re.sub(r"(\._[a-z]+)?\._?[a-z_]+\.(?=[A-Z])", ".", path) if "._" in path else path


# --- the release ---


def version_of(root: Path) -> str:
    return str(re.findall(r'"(.+)"', (root / PACKAGE / "_version.py").read_text("utf-8"))[0])


def sections(root: Path) -> dict[str, tuple[bool, list[str]]]:
    """The sections of the changelog, newest first: the version, whether it is released, and the lines."""
    found: dict[str, tuple[bool, list[str]]] = {}
    for part in re.split(r"^## ", (root / "CHANGELOG.md").read_text("utf-8"), flags=re.MULTILINE)[1:]:
        heading, _, text = part.partition("\n")
        number, _, rest = heading.partition(" - ")
        found[number.strip()] = (rest.strip() != "unreleased", text.splitlines())
    return found


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:3])


def missing_of_a_break(base: Path, root: Path) -> Iterator[str]:
    """The requirements of a breaking change that are missing: a version number, or a line in the changelog."""
    before, version = sections(base), version_of(root)
    released = next((number for number, (is_released, _) in before.items() if is_released), None)
    if released is not None:
        part, places = ("major", 1) if numbers(released)[0] else ("minor", 2)
        if numbers(version)[:places] <= numbers(released)[:places]:
            yield f"after {released} a break needs a new {part} version, but {PACKAGE}/_version.py says {version}"
    known = {line for _, lines in before.values() for line in lines}
    _, lines = sections(root).get(version, (False, []))
    if not any(line.startswith("- ") and line not in known for line in lines):
        yield f"CHANGELOG.md has no new line under {version}"


def notes_of(root: Path, tag: str) -> str:
    """The changelog's section of the release `tag`.

    Raises:
        StateError: The release is not ready: its version differs, or its section has no date or no lines.
    """
    version = version_of(root)
    if tag != f"v{version}":
        raise StateError(f"{tag} is not v{version}, which {PACKAGE}/_version.py says")
    is_released, lines = sections(root).get(version, (False, []))
    text = "\n".join(lines).strip()
    if not is_released or not text:
        raise StateError(f"CHANGELOG.md has no section `## {version} - <date>` with lines")
    return text


def grouped(lines: list[str]) -> list[str]:
    """Group the lines: one line replaces many that say the same of different places."""
    groups: dict[str, list[str]] = {}
    for line in lines:
        place, tick, rest = line[1:].partition("`")
        groups.setdefault(f"{tick}{rest}", []).append(place)
    found: list[str] = []
    for rest, places in groups.items():
        if len(places) > PLACES_NAMED:
            others = ", ".join(f"`{place}`" for place in places[: PLACES_NAMED - 1])
            found.append(f"{others} and {len(places) - PLACES_NAMED + 1} more{rest[1:]}")
        else:
            found += [f"`{place}{rest}" for place in places]
    return found


def checked_out(root: Path, base: str, folder: Path) -> None:
    """Write the state `base` of the repository into `folder`."""
    command = ["git", "-C", str(root), "archive", "--format=tar", base]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        raise StateError(f"{base}: {done.stderr.decode(errors='replace').strip()}")
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        archive.extractall(folder, filter="data")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Print what changed since another state, as release notes.")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("base", nargs="?", help="the other state: a tag, branch or commit")
    what.add_argument("--release", metavar="TAG", help="only print what the changelog says of this release")
    parser.add_argument("--check", action="store_true", help="exit 1 on a break without a major version and a line")
    parser.add_argument("--root", type=Path, default=ROOT, help="the repository (for the tests)")
    options = parser.parse_args(arguments)
    root: Path = options.root.resolve()
    if options.release:
        try:
            print(notes_of(root, options.release))
        except StateError as error:
            print(f"not ready: {error}", file=sys.stderr)
            return 1
        return 0
    logging.getLogger("griffe").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as temporary:
        base, old_wheel, new_wheel = (Path(temporary) / name for name in ("base", "old", "new"))
        try:
            checked_out(root, options.base, base)
            found = [
                *(change for name in document_names(base, root) for change in document_changes(name, base, root)),
                *surface_changes(public_names(base, old_wheel), public_names(root, new_wheel)),
                *generated_changes(base, root),
            ]
        except StateError as error:
            print(f"not compared: {error}", file=sys.stderr)
            return 2
        lines: dict[Kind, list[str]] = {kind: [] for kind in get_args(Kind)}
        for kind, line in found:
            if line not in lines[kind]:
                lines[kind].append(line)
        print(f"## Since {options.base}")
        for kind, described in lines.items():
            if kind in ("Added", "Documentation"):
                described = grouped(described)
            if described:
                print(f"\n### {kind}\n" + "".join(f"- {line}\n" for line in described), end="")
        if not any(lines.values()):
            print("\nNothing changed for users.")
        problems = list(missing_of_a_break(base, root)) if options.check and lines["Breaking"] else []
    for problem in problems:
        print(f"breaking: {problem}", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
