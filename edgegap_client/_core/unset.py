"""`UNSET`: the value of an argument or field that a request does not contain."""

from enum import Enum
from typing import Final, Literal, NoReturn

from .public import public_in

__all__ = ["UNSET", "Unset"]


@public_in("")
class Unset(Enum):
    """The type of `UNSET`: the client does not send an argument or field with this value.

    It is an enum with one member, so that pickle, copy and deepcopy return the same object, and type checkers narrow
    `is UNSET`.
    """

    # The value is not text, so that an encoder that writes an enum by its value fails instead of sending a word.
    UNSET = ...

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    def __str__(self) -> NoReturn:
        raise TypeError("UNSET means that there is no value: leave the field out, because UNSET cannot be encoded")


UNSET: Final = Unset.UNSET
