"""The operations of sessions and relay sessions, with `wait_until_ready`."""
# Written by `make generate` from _async/sessions.py; do not edit.

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from .._core.public import public_in
from .._generated.orchestration.api.relays import RelaysResource
from .._generated.orchestration.api.sessions import SessionsResource
from ..errors import SessionFailed, SessionTimedOut
from .watchers import RelayWatcher, SessionWatcher, Waiter, Watcher

if TYPE_CHECKING:
    from .._generated.orchestration.models.relay_session import RelaySession
    from .._generated.orchestration.models.session import Session
    from .client import Edgegap


def _until_ready(watcher: Watcher, session_id: str, timeout: float) -> RelaySession | Session:
    waiter = watcher.join(session_id)

    def look(waiter: Waiter) -> bool | None:
        if waiter.session is None and (waiter.is_failed or waiter.is_gone):
            why = waiter.detail or "the service does not know it"
            raise SessionFailed(f"the session failed: {why}", session_id=session_id, last_status=waiter.status)
        return waiter.session is not None or None

    try:
        watcher.until(waiter, look, time.monotonic() + timeout)
    finally:
        watcher.leave(waiter)
    if waiter.session is None:
        raise SessionTimedOut(
            f"the session was not ready within {timeout:g} s", session_id=session_id, last_status=waiter.status
        )
    return waiter.session


@public_in("sessions")
class Relays(RelaysResource):
    """Relay sessions for peer-to-peer games.

    `wait_until_ready` waits for a session. The other methods are the operations of the API.
    """

    __slots__ = ("_edgegap",)

    def __init__(self, edgegap: Edgegap) -> None:
        super().__init__(edgegap)
        self._edgegap = edgegap

    def wait_until_ready(self, session_id: str, *, timeout: float = 60.0) -> RelaySession:
        """Wait until a relay session has its relay. This method never deletes the session.

        All waiting calls share one poller. `wake` makes it poll at once.

        Args:
            session_id: The id of the relay session.
            timeout: Seconds until the session must be ready.

        Returns:
            The relay session, with its `relay` and the tokens of its users.

        Raises:
            SessionFailed: No relay was found for the session, or the session does not exist.
            SessionTimedOut: The session was not ready in time.
        """
        from .._generated.orchestration.models.relay_session import RelaySession

        edgegap = self._edgegap
        watcher = edgegap._watcher(RelayWatcher)
        session = _until_ready(watcher, session_id, timeout)
        assert isinstance(session, RelaySession)
        return session

    def wake(self, session_id: str) -> None:
        """Poll a relay session at once, for instance after a webhook. You may call this method from any thread.

        With `replicas=`, waiting calls of other processes poll too. This method does not wait for Redis.
        """
        self._edgegap._wake(session_id)


@public_in("sessions")
class Sessions(SessionsResource):
    """Sessions place groups of players on shared deployments.

    `wait_until_ready` waits for a session. The other methods are the operations of the API.
    """

    __slots__ = ("_edgegap",)

    def __init__(self, edgegap: Edgegap) -> None:
        super().__init__(edgegap)
        self._edgegap = edgegap

    def wait_until_ready(self, session_id: str, *, timeout: float = 60.0) -> Session:
        """Wait until a session is linked to a deployment that runs. This method never deletes the session.

        All waiting calls share one poller. `wake` makes it poll at once.

        Args:
            session_id: The id of the session.
            timeout: Seconds until the session must be ready.

        Returns:
            The session, with its `deployment`.

        Raises:
            SessionFailed: No deployment has room for the session, or the session does not exist.
            SessionTimedOut: The session was not ready in time.
        """
        from .._generated.orchestration.models.session import Session

        edgegap = self._edgegap
        watcher = edgegap._watcher(SessionWatcher)
        session = _until_ready(watcher, session_id, timeout)
        assert isinstance(session, Session)
        return session

    def wake(self, session_id: str) -> None:
        """Poll a session at once, for instance after a webhook. You may call this method from any thread.

        With `replicas=`, waiting calls of other processes poll too. This method does not wait for Redis.
        """
        self._edgegap._wake(session_id)
