"""Waiting at scale: many waiters, news by webhooks, locations, and `max_active`, against a service on a real socket."""

from __future__ import annotations

import asyncio
import json
import statistics
import threading
import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from edgegap_client import AsyncEdgegap, Edgegap, ServerError, TooManyActive
from edgegap_client._async import watchers as async_watchers
from edgegap_client._sync import watchers as sync_watchers
from edgegap_client.beacons import users_from_ips
from edgegap_client.deployments import Deployment

TOKEN = "11112222-3333-4444-5555-666677778888"
ORDER: dict[str, Any] = {"application": "my-game", "version": "v1", "users": users_from_ips(["8.8.8.8"])}
PORT = {"name": "gameport", "external": 30000, "internal": 7777, "protocol": "UDP", "link": "host:30000"}
PLACE = {
    "city": "Montreal",
    "country": "Canada",
    "continent": "North America",
    "administrative_division": "Quebec",
    "timezone": "Eastern Time",
    "latitude": 45.5,
    "longitude": -73.6,
}


class Service:
    """A service that only knows deployments: their status, their list, and how to create and stop one.

    Attributes:
        ready_at: When each deployment becomes ready, by the monotonic clock; a deployment is on the host `hosts`.
        hosts: On how many hosts they are.
        delay: Seconds before each response.
        read_delay: Seconds more before the response to the read of a status.
        lists: When lists were read.
        reads: When single deployments were read.
        failing: How many lists fail.
        is_held: Whether it responds to nothing.
        arrived: How many requests have come.
    """

    def __init__(self) -> None:
        self.ready_at: dict[str, float] = {}
        self.tags: dict[str, list[str]] = {}
        self.hosts = 1
        self.delay = 0.01
        self.read_delay = 0.0
        self.lists: list[float] = []
        self.reads: list[float] = []
        self.failing = 0
        self.is_held = False
        self.arrived = 0
        self.max_seen = 0

    def add(self, number: int, ready_at: float) -> list[str]:
        ids = [f"{len(self.ready_at) + i:012x}" for i in range(number)]
        self.ready_at.update(dict.fromkeys(ids, ready_at))
        return ids

    def _is_ready(self, name: str) -> bool:
        return time.monotonic() >= self.ready_at[name]

    def _shared(self, name: str) -> dict[str, Any]:
        host = int(name, 16) % self.hosts
        return {
            "request_id": name,
            "fqdn": f"{name}.pr.edgegap.net",
            "public_ip": f"10.0.{host // 250}.{host % 250}",
            "ports": {"gameport": PORT},
            "start_time": "2026-01-01 00:00:00.000000",
            "tags": self.tags.get(name, []),
        }

    def status(self, name: str) -> dict[str, Any]:
        self.reads.append(time.monotonic())
        state = "Status.READY" if self._is_ready(name) else "Status.DEPLOYING"
        rest = {
            "app_name": "my-game",
            "app_version": "v1",
            "running": True,
            "whitelisting_active": False,
            "error": False,
        }
        return {**self._shared(name), **rest, "current_status": state, "location": PLACE}

    def list(self, options: dict[str, list[str]]) -> dict[str, Any]:
        self.lists.append(time.monotonic())
        names = list(self.ready_at)
        for condition in json.loads(options.get("query", ['{"filters": []}'])[0])["filters"]:
            value, operator = condition["value"], condition["operator"]
            if condition["field"] == "request_id":
                names = [name for name in names if name in value]
            elif condition["field"] == "tags":
                names = [name for name in names if (not {*value}.isdisjoint(self.tags[name])) is (operator == "in")]
            elif operator == "eq":  # the status of none is ERROR
                names = []
        limit = int(options.get("limit", ["10"])[0])
        items = [{**self._shared(name), "ready": self._is_ready(name)} for name in names[:limit]]
        pages = {"number": 1, "next_page_number": None, "previous_page_number": None, "paginator": {"num_pages": 1}}
        return {
            "data": items,
            "total_count": len(names),
            "pagination": {**pages, "has_next": False, "has_previous": False},
        }

    def create(self, body: dict[str, Any]) -> dict[str, Any]:
        (name,) = self.add(1, time.monotonic() + 0.05)
        self.tags[name] = body["tags"]
        self.max_seen = max(self.max_seen, len(self.ready_at))
        return {"request_id": name}

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                method, target, _ = head.split(" ", 2)
                length = next(
                    (line[15:] for line in head.lower().split("\r\n") if line.startswith("content-length")), "0"
                )
                body = await reader.readexactly(int(length.strip(": ")))
                self.arrived += 1
                await asyncio.sleep(self.delay)
                while self.is_held:  # noqa: ASYNC110  # set by another thread
                    await asyncio.sleep(0.005)
                url, status = urlsplit(target), 200
                if method == "POST":
                    answer, status = self.create(json.loads(body)), 202
                elif method == "DELETE":
                    answer = {"message": "stopped"}
                elif url.path.startswith("/v1/status/"):
                    await asyncio.sleep(self.read_delay)
                    answer = self.status(url.path.rpartition("/")[2])
                elif self.failing:
                    self.failing -= 1
                    self.lists.append(time.monotonic())
                    answer, status = {"message": "away"}, 503
                else:
                    answer = self.list(parse_qs(url.query))
                data = json.dumps(answer).encode()
                lines = (
                    f"HTTP/1.1 {status} OK",
                    "Content-Type: application/json",
                    f"Content-Length: {len(data)}",
                    "",
                    "",
                )
                writer.write("\r\n".join(lines).encode() + data)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def url(service: Service) -> Iterator[str]:
    """The service, in a thread of its own."""
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(service.serve, "127.0.0.1", 0))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"

    async def end() -> None:
        server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    asyncio.run_coroutine_threadsafe(end(), loop).result(20)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def is_async(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


async def until(condition: Callable[[], object]) -> None:
    """Wait for what must come, however slow the computer is."""
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "it has not come"
        await asyncio.sleep(0.005)


def most_in_a_second(times: list[float]) -> int:
    return max((sum(start <= each < start + 1 for each in times) for start in times), default=0)


def wait_for_all(url: str, ids: list[str], *, is_async: bool, timeout: float = 60.0) -> list[Deployment]:
    if is_async:

        async def wait() -> list[Deployment]:
            async with AsyncEdgegap(TOKEN, base_url=url) as edgegap:
                waits = [edgegap.deployments.wait_until_ready(each, timeout=timeout) for each in ids]
                return await asyncio.gather(*waits)

        return asyncio.run(wait())
    with Edgegap(TOKEN, base_url=url) as edgegap, ThreadPoolExecutor(len(ids)) as threads:
        waits = [threads.submit(edgegap.deployments.wait_until_ready, each, timeout=timeout) for each in ids]
        return [each.result() for each in waits]


# Webhooks.


async def test_a_thousand_waiters_are_woken_by_webhooks_at_once(service: Service, url: str) -> None:
    number, spread = 1000, 5.0
    ids = service.add(number, float("inf"))
    woken: dict[str, float] = {}
    async with AsyncEdgegap(TOKEN, base_url=url) as edgegap:

        async def wait(name: str) -> Deployment:
            found = await edgegap.deployments.wait_until_ready(name)
            woken[name] = time.monotonic()
            return found

        waits = [asyncio.create_task(wait(name)) for name in ids]
        await asyncio.sleep(1)
        service.lists.clear()
        service.reads.clear()
        started = time.monotonic() + 0.1
        for index, name in enumerate(ids):
            service.ready_at[name] = started + index * spread / number
        for name in ids:
            await asyncio.sleep(max(0.0, service.ready_at[name] - time.monotonic()))
            edgegap.deployments.wake(name)
        found = await asyncio.gather(*waits)
    assert [each.request_id for each in found] == ids
    assert all(each.location for each in found)
    # Lists for news are 0.2 s apart, so that this is 0.3 s in the median where the computer does nothing else: one that
    # is being read when the news comes, and the next.
    lists = [sum(service.ready_at[name] < each < woken[name] for each in service.lists) for name in ids]
    assert statistics.median(lists) <= 2
    assert most_in_a_second(service.lists) <= 10
    assert most_in_a_second(service.reads) <= 20


async def test_a_list_for_news_has_only_those_with_news(service: Service, url: str) -> None:
    asked: list[int] = []
    original = service.list

    def record(options: dict[str, list[str]]) -> dict[str, Any]:
        (condition, *_) = json.loads(options["query"][0])["filters"]
        asked.append(len(condition["value"]))
        return original(options)

    service.list = record  # type: ignore[method-assign]
    ids = service.add(300, float("inf"))
    async with AsyncEdgegap(TOKEN, base_url=url, poll_interval=30) as edgegap:
        waits = [asyncio.create_task(edgegap.deployments.wait_until_ready(name)) for name in ids]
        requests = -1
        while requests != service.arrived:  # the first round is not over
            requests = service.arrived
            await asyncio.sleep(1.0)
        asked.clear()
        for name in ids[:20]:
            service.ready_at[name] = 0.0
            edgegap.deployments.wake(name)
        await asyncio.wait_for(asyncio.gather(*waits[:20]), 10)
        assert asked == [20]
        for wait in waits:
            wait.cancel()
        await asyncio.gather(*waits, return_exceptions=True)


# Locations.


@pytest.mark.parametrize("hosts", [1, 3, 40])
def test_all_that_become_ready_together_have_a_location(service: Service, url: str, is_async: bool, hosts: int) -> None:
    service.hosts = hosts
    ids = service.add(40, time.monotonic() + 0.7)
    found = wait_for_all(url, ids, is_async=is_async)
    assert [each.request_id for each in found] == ids
    assert all(each.location and each.location.city == "Montreal" for each in found)
    assert all(each.ports["gameport"].external == 30000 for each in found)
    assert most_in_a_second(service.reads) <= 20
    late = [each for each in service.reads if each > min(service.ready_at.values())]
    assert len(late) <= hosts + 5


def test_those_beyond_what_can_be_read_are_handed_over_without(
    service: Service, url: str, is_async: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (async_watchers, sync_watchers):
        monkeypatch.setattr(module, "MAX_HELD", 5.0)
        monkeypatch.setattr(module, "HELD_A_SECOND", 0.0)
    service.hosts = 20
    ids = service.add(20, time.monotonic() + 0.7)
    found = wait_for_all(url, ids, is_async=is_async)
    assert 5 <= sum(each.location is not None for each in found) < 20


@pytest.mark.parametrize("held", [0.5, 60.0])
def test_a_location_that_cannot_be_read_in_time_does_not_make_a_launch_fail(
    service: Service, url: str, is_async: bool, held: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is handed over without, after a while, and at the latest by the deadline."""
    for module in (async_watchers, sync_watchers):
        monkeypatch.setattr(module, "HELD_SECONDS", held)
    service.hosts, service.read_delay = 20, 0.4
    ids = service.add(20, time.monotonic() + 0.5)
    found = wait_for_all(url, ids, is_async=is_async, timeout=5)
    assert [each.request_id for each in found] == ids
    assert not all(each.location for each in found)


# max_active


def launch_together(url: str, number: int, *, is_async: bool, **options: Any) -> list[Any]:
    if is_async:

        async def launch() -> list[Any]:
            async with AsyncEdgegap(TOKEN, base_url=url) as edgegap:
                launches = [edgegap.deployments.launch(**ORDER, **options) for _ in range(number)]
                return await asyncio.gather(*launches, return_exceptions=True)

        return asyncio.run(launch())
    all_started = threading.Barrier(number)
    with Edgegap(TOKEN, base_url=url) as edgegap, ThreadPoolExecutor(number) as threads:

        def launch_with_the_others() -> Any:
            all_started.wait()
            return edgegap.deployments.launch(**ORDER, **options)

        launches = [threads.submit(launch_with_the_others) for _ in range(number)]
        return [each.exception() or each.result() for each in launches]


@contextmanager
def counted(service: Service) -> Generator[list[str]]:
    """The queries for a number of deployments."""
    queries: list[str] = []
    original = service.list

    def record(options: dict[str, list[str]]) -> dict[str, Any]:
        if options.get("limit") == ["1"]:
            queries.append(options["query"][0])
        return original(options)

    service.list = record  # type: ignore[method-assign]
    yield queries


def test_launches_that_begin_together_share_one_count(service: Service, url: str, is_async: bool) -> None:
    service.delay = 0.4  # threads take a while to begin
    with counted(service) as queries:
        results = launch_together(url, 30, is_async=is_async, max_active=100)
    assert all(isinstance(each, Deployment) for each in results)
    assert len(queries) == 1 if is_async else len(queries) <= 6  # threads do not begin at the same moment


@pytest.mark.parametrize("delay", [0.001, 0.2])
def test_no_more_are_launched_than_allowed(service: Service, url: str, is_async: bool, delay: float) -> None:
    service.delay = delay
    results = launch_together(url, 24, is_async=is_async, max_active=7)
    kinds = sorted(type(each).__name__ for each in results)
    assert kinds == ["Deployment"] * 7 + ["TooManyActive"] * 17
    assert service.max_seen == 7
    assert [type(each) for each in launch_together(url, 1, is_async=is_async, max_active=7)] == [TooManyActive]


async def test_launches_that_begin_all_the_time_never_exceed_the_limit(service: Service, url: str) -> None:
    service.delay = 0.03
    async with AsyncEdgegap(TOKEN, base_url=url) as edgegap:

        async def launch(index: int) -> object:
            await asyncio.sleep(index * 0.007)
            return await edgegap.deployments.launch(**ORDER, max_active=20 if index % 3 else None)

        results = await asyncio.gather(*(launch(index) for index in range(45)), return_exceptions=True)
    unlimited = 15
    assert sum(isinstance(each, Deployment) for each in results) == service.max_seen
    assert service.max_seen <= max(20, 20 + unlimited)
    limited = [each for index, each in enumerate(results) if index % 3]
    assert sum(isinstance(each, Deployment) for each in limited) <= 20


def test_a_count_that_fails_is_an_error_of_all(service: Service, url: str, is_async: bool) -> None:
    service.failing = 1000
    results = launch_together(url, 5, is_async=is_async, max_active=100)
    assert [type(each) for each in results] == [ServerError] * 5
    assert len({id(each) for each in results}) == 5
    assert not service.ready_at


async def test_who_counts_may_be_cancelled(service: Service, url: str) -> None:
    service.is_held = True
    async with AsyncEdgegap(TOKEN, base_url=url) as edgegap:
        launches = [asyncio.create_task(edgegap.deployments.launch(**ORDER, max_active=3)) for _ in range(5)]
        await until(lambda: service.arrived)
        launches[0].cancel()  # it counts for all
        await asyncio.sleep(0)
        service.is_held = False
        results = await asyncio.gather(*launches, return_exceptions=True)
    kinds = sorted(type(each).__name__ for each in results)
    assert kinds == ["CancelledError", "Deployment", "Deployment", "Deployment", "TooManyActive"]


async def test_who_waits_for_the_count_may_be_cancelled(service: Service, url: str) -> None:
    service.is_held = True
    async with AsyncEdgegap(TOKEN, base_url=url) as edgegap:
        launches = [asyncio.create_task(edgegap.deployments.launch(**ORDER, max_active=1)) for _ in range(2)]
        await until(lambda: service.arrived)
        launches[1].cancel()
        await asyncio.sleep(0)
        service.is_held = False
        await asyncio.gather(*launches, return_exceptions=True)
        watcher = await edgegap.deployments._watching()
        assert not watcher.active_count._askers
