"""`max_active` is exact although lists lag: within one process, and between processes that share Redis."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import pytest

from edgegap_client import AsyncEdgegap, Edgegap, TooManyActive
from edgegap_client._core import ceiling as module
from edgegap_client._core.ceiling import Ask, Ceiling
from edgegap_client._core.rate_limiter import Organisation
from edgegap_client._core.redaction import Secret
from edgegap_client.deployments import Deployment

from .conftest import TOKEN
from .servers.lagging import LaggingService

LAG_SECONDS: Final = 3.0
ORDER: Final[dict[str, Any]] = {"application": "my-game", "version": "v1", "users": ["203.0.113.7"]}


@pytest.fixture
def service() -> Iterator[LaggingService]:
    running = LaggingService(LAG_SECONDS)
    with running.serve():
        yield running


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def is_async(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def launch_waves(url: str, waves: int, number: int, *, is_async: bool, **options: Any) -> list[Any]:
    """Launch so many together, in several waves one after the other, with one client. The outcome of each."""
    outcomes: list[Any] = []
    if is_async:

        async def launch() -> None:
            async with AsyncEdgegap(TOKEN, base_url=url, poll_interval=0.2) as edgegap:
                for _ in range(waves):
                    launches = [edgegap.deployments.launch(**ORDER, **options) for _ in range(number)]
                    outcomes.extend(await asyncio.gather(*launches, return_exceptions=True))

        asyncio.run(launch())
        return outcomes
    with Edgegap(TOKEN, base_url=url, poll_interval=0.2) as edgegap, ThreadPoolExecutor(number) as threads:
        for _ in range(waves):
            launches = [threads.submit(edgegap.deployments.launch, **ORDER, **options) for _ in range(number)]
            outcomes.extend(each.exception() or each.result() for each in launches)
    return outcomes


def kinds(outcomes: list[Any]) -> dict[str, int]:
    return dict(Counter(type(each).__name__ for each in outcomes))


def test_one_process_launches_exactly_what_the_ceiling_allows_though_the_list_lags(
    service: LaggingService, is_async: bool
) -> None:
    outcomes = launch_waves(service.url, 3, 13, is_async=is_async, max_active=20)
    assert kinds(outcomes) == {"Deployment": 20, "TooManyActive": 19}
    assert service.max_running == len(service.running) == 20


def test_those_of_the_dashboard_count_once_they_are_listed(service: LaggingService, is_async: bool) -> None:
    service.lag = 0.0
    for _ in range(5):
        service.add()
    outcomes = launch_waves(service.url, 2, 8, is_async=is_async, max_active=12)
    assert kinds(outcomes) == {"Deployment": 7, "TooManyActive": 9}


@pytest.mark.parametrize("lag", [0.0, LAG_SECONDS])
def test_what_was_stopped_counts_no_more_though_it_is_listed(
    service: LaggingService, is_async: bool, lag: float
) -> None:
    service.lag = lag
    url, options = service.url, {**ORDER, "max_active": 2}

    async def with_async() -> None:
        async with AsyncEdgegap(TOKEN, base_url=url, poll_interval=0.2) as edgegap:
            first = await edgegap.deployments.launch(**options)
            async with edgegap.deployments.running(**options):
                with pytest.raises(TooManyActive):
                    await edgegap.deployments.launch(**options)
            await edgegap.deployments.stop((await edgegap.deployments.launch(**options)).request_id)
            await edgegap.deployments.stop_many([first.request_id])
            await edgegap.deployments.launch(**options)
            await edgegap.deployments.launch(**options)
            with pytest.raises(TooManyActive, match="2 deployments exist"):
                await edgegap.deployments.launch(**options)

    if is_async:
        asyncio.run(with_async())
        return
    with Edgegap(TOKEN, base_url=url, poll_interval=0.2) as edgegap:
        first = edgegap.deployments.launch(**options)
        with edgegap.deployments.running(**options), pytest.raises(TooManyActive):
            edgegap.deployments.launch(**options)
        edgegap.deployments.stop(edgegap.deployments.launch(**options).request_id)
        edgegap.deployments.stop(first.request_id)
        edgegap.deployments.launch(**options)
        edgegap.deployments.launch(**options)
        with pytest.raises(TooManyActive, match="2 deployments exist"):
            edgegap.deployments.launch(**options)
    assert service.max_running == 2


def test_a_failed_launch_counts_until_its_deployment_has_ended(service: LaggingService, is_async: bool) -> None:
    service.ready_after = 60.0
    failed = launch_waves(service.url, 1, 2, is_async=is_async, max_active=2, timeout=0.5)
    assert kinds(failed) == {"LaunchTimedOut": 2}
    service.ready_after = 0.0
    outcomes = launch_waves(service.url, 1, 3, is_async=is_async, max_active=2)
    assert kinds(outcomes) == {"Deployment": 2, "TooManyActive": 1}
    assert service.max_running == 2


def test_clients_of_one_process_share_what_they_have_launched(service: LaggingService) -> None:
    """Also the synchronous and the async client, copies with other options, and launches without a ceiling."""

    async def launch() -> list[Any]:
        async with AsyncEdgegap(TOKEN, base_url=service.url, poll_interval=0.2) as edgegap:
            launches = [edgegap.with_options(timeout=20).deployments.launch(**ORDER, max_active=9) for _ in range(6)]
            return await asyncio.gather(*launches, return_exceptions=True)

    with Edgegap(TOKEN, base_url=service.url, poll_interval=0.2) as edgegap, ThreadPoolExecutor(8) as threads:
        edgegap.deployments.launch(**ORDER)
        other = threads.submit(lambda: asyncio.run(launch()))
        launches = [threads.submit(edgegap.deployments.launch, **ORDER, max_active=9) for _ in range(6)]
        outcomes = [each.exception() or each.result() for each in launches] + other.result()
        assert kinds(outcomes) == {"Deployment": 8, "TooManyActive": 4}
        assert service.max_running == 9
        del other


def test_more_launches_than_fit_one_filter_are_left_out_with_further_lists(
    service: LaggingService, is_async: bool
) -> None:
    service.lag = 0.0
    with Edgegap(TOKEN, base_url=service.url) as edgegap:
        ceiling = edgegap._organisation.ceiling
        for number in range(230):
            tag = f"launch-{number:012d}"
            ceiling.open(tag, time.monotonic() + 60)
            if number % 2:
                service.add(tag)
        service.counts.clear()
        outcomes = launch_waves(service.url, 1, 3, is_async=is_async, max_active=232)
        assert kinds(outcomes) == {"Deployment": 2, "TooManyActive": 1}
        assert len(service.counts) <= 3 * 3  # threads do not begin at the same moment
        if is_async:
            assert len(service.counts) == 3


def test_a_token_of_a_function_has_a_ceiling_of_each_client(service: LaggingService) -> None:
    with Edgegap(lambda: TOKEN, base_url=service.url) as edgegap:
        for _ in range(2):
            assert isinstance(edgegap.deployments.launch(**ORDER, max_active=2), Deployment)
        with pytest.raises(TooManyActive):
            edgegap.with_options(timeout=20).deployments.launch(**ORDER, max_active=2)


# --- Without I/O ---------------------------------------------------------------------------------------------------


@pytest.fixture
def moved_clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The monotonic clock of the module, in an item that a test may change."""
    now = [1000.0]

    class Clock:
        @staticmethod
        def monotonic() -> float:
            return now[0]

    monkeypatch.setattr(module, "time", Clock)
    return now


def ask(name: str, max_active: int) -> Ask:
    return Ask(f"launch-{name}", max_active, until=5000.0)


def test_lists_decide_once_they_surely_show_a_deployment(moved_clock: list[float]) -> None:
    ceiling = Ceiling()
    (first,) = ceiling.take(ceiling.seen(), 0, [ask("a", 1)])
    assert first.is_granted
    ceiling.created("launch-a", "1a2b")
    ceiling.leave_to_list("launch-a", moved_clock[0])
    moved_clock[0] += module.LISTED_WITHIN_SECONDS - 0.1
    before = ceiling.seen()
    assert set(before.names) == {"launch-a"}
    moved_clock[0] += 0.2
    assert not ceiling.seen().names
    # The list was read without it, so it counts, also when nothing is known of it any more.
    ceiling.open("launch-b", 0.0)
    assert [each.is_granted for each in ceiling.take(before, 0, [ask("c", 1)])] == [False]


def test_who_began_while_the_list_was_read_may_be_in_it(moved_clock: list[float]) -> None:
    ceiling = Ceiling()
    seen = ceiling.seen()
    moved_clock[0] += 1
    ceiling.open("launch-a", moved_clock[0])
    (verdict,) = ceiling.take(seen, 1, [ask("b", 2)])
    assert not verdict.is_granted
    assert not verdict.is_certain
    (verdict,) = ceiling.take(ceiling.seen(), 0, [ask("b", 2)])
    assert verdict.is_granted


def test_what_has_ended_counts_no_more_but_is_left_out(moved_clock: list[float]) -> None:
    ceiling = Ceiling()
    ceiling.open("launch-a", 2000.0)
    ceiling.created("launch-a", "1a2b")
    ceiling.stopping("1a2b", "1a2b")
    assert ceiling.seen().names["launch-a"].is_stopping
    assert [each.is_granted for each in ceiling.take(ceiling.seen(), 0, [ask("b", 1)])] == [False]
    ceiling.over("1a2b")
    ceiling.stopping("1a2b", "1a2b")  # late
    assert not ceiling.seen().names["launch-a"].counts
    assert [each.is_granted for each in ceiling.take(ceiling.seen(), 0, [ask("b", 1)])] == [True]
    moved_clock[0] += module.LISTED_WITHIN_SECONDS
    assert set(ceiling.seen().names) == {"launch-b"}


def test_a_launch_that_was_interrupted_counts_no_longer_than_it_may_take(moved_clock: list[float]) -> None:
    ceiling = Ceiling()
    ceiling.open("launch-a", moved_clock[0] + 300)
    moved_clock[0] += 300 + module.LISTED_WITHIN_SECONDS
    assert not ceiling.seen().names


def test_many_threads_are_granted_no_more_than_allowed() -> None:
    organisation = Organisation("https://api.example.com", Secret(TOKEN))
    granted: list[bool] = []
    barrier = threading.Barrier(8)

    def take(number: int) -> None:
        barrier.wait()
        for index in range(50):
            ceiling = Organisation("https://api.example.com", Secret(TOKEN)).ceiling
            asked = Ask(f"launch-{number}-{index}", 100, time.monotonic() + 60)
            granted.append(ceiling.take(ceiling.seen(), 0, [asked])[0].is_granted)

    threads = [threading.Thread(target=take, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(granted) == 100
    assert len(organisation.ceiling.all()) == 100
