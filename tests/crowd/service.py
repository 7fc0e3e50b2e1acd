"""The process of the services of the campaign."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import random
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from typing import Any, Final

from attrs import Factory, define

from .browser import BrowserService, InstanceRecord
from .matchmaker import MatchmakerService
from .plan import BROWSER, FAULTS, MATCHMAKERS, PROCESSES, Fault, party_of
from .records import Records, Reply
from .wire import Listener

# Between two restarts of a listener, and how long one takes.
RESTART_EVERY_SECONDS: Final = (3.0, 9.0)
RESTART_SECONDS: Final = (0.05, 1.0)
SERVER_FAULT_SHARE: Final = 0.08
BROWSER_FAULT_SHARE: Final = 0.15
# So many keep-alives find the server instance expired.
EXPIRED_SHARE: Final = 0.25
# By then everything that nobody deletes has expired.
LATER_SECONDS: Final = 3600.0


@define
class Report:
    """What the services have recorded.

    Attributes:
        records: By the name of the matchmaker.
        instances: What the server browser has recorded.
        counts: Requests by method.
        faults: Faults carried out.
        restarts: Of all listeners.
        complaints: What must not have happened.
    """

    records: dict[str, Records] = Factory(dict[str, Records])
    instances: list[InstanceRecord] = Factory(list[InstanceRecord])
    counts: Counter[str] = Factory(Counter[str])
    faults: Counter[str] = Factory(Counter[str])
    restarts: int = 0
    complaints: list[str] = Factory(list[str])


class FaultyMatchmaker:
    """A matchmaker whose faults come from the plans of the parties. This object counts the requests of each.

    Args:
        seed: Of all plans.
        name: Of this matchmaker.
        backfill_seconds: After which a backfill expires.
    """

    def __init__(self, seed: int, name: str, backfill_seconds: float) -> None:
        self.service = MatchmakerService(lambda number: party_of(seed, number).fate, backfill_seconds)
        self.listener = Listener(self.service, (name,), self.fault_of, self.service.lose)
        self._seed = seed
        self._seen: Counter[tuple[object, str]] = Counter()

    def fault_of(self, method: str, path: str, body: Any) -> Fault | None:
        """The fault of a request."""
        if path.startswith("/backfills"):
            number = self._count("backfills", method)
            chance = random.Random(f"{self._seed}/backfills/{method}/{number}")
            return chance.choice(FAULTS) if chance.random() < SERVER_FAULT_SHARE else None
        whose: object
        if method == "POST":
            order = body["player_tickets"][0] if "player_tickets" in body else body
            number = order["attributes"]["crowd"]
            whose = number, order["attributes"]["place"]
        else:
            search = self.service.search_of(path.rsplit("/", 1)[-1])
            if search is None:
                return None
            number = whose = search.number
        if number < 0:
            return None
        faults = party_of(self._seed, number).faults_of(method)
        count = self._count(whose, method)
        return faults[count] if count < len(faults) else None

    def _count(self, whose: object, what: str) -> int:
        self._seen[whose, what] += 1
        return self._seen[whose, what] - 1


class FaultyBrowser:
    """A server browser with faults. This object counts the requests of each server.

    Args:
        seed: Of all plans.
    """

    def __init__(self, seed: int) -> None:
        self.service = BrowserService()
        self.listener = Listener(self.service, ("server", "client"), self.fault_of, self.lose)
        self._seed = seed
        self._seen: Counter[tuple[str, str]] = Counter()

    def lose(self, method: str, path: str, reply: Reply) -> None:
        """What the receiver of a response may not know is of no account here: the next request shows it."""

    def fault_of(self, method: str, path: str, body: Any) -> Fault | None:
        """The fault of a request."""
        whose = body["request_id"] if method == "POST" and path == "/server-instances" else path.split("/")[2]
        key = whose, f"{method} {path.rsplit('/', 1)[-1]}"
        self._seen[key] += 1
        chance = random.Random(f"{self._seed}/{key}/{self._seen[key]}")
        if path.endswith("keep-alive") and chance.random() < EXPIRED_SHARE:
            self.service.expire(whose)
        return chance.choice(FAULTS) if chance.random() < BROWSER_FAULT_SHARE else None


async def restarting(listener: Listener, seed: str) -> None:
    """Restart a listener again and again."""
    chance = random.Random(seed)
    while True:
        await asyncio.sleep(chance.uniform(*RESTART_EVERY_SECONDS))
        await listener.restart(chance.uniform(*RESTART_SECONDS))


async def serve(pipe: Connection, seed: int, backfill_seconds: float) -> None:
    """Serve until the pipe says `stop`."""
    matchmakers = {name: FaultyMatchmaker(seed, name, backfill_seconds) for name in (*MATCHMAKERS, PROCESSES)}
    browser = FaultyBrowser(seed)
    listeners = {BROWSER: browser.listener} | {name: each.listener for name, each in matchmakers.items()}
    for listener in listeners.values():
        await listener.open()
    pipe.send({name: f"http://127.0.0.1:{listener.port}" for name, listener in listeners.items()})
    restarts = [asyncio.ensure_future(restarting(each, f"{seed}/{name}")) for name, each in listeners.items()]
    with suppress(EOFError):
        while (word := await asyncio.to_thread(pipe.recv)) != "stop":
            if word == "calm":
                for task in restarts:
                    task.cancel()
                for listener in listeners.values():  # a restart may have been broken off
                    await listener.close()
                    await listener.open()
                pipe.send("calm")
                continue
            if word == "later":
                browser.service.ahead_seconds += LATER_SECONDS
                for each in matchmakers.values():
                    each.service.ahead_seconds += LATER_SECONDS
            browser.service.settle()
            report = Report(
                instances=list(browser.service.instances.values()), complaints=list(browser.service.complaints)
            )
            for name, each in matchmakers.items():
                each.service.settle()
                report.records[name] = each.service.records
                report.complaints += each.service.records.complaints
            for listener in listeners.values():
                report.counts += listener.counts
                report.faults += listener.faults
                report.restarts += listener.restarts
                report.complaints += listener.complaints
            pipe.send(report)


def run_services(pipe: Connection, seed: int, backfill_seconds: float) -> None:
    """The process."""
    logging.disable(logging.CRITICAL)
    with suppress(KeyboardInterrupt):
        asyncio.run(serve(pipe, seed, backfill_seconds))


class Services:
    """The process of the services, seen from outside.

    Attributes:
        urls: By the name of the matchmaker, or of the server browser.
    """

    def __init__(self, urls: dict[str, str], pipe: Connection) -> None:
        self.urls = urls
        self._pipe = pipe

    def report(self, *, is_later: bool = False) -> Report:
        """What the services have recorded so far, or an hour later."""
        self._pipe.send("later" if is_later else "report")
        report = self._pipe.recv()
        assert isinstance(report, Report)
        return report

    def calm(self) -> None:
        """End the restarts."""
        self._pipe.send("calm")
        self._pipe.recv()


@contextmanager
def served(seed: int, backfill_seconds: float) -> Generator[Services]:
    """The services in a process of their own."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=run_services, args=(theirs, seed, backfill_seconds), daemon=True)
    process.start()
    theirs.close()
    try:
        yield Services(dict(ours.recv()), ours)
        ours.send("stop")
        process.join(10)
    finally:
        ours.close()
        if process.is_alive():
            process.terminate()
        process.join()
