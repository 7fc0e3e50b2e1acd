"""The API token: a text, or a callable that gives one, such as a secret manager's."""

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
    """How a service is reached: where its URL and its token come from, and how the token is sent.

    Attributes:
        label: What the token is called in errors.
        token_variables: Environment variables that may hold it, the first one first.
        where: Where a user finds it, as a clause.
        prefix: What comes before the token in the Authorization header.
        url_variables: Environment variables that may hold the URL, the first one first.
        url_argument: The argument that takes the URL.
        default_url: The URL of production; None if each instance has its own.
        example_url: How a URL looks.
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
        """Where to get the token, and how to pass it."""
        return f"{self.where} and set {self.token_variables[0]} or pass token="


ORCHESTRATION: Final = Access(
    label="The API token",
    token_variables=("EDGEGAP_API_TOKEN",),
    where="make one in the Edgegap dashboard (user settings, tokens)",
    prefix="token ",
    url_variables=("EDGEGAP_BASE_URL",),
    url_argument="base_url",
    default_url=_servers.ORCHESTRATION,
    example_url=_servers.ORCHESTRATION,
)


class TokenProvider:
    """Gives the token of each attempt. Its `repr` shows nothing, as the callable may have the token in its own.

    Args:
        function: Takes nothing; gives the token as text or as an object with `get_secret_value()`, or an awaitable of
            one of these.
    """

    __slots__ = ("function",)

    def __init__(self, function: Callable[[], Any]) -> None:
        self.function = function

    def __repr__(self) -> str:
        return "TokenProvider()"


def hide_token(token: Any) -> Secret[str] | TokenProvider | None:
    """The token as a secret, of whatever kind the caller's is; None without one."""
    if token is None or isinstance(token, Secret | TokenProvider):
        return cast("Secret[str] | TokenProvider | None", token)
    if hasattr(token, "get_secret_value"):
        return Secret(token.get_secret_value())
    # `read_token` refuses what is no text.
    return TokenProvider(token) if callable(token) else Secret(token)


def read_token(
    token: Secret[str] | TokenProvider | None, access: Access = ORCHESTRATION
) -> Secret[str] | TokenProvider:
    """The token: the caller's, or that of the environment.

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
    """The token that a callable gave.

    Raises:
        ConfigurationError: It is malformed, or something else.
    """
    if isawaitable(token.reveal()):
        if iscoroutine(token.reveal()):
            token.reveal().close()  # or Python warns that it was never awaited
        raise ConfigurationError(
            "not sent: the callable of token= gave an awaitable, which the synchronous client cannot await: "
            "pass an ordinary function, or use AsyncEdgegap"
        )
    hidden = hide_token(token.reveal())
    if not isinstance(hidden, Secret):
        raise ConfigurationError("not sent: the callable of token= gave no text, but a callable or None")
    return _checked(hidden, access)


def _checked(token: Secret[str], access: Access) -> Secret[str]:
    if problem := _problem_of(token.reveal(), access):
        raise ConfigurationError(problem)
    return Secret(_bare(token.reveal()))


def _bare(token: str) -> str:
    # The header's word is often pasted with the token, sometimes twice.
    return re.sub(r"(?i)^(\s*authorization:)?(\s*token\s+)*", "", token).strip()


# It returns the problem and does not raise it, or the token would be in the traceback.
def _problem_of(token: object, access: Access) -> str:
    if not isinstance(token, str):
        return f"{access.label} must be text, not {type(token).__name__}."
    value = _bare(token)
    if not value or value.lower() in _PLACEHOLDERS:
        return f"{access.label} is empty or a placeholder: {access.hint}."
    if value.lower().startswith("bearer "):
        return "Edgegap takes no bearer tokens: pass the API token alone."
    if not re.fullmatch(_ALLOWED, value):
        odd = "characters that no token has (spaces, quotes, line breaks...)"
        return f"{access.label} has {odd}: check how it was copied."
    return ""
