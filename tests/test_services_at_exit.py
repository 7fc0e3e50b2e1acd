"""Searches, backfills and server instances are deleted, whoever ends their process, event loop or client."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

import edgegap_client
from edgegap_client import ClientClosedError
from edgegap_client._runtime import at_exit
from edgegap_client._runtime.registry import registered
from edgegap_client.matchmaking import AsyncBackfill, AsyncMatchmaker, Backfill, Match, Matchmaker
from edgegap_client.sandbox import Sandbox, SandboxMatchmaker, SandboxServerBrowser
from edgegap_client.server_browser import (
    AsyncServerBrowser,
    AsyncServerInstance,
    ServerBrowser,
    ServerInstance,
    ServerToken,
)

from . import test_at_exit

PACKAGE: Final = Path(edgegap_client.__file__).parent
RULES: Final[dict[str, Any]] = {
    "initial": {
        "size": {"type": "player_count", "attributes": {"team_count": 1, "min_team_size": 9, "max_team_size": 9}},
        "mode": {"type": "string_equality", "attributes": {}},
    }
}
APPLICATION: Final = {"name": "my-game", "version": "v1"}
CONFIGURATION: Final[dict[str, Any]] = {
    "version": "3.3.2",
    "profiles": {name: {"application": APPLICATION, "rules": RULES} for name in ("casual", "other")},
}
CASUAL: Final[dict[str, Any]] = {"profile": "casual", "attributes": {"mode": "ctf"}}
SERVER: Final[dict[str, Any]] = {
    "fqdn": "a1.pr.edgegap.net",
    "public_ip": "203.0.113.9",
    "ports": {"gameport": {"internal": 7777, "external": 31504, "link": "x:31504", "protocol": "UDP"}},
    "location": {"city": "Chicago"},
}
CREATED: Final = {"create_ticket", "create_group_tickets", "create_group", "create_backfill", "create_instance"}


class Services(NamedTuple):
    """A matchmaker and a server browser in one sandbox, on sockets."""

    sandbox: Sandbox
    matchmaker: SandboxMatchmaker
    browser: SandboxServerBrowser
    urls: tuple[str, str]

    @property
    def matchmaker_options(self) -> tuple[str, str]:
        """Its URL and token."""
        return self.urls[0], self.matchmaker.token

    @property
    def browser_options(self) -> tuple[str, ServerToken]:
        """Its URL and token."""
        return self.urls[1], ServerToken(self.browser.server_token)

    @property
    def left(self) -> list[str]:
        """What is still open."""
        tickets = [f"ticket {each.status}" for each in self.matchmaker.tickets if each.status != "CANCELLED"]
        return [*tickets, *map(str, self.matchmaker.backfills), *map(str, self.browser.seats)]

    def until_nothing_is_left(self) -> None:
        until = time.monotonic() + 30
        while self.left:
            assert time.monotonic() < until, self.left
            time.sleep(0.02)


@pytest.fixture
def services() -> Iterator[Services]:
    sandbox = Sandbox(seed=1)
    sandbox.add_version("my-game", "v1")
    matchmaker = sandbox.add_matchmaker(CONFIGURATION, token="matchmaker-token", tier=None)
    browser = sandbox.add_server_browser(server_token="server-token")
    with matchmaker.serve() as first, browser.serve() as second:
        yield Services(sandbox, matchmaker, browser, (first, second))
    sandbox.close()


HEAD = (
    f"""
import asyncio, contextlib, gc, os, signal, sys, threading, time
from edgegap_client._runtime import at_exit, sigterm
from edgegap_client.errors import SearchCancelled
from edgegap_client.matchmaking import AsyncBackfill, AsyncMatchmaker, Backfill, Match, Matchmaker
from edgegap_client.server_browser import AsyncServerBrowser, AsyncServerInstance, ServerBrowser, ServerInstance
from edgegap_client.server_browser import ServerToken

CASUAL = {CASUAL!r}
SERVER = {SERVER!r}
MATCH = Match("other", "m1", teams={{"red": []}})
"""
    """
sigterm.LIMIT_SECONDS = 30.0  # this machine may be slow
MATCHMAKER = sys.argv[1], "matchmaker-token"
BROWSER = sys.argv[2], ServerToken("server-token")

def tell(word):
    os.write(1, f"{word}\\n".encode())  # whole, wherever it is called

def play(then, matchmaker=None, browser=None):
    matchmaker, browser = matchmaker or Matchmaker(*MATCHMAKER), browser or ServerBrowser(*BROWSER)
    with contextlib.ExitStack() as stack:
        enter = stack.enter_context
        enter(matchmaker.tickets.search_group([CASUAL] * 2))
        owner = enter(matchmaker.groups.opened(**CASUAL))
        enter(matchmaker.groups.joined(owner.group_id, **CASUAL, is_ready=True))
        owner.ready()
        backfill = Backfill(matchmaker, team_size=4, match=MATCH, assignment={**SERVER, "request_id": "a1"})
        enter(backfill)
        enter(ServerInstance(browser, slots={"main": 4}, request_id="a1", server=SERVER))
        search = enter(matchmaker.tickets.search(**CASUAL))
        while not backfill.open_backfills:
            time.sleep(0.01)
        tell("open")
        then(search)

async def async_play(then, matchmaker=None, browser=None):
    matchmaker, browser = matchmaker or AsyncMatchmaker(*MATCHMAKER), browser or AsyncServerBrowser(*BROWSER)
    async with contextlib.AsyncExitStack() as stack:
        enter = stack.enter_async_context
        await enter(matchmaker.tickets.search_group([CASUAL] * 2))
        owner = await enter(matchmaker.groups.opened(**CASUAL))
        await enter(matchmaker.groups.joined(owner.group_id, **CASUAL, is_ready=True))
        await owner.ready()
        backfill = AsyncBackfill(matchmaker, team_size=4, match=MATCH, assignment={**SERVER, "request_id": "a1"})
        await enter(backfill)
        await enter(AsyncServerInstance(browser, slots={"main": 4}, request_id="a1", server=SERVER))
        search = await enter(matchmaker.tickets.search(**CASUAL))
        while not backfill.open_backfills:
            await asyncio.sleep(0.01)
        tell("open")
        await then(search)

def wait(search):
    try:
        search.assigned(timeout=100)
    except SearchCancelled as error:
        tell("cancelled" if "was cancelled" in str(error) else error)

async def async_wait(search):
    try:
        await search.assigned(timeout=100)
    except SearchCancelled as error:
        tell("cancelled" if "was cancelled" in str(error) else error)

async def async_exit(search):
    sys.exit(3)

def in_thread(work):
    threading.Thread(target=work, daemon=True).start()
"""
)


class Ended(NamedTuple):
    """How a program ended."""

    code: int
    lines: list[str]
    errors: str


def run(services: Services, script: str, *signals: int, **environment: str) -> Ended:
    """Run a program to its end, and send it signals when all is open."""
    program = subprocess.Popen(
        [sys.executable, "-c", HEAD + script, *services.urls],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent), **environment},
    )
    try:
        assert program.stdout is not None
        first = program.stdout.readline()
        assert first == "open\n", program.communicate()[1]
        assert {name for name, _ in services.sandbox.counts} >= CREATED
        for number in signals:
            program.send_signal(number)
            time.sleep(0.1)
        output, errors = program.communicate(timeout=50)
    finally:
        program.kill()
    return Ended(program.returncode, output.splitlines(), errors)


# The end of the script, the signals, and the exit code.
ENDS: Final[dict[str, tuple[str, tuple[int, ...], int]]] = {
    "sys.exit": ("play(lambda search: sys.exit(3))", (), 3),
    "sys.exit in a task": ("asyncio.run(async_play(async_exit))", (), 3),
    "three interrupts": ("play(wait)", (signal.SIGINT,) * 3, -signal.SIGINT),
    "an interrupt of asyncio.run": ("asyncio.run(async_play(async_wait))", (signal.SIGINT,), -signal.SIGINT),
    "an interrupt that leaves a loop": (
        "asyncio.new_event_loop().run_until_complete(async_play(async_wait))",
        (signal.SIGINT,),
        -signal.SIGINT,
    ),
    "a daemon thread": (
        "said = threading.Event(); in_thread(lambda: play(lambda s: (said.set(), time.sleep(100)))); said.wait(50)",
        (),
        0,
    ),
    "a loop in a daemon thread": (
        """
said = threading.Event()
async def say(search):
    said.set()
    await async_wait(search)
in_thread(lambda: asyncio.run(async_play(say)))
said.wait(50)
""",
        (),
        0,
    ),
    "SIGTERM": ("play(wait); time.sleep(20)", (signal.SIGTERM,), -signal.SIGTERM),
    "SIGTERM of asyncio.run": (
        "asyncio.run(async_play(async_wait)); time.sleep(20)",
        (signal.SIGTERM,),
        -signal.SIGTERM,
    ),
    "SIGTERM of a loop that is blocked": (
        "async def block(search):\n    time.sleep(100)\nasyncio.run(async_play(block))",
        (signal.SIGTERM,),
        -signal.SIGTERM,
    ),
    "SIGTERM with a handler that exits": (
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit(3))\nplay(wait); time.sleep(20)",
        (signal.SIGTERM,),
        3,
    ),
}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("name", ENDS)
def test_a_process_that_ends_leaves_nothing_open(services: Services, name: str) -> None:
    script, signals, code = ENDS[name]
    ended = run(services, script, *signals)
    assert services.left == [], ended
    assert ended.code == code, ended
    assert "edgegap_client: " not in ended.errors


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_a_loop_that_was_left_leaves_nothing_open_on_aiohttp_either(services: Services) -> None:
    script, signals, code = ENDS["an interrupt that leaves a loop"]
    ended = run(services, script, *signals, EDGEGAP_BACKEND="aiohttp")
    assert services.left == [], ended
    assert ended.code == code, ended


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("is_async", [False, True], ids=["sync", "asyncio"])
def test_a_program_with_a_handler_keeps_its_backfills_and_its_instance(services: Services, is_async: bool) -> None:
    script = """
called = threading.Event()
def handler(*_):
    tell("handler")
    called.set()
signal.signal(signal.SIGTERM, handler)
async def async_work(search):
    await async_wait(search)
    await asyncio.to_thread(called.wait, 20)
    await asyncio.to_thread(sys.stdin.readline)
def work(search):
    wait(search)
    called.wait(20)
    sys.stdin.readline()
"""
    script += "asyncio.run(async_play(async_work))" if is_async else "play(work)"
    program = subprocess.Popen(
        [sys.executable, "-c", HEAD + script, *services.urls],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
    )
    try:
        assert program.stdin is not None
        assert program.stdout is not None
        assert program.stdout.readline() == "open\n"
        program.send_signal(signal.SIGTERM)
        assert sorted(program.stdout.readline() for _ in range(2)) == ["cancelled\n", "handler\n"]
        assert not [each for each in services.matchmaker.tickets if each.status != "CANCELLED"]
        assert len(services.matchmaker.backfills) == len(services.browser.seats) == 1
        program.stdin.write("\n")
        program.stdin.flush()
        assert program.wait(30) == 0
    finally:
        program.kill()
        program.communicate()
    assert services.left == []


def test_sigterm_can_be_left_to_the_program(services: Services) -> None:
    script = """
play(wait, Matchmaker(*MATCHMAKER, handle_sigterm=False), ServerBrowser(*BROWSER, handle_sigterm=False))
"""
    ended = run(services, script, signal.SIGTERM)
    assert ended.code == -signal.SIGTERM
    assert len(services.left) == 7


def test_nothing_is_opened_after_sigterm(services: Services) -> None:
    script = """
signal.signal(signal.SIGTERM, lambda *_: None)
matchmaker = Matchmaker(*MATCHMAKER)
play(wait, matchmaker)
for block in (
    matchmaker.tickets.search(**CASUAL),
    Backfill(matchmaker, team_size=4, match=MATCH, assignment={**SERVER, "request_id": "a1"}),
):
    try:
        with block:
            tell("entered")
    except Exception as error:
        tell(error)
"""
    ended = run(services, script, signal.SIGTERM)
    refusal = "not sent: this process has received SIGTERM and is about to end"
    assert [line.partition(" (")[0] for line in ended.lines] == ["cancelled", refusal, refusal], ended
    assert services.left == []


SEARCH: Final = """
def search():
    with Matchmaker(*MATCHMAKER).tickets.search(**CASUAL):
        tell("entered")
async def async_search():
    async with AsyncMatchmaker(*MATCHMAKER).tickets.search(**CASUAL):
        tell("entered")
"""


def run_until_ticket(services: Services, script: str, number: int) -> Ended:
    """Run a program, and send it a signal while it waits for the response to its create request."""
    services.sandbox.faults.add(operation="create_ticket", response_delay=3.0)
    program = subprocess.Popen(
        [sys.executable, "-c", HEAD + SEARCH + script, *services.urls],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
    )
    try:
        end = time.monotonic() + 30
        while not services.matchmaker.tickets and program.poll() is None and time.monotonic() < end:
            time.sleep(0.01)
        assert services.matchmaker.tickets
        program.send_signal(number)
        output, errors = program.communicate(timeout=50)
    finally:
        program.kill()
    return Ended(program.returncode, output.splitlines(), errors)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize(
    ("script", "number"),
    [
        ("search()", signal.SIGINT),
        ("search()", signal.SIGTERM),
        ("asyncio.run(async_search())", signal.SIGTERM),
    ],
)
def test_a_ticket_whose_create_request_is_on_its_way_is_deleted(services: Services, script: str, number: int) -> None:
    ended = run_until_ticket(services, script, number)
    assert services.left == [], ended
    assert ended.lines == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_a_ticket_whose_id_is_not_known_is_reported(services: Services) -> None:
    ended = run_until_ticket(services, "asyncio.new_event_loop().run_until_complete(async_search())", signal.SIGINT)
    assert len(services.left) == 1, ended
    # On stderr or in the log, as the interpreter ends or a thread of the process was quicker.
    assert (
        "a search whose id is not known may not be deleted: the service then removes it when it expires" in ended.errors
    )


def test_what_could_not_be_deleted_is_reported(services: Services) -> None:
    for operation in ("delete_ticket", "delete_backfill", "delete_instance"):
        services.sandbox.faults.add(operation=operation, status=503)
    script = """
at_exit.LIMIT_SECONDS = 1.5
said = threading.Event()
in_thread(lambda: play(lambda s: (said.set(), time.sleep(100))))
said.wait(50)
"""
    ended = run(services, script)
    lines = [line for line in ended.errors.splitlines() if line.startswith("edgegap_client: ")]
    (ticket,) = [each for each in services.matchmaker.tickets if f"search {each.id}" in ended.errors][:1]
    assert any(f"the search {ticket.id} may not be deleted: the service then removes it" in line for line in lines), (
        lines
    )
    assert any(f"the backfills {services.matchmaker.backfills[0].id} may not" in line for line in lines), lines
    assert any("the server instance a1 may not be deleted" in line for line in lines), lines


# --- in this process


def backfill_of(matchmaker: Matchmaker) -> Backfill:
    match = Match("other", "m1", teams={"red": []})
    return Backfill(matchmaker, team_size=4, match=match, assignment={**SERVER, "request_id": "a1"})


def instance_of(browser: AsyncServerBrowser) -> AsyncServerInstance:
    return AsyncServerInstance(browser, slots={"main": 4}, request_id="a1", server=SERVER, interval=0.2)


def until(condition: Any) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_search_that_outlives_its_client_is_deleted(services: Services) -> None:
    matchmaker = Matchmaker(*services.matchmaker_options)
    with matchmaker.tickets.search(**CASUAL) as search:
        matchmaker.close()
        with pytest.raises(ClientClosedError):
            search.assigned(timeout=30)
        assert len(services.left) == 1
    assert services.left == []
    assert not registered()


async def test_an_async_search_that_outlives_its_client_is_deleted(services: Services) -> None:
    matchmaker = AsyncMatchmaker(*services.matchmaker_options)
    async with matchmaker.groups.opened(**CASUAL) as owner:
        await matchmaker.aclose()
        with pytest.raises(ClientClosedError):
            await owner.assigned(timeout=30)
    assert services.left == []
    assert not registered()


def test_backfills_are_deleted_once_their_client_is_closed(services: Services) -> None:
    matchmaker = Matchmaker(*services.matchmaker_options)
    with backfill_of(matchmaker) as backfill:
        until(lambda: backfill.open_backfills)
        matchmaker.close()
        backfill._signal.set()  # or it looks after three seconds
        services.until_nothing_is_left()
    until(lambda: not registered())


async def test_an_instance_is_deleted_once_its_client_is_closed(services: Services) -> None:
    browser = AsyncServerBrowser(*services.browser_options)
    async with instance_of(browser):
        assert len(services.left) == 1
        await browser.aclose()
        await asyncio.to_thread(services.until_nothing_is_left)
    await asyncio.to_thread(until, lambda: not registered())


def test_what_an_abandoned_loop_has_open_is_deleted_while_the_process_lives(services: Services) -> None:
    entered = threading.Event()

    async def work() -> None:
        matchmaker = AsyncMatchmaker(*services.matchmaker_options)
        async with matchmaker.tickets.search(**CASUAL), matchmaker.tickets.search_group([CASUAL]):
            entered.set()
            await asyncio.sleep(100)

    loop = asyncio.new_event_loop()
    task = loop.create_task(work())
    while not entered.is_set():
        loop.run_until_complete(asyncio.sleep(0.01))
    assert len(services.left) == 2
    task.get_coro().close()  # as the garbage collector does
    services.until_nothing_is_left()
    until(lambda: not registered())
    loop.run_until_complete(loop.shutdown_asyncgens())  # which closes its connections
    loop.close()


# --- at every step

STRIDE: Final = 3 * test_at_exit.STRIDE
BLOCKS: Final = ("search", "group", "backfill", "instance")


@pytest.fixture
def inside() -> Iterator[Services]:
    """The services, without sockets."""
    sandbox = Sandbox(seed=1)
    sandbox.add_version("my-game", "v1")
    matchmaker = sandbox.add_matchmaker(CONFIGURATION, token="matchmaker-token", tier=None)
    browser = sandbox.add_server_browser(server_token="server-token")
    yield Services(sandbox, matchmaker, browser, (matchmaker.url, browser.url))
    sandbox.close()


@pytest.mark.skipif(sys.getprofile() is not None, reason="somebody else profiles")
@pytest.mark.parametrize("kind", BLOCKS)
def test_an_interrupt_at_any_moment_leaves_nothing_open(inside: Services, kind: str) -> None:
    gc.collect()  # what is raised in a finalizer is lost
    at, ended = 1, False
    while not ended:
        interrupter = test_at_exit.Interrupter(at)
        with (
            Matchmaker(*inside.matchmaker_options, transport=inside.matchmaker.transport()) as matchmaker,
            ServerBrowser(*inside.browser_options, transport=inside.browser.transport()) as browser,
        ):
            block: Any
            if kind == "search":
                block = matchmaker.tickets.search(**CASUAL)
            elif kind == "group":
                block = matchmaker.groups.opened(**CASUAL, is_ready=True)
            elif kind == "backfill":
                block = backfill_of(matchmaker)
            else:
                block = ServerInstance(browser, slots={"main": 4}, request_id="a1", server=SERVER)
            try:
                sys.setprofile(interrupter)
                with block as opened:
                    if kind == "backfill":
                        until(lambda: opened.open_backfills)
                ended = not interrupter.where
            except KeyboardInterrupt:
                pass
            finally:
                sys.setprofile(None)
        if any(not block.is_pending for block in registered()):
            at_exit._clean_up()  # interrupted before the first line of the end of the block
        until(lambda: not registered())
        assert inside.left == [], interrupter.where
        at += STRIDE
    assert at > 5 * STRIDE


@pytest.mark.parametrize("kind", BLOCKS)
async def test_a_block_may_be_cancelled_at_every_step_of_the_loop(inside: Services, kind: str) -> None:
    async with (
        AsyncMatchmaker(*inside.matchmaker_options, transport=inside.matchmaker.transport()) as matchmaker,
        AsyncServerBrowser(*inside.browser_options, transport=inside.browser.transport()) as browser,
    ):

        async def play() -> None:
            if kind == "search":
                async with matchmaker.tickets.search(**CASUAL):
                    pass
            elif kind == "group":
                async with matchmaker.groups.opened(**CASUAL, is_ready=True):
                    pass
            elif kind == "backfill":
                match = Match("other", "m1", teams={"red": []})
                assignment = {**SERVER, "request_id": "a1"}
                async with AsyncBackfill(matchmaker, team_size=4, match=match, assignment=assignment) as backfill:
                    while not backfill.open_backfills:  # noqa: ASYNC110  # each step of the loop counts
                        await asyncio.sleep(0)
            else:
                async with instance_of(browser):
                    pass

        cancelled = 0
        for steps in range(1, 60, 3):
            task = asyncio.create_task(play())
            for _ in range(steps):
                await asyncio.sleep(0)
            cancelled += task.cancel()
            await asyncio.wait((task,))
            end = time.monotonic() + 30
            while registered():
                assert time.monotonic() < end
                await asyncio.sleep(0.001)
            assert inside.left == [], steps
    assert cancelled > 2
