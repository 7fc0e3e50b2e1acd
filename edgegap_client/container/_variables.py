"""Read environment variables by type. An unreadable variable is recorded, and its value is None."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from .._core.decoding import to_bool, to_float, to_int, to_str
from ..errors import ResponseFormatError
from ..models import PortProtocol

__all__ = ["Variables", "to_port", "to_protocol"]

T = TypeVar("T")

_TRUE: Final = frozenset(("true", "1", "yes", "on"))
_FALSE: Final = frozenset(("false", "0", "no", "off"))


class Variables:
    """Reads variables by type. This object owns the record of unreadable variables, whose value is None."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.all = dict(environ)
        self.unreadable: dict[str, str] = {}

    def note(self, name: str) -> None:
        self.unreadable[name] = self.all[name]

    def text(self, name: str) -> str | None:
        """Return the value without the quotes of a .env file; None if it is empty."""
        value = self.all.get(name, "").strip()
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1].strip()
        return value or None

    def _read(self, name: str, read: Callable[[str], T]) -> T | None:
        value = self.text(name)
        if value is None:
            return None
        try:
            return read(value)
        except (ValueError, RecursionError, ResponseFormatError):
            self.note(name)
            return None

    def count(self, name: str) -> int | None:
        return self._read(name, lambda value: _not_below(0, to_int(_number(value), name)))

    def port(self, name: str) -> int | None:
        return self._read(name, to_port)

    def flag(self, name: str) -> bool | None:
        return self._read(name, _flag)

    def json(self, name: str) -> Any:
        return self._read(name, json.loads)


def _number(value: str) -> str | float:
    """Read a whole number, which may have a zero fraction: `2000.0`."""
    return to_float(value, "") if re.fullmatch(r"\d{1,15}\.0+", value) else value


def _not_below(least: int, number: int) -> int:
    if number < least:
        raise ValueError(number)
    return number


def to_port(value: Any) -> int:
    number = _not_below(1, to_int(value, ""))
    if number > 65535:
        raise ValueError(number)
    return number


def _flag(value: str) -> bool:
    if value.lower() in _TRUE:
        return True
    if value.lower() in _FALSE:
        return False
    return to_bool(value, "")


def to_protocol(value: Any) -> PortProtocol:
    """Read a protocol in upper or lower case."""
    text = to_str(value, "")
    known = {member.lower(): member for member in PortProtocol}
    return known.get(text.lower()) or PortProtocol(text)
