"""What can go wrong while a relay session or a session is waited for."""

from __future__ import annotations

from .errors import EdgegapError

__all__ = ["SessionError", "SessionFailed", "SessionTimedOut"]


class SessionError(EdgegapError):
    """The family of sessions and relay sessions that were waited for in vain.

    It has the attributes of `EdgegapError` too.

    Attributes:
        session_id: The session. It was left alone: delete it if it is of no use.
        last_status: The last state read; empty if none was.
    """

    def __init__(self, message: str, *, session_id: str = "", last_status: str = "") -> None:
        super().__init__(message, operation="wait_until_ready")
        self.session_id = session_id
        self.last_status = last_status

    def __str__(self) -> str:
        seen = f"; last seen in {self.last_status}" if self.last_status else ""
        return f"{self.message}; session {self.session_id}{seen}; it was left alone"


class SessionFailed(SessionError):
    """It was not linked to a relay or deployment, or has ended; the message has the service's reason."""


class SessionTimedOut(SessionError):
    """It was not ready in time."""
