"""The command line of the campaign: `python -m tests.chaos`."""

from __future__ import annotations

import argparse
import random
import sys

import tests.chaos as package

from .campaign import FULL, SHORT, Result, Scale, run
from .waiting import measure


def show(result: Result, launches: int, seed: int, scale: Scale) -> None:
    report = result.report
    print(f"{launches} launches, seed {seed}, {result.seconds:.1f} s, {report['requests']} requests")
    columns = tuple(result.outcomes)
    print(f"\n{'outcome':<24}" + "".join(f"{each:>8}" for each in columns))
    names = sum(result.outcomes.values(), start=type(result.outcomes[columns[0]])())
    for name, _ in names.most_common():
        print(f"{name:<24}" + "".join(f"{result.outcomes[each][name]:>8}" for each in columns))
    print("\nfaults carried out")
    for name, number in sorted(report["faults"].items()):
        print(f"  {name:<56}{number:>6}")
    lengths = sorted(round(until - since) for each in report["outages"].values() for since, until in each)
    print(f"  outages, in seconds: {lengths}")
    made = sum(len(names) for names in report["made"].values())
    print(f"\nrequests for each launch: {report['requests'] / launches:.1f}: {report['operations']}")
    print(f"deployments created: {made}; doubled by a proxy behind everybody's back, and swept: {result.swept}")
    print(f"processes killed: {result.killed}; the last recovery took {result.recovered_in:.1f} s")
    print(", ".join(f"{kind}: {number}" for kind, number in result.counted().items()))
    for each in result.violations:
        print("VIOLATION", each)
    again = f"--launches {launches} --seed {seed}{' --short' if scale is SHORT else ''}"
    print("PASSED" if not result.violations else f"FAILED: replay with {again}")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.chaos", description=(package.__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--launches", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--short", action="store_true", help="one outage of 5 s, and seconds instead of minutes")
    parser.add_argument("--kills", type=int, metavar="PROCESSES", help="only processes that are killed")
    parser.add_argument("--waiting", type=int, metavar="NUMBER", help="only launches that wait at once")
    arguments = parser.parse_args()
    if arguments.waiting:
        measure(arguments.waiting)
        return 0
    seed = random.randrange(1_000_000) if arguments.seed is None else arguments.seed
    scale = SHORT if arguments.short else FULL
    if arguments.kills:
        scale = Scale(outages=(), processes=arguments.kills, killed_share=1.0)
    print(f"seed {seed}", flush=True)
    result = run(arguments.launches, seed, scale)
    show(result, arguments.launches, seed, scale)
    return 1 if result.violations else 0


if __name__ == "__main__":
    sys.exit(main())
