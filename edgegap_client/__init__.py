"""A Python client for the Edgegap API: `Edgegap`, and `AsyncEdgegap` for asyncio."""

from ._async.client import AsyncEdgegap
from ._async.paging import AsyncPager
from ._operation import Operation, Response
from ._retries import Retry, RetryPolicy
from ._sync.client import Edgegap
from ._sync.paging import Pager
from ._version import __version__
from ._wire import UNSET, Unset
from .errors import (
    AuthenticationError,
    ClientClosedError,
    ClientError,
    ConfigurationError,
    ConflictError,
    ConnectionFailed,
    EdgegapError,
    GoneError,
    ImagePullError,
    InvalidRequestError,
    NoCapacityError,
    NotFoundError,
    Outcome,
    PageLoopError,
    PermissionDeniedError,
    QuotaExceededError,
    RateLimitedError,
    ResponseFormatError,
    ServerError,
    StatusError,
    TimedOut,
    TransportError,
    UnexpectedStatusError,
)

__all__ = [
    "UNSET",
    "AsyncEdgegap",
    "AsyncPager",
    "AuthenticationError",
    "ClientClosedError",
    "ClientError",
    "ConfigurationError",
    "ConflictError",
    "ConnectionFailed",
    "Edgegap",
    "EdgegapError",
    "GoneError",
    "ImagePullError",
    "InvalidRequestError",
    "NoCapacityError",
    "NotFoundError",
    "Operation",
    "Outcome",
    "PageLoopError",
    "Pager",
    "PermissionDeniedError",
    "QuotaExceededError",
    "RateLimitedError",
    "Response",
    "ResponseFormatError",
    "Retry",
    "RetryPolicy",
    "ServerError",
    "StatusError",
    "TimedOut",
    "TransportError",
    "UnexpectedStatusError",
    "Unset",
    "__version__",
]
