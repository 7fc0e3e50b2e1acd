"""A ledger of launches in Redis, for processes on several machines."""

from __future__ import annotations

import atexit
import hashlib
import os
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib import import_module
from types import TracebackType
from typing import Any, Final, Self

from .._core.extras import missing_extra
from .._core.ledger import LedgerEntry, LedgerState
from .._core.public import public_in
from .._core.redaction import Secret
from ..errors import ConfigurationError, LedgerError
from .redis_ledger_thread import Data, LedgerThread, SyncRedis
from .redis_server import server_name

__all__ = ["PACKAGES", "RedisLedger", "open_redis_ledger"]

# A process that does not renew its lease for this long counts as dead.
LEASE_SECONDS: Final = 15.0
MIN_LEASE_SECONDS: Final = 1.0
# The maximum wait of a launch or a recovery for Redis, and the timeout of each command.
WAIT_SECONDS: Final = 2.0
COMMAND_SECONDS: Final = 1.0
# The maximum wait of `close` and of the process's exit for Redis.
CLOSE_SECONDS: Final = 1.0

# The state of an entry that only keeps its key.
SETTLED: Final = "settled"

PACKAGES: Final = {
    **dict.fromkeys(("redis", "rediss", "unix"), ("redis", "valkey")),
    **dict.fromkeys(("valkey", "valkeys"), ("valkey",)),
}


@public_in("ledger")
class RedisLedger:
    """A ledger in Redis or Valkey, which the processes of several machines share.

        ledger = RedisLedger("redis://localhost:6379")
        edgegap = Edgegap(ledger=ledger)

    One object serves all clients of a process, synchronous and async, in all threads and event loops. It owns a thread
    and a connection. `close` and the end of the process end both. A forked child opens its own.

    If Redis does not respond within 2 s, a launch raises a `LedgerError` and sends nothing. Launches that have begun
    continue until the lease expires. After an outage, all processes get time to renew their leases before any entry is
    taken over. If Redis loses its data, each process writes its entries again.

    Redis stores digests of the organisation's token and of the keys, never the token or a key. All names have one hash
    tag, so that they are in one slot of a Redis Cluster. Their time to live is at most a week.

    Args:
        redis: A URL: `redis://`, `rediss://`, `unix://`, `valkey://` or `valkeys://`. For Redis Cluster, Sentinel and
            anything else, a function without arguments that returns a client, such as a `redis.RedisCluster`. This
            object calls it again after a failure, and closes the clients. Give them a `socket_timeout` of 1 s.
        prefix: The prefix of the names of the keys. Default: `edgegap:ledger`.
        lease_seconds: Seconds after which a process that does not renew its lease counts as dead; the same in all
            processes, at least 1. The clients look for launches of dead processes at this interval.

    Raises:
        ConfigurationError: `redis` is not a supported URL or a function, the URL's Python package is not installed, or
            `lease_seconds` is less than 1.
    """

    def __init__(
        self,
        redis: str | Callable[[], SyncRedis],
        *,
        prefix: str = "edgegap:ledger",
        lease_seconds: float = LEASE_SECONDS,
    ) -> None:
        hidden = Secret(redis)
        del redis
        self._prefix = prefix
        self._lease_seconds = lease_seconds
        if not lease_seconds >= MIN_LEASE_SECONDS:
            raise ConfigurationError(f"lease_seconds must be at least {MIN_LEASE_SECONDS:g} s, got {lease_seconds:g}")
        self._make = _maker(hidden)
        self._server = server_name(hidden)
        # The threads by process id, because a forked child starts its own.
        self._threads: dict[int, LedgerThread] = {}
        self._is_closed = False
        self._is_ending = False

    def __repr__(self) -> str:
        return f"RedisLedger(prefix={self._prefix!r}, lease_seconds={self._lease_seconds:g})"

    @property
    def lease_seconds(self) -> float:
        """Seconds after which a process that does not renew its lease counts as dead."""
        return self._lease_seconds

    def close(self) -> None:
        """Write settled entries and close the connection, within 2 s. The lease then expires."""
        self._is_closed = True
        thread = self._threads.get(os.getpid())
        if thread is not None:
            thread.end(CLOSE_SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    # Launches of this process

    def begin(self, entry: LedgerEntry, key_ttl: float = 0.0) -> LedgerEntry | None:
        """Record a launch, so that it is not lost if the process is killed.

        Raises:
            LedgerError: Redis has not recorded it within 2 s, or has already failed for this long.
        """
        data = {
            "tag": entry.tag,
            "organisation": _digest(entry.organisation),
            "application": entry.application,
            "version": entry.version,
            "since": entry.since,
            "key": _digest(entry.organisation, entry.key) if entry.key else "",
            "deployment": entry.deployment_id,
            "state": entry.state.value,
        }
        found = self._working().result({"name": "begin", "entry": data, "key_ttl": key_ttl}, WAIT_SECONDS)
        return _entry(found, entry.organisation, entry.key) if "entry" in found else None

    def has_lease(self) -> bool:
        """Whether this process certainly still has its lease."""
        thread = self._threads.get(os.getpid())
        return thread is not None and thread.has_lease()

    def note(self, tag: str, deployment_id: str) -> None:
        """Record the deployment of a launch soon. Until then, a recovery finds it by its tag."""
        self._working().add({"name": "note", "tag": tag, "deployment": deployment_id})

    def hand_over(self, tag: str, state: LedgerState) -> bool:
        """Record that a launch has given its deployment to its caller or block.

        Raises:
            LedgerError: Redis has not recorded it within 2 s, or has already failed for this long.
        """
        thread = self._working()
        done = thread.result({"name": "hand_over", "tag": tag, "state": state.value}, WAIT_SECONDS)
        return bool(done["is_mine"]) and not thread.is_refused(tag)

    def settle(self, tag: str) -> None:
        """Remove an entry soon, because the launch is settled."""
        self._soon({"name": "settle", "tag": tag})

    def settle_deployment(self, deployment_id: str) -> None:
        """Remove the entry of a deployment soon, because the deployment was stopped."""
        self._soon({"name": "settle_deployment", "deployment": deployment_id})

    # Other processes

    def take_over(self, organisation: str, *, launching_only: bool = False) -> list[LedgerEntry]:
        """Take over the entries of dead processes for this process, and return them.

        Their `key` is a digest.

        Raises:
            LedgerError: Redis has not responded within 2 s. The next call returns the entries that it has taken over.
        """
        name, thread = _digest(organisation), self._working()
        thread.result({"name": "take_over", "organisation": name, "launching_only": launching_only}, WAIT_SECONDS)
        return [_entry(found, organisation) for found in thread.unclaimed(name, launching_only=launching_only)]

    def leases(self, organisation: str) -> dict[str, float]:
        """Return the other processes that have entries and may renew their lease, with the end of the lease."""
        step = {"name": "leases", "organisation": _digest(organisation)}
        found = self._working().result(step, WAIT_SECONDS)
        return {owner: float(until) for owner, until in found["leases"]}

    def find(self, key: str, organisation: str) -> LedgerEntry | None:
        """Return the entry with a key; None if there is none."""
        found = self._working().result({"name": "find", "key": _digest(organisation, key)}, WAIT_SECONDS)
        return _entry(found, organisation, key) if "entry" in found else None

    # The thread

    def _working(self) -> LedgerThread:
        """Return the thread of this process."""
        if self._is_closed:
            raise LedgerError("this RedisLedger is closed: create a new one")
        pid = os.getpid()
        thread = self._threads.get(pid)
        if thread is None:
            made = LedgerThread(self._make, self._prefix, self._lease_seconds, self._server)
            # If several threads get here at once, all use the same object.
            thread = self._threads.setdefault(pid, made)
            if thread is made:
                thread.start()
                atexit.register(self._end, thread)
        return thread

    def _end(self, thread: LedgerThread) -> None:
        """Remove settled entries at exit. The thread continues, because the clean-up at exit comes after this."""
        if thread.is_working:
            self._is_ending = True
            thread.flush(CLOSE_SECONDS)

    def _soon(self, step: Data) -> None:
        """Do a step without waiting for it. It never raises: a recovery settles entries that are not removed."""
        with suppress(LedgerError):
            thread = self._working()
            thread.add(step)
            if self._is_ending:  # the clean-up at exit runs after `_end`
                thread.flush(CLOSE_SECONDS)


_ledgers: Final[dict[str, RedisLedger]] = {}


def open_redis_ledger(url: Secret[str]) -> RedisLedger:
    """Return the ledger of a URL: one for all clients of a process, because the lease belongs to the process."""
    name = _digest(url.reveal())  # the URL may contain a password
    return _ledgers.get(name) or _ledgers.setdefault(name, RedisLedger(url.reveal(), lease_seconds=LEASE_SECONDS))


def _maker(redis: Secret[str | Callable[[], SyncRedis]]) -> Callable[[], SyncRedis]:
    given = redis.reveal()
    if callable(given):
        return given
    scheme = given.partition("://")[0] if isinstance(given, str) else ""  # pyright: ignore[reportUnnecessaryIsInstance]
    del given  # the frame of an error must not have the password
    if scheme not in PACKAGES:
        raise ConfigurationError(
            "RedisLedger needs a URL (redis://, rediss://, unix://, valkey:// or valkeys://) or a function that "
            f"returns a client, got {f'the scheme {scheme!r}' if scheme else type(redis.reveal()).__name__}."
        )
    for name in PACKAGES[scheme]:
        with suppress(ImportError):
            return partial(_from_url, import_module(name), redis, is_socket=scheme == "unix")
    package = PACKAGES[scheme][0]
    what = f"A URL with {scheme}://"
    if package == "redis":
        raise ConfigurationError(missing_extra(what, "redis", package))
    raise ConfigurationError(f"{what} needs {package}, which is not installed: pip install {package}")


def _from_url(package: Any, url: Secret[Any], *, is_socket: bool) -> SyncRedis:
    """Create a client with short timeouts and without retries, because the thread retries. The URL's query has
    precedence."""
    retry, backoff = import_module(f"{package.__name__}.retry"), import_module(f"{package.__name__}.backoff")
    options: dict[str, Any] = {"socket_timeout": COMMAND_SECONDS, "retry": retry.Retry(backoff.NoBackoff(), 0)}
    if not is_socket:
        options["socket_connect_timeout"] = COMMAND_SECONDS
    client: SyncRedis = package.Redis.from_url(url.reveal(), **options)
    return client


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:32]


def _entry(found: Data, organisation: str, key: str | None = None) -> LedgerEntry:
    data = found["entry"]
    # Another machine's clock may be wrong, so only the age counts.
    age = max(0.0, float(found["now"]) - float(found["renewed"]))
    state = data["state"]
    return LedgerEntry(
        tag=data["tag"],
        organisation=organisation,
        application=data["application"],
        version=data["version"],
        since=data["since"],
        key=data["key"] if key is None else key,
        deployment_id=data["deployment"],
        state=LedgerState.HANDED_OVER if state == SETTLED else LedgerState(state),
        last_seen=time.time() - age,
        is_taken_over=bool(found["is_taken_over"]),
    )
