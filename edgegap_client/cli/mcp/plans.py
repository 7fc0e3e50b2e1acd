"""Plans: a tool first describes each change, and then carries it out only as described."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeAlias

from attrs import frozen

from .limits import Refused

Apply: TypeAlias = Callable[[], Awaitable[Any]]

PLAN_SECONDS: Final = 600.0
MAX_PLANS: Final = 100


@frozen
class Plan:
    """A change that was described and can be carried out.

    Attributes:
        description: The description of the change, as data that JSON can encode.
        apply: Carries the change out, after it has checked all limits once more.
    """

    description: dict[str, Any]
    apply: Apply


@frozen
class _Kept:
    tool: str
    arguments: str
    apply: Apply
    until: float


class Plans:
    """The plans of a session. Each can be carried out once, with the same arguments, within ten minutes."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}

    def add(self, tool: str, arguments: dict[str, Any], plan: Plan) -> dict[str, Any]:
        """Store a plan, and describe it for the agent."""
        plan_id = f"plan-{secrets.token_hex(6)}"
        self._kept[plan_id] = _Kept(tool, _canonical(arguments), plan.apply, time.monotonic() + PLAN_SECONDS)
        while len(self._kept) > MAX_PLANS:
            del self._kept[next(iter(self._kept))]
        return {
            "changed": False,
            "plan": plan.description,
            "plan_id": plan_id,
            "next": (
                f"Nothing was changed. To carry it out, call {tool} again with the same arguments and this plan_id"
                f" within {PLAN_SECONDS:g} seconds."
            ),
        }

    def take(self, plan_id: str, tool: str, arguments: dict[str, Any]) -> Apply:
        """Return the function that carries a plan out, and remove the plan.

        Raises:
            Refused: There is no such plan, or it was made for another tool or other arguments.
        """
        kept = self._kept.get(plan_id)
        if kept is None or kept.until < time.monotonic():
            raise Refused("there is no such plan: call the tool without plan_id to get one")
        if (kept.tool, kept.arguments) != (tool, _canonical(arguments)):
            raise Refused(
                f"this plan was made for other arguments: call {tool} without plan_id to get a plan for these"
            )
        del self._kept[plan_id]
        return kept.apply


def _canonical(arguments: dict[str, Any]) -> str:
    return json.dumps(arguments, sort_keys=True)
