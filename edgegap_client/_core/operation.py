"""The interface between the generated endpoints and a client: `request` carries out one operation of the API.

`Edgegap` and `AsyncEdgegap` implement it. So can any object with the same `request` method.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, NamedTuple, Protocol, TypeVar

import httpx

from ..drift import Watch, note
from ..errors import ResponseFormatError
from .error_mapping import format_error, redactor_for
from .public import public_in
from .redaction import Secret

__all__ = ["AsyncClient", "Client", "Operation", "Response", "decode", "has_body"]

T = TypeVar("T")


@public_in("")
class Operation(NamedTuple):
    """One operation of the API, as the specification describes it.

    Attributes:
        id: Its operationId, for instance `get_application`.
        method: The HTTP method in capitals.
        path: The path template, for instance `/v1/app/{app_name}`.
        tag: The group it belongs to, which is also its resource's name.
        statuses: The documented statuses, each as text: `200`, or `2XX` for a whole class; empty if not known.
        rate_limit: Documented requests per second, counted per organisation; None where none is documented.
        own_token: Whether it sends its own token in the Authorization header instead of the organisation's.
        rate_group: Operations with the same group share a limit, which the client's settings give; see `Tier`.
        needs_server_token: Whether a server browser needs the server token for it, not the client token.
    """

    id: str
    method: str
    path: str
    tag: str
    statuses: tuple[str, ...] = ()
    rate_limit: float | None = None
    own_token: bool = False
    rate_group: str | None = None
    needs_server_token: bool = False

    def __str__(self) -> str:
        return f"{self.id} ({self.method} {self.path})"


@public_in("client")
class Client(Protocol):
    """A client that the `sync` functions accept: `Edgegap`."""

    def request(
        self,
        operation: Operation,
        path: str | Secret[str],
        *,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str | Secret[str]] | None = None,
        json: Any = None,
    ) -> httpx.Response:
        """Carry out `operation` and return the response if its status is 2xx; raise an `EdgegapError` otherwise."""
        ...


@public_in("client")
class AsyncClient(Protocol):
    """A client that the `asyncio` functions accept: `AsyncEdgegap`."""

    async def request(
        self,
        operation: Operation,
        path: str | Secret[str],
        *,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str | Secret[str]] | None = None,
        json: Any = None,
    ) -> httpx.Response:
        """Carry out `operation` and return the response if its status is 2xx; raise an `EdgegapError` otherwise."""
        ...


@public_in("")
@dataclass(frozen=True, slots=True, repr=False)
class Response(Generic[T]):
    """A response with its status, headers and content, from the `*_detailed` functions.

    It is not a tuple, because error trackers show the items of a tuple.

    Attributes:
        status_code: The status, always 2xx: other statuses raise an `EdgegapError`.
        content: The body as received. It may contain secrets, so `repr` does not show it.
        headers: The headers.
        parsed: The body as its model.
    """

    status_code: int
    content: bytes
    headers: httpx.Headers
    parsed: T

    def __repr__(self) -> str:
        return f"Response(status_code={self.status_code}, parsed={self.parsed!r})"


def has_body(response: httpx.Response) -> bool:
    """Whether a response has a body that is neither empty nor null."""
    return response.content not in (b"", b"null")


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


# Created once, because `json.loads` with an option creates a decoder for each text.
_decoder: Final = json.JSONDecoder(parse_constant=_refuse)


def _json(content: bytes) -> Any:
    return _decoder.decode(content.decode(json.detect_encoding(content), "surrogatepass"))


def decode(operation: Operation, response: httpx.Response, read: Callable[[Any, str], T]) -> T:
    """Decode the body of a successful response with `read`.

    An empty body or null counts as an empty object. The status alone decides about success, and the sources disagree
    on which successful responses have a body.

    Raises:
        ResponseFormatError: The body is not JSON, or not the JSON type of the specification. A `DELETE` accepts any
            body. A field that cannot be read raises when you use it.
    """

    def mask() -> Callable[[str], str]:
        return redactor_for(operation, response.request).redact_text

    try:
        with Watch(response.extensions.get("edgegap_drift"), operation.id, mask):
            try:
                return read(_json(response.content) if has_body(response) else {}, "")
            except (ResponseFormatError, RecursionError, ValueError):
                if operation.method != "DELETE":
                    raise
                # The server has deleted it, so an unexpected body must not look like a failure.
                note("unreadable", "response", ("",))
                return read({}, "")
    except ResponseFormatError as error:
        failure = error
    except RecursionError:
        failure = ResponseFormatError("is nested too deeply to decode")
    except ValueError:
        failure = ResponseFormatError("is not valid JSON")
    try:
        raise format_error(operation, failure, response)
    finally:
        del failure  # breaks the reference cycle between the error and this frame
