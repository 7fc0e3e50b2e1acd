"""The base classes of the generated models."""

from abc import ABCMeta
from collections.abc import Iterator, KeysView, Mapping, MutableMapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar, cast

from ..errors import ResponseFormatError
from .interchange import PydanticModel
from .public import public_in
from .redaction import MASK
from .unreadable import Problems, Shown, peek, refuse, restored
from .unset import UNSET

__all__ = ["MapModel", "Model"]

T = TypeVar("T")


@public_in("types")
class Model(PydanticModel):
    """The base class of all generated models.

    `additional_properties` keeps everything that the fields cannot hold, by JSON name: fields that the specification
    does not know, and received values that are null, unreadable or converted (`"7777"` to 7777). `to_dict` returns them
    again, unless the field has been changed.

    A model is also a read-only mapping with the content of `to_dict`.
    """

    # Only models with unreadable fields have it.
    __slots__ = ("_problems",)

    __match_args__: ClassVar[tuple[str, ...]] = ()

    additional_properties: dict[str, Any]
    _problems: Problems
    _secrets: ClassVar[frozenset[str]] = frozenset()
    # The JSON names of fields that all samples have, although the specification does not require them.
    _always: ClassVar[frozenset[str]] = frozenset()
    # The JSON names of the attributes whose own name differs.
    _json_names: ClassVar[Mapping[str, str]] = {}

    if TYPE_CHECKING:
        # Each generated class defines these. They are not abstract methods, because these need a metaclass, which makes
        # `isinstance` slow for all models.

        @classmethod
        def from_dict(cls, data: Mapping[str, Any], /) -> Self:
            """Decode the model from decoded JSON.

            A field that is missing or has a wrong type does not raise here. It raises a `ResponseFormatError` that
            names the field when you use it.
            """
            ...

        def to_dict(self) -> dict[str, Any]:
            """Return the model as JSON-ready data, without the fields that have no value."""
            ...

    @classmethod
    def read(cls, value: Any, field: str, owner: "Model | None" = None) -> Self:
        """Decode the model from any JSON value, the `field` of `owner`."""
        if not isinstance(value, dict):
            return refuse(value, field, "an object", owner)  # type: ignore[no-any-return]
        try:
            return cls.from_dict(value)  # pyright: ignore[reportUnknownArgumentType]  # JSON objects have text keys
        except ResponseFormatError as error:
            error.within(field)
            raise

    def __repr__(self) -> str:
        """Show the fields that are set. Secrets are masked. Unknown fields show only their names."""
        shown = [f"{item[0]}={item[1]!r}" if item[1:] else repr(item[0]) for item in self.__rich_repr__()]
        return f"{type(self).__name__}({', '.join(shown)})"

    # Error trackers show the fields of attrs classes and the entries of mappings, unless a class defines what to show.

    def __rich_repr__(self) -> Iterator[tuple[Any, ...]]:
        """Show the same in rich and structlog."""
        for name in type(self).__match_args__:
            try:
                value = getattr(self, name)
            except ResponseFormatError:
                continue
            if value is not UNSET and value is not None:
                yield name, MASK if name in self._secrets else value
        if self.additional_properties:
            yield "additional_properties", Shown(f"<{', '.join(sorted(self.additional_properties))}>")

    def __sentry_repr__(self) -> str:
        """Show the same in Sentry."""
        return repr(self)

    @classmethod
    def _restored(cls, state: dict[str, Any]) -> Self:
        model: Self = restored(cls, state)
        return model

    def __replace__(self, **changes: Any) -> Self:
        """A copy with other values, for `copy.replace` of Python 3.13."""
        given = {name: getattr(self, name) for name in (*type(self).__match_args__, "additional_properties")}
        return type(self)(**{**given, **changes})

    def _row(self) -> dict[str, Any]:
        """Return the result of `to_dict` with times as `datetime`: a row of a table."""
        times = {name: peek(self, name) for name in type(self).__match_args__ if isinstance(peek(self, name), datetime)}
        return {**self._entries(), **{self._json_names.get(name, name): time for name, time in times.items()}}

    # FastAPI accepts a mapping as a body, and pandas as a row.

    def keys(self) -> KeysView[str]:
        """The JSON names of the fields that have a value."""
        return self._entries().keys()

    def __getitem__(self, name: str) -> Any:
        return self._entries()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries())

    def __len__(self) -> int:
        return len(self._entries())

    def _entries(self) -> dict[str, Any]:
        # The received value may not be an object.
        data: Any = self.to_dict()
        return cast("dict[str, Any]", data) if isinstance(data, dict) else {}

    def __bool__(self) -> bool:
        return True


cast("ABCMeta", Mapping).register(Model)


@public_in("types")
class MapModel(Model, MutableMapping[str, T]):
    """The base class of generated models that are maps: objects with arbitrary names and values of type `T`."""

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

    def __bool__(self) -> bool:
        return bool(self.additional_properties)

    def keys(self) -> KeysView[str]:
        """Return the names of the entries."""
        return self.additional_properties.keys()

    def __repr__(self) -> str:
        """Show the entries. Of free-form values only the names show, because the values may be secret."""
        entries = ", ".join(f"{name!r}: {value!r}" for name, value in self.__rich_repr__())
        return f"{type(self).__name__}({{{entries}}})"

    def __rich_repr__(self) -> Iterator[tuple[Any, ...]]:
        """Show the same in rich and structlog."""
        for name, value in self.items():
            yield name, value if isinstance(value, Model) else Shown("...")
