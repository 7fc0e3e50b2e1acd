"""An HTTP server that keeps its connections open, as Edgegap does, and what it received."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Received:
    """A request.

    Attributes:
        method: Such as `GET`.
        target: Path and query, byte for byte as they came.
        body: Its body.
    """

    method: str
    target: str
    body: bytes


@dataclass
class Recorder:
    """The server.

    Attributes:
        url: Its base URL.
        received: Every request, in order.
    """

    url: str
    received: list[Received] = field(default_factory=list[Received])

    @property
    def targets(self) -> list[str]:
        """Method and target of every request, in order."""
        return [f"{received.method} {received.target}" for received in self.received]

    def wait_for(self, number: int) -> Received:
        """The request of this number, the first being 1. Wait up to 20 seconds for it."""
        until = time.monotonic() + 20
        while len(self.received) < number:
            assert time.monotonic() < until, f"{len(self.received)} of {number} requests came"
            time.sleep(0.002)
        return self.received[number - 1]


@contextmanager
def recording(body: bytes = b"{}", status_of: Callable[[Received], int] = lambda _: 200) -> Generator[Recorder]:
    """A server that responds with `body`, and for each request with the status that `status_of` gives."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def respond(self) -> None:
            target = self.requestline.split(" ", 1)[1].rsplit(" ", 1)[0]
            received = Received(self.command, target, self.rfile.read(int(self.headers.get("Content-Length", 0))))
            recorder.received.append(received)
            status = status_of(received)
            self.send_response(status)
            if status != 204:
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if status != 204:
                self.wfile.write(body)

        do_GET = do_POST = do_DELETE = respond

        def log_request(self, code: object = "-", size: object = "-") -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        recorder = Recorder(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield recorder
        finally:
            server.shutdown()
            thread.join()
