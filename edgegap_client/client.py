"""The clients, where openapi-python-client puts them.

`AuthenticatedClient` is `Edgegap` under the name that openapi-python-client gives it. It calls the functions `sync` and
`sync_detailed`; the functions `asyncio` and `asyncio_detailed` need an `AsyncEdgegap`. `Client` and `AsyncClient` are
protocols: the type of the argument `client` of these functions, for annotations and for clients of your own.
"""

from typing import TYPE_CHECKING

from ._core.operation import AsyncClient, Client

if TYPE_CHECKING:
    from ._async.client import AsyncEdgegap
    from ._sync.client import Edgegap

    AuthenticatedClient = Edgegap
else:
    from importlib import import_module

    # As in the package itself: a program uses one of the clients, and does not load the other.
    _NAMES = {"AsyncEdgegap": "AsyncEdgegap", "AuthenticatedClient": "Edgegap", "Edgegap": "Edgegap"}

    def __getattr__(name: str) -> object:
        if name not in _NAMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(__package__), _NAMES[name])

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})


__all__ = ["AsyncClient", "AsyncEdgegap", "AuthenticatedClient", "Client", "Edgegap"]
