"""A server browser: servers that players can find, and their seats. Times are seconds since 1970."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from attrs import Factory, define, field

from ..clock import Timer
from ..lifecycle import write_iso_time
from ..state import ApiError, Json
from ..world import Organisation, World
from .base import read_period
from .server_browser_filters import Fields

INSTANCE_SEATS: Final = frozenset(("total_available_seats", "total_reserved_seats", "total_joinable_seats"))
SLOT_SEATS: Final = frozenset(("available_seats", "reserved_seats", "joinable_seats"))


@define(eq=False)
class SlotRecord:
    """A slot. A reservation counts until it is confirmed or has expired. The service still knows expired reservations.

    Attributes:
        reservations: When each user's reservation expires.
    """

    name: str
    available: int
    metadata: Json
    created: float
    updated: float
    reservations: dict[str, float] = Factory(dict[str, float])

    def reserved(self, now: float) -> int:
        return sum(expires > now for expires in self.reservations.values())

    def joinable(self, now: float) -> int:
        return max(0, self.available - self.reserved(now))

    def render(self, now: float) -> Json:
        return {
            "name": self.name,
            "available_seats": self.available,
            "reserved_seats": self.reserved(now),
            "joinable_seats": self.joinable(now),
            "metadata": self.metadata,
            "created_at": write_iso_time(self.created),
            "updated_at": write_iso_time(self.updated),
        }


@define(eq=False)
class InstanceRecord:
    """A server."""

    request_id: str
    server: Json
    metadata: Json
    slots: dict[str, SlotRecord]
    created: float
    updated: float
    timer: Timer | None = None

    def render(self, now: float) -> Json:
        slots = [slot.render(now) for slot in self.slots.values()]
        return {
            "request_id": self.request_id,
            "created_at": write_iso_time(self.created),
            "updated_at": write_iso_time(self.updated),
            "metadata": self.metadata,
            "server": self.server,
            "slots": slots,
            **{f"total_{name}": sum(slot[name] for slot in slots) for name in sorted(SLOT_SEATS)},
        }


@define(eq=False)
class ServerBrowserState:
    """The state of one server browser. The world owns it, so snapshots contain it, too."""

    name: str
    organisation_token: str = field(repr=False)
    document: Mapping[str, Any] = field(repr=False)
    world: World = field(repr=False)
    instances: dict[str, InstanceRecord] = Factory(dict[str, InstanceRecord])

    def organisation(self) -> Organisation:
        return self.world.organisation(self.organisation_token)

    def _section(self, name: str) -> Json:
        found: Json = self.document.get(name) or {}
        return found

    @property
    def expires_after(self) -> float:
        return read_period(self._section("server_instances").get("expiration_period", "30s"), "expiration_period")

    @property
    def reserved_for(self) -> float:
        return read_period(self._section("seat_reservations").get("expiration_period", "30s"), "expiration_period")

    def instance_fields(self) -> Fields:
        return Fields(INSTANCE_SEATS, self._section("server_instances").get("indices") or {})

    def slot_fields(self) -> Fields:
        return Fields(SLOT_SEATS, self._section("server_instance_slots").get("indices") or {})

    # --- servers

    def add(self, body: Json) -> InstanceRecord:
        request_id = body["request_id"]
        if request_id in self.instances:
            raise ApiError(409, "The server instance is registered already")
        now = self.world.now
        instance = InstanceRecord(request_id, body["server"], body.get("metadata") or {}, {}, now, now)
        for slot in body["slots"]:
            self.add_slot(instance, slot)
        self.instances[request_id] = instance
        self.keep(instance)
        return instance

    def keep(self, instance: InstanceRecord) -> float:
        """Keep a server for one more period. Returns when that period ends."""
        self.world.schedule.call_off(instance.timer)
        expires = self.world.now + self.expires_after
        instance.timer = self.world.schedule.at(expires, partial(self.remove, instance))
        return expires

    def remove(self, instance: InstanceRecord) -> None:
        self.world.schedule.call_off(instance.timer)
        self.instances.pop(instance.request_id, None)

    def add_slot(self, instance: InstanceRecord, body: Json) -> SlotRecord:
        if body["name"] in instance.slots:
            raise ApiError(409, "The instance has a slot of this name already")
        now = self.world.now
        slot = SlotRecord(body["name"], body["available_seats"], body.get("metadata") or {}, now, now)
        instance.slots[slot.name] = slot
        return slot

    # --- reservations

    def reserve(self, instance: InstanceRecord, slot: SlotRecord, users: list[str]) -> None:
        """Reserve a seat for each user, or for none.

        Raises:
            ApiError: 409. Its text does not name the reason, as the real texts are not documented.
        """
        now = self.world.now
        taken = {
            user for each in instance.slots.values() for user, expires in each.reservations.items() if expires > now
        }
        if taken & set(users) or len(set(users)) < len(users) or slot.joinable(now) < len(users):
            raise ApiError(409, "The seats cannot be reserved")
        for each in instance.slots.values():  # The user has an expired reservation in another slot.
            for user in users:
                each.reservations.pop(user, None)
        slot.reservations.update(dict.fromkeys(users, now + self.reserved_for))

    def confirm(self, instance: InstanceRecord, users: list[str]) -> Json:
        """Confirm reservations: the reservations end, and the server itself counts the seats from now on."""
        now, unknown = self.world.now, dict.fromkeys(users)
        slots: list[Json] = []
        for slot in instance.slots.values():
            ends = {user: slot.reservations.pop(user) for user in list(unknown) if user in slot.reservations}
            for user in ends:
                unknown.pop(user)
            if ends:
                accepted = [user for user, expires in ends.items() if expires > now]
                expired = [user for user in ends if user not in accepted]
                slots.append({"name": slot.name, "accepted_user_ids": accepted, "expired_user_ids": expired})
        return {"unknown_user_ids": list(unknown), "slots": slots}
