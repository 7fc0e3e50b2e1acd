"""A Python client for the Edgegap API: `Edgegap`, and `AsyncEdgegap` for asyncio."""

from typing import TYPE_CHECKING

from ._version import __version__

if TYPE_CHECKING:
    from ._async.client import AsyncEdgegap
    from ._core._async.paging import AsyncPager
    from ._core._sync.paging import Pager
    from ._core.decoding import UNSET, Unset
    from ._core.operation import Operation, Response
    from ._core.retries import RetryPolicy
    from ._sync.client import Edgegap
    from .errors import (
        AlreadyReserved,
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
        LedgerError,
        NoCapacityError,
        NoSeatLeft,
        NotFoundError,
        Outcome,
        PageLoopError,
        PermissionDeniedError,
        QuotaExceededError,
        RateLimitedError,
        ResponseFormatError,
        SearchCancelled,
        SearchError,
        SearchExpired,
        SearchTimedOut,
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
else:
    from importlib import import_module

    # Each name is imported when it is first used. A program uses one of the two clients, and pytest imports this
    # package in every run, for its plugin.
    _MODULES = {
        "UNSET": "._core.decoding",
        "AsyncEdgegap": "._async.client",
        "AsyncPager": "._core._async.paging",
        "Edgegap": "._sync.client",
        "Operation": "._core.operation",
        "Pager": "._core._sync.paging",
        "Response": "._core.operation",
        "RetryPolicy": "._core.retries",
        "Unset": "._core.decoding",
    }

    def __getattr__(name: str) -> object:
        if name == "errors":
            return import_module(".errors", __name__)
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        module = import_module(_MODULES.get(name, ".errors"), __name__)
        return globals().setdefault(name, getattr(module, name))

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})


__all__ = [
    "UNSET",
    "AlreadyReserved",
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
    "LedgerError",
    "NoCapacityError",
    "NoSeatLeft",
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
    "RetryPolicy",
    "SearchCancelled",
    "SearchError",
    "SearchExpired",
    "SearchTimedOut",
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
