"""The service: it finds the operation of a request in the specification, checks the request, and responds.

Two adapters use it: an ASGI application, and a transport for httpx without a network.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from contextlib import AbstractContextManager
from functools import cache
from typing import Any, Final, cast
from urllib.parse import parse_qsl, quote, unquote

import anyio
import httpx
from attrs import define, frozen

from .clock import RealTime
from .faults import Fault
from .handlers import HANDLERS, Call, Handler, Reply
from .state import ApiError, Json, NotFound
from .validation import Parameter, Schema, inline, specification
from .world import World

MAX_BODY: Final = 10 * 1024 * 1024
# The key in a server's ASGI scope of the function that closes the connection.
DROP: Final = "edgegap.drop"
JSON_HEADERS: Final = {"content-type": "application/json"}
NOT_IMPLEMENTED: Final = 501
ANYWHERE: Final = "*"
# The text is without `token:`, because clients mask the text after that in a message.
ELSEWHERE: Final = ". The sandbox has it, but for another token. Each token is an organisation of its own"

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
ASGIApp = Callable[[Scope, Receive, Send], Awaitable[None]]


class ConnectionDropped(Exception):
    """The fault script wants no response, and the server has no other way to close the connection."""


@frozen(eq=False)
class Operation:
    """An operation of the specification, prepared for matching, checks and its handler."""

    id: str
    method: str
    pattern: re.Pattern[str]
    slashes: frozenset[str]
    path: tuple[Parameter, ...]
    query: tuple[Parameter, ...]
    body: Schema | None
    masked: bool
    full_status: int
    empty_status: int
    # Whether a deployment sends it, with its own raw token.
    is_of_deployment: bool
    rate: int | None
    # By status, `4XX` or `default`. None if no body is documented.
    responses: Mapping[str, Schema | None]
    # None if the sandbox cannot carry out the operation.
    handler: Handler | None

    def documented(self, status: int) -> str | None:
        """The key in `responses` for a status."""
        keys = (str(status), f"{status // 100}XX", "default")
        return next((key for key in keys if key in self.responses), None)


@cache
def operations() -> tuple[Operation, ...]:
    """All operations of the specification. Fixed paths come before paths with parameters."""
    found = [
        _read_operation(template, method, inline(node))
        for template, item in specification()["paths"].items()
        for method, node in item.items()
    ]
    return tuple(sorted(found, key=lambda operation: len(operation.path)))


@cache
def _routes() -> dict[str, tuple[Operation, ...]]:
    """The operations by the first two segments of their path; under ANYWHERE if one of these is a parameter."""
    routes: dict[str, tuple[Operation, ...]] = {}
    for operation in (*operations(), _context_operation()):
        start = _start(operation.pattern.pattern.replace("\\", ""))
        start = ANYWHERE if "(" in start else start
        routes[start] = (*routes.get(start, ()), operation)
    return routes


def _start(path: str) -> str:
    return "/".join(path.split("/", 3)[:3])


def _context_operation() -> Operation:
    """The operation at ARBITRIUM_CONTEXT_URL, which the specification does not have."""
    text = {"in": "path", "required": True, "schema": {"type": "string"}}
    status, error = (inline({"$ref": f"#/components/schemas/{name}"}) for name in ("DeploymentStatus", "Error"))
    return _read_operation(
        "/v1/context/{deployment_id}/{stop_key}",
        "get",
        {
            "operationId": "get_deployment_context",
            "security": [{"deploymentToken": []}],
            "parameters": [{**text, "name": "deployment_id"}, {**text, "name": "stop_key"}],
            "responses": {
                "200": {"content": {"application/json": {"schema": status}}},
                **{code: {"content": {"application/json": {"schema": error}}} for code in ("400", "401", "403", "410")},
            },
        },
    )


def _read_operation(template: str, method: str, node: Json) -> Operation:
    return read_operation(template, method, node, HANDLERS)


def read_operation(template: str, method: str, node: Json, handlers: Mapping[str, Handler]) -> Operation:
    """Read an operation of a specification, with its handler."""
    parameters = node.get("parameters", [])
    slashes = frozenset(each["name"] for each in parameters if each.get("x-edgegap-slashes"))
    # The parts of the template: text and parameter names alternate.
    pieces = re.split(r"{([^}]+)}", template)
    names = pieces[1::2]
    pattern = "".join(
        re.escape(piece) if index % 2 == 0 else ("(.+)" if piece in slashes else "([^/]+)")
        for index, piece in enumerate(pieces)
    )
    known = {
        (each["in"], each["name"]): Parameter(each["name"], each.get("required", False), Schema(each["schema"]))
        for each in parameters
    }
    body = node.get("requestBody")
    json_body = body["content"].get("application/json") if body else None
    # For `2XX` the sandbox returns 200.
    success = {
        int(code.replace("X", "0")): "content" in response
        for code, response in node["responses"].items()
        if code.startswith("2")
    }
    first = next(iter(success), 200)
    return Operation(
        id=node["operationId"],
        method=method.upper(),
        pattern=re.compile(pattern),
        slashes=slashes,
        path=tuple(known["path", name] for name in names),
        query=tuple(parameter for (place, _), parameter in known.items() if place == "query"),
        body=Schema(json_body["schema"]) if json_body else None,
        masked=("header", "X-Fields") in known,
        full_status=next((code for code, content in success.items() if content), first),
        empty_status=204 if 204 in success else first,
        is_of_deployment=any("deploymentToken" in each for each in node.get("security", ())),
        rate=node.get("x-edgegap-rate-limit"),
        responses={
            code: Schema(response["content"]["application/json"]["schema"]) if "content" in response else None
            for code, response in node["responses"].items()
        },
        handler=handlers.get(node["operationId"]),
    )


@frozen(eq=False)
class Request:
    """A request as it was received. A body of None was too large."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes | None
    client: str


@frozen(eq=False)
class Response:
    """The response."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@define(eq=False)
class Plan:
    """The plan for a request: its operation or the refusal, and its fault."""

    operation: Operation | None
    values: tuple[str, ...]
    refusal: ApiError | None
    fault: Fault | None


Record = Callable[[str, str, str | None, int, bool], None]


@frozen(eq=False)
class Exchange:
    """A request and its result, its delays included.

    Attributes:
        method: The method.
        path: The path as it was sent, without the query.
        status: The status of the response; 0 if there was none.
        fault: The fault that was applied.
        seconds: The time from the complete request until the response could be sent.
    """

    method: str
    path: str
    status: int
    fault: Fault | None
    seconds: float


Observe = Callable[[Exchange], None]


class Service:
    """Responds to requests.

    Args:
        turn: Locks the world after it has run the due timers.
        pick: Counts a call of an operation for the fault script, and returns its fault.
        record: Called when the response is known, with the method, path, operation, status, and whether a fault was
            applied. A status of 0 means that there is no response.
        is_strict: Whether to check responses against the specification.
    """

    def __init__(
        self,
        turn: Callable[[], AbstractContextManager[World]],
        pick: Callable[[str], Fault | None],
        record: Record,
        is_strict: bool,
    ) -> None:
        self._turn = turn
        self._pick = pick
        self._record = record
        self._is_strict = is_strict
        _routes()

    def plan(self, method: str, path: str) -> Plan:
        """Find the operation, and count the request for the fault script."""
        try:
            operation, values = self._route(method, path)
        except ApiError as error:
            return Plan(None, (), error, None)
        return Plan(operation, values, None, self._pick(operation.id))

    def _route(self, method: str, path: str) -> tuple[Operation, tuple[str, ...]]:
        routes = _routes()
        return route(method, path, (*routes.get(_start(path), ()), *routes.get(ANYWHERE, ())))

    def perform(self, plan: Plan, request: Request) -> Response | None:
        """Carry a request out, as far as its faults allow. Returns None if there is no response."""
        fault = plan.fault
        if fault is None:
            response = self._respond(plan, request)
        elif fault.drop == "before":
            response = None
        elif fault.status is not None and not fault.effect:
            response = _scripted_response(fault)
        else:
            response = self._respond(plan, request)
            if fault.drop == "after":
                response = None
            elif fault.status is not None:
                response = _scripted_response(fault)
        self._record(
            request.method,
            request.path,
            plan.operation.id if plan.operation else None,
            response.status if response else 0,
            fault is not None,
        )
        return response

    def _respond(self, plan: Plan, request: Request) -> Response:
        operation = plan.operation
        headers: dict[str, str] = {}
        body: Any
        try:
            if plan.refusal or operation is None:
                raise plan.refusal or ApiError(404, "There is no operation")
            status, body = self._perform(operation, plan, request, headers)
        except ApiError as error:
            status, body = _documented_status(operation, error.status), {"message": error.message, **error.extra}
            headers |= error.headers
        if operation and self._is_strict and status != NOT_IMPLEMENTED:
            key = operation.documented(status)
            schema = operation.responses[key] if key else None
            try:
                if key is None:
                    raise ApiError(400, f"the documented statuses are {', '.join(operation.responses)}")
                if schema:
                    schema.check(body, "body")
                elif body is not None:
                    raise ApiError(400, "body: none is documented")
            except ApiError as error:
                message = f"The sandbox's response {status} to {operation.id} does not fit the specification: "
                status, body = 500, {"message": message + error.message}
        if body is not None and operation and operation.masked and status < 400:
            mask = request.headers.get("x-fields")
            if mask:
                try:
                    body = _apply_mask(body, _read_mask(mask))
                except ApiError as error:
                    status, body = error.status, {"message": error.message}
        if body is None:
            return Response(status, headers, b"")
        return _respond(status, body, headers)

    def _perform(self, operation: Operation, plan: Plan, request: Request, headers: dict[str, str]) -> tuple[int, Any]:
        handler = operation.handler
        if handler is None:
            raise ApiError(
                NOT_IMPLEMENTED,
                f"The sandbox has no handler for {operation.id} ({operation.method} {request.path}): register a "
                f"function of that name in {__package__}.handlers with @operation()",
            )
        given = request.headers.get("authorization")
        if given is None:
            raise ApiError(401, "The Authorization header is missing")
        token = None if operation.is_of_deployment else _read_token(given)
        path, query, body = read_request(operation, plan, request)
        with self._turn() as world:
            if token is None:
                organisation = world.organisation_of_deployment(
                    path, given, is_stop=operation.id == "self_stop_deployment"
                )
            else:
                organisation = world.organisation(token)
            if operation.rate is not None and world.limits.rates:
                try:
                    organisation.check_rate(operation.id, operation.rate)
                except ApiError:
                    if world.limits.retry_after:
                        headers["Retry-After"] = "1"
                    raise
            call = Call(
                organisation=organisation,
                path=path,
                query=query,
                body=body,
                known=operation.body.properties if operation.body else frozenset(),
                client=request.client,
                outcome=plan.fault.outcome if plan.fault else None,
            )
            try:
                if handler.before:
                    handler.before(call)
                if operation.body:
                    operation.body.check(body, "body")
                found = handler.respond(call)
            except NotFound as error:
                named = (*path.values(), *(value for value in body.values() if isinstance(value, str)))
                if world.has_for_another_token(error, organisation, named):
                    raise ApiError(error.status, error.message.rstrip(".") + ELSEWHERE) from None
                raise
        if isinstance(found, Reply):
            return found.status, found.body
        if found is None:
            return handler.empty_status or operation.empty_status, None
        return operation.full_status, found


def make_app(service: Service, observe: Observe | None = None) -> ASGIApp:
    """Make the ASGI application of a service. It calls `observe` after each request."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _live(receive, send)
            return
        if scope["type"] != "http":
            raise RuntimeError(f"the sandbox does not speak {scope['type']}")
        body = await _read_body(receive)
        if body is _GONE:
            return
        # The path as it was sent: in the decoded one, a slash in a name looks like a slash between names.
        path = (scope.get("raw_path") or quote(scope["path"]).encode()).decode("latin-1")
        path = path.removeprefix(quote(scope.get("root_path", "")))
        client = scope.get("client")
        request = Request(
            scope["method"],
            path,
            scope["query_string"].decode("latin-1"),
            {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]},
            cast("bytes | None", body),
            client[0] if client else "127.0.0.1",
        )
        began = RealTime.monotonic()
        plan = service.plan(request.method, path)
        if plan.fault and plan.fault.delay:
            await anyio.sleep(plan.fault.delay)
        response = service.perform(plan, request)
        if plan.fault and plan.fault.response_delay:
            await anyio.sleep(plan.fault.response_delay)
        if observe:
            status = response.status if response else 0
            observe(Exchange(request.method, path, status, plan.fault, RealTime.monotonic() - began))
        if response is None:
            await _drop(scope, receive)
            return
        headers = [
            (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in response.headers.items()
        ]
        if response.status not in (204, 304):
            headers.append((b"content-length", str(len(response.body)).encode()))
        await send({"type": "http.response.start", "status": response.status, "headers": headers})
        await send({"type": "http.response.body", "body": response.body if response.status not in (204, 304) else b""})

    return app


async def _live(receive: Receive, send: Send) -> None:
    while True:
        kind = (await receive())["type"]
        await send({"type": f"{kind}.complete"})
        if kind == "lifespan.shutdown":
            return


_GONE: Final = object()


async def _read_body(receive: Receive) -> object:
    """Read the body. Returns None if it is too large, and _GONE if the client has disconnected."""
    body = bytearray()
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return _GONE
        chunk = message.get("body", b"")
        size += len(chunk)
        # The rest is read and dropped, too: a client that is still sending would not see the response.
        if size <= MAX_BODY:
            body += chunk
        if not message.get("more_body"):
            return bytes(body) if size <= MAX_BODY else None


async def _drop(scope: Scope, receive: Receive) -> None:
    close = scope.get("extensions", {}).get(DROP)
    if close is None:
        raise ConnectionDropped
    close()
    while (await receive())["type"] != "http.disconnect":
        pass


class SandboxTransport(httpx.AsyncBaseTransport, httpx.BaseTransport):
    """Connects an `httpx.AsyncClient` or `httpx.Client` to the sandbox without a network."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        sent = _from_httpx(request, await request.aread())
        plan = self._service.plan(sent.method, sent.path)
        is_late = False
        if plan.fault and plan.fault.delay:
            seconds, is_late = _waits(plan.fault.delay, request)
            await anyio.sleep(seconds)
        response = self._service.perform(plan, sent)
        if plan.fault and plan.fault.response_delay and not is_late:
            seconds, is_late = _waits(plan.fault.response_delay, request)
            await anyio.sleep(seconds)
        return _to_httpx(response, request, is_late)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        sent = _from_httpx(request, request.read())
        plan = self._service.plan(sent.method, sent.path)
        is_late = False
        if plan.fault and plan.fault.delay:
            seconds, is_late = _waits(plan.fault.delay, request)
            time.sleep(seconds)
        response = self._service.perform(plan, sent)
        if plan.fault and plan.fault.response_delay and not is_late:
            seconds, is_late = _waits(plan.fault.response_delay, request)
            time.sleep(seconds)
        return _to_httpx(response, request, is_late)


def _waits(seconds: float, request: httpx.Request) -> tuple[float, bool]:
    """How long the client waits, and whether it then times out. As on a network, the request is still carried out."""
    limit = request.extensions.get("timeout", {}).get("read")
    return (limit, True) if limit is not None and seconds > limit else (seconds, False)


def _from_httpx(request: httpx.Request, body: bytes) -> Request:
    path, _, query = request.url.raw_path.decode("ascii").partition("?")
    return Request(request.method, path, query, request.headers, body if len(body) <= MAX_BODY else None, "127.0.0.1")


def _to_httpx(response: Response | None, request: httpx.Request, is_late: bool) -> httpx.Response:
    if is_late:
        raise httpx.ReadTimeout("The sandbox's fault script delayed the response", request=request)
    if response is None:
        raise httpx.ReadError("The sandbox's fault script dropped the connection", request=request)
    return httpx.Response(response.status, headers=response.headers, content=response.body, request=request)


def _documented_status(operation: Operation | None, status: int) -> int:
    """The documented status of a refusal: 400 if the document has no status for the reason."""
    if operation is None or status == NOT_IMPLEMENTED or operation.documented(status):
        return status
    return 400


def route(method: str, path: str, candidates: Iterable[Operation]) -> tuple[Operation, tuple[str, ...]]:
    """The operation of a request, with the path parameters.

    Raises:
        ApiError: 404 or 405.
    """
    # The first matching path has the fewest parameters.
    allowed: dict[str, list[str]] = {}
    for operation in candidates:
        if matched := operation.pattern.fullmatch(path):
            if operation.method == method:
                return operation, matched.groups()
            allowed.setdefault(operation.pattern.pattern, []).append(operation.method)
    for methods in allowed.values():
        raise ApiError(405, f"{method} is not allowed on {path}", headers={"Allow": ", ".join(sorted(methods))})
    raise ApiError(404, f"There is no operation at {path}")


def _respond(status: int, body: Any, headers: Mapping[str, str]) -> Response:
    # ASCII, because a name may contain half a surrogate pair, which UTF-8 cannot encode.
    return Response(status, {**JSON_HEADERS, **headers}, json.dumps(body, separators=(",", ":")).encode("ascii"))


def _scripted_response(fault: Fault) -> Response:
    status = fault.status or 500
    if isinstance(fault.body, str | bytes):
        text = fault.body.encode() if isinstance(fault.body, str) else fault.body
        return Response(status, {"content-type": "text/plain; charset=utf-8", **fault.headers}, text)
    body = {"message": f"The fault script responds with {status}"} if fault.body is None else fault.body
    return _respond(status, body, fault.headers)


def read_request(operation: Operation, plan: Plan, request: Request) -> tuple[dict[str, str], Json, Json]:
    """Read and check path and query parameters, and read the body without a check.

    Raises:
        ApiError: 400.
    """
    if request.body is None:
        raise ApiError(400, f"body: must have at most {MAX_BODY} bytes")
    path = {
        parameter.name: _read_path(operation, parameter, value)
        for parameter, value in zip(operation.path, plan.values, strict=True)
    }
    query = _read_query(operation, dict(parse_qsl(request.query, keep_blank_values=True)))
    return path, query, _read_json(request.body) if operation.body else {}


def _read_token(given: str) -> str:
    matched = re.fullmatch(r"token (\S+)", given)
    if matched is None:
        raise ApiError(401, "The Authorization header must be the word token, a space and the API token")
    return matched[1]


def _read_path(operation: Operation, parameter: Parameter, text: str) -> str:
    # The slashes of an image name are not encoded: production does not find an encoded one.
    encoded_slash = parameter.name in operation.slashes and "%2f" in text.lower()
    return str(parameter.read(text if encoded_slash else unquote(text)))


def _read_query(operation: Operation, query: Mapping[str, str]) -> Json:
    missing = next((each.name for each in operation.query if each.required and each.name not in query), None)
    if missing:
        raise ApiError(400, f"{missing}: is required")
    return {each.name: each.read(query[each.name]) for each in operation.query if each.name in query}


def _read_json(raw: bytes) -> Json:
    if not raw:
        raise ApiError(400, "body: is required")
    try:
        body: object = json.loads(raw, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise ApiError(400, "body: is not valid JSON") from None
    if not isinstance(body, dict):
        raise ApiError(400, "body: must be of type object")
    return cast("Json", body)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


Mask = dict[str, Any]


def _read_mask(text: str) -> Mask:
    """The fields of an `X-Fields` header such as `{endpoints{name,bucket}}`. The outer braces are optional."""
    root: Mask = {}
    stack = [root]
    last = root
    for piece in re.findall(r"\w+|[^\w\s,]", text):
        if piece == "{":
            stack.append(last)
        elif piece == "}" and len(stack) > 1:
            last = stack.pop()
        elif re.fullmatch(r"\w+", piece):
            last = stack[-1].setdefault(piece, {})
        else:
            raise ApiError(400, "X-Fields: is not a list of fields")
    if len(stack) > 1:
        raise ApiError(400, "X-Fields: is not a list of fields")
    return root


def _apply_mask(value: Any, mask: Mask) -> Any:
    if isinstance(value, list):
        return [_apply_mask(item, mask) for item in cast("Iterable[Any]", value)]
    if not mask or not isinstance(value, dict):
        return value
    return {key: _apply_mask(item, mask[key]) for key, item in cast("Json", value).items() if key in mask}
