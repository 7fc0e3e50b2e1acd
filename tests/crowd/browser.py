"""A server browser that shares no code with the sandbox. It records who has which seat.

It has no network, and no clock but `time.monotonic`: what is due happens when somebody looks.
"""

from __future__ import annotations

import time
from typing import Any, Final

from attrs import Factory, define

from .records import Reply

INSTANCE_SECONDS: Final = 3.0
RESERVATION_SECONDS: Final = 2.0
GONE: Final = Reply(404, {"message": "not found"})
CONFLICT: Final = Reply(409, {"message": "conflict"})
NOW: Final = "2026-11-26T10:00:00.123456Z"


@define(eq=False)
class SlotRecord:
    """A slot.

    Attributes:
        available: The seats that the server says it has.
        reserved: Until when a user has a reservation.
        accepted: Users whose reservation was confirmed, each as often as that happened.
        written: All that the server has said, and when.
    """

    available: int
    reserved: dict[str, float] = Factory(dict[str, float])
    accepted: list[str] = Factory(list[str])
    written: list[tuple[float, int]] = Factory(list[tuple[float, int]])


@define(eq=False)
class InstanceRecord:
    """A server instance.

    Attributes:
        request_id: The deployment.
        slots: By name.
        expires_at: When it expires.
        registrations: How often it was registered.
        end: deleted or expired; empty while it is registered.
        is_noticed: Whether a request came after its end.
        seats: The available seats of each slot at its end.
    """

    request_id: str
    slots: dict[str, SlotRecord]
    expires_at: float
    registrations: int = 1
    end: str = ""
    is_noticed: bool = False
    seats: dict[str, int] = Factory(dict[str, int])


class BrowserService:
    """The service. This object owns all server instances.

    Attributes:
        instances: By deployment; one that has ended stays here.
        complaints: What must not have happened.
        ahead_seconds: How far this service's clock is ahead.
    """

    def __init__(self) -> None:
        self.instances: dict[str, InstanceRecord] = {}
        self.complaints: list[str] = []
        self.ahead_seconds = 0.0

    def respond(self, method: str, path: str, body: Any) -> Reply:
        """Carry out a request."""
        parts = path.strip("/").split("/")
        if (method, parts) == ("POST", ["server-instances"]):
            return self._register(body)
        found = self._known(parts[1]) if len(parts) > 1 else None
        if found is None:
            if len(parts) > 1 and parts[1] in self.instances:
                self.instances[parts[1]].is_noticed = True
            return GONE
        match method, parts[2:]:
            case "GET", []:
                return Reply(200, self._instance(found))
            case "PATCH", []:
                return Reply(200, self._instance(found))
            case "DELETE", []:
                self._end(found, "deleted")
                return Reply(204)
            case "POST", ["keep-alive"]:
                found.expires_at = self._now() + INSTANCE_SECONDS
                return Reply(200, {"expires_at": NOW})
            case "POST", ["reservations", "confirm"]:
                return self._confirm(found, body["user_ids"])
            case _, ["slots", name, *rest] if name in found.slots:
                return self._of_slot(method, rest, found, name, body)
            case _:
                self.complaints.append(f"there is no {method} {path}")
                return GONE

    def settle(self) -> None:
        """Let everything expire that is due."""
        for each in list(self.instances):
            self._known(each)

    def expire(self, request_id: str) -> None:
        """Let a server instance expire before its time."""
        if (found := self._known(request_id)) is not None:
            self._end(found, "expired")

    def _now(self) -> float:
        return time.monotonic() + self.ahead_seconds

    def _known(self, request_id: str) -> InstanceRecord | None:
        found = self.instances.get(request_id)
        if found is None or found.end:
            return None
        if self._now() >= found.expires_at:
            self._end(found, "expired")
            return None
        return found

    def _end(self, instance: InstanceRecord, end: str) -> None:
        instance.end = end
        instance.seats = {name: slot.available for name, slot in instance.slots.items()}

    def _register(self, body: dict[str, Any]) -> Reply:
        request_id = body["request_id"]
        if self._known(request_id) is not None:
            return CONFLICT
        before = self.instances.get(request_id)
        slots = {each["name"]: SlotRecord(each["available_seats"]) for each in body["slots"]}
        made = InstanceRecord(request_id, slots, self._now() + INSTANCE_SECONDS)
        if before is not None:
            made.registrations = before.registrations + 1
            for name, slot in before.slots.items():
                made.slots[name].accepted = slot.accepted
        self.instances[request_id] = made
        return Reply(201, self._instance(made))

    def _of_slot(self, method: str, rest: list[str], instance: InstanceRecord, name: str, body: Any) -> Reply:
        slot = instance.slots[name]
        match method, rest:
            case "GET", []:
                return Reply(200, self._slot(name, slot))
            case "PATCH", []:
                slot.available = body["available_seats"]
                slot.written.append((self._now(), slot.available))
                return Reply(200, self._slot(name, slot))
            case "POST", ["reservations"]:
                users = [each["user_id"] for each in body["users"]]
                self._forget_expired(slot)
                if any(user in slot.reserved for user in users) or len(users) > slot.available - len(slot.reserved):
                    return CONFLICT
                slot.reserved |= dict.fromkeys(users, self._now() + RESERVATION_SECONDS)
                return Reply(201, {"users": body["users"]})
            case _:
                return GONE

    def _forget_expired(self, slot: SlotRecord) -> None:
        slot.reserved = {user: until for user, until in slot.reserved.items() if until > self._now()}

    def _confirm(self, instance: InstanceRecord, users: list[str]) -> Reply:
        unknown = list(users)
        slots: list[dict[str, Any]] = []
        for name, slot in instance.slots.items():
            self._forget_expired(slot)
            accepted = [user for user in users if user in slot.reserved]
            for user in accepted:
                del slot.reserved[user]  # a reservation is confirmed once
                unknown.remove(user)
            slot.accepted += accepted
            slots.append({"name": name, "accepted_user_ids": accepted, "expired_user_ids": []})
        return Reply(200, {"unknown_user_ids": unknown, "slots": slots})

    def _slot(self, name: str, slot: SlotRecord) -> dict[str, Any]:
        self._forget_expired(slot)
        reserved = len(slot.reserved)
        return {
            "name": name,
            "available_seats": slot.available,
            "reserved_seats": reserved,
            "joinable_seats": slot.available - reserved,
            "metadata": {},
        }

    def _instance(self, instance: InstanceRecord) -> dict[str, Any]:
        return {
            "request_id": instance.request_id,
            "created_at": NOW,
            "updated_at": NOW,
            "metadata": {},
            "server": {"fqdn": f"{instance.request_id}.example"},
            "slots": [self._slot(name, slot) for name, slot in instance.slots.items()],
        }
