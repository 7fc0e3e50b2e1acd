"""Detect responses with which the service rejects the operations of tags. No I/O."""

from typing import Final

from ..errors import EdgegapError

__all__ = ["is_refusal"]

_STATUSES: Final = frozenset((400, 401, 403, 405, 501))


def is_refusal(error: EdgegapError) -> bool:
    """Whether the API itself rejects an operation. A proxy or firewall would respond with text or HTML."""
    return error.status in _STATUSES and error.body.startswith("{")
