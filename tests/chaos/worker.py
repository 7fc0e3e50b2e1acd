"""A process of the campaign that launches with a ledger, and is killed.

    python -m tests.chaos.worker URL LEDGER JOURNAL SEED LEASE NUMBERS

It first recovers, beside its launches. It appends one line of JSON to the journal for each thing that happens: `begun`
and `had` or `failed` for a launch, `adopted` for a deployment. All deployments that it is given are kept.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from typing import Any, Final

import edgegap_client._runtime.sqlite_ledger as sqlite_ledger
from edgegap_client import AsyncEdgegap, EdgegapError
from edgegap_client._core.retries import RetryPolicy

from .plan import KILLED_TOKEN, options_of, plan_of

AT_ONCE: Final = 4
POLL_SECONDS: Final = 0.25


def set_lease(seconds: float) -> None:
    """Let processes count as dead after so many seconds."""
    for name, value in {"LEASE_SECONDS": seconds, "RENEWAL_SECONDS": seconds / 4}.items():
        setattr(sqlite_ledger, name, value)


def client(url: str, ledger: str) -> AsyncEdgegap:
    """A client of the organisation of the processes that are killed."""
    # They have no shared rate limits, so that more responses are a 429, which are retried.
    retries = RetryPolicy(10, first_delay=0.2)
    return AsyncEdgegap(KILLED_TOKEN, base_url=url, poll_interval=POLL_SECONDS, max_retries=retries, ledger=ledger)


async def recovered(edgegap: AsyncEdgegap, timeout: float) -> list[str]:
    """The deployments that a recovery gives, which is called again while the service is away."""
    while True:
        try:
            return [each.request_id for each in await edgegap.deployments.recover(timeout=timeout)]
        except EdgegapError:
            await asyncio.sleep(0.5)


async def work(url: str, ledger: str, journal: int, seed: int, numbers: list[int]) -> None:
    """Recover, and launch."""

    def note(**what: Any) -> None:
        os.write(journal, f"{json.dumps(what)}\n".encode())  # at once, or a kill would lose it

    async def launch() -> None:
        while numbers:
            plan = plan_of(seed, numbers.pop(0))
            note(begun=plan.number)
            try:
                deployment = await edgegap.deployments.launch(**options_of(plan))
            except EdgegapError as error:
                note(failed=plan.number, error=type(error).__name__)
            else:
                note(had=plan.number, id=deployment.request_id)

    async def recover() -> None:
        for name in await recovered(edgegap, 60):
            note(adopted=name)

    async with client(url, ledger) as edgegap:
        await asyncio.gather(recover(), *(launch() for _ in range(AT_ONCE)))
        print("done", flush=True)
        await asyncio.sleep(3600)  # until it is killed


def main() -> None:
    url, ledger, journal, seed, lease, numbers = sys.argv[1:]
    set_lease(float(lease))
    file = os.open(journal, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    asyncio.run(work(url, ledger, file, int(seed), json.loads(numbers)))


if __name__ == "__main__":
    main()
