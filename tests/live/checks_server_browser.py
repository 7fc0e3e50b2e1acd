"""Checks on a server browser: one server instance that does not exist, for as long as they take."""

from __future__ import annotations

import datetime
from typing import Any, Final

from edgegap_client.server_browser import ServerInstance

from .checks import check
from .checks_matchmaker import TEST_SERVER
from .forms import ISO_TIME, fits
from .run import Run
from .settings import SERVER_BROWSER as SB
from .wire import Exchange, Json

SEATS: Final = 2
TOTALS: Final = ("total_available_seats", "total_reserved_seats", "total_joinable_seats")
# A reservation lives 30 s; in two parts, so that the server is kept alive between them.
EXPIRY_PARTS_SECONDS: Final = (16, 15)
MAX_EXPIRY_SECONDS: Final = 120


@check(
    "reads of the server browser, and requests that it refuses",
    "server_browser",
    (
        "sb-health",
        "sb-beacons",
        "sb-client-token",
        "instance-unknown",
        "keep-alive-unknown",
        "reserve-any-unknown",
    ),
)
def reads(run: Run) -> None:
    health = run.send(SB, "GET", "/monitor")
    run.judge("sb-health", str(health.get("status")).lower() == "healthy", health)
    beacons = run.send(SB, "GET", "/locations/beacons")
    run.judge("sb-beacons", beacons.get("count") is not None and isinstance(beacons.get("beacons"), list), beacons)
    path = f"/server-instances/{run.name}"
    found = run.send(SB, "GET", path)
    run.judge("instance-unknown", found.status == 404, found)
    kept = run.send(SB, "POST", f"{path}/keep-alive")
    run.judge("keep-alive-unknown", kept.status == 404, kept)
    order = {"policy_name": run.name, "users": [{"user_id": run.name}]}
    reserved = run.send(SB, "POST", "/server-instances/reservations", json=order)
    run.judge("reserve-any-unknown", reserved.status == 404, reserved)
    if not run.settings.client_token:
        raise ValueError("EDGEGAP_SB_CLIENT_TOKEN is unset")
    refused = run.send(SB, "POST", "/server-instances", json=_order(run), token=run.settings.client_token)
    if refused.is_success:
        run.send(SB, "DELETE", path)
    run.judge("sb-client-token", refused.status == 401, refused)


def _order(run: Run) -> dict[str, Any]:
    slots: list[Json] = [{"name": name, "available_seats": SEATS, "metadata": {}} for name in ("main", "side")]
    return {"request_id": run.name, "metadata": {}, "server": TEST_SERVER, "slots": slots}


@check(
    "one server instance with two slots, kept alive by the SDK",
    "server_browser",
    (
        "sb-client-reads",
        "instance-conflict",
        "instance-times",
        "instance-totals",
        "instance-metadata",
        "instance-deleted",
        "keep-alive",
        "keep-alive-colon",
        "list-pagination",
        "list-cursor",
        "list-limit",
        "list-filter",
        "list-filters-anded",
        "list-escaping",
        "list-unknown-field",
        "list-old-parameter",
        "slot-conflict",
        "slot-absolute",
        "slot-deleted",
        "reserve-joinable",
        "reserve-duplicate",
        "reserve-full",
        "reserve-conflicts-alike",
        "confirm-accepted",
        "confirm-seats",
    ),
)
def instance(run: Run) -> None:
    path = f"/server-instances/{run.name}"
    slots = {"main": SEATS, "side": SEATS}
    with ServerInstance(run.browser, slots=slots, request_id=run.name, server=TEST_SERVER):
        again = run.send(SB, "POST", "/server-instances", json=_order(run))
        run.judge("instance-conflict", again.status == 409, again)
        read = run.send(SB, "GET", path)
        run.judge("instance-times", fits(ISO_TIME, read.get("created_at"), read.get("updated_at")), read)
        run.judge("instance-totals", all(isinstance(read.get(name), int) for name in TOTALS), read)
        if run.settings.client_token:
            by_client = run.send(SB, "GET", path, token=run.settings.client_token)
            run.judge("sb-client-reads", by_client.is_success, by_client)
        _metadata(run, path)
        kept = run.send(SB, "POST", f"{path}/keep-alive")
        run.judge("keep-alive", _seconds_until(kept.get("expires_at")) > 0, kept)
        old = run.send(SB, "POST", f"{path}:keep-alive")
        run.judge("keep-alive-colon", old.status in (404, 405), old)
        _lists(run, path)
        _reservations(run, path)
        _slots(run, path)
    deleted = next(run.seen("DELETE", path), read)
    gone = run.send(SB, "GET", path)
    run.judge("instance-deleted", gone.status == 404, deleted, gone)


def _seconds_until(moment: Any) -> float:
    if not fits(ISO_TIME, moment):
        return 0.0
    return (datetime.datetime.fromisoformat(moment) - datetime.datetime.now(datetime.UTC)).total_seconds()


def _metadata(run: Run, path: str) -> None:
    for metadata in ({"mode": "one"}, {"level": "two"}):
        changed = run.send(SB, "PATCH", path, json={"metadata": metadata})
        if not changed.is_success:
            raise ValueError(f"the metadata could not be changed: {changed.status}")
    read = run.send(SB, "GET", path)
    run.judge("instance-metadata", read.get("metadata") == {"level": "two"}, read)


def _lists(run: Run, path: str) -> None:
    def listed(**params: Any) -> Exchange:
        return run.send(SB, "GET", "/server-instances", params=params)

    def has(page: Exchange) -> bool:
        return any(each.get("request_id") == run.name for each in page.rows("items"))

    page = listed(limit=100)
    pagination = page.part("pagination")
    is_last = "next_cursor" in pagination and pagination["next_cursor"] is None
    run.judge("list-pagination", "page_size" in pagination and (is_last or len(page.rows("items")) == 100), page)
    first = run.send(SB, "GET", f"{path}/slots", params={"limit": 1})
    cursor = first.part("pagination").get("next_cursor")
    second = run.send(SB, "GET", f"{path}/slots", params={"limit": 1, "cursor": cursor or ""})
    names = [each.get("name") for found in (first, second) for each in found.rows("items")]
    run.judge("list-cursor", sorted(map(str, names)) == ["main", "side"], first, second)
    default = listed()
    run.judge("list-limit", default.part("pagination").get("page_size") == 10, default)
    free, none = "total_joinable_seats ge 1", "total_joinable_seats ge 1000000"
    fitting, other = listed(**{"$filter": free, "limit": 100}), listed(**{"$filter": none})
    run.judge("list-filter", has(fitting) and other.is_success and not has(other), fitting, other)
    both = listed(**{"$filter": f"{free} and {none}"})
    run.judge("list-filters-anded", both.is_success and not has(both), both)
    odd = listed(**{"$filter": "metadata.no_index_of_this_name eq 'x'"})
    run.judge("list-unknown-field", odd.status == 400, odd)
    if run.settings.index is not None:
        run.send(SB, "PATCH", path, json={"metadata": {run.settings.index: "it's"}})
        escaped = listed(**{"$filter": f"metadata.{run.settings.index} eq 'it''s'"})
        run.judge("list-escaping", has(escaped), escaped)
    else:
        run.skip("list-escaping", "--index is not given")
    old = listed(filter=none)
    run.judge("list-old-parameter", old.status == 400, old)


def _reservations(run: Run, path: str) -> None:
    def reserve(*users: str) -> Exchange:
        order: Json = {"users": [{"user_id": user} for user in users]}
        return run.send(SB, "POST", f"{path}/slots/main/reservations", json=order)

    reserve("live-one")
    slot = run.send(SB, "GET", f"{path}/slots/main")
    seats = [slot.get(name) for name in ("available_seats", "reserved_seats", "joinable_seats")]
    run.judge("reserve-joinable", seats == [SEATS, 1, SEATS - 1], slot)
    duplicate = reserve("live-one")
    run.judge("reserve-duplicate", duplicate.status == 409, duplicate)
    full = reserve("live-two", "live-three")
    run.judge("reserve-full", full.status == 409, full)
    run.judge("reserve-conflicts-alike", duplicate.body == full.body, duplicate, full)
    order: Json = {"user_ids": ["live-one", "live-nobody"]}
    confirmed = run.send(SB, "POST", f"{path}/reservations/confirm", json=order)
    accepted = [user for each in confirmed.rows("slots") for user in each.get("accepted_user_ids") or ()]
    is_right = accepted == ["live-one"] and confirmed.get("unknown_user_ids") == ["live-nobody"]
    run.judge("confirm-accepted", is_right, confirmed)
    after = run.send(SB, "GET", f"{path}/slots/main")
    run.judge("confirm-seats", after.get("available_seats") == SEATS, after)


def _slots(run: Run, path: str) -> None:
    order: Json = {"name": "extra", "available_seats": 5, "metadata": {}}
    created = run.send(SB, "POST", f"{path}/slots", json=order)
    taken = run.send(SB, "POST", f"{path}/slots", json=order)
    run.judge("slot-conflict", created.is_success and taken.status == 409, created, taken)
    changed = run.send(SB, "PATCH", f"{path}/slots/extra", json={"available_seats": 3})
    read = run.send(SB, "GET", f"{path}/slots/extra")
    run.judge("slot-absolute", read.get("available_seats") == 3, changed, read)
    run.send(SB, "DELETE", f"{path}/slots/extra")
    gone = run.send(SB, "GET", f"{path}/slots/extra")
    run.judge("slot-deleted", gone.status == 404, gone)


@check(
    "one server instance that expires, which takes about two minutes",
    "server_browser",
    (
        "instance-expires",
        "confirm-expired",
    ),
)
def expiry(run: Run) -> None:
    path = f"/server-instances/{run.name}"
    created = run.send(SB, "POST", "/server-instances", json=_order(run))
    if not created.is_success:
        raise ValueError(f"the server could not be registered: {created.status}")
    try:
        run.send(SB, "POST", f"{path}/slots/main/reservations", json={"users": [{"user_id": "live-late"}]})
        first, second = EXPIRY_PARTS_SECONDS
        run.sleep(first)
        run.send(SB, "POST", f"{path}/keep-alive")
        run.sleep(second)
        kept = run.send(SB, "POST", f"{path}/keep-alive")
        late = run.send(SB, "POST", f"{path}/reservations/confirm", json={"user_ids": ["live-late"]})
        expired = [user for each in late.rows("slots") for user in each.get("expired_user_ids") or ()]
        run.judge("confirm-expired", expired == ["live-late"], late)
        seconds = _seconds_until(kept.get("expires_at"))
        if not 0 < seconds <= MAX_EXPIRY_SECONDS:
            raise ValueError(f"the server would expire in {seconds:.0f} s")
        run.sleep(seconds + 2)
        gone = run.send(SB, "GET", path)
        run.judge("instance-expires", gone.status == 404, kept, gone)
    finally:
        run.send(SB, "DELETE", path)
