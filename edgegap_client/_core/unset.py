"""`UNSET`: the value of what a request does not give."""

from enum import Enum
from typing import Final, Literal, NoReturn

from .public import public_in

__all__ = ["UNSET", "Unset"]


@public_in("")
class Unset(Enum):
    """The type of `UNSET`: an optional argument or field of a request that was not given, and is not sent.

    An enum with one member stays one object through pickle, copy and deepcopy, and type checkers narrow `is UNSET`.
    """

    # No text: encoders that write an enum by its value must fail, not send a word.
    UNSET = ...

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    def __str__(self) -> NoReturn:
        raise TypeError("UNSET means that there is no value; leave it out instead of writing it")


UNSET: Final = Unset.UNSET
