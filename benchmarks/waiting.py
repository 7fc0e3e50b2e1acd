"""python -m benchmarks.waiting [--webhooks]: 4 processes with 500 waiters each, and one poller, with a real Redis.

It prints how many lists all processes together read, and how long after READY each waiter is woken. With `--webhooks`,
a webhook of each deployment reaches another process than the one that waits.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from pathlib import Path
from typing import Any, Final

from tests.servers.redis import running_redis
from tests.test_waiting import TOKEN, Service, most_in_a_second

PROCESS_COUNT: Final = 4
WAITERS_EACH: Final = 500
# The lists of so many seconds are counted before the first deployment is ready.
STEADY_SECONDS: Final = 10
# The deployments become ready one after the other, within so many seconds.
READY_SECONDS: Final = 10.0
HOST_COUNT: Final = 8

PROGRAM: Final = """
    import asyncio, json, sys, time
    from edgegap_client import AsyncEdgegap

    async def main():
        ids = json.loads(sys.stdin.readline())
        async with AsyncEdgegap(sys.argv[1], base_url=sys.argv[2], replicas=sys.argv[3]) as edgegap:
            woken = {}

            async def wait(name):
                await edgegap.deployments.wait_until_ready(name, timeout=120)
                woken[name] = time.monotonic()

            def webhooks():
                for line in sys.stdin:
                    edgegap.deployments.wake(line.strip())

            tasks = [asyncio.create_task(wait(name)) for name in ids]
            print("ready", flush=True)
            reading = asyncio.get_running_loop().run_in_executor(None, webhooks)
            await asyncio.gather(*tasks)
            print(json.dumps(woken), flush=True)
            await reading

    asyncio.run(main())
"""


def serve(service: Service) -> str:
    """Serve Edgegap in a thread, and return its address."""
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(service.serve, "127.0.0.1", 0))
    threading.Thread(target=loop.run_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def measure(service: Service, processes: list[Any], ids: list[str], *, with_webhooks: bool) -> None:
    for number, process in enumerate(processes):
        send(process, json.dumps(ids[number::PROCESS_COUNT]))
    for process in processes:
        assert process.stdout.readline().strip() == "ready"
    time.sleep(8)  # until the leader knows all
    before = len(service.lists)
    time.sleep(STEADY_SECONDS)
    print(f"lists a second, of {len(ids)} that wait: {(len(service.lists) - before) / STEADY_SECONDS:.1f}")
    began = time.monotonic() + 0.2
    for number, name in enumerate(ids):
        service.ready_at[name] = began + number * READY_SECONDS / len(ids)
    for number, name in enumerate(ids if with_webhooks else ()):
        time.sleep(max(0.0, service.ready_at[name] - time.monotonic()))
        send(processes[(number + 1) % PROCESS_COUNT], name)
    woken: dict[str, float] = {}
    for process in processes:
        woken.update(json.loads(process.stdout.readline()))
    late = sorted(woken[name] - service.ready_at[name] for name in ids)
    print(f"most lists in a sliding second: {most_in_a_second(service.lists[before:])}")
    print(
        f"from READY until woken, s: median {statistics.median(late):.2f}, 99 % {late[len(late) * 99 // 100]:.2f}, "
        f"at most {late[-1]:.2f}; load {os.getloadavg()[0]:.1f}"
    )


def send(process: Any, line: str) -> None:
    process.stdin.write(f"{line}\n")
    process.stdin.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--webhooks", action="store_true", help="a webhook of each deployment")
    arguments = parser.parse_args()
    service = Service()
    service.hosts = HOST_COUNT
    address, ids = serve(service), service.add(PROCESS_COUNT * WAITERS_EACH, float("inf"))
    with tempfile.TemporaryDirectory() as folder, running_redis(Path(folder)) as redis:
        command = [sys.executable, "-c", textwrap.dedent(PROGRAM), TOKEN, address, f"redis://127.0.0.1:{redis.port}"]
        processes: list[Any] = [
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for _ in range(PROCESS_COUNT)
        ]
        try:
            measure(service, processes, ids, with_webhooks=arguments.webhooks)
        finally:
            for process in processes:
                process.kill()
                process.wait()


if __name__ == "__main__":
    main()
