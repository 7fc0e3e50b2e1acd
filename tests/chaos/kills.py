"""Processes that launch with a ledger and are killed at random moments, and the recovery after that."""

from __future__ import annotations

import asyncio
import json
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from attrs import Factory, define

from edgegap_client._runtime import sqlite_ledger

from . import worker

# A process is killed at a random moment within so many seconds after its first launch began.
KILLED_WITHIN_SECONDS: Final = 4.0
# It has begun by then, on the busiest computer.
BEGUN_WITHIN_SECONDS: Final = 60.0
RECOVERED_WITHIN_SECONDS: Final = 60.0
# What is pending after the recovery: a deployment may appear a minute after its create request.
SETTLED_WITHIN_SECONDS: Final = 120.0


@define(eq=False)
class Kills:
    """The processes that are killed. This object owns their files and what is found out.

    Attributes:
        folder: Where the ledger and the journals are.
        seed: Of all plans, and of the moments.
        lease: Seconds after which a killed process counts as dead.
        numbers: The launches of each process.
        killed: How many processes were killed.
        adopted: The deployments that the last recovery has given.
        seconds: How long the last recovery took.
        complaints: What must not have happened.
    """

    folder: Path
    seed: int
    lease: float
    numbers: list[list[int]]
    killed: int = 0
    adopted: set[str] = Factory(set[str])
    seconds: float = 0.0
    complaints: list[str] = Factory(list[str])

    @property
    def ledger(self) -> str:
        return str(self.folder / "launches.sqlite3")

    def run(self, url: str) -> None:
        """Launch everything in processes that are killed, again and again; then recover once."""
        threads = [
            threading.Thread(target=self._run_one, args=(url, place, numbers))
            for place, numbers in enumerate(self.numbers)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        worker.set_lease(self.lease)
        asyncio.run(self._recover(url))

    def _run_one(self, url: str, place: int, numbers: list[int]) -> None:
        chance = random.Random(f"{self.seed}/kills/{place}")
        left: list[int] = list(numbers)
        while left:
            journal = str(self._journal(place))
            program = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    worker.__name__,
                    url,
                    self.ledger,
                    journal,
                    str(self.seed),
                    str(self.lease),
                    json.dumps(left),
                ],
                stdout=subprocess.DEVNULL,
            )
            deadline = time.monotonic() + BEGUN_WITHIN_SECONDS
            while left[0] not in self._begun(place) and time.monotonic() < deadline and program.poll() is None:
                time.sleep(0.05)
            time.sleep(chance.uniform(0, KILLED_WITHIN_SECONDS))
            if program.poll() is not None:
                self.complaints.append(f"process {place} ended by itself with {program.returncode}")
            program.send_signal(signal.SIGKILL)
            program.wait()
            self.killed += 1
            begun = self._begun(place)
            if left[0] not in begun:
                self.complaints.append(f"process {place} did not begin to launch")
                return
            left = [number for number in left if number not in begun]

    def _journal(self, place: int) -> Path:
        return self.folder / f"journal-{place}"

    def _begun(self, place: int) -> set[int]:
        return {each["begun"] for each in self._read(place) if "begun" in each}

    def _read(self, place: int) -> list[dict[str, Any]]:
        path = self._journal(place)
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    async def _recover(self, url: str) -> None:
        """One recovery, by this process, of what all of them have left."""
        since = time.monotonic()
        async with worker.client(url, self.ledger) as edgegap:
            self.adopted = set(await worker.recovered(edgegap, RECOVERED_WITHIN_SECONDS))
            self.seconds = time.monotonic() - since
            while edgegap.deployments.pending and time.monotonic() < since + SETTLED_WITHIN_SECONDS:  # noqa: ASYNC110
                await asyncio.sleep(0.2)
            self.complaints += [f"pending for ever: {each}" for each in edgegap.deployments.pending]

    def outcomes(self) -> dict[int, str]:
        """The outcome of each launch; of those that a kill has interrupted, that."""
        found: dict[int, str] = {}
        for place in range(len(self.numbers)):
            for each in self._read(place):
                if "begun" in each:
                    found[each["begun"]] = "killed"
                elif "had" in each:
                    found[each["had"]] = "runs, and was kept"
                elif "failed" in each:
                    found[each["failed"]] = each["error"]
        return found

    def had(self) -> set[str]:
        """The deployments that a caller was given."""
        return {each["id"] for place in range(len(self.numbers)) for each in self._read(place) if "had" in each}

    def handed_over(self) -> set[str]:
        """The deployments that the ledger says are handed over."""
        with closing(sqlite3.connect(self.ledger)) as db:
            return {name for (name,) in db.execute("SELECT deployment_id FROM launches WHERE state = 'handed_over'")}

    def unsettled(self) -> list[str]:
        """The entries of the ledger that are neither handed over nor removed."""
        ledger = sqlite_ledger.open_ledger(self.ledger)
        ledger._flush()
        with closing(sqlite3.connect(self.ledger)) as db:
            return [tag for (tag,) in db.execute("SELECT tag FROM launches WHERE state != 'handed_over'")]
