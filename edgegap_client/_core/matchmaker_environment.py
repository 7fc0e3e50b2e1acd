"""Read the variables that a matchmaker injects into a game server: the match, its players, and their admission."""

import datetime
import hmac
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, cast

from ..errors import ConfigurationError, ResponseFormatError
from .decoding import to_datetime
from .public import public_in

__all__ = ["Admission", "Match", "PlayerTicket", "assignment_here"]

TICKET_PREFIX = "MM_TICKET_"
# This variable has the same prefix, but is not a ticket.
TICKET_IDS = "MM_TICKET_IDS"


@public_in("matchmaking")
@dataclass(frozen=True, slots=True)
class PlayerTicket:
    """The ticket of a player, as the matchmaker injects it into the game server.

    Attributes:
        id: The id of the ticket. Players prove their identity with it, so keep it out of logs.
        created_at: When the search began; None if it is not known.
        player_ip: The player's IP address.
        group_id: The id of the group.
        team_id: The id of the team.
        attributes: The player's attributes for the rules.
        raw: The ticket as received. A backfill sends it back.
    """

    id: str = field(repr=False)
    created_at: datetime.datetime | None = None
    player_ip: str | None = None
    group_id: str | None = None
    team_id: str | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict[str, Any])
    raw: Mapping[str, Any] = field(default_factory=dict[str, Any], compare=False, repr=False)

    @classmethod
    def of(cls, raw: Mapping[str, Any], *, ticket_id: str = "", team_id: str | None = None) -> "PlayerTicket":
        """Read a ticket from decoded JSON. Missing values come from the arguments."""
        moment: datetime.datetime | None = None
        with suppress(ResponseFormatError):
            moment = to_datetime(raw.get("created_at"), "created_at")
        attributes = raw.get("attributes")
        return cls(
            id=str(raw.get("id") or ticket_id),
            created_at=moment,
            player_ip=raw.get("player_ip") or None,
            group_id=raw.get("group_id") or None,
            team_id=raw.get("team_id") or team_id,
            attributes=cast("Mapping[str, Any]", attributes) if isinstance(attributes, Mapping) else {},
            raw=raw,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the ticket as a backfill sends it: as received, without a team that is null."""
        known = {"id": self.id, **self.raw, "team_id": self.team_id}
        return {name: value for name, value in known.items() if name != "team_id" or value is not None}


@public_in("matchmaking")
@dataclass(frozen=True, slots=True)
class Match:
    """The match for which this server was started.

    Attributes:
        profile: The name of the profile.
        match_id: The id of the match.
        expansion_stage: `initial`, or the expansion of the rules that applied; None if it is not known.
        ticket_ids: The ticket ids of all players.
        tickets: The injected tickets, by id.
        groups: Ticket ids by group.
        teams: Groups by team.
        equality: For each rule of the type `string_equality`, the common text.
        intersection: For each rule of the type `intersection`, the common texts.
    """

    profile: str
    match_id: str
    expansion_stage: str | None = None
    ticket_ids: tuple[str, ...] = field(default=(), repr=False)
    tickets: Mapping[str, PlayerTicket] = field(default_factory=dict[str, PlayerTicket], repr=False)
    groups: Mapping[str, list[str]] = field(default_factory=dict[str, list[str]], repr=False)
    teams: Mapping[str, list[str]] = field(default_factory=dict[str, list[str]])
    equality: Mapping[str, str] = field(default_factory=dict[str, str])
    intersection: Mapping[str, list[str]] = field(default_factory=dict[str, list[str]])

    @classmethod
    def read(cls, environment: Mapping[str, str] | None = None) -> "Match | None":
        """Read the match from the environment; None if no matchmaker started this server.

        Variables that are missing or empty count as empty.

        Args:
            environment: The environment variables. Default: those of the process.

        Raises:
            ConfigurationError: A variable does not contain the expected JSON. The message names it.
        """
        variables = os.environ if environment is None else environment
        if not (match_id := variables.get("MM_MATCH_ID")):
            return None
        groups = _lists(variables, "MM_GROUPS")
        teams = _lists(variables, "MM_TEAMS")
        team_of = {
            ticket_id: team
            for team, members in teams.items()
            for group in members
            for ticket_id in groups.get(group, ())
        }
        ids = _read(variables, TICKET_IDS, list)
        found = {
            name.removeprefix(TICKET_PREFIX): _read(variables, name, dict)
            for name in variables
            if name.startswith(TICKET_PREFIX) and name != TICKET_IDS
        }
        tickets = {
            ticket_id: PlayerTicket.of(raw, ticket_id=ticket_id, team_id=team_of.get(ticket_id))
            for ticket_id, raw in found.items()
            if raw
        }
        return cls(
            profile=variables.get("MM_MATCH_PROFILE", ""),
            match_id=match_id,
            expansion_stage=variables.get("MM_EXPANSION") or variables.get("MM_EXPANSION_STAGE") or None,
            ticket_ids=tuple(map(str, ids)) or tuple(tickets),
            tickets=tickets,
            groups=groups,
            teams=teams,
            equality={name: str(value) for name, value in _read(variables, "MM_EQUALITY", dict).items()},
            intersection=_lists(variables, "MM_INTERSECTION"),
        )

    def team_of(self, ticket_id: str) -> str | None:
        """Return the team of a ticket; None if it is not known."""
        ticket = self.tickets.get(ticket_id)
        if ticket is not None and ticket.team_id:
            return ticket.team_id
        of_group = next((group for group, ids in self.groups.items() if ticket_id in ids), None)
        return next((team for team, groups in self.teams.items() if of_group in groups), None)


def _read(variables: Mapping[str, str], name: str, kind: type[Any]) -> Any:
    text = variables.get(name, "").strip()
    try:
        value = json.loads(text) if text else kind()
    except ValueError:
        value = None
    if value is None and text == "null":
        return kind()
    if not isinstance(value, kind):
        # The message does not show the value, because players prove their identity with ticket ids.
        expected = "object" if kind is dict else "array"
        raise ConfigurationError(f"The environment variable {name} must contain a JSON {expected}.") from None
    return value


def _lists(variables: Mapping[str, str], name: str) -> dict[str, list[str]]:
    found: dict[str, Any] = _read(variables, name, dict)
    return {key: [str(item) for item in value] for key, value in found.items() if isinstance(value, list)}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


def assignment_here(environment: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Read this server's address from the variables of its deployment. A backfill or a server browser needs it.

    Raises:
        ConfigurationError: The variables are missing, because the process does not run at Edgegap.
    """
    variables = os.environ if environment is None else environment
    if not (request_id := variables.get("ARBITRIUM_REQUEST_ID")):
        raise ConfigurationError(
            "The environment variable ARBITRIUM_REQUEST_ID is unset: outside Edgegap, pass assignment= "
            "for a backfill, or server= and request_id= for a server instance."
        )
    fqdn = f"{request_id}.pr.edgegap.net"
    mapping: dict[str, Any] = _read(variables, "ARBITRIUM_PORTS_MAPPING", dict)
    ports: dict[str, Any] = mapping.get("ports") or {}
    location: dict[str, Any] = _read(variables, "ARBITRIUM_DEPLOYMENT_LOCATION", dict)
    return {
        "request_id": request_id,
        "fqdn": fqdn,
        "public_ip": variables.get("ARBITRIUM_PUBLIC_IP", ""),
        "ports": {
            str(port.get("name") or name): {
                "internal": port.get("internal"),
                "external": port.get("external"),
                "link": f"{fqdn}:{port.get('external')}",
                "protocol": port.get("protocol"),
            }
            for name, port in ports.items()
        },
        "location": location,
    }


@public_in("matchmaking")
class Admission:
    """Admit each ticket id once. This object owns the set of ids that are still expected. Threads may share it.

        admission = Admission(match.ticket_ids)
        if not admission.admit(ticket_id_of_the_player):
            disconnect()

    Args:
        ticket_ids: The ids of the tickets to admit.
    """

    def __init__(self, ticket_ids: Iterable[str] = ()) -> None:
        self._expected: dict[str, None] = dict.fromkeys(ticket_ids)

    def __repr__(self) -> str:
        return f"Admission({len(self._expected)} expected)"

    def admit(self, ticket_id: object) -> bool:
        """Return whether the id is expected and was not used before. This call uses it up.

        The comparison takes constant time, so the duration says nothing about the ids.
        """
        if not isinstance(ticket_id, str):
            return False
        given, found = ticket_id.encode("utf-8", "surrogatepass"), None
        for expected in list(self._expected):
            if hmac.compare_digest(expected.encode("utf-8", "surrogatepass"), given):
                found = expected
        # If several threads pass the same id, only one gets True.
        return found is not None and self._expected.pop(found, self) is None

    def expect(self, ticket_id: str) -> None:
        """Expect an id again, for a player who joins by a backfill or may reconnect."""
        self._expected[ticket_id] = None

    def withdraw(self, ticket_id: str) -> None:
        """Stop expecting an id."""
        self._expected.pop(ticket_id, None)
