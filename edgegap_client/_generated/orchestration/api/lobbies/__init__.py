"""A lobby service is a lobby server that Edgegap hosts and manages.

The resource classes of `Edgegap.lobbies` and `AsyncEdgegap.lobbies`, and a module per operation.
"""

from __future__ import annotations

import builtins
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ....._core.public import PACKAGE

if TYPE_CHECKING:
    from ...client import AsyncClient, Client
    from ...models.lobby import Lobby
    from . import create_lobby as create_lobby
    from . import delete_lobby as delete_lobby
    from . import deploy_lobby as deploy_lobby
    from . import get_lobby as get_lobby
    from . import list_lobbies as list_lobbies
    from . import terminate_lobby as terminate_lobby

# Where users import the classes below from.
_PUBLIC_MODULE = f"{PACKAGE}.api.lobbies"

__all__ = (
    "AsyncLobbiesResource",
    "LobbiesResource",
    "create_lobby",
    "delete_lobby",
    "deploy_lobby",
    "get_lobby",
    "list_lobbies",
    "terminate_lobby",
)


def __getattr__(name: str) -> Any:
    if name in __all__:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class LobbiesResource:
    """A lobby service is a lobby server that Edgegap hosts and manages."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: Client) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    def list(self) -> builtins.list[Lobby]:
        """List the lobby services.

        Returns the organisation's lobby services. The documents show one object in place of a list. The service
        may therefore return a list of lobbies or a single lobby.

        `GET /v1/lobbies`.

        Returns:
            A list of `Lobby`.

        Raises:
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import list_lobbies

        return list_lobbies.sync(client=self._client)

    def create(self, name: str, *, exist_ok: bool = False) -> Lobby:
        """Create a lobby service.

        Registers a lobby service under a name. Deploy it afterwards to start it. The service returns 409 if the
        name is taken.

        `POST /v1/lobbies`.

        Args:
            name: Name of the lobby service, unique in the organisation.
            exist_ok: If the name is already taken, return the existing object unchanged instead of raising `ConflictError`.

        Returns:
            The `Lobby`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            ConflictError: The name is already taken, or the state does not allow the request (409).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from .....errors import ConflictError
        from ...bodies import make_body
        from ...models.lobby_name_request import LobbyNameRequest
        from . import create_lobby

        body = make_body(LobbyNameRequest, {"name": name})

        try:
            return create_lobby.sync(client=self._client, body=body)
        except ConflictError:
            if not exist_ok:
                raise
        return self.get(name)

    def get(self, lobby_name: str) -> Lobby:
        """Read a lobby service.

        Returns one lobby service with its status. After it is deployed, `url` is the address for players.

        `GET /v1/lobbies/{lobby_name}`.

        Args:
            lobby_name: Name of the lobby service, as given to create.

        Returns:
            The `Lobby`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            ConflictError: The name is already taken, or the state does not allow the request (409).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_lobby

        return get_lobby.sync(lobby_name, client=self._client)

    def delete(self, lobby_name: str) -> Lobby:
        """Delete a lobby service.

        Deletes a lobby service and returns it one last time. Terminate the lobby service first: whether the
        service deletes a running one is not documented.

        `DELETE /v1/lobbies/{lobby_name}`.

        Args:
            lobby_name: Name of the lobby service, as given to create.

        Returns:
            The `Lobby`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import delete_lobby

        return delete_lobby.sync(lobby_name, client=self._client)

    def deploy(self, name: str) -> Lobby:
        """Start a lobby service.

        Starts an existing lobby service. The service accepts the request and carries it out later. Read the
        lobby service again until it has a `url`.

        `POST /v1/lobbies:deploy`.

        Args:
            name: Name of the lobby service, unique in the organisation.

        Returns:
            The `Lobby`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            ConflictError: The name is already taken, or the state does not allow the request (409).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.lobby_name_request import LobbyNameRequest
        from . import deploy_lobby

        body = make_body(LobbyNameRequest, {"name": name})

        return deploy_lobby.sync(client=self._client, body=body)

    def terminate(self, name: str) -> Lobby:
        """Stop a lobby service.

        Stops a running lobby service. This does not delete it: you can still read it, and delete it afterwards.

        `POST /v1/lobbies:terminate`.

        Args:
            name: Name of the lobby service, unique in the organisation.

        Returns:
            The `Lobby`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            ConflictError: The name is already taken, or the state does not allow the request (409).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.lobby_name_request import LobbyNameRequest
        from . import terminate_lobby

        body = make_body(LobbyNameRequest, {"name": name})

        return terminate_lobby.sync(client=self._client, body=body)


class AsyncLobbiesResource:
    """A lobby service is a lobby server that Edgegap hosts and manages."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    async def list(self) -> builtins.list[Lobby]:
        """List the lobby services.

        Returns the organisation's lobby services. The documents show one object in place of a list. The service
        may therefore return a list of lobbies or a single lobby.

        `GET /v1/lobbies`.

        Returns:
            A list of `Lobby`.

        Raises:
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import list_lobbies

        return await list_lobbies.asyncio(client=self._client)

    async def create(self, name: str, *, exist_ok: bool = False) -> Lobby:
        """Create a lobby service.

        Registers a lobby service under a name. Deploy it afterwards to start it. The service returns 409 if the
        name is taken.

        `POST /v1/lobbies`.

        Args:
            name: Name of the lobby service, unique in the organisation.
            exist_ok: If the name is already taken, return the existing object unchanged instead of raising `ConflictError`.

        Returns:
            The `Lobby`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            ConflictError: The name is already taken, or the state does not allow the request (409).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from .....errors import ConflictError
        from ...bodies import make_body
        from ...models.lobby_name_request import LobbyNameRequest
        from . import create_lobby

        body = make_body(LobbyNameRequest, {"name": name})

        try:
            return await create_lobby.asyncio(client=self._client, body=body)
        except ConflictError:
            if not exist_ok:
                raise
        return await self.get(name)

    async def get(self, lobby_name: str) -> Lobby:
        """Read a lobby service.

        Returns one lobby service with its status. After it is deployed, `url` is the address for players.

        `GET /v1/lobbies/{lobby_name}`.

        Args:
            lobby_name: Name of the lobby service, as given to create.

        Returns:
            The `Lobby`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            ConflictError: The name is already taken, or the state does not allow the request (409).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_lobby

        return await get_lobby.asyncio(lobby_name, client=self._client)

    async def delete(self, lobby_name: str) -> Lobby:
        """Delete a lobby service.

        Deletes a lobby service and returns it one last time. Terminate the lobby service first: whether the
        service deletes a running one is not documented.

        `DELETE /v1/lobbies/{lobby_name}`.

        Args:
            lobby_name: Name of the lobby service, as given to create.

        Returns:
            The `Lobby`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import delete_lobby

        return await delete_lobby.asyncio(lobby_name, client=self._client)

    async def deploy(self, name: str) -> Lobby:
        """Start a lobby service.

        Starts an existing lobby service. The service accepts the request and carries it out later. Read the
        lobby service again until it has a `url`.

        `POST /v1/lobbies:deploy`.

        Args:
            name: Name of the lobby service, unique in the organisation.

        Returns:
            The `Lobby`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            ConflictError: The name is already taken, or the state does not allow the request (409).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.lobby_name_request import LobbyNameRequest
        from . import deploy_lobby

        body = make_body(LobbyNameRequest, {"name": name})

        return await deploy_lobby.asyncio(client=self._client, body=body)

    async def terminate(self, name: str) -> Lobby:
        """Stop a lobby service.

        Stops a running lobby service. This does not delete it: you can still read it, and delete it afterwards.

        `POST /v1/lobbies:terminate`.

        Args:
            name: Name of the lobby service, unique in the organisation.

        Returns:
            The `Lobby`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            ConflictError: The name is already taken, or the state does not allow the request (409).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.lobby_name_request import LobbyNameRequest
        from . import terminate_lobby

        body = make_body(LobbyNameRequest, {"name": name})

        return await terminate_lobby.asyncio(client=self._client, body=body)
