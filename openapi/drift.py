"""Compare openapi/edgegap.yaml with the documents that Edgegap publishes.

    python openapi/drift.py v1.yaml https://example.com/v2.json    (`make drift UPSTREAM="v1.yaml https://..."`)

Exit 0: every difference is known, with its reason, in known-differences.yaml. 1: some are not, or a known one is no
longer there. 2: a document cannot be read.
"""

# pyright: basic
# Parsed documents are loosely typed.

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import httpx
from compare import Difference, DocumentError, Node, differences, parse, tree
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from services import SERVICES

HERE: Final = Path(__file__).resolve().parent
HEADINGS: Final = {"added": "missing here", "removed": "gone upstream", "changed": "changed"}


def fetched(source: str) -> Node:
    """The facts of the document at a path or URL.

    Raises:
        DocumentError: There is none, or it cannot be read.
    """
    try:
        if source.startswith(("http://", "https://")):
            text = httpx.get(source, follow_redirects=True, timeout=30).raise_for_status().text
        else:
            text = Path(source).read_text("utf-8")
        return tree(parse(text))
    except (OSError, UnicodeDecodeError, httpx.HTTPError, httpx.InvalidURL) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error).splitlines()[0]
        raise DocumentError(f"{source}: {reason}") from None
    except DocumentError as error:
        raise DocumentError(f"{source}: {error}") from None


def together(sources: Iterable[str]) -> Node:
    """All documents as one.

    Raises:
        DocumentError: One cannot be read, or two describe the same operation differently.
    """
    whole: Node | None = None
    for source in sources:
        more = fetched(source)
        if whole is None:
            whole = more
        elif twice := sorted(key for key in whole.keys() & more.keys() if whole[key] != more[key]):
            raise DocumentError(
                f"{source}: {more[twice[0]].place.operation} is in another document too, and not the same there"
            )
        else:
            whole.update(more)
    assert whole is not None
    return whole


def version(operation: str) -> str:
    """The part of the API that an operation is in: `/v1` or `/v2`."""
    return "/".join(operation.split(" ", 1)[1].split("/")[:2])


def align(ours: Node, theirs: Node) -> None:
    """Match our `2XX` with each 2xx of theirs, and the other way round."""
    for key in ours.keys() & theirs.keys():
        for one, other in (
            (ours[key]["responses"], theirs[key]["responses"]),
            (theirs[key]["responses"], ours[key]["responses"]),
        ):
            for wide in [status for status in one if status.endswith("XX")]:
                narrow = [status for status in other if status[0] == wide[0] and status not in one]
                response = one.pop(wide) if narrow else one[wide]
                for status in narrow:
                    # Of several, some may have no body.
                    one[status] = response if other[status]["content"] else other[status]


def line(difference: Difference) -> str:
    """A difference in words; the same for all operations that share it."""
    place, what, old, new = difference.place, difference.what, difference.old, difference.new
    where = place.text if place.shared else f"{place.operation}: {place.text}".removesuffix(": ")
    only = f" ({old or new})" if (old or new) else ""
    text = f"{HEADINGS[difference.change]}: {where}"
    match difference.change, what:
        case _, "operation" | "status":
            return text
        case (("added" | "removed"), "parameter" | "field"):
            return text + only
        case (("added" | "removed"), "body"):
            return f"{text}: body"
        case (("added" | "removed"), _):
            # A fact that only one side has.
            return f"{text}: {what} {old or new}"
        case _, "required" | "nullable":
            return f"{text}: {old} here, {new} upstream" + (f", in {place.direction}s" if place.shared else "")
        case _:
            return f"{text}: {what} {old} here, {new} upstream"


def known_differences(path: Path) -> list[str]:
    """The differences that we chose. `*` in one matches anything.

    Raises:
        DocumentError: The file is not as it should be.
    """
    try:
        entries = YAML(typ="safe").load(path.read_text("utf-8")) or []
        known = [str(text) for entry in entries for text in entry["differences"]]
        if not all(entry["reason"] for entry in entries):
            raise ValueError("a reason is empty")
    except (OSError, YAMLError, KeyError, TypeError, ValueError) as error:
        raise DocumentError(
            f"{path}: not a list of reasons, each with its differences: {' '.join(repr(error).split())}"
        ) from None
    if twice := [text for text in known if known.count(text) > 1]:
        raise DocumentError(f"{path}: {twice[0]} stands there twice")
    return known


def matches(pattern: str, text: str) -> bool:
    return re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), text) is not None


def _operations_first(text: str) -> tuple[bool, str]:
    place = text.split(": ", 1)[1]
    return not re.match("[A-Z]+ /", place), place


def report(found: dict[str, list[str]]) -> None:
    for heading in HEADINGS.values():
        lines = sorted((text for text in found if text.startswith(f"{heading}: ")), key=_operations_first)
        if lines:
            print(heading)
        for text in lines:
            print(f"  {text.removeprefix(f'{heading}: ')}")
            operations = found[text]
            if not any(operation in text for operation in operations):
                more = f" and {len(operations) - 3} more" if len(operations) > 3 else ""
                print(f"      in {', '.join(operations[:3])}{more}")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Compare openapi/edgegap.yaml with what Edgegap publishes.")
    parser.add_argument("upstream", nargs="+", help="paths or URLs of OpenAPI documents, 3.0 or 3.1, YAML or JSON")
    parser.add_argument("--ours", default=str(HERE / SERVICES[0].document), help="our document (for the tests)")
    parser.add_argument("--known", type=Path, default=HERE / "known-differences.yaml", help="(for the tests)")
    parser.add_argument("--all", action="store_true", help="show the known differences too")
    options = parser.parse_args(arguments)
    try:
        ours, theirs = fetched(options.ours), together(options.upstream)
        known = known_differences(options.known)
    except DocumentError as error:
        print(f"not compared: {error}", file=sys.stderr)
        return 2
    covered = {version(operation) for operation in theirs}
    left_out = [operation for operation in ours if version(operation) not in covered]
    for operation in left_out:
        del ours[operation]
    align(ours, theirs)

    found: dict[str, list[str]] = {}
    for difference in differences(ours, theirs):
        where = found.setdefault(line(difference), [])
        if difference.place.operation not in where:
            where.append(difference.place.operation)
    unknown = {
        text: where for text, where in found.items() if options.all or not any(matches(entry, text) for entry in known)
    }
    report(unknown)
    # Of what was not compared nothing is known.
    stale = [entry for entry in known if not left_out and not any(matches(entry, text) for text in found)]
    if stale:
        print(f"no longer there (remove from {options.known.name})")
        print("".join(f"  {entry}\n" for entry in stale), end="")
    if left_out:
        print(f"not compared: {len(left_out)} operations of {', '.join(sorted(set(map(version, left_out))))}", end="; ")
        print("no document that was given has any of their paths")
    explained = sum(any(matches(entry, text) for entry in known) for text in found)
    print(f"differences: {len(found)}, known: {explained}")
    return 1 if stale or len(found) > explained else 0


if __name__ == "__main__":
    sys.exit(main())
