"""The ASGI application: it finds the operation of a request in the specification, checks the request, answers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from functools import cache
from typing import Any, Final, cast
from urllib.parse import quote, unquote

from attrs import frozen
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from .handlers import HANDLERS, Call
from .state import ApiError, Json, Organisation
from .validation import Parameter, Schema, inline, specification

MAX_BODY: Final = 10 * 1024 * 1024

Record = Callable[[str, str, str | None, int], None]


@frozen(eq=False)
class Operation:
    """An operation of the specification, ready to be matched, checked and answered."""

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


@cache
def operations() -> tuple[Operation, ...]:
    """All operations of the specification, fixed paths before those with parameters."""
    found = [
        _read_operation(template, method, inline(node))
        for template, item in specification()["paths"].items()
        for method, node in item.items()
    ]
    unknown = HANDLERS.keys() - {operation.id for operation in found}
    if unknown:
        raise LookupError(f"handlers for operations that are not in the specification: {', '.join(sorted(unknown))}")
    return tuple(sorted(found, key=lambda operation: len(operation.path)))


def _read_operation(template: str, method: str, node: Json) -> Operation:
    parameters = node.get("parameters", [])
    slashes = frozenset(each["name"] for each in parameters if each.get("x-edgegap-slashes"))
    # The template in pieces: text and parameter name in turns.
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
    success = {int(code): "content" in response for code, response in node["responses"].items() if code.startswith("2")}
    first = next(iter(success))
    return Operation(
        id=node["operationId"],
        method=method.upper(),
        pattern=re.compile(pattern),
        slashes=slashes,
        path=tuple(known["path", name] for name in names),
        query=tuple(parameter for (place, _), parameter in known.items() if place == "query"),
        body=Schema(body["content"]["application/json"]["schema"]) if body else None,
        masked=("header", "X-Fields") in known,
        full_status=next((code for code, content in success.items() if content), first),
        empty_status=204 if 204 in success else first,
    )


def make_app(
    find_organisation: Callable[[str], Organisation], lock: AbstractContextManager[Any], record: Record
) -> ASGIApp:
    """The application.

    Args:
        find_organisation: Gives the organisation of a token.
        lock: Held while an operation is carried out, as the state may be reached from several threads.
        record: Told of each request when its answer is known: method, path, operation, status.
    """

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        # The path as it was sent: the decoded one no longer tells a slash in a name from one between names.
        path = (scope.get("raw_path") or quote(scope["path"]).encode()).decode("latin-1")
        operation: Operation | None = None
        try:
            operation, values = _route(request.method, path)
            response = await _perform(operation, values, request, find_organisation, lock)
        except ApiError as error:
            response = _respond(error.status, {"message": error.message})
        except ClientDisconnect:
            return
        record(request.method, path, operation.id if operation else None, response.status_code)
        await response(scope, receive, send)

    operations()
    return Starlette(routes=[Mount("", app=answer)])


def _route(method: str, path: str) -> tuple[Operation, tuple[str, ...]]:
    allowed = False
    for operation in operations():
        if matched := operation.pattern.fullmatch(path):
            if operation.method == method:
                return operation, matched.groups()
            allowed = True
    if allowed:
        raise ApiError(405, f"{method} is not allowed on {path}")
    raise ApiError(404, f"There is no operation at {path}")


async def _perform(
    operation: Operation,
    values: tuple[str, ...],
    request: Request,
    find_organisation: Callable[[str], Organisation],
    lock: AbstractContextManager[Any],
) -> Response:
    handler = HANDLERS.get(operation.id)
    if handler is None:
        raise ApiError(501, f"The sandbox does not have the operation {operation.id} yet")
    token = _read_token(request)
    raw_body = await _read_body(request) if operation.body else b""
    call = Call(
        organisation=find_organisation(token),
        path={
            parameter.name: _read_path(operation, parameter, value)
            for parameter, value in zip(operation.path, values, strict=True)
        },
        query=_read_query(operation, request.query_params),
        body=_read_json(raw_body) if operation.body else {},
        known=operation.body.properties if operation.body else frozenset(),
    )
    with lock:
        if handler.before:
            handler.before(call)
        if operation.body:
            operation.body.check(call.body, "body")
        body = handler.answer(call)
    if body is None:
        return Response(status_code=handler.empty_status or operation.empty_status)
    if operation.masked and (mask := request.headers.get("X-Fields")):
        body = _apply_mask(body, _read_mask(mask))
    return _respond(operation.full_status, body)


def _respond(status: int, body: Any) -> Response:
    # ASCII, as a name may hold half a surrogate pair, which UTF-8 cannot.
    return Response(json.dumps(body, separators=(",", ":")), status, media_type="application/json")


def _read_token(request: Request) -> str:
    given = request.headers.get("Authorization")
    if given is None:
        raise ApiError(401, "The Authorization header is missing")
    matched = re.fullmatch(r"token (\S+)", given)
    if matched is None:
        raise ApiError(401, "The Authorization header must be the word token, a space and the API token")
    return matched[1]


def _read_path(operation: Operation, parameter: Parameter, text: str) -> str:
    # An image name's own slashes come as they are: an encoded one is not found.
    encoded_slash = parameter.name in operation.slashes and "%2f" in text.lower()
    return str(parameter.read(text if encoded_slash else unquote(text)))


def _read_query(operation: Operation, query: Mapping[str, str]) -> Json:
    missing = next((each.name for each in operation.query if each.required and each.name not in query), None)
    if missing:
        raise ApiError(400, f"{missing}: is required")
    return {each.name: each.read(query[each.name]) for each in operation.query if each.name in query}


async def _read_body(request: Request) -> bytes:
    body = bytearray()
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        # The rest is read too, and dropped: a client that is still sending would not see the answer.
        if size <= MAX_BODY:
            body += chunk
    if size > MAX_BODY:
        raise ApiError(413, f"The body has more than {MAX_BODY} bytes")
    return bytes(body)


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
    """The fields that an `X-Fields` header such as `{endpoints{name,bucket}}` names; outer braces may be left out."""
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
