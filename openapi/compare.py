"""Compare two OpenAPI documents independently of their notation, for drift.py and spec_diff.py.

facts.py makes a tree of facts of each document, DeepDiff compares the trees, and this module names the differences. No
maintained library on PyPI compares OpenAPI documents, and oasdiff is written in Go.
"""

# pyright: basic
# Parsed documents are loosely typed.

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final, Literal, TypeAlias

from deepdiff import DeepDiff
from facts import Node, Place
from keywords import as_text

Change: TypeAlias = Literal["added", "removed", "changed"]


@dataclass(frozen=True)
class Difference:
    """One difference between two documents.

    Attributes:
        change: Whether it is only in the second document, only in the first, or not the same.
        what: The kind of fact: `operation`, `parameter`, `status`, `body`, `content`, `field`, `value` (of an
            enumeration), `enum`, `choice`, `header`, `server`, `required`, `nullable`, `type`, ..., or a key of the
            document.
        place: The position in the document.
        old: The text in the first document; empty if there is none.
        new: The text in the second document; empty if there is none.
        path: The keys that lead to the fact in both trees.
    """

    change: Change
    what: str
    place: Place
    old: str
    new: str
    path: tuple[str, ...] = ()


# The meaning of the last key of a DeepDiff path, by the kind of the parent node.
MEMBERS: Final = {
    "api": "operation",
    "parameters": "parameter",
    "responses": "status",
    "content": "content",
    "fields": "field",
    "enum": "value",
    "choices": "choice",
    "headers": "header",
    "servers": "server",
}


def differences(old: Node, new: Node) -> list[Difference]:
    """The differences between two trees. Places have the names of `old`."""
    changes: dict[str, Change] = {"dictionary_item_added": "added", "dictionary_item_removed": "removed"}
    found: list[Difference] = []
    # The threshold makes DeepDiff compare two nodes item by item even if they have little in common.
    deep = DeepDiff(old, new, view="tree", ignore_numeric_type_changes=True, threshold_to_diff_deeper=0)
    for kind, items in deep.items():
        change = changes.get(kind, "changed")
        for item in items:
            path = tuple(str(key) for key in item.path(output_format="list"))
            before = None if change == "added" else item.t1
            after = None if change == "removed" else item.t2
            if difference := _difference(change, path, item.up.t1, item.up.t2, before, after):
                found.append(difference)
    return sorted(found, key=lambda one: (one.place.operation, one.place.text, one.what, one.old, one.new))


def _difference(
    change: Change, path: tuple[str, ...], parent: Node, other: Node, before: Any, after: Any
) -> Difference | None:
    key = path[-1]
    if parent.kind == "schema" and key != "type" and (parent["type"] != other["type"] or parent.again or other.again):
        return None  # The type or an outer schema has reported this already.
    if key == "nullable" and "any" in (parent["schema"]["type"], other["schema"]["type"]):
        return None
    what = MEMBERS.get(parent.kind, key)
    place = parent.place
    there: Any = before if isinstance(before, Node) else after
    if what == "operation":
        place = there.place
    elif what in ("parameter", "status", "header"):
        place = replace(place, text=there.place.text)
    elif what == "field":
        place += f".{key}"
    return Difference(change, what, place, _shown(what, key, before), _shown(what, key, after), path)


def _shown(what: str, key: str, value: Any) -> str:
    """The text of a difference for one document."""
    if not isinstance(value, Node):
        return "" if value is None else as_text(value)
    if what in ("content", "choice"):
        return key
    match value.kind:
        case "use":
            return str(value["schema"]["type"]) + (f", {value['required']}" if "required" in value else "")
        case "schema":
            return str(value["type"])
        case "enum":
            return ", ".join(value)
        case "body":
            return str(value["required"])
        case _:
            return key
