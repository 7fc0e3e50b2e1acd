"""The API token: a text, or a function that returns one, for instance from a secret manager."""

from __future__ import annotations

import os
import re
from collections.abc import Awaitable, Callable
from inspect import isawaitable, iscoroutine
from typing import Any, Final, NamedTuple, TypeAlias, cast

from ..errors import ConfigurationError
from . import _servers
from .redaction import Secret, SecretText

__all__ = [
    "ORCHESTRATION",
    "Access",
    "AsyncTokenSource",
    "TokenProvider",
    "TokenSource",
    "hide_token",
    "provided_token",
    "read_token",
]

TokenSource: TypeAlias = str | SecretText | Secret[str] | Callable[[], str | SecretText]
AsyncTokenSource: TypeAlias = TokenSource | Callable[[], Awaitable[str | SecretText]]

_ALLOWED: Final = r"[A-Za-z0-9._~+/=-]+"
_PLACEHOLDERS: Final = frozenset(("your_api_key", "your-api-key", "your_api_token", "your_token", "token", "changeme"))


class Access(NamedTuple):
    """How a client reaches a service: the sources of its URL and token, and the form of the token.

    Attributes:
        label: The name of the token in errors.
        token_variables: Environment variables that may contain the token, in order of precedence.
        where: Where a user gets the token, as a clause.
        prefix: The text before the token in the Authorization header.
        url_variables: Environment variables that may contain the URL, in order of precedence.
        url_argument: The argument that takes the URL.
        default_url: The URL of production; None if each instance has its own URL.
        example_url: An example of a URL.
    """

    label: str
    token_variables: tuple[str, ...]
    where: str
    prefix: str
    url_variables: tuple[str, ...]
    url_argument: str
    default_url: str | None
    example_url: str

    @property
    def hint(self) -> str:
        """Return where to get the token, and how to pass it."""
        return f"{self.where} and set {self.token_variables[0]} or pass token="


ORCHESTRATION: Final = Access(
    label="The API token",
    token_variables=("EDGEGAP_API_TOKEN",),
    where="create one in the Edgegap dashboard (user settings, tokens)",
    prefix="token ",
    url_variables=("EDGEGAP_BASE_URL",),
    url_argument="base_url",
    default_url=_servers.ORCHESTRATION,
    example_url=_servers.ORCHESTRATION,
)


class TokenProvider:
    """Provides the token of each attempt. Its `repr` hides the function, whose own `repr` may contain the token.

    Args:
        function: Takes no arguments. It returns the token as text or as an object with `get_secret_value()`, or an
            awaitable of one of these.
    """

    __slots__ = ("function",)

    def __init__(self, function: Callable[[], Any]) -> None:
        self.function = function

    def __repr__(self) -> str:
        return "TokenProvider()"


def hide_token(token: Any) -> Secret[str] | TokenProvider | None:
    """Return the caller's token as a secret, whatever its type; None without a token."""
    if token is None or isinstance(token, Secret | TokenProvider):
        return cast("Secret[str] | TokenProvider | None", token)
    if hasattr(token, "get_secret_value"):
        return Secret(token.get_secret_value())
    # `read_token` raises if the value is not text.
    return TokenProvider(token) if callable(token) else Secret(token)


def read_token(
    token: Secret[str] | TokenProvider | None, access: Access = ORCHESTRATION
) -> Secret[str] | TokenProvider:
    """Return the caller's token, or the token from the environment.

    Raises:
        ConfigurationError: The token is missing or malformed.
    """
    if token is None:
        variable = next((name for name in access.token_variables if name in os.environ), None)
        if variable is None:
            raise ConfigurationError(f"There is no {access.label.removeprefix('The ')}: {access.hint}.")
        token = Secret(os.environ[variable])
    return token if isinstance(token, TokenProvider) else _checked(token, access)


def provided_token(token: Secret[Any], access: Access = ORCHESTRATION) -> Secret[str]:
    """Return the token that the caller's function returned.

    Raises:
        ConfigurationError: The token is malformed, or the function did not return text.
    """
    if isawaitable(token.reveal()):
        if iscoroutine(token.reveal()):
            token.reveal().close()  # otherwise Python warns that it was never awaited
        raise ConfigurationError(
            "not sent: the function passed as token= returned an awaitable, which the synchronous client cannot await: "
            "pass an ordinary function, or use AsyncEdgegap"
        )
    hidden = hide_token(token.reveal())
    if not isinstance(hidden, Secret):
        raise ConfigurationError(
            "not sent: the function passed as token= must return text, but returned None or a function"
        )
    return _checked(hidden, access)


def _checked(token: Secret[str], access: Access) -> Secret[str]:
    if problem := _problem_of(token.reveal(), access):
        raise ConfigurationError(problem)
    return Secret(_bare(token.reveal()))


def _bare(token: str) -> str:
    # Users often paste the prefix of the header with the token, sometimes twice.
    return re.sub(r"(?i)^(\s*authorization:)?(\s*token\s+)*", "", token).strip()


# It returns the problem instead of raising it, so that no traceback contains the token.
def _problem_of(token: object, access: Access) -> str:
    if not isinstance(token, str):
        return f"{access.label} must be text, not {type(token).__name__}."
    value = _bare(token)
    if not value or value.lower() in _PLACEHOLDERS:
        return f"{access.label} is empty or a placeholder: {access.hint}."
    if value.lower().startswith("bearer "):
        return "Edgegap takes no bearer tokens: pass the API token alone, without 'Bearer'."
    if not re.fullmatch(_ALLOWED, value):
        odd = "characters that no token has (spaces, quotes, line breaks...)"
        return f"{access.label} has {odd}: copy the token again."
    return ""
