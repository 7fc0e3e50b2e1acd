"""The shared `max_active` is kept when clocks step, Redis loses its data, or a process is suspended."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

from edgegap_client import AsyncEdgegap, TooManyActive
from edgegap_client._async import active_count
from edgegap_client._core.ceiling import Ask, Ceiling
from edgegap_client._runtime import redis_ceiling as module
from edgegap_client._runtime.redis_ceiling import CeilingRequest, SharedCeiling, _Ceilings
from edgegap_client._runtime.replicas import ReplicaThread
from edgegap_client._runtime.sync_signal import Signal
from edgegap_client.replicas import Replicas

from .conftest import TOKEN
from .servers.lagging import LaggingService
from .servers.redis import RunningRedis, running_redis
from .test_ceiling import ORDER, ROOT, service, wait_until

__all__ = ["service"]

ORGANISATION: Final = "organisation"


class Sharer:
    """What one process would share, without a client. This object owns its thread.

    Args:
        redis_server: What it shares through.
    """

    def __init__(self, redis_server: RunningRedis) -> None:
        self.replicas = Replicas(f"redis://127.0.0.1:{redis_server.port}")
        self.ceiling = Ceiling()
        ceilings = self.replicas._part(_Ceilings)
        assert ceilings
        self.shared: SharedCeiling = ceilings.of(ORGANISATION, self.ceiling)
        self.ceiling.noted = self.shared.note
        wait_until(lambda: self.thread.client)

    @property
    def thread(self) -> ReplicaThread:
        return self.replicas._threads[os.getpid()]

    @staticmethod
    def response(request: CeilingRequest) -> dict[str, Any] | None:
        wait_until(lambda: request.is_over)
        return request.response

    def ask(self, tag: str, max_active: int) -> bool:
        """Ask for permission, with a list that shows nothing."""
        now = time.monotonic()
        looked = self.response(self.shared.look(Signal()))
        assert looked
        seen = self.shared.seen(looked, now)
        response = self.response(self.shared.ask(seen, 0, [Ask(tag, max_active, now + 60)], Signal()))
        assert response
        (verdict,) = self.shared.verdicts(response)
        return verdict.is_granted


@contextmanager
def sharers(redis_server: RunningRedis, number: int) -> Generator[list[Sharer]]:
    made = [Sharer(redis_server) for _ in range(number)]
    try:
        yield made
    finally:
        for each in made:
            each.replicas.close()


def kept(redis_server: RunningRedis) -> set[str]:
    """The names that Redis has of what counts."""
    with redis_server.client() as client:
        return {field.decode() for key in client.keys("edgegap:ceiling:*") for field in client.hkeys(key)}


@pytest.mark.parametrize("step", [3600.0, -3600.0])
def test_a_step_of_either_clock_costs_no_permission(redis_server: RunningRedis, step: float) -> None:
    """As after a resumed virtual machine, or when the clock of Redis is set."""
    with sharers(redis_server, 2) as (one, two):
        assert one.ask("launch-a", 1)
        assert not two.ask("launch-b", 1)
        assert two.shared._clock
        two.shared._clock = two.shared._clock[0] + step, two.shared._clock[1]
        assert not two.ask("launch-b", 1)


def test_a_frozen_redis_grants_nothing_to_who_has_given_up(redis_server: RunningRedis) -> None:
    with sharers(redis_server, 2) as (one, two):
        assert two.response(two.shared.look(Signal()))
        redis_server.process.send_signal(signal.SIGSTOP)
        try:
            seen = Ceiling().seen()._replace(store_moment="0")
            request = two.shared.ask(seen, 0, [Ask("launch-b", 1, time.monotonic() + 60)], Signal())
            assert two.response(request) is None
            wait_until(lambda: two.thread.is_alone)
            time.sleep(module.LATE_SECONDS)
        finally:
            redis_server.process.send_signal(signal.SIGCONT)
        wait_until(lambda: one.thread.client and two.thread.client)
        assert one.ask("launch-a", 1)


@pytest.mark.parametrize("is_handed_over", [False, True])
def test_what_redis_has_lost_is_written_again(
    redis_server: RunningRedis, monkeypatch: pytest.MonkeyPatch, is_handed_over: bool
) -> None:
    """Also if no connection is lost: after a quick restart, or a FLUSHALL."""
    monkeypatch.setattr(module, "RENEWAL_SECONDS", 1000.0)
    with sharers(redis_server, 2) as (one, two), redis_server.client() as client:
        one.ceiling.open("launch-a", time.monotonic() + 60)
        if is_handed_over:
            one.ceiling.leave_to_list("launch-a", time.monotonic())
        wait_until(lambda: kept(redis_server) == {"launch-a"})
        client.flushall()
        wait_until(lambda: kept(redis_server) == {"launch-a"})
        assert not one.thread.is_alone
        assert not two.ask("launch-b", 1)


def test_after_an_outage_launches_wait_until_the_others_have_written(
    redis_server: RunningRedis, service: LaggingService, tmp_path: Path
) -> None:
    """Whoever is back first would launch as if the others had nothing."""

    async def launch() -> None:
        replicas = Replicas(f"redis://127.0.0.1:{redis_server.port}")
        async with AsyncEdgegap(TOKEN, base_url=service.url, replicas=replicas) as edgegap:
            await edgegap.deployments.list_page()
            ceilings = other.replicas._part(_Ceilings)
            assert ceilings
            other.ceiling.noted = ceilings.of(edgegap._organisation.digest, other.ceiling).note
            other.ceiling.open("launch-a", time.monotonic() + 60)
            redis_server.process.kill()
            redis_server.process.wait()
            thread = replicas._threads[os.getpid()]
            await asyncio.to_thread(wait_until, lambda: thread.is_alone and other.thread.is_alone)
            make = other.thread._make
            other.thread._make = away
            with running_redis(tmp_path, redis_server.port):
                await asyncio.to_thread(wait_until, lambda: not thread.is_alone)
                asyncio.get_running_loop().call_later(0.3, setattr, other.thread, "_make", make)
                with pytest.raises(TooManyActive):
                    await edgegap.deployments.launch(**ORDER, max_active=1)
        replicas.close()

    def away() -> Any:
        raise ConnectionError

    with sharers(redis_server, 1) as (other,):
        asyncio.run(launch())


def test_a_permission_of_this_process_alone_is_written_at_once(
    redis_server: RunningRedis, service: LaggingService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For example when the thread got no CPU for a second."""
    monkeypatch.setattr(module, "RENEWAL_SECONDS", 1000.0)
    service.ready_after = 1000.0

    async def launch() -> None:
        replicas = Replicas(f"redis://127.0.0.1:{redis_server.port}")
        async with AsyncEdgegap(TOKEN, base_url=service.url, replicas=replicas) as edgegap:
            await edgegap.deployments.list_page()
            await asyncio.to_thread(wait_until, lambda: replicas._threads[os.getpid()].client)
            monkeypatch.setattr(active_count, "THREAD_SECONDS", 0.0)
            launching = asyncio.create_task(edgegap.deployments.launch(**ORDER, max_active=1))
            await asyncio.to_thread(wait_until, lambda: len(kept(redis_server)) == 1)
            launching.cancel()
            await asyncio.gather(launching, return_exceptions=True)
        replicas.close()

    asyncio.run(launch())


def test_while_redis_is_away_notes_do_not_pile_up(redis_server: RunningRedis) -> None:
    with sharers(redis_server, 1) as (one,):
        one.ceiling.open("launch-a", time.monotonic() + 60)
        redis_server.process.kill()
        redis_server.process.wait()
        wait_until(lambda: one.thread.is_alone)
        for number in range(3 * module.MAX_NOTES):
            one.shared.note(f"launch-{number}")
        assert len(one.shared._changed) <= module.MAX_NOTES
    for number in range(3 * module.MAX_NOTES):
        one.shared.note(f"launch-{number}")  # closed: nobody reads them
    assert len(one.shared._changed) <= module.MAX_NOTES


# --- A process that is suspended -----------------------------------------------------------------------------------

# It has the permission, and has not sent its create request.
SUSPENDED: Final = """
    import asyncio, os, signal, sys
    from edgegap_client import AsyncEdgegap, EdgegapError
    from edgegap_client._core import ceiling
    from edgegap_client._runtime import redis_ceiling

    ceiling.LISTED_WITHIN_SECONDS = redis_ceiling.LISTED_WITHIN_SECONDS = 1.0
    redis_ceiling.RENEWAL_SECONDS, redis_ceiling.LEASE_SECONDS = 0.5, 1.5

    async def main():
        async with AsyncEdgegap("11112222-3333", replicas=sys.argv[1], poll_interval=0.2) as edgegap:
            await edgegap.deployments.list_page()
            while not [each._threads[os.getpid()].client for each in [edgegap._replicas] if each._threads]:
                await asyncio.sleep(0.01)
            try:
                await edgegap.deployments.launch(
                    application="my-game", version="v1", users=["203.0.113.7"], max_active=1, cancel_timeout=0,
                    on_progress=lambda progress: progress.request_id or os.kill(os.getpid(), signal.SIGSTOP),
                )
                print("launched")
            except EdgegapError as error:
                print(type(error).__name__, error)

    asyncio.run(main())
"""


def test_a_process_that_was_suspended_for_longer_than_its_lease_creates_nothing(
    redis_server: RunningRedis, service: LaggingService
) -> None:
    service.lag = 0.0
    with (
        subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(SUSPENDED), f"redis://127.0.0.1:{redis_server.port}"],
            cwd=ROOT,
            env={**os.environ, "EDGEGAP_BASE_URL": service.url, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        ) as process,
        sharers(redis_server, 1),
    ):
        try:
            os.waitpid(process.pid, os.WUNTRACED)
            assert len(kept(redis_server)) == 1
            time.sleep(2.0)  # longer than the lease
            service.add("launch-of-another")
            process.send_signal(signal.SIGCONT)
            assert process.stdout
            printed = process.stdout.read()
        finally:
            process.kill()
    assert printed.startswith("LaunchCancelled"), printed
    assert service.max_running == 1


def test_a_lease_that_has_lapsed_is_not_renewed() -> None:
    ceiling = Ceiling()
    now = time.monotonic()
    ceiling.leased("launch-a", now + 30)
    ceiling.leased("launch-b", now - 1)
    for name in ("launch-a", "launch-b", "launch-c"):
        ceiling.renewed(name, now + 40)
    assert [ceiling.may_create(f"launch-{name}") for name in "abcd"] == [True, False, True, True]
    ceiling.end_renewals()  # Redis is away: only what had lapsed before has no permission
    assert [ceiling.may_create(f"launch-{name}") for name in "abcd"] == [True, False, True, True]
    for name in ("launch-a", "launch-b"):
        ceiling.over(name)
    assert not ceiling.leases
