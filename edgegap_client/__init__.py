"""A Python client for the Edgegap API: `Edgegap`, and `AsyncEdgegap` for asyncio."""

from typing import TYPE_CHECKING

from ._core.decoding import UNSET, Unset
from ._core.operation import Operation, Response
from ._core.public import lazy_names
from ._core.retries import Retry, RetryPolicy
from ._version import __version__
from .errors import (
    AuthenticationError,
    BadRequestError,
    CertificateError,
    ClientClosedError,
    ClientError,
    ConfigurationError,
    ConflictError,
    ConnectionFailed,
    DeploymentFailed,
    EdgegapError,
    GoneError,
    ImagePullError,
    InvalidRequestError,
    LaunchCancelled,
    LaunchError,
    LaunchTimedOut,
    NoCapacityError,
    NotFoundError,
    Outcome,
    PageLoopError,
    PermissionDeniedError,
    QuotaExceededError,
    RateLimitedError,
    ResponseFormatError,
    ServerError,
    SessionError,
    SessionFailed,
    SessionTimedOut,
    StatusError,
    TimedOut,
    TooManyActive,
    TransportError,
    UnexpectedStatusError,
)

if TYPE_CHECKING:
    from ._async.client import AsyncEdgegap
    from ._core._async.paging import AsyncPager
    from ._core._sync.paging import Pager
    from ._sync.client import Edgegap
else:
    # A program uses one of the two clients, and does not load the other.
    __getattr__, __dir__ = lazy_names(
        __name__,
        {
            "AsyncEdgegap": "_async.client",
            "AsyncPager": "_core._async.paging",
            "Edgegap": "_sync.client",
            "Pager": "_core._sync.paging",
        },
    )

__all__ = [
    "UNSET",
    "AsyncEdgegap",
    "AsyncPager",
    "AuthenticationError",
    "BadRequestError",
    "CertificateError",
    "ClientClosedError",
    "ClientError",
    "ConfigurationError",
    "ConflictError",
    "ConnectionFailed",
    "DeploymentFailed",
    "Edgegap",
    "EdgegapError",
    "GoneError",
    "ImagePullError",
    "InvalidRequestError",
    "LaunchCancelled",
    "LaunchError",
    "LaunchTimedOut",
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
    "SessionError",
    "SessionFailed",
    "SessionTimedOut",
    "StatusError",
    "TimedOut",
    "TooManyActive",
    "TransportError",
    "UnexpectedStatusError",
    "Unset",
    "__version__",
]
