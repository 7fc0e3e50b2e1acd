"""Ports where there is no server to talk to."""

from __future__ import annotations

import random
import socket
from collections.abc import Generator
from contextlib import ExitStack, contextmanager, suppress

LOCALHOST = "127.0.0.1"


# Below those that systems give to connections, so that no connection takes one before its server has started.
_UNUSED = range(20_000, 32_000)


def unused_port(kind: socket.SocketKind = socket.SOCK_STREAM) -> int:
    """A port where nobody listens: connections are refused."""
    chosen = random.SystemRandom()  # tests that run beside this one have seeds of their own, or the same
    while True:
        with socket.socket(socket.AF_INET, kind) as server, suppress(OSError):
            server.bind((LOCALHOST, chosen.choice(_UNUSED)))
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
