"""What must not be, found from what the services have recorded and what each player was told."""

from __future__ import annotations

from collections import Counter
from typing import Final

from .claims import Claim, Claims
from .hosts import Host
from .hubs import Hub
from .plan import Party
from .records import Player, Search
from .service import Report

KINDS: Final = (
    "stranded",
    "left",
    "doubled",
    "wrong outcome",
    "unreported",
    "without an outcome",
    "seat counted twice",
    "other",
)


def count(violations: list[str]) -> dict[str, int]:
    """The number of violations of each kind."""
    kinds = [next((kind for kind in KINDS if each.startswith(kind)), "other") for each in violations]
    return {kind: kinds.count(kind) for kind in KINDS}


def excused(report: Report) -> Counter[str]:
    """What no client can help: searches and backfills whose create response was lost."""
    found: Counter[str] = Counter()
    for records in report.records.values():
        for search in records.searches:
            found[f"search {search.end}"] += any(each.is_lost for each in search.players) and not search.was_deleted
        for backfill in records.backfills:
            found[f"backfill {backfill.end}"] += backfill.is_lost and backfill.end != "deleted"
    return +found


def violations_of_players(claims: Claims, parties: list[Party], report: Report, killed: set[int]) -> list[str]:
    """What must not be, each naming its party. Of the parties `killed`, nobody may know how they ended."""
    found: list[str] = [*claims.complaints, *report.complaints]
    by_number: dict[int, list[Search]] = {}
    for records in report.records.values():
        for search in records.searches:
            by_number.setdefault(search.number, []).append(search)
    for party in parties:
        searches = by_number.get(party.number, [])
        if len(searches) > 1:
            found.append(f"doubled: {party.number} has {len(searches)} searches: {party}")
        for search in searches:
            found += _of_search(claims, party, search, is_killed=party.number in killed)
        if not searches:
            for place in range(party.size):
                claim = claims.by_player.get((party.number, place))
                if claim is not None and claim.said in ("assigned", "gone"):
                    found.append(f"wrong outcome: {party.number}/{place} was told {claim}, and there is no search")
    return found


def _of_search(claims: Claims, party: Party, search: Search, *, is_killed: bool) -> list[str]:
    found: list[str] = []
    for player in search.players:
        claim = claims.by_player.get((party.number, player.place))
        if claim is None:
            if is_killed:
                continue
            found.append(f"without an outcome: {party.number}/{player.place}: {search}")
        elif (problem := problem_of_player(search, player, claim)) is not None:
            found.append(f"{problem}: {party.number}/{player.place} was told {claim}; {search}; {party}")
    return found


def problem_of_player(search: Search, player: Player, claim: Claim) -> str | None:
    """What is wrong with what a player was told."""
    if claim.said == "none":
        return "wrong outcome"
    if claim.said == "assigned":
        return None if search.end == "matched" and search.fqdn == claim.fqdn else "wrong outcome"
    if claim.said == "unknown" and (player.is_lost or claim.is_hasty):
        return None  # it expires, or is matched with nobody who knows: no client can help that
    if claim.said == "told":
        return None  # whoever comes after the process can attach to it
    if search.end == "matched" and not player.has_left:
        return "stranded"
    is_over = search.was_deleted or player.has_left or (search.end != "" and claim.said == "gone")
    return None if is_over else "left"


def violations_of_hosts(hosts: list[Host], report: Report) -> list[str]:
    """What must not be of game servers and their backfills."""
    found = [complaint for host in hosts for complaint in host.complaints]
    by_id = {host.id: host for host in hosts}
    for records in report.records.values():
        for backfill in records.backfills:
            if backfill.server not in by_id:  # that of a process that was ended
                continue
            told = by_id[backfill.server].told.count(backfill.assigned)
            if backfill.end == "assigned" and told != 1 and not (backfill.is_lost and told == 0):
                found.append(f"stranded: {backfill.server} was told {told} times of {backfill}")
            elif backfill.end in ("", "expired") and not (backfill.is_lost or backfill.is_noticed):
                found.append(f"left: {backfill}")
    return found


def violations_of_hubs(hubs: list[Hub], report: Report) -> list[str]:
    """What must not be of persistent servers and their seats."""
    found = [complaint for hub in hubs for complaint in hub.complaints]
    instances = {each.request_id: each for each in report.instances}
    for hub in hubs:
        instance = instances.get(hub.id)
        if instance is None:
            found.append(f"without an outcome: {hub.id} was never registered")
            continue
        if instance.end != "deleted" and not instance.is_noticed:
            found.append(f"left: {instance}")
        if instance.seats != hub.seats:
            found.append(f"seat counted twice: {hub.id} has {hub.seats}, and the service {instance}")
        accepted = Counter(user for slot in instance.slots.values() for user in slot.accepted)
        found += [
            f"seat counted twice: {user} was accepted {number} times" for user, number in accepted.items() if number > 1
        ]
        found += [f"seat counted twice: {user} was let in" for user in hub.admitted if user not in accepted]
        if len(set(hub.admitted)) != len(hub.admitted):
            found.append(f"seat counted twice: {hub.id} has let in {hub.admitted}")
    return found


def left_behind(later: Report) -> list[str]:
    """What has not ended after an hour."""
    found: list[str] = []
    for records in later.records.values():
        found += [f"left for ever: {search}" for search in records.searches if not search.end]
        found += [f"left for ever: {backfill}" for backfill in records.backfills if not backfill.end]
    found += [f"left for ever: {instance}" for instance in later.instances if not instance.end]
    return found
