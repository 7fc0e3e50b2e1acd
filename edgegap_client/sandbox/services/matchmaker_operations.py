"""The operations of a matchmaker: one function for each operationId of the document."""

from __future__ import annotations

from ...errors import InvalidRequestError
from ..handlers.locations import render_preview_beacons
from ..places import read_ip
from ..state import ApiError, Json
from .base import ServiceCall, operation
from .matchmaker_state import (
    CANCELLED,
    HOST_ASSIGNED,
    NOT_READY,
    SEARCHING,
    TOO_LATE,
    BackfillRecord,
    MatchmakerState,
    Party,
    Player,
)


@operation
def get_matchmaker_health(_: ServiceCall) -> Json:
    return {"status": "healthy", "message": "ok", "healthy_components": 1, "unhealthy_components": 0}


@operation
def list_matchmaker_beacons(_: ServiceCall) -> Json:
    return render_preview_beacons()


# --- tickets


def _player(call: ServiceCall, request: Json, *, is_ready: bool = True) -> Player:
    """A player who searches for a match, checked against the configuration."""
    state: MatchmakerState = call.state
    try:
        state.configuration.check(request["profile"], request["attributes"])
    except InvalidRequestError as error:
        raise ApiError(400, error.message) from None
    address = request.get("player_ip")
    player_ip = call.client if address is None else read_ip(address, "player_ip")
    return Player(player_ip, request["attributes"], state.world.now, is_ready=is_ready)


def _check_together(call: ServiceCall, profile: str, players: list[Player]) -> None:
    try:
        call.state.configuration.check_group((profile, player.attributes) for player in players)
    except InvalidRequestError as error:
        raise ApiError(400, error.message) from None


@operation
def create_ticket(call: ServiceCall) -> Json:
    state: MatchmakerState = call.state
    party = state.open(call.body["profile"], [_player(call, call.body)], is_group=False)
    return party.render_ticket(party.players[0])


@operation
def create_group_tickets(call: ServiceCall) -> Json:
    requests = call.body["player_tickets"]
    if not requests or len({each["profile"] for each in requests}) != 1:
        raise ApiError(400, "player_tickets: must be at least one, all of one profile")
    players = [_player(call, each) for each in requests]
    _check_together(call, requests[0]["profile"], players)
    state: MatchmakerState = call.state
    party = state.open(requests[0]["profile"], players, is_group=False)
    return {"player_tickets": [party.render_ticket(player) for player in players]}


def _ticket(call: ServiceCall) -> tuple[Party, Player]:
    found: tuple[Party, Player] | None = call.state.tickets.get(call.path["ticket_id"])
    if found is None:
        raise ApiError(404, "There is no such ticket")
    return found


@operation
def get_ticket(call: ServiceCall) -> Json:
    party, player = _ticket(call)
    return party.render_ticket(player)


@operation
def delete_ticket(call: ServiceCall) -> None:
    party, player = _ticket(call)
    _refuse_matched(party)
    _take_out(call.state, party, player)


def _refuse_matched(party: Party) -> None:
    if party.status in TOO_LATE:
        raise ApiError(409, "A match is found already")


def _take_out(state: MatchmakerState, party: Party, player: Player) -> None:
    """Remove a player from a party. During the search, this ends the search for the others."""
    party.players.remove(player)
    state.tickets.pop(player.ticket_id, None)
    if not party.players:
        state.remove(party)
    elif party.status == SEARCHING:
        state.cancel(party)
    elif party.status == NOT_READY:
        state.begin_if_ready(party)


# --- groups


def _group(call: ServiceCall) -> Party:
    found: Party | None = call.state.parties.get(call.path["group_id"])
    if found is None or not found.is_group:
        raise ApiError(404, "There is no such group")
    return found


def _member(call: ServiceCall) -> tuple[Party, Player]:
    party = _group(call)
    player = next((each for each in party.players if each.member_id == call.path["member_id"]), None)
    if player is None:
        raise ApiError(404, "There is no such member")
    return party, player


def _new_member(call: ServiceCall) -> Player:
    player = _player(call, call.body, is_ready=call.body["is_ready"])
    player.member_id = call.state.new_group_id()
    return player


@operation
def create_group(call: ServiceCall) -> Json:
    player, state = _new_member(call), call.state
    party: Party = state.open(call.body["profile"], [player], is_group=True)
    return party.render_member(player)


@operation
def join_group(call: ServiceCall) -> Json:
    party = _group(call)
    player = _new_member(call)
    if call.body["profile"] != party.profile:
        raise ApiError(400, f"profile: must be that of the group, {party.profile}")
    if party.status != NOT_READY:
        raise ApiError(409, "The search of the group has begun")
    most = call.state.configuration.profiles[party.profile].max_team_size
    if most is not None and len(party.players) >= most:
        raise ApiError(409, "The group is full")
    _check_together(call, party.profile, [*party.players, player])
    party.players.append(player)
    call.state.begin_if_ready(party)
    return party.render_member(player)


@operation
def get_group(call: ServiceCall) -> Json:
    party = _group(call)
    return {"status": party.status, "assignment": party.assignment, "team_id": party.team_id}


@operation
def delete_group(call: ServiceCall) -> None:
    party = _group(call)
    _refuse_matched(party)
    if party.status == CANCELLED:
        raise ApiError(404, "The group has ended")
    call.state.cancel(party)


@operation
def get_member(call: ServiceCall) -> Json:
    party, player = _member(call)
    return party.render_member(player)


@operation
def update_member(call: ServiceCall) -> Json:
    party, player = _member(call)
    if party.status != NOT_READY:
        raise ApiError(409, "The search of the group has begun")
    player.is_ready = call.body["is_ready"]
    call.state.begin_if_ready(party)
    return party.render_member(player)


@operation
def leave_group(call: ServiceCall) -> None:
    party, player = _member(call)
    _refuse_matched(party)
    _take_out(call.state, party, player)


# --- backfills


@operation
def create_backfill(call: ServiceCall) -> Json:
    state: MatchmakerState = call.state
    if call.body["profile"] not in state.configuration.profiles:
        raise ApiError(400, "profile: there is none of this name")
    assignment = call.body["attributes"].get("assignment")
    if not isinstance(assignment, dict) or "request_id" not in assignment:
        raise ApiError(400, "attributes.assignment.request_id: is required")
    return state.add_backfill(call.body).render()


def _backfill(call: ServiceCall) -> BackfillRecord:
    found: BackfillRecord | None = call.state.backfills.get(call.path["backfill_id"])
    if found is None:
        raise ApiError(404, "There is no such backfill")
    return found


@operation
def get_backfill(call: ServiceCall) -> Json:
    return _backfill(call).render()


@operation
def delete_backfill(call: ServiceCall) -> None:
    call.state.remove_backfill(_backfill(call))


# --- inspect


def _check_inspect(state: MatchmakerState) -> None:
    if state.document.get("inspect") is not True:
        raise ApiError(404, "inspect is off in the configuration")


@operation
def inspect_tickets(call: ServiceCall) -> list[Json]:
    _check_inspect(call.state)
    return [party.render_ticket(player) for party, player in call.state.tickets.values()]


@operation
def inspect_matches(call: ServiceCall) -> list[Json]:
    _check_inspect(call.state)
    return [
        {
            "id": match.id,
            "status": HOST_ASSIGNED if all(party.assignment for party in match.parties) else match.parties[0].status,
            "teams": {team: [party.group_id for party in parties] for team, parties in match.teams.items()},
        }
        for match in call.state.matches
    ]
