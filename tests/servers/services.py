"""Small fakes of the two preview services, on real sockets, with faults. They are no sandbox: each test moves them."""

from __future__ import annotations

import itertools
import json
import re
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, Literal, NamedTuple, TypeAlias

Json: TypeAlias = dict[str, Any]

ASSIGNMENT: Json = {
    "fqdn": "a1b2c3d4e5f6.pr.edgegap.net",
    "public_ip": "203.0.113.9",
    "ports": {"gameport": {"internal": 7777, "external": 31504, "link": "x:31504", "protocol": "UDP"}},
    "location": {"city": "Chicago"},
}


class Refused(Exception):
    """A response that is no success."""

    def __init__(self, status: int, message: str = "refused") -> None:
        self.status = status
        self.message = message


class Request(NamedTuple):
    """A request as it arrived."""

    method: str
    path: str
    query: str
    body: Any
    moment: float

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


class Fault(NamedTuple):
    """What happens to the next request of a name.

    Attributes:
        pattern: A regular expression for `METHOD /path`.
        kind: `lost`: carried out, and the connection is closed without a response; `dropped`: not carried out either;
            or the status of an error.
        headers: Headers of the error.
        delay: Seconds before the response.
    """

    pattern: str
    kind: Literal["lost", "dropped", "late"] | int
    headers: Json
    delay: float


class FakeService:
    """A server with a table of handlers. Its lock makes requests happen one after the other."""

    token = "service-token-5555"
    routes: ClassVar[dict[str, str]] = {}

    def __init__(self) -> None:
        self.seen: list[Request] = []
        self.faults: list[Fault] = []
        self.lock = threading.RLock()
        self.numbers = itertools.count(1)
        self.url = ""
        self.before: Callable[[Request], object] = lambda request: None

    def fail(self, pattern: str, kind: Any, *, times: int = 1, delay: float = 0.0, **headers: str) -> None:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        self.faults += [Fault(pattern, kind, names, delay)] * times

    def names(self) -> list[str]:
        with self.lock:
            return [request.name for request in self.seen]

    def count(self, pattern: str) -> int:
        return sum(re.fullmatch(pattern, name) is not None for name in self.names())

    def until(self, condition: Callable[[], object], seconds: float = 10.0) -> None:
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, self.names()
            time.sleep(0.01)

    def allowed(self, request: Request, token: str) -> bool:
        return token == self.token

    def _fault(self, request: Request) -> Fault | None:
        for fault in self.faults:
            if re.fullmatch(fault.pattern, request.name):
                self.faults.remove(fault)
                return fault
        return None

    def respond(self, request: Request, token: str) -> tuple[int, Json, Any] | None:
        """The response: status, headers and body. None closes the connection."""
        with self.lock:
            self.seen.append(request)
            self.before(request)
            fault = self._fault(request)
        if fault is not None:
            time.sleep(fault.delay)
            if fault.kind == "dropped":
                return None
            if isinstance(fault.kind, int):
                return fault.kind, fault.headers, {"message": "a fault"}
        with self.lock:
            try:
                if not self.allowed(request, token):
                    raise Refused(401, "wrong token")
                status, body = self._carry_out(request)
            except Refused as refused:
                status, body = refused.status, {"message": refused.message}
        return None if fault is not None and fault.kind == "lost" else (status, {}, body)

    def _carry_out(self, request: Request) -> tuple[int, Any]:
        for route, handler in self.routes.items():
            method, _, path = route.partition(" ")
            pattern = "".join("([^/]+)" if part[:1] == "{" else re.escape(part) for part in re.split(r"({\w+})", path))
            if method == request.method and (match := re.fullmatch(pattern, request.path)):
                ids = match.groups()
                body = getattr(self, handler)(*ids, *([request.body] if request.body is not None else []))
                return (204, None) if body is None else (200, json.loads(json.dumps(body)))
        raise Refused(404, f"no route {request.name}")


@contextmanager
def serving(service: FakeService) -> Generator[str]:
    """Serve a fake; gives its URL."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def handle_one(self) -> None:
            length = int(self.headers.get("content-length", 0))
            body = json.loads(self.rfile.read(length)) if length else None
            path, _, query = self.path.partition("?")
            request = Request(self.command, path, query, body, time.monotonic())
            answer = service.respond(request, self.headers.get("authorization", ""))
            if answer is None:
                self.close_connection = True
                return
            status, headers, content = answer
            data = b"" if content is None else json.dumps(content).encode()
            self.send_response(status)
            for name, value in {"content-length": str(len(data)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PATCH = do_DELETE = handle_one

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base class
            pass

    class Server(ThreadingHTTPServer):
        request_queue_size = 200
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            pass  # clients that leave

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        service.url = f"http://127.0.0.1:{server.server_address[1]}"
        try:
            yield service.url
        finally:
            server.shutdown()
            thread.join()


class FakeMatchmaker(FakeService):
    """Tickets, groups and backfills. Nothing is matched by itself: `match` does it."""

    routes: ClassVar = {
        "GET /monitor": "monitor",
        "POST /tickets": "create_ticket",
        "POST /group-tickets": "create_group_tickets",
        "GET /tickets/{ticket_id}": "ticket",
        "DELETE /tickets/{ticket_id}": "delete_ticket",
        "POST /groups": "create_group",
        "GET /groups/{group_id}": "group",
        "DELETE /groups/{group_id}": "delete_group",
        "POST /groups/{group_id}/members": "join",
        "GET /groups/{group_id}/members/{member_id}": "member",
        "PATCH /groups/{group_id}/members/{member_id}": "update_member",
        "DELETE /groups/{group_id}/members/{member_id}": "leave",
        "POST /backfills": "create_backfill",
        "GET /backfills/{backfill_id}": "backfill",
        "DELETE /backfills/{backfill_id}": "delete_backfill",
    }

    def __init__(self) -> None:
        super().__init__()
        self.tickets: dict[str, Json] = {}
        self.groups: dict[str, dict[str, Json]] = {}
        self.backfills: dict[str, Json] = {}
        self.max_group_size = 3

    def monitor(self) -> Json:
        return {"status": "healthy"}

    # What a test does.

    def match(self, key: str, status: str = "HOST_ASSIGNED", **changes: Any) -> None:
        """Move a ticket, or all members of a group."""
        with self.lock:
            found = list(self.groups[key].values()) if key in self.groups else [self.tickets[key]]
            for each in found:
                each["status"] = status
                each["assignment"] = ASSIGNMENT if status == "HOST_ASSIGNED" else None
                each.update(changes)

    # Operations.

    def create_ticket(self, body: Json) -> Json:
        ticket = {
            "id": f"ticket{next(self.numbers):014}",
            "profile": body["profile"],
            "created_at": "2026-02-21T22:17:42.3886970Z",
            "status": "SEARCHING",
            "player_ip": body.get("player_ip"),
            "group_id": None,
            "team_id": None,
            "assignment": None,
        }
        self.tickets[str(ticket["id"])] = ticket
        return ticket

    def create_group_tickets(self, body: Json) -> Json:
        return {"player_tickets": [self.create_ticket(each) for each in body["player_tickets"]]}

    def ticket(self, ticket_id: str) -> Json:
        if ticket_id not in self.tickets:
            raise Refused(404)
        return self.tickets[ticket_id]

    def delete_ticket(self, ticket_id: str) -> None:
        if self.ticket(ticket_id)["status"] in ("MATCH_FOUND", "HOST_ASSIGNED"):
            raise Refused(409, "already matched")
        del self.tickets[ticket_id]

    def _add(self, group_id: str, body: Json) -> Json:
        members = self.groups[group_id]
        member = {
            "member_id": f"member-{next(self.numbers)}",
            "group_id": group_id,
            "is_ready": body["is_ready"],
            "status": "INITIAL",
            "ticket_id": None,
            "team_id": None,
            "assignment": None,
        }
        members[str(member["member_id"])] = member
        self._start(members)
        return member

    def _start(self, members: dict[str, Json]) -> None:
        if all(member["is_ready"] for member in members.values()):
            for member in members.values():
                member["status"] = "SEARCHING"
                member["ticket_id"] = f"ticket-of-{member['member_id']}"

    def create_group(self, body: Json) -> Json:
        group_id = f"group-{next(self.numbers)}"
        self.groups[group_id] = {}
        return self._add(group_id, body)

    def _members(self, group_id: str) -> dict[str, Json]:
        if group_id not in self.groups:
            raise Refused(404)
        return self.groups[group_id]

    def group(self, group_id: str) -> Json:
        first = next(iter(self._members(group_id).values()))
        return {"status": first["status"], "assignment": first["assignment"], "team_id": first["team_id"]}

    def delete_group(self, group_id: str) -> None:
        self._refuse_matched(group_id)
        del self.groups[group_id]

    def _refuse_matched(self, group_id: str) -> None:
        if any(member["status"] in ("MATCH_FOUND", "HOST_ASSIGNED") for member in self._members(group_id).values()):
            raise Refused(409, "match found")

    def join(self, group_id: str, body: Json) -> Json:
        members = self._members(group_id)
        if len(members) >= self.max_group_size or any(member["ticket_id"] for member in members.values()):
            raise Refused(409, "full or searching")
        return self._add(group_id, body)

    def member(self, group_id: str, member_id: str) -> Json:
        members = self._members(group_id)
        if member_id not in members:
            raise Refused(404)
        return members[member_id]

    def update_member(self, group_id: str, member_id: str, body: Json) -> Json:
        member = self.member(group_id, member_id)
        if member["ticket_id"]:
            raise Refused(409, "too late")
        member.update(body)
        self._start(self.groups[group_id])
        return member

    def leave(self, group_id: str, member_id: str) -> None:
        member = self.member(group_id, member_id)
        self._refuse_matched(group_id)
        if member["ticket_id"]:
            for each in self.groups[group_id].values():
                each["status"] = "CANCELLED"
        del self.groups[group_id][member_id]
        if not self.groups[group_id]:
            del self.groups[group_id]

    def create_backfill(self, body: Json) -> Json:
        assert "request_id" in body["attributes"]["assignment"]
        backfill = {
            "id": f"backfill-{next(self.numbers)}",
            "status": "SEARCHING",
            "assigned_ticket": None,
            **body,
        }
        self.backfills[str(backfill["id"])] = backfill
        return backfill

    def backfill(self, backfill_id: str) -> Json:
        if backfill_id not in self.backfills:
            raise Refused(404)
        return self.backfills[backfill_id]

    def delete_backfill(self, backfill_id: str) -> None:
        self.backfill(backfill_id)
        del self.backfills[backfill_id]


class FakeServerBrowser(FakeService):
    """Server instances, slots and reservations. Nothing expires by itself: a test removes it."""

    server_token = "server-token-7777"
    client_token = "client-token-8888"
    routes: ClassVar = {
        "GET /monitor": "monitor",
        "POST /server-instances/reservations": "reserve_any",
        "POST /server-instances": "create",
        "GET /server-instances": "list",
        "GET /server-instances/{request_id}": "instance",
        "PATCH /server-instances/{request_id}": "update",
        "DELETE /server-instances/{request_id}": "delete",
        "POST /server-instances/{request_id}/keep-alive": "keep_alive",
        "POST /server-instances/{request_id}/reservations/confirm": "confirm",
        "POST /server-instances/{request_id}/slots": "create_slot",
        "GET /server-instances/{request_id}/slots": "slots",
        "GET /server-instances/{request_id}/slots/{slot}": "slot",
        "PATCH /server-instances/{request_id}/slots/{slot}": "update_slot",
        "POST /server-instances/{request_id}/slots/{slot}/reservations": "reserve",
    }

    def __init__(self) -> None:
        super().__init__()
        self.instances: dict[str, Json] = {}
        self.conflict_text: str | None = None
        self.page_size = 2

    def allowed(self, request: Request, token: str) -> bool:
        return token in (self.server_token, self.client_token)

    def monitor(self) -> Json:
        return {"status": "healthy"}

    def create(self, body: Json) -> Json:
        if body["request_id"] in self.instances:
            raise Refused(409, "registered already")
        slots: Any = [{"reserved": [], **slot} for slot in body["slots"]]
        self.instances[body["request_id"]] = {**body, "slots": slots}
        return self.instance(body["request_id"])

    def list(self) -> Json:
        found = sorted(self.instances)
        cursor = re.search(r"cursor=(\d+)", self.seen[-1].query)
        start = int(cursor[1]) if cursor else 0
        following = start + self.page_size if start + self.page_size < len(found) else None
        return {
            "items": [self.instance(each) for each in found[start : start + self.page_size]],
            "pagination": {"page_size": self.page_size, "next_cursor": None if following is None else str(following)},
        }

    def raw(self, request_id: str) -> Json:
        if request_id not in self.instances:
            raise Refused(404)
        return self.instances[request_id]

    def instance(self, request_id: str) -> Json:
        found = self.raw(request_id)
        return {**found, "slots": [self._shown(slot) for slot in found["slots"]]}

    def update(self, request_id: str, body: Json) -> Json:
        self.raw(request_id)["metadata"] = body["metadata"]
        return self.instance(request_id)

    def delete(self, request_id: str) -> None:
        self.raw(request_id)
        del self.instances[request_id]

    def keep_alive(self, request_id: str) -> Json:
        self.raw(request_id)
        return {"expires_at": "2026-05-13T12:00:30.123456Z"}

    def _slot(self, request_id: str, name: str) -> Json:
        for slot in self.raw(request_id)["slots"]:
            if slot["name"] == name:
                found: Json = slot
                return found
        raise Refused(404)

    def _shown(self, slot: Json) -> Json:
        reserved = len(slot["reserved"])
        shown = {name: value for name, value in slot.items() if name != "reserved"}
        return {**shown, "reserved_seats": reserved, "joinable_seats": slot["available_seats"] - reserved}

    def slot(self, request_id: str, name: str) -> Json:
        return self._shown(self._slot(request_id, name))

    def slots(self, request_id: str) -> Json:
        return {"items": self.instance(request_id)["slots"], "pagination": {"next_cursor": None}}

    def create_slot(self, request_id: str, body: Json) -> Json:
        slot: Json = {"reserved": [], **body}
        self.raw(request_id)["slots"].append(slot)
        return self._shown(slot)

    def update_slot(self, request_id: str, name: str, body: Json) -> Json:
        self._slot(request_id, name).update(body)
        return self.slot(request_id, name)

    def reserve(self, request_id: str, name: str, body: Json) -> Json:
        slot, users = self._slot(request_id, name), [user["user_id"] for user in body["users"]]
        if set(users) & set(slot["reserved"]):
            raise Refused(409, self.conflict_text or "conflict")
        if slot["available_seats"] - len(slot["reserved"]) < len(users):
            raise Refused(409, self.conflict_text or "conflict")
        slot["reserved"] += users
        return {"users": body["users"]}

    def reserve_any(self, body: Json) -> Json:
        raise Refused(409, self.conflict_text or "conflict")

    def confirm(self, request_id: str, body: Json) -> Json:
        unknown: set[str] = set(body["user_ids"])
        slots: Any = []
        for slot in self.raw(request_id)["slots"]:
            accepted = [user for user in body["user_ids"] if user in slot["reserved"]]
            slot["reserved"] = [user for user in slot["reserved"] if user not in accepted]
            unknown -= set(accepted)
            slots.append({"name": slot["name"], "accepted_user_ids": accepted, "expired_user_ids": []})
        return {"unknown_user_ids": sorted(unknown), "slots": slots}
