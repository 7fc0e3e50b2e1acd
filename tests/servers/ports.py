"""Ports where there is no server to talk to."""

from __future__ import annotations

import socket
from collections.abc import Generator
from contextlib import ExitStack, contextmanager, suppress

LOCALHOST = "127.0.0.1"


def unused_port(kind: socket.SocketKind = socket.SOCK_STREAM) -> int:
    """A port where nobody listens: connections are refused."""
    with socket.socket(socket.AF_INET, kind) as server:
        server.bind((LOCALHOST, 0))
        return int(server.getsockname()[1])


@contextmanager
def silent_port() -> Generator[int]:
    """A port that connects, and then neither reads nor responds."""
    with socket.create_server((LOCALHOST, 0), backlog=128) as server:
        yield server.getsockname()[1]


@contextmanager
def deaf_port() -> Generator[int]:
    """A port where connections are neither made nor refused: its queue is full."""
    with ExitStack() as stack:
        server = stack.enter_context(socket.create_server((LOCALHOST, 0), backlog=0))
        for _ in range(3):
            client = stack.enter_context(socket.socket())
            client.setblocking(False)
            with suppress(BlockingIOError):
                client.connect(server.getsockname())
        yield server.getsockname()[1]
