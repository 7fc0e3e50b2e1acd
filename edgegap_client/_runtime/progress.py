"""How far httpcore is with a request, by its public `trace` extension: for pools that are not ours."""

from __future__ import annotations

from typing import Final

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


def note_progress(exchange: Exchange, event: str) -> str:
    """Note what an event such as `connection.connect_tcp.started` says about whether something was sent.

    Returns:
        The step that has begun, empty if one has ended.
    """
    exchange.is_reported = True
    *_, step, state = event.split(".")
    if step == "send_request_headers" and state == "started":
        exchange.begin_sending()
    elif step == "start_tls" and state == "complete":
        exchange.nothing_was_sent()  # what was written so far asked a proxy for a tunnel
    return step if state == "started" else ""
