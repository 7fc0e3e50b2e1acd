"""The common parts of matchmakers and server browsers: operations, the check of the token, transports and ports."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import parse_qsl

from attrs import frozen

from ..app import (
    Operation,
    Plan,
    Record,
    Request,
    SandboxTransport,
    Service,
    make_app,
    read_operation,
    read_request,
    route,
)
from ..environment import environment
from ..faults import Fault
from ..handlers import Handler
from ..state import ApiError, Json
from ..validation import inline, specification
from ..world import World

if TYPE_CHECKING:
    from ..sandbox import Sandbox

PREVIEWS: Final = ("matchmaking", "server_browser")
DURATION: Final = re.compile(r"(\d+)(ms|s|m|h)")
UNIT_SECONDS: Final = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}


def read_period(value: object, name: str) -> float:
    """Read the seconds of a duration such as 30s.

    Raises:
        ValueError: The text is not a duration.
    """
    found = DURATION.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f"{name} must be a duration such as 5m, 30s or 500ms, got {value!r}")
    return int(found[1]) * UNIT_SECONDS[found[2]]


@frozen(eq=False)
class ServiceCall:
    """A checked request to a matchmaker or a server browser.

    Attributes:
        state: The matchmaker or the server browser.
        path: Path parameters.
        query: The converted query parameters.
        body: The body, or an empty dict if the operation has none.
        client: The IP address of the client.
    """

    state: Any
    path: dict[str, str]
    query: Json
    body: Json
    client: str


HANDLERS: Final[dict[str, Handler]] = {}


def operation(respond: Callable[[ServiceCall], Any]) -> Callable[[ServiceCall], Any]:
    """Register a function as the handler of the operation of its name. Without a body, the status is 204."""
    HANDLERS[respond.__name__] = Handler(cast("Any", respond), None, 204)
    return respond


@cache
def preview_operation_ids() -> frozenset[str]:
    """The operationIds of the preview services in this package. A vendored copy may lack some."""
    found: set[str] = set()
    for service in PREVIEWS:
        try:
            paths: Json = specification(service)["paths"]
        except FileNotFoundError:
            continue
        found |= {node["operationId"] for item in paths.values() for node in item.values()}
    return frozenset(found)


@cache
def _operations(service: str) -> tuple[Operation, ...]:
    """All operations of a service, fixed paths before those with parameters."""
    found = [
        read_operation(template, method, _with_open_states(inline(node, service=service)), HANDLERS)
        for template, item in specification(service)["paths"].items()
        for method, node in item.items()
    ]
    return tuple(sorted(found, key=lambda each: len(each.path)))


@cache
def _operation_groups(service: str) -> dict[str, str | None]:
    """The group of each operation, which has a limit in each tier."""
    return {
        node["operationId"]: node.get("x-edgegap-rate-group")
        for item in specification(service)["paths"].values()
        for node in item.values()
    }


@cache
def _server_only(service: str) -> frozenset[str]:
    """The operations that accept only the server token."""
    return frozenset(
        node["operationId"]
        for item in specification(service)["paths"].values()
        for node in item.values()
        if node.get("security") == [{"serverToken": []}]
    )


def _with_open_states(node: Any) -> Any:
    """Remove the enums: the documents call states open, and the sandbox sends some that are not documented."""
    if isinstance(node, list):
        return [_with_open_states(each) for each in cast("Iterable[Any]", node)]
    if not isinstance(node, dict):
        return node
    given = cast("Json", node)
    return {key: _with_open_states(value) for key, value in given.items() if key != "enum"}


class PreviewService(Service):
    """Responds to the requests of one matchmaker or server browser.

    Args:
        kind: `matchmaking` or `server_browser`.
        state: Returns the matchmaker or server browser of the world.
        authorize: Checks the token, with the operation and whether that needs the server token.
        limits: Requests per second, by the groups of the document; None for no limit.
    """

    def __init__(
        self,
        kind: str,
        state: Callable[[World], Any],
        authorize: Callable[[str, bool], None],
        limits: Mapping[str, float] | None,
        *,
        turn: Callable[[], AbstractContextManager[World]],
        pick: Callable[[str], Fault | None],
        record: Record,
        is_strict: bool,
    ) -> None:
        super().__init__(turn, pick, record, is_strict)
        self._kind = kind
        self._state = state
        self._authorize = authorize
        self._limits = limits

    def _route(self, method: str, path: str) -> tuple[Operation, tuple[str, ...]]:
        return route(method, path, _operations(self._kind))

    def _perform(self, operation: Operation, plan: Plan, request: Request, headers: dict[str, str]) -> tuple[int, Any]:
        self._authorize(request.headers.get("authorization") or "", operation.id in _server_only(self._kind))
        path, query, body = read_request(operation, plan, request)
        self._refuse_unknown_query(operation, request.query)
        if operation.body:
            operation.body.check(body, "body")
        with self._turn() as world:
            state = self._state(world)
            if self._limits is not None and world.limits.rates:
                self._count(state, operation, world, headers)
            handler = cast("Handler", operation.handler)
            found = handler.respond(cast("Any", ServiceCall(state, path, query, body, request.client)))
        if found is None:
            return handler.empty_status or operation.empty_status, None
        return operation.full_status, found

    @staticmethod
    def _refuse_unknown_query(operation: Operation, query: str) -> None:
        # The names differ between the versions of the service. If the sandbox ignored a filter, it would return every
        # server.
        known = {parameter.name for parameter in operation.query}
        for name, _ in parse_qsl(query, keep_blank_values=True) if known else ():
            if name not in known:
                raise ApiError(400, f"{name}: is no query parameter, use one of {', '.join(sorted(known))}")

    def _count(self, state: Any, operation: Operation, world: World, headers: dict[str, str]) -> None:
        group = _operation_groups(self._kind)[operation.id]
        if group is None or self._limits is None:
            return
        try:
            state.organisation().check_rate(f"{state.name}/{group}", int(self._limits[group]))
        except ApiError:
            if world.limits.retry_after:
                headers["Retry-After"] = "1"
            raise


class ServiceHandle:
    """A matchmaker or server browser of a sandbox, as tests see it.

    Attributes:
        name: The name, unique in the sandbox.
        url: The URL for clients that use `transport()`. No server listens there.
        url_variable: The environment variable from which its clients read the URL.
        token_variables: The environment variables from which its clients read the tokens, with the tokens.
    """

    url_variable: str
    token_variables: Mapping[str, str]

    def __init__(self, sandbox: Sandbox, name: str, service: PreviewService) -> None:
        self.name = name
        self.url = f"http://{name}.sandbox.local"
        self._sandbox = sandbox
        self._service = service
        self.app = make_app(service, sandbox._observe)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r})"

    def transport(self) -> SandboxTransport:
        """A transport with which an `httpx.AsyncClient` or `httpx.Client` reaches the service without a network."""
        return SandboxTransport(self._service)

    @contextmanager
    def serve(self, *, host: str = "127.0.0.1", port: int = 0) -> Generator[str]:
        """Listen on a port during the block, from a thread of its own. Yields the URL.

        Args:
            host: The address to listen on.
            port: The port to listen on. 0 takes a free port.
        """
        with self._sandbox._listen(self.app, host, port) as url:
            yield url

    @contextmanager
    def in_environment(self) -> Generator[dict[str, str]]:
        """Listen on a port during the block, and set the environment variables that its clients read.

        `Sandbox.in_environment` unsets these variables, so enter its block first.

        Yields:
            The variables that are set.
        """
        with self.serve() as url:
            variables = {self.url_variable: url, **self.token_variables}
            with environment(variables):
                yield variables
