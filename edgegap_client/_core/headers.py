"""Headers that callers add to requests: default headers, the end of the User-Agent, and headers from hooks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from ..errors import ClientError, ConfigurationError, InvalidRequestError
from .redaction import Secret, SecretText

__all__ = ["DefaultHeaders", "read_headers", "read_user_agent", "stripped_header"]

_NAME: Final = r"[A-Za-z0-9!#$%&'*+.^_`|~-]+"
_VALUE: Final = r"[\t\x20-\x7e]*"
# The client sets these itself, because decoding, size limits and authentication depend on most of them.
_OWN: Final = {
    "authorization": ": pass the API token as token=",
    "user-agent": ": pass user_agent=, which is appended to the client's own",
    "accept": "",
    "accept-encoding": "",
    "connection": "",
    "content-encoding": "",
    "content-length": "",
    "content-type": "",
    "transfer-encoding": "",
}

DefaultHeaders: TypeAlias = Mapping[str, str | SecretText]


def _header_value(name: object, value: Secret[Any], kind: type[ClientError]) -> Secret[str]:
    """Check the value of a header. It stays a `Secret`, because it may be the key of a gateway.

    Args:
        name: The header's name.
        value: Its value, text or an object with `get_secret_value()`.
        kind: The class of the error.

    Raises:
        ClientError: The name or value cannot be sent, or the client sets this header itself.
    """
    if not isinstance(name, str) or not re.fullmatch(_NAME, name):
        raise kind(f"{name!r} is not a valid header name.")
    advice = _OWN.get(name.lower())
    if advice is not None:
        raise kind(f"The client sets the header {name!r} itself{advice}.")
    if hasattr(value.reveal(), "get_secret_value"):
        value = Secret(value.reveal().get_secret_value())
    if not isinstance(value.reveal(), str) or not re.fullmatch(_VALUE, value.reveal()):
        raise kind(f"The value of the header {name!r} must be text of printable ASCII characters, on one line.")
    return Secret(value.reveal().strip())


def read_headers(headers: Secret[Any], kind: type[ClientError] = ConfigurationError) -> dict[str, Secret[str]]:
    """Read headers. The result has their names in lower case, because HTTP ignores the case.

    Args:
        headers: A mapping of names to values, as the caller passed it; None for no headers.
        kind: The class of the error.

    Raises:
        ClientError: A header cannot be sent, or the client sets it itself.
    """
    if headers.reveal() is None:
        return {}
    if not isinstance(headers.reveal(), Mapping):
        raise kind(f"headers must be a mapping of names to values, not {type(headers.reveal()).__name__}.")
    names: list[object] = list(headers.reveal())
    return {str(name).lower(): _header_value(name, Secret(headers.reveal()[name]), kind) for name in names}


def stripped_header(name: str, value: Secret[Any]) -> Secret[str]:
    """Strip the value of an operation's own header. h11 rejects spaces around it, and its error would show the value.

    Raises:
        InvalidRequestError: The value is not text.
    """
    if not isinstance(value.reveal(), str):
        raise InvalidRequestError(
            f"The value of the header {name!r} must be text, not {type(value.reveal()).__name__}."
        )
    return Secret(value.reveal().strip())


def read_user_agent(user_agent: str | None, own: str) -> str:
    """Return the client's own User-Agent, followed by the caller's.

    Raises:
        ConfigurationError: The caller's text cannot be sent.
    """
    if user_agent is None:
        return own
    # Callers without a type checker may pass anything.
    if not isinstance(user_agent, str) or not re.fullmatch(r"[\x20-\x7e]*[\x21-\x7e][\x20-\x7e]*", user_agent):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ConfigurationError(
            f"user_agent must be text of printable ASCII characters such as 'my-game/1.2', got {user_agent!r}."
        )
    return f"{own} {user_agent.strip()}"
