"""Text enumerations that keep values which they do not know."""

from enum import StrEnum
from typing import Any, Self

from ..drift import note
from .model import Model
from .public import public_in
from .unreadable import keep, refuse

__all__ = ["OpenEnum"]


@public_in("types")
class OpenEnum(StrEnum):
    """A text enumeration that keeps values it does not know, so that a new server never breaks an old client.

    Upper and lower case are the same, and so is a value with or without the prefix that the API writes
    (`Status.READY` is `READY`).
    """

    @classmethod
    def _prefix(cls) -> str:
        """What the API writes before each value."""
        return ""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        prefix = cls._prefix()
        text = value[len(prefix) :] if value.casefold().startswith(prefix.casefold()) else value
        for known in cls:
            if known.casefold() == text.casefold():
                if value == known.encoded:
                    cls._value2member_map_[value] = known  # the next look-up finds it at once
                return known
        member = str.__new__(cls, text)
        member._name_ = text
        member._value_ = text
        note("enum value", cls.__name__, (value,))
        return member

    @property
    def is_known(self) -> bool:
        """Whether this SDK's specification lists the value."""
        return self._value_ in type(self)._value2member_map_

    @property
    def encoded(self) -> str:
        """The value as the API writes it."""
        return self._prefix() + self._value_

    @classmethod
    def read(cls, value: Any, field: str, owner: Model | None = None) -> Self:
        """Read a member from JSON, the `field` of `owner`. A text that the API writes otherwise is kept there."""
        try:
            # Most values are known: the look-up of `cls(value)` is the slower one.
            return cls._value2member_map_[value]  # type: ignore[return-value]
        except (KeyError, TypeError):
            pass
        if not isinstance(value, str | int | float) or isinstance(value, bool):
            return refuse(value, field, "text", owner)  # type: ignore[no-any-return]
        member = cls(str(value))
        return member if member.encoded == value else keep(value, member, field, owner)

    @classmethod
    def write(cls, value: Any) -> str:
        """A member, or a text that means one, as the API writes it."""
        encoded = getattr(value, "encoded", None)
        return cls(value).encoded if encoded is None else str(encoded)
