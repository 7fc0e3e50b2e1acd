"""Shorthands: plain values that replace a model, such as an IP address for a player. No I/O.

The specification declares them (`x-edgegap-shorthand`), and the generated code contains their table.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple, TypeAlias, TypedDict, cast

from .public import public_in

__all__ = ["IP_ADDRESSES", "MEANINGS", "Place", "Shorthand", "Takes", "fields_of"]

Takes: TypeAlias = Literal["ip", "place", "text", "bool", "entry"]

IP_ADDRESSES: Final = (ipaddress.IPv4Address, ipaddress.IPv6Address)
# The description of each shorthand in errors.
MEANINGS: Final[Mapping[Takes, str]] = {
    "ip": "an IP address as text",
    "place": "a (latitude, longitude) pair",
    "text": "text",
    "bool": "True or False",
    "entry": "a (name, value) pair",
}


@public_in("arguments")
class Place(TypedDict):
    """Coordinates in degrees, as an alternative to a (latitude, longitude) pair."""

    latitude: float
    longitude: float


class Shorthand(NamedTuple):
    """A plain value that replaces a model.

    Attributes:
        takes: The kind of value.
        gives: The fields of the model. The texts `$1` and `$2` mean the value, or the two parts of a pair.
    """

    takes: Takes
    gives: Mapping[str, Any]


def fields_of(shorthand: Shorthand, value: object) -> Mapping[str, Any] | None:
    """Return the fields for `value`; None if the shorthand does not accept it."""
    parts = _PARTS[shorthand.takes](value)
    return None if parts is None else cast("Mapping[str, Any]", _filled(shorthand.gives, parts))


def _filled(template: Any, parts: tuple[Any, ...]) -> Any:
    """Return `template` with the parts of a value instead of `$1` and `$2`."""
    if isinstance(template, Mapping):
        return {name: _filled(item, parts) for name, item in cast("Mapping[str, Any]", template).items()}
    return parts[int(template[1:]) - 1] if template in ("$1", "$2") else template


def _ip(value: object) -> tuple[str] | None:
    if isinstance(value, str | ipaddress.IPv4Address | ipaddress.IPv6Address):
        try:
            return (str(ipaddress.ip_address(value.strip() if isinstance(value, str) else value)),)
        except ValueError:
            pass
    return None


def _place(value: object) -> tuple[float, float] | None:
    if isinstance(value, Mapping):
        named = cast("Mapping[str, object]", value)
        parts = [named["latitude"], named["longitude"]] if set(named) == {"latitude", "longitude"} else []
    else:
        parts = _parts(value)
    numbers = [part for part in parts if isinstance(part, int | float) and not isinstance(part, bool)]
    return (numbers[0], numbers[1]) if len(numbers) == len(parts) == 2 else None


def _parts(value: object) -> list[object]:
    """Return the items of a tuple or another sequence that is not text."""
    is_sequence = isinstance(value, Sequence) and not isinstance(value, str | bytes)
    return list(cast("Sequence[object]", value)) if is_sequence else []


def _text(value: object) -> tuple[str] | None:
    return (value,) if isinstance(value, str) else None


def _bool(value: object) -> tuple[bool] | None:
    return (value,) if isinstance(value, bool) else None


def _entry(value: object) -> tuple[str, object] | None:
    parts = _parts(value)
    return (parts[0], parts[1]) if len(parts) == 2 and isinstance(parts[0], str) else None


# Each function returns the parts of a value for `$1` and `$2`; None if it does not accept the value.
_PARTS: Final[Mapping[Takes, Callable[[object], tuple[Any, ...] | None]]] = {
    "ip": _ip,
    "place": _place,
    "text": _text,
    "bool": _bool,
    "entry": _entry,
}
