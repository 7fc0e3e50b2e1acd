"""What a request ends in whose client is closed while it is on its way."""

from __future__ import annotations

from .._core.exchange import Exchange
from ..errors import ClientClosedError, Outcome

__all__ = ["closed_meanwhile"]


def closed_meanwhile(exchange: Exchange) -> ClientClosedError:
    """The error for such a request."""
    error = ClientClosedError("the client was closed while a request was on its way")
    error.outcome = Outcome.UNKNOWN if exchange.may_have_been_sent else Outcome.NOT_SENT
    return error
