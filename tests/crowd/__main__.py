"""The command line of the campaign: `python -m tests.crowd`."""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter

import tests.crowd as package

from .campaign import Result, run


def table(title: str, counts: Counter[str]) -> None:
    """Print counts, the largest first."""
    print(f"\n{title}")
    for name, number in counts.most_common():
        print(f"  {name:<64}{number:>7}")


def show(result: Result, seed: int) -> None:
    """Print what a campaign has shown."""
    report = result.report
    print(f"{result.tickets} tickets of {len(result.parties)} parties, seed {seed}, {result.seconds:.1f} s")
    table("what players were told", result.claims.outcomes)
    ends: Counter[str] = Counter()
    for records in report.records.values():
        ends.update(f"search {each.end or 'LEFT'}" for each in records.searches)
        ends.update(f"backfill {each.end or 'LEFT'}" for each in records.backfills)
    ends.update(f"server instance {each.end or 'LEFT'}" for each in report.instances)
    ends["server instance registered again after it had expired"] = sum(
        each.registrations - 1 for each in report.instances
    )
    ends["reservation confirmed"] = sum(len(slot.accepted) for each in report.instances for slot in each.slots.values())
    table("what the services have recorded", ends)
    table("of these, not to be helped: the response to the create request was lost", result.excused())
    table(f"requests: {sum(report.counts.values())}, restarts of listeners: {report.restarts}", report.counts)
    table("faults carried out", report.faults)
    table("processes that were ended", result.signals)
    print("\n" + ", ".join(f"{kind}: {number}" for kind, number in result.counted().items()))
    for each in result.violations[:30]:
        print("VIOLATION", each[:1500])
    print("PASSED" if not result.violations else f"FAILED: replay with --tickets {result.tickets} --seed {seed}")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.crowd", description=(package.__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--tickets", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=None)
    arguments = parser.parse_args()
    seed = random.randrange(1_000_000) if arguments.seed is None else arguments.seed
    print(f"seed {seed}", flush=True)
    result = run(arguments.tickets, seed)
    show(result, seed)
    return 1 if result.violations else 0


if __name__ == "__main__":
    sys.exit(main())
