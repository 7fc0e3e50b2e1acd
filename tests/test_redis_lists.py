"""Replicas that wait share the list calls: together they list no more often than one process would."""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack
from typing import Any, Final

import pytest

from edgegap_client import AsyncEdgegap, Edgegap
from edgegap_client._async import watchers as async_watchers
from edgegap_client._runtime import redis_lists as module
from edgegap_client._runtime.redis_lists import share_lists
from edgegap_client._sync import watchers as sync_watchers
from edgegap_client.replicas import Replicas

from . import test_waiting
from .servers.redis import RunningRedis
from .test_redis_limits import url_of, wait_until
from .test_waiting import TOKEN, Service, until

__all__ = ["service", "url"]

service = test_waiting.service
url = test_waiting.url
KEY: Final = "edgegap:lists:{organisation}"


class Poller:
    """A watcher whose rounds take so many lists."""

    def __init__(self, lists: int) -> None:
        self.lists = lists
        self.lists_elsewhere = 0
        self.pollers_elsewhere = 0

    def lists_a_round(self) -> int:
        return self.lists

    def sees(self, lists: int, pollers: int) -> bool:
        return (self.lists_elsewhere, self.pollers_elsewhere) == (lists, pollers)


def test_each_learns_what_the_others_take(redis_server: RunningRedis) -> None:
    one, two, three = Poller(6), Poller(3), Poller(1)
    with Replicas(url_of(redis_server)) as here, Replicas(url_of(redis_server)) as there:
        share_lists(here, "organisation", one)
        share_lists(here, "organisation", two)  # another client of the process
        share_lists(there, "organisation", three)
        wait_until(lambda: one.sees(4, 2) and two.sees(7, 2) and three.sees(9, 1))
        two.lists = 0
        wait_until(lambda: one.sees(1, 1) and two.sees(7, 2) and three.sees(6, 1))
        one.lists = 0
        wait_until(lambda: three.sees(0, 0))
        assert redis_server.client().hlen(KEY) == 1
        there.close()
        assert redis_server.client().hlen(KEY) == 0


def test_a_process_that_is_killed_takes_nothing_soon(redis_server: RunningRedis) -> None:
    mine = Poller(6)
    with Replicas(url_of(redis_server)) as here, redis_server.client() as redis:
        seconds, microseconds = redis.time()
        redis.hset(KEY, "killed", f"{seconds}.{microseconds:06d} 50")
        redis.hset(KEY, "of a clock that was wrong", f"{seconds + 3600}.0 50")
        share_lists(here, "organisation", mine)
        wait_until(lambda: redis.hlen(KEY) == 1)
        wait_until(lambda: mine.sees(0, 0))
        assert 0 < redis.pttl(KEY) <= 1000 * module.LISTS_SECONDS


def test_organisations_do_not_share_and_nobody_reports_without_waiters(redis_server: RunningRedis) -> None:
    idle, busy, other = Poller(0), Poller(6), Poller(6)
    with Replicas(url_of(redis_server)) as here, redis_server.client() as redis:
        share_lists(here, "idle", idle)
        share_lists(here, "organisation", busy)
        share_lists(here, "another organisation", other)
        wait_until(lambda: len(redis.keys("edgegap:lists:*")) == 2)
        time.sleep(0.6)  # another report
        assert busy.sees(0, 0)
        assert other.sees(0, 0)
        assert not redis.exists("edgegap:lists:{idle}")


@pytest.mark.parametrize("kind", [(Edgegap, sync_watchers), (AsyncEdgegap, async_watchers)], ids=["sync", "async"])
def test_a_round_takes_as_many_lists_as_are_read(kind: tuple[Any, Any]) -> None:
    client, watchers = kind
    watcher = getattr(watchers, "DeploymentWatcher", None) or watchers.AsyncDeploymentWatcher
    watcher = watcher(client(TOKEN))
    taken: list[int] = []
    for number in range(260):
        watcher.join(str(number), is_ending=number >= 250)
        if number + 1 in (5, 6, 100, 101, 250, 260):
            taken.append(watcher.lists_a_round())
    assert taken == [0, 2, 2, 3, 4, 5]
    watcher._errors_fit_a_page = False
    assert watcher.lists_a_round() == 9


async def test_four_replicas_list_as_often_as_one(redis_server: RunningRedis, service: Service, url: str) -> None:
    ids = [service.add(110, float("inf")) for _ in range(4)]
    async with AsyncExitStack() as stack:
        shared = [stack.enter_context(Replicas(url_of(redis_server))) for _ in ids]
        options: dict[str, Any] = {"base_url": url, "poll_interval": 0.05, "rate_limits": "off"}
        clients = [
            await stack.enter_async_context(AsyncEdgegap(TOKEN, replicas=replicas, **options)) for replicas in shared
        ]
        waits = [
            asyncio.create_task(edgegap.deployments.wait_until_ready(name, timeout=50))
            for edgegap, names in zip(clients, ids, strict=True)
            for name in names
        ]

        def watchers() -> list[Any]:
            parts: list[Any] = [replicas._part(module._Lists) for replicas in shared]
            return [poller() for part in parts for pollers in part._pollers.values() for poller in pollers.values()]

        await until(lambda: [each.lists_elsewhere for each in watchers()] == [9] * 4)
        # Rounds that began before that are no further apart than those of a process alone.
        before = [each._soonest for each in watchers()]
        await until(lambda: all(now._soonest > then for now, then in zip(watchers(), before, strict=True)))
        service.lists.clear()
        began = time.monotonic()
        await until(lambda: len(service.lists) >= 30)
        # A round of three lists each, so 12 may come at once, and then 5 a second. Alone, each would take 5 a second.
        assert time.monotonic() - began >= (30 - 12) / 5 - 0.2
        for names in ids:
            service.ready_at.update(dict.fromkeys(names, 0.0))
        await asyncio.gather(*waits)
