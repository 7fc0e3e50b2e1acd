"""What must not be, found from what the callers were told and what the service has counted."""

from __future__ import annotations

from typing import Any, Final

from .callers import Campaign
from .kills import Kills
from .plan import KILLED_TOKEN, plan_of

# The clocks of the service and of the callers, on a busy computer.
LATE_SECONDS: Final = 1.0
KINDS: Final = (
    "running orphan",
    "left in ERROR",
    "duplicate",
    "wrong outcome",
    "without an outcome",
    "unreported",
    "pending for ever",
    "healthy one touched",
    "429 that no fault asked for",
    "other",
)


def count(violations: list[str]) -> dict[str, int]:
    """The number of violations of each kind."""
    kinds = [next((kind for kind in KINDS if kind in each), "other") for each in violations]
    return {kind: kinds.count(kind) for kind in KINDS}


def _number(tags: tuple[str, ...]) -> int:
    return next(int(tag.removeprefix("chaos-")) for tag in tags if tag.startswith("chaos-"))


def _kind(state: str) -> str:
    return "left in ERROR" if state == "ERROR" else "running orphan"


def doubles(seed: int, report: dict[str, Any]) -> set[str]:
    """What a proxy has created besides, for a launch that saw a good response: only a sweep can know of it.

    It still has the tag `launching`.
    """
    return {
        name
        for name, _, tags, _ in report["left"]
        if plan_of(seed, _number(tags)).kind == "doubled" and "launching" in tags
    }


def violations_of_callers(campaign: Campaign, launches: int, report: dict[str, Any]) -> list[str]:
    seed, made = campaign.seed, report["made"]
    doubled = doubles(seed, report)
    kept = set(campaign.kept.values())
    left = {name: (tags, state) for name, token, tags, state in report["left"] if token != KILLED_TOKEN}
    found: list[str] = []
    for name, (tags, state) in left.items():
        if name in kept and "launching" in tags:
            found.append(f"wrong outcome: {name} was handed over, and still has the tag launching: {tags}")
        elif name not in kept and name not in doubled:
            found.append(f"{_kind(state)}: {tags} left {name} in {state} ({plan_of(seed, _number(tags))})")
    found += [f"healthy one touched: {name} does not run any more" for name in kept - set(left)]
    excused = report["excused"]
    found += [f"duplicate: {tag} has {names}" for tag, names in made.items() if len(names) - excused.get(tag, 0) > 1]
    for number, name in campaign.given.items():
        if name not in made.get(campaign.tags.get(number, ""), ()):
            found.append(f"wrong outcome: chaos-{number} was given {name}, which is another's")
    for claim in campaign.claims:
        names = made.get(campaign.tags.get(claim.number, ""), ())
        if claim.is_not_sent and names:
            found.append(f"wrong outcome: {claim} has created {names}")
        late = [name for name in names if report["ended_at"].get(name, 1e12) > claim.at + LATE_SECONDS]
        if claim.is_stopped and set(late) - doubled:
            found.append(f"wrong outcome: {claim} while {late} runs ({plan_of(seed, claim.number)})")
    for number in range(launches):
        plan = plan_of(seed, number)
        if number not in campaign.outcomes:
            found.append(f"without an outcome: {plan.tag}")
        elif plan.must_run and number not in campaign.given and not _met_outage(campaign, number, report):
            found.append(f"wrong outcome: {plan.tag} ended with {campaign.outcomes[number]} ({plan})")
    found += [f"{number} x 429 that no fault asked for: {name}" for name, number in report["too_many"].items()]
    found += [f"the sandbox itself failed: {each}" for each in report["broken"]]
    return found


def _met_outage(campaign: Campaign, number: int, report: dict[str, Any]) -> bool:
    began, ended = campaign.began[number], campaign.ended_at[number]
    return any(
        began < until and since < ended for since, until in report["outages"][plan_of(campaign.seed, number).token]
    )


def violations_of_kills(kills: Kills, report: dict[str, Any], doubled: set[str]) -> list[str]:
    left = {name: (tags, state) for name, token, tags, state in report["left"] if token == KILLED_TOKEN}
    left = {name: seen for name, seen in left.items() if name not in doubled}
    handed_over = kills.handed_over()
    found = [
        f"{_kind(state)}: no entry hands {name} to somebody, {tags} in {state}"
        for name, (tags, state) in left.items()
        if name not in handed_over
    ]
    found += [
        f"healthy one touched: {name} was handed over and does not run any more" for name in kills.had() - set(left)
    ]
    found += [f"running orphan: {name} runs, and was not adopted" for name in set(left) & handed_over - kills.adopted]
    found += [
        f"wrong outcome: {name} was handed over, and still has the tag launching"
        for name in left
        if "launching" in left[name][0]
    ]
    numbers = {number for mine in kills.numbers for number in mine}
    found += [f"without an outcome: chaos-{number}" for number in numbers - set(kills.outcomes())]
    found += [f"pending for ever: the ledger has the entry {tag}" for tag in kills.unsettled()]
    return found


def violations_of_sweep(swept: set[str], doubled: set[str], before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    was, left = {each[0] for each in before["left"]}, {each[0] for each in after["left"]}
    found = [f"running orphan: the sweep did not stop {name}" for name in doubled & left]
    found += [f"healthy one touched: the sweep stopped {name}" for name in (swept | (was - left)) - doubled]
    return found
