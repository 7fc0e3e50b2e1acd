"""The facts of a managed matchmaker: openapi/matchmaking.yaml."""

from __future__ import annotations

from .facts import Fact

MEMBERS = ("get_member", "update_member", "leave_group")
GROUPS = ("create_group", "get_group", "delete_group", "join_group", *MEMBERS)
TICKETS = ("create_ticket", "get_ticket", "delete_ticket", "create_group_tickets")
BACKFILLS = ("create_backfill", "get_backfill", "delete_backfill")
READS = ("get_matchmaker_health", "list_matchmaker_beacons")

FACTS = (
    Fact(
        "mm-success-status",
        "A success has the status 200 with a body, or 204 without a body.",
        "guess",
        (*READS, *TICKETS, *GROUPS, *BACKFILLS),
        ("no source knows the exact status of a success, and every client accepts any",),
    ),
    Fact(
        "mm-error-body",
        "The body of an error is an object with `message`.",
        "guess",
        (*TICKETS, *GROUPS, *BACKFILLS),
        (
            "no source knows the body of an error",
            "No source knows the form. The field `message` is a guess from the orchestration API.",
        ),
    ),
    Fact(
        "mm-statuses",
        "An operation returns only statuses of its document. Some of them are guesses.",
        "guess",
        ("update_member", "join_group", "inspect_tickets", "inspect_matches"),
        ("statuses that no source names for the operation",),
    ),
    Fact("mm-health", "The health response has a status, which is healthy in any letter case.", "Unity", READS[:1]),
    Fact("mm-beacons", "The list of beacons has the keys count and beacons.", "Unity", READS[1:]),
    Fact("mm-raw-token", "A word such as Bearer before the token gives 401.", "agent skills, onegun", ("get_ticket",)),
    Fact(
        "mm-limits",
        "The service returns 429 above the rate limits of the tier.",
        "EdgegapIntegrationKit",
        ("create_ticket", "get_ticket", "create_backfill"),
        unchecked="the check would disturb other players of the matchmaker",
    ),
    # --- tickets
    Fact("ticket-unknown", "An unknown ticket gives 404.", "Unity", ("get_ticket",)),
    Fact("ticket-profile", "An unknown profile gives 400.", "onegun", ("create_ticket",)),
    Fact("ticket-attributes", "An attribute without a rule gives 400.", "onegun", ("create_ticket",)),
    Fact("ticket-times", "created_at is in UTC, with Z.", "Unity, onegun", ("create_ticket",)),
    Fact("ticket-searching", "A new ticket has the status SEARCHING.", "onegun", ("create_ticket",)),
    Fact("ticket-deleted", "A ticket that was deleted gives 404.", "guess", ("delete_ticket", "get_ticket")),
    Fact("ticket-deleted-twice", "A second delete gives 404.", "Unity", ("delete_ticket",)),
    Fact(
        "ticket-unknown-key",
        "The service ignores a key of a request that is not in the document.",
        "guess",
        ("create_ticket",),
    ),
    Fact("group-ticket-group", "The tickets of a group request share a group_id.", "Unity", ("create_group_tickets",)),
    Fact(
        "group-ticket-deleted",
        "Deleting one ticket of a group request cancels the others.",
        "guess",
        ("create_group_tickets", "delete_ticket"),
    ),
    # --- a match
    Fact(
        "match-states", "The states of a ticket are SEARCHING, MATCH_FOUND, HOST_ASSIGNED.", "onegun", ("get_ticket",)
    ),
    Fact("match-delete", "A delete of a ticket with a match gives 409.", "Unity, agent skills", ("delete_ticket",)),
    Fact("match-host", "The host name begins with the id of the deployment.", "Unity", ("get_ticket",)),
    Fact("match-tags", "The deployment has the ticket ids as tags.", "documentation", ("get_ticket",)),
    Fact("match-ports", "The ports of an assignment are numbers.", "onegun", ("get_ticket",)),
    # --- groups
    Fact(
        "group-not-ready",
        "A group that is not ready has the status INITIAL.",
        "a third party's notes",
        ("create_group", "get_group"),
        ("Other values are possible: the state of a group that is not ready is not known.",),
    ),
    Fact("group-unknown", "An unknown group gives 404.", "Unity", ("get_group",)),
    Fact("group-member-unknown", "An unknown member gives 404.", "Unity", ("get_member",)),
    Fact(
        "group-full",
        "A group that is full refuses members with 409.",
        "guess",
        ("join_group",),
        ("The status of this response is not known. Each request adds another member.",),
    ),
    Fact("group-profile", "A member with another profile gives 400.", "guess", ("join_group",)),
    Fact(
        "group-leave",
        "If a member leaves before the search, only this member leaves.",
        "documentation",
        ("leave_group",),
    ),
    Fact("group-ready", "A PATCH with is_ready false returns the member.", "Unity", ("update_member",)),
    Fact("group-deleted", "A group that was deleted gives 404 or CANCELLED.", "guess", ("delete_group", "get_group")),
    # --- backfills
    Fact("backfill-unknown", "An unknown backfill gives 404.", "Unity", ("get_backfill",)),
    Fact(
        "backfill-status",
        "A waiting backfill has the status SEARCHING.",
        "guess",
        ("create_backfill", "get_backfill"),
        ("Only ASSIGNED is known. The service also has other values.",),
    ),
    Fact("backfill-waiting", "assigned_ticket is null until a player is assigned.", "Unity", ("get_backfill",)),
    Fact("backfill-deleted", "A backfill that was deleted gives 404.", "Unity", ("delete_backfill", "get_backfill")),
    # --- inspect, the container
    Fact(
        "inspect-tickets",
        "inspect returns a list of tickets, or 404 if it is disabled.",
        "guess",
        ("inspect_tickets",),
        (
            "Returns the current tickets of the matchmaker. No source shows the form of the response,",
            "JSON of unknown form.",
        ),
    ),
    Fact(
        "inspect-matches",
        "inspect returns a list of matches, or 404 if it is disabled.",
        "guess",
        ("inspect_matches",),
        ("Returns the current matches of the matchmaker. No source shows the form of the response,",),
    ),
    Fact(
        "container-variables",
        "A container has MM_EXPANSION since version 3.3, and MM_EXPANSION_STAGE before 3.3.",
        "the sources disagree",
        ("get_ticket",),
        unchecked="only a container can read its variables",
    ),
)
