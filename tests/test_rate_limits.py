"""Documented rate limits are kept before the server has to complain: fairly, by all clients of an organisation."""

from __future__ import annotations

import asyncio
import gc
import re
import socket
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Any, Final

import httpx
import pytest

from edgegap_client import AsyncEdgegap, ConfigurationError, Edgegap, EdgegapError, Outcome, RateLimitedError
from edgegap_client._core import rate_limiter as limits_module
from edgegap_client._core.operation import Operation as ClientOperation
from edgegap_client._core.rate_limiter import MAX_SLOWNESS, RECOVERY_FACTOR, SLOW_DOWN, Limit, Limits, Slot
from edgegap_client._runtime.sync_signal import Signal

from .all_clients import KINDS
from .conftest import TOKEN
from .servers.clients import EitherClient
from .servers.responses import SILENCE, Answer, Seen, Server, reply
from .servers.scripts import answer, serving_script
from .spec import OPERATIONS, SPEC, call_of
from .test_rate_limiter import Clock, most_in_a_window
from .test_retries import failure_of, perform

SPEEDY: Final = 0.2
DEPLOYMENTS: Final = reply(body={"data": [], "total_count": 0, "pagination": {}})
RATE: Final = 10  # of list_deployments


def list_deployments(edgegap: Any) -> Any:
    return edgegap.deployments.list_page()


def limit_of(edgegap: Edgegap | AsyncEdgegap, operation: str = "list_deployments") -> Limit:
    return edgegap._organisation.of(
        ClientOperation(operation, "GET", "/v1/deployments", "deployments", rate_limit=RATE)
    )


def look(edgegap: Edgegap | AsyncEdgegap) -> float:
    """Seconds that another request would wait; 0 if it has started."""
    return limit_of(edgegap).take(Slot(Signal()), 0)


def use_up(edgegap: Edgegap | AsyncEdgegap) -> None:
    """Start as many requests as a second may have; they have no response."""
    for _ in range(RATE):
        assert look(edgegap) == 0


# --- Which operations --------------------------------------------------------------------------------------------

DOCUMENTED: Final = {
    item["operationId"]: item["x-edgegap-rate-limit"]
    for methods in SPEC["paths"].values()
    for method, item in methods.items()
    if method != "parameters" and "x-edgegap-rate-limit" in item
}


def test_limited_are_exactly_the_operations_that_the_specification_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: dict[str, float | None] = {}
    of = Limits.of

    def noting(limits: Limits, operation: ClientOperation) -> Limit:
        counted[operation.id] = operation.rate_limit
        return of(limits, operation)

    monkeypatch.setattr(Limits, "of", noting)
    sent: list[str] = []

    def refuse(request: httpx.Request) -> httpx.Response:
        sent.append(request.method)
        return httpx.Response(418)

    with Edgegap(TOKEN, transport=httpx.MockTransport(refuse)) as edgegap:
        for operation in OPERATIONS.values():
            call = call_of(operation)
            method = getattr(getattr(edgegap, operation.tag), operation.method_name)
            with pytest.raises(EdgegapError):
                result = method(*call.positional, **call.options, **call.fields)
                result.collect()  # of a list, which is lazy
    assert len(sent) == len(OPERATIONS)
    assert counted == DOCUMENTED
    assert len(DOCUMENTED) >= 6


# --- Clients -----------------------------------------------------------------------------------------------------


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(DEPLOYMENTS) as running:
        yield running


def pages_of(server: Server) -> list[int]:
    """The pages that were asked for, in order."""
    return [int(re.findall(r"page=(\d+)", seen.path)[0]) for seen in server.seen]


@pytest.mark.parametrize("kind", KINDS)
def test_a_call_waits_for_its_slot(kind: str, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits_module, "WINDOW_SECONDS", SPEEDY)

    def three_windows(edgegap: Edgegap) -> None:
        with ThreadPoolExecutor(2 * RATE + 1) as threads:
            for future in [threads.submit(list_deployments, edgegap) for _ in range(2 * RATE + 1)]:
                future.result()

    async def three_windows_async(edgegap: AsyncEdgegap) -> None:
        await asyncio.gather(*(list_deployments(edgegap) for _ in range(2 * RATE + 1)))

    started = time.monotonic()
    perform(kind, three_windows if kind == "sync" else three_windows_async, base_url=server.url)
    after = [seen.at - started for seen in server.seen]
    assert len(after) == 2 * RATE + 1
    assert after[RATE] >= SPEEDY
    assert after[2 * RATE] >= 2 * SPEEDY


async def test_waiters_are_served_in_the_order_of_arrival(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits_module, "WINDOW_SECONDS", 0.03)
    limit = Limit(1)
    async with AsyncEdgegap(TOKEN, base_url=server.url) as edgegap:
        monkeypatch.setattr(edgegap._organisation, "of", lambda operation: limit)  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
        asked = [edgegap.deployments.list_page(page=number) for number in range(1, 8)]
        await asyncio.gather(*asked)
    assert pages_of(server) == list(range(1, 8))


async def test_who_survives_a_burst_of_cancellations_goes_before_those_who_come_later(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = 0.3
    monkeypatch.setattr(limits_module, "WINDOW_SECONDS", window)
    async with AsyncEdgegap(TOKEN, base_url=server.url) as edgegap:
        burst = [asyncio.create_task(edgegap.deployments.list_page(page=number)) for number in range(1, 401)]
        await asyncio.to_thread(server.wait_for_requests, RATE)
        survivors = [15, 16, *range(200, 390, 10), 400][:20]
        for number, task in enumerate(burst, 1):
            if number > RATE and number not in survivors:
                task.cancel()
        newcomers = [asyncio.create_task(edgegap.deployments.list_page(page=number)) for number in range(401, 421)]
        began = time.monotonic()
        await asyncio.gather(*(burst[number - 1] for number in survivors), *newcomers)
    pages = pages_of(server)[RATE:]
    # Ten start at the same moment, on connections of their own.
    assert [sorted(pages[start : start + RATE]) for start in range(0, 40, RATE)] == [
        *(survivors[:RATE], survivors[RATE:]),
        *(list(range(401, 411)), list(range(411, 421))),
    ]
    assert all(task.cancelled() for task in burst[16:198])
    assert time.monotonic() - began < 400 / RATE * window  # which is when the last of the burst would have started


LATENCIES: Final[dict[str, Callable[[int], float]]] = {
    "0 ms": lambda number: 0.0,
    "50 ms": lambda number: 0.05,
    "300 ms": lambda number: 0.3,
    "jitter": lambda number: (0.0, 0.2, 0.01, 0.1, 0.0, 0.33)[number % 6],
}


@pytest.mark.parametrize("latency", LATENCIES)
def test_threads_and_event_loops_together_keep_the_limit(latency: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits_module, "WINDOW_SECONDS", SPEEDY)
    # Every request has a response here, so that on a slow machine, too, no request arrives when it counts no more.
    monkeypatch.setattr(limits_module, "ARRIVES_WITHIN_SECONDS", 30.0)

    def answer(seen: Seen) -> Answer:
        return reply(body={"data": [], "total_count": 0, "pagination": {}}, after=LATENCIES[latency](len(counted.seen)))

    async def in_loop() -> None:
        async with AsyncEdgegap(TOKEN, base_url=counted.url) as edgegap:
            await asyncio.gather(*(list_deployments(edgegap) for _ in range(9)))

    def in_threads(edgegap: Edgegap) -> None:
        for _ in range(2):
            list_deployments(edgegap)

    with Server(answer) as counted, Edgegap(TOKEN, base_url=counted.url) as edgegap, ThreadPoolExecutor(12) as threads:
        loops = [threads.submit(asyncio.run, in_loop()) for _ in range(3)]
        for future in [*[threads.submit(in_threads, edgegap) for _ in range(7)], *loops]:
            future.result()
    assert len(counted.seen) == 41
    assert most_in_a_window([seen.at for seen in counted.seen], SPEEDY) <= RATE


def test_waiters_of_an_event_loop_that_was_closed_hold_nobody_up(server: Server) -> None:
    async def leave_waiters(edgegap: AsyncEdgegap) -> list[Any]:
        calls = [list_deployments(edgegap) for _ in range(5 * RATE)]
        waiting = [asyncio.ensure_future(call) for call in calls]
        await asyncio.sleep(0)
        for task in waiting:
            task._log_destroy_pending = False
        return calls

    with Edgegap(TOKEN, base_url=server.url) as other:
        use_up(other)
        loop = asyncio.new_event_loop()
        calls = loop.run_until_complete(leave_waiters(AsyncEdgegap(TOKEN, base_url=server.url)))
        assert len(limit_of(other)._state.get().waiting) == 5 * RATE
        loop.close()
        # Still referred to, so nothing but the closed loop tells that nobody waits.
        limit_of(other).give_back(limit_of(other)._state.get().counted[0])
        list_deployments(other)
        for call in calls:
            call.close()
        assert not limit_of(other)._state.get().waiting
    assert len(server.seen) == 1


async def test_all_clients_with_the_same_token_share_their_limits_sync_and_async(server: Server) -> None:
    with Edgegap(TOKEN, base_url=server.url) as one, Edgegap(f"token {TOKEN}", base_url=f"{server.url}/") as two:
        async with AsyncEdgegap(TOKEN, base_url=server.url, rate_limits="raise") as three:
            assert limit_of(one) is limit_of(two) is limit_of(three)
            use_up(one)
            with pytest.raises(RateLimitedError):
                await list_deployments(three)
            with pytest.raises(RateLimitedError):
                list_deployments(two.with_options(rate_limits="raise"))
    assert not server.seen


def test_other_tokens_other_services_and_other_operations_have_limits_of_their_own(server: Server) -> None:
    with (
        Edgegap(TOKEN, base_url=server.url) as one,
        Edgegap("9999-8888-7777", base_url=server.url) as other,
        Edgegap(TOKEN, base_url="http://127.0.0.1:1") as elsewhere,
    ):
        limits = {id(limit_of(one)), id(limit_of(other)), id(limit_of(elsewhere)), id(limit_of(one, "list_hosts"))}
        assert len(limits) == 4
        use_up(one)
        list_deployments(other.with_options(rate_limits="raise"))
    assert len(server.seen) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_raise_refuses_at_once_and_sends_nothing(kind: str, server: Server) -> None:
    with Edgegap(TOKEN, base_url=server.url) as other:
        use_up(other)
        error = failure_of(kind, list_deployments, base_url=server.url, rate_limits="raise", max_retries=5)
    assert isinstance(error, RateLimitedError)
    assert error.outcome is Outcome.NOT_SENT
    assert error.retry_after == pytest.approx(1.0, abs=0.3)
    assert (error.operation, error.method, error.path) == ("list_deployments", "GET", "/v1/deployments")
    assert (error.attempts, error.status) == (0, None)
    assert error.elapsed < 0.4
    assert "10 requests a second" in str(error)
    assert not server.seen


@pytest.mark.parametrize("kind", KINDS)
def test_off_does_not_count(kind: str, server: Server) -> None:
    with Edgegap(TOKEN, base_url=server.url) as other:
        use_up(other)
        for _ in range(2):
            perform(kind, list_deployments, base_url=server.url, rate_limits="off", timeout=0.5)
        assert len(limit_of(other)._state.get().counted) == RATE
    assert len(server.seen) == 2


def test_anything_else_than_wait_raise_and_off_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="'wait', 'raise' or 'off'"):
        Edgegap(TOKEN, rate_limits="never")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("kind", KINDS)
def test_a_slot_beyond_the_deadline_is_not_waited_for(kind: str, server: Server) -> None:
    with Edgegap(TOKEN, base_url=server.url) as other:
        use_up(other)
        error = failure_of(kind, list_deployments, base_url=server.url, timeout=0.5)
        assert isinstance(error, RateLimitedError)
        assert error.outcome is Outcome.NOT_SENT
        assert error.retry_after == pytest.approx(1.0, abs=0.3)
        assert error.elapsed < 0.4
        assert not limit_of(other)._state.get().waiting
    assert not server.seen


@pytest.mark.parametrize("kind", KINDS)
def test_a_deadline_that_comes_too_close_while_waiting_ends_the_wait(kind: str, server: Server) -> None:
    """The estimate is that of a quick response to the requests before; there is none."""
    with Edgegap(TOKEN, base_url=server.url) as other:
        use_up(other)
        error = failure_of(kind, list_deployments, base_url=server.url, timeout=1.2)
        assert isinstance(error, RateLimitedError)
        assert error.outcome is Outcome.NOT_SENT
        assert error.retry_after is not None
        assert error.retry_after == pytest.approx(1.0, abs=0.3)  # after the second that it has waited
        assert error.elapsed > 0.9
        assert not limit_of(other)._state.get().waiting
    assert not server.seen


async def test_a_waiter_that_is_cancelled_is_never_sent_and_the_next_moves_up(server: Server) -> None:
    async with AsyncEdgegap(TOKEN, base_url=server.url) as edgegap:
        use_up(edgegap)
        waiting = [asyncio.create_task(list_deployments(edgegap)) for _ in range(RATE)]
        await asyncio.sleep(0)
        assert look(edgegap) > 1.5
        waiting[3].cancel()
        await asyncio.wait((waiting[3],))
        assert look(edgegap) < 1.5
        for task in waiting:
            task.cancel()
        await asyncio.wait(waiting)
        assert not limit_of(edgegap)._state.get().waiting
    assert not server.seen


def test_a_waiter_that_is_interrupted_is_never_sent_and_the_next_moves_up(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(wakeup: Signal, seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Signal, "wait", interrupt)
    with Edgegap(TOKEN, base_url=server.url) as edgegap:
        use_up(edgegap)
        for _ in range(3 * RATE):
            with pytest.raises(KeyboardInterrupt):
                list_deployments(edgegap)
        assert not limit_of(edgegap)._state.get().waiting
        assert look(edgegap) <= 1.0
    assert not server.seen


@pytest.mark.parametrize("kind", KINDS)
def test_a_request_that_never_left_gives_its_slot_back(kind: str) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # bound, but nobody listens
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with Edgegap(TOKEN, base_url=url) as other:
            failure_of(kind, list_deployments, base_url=url, max_retries=0)
            assert not limit_of(other)._state.get().counted


async def test_a_call_that_is_cancelled_before_its_first_byte_gives_its_slot_back() -> None:
    with Server(SILENCE) as server:
        async with AsyncEdgegap(TOKEN, base_url=server.url, max_connections=1) as edgegap:
            calls = [asyncio.create_task(list_deployments(edgegap)) for _ in range(2)]
            await asyncio.to_thread(server.wait_for_requests, 1)
            # One was sent; the other has its slot, and waits for the connection.
            assert len(limit_of(edgegap)._state.get().counted) == 2
            for call in reversed(calls):
                call.cancel()
                await asyncio.wait((call,))
            assert len(limit_of(edgegap)._state.get().counted) == 1
    assert len(server.seen) == 1


@pytest.mark.parametrize("asked", ["30", None], ids=["for as long as it says", "for a second"])
def test_when_the_server_complains_all_clients_of_the_organisation_pause(asked: str | None) -> None:
    with (
        Server(reply(429, retry_after=asked)) as server,
        Edgegap(TOKEN, base_url=server.url, max_retries=0) as one,
        Edgegap(TOKEN, base_url=server.url, rate_limits="raise") as other,
    ):
        with pytest.raises(RateLimitedError):
            list_deployments(one)
        with pytest.raises(RateLimitedError) as raised:
            list_deployments(other)
        assert raised.value.retry_after == pytest.approx(30 if asked else 1, abs=0.5)
        assert limit_of(other).is_paused()
        assert "the server responded with 429 and asked the client to wait" in str(raised.value)
        assert "used up" not in str(raised.value)
        with pytest.raises(RateLimitedError):  # of the server's: an operation without a limit goes on
            other.with_options(max_retries=0).applications.get("my-game")
    assert len(server.seen) == 2


async def test_who_waits_already_also_heeds_a_complaint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits_module, "WINDOW_SECONDS", SPEEDY)
    with Server(*[reply(429, retry_after="30")] * RATE, DEPLOYMENTS) as server:
        async with AsyncEdgegap(TOKEN, base_url=server.url, max_retries=0) as edgegap:
            calls = [asyncio.create_task(list_deployments(edgegap)) for _ in range(2 * RATE)]
            await asyncio.sleep(2 * SPEEDY)
            for call in calls:
                call.cancel()
            await asyncio.wait(calls)
            for call in calls:
                assert call.cancelled() or isinstance(call.exception(), RateLimitedError)
    assert len(server.seen) == RATE


@pytest.mark.parametrize("kind", KINDS)
def test_after_a_complaint_requests_are_paced_more_slowly_for_a_while(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits_module, "WINDOW_SECONDS", SPEEDY)

    def four_windows(edgegap: Edgegap) -> None:
        with pytest.raises(RateLimitedError):
            list_deployments(edgegap)
        with ThreadPoolExecutor(3 * RATE + 1) as threads:
            for future in [threads.submit(list_deployments, edgegap) for _ in range(3 * RATE + 1)]:
                future.result()

    async def four_windows_async(edgegap: AsyncEdgegap) -> None:
        with pytest.raises(RateLimitedError):
            await list_deployments(edgegap)
        await asyncio.gather(*(list_deployments(edgegap) for _ in range(3 * RATE + 1)))

    with Server(reply(429, retry_after="0.1"), DEPLOYMENTS) as server:
        call = four_windows if kind == "sync" else four_windows_async
        perform(kind, call, base_url=server.url, max_retries=0)
    complained, *after = [seen.at for seen in server.seen]
    assert after[0] - complained >= 0.1
    # With every request the pace recovers by 2 %.
    assert after[RATE] - after[0] >= SPEEDY * SLOW_DOWN * RECOVERY_FACTOR ** (RATE - 1)
    assert after[2 * RATE] - after[RATE] >= SPEEDY
    assert after[3 * RATE] - after[0] < 3 * SPEEDY * SLOW_DOWN + 5


class Refused:
    """Calls one after the other by the limit's clock, over a socket; a call that would wait is refused at once."""

    def __init__(self, client: EitherClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock

    def send(self, number: int = 1) -> None:
        """Send so many requests, whatever the response."""
        for _ in range(number):
            assert self.seconds() == 0

    def seconds(self) -> float:
        """Seconds until the next request may start; 0 if it was sent."""
        try:
            self._client.call(self._client.deployments.list_page)
        except RateLimitedError as error:
            return 0.0 if error.outcome is Outcome.REJECTED else error.retry_after or 0.0
        return 0.0

    def next(self) -> None:
        """Send a request as soon as it may start."""
        self._clock.now += self.seconds()
        self.send()


@pytest.fixture
def virtual_clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of the limits."""
    clock = Clock()
    monkeypatch.setattr(limits_module, "time", clock)
    return clock


@pytest.fixture(params=KINDS)
def refused_by(request: pytest.FixtureRequest, virtual_clock: Clock) -> Callable[[str], Any]:
    """The calls of a client of either kind."""

    @contextmanager
    def calls(url: str) -> Generator[Refused]:
        options: dict[str, Any] = {"rate_limits": "raise", "max_retries": 0}
        with EitherClient(url, is_async=request.param == "async", **options) as client:
            yield Refused(client, virtual_clock)

    return calls


@pytest.mark.parametrize(
    ("asked", "pause"),
    [
        ("0", 0),
        ("0.5", 0.5),
        (None, 1),
        ("30", 30),
        ("59", 59),
        ("61", 60),
        ("86400", 60),
        ("Fri, 01 Jan 2100 00:00:00 GMT", 60),
    ],
)
def test_a_429_pauses_for_as_long_as_it_asks_for_and_a_minute_at_most(
    asked: str | None, pause: float, refused_by: Any, virtual_clock: Clock
) -> None:
    with Server(reply(429, retry_after=asked), DEPLOYMENTS) as server, refused_by(server.url) as calls:
        calls.send()
        assert calls.seconds() == pytest.approx(pause)
        virtual_clock.now += max(0.0, pause - 0.01)
        assert (calls.seconds() > 0) is (pause > 0)
        virtual_clock.now += 0.02
        assert calls.seconds() == 0


def test_a_429_does_not_shorten_the_pause_of_another(refused_by: Any) -> None:
    both_are_sent, first_is_handled = threading.Barrier(2), threading.Event()

    def complain(_: bytes) -> list[bytes]:
        if both_are_sent.wait(20) == 0:
            return [answer(b"", "Retry-After: 30", status="429 Too Many Requests")]
        assert first_is_handled.wait(20)
        return [answer(b"", "Retry-After: 1", status="429 Too Many Requests")]

    with serving_script(complain) as url, refused_by(url) as calls, ThreadPoolExecutor(2) as threads:
        both = [threads.submit(calls.send) for _ in range(2)]
        wait(both, return_when=FIRST_COMPLETED)
        first_is_handled.set()
        for call in both:
            call.result()
        assert calls.seconds() == pytest.approx(30)


@pytest.mark.parametrize("complaints", [1, 3, 7])
def test_each_429_slows_the_pace_further_and_each_request_recovers_a_little(
    complaints: int, refused_by: Any, virtual_clock: Clock
) -> None:
    with Server(*[reply(429, retry_after="0")] * complaints, DEPLOYMENTS) as server, refused_by(server.url) as calls:
        slowness = 1.0
        for _ in range(complaints):
            calls.send()
            slowness = min(max(1.0, slowness * RECOVERY_FACTOR) * SLOW_DOWN, MAX_SLOWNESS)
        virtual_clock.now += 60
        # They start at once, and each counts for a shorter time than the one before.
        calls.send(RATE)
        assert calls.seconds() == pytest.approx(slowness * RECOVERY_FACTOR ** (RATE - 1))
        for _ in range(11 * RATE):
            calls.next()
        virtual_clock.now += 60
        calls.send(RATE)
        assert calls.seconds() == pytest.approx(1)


@pytest.mark.parametrize("kind", KINDS)
def test_a_call_that_met_a_complaint_is_repeated_after_the_pause_it_asked_for(kind: str) -> None:
    with Server(reply(429, retry_after="0.3"), DEPLOYMENTS) as server:
        perform(kind, list_deployments, base_url=server.url)
    first, second = server.seen
    assert 0.29 < second.at - first.at < 0.6


def test_the_registry_holds_no_token_and_forgets_who_is_gone() -> None:
    def registered() -> set[str]:
        gc.collect()
        return {name for name, limits in limits_module._shared.get().items() if limits() is not None}

    before = registered()
    edgegap = Edgegap(TOKEN)
    limit_of(edgegap)
    limit_of(edgegap.with_options(max_retries=0))
    added = registered() - before
    assert len(added) == 1
    assert TOKEN not in str(added)
    assert TOKEN not in str(vars(edgegap._organisation))
    edgegap.close()
    del edgegap
    assert registered() == before
    # The next organisation sweeps out what is left of it.
    with Edgegap("5555-6666"):
        assert not added & limits_module._shared.get().keys()


def test_threads_that_make_clients_at_once_get_the_same_limits() -> None:
    barrier = threading.Barrier(8)

    def make(_: int) -> Edgegap:
        barrier.wait()
        return Edgegap(TOKEN, base_url="http://127.0.0.1:1/at-once")

    switch = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as threads:
            clients = list(threads.map(make, range(8)))
            assert len({id(limit) for limit in threads.map(limit_of, clients)}) == 1
    finally:
        sys.setswitchinterval(switch)


def test_a_limit_that_is_made_twice_at_once_is_one_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """By a signal handler or another thread, while the first is being made."""
    limits = Limits("an-organisation")
    operation = ClientOperation("list_hosts", "GET", "/v1/hosts", "hosts", rate_limit=RATE)
    inner: list[Limit] = []

    def make(rate: float) -> Limit:
        if not inner:
            inner.append(Limit(0))
            inner.append(limits.of(operation))
        return Limit(rate)

    monkeypatch.setattr(limits_module, "Limit", make)
    assert limits.of(operation) is limits.of(operation) is inner[1]
