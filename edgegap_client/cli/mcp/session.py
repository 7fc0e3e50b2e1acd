"""A session of an agent: its tools, and the calls of tools. It is independent of the protocol."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, cast

from attrs import frozen

from ...errors import EdgegapError
from ..specification import Mistake
from .generated import GeneratedTools
from .limits import Limits, Refused
from .owned import OwnDeployments
from .plans import Plans
from .results import Results
from .tools import HandTools, Tool

if TYPE_CHECKING:
    from ...client import AsyncEdgegap

logger: Final = logging.getLogger("edgegap_client")


@frozen
class CallOutcome:
    """The result of a call.

    Attributes:
        text: One JSON document.
        is_error: Whether it describes an error.
    """

    text: str
    is_error: bool = False


class AgentSession:
    """A session of an agent, for the length of an `async with` block. The end of the block stops its deployments.

    Args:
        clients: The async client of each service that is set up, by its name; `orchestration` is one of them.
        limits: The limits.
        tokens: The secrets that must not be in any result.
        address: The URL of the API, for the agent.
    """

    def __init__(self, clients: Mapping[str, Any], limits: Limits, *, tokens: Iterable[str], address: str) -> None:
        edgegap: AsyncEdgegap = clients["orchestration"]
        self.own: Final = OwnDeployments(edgegap, limits)
        self._results = Results(tokens)
        hand = HandTools(edgegap, limits, self.own, address, self._results)
        generated = GeneratedTools(clients, limits, self.own, hand.check_deployment)
        self.tools: Final[dict[str, Tool]] = {each.name: each for each in (*hand.all(), *generated.all())}
        self._limits = limits
        self._plans = Plans()
        self._watch: asyncio.Task[None] | None = None

    async def __aenter__(self) -> AgentSession:
        self._watch = asyncio.create_task(self.own.watch())
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.shield(asyncio.ensure_future(self.close()))

    async def close(self) -> None:
        """Stop the deployments of the session, and report on standard error which ones could not be stopped."""
        if self._watch is not None:
            self._watch.cancel()
            with suppress(asyncio.CancelledError):
                await self._watch
            self._watch = None
        kept = [each.deployment_id for each in self.own.owned if each.order.keep]
        left = await self.own.close()
        if left:
            tag = self.own.session_tag
            print(
                f"These deployments may still run: {', '.join(left)}. Stop them: edgegap deployments stop --tag {tag}",
                file=sys.stderr,
            )
        if kept:
            print(f"Kept: {', '.join(kept)}", file=sys.stderr)

    async def call(self, name: str, arguments: Mapping[str, Any] | None) -> CallOutcome:
        """Call a tool. Every failure becomes a result that the agent can read."""
        tool = self.tools.get(name)
        if tool is None:
            return CallOutcome(
                self._results.refusal("UnknownTool", f"this session has no tool {name!r}"), is_error=True
            )
        try:
            given: dict[str, Any] = _whole_numbers(dict(arguments or {}))
            if problem := _problem(tool, given):
                return CallOutcome(self._results.refusal("InvalidArguments", problem), is_error=True)
            return CallOutcome(self._results.document(await self._perform(tool, given)))
        except Refused as refusal:
            return CallOutcome(self._results.refusal("Refused", str(refusal)), is_error=True)
        except Mistake as mistake:
            return CallOutcome(self._results.refusal("InvalidArguments", str(mistake)), is_error=True)
        except EdgegapError as error:
            return CallOutcome(self._results.error(error), is_error=True)
        except Exception as error:
            logger.warning("the tool %s failed: %s", name, type(error).__name__)
            return CallOutcome(self._results.error(error), is_error=True)

    async def _perform(self, tool: Tool, arguments: dict[str, Any]) -> Any:
        if tool.read is not None:
            return await tool.read(arguments)
        assert tool.plan is not None
        plan_id = arguments.pop("plan_id", None)
        if plan_id is None:
            return self._plans.add(tool.name, arguments, await tool.plan(arguments))
        return await self._plans.take(plan_id, tool.name, arguments)()


def _whole_numbers(value: Any) -> Any:
    """Convert 5.0 to 5 in `value`: both are the same number in JSON, and an integer for JSON Schema."""
    if isinstance(value, dict):
        return {name: _whole_numbers(each) for name, each in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [_whole_numbers(each) for each in cast("list[object]", value)]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _problem(tool: Tool, arguments: dict[str, Any]) -> str:
    """Describe what is wrong with the arguments; empty if they are valid."""
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import relevance

    validator: Any = Draft202012Validator(tool.schema)
    errors: list[Any] = list(validator.iter_errors(arguments))
    error = max(errors, key=relevance, default=None)
    return "" if error is None else f"{error.json_path}: {error.message}"
