"""The operations of sessions, one module each. Written by `make generate`; do not edit."""

from typing import TYPE_CHECKING

from .._generated.orchestration.api.sessions import AsyncSessionsResource as AsyncSessionsResource
from .._generated.orchestration.api.sessions import SessionsResource as SessionsResource

if TYPE_CHECKING:
    from .._generated.orchestration.api.sessions import add_session_users as add_session_users
    from .._generated.orchestration.api.sessions import bulk_stop_sessions as bulk_stop_sessions
    from .._generated.orchestration.api.sessions import create_session as create_session
    from .._generated.orchestration.api.sessions import delete_session as delete_session
    from .._generated.orchestration.api.sessions import get_session as get_session
    from .._generated.orchestration.api.sessions import list_session_users as list_session_users
    from .._generated.orchestration.api.sessions import list_sessions as list_sessions
    from .._generated.orchestration.api.sessions import remove_session_users as remove_session_users
else:
    from .._generated.orchestration.api.sessions import __getattr__ as __getattr__

__all__ = [
    "AsyncSessionsResource",
    "SessionsResource",
    "add_session_users",
    "bulk_stop_sessions",
    "create_session",
    "delete_session",
    "get_session",
    "list_session_users",
    "list_sessions",
    "remove_session_users",
]
