"""A ledger of launches in a file, for the processes of one machine."""

from __future__ import annotations

import atexit
import math
import os
import secrets
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from typing import Any, Final, TypeVar

from .._core.ledger import LedgerEntry, LedgerState
from .._core.public import public_in
from ..errors import LedgerError

__all__ = ["SQLiteLedger", "open_ledger"]

T = TypeVar("T")

# A process that does not renew its lease for this long counts as dead.
LEASE_SECONDS: Final = 15.0
RENEWAL_SECONDS: Final = 4.0
# The maximum wait for another process that writes.
BUSY_SECONDS: Final = 10.0
# The interval of checks whether another process has changed the mode of the file.
LOCK_LOOK_SECONDS: Final = 0.01
# The service ends every deployment within a day. Entries that were handed over are removed after a week.
KEPT_SECONDS: Final = 7 * 86400.0

SCHEMA: Final = (
    """CREATE TABLE IF NOT EXISTS launches (
    tag TEXT PRIMARY KEY, organisation TEXT, application TEXT, version TEXT, since REAL, key TEXT, key_until REAL,
    deployment_id TEXT, state TEXT, owner TEXT
) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS launches_by_key ON launches (key) WHERE key != ''",
    "CREATE TABLE IF NOT EXISTS owners (owner TEXT PRIMARY KEY, lease_until REAL) WITHOUT ROWID",
)
INSERT: Final = "INSERT OR REPLACE INTO launches VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
DEAD: Final = """
SELECT tag, organisation, application, version, since, key, deployment_id, state, coalesce(lease_until, 0)
FROM launches LEFT JOIN owners USING (owner)
WHERE organisation = ? AND state NOT IN (?, ?) AND owner != ? AND coalesce(lease_until, 0) < ?
"""
OF_KEY: Final = """
SELECT tag, organisation, application, version, since, key, deployment_id, state, owner, coalesce(lease_until, 0)
FROM launches LEFT JOIN owners USING (owner)
WHERE key = ? AND organisation = ? AND (key_until > ? OR state NOT IN (?, ?)) ORDER BY since LIMIT 1
"""
LEASES: Final = """
SELECT DISTINCT owner, lease_until FROM launches JOIN owners USING (owner)
WHERE organisation = ? AND state != ? AND owner != ? AND lease_until >= ?
"""
# The removal of entries by tag or deployment. An entry with a key keeps the key, unless it was never handed over.
SETTLE: Final = {
    "tag": (
        "UPDATE launches SET state = ? WHERE tag = ? AND key != '' AND state != 'launching'",
        "DELETE FROM launches WHERE tag = ? AND (key = '' OR state = 'launching')",
    ),
    "deployment": (
        "UPDATE launches SET state = ? WHERE deployment_id = ? AND key != '' AND state != 'launching'",
        "DELETE FROM launches WHERE deployment_id = ? AND (key = '' OR state = 'launching')",
    ),
}
# The state of an entry that only keeps its key.
SETTLED: Final = "settled"


@public_in("ledger")
class SQLiteLedger:
    """A ledger in an SQLite file, on a local disk: SQLite's locks do not work on network file systems.

    An entry survives the kill of its process. This object owns a thread that renews the lease of the process and
    removes settled entries. The thread starts at the first launch.

    Args:
        path: The path of the file. The ledger creates the file if it does not exist. Its folder must exist.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = str(path)
        self._pid = 0
        self._owner = ""
        self._lease_until = 0.0
        # The time, by the monotonic clock, when this process noticed that its own lease had expired.
        self._lapsed_at = -math.inf
        self._settled: deque[tuple[str, str]] = deque()
        self._wakeup = threading.Event()
        # While one connection is open, closing another does not write to the disk, which takes 20 ms. Connections that
        # a child has inherited stay open, because closing them is not safe after a fork.
        self._open: list[sqlite3.Connection] = []
        self._is_ending = False
        self._starting = threading.Lock()

    def __repr__(self) -> str:
        return f"SQLiteLedger({self._path!r})"

    @property
    def lease_seconds(self) -> float:
        """Seconds after which a process that does not renew its lease counts as dead."""
        return LEASE_SECONDS

    # Launches of this process

    def begin(self, entry: LedgerEntry, key_ttl: float = 0.0) -> LedgerEntry | None:
        """Record a launch, so that it is not lost if the process is killed."""
        self._start()
        now = time.time()
        row = (
            entry.tag,
            entry.organisation,
            entry.application,
            entry.version,
            entry.since,
            entry.key,
            now + key_ttl,
            entry.deployment_id,
            entry.state,
            self._owner,
        )
        with self._transaction() as db:
            if entry.key:
                found = self._find(db, entry.key, entry.organisation)
                if found is not None:
                    return found
            db.execute(INSERT, row)
        return None

    def has_lease(self) -> bool:
        """Whether this process certainly still has its lease."""
        return self._pid == os.getpid() and time.time() < self._lease_until

    def note(self, tag: str, deployment_id: str) -> None:
        """Record the deployment of a launch."""
        with self._transaction() as db:
            db.execute("UPDATE launches SET deployment_id = ? WHERE tag = ?", (deployment_id, tag))

    def hand_over(self, tag: str, state: LedgerState) -> bool:
        """Record that a launch has given its deployment to its caller or block."""
        with self._transaction() as db:
            change = db.execute("UPDATE launches SET state = ? WHERE tag = ? AND owner = ?", (state, tag, self._owner))
            return change.rowcount == 1

    def settle(self, tag: str) -> None:
        """Remove an entry soon, because the launch is settled."""
        self._settle_soon("tag", tag)

    def settle_deployment(self, deployment_id: str) -> None:
        """Remove the entry of a deployment soon, because the deployment was stopped."""
        self._settle_soon("deployment", deployment_id)

    # Other processes

    def take_over(self, organisation: str, *, launching_only: bool = False) -> list[LedgerEntry]:
        """Take over the entries of dead processes for this process, and return them."""
        self._start()
        if not self._may_judge():
            return []
        left_alone = LedgerState.HANDED_OVER if launching_only else SETTLED
        with self._transaction() as db:
            rows = db.execute(
                DEAD,
                (organisation, SETTLED, left_alone, self._owner, time.time()),
            ).fetchall()
            db.executemany("UPDATE launches SET owner = ? WHERE tag = ?", [(self._owner, row[0]) for row in rows])
        return [_entry(row[:-1], last_seen=row[-1] - LEASE_SECONDS, is_taken_over=True) for row in rows]

    def leases(self, organisation: str) -> dict[str, float]:
        """Return the other processes that have entries and a lease, with the end of the lease."""
        with self._transaction() as db:
            return dict(
                db.execute(
                    LEASES,
                    (organisation, SETTLED, self._owner, time.time()),
                ).fetchall()
            )

    def find(self, key: str, organisation: str) -> LedgerEntry | None:
        """Return the entry with a key; None if there is none."""
        self._start()
        with self._transaction() as db:
            return self._find(db, key, organisation)

    def _find(self, db: sqlite3.Connection, key: str, organisation: str) -> LedgerEntry | None:
        now = time.time()
        row = db.execute(
            OF_KEY,
            (key, organisation, now, SETTLED, LedgerState.HANDED_OVER),
        ).fetchone()
        if row is None:
            return None
        *columns, owner, lease_until = row
        is_dead = columns[-1] == LedgerState.LAUNCHING and owner != self._owner and lease_until < now
        is_dead = is_dead and self._may_judge()
        if is_dead:
            db.execute("UPDATE launches SET owner = ? WHERE tag = ?", (self._owner, columns[0]))
        return _entry(columns, last_seen=lease_until - LEASE_SECONDS, is_taken_over=is_dead)

    def _may_judge(self) -> bool:
        """Whether a process with an expired lease is dead.

        After a clock change or a suspension of the machine, all leases have expired. Living processes need time to
        renew.
        """
        self._note_lapse()
        return time.monotonic() - self._lapsed_at >= LEASE_SECONDS

    def _note_lapse(self) -> None:
        if 0.0 < self._lease_until <= time.time():
            self._lapsed_at, self._lease_until = time.monotonic(), 0.0

    # The thread and the file

    def _start(self) -> None:
        """Take a lease for this process, and let a thread renew it. A forked child takes its own."""
        with self._starting:
            if self._pid == os.getpid():
                return
            self._pid, self._owner = os.getpid(), secrets.token_hex(8)
            self._settled = deque()
            self._wakeup = threading.Event()
            self._is_ending = False
            self._lease_until = 0.0
            try:
                with self._transaction() as db:
                    for statement in SCHEMA:
                        db.execute(statement)
                    db.execute("DELETE FROM launches WHERE since < ?", (time.time() - KEPT_SECONDS,))
                self._renew()
                self._open.append(sqlite3.connect(self._path, isolation_level=None, check_same_thread=False))
                self._open[-1].execute("SELECT count(*) FROM owners").fetchone()  # this opens the file
            except BaseException:
                self._pid = 0
                raise
            threading.Thread(target=self._work, daemon=True, name="edgegap-ledger").start()
            atexit.register(self._end, self._pid)

    def _work(self) -> None:
        while True:  # it ends with the process: a forked child has none of its threads
            self._wakeup.wait(RENEWAL_SECONDS)
            self._wakeup.clear()
            with suppress(LedgerError):  # it is retried; a launch that needs the file reports the error
                self._flush()
                self._renew()

    def _end(self, pid: int) -> None:
        """Remove settled entries at exit. The lease expires by itself, because other launches may be in the file."""
        if pid == os.getpid():
            self._is_ending = True
            with suppress(LedgerError):
                self._flush()
            self._open[-1].close()

    def _renew(self) -> None:
        self._note_lapse()
        until = time.time() + LEASE_SECONDS
        with self._transaction() as db:
            db.execute("INSERT OR REPLACE INTO owners VALUES (?, ?)", (self._owner, until))
            db.execute(
                "DELETE FROM owners WHERE lease_until < ? AND owner NOT IN (SELECT owner FROM launches)",
                (time.time() - KEPT_SECONDS,),
            )
        self._lease_until = until

    def _settle_soon(self, kind: str, value: str) -> None:
        if self._pid == os.getpid():
            self._settled.append((kind, value))
            if self._is_ending:  # the clean-up at exit runs after `_end`
                with suppress(LedgerError):
                    self._flush()
            self._wakeup.set()

    def _flush(self) -> None:
        settled: list[tuple[str, str]] = []
        with suppress(IndexError):
            while True:
                settled.append(self._settled.popleft())
        if not settled:
            return
        try:
            with self._transaction() as db:
                for kind, value in settled:
                    keep, remove = SETTLE[kind]
                    db.execute(keep, (SETTLED, value))
                    db.execute(remove, (value,))
                db.execute("DELETE FROM launches WHERE state = ? AND key_until < ?", (SETTLED, time.time()))
        except LedgerError:
            self._settled.extendleft(reversed(settled))
            raise

    @contextmanager
    def _transaction(self) -> Generator[sqlite3.Connection]:
        """Open a new connection for each step, because any thread may do a step, and a fork must not inherit
        connections."""
        try:
            with closing(sqlite3.connect(self._path, timeout=BUSY_SECONDS, isolation_level=None)) as db:
                _use_wal(db)
                # Committed entries survive the kill of the process. After a power failure, the last entries may be
                # missing.
                db.execute("PRAGMA synchronous = NORMAL")
                db.execute("BEGIN IMMEDIATE")
                try:
                    yield db
                except BaseException:
                    db.rollback()
                    raise
                db.commit()
        except sqlite3.Error as error:
            raise LedgerError(f"the ledger {self._path} cannot be used: {error}") from error


def _use_wal(db: sqlite3.Connection) -> None:
    """Let readers and a writer work at the same time. SQLite does not wait while another process changes the mode."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
        time.sleep(LOCK_LOOK_SECONDS)


_ledgers: Final[dict[str, SQLiteLedger]] = {}


def open_ledger(path: str | os.PathLike[str]) -> SQLiteLedger:
    """Return the ledger of a file: one for all clients of a process, because the lease belongs to the process."""
    name = os.path.realpath(path)
    return _ledgers.setdefault(name, SQLiteLedger(name))


def _entry(row: Any, *, last_seen: float, is_taken_over: bool) -> LedgerEntry:
    tag, organisation, application, version, since, key, deployment_id, state = row
    return LedgerEntry(
        tag=tag,
        organisation=organisation,
        application=application,
        version=version,
        since=since,
        key=key,
        deployment_id=deployment_id,
        state=LedgerState(state) if state != SETTLED else LedgerState.HANDED_OVER,
        last_seen=last_seen,
        is_taken_over=is_taken_over,
    )
