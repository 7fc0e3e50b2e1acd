"""Send one request and read its response, through httpx's client."""
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
    """httpx's client without cookies. The API sets none, and the search for them takes a fifth of its time."""

    def build_request(self, method: str, url: Any, **parts: Any) -> httpx.Request:
        return httpx.Request(method, url, **parts)  # only this package's headers

    @property
    def cookies(self) -> httpx.Cookies:
        return NO_COOKIES

    @cookies.setter
    def cookies(self, cookies: object) -> None:
        """Keep no cookies."""


def exchange(client: Any, request: Any, state: Exchange, max_bytes: int) -> httpx.Response:
    """Send `request`, and read the response up to `max_bytes` after decompression.

    Args:
        client: A client of httpx or httpx2.
        request: A request of the same package.
        state: Records whether something was sent.
        max_bytes: The maximum size. A longer response raises a `ResponseFormatError`.
    """
    token = current_exchange.set(state)
    try:
        # The client does not follow redirects, because these could send the token to another host.
        response = client.send(request, stream=True, follow_redirects=False)
        try:
            if response.is_stream_consumed:  # read by a hook of an injected client, or by a mock
                return response  # type: ignore[no-any-return]
            body = Body(response, max_bytes)
            try:
                # Not aiter_bytes(), which decompresses without a limit.
                for piece in response.stream:
                    body.add(piece)
            except Exception as error:
                # The beginning of an error's body is enough, because its status says more.
                if response.is_success or not isinstance(as_httpx(error), INCOMPLETE):
                    raise
        finally:
            response.close()
        set_content(response, bytes(body.content))
        return response  # type: ignore[no-any-return]
    finally:
        current_exchange.reset(token)
