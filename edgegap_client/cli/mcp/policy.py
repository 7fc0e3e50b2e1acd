"""The guard of each operation for agents. Operations that are not in the table are not offered."""

from __future__ import annotations

from enum import Enum
from typing import Final

from attrs import frozen


class Kind(Enum):
    """The kind of guard of an operation."""

    PUBLIC = "it shows nothing of an application"
    APPLICATION = "an argument names the application"
    APPLICATIONS = "it lists applications, of which those that are not allowed are left out"
    DEPLOYMENT = "an argument names a deployment, whose application is looked up"
    OWNED = "an argument names a deployment, which the session must have created"
    ORGANISATION = "what it touches belongs to no application; not offered with a list of applications"
    BY_HAND = "a tool with more guards takes its place"
    NEVER = "it costs money or ends something, and nothing says whose that is"


@frozen
class Policy:
    """The guard of one operation.

    Attributes:
        kind: The guard.
        arguments: The arguments that name an application or the deployment.
        tags: The arguments that name a tag of a deployment.
        is_read: Whether the operation only reads, although its method is not GET.
    """

    kind: Kind
    arguments: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    is_read: bool = False


PUBLIC: Final = Policy(Kind.PUBLIC)
ORGANISATION: Final = Policy(Kind.ORGANISATION)
BY_HAND: Final = Policy(Kind.BY_HAND)
NEVER: Final = Policy(Kind.NEVER)
IN_APP_NAME: Final = Policy(Kind.APPLICATION, ("app_name",))
OF_DEPLOYMENT: Final = Policy(Kind.DEPLOYMENT, ("deployment_id",))
OWN_DEPLOYMENT: Final = Policy(Kind.OWNED, ("deployment_id",))
OWN_SERVER: Final = Policy(Kind.OWNED, ("request_id",))

POLICIES: Final[dict[str, Policy]] = {
    # Orchestration.
    "create_application": Policy(Kind.APPLICATION, ("name",)),
    "get_application": IN_APP_NAME,
    "update_application": Policy(Kind.APPLICATION, ("app_name", "name")),
    "delete_application": IN_APP_NAME,
    "list_applications": Policy(Kind.APPLICATIONS),
    "create_app_version": IN_APP_NAME,
    "get_app_version": IN_APP_NAME,
    "update_app_version": IN_APP_NAME,
    "delete_app_version": IN_APP_NAME,
    "list_app_versions": IN_APP_NAME,
    **dict.fromkeys(("list_registry_tags", "delete_registry_tag", "bulk_delete_registry_tags"), ORGANISATION),
    **dict.fromkeys((f"{verb}_endpoint_storage" for verb in ("create", "get", "update", "delete")), ORGANISATION),
    **dict.fromkeys((f"{verb}_pull_profile" for verb in ("create", "get", "update", "delete")), ORGANISATION),
    **dict.fromkeys(("list_endpoint_storages", "list_pull_profiles"), ORGANISATION),
    **dict.fromkeys(("link_pull_profile", "unlink_pull_profile"), ORGANISATION),
    **dict.fromkeys(("create_deployment", "create_deployment_v1", "deploy_to_private_fleet"), BY_HAND),
    **dict.fromkeys(("stop_deployment", "bulk_stop_deployments", "list_deployments"), BY_HAND),
    **dict.fromkeys(("get_deployment_logs", "get_deployment_metrics"), BY_HAND),
    "get_deployment": OF_DEPLOYMENT,
    "self_stop_deployment": NEVER,
    "report_deployment": OWN_DEPLOYMENT,
    "update_deployment": OWN_SERVER,
    **dict.fromkeys(("list_deployment_tags", "get_deployment_tag"), OF_DEPLOYMENT),
    "create_deployment_tag": Policy(Kind.OWNED, ("deployment_id",), tags=("name",)),
    "update_deployment_tag": Policy(Kind.OWNED, ("deployment_id",), tags=("tag_name", "name")),
    "delete_deployment_tag": Policy(Kind.OWNED, ("deployment_id",), tags=("tag_name",)),
    "list_locations": Policy(Kind.APPLICATION, ("app",)),
    **dict.fromkeys(("list_beacons", "get_public_ip", "lookup_ip"), PUBLIC),
    "lookup_ips": Policy(Kind.PUBLIC, is_read=True),
    "list_private_hosts": ORGANISATION,
    **dict.fromkeys(("list_relay_sessions", "get_relay_session"), ORGANISATION),
    **dict.fromkeys(("authorize_relay_user", "revoke_relay_user"), NEVER),
    **dict.fromkeys(("create_relay_session", "delete_relay_session"), NEVER),
    **dict.fromkeys(("list_lobbies", "get_lobby"), ORGANISATION),
    **dict.fromkeys(("create_lobby", "delete_lobby", "deploy_lobby", "terminate_lobby"), NEVER),
    **dict.fromkeys(("get_session", "list_sessions", "list_session_users"), ORGANISATION),
    **dict.fromkeys(("create_session", "delete_session", "bulk_stop_sessions"), NEVER),
    **dict.fromkeys(("add_session_users", "remove_session_users"), NEVER),
    # Matchmaking. A ticket can start a deployment, which does not have the session's tag.
    **dict.fromkeys(("get_matchmaker_health", "list_matchmaker_beacons"), PUBLIC),
    **dict.fromkeys(("get_ticket", "get_group", "get_member", "get_backfill"), ORGANISATION),
    **dict.fromkeys(("inspect_tickets", "inspect_matches"), ORGANISATION),
    **dict.fromkeys(("create_ticket", "delete_ticket", "create_group_tickets"), NEVER),
    **dict.fromkeys(("create_group", "delete_group", "join_group", "update_member", "leave_group"), NEVER),
    **dict.fromkeys(("create_backfill", "delete_backfill"), NEVER),
    # Server Browser. Its servers are deployments.
    **dict.fromkeys(("get_server_browser_health", "list_server_browser_beacons"), PUBLIC),
    **dict.fromkeys(("list_instances", "get_instance", "list_slots", "get_slot"), ORGANISATION),
    **dict.fromkeys(("create_instance", "update_instance", "delete_instance", "keep_instance_alive"), OWN_SERVER),
    **dict.fromkeys(("create_slot", "update_slot", "delete_slot"), OWN_SERVER),
    **dict.fromkeys(("reserve_seat", "confirm_reservations"), OWN_SERVER),
    "reserve_any_seat": NEVER,
}
