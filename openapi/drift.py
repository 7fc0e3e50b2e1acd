"""Compare our documents in openapi/ with those that Edgegap publishes.

    python openapi/drift.py                                          (`make drift`: the addresses in services.py)
    python openapi/drift.py v1.yaml https://example.com/v2.json      (`make drift UPSTREAM="v1.yaml https://..."`)
    python openapi/drift.py --service matchmaking https://om-1234567890.edgegap.net
                                                      (`make drift SERVICE=matchmaking UPSTREAM=https://...`)
    python openapi/drift.py --record                                 (`make drift RECORD=1`)

It reports two things. First, each difference between Edgegap's documents and ours that known-differences.yaml does not
explain. Second, each change of Edgegap's documents since upstream/ recorded them: a change can be known, or make the
documents equal to ours, and is news all the same. `--record` records the documents, once all differences are known.

The document of an instance may need a token: the environment variable EDGEGAP_DRIFT_TOKEN.

Exit 0: nothing is new. 1: there is a difference or a change, or a known difference is no longer there. 2: a document
cannot be read.
"""

# pyright: basic
# Parsed documents are loosely typed.

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from compare import Difference, differences
from facts import DocumentError, Node
from keywords import Json
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from services import SERVICES, Service
from upstream import documents, record, recorded, together

HERE: Final = Path(__file__).resolve().parent
HEADINGS: Final = {"added": "missing here", "removed": "gone upstream", "changed": "changed"}
NEWS: Final = {"added": "new", "removed": "gone", "changed": "changed"}

# Each difference as text, and the operations that share it.
Found = dict[str, list[str]]


def version(operation: str) -> str:
    """The version of the API that an operation is in, `/v1` or `/v2`; empty for another API."""
    found = re.match(r"[A-Z]+ (/v\d+)/", operation)
    return found[1] if found else ""


def align(ours: Node, theirs: Node) -> None:
    """Match our `2XX` with each 2xx of the other document, and the reverse."""
    for key in ours.keys() & theirs.keys():
        for one, other in (
            (ours[key]["responses"], theirs[key]["responses"]),
            (theirs[key]["responses"], ours[key]["responses"]),
        ):
            for wide in [status for status in one if status.endswith("XX")]:
                narrow = [status for status in other if status[0] == wide[0] and status not in one]
                response = one.pop(wide) if narrow else one[wide]
                for status in narrow:
                    # Some of several responses may have no body.
                    one[status] = response if other[status]["content"] else other[status]


def line(difference: Difference, sides: tuple[str, str] = ("here", "upstream")) -> str:
    """Describe a difference. The text is the same for all operations that share it. `sides` names the two documents."""
    place, what, old, new = difference.place, difference.what, difference.old, difference.new
    where = place.text if place.shared else f"{place.operation}: {place.text}".removesuffix(": ")
    only = f" ({old or new})" if (old or new) else ""
    one, other = sides
    match difference.change, what:
        case _, "operation" | "status":
            return where
        case (("added" | "removed"), "parameter" | "field" | "header"):
            return where + only
        case (("added" | "removed"), "body"):
            return f"{where}: body"
        case (("added" | "removed"), _):
            # Only one side has this fact.
            return f"{where}: {what} {old or new}"
        case _, "required" | "nullable":
            return f"{where}: {old} {one}, {new} {other}" + (f", in {place.direction}s" if place.shared else "")
        case _:
            return f"{where}: {what} {old} {one}, {new} {other}"


def in_words(found: Iterable[Difference]) -> Found:
    """All differences as text, with their operations."""
    texts: Found = {}
    for difference in found:
        operations = texts.setdefault(f"{HEADINGS[difference.change]}: {line(difference)}", [])
        if difference.place.operation not in operations:
            operations.append(difference.place.operation)
    return texts


def known_differences(path: Path, service: str = SERVICES[0].name) -> list[str]:
    """Read the differences that we chose, for one service. `*` in one matches anything.

    Raises:
        DocumentError: The file is malformed.
    """
    try:
        entries = YAML(typ="safe").load(path.read_text("utf-8")) or []
        if not all(entry["reason"] and entry["differences"] for entry in entries):
            raise ValueError("a reason or its differences are empty")
        if strange := [name for entry in entries for name in entry if name not in ("reason", "differences", "service")]:
            raise ValueError(f"unknown key {strange[0]}")
        chosen = [entry for entry in entries if entry.get("service", SERVICES[0].name) == service]
        known = [str(text) for entry in chosen for text in entry["differences"]]
    except (OSError, YAMLError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise DocumentError(
            f"{path}: not a list of reasons, each with its differences: {' '.join(repr(error).split())}"
        ) from None
    if twice := [text for text in known if known.count(text) > 1]:
        raise DocumentError(f"{path}: {twice[0]} stands there twice")
    return known


def pattern_of(known: str) -> re.Pattern[str]:
    """The texts that a known difference matches: a difference, or one with its operation: `..., in GET /v1/apps`."""
    return re.compile(re.escape(known).replace(r"\*", ".*"))


def matches(pattern: re.Pattern[str], text: str, operation: str) -> bool:
    return any(pattern.fullmatch(candidate) for candidate in (text, f"{text}, in {operation}"))


def _operations_first(text: str) -> tuple[bool, str]:
    place = text.split(": ", 1)[1]
    return not re.match("[A-Z]+ /", place), place


def report(found: Found) -> None:
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


def changes_since(folder: Path, theirs: Node) -> list[Difference]:
    """The changes upstream since `folder` recorded the document. Empty if there is no record."""
    if not folder.is_dir():
        return []
    old = together(recorded(folder))
    for operation in [key for key in old if key not in theirs and not covered(old[key], theirs)]:
        del old[operation]
    return differences(old, theirs)


def covered(operation: Node, theirs: Node) -> bool:
    """Whether the given documents describe the part of the API that contains an operation."""
    part = version(operation.place.operation)
    return not part or part in {version(other.place.operation) for other in theirs.values()}


class Comparison:
    """One service against the documents of `sources`.

    Attributes:
        service: The service.
        documents: Edgegap's documents, each with its source.
        found: Each difference as text, with its operations.
        unknown: The differences that no known difference explains.
        stale: The known differences that are no longer there.
        left_out: Our operations that were not compared, because no document has any of their paths.
        news: The changes upstream since the record, without those in `unknown`.
    """

    def __init__(self, service: Service, sources: list[str], ours: str, known: Path, folder: Path) -> None:
        self.service = service
        token = "" if service.upstream else os.environ.get("EDGEGAP_DRIFT_TOKEN", "")
        self.documents: list[tuple[str, Json]] = [
            (source, document) for source in sources for document in documents(source, token)
        ]
        own = together((ours, document) for document in documents(ours))
        theirs = together(self.documents)
        self._known = [(entry, pattern_of(entry)) for entry in known_differences(known, service.name)]
        whole = sources == list(service.upstream)
        self.left_out = [key for key in own if not whole and not covered(own[key], theirs)]
        # Edgegap's documents describe webhooks only in prose.
        unasked = [] if any(_is_webhook(key) for key in theirs) else [key for key in own if _is_webhook(key)]
        for operation in (*self.left_out, *unasked):
            del own[operation]
        # This comes before `align`, which changes the trees.
        changes = changes_since(folder, theirs)
        align(own, theirs)
        all_differences = differences(own, theirs)
        if not service.upstream:
            # Each instance has an address of its own.
            all_differences = [one for one in all_differences if one.what != "server"]
        self.found = in_words(all_differences)
        unknown = [one for one in all_differences if not self._is_known(one)]
        self.unknown = in_words(unknown)
        # A partial comparison cannot find stale entries, and no two instances are alike.
        self.stale = [] if self.left_out or not service.upstream else self._stale()
        reported = {one.path for one in unknown}
        self.news = list(
            dict.fromkeys(
                f"{NEWS[one.change]}: {line(one, ('before', 'now'))}" for one in changes if one.path not in reported
            )
        )

    def _is_known(self, difference: Difference) -> bool:
        text = f"{HEADINGS[difference.change]}: {line(difference)}"
        return any(matches(pattern, text, difference.place.operation) for _, pattern in self._known)

    def _stale(self) -> list[str]:
        pairs = [(text, operation) for text, operations in self.found.items() for operation in operations]
        return [entry for entry, pattern in self._known if not any(matches(pattern, *pair) for pair in pairs)]

    def print(self, known: Path, show_all: bool) -> None:
        report(self.found if show_all else self.unknown)
        if self.stale:
            print(f"no longer there (remove from {known.name})")
            print("".join(f"  {entry}\n" for entry in self.stale), end="")
        if self.news:
            print("changed upstream since it was recorded, and explained (record it again)")
            print("".join(f"  {text}\n" for text in self.news), end="")
        if self.left_out:
            parts = ", ".join(sorted({version(operation) for operation in self.left_out}))
            print(f"not compared: {len(self.left_out)} operations of {parts}", end="; ")
            print("no document that was given has any of their paths")
        print(f"differences: {len(self.found)}, known: {len(self.found) - len(self.unknown)}")


def _is_webhook(operation: str) -> bool:
    return operation.startswith("webhook ")


def main(arguments: list[str] | None = None) -> int:
    names = [service.name for service in SERVICES]
    parser = argparse.ArgumentParser(description="Compare our OpenAPI documents with those that Edgegap publishes.")
    parser.add_argument(
        "upstream",
        nargs="*",
        help="paths or URLs of OpenAPI documents, 3.0 or 3.1, YAML or JSON, or the URL of a running instance;"
        " without them, the addresses of all services that Edgegap publishes documents of",
    )
    parser.add_argument("--service", choices=names, help=f"the API that they describe (by default {names[0]})")
    parser.add_argument("--record", action="store_true", help="record the documents, if all differences are known")
    parser.add_argument("--all", action="store_true", help="show the known differences too")
    parser.add_argument("--ours", help="our document (for the tests)")
    parser.add_argument("--known", type=Path, default=HERE / "known-differences.yaml", help="(for the tests)")
    parser.add_argument("--recorded", type=Path, default=HERE / "upstream", help="(for the tests)")
    options = parser.parse_args(arguments)
    if options.upstream or options.service:
        services = [service for service in SERVICES if service.name == (options.service or names[0])]
    else:
        services = [service for service in SERVICES if service.upstream]
    status = 0
    for service in services:
        sources = options.upstream or list(service.upstream)
        ours = options.ours or str(HERE / service.document)
        folder = options.recorded / service.name
        try:
            if not sources:
                raise DocumentError(f"Edgegap publishes no document of {service.name}; give the address of an instance")
            result = Comparison(service, sources, ours, options.known, folder)
        except DocumentError as error:
            print(f"not compared: {error}", file=sys.stderr)
            return 2
        complete = not (result.unknown or result.stale or result.left_out)
        if options.record and complete:
            record(folder, result.documents)
            result.news = []
        result.print(options.known, options.all)
        if options.record:
            print(
                f"recorded in {folder}" if complete else "not recorded: first explain each difference of all documents"
            )
        if result.unknown or result.stale or result.news or (options.record and not complete):
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
