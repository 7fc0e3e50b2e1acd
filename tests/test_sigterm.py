"""SIGTERM: a launch that has not given its deployment to anybody stops it before the process ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx
import pytest

import edgegap_client
from edgegap_client.sandbox import Sandbox, Timing

from .servers.ports import unused_port

TOKEN = "an-organisation"
PACKAGE = Path(edgegap_client.__file__).parent
NUMBER = 8

# The client is at module level, and nobody closes it.
APPLICATION = """
import os
from edgegap_client import AsyncEdgegap
from edgegap_client.beacons import users_from_ips

edgegap = AsyncEdgegap("an-organisation", base_url=os.environ["SANDBOX"], poll_interval=0.05)

async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    await edgegap.deployments.launch(application="my-game", version="v1", users=users_from_ips(["8.8.8.8"]))
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})
"""
SERVERS = {
    "uvicorn": "--timeout-graceful-shutdown 1 --port {port} program:app",
    "uvicorn, two workers": "--timeout-graceful-shutdown 1 --workers 2 --port {port} program:app",
    "gunicorn": "-k uvicorn_worker.UvicornWorker --workers 2 --graceful-timeout 2 --bind 127.0.0.1:{port} program:app",
    "hypercorn": "--graceful-timeout 1 --bind 127.0.0.1:{port} program:app",
    "granian": "--interface asginl --workers 2 --workers-kill-timeout 8 --port {port} program:app",
}


@pytest.fixture
def never() -> Iterator[Sandbox]:
    """Nothing becomes ready here."""
    sandbox = Sandbox(timing=Timing(ready_after=1e6, terminating_for=0.05), seed=1)
    sandbox.add_version("my-game", "v1", token=TOKEN)
    yield sandbox
    sandbox.close()


def wait_until(condition: Any, seconds: float = 20.0) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.mark.parametrize("server", SERVERS)
def test_a_server_that_ends_leaves_no_launch_running(never: Sandbox, server: str, tmp_path: Path) -> None:
    program = server.partition(",")[0]
    if find_spec(program) is None:
        pytest.skip(f"{program} is not installed")
    (tmp_path / "program.py").write_text(APPLICATION)
    port = unused_port()
    with never.serve() as url:
        command = [sys.executable, "-m", program, *SERVERS[server].format(port=port).split()]
        environment = {**os.environ, "PYTHONPATH": f"{PACKAGE.parent}:{tmp_path}", "SANDBOX": url}
        process = subprocess.Popen(command, env=environment, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
        with ThreadPoolExecutor(NUMBER) as threads:

            def request() -> None:
                while process.poll() is None:
                    with suppress(httpx.HTTPError):
                        httpx.get(f"http://127.0.0.1:{port}", timeout=60)
                        return
                    time.sleep(0.1)

            try:
                for _ in range(NUMBER):
                    threads.submit(request)
                wait_until(lambda: len(never.running) == NUMBER)
                process.send_signal(signal.SIGTERM)
                _, errors = process.communicate(timeout=20)
            finally:
                process.kill()
        assert len(never.orphans()) == 0, errors
