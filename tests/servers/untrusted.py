"""A server over TLS whose certificate nobody trusts."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import trustme


@dataclass
class UntrustedServer:
    """Where it is, and how many connections it has accepted."""

    base_url: str
    connections: int = 0


@contextmanager
def untrusted_server(
    name: str = "127.0.0.1", certificate: trustme.LeafCert | None = None
) -> Generator[UntrustedServer]:
    """Serve with a certificate for `name` of an authority that nobody knows, or with one that is given."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    (certificate or trustme.CA().issue_cert(name)).configure_cert(context)  # pyright: ignore[reportUnknownMemberType]
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = UntrustedServer(f"https://127.0.0.1:{listener.getsockname()[1]}")

        def serve() -> None:
            while True:
                connection, _ = listener.accept()
                with connection:
                    if server.base_url == "":
                        return
                    server.connections += 1
                    connection.settimeout(5)
                    with suppress(OSError), context.wrap_socket(connection, server_side=True) as secured:
                        secured.recv(1)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield server
        finally:
            server.base_url = ""
            socket.create_connection(listener.getsockname()).close()
            thread.join()
