"""The errors that endpoints and models raise."""

from ...errors import EdgegapError, InvalidRequestError, ResponseFormatError

__all__ = ["EdgegapError", "InvalidRequestError", "ResponseFormatError"]
