"""Receive Edgegap's webhooks.

Webhooks are not trusted, because Edgegap does not sign them: anyone who knows the address can send one. A webhook only
triggers an immediate poll. `WebhookReceiver` has an address that nobody can guess. It wakes the calls that wait for a
deployment or session. They read its status from the API and act on the status.

    from edgegap_client.webhooks import WebhookReceiver

    receiver = WebhookReceiver()
    app.mount("/edgegap", receiver)                       # FastAPI, Starlette; or run it by itself with any ASGI server

    url = receiver.url("https://matchmaker.example.com/edgegap")
    await edgegap.deployments.launch(application="my-game", version="v1", users=users, webhook_url=url)

With other frameworks, pass the path and the body to `handle`, and respond with its result as the status. With aiohttp:

    async def hook(request: web.Request) -> web.Response:
        return web.Response(status=receiver.handle(request.path, await request.read()))

    app.router.add_post("/edgegap/{secret}", hook)

The service sends each webhook once, waits 10 seconds for the response, and does not retry. Webhooks may be lost,
duplicated or out of order. So never rely on webhooks alone, and also poll from time to time.

`parse` and the other parse functions read the documented bodies into the models of the API, for logs and tools.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import threading
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any, Final, TypeAlias, TypeVar, cast

import httpx

from ._core.decoding import Model
from .drift import Drift, Watch
from .errors import ConfigurationError, ResponseFormatError
from .models import DeploymentStatus, RelaySession, SessionWebhook

__all__ = [
    "Body",
    "Payload",
    "WebhookReceiver",
    "drift",
    "parse",
    "parse_deployment",
    "parse_relay_session",
    "parse_session",
]


def __dir__() -> list[str]:
    return sorted(__all__)


ModelT = TypeVar("ModelT", bound=Model)

# The body of a webhook: bytes, text, or decoded JSON.
Body: TypeAlias = bytes | bytearray | memoryview | str | Mapping[str, Any]
# The model of a webhook's body.
Payload: TypeAlias = DeploymentStatus | SessionWebhook | RelaySession

MAX_BODY: Final = 64 * 1024
# The service does not wait longer for the response.
BODY_TIMEOUT: Final = 10.0
SHORTEST_SECRET: Final = 16
MAX_ID_LENGTH: Final = 200

_Scope: TypeAlias = MutableMapping[str, Any]
_Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
_Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_SESSION_FIELDS: Final = frozenset(("kind", "user_count", "deployment_request_id"))
_RELAY_FIELDS: Final = frozenset(("authorization_token", "session_users", "relay"))

# Counts what webhooks in this process contained that the specification does not know.
drift: Final = Drift()

_log = logging.getLogger(__name__)


def parse_deployment(body: Body, *, max_bytes: int = MAX_BODY) -> DeploymentStatus:
    """Read the webhook of a deployment: `webhook_on_ready`, `webhook_on_error`, `webhook_on_terminated`, or the
    `webhook_url` of the older deploy call. All have the same body, that of the deployment's status.

    Args:
        body: The body of the webhook, as bytes, text or decoded JSON.
        max_bytes: The maximum size of a body that is not decoded yet. Default: 64 KiB.

    Returns:
        The status in the body. Anyone could have sent it, so get the deployment's status before you act.

    Raises:
        ResponseFormatError: The body is too large, not a JSON object, or has no id.
    """
    return _model(DeploymentStatus, _object(body, max_bytes))


def parse_session(body: Body, *, max_bytes: int = MAX_BODY) -> SessionWebhook:
    """Read the webhook of a session. It has the arguments and errors of `parse_deployment`."""
    return _model(SessionWebhook, _object(body, max_bytes))


def parse_relay_session(body: Body, *, max_bytes: int = MAX_BODY) -> RelaySession:
    """Read the webhook of a relay session. Edgegap documents no body: this function expects the relay session itself.

    It has the arguments and errors of `parse_deployment`.
    """
    return _model(RelaySession, _object(body, max_bytes))


def parse(body: Body, *, max_bytes: int = MAX_BODY) -> Payload:
    """Read any webhook. The type of the result shows the kind of webhook.

    A body does not name its kind, so the fields decide:

    - A body with a `request_id` belongs to a deployment. All other bodies have a `session_id`.
    - A body with `authorization_token`, `session_users` or `relay` belongs to a relay session, unless it also has a
      field of the next kind.
    - A body with `kind`, `user_count` or `deployment_request_id`, or without any of these fields, belongs to a session.

    To be certain, give each kind its own address. This function has the arguments and errors of `parse_deployment`.
    """
    found = _object(body, max_bytes)
    if "request_id" in found:
        return _model(DeploymentStatus, found)
    if "session_id" not in found:
        raise ResponseFormatError("has neither a request_id nor a session_id")
    if found.keys() & _RELAY_FIELDS and not found.keys() & _SESSION_FIELDS:
        return _model(RelaySession, found)
    return _model(SessionWebhook, found)


def _model(model: type[ModelT], found: dict[str, Any]) -> ModelT:
    try:
        with Watch(drift, "webhook"):
            read = model.from_dict(found)
    except RecursionError:
        raise ResponseFormatError("is nested too deeply to decode") from None
    # Other fields may be unreadable, but a webhook without its id is useless, so reading the id raises here.
    for name in ("request_id", "session_id"):
        if name in model.__match_args__:
            getattr(read, name)
    return read


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _object(body: Body, max_bytes: int) -> dict[str, Any]:
    if isinstance(body, Mapping):
        return dict(body)
    raw = body.encode("utf-8", "replace") if isinstance(body, str) else bytes(body)
    if len(raw) > max_bytes:
        raise ResponseFormatError(f"has {len(raw)} bytes, more than the {max_bytes} allowed")
    try:
        found = json.loads(raw, parse_constant=_refuse)
    except RecursionError:
        raise ResponseFormatError("is nested too deeply to decode") from None
    except ValueError:
        raise ResponseFormatError("is not valid JSON") from None
    if not isinstance(found, dict):
        raise ResponseFormatError(f"should be an object, got {type(found).__name__}")
    return cast("dict[str, Any]", found)


def _subject(body: Body, max_bytes: int) -> str:
    """Return the id of the webhook's deployment or session. The receiver uses nothing else of the body."""
    found = _object(body, max_bytes)
    for name in ("request_id", "session_id"):
        value = found.get(name)
        if isinstance(value, str) and 0 < len(value) <= MAX_ID_LENGTH:
            return value
    raise ResponseFormatError("has neither a request_id nor a session_id")


class WebhookReceiver:
    """An ASGI application that receives webhooks at a secret address, and wakes the calls that wait for a change.

        ready = asyncio.Event()
        loop = asyncio.get_running_loop()

        def wake(request_id: str) -> None:
            loop.call_soon_threadsafe(ready.set)

        receiver.subscribe(request_id, wake)
        try:
            ...                                 # read the status, wait for `ready` at most some seconds, and repeat
        finally:
            receiver.unsubscribe(request_id, wake)

    Subscribe first and then read the status, so that no webhook is missed in between. Callbacks run in the thread that
    received the webhook, right after the response (or before `handle` returns). They must be quick and must not block.
    Their exceptions are only logged. A duplicate webhook calls them twice. Webhooks about other subjects get
    a response and are ignored. You may call all methods from any thread, and from callbacks.

    The last part of the address is a secret. Access logs of servers and proxies contain it, so protect these logs. Each
    process makes a new secret by default. If several processes share an address, pass the same secret to all, because
    any of them may receive a webhook. If their clients have `replicas=`, pass `on_event=edgegap.deployments.wake`: the
    webhook then wakes waiting calls in every process. Without it, calls in other processes see the change at their next
    poll.

    Args:
        secret: The last part of the address, the same in all processes: at least 16 letters, digits, `-` and `_`, for
            instance from `secrets.token_urlsafe()`. Default: a new secret.
        on_event: Called for each webhook, subscribed or not, with the deployment's request id or the session's id.
        max_bytes: The maximum size of a body. Default: 64 KiB.

    Raises:
        ConfigurationError: The secret is too short, or has other characters.
    """

    def __init__(
        self,
        *,
        secret: str | None = None,
        on_event: Callable[[str], object] | None = None,
        max_bytes: int = MAX_BODY,
    ) -> None:
        if secret is None:
            secret = secrets.token_urlsafe(32)
        plain = secret.replace("-", "").replace("_", "")
        if len(secret) < SHORTEST_SECRET or not (plain.isascii() and plain.isalnum()):
            raise ConfigurationError(
                f"The secret of a webhook receiver must have at least {SHORTEST_SECRET} characters, only letters, "
                "digits, '-' and '_': take one from secrets.token_urlsafe()."
            )
        self._secret = secret.encode()
        self._on_event = on_event
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        self._callbacks: dict[str, list[Callable[[str], object]]] = {}

    def __repr__(self) -> str:
        return f"{type(self).__name__}(subscribed={len(self._callbacks)})"

    def url(self, public_base_url: str) -> str:
        """Return the address to give to Edgegap, for instance as `webhook_on_ready`. The address is a secret.

        Args:
            public_base_url: The address of this receiver, as seen from the Internet: scheme, host and path, for
                instance `https://matchmaker.example.com/edgegap`.

        Raises:
            ConfigurationError: The address does not have this form.
        """
        try:
            base = httpx.URL(public_base_url)
        except (httpx.InvalidURL, TypeError):
            base = httpx.URL("")
        if base.scheme not in ("http", "https") or not base.host or base.userinfo or base.query or base.fragment:
            raise ConfigurationError(
                "The public base URL must start with https:// or http://, name a host, and have no user, query or "
                "fragment: give the address where the receiver is mounted."
            )
        return f"{str(base).rstrip('/')}/{self._secret.decode()}"

    def subscribe(self, subject: str, callback: Callable[[str], object]) -> None:
        """Call `callback` with the id for each webhook about `subject`, until it is unsubscribed.

        Args:
            subject: A deployment's request id, or the id of a session or relay session.
            callback: The function to call. If you subscribe it several times, each webhook calls it that many times.
        """
        with self._lock:
            self._callbacks.setdefault(subject, []).append(callback)

    def unsubscribe(self, subject: str, callback: Callable[[str], object]) -> None:
        """Undo one `subscribe`. You may repeat it. A webhook that arrives just then may still call `callback`."""
        with self._lock:
            callbacks = self._callbacks.get(subject, [])
            if callback in callbacks:
                callbacks.remove(callback)
            if not callbacks:
                self._callbacks.pop(subject, None)

    def handle(self, path_or_secret: str, body: bytes) -> int:
        """Handle a webhook that another framework received with a POST request.

        Args:
            path_or_secret: The path of the request, with any prefix before the secret, or the secret alone.
            body: The body of the request.

        Returns:
            The status of the response: 204 received, 400 malformed, 404 wrong address, 413 too large. The response
            needs no body.
        """
        status, subject = self._examine(path_or_secret, body)
        if subject is not None:
            self._notify(subject)
        return status

    def _examine(self, path: str, body: bytes) -> tuple[int, str | None]:
        if not self._is_ours(path):
            return 404, None
        if len(body) > self._max_bytes:
            return 413, None
        try:
            return 204, _subject(body, self._max_bytes)
        except ResponseFormatError as error:
            _log.warning("rejected a webhook with status 400: %s", error)
            return 400, None

    def _is_ours(self, path: str) -> bool:
        last = path.partition("?")[0].rstrip("/").rpartition("/")[2]
        # The comparison takes constant time, so that the response time does not show how much of a guess is right.
        return secrets.compare_digest(last.encode("utf-8", "replace"), self._secret)

    def _notify(self, subject: str) -> None:
        with self._lock:
            callbacks = list(self._callbacks.get(subject, ()))
        if self._on_event is not None:
            callbacks.append(self._on_event)
        for callback in callbacks:
            try:
                callback(subject)
            except Exception:
                _log.exception("a webhook callback raised an exception")

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        """The ASGI application."""
        if scope["type"] == "lifespan":
            await _live(receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1000})
        elif scope["type"] == "http":
            await self._respond(scope, receive, send)

    async def _respond(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        subject = None
        if not self._is_ours(scope["path"]):
            status = 404
        elif scope["method"] != "POST":
            status = 405
        else:
            try:
                async with asyncio.timeout(BODY_TIMEOUT):
                    body = await self._read(receive)
            except TimeoutError:
                status = 408
            else:
                if body is None:
                    return  # the sender has disconnected
                status, subject = self._examine(scope["path"], body)
        headers = [(b"content-length", b"0")] if status != 204 else []
        if status == 405:
            headers.append((b"allow", b"POST"))
        try:
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
        finally:
            if subject is not None:
                self._notify(subject)

    async def _read(self, receive: _Receive) -> bytes | None:
        """Return the body, or the part of it that exceeds the limit; None if the sender disconnects."""
        body = bytearray()
        while len(body) <= self._max_bytes:
            message = await receive()
            if message["type"] != "http.request":
                return None
            body += message.get("body", b"")
            if not message.get("more_body", False):
                break
        return bytes(body)


async def _live(receive: _Receive, send: _Send) -> None:
    """Acknowledge the ASGI lifespan events, which servers send if the receiver is the whole application."""
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
