"""A server that sends exactly the bytes it is given, whether they are HTTP or not, and closes."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager, suppress
from typing import TypeAlias

# What the server sends for a request (its head and body), piece by piece.
Script: TypeAlias = Callable[[bytes], Iterable[bytes]]


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    script: Script


class _Connection(socketserver.BaseRequestHandler):
    server: _Server  # pyright: ignore[reportIncompatibleVariableOverride]

    def handle(self) -> None:
        connection: socket.socket = self.request
        request = b""
        # The client may leave at any moment: it is meant to.
        with suppress(OSError):
            while b"\r\n\r\n" not in request:
                request += connection.recv(65536)
            head, _, body = request.partition(b"\r\n\r\n")
            length = next(
                (
                    int(line.split(b":")[1])
                    for line in head.lower().split(b"\r\n")
                    if line.startswith(b"content-length")
                ),
                0,
            )
            while len(body) < length:
                body += connection.recv(65536)
            for piece in self.server.script(head + b"\r\n\r\n" + body):
                connection.sendall(piece)


@contextmanager
def serving_script(script: Script) -> Generator[str]:
    """The URL of a server that sends what the script says, for each connection anew."""
    with _Server(("127.0.0.1", 0), _Connection) as server:
        server.script = script
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def answer(body: bytes, *headers: str | bytes, status: str = "200 OK") -> bytes:
    """A valid response with these headers besides its own."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return b"\r\n".join([*(line if isinstance(line, bytes) else line.encode() for line in lines), b"", body])
