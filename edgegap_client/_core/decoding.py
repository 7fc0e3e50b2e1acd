"""Encode and decode values: `UNSET`, times, path segments, and JSON into typed fields.

The generated models and endpoints are built on this module. It does no I/O.
"""

import datetime
import math
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import suppress
from enum import Enum, StrEnum
from typing import Any, ClassVar, Final, Literal, NoReturn, Self, TypeVar
from urllib.parse import quote

from ..drift import note
from ..errors import InvalidRequestError, ResponseFormatError
from .deprecation import warn_deprecated
from .public import public_in
from .redaction import MASK, Secret, hide, reveal

__all__ = [
    "UNSET",
    "MapModel",
    "Model",
    "OpenEnum",
    "Secret",
    "Unset",
    "header_value",
    "hide",
    "json_body",
    "keep_null",
    "keep_unknown",
    "of_subclass",
    "path_segment",
    "query_time",
    "to_bool",
    "to_datetime",
    "to_datetimes",
    "to_float",
    "to_int",
    "to_list",
    "to_one_or_many",
    "to_str",
    "unless_null",
]


T = TypeVar("T")
ModelT = TypeVar("ModelT", bound="Model")


@public_in("")
class Unset(Enum):
    """The type of `UNSET`: a value that was not given (in a request) or not sent (in a response).

    An enum with one member stays one object through pickle, copy and deepcopy, and type checkers narrow `is UNSET`.
    """

    UNSET = "UNSET"

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset.UNSET


@public_in("types")
class OpenEnum(StrEnum):
    """A text enumeration that keeps values it does not know, so that a new server never breaks an old client."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = value
        member._value_ = value
        note("enum value", cls.__name__, (value,))
        return member

    @property
    def is_known(self) -> bool:
        """Whether this SDK's specification lists the value."""
        return self._value_ in type(self)._value2member_map_

    @classmethod
    def read(cls, value: Any, field: str) -> Self:
        """Read a member from JSON."""
        try:
            # Most values are known: the look-up of `cls(value)` is the slower one.
            return cls._value2member_map_[value]  # type: ignore[return-value]
        except (KeyError, TypeError):
            return cls(value if isinstance(value, str) else to_str(value, field))


class _Shown:
    """Stands for a value that does not show."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text


@public_in("types")
class Model:
    """What all generated models share.

    Fields that the specification does not know, and values that a field cannot hold without being wrong (a null, a
    time that nobody can read), are kept in `additional_properties` under their own name and sent back by `to_dict`.
    """

    __slots__ = ()

    additional_properties: dict[str, Any]
    _secrets: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], /) -> Self:
        """Read the model from decoded JSON.

        Raises:
            ResponseFormatError: A field is missing or has an impossible type; the error names it.
        """
        raise NotImplementedError

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        raise NotImplementedError

    @classmethod
    def read(cls, value: Any, field: str) -> Self:
        """Decode the model from any JSON value; errors name `field`."""
        if not isinstance(value, dict):
            _refuse(value, field, "an object")
        try:
            return cls.from_dict(value)  # pyright: ignore[reportUnknownArgumentType]  # JSON objects have text keys
        except ResponseFormatError as error:
            error.within(field)
            raise

    def __repr__(self) -> str:
        """The fields that are set. Secrets are masked; of unknown fields only the names show."""
        shown = [f"{name}={value!r}" for name, value in self.__rich_repr__()]
        return f"{type(self).__name__}({', '.join(shown)})"

    # Trackers walk through the fields of attrs classes and the entries of maps, unless a class says what to show.

    def __rich_repr__(self) -> Iterator[tuple[str, object]]:
        """What rich and structlog show: the same."""
        names: tuple[str, ...] = type(self).__slots__
        for name in names:
            value = getattr(self, name, UNSET)
            if value is not UNSET and name not in ("additional_properties", "__weakref__"):
                yield name, MASK if name in self._secrets else value
        if self.additional_properties:
            yield "additional_properties", _Shown(f"<{', '.join(sorted(self.additional_properties))}>")

    def __sentry_repr__(self) -> str:
        """What Sentry shows: the same."""
        return repr(self)


@public_in("types")
class MapModel(Model, MutableMapping[str, T]):
    """A generated model that is a map: an object with free names, each holding a `T`."""

    __slots__ = ()

    additional_properties: dict[str, T]

    def __getitem__(self, name: str) -> T:
        return self.additional_properties[name]

    def __setitem__(self, name: str, value: T) -> None:
        self.additional_properties[name] = value

    def __delitem__(self, name: str) -> None:
        del self.additional_properties[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.additional_properties)

    def __len__(self) -> int:
        return len(self.additional_properties)

    def __repr__(self) -> str:
        """The entries; of free-form values only the names show, as they may be secret."""
        entries = ", ".join(f"{name!r}: {value!r}" for name, value in self.__rich_repr__())
        return f"{type(self).__name__}({{{entries}}})"

    def __rich_repr__(self) -> Iterator[tuple[str, object]]:
        """What rich and structlog show: the same."""
        for name, value in self.items():
            yield name, value if isinstance(value, Model) else _Shown("...")


# Reading. The generated code checks for the expected type itself and calls these only for other values, so they may be
# thorough: lossless conversions are made (the live service sends some numbers as text), anything else is refused.


def _refuse(value: object, field: str, expected: str) -> NoReturn:
    if value is UNSET:
        raise ResponseFormatError("is missing", field=field)
    raise ResponseFormatError(f"should be {expected}, got {type(value).__name__}", field=field)


def to_str(value: Any, field: str) -> str:
    """Text; numbers are written out (the live service sends some versions as numbers)."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    _refuse(value, field, "text")


def to_int(value: Any, field: str) -> int:
    """A whole number, also as text or as a float without a fraction."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str):
        digits = value.strip()
        # A bound on the length: int() of a huge text is slow, and refused by Python itself from 4300 digits on.
        if digits.removeprefix("-").isdecimal() and len(digits) <= 30:
            return int(digits)
    _refuse(value, field, "a whole number")


def to_float(value: Any, field: str) -> float:
    """A finite number, also as text."""
    if isinstance(value, int | float | str) and not isinstance(value, bool):
        with suppress(ValueError, OverflowError):
            number = float(value)
            if math.isfinite(number):
                return number
    _refuse(value, field, "a number")


def to_bool(value: Any, field: str) -> bool:
    """True or false, also as text."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    _refuse(value, field, "true or false")


def to_list(value: Any, read: Callable[[Any, str], T], field: str) -> list[T]:
    """A list whose items are read by `read(item, field)`."""
    if not isinstance(value, list):
        _refuse(value, field, "a list")
    entries: list[Any] = value  # pyright: ignore[reportUnknownVariableType]
    try:
        return [read(entry, "") for entry in entries]
    except ResponseFormatError:
        # Read once more, to find out which one it was.
        for number, entry in enumerate(entries):
            try:
                read(entry, "")
            except ResponseFormatError as error:
                error.within(f"{field}[{number}]")
                raise error from None
        raise


def to_one_or_many(value: Any, read: Callable[[Any, str], T], field: str) -> list[T]:
    """A list, or one thing that is documented where a list must be meant; nothing at all is an empty list."""
    if isinstance(value, dict):
        value = [value] if value else []
    return to_list(value, read, field)


def keep_null(field: str, kept: dict[str, Any]) -> Unset:
    """A null where the specification has none means no value; it is kept, so that `to_dict` gives it back."""
    kept[field] = None
    return UNSET


def keep_unknown(data: Mapping[str, Any], known: frozenset[str], model: str, kept: dict[str, Any]) -> None:
    """Keep the fields of `data` that are not `known`, and count them."""
    unknown = data.keys() - known
    note("field", model, unknown)
    kept.update((name, value) for name, value in data.items() if name in unknown)


def of_subclass(model: ModelT, kind: type[Model]) -> ModelT:
    """A model of a user's subclass of `kind`, made as that wants: models themselves are read without `__init__`."""
    names: tuple[str, ...] = kind.__slots__
    return type(model)(**{name: getattr(model, name) for name in names if name != "__weakref__"})


def unless_null(value: Any, read: Callable[[Any, str], T], field: str, kept: dict[str, Any]) -> T | Unset:
    """What `read` makes of a value, or for a null what `keep_null` does."""
    return keep_null(field, kept) if value is None else read(value, field)


_read_time: Final = datetime.datetime.fromisoformat
# The lengths of the naive times that the service sends, with and without microseconds: read as UTC at once.
NAIVE: Final = (19, 26)


def to_datetime(value: Any, field: str, kept: dict[str, Any]) -> datetime.datetime | Unset:
    """A time, always aware. Naive times are UTC (no source states a zone; all clients take them so).

    What cannot be read as a time is kept under `field` in `kept`, and the field stays `UNSET`: an odd date must not
    make the rest of a response unreadable.
    """
    try:
        if type(value) is str:
            if len(value) in NAIVE:
                try:
                    return _read_time(value + "+00:00")
                except ValueError:
                    pass  # it has a zone after all
            moment = _read_time(value)
            return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
    except ValueError:
        if (parsed := _parse_other_time(value)) is not None:
            return parsed
    kept[field] = value
    return UNSET


def to_datetimes(value: Any, field: str, kept: dict[str, Any]) -> list[datetime.datetime] | Unset:
    """A list of times. If one of them cannot be read, the whole list is kept as it came, as it would be for one."""
    odd: dict[str, Any] = {}
    moments = to_list(value, lambda item, _: to_datetime(item, field, odd), field)
    if odd:
        kept[field] = value
        return UNSET
    return [moment for moment in moments if moment is not UNSET]


def _parse_other_time(text: str) -> datetime.datetime | None:
    from dateutil import parser  # only for forms that the standard library refuses: it costs 20 ms to import

    if len(text) > 100:
        return None
    try:
        # dateutil fills what is missing ("12", "May") from a default day. Two defaults that share no part
        # show whether it was a whole time or a guess.
        first, second = (
            parser.parse(text, default=datetime.datetime(year, month, day), tzinfos=_zone)
            for year, month, day in ((2000, 1, 1), (2004, 2, 2))
        )
        if first != second:
            return None
        moment = first if first.tzinfo else first.replace(tzinfo=datetime.UTC)
        moment.isoformat()  # raises if the zone is impossible
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
    raise ValueError(f"unknown time zone {name}")  # dateutil would take it as no zone at all


# Writing.


def path_segment(value: str | Secret[str], name: str, *, slashes: bool = False) -> str:
    """Percent-encode one path parameter, refusing what would make another path of it.

    An empty value, `.` or `..` would silently address a collection or a parent (`DELETE /v1/app/..` is `DELETE /v1`).

    Args:
        value: The value to encode. Errors do not show it when it is a secret.
        name: The parameter's name, for the error.
        slashes: Keep `/` between segments, as registry image names need; each segment is checked by itself.

    Raises:
        InvalidRequestError: Nothing was sent.
    """
    encoded, problem = _encode_segments(reveal(value), slashes)
    if problem:
        shown = "" if isinstance(value, Secret) else f", got {value!r}"
        raise InvalidRequestError(f"{name} must {problem}{shown}. Pass the {name.replace('_', ' ')} itself.")
    return encoded


# It returns the problem and does not raise it, or a secret value would be in the traceback.
def _encode_segments(value: object, slashes: bool) -> tuple[str, str]:
    """The value percent-encoded, and the problem with it."""
    if not isinstance(value, str | int) or isinstance(value, bool):
        return "", f"be text, not {type(value).__name__}"
    text = str(value)
    for segment in text.split("/") if slashes else (text,):
        if segment in ("", ".", ".."):
            return "", "not be or contain an empty, '.' or '..' path segment"
    try:
        return quote(text, safe="/" if slashes else ""), ""
    except UnicodeEncodeError:
        return "", "not contain half a surrogate pair, which UTF-8 cannot encode"


def header_value(value: str | Secret[str], name: str) -> str | Secret[str]:
    """A header's value, refused if it could end the header (the value itself is not shown: it may be a secret)."""
    if not _is_printable_ascii(reveal(value)):
        raise InvalidRequestError(f"{name} must be printable ASCII text without line breaks.")
    return value


def _is_printable_ascii(value: object) -> bool:
    return isinstance(value, str) and value.isascii() and value.isprintable()


def json_body(
    model: Model, *, not_empty: tuple[str, ...] = (), deprecated: tuple[str, ...] = ()
) -> Secret[dict[str, Any]]:
    """A request's body as JSON-ready data, which may hold secrets.

    Args:
        model: The body.
        not_empty: Its fields that are lists for which the service demands an item.
        deprecated: Its fields that give a `DeprecationWarning` if they are set.

    Raises:
        InvalidRequestError: A value has another type than its field, or a list has no item. Nothing was sent.
    """
    for name in deprecated:
        if getattr(model, name) is not UNSET:
            warn_deprecated(f"the field {name} of {type(model).__name__}")
    for name in not_empty:
        if getattr(model, name) == []:
            raise InvalidRequestError(f"{name} must have at least one item, got an empty list.")
    try:
        return Secret(model.to_dict())
    except (AttributeError, TypeError) as error:
        problem = f"{type(error).__name__}: {error}"
    # Here and not above: the frames of the cause hold the body.
    raise InvalidRequestError(f"The {type(model).__name__} cannot be written, as a value has a wrong type ({problem}).")


def query_time(value: datetime.datetime) -> str:
    """A time as the API's query parameters take it: `2021-07-10 00:00:00.000000`, in UTC. Naive times are UTC."""
    if value.tzinfo is not None:
        value = value.astimezone(datetime.UTC).replace(tzinfo=None)
    return value.isoformat(sep=" ", timespec="microseconds")
