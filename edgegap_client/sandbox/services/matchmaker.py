"""The matchmaker of a sandbox, as tests see it."""

from __future__ import annotations

import copy
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from attrs import field, frozen

from ...matchmaking import TIERS, Configuration, Tier
from ..state import ApiError
from ..world import World
from . import matchmaker_operations as matchmaker_operations  # This import registers the operations.
from .base import ServiceHandle, read_period
from .matchmaker_state import MatchmakerState

if TYPE_CHECKING:
    from ..sandbox import Sandbox

PERIODS: Final = ("ticket_expiration_period", "ticket_removal_period", "group_inactivity_removal_period")


@frozen
class TicketInfo:
    """A ticket, as tests see it.

    Attributes:
        id: The id of the ticket.
        status: SEARCHING, MATCH_FOUND, HOST_ASSIGNED or CANCELLED.
        profile: The name of the profile.
        group_id: The id of the group of players who stay together.
        team_id: The id of the team, once there is one.
        match_id: The id of the match, once there is one.
        created: When the player was added.
    """

    id: str = field(repr=False)
    status: str
    profile: str
    group_id: str
    team_id: str | None
    match_id: str | None
    created: datetime


@frozen
class BackfillInfo:
    """A backfill, as tests see it.

    Attributes:
        id: The id of the backfill.
        profile: The name of the profile.
        request_id: The id of the deployment with free seats.
        is_assigned: Whether a player was assigned to it.
    """

    id: str
    profile: str
    request_id: str
    is_assigned: bool


class SandboxMatchmaker(ServiceHandle):
    """A matchmaker of a sandbox. `Sandbox.add_matchmaker` creates it.

    Attributes:
        name: The name of the matchmaker.
        url: The URL for clients that use `transport()`. No server listens there.
        token: The token for all operations.
        versions: The applications and versions that its matches start, as the profiles name them.
        url_variable: The environment variable from which its clients read the URL.
        token_variables: The environment variable from which its clients read the token, with the token.
    """

    url_variable = "EDGEGAP_MATCHMAKER_URL"

    def __init__(
        self,
        sandbox: Sandbox,
        configuration: str | bytes | Path | Mapping[str, Any],
        *,
        name: str,
        token: str,
        organisation: str,
        tier: str | None,
    ) -> None:
        document = _read(configuration)
        if tier is not None and tier not in TIERS:
            raise ValueError(f"tier must be None or one of {', '.join(TIERS)}, got {tier!r}")

        def state(world: World) -> MatchmakerState:
            found = world.services.get(name)
            if found is None:
                found = world.services[name] = MatchmakerState(name, organisation, document, world)
            return cast("MatchmakerState", found)

        def authorize(given: str, _: bool) -> None:
            if not hmac.compare_digest(given.encode(), token.encode()):
                raise ApiError(401, "The Authorization header must be the matchmaker's token alone")

        limits = None if tier is None else {name: getattr(TIERS[tier], name) for name in Tier.__annotations__}
        self.token = token
        self.token_variables = {"EDGEGAP_MATCHMAKER_TOKEN": token}
        self.versions = tuple(
            dict.fromkeys(
                (str(profile["application"]["name"]), str(profile["application"]["version"]))
                for profile in document["profiles"].values()
            )
        )
        self._state = state
        super().__init__(sandbox, name, sandbox._preview("matchmaking", state, authorize, limits))

    @property
    def tickets(self) -> tuple[TicketInfo, ...]:
        """All tickets that can be read, also those of groups, the oldest first."""
        with self._sandbox._turn() as world:
            return tuple(
                TicketInfo(
                    player.ticket_id,
                    party.status,
                    party.profile,
                    party.group_id,
                    party.team_id,
                    party.match_id,
                    datetime.fromtimestamp(player.created, UTC),
                )
                for party, player in self._state(world).tickets.values()
            )

    @property
    def backfills(self) -> tuple[BackfillInfo, ...]:
        """All backfills that can be read, the oldest first."""
        with self._sandbox._turn() as world:
            return tuple(
                BackfillInfo(
                    each.id,
                    each.body["profile"],
                    each.body["attributes"]["assignment"]["request_id"],
                    each.assigned is not None,
                )
                for each in self._state(world).backfills.values()
            )


def _read(source: str | bytes | Path | Mapping[str, Any]) -> dict[str, Any]:
    """Read and check the configuration.

    Raises:
        ConfigurationError: The configuration cannot be read.
        ValueError: The configuration is not valid: the dashboard would refuse it.
    """
    if not isinstance(source, Mapping):
        text = source.read_bytes() if isinstance(source, Path) else source
        Configuration.read(text)
        source = cast("dict[str, Any]", json.loads(text))
    document = copy.deepcopy(dict(source))
    configuration = Configuration(document)
    problems = configuration.problems()
    for name in configuration.profiles:
        profile = document["profiles"][name]
        for period in PERIODS:
            if period in profile:
                read_period(profile[period], f"profile {name!r}: {period}")
        if configuration.profiles[name].max_team_size is None:
            problems.append(f"profile {name!r}: player_count must have max_team_size")
    if problems:
        raise ValueError(f"the configuration of the matchmaker is not valid: {'; '.join(problems)}")
    return document
