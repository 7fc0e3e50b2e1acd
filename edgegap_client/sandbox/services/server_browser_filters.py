"""The filters and orders of a server browser: they are read, checked against the indices, and applied."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cmp_to_key
from typing import Any, Final

from attrs import frozen

from ..state import ApiError, Json

COMPARISONS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
    "contains": operator.contains,
}
# The operators for each type of an index.
KINDS: Final[Mapping[str, tuple[type, ...]]] = {"string": (str,), "int": (int,), "float": (int, float), "bool": (bool,)}
TEXT: Final = r"'(?:[^']|'')*'"
CONDITION: Final = re.compile(rf"([A-Za-z_][\w.-]*) ([a-z]+) ({TEXT}|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false)")
ORDER: Final = re.compile(rf"([A-Za-z_][\w.-]*) (asc|desc)|rank\(([A-Za-z_][\w.-]*), ?({TEXT}(?:,{TEXT})*)\)")


@frozen(eq=False)
class Fields:
    """The fields that can be filtered and sorted, with their types.

    Attributes:
        seats: The names of fields that are numbers of seats.
        indices: The types of indexed metadata, by name.
    """

    seats: frozenset[str]
    indices: Mapping[str, str]

    def kind(self, name: str) -> str:
        """Return the type of a field.

        Raises:
            ApiError: 400: there is no such field, or it is not indexed.
        """
        if name in self.seats:
            return "int"
        kind = self.indices.get(name.removeprefix("metadata.")) if name.startswith("metadata.") else None
        if kind is None:
            raise ApiError(400, f"{name} is no field, or not among the indices of the configuration")
        return kind


def _value_of(item: Json, name: str) -> Any:
    return item.get("metadata", {}).get(name.removeprefix("metadata.")) if name.startswith("metadata.") else item[name]


def _read_value(text: str) -> Any:
    if text.startswith("'"):
        return text[1:-1].replace("''", "'")
    if text in ("true", "false"):
        return text == "true"
    return float(text) if re.search(r"[.eE]", text) else int(text)


def _is_of(value: object, kind: str) -> bool:
    return isinstance(value, KINDS[kind]) and (kind == "bool" or not isinstance(value, bool))


def select(items: Iterable[Json], text: str, fields: Fields) -> list[Json]:
    """The items that match a filter. Items without the field do not match.

    Raises:
        ApiError: 400: the filter has an invalid form.
    """
    tests: list[tuple[str, str, Any, str]] = []
    position = 0
    while True:
        found = CONDITION.match(text, position)
        if found is None:
            raise ApiError(400, "The filter is not understood")
        name, comparison, value = found[1], found[2], _read_value(found[3])
        kind = fields.kind(name)
        allowed = ("eq", "ne") if kind == "bool" else tuple(COMPARISONS)
        if comparison not in allowed or (comparison == "contains") > (kind == "string") or not _is_of(value, kind):
            raise ApiError(400, f"{name} cannot be compared in this way: it is of the type {kind}")
        tests.append((name, comparison, value, kind))
        position = found.end()
        if position == len(text):
            break
        if not text.startswith(" and ", position):
            raise ApiError(400, "The filter is not understood")
        position += len(" and ")
    return [
        item
        for item in items
        if all(
            _is_of(_value_of(item, name), kind) and COMPARISONS[comparison](_value_of(item, name), value)
            for name, comparison, value, kind in tests
        )
    ]


def arrange(items: list[Json], text: str, fields: Fields) -> list[Json]:
    """Sort the items. Items without a field come last.

    Raises:
        ApiError: 400: the order has an invalid form.
    """
    position = 0
    parts: list[Callable[[Json], Any]] = []
    signs: list[int] = []
    while True:
        found = ORDER.match(text, position)
        if found is None:
            raise ApiError(400, "The order is not understood")
        name = found[1] or found[3]
        kind = fields.kind(name)
        if found[1]:
            parts.append(_key(name, kind))
            signs.append(-1 if found[2] == "desc" else 1)
        else:
            values = [_read_value(each) for each in re.findall(TEXT, found[4])]
            parts.append(_rank(name, values))
            signs.append(1)
        position = found.end()
        if position == len(text):
            break
        if not text.startswith(",", position):
            raise ApiError(400, "The order is not understood")
        position += 1

    def compare(one: Json, two: Json) -> int:
        for part, sign in zip(parts, signs, strict=True):
            left, right = part(one), part(two)
            if left == right:
                continue
            if left is None or right is None:
                return 1 if left is None else -1
            return sign if left > right else -sign
        return 0

    return sorted(items, key=cmp_to_key(compare))


def _key(name: str, kind: str) -> Callable[[Json], Any]:
    def key(item: Json) -> Any:
        value = _value_of(item, name)
        return value if _is_of(value, kind) else None

    return key


def _rank(name: str, values: list[Any]) -> Callable[[Json], Any]:
    def key(item: Json) -> Any:
        value = _value_of(item, name)
        return values.index(value) if value in values else len(values)

    return key
