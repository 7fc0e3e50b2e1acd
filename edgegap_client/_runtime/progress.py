"""How far httpcore is with a request, by its public `trace` extension: for pools that are not ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from .._core.exchange import Exchange

__all__ = ["CANCELLABLE", "note_progress"]

# Inside these steps httpcore closes the connection of a request that is cancelled; between them its pool loses it.
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
    """Note what an event such as `connection.connect_tcp.started` says about whether something was sent.

    Args:
        exchange: The attempt.
        event: The event's name.
        details: What the event is about, such as the request.

    Returns:
        The step that has begun, empty if one has ended.
    """
    exchange.is_reported = True
    *_, step, state = event.split(".")
    # A request with CONNECT asks a proxy for a tunnel. The server receives nothing of it.
    if (step, state) == ("send_request_headers", "started") and details["request"].method != b"CONNECT":
        exchange.begin_sending()
    return step if state == "started" else ""
