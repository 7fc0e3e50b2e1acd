"""The operations of relays, one module each. Written by `make generate`; do not edit."""

from typing import TYPE_CHECKING

from .._generated.orchestration.api.relays import AsyncRelaysResource as AsyncRelaysResource
from .._generated.orchestration.api.relays import RelaysResource as RelaysResource

if TYPE_CHECKING:
    from .._generated.orchestration.api.relays import authorize_relay_user as authorize_relay_user
    from .._generated.orchestration.api.relays import create_relay_session as create_relay_session
    from .._generated.orchestration.api.relays import delete_relay_session as delete_relay_session
    from .._generated.orchestration.api.relays import get_relay_session as get_relay_session
    from .._generated.orchestration.api.relays import list_relay_sessions as list_relay_sessions
    from .._generated.orchestration.api.relays import revoke_relay_user as revoke_relay_user
else:
    from .._generated.orchestration.api.relays import __getattr__ as __getattr__

__all__ = [
    "AsyncRelaysResource",
    "RelaysResource",
    "authorize_relay_user",
    "create_relay_session",
    "delete_relay_session",
    "get_relay_session",
    "list_relay_sessions",
    "revoke_relay_user",
]
