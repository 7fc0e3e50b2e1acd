"""The body of a response: unpacked, and read no further than a bound. No I/O; shared by sync and async.

httpx unpacks each piece that it receives whole, however large it becomes, and as many times as the server says: five
kilobytes that were packed twice become gigabytes before anyone can count them.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

import httpx

from ..errors import ResponseFormatError

if TYPE_CHECKING:
    from zlib import _Decompress  # pyright: ignore[reportPrivateUsage]

# Of a response that is an error anyway: enough for any message, and quickly searched for secrets.
LARGEST_ERROR: Final = 256 * 1024


class Body:
    """The body of one response, piece by piece.

    Args:
        response: The response, whose head is there.
        largest: How many bytes to take at the most, unpacked.

    Attributes:
        content: What has come so far, unpacked.

    Raises:
        ResponseFormatError: It is packed in a way that was not asked for.
    """

    __slots__ = ("_head", "_largest", "_response", "_unpacker", "content")

    def __init__(self, response: httpx.Response, largest: int) -> None:
        self._response = response
        self._largest = largest if response.is_success else min(largest, LARGEST_ERROR)
        self.content = bytearray()
        # httpx takes names that it does not know for no packing at all, and so do we.
        names = response.headers.get_list("content-encoding", split_commas=True)
        packings = [name.lower() for name in names if name.lower() in ("gzip", "deflate", "br", "zstd")]
        # What came before a deflate stream has shown whether it has a header; None for what needs none.
        self._head: bytes | None = b"" if packings == ["deflate"] else None
        self._unpacker: _Decompress | None = None
        if packings in (["gzip"], ["deflate"]):
            # Either form is recognized by its header.
            self._unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
        elif packings and response.is_success:
            raise self._refusal(f"is packed as {', '.join(packings)[:50]}, which was not asked for")

    def add(self, piece: bytes) -> None:
        """Take the next piece as it came.

        Raises:
            ResponseFormatError: It cannot be unpacked, or is too much.
        """
        if self._unpacker is not None:
            piece = self._unpacked(self._unpacker, piece)
        self.content += piece
        if len(self.content) > self._largest:
            del self.content[self._largest :]
            raise self._refusal(f"is larger than {self._largest} bytes")

    def _unpacked(self, unpacker: _Decompress, piece: bytes) -> bytes:
        room = self._largest - len(self.content) + 1
        try:
            if self._head is not None:
                self._head += piece
                if len(self._head) < 2:
                    return b""
                piece, self._head = self._head, None
                # Some servers leave out the header that HTTP's deflate has: a method of 8, and a multiple of 31.
                if piece[0] & 15 != 8 or int.from_bytes(piece[:2], "big") % 31:
                    unpacker = self._unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
            return unpacker.decompress(piece, room)
        except zlib.error as error:
            raise self._refusal("cannot be unpacked") from error

    def _refusal(self, reason: str) -> ResponseFormatError:
        refusal = ResponseFormatError(reason)
        refusal.status = self._response.status_code
        return refusal
