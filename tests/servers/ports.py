"""Ports where there is no server to talk to."""

from __future__ import annotations

import socket
from collections.abc import Generator
from contextlib import ExitStack, contextmanager

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
def deaf_port(host: str = LOCALHOST, port: int = 0) -> Generator[int]:
    """A port where connections are neither made nor refused: its queue is full."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with ExitStack() as sockets:
        server = sockets.enter_context(socket.create_server((host, port), family=family, backlog=0))
        for _ in range(3):
            waiting = sockets.enter_context(socket.socket(family))
            waiting.setblocking(False)
            waiting.connect_ex(server.getsockname())
        yield server.getsockname()[1]
