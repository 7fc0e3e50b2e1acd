"""The clients, where openapi-python-client puts them.

`AuthenticatedClient` is `Edgegap` under the name that openapi-python-client gives it. It calls the functions `sync` and
`sync_detailed`; the functions `asyncio` and `asyncio_detailed` need an `AsyncEdgegap`. `Client` and `AsyncClient` are
protocols: the type of the argument `client` of these functions, for annotations and for clients of your own.
"""

from typing import TYPE_CHECKING

from ._core.operation import AsyncClient, Client
from ._core.public import lazy_names

if TYPE_CHECKING:
    from ._async.client import AsyncEdgegap
    from ._sync.client import Edgegap

    AuthenticatedClient = Edgegap
else:
    # A program that uses one of the two clients does not load the other.
    __getattr__, __dir__ = lazy_names(
        __name__,
        {
            "AsyncEdgegap": "_async.client",
            "AuthenticatedClient": "_sync.client:Edgegap",
            "Edgegap": "_sync.client",
        },
    )

__all__ = ["AsyncClient", "AsyncEdgegap", "AuthenticatedClient", "Client", "Edgegap"]
