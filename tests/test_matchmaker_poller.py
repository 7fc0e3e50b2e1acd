"""One poller for all searches of a matchmaker: who waits for the same thing shares its reads, within the limit."""

from __future__ import annotations

import asyncio
import itertools
import secrets
import threading
import time
from collections.abc import Coroutine, Iterator
from contextlib import suppress
from typing import Any, Final

import httpx
import pytest

from edgegap_client import SearchTimedOut
from edgegap_client._core import matchmaker as core
from edgegap_client._runtime.sync_signal import Signal
from edgegap_client.matchmaking import AsyncMatchmaker, Matchmaker, Tier

from .servers.services import ASSIGNMENT, FakeMatchmaker, serving
from .virtual_time import VirtualTime

CASUAL: Final[dict[str, Any]] = {"profile": "casual", "attributes": {}, "player_ip": "203.0.113.7"}
INTERVAL: Final = 0.2


# --- by virtual time


class Counted:
    """A matchmaker that says when each ticket was read, by the clock of the test.

    Attributes:
        reads: The moments of the reads of each ticket.
        refusals: Responses for the next reads, instead of the state.
        delay: Seconds that a read takes.
    """

    def __init__(self, clock: VirtualTime) -> None:
        self._clock = clock
        self._numbers = itertools.count(1)
        # Limits are shared by token, and outlive a test whose clock begins anew.
        self._token = f"token-{secrets.token_hex(6)}"
        self.reads: dict[str, list[float]] = {}
        self.refusals: list[httpx.Response] = []
        self.assigned = False
        self.delay = 0.0

    async def respond(self, request: httpx.Request) -> httpx.Response:
        ticket_id = request.url.path.rpartition("/")[2]
        if request.method == "POST":
            ticket_id = f"t{next(self._numbers)}"
            self.reads[ticket_id] = []
        elif request.method == "DELETE":
            return httpx.Response(204)
        else:
            self.reads.setdefault(ticket_id, []).append(self._clock.now)
            await asyncio.sleep(self.delay)
            if self.refusals:
                return self.refusals.pop()
        state = {"status": "HOST_ASSIGNED", "assignment": ASSIGNMENT} if self.assigned else {"status": "SEARCHING"}
        return httpx.Response(200, json={"id": ticket_id, "profile": "casual", **state})

    @property
    def moments(self) -> list[float]:
        return sorted(moment for moments in self.reads.values() for moment in moments)

    def most_in_a_second(self) -> int:
        moments, most, first = self.moments, 0, 0
        for last, moment in enumerate(moments):
            while moments[first] <= moment - 1:
                first += 1
            most = max(most, last - first + 1)
        return most

    def matchmaker(self, **options: Any) -> AsyncMatchmaker:
        transport = httpx.MockTransport(self.respond)
        return AsyncMatchmaker("http://om.test", self._token, transport=transport, **options)


@pytest.fixture
def clock() -> Iterator[VirtualTime]:
    made = VirtualTime()
    yield made
    made.close()


@pytest.fixture
def counted(clock: VirtualTime) -> Counted:
    return Counted(clock)


async def search(matchmaker: AsyncMatchmaker, seconds: float = 1000.0) -> str:
    async with matchmaker.tickets.search(**CASUAL) as found:
        return (await found.assigned(seconds)).fqdn or ""


def begin(clock: VirtualTime, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
    loop = clock.loops[0] if clock.loops else clock.new_loop()
    return loop.create_task(work)


def test_a_search_is_read_after_three_seconds_and_then_less_often(clock: VirtualTime, counted: Counted) -> None:
    begin(clock, search(counted.matchmaker()))
    clock.advance(100)
    moments = [0.0, *counted.moments]
    gaps = [later - earlier for earlier, later in itertools.pairwise(moments)]
    assert 2.7 <= gaps[0] <= 3.3
    assert all(9.0 <= gap <= 11.0 for gap in gaps[-4:])
    assert len({round(gap, 6) for gap in gaps}) == len(gaps), "jitter"


@pytest.mark.parametrize("rate_limits", ["wait", "off"])
def test_the_limit_on_reads_wins_over_the_interval(
    clock: VirtualTime, counted: Counted, rate_limits: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # 60 searches with an interval of 0.1 to 0.3 s want 200 reads a second at least.
    monkeypatch.setattr(core, "FIRST_INTERVAL_SECONDS", 0.1)
    monkeypatch.setattr(core, "MAX_INTERVAL_SECONDS", 0.3)
    matchmaker = counted.matchmaker(tier=Tier(create=100, read=40, backfill=5), rate_limits=rate_limits)
    for _ in range(60):
        begin(clock, search(matchmaker))
    clock.advance(20)
    # Without the client's own limit, reads come as evenly as jitter allows.
    assert counted.most_in_a_second() <= (40 if rate_limits == "wait" else 60)
    assert 38 * 17 <= len(counted.moments) <= 40 * 21
    # Nobody is forgotten, and nobody is read much more often than the others.
    counts = [len(moments) for moments in counted.reads.values()]
    assert min(counts) >= 0.7 * max(counts) >= 8


def test_a_thousand_searches_with_a_hundred_reads_a_second_are_read_every_ten_seconds(clock: VirtualTime) -> None:
    poller = core.Poller()
    polled = [poller.of(number) for number in range(1000)]
    assert poller.of(1) is polled[1]
    for each in polled:
        each.join(Signal())
        each.saw("SEARCHING")
    first = [each.due(100) - time.monotonic() for each in polled]
    assert 2.7 <= min(first) < 3.5 < 9.5 < max(first) <= 11, "spread from the first read on"
    for each in polled:
        each.saw("SEARCHING")
    later = [each.due(100) - time.monotonic() for each in polled]
    assert 9.0 <= min(later) < 9.1 < 10.9 < max(later) <= 11.0, "jitter"
    assert 9.9 <= sum(later) / 1000 <= 10.1
    for each in polled[1:]:
        each.leave(Signal())
    assert poller.seconds_each(100) == 10.0, "somebody else waits for them"


def test_two_hundred_searches_with_twenty_reads_a_second_are_read_every_ten_seconds(
    clock: VirtualTime, counted: Counted
) -> None:
    matchmaker = counted.matchmaker(tier=Tier(create=200, read=20, backfill=5))
    tasks = [begin(clock, search(matchmaker)) for _ in range(200)]
    clock.advance(42)
    assert len(counted.reads) == 200
    assert counted.most_in_a_second() <= 20
    for moments in counted.reads.values():
        gaps = [later - earlier for earlier, later in itertools.pairwise([0.0, *moments])]
        assert 3 <= len(moments) <= 5
        assert all(8.5 <= gap <= 12.5 for gap in gaps[1:]), gaps
    counted.assigned = True
    clock.advance(14)
    assert {task.result() for task in tasks} == {ASSIGNMENT["fqdn"]}


def test_a_429_holds_up_all_reads_for_as_long_as_the_service_says_and_ends_no_search(
    clock: VirtualTime, counted: Counted
) -> None:
    matchmaker = counted.matchmaker(rate_limits="off")
    tasks = [begin(clock, search(matchmaker)) for _ in range(10)]
    counted.refusals.append(httpx.Response(429, headers={"Retry-After": "30"}))
    clock.advance(120)
    first = counted.moments[0]
    # Those that were on their way at that moment do not count.
    assert not [moment for moment in counted.moments if first < moment < first + 30]
    assert all(moments for moments in counted.reads.values())
    assert not any(task.done() for task in tasks)


@pytest.mark.parametrize("status", [500, 502, 503, 404])
def test_a_lost_read_ends_no_search(clock: VirtualTime, counted: Counted, status: int) -> None:
    task = begin(clock, search(counted.matchmaker()))
    counted.refusals.append(httpx.Response(status))
    clock.advance(5)
    assert not counted.refusals
    counted.assigned = True
    clock.advance(10)
    assert task.result() == ASSIGNMENT["fqdn"]


def test_a_search_whose_reader_is_cancelled_is_read_by_another_waiter_at_once(
    clock: VirtualTime, counted: Counted
) -> None:
    matchmaker = counted.matchmaker()
    counted.delay = 1.0

    async def wait(seconds: float) -> str:
        attached = await matchmaker.tickets.attach("shared")
        return (await attached.assigned(seconds)).fqdn or ""

    tasks = [begin(clock, wait(100.0)) for _ in range(3)]
    clock.advance(2)
    del counted.reads["shared"][:]
    while not counted.moments:
        clock.advance(0.1)
    assert len(counted.moments) == 1
    (reader,) = [task for task in tasks if "respond" in str(stack_of(task))]
    reader.cancel()
    clock.advance(0.2)
    assert len(counted.moments) == 2
    counted.assigned = True
    clock.advance(20)
    assert [task.result() for task in tasks if task is not reader] == [ASSIGNMENT["fqdn"]] * 2


def stack_of(task: asyncio.Task[Any]) -> list[str]:
    """The functions that a task is in."""
    names: list[str] = []
    coroutine: Any = task.get_coro()
    while coroutine is not None:
        code = getattr(coroutine, "cr_code", None)
        names.append("" if code is None else code.co_name)
        coroutine = getattr(coroutine, "cr_await", None)
    return names


def test_a_reader_whose_loop_stands_still_does_not_keep_others_from_reading(
    clock: VirtualTime, counted: Counted
) -> None:
    counted.delay = 1.0
    other = clock.new_loop()

    async def wait(matchmaker: AsyncMatchmaker) -> str:
        attached = await matchmaker.tickets.attach("shared")
        return (await attached.assigned(500)).fqdn or ""

    first = counted.matchmaker()
    other.create_task(wait(first))
    clock.advance(2)
    del counted.reads["shared"][:]
    while not counted.moments:
        clock.advance(0.1)
    clock.loops.remove(other)  # in the middle of its read
    second = counted.matchmaker()
    task = clock.new_loop().create_task(wait(second))
    counted.assigned = True
    clock.advance(60)
    assert task.result() == ASSIGNMENT["fqdn"]


def test_a_caller_that_looks_again_and_again_does_not_read_without_a_pause(
    clock: VirtualTime, counted: Counted
) -> None:
    matchmaker = counted.matchmaker()
    counted.delay = 0.2

    async def impatient() -> None:
        attached = await matchmaker.tickets.attach("shared")
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(attached.assigned(100), 0.1)

    begin(clock, impatient())
    clock.advance(60)
    assert 5 <= len(counted.moments) <= 25


# --- over sockets


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeMatchmaker]:
    monkeypatch.setattr(core, "FIRST_INTERVAL_SECONDS", INTERVAL)
    monkeypatch.setattr(core, "MAX_INTERVAL_SECONDS", INTERVAL)
    fake = FakeMatchmaker()
    with serving(fake):
        yield fake


async def test_all_who_wait_for_a_ticket_share_its_reads_whatever_client_they_have(service: FakeMatchmaker) -> None:
    ticket_id: str = service.create_ticket(CASUAL)["id"]
    found: list[str] = []
    joined = threading.Semaphore(0)

    async def wait(matchmaker: AsyncMatchmaker) -> None:
        attached = await matchmaker.tickets.attach(ticket_id)
        joined.release()
        found.append((await attached.assigned(timeout=30)).fqdn or "")

    def wait_in_thread() -> None:
        with Matchmaker(service.url, service.token, rate_limits="off") as matchmaker:
            attached = matchmaker.tickets.attach(ticket_id)
            joined.release()
            found.append(attached.assigned(timeout=30).fqdn or "")

    async with (
        AsyncMatchmaker(service.url, service.token, rate_limits="off") as one,
        AsyncMatchmaker(service.url, service.token, rate_limits="off") as two,
    ):
        threads = [threading.Thread(target=wait_in_thread) for _ in range(3)]
        for thread in threads:
            thread.start()
        tasks = [asyncio.create_task(wait(client)) for client in (one, one, two)]
        for _ in range(6):
            await asyncio.to_thread(joined.acquire)
        since = len(service.seen)
        await asyncio.to_thread(service.until, lambda: len(service.seen) >= since + 5)
        moments = [request.moment for request in service.seen[since:]]
        service.match(ticket_id)
        await asyncio.gather(*tasks)
        for thread in threads:
            await asyncio.to_thread(thread.join)
    assert found == [ASSIGNMENT["fqdn"]] * 6
    # A read begins one interval after the end of the one before, on however loaded a machine.
    assert min(later - earlier for earlier, later in itertools.pairwise(moments)) >= 0.85 * INTERVAL


def test_matchmakers_and_tokens_are_polled_apart(service: FakeMatchmaker) -> None:
    with Matchmaker(service.url, service.token) as one, Matchmaker(service.url, "another") as other:
        poller = one._organisation.shared(core.Poller)
        assert poller.of(("ticket", "t")) is not other._organisation.shared(core.Poller).of(("ticket", "t"))


def test_members_of_one_group_see_what_others_have_read_of_the_same_member(service: FakeMatchmaker) -> None:
    with Matchmaker(service.url, service.token) as matchmaker, matchmaker.groups.opened(**CASUAL) as owner:
        seen: list[str] = []
        watching = threading.Thread(target=lambda: seen.extend(state.status for state in owner.changes(timeout=20)))
        watching.start()
        owner.ready()
        service.until(lambda: "SEARCHING" in seen)
        service.match(owner.group_id)
        assert owner.assigned(timeout=20).fqdn == ASSIGNMENT["fqdn"]
        watching.join()
    assert seen[-1] == "HOST_ASSIGNED"


def test_what_is_not_waited_for_any_more_is_forgotten(service: FakeMatchmaker) -> None:
    with Matchmaker(service.url, service.token) as matchmaker:
        poller = matchmaker._organisation.shared(core.Poller)
        with matchmaker.tickets.search(**CASUAL) as found, pytest.raises(SearchTimedOut):
            found.assigned(timeout=0.05)
        assert poller.seconds_each(1) == 0
        del found
        assert [reference() for reference in poller._polled.values()] == [None]


def test_an_event_loop_that_was_left_counts_for_a_while_only(clock: VirtualTime) -> None:
    poller = core.Poller()
    left, present = poller.of("left"), poller.of("present")
    left.join(Signal())
    present.join(Signal())
    assert poller.seconds_each(1) == 2
    for _ in range(10):
        clock.advance(core.LOOK_SECONDS)
        present.look()
    assert poller.seconds_each(1) == 1
    del left
    for _ in range(5):
        clock.advance(core.LOOK_SECONDS)
        present.look()
    assert list(poller._polled) == ["present"]
