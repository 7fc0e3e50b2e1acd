"""The ledger in a file by itself: locks of other processes, dead ones, and the end of its own."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from edgegap_client._core.ledger import LedgerEntry, LedgerState
from edgegap_client._runtime import sqlite_ledger
from edgegap_client.ledger import LedgerError, SQLiteLedger


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "launches.sqlite3"


@pytest.fixture
def ledger(path: Path) -> Iterator[SQLiteLedger]:
    made = SQLiteLedger(path)
    yield made
    if made._pid:
        made._end(made._pid)


def entry(tag: str, key: str = "") -> LedgerEntry:
    return LedgerEntry(tag=tag, organisation="o", application="my-game", version="v1", since=time.time(), key=key)


@contextmanager
def database(path: Path) -> Generator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        yield db


def tags(path: Path) -> list[str]:
    with database(path) as db:
        return [row[0] for row in db.execute("SELECT tag FROM launches ORDER BY tag")]


def test_a_key_of_a_dead_process_is_taken_over_by_who_looks_for_it(path: Path, ledger: SQLiteLedger) -> None:
    other = SQLiteLedger(path)
    other.begin(entry("launch-a", "match-1"))
    found = ledger.find("match-1", "o")
    assert found is not None
    assert not found.is_taken_over
    with database(path) as db:
        db.execute("UPDATE owners SET lease_until = 1 WHERE owner = ?", (other._owner,))
    found = ledger.find("match-1", "o")
    assert found is not None
    assert (found.tag, found.is_taken_over) == ("launch-a", True)
    # It is this process's from now on, which is alive.
    again = ledger.find("match-1", "o")
    assert again is not None
    assert not again.is_taken_over
    assert ledger.hand_over("launch-a", LedgerState.BLOCK)
    assert not other.hand_over("launch-a", LedgerState.BLOCK)
    other._end(other._pid)


def test_nobody_is_dead_just_after_the_clock_was_moved(path: Path, ledger: SQLiteLedger) -> None:
    other = SQLiteLedger(path)
    other.begin(entry("launch-a", "match-1"))
    ledger._start()
    with database(path) as db:
        db.execute("UPDATE owners SET lease_until = 1")
    ledger._lease_until = 1.0
    found = ledger.find("match-1", "o")
    assert found is not None
    assert not found.is_taken_over
    assert ledger.take_over("o") == []
    other._end(other._pid)


def test_what_is_settled_after_the_end_is_removed_at_once(path: Path, ledger: SQLiteLedger) -> None:
    ledger.begin(entry("launch-a"))
    ledger.begin(entry("launch-b"))
    ledger.settle("launch-a")
    ledger._end(os.getpid())
    assert tags(path) == ["launch-b"]
    ledger.settle("launch-b")  # by the clean-up at exit
    assert tags(path) == []


def test_the_exit_of_a_forked_child_leaves_the_ledger_of_its_parent(path: Path, ledger: SQLiteLedger) -> None:
    ledger.begin(entry("launch-a"))
    ledger._end(os.getpid() + 1)
    assert ledger._open[-1].execute("SELECT count(*) FROM launches").fetchone() == (1,)
    assert not ledger._is_ending


def test_what_could_not_be_removed_is_removed_later(
    path: Path, ledger: SQLiteLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.begin(entry("launch-a"))
    ledger.begin(entry("launch-b"))
    monkeypatch.setattr(ledger._wakeup, "set", lambda: None)  # its thread leaves it to this test
    with monkeypatch.context() as broken:
        broken.setattr(ledger, "_path", str(path.parent / "no" / "folder"))
        ledger.settle("launch-a")
        ledger.settle("launch-b")
        with pytest.raises(LedgerError):
            ledger._flush()
        assert [tag for _, tag in ledger._settled] == ["launch-a", "launch-b"]
    ledger._flush()
    assert tags(path) == []


def test_a_ledger_whose_file_cannot_be_used_begins_nothing(tmp_path: Path) -> None:
    ledger = SQLiteLedger(tmp_path / "no" / "folder" / "launches.sqlite3")
    with pytest.raises(LedgerError):
        ledger.begin(entry("launch-a"))
    assert not ledger.has_lease()
    (tmp_path / "no" / "folder").mkdir(parents=True)
    assert ledger.begin(entry("launch-a")) is None
    assert ledger.has_lease()
    ledger._end(ledger._pid)


@pytest.fixture
def locked(path: Path) -> Iterator[Callable[[], None]]:
    """Another process has locked the file, as while it changes the mode; ends that when it is called."""
    with database(path) as db:
        db.execute("CREATE TABLE others (x)")
        db.execute("BEGIN EXCLUSIVE")
        yield db.commit


def test_a_ledger_waits_while_another_process_has_locked_the_file(
    path: Path, ledger: SQLiteLedger, locked: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[float] = []
    sleep, connect = time.sleep, sqlite3.connect

    def pause(seconds: float) -> None:
        tried.append(seconds)
        sleep(seconds)

    def connect_at_once(*arguments: Any, **options: Any) -> Any:
        return connect(*arguments, **{**options, "timeout": 0.0})  # SQLite does not wait for the change of the mode

    monkeypatch.setattr(f"{sqlite_ledger.__name__}.time.sleep", pause)
    monkeypatch.setattr(f"{sqlite_ledger.__name__}.sqlite3.connect", connect_at_once)
    with ThreadPoolExecutor(1) as threads:
        beginning = threads.submit(ledger.begin, entry("launch-a"))
        while len(tried) < 3:
            assert not beginning.done()
            sleep(0.01)
        locked()
        assert beginning.result() is None
    assert tags(path) == ["launch-a"]


def test_a_ledger_does_not_wait_for_ever_for_a_lock(
    path: Path, ledger: SQLiteLedger, locked: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_ledger, "BUSY_SECONDS", 0.05)
    with pytest.raises(LedgerError, match=path.name):
        ledger.begin(entry("launch-a"))
    locked()
    assert ledger.begin(entry("launch-a")) is None
    assert path.name in repr(ledger)
