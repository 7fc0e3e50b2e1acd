"""A Celery task with acks_late whose worker is killed: it is delivered again, and gets the same server by its key."""

from __future__ import annotations

import importlib
import importlib.util
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

import edgegap_client
from edgegap_client.sandbox import Sandbox, Timing

from .servers.clients import TOKEN, prepared
from .servers.redis import RunningRedis

pytestmark = [
    pytest.mark.skipif(importlib.util.find_spec("celery") is None, reason="celery is not installed"),
    pytest.mark.skipif(sys.platform == "win32", reason="Celery does not run on Windows"),
]

TASKS = """
import os

from celery import Celery

from edgegap_client import Edgegap
from edgegap_client.beacons import users_from_ips

broker = os.environ["TEST_BROKER"]
app = Celery("tasks", broker=broker, backend=broker)
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    broker_transport_options={"visibility_timeout": 2},
    visibility_timeout=2,
    broker_connection_retry_on_startup=True,
)


@app.task(name="match")
def match(number):
    with Edgegap() as edgegap:
        deployment = edgegap.deployments.launch(
            application="my-game",
            version="v1",
            users=users_from_ips(["8.8.8.8"]),
            key=f"match-{number}" if os.environ["TEST_KEY"] else None,
            list_lag=0.2,
        )
        if os.environ.get("TEST_KILLED"):
            with open(os.environ["TEST_KILLED"], "w") as file:
                file.write(deployment.request_id)
            import time

            time.sleep(60)  # it is killed before it is acknowledged
        return deployment.request_id
"""


@contextmanager
def worker(folder: Path, environment: dict[str, str]) -> Generator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "celery", "-A", "tasks", "worker", "--pool", "solo", "--loglevel", "warning"]
    source = os.pathsep.join([str(Path(edgegap_client.__file__).parent.parent), os.environ.get("PYTHONPATH", "")])
    with subprocess.Popen(
        [*command, "--without-gossip", "--without-mingle", "--without-heartbeat"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": source, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 40
    while not condition():
        assert time.monotonic() < deadline, "it has not come"
        time.sleep(0.05)


@pytest.mark.parametrize(("key", "servers"), [("match", 1), ("", 2)])
def test_a_redelivered_task_gets_the_server_of_the_killed_worker(
    redis_server: RunningRedis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str, servers: int
) -> None:
    """Without a key, there are two."""
    celery: Any = importlib.import_module("celery")
    (tmp_path / "tasks.py").write_text(TASKS)
    sandbox = prepared(Sandbox(timing=Timing(ready_after=0.1, terminating_for=0.1), seed=1))
    broker = f"redis://127.0.0.1:{redis_server.port}/0"
    with sandbox.serve() as url:
        environment = {"TEST_BROKER": broker, "EDGEGAP_BASE_URL": url, "EDGEGAP_API_TOKEN": TOKEN, "TEST_KEY": key}
        app = celery.Celery("tasks", broker=broker, backend=broker)
        app.conf.broker_transport_options = {"visibility_timeout": 2}
        result = app.send_task("match", [4711])
        killed = tmp_path / "killed"
        with worker(tmp_path, {**environment, "TEST_KILLED": str(killed)}) as first:
            until(lambda: killed.exists() and killed.read_text())
            os.killpg(first.pid, signal.SIGKILL)
            first.wait()
            assert len(sandbox.orphans()) == 1
        with worker(tmp_path, environment):
            found = result.get(timeout=40)
        assert len(sandbox.orphans()) == servers
        assert (found == killed.read_text()) is (servers == 1)
        app.close()
    sandbox.close()
