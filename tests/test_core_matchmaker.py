"""When a search is read next, and by whom: the poller of the matchmaker, with a clock of the test."""

from __future__ import annotations

import random
import time
from typing import Any

import pytest

from edgegap_client import RateLimitedError, ServerError
from edgegap_client._core.matchmaker import TIERS, Polled, Poller, SearchState, Tier, limited, read_tier
from edgegap_client._core.operation import Operation
from edgegap_client.errors import ConfigurationError
from edgegap_client.matchmaking import Ticket

READS_A_SECOND = 100.0


def middle(low: float, high: float) -> float:
    return (low + high) / 2


class Clock:
    """The monotonic clock. What is drawn at random is the middle."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr(time, "monotonic", lambda: self.now)
        monkeypatch.setattr(random, "uniform", middle)
        monkeypatch.setattr(random, "random", lambda: 0.5)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


class Waiter:
    """What a waiter sleeps on, which counts how often it was woken."""

    def __init__(self) -> None:
        self.woken = 0

    def set(self) -> bool:
        self.woken += 1
        return True


def claim(polled: Polled, waiter: Waiter, seconds: float = 5.0) -> float:
    return polled.claim(waiter, seconds, READS_A_SECOND)


def seconds_to_next(polled: Polled, clock: Clock) -> float:
    return round(polled.due(READS_A_SECOND) - clock.now, 3)


def test_a_search_that_does_not_change_is_read_less_and_less_often_up_to_every_10_s(clock: Clock) -> None:
    polled = Poller().of("ticket")
    polled.saw("SEARCHING")
    found: list[float] = []
    for _ in range(9):
        found.append(seconds_to_next(polled, clock))
        polled.saw("SEARCHING")
    assert found == [3.0, 3.6, 4.32, 5.184, 6.221, 7.465, 8.958, 10.0, 10.0]
    polled.saw("MATCH_FOUND")
    assert seconds_to_next(polled, clock) == 3.0


@pytest.mark.parametrize(
    ("error", "interval"),
    [(ServerError("", status=503), 3.0 * 1.2), (RateLimitedError("", status=429), 3.0 * 1.2**3)],
    ids=["503", "429"],
)
def test_a_read_that_failed_lengthens_the_interval(clock: Clock, error: Any, interval: float) -> None:
    polled = Poller().of("ticket")
    polled.failed(error)
    assert seconds_to_next(polled, clock) == round(interval, 3)
    assert not polled.is_unknown
    polled.hurry()
    assert seconds_to_next(polled, clock) == 3.0


def test_a_search_that_the_service_does_not_know_is_read_less_often(clock: Clock) -> None:
    polled = Poller().of("ticket")
    polled.saw_nothing()
    assert polled.is_unknown
    assert seconds_to_next(polled, clock) == 3.6
    polled.saw("SEARCHING")
    assert not polled.is_unknown


@pytest.mark.parametrize(("asked", "paused"), [(None, 1.0), (7.0, 7.0), (60.0, 60.0), (3600.0, 60.0)])
def test_after_a_429_nothing_is_read_for_as_long_as_the_service_says_and_at_most_60_s(
    clock: Clock, asked: float | None, paused: float
) -> None:
    poller = Poller()
    other = poller.of("another ticket")
    error = RateLimitedError("", status=429)
    error.retry_after = asked
    poller.of("ticket").failed(error)
    assert poller.not_before == clock.now + paused
    assert seconds_to_next(other, clock) == max(3.0, paused)
    poller.pause(0.5)  # does not shorten it
    assert poller.not_before == clock.now + paused


def test_of_many_searches_each_is_read_once_in_the_time_that_all_reads_take(clock: Clock) -> None:
    poller = Poller()
    polled = poller.of("ticket")
    poller.others = 1999
    polled.join(Waiter())
    assert poller.seconds_each(READS_A_SECOND) == 20.0
    polled.saw("SEARCHING")  # the first reads are spread over that time: by half of it here
    assert seconds_to_next(polled, clock) == 3.0 + (20.0 - 3.0) * 0.5
    polled.saw("SEARCHING")
    assert seconds_to_next(polled, clock) == 20.0


def test_a_waiter_looks_again_after_20_s_however_late_the_next_read_is(clock: Clock) -> None:
    poller = Poller()
    polled, waiter = poller.of("ticket"), Waiter()
    poller.others = 9999
    polled.join(waiter)
    polled.saw("SEARCHING")
    polled.saw("SEARCHING")
    assert claim(polled, waiter) == 20.0
    clock.now += 98.0
    assert claim(polled, waiter) == pytest.approx(2.0)
    clock.now += 2.0
    assert claim(polled, waiter) == 0.0


def test_one_waiter_reads_and_another_takes_over_one_second_after_its_deadline(clock: Clock) -> None:
    polled, reader, other = Poller().of("ticket"), Waiter(), Waiter()
    polled.join(reader)
    polled.join(other)
    clock.now += 3.0
    assert claim(polled, reader, seconds=5.0) == 0.0
    assert claim(polled, other) == 6.0
    clock.now += 5.99
    assert claim(polled, other) == 0.05  # not at once, again and again
    clock.now += 0.02
    assert claim(polled, other, seconds=100.0) == 0.0
    assert claim(polled, reader) == 20.0


def test_when_a_read_is_broken_off_the_others_are_woken_and_after_one_that_ended_they_are_not(clock: Clock) -> None:
    polled, reader, other = Poller().of("ticket"), Waiter(), Waiter()
    polled.join(reader)
    polled.join(other)
    clock.now += 3.0
    claim(polled, reader)
    polled.release(other)  # who has no claim
    assert claim(polled, other) > 0.0
    polled.release(reader)
    assert (reader.woken, other.woken) == (0, 1)
    assert claim(polled, other) == 0.0
    polled.saw("SEARCHING")
    assert (reader.woken, other.woken) == (1, 2)
    polled.release(other)
    assert (reader.woken, other.woken) == (1, 2)


def test_a_reader_that_is_alone_and_broken_off_waits_for_an_interval(clock: Clock) -> None:
    polled, reader = Poller().of("ticket"), Waiter()
    polled.join(reader)
    clock.now += 3.0
    assert claim(polled, reader) == 0.0
    polled.release(reader)
    assert claim(polled, reader) == pytest.approx(3.0)


def test_who_has_not_looked_for_60_s_counts_no_more(clock: Clock) -> None:
    poller = Poller()
    lost, kept = poller.of("lost"), poller.of("kept")
    lost.join(Waiter())
    kept.join(Waiter())
    clock.now += 60.0
    kept.look()
    assert poller.waiting == 2
    clock.now += 30.5
    kept.look()
    assert poller.waiting == 1
    lost.look()
    assert poller.waiting == 2


def test_the_last_waiter_that_leaves_ends_the_wait(clock: Clock) -> None:
    poller = Poller()
    polled, first, second = poller.of("ticket"), Waiter(), Waiter()
    polled.join(first)
    polled.join(second)
    polled.leave(first)
    polled.leave(first)
    assert poller.waiting == 1
    polled.leave(second)
    assert poller.waiting == 0


def test_all_who_wait_for_a_key_have_the_same_as_long_as_anybody_has_it(clock: Clock) -> None:
    poller = Poller()
    polled = poller.of("ticket")
    polled.saw("SEARCHING")
    assert poller.of("ticket") is polled
    del polled
    assert poller.of("ticket").reads == 0


@pytest.mark.parametrize("tier", [Tier(1, 1, 1), *TIERS])
def test_a_tier_of_at_least_one_request_a_second_is_taken(tier: Any) -> None:
    assert read_tier(tier) == TIERS.get(tier, tier)


@pytest.mark.parametrize("tier", ["gold", Tier(0.5, 100, 5), Tier(5, 0, 5), Tier(5, 100, 0.9)])
def test_other_tiers_are_refused(tier: Any) -> None:
    with pytest.raises(ConfigurationError):
        read_tier(tier)


@pytest.mark.parametrize(("group", "limit"), [("create", 1), ("read", 2), ("backfill", 3), (None, 40)])
def test_each_group_of_operations_has_the_limit_of_the_tier(group: str | None, limit: float) -> None:
    operation = Operation("any", "GET", "/any", "any", rate_limit=40, rate_group=group)
    assert limited(operation, Tier(create=1, read=2, backfill=3)) == operation._replace(rate_limit=limit)


@pytest.mark.parametrize(
    ("status", "assignment", "is_final"),
    [("SEARCHING", None, False), ("HOST_ASSIGNED", {"fqdn": "x"}, True), ("cancelled", None, True)],
)
def test_a_search_is_over_with_a_server_or_when_it_is_cancelled(
    status: str, assignment: dict[str, str] | None, is_final: bool
) -> None:
    ticket = Ticket.from_dict({"id": "t", "status": status, "assignment": assignment})
    state = SearchState.of_ticket(ticket)
    assert state.status == status.upper()
    assert state.is_final is is_final
    assert state == SearchState.of_ticket(Ticket.from_dict(ticket.to_dict()))
