"""python -m benchmarks.redis_commands: what replicas cost in Redis commands, counted by `MONITOR` of a real Redis.

One process launches against a sandbox, with `replicas=` and `ledger=`. The table has the commands that it sends, and
those that its scripts run inside Redis.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Generator
from datetime import UTC, datetime
from typing import Any, Final

import redis

from edgegap_client import AsyncEdgegap
from edgegap_client.ledger import RedisLedger
from edgegap_client.replicas import Replicas
from edgegap_client.sandbox import Sandbox, Timing

TOKEN: Final = "an-organisation"
ORDER: Final[dict[str, Any]] = {"application": "my-game", "version": "v1", "users": ["8.8.8.8"]}
INSIDE: Final = "inside scripts"


class Monitor:
    """Counts what a Redis is sent, by the purpose of the key, in a thread. This object owns the counters.

    Args:
        port: Where Redis listens.
    """

    def __init__(self, port: int) -> None:
        self.counted: Counter[str] = Counter()
        self._client: Any = redis.Redis(port=port)
        self._is_watching = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()
        self._is_watching.wait(10)

    def _watch(self) -> None:
        with self._client.monitor() as monitor:
            self._is_watching.set()
            with contextlib.suppress(redis.ConnectionError, ValueError):
                for command in monitor.listen():
                    self.counted[self._purpose(command)] += 1

    def _purpose(self, command: dict[str, Any]) -> str:
        if command["client_type"] == "lua":
            return INSIDE
        text = command["command"]
        for purpose in ("ledger", "replicas", "limit", "news", "ceiling", "reports", "leader", "polls"):
            if f":{purpose}" in text:
                return purpose
        return " ".join(text.split()[:2])[:30]


@contextlib.contextmanager
def running_redis(port: int) -> Generator[None]:
    """A Redis that keeps nothing, on a port of this machine."""
    program = shutil.which("redis-server") or sys.exit("redis-server is not installed")
    with tempfile.TemporaryDirectory() as folder:
        command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
            try:
                client: Any = redis.Redis(port=port)
                until = time.monotonic() + 20
                while True:
                    with contextlib.suppress(redis.ConnectionError):
                        client.ping()
                        break
                    if time.monotonic() > until:
                        sys.exit("redis-server does not start")
                    time.sleep(0.05)
                yield
            finally:
                server.kill()


async def measure(url: str, port: int, seconds: float, number: int, singles: int) -> None:
    """Count while nothing happens, then for single launches, then for many at once."""
    monitor = Monitor(port)
    redis_url = f"redis://127.0.0.1:{port}"
    with Replicas(redis_url) as replicas, RedisLedger(redis_url) as ledger:
        async with AsyncEdgegap(TOKEN, base_url=url, replicas=replicas, ledger=ledger) as edgegap:

            async def launch(key: str | None) -> None:
                await edgegap.deployments.launch(**ORDER, key=key, timeout=120)

            await launch(None)
            await asyncio.sleep(5)  # until no lease is renewed
            monitor.counted.clear()
            await asyncio.sleep(seconds)
            idle = {name: count / seconds for name, count in monitor.counted.items()}
            show("a second, idle", idle)
            for title, keys in (
                ("a launch", [[None]] * singles),
                ("a launch with a key", [[f"single-{each}"] for each in range(singles)]),
                (f"{number} launches at once, each", [[None] * number]),
            ):
                monitor.counted.clear()
                started = time.monotonic()
                for together in keys:
                    await asyncio.gather(*(launch(key) for key in together))
                    await asyncio.sleep(1.5)  # what it leases ends
                took = time.monotonic() - started
                launches = sum(map(len, keys))
                # A busy computer sends fewer heartbeats, which saves a launch nothing.
                net = {
                    name: max(0.0, count - idle.get(name, 0) * took) / launches
                    for name, count in monitor.counted.items()
                }
                show(title, net)


def show(title: str, counted: dict[str, float]) -> None:
    """One line of the table."""
    sent = sum(count for name, count in counted.items() if name != INSIDE)
    parts = ", ".join(f"{name} {count:.1f}" for name, count in sorted(counted.items()) if abs(count) > 0.05)
    print(f"{title:<34}{sent:>6.1f} commands  ({parts})", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=26379, help="of the Redis that is started (default: %(default)s)")
    parser.add_argument("--seconds", type=float, default=10.0, help="how long to count while nothing happens")
    parser.add_argument("--launches", type=int, default=100, help="how many at once (default: %(default)s)")
    parser.add_argument("--singles", type=int, default=5, help="how many one by one (default: %(default)s)")
    parser.add_argument("--ready-after", type=float, nargs=2, default=(5.0, 10.0), help="seconds (default: 5 10)")
    arguments = parser.parse_args()
    earliest, latest = arguments.ready_after
    sandbox = Sandbox(timing=Timing(ready_after=(earliest, latest)), seed=1)
    sandbox.add_version("my-game", "v1", token=TOKEN)
    print(datetime.now(UTC).date(), f"redis-py {redis.__version__}")
    with running_redis(arguments.port), sandbox.serve() as url:
        asyncio.run(measure(url, arguments.port, arguments.seconds, arguments.launches, arguments.singles))
    sandbox.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
