"""From an operation to a request, and from what httpx raises to our errors. No I/O; shared by sync and async."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from ._operation import Operation
from ._settings import USER_AGENT, Settings
from .errors import (
    ConnectionFailed,
    EdgegapError,
    InvalidRequestError,
    Outcome,
    ResponseFormatError,
    TimedOut,
    shown_path,
)


def build_request(
    client: httpx.Client | httpx.AsyncClient,
    settings: Settings,
    operation: Operation,
    path: str,
    params: Mapping[str, Any] | None,
    headers: Mapping[str, str] | None,
    json: Any,
) -> httpx.Request:
    """The request that carries out `operation`.

    Raises:
        InvalidRequestError: The body cannot be written as JSON, or the URL is not one.
    """
    sent = {"User-Agent": USER_AGENT, "Accept": "application/json"}
    if not operation.own_token:
        sent["Authorization"] = settings.authorization
    sent.update(headers or {})
    try:
        return client.build_request(
            operation.method,
            settings.base_url + path,
            params=params or None,
            headers=sent,
            json=json,
            timeout=settings.timeout if settings.timeout is not None else client.timeout,
            extensions={"edgegap_operation": operation},
        )
    except (TypeError, ValueError, httpx.InvalidURL) as error:
        raise InvalidRequestError(
            f"The request cannot be written: {error}",
            operation=operation.id,
            method=operation.method,
            path=operation.path,
            outcome=Outcome.NOT_SENT,
        ) from error


def error_from_exception(error: Exception, operation: Operation, request: httpx.Request) -> EdgegapError:
    """Our error for what httpx raised while `request` was on its way."""
    said = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    kind: type[EdgegapError] = ConnectionFailed
    outcome = Outcome.UNKNOWN
    match error:
        case httpx.ConnectTimeout():
            kind, outcome, said = TimedOut, Outcome.NOT_SENT, f"no connection in time ({said})"
        case httpx.PoolTimeout():
            kind, outcome, said = TimedOut, Outcome.NOT_SENT, f"no free connection in time ({said})"
        case httpx.TimeoutException():
            kind, said = TimedOut, f"no answer in time ({said})"
        case httpx.ConnectError() | httpx.ProxyError():
            outcome, said = Outcome.NOT_SENT, f"the connection was not made ({said})"
        case httpx.UnsupportedProtocol() | httpx.LocalProtocolError():
            kind, outcome, said = InvalidRequestError, Outcome.NOT_SENT, f"the request cannot be sent ({said})"
        case httpx.DecodingError():
            failure = ResponseFormatError("cannot be decoded")
            failure.operation, failure.method = operation.id, operation.method
            failure.path = shown_path(operation, request.url.raw_path)
            return failure
        case _:
            said = f"the connection was lost before the answer was there ({said})"
    return kind(
        said,
        operation=operation.id,
        method=operation.method,
        path=shown_path(operation, request.url.raw_path),
        outcome=outcome,
    )
