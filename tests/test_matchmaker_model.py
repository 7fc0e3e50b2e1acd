"""Random orders of searches, groups, backfills, faults, cancellations and kills: nobody is stranded, nothing is left.

A model of processes with a client each, and of the matchmaker of the crowd campaign without a network. Time is
simulated, so that a minute takes milliseconds.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import random
import time
from collections import deque
from collections.abc import Coroutine
from contextlib import AbstractAsyncContextManager
from typing import Any, Final

import httpx
import pytest
from hypothesis import HealthCheck, settings, strategies
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from edgegap_client import EdgegapError, NotFoundError
from edgegap_client._runtime import async_runtime, registry
from edgegap_client.matchmaking import AsyncBackfill, AsyncMatchmaker, Cancelled, Match, Matched, PlayerTicket

from .crowd.claims import Claim, Claims, claim_of, is_told, named_in
from .crowd.matchmaker import MatchmakerService
from .crowd.records import Fate
from .crowd.verdict import problem_of_player
from .virtual_time import VirtualTime

# `make crowd` wants more.
EXAMPLES: Final = int(os.environ.get("EDGEGAP_MODEL_EXAMPLES", "60"))
# A limit that ends an example from outside would look like a failure that does not repeat.
pytestmark = pytest.mark.timeout(300 + EXAMPLES)
TRAVEL_SECONDS: Final = 0.02
# A caller who was told that the search goes on waits for so long. By then everything else has ended, too.
LONG_SECONDS: Final = 200.0
EXPIRED_SECONDS: Final = 1000.0
TEAM_SIZE: Final = 3
MAX_PROCESSES: Final = 2
# Of the processes: what a test process keeps for each token must not outlive them. Nothing else may come from this, as
# an example that hypothesis runs again must be the same.
NUMBERS: Final = itertools.count()

# Who does not look for longer than that cannot learn of a match.
KNOWN_SECONDS: Final = 1000.0
FATES: Final = (
    Fate(match_after=1.0, starting=3.0, removed_after=KNOWN_SECONDS),
    Fate(match_after=8.0, starting=0.5, removed_after=KNOWN_SECONDS),
    Fate(match_after=2.0, starting=4.0, failures=1, removed_after=KNOWN_SECONDS),
    Fate(starting=2.0, is_matched_at_delete=True, removed_after=KNOWN_SECONDS),
    Fate(starting=2.0, is_matched_at_delete=True, failures=1, removed_after=KNOWN_SECONDS),
    Fate(expires_after=15.0, removed_after=1.0),
    Fate(expires_after=15.0, removed_after=KNOWN_SECONDS),
    Fate(match_after=40.0, wants_backfill=True, removed_after=KNOWN_SECONDS),
    Fate(removed_after=KNOWN_SECONDS),
)
FAULTS: Final = ("dropped", "lost", "503", "502 after", "429", "garbage", "slow", "very slow")
METHODS: Final = ("POST", "GET", "DELETE", "PATCH")
SPOILT: Final = strategies.lists(
    strategies.tuples(strategies.sampled_from(METHODS), strategies.sampled_from(FAULTS)), max_size=4
)
PARTIES: Final = strategies.fixed_dictionaries(
    {
        "kind": strategies.sampled_from(("ticket", "ticket", "tickets", "group")),
        "size": strategies.integers(2, 3),
        "fate": strategies.sampled_from(FATES),
        "command": strategies.sampled_from(("wait", "idle", "wait a bit")),
    }
)
PLACES: Final = strategies.integers(0, 7)


class Transport(httpx.AsyncBaseTransport):
    """Brings requests to the service. This object owns what goes wrong with the next ones of each method.

    Args:
        service: The service.
        seen: Takes the moment of each request, and what it was.
    """

    def __init__(self, service: MatchmakerService, seen: list[tuple[float, str, int]]) -> None:
        self.faults: dict[str, deque[str]] = {method: deque() for method in METHODS}
        self._service = service
        self._seen = seen

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        method, path = request.method, request.url.path
        body = await request.aread()
        await asyncio.sleep(TRAVEL_SECONDS)
        fault = self.faults[method].popleft() if self.faults[method] else ""
        if fault == "503":
            return httpx.Response(503, text="<html>away</html>")
        if fault == "429":
            return httpx.Response(429, json={"message": "too many"}, headers={"Retry-After": "2"})
        if fault == "dropped":
            raise httpx.ReadError("the connection was closed", request=request)
        reply = self._service.respond(method, path, json.loads(body) if body else None)
        self._seen.append((time.monotonic(), f"{method} {path}", reply.status))
        if fault in ("lost", "502 after", "garbage", "very slow"):
            self._service.lose(method, path, reply)
        await asyncio.sleep({"slow": 2.0, "very slow": 7.0}.get(fault, TRAVEL_SECONDS))
        if fault == "lost":
            raise httpx.ReadError("the connection was closed", request=request)
        if fault == "502 after":
            return httpx.Response(502, text="<html>bad gateway</html>")
        if fault == "garbage":
            return httpx.Response(200 if reply.status == 204 else reply.status, text="<html>it works</html>")
        return httpx.Response(reply.status) if reply.body is None else httpx.Response(reply.status, json=reply.body)


class Process:
    """A process: its loop and its client.

    Attributes:
        is_alive: Whether it was not killed.
    """

    def __init__(self, clock: VirtualTime, transport: Transport) -> None:
        # asyncio keeps only weak references.
        self.tasks: list[asyncio.Task[None]] = []
        self.loop: Any = clock.new_loop()
        self.transport = transport
        self.is_alive = True
        self.matchmaker = AsyncMatchmaker(
            "https://om-model.example", f"token-{next(NUMBERS)}", transport=transport, timeout=10.0
        )

    def start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        self.tasks.append(self.loop.create_task(work))
        return self.tasks[-1]

    def forget(self) -> None:
        """A killed process has no registry any more."""
        for each in registry.registered():
            if each._client._runtime is self.matchmaker._runtime:  # type: ignore[attr-defined]
                registry.unregister(each)


class Seeker:
    """A caller who searches, for one player or for players who stay together. It does what its commands say.

    Attributes:
        number: The party.
        places: Whose search this is.
        process: Where it runs.
        search: The search, once it has begun.
        claim: What the caller was told in the end.
        cancellations: How often it was cancelled.
        task: The block; a follow-up goes on after it.
    """

    def __init__(self, number: int, places: list[int], process: Process, claims: Claims) -> None:
        self.number = number
        self.places = places
        self.process = process
        self.search: Any = None
        self.claim: Claim | None = None
        self.cancellations = 0
        self.commands: asyncio.Queue[str] = asyncio.Queue()
        self.task: asyncio.Task[None]
        self.finishing: asyncio.Task[None]
        self._claims = claims

    def start(self, block: AbstractAsyncContextManager[Any]) -> None:
        self.task = self.process.start(self._run(block))
        self.finishing = self.process.start(self._finish())

    async def _run(self, block: AbstractAsyncContextManager[Any]) -> None:
        async with block as self.search:
            while (command := await self.commands.get()) != "return":
                match command:
                    case "wait":
                        await self.search.assigned(timeout=100)
                    case "wait a bit":
                        await self.search.assigned(timeout=2.0)
                    case "cancel":
                        await self.search.cancel(timeout=60)
                    case "ready":
                        await self.search.ready()
                    case "raise":
                        raise LookupError
                    case _:
                        pass

    async def _finish(self) -> None:
        """Take in how the block has ended. Whoever was told that the search goes on ends it, or gets the server."""
        await asyncio.wait((self.task,))
        failure: BaseException | None = None
        try:
            self.task.result()
        except BaseException as error:
            failure = error
        name: str | None = self.search.id if self.search is not None else named_in(failure)
        if name is None:
            self.claim = self._claims.of_failure(failure, is_hasty=self.cancellations > 1)
            return
        result: Cancelled | Matched | None = None if self.search is None else self.search.result
        while result is None and is_told(failure, name):
            try:
                search = self.search or await self.process.matchmaker.tickets.attach(name)
                result = await search.cancel(timeout=LONG_SECONDS)
            except NotFoundError:
                result = Cancelled()
            except EdgegapError:
                await asyncio.sleep(0.5)
        self.claim = claim_of(result, failure)


class Host:
    """A game server with a backfill.

    Attributes:
        id: The `request_id`.
        told: The tickets that it was told to expect.
        over: Who was there when there were more players than seats.
    """

    def __init__(self, number: int, players: int, process: Process) -> None:
        self.id = f"server-{number}"
        self.process = process
        self.told: list[str] = []
        self.over: list[list[str]] = []
        self.ending: asyncio.Event = asyncio.Event()
        self.present = [f"{self.id}-{place}" for place in range(players)]
        tickets = {each: PlayerTicket.of({"id": each, "team_id": "red"}) for each in self.present}
        self.backfill = AsyncBackfill(
            process.matchmaker,
            team_size=TEAM_SIZE,
            match=Match("casual", self.id, ticket_ids=tuple(tickets), tickets=tickets),
            assignment={"request_id": self.id, "fqdn": f"{self.id}.example"},
            attributes={"team_size": TEAM_SIZE},
            expiration=60.0,
            on_assigned=self._expect,
        )
        self.task = process.start(self._run())

    def _expect(self, ticket: PlayerTicket) -> None:
        self.told.append(ticket.id)
        self.present.append(ticket.id)
        if len(self.present) > TEAM_SIZE:
            self.over.append(list(self.present))

    async def _run(self) -> None:
        async with self.backfill:
            await self.ending.wait()


class Matchmaking(RuleBasedStateMachine):
    """The model."""

    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        # Threads know no simulated time.
        self.patch.setattr(async_runtime, "settle_in_background", lambda: None)
        self.clock = VirtualTime()
        self.fates: dict[int, Fate] = {}
        self.service = MatchmakerService(self.fates.__getitem__, backfill_seconds=60.0)
        self.claims = Claims()
        self.seekers: list[Seeker] = []
        self.hosts: list[Host] = []
        self.processes: list[Process] = []
        self.seen: list[tuple[float, str, int]] = []

    def a_process(self, number: int) -> Process:
        """One of those that run; there is always one."""
        running = [each for each in self.processes if each.is_alive]
        if len(running) < MAX_PROCESSES:
            running.append(Process(self.clock, Transport(self.service, self.seen)))
            self.processes.append(running[-1])
        return running[number % len(running)]

    def a_seeker(self, number: int) -> Seeker | None:
        """One whose block goes on."""
        found = [each for each in self.seekers if each.process.is_alive and not each.task.done()]
        return found[number % len(found)] if found else None

    # What callers do

    @initialize(
        parties=strategies.lists(PARTIES, min_size=2, max_size=3), spoilt=SPOILT, players=strategies.integers(1, 3)
    )
    def begin(self, parties: list[dict[str, Any]], spoilt: list[tuple[str, str]], players: int) -> None:
        """Something goes on in each example."""
        self.a_process(0)
        self.spoil(0, spoilt)
        for number, party in enumerate(parties):
            self.seek(number, party)
        self.serve(0, players)

    @rule(number=PLACES, party=PARTIES)
    def seek(self, number: int, party: dict[str, Any]) -> None:
        process = self.a_process(number)
        tickets, groups = process.matchmaker.tickets, process.matchmaker.groups
        party_number = len(self.fates)
        self.fates[party_number] = party["fate"]

        def order(place: int) -> dict[str, Any]:
            attributes = {"crowd": party_number, "place": place}
            return {"profile": "casual", "attributes": attributes, "player_ip": "203.0.113.7"}

        match party["kind"]:
            case "ticket":
                seeker = self._add(party_number, [0], process, tickets.search(**order(0)))
            case "tickets":
                places = list(range(party["size"]))
                block = tickets.search_group([order(place) for place in places])
                seeker = self._add(party_number, places, process, block)
            case _:
                seeker = self._add(party_number, [0], process, groups.opened(**order(0)))
                for place in range(1, party["size"]):
                    if seeker.search is not None:
                        joined = groups.joined(seeker.search.group_id, **order(place))
                        member = self._add(party_number, [place], process, joined)
                        member.commands.put_nowait("ready")
                        member.commands.put_nowait("wait")
                seeker.commands.put_nowait("ready")
        seeker.commands.put_nowait(party["command"])
        self.clock.settle()

    def _add(self, number: int, places: list[int], process: Process, block: Any) -> Seeker:
        seeker = Seeker(number, places, process, self.claims)
        seeker.start(block)
        self.seekers.append(seeker)
        self.clock.advance(0.3)
        return seeker

    @rule(number=PLACES, command=strategies.sampled_from(("wait", "wait a bit", "cancel", "return", "raise")))
    def command(self, number: int, command: str) -> None:
        if (seeker := self.a_seeker(number)) is not None:
            seeker.commands.put_nowait(command)
            self.clock.settle()

    @rule(
        number=PLACES,
        party=PARTIES,
        after=strategies.sampled_from((0.0, 0.03, 0.5)),
        times=strategies.integers(1, 2),
    )
    def seek_and_cancel(self, number: int, party: dict[str, Any], after: float, times: int) -> None:
        self.seek(number, party)
        self.clock.advance(after)
        self._cancel(self.seekers[-1], times)

    @rule(number=PLACES, times=strategies.integers(1, 2))
    def cancel(self, number: int, times: int) -> None:
        if (seeker := self.a_seeker(number)) is not None:
            self._cancel(seeker, times)

    def _cancel(self, seeker: Seeker, times: int) -> None:
        for _ in range(times):
            seeker.cancellations += 1
            seeker.task.cancel()
            self.clock.settle()

    # What game servers do

    @rule(number=PLACES, players=strategies.integers(1, 3))
    def serve(self, number: int, players: int) -> None:
        self.hosts.append(Host(len(self.hosts), players, self.a_process(number)))
        self.clock.settle()

    def a_host(self, number: int) -> Host | None:
        found = [each for each in self.hosts if each.process.is_alive and not each.task.done()]
        return found[number % len(found)] if found else None

    @rule(number=PLACES)
    def leave(self, number: int) -> None:
        host = self.a_host(number)
        if host is not None and len(host.present) > 1:  # a backfill says its team by its players
            host.backfill.remove(host.present.pop(number % len(host.present)))
            self.clock.settle()

    @rule(number=PLACES, is_cancelled=strategies.booleans())
    def end_server(self, number: int, is_cancelled: bool) -> None:
        if (host := self.a_host(number)) is not None:
            if is_cancelled:
                host.task.cancel()
            host.ending.set()
            self.clock.settle()

    # What happens to all

    @rule(number=PLACES)
    def kill(self, number: int) -> None:
        process = self.a_process(number)
        process.is_alive = False
        self.clock.loops.remove(process.loop)
        process.forget()

    @rule(number=PLACES, spoilt=SPOILT)
    def spoil(self, number: int, spoilt: list[tuple[str, str]]) -> None:
        process = self.a_process(number)
        for method, fault in spoilt:
            process.transport.faults[method].append(fault)

    @rule(seconds=strategies.sampled_from((0.1, 1.0, 3.0, 10.0, 30.0)))
    def wait(self, seconds: float) -> None:
        self.clock.advance(seconds)

    # What must hold

    @invariant()
    def no_seat_is_offered_or_given_twice(self) -> None:
        assert self.service.records.complaints == []
        over = {host.id: host.over for host in self.hosts if host.over}
        assert not over, f"more players than seats: {over}"
        assert self.claims.complaints == []

    @invariant()
    def a_party_searches_once(self) -> None:
        numbers = [search.number for search in self.service.records.searches]
        assert len(set(numbers)) == len(numbers), f"doubled: {numbers}"

    @invariant()
    def what_callers_were_told_is_true(self) -> None:
        self.service.settle()
        for problem, search, seeker in self.problems():
            if seeker.claim is not None and problem != "left":  # which a follow-up may still end
                raise AssertionError(f"{problem}: {seeker.claim}, {search}")

    def problems(self) -> list[tuple[str, Any, Seeker]]:
        """What is wrong with what callers were told, or were not told."""
        found: list[tuple[str, Any, Seeker]] = []
        seekers = {(each.number, place): each for each in self.seekers for place in each.places}
        for search in self.service.records.searches:
            for player in search.players:
                seeker = seekers[search.number, player.place]
                if not seeker.process.is_alive:
                    continue
                problem = problem_of_player(search, player, seeker.claim or Claim("nothing"))
                if problem is not None:
                    found.append((problem, search, seeker))
        return found

    def teardown(self) -> None:
        try:
            self._all_must_end()
        finally:
            self.clock.close()
            for process in self.processes:
                process.forget()
            self.patch.undo()

    def _all_must_end(self) -> None:
        """The service is itself again, and all callers and servers end: nothing is left, and nobody is stranded."""
        for process in self.processes:
            for faults in process.transport.faults.values():
                faults.clear()
        self.clock.advance(1.0)
        for seeker in self.seekers:
            seeker.commands.put_nowait("cancel")
            seeker.commands.put_nowait("return")
        for host in self.hosts:
            host.ending.set()
        self.clock.advance(LONG_SECONDS)
        alive = [each for each in self.seekers if each.process.is_alive]
        going_on = [f"{each.number}: {each.search} {each.finishing}" for each in alive if each.claim is None]
        assert not going_on, f"callers do not end: {going_on}"
        self.service.settle()
        problems = [f"{problem}: {seeker.claim}, {search}" for problem, search, seeker in self.problems()]
        assert not problems, problems
        self._check_backfills()
        self.clock.advance(EXPIRED_SECONDS)
        self.service.settle()
        records = self.service.records
        assert [each for each in records.searches if not each.end] == []
        assert [each for each in records.backfills if not each.end] == []
        self.no_seat_is_offered_or_given_twice()

    def _check_backfills(self) -> None:
        hosts = {host.id: host for host in self.hosts}
        for each in self.service.records.backfills:
            host = hosts[each.server]
            if not host.process.is_alive or each.is_lost:
                continue
            if each.end == "assigned":
                assert host.told.count(each.assigned) == 1, f"stranded: {host.id} was told {host.told} of {each}"
            else:
                assert each.end == "deleted" or each.is_noticed, f"left: {each}"


Matchmaking.TestCase.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=20,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large),
)
TestMatchmaking = Matchmaking.TestCase


def test_an_example_is_the_same_when_it_is_run_again() -> None:
    """Hypothesis runs an example again to make it smaller, and calls it flaky if it then ends otherwise."""

    def run() -> list[tuple[float, str, int]]:
        random.seed(0)  # as hypothesis does
        model = Matchmaking()
        try:
            parties = [
                {"kind": kind, "size": 2, "fate": fate, "command": "wait"}
                for kind, fate in zip(("ticket", "tickets", "group", "ticket", "ticket"), FATES, strict=False)
            ]
            model.begin(parties, [(method, fault) for method in ("GET", "DELETE") for fault in FAULTS], 1)
            model.wait(10.0)
            model.cancel(1, 2)
            model.leave(0)
            model.wait(30.0)
            model.kill(1)
            model.wait(30.0)
        finally:
            model.teardown()
        return model.seen

    first = run()
    next(NUMBERS)  # other examples lie between
    assert len(first) > 25
    assert run() == first
