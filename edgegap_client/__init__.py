"""A Python client for the Edgegap API: `Edgegap`, and `AsyncEdgegap` for asyncio."""

from typing import TYPE_CHECKING

from ._core.decoding import UNSET, Unset
from ._core.operation import Operation, Response
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
    from importlib import import_module

    # A program uses one of the twins, so the other is not loaded for it.
    _TWINS = {
        "AsyncEdgegap": "._async.client",
        "AsyncPager": "._core._async.paging",
        "Edgegap": "._sync.client",
        "Pager": "._core._sync.paging",
    }

    def __getattr__(name: str) -> object:
        if name not in _TWINS:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return globals().setdefault(name, getattr(import_module(_TWINS[name], __name__), name))

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})


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
