"""Decompress the body of a response up to a size limit. No I/O; shared by sync and async.

httpx decompresses each received piece completely, however large the result is, and as often as the server says. Five
kilobytes that were compressed twice can become gigabytes before any check.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

import httpx

from ..errors import ResponseFormatError

if TYPE_CHECKING:
    from zlib import _Decompress  # pyright: ignore[reportPrivateUsage]

# The limit for the body of an error, in bytes: enough for any message, and quick to search for secrets.
LARGEST_ERROR: Final = 256 * 1024


class Body:
    """The body of one response. It is read piece by piece. This object owns the content.

    Args:
        response: The response with its headers.
        largest: The maximum size after decompression, in bytes.

    Attributes:
        content: The decompressed data so far.

    Raises:
        ResponseFormatError: The content encoding is not one that the client requested.
    """

    __slots__ = ("_head", "_largest", "_response", "_unpacker", "content")

    def __init__(self, response: httpx.Response, largest: int) -> None:
        self._response = response
        self._largest = largest if response.is_success else min(largest, LARGEST_ERROR)
        self.content = bytearray()
        # httpx ignores unknown content encodings, and so does this class.
        names = response.headers.get_list("content-encoding", split_commas=True)
        packings = [name.lower() for name in names if name.lower() in ("gzip", "deflate", "br", "zstd")]
        # The first bytes of a deflate stream, until it is known whether it has a header; None for other encodings.
        self._head: bytes | None = b"" if packings == ["deflate"] else None
        self._unpacker: _Decompress | None = None
        if packings in (["gzip"], ["deflate"]):
            # The header distinguishes the two forms.
            self._unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
        elif packings and response.is_success:
            raise self._refusal(f"has the encoding {', '.join(packings)[:50]}, which the client did not request")

    def add(self, piece: bytes) -> None:
        """Add the next received piece.

        Raises:
            ResponseFormatError: The piece cannot be decompressed, or the body is too large.
        """
        if self._unpacker is not None:
            piece = self._unpacked(self._unpacker, piece)
        self.content += piece
        if len(self.content) > self._largest:
            del self.content[self._largest :]
            raise self._refusal(f"is larger than {self._largest} bytes, the limit of max_response_bytes=")

    def _unpacked(self, unpacker: _Decompress, piece: bytes) -> bytes:
        room = self._largest - len(self.content) + 1
        try:
            if self._head is not None:
                self._head += piece
                if len(self._head) < 2:
                    return b""
                piece, self._head = self._head, None
                # Some servers omit the header of HTTP's deflate: a method of 8, and a multiple of 31.
                if piece[0] & 15 != 8 or int.from_bytes(piece[:2], "big") % 31:
                    unpacker = self._unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
            return unpacker.decompress(piece, room)
        except zlib.error as error:
            raise self._refusal("cannot be decompressed") from error

    def _refusal(self, reason: str) -> ResponseFormatError:
        refusal = ResponseFormatError(reason)
        refusal.status = self._response.status_code
        return refusal
