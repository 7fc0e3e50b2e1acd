"""What all exchanges of a run show together: the statuses of successes, and the bodies of errors."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from importlib import resources
from typing import Final

from edgegap_client import _generated

from .run import Run
from .settings import MATCHMAKING, ORCHESTRATION, SERVER_BROWSER
from .wire import Exchange

SUCCESS_FACTS: Final = {MATCHMAKING: "mm-success-status", SERVER_BROWSER: "sb-success-status"}
ERROR_FACTS: Final = {
    ORCHESTRATION: "success-and-errors",
    MATCHMAKING: "mm-error-body",
    SERVER_BROWSER: "sb-error-body",
}
STATUS_FACTS: Final = {MATCHMAKING: "mm-statuses", SERVER_BROWSER: "sb-statuses"}
TOGETHER: Final = (*SUCCESS_FACTS.values(), *ERROR_FACTS.values(), *STATUS_FACTS.values())
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
    for service, fact_id in STATUS_FACTS.items():
        documented = _documented(service)
        known = [(each, _statuses(each, documented)) for each in run.wire.exchanges if each.service == service]
        failed = [(each, statuses) for each, statuses in known if statuses and not each.is_success]
        odd = [each for each, statuses in failed if each.status not in statuses]
        if failed:
            shown = odd or [each for each, _ in failed]
            run.judge(fact_id, not odd, *shown[:MAX_SHOWN], reason=f"{len(failed)} responses")


def _documented(service: str) -> list[tuple[str, re.Pattern[str], set[int]]]:
    """The method, the path and the statuses of each operation, fixed paths first."""
    document = json.loads(resources.files(_generated).joinpath(service, "openapi.json").read_text("utf-8"))
    operations = [
        (method.upper(), template, {int(status) for status in operation["responses"] if status.isdecimal()})
        for template, item in document["paths"].items()
        for method, operation in item.items()
    ]
    operations.sort(key=lambda operation: "{" in operation[1])
    return [
        (method, re.compile(re.sub(r"{[^}]+}", "[^/:]+", template)), statuses)
        for method, template, statuses in operations
    ]


def _statuses(exchange: Exchange, documented: list[tuple[str, re.Pattern[str], set[int]]]) -> set[int]:
    """The documented statuses of the operation; empty if it is none, or if there was no response."""
    for method, path, statuses in documented:
        if exchange.status and method == exchange.method and path.fullmatch(exchange.path):
            return statuses
    return set()


def _fits(exchange: Exchange) -> bool:
    return exchange.status == (204 if exchange.body is None else 200)


def _judge(run: Run, fact_id: str, exchanges: list[Exchange], fits: Callable[[Exchange], bool]) -> None:
    odd = [each for each in exchanges if not fits(each)]
    if exchanges:
        run.judge(fact_id, not odd, *(odd or exchanges)[:MAX_SHOWN], reason=f"{len(exchanges)} responses")
