"""Processes that are terminated and killed at random moments, each followed by the next one."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final

from . import worker
from .claims import Claim, Claims
from .hosts import Host
from .plan import BROWSER, PROCESSES, Party, party_of
from .service import Report

# Numbers of their parties and servers, which nobody else has.
FIRST_PARTY: Final = 1_000_000
FIRST_GENERATION: Final = 1_000_000
# A process is ended at a random moment within so many seconds after its first party began.
ENDED_WITHIN_SECONDS: Final = 2.5
# It has begun by then, and has ended, on the busiest computer.
BEGUN_WITHIN_SECONDS: Final = 60.0
TERMINATED_WITHIN_SECONDS: Final = 60.0


class Processes:
    """The processes. This object owns their files and what is found out.

    Args:
        folder: Where the journals are.
        seed: Of all plans, and of the moments.
        parties: How many parties they play.
        generations: How many processes there are at the most.

    Attributes:
        signals: The signal that has ended each generation.
        complaints: What must not have happened.
    """

    def __init__(self, folder: Path, seed: int, parties: int, generations: int) -> None:
        self.signals: dict[int, signal.Signals] = {}
        self.complaints: list[str] = []
        self._folder = folder
        self._seed = seed
        self._numbers = [FIRST_PARTY + 2 * number for number in range(parties)]
        self._generations = generations

    def run(self, urls: dict[str, str]) -> None:
        """Play everything in processes that are ended, one after the other."""
        left = list(self._numbers)
        for generation in range(FIRST_GENERATION, FIRST_GENERATION + self._generations):
            if not left:
                break
            self._run_one(urls, generation, left)
            left = [number for number in left if number not in self._begun(generation)]

    def _run_one(self, urls: dict[str, str], generation: int, numbers: list[int]) -> None:
        chance = random.Random(f"{self._seed}/process/{generation}")
        how = signal.SIGTERM if generation % 2 else signal.SIGKILL
        command = [urls[PROCESSES], urls[BROWSER], str(self._journal(generation)), str(self._seed), str(generation)]
        program = subprocess.Popen([sys.executable, "-m", worker.__name__, *command, json.dumps(numbers)])
        deadline = time.monotonic() + BEGUN_WITHIN_SECONDS
        while not self._begun(generation) and time.monotonic() < deadline and program.poll() is None:
            time.sleep(0.05)
        time.sleep(chance.uniform(0.2, ENDED_WITHIN_SECONDS))
        if program.poll() is not None:
            self.complaints.append(f"other: process {generation} ended by itself with {program.returncode}")
        program.send_signal(how)
        self.signals[generation] = how
        try:
            code = program.wait(TERMINATED_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            self.complaints.append(f"left: process {generation} does not end after {how.name}")
            program.kill()
            code = program.wait()
        if how is signal.SIGTERM and code != 0:
            self.complaints.append(f"other: process {generation} ended with {code}")

    def _journal(self, generation: int) -> Path:
        return self._folder / f"journal-{generation}"

    def _read(self, generation: int) -> list[dict[str, Any]]:
        path = self._journal(generation)
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def _begun(self, generation: int) -> set[int]:
        return {each["begun"] for each in self._read(generation) if "begun" in each}

    # What was found out

    def parties(self) -> list[Party]:
        """The parties that have begun."""
        return [party_of(self._seed, number) for generation in self.signals for number in self._begun(generation)]

    def killed(self) -> set[int]:
        """The parties of processes that were killed: nobody may know what became of them."""
        return {
            number
            for generation, how in self.signals.items()
            if how is signal.SIGKILL
            for number in self._begun(generation)
        }

    def note(self, claims: Claims) -> None:
        """Add what their players were told."""
        for generation in self.signals:
            for each in self._read(generation):
                if "said" in each:
                    claim = Claim(each["said"], each["fqdn"], each["detail"])
                    claims.note(party_of(self._seed, each["number"]), [each["place"]], claim)
                self.complaints += each.get("complaints", ())

    def violations(self, report: Report) -> list[str]:
        """What must not be of the servers of processes that were terminated: nothing of them may have to expire."""
        found = list(self.complaints)
        for generation, how in self.signals.items():
            if how is not signal.SIGTERM:
                continue
            found += [
                f"left: after SIGTERM {each}"
                for each in report.instances
                if each.request_id == f"hub-{generation}" and each.end != "deleted" and not each.is_noticed
            ]
            told = [ticket for each in self._read(generation) for ticket in each.get("told", ())]
            for each in report.records[PROCESSES].backfills:
                is_well = each.end == "deleted" or each.is_noticed or each.is_lost or each.assigned in told
                if each.server == Host(self._seed, generation).id and not is_well:
                    found.append(f"left: after SIGTERM {each}")
        return found
