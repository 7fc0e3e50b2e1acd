"""One exchange with the server, through httpx's own client."""
# Written by `make generate` from _async/sending.py; do not edit.

from __future__ import annotations

from typing import Any, Final

import httpx

from ..._core.exchange import Exchange, current_exchange
from ...errors import ResponseFormatError
from ..decompression import Body
from ..http_clients import NO_COOKIES, as_httpx
from ..private import set_content

__all__ = ["PlainClient", "exchange"]

INCOMPLETE: Final = (httpx.NetworkError, httpx.RemoteProtocolError, ResponseFormatError)


class PlainClient(httpx.Client):
    """httpx's client without cookies: the API sets none, and looking for them is a fifth of its time."""

    def build_request(self, method: str, url: Any, **parts: Any) -> httpx.Request:
        return httpx.Request(method, url, **parts)  # no headers but ours

    @property
    def cookies(self) -> httpx.Cookies:
        return NO_COOKIES

    @cookies.setter
    def cookies(self, cookies: object) -> None:
        """None are kept."""


def exchange(client: Any, request: Any, state: Exchange, max_bytes: int) -> httpx.Response:
    """Send `request` and read the response whole, but no more than `max_bytes` of it, decompressed.

    Args:
        client: A client of httpx or httpx2.
        request: A request of the same package.
        state: Takes in whether something was sent.
        max_bytes: A longer response is a `ResponseFormatError`.
    """
    token = current_exchange.set(state)
    try:
        # Redirects are not followed: they could carry the token to another host.
        response = client.send(request, stream=True, follow_redirects=False)
        try:
            if response.is_stream_consumed:  # by a hook of an injected client, or by a mock
                return response  # type: ignore[no-any-return]
            body = Body(response, max_bytes)
            try:
                # Not aiter_bytes(), which decompresses without a bound.
                for piece in response.stream:
                    body.add(piece)
            except Exception as error:
                # The status of an error says more than its body, of which the beginning is enough.
                if response.is_success or not isinstance(as_httpx(error), INCOMPLETE):
                    raise
        finally:
            response.close()
        set_content(response, bytes(body.content))
        return response  # type: ignore[no-any-return]
    finally:
        current_exchange.reset(token)
