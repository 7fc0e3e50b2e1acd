"""A server on a socket that keeps its connections open and remembers every request."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

__all__ = ["APPLICATION", "DEPLOYMENT_ID", "Server", "serving"]

DEPLOYMENT_ID: Final = "a69f8e3e0555"
APPLICATION: Final = {"name": "my-game", "is_active": True, "image": ""}
NORMALLY: Final = {
    ("POST", "/v2/deployments"): (202, {"request_id": DEPLOYMENT_ID}),
    ("GET", "/v1/app/my-game"): (200, APPLICATION),
}


@dataclass
class Received:
    """A request."""

    method: str
    path: str
    headers: Message
    body: bytes


@dataclass
class Server:
    """It creates a deployment and has one application, unless `responses` says otherwise.

    Attributes:
        url: Where it is.
        received: Every request, in order.
        responses: Status and JSON body of the next responses, in order.
        compresses: Whether bodies are compressed.
    """

    url: str
    received: list[Received] = field(default_factory=list[Received])
    responses: list[tuple[int, Any]] = field(default_factory=list[tuple[int, Any]])
    compresses: bool = False

    def reset(self) -> None:
        """Forget every request and respond normally."""
        self.received.clear()
        self.responses.clear()
        self.compresses = False


@contextmanager
def serving() -> Generator[Server]:
    """A running server."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def respond(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            server.received.append(Received(self.command, self.path, self.headers, content))
            status, body = server.responses.pop(0) if server.responses else NORMALLY[self.command, self.path]
            encoded = json.dumps(body).encode()
            self.send_response(status)
            if server.compresses:
                encoded = gzip.compress(encoded)
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(encoded)))
            self.end_headers()
            self.wfile.write(encoded)

        do_GET = do_POST = respond

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http_server:
        server = Server(f"http://127.0.0.1:{http_server.server_port}")
        thread = threading.Thread(target=http_server.serve_forever)
        thread.start()
        yield server
        http_server.shutdown()
        thread.join()
