"""What Windows and macOS users do, without anything that only Linux has: `.ci/systems` runs this file there.

Here each test runs twice: as it is, and in a Python from which the functions that Windows lacks are gone.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[1]
IS_POSIX: Final = os.name == "posix"
# What modules lack on Windows. Those of others are imported before, as they choose what to use by its name.
PRELUDE: Final = """
import asyncio, importlib, multiprocessing, os, pathlib, select, selectors, signal, subprocess, sys, time
import httpx, anyio._backends._asyncio, click, rich.console, rich.live, rich.progress, rich.table, uvicorn
LACKING = {
    os: ("fork", "forkpty", "register_at_fork", "killpg", "setpgid", "getpgrp", "setsid", "tcsetpgrp", "wait3",
         "getuid", "geteuid", "getgid", "nice", "sched_getaffinity", "mkfifo", "pipe2", "eventfd"),
    signal: ("SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGWINCH", "SIGCONT", "SIGCHLD", "SIGKILL", "SIGALRM",
             "SIGTTOU", "pthread_kill", "pthread_sigmask", "sigwait", "alarm", "setitimer"),
    select: ("poll", "epoll", "kqueue", "devpoll"),
    time: ("CLOCK_BOOTTIME", "clock_gettime", "clock_getres"),
}
for module, names in LACKING.items():
    for name in names:
        if hasattr(module, name):
            delattr(module, name)
for name in ("fcntl", "grp", "pwd", "pty", "resource", "termios", "tty"):
    sys.modules[name] = None
"""
PROGRAM: Final = """
import asyncio, json, os, sys
from edgegap_client import AsyncEdgegap, Edgegap
from edgegap_client.sandbox import Sandbox, Timing
from edgegap_client.cli import root

sandbox = Sandbox(timing=Timing(ready_after=0.05), rate_limits=False)
sandbox.add_version("my-game", "v1", ports={"gameport": 7777})
order = {"application": "my-game", "version": "v1", "users": ["8.8.8.8"]}

async def launch(url):
    async with AsyncEdgegap("sandbox-token", base_url=url, poll_interval=0.05) as edgegap:
        return (await edgegap.deployments.launch(**order)).request_id

with sandbox.serve() as url:
    os.environ.update(EDGEGAP_BASE_URL=url, EDGEGAP_API_TOKEN="sandbox-token")
    with Edgegap(poll_interval=0.05) as edgegap:
        started = {edgegap.deployments.launch(**order).request_id, asyncio.run(launch(url))}
        with edgegap.deployments.running(**order) as deployment:
            assert deployment.ports["gameport"].external
    assert {each.request_id for each in sandbox.running} == started
    commands = (
        "deploy my-game v1 --ip 8.8.8.8 --wait --poll-interval 0.1",
        "smoke my-game v1 --ip 8.8.8.8 --no-probe --poll-interval 0.1",
        "deployments list",
        "doctor",
        "stop --all --yes --wait",
    )
    statuses = {command: root.run(command.split()) for command in commands}
    print(json.dumps(statuses), file=sys.stderr)
sandbox.close()
"""


@pytest.mark.parametrize(
    "lacks", [False, pytest.param(True, marks=pytest.mark.skipif(not IS_POSIX, reason="it is so"))]
)
def test_a_launch_and_commands(lacks: bool, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text((PRELUDE if lacks else "") + PROGRAM, "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "EDGEGAP_CONFIG_DIR": str(tmp_path), "NO_PROXY": "*"}
    done = subprocess.run(
        [sys.executable, str(program)], env=environment, capture_output=True, encoding="utf-8", check=False, timeout=50
    )
    assert done.returncode == 0, done.stderr
    statuses = json.loads(done.stderr.splitlines()[-1])
    assert set(statuses.values()) == {0}, done.stderr


def test_a_token_is_stored_in_the_platforms_folder_and_found_again(tmp_path: Path) -> None:
    folders = {
        "APPDATA": str(tmp_path),
        "LOCALAPPDATA": str(tmp_path),
        "HOME": str(tmp_path),
        "USERPROFILE": str(tmp_path),
    }
    environment = {**os.environ, **folders, "PYTHONPATH": str(ROOT), "NO_PROXY": "*", "CI": "true"}
    for name in ("EDGEGAP_CONFIG_DIR", "XDG_CONFIG_HOME", "EDGEGAP_API_TOKEN"):
        environment.pop(name, None)
    edgegap = "from edgegap_client.cli import root; import sys; sys.exit(root.run(sys.argv[1:]))"

    def run(*arguments: str, typed: str = "") -> str:
        program = [sys.executable, "-m", "edgegap_client.sandbox", "--", sys.executable, "-c", edgegap, *arguments]
        # The sandbox would set a token, which comes before a context.
        program[-len(arguments) - 1] = f"import os; os.environ.pop('EDGEGAP_API_TOKEN', None); {edgegap}"
        done = subprocess.run(
            program, env=environment, input=typed, capture_output=True, encoding="utf-8", check=False, timeout=50
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "Logged in to" in run("login", "--with-token", typed="a-token\n")
    assert json.loads(run("context", "list", "--json"))[0]["token_in"] == "file"
    found = [path for path in tmp_path.rglob("context-default.json") if path.parent.name == "edgegap"]
    assert len(found) == 1
