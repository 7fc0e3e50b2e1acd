"""Make the model of a request's body from the caller's arguments: models, dicts and shorthands. No I/O."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from inspect import Parameter, signature
from math import isfinite
from types import NoneType, UnionType
from typing import (
    Any,
    Final,
    NamedTuple,
    NoReturn,
    TypeGuard,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

from ..errors import InvalidRequestError, one_line
from .decoding import UNSET, MapModel, Model, OpenEnum, Unset
from .deprecation import warn_caller
from .redaction import Secret
from .shorthands import IP_ADDRESSES, MEANINGS, Shorthand, fields_of

__all__ = ["BodyMaker", "warn_if_empty"]

ModelT = TypeVar("ModelT", bound=Model)

# The number of characters of a wrong value that an error shows.
SHOWN_LENGTH: Final = 80
# The description of each accepted type in errors.
SCALARS: Final[Mapping[type[Any], str]] = {
    str: "text",
    int: "a whole number",
    float: "a finite number",
    bool: "True or False",
    datetime.datetime: "a datetime.datetime",
    dict: "a dict",
}


class _Refused(Exception):
    """A value cannot be sent. `make` does not let this exception out, because its frames contain the caller's
    arguments."""


class _Place(NamedTuple):
    """The position of a value in the arguments, and whether errors must hide the value."""

    name: str
    is_secret: bool

    def refuse(self, value: object, accepted: str, hint: str = "") -> NoReturn:
        shown = "" if self.is_secret else f"{one_line(repr(value), SHOWN_LENGTH)} "
        raise _Refused(f"{self.name} must be {accepted}; got {shown}({type(value).__name__}){hint}")


class _Shape(NamedTuple):
    """The fields of a model: their types, the required fields, and the fields that may contain a secret."""

    fields: dict[str, Any]
    required: tuple[str, ...]
    secrets: frozenset[str]


# Cached, because reading a signature is slow.
_shapes: Final[dict[Any, _Shape]] = {}


class BodyMaker:
    """Makes the models of one service's requests.

    Args:
        shorthands: The shorthands of each model, by its name.
        defaults: The fields that a dict or a shorthand may leave out although the API requires them, by model.
    """

    def __init__(
        self, shorthands: Mapping[str, Sequence[Shorthand]], defaults: Mapping[str, Mapping[str, Any]]
    ) -> None:
        self._shorthands = shorthands
        self._defaults = defaults

    def make(self, kind: type[ModelT], arguments: dict[str, Any] | Secret[dict[str, Any]]) -> ModelT:
        """Make a body from arguments.

        Args:
            kind: The model of the body.
            arguments: Its fields by name; fields that are `UNSET` are left out. It is a `Secret` if a field may contain
                a secret, so that no traceback shows it.

        Raises:
            InvalidRequestError: An argument has a wrong type or field. The message names the argument, its value unless
                it may be secret, and the accepted types.
        """
        try:
            return self._make(kind, arguments.reveal() if isinstance(arguments, Secret) else arguments, "")
        except _Refused as error:
            problem = str(error)
        raise InvalidRequestError(problem)  # raised here, because the frames above contain the values

    def _make(self, kind: type[ModelT], fields: Mapping[str, Any], prefix: str) -> ModelT:
        shape = _shape(kind)
        return kind(
            **{
                name: self._read(shape.fields[name], value, _Place(prefix + name, name in shape.secrets))
                for name, value in fields.items()
                if value is not UNSET
            }
        )

    def _read(self, hint: Any, value: Any, place: _Place) -> Any:
        options = _options(hint)
        if Any in options or (value is None and NoneType in options):
            return value
        only, *others = (option for option in options if option not in (NoneType, Unset))
        if others:  # one of several models: a dict would not say which one
            if not isinstance(value, (only, *others)):
                place.refuse(value, " or ".join(_a(option.__name__) for option in (only, *others)))
            return value
        if get_origin(only) is list:
            return self._read_list(get_args(only)[0], value, place)
        kind: type[Any] = get_origin(only) or only
        if issubclass(kind, Model) and not isinstance(value, kind):
            return self._read_model(kind, value, place)
        return _read_scalar(kind, value, place)

    def _read_list(self, hint: Any, value: Any, place: _Place) -> list[Any]:
        if _is_dict(value) and "entry" in (shorthand.takes for shorthand in self._shorthands_of(hint)):
            return [
                self._read(hint, entry, place._replace(name=f"{place.name}[{entry[0]!r}]")) for entry in value.items()
            ]
        if isinstance(value, str | bytes | Mapping | Model) or not isinstance(value, Iterable):
            hint_text = f": write {place.name}=[{value!r}]" if isinstance(value, str) and not place.is_secret else ""
            place.refuse(value, "a list", hint_text)  # pyright: ignore[reportUnknownArgumentType]
        items = enumerate(cast("Iterable[object]", value))
        return [self._read(hint, item, place._replace(name=f"{place.name}[{number}]")) for number, item in items]

    def _read_model(self, kind: type[Model], value: Any, place: _Place) -> Model:
        if issubclass(kind, MapModel):
            if not _is_dict(value):
                place.refuse(value, f"a dict or {_a(kind.__name__)}")
            return cast("Model", kind.from_dict(value))
        fields = self._fields_of(kind, value)
        if fields is None:
            place.refuse(value, self._accepted(kind))
        fields = {**self._defaults.get(kind.__name__, {}), **fields}
        shape = _shape(kind)
        if unknown := [name for name in fields if name not in shape.fields]:
            raise _Refused(f"{place.name} must be {self._accepted(kind)}; {unknown[0]!r} is not one of its fields")
        if missing := [name for name in shape.required if fields.get(name, UNSET) is UNSET]:
            raise _Refused(f"{place.name} must be {self._accepted(kind)}; {missing[0]!r} is missing")
        return self._make(kind, fields, f"{place.name}.")

    def _fields_of(self, kind: type[Model], value: Any) -> Mapping[str, Any] | None:
        """Return the fields of a dict or a shorthand; None if the value is neither."""
        if isinstance(value, Model) and not _is_dict(value):
            return None
        dictionary = value if _is_dict(value) else None
        if dictionary is not None and not _shape(kind).fields.keys().isdisjoint(dictionary):
            return dictionary
        for shorthand in self._shorthands_of(kind):
            if (fields := fields_of(shorthand, cast("object", value))) is not None:
                return fields
        return dictionary

    def _shorthands_of(self, kind: Any) -> Sequence[Shorthand]:
        return self._shorthands.get(getattr(kind, "__name__", ""), ())

    def _accepted(self, kind: type[Model]) -> str:
        defaults = self._defaults.get(kind.__name__, {})
        shape = _shape(kind)
        needed = [name for name in shape.required if name not in defaults]
        others = [name for name in shape.fields if name not in needed]
        optional = f" (optional: {', '.join(others)})" if others else ""
        return _listed(
            [
                *(MEANINGS[shorthand.takes] for shorthand in self._shorthands_of(kind)),
                f"a dict with {_listed(needed)}{optional}" if needed else f"a dict with some of {', '.join(others)}",
                _a(kind.__name__),
            ],
            "or",
        )


def _is_dict(value: Any) -> TypeGuard[Mapping[str, Any]]:
    """Whether a value is a dict or another mapping. A model is a mapping too, but a model of another class is a
    mistake."""
    return isinstance(value, Mapping) and (isinstance(value, MapModel) or not isinstance(value, Model))


def warn_if_empty(value: object, warning: str) -> None:
    """Warn the caller of this package that an argument is missing or empty."""
    if value is UNSET or value == []:
        warn_caller(warning, UserWarning)


def _read_scalar(kind: type[Any], value: Any, place: _Place) -> Any:
    if issubclass(kind, OpenEnum):
        return value if isinstance(value, kind) else _read_enum(kind, value, place)
    if kind is str and isinstance(value, IP_ADDRESSES):
        return str(value)
    # In Python, bool is a subclass of int, so it needs its own check. An int is accepted as a float.
    is_right = isinstance(value, int | float if kind is float else kind) and (kind is bool or type(value) is not bool)
    if not is_right or (kind is float and not isfinite(value)):
        place.refuse(value, SCALARS.get(kind) or _a(kind.__name__))
    return value


def _read_enum(kind: type[OpenEnum], value: object, place: _Place) -> OpenEnum:
    if not isinstance(value, str):
        place.refuse(value, f"text, such as {_listed([repr(str(member)) for member in kind], 'or')}")
    known = {member.lower(): member for member in kind}
    return known.get(value.lower()) or kind(value)


def _listed(names: Sequence[str], conjunction: str = "and") -> str:
    """`a, b and c`."""
    return f"{', '.join(names[:-1])} {conjunction} {names[-1]}" if len(names) > 1 else "".join(names)


def _a(name: str) -> str:
    return f"{'an' if name[0] in 'AEIOU' else 'a'} {name}"


def _options(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)


class _Names(dict[str, Any]):
    """Resolve the names in a model's annotations. A model that contains itself quotes its own name."""

    def __init__(self, kind: type) -> None:
        super().__init__()
        self._module = (
            sys.modules[str(vars(kind)["from_dict"].__func__.__module__)] if "from_dict" in vars(kind) else None
        )

    def __missing__(self, name: str) -> Any:
        if self._module is None:
            raise KeyError(name)
        if name in vars(self._module):
            return vars(self._module)[name]
        try:
            return getattr(import_module(str(self._module.__package__)), name)
        except AttributeError:
            raise KeyError(name) from None


def _hints_of(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, localns=_Names(kind))


def _shape(kind: type[Model]) -> _Shape:
    if kind not in _shapes:
        parameters, hints = signature(kind).parameters, _hints_of(kind)
        fields = {name: hints[name] for name in parameters if name != "additional_properties"}
        _shapes[kind] = _Shape(
            fields,
            tuple(name for name in fields if parameters[name].default is Parameter.empty),
            frozenset(name for name, hint in fields.items() if name in kind._secrets or _holds_secret(hint, {kind})),
        )
    return _shapes[kind]


def _holds_secret(hint: Any, seen: set[type[Model]]) -> bool:
    for option in _options(hint):
        inner = get_args(option)[0] if get_origin(option) is list else option
        if (
            isinstance(inner, type)
            and issubclass(inner, Model)
            and inner not in seen
            and (
                inner._secrets
                or any(
                    _holds_secret(each, seen | {inner})
                    for each in get_type_hints(inner, localns=_Names(inner)).values()
                )
            )
        ):
            return True
    return False
