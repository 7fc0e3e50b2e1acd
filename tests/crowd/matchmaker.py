"""A matchmaker that shares no code with the sandbox. It does what the fate of each search says, and records everything.

It has no network, and no clock but `time.monotonic`: what is due happens when somebody looks.
"""

from __future__ import annotations

import itertools
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from .records import (
    CANCELLED,
    HOST_ASSIGNED,
    MATCH_FOUND,
    NEVER,
    SEARCHING,
    BackfillRecord,
    Fate,
    Player,
    Records,
    Reply,
    Search,
)

GONE = Reply(404, {"message": "not found"})
TOO_LATE = Reply(409, {"message": "a match was found"})


class MatchmakerService:
    """The service. This object owns all searches, groups and backfills.

    Args:
        fate_of: The fate of the search of a party.
        backfill_seconds: After which a backfill expires.
    """

    def __init__(self, fate_of: Callable[[int], Fate], backfill_seconds: float = 300.0) -> None:
        self.records = Records()
        self.backfill_seconds = backfill_seconds
        # How far this service's clock is ahead.
        self.ahead_seconds = 0.0
        self._fate_of = fate_of
        self._ids = itertools.count(1)
        # By ticket and by member, and by group.
        self._players: dict[str, tuple[Search, Player]] = {}
        self._groups: dict[str, Search] = {}
        self._backfills: dict[str, BackfillRecord] = {}
        self._waiting: deque[Search] = deque()

    def respond(self, method: str, path: str, body: Any) -> Reply:
        """Carry out a request."""
        match method, path.strip("/").split("/"):
            case "POST", ["tickets"]:
                search = self._begin([body])
                return Reply(200, self._ticket(search, search.players[0]))
            case "POST", ["group-tickets"]:
                search = self._begin(body["player_tickets"])
                return Reply(200, {"player_tickets": [self._ticket(search, each) for each in search.players]})
            case "GET", ["tickets", ticket_id]:
                return self._read(ticket_id)
            case "DELETE", ["tickets", ticket_id]:
                return self._delete(ticket_id)
            case "POST", ["groups"]:
                return self._open(body)
            case "GET", ["groups", group_id]:
                group = self._groups.get(group_id)
                return Reply(200, {"status": group.status}) if group and self._is_known(group) else GONE
            case "DELETE", ["groups", group_id]:
                return self._dissolve(group_id)
            case "POST", ["groups", group_id, "members"]:
                return self._join(group_id, body)
            case "GET", ["groups", _, "members", member_id]:
                return self._read(member_id)
            case "PATCH", ["groups", _, "members", member_id]:
                return self._get_ready(member_id, bool(body["is_ready"]))
            case "DELETE", ["groups", _, "members", member_id]:
                return self._delete(member_id)
            case "POST", ["backfills"]:
                return self._offer(body)
            case "GET", ["backfills", backfill_id]:
                return self._read_backfill(backfill_id)
            case "DELETE", ["backfills", backfill_id]:
                return self._delete_backfill(backfill_id)
            case _:
                self.records.complaints.append(f"there is no {method} {path}")
                return Reply(404, {"message": "no such operation"})

    def settle(self) -> None:
        """Do everything that is due."""
        for search in self.records.searches:
            self._advance(search)
        for backfill in self._backfills.values():
            self._advance_backfill(backfill)

    def search_of(self, some_id: str) -> Search | None:
        """The search of a ticket, a member or a group."""
        found = self._players.get(some_id)
        return found[0] if found else self._groups.get(some_id)

    def lose(self, method: str, path: str, reply: Reply) -> None:
        """Note what the receiver of a response may not know."""
        if method != "POST" or reply.status != 200:
            return
        if path == "/backfills":
            self._backfills[reply.body["id"]].is_lost = True
            return
        for item in reply.body.get("player_tickets", [reply.body]):
            search = self.search_of(item.get("member_id") or item["id"])
            for player in search.players if search else ():
                if item.get("member_id", player.member_id) == player.member_id:
                    player.is_lost = True

    def _now(self) -> float:
        return time.monotonic() + self.ahead_seconds

    # Searches

    def _begin(self, orders: list[dict[str, Any]]) -> Search:
        number = orders[0]["attributes"]["crowd"]
        players = [Player(order["attributes"]["place"], self._new_id("t")) for order in orders]
        search = Search(number, self._fate_of(number), players, f"g{number}" if len(players) > 1 else "")
        self._record(search)
        self._start(search)
        return search

    def _record(self, search: Search) -> None:
        self.records.searches.append(search)
        for player in search.players:
            self._players[player.member_id or player.ticket_id] = search, player

    def _new_id(self, kind: str) -> str:
        return f"{kind}{next(self._ids):08d}"

    def _start(self, search: Search) -> None:
        search.status, search.since = SEARCHING, self._now()
        search.changes_at = search.since + search.fate.match_after
        if search.fate.wants_backfill:
            self._waiting.append(search)

    def _advance(self, search: Search) -> None:
        """Do what is due: a match, a server that is assigned or fails, the expiry."""
        now, fate = self._now(), search.fate
        while not search.end:
            expires_at = search.since + fate.expires_after
            if search.status in ("NEW", SEARCHING) and expires_at <= min(now, search.changes_at):
                self._end(search, CANCELLED, "expired", expires_at)
            elif now < search.changes_at:
                return
            elif search.status == SEARCHING:
                search.status = MATCH_FOUND
                search.changes_at += fate.starting
            elif search.failures < fate.failures:
                search.failures += 1
                search.status = SEARCHING
                search.changes_at += fate.match_after
            else:
                self.assign(search, f"s{search.players[0].ticket_id}.example", search.changes_at)

    def assign(self, search: Search, fqdn: str, moment: float) -> None:
        """Give a search its server."""
        search.fqdn = fqdn
        self._end(search, HOST_ASSIGNED, "matched", moment)

    def _end(self, search: Search, status: str, end: str, moment: float) -> None:
        search.status, search.end, search.changes_at = status, end, NEVER
        search.removed_at = moment + search.fate.removed_after

    def _is_known(self, search: Search) -> bool:
        self._advance(search)
        return search.end != "deleted" and self._now() < search.removed_at

    def _read(self, player_id: str) -> Reply:
        search, player = self._players.get(player_id, (None, None))
        if search is None or player is None or not self._is_known(search) or player.has_left:
            return GONE
        return Reply(200, self._member(search, player) if player.member_id else self._ticket(search, player))

    def _delete(self, player_id: str) -> Reply:
        """Delete a ticket, or let a member leave."""
        search, player = self._players.get(player_id, (None, None))
        if search is None or player is None:
            return GONE
        if not self._is_known(search) or player.has_left:
            search.was_deleted = True
            return GONE
        if (reply := self._too_late(search)) is not None:
            return reply
        player.has_left = search.was_deleted = True
        others = [each for each in search.players if not each.has_left]
        if not search.end:
            if not others:
                self._end(search, CANCELLED, "deleted", self._now())
            elif search.status == SEARCHING:  # one who leaves ends it for all
                self._end(search, CANCELLED, "cancelled", self._now())
            else:
                self._start_if_ready(search)
        return Reply(204)

    def _too_late(self, search: Search) -> Reply | None:
        fate = search.fate
        if search.status == SEARCHING and fate.is_matched_at_delete and search.failures == 0:
            search.fate = Fate(
                match_after=0.3,
                starting=fate.starting,
                failures=fate.failures,
                expires_after=fate.expires_after,
                removed_after=fate.removed_after,
            )
            search.status, search.changes_at = MATCH_FOUND, self._now() + fate.starting
        if search.status in (MATCH_FOUND, HOST_ASSIGNED):
            return TOO_LATE
        return None

    def _ticket(self, search: Search, player: Player) -> dict[str, Any]:
        return {
            "id": player.ticket_id,
            "profile": "casual",
            "created_at": "2026-11-26T10:00:00.1234567Z",
            "status": search.status,
            "group_id": search.group_id or None,
            "assignment": self._assignment(search),
        }

    def _assignment(self, search: Search) -> dict[str, Any] | None:
        if search.status != HOST_ASSIGNED:
            return None
        port = {"internal": 7777, "external": 31504, "link": f"{search.fqdn}:31504", "protocol": "UDP"}
        return {"fqdn": search.fqdn, "public_ip": "203.0.113.9", "ports": {"game": port}, "location": {"city": "Oslo"}}

    # Groups

    def _open(self, body: dict[str, Any]) -> Reply:
        number = body["attributes"]["crowd"]
        owner = Player(body["attributes"]["place"], self._new_id("t"), self._new_id("m"), body["is_ready"])
        search = Search(number, self._fate_of(number), [owner], self._new_id("g"), since=self._now())
        self._groups[search.group_id] = search
        self._record(search)
        self._start_if_ready(search)
        return Reply(200, self._member(search, owner))

    def _join(self, group_id: str, body: dict[str, Any]) -> Reply:
        search = self._groups.get(group_id)
        if search is None or not self._is_known(search):
            return GONE
        if search.status != "NEW":
            return Reply(409, {"message": "the search has begun"})
        member = Player(body["attributes"]["place"], self._new_id("t"), self._new_id("m"), body["is_ready"])
        search.players.append(member)
        self._players[member.member_id] = search, member
        self._start_if_ready(search)
        return Reply(200, self._member(search, member))

    def _get_ready(self, member_id: str, is_ready: bool) -> Reply:
        search, member = self._players.get(member_id, (None, None))
        if search is None or member is None or not self._is_known(search) or member.has_left:
            return GONE
        if search.status != "NEW":
            return Reply(409, {"message": "the search has begun"})
        member.is_ready = is_ready
        self._start_if_ready(search)
        return Reply(200, self._member(search, member))

    def _start_if_ready(self, search: Search) -> None:
        if all(each.is_ready or each.has_left for each in search.players):
            self._start(search)

    def _dissolve(self, group_id: str) -> Reply:
        search = self._groups.get(group_id)
        if search is None:
            return GONE
        if not self._is_known(search):
            search.was_deleted = True
            return GONE
        if (reply := self._too_late(search)) is not None:
            return reply
        search.was_deleted = True
        if not search.end:
            # The others see that it is cancelled.
            self._end(search, CANCELLED, "deleted" if len(search.players) == 1 else "cancelled", self._now())
        search.players[0].has_left = True
        return Reply(204)

    def _member(self, search: Search, member: Player) -> dict[str, Any]:
        return {
            "member_id": member.member_id,
            "group_id": search.group_id,
            "is_ready": member.is_ready,
            "status": search.status,
            "ticket_id": member.ticket_id if search.status != "NEW" else None,
            "assignment": self._assignment(search),
        }

    # Backfills

    def _offer(self, body: dict[str, Any]) -> Reply:
        server = body["attributes"]["assignment"]["request_id"]
        team = next((each.get("team_id", "") for each in body["tickets"].values()), "")
        expires_at = self._now() + self.backfill_seconds
        self._check_seats(server, team, body)
        backfill = BackfillRecord(self._new_id("b"), server, team, body, expires_at)
        self._backfills[backfill.id] = backfill
        self.records.backfills.append(backfill)
        return Reply(200, self._backfill(backfill))

    def _check_seats(self, server: str, team: str, body: dict[str, Any]) -> None:
        """A server offers no seat twice."""
        for each in self._backfills.values():
            self._advance_backfill(each)
        is_open = [
            each for each in self._backfills.values() if not each.end and (each.server, each.team) == (server, team)
        ]
        seats = body["attributes"].get("team_size", 1) - len(body["tickets"])
        if len(is_open) >= seats or any(not each.is_lost for each in is_open):
            self.records.complaints.append(
                f"seat counted twice: {server} offers {seats} seats of {team}, besides {is_open}"
            )

    def _advance_backfill(self, backfill: BackfillRecord) -> None:
        if not backfill.end and self._now() >= backfill.expires_at:
            backfill.end = "expired"

    def fill(self, backfill: BackfillRecord) -> None:
        """Give its seat to somebody who waits for one."""
        self._advance_backfill(backfill)
        while not backfill.end and self._waiting:
            search = self._waiting.popleft()
            self._advance(search)
            if search.status == SEARCHING:
                backfill.end, backfill.assigned = "assigned", search.players[0].ticket_id
                search.backfill_id = backfill.id
                self.assign(search, backfill.body["attributes"]["assignment"]["fqdn"], self._now())

    def _read_backfill(self, backfill_id: str) -> Reply:
        backfill = self._backfills.get(backfill_id)
        if backfill is None:
            return GONE
        self.fill(backfill)
        if backfill.end in ("", "assigned"):
            return Reply(200, self._backfill(backfill))
        backfill.is_noticed = True
        return GONE

    def _delete_backfill(self, backfill_id: str) -> Reply:
        backfill = self._backfills.get(backfill_id)
        if backfill is None:
            return GONE
        self.fill(backfill)  # in the last moment
        if backfill.end == "assigned":
            return TOO_LATE
        if backfill.end:
            backfill.is_noticed = True
            return GONE
        backfill.end = "deleted"
        return Reply(204)

    def _backfill(self, backfill: BackfillRecord) -> dict[str, Any]:
        ticket = {"id": backfill.assigned, "team_id": backfill.team, "created_at": "2026-11-26T10:00:00Z"}
        return {
            "id": backfill.id,
            "profile": "casual",
            "status": "ASSIGNED" if backfill.assigned else "SEARCHING",
            "tickets": backfill.body["tickets"],
            "assigned_ticket": {**ticket, "attributes": {}} if backfill.assigned else None,
        }
