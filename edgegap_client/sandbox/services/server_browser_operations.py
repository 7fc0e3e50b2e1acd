"""The operations of a server browser: one function for each operationId of the document."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import Final

from ..handlers.locations import render_preview_beacons
from ..lifecycle import write_iso_time
from ..state import ApiError, Json
from .base import ServiceCall, operation
from .server_browser_filters import Fields, arrange, select
from .server_browser_state import InstanceRecord, ServerBrowserState, SlotRecord

DEFAULT_LIMIT: Final = 10


@operation
def get_server_browser_health(_: ServiceCall) -> Json:
    return {"status": "healthy", "unhealthy_services": 0, "reasons": []}


@operation
def list_server_browser_beacons(_: ServiceCall) -> Json:
    return render_preview_beacons()


# --- servers


def _instance(call: ServiceCall) -> InstanceRecord:
    found: InstanceRecord | None = call.state.instances.get(call.path["request_id"])
    if found is None:
        raise ApiError(404, "There is no such server instance")
    return found


def _slot(call: ServiceCall) -> tuple[InstanceRecord, SlotRecord]:
    instance = _instance(call)
    slot = instance.slots.get(call.path["slot_name"])
    if slot is None:
        raise ApiError(404, "There is no such slot")
    return instance, slot


def _page(call: ServiceCall, items: Iterable[Json], fields: Fields) -> Json:
    """A page of the requested items. Cursors are opaque: they hide a position."""
    found = list(items)
    if "$filter" in call.query:
        found = select(found, call.query["$filter"], fields)
    if "$order" in call.query:
        found = arrange(found, call.query["$order"], fields)
    limit = call.query.get("limit", DEFAULT_LIMIT)
    start = _read_cursor(call.query["cursor"]) if "cursor" in call.query else 0
    shown = found[start : start + limit]
    return {
        "items": shown,
        "pagination": {
            "page_size": limit,
            "count": len(shown),
            "next_cursor": _write_cursor(start + limit) if start + limit < len(found) else None,
            "previous_cursor": _write_cursor(max(0, start - limit)) if start else None,
        },
    }


def _write_cursor(position: int) -> str:
    return base64.urlsafe_b64encode(f"from {position}".encode()).decode()


def _read_cursor(text: str) -> int:
    try:
        word, position = base64.urlsafe_b64decode(text).decode().split(" ")
        if word != "from":
            raise ValueError
        return int(position)
    except ValueError:
        raise ApiError(400, "cursor: is not one of this list") from None


@operation
def create_instance(call: ServiceCall) -> Json:
    state: ServerBrowserState = call.state
    names = [slot["name"] for slot in call.body["slots"]]
    if len(set(names)) < len(names):
        raise ApiError(400, "slots: must have different names")
    return state.add(call.body).render(state.world.now)


@operation
def list_instances(call: ServiceCall) -> Json:
    state: ServerBrowserState = call.state
    now = state.world.now
    return _page(call, (each.render(now) for each in state.instances.values()), state.instance_fields())


@operation
def get_instance(call: ServiceCall) -> Json:
    return _instance(call).render(call.state.world.now)


@operation
def update_instance(call: ServiceCall) -> Json:
    instance, now = _instance(call), call.state.world.now
    instance.metadata, instance.updated = call.body["metadata"], now
    return instance.render(now)


@operation
def delete_instance(call: ServiceCall) -> None:
    call.state.remove(_instance(call))


@operation
def keep_instance_alive(call: ServiceCall) -> Json:
    return {"expires_at": write_iso_time(call.state.keep(_instance(call)))}


# --- slots


@operation
def create_slot(call: ServiceCall) -> Json:
    state: ServerBrowserState = call.state
    return state.add_slot(_instance(call), call.body).render(state.world.now)


@operation
def list_slots(call: ServiceCall) -> Json:
    state: ServerBrowserState = call.state
    now = state.world.now
    return _page(call, (each.render(now) for each in _instance(call).slots.values()), state.slot_fields())


@operation
def get_slot(call: ServiceCall) -> Json:
    return _slot(call)[1].render(call.state.world.now)


@operation
def update_slot(call: ServiceCall) -> Json:
    slot, now = _slot(call)[1], call.state.world.now
    slot.available = call.body.get("available_seats", slot.available)
    slot.metadata = call.body.get("metadata", slot.metadata)
    slot.updated = now
    return slot.render(now)


@operation
def delete_slot(call: ServiceCall) -> None:
    instance, slot = _slot(call)
    del instance.slots[slot.name]


# --- reservations


def _users(call: ServiceCall) -> list[str]:
    found = [user["user_id"] for user in call.body["users"]]
    if not found:
        raise ApiError(400, "users: must be at least one")
    return found


@operation
def reserve_seat(call: ServiceCall) -> Json:
    instance, slot = _slot(call)
    users = _users(call)
    call.state.reserve(instance, slot, users)
    return {"users": [{"user_id": user} for user in users]}


@operation
def reserve_any_seat(call: ServiceCall) -> Json:
    state: ServerBrowserState = call.state
    users = _users(call)
    for instance in state.instances.values():
        if instance.metadata.get("policy_name") != call.body["policy_name"]:
            continue
        for slot in instance.slots.values():
            if slot.joinable(state.world.now) >= len(users):
                state.reserve(instance, slot, users)
                return {
                    "request_id": instance.request_id,
                    "server": instance.server,
                    "slot": {"name": slot.name},
                    "users": [{"user_id": user} for user in users],
                }
    raise ApiError(404, "No server of this policy has enough seats")


@operation
def confirm_reservations(call: ServiceCall) -> Json:
    state: ServerBrowserState = call.state
    return state.confirm(_instance(call), call.body["user_ids"])
