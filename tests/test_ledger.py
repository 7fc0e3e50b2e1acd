"""The ledger of launches in a file: what a killed process leaves, another one settles or adopts."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from edgegap_client import AsyncEdgegap, Edgegap, EdgegapError
from edgegap_client._runtime import redis_ledger, sqlite_ledger
from edgegap_client._runtime.sqlite_ledger import open_ledger
from edgegap_client.errors import ConfigurationError, LaunchCancelled, LedgerError, Outcome
from edgegap_client.ledger import LedgerEntry, LedgerState, SQLiteLedger
from edgegap_client.sandbox import Sandbox

from .servers.ledgers import LedgerPlace, ledger_place
from .test_launch import FAST, ORDER, POLL, TOKEN, EitherDeployments, posts, prepare, until

# Responses to the read of a status that do not find a deployment, although it may run.
NOT_FOUND: list[dict[str, Any]] = [
    {"status": 400, "body": {"message": "Bad Request ID"}},
    {"status": 404, "body": {"message": "not found"}},
    {"status": 404, "body": "404 page not found\n"},
    {"status": 410, "body": {"message": "is already terminated"}},
]

# A process that launches, says so on each step, and then waits to be killed.
PROGRAM = """
import sys, time
from edgegap_client import Edgegap
from edgegap_client._runtime import redis_ledger, sqlite_ledger

sqlite_ledger.LEASE_SECONDS, sqlite_ledger.RENEWAL_SECONDS = 1.0, 0.2
redis_ledger.LEASE_SECONDS = 3.0
token, url, path, kind = sys.argv[1:]
edgegap = Edgegap(token, base_url=url, poll_interval=0.05, ledger=path, launching_tag=kind != "unmarked")
order = dict(application="my-game", version="v1", users=[])
from edgegap_client.beacons import users_from_ips
order["users"] = users_from_ips(["8.8.8.8"])
if kind == "block with a key":
    order["key"] = "match-4711"
if kind.startswith("block"):
    with edgegap.deployments.running(**order) as deployment:
        print(deployment.request_id, flush=True)
        time.sleep(60)
elif kind == "starting":
    edgegap.deployments.launch(**order, on_progress=lambda progress: print(progress.status, flush=True))
else:
    print(edgegap.deployments.launch(**order).request_id, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    made = Sandbox(timing=FAST, seed=1)
    prepare(made)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _short_leases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_ledger, "LEASE_SECONDS", 1.0)
    monkeypatch.setattr(sqlite_ledger, "RENEWAL_SECONDS", 0.2)
    monkeypatch.setattr(redis_ledger, "LEASE_SECONDS", 3.0)


# Tests that must hold with both ledgers.
both = pytest.mark.parametrize("path", ["sqlite", "redis"], indirect=True)


@pytest.fixture
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with ledger_place(getattr(request, "param", "sqlite"), tmp_path) as place:
        yield place.path


@pytest.fixture(params=["sync", "async"])
def recover(request: pytest.FixtureRequest) -> Callable[..., list[Any]]:
    """What `recover` of either client returns."""

    def run(url: str, path: str, **options: Any) -> list[Any]:
        async def with_async() -> list[Any]:
            async with AsyncEdgegap(TOKEN, base_url=url, poll_interval=POLL, ledger=path, **options) as edgegap:
                return await edgegap.deployments.recover()

        if request.param == "async":
            return asyncio.run(with_async())
        with Edgegap(TOKEN, base_url=url, poll_interval=POLL, ledger=path, **options) as edgegap:
            return edgegap.deployments.recover()

    return run


def entries(path: str) -> list[tuple[str, str]]:
    """Deployment and state of each entry."""
    return LedgerPlace(path).entries()


def start(url: str, path: str, kind: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", PROGRAM, TOKEN, url, path, kind], stdout=subprocess.PIPE, text=True)


def kill(program: subprocess.Popen[str]) -> None:
    program.send_signal(signal.SIGKILL)
    program.wait()
    assert program.stdout is not None
    program.stdout.close()


@both
def test_the_deployment_of_a_killed_block_with_a_key_is_stopped(
    sandbox: Sandbox, path: str, recover: Callable[..., list[Any]]
) -> None:
    """The tag by which the killed process held it is no tag of another process."""
    with sandbox.serve() as url:
        program = start(url, path, "block with a key")
        assert program.stdout is not None
        program.stdout.readline()
        kill(program)
        assert recover(url, path) == []
        until(lambda: not sandbox.orphans())


async def test_processes_are_looked_for_after_a_copy_of_the_client_that_launched_is_gone(sandbox: Sandbox) -> None:
    looks = threading.Semaphore(0)

    class Looked(SQLiteLedger):
        @property
        def lease_seconds(self) -> float:
            return 0.1

        def take_over(self, *_: Any, **__: Any) -> list[LedgerEntry]:
            looks.release()
            return []

    with sandbox.serve() as url, tempfile.TemporaryDirectory() as folder:
        async with AsyncEdgegap(TOKEN, base_url=url, poll_interval=POLL, ledger=Looked(f"{folder}/l")) as edgegap:
            await edgegap.with_options(timeout=9).deployments.launch(**ORDER)
            gc.collect()
            while looks.acquire(blocking=False):
                pass  # those before
            for _ in range(3):
                assert await asyncio.to_thread(looks.acquire, timeout=20)


@both
@pytest.mark.parametrize("kind", ["starting", "block", "handed over"])
def test_what_a_killed_process_was_launching_is_stopped_and_what_it_had_is_adopted(
    sandbox: Sandbox, path: str, recover: Callable[..., list[Any]], kind: str
) -> None:
    if kind == "starting":
        sandbox.faults.add(operation="create_deployment", outcome="stuck")
    with sandbox.serve() as url:
        program = start(url, path, kind)
        assert program.stdout is not None
        program.stdout.readline()
        until(lambda: sandbox.deployments)
        kill(program)
        adopted = recover(url, path)
        if kind == "handed over":
            assert [each.request_id for each in adopted] == [each.request_id for each in sandbox.running]
            assert "launching" not in sandbox.deployments[0].tags
            assert entries(path) == [(adopted[0].request_id, "handed_over")]
            with Edgegap(TOKEN, base_url=url, ledger=path) as edgegap:
                edgegap.deployments.stop(adopted[0].request_id)
        else:
            assert adopted == []
        until(lambda: not sandbox.running)
        until(lambda: not entries(path))
        assert posts(sandbox) == 1


@both
def test_a_recovery_stops_a_second_deployment_of_a_launch_that_was_handed_over(
    sandbox: Sandbox, path: str, recover: Callable[..., list[Any]]
) -> None:
    """Its process was killed while it looked for one, as the create request may have come twice."""
    with sandbox.serve() as url:
        program = start(url, path, "handed over")
        assert program.stdout is not None
        deployment_id = program.stdout.readline().strip()
        kill(program)
        tag = next(tag for tag in sandbox.deployments[0].tags if tag.startswith("launch-"))
        with Edgegap(TOKEN, base_url=url) as edgegap:
            edgegap.deployments.create(**ORDER, tags=[tag, "launching"])
        assert [each.request_id for each in recover(url, path)] == [deployment_id]
        until(lambda: [each.request_id for each in sandbox.running] == [deployment_id])
        until(lambda: not sandbox.orphans([deployment_id]))
        assert not sandbox.deployments[0].stop_requested


@pytest.mark.parametrize("lie", NOT_FOUND, ids=["400", "404", "404 of a proxy", "410"])
def test_a_deployment_that_runs_keeps_its_entry_although_its_status_is_not_found(
    sandbox: Sandbox, path: str, recover: Callable[..., list[Any]], lie: dict[str, Any]
) -> None:
    with sandbox.serve() as url:
        program = start(url, path, "handed over")
        assert program.stdout is not None
        deployment_id = program.stdout.readline().strip()
        kill(program)
        sandbox.faults.add(operation="get_deployment", **lie)
        with pytest.raises(EdgegapError) as caught:
            recover(url, path)
        assert caught.value.status == lie["status"]
        assert entries(path) == [(deployment_id, "handed_over")]
        sandbox.faults.clear()
        assert [each.request_id for each in recover(url, path)] == [deployment_id]
        assert entries(path) == [(deployment_id, "handed_over")]
        assert [each.request_id for each in sandbox.running] == [deployment_id]


def test_a_deployment_that_has_ended_loses_its_entry_when_a_list_confirms_it(
    sandbox: Sandbox, path: str, recover: Callable[..., list[Any]]
) -> None:
    with sandbox.serve() as url:
        program = start(url, path, "handed over")
        assert program.stdout is not None
        deployment_id = program.stdout.readline().strip()
        kill(program)
        with Edgegap(TOKEN, base_url=url) as edgegap:
            edgegap.deployments.stop(deployment_id)
        until(lambda: not sandbox.running)
        sandbox.faults.add(operation="get_deployment", status=404, body="404 page not found\n")
        assert recover(url, path) == []
        until(lambda: not entries(path))


@pytest.mark.parametrize("is_async", [False, True], ids=["sync", "async"])
def test_a_deployment_that_could_not_be_noted_is_noted_at_its_hand_over(
    sandbox: Sandbox, path: str, monkeypatch: pytest.MonkeyPatch, recover: Callable[..., list[Any]], is_async: bool
) -> None:
    """Or its entry would say that somebody has a deployment, and nobody could adopt it after a kill."""
    ledger = SQLiteLedger(path)
    note, failed = ledger.note, list[str]()

    def fail_once(tag: str, deployment_id: str) -> None:
        if not failed:
            failed.append(deployment_id)
            raise LedgerError("the ledger is busy")
        note(tag, deployment_id)

    monkeypatch.setattr(ledger, "note", fail_once)
    with sandbox.serve() as url:
        with EitherDeployments(url, is_async=is_async, ledger=ledger) as client:
            found = client.launch()
        assert failed == [found.request_id]
        assert entries(path) == [(found.request_id, "handed_over")]
        SQLiteLedgerOfAnother(path).die()
        assert [each.request_id for each in recover(url, path)] == [found.request_id]


@both
def test_the_entries_of_a_living_process_are_left_alone(
    sandbox: Sandbox, path: str, recover: Callable[..., list[Any]]
) -> None:
    with sandbox.serve() as url:
        program = start(url, path, "handed over")
        assert program.stdout is not None
        deployment_id = program.stdout.readline().strip()
        assert recover(url, path) == []
        assert [each.request_id for each in sandbox.running] == [deployment_id]
        kill(program)


@both
def test_an_entry_is_in_the_ledger_before_the_create_request(sandbox: Sandbox, path: str) -> None:
    seen: list[list[tuple[str, str]]] = []
    with sandbox.serve() as url, Edgegap(TOKEN, base_url=url, poll_interval=POLL, ledger=path) as edgegap:
        edgegap.deployments.launch(
            **ORDER, on_progress=lambda progress: seen.append(entries(path)) if progress.request_id else None
        )
    assert seen[0][0][1] == "launching"


def test_nothing_is_sent_when_the_file_cannot_be_written(sandbox: Sandbox, tmp_path: Path) -> None:
    with (
        sandbox.serve() as url,
        Edgegap(TOKEN, base_url=url, ledger=tmp_path / "missing" / "launches.sqlite3") as edgegap,
        pytest.raises(LedgerError, match="cannot be used") as caught,
    ):
        edgegap.deployments.launch(**ORDER)
    assert caught.value.outcome is Outcome.NOT_SENT
    assert posts(sandbox) == 0


@both
def test_a_launch_that_failed_leaves_no_entry(sandbox: Sandbox, path: str) -> None:
    sandbox.faults.add(operation="create_deployment", status=400, body={"message": "no"})
    with sandbox.serve() as url, Edgegap(TOKEN, base_url=url, ledger=path) as edgegap:
        with pytest.raises(Exception, match="no"):
            edgegap.deployments.launch(**ORDER)
        until(lambda: not entries(path))


def test_a_process_that_lost_its_lease_neither_sends_nor_hands_over(
    sandbox: Sandbox, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = open_ledger(path)
    with sandbox.serve() as url, Edgegap(TOKEN, base_url=url, poll_interval=POLL, ledger=ledger) as edgegap:
        monkeypatch.setattr(ledger, "has_lease", lambda: False)
        with pytest.raises(LaunchCancelled, match="lost its lease"):
            edgegap.deployments.launch(**ORDER)
        assert posts(sandbox) == 0
        monkeypatch.undo()

        def lose(_: object) -> None:
            SQLiteLedgerOfAnother(path).take(edgegap)

        with pytest.raises(LaunchCancelled, match="another process has recovered"):
            edgegap.deployments.launch(**ORDER, on_progress=lose)
    assert not sandbox.orphans()


class SQLiteLedgerOfAnother:
    """Another process, which takes everything over."""

    def __init__(self, path: str) -> None:
        self._path = path

    def take(self, _: Edgegap) -> None:
        import sqlite3
        from contextlib import closing

        with closing(sqlite3.connect(self._path)) as db, db:
            db.execute("UPDATE launches SET owner = 'another'")
            db.execute("INSERT OR REPLACE INTO owners VALUES ('another', ?)", (time.time() + 1000,))  # it lives

    def die(self) -> None:
        """All entries are those of a process that was killed long ago."""
        import sqlite3
        from contextlib import closing

        with closing(sqlite3.connect(self._path)) as db, db:
            db.execute("UPDATE launches SET owner = 'another'")
            db.execute("INSERT INTO owners VALUES ('another', 0)")


def test_a_step_of_the_clock_makes_nobody_dead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All leases have ended then, until each process renews its own."""
    path = str(tmp_path / "launches.sqlite3")
    one, other = SQLiteLedger(path), SQLiteLedger(path)
    for number, ledger in enumerate((one, other)):
        entry = LedgerEntry(f"launch-{number}", "organisation", "my-game", "v1", time.time(), key=f"match-{number}")
        assert ledger.begin(entry, 60.0) is None
    later = SimpleNamespace(time=lambda: time.time() + 60, monotonic=time.monotonic, sleep=time.sleep)
    monkeypatch.setattr(sqlite_ledger, "time", later)
    assert other.take_over("organisation") == []
    found = other.find("match-0", "organisation")
    assert found is not None
    assert not found.is_taken_over

    monkeypatch.setattr(sqlite_ledger, "LEASE_SECONDS", 0.1)
    SQLiteLedgerOfAnother(path).die()
    until(lambda: {each.tag for each in other.take_over("organisation")} == {"launch-0", "launch-1"})


def test_recover_needs_a_ledger() -> None:
    with Edgegap(TOKEN) as edgegap, pytest.raises(ConfigurationError, match="ledger="):
        edgegap.deployments.recover()


def entry(tag: str, **changes: Any) -> LedgerEntry:
    return LedgerEntry(tag, "organisation", "my-game", "v1", time.time(), **changes)


def test_of_two_launches_with_one_key_one_begins(path: str) -> None:
    ledger = SQLiteLedger(path)
    assert ledger.begin(entry("launch-1", key="match"), key_ttl=60) is None
    found = ledger.begin(entry("launch-2", key="match"), key_ttl=60)
    assert found is not None
    assert (found.tag, found.state, found.is_taken_over) == ("launch-1", LedgerState.LAUNCHING, False)
    assert ledger.begin(entry("launch-3", key="another"), key_ttl=60) is None
    ledger.hand_over("launch-1", LedgerState.HANDED_OVER)
    ledger.settle("launch-1")
    ledger.settle("launch-3")
    time.sleep(0.5)
    kept = ledger.find("match", "organisation")
    assert kept is not None
    assert kept.tag == "launch-1"


def test_a_forked_child_has_a_lease_of_its_own(path: str) -> None:
    ledger = SQLiteLedger(path)
    ledger.begin(entry("launch-1"))
    child = os.fork()
    if not child:
        ledger.begin(entry("launch-2"))
        os._exit(0 if list(ledger.leases("organisation")) and not ledger.take_over("organisation") else 1)
    assert os.waitpid(child, 0)[1] == 0
    time.sleep(1.2)
    assert [each.tag for each in ledger.take_over("organisation")] == ["launch-2"]
