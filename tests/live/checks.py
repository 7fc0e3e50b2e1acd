"""The checks, and how they are carried out one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, Literal, NamedTuple, TypeAlias

from .facts import all_facts
from .run import Run
from .settings import MATCHMAKING, SERVER_BROWSER, Settings

Need: TypeAlias = Literal["token", "version", "matchmaker", "profile", "server_browser"]


class Check(NamedTuple):
    """A function that judges some facts.

    Attributes:
        name: What it is about, for the plan.
        need: What it needs besides the token.
        facts: The ids of the facts that it judges.
        judge: The function.
    """

    name: str
    need: Need
    facts: tuple[str, ...]
    judge: Callable[[Run], None]


CHECKS: Final[list[Check]] = []
MISSING: Final[dict[Need, str]] = {
    "token": "",
    "version": "--application and --version are not given",
    "matchmaker": "EDGEGAP_MATCHMAKER_URL or EDGEGAP_MATCHMAKER_TOKEN is unset",
    "profile": "--profile is not given",
    "server_browser": "EDGEGAP_SB_URL or EDGEGAP_SB_SERVER_TOKEN is unset",
}


def check(name: str, need: Need, facts: Iterable[str]) -> Callable[[Callable[[Run], None]], Callable[[Run], None]]:
    """Register a function as a check."""

    def register(judge: Callable[[Run], None]) -> Callable[[Run], None]:
        CHECKS.append(Check(name, need, tuple(facts), judge))
        return judge

    return register


def all_checks() -> list[Check]:
    """All checks, in the order in which they run."""
    from . import (  # noqa: F401  # which register them
        checks_account,  # pyright: ignore[reportUnusedImport]
        checks_deployment,  # pyright: ignore[reportUnusedImport]
        checks_matchmaker,  # pyright: ignore[reportUnusedImport]
        checks_server_browser,  # pyright: ignore[reportUnusedImport]
    )

    return CHECKS


def missing(need: Need, settings: Settings) -> str:
    """What the run was not given that a check needs; empty if nothing is missing."""
    has_matchmaker = MATCHMAKING in settings.urls and bool(settings.matchmaker_token)
    given: dict[Need, bool] = {
        "token": True,
        "version": settings.application is not None,
        "matchmaker": has_matchmaker,
        "profile": has_matchmaker and settings.profile is not None,
        "server_browser": SERVER_BROWSER in settings.urls and bool(settings.server_token),
    }
    if need == "profile" and not has_matchmaker:
        return MISSING["matchmaker"]
    return "" if given[need] else MISSING[need]


def carry_out(run: Run) -> None:
    """Carry out all checks. A check that fails leaves its other facts unchecked, with the reason.

    Raises:
        Interrupted: The run must end: it was interrupted, or its time is over.
    """
    for each in all_checks():
        run.check_interruption()
        reason = missing(each.need, run.settings)
        if not reason:
            try:
                each.judge(run)
                reason = "the check did not come to it"
            except Exception as error:  # whatever an unknown service makes of a check, the others go on
                reason = f"{type(error).__name__}: {error}"
        for fact_id in each.facts:
            run.skip(fact_id, reason)


def finish(run: Run, reason: str) -> None:
    """Judge what all exchanges show together, and give each other fact its reason."""
    from .checks_together import judge_together

    judge_together(run)
    for fact in all_facts().values():
        run.skip(fact.id, fact.unchecked or reason)
