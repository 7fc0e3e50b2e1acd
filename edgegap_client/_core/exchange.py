"""One attempt to send a request: its deadline, and whether a byte of it was written. No I/O."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Protocol


class Permission(Protocol):
    """The permission to send a request that its caller may withdraw, such as the create request of a launch.

    Attributes:
        sent: Whether the client sent a byte of any attempt.
    """

    @property
    def sent(self) -> bool: ...

    @sent.setter
    def sent(self, value: bool) -> None: ...

    def check(self) -> None:
        """Raise if the request must no longer be sent."""
        ...


class Exchange:
    """One attempt to send a request. This object owns its state.

    Attributes:
        deadline: The end of the call, by the monotonic clock.
        sent: Whether a byte of the request was handed to the network.
        is_reported: Whether `sent` is known. Once the httpx client has the request, only its transport knows. A mock
            may replace the transport, and other transports do not report it.
        refusal: The error if the request must no longer be sent, for instance because its client was closed.
    """

    __slots__ = ("_permission", "_was_sent", "deadline", "is_reported", "refusal", "sent")

    def __init__(self, deadline: float, permission: Permission | None = None) -> None:
        self.deadline = deadline
        self.sent = False
        self.is_reported = True
        self.refusal: Exception | None = None
        self._permission = permission
        self._was_sent = permission is not None and permission.sent

    @property
    def was_sent(self) -> bool | None:
        """Whether a byte of the request was handed to the network; None if that is not known."""
        return self.sent if self.is_reported else None

    @property
    def may_have_been_sent(self) -> bool:
        """Whether the server may have received a part of the request."""
        return self.sent or not self.is_reported

    def begin_sending(self) -> None:
        """Note that the first byte is sent now; raise if the request must no longer be sent."""
        if self.refusal is not None:
            raise self.refusal
        if self._permission is not None:
            # The order matters: a caller that withdraws the permission checks `sent` afterwards.
            self._permission.sent = True
            try:
                self._permission.check()
            except BaseException:
                self._permission.sent = self._was_sent
                raise
        self.sent = True

    def nothing_was_sent(self) -> None:
        """Note that the operating system rejected the first bytes."""
        self.sent = False
        if self._permission is not None:
            self._permission.sent = self._was_sent


# A connection gets the exchange of its request from here, because httpcore passes no other data to it.
current_exchange: ContextVar[Exchange | None] = ContextVar("edgegap_exchange", default=None)
