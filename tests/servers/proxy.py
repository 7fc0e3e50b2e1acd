"""An HTTP proxy on raw sockets, which fails at one step of a request that goes through it."""

from __future__ import annotations

import select
import socket
import socketserver
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import Final

# Longer than any deadline that tests set.
FOR_EVER: Final = 30.0
ESTABLISHED: Final = b"HTTP/1.1 200 Connection established\r\n\r\n"


class Proxy(socketserver.ThreadingTCPServer):
    """It sends each connection to one server, whatever its client names.

    Attributes:
        fault: What it does with a `CONNECT`, or with a request that it is to forward: `""` carries it out; `silent`
            never responds; `drip` sends a byte of a response now and then; `lost` closes the connection; `refused`
            responds with 407. With `tunnel silent`, `tunnel lost`, `tunnel garbage` and `tunnel handshake` (a record
            of TLS, byte by byte) it does that after `CONNECT` succeeded, in place of the server.
        delay: Seconds until it responds to `CONNECT`.
        heads: The first line of each request to the proxy itself.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self, server_port: int, fault: str = "") -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.server_port_behind = server_port
        self.fault = fault
        self.delay = 0.0
        self.heads: list[str] = []
        self.is_over = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def wait_for_requests(self, number: int) -> None:
        """Return when the proxy has received that many requests."""
        until = time.monotonic() + 20
        while len(self.heads) < number:
            assert time.monotonic() < until, f"{len(self.heads)} of {number} requests came"
            time.sleep(0.002)


@contextmanager
def proxying(server_port: int = 0, fault: str = "") -> Generator[Proxy]:
    """A proxy before the server of a port of this machine."""
    with Proxy(server_port, fault) as proxy:
        thread = threading.Thread(target=proxy.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield proxy
        finally:
            proxy.is_over.set()
            proxy.shutdown()
            thread.join()


class _Connection(socketserver.BaseRequestHandler):
    server: Proxy  # pyright: ignore[reportIncompatibleVariableOverride]
    request: socket.socket

    def handle(self) -> None:
        with suppress(OSError):  # the client may leave at any moment
            head = b""
            while b"\r\n\r\n" not in head:
                received = self.request.recv(65536)
                if not received:
                    return
                head += received
            self.server.heads.append(head.split(b"\r\n", 1)[0].decode())
            is_connect = head.startswith(b"CONNECT ")
            fault = self.server.fault
            if is_connect and (not fault or fault.startswith("tunnel")):
                self.server.is_over.wait(self.server.delay)
                self.request.sendall(ESTABLISHED)
                if fault:
                    self.request.recv(65536)  # TLS begins with the client
            if fault:
                self._fail(fault.removeprefix("tunnel "))
            else:
                self._relay(b"" if is_connect else head)

    def _fail(self, fault: str) -> None:
        if fault == "refused":
            self.request.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
        elif fault == "garbage":
            self.request.sendall(b"220 this is no TLS\r\n")
        elif fault in ("drip", "handshake"):
            record = b"\x16\x03\x03\x10\x00" if fault == "handshake" else b"HTTP/1.1 200 OK\r\nX-Long: "
            for byte in record + b"x" * 4000:
                self.request.sendall(bytes((byte,)))
                if self.server.is_over.wait(0.02):
                    return
        elif fault == "silent":
            self.server.is_over.wait(FOR_EVER)

    def _relay(self, first: bytes) -> None:
        with socket.create_connection(("127.0.0.1", self.server.server_port_behind)) as behind:
            behind.sendall(first)
            ways = {self.request: behind, behind: self.request}
            while not self.server.is_over.is_set():
                for source in select.select(list(ways), (), (), 0.05)[0]:
                    data = source.recv(65536)
                    if not data:
                        return
                    ways[source].sendall(data)
