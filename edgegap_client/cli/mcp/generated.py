"""The tools that are generated from the documents: one for each operation that the limits allow."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from ..._core.unreadable import peek
from ..schemas import argument_names, schemas_of
from ..specification import Described, operations
from .limits import Limits, Refused
from .owned import OwnDeployments
from .plans import Plan
from .policy import POLICIES, Kind, Policy
from .tools import MAX_ITEMS, Tool

CREATE_VERSION: Final = "create_app_version"
VERSIONS: Final = (CREATE_VERSION, "update_app_version")


def is_offered(one: Described, limits: Limits) -> bool:
    """Whether the limits allow an operation at all."""
    policy = POLICIES.get(one.id)
    if policy is None or policy.kind in (Kind.NEVER, Kind.BY_HAND):
        return False
    if policy.kind is Kind.ORGANISATION and limits.applications is not None:
        return False
    return is_read(one, policy) or (limits.allow_writes and not limits.read_only)


def is_read(one: Described, policy: Policy) -> bool:
    """Whether an operation changes nothing."""
    return one.method == "GET" or policy.is_read


class GeneratedTools:
    """The tools that are generated from the documents.

    Args:
        clients: The async client of each service that is set up, by its name.
        limits: The limits of the session.
        own: The deployments of the session.
        check_deployment: Refuses a deployment whose application is not allowed.
    """

    def __init__(
        self,
        clients: Mapping[str, Any],
        limits: Limits,
        own: OwnDeployments,
        check_deployment: Callable[[str], Awaitable[None]],
    ) -> None:
        self._clients = clients
        self._limits = limits
        self._own = own
        self._check_deployment = check_deployment

    def all(self) -> list[Tool]:
        """The tools of the services that are set up."""
        return [
            self._tool(one)
            for one in operations().values()
            if one.service.name in self._clients and is_offered(one, self._limits)
        ]

    def _tool(self, one: Described) -> Tool:
        policy = POLICIES[one.id]
        schema = schemas_of(one).arguments
        properties = dict(schema["properties"])
        if "limit" in properties:
            properties["limit"] = {**properties["limit"], "minimum": 1, "maximum": MAX_ITEMS}
        names = {argument: name for name, argument in argument_names(one).items()}

        async def perform(arguments: Mapping[str, Any]) -> Any:
            await self._check(one, policy, arguments)
            values = {names[argument]: value for argument, value in arguments.items()}
            response = await one.prepare_async(values)(self._clients[one.service.name])
            return self._allowed(policy, response.parsed)

        async def plan(arguments: dict[str, Any]) -> Plan:
            await self._check(one, policy, arguments)
            one.prepare_async(
                {names[argument]: value for argument, value in arguments.items()}
            )  # `prepare` refuses invalid values.
            return Plan({"request": f"{one.method} {one.path}", "arguments": arguments}, lambda: perform(arguments))

        reads = is_read(one, policy)
        return Tool(
            one.id,
            one.description,
            properties,
            tuple(schema["required"]),
            read=perform if reads else None,
            plan=None if reads else plan,
            definitions=schema.get("$defs", {}),
            is_destructive=one.is_destructive,
        )

    async def _check(self, one: Described, policy: Policy, arguments: Mapping[str, Any]) -> None:
        """Refuse a call that the limits do not allow, before anything is sent."""
        match policy.kind:
            case Kind.APPLICATION:
                for name in policy.arguments:
                    if name in arguments:
                        self._limits.check_application(arguments[name])
            case Kind.DEPLOYMENT:
                await self._check_deployment(arguments[policy.arguments[0]])
            case Kind.OWNED:
                self._own.check_owned(arguments[policy.arguments[0]])
                for name in policy.tags:
                    self._limits.check_tag(arguments[name])
            case _:
                pass
        if one.id in VERSIONS and (one.id == CREATE_VERSION or "max_duration" in arguments):
            if "max_duration" not in arguments:
                raise Refused(f"give the version a max_duration of at most {self._limits.max_minutes:g} minutes")
            self._limits.check_minutes(arguments["max_duration"])

    def _allowed(self, policy: Policy, parsed: Any) -> Any:
        """The part of a response that the agent may see."""
        if policy.kind is Kind.APPLICATIONS and (allowed := self._limits.applications) is not None:
            kept = [each for each in parsed.applications if each.name in allowed]
            return {"applications": kept, "pagination": peek(parsed, "pagination")}
        return {} if parsed is None else parsed
