"""Unreadable fields: keep them as received, count them as drift, and raise only when they are used.

A model with such a field, or with a value that is kept as received, becomes an instance of a subclass that is created
for its class. So readable data costs nothing: a `__getattr__` on the models themselves would slow down every attribute.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Final, NoReturn, TypeVar, cast

from ..drift import current_operation, note
from ..errors import ResponseFormatError
from .unset import UNSET

if TYPE_CHECKING:
    from .model import Model

__all__ = [
    "ABSENT",
    "Partial",
    "finished",
    "is_partial",
    "keep",
    "leave_out",
    "peek",
    "refuse",
    "refuse_item",
    "restored",
    "strict",
    "tags_of",
    "unreadable_item",
]

T = TypeVar("T")
ModelT = TypeVar("ModelT", bound="Model")

# A reader returns this for a value that it cannot read. `finished` deletes the attribute later.
UNREADABLE: Final[Any] = object()
# The default of a field that every sample has. A response may omit the field, which then raises when it is used.
ABSENT: Final = UNREADABLE
MISSING: Final = "is missing"
# The field of the value, which depends on the received data.
RECEIVED_HINT: Final = "the value as received is in additional_properties"
MISSING_HINT: Final = "no value was received: {field!r} in the model is False"
WHOLE_HINT: Final = "to_dict() gives what was received"
UPDATE_HINT: Final = "if the API has changed, update this SDK"

_strict: ContextVar[bool] = ContextVar("edgegap_strict", default=False)


@contextmanager
def strict() -> Generator[None]:
    """Raise for an unreadable value at once within the block, because a validator of other data must do so."""
    token = _strict.set(True)
    try:
        yield
    finally:
        _strict.reset(token)


def refuse(value: object, field: str, expected: str, owner: Model | None) -> Any:
    """Record that a field of `owner` does not have the expected type.

    Raises:
        ResponseFormatError: There is no owner, or this call is in a `strict` block.
    """
    if owner is not None and field in owner._always and (value is UNSET or value is None):
        # All samples have the field, but it is not required, so its absence is not drift.
        _problems_of(owner).fields[field] = MISSING
        if value is None:
            owner.additional_properties[field] = None
        return UNREADABLE
    reason = MISSING if value is UNSET else f"should be {expected}, got {type(value).__name__}"
    if owner is None or _strict.get():
        raise ResponseFormatError(reason, field=field)
    return _record(value, field, reason, owner)


def refuse_item(value: object, field: str, number: int, error: ResponseFormatError, owner: Model | None) -> Any:
    """Record a list with an item that cannot be read, like `refuse`."""
    if owner is None or _strict.get():
        error.within(f"{field}[{number}]")
        raise error
    return _record(value, field, f"has an item {number} that {error.reason}", owner)


def _record(value: object, field: str, reason: str, owner: Model) -> Any:
    problems = _problems_of(owner)
    note("unreadable", type(owner).__name__, (field,))
    problems.fields[field] = reason
    if value is not UNSET:
        owner.additional_properties[field] = value
    return UNREADABLE


def keep(received: object, value: T, field: str, owner: Model | None) -> T:
    """Keep the received data for `value`. `to_dict` returns it again, unless the field is changed."""
    if owner is not None:
        _problems_of(owner).converted[field] = value
        owner.additional_properties[field] = received
    return value


def unreadable_item(kind: type[ModelT], value: object, expected: str = "an object") -> ModelT:
    """Make a model for a list item or map entry that is not an object. Each of its fields raises.

    Raises:
        ResponseFormatError: This call is in a `strict` block.
    """
    reason = f"should be {expected}, got {type(value).__name__}"
    if _strict.get():
        raise ResponseFormatError(reason)
    note("unreadable", kind.__name__, ("",))
    model = kind.__new__(kind)
    model.additional_properties = {}
    problems = _problems_of(model)
    problems.whole, problems.received = reason, value
    return model


def is_partial(model: Model) -> bool:
    """Whether a model has a field that cannot be read. Nested models do not count."""
    return isinstance(model, Partial)


def peek(model: Model, name: str) -> Any:
    """Return an attribute, or None if it cannot be read. Use it where an unreadable field must not raise."""
    try:
        return getattr(model, name, None)
    except ResponseFormatError:
        return None


def tags_of(model: Model) -> list[str] | None:
    """Return the tags of a deployment that are texts; None if it has no tags at all."""
    tags = peek(model, "tags")
    if tags is not None:
        return list(tags)
    received: object = model.additional_properties.get("tags")
    if isinstance(received, str):
        return [tag.strip() for tag in received.split(",")]
    if not isinstance(received, list):
        return None
    return [tag for tag in cast("list[object]", received) if isinstance(tag, str)]


def finished(model: ModelT, kind: type[Any], wanted: type[ModelT]) -> ModelT:
    """Complete a model whose fields were read, if it is of a user's subclass or has unreadable fields.

    A user's subclass is created by its `__init__`. Models themselves are decoded without `__init__`.
    """
    names: tuple[str, ...] = (*kind.__match_args__, "additional_properties")
    values = {name: getattr(model, name) for name in names}
    unreadable = [name for name in names if values[name] is UNREADABLE]
    made = model
    if wanted is not kind:
        made = wanted(**{name: None if value is UNREADABLE else value for name, value in values.items()})
        if unreadable:
            made._problems = model._problems
            _make_partial(made)
    for name in unreadable:
        delattr(made, name)
    return made


def leave_out(model: Model, names: tuple[str, ...]) -> None:
    """Delete the attributes that were not passed to `__init__`."""
    for name in names:
        if getattr(model, name) is ABSENT:
            _problems_of(model).fields[model._json_names.get(name, name)] = MISSING
            delattr(model, name)


class Problems:
    """The reasons why fields of one model cannot be read.

    Attributes:
        operation: The operation of the response; None outside of a response.
        fields: The reason for each field, by its JSON name.
        converted: The converted value of each field whose received value differs.
        whole: Why the whole value is not a model; empty if only fields are unreadable.
        received: The received value instead of a model.
    """

    def __init__(self, operation: str | None) -> None:
        self.operation = operation
        self.fields: dict[str, str] = {}
        self.converted: dict[str, object] = {}
        self.whole = ""
        self.received: object = None

    def __eq__(self, other: object) -> bool:
        return self.state() == other.state() if isinstance(other, Problems) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def state(self) -> dict[str, Any]:
        """Return the whole state, because a pickle must not contain private classes."""
        return dict(vars(self))

    @classmethod
    def of(cls, state: dict[str, Any]) -> Problems:
        """Restore an object from `state`."""
        problems = cls(None)
        vars(problems).update(state)
        return problems

    def error(self, field: str, *, is_received: bool) -> ResponseFormatError:
        """Return the error for the use of a field.

        Args:
            field: Its JSON name.
            is_received: Whether the response contained a value for it, including null.
        """
        error = ResponseFormatError(self.whole or self.fields[field], field="" if self.whole else field)
        where = WHOLE_HINT if self.whole else RECEIVED_HINT if is_received else MISSING_HINT.format(field=field)
        error.operation, error.hint = self.operation, f"{where}; {UPDATE_HINT}"
        return error


def _problems_of(model: Model) -> Problems:
    """Return a model's problems. Its first problem makes it an instance of the subclass."""
    if not isinstance(model, Partial):
        model._problems = Problems(current_operation())
        _make_partial(model)
    return model._problems


def _make_partial(model: Any) -> None:
    model.__class__ = _partial_class(model.__class__)


class Partial:
    """The additional behaviour of models with unreadable fields: the first base class of each class's subclass."""

    __slots__ = ()

    _kind: ClassVar[type[Any]]
    __match_args__: ClassVar[tuple[str, ...]]
    additional_properties: dict[str, Any]
    _problems: Problems
    _json_names: ClassVar[dict[str, str]]
    _secrets: ClassVar[frozenset[str]]

    def __getattr__(self, name: str) -> NoReturn:
        if name in self.__match_args__:
            problems = self._problems
            field = self._json_names.get(name, name)
            if problems.whole or field in problems.fields:
                raise problems.error(field, is_received=field in self.additional_properties)
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}", name=name, obj=self)

    def _readable(self) -> Iterator[tuple[str, Any]]:
        for name in self.__match_args__:
            try:
                yield name, object.__getattribute__(self, name)
            except AttributeError:
                continue

    def _state(self) -> dict[str, Any]:
        return {
            **dict(self._readable()),
            "additional_properties": self.additional_properties,
            "_problems": self._problems.state(),
        }

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Partial) or other.__class__ is not self.__class__:
            return NotImplemented
        return self._state() == other._state()

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Any, ...]:
        return self._kind._restored, (self._state(),)

    def __replace__(self, **changes: Any) -> Any:
        return self._kind._restored({**self._state(), **changes})

    def to_dict(self) -> Any:
        """Return the model as JSON-ready data, with unreadable fields as received."""
        if self._problems.whole:
            return self._problems.received
        # The class's own method encodes a copy in which a placeholder replaces each unreadable value.
        copy: Any = object.__new__(self._kind)
        present = {**dict(self._readable()), "additional_properties": self.additional_properties}
        missing = [name for name in self.__match_args__ if name not in present]
        for name in self.__match_args__:
            setattr(copy, name, present.get(name, _HOLE))
        copy.additional_properties = self.additional_properties
        result: dict[str, Any] = copy.to_dict()
        for field in (self._json_names.get(name, name) for name in missing):
            if field in self.additional_properties:
                result[field] = self.additional_properties[field]
            else:
                result.pop(field, None)
        for name in self.__match_args__:
            field = self._json_names.get(name, name)
            if present.get(name, self) == self._problems.converted.get(field, present):
                result[field] = self.additional_properties[field]
        return result

    def __rich_repr__(self) -> Iterator[tuple[Any, ...]]:
        if self._problems.whole:
            yield (Shown("<unreadable>"),)
            return
        for name in self.__match_args__:
            if self._problems.fields.get(self._json_names.get(name, name), MISSING) != MISSING:
                yield name, Shown("<unreadable>")
        yield from self._kind.__rich_repr__(self)


@cache
def _partial_class(kind: Any) -> type[Any]:
    names = {
        "__slots__": (),
        "__module__": kind.__module__,
        "__qualname__": kind.__qualname__,
        "__doc__": kind.__doc__,
        "_kind": kind,
    }
    return type(kind.__name__, (Partial, kind), names)


def restored(kind: type[Any], state: dict[str, Any]) -> Any:
    """Restore a model with unreadable fields from its pickle."""
    model: Any = object.__new__(kind)
    for name, value in state.items():
        setattr(model, name, Problems.of(value) if name == "_problems" else value)
    _make_partial(model)
    return model


class _Hole:
    """A placeholder for an unreadable value while the others are encoded."""

    encoded = ""

    def to_dict(self) -> dict[str, Any]:
        return {}

    def isoformat(self) -> str:
        return ""

    def __iter__(self) -> Iterator[Any]:
        return iter(())


_HOLE: Final = _Hole()


class Shown:
    """Shown instead of a value that `repr` must hide."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text
