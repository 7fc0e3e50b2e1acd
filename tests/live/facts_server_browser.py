"""The facts of a server browser: openapi/server_browser.yaml."""

from __future__ import annotations

from .facts import Fact

INSTANCES = tuple(f"{verb}_instance" for verb in ("create", "get", "update", "delete"))
SLOTS = ("create_slot", "list_slots", "get_slot", "update_slot", "delete_slot")
RESERVATIONS = ("reserve_seat", "reserve_any_seat", "confirm_reservations")
READS = ("get_server_browser_health", "list_server_browser_beacons")

FACTS = (
    Fact(
        "sb-success-status",
        "A success has the status 200 with a body, or 204 without a body.",
        "EdgegapIntegrationKit in part",
        (*READS, *INSTANCES, "list_instances", "keep_instance_alive", *SLOTS, *RESERVATIONS),
        (
            "Nobody's live test of this API is known.",
            "no source knows the exact status of a success, and every client accepts any",
        ),
    ),
    Fact(
        "sb-error-body",
        "The body of an error is an object with `message`.",
        "guess",
        (*INSTANCES, *SLOTS, *RESERVATIONS),
        (
            "no source knows the body of an error",
            "No source knows the form. The field `message` is a guess from the orchestration API.",
        ),
    ),
    Fact(
        "sb-statuses",
        "An operation returns only statuses of its document. Some of them are guesses.",
        "guess",
        (*INSTANCES, "list_instances", "keep_instance_alive", *SLOTS, *RESERVATIONS),
        ("statuses that no source names for the operation",),
    ),
    Fact("sb-health", "The health response has a status, which is healthy.", "Unity", READS[:1]),
    Fact("sb-beacons", "The list of beacons has the keys count and beacons.", "Unity", READS[1:]),
    Fact(
        "sb-limits",
        "The service returns 429 above some rate.",
        "guess",
        ("list_instances", "reserve_seat"),
        unchecked="the check would disturb other players of the server browser",
    ),
    Fact("sb-client-token", "A register request with the client token gives 401.", "guess", INSTANCES[:1]),
    Fact("sb-client-reads", "The client token may read one server.", "documentation", ("get_instance",)),
    # --- server instances
    Fact("instance-unknown", "An unknown server gives 404.", "Unity", ("get_instance",)),
    Fact("instance-conflict", "A second register request gives 409.", "Unity", ("create_instance",)),
    Fact("instance-times", "created_at is in ISO 8601 with a zone.", "Unity", ("get_instance",)),
    Fact(
        "instance-totals",
        "A server has the total numbers of its seats.",
        "Unity, EdgegapIntegrationKit",
        ("get_instance",),
    ),
    Fact(
        "instance-metadata",
        "A PATCH replaces the metadata.",
        "guess",
        ("update_instance",),
        ("Whether the service merges or replaces the metadata is not known, so send all values.",),
    ),
    Fact("instance-deleted", "A server that was deleted gives 404.", "Unity", ("delete_instance", "get_instance")),
    Fact("keep-alive", "A keep-alive returns expires_at, which is later than now.", "Unity", ("keep_instance_alive",)),
    Fact("keep-alive-unknown", "A keep-alive of an unknown server gives 404.", "Unity", ("keep_instance_alive",)),
    Fact("keep-alive-colon", "The path with a colon gives 404 or 405.", "guess", ("keep_instance_alive",)),
    Fact(
        "instance-expires",
        "The service deletes a server after expires_at.",
        "Unity",
        ("keep_instance_alive", "get_instance"),
    ),
    # --- lists
    Fact(
        "list-pagination", "A page has page_size. next_cursor is null on the last page.", "Unity", ("list_instances",)
    ),
    Fact(
        "list-cursor",
        "If a page ends before the last slot, it has a cursor for the next page.",
        "EdgegapIntegrationKit",
        ("list_slots",),
    ),
    Fact("list-limit", "Without a limit, a page has at most 10 items.", "EdgegapIntegrationKit", ("list_instances",)),
    Fact("list-filter", "A $filter on a seat total omits servers that do not match.", "Unity", ("list_instances",)),
    Fact("list-filters-anded", "A server must match all conditions that `and` joins.", "Unity", ("list_instances",)),
    Fact(
        "list-escaping",
        "In a text of a filter, two quotation marks mean one quotation mark.",
        "guess",
        ("list_instances",),
    ),
    Fact("list-unknown-field", "A filter on a field without an index gives 400.", "guess", ("list_instances",)),
    Fact("list-old-parameter", "The old parameter `filter` gives 400.", "guess", ("list_instances",)),
    # --- slots
    Fact("slot-conflict", "A slot whose name is taken gives 409.", "guess", ("create_slot",)),
    Fact(
        "slot-absolute",
        "A PATCH sets available_seats to the number in the request.",
        "Unity",
        ("update_slot", "get_slot"),
    ),
    Fact("slot-deleted", "A slot that was deleted gives 404.", "guess", ("delete_slot", "get_slot")),
    # --- reservations
    Fact("reserve-joinable", "joinable_seats is available_seats minus reserved_seats.", "guess", ("reserve_seat",)),
    Fact("reserve-duplicate", "A second reservation of a user gives 409.", "Unity", ("reserve_seat",)),
    Fact("reserve-full", "A reservation without a free seat gives 409.", "Unity", ("reserve_seat",)),
    Fact(
        "reserve-conflicts-alike",
        "Both errors with 409 have the same text.",
        "guess",
        ("reserve_seat",),
    ),
    Fact("reserve-any-unknown", "An unknown policy gives 404.", "Unity", ("reserve_any_seat",)),
    Fact(
        "confirm-accepted",
        "A confirmation accepts a user with a reservation. It reports any other user as unknown.",
        "Unity",
        ("confirm_reservations",),
    ),
    Fact("confirm-seats", "A confirmation does not change available_seats.", "Unity", ("confirm_reservations",)),
    Fact(
        "confirm-expired",
        "A confirmation 31 seconds after a reservation reports the user as expired.",
        "documentation",
        ("confirm_reservations",),
    ),
)
