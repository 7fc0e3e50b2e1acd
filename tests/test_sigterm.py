"""SIGTERM: a launch that has not given its deployment to anybody stops it before the process ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

from edgegap_client import AsyncEdgegap, Edgegap
from edgegap_client.sandbox import Outcome, Sandbox

from . import test_at_exit
from .servers.ports import unused_port
from .test_at_exit import HEAD, ORDER, PACKAGE, TOKEN, created

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM")
never = test_at_exit.never
soon = test_at_exit.soon
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


def wait_until(condition: Any, seconds: float = 40.0) -> None:
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
        with (
            subprocess.Popen(command, env=environment, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as process,
            ThreadPoolExecutor(NUMBER) as threads,
        ):

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
                _, errors = process.communicate(timeout=30)
            finally:
                process.kill()
        assert len(never.orphans()) == 0, errors


class Ended(NamedTuple):
    """How a program ended."""

    code: int
    lines: list[str]
    errors: str
    seconds: float


def ending(sandbox: Sandbox, script: str, *, signals: int = 1) -> Ended:
    """Run a program that launches, and send it SIGTERM when a deployment runs or `script` has printed "now"."""
    with sandbox.serve() as url:
        program = subprocess.Popen(
            [sys.executable, "-c", HEAD + BEGINNING + script, url],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
        )
        try:
            assert program.stdout is not None
            first = program.stdout.readline()
            since = time.monotonic()
            if first != "now\n":
                raise AssertionError(program.communicate()[1])
            for _ in range(signals):
                program.send_signal(signal.SIGTERM)
                time.sleep(0.05)
            output, errors = program.communicate(timeout=30)
        finally:
            program.kill()
        return Ended(program.returncode, output.splitlines(), errors, time.monotonic() - since)


BEGINNING = """
from edgegap_client.deployments import LaunchCancelled

def tell(word):
    os.write(1, f"{word}\\n".encode())  # whole, wherever it is called

def say(progress):
    if progress.request_id and not under_way.is_set():
        under_way.set()
        tell("now")

called = threading.Event()

def handler(*_):
    tell("handler")
    called.set()

def wait_for_handler():
    called.wait(20)
    time.sleep(0.2)  # it may be called again

async def play():
    try:
        await launch(AsyncEdgegap("an-organisation", **options))
    except LaunchCancelled as error:
        tell("it was stopped" in str(error))
"""
SYNC = """
try:
    launch(Edgegap("an-organisation", **options))
except LaunchCancelled as error:
    tell("it was stopped" in str(error))
"""
ASYNC = "asyncio.run(play())"
UVLOOP = "import uvloop; uvloop.run(play())"
WITH_HANDLER = "signal.signal(signal.SIGTERM, handler)\n"
RUNS = pytest.mark.parametrize("run", [SYNC, ASYNC], ids=["sync", "asyncio"])


@RUNS
def test_by_default_the_process_dies_of_the_signal_once_its_launch_is_stopped(never: Sandbox, run: str) -> None:
    ended = ending(never, run + "\ntime.sleep(10)")
    assert (ended.code, ended.lines) == (-signal.SIGTERM, ["True"]), ended.errors
    assert created(never) == 1
    assert not never.orphans()


@pytest.mark.parametrize("signals", [1, 3])
@pytest.mark.parametrize("run", [SYNC, ASYNC, UVLOOP], ids=["sync", "asyncio", "uvloop"])
def test_a_handler_that_was_there_is_called_once_after_the_launch_has_stopped(
    never: Sandbox, run: str, signals: int
) -> None:
    never.faults.add(operation="stop_deployment", response_delay=0.5)
    ended = ending(never, WITH_HANDLER + run + "\nwait_for_handler()", signals=signals)
    assert (ended.code, ended.lines) == (0, ["True", "handler"]), ended.errors
    assert not never.orphans()


@RUNS
def test_a_handler_may_exit(never: Sandbox, run: str) -> None:
    ended = ending(never, "signal.signal(signal.SIGTERM, lambda *_: sys.exit(3))\n" + run + "\ntime.sleep(10)")
    assert ended.code == 3, ended.errors
    assert not never.orphans()


@pytest.mark.parametrize("module", ["asyncio", "uvloop"])
def test_a_handler_of_an_event_loop_is_called_once(never: Sandbox, module: str) -> None:
    script = f"""
import {module}

async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, handler)
    await play()
    await asyncio.to_thread(wait_for_handler)
{module}.run(main())
"""
    ended = ending(never, script)
    assert (ended.code, sorted(ended.lines)) == (0, ["True", "handler"]), ended.errors
    assert not never.orphans()


def test_it_can_be_switched_off(never: Sandbox) -> None:
    ended = ending(never, "options['handle_sigterm'] = False\n" + SYNC)
    assert ended.code == -signal.SIGTERM
    assert len(never.orphans()) == 1


def test_it_is_not_handled_where_it_is_ignored(soon: Sandbox) -> None:
    script = """
signal.signal(signal.SIGTERM, signal.SIG_IGN)
deployment = launch(Edgegap("an-organisation", **options))
tell(signal.getsignal(signal.SIGTERM) is signal.SIG_IGN)
"""
    soon.faults.add(operation="create_deployment", outcome=Outcome("READY", after=1))
    ended = ending(soon, script)
    assert (ended.code, ended.lines) == (0, ["True"]), ended.errors


def test_launches_in_other_threads_and_of_other_clients_are_stopped_too(never: Sandbox) -> None:
    script = """
from concurrent.futures import ThreadPoolExecutor
begun = set()

def note(progress):
    if progress.request_id:
        begun.add(progress.request_id)

say_now, say = say, note
def work(number):
    if number % 2:
        asyncio.run(play())
    else:
        launch(Edgegap("an-organisation", **options))
for number in range(4):
    threading.Thread(target=work, args=(number,), daemon=True).start()
while len(begun) < 4:
    time.sleep(0.01)
say = say_now
"""
    ended = ending(never, script + SYNC + "\ntime.sleep(10)")
    assert ended.code == -signal.SIGTERM, ended.errors
    assert created(never) == 5
    assert not never.orphans()


def test_what_is_blocked_is_stopped_from_another_thread(never: Sandbox) -> None:
    script = """
async def block():
    launching = asyncio.ensure_future(play())
    while not under_way.is_set():
        await asyncio.sleep(0.01)
    time.sleep(20)
asyncio.run(block())
"""
    ended = ending(never, script)
    assert ended.code == -signal.SIGTERM, ended.errors
    assert ended.seconds < 15  # it is blocked for 20
    assert not never.orphans()


@RUNS
def test_a_create_request_without_a_response_is_looked_up_and_stopped(never: Sandbox, run: str) -> None:
    never.faults.add(operation="create_deployment", response_delay=20)
    script = """
import httpx

def report_creation():
    headers = {"Authorization": "token an-organisation"}
    while not httpx.get(f"{sys.argv[1]}/v1/deployments", headers=headers).json()["data"]:
        time.sleep(0.05)
    tell("now")
threading.Thread(target=report_creation).start()
def say(progress):
    pass
"""
    ended = ending(never, script + run + "\ntime.sleep(10)")
    assert ended.code == -signal.SIGTERM, ended.errors
    assert created(never) == 1
    assert not never.orphans()


BLOCK = """
edgegap = Edgegap("an-organisation", **options)
with edgegap.deployments.running(**order):
    tell("now")
    time.sleep(1)
    tell("block")
"""


def test_a_block_is_stopped_when_nobody_can_go_on_with_it(soon: Sandbox) -> None:
    ended = ending(soon, BLOCK.replace("sleep(1)", "sleep(20)"))
    assert (ended.code, ended.lines) == (-signal.SIGTERM, []), ended.errors
    assert not soon.orphans()


def test_a_block_is_left_to_a_program_that_has_a_handler(soon: Sandbox) -> None:
    ended = ending(soon, WITH_HANDLER + BLOCK)
    assert (ended.code, ended.lines) == (0, ["handler", "block"]), ended.errors
    assert not soon.orphans()


def test_no_launch_begins_after_the_signal(never: Sandbox) -> None:
    script = """
async def pool():
    edgegap = AsyncEdgegap("an-organisation", **options)
    while True:
        try:
            await launch(edgegap)
        except LaunchCancelled as error:
            tell(error)
            if "not launched" in str(error):
                return
            await asyncio.to_thread(called.wait, 20)  # the handler is called when the first one is stopped
asyncio.run(pool())
"""
    ended = ending(never, WITH_HANDLER + script)
    assert ended.code == 0
    assert ended.lines[-1].startswith("not launched: this process has received SIGTERM"), ended
    assert "handler" in ended.lines
    assert created(never) == 1
    assert not never.orphans()


def test_a_stop_that_fails_delays_the_handler_no_longer_than_the_limit_and_is_reported(never: Sandbox) -> None:
    never.faults.add(operation="stop_deployment", status=503)
    script = """
from edgegap_client._runtime import sigterm
sigterm.LIMIT_SECONDS = 1.5
"""
    ended = ending(never, script + SYNC)
    assert ended.code == -signal.SIGTERM
    assert ended.seconds < 15  # without a limit, for ever
    (left,) = never.orphans()
    (line,) = [line for line in ended.errors.splitlines() if line.startswith("edgegap_client: ")]
    assert f"deployment {left.request_id} (tag {left.tags[0]}) may still run: " in line


def test_the_handler_is_wrapped_by_a_launch_and_put_back_when_the_client_is_closed(soon: Sandbox) -> None:
    before = signal.getsignal(signal.SIGTERM)
    options: dict[str, Any] = {"base_url": soon.base_url, "poll_interval": 0.01}
    first, second = (Edgegap(TOKEN, transport=soon.transport(), **options) for _ in range(2))
    first.applications.list().collect()
    assert signal.getsignal(signal.SIGTERM) is before
    with first.deployments.running(**ORDER):
        ours = signal.getsignal(signal.SIGTERM)
        assert ours is not before
        with second.deployments.running(**ORDER):
            assert signal.getsignal(signal.SIGTERM) is ours
        first.close()
        assert signal.getsignal(signal.SIGTERM) is ours
    second.close()
    assert signal.getsignal(signal.SIGTERM) is before


async def test_an_async_client_puts_the_handler_back_too(soon: Sandbox) -> None:
    before = signal.getsignal(signal.SIGTERM)
    edgegap = AsyncEdgegap(TOKEN, base_url=soon.base_url, transport=soon.transport(), poll_interval=0.01)
    async with edgegap, edgegap.deployments.running(**ORDER):
        assert signal.getsignal(signal.SIGTERM) is not before
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_handler_that_was_put_above_ours_is_kept(soon: Sandbox) -> None:
    def newer(number: int, frame: object) -> None:
        """Does nothing."""

    before = signal.getsignal(signal.SIGTERM)
    edgegap = Edgegap(TOKEN, base_url=soon.base_url, transport=soon.transport(), poll_interval=0.01)
    try:
        with edgegap, edgegap.deployments.running(**ORDER):
            signal.signal(signal.SIGTERM, newer)
        assert signal.getsignal(signal.SIGTERM) is newer
    finally:
        signal.signal(signal.SIGTERM, before)


def test_another_thread_than_the_main_one_installs_nothing(soon: Sandbox) -> None:
    before = signal.getsignal(signal.SIGTERM)
    with Edgegap(TOKEN, base_url=soon.base_url, transport=soon.transport(), poll_interval=0.01) as edgegap:

        def play() -> None:
            with edgegap.deployments.running(**ORDER):
                found.append(signal.getsignal(signal.SIGTERM))

        found: list[Any] = []
        thread = threading.Thread(target=play)
        thread.start()
        thread.join()
    assert found == [before]
