"""The thread of a ledger in Redis. It renews the lease of its process and does all steps, over one connection."""

from __future__ import annotations

import _thread
import json
import logging
import os
import secrets
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any, Final, Protocol

from ..errors import LedgerError
from .redis_ledger_script import SCRIPT

__all__ = ["LedgerThread", "Step", "SyncRedis"]

logger: Final = logging.getLogger("edgegap_client")

Data = dict[str, Any]

# The lease is renewed this many times in its duration.
RENEWALS_A_LEASE: Final = 5
# The maximum interval between two attempts while Redis fails.
RETRY_SECONDS: Final = 0.5
# The service ends every deployment within a day. Entries that were handed over are removed after a week.
KEPT_SECONDS: Final = 7 * 86400.0
# The maximum number of steps in a request.
MAX_STEPS: Final = 100
# A step without a waiting caller is retried until it is done.
ALWAYS: Final = float("inf")
LAUNCHING: Final = "launching"
HANDED_OVER: Final = "handed_over"
# The digest of a script that Redis does not know yet.
UNKNOWN_SCRIPT: Final = "NOSCRIPT"
PACKAGES: Final = ("redis.", "valkey.")


class SyncRedis(Protocol):
    """The methods of a client of the packages `redis` and `valkey` that this package calls."""

    def eval(self, script: str, numkeys: int, *keys_and_args: Any) -> Any:
        """Run a Lua script."""
        ...

    def evalsha(self, sha: str, numkeys: int, *keys_and_args: Any) -> Any:
        """Run a Lua script that the server knows."""
        ...

    def close(self) -> Any:
        """Close the connections."""
        ...


class Step:
    """One step of a launch, or of a recovery, in the ledger.

    Args:
        data: The instruction for the script.
        until: The time until which a caller waits for it, by the monotonic clock.
    """

    def __init__(self, data: Data, until: float = ALWAYS) -> None:
        self.data = data
        self.until = until
        self.results: SimpleQueue[Data] = SimpleQueue()


class LedgerThread:
    """The thread of one process. It owns all state except the queue.

    Any thread or signal handler may add steps, because no lock is held.

    Args:
        make: Creates a client of Redis.
        prefix: The prefix of the names of the keys, in the hash tag.
        lease_seconds: The duration of a lease, in seconds.
        server: The name of the server in errors and logs.
    """

    def __init__(self, make: Callable[[], SyncRedis], prefix: str, lease_seconds: float, server: str) -> None:
        self._make = make
        self._server = server
        self._root = f"{{{prefix}}}:"
        self._lease_seconds = lease_seconds
        self._pid = os.getpid()
        # A restarted process or a fork is another owner, whatever its process id.
        self._owner = secrets.token_hex(8)
        self._queue: SimpleQueue[Step | None] = SimpleQueue()
        self._steps: deque[Step] = deque()
        self._client: SyncRedis | None = None
        # The entries of this process, by tag. They are written again if Redis has lost them.
        self._entries: dict[str, Data] = {}
        # Launches that others may have recovered before Redis lost its data.
        self._refused: set[str] = set()
        # Entries of dead processes that were taken over for a caller that no longer waits.
        self._unclaimed: dict[str, Data] = {}
        self._number = 0
        self._confirmed = 0
        self._seen = 0
        self._acknowledged = 0
        self._lease_until = float("-inf")
        # The clock of Redis and the local clock at the last response.
        self._redis_time: tuple[float, float] | None = None
        self._problem = ""
        self._failing_since: float | None = None
        self._next_at = 0.0
        self._is_ending = False
        self._runs = _thread.allocate_lock()

    def start(self) -> None:
        """Start the thread.

        Raises:
            LedgerError: The interpreter is shutting down.
        """
        self._runs.acquire()
        try:
            # Not a `threading.Thread`, which takes locks that code interrupted by a signal handler may hold.
            _thread.start_new_thread(self._run, ())
        except RuntimeError as error:
            self._runs.release()
            self._is_ending = True
            raise LedgerError(
                f"the ledger in {self._server} cannot be used: the interpreter is shutting down"
            ) from error

    # --- Called by other threads

    @property
    def is_working(self) -> bool:
        """Whether it carries out steps; False in a forked child, which does not have the thread."""
        return self._pid == os.getpid() and not self._is_ending

    def has_lease(self) -> bool:
        """Whether this process certainly still has its lease."""
        return self._pid == os.getpid() and _now() < self._lease_until

    def is_refused(self, tag: str) -> bool:
        """Whether another process may have recovered a launch before Redis lost its data."""
        return tag in self._refused

    def add(self, data: Data) -> None:
        """Do a step soon, without waiting for it."""
        self._queue.put(Step(data))

    def result(self, data: Data, seconds: float) -> Data:
        """Do a step, and return its result.

        Raises:
            LedgerError: Redis has not done it within `seconds`, or has already failed for this long.
        """
        since = self._failing_since
        if since is not None and _now() - since >= seconds:
            raise self._error(_now() - since)
        step = Step(data, _now() + seconds)
        self._queue.put(step)
        with suppress(Empty):
            return step.results.get(timeout=seconds)
        raise self._error(seconds)

    def unclaimed(self, organisation: str, *, launching_only: bool) -> list[Data]:
        """Return the entries that were taken over from dead processes, but not returned to a caller yet."""
        taken: list[Data] = []
        for tag, each in tuple(self._unclaimed.items()):
            entry = each["entry"]
            is_wanted = not (launching_only and entry["state"] == HANDED_OVER)
            if entry["organisation"] == organisation and is_wanted and self._unclaimed.pop(tag, None):
                taken.append(each)
        return taken

    def flush(self, seconds: float) -> None:
        """Wait at most `seconds` until all steps so far are done."""
        with suppress(LedgerError):
            self.result({"name": "find", "key": ""}, seconds)

    def end(self, seconds: float) -> None:
        """Do the steps so far, close the connection and end the thread. Wait at most `seconds` for each of the two."""
        if self.is_working:
            self.flush(seconds)
            self._is_ending = True
            self._queue.put(None)
            if self._runs.acquire(timeout=seconds):
                self._runs.release()

    def _error(self, seconds: float) -> LedgerError:
        problem = self._problem or "it did not respond"
        return LedgerError(f"the ledger in {self._server} cannot be used: {problem} (for {seconds:.3g} s)")

    # --- Called in the thread

    def _run(self) -> None:
        try:
            while not self._is_ending:
                self._collect()
                self._steps = deque(step for step in self._steps if _now() < step.until)
                if _now() < self._next_at and (self._failing_since is not None or not self._steps):
                    continue
                steps = [self._steps.popleft() for _ in range(min(MAX_STEPS, len(self._steps)))]
                try:
                    self._do(steps)
                except Exception as error:  # of any client
                    self._steps.extendleft(reversed(steps))
                    self._failed(error)
        finally:
            self._close()
            self._runs.release()

    def _collect(self) -> None:
        """Wait until a step arrives or the next renewal is due."""
        with suppress(Empty):
            while True:
                is_busy = bool(self._steps) and self._failing_since is None
                seconds = 0.0 if is_busy else max(0.0, self._next_at - _now())
                step = self._queue.get(timeout=seconds) if seconds else self._queue.get_nowait()
                if step is None:
                    return
                self._steps.append(step)

    def _do(self, steps: list[Step]) -> None:
        """Renew the lease and do some steps.

        Raises:
            Exception: The request has failed. Redis may have carried it out.
        """
        began = _now()
        self._expire()
        data = [step.data for step in steps]
        response = self._send(data)
        if response["status"] == "lost":
            if self._lease_until < began:
                # Before Redis lost the data, other processes may have recovered these launches.
                self._refused.update(tag for tag, each in self._entries.items() if each["state"] == LAUNCHING)
            logger.warning(
                "%s has lost the ledger entries of this process; writing %d entries again",
                self._server,
                len(self._entries),
            )
            response = self._send(data, seed=list(self._entries.values()))
        if response["status"] != "done":
            raise TimeoutError(f"Redis responded too late ({response['status']})")
        self._lease_until = began + self._lease_seconds
        self._confirmed = self._number
        self._next_at = began + self._lease_seconds / RENEWALS_A_LEASE
        if self._failing_since is not None:
            logger.info("the ledger in %s works again", self._server)
        self._problem, self._failing_since = "", None
        self._acknowledged = response.get("taken", 0)
        if self._acknowledged:
            mine = set(_items(response["tags"]))
            for tag in [tag for tag in self._entries if tag not in mine]:
                del self._entries[tag]
        for step, result in zip(steps, _items(response["results"]), strict=True):
            result["now"] = response["now"]
            self._note(step, result)
        # This comes before the waiting caller looks for them. A `find` may have returned some to its caller already.
        for each in _items(response["unclaimed"]):
            tag = each["entry"]["tag"]
            if tag not in self._entries:
                self._entries[tag] = each["entry"]
                self._unclaimed[tag] = each | {"now": response["now"]}
        for step, result in zip(steps, _items(response["results"]), strict=True):
            step.results.put(result)

    def _send(self, steps: list[Data], seed: list[Data] | None = None) -> Data:
        self._number += 1
        not_after = 0.0
        if self._redis_time is not None:
            there, here = self._redis_time
            not_after = there + _now() - here + self._lease_seconds / 2
        request: Data = {
            "owner": self._owner,
            "number": self._number,
            "confirmed": self._confirmed,
            "seen": self._seen,
            "acknowledged": self._acknowledged,
            "lease": self._lease_seconds,
            "kept": KEPT_SECONDS,
            "not_after": not_after,
            "steps": steps,
        }
        if seed is not None:
            request["seed"] = seed
        if self._client is None:
            self._client = self._make()
        keys = f"{self._root}beat", f"{self._root}processes"
        text = _evaluate(self._client, *keys, self._root, json.dumps(request))
        response: Data = json.loads(text)
        self._redis_time = float(response["now"]), _now()
        self._seen = max(self._seen, int(response.get("count", 0)))
        return response

    def _note(self, step: Step, result: Data) -> None:
        """Apply the changes of the script to the entries of this process."""
        data = step.data
        tag = data.get("tag", "")
        match data["name"]:
            case "begin" if "key_until" in result:
                self._entries[data["entry"]["tag"]] = data["entry"] | {"key_until": result["key_until"]}
            case "note" if tag in self._entries:
                self._entries[tag]["deployment"] = data["deployment"]
            case "hand_over" if result["is_mine"]:
                if tag in self._entries:
                    self._entries[tag]["state"] = data["state"]
            case "settle":
                self._entries.pop(tag, None)
                self._refused.discard(tag)
            case _:
                pass
        if result.get("is_taken_over"):
            tag = result["entry"]["tag"]
            self._entries[tag] = result["entry"]
            if _now() >= step.until:
                self._unclaimed[tag] = result

    def _expire(self) -> None:
        """Remove entries that were handed over long ago. The oldest come first."""
        for tag, entry in tuple(self._entries.items())[:MAX_STEPS]:
            if time.time() - entry["since"] < KEPT_SECONDS:
                break
            if entry["state"] == HANDED_OVER:
                self._steps.append(Step({"name": "settle", "tag": tag}))

    def _failed(self, error: Exception) -> None:
        self._close()
        name = type(error).__name__
        # The text of other exceptions may contain arguments.
        is_safe = type(error).__module__.startswith(PACKAGES) or isinstance(error, OSError)
        self._problem = f"{name}: {error}" if is_safe else name
        if self._failing_since is None:
            self._failing_since = _now()
            logger.warning("the ledger in %s cannot be used: %s", self._server, self._problem)
        self._next_at = _now() + min(RETRY_SECONDS, self._lease_seconds / RENEWALS_A_LEASE)

    def _close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            with suppress(Exception):
                client.close()


def _now() -> float:
    """Return a monotonic time that continues while the machine sleeps, if possible, like the clock of Redis."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


def _items(value: Iterable[Any]) -> list[Any]:
    """Return a list from Lua, which encodes an empty list as an empty object."""
    return list(value)


def _sum_of(script: str) -> str:
    from hashlib import sha1

    return sha1(script.encode(), usedforsecurity=False).hexdigest()


SUM: Final = _sum_of(SCRIPT)


def _evaluate(client: SyncRedis, beat: str, processes: str, *arguments: str) -> Any:
    try:
        return client.evalsha(SUM, 2, beat, processes, *arguments)
    except Exception as error:
        if UNKNOWN_SCRIPT not in str(error) and "NoScript" not in type(error).__name__:
            raise
    return client.eval(SCRIPT, 2, beat, processes, *arguments)
