"""A server browser: its two tokens, and filters and orders from Python values. No I/O."""

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

# The names of query parameters in a version of the service, if they differ from the specification.
BrowserVersion: TypeAlias = Literal["1.1", "1.0", "0.0"]
PARAMETER_NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    "1.1": {},
    "1.0": {"$filter": "filter", "$order": "order"},
    "0.0": {"$filter": "filter", "$order": "orderby"},
}


class _Token:
    """A token of a server browser. `repr`, logs and tracebacks do not show it."""

    __slots__ = ("_secret",)

    def __init__(self, token: str) -> None:
        self._secret = Secret(token)

    def get_secret_value(self) -> str:
        """Return the token."""
        return self._secret.reveal()

    def __repr__(self) -> str:
        return f"{type(self).__name__}('***')"


@public_in("server_browser")
class ServerToken(_Token):
    """The server token, which allows everything: for game servers and backends, never for a player's client."""

    __slots__ = ()


@public_in("server_browser")
class ClientToken(_Token):
    """The client token, which allows reading, listing and reserving. You may ship it to players."""

    __slots__ = ()


def token_of(token: object) -> ServerToken | ClientToken:
    """Return the client's token, or the token from the environment, where the server token has precedence.

    Raises:
        ConfigurationError: There is no token, or it is neither a `ServerToken` nor a `ClientToken`.
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
    """Return how a client reaches a server browser with a token."""
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
    """Return why a client with one kind of token cannot change to another token; empty if it can."""
    kind = ServerToken if is_server else ClientToken
    if isinstance(token, kind):
        return ""
    return (
        f"this client of a server browser has the {'server' if is_server else 'client'} token: pass "
        f"with_options(token={kind.__name__}(...)), or make another client for the other token; "
        f"got {type(token).__name__}."
    )


def allowed(operation: Operation, *, is_server: bool) -> Operation:
    """Return the operation if the token allows it.

    Raises:
        ConfigurationError: The operation needs the server token. Nothing was sent.
    """
    if operation.needs_server_token and not is_server:
        raise ConfigurationError(
            f"not sent: {operation.id} needs the server token, and this client has the client token; "
            "pass token=ServerToken(...), in a server or backend only",
            operation=operation.id,
        )
    return operation


def read_version(version: str) -> Mapping[str, str]:
    """Return the names of the query parameters in a version.

    Raises:
        ConfigurationError: The version is unknown.
    """
    if version not in PARAMETER_NAMES:
        raise ConfigurationError(f"version must be one of {', '.join(PARAMETER_NAMES)}, got {version!r}.")
    return PARAMETER_NAMES[version]


FIELD: Final = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_][\w-]*)*")


def _value(value: object) -> str:
    """Encode a value of a filter. A quote in a text is doubled, as in OData: the service's escaping is not known."""
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
                f"a filter value must be printable text, a finite number or a bool, got {value!r}."
            )


@public_in("server_browser")
class Filter:
    """A condition of a search. Compare a `field` to make one, and join two with `&`.

    Args:
        text: The condition in the service's syntax.
    """

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __and__(self, other: "Filter") -> "Filter":
        return Filter(f"{self.text} and {other.text}")

    def __bool__(self) -> bool:
        # Python would drop a part of `a < x < b` and `a and b`.
        raise TypeError("join filters with &, not with `and`, and put each comparison in brackets")

    def __repr__(self) -> str:
        return f"Filter({self.text!r})"


@public_in("server_browser")
class Field:
    """A field to compare, for instance `field("metadata.level") >= 3`.

    Compare texts and numbers with `==`, `!=`, `<`, `<=`, `>`, `>=`, and bools with `==` and `!=`. Texts also have
    `contains`.
    """

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        if not FIELD.fullmatch(name):
            raise InvalidRequestError(
                f"{name!r} is not a valid field name: use a name such as total_joinable_seats or metadata.mode."
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
        """Return the condition that the field's text contains another text."""
        if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise InvalidRequestError(
                f"{self.name} contains {text!r}: contains takes a text, got {type(text).__name__}."
            )
        return self._compared("contains", text)

    __hash__ = None  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]


def field(name: str) -> Field:
    """Return a field to compare, such as `total_joinable_seats`, or `metadata.mode` if the configuration indexes
    `mode`.

    Raises:
        InvalidRequestError: The name is not a valid field name.
    """
    return Field(name)


def literal(text: str) -> Filter:
    """Return a condition in the service's own syntax, which is sent unchanged. Never put players' text into it."""
    return Filter(text)


@public_in("server_browser")
class Order:
    """A part of an order. `ascending`, `descending` and `rank` make one.

    Args:
        text: The part in the service's syntax.
    """

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return f"Order({self.text!r})"


def ascending(name: str) -> Order:
    """Order by a field, the smallest value first."""
    return Order(f"{Field(name).name} asc")


def descending(name: str) -> Order:
    """Order by a field, the greatest value first."""
    return Order(f"{Field(name).name} desc")


def rank(name: str, values: Iterable[str]) -> Order:
    """Order items whose field has one of these values first, in this order. It needs version 1.1."""
    listed = [_value(value) for value in values]
    if not listed:
        raise InvalidRequestError(f"rank({name!r}, ...) needs at least one value.")
    return Order(f"rank({Field(name).name}, {','.join(listed)})")


def renamed(params: Mapping[str, Any] | None, names: Mapping[str, str]) -> Mapping[str, Any] | None:
    """Rename query parameters for a version of the service."""
    return {names.get(name, name): value for name, value in params.items()} if params and names else params


# The texts of a 409 that show its reason. No source documents these texts: they are guesses.
DUPLICATE: Final = re.compile(r"(?i)duplicat|already (has|have|reserved)|\bexists\b")
FULL: Final = re.compile(r"(?i)capacity|\bfull\b|no (more )?(seat|slot)s?|not enough|joinable|available")


def reason_of(message: str) -> Literal["full", "duplicate"] | None:
    """Return why seats cannot be reserved, from the text of the error; None if the text does not show it."""
    is_full, is_duplicate = FULL.search(message) is not None, DUPLICATE.search(message) is not None
    if is_full is is_duplicate:
        return None
    return "full" if is_full else "duplicate"
