"""Beacons: servers that echo datagrams, to measure latency to. A TCP beacon is any port that connects."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager

__all__ = ["Delay", "udp_beacon"]

# Seconds until datagram number n (from 0) is echoed; None if it is lost.
Delay = Callable[[int], float | None]


@contextmanager
def udp_beacon(delay_of: Delay = lambda _: 0, *, reply: bytes | None = None) -> Generator[int]:
    """The port of a beacon that sends each datagram back, or `reply` instead."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        done = threading.Event()

        def serve() -> None:
            number = 0
            while True:
                data, sender = server.recvfrom(2048)
                if done.is_set():
                    return
                delay = delay_of(number)
                number += 1
                if delay is not None:
                    time.sleep(delay)
                    server.sendto(data if reply is None else reply, sender)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            done.set()
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as waker:
                waker.sendto(b"", server.getsockname())
            thread.join()
