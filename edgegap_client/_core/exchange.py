"""How long a call may take, and how far its request came. No I/O; shared by sync and async.

A call has one deadline for everything: waiting for its turn, connecting, each attempt, and the pauses between them.
It is kept at the socket: every connect, read and write waits no longer than what is left of it.
"""

from __future__ import annotations

import time
from contextvars import ContextVar
from typing import Final, Literal, TypeAlias

# A socket time-out of 0 would mean "do not wait at all" to one layer and "wait for ever" to another.
SHORTEST: Final = 0.001


class Exchange:
    """One request on its way.

    Attributes:
        deadline: When it must be over, by the monotonic clock.
        sent: Whether a byte of it was handed to the network.
        watched: Whether `sent` is known: connections that the client opened itself tell, an injected client's do not.
        abandoned: Whether its caller has left. What was not sent yet is then not sent at all.
        patience: Seconds between two looks at whether the caller has left; None where callers cannot leave.
    """

    __slots__ = ("abandoned", "deadline", "patience", "sent", "watched")

    def __init__(self, deadline: float, *, watched: bool) -> None:
        self.deadline = deadline
        self.sent = False
        self.watched = watched
        self.abandoned = False
        self.patience: float | None = None


current_exchange: ContextVar[Exchange | None] = ContextVar("edgegap_exchange", default=None)


# The name of an exception of httpcore, which takes long to import: it is not, before there is a client.
TooLate: TypeAlias = Literal["ConnectTimeout", "ReadTimeout", "WriteTimeout"]


def capped(timeout: float | None, too_late: TooLate = "ReadTimeout") -> float | None:
    """`timeout`, but no more than what is left of the current exchange's deadline.

    Raises:
        httpcore.TimeoutException: Nothing is left: `too_late`.
    """
    exchange = current_exchange.get()
    if exchange is None:
        return timeout
    left = exchange.deadline - time.monotonic()
    if left <= 0:
        raise _error(too_late, "the deadline has passed")
    left = max(left, SHORTEST)
    return left if timeout is None else min(timeout, left)


def starting_to_send() -> None:
    """Note that the current exchange's request goes out now; stop it if its caller has left meanwhile."""
    exchange = current_exchange.get()
    if exchange is not None and not exchange.sent:
        if exchange.abandoned:
            # Not a WriteError: after one of those httpcore goes on to wait for an answer.
            raise _error("WriteTimeout", "cancelled before it was sent")
        capped(None, "WriteTimeout")
        exchange.sent = True


def nothing_sent_yet() -> None:
    """Note that what was sent was for a proxy: a tunnel is open now, and the request is yet to come."""
    exchange = current_exchange.get()
    if exchange is not None:
        exchange.sent = False


def _error(kind: TooLate, text: str) -> Exception:
    import httpcore

    match kind:
        case "ConnectTimeout":
            return httpcore.ConnectTimeout(text)
        case "ReadTimeout":
            return httpcore.ReadTimeout(text)
        case "WriteTimeout":
            return httpcore.WriteTimeout(text)
