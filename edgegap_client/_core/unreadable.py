"""Fields that cannot be read: kept as received, counted as drift, and raised only when they are used.

A model with such a field, or with one whose value is kept as it was received, becomes an instance of a subclass that is
made for its class, so that good data costs nothing: a `__getattr__` on the models themselves would slow down each
attribute of each of them.
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

# What a reader returns for a value that it cannot read, until `finished` deletes the attribute.
UNREADABLE: Final[Any] = object()
# The default of a field that every sample has: it may be left out, and raises when it is used then.
ABSENT: Final = UNREADABLE
MISSING: Final = "is missing"
# Where the value is, which depends on what was received.
RECEIVED_HINT: Final = "the value as received is in additional_properties"
MISSING_HINT: Final = "no value was received: {field!r} in the model is False"
WHOLE_HINT: Final = "to_dict() gives what was received"
UPDATE_HINT: Final = "if the API has changed, update this SDK"

_strict: ContextVar[bool] = ContextVar("edgegap_strict", default=False)


@contextmanager
def strict() -> Generator[None]:
    """Within the block, an unreadable value raises at once, as a validator of somebody else's data must."""
    token = _strict.set(True)
    try:
        yield
    finally:
        _strict.reset(token)


def refuse(value: object, field: str, expected: str, owner: Model | None) -> Any:
    """Record that `owner` has a field that is not what is expected.

    Raises:
        ResponseFormatError: There is no owner, or this is in a `strict` block.
    """
    if owner is not None and field in owner._always and (value is UNSET or value is None):
        # It is in all samples, but not required: nothing has changed.
        _problems_of(owner).fields[field] = MISSING
        if value is None:
            owner.additional_properties[field] = None
        return UNREADABLE
    reason = MISSING if value is UNSET else f"should be {expected}, got {type(value).__name__}"
    if owner is None or _strict.get():
        raise ResponseFormatError(reason, field=field)
    return _record(value, field, reason, owner)


def refuse_item(value: object, field: str, number: int, error: ResponseFormatError, owner: Model | None) -> Any:
    """As `refuse`, for a list with an item that cannot be read."""
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
    """Keep what was received in place of `value`; `to_dict` gives it back, unless the field is changed."""
    if owner is not None:
        _problems_of(owner).converted[field] = value
        owner.additional_properties[field] = received
    return value


def unreadable_item(kind: type[ModelT], value: object, expected: str = "an object") -> ModelT:
    """An item of a list, or an entry of a map, that is no model at all: each of its fields raises.

    Raises:
        ResponseFormatError: This is in a `strict` block.
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
    """Whether a model has a field that cannot be read. It says nothing about the models in it."""
    return isinstance(model, Partial)


def peek(model: Model, name: str) -> Any:
    """The value of an attribute, or None if it cannot be read. For decisions that an odd field must not stop."""
    try:
        return getattr(model, name, None)
    except ResponseFormatError:
        return None


def tags_of(model: Model) -> list[str] | None:
    """The tags of a deployment, as far as they are texts, also if others are not; None if it has no tags at all."""
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
    """A model whose fields were read, if it is of a user's subclass or has unreadable fields.

    A user's subclass is made as it wants, by its `__init__`: models themselves are read without.
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
    """Delete the attributes that `__init__` was not given."""
    for name in names:
        if getattr(model, name) is ABSENT:
            _problems_of(model).fields[model._json_names.get(name, name)] = MISSING
            delattr(model, name)


class Problems:
    """Why fields of one model cannot be read.

    Attributes:
        operation: The operation whose response it was, None outside of a response.
        fields: The reason for each field, by its JSON name.
        converted: What was made of each field whose value was read as another one.
        whole: Why the whole is no model; empty if only fields are unreadable.
        received: What came instead of a model.
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
        """Everything in it: a pickle must have no private classes."""
        return dict(vars(self))

    @classmethod
    def of(cls, state: dict[str, Any]) -> Problems:
        """The opposite of `state`."""
        problems = cls(None)
        vars(problems).update(state)
        return problems

    def error(self, field: str, *, is_received: bool) -> ResponseFormatError:
        """The error for the use of a field.

        Args:
            field: Its JSON name.
            is_received: Whether there is a value that cannot be read, null included.
        """
        error = ResponseFormatError(self.whole or self.fields[field], field="" if self.whole else field)
        where = WHOLE_HINT if self.whole else RECEIVED_HINT if is_received else MISSING_HINT.format(field=field)
        error.operation, error.hint = self.operation, f"{where}; {UPDATE_HINT}"
        return error


def _problems_of(model: Model) -> Problems:
    """A model's problems; with the first, it becomes an instance of the subclass."""
    if not isinstance(model, Partial):
        model._problems = Problems(current_operation())
        _make_partial(model)
    return model._problems


def _make_partial(model: Any) -> None:
    model.__class__ = _partial_class(model.__class__)


class Partial:
    """What models with unreadable fields have besides: the first base of the subclass of each class."""

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
        """The model as JSON-ready data, with unreadable fields as they were received."""
        if self._problems.whole:
            return self._problems.received
        # The class's own method, on a copy that has something harmless in place of what is unreadable.
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
    """The opposite of what a model with unreadable fields pickles."""
    model: Any = object.__new__(kind)
    for name, value in state.items():
        setattr(model, name, Problems.of(value) if name == "_problems" else value)
    _make_partial(model)
    return model


class _Hole:
    """Replaces an unreadable value while the others are encoded."""

    encoded = ""

    def to_dict(self) -> dict[str, Any]:
        return {}

    def isoformat(self) -> str:
        return ""

    def __iter__(self) -> Iterator[Any]:
        return iter(())


_HOLE: Final = _Hole()


class Shown:
    """Stands for a value that does not show."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text
