"""The API token: a text, or a callable that gives one, such as a secret manager's."""

from __future__ import annotations

import os
import re
from collections.abc import Awaitable, Callable
from inspect import isawaitable, iscoroutine
from typing import Any, Final, TypeAlias, cast

from ..errors import ConfigurationError
from .redaction import Secret, SecretText

__all__ = ["AsyncTokenSource", "TokenProvider", "TokenSource", "hide_token", "provided_token", "read_token"]

TokenSource: TypeAlias = str | SecretText | Secret[str] | Callable[[], str | SecretText]
AsyncTokenSource: TypeAlias = TokenSource | Callable[[], Awaitable[str | SecretText]]

_ALLOWED: Final = r"[A-Za-z0-9._~+/=-]+"
_PLACEHOLDERS: Final = frozenset(("your_api_key", "your-api-key", "your_api_token", "your_token", "token", "changeme"))
_WHERE: Final = "make one in the Edgegap dashboard (user settings, tokens) and set EDGEGAP_API_TOKEN or pass token="


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


def read_token(token: Secret[str] | TokenProvider | None) -> Secret[str] | TokenProvider:
    """The API token: the caller's, or that of EDGEGAP_API_TOKEN.

    Raises:
        ConfigurationError: The token is missing or malformed.
    """
    if token is None:
        if "EDGEGAP_API_TOKEN" not in os.environ:
            raise ConfigurationError(f"There is no API token: {_WHERE}.")
        token = Secret(os.environ["EDGEGAP_API_TOKEN"])
    return token if isinstance(token, TokenProvider) else _checked(token)


def provided_token(token: Secret[Any]) -> Secret[str]:
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
    return _checked(hidden)


def _checked(token: Secret[str]) -> Secret[str]:
    if problem := _problem_of(token.reveal()):
        raise ConfigurationError(problem)
    return Secret(_bare(token.reveal()))


def _bare(token: str) -> str:
    # The header's word is often pasted with the token, sometimes twice.
    return re.sub(r"(?i)^(\s*authorization:)?(\s*token\s+)*", "", token).strip()


# It returns the problem and does not raise it, or the token would be in the traceback.
def _problem_of(token: object) -> str:
    if not isinstance(token, str):
        return f"The API token must be text, not {type(token).__name__}."
    value = _bare(token)
    if not value or value.lower() in _PLACEHOLDERS:
        return f"The API token is empty or a placeholder: {_WHERE}."
    if value.lower().startswith("bearer "):
        return "Edgegap takes no bearer tokens: pass the API token alone."
    if not re.fullmatch(_ALLOWED, value):
        return (
            "The API token has characters that no token has (spaces, quotes, line breaks...): check how it was copied."
        )
    return ""
