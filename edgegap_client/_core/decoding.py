"""Encode and decode values: times, path segments, and JSON into typed fields.

The generated models and endpoints use this module. It does no I/O.
"""

import datetime
import math
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Final, TypeVar
from urllib.parse import quote

from ..drift import note
from ..errors import InvalidRequestError, ResponseFormatError, one_line
from .deprecation import warn_deprecated
from .interchange import sealed
from .masked import refusal, to_secret, without_hidden
from .model import MapModel, Model
from .open_enum import OpenEnum
from .redaction import Secret, hide, reveal
from .unreadable import ABSENT, finished, keep, leave_out, refuse, refuse_item, unreadable_item
from .unset import UNSET, Unset

__all__ = [
    "ABSENT",
    "UNSET",
    "MapModel",
    "Model",
    "OpenEnum",
    "Secret",
    "Unset",
    "finished",
    "header_value",
    "hide",
    "json_body",
    "keep",
    "keep_none",
    "keep_null",
    "keep_unknown",
    "leave_out",
    "path_segment",
    "query_time",
    "sealed",
    "to_any",
    "to_bool",
    "to_datetime",
    "to_entries",
    "to_float",
    "to_int",
    "to_list",
    "to_models",
    "to_one_or_many",
    "to_secret",
    "to_str",
    "unless_none",
    "unless_null",
]

# The number of characters of a wrong value that an error shows.
SHOWN_LENGTH: Final = 80

T = TypeVar("T")
ModelT = TypeVar("ModelT", bound=Model)

# Reads a JSON value into the field of a model. The model records a value that cannot be read.
Reader = Callable[[Any, str, Model | None], T]


# Reading. The generated code checks for the expected type itself. It calls these functions only for other values, so
# they may be thorough. They convert a value whose meaning is clear (production sends some numbers as text), and keep
# the received value in the model. They record any other value in the model, or raise if there is no model.


def to_any(value: Any, field: str, owner: Model | None = None) -> Any:
    """Read any value; only a missing value is an error."""
    return refuse(value, field, "anything", owner) if value is UNSET else value


def to_str(value: Any, field: str, owner: Model | None = None) -> str:
    """Read text. A number becomes text, because production sends some versions as numbers."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return keep(value, str(value), field, owner)
    return refuse(value, field, "text", owner)  # type: ignore[no-any-return]


def to_int(value: Any, field: str, owner: Model | None = None) -> int:
    """Read a whole number. Text and a float without a fraction are converted."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    number: int | None = None
    if isinstance(value, float) and value.is_integer():
        number = int(value)
    if isinstance(value, str):
        digits = value.strip()
        # The length is limited, because int() of a huge text is slow, and Python raises for more than 4300 digits.
        if digits.removeprefix("-").isdecimal() and len(digits) <= 30:
            number = int(digits)
    if number is None:
        return refuse(value, field, "a whole number", owner)  # type: ignore[no-any-return]
    return keep(value, number, field, owner)


def to_float(value: Any, field: str, owner: Model | None = None) -> float:
    """Read a finite number. Text is converted."""
    if isinstance(value, int | float | str) and not isinstance(value, bool):
        with suppress(ValueError, OverflowError):
            number = float(value)
            if math.isfinite(number):
                return keep(value, number, field, owner) if isinstance(value, str) else number
    return refuse(value, field, "a number", owner)  # type: ignore[no-any-return]


def to_bool(value: Any, field: str, owner: Model | None = None) -> bool:
    """Read a bool. Text is converted."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return keep(value, value.lower() == "true", field, owner)
    return refuse(value, field, "true or false", owner)  # type: ignore[no-any-return]


def to_list(value: Any, read: Reader[T], field: str, owner: Model | None = None) -> list[T]:
    """Read a list with `read(item, field)` for each item. If one item cannot be read, the whole list cannot be read."""
    if not isinstance(value, list):
        return refuse(value, field, "a list", owner)  # type: ignore[no-any-return]
    entries: list[Any] = value  # pyright: ignore[reportUnknownVariableType]
    try:
        return [read(entry, "", None) for entry in entries]
    except ResponseFormatError:
        # Read the items once more, to find the one that cannot be read.
        for number, entry in enumerate(entries):
            try:
                read(entry, "", None)
            except ResponseFormatError as error:
                return refuse_item(entries, field, number, error, owner)  # type: ignore[no-any-return]
        raise


def to_models(value: Any, kind: type[ModelT], field: str, owner: Model | None = None) -> list[ModelT]:
    """Read a list of models. An item that is not an object becomes a model whose fields all raise."""
    if not isinstance(value, list):
        return refuse(value, field, "a list", owner)  # type: ignore[no-any-return]
    read: Callable[[Any], ModelT] = kind.from_dict
    entries: list[Any] = value  # pyright: ignore[reportUnknownVariableType]
    try:
        return [read(entry) if type(entry) is dict else unreadable_item(kind, entry) for entry in entries]
    except ResponseFormatError:
        # Inside a `strict` block. Read the items once more, to find the one that cannot be read.
        for number, entry in enumerate(entries):
            kind.read(entry, f"{field}[{number}]")
        raise


def to_entries(value: Mapping[str, Any], kind: type[ModelT]) -> dict[str, ModelT]:
    """Read the entries of a map of models. An entry that is not an object becomes a model whose fields all raise."""
    found: dict[str, ModelT] = {}
    for name, entry in value.items():
        try:
            read: Callable[[Any], ModelT] = kind.from_dict
            found[name] = read(entry) if isinstance(entry, dict) else unreadable_item(kind, entry)
        except ResponseFormatError as error:
            error.within(name)
            raise
    return found


def to_one_or_many(value: Any, kind: type[ModelT], field: str) -> list[ModelT]:
    """Read a list. The API documents a single item for some lists, so that is accepted. No value is an empty list."""
    if isinstance(value, dict):
        value = [value] if value else []
    return to_models(value, kind, field)


def keep_null(field: str, kept: dict[str, Any]) -> Unset:
    """Read a null as no value where a request's specification allows none. `to_dict` returns the null again."""
    kept[field] = None
    return UNSET


def keep_none(field: str, kept: dict[str, Any]) -> Any:
    """Read a null in a response as no value. `to_dict` returns the null again."""
    kept[field] = None
    return None


def keep_unknown(data: Mapping[str, Any], known: frozenset[str], model: str, kept: dict[str, Any]) -> None:
    """Keep the fields of `data` that are not `known`, and count them."""
    unknown = data.keys() - known
    note("field", model, unknown)
    kept.update((name, value) for name, value in data.items() if name in unknown)


def unless_null(value: Any, read: Reader[T], field: str, owner: Model) -> T | Unset:
    """Read a value with `read`, and a null with `keep_null`."""
    return keep_null(field, owner.additional_properties) if value is None else read(value, field, owner)


def unless_none(value: Any, read: Reader[T], field: str, owner: Model) -> T | None:
    """Read a value with `read`, and a null with `keep_none`."""
    if value is None:
        owner.additional_properties[field] = None
        return None
    return read(value, field, owner)


_read_time: Final = datetime.datetime.fromisoformat
# The lengths of the naive times that the service sends, with and without microseconds. These are read as UTC quickly.
NAIVE: Final = (19, 26)


def to_datetime(value: Any, field: str, owner: Model | None = None) -> datetime.datetime:
    """Read a time, always with a zone. A naive time is UTC: no source states a zone, and all clients assume UTC."""
    if isinstance(value, str):
        try:
            if len(value) in NAIVE:
                try:
                    return _read_time(value + "+00:00")
                except ValueError:
                    pass  # the time has a zone after all
            moment = _read_time(value)
            return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
        except ValueError:
            if (parsed := _parse_other_time(value)) is not None:
                return parsed
    return refuse(value, field, "a time", owner)  # type: ignore[no-any-return]


def _parse_other_time(text: str) -> datetime.datetime | None:
    from dateutil import parser  # imported here, because the import takes 20 ms

    if len(text) > 100:
        return None
    try:
        # dateutil fills missing parts ("12", "May") from a default day. Two defaults without a common part show whether
        # the text is a complete time.
        first, second = (
            parser.parse(text, default=datetime.datetime(year, month, day), tzinfos=_zone)
            for year, month, day in ((2000, 1, 1), (2004, 2, 2))
        )
        if first != second:
            return None
        moment = first if first.tzinfo else first.replace(tzinfo=datetime.UTC)
        moment.isoformat()  # raises if the zone is invalid
    except (ValueError, OverflowError, TypeError, RecursionError):
        return None
    return moment


def _zone(name: str | None, seconds: int | None) -> datetime.tzinfo | None:
    if seconds is not None:
        return datetime.timezone(datetime.timedelta(seconds=seconds))
    if name is None:
        return None
    if name in ("UTC", "GMT", "Z"):
        return datetime.UTC
    raise ValueError(f"unknown time zone {name}")  # dateutil would ignore it


# Encoding.


def path_segment(value: str | Secret[str], name: str, *, slashes: bool = False) -> str:
    """Percent-encode one path parameter. Refuse a value that would change the path.

    An empty value, `.` or `..` would silently address a collection or a parent (`DELETE /v1/app/..` is `DELETE /v1`).

    Args:
        value: The value to encode. Errors do not show it if it is a secret.
        name: The parameter's name, for the error.
        slashes: Whether to keep `/` between segments, which registry image names need. Each segment is checked.

    Raises:
        InvalidRequestError: The value would change the path. Nothing was sent.
    """
    encoded, problem = _encode_segments(reveal(value), slashes)
    if problem:
        shown = "" if isinstance(value, Secret) else f", got {_shown(value)}"
        raise InvalidRequestError(f"{name} must {problem}{shown}. Pass the {name.replace('_', ' ')} itself.")
    return encoded


# It returns the problem instead of raising it, so that no traceback contains a secret value.
def _encode_segments(value: object, slashes: bool) -> tuple[str, str]:
    """Return the percent-encoded value, and the problem with it; one of them is empty."""
    if not isinstance(value, str | int) or isinstance(value, bool):
        return "", f"be text or a whole number, not {type(value).__name__}"
    try:
        # The str() of an Enum member may differ from its value.
        text = value if isinstance(value, str) else str(int(value))
    except ValueError:
        return "", f"not be a number of more than {sys.get_int_max_str_digits()} digits"
    for segment in text.split("/") if slashes else (text,):
        if segment in ("", ".", ".."):
            return "", "not be or contain an empty, '.' or '..' path segment"
    try:
        return quote(text, safe="/" if slashes else ""), ""
    except UnicodeEncodeError:
        return "", "not contain half a surrogate pair, which UTF-8 cannot encode"


def _shown(value: object) -> str:
    try:
        return one_line(repr(value), SHOWN_LENGTH)
    except ValueError:  # Python refuses to convert so many digits to text
        return f"a larger {type(value).__name__}"


def header_value(value: str | Secret[str], name: str) -> str | Secret[str]:
    """Check a header's value, which must not contain a line break. The error does not show it: it may be a secret."""
    if not _is_printable_ascii(reveal(value)):
        raise InvalidRequestError(f"{name} must be printable ASCII text without line breaks.")
    return value


def _is_printable_ascii(value: object) -> bool:
    return isinstance(value, str) and value.isascii() and value.isprintable()


def json_body(
    model: Model, *, is_update: bool = False, not_empty: tuple[str, ...] = (), deprecated: tuple[str, ...] = ()
) -> Secret[dict[str, Any]]:
    """Return a request's body as JSON-ready data, which may contain secrets.

    Args:
        model: The body.
        is_update: Whether the service keeps the value of a field that is left out. Then hidden secrets are left out.
        not_empty: Its list fields that need at least one item.
        deprecated: Its fields that cause a `DeprecationWarning` if they are set.

    Raises:
        InvalidRequestError: A value has the wrong type, a list has no item, or a value is a secret that the service
            hides. Nothing was sent.
    """
    for name in deprecated:
        if getattr(model, name) is not UNSET:
            warn_deprecated(f"the field {name} of {type(model).__name__}")
    for name in not_empty:
        if getattr(model, name) == []:
            raise InvalidRequestError(f"{name} must have at least one item, got an empty list.")
    hidden = ""
    try:
        body = Secret(model.to_dict())
        hidden = without_hidden(body.reveal(), is_update=is_update)
        problem = ""
    except (AttributeError, TypeError) as error:
        problem = f"{type(error).__name__}: {error}"
    else:
        if not hidden:
            return body
        del body
    if hidden:
        raise refusal(hidden)
    # Raised here and not above, because the frames of the cause contain the body.
    raise InvalidRequestError(
        f"The {type(model).__name__} cannot be encoded, because a value has the wrong type ({problem})."
    )


def query_time(value: datetime.datetime) -> str:
    """Encode a time for the API's query parameters: `2021-07-10 00:00:00.000000`, in UTC. A naive time is UTC."""
    if value.tzinfo is not None:
        value = value.astimezone(datetime.UTC).replace(tzinfo=None)
    return value.isoformat(sep=" ", timespec="microseconds")
