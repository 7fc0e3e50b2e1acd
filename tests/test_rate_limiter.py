"""`Limit` by a clock of the test's own: order, exactness, use of the limit, and what a signal handler may do to it."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
import textwrap
import threading
import time
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from heapq import heappop, heappush
from itertools import count, pairwise
from pathlib import Path
from types import FrameType, SimpleNamespace
from typing import Any, Final

import pytest

from edgegap_client import _atomic as atomic_module
from edgegap_client._atomic import Atomic
from edgegap_client._core import rate_limiter as module
from edgegap_client._core.lease import Lease
from edgegap_client._core.rate_limiter import MAX_SLOWNESS, OVERDUE_SECONDS, SLOW_DOWN, Limit, Slot
from edgegap_client._runtime import async_signal, sync_signal
from edgegap_client._runtime.async_signal import AsyncSignal
from edgegap_client._runtime.sync_signal import Signal

ROOT: Final = Path(__file__).resolve().parent.parent


def most_in_a_window(moments: Iterable[float], seconds: float = 1.0) -> int:
    """The most moments that any window of so many seconds holds."""
    ordered = sorted(moments)
    return max(bisect_left(ordered, start + seconds) - index for index, start in enumerate(ordered))


@dataclass
class Clock:
    now: float = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=made.monotonic))
    return made


class Bell:
    """A wakeup that notes whether it was set."""

    def __init__(self, works: bool = True) -> None:
        self.rung = 0
        self.works = works

    def set(self) -> bool:
        self.rung += 1
        return self.works


class Waiter:
    """Who wants to send one request."""

    def __init__(self, limit: Limit, *, loop_is_closed: bool = False) -> None:
        self.bell = Bell(works=not loop_is_closed)
        self.slot = Slot(self.bell)
        self.limit = limit

    def take(self, longest: float = 60.0) -> float:
        return self.limit.take(self.slot, longest)

    @property
    def rung(self) -> int:
        return self.bell.rung


def started(limit: Limit, number: int) -> list[Waiter]:
    """So many waiters whose requests have started now."""
    waiters = [Waiter(limit) for _ in range(number)]
    assert [waiter.take(0) for waiter in waiters] == [0] * number
    return waiters


def answered(limit: Limit, number: int) -> None:
    """So many requests have started and have a response now."""
    for waiter in started(limit, number):
        waiter.slot.ended()


# --- When a request starts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("rate", [1, 2, 10, 40])
def test_the_first_requests_of_a_second_start_at_once_and_the_next_a_second_after_a_response(
    rate: int, clock: Clock
) -> None:
    limit = Limit(rate)
    first = started(limit, rate)
    clock.now += 0.05
    for waiter in first:
        waiter.slot.ended()
    second = [Waiter(limit) for _ in range(rate)]
    third = [Waiter(limit) for _ in range(rate)]
    assert [waiter.take() for waiter in second] == [pytest.approx(1.0)] * rate
    assert [waiter.take() for waiter in third] == [pytest.approx(2.0)] * rate
    clock.now += 1.0001
    assert [waiter.take() for waiter in second] == [0] * rate
    assert [waiter.take() for waiter in third] == [pytest.approx(1.0)] * rate


def test_a_request_counts_for_a_second_after_its_response_however_late_that_is(clock: Clock) -> None:
    """Requests that leave a second apart may arrive closer together when the first was slow on its way."""
    limit = Limit(2)
    slow, quick = started(limit, 2)
    third, fourth = Waiter(limit), Waiter(limit)
    clock.now += 0.1
    quick.slot.ended()
    clock.now += 0.3
    slow.slot.ended()
    assert [third.take(), fourth.take()] == [pytest.approx(0.7), pytest.approx(1.0)]
    clock.now += 0.71
    # In the order of arrival, whoever looks first.
    assert fourth.take() == pytest.approx(0.29)
    assert third.take() == 0
    clock.now += 0.3
    assert fourth.take() == 0


def test_without_a_response_a_request_counts_for_six_seconds(clock: Clock) -> None:
    limit = Limit(1)
    started(limit, 1)
    waiter = Waiter(limit)
    assert waiter.take() == pytest.approx(1.0)  # the response might come now
    clock.now += 1.0
    clock.now += 4.5
    assert waiter.take() == pytest.approx(0.5)
    clock.now += 0.499
    assert waiter.take() == pytest.approx(0.001)
    clock.now += 0.002
    assert waiter.take() == 0


def test_several_at_the_head_start_together_whoever_looks_first(clock: Clock) -> None:
    limit = Limit(3)
    answered(limit, 3)
    waiters = [Waiter(limit) for _ in range(4)]
    for waiter in waiters:
        waiter.take()
    clock.now += 1.6
    assert waiters[3].take() > 0
    assert [waiters[index].take() for index in (2, 0, 1)] == [0, 0, 0]
    assert waiters[3].take() == pytest.approx(1.0)


def test_who_will_not_wait_is_not_queued(clock: Clock) -> None:
    limit = Limit(1)
    started(limit, 1)
    assert [Waiter(limit).take(0.5) for _ in range(3)] == [pytest.approx(1.0)] * 3
    keeps = [Waiter(limit), Waiter(limit)]
    assert [keeps[0].take(1.01), keeps[1].take(60)] == [pytest.approx(1.0), pytest.approx(2.0)]
    assert Waiter(limit).take(0) == pytest.approx(3.0)


# --- Giving back -------------------------------------------------------------------------------------------------


def test_when_the_head_leaves_the_next_is_woken_and_everybody_moves_up(clock: Clock) -> None:
    limit = Limit(1)
    (first,) = started(limit, 1)
    first.slot.ended()
    waiters = [Waiter(limit) for _ in range(4)]
    for waiter in waiters:
        waiter.take()
    limit.give_back(waiters[1].slot)
    assert [waiter.rung for waiter in waiters] == [0, 0, 0, 0]
    limit.give_back(waiters[0].slot)
    assert [waiter.rung for waiter in waiters] == [0, 0, 1, 0]
    limit.give_back(waiters[0].slot)  # safe to repeat
    assert [waiters[2].take(), waiters[3].take()] == [pytest.approx(1.0), pytest.approx(2.0)]


def test_a_slot_that_is_given_back_unused_goes_at_once_to_the_one_who_waits_longest(clock: Clock) -> None:
    limit = Limit(2)
    _, unused = started(limit, 2)
    oldest, younger = Waiter(limit), Waiter(limit)
    oldest.take()
    younger.take()
    limit.give_back(unused.slot)
    assert [oldest.rung, younger.rung] == [1, 0]
    assert Waiter(limit).take() > 0
    assert younger.take() > 0
    assert oldest.take() == 0


def test_whoever_starts_wakes_those_who_sleep_longer_than_they_need_to(clock: Clock) -> None:
    limit = Limit(2)
    answered(limit, 2)
    waiters = [Waiter(limit) for _ in range(6)]
    for waiter in waiters:
        waiter.take()
    for waiter in waiters[2:4]:
        limit.give_back(waiter.slot)
    clock.now += 1.6
    assert [waiter.take() for waiter in waiters[:2]] == [0, 0]
    assert [waiter.rung for waiter in waiters] == [0, 0, 0, 0, 1, 0]
    assert waiters[4].take() == pytest.approx(1.0)


def test_all_are_woken_who_may_start_not_only_the_head(clock: Clock) -> None:
    limit = Limit(3)
    answered(limit, 3)
    waiters = [Waiter(limit) for _ in range(12)]
    for waiter in waiters:
        waiter.take()
    for waiter in waiters[1:8]:
        limit.give_back(waiter.slot)
    clock.now += 1.6
    assert waiters[0].take() == 0
    assert [waiter.rung for waiter in waiters[8:]] == [1, 1, 0, 0]
    # The head may be stuck.
    assert [waiter.take() for waiter in waiters[9:]] == [0, pytest.approx(1.0), pytest.approx(1.0)]


# --- Waiters that are lost ---------------------------------------------------------------------------------------


def test_nobody_waits_for_a_waiter_that_was_abandoned(clock: Clock) -> None:
    limit = Limit(1)
    answered(limit, 1)
    abandoned, other = Waiter(limit), Waiter(limit)
    abandoned.take()
    other.take()
    del abandoned
    assert other.take() == pytest.approx(1.0)
    clock.now += 1.6
    assert other.take() == 0


def test_a_waiter_that_should_have_looked_long_ago_is_passed_over_and_keeps_its_place(clock: Clock) -> None:
    limit = Limit(1)
    answered(limit, 1)
    stalled = [Waiter(limit), Waiter(limit)]
    for waiter in stalled:
        waiter.take()
    clock.now += 2.0 + OVERDUE_SECONDS + 0.1
    (other,) = started(limit, 1)
    other.slot.ended()
    younger = Waiter(limit)
    assert younger.take() == pytest.approx(1.0)
    # They come back, the younger one first.
    assert [stalled[1].take(), stalled[0].take()] == [pytest.approx(1.0), pytest.approx(1.0)]
    assert stalled[1].take() == pytest.approx(2.0)
    assert younger.take() == pytest.approx(3.0)


def test_a_head_that_was_woken_and_does_not_look_is_passed_over_and_the_next_is_woken(clock: Clock) -> None:
    limit = Limit(1)
    answered(limit, 1)
    waiters = [Waiter(limit) for _ in range(30)]
    for waiter in waiters:
        waiter.take()
    for waiter in waiters[:27]:
        limit.give_back(waiter.slot)
    stuck, survivor, last = waiters[27:]
    assert [stuck.rung, survivor.rung] == [1, 0]  # woken long before its time
    clock.now += 1.6 + OVERDUE_SECONDS
    assert Waiter(limit).take() > 0
    assert survivor.rung == 1
    assert survivor.take() == 0
    assert last.rung == 1


def test_a_waiter_whose_event_loop_is_closed_passes_the_wake_up_on(clock: Clock) -> None:
    limit = Limit(1)
    started(limit, 1)
    waiters = [Waiter(limit, loop_is_closed=index in (1, 2)) for index in range(5)]
    for waiter in waiters:
        waiter.take()
    limit.give_back(waiters[0].slot)
    assert [waiter.rung for waiter in waiters] == [0, 1, 1, 1, 0]


def test_a_forked_child_does_not_wait_behind_the_threads_of_its_parent(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = Limit(1)
    started(limit, 1)
    of_parent = [Waiter(limit) for _ in range(5)]
    for waiter in of_parent:
        waiter.take()
    monkeypatch.setattr(module, "os", SimpleNamespace(getpid=lambda: os.getpid() + 1))
    assert Waiter(limit).take() == pytest.approx(1.0)


# --- After a 429 -------------------------------------------------------------------------------------------------


def paced(limit: Limit, clock: Clock, number: int) -> list[float]:
    """When so many requests start one after the other, each with a response at once."""
    moments: list[float] = []
    for _ in range(number):
        waiter = Waiter(limit)
        while wait := waiter.take(600):
            clock.now += wait
        waiter.slot.ended()
        moments.append(clock.now)
    return moments


@pytest.mark.parametrize("rate", [1, 10])
def test_after_a_429_nothing_starts_for_a_while_then_more_slowly_and_that_is_forgotten(rate: int, clock: Clock) -> None:
    limit = Limit(rate)
    paced(limit, clock, 1)
    limit.slow_down(10)
    limit.slow_down(3)  # does not shorten it
    asked_at = clock.now
    assert Waiter(limit).take(0) == pytest.approx(10)
    assert limit.is_paused()
    moments = paced(limit, clock, 81 * rate)[::rate]
    assert moments[0] == pytest.approx(asked_at + 10)
    assert not limit.is_paused()
    gaps = [second - first for first, second in pairwise(moments)]
    # Twice slowed down; with a rate of 10 the first gap is that of requests of which each recovered a little.
    assert gaps[0] > SLOW_DOWN * 1.2
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[-1] == pytest.approx(1.0)


def test_many_429s_slow_down_no_further_than_the_slowest(clock: Clock) -> None:
    limit = Limit(1)
    for _ in range(100):
        limit.slow_down(0)
    first, second = paced(limit, clock, 2)
    assert second - first == pytest.approx(MAX_SLOWNESS)


def test_a_429_also_holds_back_those_who_wait(clock: Clock) -> None:
    limit = Limit(1)
    answered(limit, 1)
    waiter = Waiter(limit)
    waiter.take()
    limit.slow_down(1000)
    clock.now += 1.6
    assert waiter.take(600) == pytest.approx(60 - 1.6)  # and never for longer than a minute


# --- Leases ------------------------------------------------------------------------------------------------------


class Leasing:
    """A lessor that notes how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.works = True

    def ask(self) -> None:
        self.asked += 1

    def is_working(self) -> bool:
        return self.works


def leased(limit: Limit, clock: Clock, capacity: int, target: int | None = None, *, valid: float = 1.0) -> None:
    limit.leased(
        Lease(capacity, capacity if target is None else target, limit.rate, clock.now + valid, clock.now, clock.now + 1)
    )


def shared(rate: int) -> tuple[Limit, Leasing]:
    limit, lessor = Limit(rate), Leasing()
    limit.lease_from(lessor)
    return limit, lessor


def test_without_a_lease_nothing_starts_and_nobody_is_refused_before_the_store_has_responded(clock: Clock) -> None:
    limit, lessor = shared(10)
    waiter = Waiter(limit)
    assert 0 < waiter.take(0) <= 0.2
    assert waiter.slot.waits_for_store
    assert lessor.asked == 1
    clock.now += 0.01
    leased(limit, clock, 0)  # others have everything
    assert waiter.rung == 1
    assert waiter.take(0) > 0
    assert not waiter.slot.waits_for_store


def test_who_would_be_refused_because_the_store_does_not_respond_has_the_share_of_the_process(clock: Clock) -> None:
    limit = Limit(10)
    lessor = Leasing()
    limit.lease_from(lessor, replicas=5)
    waiters = [Waiter(limit) for _ in range(4)]
    begun = clock.now
    for waiter in waiters:
        assert 0 < waiter.take(0) <= 0.2
    clock.now += 0.1
    assert 0 < waiters[0].take(0) <= 0.1001
    clock.now = begun + 0.201
    assert [waiter.take(0) for waiter in waiters[:2]] == [0, 0]
    assert waiters[2].take(0) > 0
    assert not waiters[2].slot.waits_for_store


def test_a_lease_wakes_as_many_as_may_start_and_they_keep_to_it(clock: Clock) -> None:
    limit, _ = shared(10)
    waiters = [Waiter(limit) for _ in range(5)]
    for waiter in waiters:
        waiter.take()
    clock.now += 0.3  # they no longer wait for the store, but for others
    for waiter in waiters:
        waiter.take()
    leased(limit, clock, 3)
    assert [waiter.rung for waiter in waiters] == [1, 1, 1, 0, 0]
    assert [waiter.take() for waiter in waiters[:3]] == [0, 0, 0]
    assert waiters[3].take() > 0


def test_a_lease_that_is_out_of_date_starts_nothing(clock: Clock) -> None:
    """The process was stopped for a while: others may have its slots."""
    limit, lessor = shared(10)
    leased(limit, clock, 10)
    clock.now += 1.01
    assert Waiter(limit).take() > 0
    assert lessor.asked == 1
    assert limit.offer().held == 0


def test_who_must_come_down_does_not_use_freed_slots_and_gives_them_up(clock: Clock) -> None:
    limit, _ = shared(10)
    leased(limit, clock, 10)
    first = started(limit, 10)
    waiters = [Waiter(limit) for _ in range(5)]
    for waiter in waiters:
        waiter.take()
    leased(limit, clock, 10, 4, valid=60)
    for waiter in first[:5]:
        waiter.slot.ended()
    clock.now += 1.01
    assert all(waiter.take() > 0 for waiter in waiters)
    assert limit.offer()[:2] == (5, 10)
    for waiter in first[5:]:
        waiter.slot.ended()
    clock.now += 1.01
    assert [waiter.take() for waiter in waiters] == [0, 0, 0, 0, pytest.approx(1.0, abs=0.95)]


def test_an_offer_gives_up_what_nobody_needs(clock: Clock) -> None:
    limit, _ = shared(10)
    leased(limit, clock, 10)
    (waiter,) = started(limit, 1)
    waiter.slot.ended()
    offer = limit.offer()
    assert (offer.held, offer.wants) == (1, 1)
    assert offer.frees_in == offer.over_in == pytest.approx(1.0)
    assert Waiter(limit).take() > 0  # until there is a new lease


@pytest.mark.parametrize(("rate", "replicas", "at_once", "seconds"), [(40, 4, 10, 1), (10, 3, 3, 1), (1, 4, 1, 4)])
def test_without_the_store_a_process_has_its_share(
    rate: int, replicas: int, at_once: int, seconds: int, clock: Clock
) -> None:
    limit, _ = shared(rate)
    limit.alone(replicas)
    for waiter in started(limit, at_once):
        waiter.slot.ended()
    assert Waiter(limit).take() == pytest.approx(seconds)


def test_when_the_store_is_lost_a_busy_process_keeps_to_a_smaller_lease_for_a_while(clock: Clock) -> None:
    """The others may still use what they have leased."""
    limit, _ = shared(10)
    leased(limit, clock, 2)
    limit.alone(2, settles=True)
    started(limit, 2)
    assert Waiter(limit).take() > 0
    limit.alone(2)
    started(limit, 3)
    assert Waiter(limit).take() > 0


def test_when_the_store_is_lost_an_idle_process_has_its_share_at_once(clock: Clock) -> None:
    limit, _ = shared(10)
    leased(limit, clock, 0)
    waiter = Waiter(limit)
    assert waiter.take() > 0
    assert waiter.slot.waits_for_store
    limit.alone(2, settles=True)
    assert waiter.take() == 0
    started(limit, 4)
    assert Waiter(limit).take() > 0


def test_a_waiter_that_looks_late_asks_for_a_lease_again(clock: Clock) -> None:
    """While its event loop stood still it did not count as a waiter, so nobody asked for a lease any more."""
    limit, lessor = shared(10)
    waiter = Waiter(limit)
    waiter.take()
    clock.now += 0.05
    leased(limit, clock, 0)
    waiter.take()
    clock.now += 0.1
    waiter.take()
    asked = lessor.asked
    clock.now += 0.1
    waiter.take()
    assert lessor.asked == asked  # the lessor asks for those who wait
    clock.now += 5
    assert limit.offer().wants == 0
    assert waiter.take() > 0
    assert lessor.asked == asked + 1


def test_a_pause_of_another_process_holds_back_and_is_not_lengthened_on_its_way_to_and_fro(clock: Clock) -> None:
    limit, _ = shared(10)
    limit.leased(Lease(10, 10, 10, clock.now + 60, clock.now), 30)
    assert Waiter(limit).take(0) == pytest.approx(30)
    for _ in range(100):
        limit.leased(Lease(10, 10, 10, clock.now + 60, clock.now), 30.01)
    assert Waiter(limit).take(0) == pytest.approx(30)


def test_when_the_lessor_has_ended_the_process_has_the_limit_for_itself(clock: Clock) -> None:
    limit, lessor = shared(10)
    waiting = Waiter(limit)
    waiting.take()
    lessor.works = False
    started(limit, 9)
    assert waiting.take() == 0


# --- Everything together, in simulated time ----------------------------------------------------------------------


@dataclass
class Simulation:
    """Callers and a server. Requests arrive some time after their start, and waiters look some time after they wake."""

    clock: Clock
    limit: Limit
    latency: Callable[[], float]
    lag: Callable[[], float]
    arrivals: list[float] = field(default_factory=list[float])
    starts: dict[int, float] = field(default_factory=dict[int, float])
    _events: list[tuple[float, int, Callable[[], object]]] = field(default_factory=list[Any])
    _numbers: Iterator[int] = field(default_factory=count)

    def at(self, moment: float, event: Callable[[], object]) -> None:
        heappush(self._events, (moment, next(self._numbers), event))

    def run(self) -> None:
        while self._events:
            moment, _, event = heappop(self._events)
            self.clock.now = max(self.clock.now, moment)
            event()


class Caller:
    """One call of a simulation; with `is_stuck` it never looks again."""

    def __init__(self, simulation: Simulation, number: int, *, is_stuck: bool = False) -> None:
        self._simulation = simulation
        self._number = number
        self._slot = Slot(self)
        self._looks = 0
        self._is_over = False
        self.is_stuck = is_stuck
        self.is_cancelled = False

    def set(self) -> bool:
        self._look_at(0.0)
        return True

    def _look_at(self, wait: float) -> None:
        simulation = self._simulation
        self._looks += 1
        number = self._looks
        simulation.at(
            simulation.clock.now + wait + simulation.lag(), lambda: self.look() if number == self._looks else None
        )

    def look(self) -> None:
        if self._is_over or (self.is_stuck and self._looks):
            return
        wait = self._simulation.limit.take(self._slot, 1e6)
        if wait:
            self._look_at(wait)
            return
        self._is_over = True
        simulation, now = self._simulation, self._simulation.clock.now
        simulation.starts[self._number] = now
        latency = simulation.latency()
        simulation.at(now + latency / 2, lambda: simulation.arrivals.append(simulation.clock.now))
        simulation.at(now + latency, self._slot.ended)

    def cancel(self) -> None:
        if not self._is_over:
            self._is_over = self.is_cancelled = True
            self._simulation.limit.give_back(self._slot)


LATENCIES: Final[dict[str, Callable[[random.Random], float]]] = {
    "0 ms": lambda chance: 0.0001,
    "50 ms": lambda chance: 0.05,
    "300 ms": lambda chance: 0.3,
    "jitter": lambda chance: chance.choice((0.001, 0.02, chance.uniform(0.0, 0.9))),
}


@pytest.mark.parametrize("latency", LATENCIES)
@pytest.mark.parametrize("rate", [1, 10, 40])
def test_no_second_at_the_server_holds_too_many_and_nobody_overtakes(rate: int, latency: str, clock: Clock) -> None:
    """Whatever is cancelled, stuck and slowed down."""
    for seed in range(12):
        simulate(random.Random(f"{seed} {rate} {latency}"), rate, LATENCIES[latency], clock, with_429s=seed % 3 == 0)


def simulate(
    chance: random.Random, rate: int, latency: Callable[[random.Random], float], clock: Clock, *, with_429s: bool
) -> None:
    lag = 0.001
    limit = Limit(rate)
    simulation = Simulation(clock, limit, lambda: latency(chance), lambda: chance.uniform(0, lag))
    callers: list[Caller] = []
    arrives = clock.now
    for number in range(200):
        arrives += chance.choice((0, 0, 0, 0, 0.001, chance.uniform(0, 2 / rate), chance.uniform(0, 20 / rate)))
        caller = Caller(simulation, number, is_stuck=chance.random() < 0.03)
        callers.append(caller)
        simulation.at(arrives, caller.look)
        if chance.random() < 0.3:
            simulation.at(arrives + chance.uniform(0, 50 / rate), caller.cancel)
    if with_429s:
        for _ in range(3):
            simulation.at(chance.uniform(clock.now, arrives), partial(limit.slow_down, chance.uniform(0, 3)))
    simulation.run()
    assert most_in_a_window(simulation.arrivals) <= rate
    living = [
        number
        for number, caller in enumerate(callers)
        if not caller.is_cancelled and (not caller.is_stuck or number in simulation.starts)
    ]
    moments = [simulation.starts[number] for number in living]  # a KeyError if one has waited for ever
    # Several may start together: one that looks by itself does not wait for the one before it.
    latest = 0.0
    for moment in moments:
        assert moment >= latest - 2 * lag
        latest = max(latest, moment)


@pytest.mark.parametrize(("latency", "share"), [(0.001, 0.99), (0.05, 0.9), (0.3, 0.7)])
@pytest.mark.parametrize("rate", [1, 10, 40])
def test_a_busy_limit_is_used(rate: int, latency: float, share: float, clock: Clock) -> None:
    simulation = Simulation(clock, Limit(rate), lambda: latency, lambda: 0.002)
    begun, number = clock.now, 30 * rate
    for caller in [Caller(simulation, number) for number in range(number)]:
        simulation.at(begun, caller.look)
    simulation.run()
    seconds = max(simulation.starts.values()) - begun
    assert (number - rate) / (rate * seconds) >= share


def test_who_survives_a_burst_of_cancellations_goes_before_those_who_come_later(clock: Clock) -> None:
    chance = random.Random(1)
    simulation = Simulation(clock, Limit(10), lambda: 0.05, lambda: 0.001)
    begun = clock.now
    burst = [Caller(simulation, number) for number in range(400)]
    for caller in burst:
        simulation.at(begun, caller.look)
    survivors = sorted(chance.sample(range(10, 400), 20))
    for number in set(range(10, 400)) - set(survivors):
        simulation.at(begun + 0.3, burst[number].cancel)
    newcomers = [Caller(simulation, number) for number in range(400, 430)]
    for caller in newcomers:
        simulation.at(begun + 0.31, caller.look)
    simulation.run()
    order = sorted(simulation.starts, key=simulation.starts.__getitem__)
    assert sorted(order[10:20]) == survivors[:10]
    assert sorted(order[20:30]) == survivors[10:]
    assert sorted(order[30:]) == list(range(400, 430))
    assert max(simulation.starts.values()) - begun < 6  # 50 waiters, 10 a second


# --- Threads -----------------------------------------------------------------------------------------------------


def test_threads_share_a_limit_without_taking_a_slot_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WINDOW_SECONDS", 0.05)
    monkeypatch.setattr(module, "ARRIVES_WITHIN_SECONDS", 30.0)  # all have a response
    limit = Limit(10)

    def take(_: int) -> float:
        wakeup = Signal()
        slot = Slot(wakeup)
        while wait := limit.take(slot, 60):
            wakeup.wait(wait)
        moment = time.monotonic()
        slot.ended()
        return moment

    switch = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(16) as threads:
            moments = list(threads.map(take, range(200)))
    finally:
        sys.setswitchinterval(switch)
    assert most_in_a_window(moments, 0.05) <= 10


def test_threads_that_replace_a_value_lose_no_change() -> None:
    atomic = Atomic[tuple[int, ...]](())

    def add(number: int) -> None:
        for _ in range(300):
            atomic.update(lambda numbers: ((*numbers[-1000:], number), None))
            counted.update(lambda before: (before + 1, None))

    counted = Atomic(0)
    switch = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as threads:
            list(threads.map(add, range(8)))
    finally:
        sys.setswitchinterval(switch)
    assert counted.get() == 8 * 300
    assert len(atomic.get()) == 1001


def test_a_change_that_is_overtaken_is_computed_again() -> None:
    atomic = Atomic(1)
    seen: list[int] = []

    def change(value: int) -> tuple[int, str]:
        seen.append(value)
        if len(seen) == 1:
            atomic.update(lambda value: (value + 10, None))
        return value * 2, "done"

    assert atomic.update(change) == "done"
    assert (seen, atomic.get()) == ([1, 11], 22)
    assert atomic.update(lambda value: (value, "same")) == "same"


def test_a_value_that_was_replaced_is_not_kept() -> None:
    class Value:
        alive = 0

        def __init__(self) -> None:
            Value.alive += 1

        def __del__(self) -> None:
            Value.alive -= 1

    atomic = Atomic(Value())
    for _ in range(10):
        atomic.update(lambda _: (Value(), None))
    assert Value.alive == 1


# --- Wakeups -----------------------------------------------------------------------------------------------------


def test_a_thread_that_is_woken_before_it_waits_does_not_wait() -> None:
    wakeup = Signal()
    assert wakeup.set()
    assert wakeup.set()  # once is as good as twice
    begun = time.monotonic()
    wakeup.wait(30)
    wakeup.wait(0.05)
    wakeup.wait(-1)
    assert 0.05 <= time.monotonic() - begun < 10


async def test_a_task_that_is_woken_before_it_waits_does_not_wait() -> None:
    wakeup = AsyncSignal()
    assert wakeup.set()
    assert wakeup.set()
    begun = time.monotonic()
    await wakeup.wait(30)
    await wakeup.wait(0.05)
    await wakeup.wait(-1)
    assert 0.04 <= time.monotonic() - begun < 10


async def test_a_task_is_woken_by_another_thread() -> None:
    wakeup = AsyncSignal()
    begun = time.monotonic()
    threading.Timer(0.02, wakeup.set).start()
    await wakeup.wait(10)
    assert time.monotonic() - begun < 5


def test_a_task_whose_loop_is_closed_cannot_be_woken() -> None:
    wakeup = AsyncSignal()
    loop = asyncio.new_event_loop()
    waiting = wakeup.wait(30)
    task = loop.create_task(waiting)
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()
    assert not wakeup.set()
    task._log_destroy_pending = False  # type: ignore[attr-defined]
    waiting.close()
    assert wakeup.set()


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system has no interval timers")
def test_a_signal_handler_wakes_a_task_of_its_own_idle_loop() -> None:
    done = run(
        """
        import asyncio, signal, time
        from edgegap_client._runtime.async_signal import AsyncSignal

        async def main():
            wakeup = AsyncSignal()
            signal.signal(signal.SIGALRM, lambda *_: wakeup.set())
            begun = time.monotonic()
            signal.setitimer(signal.ITIMER_REAL, 0.1)
            await wakeup.wait(10)
            print("woken" if time.monotonic() - begun < 5 else "late")

        asyncio.run(main())
        """
    )
    assert done == "woken"


# --- Signal handlers ---------------------------------------------------------------------------------------------


def run(program: str, *arguments: str) -> str:
    """The output of a program, which is ended with all its stacks on stderr if it hangs."""
    head = "import faulthandler; faulthandler.dump_traceback_later(40, exit=True)\n"
    done = subprocess.run(
        [sys.executable, "-c", head + textwrap.dedent(program), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=50,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


class Interrupted(BaseException):
    pass


class Interrupter:
    """Calls `act` before the instruction number `number` of the traced modules, as a signal handler would be called."""

    def __init__(self, number: int, act: Callable[[], None]) -> None:
        self._files = {module.__file__, atomic_module.__file__, async_signal.__file__, sync_signal.__file__}
        self._left = number
        self._act = act

    @property
    def has_acted(self) -> bool:
        return self._left <= 0

    def trace(self, frame: FrameType, event: str, _: object) -> Any:
        if frame.f_code.co_filename not in self._files:
            return None
        frame.f_trace_opcodes = True
        if event == "opcode" and not self.has_acted:
            self._left -= 1
            if self._left == 0:
                self._act()
        return self.trace


def interrupted(scenario: Callable[[], None], number: int, act: Callable[[], None]) -> bool:
    """Run `scenario` with an interruption; False when it was over before."""
    interrupter = Interrupter(number, act)
    before = sys.gettrace()
    # Python 3.12 traces instructions only if some frame asked for it before `settrace`.
    sys._getframe().f_trace_opcodes = True
    sys.settrace(interrupter.trace)
    try:
        scenario()
    except Interrupted:
        pass
    finally:
        sys.settrace(before)
    return interrupter.has_acted


def waits_and_starts(limit: Limit, clock: Clock) -> None:
    """As the client does it, but with a clock that is moved."""
    wakeup = Signal()
    slot = Slot(wakeup)
    try:
        while wait := limit.take(slot, 60):
            wakeup.set()
            wakeup.wait(wait)
            clock.now += wait
    except BaseException:
        limit.give_back(slot)
        raise
    slot.ended()


def leaves(limit: Limit, clock: Clock) -> None:
    wakeup = Signal()
    slot = Slot(wakeup)
    try:
        limit.take(slot, 60)
    finally:
        limit.give_back(slot)


def slows_down(limit: Limit, clock: Clock) -> None:
    limit.slow_down(1)


SCENARIOS: Final[dict[str, Callable[[Limit, Clock], None]]] = {
    "waits and starts": waits_and_starts,
    "leaves": leaves,
    "slows down": slows_down,
}


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_an_exception_at_any_instruction_leaves_a_usable_limit(scenario: str, clock: Clock) -> None:
    assert count_until(lambda number: is_usable_after(scenario, number, clock)) > 20


def count_until(done: Callable[[int], bool]) -> int:
    """The first number, from 1, for which `done` is true."""
    return next(number for number in count(1) if done(number))


def is_usable_after(scenario: str, number: int, clock: Clock) -> bool:
    """Check the limit after an exception at that instruction; True if the scenario has no such instruction."""

    def interrupt() -> None:
        raise Interrupted

    limit = Limit(2)
    waiter = Waiter(limit)
    started(limit, 2)
    waiter.take()
    acted = interrupted(lambda: SCENARIOS[scenario](limit, clock), number, interrupt)
    # A lost waiter costs a second, as nobody knows that it is lost; then every slot is there.
    clock.now += 2 * MAX_SLOWNESS + OVERDUE_SECONDS + 0.1
    waiter.take()
    clock.now += MAX_SLOWNESS
    started(limit, 2)
    assert not limit._state.get().waiting
    return not acted


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_handler_that_uses_the_same_limit_at_any_instruction_neither_hangs_nor_breaks_it(
    scenario: str, clock: Clock
) -> None:
    assert count_until(lambda number: is_usable_with_handler(scenario, number, clock)) > 20


def is_usable_with_handler(scenario: str, number: int, clock: Clock) -> bool:
    limit = Limit(2)
    started(limit, 1)
    handled: list[Waiter] = []

    def handler() -> None:
        waiter = Waiter(limit)
        handled.append(waiter)
        waiter.take()
        if number % 2:
            limit.give_back(waiter.slot)

    acted = interrupted(lambda: SCENARIOS[scenario](limit, clock), number, handler)
    assert len([slot for slot in limit._state.get().counted if slot._until > clock.now]) <= 2
    clock.now += 20
    started(limit, 2)
    return not acted


INTERRUPTED: Final = """
    import asyncio, os, random, signal, sys, threading, time
    from edgegap_client import AsyncEdgegap, Edgegap
    from edgegap_client._core import rate_limiter
    from edgegap_client._core.call import Call
    from edgegap_client._core.operation import Operation
    from edgegap_client._core.rate_limiter import Slot
    from edgegap_client._runtime.sync_signal import Signal

    MOMENTS, RATE = int(sys.argv[1]), 5
    rate_limiter.WINDOW_SECONDS = 0.004
    rate_limiter.ARRIVES_WITHIN_SECONDS = 0.0
    operation = Operation("list_deployments", "GET", "/v1/deployments", "deployments", rate_limit=RATE)
    over = threading.Event()
    starts = {"threads": 0, "loop": 0, "main": 0}

    def call_of(client):
        return Call(client._settings, client._organisation, operation, "/v1/deployments", None, None, None)

    def in_thread():
        while not over.is_set():
            edgegap._slot(call_of(edgegap)).ended()
            starts["threads"] += 1

    async def in_loop():
        async with AsyncEdgegap("a-token", base_url="http://127.0.0.1:1") as async_edgegap:
            while not over.is_set():
                (await async_edgegap._slot(call_of(async_edgegap))).ended()
                starts["loop"] += 1

    def disturb():
        chance = random.Random(1)
        for _ in range(MOMENTS):
            time.sleep(chance.uniform(0, 0.004))
            ready.wait()
            os.kill(os.getpid(), signal.SIGINT)
        over.set()

    def handler(*_):
        # Re-entrant: the handler uses the limit that it may have interrupted.
        wakeup = Signal()
        slot = Slot(wakeup)
        edgegap._organisation.of(operation).take(slot, 0)
        edgegap._organisation.of(operation).give_back(slot)
        if ready.is_set():
            ready.clear()
            raise KeyboardInterrupt

    ready = threading.Event()
    with Edgegap("a-token", base_url="http://127.0.0.1:1") as edgegap:
        threads = [threading.Thread(target=in_thread) for _ in range(2)]
        threads += [threading.Thread(target=asyncio.run, args=(in_loop(),)), threading.Thread(target=disturb)]
        signal.signal(signal.SIGINT, handler)
        for thread in threads:
            thread.start()
        interrupts = 0
        while not over.is_set():
            try:
                ready.set()
                while True:
                    edgegap._slot(call_of(edgegap)).ended()
                    starts["main"] += 1
                    if over.is_set():
                        break
            except KeyboardInterrupt:
                interrupts += 1
        ready.clear()
        for thread in threads:
            thread.join()
        before = dict(starts)
        # Whoever was lost is passed over after a second; then all slots are there.
        time.sleep(0.1)
        limit = edgegap._organisation.of(operation)
        until = time.monotonic() + 3
        while True:
            wakeups = [Signal() for _ in range(RATE)]
            slots = [Slot(wakeup) for wakeup in wakeups]
            if all(limit.take(slot, 0) == 0 for slot in slots):
                break
            for slot in slots:
                limit.give_back(slot)
            assert time.monotonic() < until, limit._state.get()
            time.sleep(0.01)
    print(interrupts, min(before.values()))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="os.kill(SIGINT) ends a process on Windows")
def test_sigint_at_random_moments_leaves_a_usable_limit_while_other_threads_use_it() -> None:
    interrupts, starts = map(int, run(INTERRUPTED, "300").split())
    assert interrupts >= 150
    assert starts >= 20
