"""Nothing is left running, whoever breaks off a launch: the end of the interpreter, of a loop, of a client."""

from __future__ import annotations

import asyncio
import gc
import os
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import FrameType
from typing import Any

import httpx
import pytest

import edgegap_client._async.launches as async_launches
import edgegap_client._async.watchers as async_watchers
import edgegap_client._core.ledger as ledger
import edgegap_client._sync.deployments as sync_deployments
import edgegap_client._sync.launches as sync_launches
from edgegap_client import AsyncEdgegap, Edgegap
from edgegap_client._runtime.registry import registered
from edgegap_client.beacons import users_from_ips
from edgegap_client.deployments import LaunchCancelled
from edgegap_client.errors import ClientClosedError
from edgegap_client.sandbox import Sandbox, Timing

TOKEN = "an-organisation"
ORDER: dict[str, Any] = {"application": "my-game", "version": "v1", "users": users_from_ips(["8.8.8.8"])}
# Longer than a test, and shorter than the longest life of a deployment.
READY_SECONDS = 200.0
# 1 tries every moment.
STRIDE = int(os.environ.get("STRIDE", "7"))
PACKAGE = Path(sync_deployments.__file__).parent.parent


def make(timing: Timing, **options: Any) -> Sandbox:
    sandbox = Sandbox(timing=timing, seed=1, **options)
    sandbox.add_version("my-game", "v1", token=TOKEN)
    return sandbox


@pytest.fixture
def never() -> Iterator[Sandbox]:
    """Nothing becomes ready here before its stop is requested: the service stops what is starting when it is ready."""
    sandbox = make(Timing(ready_after=READY_SECONDS, terminating_for=0.05))
    is_over = threading.Event()

    def carry_out_stops() -> None:
        while not is_over.wait(0.02):
            if any(each.stop_requested for each in sandbox.running):
                sandbox.advance(READY_SECONDS)

    thread = threading.Thread(target=carry_out_stops)
    thread.start()
    yield sandbox
    is_over.set()
    thread.join()
    sandbox.close()


@pytest.fixture
def soon() -> Iterator[Sandbox]:
    """Everything is ready at once here."""
    sandbox = make(Timing(ready_after=0.01, terminating_for=0.05), rate_limits=False)
    yield sandbox
    sandbox.close()


def created(sandbox: Sandbox) -> int:
    return sum(number for (operation, _), number in sandbox.counts.items() if operation == "create_deployment")


HEAD = """
import asyncio, os, signal, sys, threading, time
from edgegap_client import AsyncEdgegap, Edgegap
from edgegap_client.beacons import users_from_ips

order = dict(application="my-game", version="v1", users=users_from_ips(["8.8.8.8"]))
options = dict(base_url=sys.argv[1], poll_interval=0.05)
under_way = threading.Event()

def say(progress):
    if progress.request_id:
        under_way.set()

def send(*signals, pause=0.15):
    def work():
        under_way.wait(20)
        for number in signals:
            time.sleep(pause)
            os.kill(os.getpid(), number)
    threading.Thread(target=work).start()

def launch(edgegap):
    return edgegap.deployments.launch(**order, on_progress=say)
"""

ENDS = {
    "a daemon thread": """
edgegap = Edgegap("an-organisation", **options)
threading.Thread(target=launch, args=(edgegap,), daemon=True).start()
under_way.wait(20)
""",
    "two daemon threads": """
edgegap = Edgegap("an-organisation", **options)
for _ in range(2):
    threading.Thread(target=launch, args=(edgegap,), daemon=True).start()
under_way.wait(20)
time.sleep(0.3)
""",
    "a loop in a daemon thread": """
async def play():
    async with AsyncEdgegap("an-organisation", **options) as edgegap:
        await launch(edgegap)
threading.Thread(target=lambda: asyncio.run(play()), daemon=True).start()
under_way.wait(20)
""",
    "a loop that an interrupt left": """
send(signal.SIGINT)
asyncio.new_event_loop().run_until_complete(launch(AsyncEdgegap("an-organisation", **options)))
""",
    "three interrupts": """
send(signal.SIGINT, signal.SIGINT, signal.SIGINT)
with Edgegap("an-organisation", **options) as edgegap:
    launch(edgegap)
""",
    "three interrupts of a loop": """
send(signal.SIGINT, signal.SIGINT, signal.SIGINT)
async def play():
    async with AsyncEdgegap("an-organisation", **options) as edgegap:
        await launch(edgegap)
asyncio.run(play())
""",
    "a signal handler that closes the client and exits": """
edgegap = Edgegap("an-organisation", **options)
def end(*_):
    edgegap.close()
    sys.exit(3)
signal.signal(signal.SIGTERM, end)
send(signal.SIGTERM)
launch(edgegap)
""",
    "a signal handler that closes the client": """
edgegap = Edgegap("an-organisation", **options)
signal.signal(signal.SIGTERM, lambda *_: edgegap.close())
send(signal.SIGTERM)
launch(edgegap)
""",
}


@pytest.mark.parametrize("script", ENDS.values(), ids=ENDS)
def test_a_program_that_ends_leaves_nothing_behind(never: Sandbox, script: str) -> None:
    never.faults.add(operation="stop_deployment", delay=0.3, times=1)
    program = run_to_its_end(never, script)
    assert created(never) >= 1, program.stderr
    assert not never.orphans(), program.stderr


def test_a_block_in_a_daemon_thread_ends_with_the_interpreter(soon: Sandbox) -> None:
    script = """
def play():
    with edgegap.deployments.running(**order, on_progress=say):
        inside.set()
        time.sleep(100)
edgegap, inside = Edgegap("an-organisation", **options), threading.Event()
threading.Thread(target=play, daemon=True).start()
inside.wait(20)
"""
    run_to_its_end(soon, script)
    assert created(soon) == 1
    assert not soon.orphans()


# With the client's own sender


@contextmanager
def gateway(target: str) -> Generator[str]:
    """A server before the API that lets nobody through without a certain header."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def respond(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body = self.rfile.read(length)
            if self.headers.get("X-Gateway") != "mine":
                response = httpx.Response(403, json={"message": "who are you?"})
            else:
                kept = {name: self.headers[name] or "" for name in ("Authorization", "Content-Type")}
                response = httpx.request(self.command, target + self.path, content=body, headers=kept)
            self.send_response(response.status_code)
            for name, value in (("Content-Type", "application/json"), ("Content-Length", str(len(response.content)))):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(response.content)

        do_GET = do_POST = do_DELETE = respond

        def log_request(self, code: object = "-", size: object = "-") -> None:
            """Not on stderr."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,)).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


WITH_HEADER = """
import httpx

class WithHeader(httpx.{name}HTTPTransport):
    {keyword}def handle_{name_}request(self, request):
        request.headers["X-Gateway"] = "mine"
        return {await_}super().handle_{name_}request(request)
"""
ASYNC_HEADER = WITH_HEADER.format(name="Async", name_="async_", keyword="async ", await_="await ")
SYNC_HEADER = WITH_HEADER.format(name="", name_="", keyword="", await_="")
LEFT_LOOP = """
send(signal.SIGINT)
try:
    asyncio.new_event_loop().run_until_complete(launch(edgegap))
except KeyboardInterrupt:
    pass
"""
DAEMON_LOOP = """
threading.Thread(target=lambda: asyncio.run(launch(edgegap)), daemon=True).start()
under_way.wait(20)
"""
DAEMON_THREAD = """
threading.Thread(target=launch, args=(edgegap,), daemon=True).start()
under_way.wait(20)
"""
HEADERS = 'headers={"X-Gateway": "mine"}, limits=httpx.Limits(max_connections=1)'
ASYNC_SENDERS = {
    "an httpx client": f"import httpx\noptions['http_client'] = httpx.AsyncClient({HEADERS})",
    "an httpx2 client": f"import httpx2 as httpx\noptions['http_client'] = httpx.AsyncClient({HEADERS})",
    "an httpx client on aiohttp": """
import httpx
from httpx_aiohttp import AiohttpTransport
options["http_client"] = httpx.AsyncClient(transport=AiohttpTransport(), headers={"X-Gateway": "mine"})
""",
    "a transport": ASYNC_HEADER + "options['transport'] = WithHeader(limits=httpx.Limits(max_connections=1))",
}
SYNC_SENDERS = {
    "an httpx client": f"import httpx\noptions['http_client'] = httpx.Client({HEADERS})",
    "a transport": SYNC_HEADER + "options['transport'] = WithHeader(limits=httpx.Limits(max_connections=1))",
}


def run_to_its_end(sandbox: Sandbox, script: str) -> subprocess.CompletedProcess[str]:
    """Run a program against the sandbox, behind a gateway when it names one."""
    with ExitStack() as stack:
        url = stack.enter_context(sandbox.serve())
        if "X-Gateway" in script:
            url = stack.enter_context(gateway(url))
        return subprocess.run(
            [sys.executable, "-c", HEAD + script, url],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
        )


@pytest.mark.parametrize("end", [LEFT_LOOP, DAEMON_LOOP], ids=["a loop that was left", "a loop in a daemon thread"])
@pytest.mark.parametrize("sender", ASYNC_SENDERS.values(), ids=ASYNC_SENDERS)
def test_an_async_client_cleans_up_at_exit_with_what_was_passed_in(never: Sandbox, sender: str, end: str) -> None:
    program = run_to_its_end(never, f'{sender}\nedgegap = AsyncEdgegap("an-organisation", **options){end}')
    assert created(never) == 1, program.stderr
    assert not never.orphans(), program.stderr


@pytest.mark.parametrize("end", [LEFT_LOOP, DAEMON_LOOP], ids=["a loop that was left", "a loop in a daemon thread"])
def test_a_client_on_aiohttp_cleans_up_at_exit(never: Sandbox, end: str) -> None:
    program = run_to_its_end(never, f'edgegap = AsyncEdgegap("an-organisation", backend="aiohttp", **options){end}')
    assert created(never) == 1, program.stderr
    assert not never.orphans(), program.stderr


@pytest.mark.parametrize("sender", SYNC_SENDERS.values(), ids=SYNC_SENDERS)
def test_a_sync_client_cleans_up_at_exit_with_what_was_passed_in(never: Sandbox, sender: str) -> None:
    program = run_to_its_end(never, f'{sender}\nedgegap = Edgegap("an-organisation", **options){DAEMON_THREAD}')
    assert created(never) == 1, program.stderr
    assert not never.orphans(), program.stderr


SHORT = """
from edgegap_client._runtime import at_exit
from edgegap_client._{kind} import deployments
deployments.LOOKING_FOR = 0.5
at_exit.LIMIT_SECONDS = 2.0
edgegap = {client}("an-organisation", **options)
"""


@pytest.mark.parametrize(
    "script",
    [
        SHORT.format(kind="async", client="AsyncEdgegap") + LEFT_LOOP,
        SHORT.format(kind="sync", client="Edgegap") + DAEMON_THREAD,
    ],
    ids=["async", "sync"],
)
def test_what_could_not_be_stopped_at_exit_is_reported(never: Sandbox, script: str) -> None:
    never.faults.add(operation="stop_deployment", status=503)
    program = run_to_its_end(never, script)
    (left,) = never.orphans()
    (line,) = [line for line in program.stderr.splitlines() if line.startswith("edgegap_client: ")]
    assert f"deployment {left.request_id} (tag {left.tags[0]}) may still run: " in line
    assert "503" in line


def test_a_launch_whose_outcome_is_not_known_at_exit_is_reported(never: Sandbox) -> None:
    never.faults.add(operation="create_deployment", response_delay=4)
    never.faults.add(operation="list_deployments", status=503)
    script = SHORT.format(kind="sync", client="Edgegap")
    script += """
sent = threading.Event()
def say(progress):
    sent.set()
"""
    script += DAEMON_THREAD.replace("under_way.wait(20)", "sent.wait(20); time.sleep(0.3)")
    program = run_to_its_end(never, script)
    (line,) = [line for line in program.stderr.splitlines() if line.startswith("edgegap_client: ")]
    assert "a deployment with the tag launch-" in line


CHILD = """
import multiprocessing
def child():
    edgegap = AsyncEdgegap("an-organisation", **options)
    loop = asyncio.new_event_loop()
    task = loop.create_task(launch(edgegap))
    while not under_way.is_set():
        loop.run_until_complete(asyncio.sleep(0.01))
process = multiprocessing.get_context("fork").Process(target=child)
process.start()
process.join()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_child_of_multiprocessing_cleans_up_at_its_exit(never: Sandbox) -> None:
    program = run_to_its_end(never, CHILD)
    assert created(never) == 1, program.stderr
    assert not never.orphans(), program.stderr


# Every step


@pytest.mark.parametrize("again", [None, 0, 1, 5])
async def test_a_launch_may_be_cancelled_at_every_step_of_the_loop(
    soon: Sandbox, monkeypatch: pytest.MonkeyPatch, again: int | None
) -> None:
    # Each step waits for lists and for a second stop, which are spaced out for the sake of rate limits.
    monkeypatch.setattr(async_watchers, "LISTS_A_SECOND", 1000.0)
    monkeypatch.setattr(ledger, "FIRST_DELAY_SECONDS", 0.01)
    # A cancelled request is over here, and everything is listed at once: one look is enough.
    monkeypatch.setattr(async_launches, "APPEARS_WITHIN_SECONDS", 0.0)
    monkeypatch.setattr(async_launches, "ANOTHER_APPEARS_WITHIN_SECONDS", 0.0)
    transport = soon.transport()
    async with AsyncEdgegap(
        TOKEN, base_url=soon.base_url, transport=transport, poll_interval=0.01, rate_limits="off"
    ) as edgegap:
        cancelled = 0
        for steps in range(50):
            launch = asyncio.ensure_future(edgegap.deployments.launch(**ORDER))
            for _ in range(steps):
                await asyncio.sleep(0)
            was_cancelled = launch.cancel()
            if again is not None:
                for _ in range(again):
                    await asyncio.sleep(0)
                launch.cancel()
            await asyncio.wait((launch,))
            assert launch.cancelled() is was_cancelled
            if not was_cancelled:
                await edgegap.deployments.stop(launch.result().request_id)
            cancelled += was_cancelled
    assert cancelled > 8
    assert created(soon) > 8
    assert not soon.orphans()
    assert not registered()


class Interrupter:
    """Raises KeyboardInterrupt where Python looks for signals: at the n-th call or return from C."""

    def __init__(self, at: int) -> None:
        self.left = at
        self.where = ""

    def __call__(self, frame: FrameType, event: str, argument: Any) -> None:
        name = frame.f_code.co_filename
        if frame.f_code.co_name == "<genexpr>":
            return  # Python also calls it to finalise it, and loses what is raised there
        if event in ("call", "c_return") and name.startswith(str(PACKAGE)) and "sandbox" not in name:
            self.left -= 1
            if self.left == 0:
                sys.setprofile(None)
                self.where = f"{name}:{frame.f_lineno}"
                raise KeyboardInterrupt


@pytest.mark.skipif(sys.getprofile() is not None, reason="somebody else profiles")
@pytest.mark.parametrize("is_block", [False, True], ids=["launch", "running"])
def test_an_interrupt_at_any_moment_of_a_launch_leaves_nothing_behind(
    soon: Sandbox, monkeypatch: pytest.MonkeyPatch, is_block: bool
) -> None:
    monkeypatch.setattr(sync_deployments, "LOOKING_FOR", 0.05)
    # An interrupted request is over here, and everything is listed at once: one look is enough.
    monkeypatch.setattr(sync_launches, "APPEARS_WITHIN_SECONDS", 0.0)
    monkeypatch.setattr(sync_launches, "ANOTHER_APPEARS_WITHIN_SECONDS", 0.0)
    options: dict[str, Any] = {"base_url": soon.base_url, "poll_interval": 0.01, "rate_limits": "off"}
    gc.collect()  # what is raised in a finalizer is lost
    at, ended = 1, False
    while not ended:
        interrupter = Interrupter(at)
        with Edgegap(TOKEN, transport=soon.transport(), **options) as edgegap:
            deployments = edgegap.deployments
            try:
                sys.setprofile(interrupter)
                if is_block:
                    with deployments.running(**ORDER):
                        pass
                else:
                    deployment = deployments.launch(**ORDER)
                    sys.setprofile(None)
                    deployments.stop(deployment.request_id)
                ended = not interrupter.where
            except KeyboardInterrupt:
                pass
            finally:
                sys.setprofile(None)
        until = time.monotonic() + 30
        while registered() and time.monotonic() < until:  # what goes on in the background
            time.sleep(0.001)
        assert not soon.orphans(), interrupter.where
        at += STRIDE
    assert at > 10 * STRIDE
    assert created(soon) > 3


# Closing


def test_a_block_that_outlives_its_client_still_stops_its_deployment(soon: Sandbox) -> None:
    with soon.serve() as url:
        edgegap = Edgegap(TOKEN, base_url=url, poll_interval=0.05)
        with edgegap.deployments.running(**ORDER):
            edgegap.close()
            assert len(soon.running) == 1
        assert not soon.orphans()
        with pytest.raises(ClientClosedError):
            edgegap.deployments.launch(**ORDER)


async def test_an_async_block_that_outlives_its_client_still_stops_its_deployment(soon: Sandbox) -> None:
    with soon.serve() as url:
        edgegap = AsyncEdgegap(TOKEN, base_url=url, poll_interval=0.05)
        async with edgegap.deployments.running(**ORDER):
            await edgegap.aclose()
            assert len(soon.running) == 1
        assert not soon.orphans()
        with pytest.raises(ClientClosedError):
            await edgegap.deployments.launch(**ORDER)


def test_closing_ends_the_launches_of_other_loops(never: Sandbox) -> None:
    with never.serve() as url:
        edgegap = AsyncEdgegap(TOKEN, base_url=url, poll_interval=0.05)
        ended: list[BaseException] = []

        async def play() -> None:
            try:
                await edgegap.deployments.launch(**ORDER)
            except LaunchCancelled as error:
                ended.append(error)

        thread = threading.Thread(target=lambda: asyncio.run(play()))
        thread.start()
        while not never.running:
            time.sleep(0.01)
        asyncio.run(edgegap.aclose())
        assert not never.orphans()
        thread.join(30)
    assert "it was stopped" in str(ended[0])


def test_launches_that_begin_while_the_client_is_closed_are_refused_or_cleaned_up(never: Sandbox) -> None:
    never.faults.add(operation="stop_deployment", delay=0.2, times=3)
    with never.serve() as url:
        edgegap = Edgegap(TOKEN, base_url=url, poll_interval=0.05)
        errors: list[BaseException] = []

        def play() -> None:
            while not any(isinstance(error, ClientClosedError) for error in errors):
                try:
                    edgegap.deployments.launch(**ORDER)
                except (LaunchCancelled, ClientClosedError) as error:
                    errors.append(error)

        threads = [threading.Thread(target=play) for _ in range(4)]
        for thread in threads:
            thread.start()
        while not never.running:
            time.sleep(0.01)
        edgegap.close()
        for thread in threads:
            thread.join(30)
        assert not never.orphans()
    assert any(isinstance(error, LaunchCancelled) for error in errors)
