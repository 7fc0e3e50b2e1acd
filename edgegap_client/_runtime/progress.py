"""Follow a request through httpcore's public `trace` extension, for other pools than this package's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from .._core.exchange import Exchange

__all__ = ["CANCELLABLE", "note_progress"]

# Inside these steps, httpcore closes the connection of a cancelled request. Between them, its pool loses the
# connection.
CANCELLABLE: Final = frozenset(
    (
        "connect_tcp",
        "connect_unix_socket",
        "start_tls",
        "send_request_headers",
        "send_request_body",
        "receive_response_headers",
        "receive_response_body",
    )
)


def note_progress(exchange: Exchange, event: str, details: Mapping[str, Any]) -> str:
    """Note from an event, such as `connection.connect_tcp.started`, whether something was sent.

    Args:
        exchange: The attempt.
        event: The event's name.
        details: The data of the event, such as the request.

    Returns:
        The step that has begun; empty if a step has ended.
    """
    exchange.is_reported = True
    *_, step, state = event.split(".")
    # A CONNECT request opens a tunnel through a proxy. The server does not receive it.
    if (step, state) == ("send_request_headers", "started") and details["request"].method != b"CONNECT":
        exchange.begin_sending()
    return step if state == "started" else ""
