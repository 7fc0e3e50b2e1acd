"""A server browser: its two tokens, and filters and orders built from Python values. No I/O."""

import math
import os
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, TypeAlias

from ..errors import ConfigurationError, InvalidRequestError
from .operation import Operation
from .public import public_in
from .redaction import Secret
from .token_source import Access

__all__ = [
    "BrowserVersion",
    "ClientToken",
    "Field",
    "Filter",
    "Order",
    "ServerToken",
    "access_of",
    "ascending",
    "descending",
    "field",
    "literal",
    "rank",
    "read_version",
    "token_of",
]

SERVER_TOKEN_VARIABLES: Final = ("EDGEGAP_SB_SERVER_TOKEN", "SB_SERVER_TOKEN")
CLIENT_TOKEN_VARIABLES: Final = ("EDGEGAP_SB_CLIENT_TOKEN",)

# How query parameters are called by a version of the service, where that differs from the document.
BrowserVersion: TypeAlias = Literal["1.1", "1.0", "0.0"]
PARAMETER_NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    "1.1": {},
    "1.0": {"$filter": "filter", "$order": "order"},
    "0.0": {"$filter": "filter", "$order": "orderby"},
}


class _Token:
    """A token of a server browser. It does not show in `repr`, logs or tracebacks."""

    __slots__ = ("_secret",)

    def __init__(self, token: str) -> None:
        self._secret = Secret(token)

    def get_secret_value(self) -> str:
        """The token."""
        return self._secret.reveal()

    def __repr__(self) -> str:
        return f"{type(self).__name__}('***')"


@public_in("server_browser")
class ServerToken(_Token):
    """The server token, which may do everything: for game servers and backends, never for a player's client."""

    __slots__ = ()


@public_in("server_browser")
class ClientToken(_Token):
    """The client token, which may read, list and reserve: a game may ship it to players."""

    __slots__ = ()


def token_of(token: object) -> ServerToken | ClientToken:
    """The token that a client was given, or that of the environment; the server token comes first.

    Raises:
        ConfigurationError: There is none, or it does not say which of the two it is.
    """
    if isinstance(token, ServerToken | ClientToken):
        return token
    if token is not None:
        raise ConfigurationError(
            "A server browser has two tokens: pass token=ServerToken(...) or token=ClientToken(...), "
            f"got {type(token).__name__}."
        )
    for kind, names in ((ServerToken, SERVER_TOKEN_VARIABLES), (ClientToken, CLIENT_TOKEN_VARIABLES)):
        for name in names:
            if os.environ.get(name):
                return kind(os.environ[name])
    raise ConfigurationError(
        "There is no token of a server browser: copy one from its page in the Edgegap dashboard and set "
        f"{SERVER_TOKEN_VARIABLES[0]} or {CLIENT_TOKEN_VARIABLES[0]}, or pass token=."
    )


def access_of(token: ServerToken | ClientToken) -> Access:
    """How a server browser is reached with a token."""
    is_server = isinstance(token, ServerToken)
    return Access(
        label=f"The {'server' if is_server else 'client'} token",
        token_variables=SERVER_TOKEN_VARIABLES if is_server else CLIENT_TOKEN_VARIABLES,
        where="copy it from the server browser's page in the Edgegap dashboard",
        prefix="",
        url_variables=("EDGEGAP_SB_URL", "SB_BASE_URL"),
        url_argument="url",
        default_url=None,
        example_url="https://sb-xxxxxxxx.edgegap.net",
    )


def problem_of_kind(token: object, *, is_server: bool) -> str:
    """Why a client with one of the two tokens cannot go on with another token; empty if it can."""
    kind = ServerToken if is_server else ClientToken
    if isinstance(token, kind):
        return ""
    return (
        f"this client of a server browser has the {'server' if is_server else 'client'} token: pass "
        f"with_options(token={kind.__name__}(...)), or make another client for the other token; "
        f"got {type(token).__name__}."
    )


def allowed(operation: Operation, *, is_server: bool) -> Operation:
    """The operation, if the token may carry it out.

    Raises:
        ConfigurationError: It needs the server token. Nothing was sent.
    """
    if operation.needs_server_token and not is_server:
        raise ConfigurationError(
            f"not sent: {operation.id} needs the server token, and this client has the client token; "
            "pass token=ServerToken(...), in a server or backend only",
            operation=operation.id,
        )
    return operation


def read_version(version: str) -> Mapping[str, str]:
    """The names of the query parameters in a version.

    Raises:
        ConfigurationError: There is no such version.
    """
    if version not in PARAMETER_NAMES:
        raise ConfigurationError(f"version must be one of {', '.join(PARAMETER_NAMES)}, got {version!r}.")
    return PARAMETER_NAMES[version]


FIELD: Final = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_][\w-]*)*")


def _value(value: object) -> str:
    """A value as the filter has it. A quote in a text is doubled, as in OData: how the service escapes is not known."""
    match value:
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case float() if math.isfinite(value):
            return repr(value)
        case str() if value.isprintable():
            return "'" + value.replace("'", "''") + "'"
        case _:
            raise InvalidRequestError(
                f"a filter compares with a printable text, a finite number or a bool, got {value!r}."
            )


@public_in("server_browser")
class Filter:
    """A condition of a search; `&` joins two of them. Made by comparing a `field`.

    Args:
        text: The condition as the service reads it.
    """

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __and__(self, other: "Filter") -> "Filter":
        return Filter(f"{self.text} and {other.text}")

    def __bool__(self) -> bool:
        # `a < x < b` and `a and b` would lose a part.
        raise TypeError("join filters with &, not with `and`, and put each comparison in brackets")

    def __repr__(self) -> str:
        return f"Filter({self.text!r})"


@public_in("server_browser")
class Field:
    """A field to compare: `field("metadata.level") >= 3`.

    Texts and numbers have `==`, `!=`, `<`, `<=`, `>`, `>=`; bools have `==` and `!=`; texts have `contains` as well.
    """

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        if not FIELD.fullmatch(name):
            raise InvalidRequestError(
                f"{name!r} is no field: use a name such as total_joinable_seats or metadata.mode."
            )
        self.name = name

    def _compared(self, operator: str, value: object) -> Filter:
        if isinstance(value, bool) and operator not in ("eq", "ne"):
            raise InvalidRequestError(f"{self.name} {operator} {value}: a bool can only be compared with == and !=.")
        return Filter(f"{self.name} {operator} {_value(value)}")

    def __eq__(self, value: object) -> Filter:  # type: ignore[override]
        return self._compared("eq", value)

    def __ne__(self, value: object) -> Filter:  # type: ignore[override]
        return self._compared("ne", value)

    def __lt__(self, value: str | float) -> Filter:
        return self._compared("lt", value)

    def __le__(self, value: str | float) -> Filter:
        return self._compared("le", value)

    def __gt__(self, value: str | float) -> Filter:
        return self._compared("gt", value)

    def __ge__(self, value: str | float) -> Filter:
        return self._compared("ge", value)

    def contains(self, text: str) -> Filter:
        """Whether the text of the field contains another one."""
        if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise InvalidRequestError(f"{self.name} contains {text!r}: contains needs a text.")
        return self._compared("contains", text)

    __hash__ = None  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]


def field(name: str) -> Field:
    """A field to compare, such as `total_joinable_seats`, or `metadata.mode` if the configuration indexes `mode`.

    Raises:
        InvalidRequestError: It cannot be the name of a field.
    """
    return Field(name)


def literal(text: str) -> Filter:
    """A condition in the service's own words, sent as it is: never with text that players gave."""
    return Filter(text)


@public_in("server_browser")
class Order:
    """A part of an order, made by `ascending`, `descending` or `rank`.

    Args:
        text: The part as the service reads it.
    """

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return f"Order({self.text!r})"


def ascending(name: str) -> Order:
    """The smallest value of a field first."""
    return Order(f"{Field(name).name} asc")


def descending(name: str) -> Order:
    """The greatest value of a field first."""
    return Order(f"{Field(name).name} desc")


def rank(name: str, values: Iterable[str]) -> Order:
    """Items whose field has one of these values first, in this order. Since version 1.1."""
    listed = [_value(value) for value in values]
    if not listed:
        raise InvalidRequestError(f"the rank of {name} needs at least one value.")
    return Order(f"rank({Field(name).name}, {','.join(listed)})")


def renamed(params: Mapping[str, Any] | None, names: Mapping[str, str]) -> Mapping[str, Any] | None:
    """Query parameters with the names of a version."""
    return {names.get(name, name): value for name, value in params.items()} if params and names else params


# What the text of a 409 says of its reason. No source knows these texts: they are guesses.
DUPLICATE: Final = re.compile(r"(?i)duplicat|already (has|have|reserved)|\bexists\b")
FULL: Final = re.compile(r"(?i)capacity|\bfull\b|no (more )?(seat|slot)s?|not enough|joinable|available")


def reason_of(message: str) -> Literal["full", "duplicate"] | None:
    """Why seats cannot be reserved, if the text of the error says it."""
    is_full, is_duplicate = FULL.search(message) is not None, DUPLICATE.search(message) is not None
    if is_full is is_duplicate:
        return None
    return "full" if is_full else "duplicate"
