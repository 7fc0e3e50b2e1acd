"""Checks on a matchmaker that no player uses: each search can get a match, and a match starts a deployment."""

from __future__ import annotations

import time
from contextlib import ExitStack
from typing import Any, Final

from edgegap_client.matchmaking import Backfill, Cancelled, Match, Matched, PlayerTicket

from .checks import check
from .forms import UNKNOWN_ID, UTC_TIME, fits
from .run import Run
from .settings import MATCHMAKING as MM
from .settings import ORCHESTRATION as API
from .wire import Json, as_object

MATCH_TIMEOUT_SECONDS: Final = 240.0
BACKFILL_TIMEOUT_SECONDS: Final = 30.0
BACKFILL_LOOK_SECONDS: Final = 0.1
# More members than that, and the limit of the profile is not looked for.
MAX_MEMBERS: Final = 12
TEST_SERVER: Final[dict[str, Any]] = {
    "fqdn": "live-check.invalid",
    "public_ip": "192.0.2.1",
    "ports": {"gameport": {"internal": 7777, "external": 31504, "link": "live-check.invalid:31504", "protocol": "UDP"}},
    "location": {"city": "Chicago"},
}


def player(run: Run) -> dict[str, Any]:
    """A player of the profile that the run was given."""
    settings = run.settings
    return {"profile": settings.profile, "attributes": settings.attributes, "player_ip": settings.player_ip}


@check(
    "reads of the matchmaker, and requests that it refuses",
    "matchmaker",
    (
        "mm-health",
        "mm-beacons",
        "mm-raw-token",
        "ticket-unknown",
        "ticket-profile",
        "group-unknown",
        "group-member-unknown",
        "backfill-unknown",
        "inspect-tickets",
        "inspect-matches",
    ),
)
def reads(run: Run) -> None:
    health = run.send(MM, "GET", "/monitor")
    run.judge("mm-health", str(health.get("status")).lower() == "healthy", health)
    beacons = run.send(MM, "GET", "/locations/beacons")
    run.judge("mm-beacons", beacons.get("count") is not None and isinstance(beacons.get("beacons"), list), beacons)
    prefixed = run.send(MM, "GET", f"/tickets/{UNKNOWN_ID}", token=f"token {run.settings.matchmaker_token}")
    run.judge("mm-raw-token", prefixed.status == 401, prefixed)
    order: Json = {"profile": run.name, "attributes": {}, "player_ip": run.settings.player_ip}
    refused = run.send(MM, "POST", "/tickets", json=order)
    run.judge("ticket-profile", refused.status == 400, refused)
    for fact_id, path in (
        ("ticket-unknown", f"/tickets/{UNKNOWN_ID}"),
        ("group-unknown", f"/groups/{UNKNOWN_ID}"),
        ("group-member-unknown", f"/groups/{UNKNOWN_ID}/members/{UNKNOWN_ID}"),
        ("backfill-unknown", f"/backfills/{UNKNOWN_ID}"),
    ):
        found = run.send(MM, "GET", path)
        run.judge(fact_id, found.status == 404, found)
    for name in ("tickets", "matches"):
        found = run.send(MM, "GET", f"/inspect/{name}")
        run.judge(f"inspect-{name}", isinstance(found.body, list) or found.status == 404, found)


@check(
    "three searches that are deleted at once",
    "profile",
    (
        "ticket-attributes",
        "ticket-times",
        "ticket-searching",
        "ticket-deleted",
        "ticket-deleted-twice",
        "ticket-unknown-key",
        "group-ticket-group",
        "group-ticket-deleted",
    ),
)
def tickets(run: Run) -> None:
    order = player(run)
    odd = {**order, "attributes": {**order["attributes"], "no_rule_of_this_name": 1}}
    refused = run.send(MM, "POST", "/tickets", json=odd)
    run.judge("ticket-attributes", refused.status == 400, refused)
    run.take_deployment()
    with run.matchmaker.tickets.search(**order) as search:
        created = next(run.seen("POST", "/tickets"))
        run.judge("ticket-times", fits(UTC_TIME, created.get("created_at")), created)
        run.judge("ticket-searching", created.get("status") == "SEARCHING", created)
        is_cancelled = isinstance(search.cancel(), Cancelled)
    if not is_cancelled:
        raise ValueError("the ticket got a match before it could be deleted")
    run.give_back_deployment()
    gone = run.send(MM, "GET", f"/tickets/{search.id}")
    run.judge("ticket-deleted", gone.status == 404, gone)
    again = run.send(MM, "DELETE", f"/tickets/{search.id}")
    run.judge("ticket-deleted-twice", again.status == 404, again)
    run.take_deployment()
    more = run.send(MM, "POST", "/tickets", json={**order, "no_field_of_this_name": 1})
    run.judge("ticket-unknown-key", more.is_success, more)
    if not more.is_success or run.send(MM, "DELETE", f"/tickets/{more.get('id')}").is_success:
        run.give_back_deployment()
    run.take_deployment()
    with run.matchmaker.tickets.search_group([order, order]) as search:
        group = next(run.seen("POST", "/group-tickets"))
        groups = {each.get("group_id") for each in group.rows("player_tickets")}
        run.judge("group-ticket-group", len(groups) == 1 and None not in groups, group)
        first, second = search.ticket_ids
        deleted = run.send(MM, "DELETE", f"/tickets/{first}")
        other = run.send(MM, "GET", f"/tickets/{second}")
        if deleted.is_success:
            run.judge("group-ticket-deleted", other.get("status") == "CANCELLED", deleted, other)
        is_cancelled = isinstance(search.cancel(), Cancelled)
    if is_cancelled:
        run.give_back_deployment()


@check(
    "groups whose search does not begin",
    "profile",
    (
        "group-not-ready",
        "group-full",
        "group-profile",
        "group-leave",
        "group-ready",
        "group-deleted",
    ),
)
def groups(run: Run) -> None:
    order = player(run)
    with run.matchmaker.groups.opened(**order, is_ready=False) as owner:
        path = f"/groups/{owner.group_id}"
        created, read = next(run.seen("POST", "/groups")), run.send(MM, "GET", path)
        run.judge("group-not-ready", created.get("status") == read.get("status") == "INITIAL", created, read)
        odd = run.send(MM, "POST", f"{path}/members", json={**order, "profile": run.name, "is_ready": False})
        run.judge("group-profile", odd.status == 400, odd)
        changed = run.send(MM, "PATCH", f"{path}/members/{owner.id}", json={"is_ready": False})
        run.judge("group-ready", changed.get("member_id") == owner.id, changed)
        with ExitStack() as members:
            joined = members.enter_context(run.matchmaker.groups.joined(owner.group_id, **order, is_ready=False))
            left = run.send(MM, "DELETE", f"{path}/members/{joined.id}")
            stays = run.send(MM, "GET", f"{path}/members/{owner.id}")
            is_alone = left.is_success and stays.get("status") == created.get("status")
            run.judge("group-leave", is_alone, left, stays)
        for _ in range(MAX_MEMBERS):
            more = run.send(MM, "POST", f"{path}/members", json={**order, "is_ready": False})
            if not more.is_success:
                run.judge("group-full", more.status == 409, more)
                break
        run.send(MM, "DELETE", path)
        gone = run.send(MM, "GET", path)
        run.judge("group-deleted", gone.status == 404 or gone.get("status") == "CANCELLED", gone)


@check(
    "one backfill for a server that does not exist",
    "profile",
    (
        "backfill-status",
        "backfill-waiting",
        "backfill-deleted",
    ),
)
def backfills(run: Run) -> None:
    profile = run.settings.profile
    assert profile is not None
    ticket = PlayerTicket("0" * 20, player_ip="192.0.2.7", team_id="team", attributes=run.settings.attributes)
    match = Match(profile, run.name, ticket_ids=(ticket.id,), tickets={ticket.id: ticket}, teams={"team": []})
    server = {**TEST_SERVER, "request_id": run.name}
    with Backfill(run.matchmaker, team_size=2, match=match, assignment=server):
        until = time.monotonic() + BACKFILL_TIMEOUT_SECONDS
        while (created := next(run.seen("POST", "/backfills"), None)) is None:
            if time.monotonic() >= until:
                raise ValueError(f"no backfill was created within {BACKFILL_TIMEOUT_SECONDS:g} s")
            time.sleep(BACKFILL_LOOK_SECONDS)
        path = f"/backfills/{created.get('id')}"
        read = run.send(MM, "GET", path)
        run.judge("backfill-status", created.get("status") == read.get("status") == "SEARCHING", created, read)
        run.judge("backfill-waiting", read.is_success and read.get("assigned_ticket") is None, read)
    deleted = next(run.seen("DELETE", path), read)
    gone = run.send(MM, "GET", path)
    run.judge("backfill-deleted", gone.status == 404, deleted, gone)


@check(
    "one match of as many players as it needs, which starts one deployment",
    "profile",
    (
        "match-states",
        "match-delete",
        "match-host",
        "match-tags",
        "match-ports",
    ),
)
def match(run: Run) -> None:
    run.take_deployment()
    size = run.settings.match_size
    states: list[str] = []
    with ExitStack() as searches:
        search = searches.enter_context(run.matchmaker.tickets.search(**player(run)))
        for _ in range(size - 1):
            searches.enter_context(run.matchmaker.tickets.search(**player(run)))
        for state in search.changes(timeout=MATCH_TIMEOUT_SECONDS):
            states += [state.status]
        last = next(run.seen("GET", f"/tickets/{search.id}"))
        if not isinstance(search.result, Matched):
            raise ValueError(f"there was no match, the last response is {run.masker.exchange(last)}")
        known = ["SEARCHING", "MATCH_FOUND", "HOST_ASSIGNED"]
        # A state that passes between two reads is not seen.
        run.judge("match-states", [each for each in known if each in states] == states, last, reason=" ".join(states))
        refused = run.send(MM, "DELETE", f"/tickets/{search.id}")
        run.judge("match-delete", refused.status == 409, refused)
        assignment = last.part("assignment")
        ports = [as_object(port) for port in as_object(assignment.get("ports")).values()]
        are_numbers = all(isinstance(port.get(name), int) for port in ports for name in ("internal", "external"))
        run.judge("match-ports", bool(ports) and are_numbers, last)
        deployment_id = str(assignment.get("fqdn")).partition(".")[0]
        status = run.send(API, "GET", f"/v1/status/{deployment_id}")
        run.judge("match-host", status.is_success, last, status)
        tags = run.send(API, "GET", f"/v1/deployments/{deployment_id}/tags")
        names = {each.get("name") for each in tags.rows("tags")}
        run.judge("match-tags", search.id in names, tags)
    if status.is_success:
        run.edgegap.deployments.stop(deployment_id)
