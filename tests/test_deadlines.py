"""A call ends within its deadline, and a caller who leaves leaves nothing behind."""

from __future__ import annotations

import asyncio
import random
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import anyio
import httpx
import pytest

from edgegap_client import (
    AsyncEdgegap,
    ClientClosedError,
    ConfigurationError,
    Edgegap,
    EdgegapError,
    Outcome,
    RetryPolicy,
    ServerError,
    TimedOut,
)
from edgegap_client._core.call import Call
from edgegap_client._core.exchange import Exchange
from edgegap_client._transport.private import transport_of
from edgegap_client.api.applications import get_application
from edgegap_client.beacons import measure
from edgegap_client.replicas import Replicas

from .all_clients import ALL_KINDS, KINDS
from .conftest import ON_AIOHTTP, TOKEN
from .servers.responses import SILENCE, Answer, Seen, Server, reply
from .test_retries import CALLS, failure_of, perform

# How much later than its deadline a call may end here: a busy computer may stand still. Without a deadline it would not
# end at all, as the server is silent or sends for ever.
GRACE: Final = 5.0
# When the ways of cancelling do so.
LEAVE_SECONDS: Final = 0.3
GET: Final = CALLS["GET"]
DRIP: Final = Answer(reply().data, every=0.05)


@pytest.fixture(autouse=True)
def nothing_goes_unheard(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Whatever an event loop would only have logged ('exception was never retrieved'...); read by `a_tidy_loop`."""
    heard: list[dict[str, Any]] = []

    def hear(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        heard.append(context)

    monkeypatch.setattr(asyncio.BaseEventLoop, "call_exception_handler", hear)
    return heard


@pytest.fixture
async def a_tidy_loop(nothing_goes_unheard: list[dict[str, Any]]) -> AsyncIterator[None]:
    """Fails when a task or an error that nobody hears of is left behind."""
    before = asyncio.all_tasks()
    yield
    await asyncio.sleep(0)
    left = [task for task in asyncio.all_tasks() - before if not task.done()]
    # The finaliser's own task is not the test's.
    assert [task for task in left if task is not asyncio.current_task()] == []
    assert nothing_goes_unheard == []


tidy: Final = pytest.mark.usefixtures("a_tidy_loop")


# --- Deadlines ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ALL_KINDS)
@pytest.mark.parametrize("answer", [SILENCE, DRIP], ids=["silent server", "server that sends a byte now and then"])
@pytest.mark.parametrize("per", ["client", "call"])
def test_a_slow_server_holds_a_call_no_longer_than_its_deadline(kind: str, answer: Answer, per: str) -> None:
    with Server(answer) as server:
        if per == "client":
            error = failure_of(kind, GET, base_url=server.url, timeout=1.0)
        else:
            error = failure_of(kind, lambda edgegap: GET(edgegap.with_options(timeout=1.0)), base_url=server.url)
    assert isinstance(error, TimedOut)
    assert error.outcome is Outcome.UNKNOWN
    assert 1.0 <= error.elapsed + 0.01 < 1.0 + GRACE
    assert len(server.seen) == error.attempts == 1


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_the_deadline_covers_all_attempts_together(kind: str) -> None:
    with Server(reply(503, after=0.3), reply(503, after=0.3), SILENCE) as server:
        error = failure_of(kind, GET, base_url=server.url, timeout=2.0, max_retries=RetryPolicy(50, first_delay=0))
    assert isinstance(error, TimedOut)
    assert len(server.seen) == error.attempts == 3  # each of 51 would have 2 s, if the deadline were that of an attempt


@pytest.mark.parametrize("kind", KINDS)
def test_no_pause_goes_beyond_the_deadline(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edgegap_client._core.retries.random.uniform", lambda low, high: high)  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    with Server(reply(503)) as server:
        error = failure_of(kind, GET, base_url=server.url, timeout=5.0, max_retries=RetryPolicy(50, first_delay=1.0))
    # Pauses of 1 and 2 s fit; another of 4 s does not, so there is nothing to wait for.
    assert isinstance(error, ServerError)
    assert len(server.seen) == error.attempts == 3
    assert 3.0 <= error.elapsed < 5.0


def test_waiting_for_a_free_connection_counts_and_nothing_is_sent_sync() -> None:
    with Server(reply(after=2.0), reply()) as server, Edgegap(TOKEN, base_url=server.url, max_connections=1) as edgegap:
        first = threading.Thread(target=lambda: GET(edgegap))
        first.start()
        server.wait_for_requests(1)
        with pytest.raises(TimedOut) as raised:
            GET(edgegap.with_options(timeout=0.1))
        first.join()
        assert GET(edgegap).name == "my-game"
    assert raised.value.outcome is Outcome.NOT_SENT
    assert raised.value.elapsed < 0.1 + GRACE
    assert len(server.seen) == 2


@tidy
@pytest.mark.parametrize(
    "injected",
    [
        False,
        True,
    ],
    ids=["own", "injected"],
)
async def test_waiting_for_a_free_connection_counts_and_nothing_is_sent_async(injected: bool) -> None:
    with Server(reply(after=2.0), reply()) as server:
        async with (
            httpx.AsyncClient() as mine,
            AsyncEdgegap(
                TOKEN, base_url=server.url, max_connections=1, http_client=mine if injected else None
            ) as edgegap,
        ):
            first = asyncio.create_task(GET(edgegap))
            await seen(server, 1)
            with pytest.raises(TimedOut) as raised:
                await GET(edgegap.with_options(timeout=0.1))
            await first
            assert len(server.seen) == 1
            assert (await GET(edgegap)).name == "my-game"
    assert raised.value.elapsed < 0.1 + GRACE
    assert raised.value.outcome is Outcome.NOT_SENT


@pytest.mark.parametrize("kind", KINDS)
def test_timeouts_of_phases_stay_shorter_than_the_deadline(kind: str) -> None:
    with Server(SILENCE) as server:
        error = failure_of(
            kind, GET, base_url=server.url, timeout=60, max_retries=0, timeouts=httpx.Timeout(60, read=0.1)
        )
    assert isinstance(error, TimedOut)
    assert isinstance(error.__cause__, httpx.ReadTimeout)
    assert 0.1 <= error.elapsed < 0.1 + GRACE


@pytest.mark.parametrize("kind", KINDS)
def test_a_timeout_is_not_the_last_of_the_client(kind: str) -> None:
    def timeout_then_succeed(edgegap: Edgegap) -> Any:
        with pytest.raises(TimedOut):
            GET(edgegap.with_options(timeout=0.1))
        return GET(edgegap)

    async def timeout_then_succeed_async(edgegap: AsyncEdgegap) -> Any:
        with pytest.raises(TimedOut):
            await GET(edgegap.with_options(timeout=0.1))
        return await GET(edgegap)

    with Server(SILENCE, reply()) as server:
        call: Callable[[Any], Any] = timeout_then_succeed if kind == "sync" else timeout_then_succeed_async
        assert perform(kind, call, base_url=server.url, max_connections=1).name == "my-game"


# --- Cancellation ------------------------------------------------------------------------------------------------


async def seen(server: Server, requests: int) -> None:
    """Return when the server has read that many requests."""
    await asyncio.to_thread(server.wait_for_requests, requests)


@asynccontextmanager
async def asking(
    answer: Answer | Callable[[Seen], Answer], **options: Any
) -> AsyncGenerator[tuple[Server, AsyncEdgegap]]:
    with Server(answer) as server:
        async with AsyncEdgegap(TOKEN, base_url=server.url, **options) as edgegap:
            yield server, edgegap


async def by_asyncio_timeout(call: Awaitable[Any]) -> None:
    with pytest.raises(TimeoutError) as raised:
        async with asyncio.timeout(LEAVE_SECONDS):
            await call
    assert not isinstance(raised.value, EdgegapError)


async def by_wait_for(call: Awaitable[Any]) -> None:
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(call, LEAVE_SECONDS)


async def by_task_group(call: Awaitable[Any]) -> None:
    async def fail() -> None:
        await asyncio.sleep(LEAVE_SECONDS)
        raise LookupError

    async def wait() -> None:
        with pytest.raises(asyncio.CancelledError):
            await call
        raise asyncio.CancelledError

    with pytest.raises(ExceptionGroup) as raised:
        async with asyncio.TaskGroup() as group:
            group.create_task(wait())
            group.create_task(fail())
    assert [type(error) for error in raised.value.exceptions] == [LookupError]


def after_a_first(answer: Answer) -> Callable[[Seen], Answer]:
    """`answer` to all but the first request, which makes the connection that the others need not wait for."""
    answers = iter([reply()])
    return lambda _: next(answers, answer)


async def by_move_on_after(call: Awaitable[Any]) -> None:
    with anyio.move_on_after(LEAVE_SECONDS) as scope:
        await call
    assert scope.cancelled_caught


async def by_fail_after(call: Awaitable[Any]) -> None:
    with pytest.raises(TimeoutError):
        with anyio.fail_after(LEAVE_SECONDS):
            await call


async def by_anyio_task_group(call: Awaitable[Any]) -> None:
    async def wait() -> None:
        await call

    async with anyio.create_task_group() as group:
        group.start_soon(wait)
        await asyncio.sleep(LEAVE_SECONDS)
        group.cancel_scope.cancel()


LEAVING: Final = [
    by_asyncio_timeout,
    by_wait_for,
    by_task_group,
    by_move_on_after,
    by_fail_after,
    by_anyio_task_group,
]


@tidy
@pytest.mark.parametrize("leave", LEAVING)
async def test_every_way_of_cancelling_ends_the_call_at_once(
    leave: Callable[[Awaitable[Any]], Awaitable[None]],
) -> None:
    async with asking(after_a_first(SILENCE)) as (server, edgegap):
        await GET(edgegap)
        started = time.monotonic()
        await leave(GET(edgegap))
        assert time.monotonic() - started < LEAVE_SECONDS + GRACE
        await seen(server, 2)
        assert len(server.seen) == 2


@tidy
@pytest.mark.parametrize("leave", LEAVING)
async def test_a_call_cancelled_while_it_waits_for_a_connection_is_never_sent(
    leave: Callable[[Awaitable[Any]], Awaitable[None]],
) -> None:
    async with asking(reply(after=1.0), max_connections=1) as (server, edgegap):
        first = asyncio.create_task(GET(edgegap))
        await seen(server, 1)
        await leave(CALLS["POST"](edgegap))
        await first
        await GET(edgegap)
        assert [request.method for request in server.seen] == ["GET", "GET"]


@tidy
@pytest.mark.parametrize("leave", LEAVING)
async def test_a_call_cancelled_in_a_pause_is_not_sent_again(
    leave: Callable[[Awaitable[Any]], Awaitable[None]],
) -> None:
    async with asking(after_a_first(reply(429, retry_after="0.6"))) as (server, edgegap):
        await GET(edgegap)
        await leave(GET(edgegap))
        await asyncio.sleep(0.5)
        assert len(server.seen) == 2


@tidy
@pytest.mark.parametrize("warm", [False, True], ids=["new connection", "kept connection"])
async def test_once_a_cancelled_call_has_ended_it_is_settled_whether_it_is_sent(
    warm: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchanges: list[Exchange] = []
    start = Call.start

    def noting(*arguments: Any, **options: Any) -> Exchange:
        exchanges.append(start(*arguments, **options))
        return exchanges[-1]

    monkeypatch.setattr(Call, "start", noting)
    were_sent: list[bool] = []
    # Cancelled after 0, 1, 2... turns of the loop, that is, at each point where it may wait.
    for turns in range(25):
        async with asking(reply()) as (server, edgegap):
            if warm:
                await GET(edgegap)
            before = len(server.seen)
            exchanges.clear()
            call = asyncio.create_task(CALLS["POST"](edgegap))
            for _ in range(turns):
                await asyncio.sleep(0)
            call.cancel()
            await asyncio.wait((call,))
            were_sent.append(any(exchange.sent for exchange in exchanges))
            if were_sent[-1]:
                await seen(server, before + 1)
            await GET(edgegap)
            assert [request.method for request in server.seen[before:]] == ["POST"] * were_sent[-1] + ["GET"]
    assert were_sent[0] is False
    assert were_sent[-1] is True


@tidy
async def test_a_call_cancelled_after_it_was_sent_is_seen_once() -> None:
    async with asking(lambda request: reply(503, after=0.05)) as (server, edgegap):
        call = asyncio.create_task(GET(edgegap))
        await seen(server, 1)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        await asyncio.sleep(0.1)
        assert len(server.seen) == 1


async def cancel_many(get: Callable[[], Awaitable[Any]], requests: int = 5_000, workers: int = 40) -> None:
    """Start requests and cancel each at a random moment, some of them too late."""
    left = iter(range(requests))
    chance = random.Random(1)

    async def worker() -> None:
        for _ in left:
            call = asyncio.ensure_future(get())
            await asyncio.sleep(chance.uniform(0, 0.02))
            call.cancel()
            await asyncio.wait((call,))
            if not call.cancelled():
                call.exception()

    await asyncio.gather(*(worker() for _ in range(workers)))


async def successes(get: Callable[[], Awaitable[Any]], of: int = 100) -> int:
    async def succeeds() -> bool:
        try:
            await get()
        except (EdgegapError, httpx.HTTPError):
            return False
        return True

    return sum([await succeeds() for _ in range(of)])


def soon() -> Callable[[Seen], Answer]:
    chance = random.Random(2)
    return lambda request: reply(after=chance.uniform(0, 0.005))


@tidy
async def test_the_pool_survives_thousands_of_cancelled_requests() -> None:
    started = time.monotonic()
    async with asking(soon(), max_connections=10, max_retries=0, timeout=5) as (server, edgegap):
        await cancel_many(lambda: GET(edgegap))
        assert await successes(lambda: GET(edgegap)) == 100
        sender = (await edgegap._runtime.here()).sender
        if not ON_AIOHTTP:
            transport: Any = transport_of(sender.client)
            pool = transport._pool
            assert len(pool._all) <= 10
            idle = {connection for _, connection in pool._idle}
            assert idle == {reference() for reference in pool._all}
            assert all(connection.is_idle() for connection in idle)
        assert not sender._on_the_way
        assert sender._slots._value == 10
        assert server.open_connections <= 10
    assert time.monotonic() - started < 15


@pytest.mark.usefixtures("nothing_goes_unheard")
async def test_a_plain_httpx_client_does_not_survive_them_so_the_test_above_can_fail() -> None:
    with Server(soon()) as server:
        # Only waiting for a free connection has a short timeout: nothing else can fail afterwards.
        timeout = httpx.Timeout(5, pool=0.01)
        async with httpx.AsyncClient(limits=httpx.Limits(max_connections=10), timeout=timeout) as client:
            await cancel_many(lambda: client.get(server.url), requests=1_500)
            assert await successes(lambda: client.get(server.url)) < 100


# --- Closing -----------------------------------------------------------------------------------------------------


@tidy
async def test_closing_ends_what_is_on_its_way() -> None:
    with Server(SILENCE) as server:
        edgegap = AsyncEdgegap(TOKEN, base_url=server.url, max_connections=2)
        calls = [asyncio.create_task(GET(edgegap)) for _ in range(2)]
        await seen(server, 2)
        started = time.monotonic()
        await edgegap.aclose()
        await asyncio.wait(calls, timeout=20)
        assert all(isinstance(call.exception(), ClientClosedError) for call in calls)
        assert time.monotonic() - started < GRACE
        for _ in range(2000):
            if not server.open_connections:
                break
            await asyncio.sleep(0.005)
        assert server.open_connections == 0


@tidy
async def test_a_call_ended_by_closing_the_client_ends_with_an_error_of_ours() -> None:
    with Server(SILENCE) as server:
        edgegap = AsyncEdgegap(TOKEN, base_url=server.url)
        call = asyncio.create_task(GET(edgegap))
        await seen(server, 1)
        await edgegap.aclose()
        await asyncio.wait((call,))
        assert not call.cancelled()
        error = call.exception()
        assert isinstance(error, EdgegapError)
        assert error.outcome is Outcome.UNKNOWN


@tidy
async def test_a_call_that_waits_for_a_connection_of_a_closed_client_says_that_it_is_closed() -> None:
    with Server(SILENCE) as server:
        edgegap = AsyncEdgegap(TOKEN, base_url=server.url, max_connections=1)
        first = asyncio.create_task(GET(edgegap))
        await seen(server, 1)
        waiting = asyncio.create_task(GET(edgegap))
        await asyncio.sleep(0.01)
        await edgegap.aclose()
        await asyncio.wait((first, waiting), timeout=20)
        assert isinstance(first.exception(), ClientClosedError)
        assert isinstance(waiting.exception(), ClientClosedError)


def test_a_call_that_pauses_while_its_client_is_closed_says_that_it_is_closed() -> None:
    with Server(reply(503), reply()) as server:
        edgegap = Edgegap(
            TOKEN,
            base_url=server.url,
            max_retries=RetryPolicy(1, first_delay=0),
            event_hooks={"retry": [lambda retry: edgegap.close()]},
        )
        with pytest.raises(ClientClosedError):
            GET(edgegap)


# --- Interrupts --------------------------------------------------------------------------------------------------

INTERRUPTED: Final = {
    "sync": """
        edgegap = Edgegap("11112222-3333", max_connections=1)
        try:
            edgegap.applications.get("my-game")
        except KeyboardInterrupt:
            print("interrupted", edgegap.applications.get("my-game").name)
        edgegap.close()
        """,
    "async": """
        edgegap = AsyncEdgegap("11112222-3333", max_connections=1)
        async def name():
            return (await edgegap.applications.get("my-game")).name
        try:
            asyncio.run(name())
        except KeyboardInterrupt:
            print("interrupted", asyncio.run(name()))
        asyncio.run(edgegap.aclose())
        """,
    "not caught": """
        async def main():
            async with AsyncEdgegap("11112222-3333") as edgegap:
                await edgegap.applications.get("my-game")
        asyncio.run(main())
        """,
}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send an interrupt to one process alone")
@pytest.mark.parametrize("program", INTERRUPTED)
def test_after_an_interrupt_the_client_works_on_and_nothing_is_left(program: str) -> None:
    code = "import asyncio\nfrom edgegap_client import AsyncEdgegap, Edgegap\n" + textwrap.dedent(INTERRUPTED[program])
    with Server(SILENCE, reply()) as server:
        process = subprocess.Popen(
            [sys.executable, "-W", "error", "-c", code],
            cwd=Path(__file__).resolve().parent.parent,
            env={"EDGEGAP_BASE_URL": server.url},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        server.wait_for_requests(1)
        process.send_signal(signal.SIGINT)
        printed, complaints = process.communicate(timeout=30)
    if program == "not caught":
        assert process.returncode in (-signal.SIGINT, 130)
        assert complaints.rstrip().endswith("KeyboardInterrupt")
        for trace_of_a_leak in ("ResourceWarning", "never retrieved", "never awaited", "was destroyed"):
            assert trace_of_a_leak not in complaints
    else:
        assert (printed, complaints, process.returncode) == ("interrupted my-game\n", "", 0)


# --- Other event loops -------------------------------------------------------------------------------------------


async def enter(edgegap: AsyncEdgegap) -> None:
    async with edgegap:
        raise AssertionError("it was entered")


UNDER_TRIO: Final[dict[str, Callable[[AsyncEdgegap], Any]]] = {
    "async with": enter,
    "aenter": lambda edgegap: edgegap.__aenter__(),
    "aexit": lambda edgegap: edgegap.__aexit__(None, None, None),
    "aclose": lambda edgegap: edgegap.aclose(),
    "call": GET,
    "call without rate limit": lambda edgegap: edgegap.with_options(rate_limits="off").deployments.list_page(),
    "list": lambda edgegap: edgegap.deployments.list().collect(),
    "launch": lambda edgegap: edgegap.deployments.launch(application="a", version="v", users=["203.0.113.7"]),
    "running": lambda edgegap: edgegap.deployments.running(
        application="a", version="v", users=["203.0.113.7"]
    ).__aenter__(),
    "stop": lambda edgegap: edgegap.deployments.stop("d"),
    "sweep": lambda edgegap: edgegap.deployments.sweep(),
    "wait": lambda edgegap: edgegap.deployments.wait_until_ready("d"),
    "wait for a session": lambda edgegap: edgegap.sessions.wait_until_ready("s"),
    "low-level function": lambda edgegap: get_application.asyncio("a", client=edgegap),
    "measure": lambda edgegap: measure([]),
}


async def _token() -> str:
    raise AssertionError("it was asked")


@pytest.mark.parametrize("token", [TOKEN, _token], ids=["text", "callable"])
@pytest.mark.parametrize("entry", UNDER_TRIO)
def test_under_trio_every_entry_says_that_it_needs_asyncio(entry: str, token: Any) -> None:
    trio: Any = pytest.importorskip("trio", reason="trio is not installed")

    async def call() -> None:
        with Replicas("redis://127.0.0.1:1") as replicas:
            await UNDER_TRIO[entry](AsyncEdgegap(token, replicas=replicas))

    with pytest.raises(ConfigurationError, match="needs asyncio; it does not run under trio"):
        trio.run(call)


@tidy
async def test_under_anyio_on_asyncio_the_client_works() -> None:
    async with asking(reply()) as (server, edgegap):
        async with anyio.create_task_group() as group:
            for _ in range(5):
                group.start_soon(GET, edgegap)
        assert len(server.seen) == 5
