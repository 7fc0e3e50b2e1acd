"""What all exchanges of a run show together: the statuses of successes, and the bodies of errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from .run import Run
from .settings import MATCHMAKING, ORCHESTRATION, SERVER_BROWSER
from .wire import Exchange

SUCCESS_FACTS: Final = {MATCHMAKING: "mm-success-status", SERVER_BROWSER: "sb-success-status"}
ERROR_FACTS: Final = {
    ORCHESTRATION: "success-and-errors",
    MATCHMAKING: "mm-error-body",
    SERVER_BROWSER: "sb-error-body",
}
TOGETHER: Final = (*SUCCESS_FACTS.values(), *ERROR_FACTS.values())
MAX_SHOWN: Final = 5


def judge_together(run: Run) -> None:
    """Judge the facts about all operations of a service."""
    for service, fact_id in SUCCESS_FACTS.items():
        _judge(
            run, fact_id, [each for each in run.wire.exchanges if each.service == service and each.is_success], _fits
        )
    for service, fact_id in ERROR_FACTS.items():
        errors = [each for each in run.wire.exchanges if each.service == service and each.status >= 400]
        _judge(run, fact_id, errors, lambda each: isinstance(each.get("message"), str))


def _fits(exchange: Exchange) -> bool:
    return exchange.status == (204 if exchange.body is None else 200)


def _judge(run: Run, fact_id: str, exchanges: list[Exchange], fits: Callable[[Exchange], bool]) -> None:
    odd = [each for each in exchanges if not fits(each)]
    if exchanges:
        run.judge(fact_id, not odd, *(odd or exchanges)[:MAX_SHOWN], reason=f"{len(exchanges)} responses")
