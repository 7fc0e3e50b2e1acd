"""Text enumerations that accept unknown values."""

from enum import StrEnum
from typing import Any, Self

from ..drift import note
from .model import Model
from .public import public_in
from .unreadable import keep, refuse

__all__ = ["OpenEnum"]


@public_in("types")
class OpenEnum(StrEnum):
    """A text enumeration that accepts unknown values, so that a new value of the API does not break an old client.

    It ignores the case, and the prefix that the API adds (`Status.READY` is `READY`).
    """

    @classmethod
    def _prefix(cls) -> str:
        """Return the prefix that the API adds to each value."""
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
                    cls._value2member_map_[value] = known  # so that the next look-up is fast
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
        """Return the value in the form of the API."""
        return self._prefix() + self._value_

    @classmethod
    def read(cls, value: Any, field: str, owner: Model | None = None) -> Self:
        """Read a member from the `field` of `owner`. `owner` keeps a text that differs from the API's form."""
        try:
            # Most values are known, and `cls(value)` is slower than this look-up.
            return cls._value2member_map_[value]  # type: ignore[return-value]
        except (KeyError, TypeError):
            pass
        if not isinstance(value, str | int | float) or isinstance(value, bool):
            return refuse(value, field, "text", owner)  # type: ignore[no-any-return]
        member = cls(str(value))
        return member if member.encoded == value else keep(value, member, field, owner)

    @classmethod
    def write(cls, value: Any) -> str:
        """Encode a member, or its text, in the form of the API."""
        encoded = getattr(value, "encoded", None)
        return cls(value).encoded if encoded is None else str(encoded)
