"""Errors that `wait_until_ready` of sessions and relay sessions raises.

`AsyncSessions`, `Sessions`, `AsyncRelays` and `Relays` are the classes of `edgegap.sessions` and `edgegap.relays`, for
annotations.
"""

from typing import TYPE_CHECKING

from ._core.public import lazy_names
from .errors import SessionError, SessionFailed, SessionTimedOut

if TYPE_CHECKING:
    from ._async.sessions import AsyncRelays, AsyncSessions
    from ._sync.sessions import Relays, Sessions
else:
    __getattr__, __dir__ = lazy_names(
        __name__,
        {
            "AsyncRelays": "_async.sessions",
            "AsyncSessions": "_async.sessions",
            "Relays": "_sync.sessions",
            "Sessions": "_sync.sessions",
        },
    )

__all__ = [
    "AsyncRelays",
    "AsyncSessions",
    "Relays",
    "SessionError",
    "SessionFailed",
    "SessionTimedOut",
    "Sessions",
]
