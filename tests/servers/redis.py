"""A Redis server that belongs to a test, which may stop it."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from .ports import unused_port
from .programs import needed


@dataclass
class RunningRedis:
    """A Redis server.

    Attributes:
        port: Where it listens.
        process: The server.
    """

    port: int
    process: subprocess.Popen[bytes]

    def client(self, **options: Any) -> Any:
        """A `redis.Redis` that does not retry."""
        import redis
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        return redis.Redis(port=self.port, socket_timeout=1, retry=Retry(NoBackoff(), 0), **options)

    def async_client(self, **options: Any) -> Any:
        """A `redis.asyncio.Redis` that does not retry."""
        import redis.asyncio
        from redis.asyncio.retry import Retry
        from redis.backoff import NoBackoff

        return redis.asyncio.Redis(port=self.port, socket_timeout=1, retry=Retry(NoBackoff(), 0), **options)


@contextmanager
def running_redis(folder: Path, port: int | None = None, *options: str) -> Generator[RunningRedis]:
    """Start a server that keeps nothing, unless the options say so.

    The test is skipped if Redis or its Python package is not installed.
    """
    pytest.importorskip("redis", reason='the package redis is not installed: pip install "edgegap-client[redis]"')
    port = port or unused_port()
    command = [needed("redis-server"), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    command += options
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            until = time.monotonic() + 20
            while not _listens(port):
                assert process.poll() is None, "redis-server has ended"
                assert time.monotonic() < until, "redis-server does not start"
                time.sleep(0.01)
            yield RunningRedis(port, process)
        finally:
            process.kill()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
