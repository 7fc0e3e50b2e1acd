"""Hidden secrets: the service does not return these, but sends a fixed text instead."""

from collections.abc import Callable
from typing import Any, Final, cast

from ..errors import InvalidRequestError
from .public import public_in
from .unreadable import refuse

__all__ = ["HIDDEN", "HiddenText", "to_secret", "without_hidden"]

MASKED_TEXT: Final = "This value is set and encrypted"


@public_in("types")
class HiddenText(str):
    """The type of `HIDDEN`: a secret that is set, but that the service does not return."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "HIDDEN"

    def __reduce__(self) -> tuple[Callable[[], Any], tuple[()]]:
        return _hidden, ()


HIDDEN: Final = HiddenText(MASKED_TEXT)


def _hidden() -> HiddenText:
    return HIDDEN


def is_hidden(value: object) -> bool:
    """Whether a value is the text that the service sends instead of a secret."""
    # Comparing the length first is fast, because most values have another length.
    return (
        isinstance(value, str)
        and 0 <= len(value) - len(MASKED_TEXT) < 8
        and value.strip(" .").casefold() == MASKED_TEXT.casefold()
    )


def to_secret(value: Any, field: str, owner: Any = None) -> str:
    """Read a secret text, or `HIDDEN`."""
    if isinstance(value, str):
        return HIDDEN if is_hidden(value) else value
    if isinstance(value, int | float) and not isinstance(value, bool):
        # The received value is not kept, so that a secret is in one place only.
        return str(value)
    return refuse(value, field, "text", owner)  # type: ignore[no-any-return]


def without_hidden(body: dict[str, Any], *, is_update: bool) -> str:
    """Delete hidden secrets from the body of an update, so that the service keeps them unchanged.

    Returns:
        The field that cannot be left out, because the service would store the fixed text as the secret; empty for none.
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
    """Return the error for a body with a hidden secret."""
    return InvalidRequestError(
        f"{field} is hidden by the service, so its value is not known and cannot be sent. Give the value itself."
    )
