"""The `Sandbox` object: the application with its state, in the process or on a port."""

from __future__ import annotations

import socket
import threading
from collections import deque
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final

import httpx
import uvicorn
from attrs import frozen

from .app import make_app
from .state import Organisation

KEPT_REQUESTS: Final = 1000


@frozen
class RequestRecord:
    """A request that came. Never its token, query or body.

    Attributes:
        method: As sent.
        path: As sent, without the query.
        operation_id: None when no operation of the specification fits.
        status: Of the answer.
    """

    method: str
    path: str
    operation_id: str | None
    status: int


class Sandbox:
    """A local Edgegap.

    Args:
        max_applications: How many applications an organisation may have; the free tier has 2. None is no limit.
        max_versions: How many versions an organisation may have in all its applications; the free tier has 2.
        now: Tells the time, to set it in tests; a time without a zone is taken as UTC.

    Attributes:
        app: The ASGI application.
        base_url: For clients that use `transport()`; nothing listens there.
        requests: The latest requests, at most 1000.
    """

    def __init__(
        self,
        *,
        max_applications: int | None = None,
        max_versions: int | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.base_url = "http://sandbox.local"
        self.requests: deque[RequestRecord] = deque(maxlen=KEPT_REQUESTS)
        self._max_applications = max_applications
        self._max_versions = max_versions
        self._now = now
        self._organisations: dict[str, Organisation] = {}
        self._lock = threading.RLock()
        self.app = make_app(self._organisation, self._lock, self._record)

    def _organisation(self, token: str) -> Organisation:
        with self._lock:
            if token not in self._organisations:
                self._organisations[token] = Organisation(self._now, self._max_applications, self._max_versions)
            return self._organisations[token]

    def _record(self, method: str, path: str, operation_id: str | None, status: int) -> None:
        self.requests.append(RequestRecord(method, path, operation_id, status))

    def transport(self) -> httpx.ASGITransport:
        """A transport that brings an `httpx.AsyncClient` here without a network."""
        return httpx.ASGITransport(app=self.app)

    def push_image(
        self, name: str, tag: str, *, token: str, image_hash: str | None = None, size_mb: float = 100.0
    ) -> None:
        """Put a tag into an organisation's registry, as `docker push` would.

        Args:
            name: Name of the image, without the registry and the project.
            tag: The tag; one that is there already moves.
            token: Whose registry.
            image_hash: Tags of an image with the same hash share an artifact. Each tag has its own by default.
            size_mb: Size of the artifact, when it is new.
        """
        with self._lock:
            self._organisation(token).push_image(name, tag, image_hash, size_mb)

    def reset(self) -> None:
        """Forget all organisations and requests."""
        with self._lock:
            self._organisations.clear()
            self.requests.clear()

    @contextmanager
    def serve(self, *, host: str = "127.0.0.1", port: int = 0) -> Generator[str]:
        """Listen on a port, from a thread of its own, and give the base URL; stop at the end of the block.

        Args:
            host: Address to listen on.
            port: 0 takes a free one.
        """
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.create_server((host, port), family=family) as listener:
            # No logging set-up, as it would be the whole process's; no WebSockets, which the API does not have.
            config = uvicorn.Config(
                self.app, log_config=None, access_log=False, lifespan="off", ws="none", timeout_graceful_shutdown=5
            )
            server = _Server(config)
            thread = threading.Thread(target=server.serve_from, args=(listener,), name="edgegap-sandbox", daemon=True)
            thread.start()
            server.settled.wait()
            if not server.started:
                raise RuntimeError("the sandbox's server could not start; its thread has logged why")
            try:
                shown = f"[{host}]" if family == socket.AF_INET6 else host
                yield f"http://{shown}:{listener.getsockname()[1]}"
            finally:
                server.should_exit = True
                thread.join()


class _Server(uvicorn.Server):
    """A server that tells when it has started, or has failed to."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.settled = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.settled.set()

    def serve_from(self, listener: socket.socket) -> None:
        try:
            self.run(sockets=[listener])
        finally:
            self.settled.set()
