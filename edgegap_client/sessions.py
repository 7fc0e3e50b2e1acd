"""What waiting for a session or a relay session raises; the classes are those of `edgegap_client.errors`."""

from __future__ import annotations

from .errors import SessionError, SessionFailed, SessionTimedOut

__all__ = ["SessionError", "SessionFailed", "SessionTimedOut"]
