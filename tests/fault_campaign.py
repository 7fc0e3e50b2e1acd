"""The fault campaign: thousands of calls against a server and a network that do everything wrong.

    python -m tests.fault_campaign --exchanges 10000 --seed 1

Half of the calls are asynchronous and a third of these are cancelled at a random moment; the other half comes from
threads that share one client. What is drawn depends on the seed alone; when things happen does not. The campaign ends
with a table of outcomes by kind of fault, and with what must hold whatever happened; it fails if one of these does not.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import os
import random
import resource
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Awaitable, Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeVar

from edgegap_client import AsyncEdgegap, Edgegap
from edgegap_client._core.retries import RetryPolicy
from edgegap_client._core.unreadable import peek
from edgegap_client.errors import EdgegapError, Outcome, ResponseFormatError
from edgegap_client.models import Application, AppVersionCreateResponse, PullProfileLink
from tests.servers.faults import DOORS, KINDS, FaultServer

TOKEN: Final = "99998888-7777-6666-5555-444433332222"
REGISTRY_SECRET: Final = "hunter2-registry-hunter2"
SECRETS: Final = (TOKEN, REGISTRY_SECRET)
# So small that bombs cost little, and large enough for every good answer.
LARGEST_ANSWER: Final = 2**20
LATEST: Final = 0.25  # seconds that a call may take beyond its deadline, on a busy machine
MOST_MEMORY: Final = 300  # MiB that the whole campaign may add
AT_ONCE: Final = 50
THREADS: Final = 16
METHODS: Final = {"get": "GET", "create": "POST", "link": "PUT", "update": "PATCH", "delete": "DELETE"}
T = TypeVar("T")


@dataclass(frozen=True)
class Planned:
    """One call of the campaign.

    Attributes:
        number: Its number, from 0; even ones are asynchronous.
        kind: The fault that it meets.
        operation: A key of `METHODS`.
        timeout: Its deadline, in seconds.
        max_retries: How often it may be repeated.
        cancelled_after: Seconds until it is cancelled, if it is.
        pause: Seconds that its asynchronous caller waits before it. Without pauses, as most faults answer
            at once, the campaign would measure how long calls queue for the processor.
    """

    number: int
    kind: str
    operation: str
    timeout: float
    max_retries: int
    cancelled_after: float | None
    pause: float = 0.0

    @property
    def name(self) -> str:
        return f"{self.kind}.{self.number}"

    @property
    def is_async(self) -> bool:
        return self.number % 2 == 0

    def options(self) -> dict[str, Any]:
        return {
            "timeout": self.timeout,
            "max_retries": RetryPolicy(self.max_retries, first_delay=0.01, max_delay=0.05),
        }


def plan(seed: int) -> Iterator[Planned]:
    """The calls, for ever; the same for the same seed."""
    drawn = random.Random(seed)
    number = 0
    while True:
        # Short deadlines are more frequent: they are cheap, and end in the middle of things.
        timeout = 0.05 + 0.45 * drawn.random() ** 2
        cancelled_after = timeout * drawn.random() ** 2 if drawn.random() < 1 / 3 else None
        yield Planned(
            number,
            drawn.choice(KINDS),
            drawn.choice(tuple(METHODS)),
            timeout,
            drawn.randrange(3),
            cancelled_after if number % 2 == 0 else None,
            drawn.uniform(0, 0.4),
        )
        number += 1


@dataclass(frozen=True)
class Ended:
    """How a planned call ended.

    Attributes:
        planned: The call.
        outcome: `result`, `cancelled`, or the class of its error.
        late: Seconds that it took beyond its deadline, or beyond its cancellation.
        starved: Seconds of these, at the most, in which the machine did other work although this process had some.
        claimed: What its error says of the server: whether it may have acted.
        wrong: What is wrong with this end, by itself; empty if nothing is.
    """

    planned: Planned
    outcome: str
    late: float
    claimed: Outcome | None = None
    wrong: str = ""
    starved: float = 0.0

    @property
    def own_late(self) -> float:
        return self.late - self.starved


@dataclass
class Report:
    """What the campaign found: broken promises, each with what shows it, and figures."""

    seed: int
    ended: list[Ended] = field(default_factory=list["Ended"])
    broken: list[str] = field(default_factory=list[str])
    kept: list[str] = field(default_factory=list[str])
    figures: str = ""

    def check(self, promise: str, broken_by: list[str]) -> None:
        if broken_by:
            self.broken.append(f"{promise}: {len(broken_by)} times not, first by {broken_by[0]}")
        else:
            self.kept.append(promise)

    @property
    def latest(self) -> Ended:
        return max(self.ended, key=lambda ended: ended.own_late)

    def table(self) -> str:
        by_kind: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
        for ended in self.ended:
            by_kind[ended.planned.kind][ended.outcome] += 1
        lines = [f"{'fault':28}{'calls':>6}  outcomes"]
        for kind, outcomes in by_kind.items():
            said = ", ".join(f"{outcome} {times}" for outcome, times in outcomes.most_common())
            lines.append(f"{kind:28}{outcomes.total():>6}  {said}")
        total = Counter(ended.outcome for ended in self.ended)
        said = ", ".join(f"{outcome} {times}" for outcome, times in total.most_common())
        return "\n".join([*lines, f"{'all ' + str(len(by_kind)):28}{total.total():>6}  {said}"])


class Eavesdropper(logging.Handler):
    """Reads every log record of every library, and keeps those that hold a secret."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.records = 0
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records += 1
        text = record.getMessage()
        if any(secret in text for secret in SECRETS):
            self.heard.append(f"{record.name}: {text[:200]}")

    @contextmanager
    def listening(self) -> Generator[None, None, None]:
        root = logging.getLogger()
        level = root.level
        root.addHandler(self)
        root.setLevel(logging.DEBUG)
        try:
            yield
        finally:
            root.removeHandler(self)
            root.setLevel(level)


def secret_in(error: BaseException, *, with_traceback: bool) -> str:
    """Which secret an error or one that it was raised from gives away; empty if none."""
    seen: BaseException | None = error
    told: list[str] = ["".join(traceback.format_exception(error))] if with_traceback else []
    while seen is not None:
        told += (str(seen), repr(seen))
        if isinstance(seen, EdgegapError):
            told.append(repr(vars(seen)))
        seen = seen.__cause__ or seen.__context__
    return next((f"tells a secret: {text[:300]}" for text in told if any(secret in text for secret in SECRETS)), "")


def name_in(result: object, planned: Planned) -> str | None:
    """The name that a response brought.

    Raises:
        ResponseFormatError: The response lacks it; it is decoded field by field.
    """
    match planned.operation, result:
        case (("get" | "update"), Application() as application):
            return application.name
        case "create", AppVersionCreateResponse() as created:
            # Both fields may be missing, so an answer that says nothing is one.
            version = peek(created, "version")
            return (peek(version, "name") if version else None) or planned.name
        case "link", PullProfileLink() as link:
            return link.app
        case "delete", None:
            return planned.name
        case _:
            return None


def wrong_with(result: object, planned: Planned) -> str:
    """Why a result is not what this very call should have brought; empty if it is."""
    name = name_in(result, planned)
    if name is None:
        return f"gave {result!r:.200}"
    return "" if name == planned.name else f"got the answer of another request: {name}"


def judged(planned: Planned, result: object, error: BaseException | None, late: float, starved: float) -> Ended:
    ended = judged_by_outcome(planned, result, error, late)
    return replace(ended, starved=starved) if late > 0 else ended


def judged_by_outcome(planned: Planned, result: object, error: BaseException | None, late: float) -> Ended:
    if error is None:
        try:
            return Ended(planned, "result", late, wrong=wrong_with(result, planned))
        except ResponseFormatError as unreadable:
            error = unreadable
    if isinstance(error, asyncio.CancelledError) and planned.cancelled_after is not None:
        return Ended(planned, "cancelled", late)
    if not isinstance(error, EdgegapError):
        return Ended(planned, type(error).__name__, late, wrong=f"raised {error!r:.300}")
    wrong = secret_in(error, with_traceback=planned.number % 20 < 2)
    return Ended(planned, type(error).__name__, late, error.outcome, wrong)


def call(client: Any, planned: Planned) -> Any:
    """Carry out a call with a client; what an asynchronous client gives is to be awaited."""
    client = client.with_options(**planned.options())
    match planned.operation:
        case "get":
            return client.applications.get(planned.name)
        case "create":
            return client.app_versions.create(
                planned.name,
                name="v1",
                docker_repository="docker.io",
                docker_image="game",
                docker_tag="1",
                req_cpu=256,
                req_memory=512,
                private_username="someone",
                private_token=REGISTRY_SECRET,
                ports=[{"port": 7777, "protocol": "UDP"}],
            )
        case "link":
            return client.pull_profiles.link("storage", "profile", planned.name, "v1")
        case "update":
            return client.applications.update(planned.name, is_active=True)
        case _:
            return client.applications.delete(planned.name)


class AsyncHalf:
    """The asynchronous half: many workers in one loop, with one client for each door."""

    def __init__(self, server: FaultServer, report: Report) -> None:
        self._report = report
        self._trouble: list[str] = []
        self._clients = {
            door: AsyncEdgegap(TOKEN, base_url=server.url(door), max_response_bytes=LARGEST_ANSWER, max_connections=100)
            for door in ("main", *DOORS)
        }
        self._server = server

    async def run(self, calls: Iterator[Planned]) -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: self._trouble.append(str(context)))
        await asyncio.gather(*(self._work(calls) for _ in range(AT_ONCE)))

    async def _work(self, calls: Iterator[Planned]) -> None:
        for planned in calls:
            await asyncio.sleep(planned.pause)
            client = self._clients.get(planned.kind, self._clients["main"])
            self._report.ended.append(await self._carry_out(client, planned))

    async def _carry_out(self, client: AsyncEdgegap, planned: Planned) -> Ended:
        result: object = None
        failure: BaseException | None = None
        cancelled_at = float("inf")

        def cancel() -> None:
            nonlocal cancelled_at
            cancelled_at = time.monotonic()
            task.cancel()

        threads = (threading.get_native_id(), self._server.thread_id)
        started, starved = time.monotonic(), time_starved(threads)
        task = asyncio.ensure_future(awaited(call(client, planned)))
        if planned.cancelled_after is not None:
            asyncio.get_running_loop().call_later(planned.cancelled_after, cancel)
        try:
            result = await task
        except BaseException as error:
            failure = error
        ended, starved = time.monotonic(), time_starved(threads) - starved
        return judged(planned, result, failure, ended - min(started + planned.timeout, cancelled_at), starved)

    async def prove(self, calls: list[Planned]) -> None:
        """The same clients still work; then they are closed, and leave nothing behind."""
        for door, client in self._clients.items():
            answers = await asyncio.gather(*(self._carry_out(client, planned) for planned in calls))
            good = sum(answer.outcome == "result" and not answer.wrong for answer in answers)
            bad = [str(answer) for answer in answers if answer.outcome != "result" or answer.wrong]
            self._report.check(f"afterwards {len(calls)} of {len(calls)} succeed (async, {door})", bad)
            assert good + len(bad) == len(calls)
        for client in self._clients.values():
            await client.aclose()
        gc.collect()
        await asyncio.sleep(0.05)
        left = [str(task) for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        self._report.check("no task is left", left)
        self._report.check("the event loop has nothing to complain about", self._trouble)


async def awaited(it: Awaitable[T]) -> T:
    return await it


class SyncHalf:
    """The blocking half: threads that share one client for each door."""

    def __init__(self, server: FaultServer, report: Report) -> None:
        self._report = report
        self._server = server
        self._clients = {
            door: Edgegap(TOKEN, base_url=server.url(door), max_response_bytes=LARGEST_ANSWER)
            for door in ("main", *DOORS)
        }

    def run(self, calls: Iterator[Planned]) -> None:
        in_threads(lambda: self._work(calls))

    def _work(self, calls: Iterator[Planned]) -> None:
        for planned in calls:
            client = self._clients.get(planned.kind, self._clients["main"])
            self._report.ended.append(self._carry_out(client, planned))

    def _carry_out(self, client: Edgegap, planned: Planned) -> Ended:
        result: object = None
        failure: BaseException | None = None
        threads = (threading.get_native_id(), self._server.thread_id)
        started, starved = time.monotonic(), time_starved(threads)
        try:
            result = call(client, planned)
        except BaseException as error:
            failure = error
        ended, starved = time.monotonic(), time_starved(threads) - starved
        return judged(planned, result, failure, ended - started - planned.timeout, starved)

    def prove(self, calls: list[Planned]) -> None:
        """The same clients still work; then they are closed."""
        for door, client in self._clients.items():
            answers: list[Ended] = []
            shared = Shared(iter(calls))

            def work(
                client: Edgegap = client, answers: list[Ended] = answers, shared: Iterator[Planned] = shared
            ) -> None:
                answers.extend(self._carry_out(client, planned) for planned in shared)

            in_threads(work)
            bad = [str(answer) for answer in answers if answer.outcome != "result" or answer.wrong]
            if len(answers) != len(calls):
                bad.append(f"{len(answers)} answers")
            self._report.check(f"afterwards {len(calls)} of {len(calls)} succeed (sync, {door})", bad)
            client.close()


class Shared:
    """An iterator that threads may share, and that ends early at a moment of the monotonic clock."""

    def __init__(self, calls: Iterator[Planned], until: float = float("inf")) -> None:
        self._calls = calls
        self._until = until
        self._lock = threading.Lock()

    def __iter__(self) -> Iterator[Planned]:
        return self

    def __next__(self) -> Planned:
        with self._lock:
            if time.monotonic() > self._until:
                raise StopIteration
            return next(self._calls)


def in_threads(work: Callable[[], None]) -> None:
    threads = [threading.Thread(target=work, name=f"faults-{number}") for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def open_sockets() -> int:
    count = 0
    for descriptor in Path("/proc/self/fd").iterdir():
        try:
            count += str(descriptor.readlink()).startswith("socket:")
        except OSError:
            continue  # the directory's own, closed already
    return count


def time_starved(threads: Iterable[int | None]) -> float:
    """Seconds that threads were ready to run while the machine ran something else; 0 where the kernel does not say."""
    waited = 0
    for thread in threads:
        try:
            waited += int(Path(f"/proc/self/task/{thread}/schedstat").read_text().split()[1])
        except (OSError, IndexError):
            continue
    return waited / 1e9


def peak_memory() -> float:
    """The most that this process ever used, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


def check_requests(report: Report, server: FaultServer) -> None:
    """What the server saw must agree with what the callers were told."""
    twice: list[str] = []
    too_often: list[str] = []
    denied: list[str] = []
    for ended in report.ended:
        planned = ended.planned
        requests = server.read_requests(planned.name)
        may_be_repeated = METHODS[planned.operation] not in ("POST", "PATCH")
        if not may_be_repeated and not all(request.refused_unprocessed for request in requests[:-1]):
            twice.append(f"{ended}: {requests}")
        if len(requests) > planned.max_retries + 1 or any(r.method != METHODS[planned.operation] for r in requests):
            too_often.append(f"{ended}: {requests}")
        if ended.claimed is Outcome.NOT_SENT and not all(request.refused_unprocessed for request in requests):
            denied.append(f"{ended}: {requests}")
        # A resetting server acts before it resets: then nobody may say later that it certainly did not.
        if ended.claimed is Outcome.REJECTED and planned.kind == "reset_then_404":
            denied.append(f"{ended}: {requests}")
    report.check("no POST or PATCH is repeated unless the server said that it did nothing", twice)
    report.check("nothing is sent more often than asked for", too_often)
    report.check("`not_sent` and `rejected` are never said of what may have been carried out", denied)


def check_ends(report: Report) -> None:
    wrong = [str(ended) for ended in report.ended if ended.wrong]
    report.check("every call ends with its own result or an EdgegapError, without a secret", wrong)
    late = [str(ended) for ended in report.ended if ended.own_late > LATEST]
    promise = (
        f"no call outlives its deadline or its cancellation by {LATEST * 1000:.0f} ms of which this process had the use"
    )
    report.check(promise, late)


def proofs(report: Report, *, is_async: bool) -> list[Planned]:
    first = 10**6 + len(report.ended) * 1000
    return [Planned(first + n * 2 + (not is_async), "valid", "get", 5.0, 0, None) for n in range(100)]


def campaign(exchanges: int, seed: int, seconds: float = float("inf")) -> Report:
    """Run it, and say what was found.

    Args:
        exchanges: How many calls.
        seed: What they are drawn from.
        seconds: No call is begun later than this.
    """
    report = Report(seed)
    logs = Eavesdropper()
    complaints: list[str] = []
    sockets, memory, began = open_sockets(), peak_memory(), time.monotonic()
    calls = list(islice(plan(seed), exchanges))

    def complain(unraisable: sys.UnraisableHookArgs) -> None:
        complaints.append(repr(unraisable.exc_value))

    old_hook, sys.unraisablehook = sys.unraisablehook, complain
    try:
        with FaultServer() as server, logs.listening():
            asynchronous, blocking = AsyncHalf(server, report), SyncHalf(server, report)

            async def async_half() -> None:
                await asynchronous.run(Shared((c for c in calls if c.is_async), began + seconds / 3))
                server.open_doors()
                await asynchronous.prove(proofs(report, is_async=True))
                server.close_doors()

            asyncio.run(async_half())
            blocking.run(Shared((c for c in calls if not c.is_async), began + seconds))
            server.open_doors()
            blocking.prove(proofs(report, is_async=False))
            gc.collect()
            all_closed = within(3, lambda: server.open_connections == 0)
            report.check("closed clients have no connection", [] if all_closed else [f"{server.open_connections} open"])
            report.check("no redirect is followed", [f"{server.followed} connections"] if server.followed else [])
            report.check("the fault server itself is well", server.trouble)
            check_requests(report, server)
    finally:
        gc.collect()
        sys.unraisablehook = old_hook
    check_ends(report)
    added = peak_memory() - memory
    report.check(f"at most {MOST_MEMORY} MiB more at the peak", [f"{added:.0f} MiB"] if added > MOST_MEMORY else [])
    left = open_sockets() - sockets
    report.check("no socket is left", [f"{left} sockets"] if left > 0 else [])
    report.check("no log record has a secret", logs.heard)
    report.check("nothing is raised where nobody can catch it", complaints)
    worst = max(ended.late for ended in report.ended)
    report.figures = (
        f"{len(report.ended)} calls in {time.monotonic() - began:.1f} s, {added:.0f} MiB more, {logs.records} log "
        f"records read;\n  worst overrun {worst * 1000:.0f} ms; without the time that other processes had: "
        f"{report.latest.own_late * 1000:.0f} ms, by {report.latest}"
    )
    return report


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fault_campaign", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--exchanges", type=int, default=10_000, help="how many calls")
    parser.add_argument("--seed", type=int, default=1, help="what they are drawn from")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="begin no call later than this")
    asked = parser.parse_args()
    report = campaign(asked.exchanges, asked.seed, asked.seconds)
    print(report.table(), end="\n\n")
    print(f"  {report.figures}\n")
    for line in report.kept:
        print(f"  ok      {line}")
    for line in report.broken:
        print(f"  BROKEN  {line}")
    if report.broken:
        print(f"\nrepeat with: python -m tests.fault_campaign --exchanges {asked.exchanges} --seed {report.seed}")
    return 1 if report.broken else 0


if __name__ == "__main__":
    os.environ.pop("EDGEGAP_BASE_URL", None)
    raise SystemExit(main())
