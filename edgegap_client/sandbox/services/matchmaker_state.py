"""The state of a matchmaker: searches, matches, and servers with free seats. Times are seconds since 1970."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, Final

from attrs import Factory, define, field

from ...matchmaking import Configuration, Profile
from ..clock import Timer
from ..faults import Outcome
from ..handlers import Call
from ..handlers.deployments import order_v2, public_host
from ..lifecycle import Deployment, Host, Phase, write_iso_time
from ..places import PLACES, nearest
from ..state import ApiError, Json
from ..world import Organisation, World
from .base import read_period
from .matchmaker_rules import Stage, Teams, common_cities, common_texts, fits, sizes_of, stages_of

# The names of these states are not documented: a group that is not ready, and a backfill that waits.
NOT_READY: Final = "INITIAL"
SEARCHING: Final = "SEARCHING"
MATCH_FOUND: Final = "MATCH_FOUND"
HOST_ASSIGNED: Final = "HOST_ASSIGNED"
CANCELLED: Final = "CANCELLED"
ASSIGNED: Final = "ASSIGNED"
TOO_LATE: Final = frozenset((MATCH_FOUND, HOST_ASSIGNED))
XID_DIGITS: Final = "0123456789abcdefghijklmnopqrstuv"
DEFAULT_RETRIES: Final = 3
EXPANSION_VARIABLE_SINCE: Final = (3, 3)


def write_moment(moment: float) -> str:
    """Format a time as matchmakers do, with seven decimal places."""
    return write_iso_time(moment).replace("Z", "0Z")


@define(eq=False)
class Player:
    """One player of a party.

    Attributes:
        member_id: The id of the member; empty for tickets.
        ticket_id: The ticket; empty until the search begins.
    """

    player_ip: str
    attributes: Json
    created: float
    member_id: str = ""
    ticket_id: str = ""
    is_ready: bool = True


@define(eq=False)
class Party:
    """Players who stay together: a group, the tickets of one request, or one ticket."""

    group_id: str
    profile: str
    players: list[Player]
    is_group: bool
    status: str = NOT_READY
    started: float = 0.0
    stage: int = 0
    team_id: str | None = None
    match_id: str | None = None
    assignment: Json | None = None
    timer: Timer | None = None

    def render_ticket(self, player: Player) -> Json:
        return {
            "id": player.ticket_id,
            "profile": self.profile,
            "created_at": write_moment(player.created),
            "status": self.status,
            "player_ip": player.player_ip,
            "group_id": self.group_id,
            "team_id": self.team_id,
            "match_id": self.match_id,
            "assignment": self.assignment,
        }

    def render_member(self, player: Player) -> Json:
        return {
            "member_id": player.member_id,
            "group_id": self.group_id,
            "is_ready": player.is_ready,
            "status": self.status,
            "ticket_id": player.ticket_id or None,
            "team_id": self.team_id,
            "assignment": self.assignment,
        }

    def render_injected(self, player: Player) -> Json:
        """A ticket in the form that a game server gets."""
        found = {
            "id": player.ticket_id,
            "created_at": write_moment(player.created),
            "player_ip": player.player_ip,
            "group_id": self.group_id,
            "team_id": self.team_id,
            "attributes": player.attributes,
        }
        return {name: value for name, value in found.items() if value is not None}


@define(eq=False)
class FoundMatch:
    """Parties that play together."""

    id: str
    profile: Profile
    stage: Stage
    teams: dict[str, list[Party]]
    failures: int = 0

    @property
    def parties(self) -> list[Party]:
        return [party for team in self.teams.values() for party in team]


@define(eq=False)
class BackfillRecord:
    """A server with free seats."""

    id: str
    body: Json
    assigned: Party | None = None
    timer: Timer | None = None

    def render(self) -> Json:
        party = self.assigned
        return {
            "id": self.id,
            "profile": self.body["profile"],
            "status": ASSIGNED if party else SEARCHING,
            "attributes": self.body["attributes"],
            "tickets": self.body["tickets"],
            "assigned_ticket": party.render_injected(party.players[0]) if party else None,
        }

    def groups(self) -> list[list[Json]]:
        """The attributes of the present players. An attribute of the backfill itself replaces theirs."""
        own = {name: value for name, value in self.body["attributes"].items() if name != "assignment"}
        groups: dict[str, list[Json]] = {}
        for ticket_id, ticket in self.body["tickets"].items():
            attributes: Json = ticket.get("attributes") or {}
            theirs = {name: value for name, value in attributes.items() if name not in own}
            groups.setdefault(ticket.get("group_id") or ticket_id, []).append(theirs)
        return [*groups.values(), [own]]

    def team_id(self) -> str | None:
        teams = (ticket.get("team_id") for ticket in self.body["tickets"].values())
        return next((team for team in teams if team), None)


@define(eq=False)
class MatchmakerState:
    """The state of one matchmaker. The world owns it, so snapshots contain it, too."""

    name: str
    organisation_token: str = field(repr=False)
    document: Mapping[str, Any] = field(repr=False)
    world: World = field(repr=False)
    configuration: Configuration = field(init=False)
    parties: dict[str, Party] = Factory(dict[str, Party])
    tickets: dict[str, tuple[Party, Player]] = Factory(dict[str, tuple[Party, Player]])
    backfills: dict[str, BackfillRecord] = Factory(dict[str, BackfillRecord])
    matches: list[FoundMatch] = Factory(list[FoundMatch])
    _stages: dict[str, list[tuple[float, Stage]]] = field(init=False)
    _waking: set[str] = Factory(set[str])

    def __attrs_post_init__(self) -> None:
        self.configuration = Configuration(self.document)
        self._stages = {name: stages_of(profile) for name, profile in self.configuration.profiles.items()}

    # --- results

    def organisation(self) -> Organisation:
        return self.world.organisation(self.organisation_token)

    def period(self, profile: str, name: str, default: str) -> float:
        return read_period(self.document["profiles"][profile].get(name, default), name)

    def _expires_after(self, profile: str) -> float:
        return self.period(profile, "ticket_expiration_period", "5m")

    def _removed_after(self, profile: str) -> float:
        return self.period(profile, "ticket_removal_period", "1m")

    def new_id(self) -> str:
        """An id in the form of ticket ids."""
        return "".join(self.world.random.choices(XID_DIGITS, k=20))

    def new_group_id(self) -> str:
        return str(uuid.UUID(int=self.world.random.getrandbits(128), version=4))

    # --- searches

    def open(self, profile: str, players: list[Player], *, is_group: bool) -> Party:
        """Add players who stay together. They search at once if all of them are ready."""
        party = Party(self.new_group_id(), profile, players, is_group)
        self.parties[party.group_id] = party
        self.begin_if_ready(party)
        return party

    def begin_if_ready(self, party: Party) -> None:
        """Begin the search, or wait, with a time limit, for the players who are not ready."""
        self.world.schedule.call_off(party.timer)
        if not all(player.is_ready for player in party.players):
            inactive = self.period(party.profile, "group_inactivity_removal_period", "5m")
            party.timer = self.world.after(inactive, partial(self.remove, party))
            return
        for player in party.players:
            player.ticket_id = self.new_id()
            self.tickets[player.ticket_id] = (party, player)
        party.started = self.world.now
        self._search(party)

    def _search(self, party: Party) -> None:
        """Look for a match, for the first time or after a failed one."""
        party.status, party.team_id, party.match_id, party.assignment = SEARCHING, None, None, None
        self._arm(party)
        self.wake(party.profile)

    def _arm(self, party: Party) -> None:
        stages = self._stages[party.profile]
        ends = party.started + self._expires_after(party.profile)
        if party.stage + 1 < len(stages):
            ends = min(ends, party.started + stages[party.stage + 1][0])
        self.world.schedule.call_off(party.timer)
        party.timer = self.world.schedule.at(ends, partial(self._end_stage, party))

    def _end_stage(self, party: Party) -> None:
        """Accept a match of fewer players just before an expansion or the expiration."""
        if party.status != SEARCHING or self._match_around(party, party.stage, is_partial=True):
            return
        if self.world.now >= party.started + self._expires_after(party.profile):
            self.cancel(party)
            return
        party.stage += 1
        self._arm(party)
        self.wake(party.profile)

    def cancel(self, party: Party) -> None:
        """End the search of all players of a party."""
        party.status = CANCELLED
        self._remove_later(party)

    def _remove_later(self, party: Party) -> None:
        self.world.schedule.call_off(party.timer)
        party.timer = self.world.after(self._removed_after(party.profile), partial(self.remove, party))

    def remove(self, party: Party) -> None:
        self.world.schedule.call_off(party.timer)
        self.parties.pop(party.group_id, None)
        for player in party.players:
            self.tickets.pop(player.ticket_id, None)

    def wake(self, profile: str) -> None:
        """Look for matches soon, together with the tickets that arrive until then."""
        if profile not in self._waking:
            self._waking.add(profile)
            self.world.after(self.world.timing.match_after, partial(self._look, profile))

    def _searching(self, profile: str, stage: int = 0) -> list[Party]:
        return [
            party
            for party in self.parties.values()
            if party.status == SEARCHING and party.profile == profile and party.stage >= stage
        ]

    def _look(self, profile: str) -> None:
        self._waking.discard(profile)
        for backfill in list(self.backfills.values()):
            if backfill.assigned is None and backfill.body["profile"] == profile:
                self._fill(backfill)
        for stage in range(len(self._stages[profile])):
            # Only players with the same texts can match each other. Comparing all players with all others would take
            # too long.
            alike: dict[tuple[Any, ...], list[Party]] = {}
            for party in self._searching(profile, stage):
                alike.setdefault(self._texts(party), []).append(party)
            for waiting in alike.values():
                for index, party in enumerate(waiting):
                    if party.status == SEARCHING:
                        self._match_around(party, stage, waiting[index + 1 :])

    def _texts(self, party: Party) -> tuple[Any, ...]:
        """The texts that must be equal for all players of a match."""
        rules = self.configuration.profiles[party.profile].rules
        attributes = party.players[0].attributes
        return tuple(attributes.get(name) for name, rule in rules.items() if rule.type == "string_equality")

    # --- matches

    def _match_around(
        self, first: Party, stage_index: int, others: Iterable[Party] | None = None, *, is_partial: bool = False
    ) -> bool:
        """Try to make a match with a party, by the rules of a stage that all its parties have reached.

        Returns whether it did.
        """
        profile = self.configuration.profiles[first.profile]
        stage = self._stages[first.profile][stage_index][1]
        teams = Teams.empty(sizes_of(profile, stage))
        chosen: list[Party] = []
        candidates = self._searching(first.profile, stage_index) if others is None else others
        for party in (first, *(each for each in candidates if each is not first)):
            if party.status != SEARCHING:
                continue
            team = teams.place(len(chosen), len(party.players), evenly=is_partial)
            if team is None:
                continue
            groups = [[player.attributes for player in each.players] for each in (*chosen, party)]
            if not fits(profile, stage, groups):
                teams.take_back(team, len(party.players))
                if party is first:
                    return False  # The party's own players do not match each other.
                continue
            chosen.append(party)
            if teams.is_full:
                break
        # The first party may be too large for a team, so it waits for an expansion.
        if first not in chosen[:1] or not (teams.is_enough if is_partial else teams.is_full):
            return False
        match_id = f"{profile.name}_{stage.name}-{write_moment(self.world.now)}"
        found = FoundMatch(match_id, profile, stage, {})
        for members in teams.groups:
            team_id = self.new_id()
            found.teams[team_id] = [chosen[number] for number in members]
            for party in found.teams[team_id]:
                party.status, party.team_id, party.match_id = MATCH_FOUND, team_id, match_id
                self.world.schedule.call_off(party.timer)
        self.matches.append(found)
        self._start(found)
        return True

    def _start(self, match: FoundMatch) -> None:
        """Start the server of a match."""
        fault = self.world.faults.on_operation("create_deployment")
        try:
            if fault is not None and (fault.drop or (fault.status or 0) >= 400):
                raise ApiError(503, "The fault script")
            deployment = self._deploy(match, fault.outcome if fault else None)
        except ApiError:
            self._fail(match, None)
            return
        if deployment.phase is Phase.STARTING:
            deployment.on_settled = partial(self._settle, match)
        else:
            self._settle(match, deployment)

    def _deploy(self, match: FoundMatch, outcome: Outcome | None) -> Deployment:
        application = self.document["profiles"][match.profile.name]["application"]
        players = [player for party in match.parties for player in party.players]
        body: Json = {
            "application": application["name"],
            "version": application["version"],
            "users": [{"user_type": "ip_address", "user_data": {"ip_address": player.player_ip}} for player in players],
            "tags": [player.ticket_id for player in players],
            "environment_variables": [{"key": name, "value": value} for name, value in self._variables(match).items()],
        }
        organisation = self.organisation()
        call = Call(organisation, {}, {}, body, frozenset(), "127.0.0.1", outcome)
        return self.world.deploy(organisation, order_v2(call, partial(_host, match)))

    def _variables(self, match: FoundMatch) -> dict[str, str]:
        """The environment variables of the server."""
        stage_names = ("MM_EXPANSION_STAGE", "MM_EXPANSION")
        version = tuple(int(part) for part in self.configuration.version.split(".")[:2] if part.isdecimal())
        tickets = [(party, player) for party in match.parties for player in party.players]
        values: dict[str, Json] = {"string_equality": {}, "intersection": {}}
        for name, rule in match.profile.rules.items():
            found = [player.attributes[name] for _, player in tickets if name in player.attributes]
            if rule.type in values and found:
                values[rule.type][name] = found[0] if rule.type == "string_equality" else common_texts(found)
        variables: dict[str, Any] = {
            "MM_TICKET_IDS": [player.ticket_id for _, player in tickets],
            "MM_GROUPS": {party.group_id: [player.ticket_id for player in party.players] for party in match.parties},
            "MM_TEAMS": {team: [party.group_id for party in parties] for team, parties in match.teams.items()},
            "MM_EQUALITY": values["string_equality"],
            "MM_INTERSECTION": values["intersection"],
            **{f"MM_TICKET_{player.ticket_id}": party.render_injected(player) for party, player in tickets},
        }
        return {
            "MM_MATCH_PROFILE": match.profile.name,
            "MM_MATCH_ID": match.id,
            stage_names[version >= EXPANSION_VARIABLE_SINCE]: match.stage.name,
            **{name: json.dumps(value) for name, value in variables.items()},
        }

    def _settle(self, match: FoundMatch, deployment: Deployment) -> None:
        """Handle the server of a match, which runs or has failed."""
        if deployment.phase is not Phase.READY:
            self._fail(match, deployment)
            return
        assignment = {
            "fqdn": deployment.fqdn,
            "public_ip": deployment.order.host.ip,
            "ports": {
                name: {key: port[key] for key in ("internal", "external", "link", "protocol")}
                for name, port in deployment.ports.items()
            },
            "location": deployment.order.host.place.render(),
        }
        for party in match.parties:
            self._assign(party, assignment)
        self.world.after(self._removed_after(match.profile.name), partial(self._drop_match, match))

    def _drop_match(self, match: FoundMatch) -> None:
        self.matches.remove(match)

    def _assign(self, party: Party, assignment: Json) -> None:
        party.status, party.assignment = HOST_ASSIGNED, assignment
        self._remove_later(party)

    def _fail(self, match: FoundMatch, deployment: Deployment | None) -> None:
        """Try another server. After several failures, all players search again."""
        if deployment is not None:
            self.world.stop(deployment)
        match.failures += 1
        if match.failures <= int(self.document.get("max_deployment_retry_count", DEFAULT_RETRIES)):
            self.world.after(self.world.timing.match_after, partial(self._start, match))
            return
        self._drop_match(match)
        for party in match.parties:
            if self.world.now >= party.started + self._expires_after(party.profile):
                self.cancel(party)
            else:
                self._search(party)

    # --- backfills

    def add_backfill(self, body: Json) -> BackfillRecord:
        backfill = BackfillRecord(self.new_id(), body)
        self.backfills[backfill.id] = backfill
        self._remove_backfill_after(backfill, self._expires_after(body["profile"]))
        self.wake(body["profile"])
        return backfill

    def _remove_backfill_after(self, backfill: BackfillRecord, seconds: float) -> None:
        self.world.schedule.call_off(backfill.timer)
        backfill.timer = self.world.after(seconds, partial(self.remove_backfill, backfill))

    def remove_backfill(self, backfill: BackfillRecord) -> None:
        self.world.schedule.call_off(backfill.timer)
        self.backfills.pop(backfill.id, None)

    def _fill(self, backfill: BackfillRecord) -> None:
        """Send one party to a server with free seats. `player_count` does not apply, so the party may be too large."""
        profile = self.configuration.profiles[backfill.body["profile"]]
        for party in self._searching(profile.name):
            stage = self._stages[profile.name][party.stage][1]
            players = [player.attributes for player in party.players]
            if fits(profile, stage, [*backfill.groups(), players]):
                backfill.assigned = party
                party.team_id = backfill.team_id()
                assignment = backfill.body["attributes"]["assignment"]
                self._assign(party, {name: value for name, value in assignment.items() if name != "request_id"})
                self._remove_backfill_after(backfill, self._removed_after(profile.name))
                return


def _host(match: FoundMatch, points: list[tuple[float, float]]) -> Host:
    """Choose the location of a match's server: by the latencies of its players, or else by their addresses."""
    players = [player.attributes for party in match.parties for player in party.players]
    for name, rule in match.profile.rules.items():
        if rule.type == "latencies":
            cities = common_cities([each[name] for each in players], match.stage.rules[name])
            for city in sorted(cities, key=cities.__getitem__):
                place = next((each for each in PLACES if each.city == city), None)
                if place is not None:
                    return public_host(place)
    return public_host(nearest(points))
