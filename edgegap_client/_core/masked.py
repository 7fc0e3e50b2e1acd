"""Secrets that the service does not give back: it sends a fixed text in their place."""

from collections.abc import Callable
from typing import Any, Final, cast

from ..errors import InvalidRequestError
from .public import public_in
from .unreadable import refuse

__all__ = ["HIDDEN", "HiddenText", "to_secret", "without_hidden"]

MASKED_TEXT: Final = "This value is set and encrypted"


@public_in("types")
class HiddenText(str):
    """The type of `HIDDEN`: a secret that is set, but that the service does not give back."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "HIDDEN"

    def __reduce__(self) -> tuple[Callable[[], Any], tuple[()]]:
        return _hidden, ()


HIDDEN: Final = HiddenText(MASKED_TEXT)


def _hidden() -> HiddenText:
    return HIDDEN


def is_hidden(value: object) -> bool:
    """Whether a value is the text that stands for a secret."""
    # Most values differ in their length.
    return (
        isinstance(value, str)
        and 0 <= len(value) - len(MASKED_TEXT) < 8
        and value.strip(" .").casefold() == MASKED_TEXT.casefold()
    )


def to_secret(value: Any, field: str, owner: Any = None) -> str:
    """A secret text, or `HIDDEN`."""
    if isinstance(value, str):
        return HIDDEN if is_hidden(value) else value
    if isinstance(value, int | float) and not isinstance(value, bool):
        # Not kept as it came: a secret is in one place only.
        return str(value)
    return refuse(value, field, "text", owner)  # type: ignore[no-any-return]


def without_hidden(body: dict[str, Any], *, is_update: bool) -> str:
    """Delete the fields that are hidden secrets from the body of an update, which leaves them as they are.

    Returns:
        The field that cannot be left out, as the service would take its place for the secret itself; empty for none.
    """
    for name in [name for name, value in body.items() if is_hidden(value)]:
        if not is_update:
            return name
        del body[name]
    return next(filter(None, (_hidden_in(value, name) for name, value in body.items())), "")


def _hidden_in(value: object, path: str) -> str:
    if isinstance(value, dict):
        entries = cast("dict[str, object]", value)
        return next(filter(None, (_hidden_in(item, f"{path}.{name}") for name, item in entries.items())), "")
    if isinstance(value, list):
        items = enumerate(cast("list[object]", value))
        return next(filter(None, (_hidden_in(item, f"{path}[{number}]") for number, item in items)), "")
    return path if is_hidden(value) else ""


def refusal(field: str) -> InvalidRequestError:
    """The error for a body with a hidden secret."""
    return InvalidRequestError(
        f"{field} is hidden by the service, so its value is not known and cannot be sent. Give the value itself."
    )
