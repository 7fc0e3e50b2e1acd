"""The campaign: all callers against the service, and the count of what must not be."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from attrs import frozen

import edgegap_client._async.deployments as async_deployments
import edgegap_client._async.launches as async_launches
import edgegap_client._core.ledger as ledger
import edgegap_client._sync.deployments as sync_deployments
import edgegap_client._sync.launches as sync_launches
from edgegap_client import AsyncEdgegap, Edgegap
from edgegap_client._core.retries import RetryPolicy
from edgegap_client._runtime import settler
from edgegap_client.models import AppVersionPort, PortProtocol
from edgegap_client.sandbox import Timing
from edgegap_client.webhooks import WebhookReceiver
from tests.servers.apps import serving_app

from .callers import Campaign, Shared
from .kills import Kills
from .plan import ASYNC_TOKENS, KILLED_TOKEN, SYNC_TOKENS, plan_of
from .service import Service, served
from .violations import count, doubles, violations_of_callers, violations_of_kills, violations_of_sweep

TASKS: Final = 10  # of each asynchronous client
THREADS: Final = 3  # of each synchronous client
POLL: Final = 0.25
# What is pending may take a minute to be settled, and an outage two.
SETTLED_WITHIN_SECONDS: Final = 300.0
# What a sweep takes for an hour here.
OLD_SECONDS: Final = 1.0


@frozen
class Scale:
    """How long things take.

    Attributes:
        outages: How long the outages of each organisation are, in seconds.
        killed_outages: The same for the processes that are killed.
        processes: How many processes are killed, again and again.
        killed_share: Which part of the launches is theirs.
        lease: Seconds after which a killed process counts as dead.
        is_hurried: Whether what takes a minute takes seconds.
    """

    outages: tuple[float, ...] = (5.0, 20.0, 60.0, 120.0)
    killed_outages: tuple[float, ...] = (5.0, 20.0)
    processes: int = 10
    killed_share: float = 0.06
    lease: float = 15.0
    is_hurried: bool = False


FULL: Final = Scale()
SHORT: Final = Scale(outages=(5.0,), killed_outages=(), processes=3, killed_share=0.15, lease=2.0, is_hurried=True)


@frozen
class Result:
    """What a campaign has shown.

    Attributes:
        outcomes: How many launches ended in which way, for each kind of client.
        violations: What must not be, each naming its launch.
        report: What the sandbox has counted.
        seconds: How long it took.
        swept: How many deployments only the sweep has stopped, as a proxy doubled the request without anybody knowing.
        killed: How many processes were killed.
        recovered_in: Seconds of the last recovery.
    """

    outcomes: dict[str, Counter[str]]
    violations: list[str]
    report: dict[str, Any]
    seconds: float
    swept: int
    killed: int
    recovered_in: float

    def counted(self) -> dict[str, int]:
        """The number of violations of each kind."""
        return count(self.violations)


@contextmanager
def receiving(wakers: list[Callable[[str], object]]) -> Generator[str]:
    """Receive webhooks on a port of its own; gives the address for them."""
    receiver = WebhookReceiver(on_event=lambda subject: [wake(subject) for wake in wakers])
    with serving_app(lambda _: receiver) as url:
        yield receiver.url(url)


def prepare(url: str, token: str) -> None:
    """Give an organisation what is launched. Its deployments live for a day, so that a sweep may come hours later."""
    with Edgegap(token, base_url=url) as edgegap:
        edgegap.applications.create(name="my-game", is_active=True, image="")
        edgegap.app_versions.create(
            "my-game",
            name="v1",
            docker_repository="registry.edgegap.com",
            docker_image="my-game-server",
            docker_tag="0.1.2",
            req_cpu=256,
            req_memory=256,
            max_duration=1440,
            ports=[AppVersionPort(port=7777, protocol=PortProtocol.UDP, name="gameport")],
        )


def change(constants: Mapping[ModuleType, Mapping[str, object]]) -> None:
    """Give constants of modules other values."""
    for module, values in constants.items():
        for name, value in values.items():
            setattr(module, name, value)


@contextmanager
def scaled(is_hurried: bool) -> Generator[None]:
    """Let what takes a minute take seconds, if that is wanted; do not log each retry."""
    logger = logging.getLogger("edgegap_client")
    level = logger.level
    logger.setLevel(logging.ERROR)
    changes: dict[ModuleType, dict[str, float]] = {}
    if is_hurried:
        launches = {"APPEARS_WITHIN_SECONDS": 4.0, "ANOTHER_APPEARS_WITHIN_SECONDS": 3.0, "YOUNG_SECONDS": 2.0}
        for module in (async_launches, sync_launches):
            changes[module] = launches
        for module in (async_deployments, sync_deployments):
            changes[module] = {"LOOKING_FOR": 1.0}
        changes[ledger] = {"MAX_DELAY_SECONDS": 1.0}
        changes[settler] = {"PAUSE_SECONDS": 0.5}
    before = {module: {name: getattr(module, name) for name in values} for module, values in changes.items()}
    try:
        change(changes)
        yield
    finally:
        logger.setLevel(level)
        change(before)


def run(launches: int, seed: int, scale: Scale = FULL) -> Result:
    """Run the campaign."""
    killed = round(launches * scale.killed_share)
    numbers: dict[str, list[int]] = {token: [] for token in (*ASYNC_TOKENS, *SYNC_TOKENS)}
    for number in range(launches - killed):
        numbers[plan_of(seed, number).token].append(number)
    theirs = [list(range(launches - killed + place, launches, scale.processes)) for place in range(scale.processes)]
    outages = {token: (len(mine), scale.outages) for token, mine in numbers.items()}
    outages[KILLED_TOKEN] = (killed, scale.killed_outages)
    # A stop of what is still starting is carried out when it is ready, or has failed.
    timing = Timing(terminating_for=0.2, listed_after=0.4, known_for=1e9, stuck_for=3.0 if scale.is_hurried else 10.0)
    with (
        tempfile.TemporaryDirectory() as folder,
        scaled(scale.is_hurried),
        served(seed, timing, outages) as service,
    ):
        for token in outages:
            prepare(service.url, token)
        kills = Kills(Path(folder), seed, scale.lease, [mine for mine in theirs if mine])
        started = time.monotonic()
        wakers: list[Callable[[str], object]] = []
        with receiving(wakers) as hook:
            campaign = Campaign(seed, hook)
            kill_and_recover = threading.Thread(target=kills.run, args=(service.url,))
            if killed:
                kill_and_recover.start()
            _launch_all(campaign, service, numbers, wakers)
            if killed:
                kill_and_recover.join()
        found = service.report()
        seconds = time.monotonic() - started
        violations = [*campaign.complaints, *kills.complaints]
        violations += violations_of_callers(campaign, launches - killed, found)
        doubled = doubles(seed, found)
        if killed:
            violations += violations_of_kills(kills, found, doubled)
        swept = _sweep(service.url, list(outages))
        violations += violations_of_sweep(swept, doubled, found, service.report())
        outcomes = {"async": Counter[str](), "sync": Counter[str](), "killed": Counter(kills.outcomes().values())}
        for number, outcome in campaign.outcomes.items():
            outcomes["async" if number % 2 == 0 else "sync"][outcome] += 1
        return Result(outcomes, violations, found, seconds, len(swept), kills.killed, kills.seconds)


def _launch_all(
    campaign: Campaign, service: Service, numbers: dict[str, list[int]], wakers: list[Callable[[str], object]]
) -> None:
    """Launch everything, and wait until nothing is pending."""
    options: dict[str, Any] = {
        "base_url": service.url,
        "poll_interval": POLL,
        "max_retries": RetryPolicy(2, first_delay=0.1),
        "event_hooks": {"launch_start": [campaign.note_tag]},
    }

    async def play() -> None:
        async with contextlib.AsyncExitStack() as stack:
            plays: list[Any] = []
            clients: list[AsyncEdgegap] = []
            for token in ASYNC_TOKENS:
                edgegap = await stack.enter_async_context(AsyncEdgegap(token, **options))
                clients.append(edgegap)
                wakers.append(edgegap.deployments.wake)
                mine = Shared(numbers[token])
                plays += [campaign.play_async(edgegap, mine) for _ in range(TASKS)]
            await asyncio.gather(*plays)
            deadline = time.monotonic() + SETTLED_WITHIN_SECONDS
            while any(each.deployments.pending for each in clients) and time.monotonic() < deadline:  # noqa: ASYNC110
                await asyncio.sleep(0.2)
            for edgegap in clients:
                campaign.complaints += [f"pending for ever: {each}" for each in edgegap.deployments.pending]

    with contextlib.ExitStack() as stack:
        threads: list[threading.Thread] = []
        clients: list[Edgegap] = []
        for token in SYNC_TOKENS:
            edgegap = stack.enter_context(Edgegap(token, **options))
            clients.append(edgegap)
            wakers.append(edgegap.deployments.wake)
            mine = Shared(numbers[token])
            threads += [threading.Thread(target=campaign.play_sync, args=(edgegap, mine)) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        asyncio.run(play())
        for thread in threads:
            thread.join()
        deadline = time.monotonic() + SETTLED_WITHIN_SECONDS
        while any(each.deployments.pending for each in clients) and time.monotonic() < deadline:
            time.sleep(0.2)
        for edgegap in clients:
            campaign.complaints += [f"pending for ever: {each}" for each in edgegap.deployments.pending]


def _sweep(url: str, tokens: list[str]) -> set[str]:
    """Sweep all organisations, as if an hour had passed; returns what was stopped."""
    modules: tuple[Any, ...] = (async_deployments, sync_deployments)
    before = modules[0].MAX_LAUNCH_SECONDS
    for module in modules:
        module.MAX_LAUNCH_SECONDS = OLD_SECONDS
    time.sleep(OLD_SECONDS + 1)
    found: set[str] = set()
    try:
        for token in tokens:
            with Edgegap(
                token, base_url=url, poll_interval=POLL, max_retries=RetryPolicy(6, first_delay=0.1)
            ) as edgegap:
                swept = edgegap.deployments.sweep(older_than=OLD_SECONDS)
                found |= {each.request_id for each in swept if each.since is not None}
                deadline = time.monotonic() + SETTLED_WITHIN_SECONDS
                while edgegap.deployments.pending and time.monotonic() < deadline:
                    time.sleep(0.1)
    finally:
        for module in modules:
            module.MAX_LAUNCH_SECONDS = before
    return found
