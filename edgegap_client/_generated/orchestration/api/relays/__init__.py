"""A relay connects the players of a peer-to-peer game.

The resource classes of `Edgegap.relays` and `AsyncEdgegap.relays`, and a module per operation.
"""

from __future__ import annotations

from collections.abc import Awaitable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ....._core.public import PACKAGE
from ...types import UNSET, Secret, Unset

if TYPE_CHECKING:
    from ....._core._async.paging import AsyncPager
    from ....._core._sync.paging import Pager
    from ...arguments import RelayFilterLike, RelayUserLike
    from ...client import AsyncClient, Client
    from ...models.relay_session import RelaySession
    from ...models.relay_session_list import RelaySessionList
    from ...models.relay_user_authorize_response import RelayUserAuthorizeResponse
    from . import authorize_relay_user as authorize_relay_user
    from . import create_relay_session as create_relay_session
    from . import delete_relay_session as delete_relay_session
    from . import get_relay_session as get_relay_session
    from . import list_relay_sessions as list_relay_sessions
    from . import revoke_relay_user as revoke_relay_user

# Where users import the classes below from.
_PUBLIC_MODULE = f"{PACKAGE}.api.relays"

__all__ = (
    "AsyncRelaysResource",
    "RelaysResource",
    "authorize_relay_user",
    "create_relay_session",
    "delete_relay_session",
    "get_relay_session",
    "list_relay_sessions",
    "revoke_relay_user",
)


def __getattr__(name: str) -> Any:
    if name in __all__:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class RelaysResource:
    """A relay connects the players of a peer-to-peer game."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: Client) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    def list_sessions(
        self, *, page: int | Unset = UNSET, limit: int | Unset = UNSET, page_size: int | Unset = UNSET
    ) -> Pager[RelaySession, RelaySessionList]:
        """List the relay sessions.

        Lists the relay sessions of the organisation, page by page. Every item contains the tokens of the
        session and of its users, so treat the whole list as secret.

        `GET /v1/relays/sessions`.

        Args:
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items in total. Default: all items.
            page_size: Number of items in each request. Default: `limit`, but at most 100, or the service's page size (10
                where it is known).

        Returns:
            A pager over all `RelaySession` objects, starting at `page`. It requests each page when the iteration reaches it.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ....._core._sync.paging import Pager
        from . import list_relay_sessions

        client = self._client

        def fetch(number: int | Unset, size: int | Unset) -> RelaySessionList:
            return list_relay_sessions.sync(client=client, page=number, limit=size)

        return Pager(
            "relays.list_sessions",
            fetch,
            lambda envelope: envelope.sessions,
            start=page,
            limit=limit,
            page_size=page_size,
        )

    def list_sessions_page(self, *, page: int | Unset = UNSET, limit: int | Unset = UNSET) -> RelaySessionList:
        """List the relay sessions.

        Lists the relay sessions of the organisation, page by page. Every item contains the tokens of the
        session and of its users, so treat the whole list as secret.

        `GET /v1/relays/sessions`.

        Args:
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items on the page. The service's default is 10 where it is known. No maximum is
                documented.

        Returns:
            The `RelaySessionList`: one page of the list.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import list_relay_sessions

        return list_relay_sessions.sync(client=self._client, page=page, limit=limit)

    def create_session(
        self,
        users: Iterable[RelayUserLike],
        *,
        filters: Iterable[RelayFilterLike] | Unset = UNSET,
        webhook_url: str | Unset = UNSET,
    ) -> RelaySession:
        """Create a relay session.

        Creates a relay session for a group of players. The service uses the public IP addresses of the players
        to choose a relay near all of them. The response comes before the service assigns a relay. At first,
        `ready` and `linked` are false, the list of users can be empty and there is no relay. To learn when the
        session is linked, read it again or set `webhook_url`. The service returns 403 if the organisation has
        no access to relays.

        `POST /v1/relays/sessions`.

        Args:
            users: The players of the session, at least one.
            filters: Conditions on the location of the relay. Without filters, every location is possible.
            webhook_url: URL that receives a POST when the session changes. The receiver has 10 seconds to respond,
                and the service does not retry.

        Returns:
            The `RelaySession`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.relay_session_create_request import RelaySessionCreateRequest
        from . import create_relay_session

        body = make_body(RelaySessionCreateRequest, {"users": users, "filters": filters, "webhook_url": webhook_url})

        return create_relay_session.sync(client=self._client, body=body)

    def get_session(self, session_id: str) -> RelaySession:
        """Read a relay session.

        Returns one relay session. After the session is linked, `relay` has the address to connect to, and
        `session_users` has the token of each player. No polling interval is documented. A few seconds between
        two requests are enough.

        `GET /v1/relays/sessions/{session_id}`.

        Args:
            session_id: Id of the relay session, as create returned it. It ends in -S.

        Returns:
            The `RelaySession`.

        Raises:
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_relay_session

        return get_relay_session.sync(session_id, client=self._client)

    def delete_session(self, session_id: str) -> None:
        """Delete a relay session.

        Deletes a relay session. All its players lose their access.

        `DELETE /v1/relays/sessions/{session_id}`.

        Args:
            session_id: Id of the relay session, as create returned it. It ends in -S.

        Returns:
            None.

        Raises:
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import delete_relay_session

        delete_relay_session.sync(session_id, client=self._client)

    def authorize_user(self, *, session_id: str, user_ip: str) -> RelayUserAuthorizeResponse:
        """Add a player to a relay session.

        Adds one player, identified by IP address, to an existing relay session. `session_user` in the response
        has the new player's own token. The service returns 409 if the player is already in the session, so a
        retry can fail.

        `POST /v1/relays/sessions:authorize-user`.

        Args:
            session_id: Id of the relay session.
            user_ip: The player's public IP address.

        Returns:
            The `RelayUserAuthorizeResponse`.

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
        from ...models.relay_user_authorize_request import RelayUserAuthorizeRequest
        from . import authorize_relay_user

        body = make_body(RelayUserAuthorizeRequest, {"session_id": session_id, "user_ip": user_ip})

        return authorize_relay_user.sync(client=self._client, body=body)

    def revoke_user(self, *, session_id: str, authorization_token: int) -> RelaySession | None:
        """Remove a player from a relay session.

        Revokes one player's access to a relay session. The request identifies the player by the player's own
        token, not by the address. The service returns either the session after the change or no body.

        `POST /v1/relays/sessions:revoke-user`.

        Args:
            session_id: Id of the relay session.
            authorization_token: Token of the player to remove, not the token of the session. The number can exceed
                32 bits.

        Returns:
            The `RelaySession`, or None if the response has no body.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.relay_user_revoke_request import RelayUserRevokeRequest
        from . import revoke_relay_user

        hidden = Secret({"session_id": session_id, "authorization_token": authorization_token})
        del authorization_token
        body = make_body(RelayUserRevokeRequest, hidden)

        return revoke_relay_user.sync(client=self._client, body=body)


class AsyncRelaysResource:
    """A relay connects the players of a peer-to-peer game."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    def list_sessions(
        self, *, page: int | Unset = UNSET, limit: int | Unset = UNSET, page_size: int | Unset = UNSET
    ) -> AsyncPager[RelaySession, RelaySessionList]:
        """List the relay sessions.

        Lists the relay sessions of the organisation, page by page. Every item contains the tokens of the
        session and of its users, so treat the whole list as secret.

        `GET /v1/relays/sessions`.

        Args:
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items in total. Default: all items.
            page_size: Number of items in each request. Default: `limit`, but at most 100, or the service's page size (10
                where it is known).

        Returns:
            A pager over all `RelaySession` objects, starting at `page`. It requests each page when the iteration reaches it.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ....._core._async.paging import AsyncPager
        from . import list_relay_sessions

        client = self._client

        def fetch(number: int | Unset, size: int | Unset) -> Awaitable[RelaySessionList]:
            return list_relay_sessions.asyncio(client=client, page=number, limit=size)

        return AsyncPager(
            "relays.list_sessions",
            fetch,
            lambda envelope: envelope.sessions,
            start=page,
            limit=limit,
            page_size=page_size,
        )

    async def list_sessions_page(self, *, page: int | Unset = UNSET, limit: int | Unset = UNSET) -> RelaySessionList:
        """List the relay sessions.

        Lists the relay sessions of the organisation, page by page. Every item contains the tokens of the
        session and of its users, so treat the whole list as secret.

        `GET /v1/relays/sessions`.

        Args:
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items on the page. The service's default is 10 where it is known. No maximum is
                documented.

        Returns:
            The `RelaySessionList`: one page of the list.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import list_relay_sessions

        return await list_relay_sessions.asyncio(client=self._client, page=page, limit=limit)

    async def create_session(
        self,
        users: Iterable[RelayUserLike],
        *,
        filters: Iterable[RelayFilterLike] | Unset = UNSET,
        webhook_url: str | Unset = UNSET,
    ) -> RelaySession:
        """Create a relay session.

        Creates a relay session for a group of players. The service uses the public IP addresses of the players
        to choose a relay near all of them. The response comes before the service assigns a relay. At first,
        `ready` and `linked` are false, the list of users can be empty and there is no relay. To learn when the
        session is linked, read it again or set `webhook_url`. The service returns 403 if the organisation has
        no access to relays.

        `POST /v1/relays/sessions`.

        Args:
            users: The players of the session, at least one.
            filters: Conditions on the location of the relay. Without filters, every location is possible.
            webhook_url: URL that receives a POST when the session changes. The receiver has 10 seconds to respond,
                and the service does not retry.

        Returns:
            The `RelaySession`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.relay_session_create_request import RelaySessionCreateRequest
        from . import create_relay_session

        body = make_body(RelaySessionCreateRequest, {"users": users, "filters": filters, "webhook_url": webhook_url})

        return await create_relay_session.asyncio(client=self._client, body=body)

    async def get_session(self, session_id: str) -> RelaySession:
        """Read a relay session.

        Returns one relay session. After the session is linked, `relay` has the address to connect to, and
        `session_users` has the token of each player. No polling interval is documented. A few seconds between
        two requests are enough.

        `GET /v1/relays/sessions/{session_id}`.

        Args:
            session_id: Id of the relay session, as create returned it. It ends in -S.

        Returns:
            The `RelaySession`.

        Raises:
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_relay_session

        return await get_relay_session.asyncio(session_id, client=self._client)

    async def delete_session(self, session_id: str) -> None:
        """Delete a relay session.

        Deletes a relay session. All its players lose their access.

        `DELETE /v1/relays/sessions/{session_id}`.

        Args:
            session_id: Id of the relay session, as create returned it. It ends in -S.

        Returns:
            None.

        Raises:
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import delete_relay_session

        await delete_relay_session.asyncio(session_id, client=self._client)

    async def authorize_user(self, *, session_id: str, user_ip: str) -> RelayUserAuthorizeResponse:
        """Add a player to a relay session.

        Adds one player, identified by IP address, to an existing relay session. `session_user` in the response
        has the new player's own token. The service returns 409 if the player is already in the session, so a
        retry can fail.

        `POST /v1/relays/sessions:authorize-user`.

        Args:
            session_id: Id of the relay session.
            user_ip: The player's public IP address.

        Returns:
            The `RelayUserAuthorizeResponse`.

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
        from ...models.relay_user_authorize_request import RelayUserAuthorizeRequest
        from . import authorize_relay_user

        body = make_body(RelayUserAuthorizeRequest, {"session_id": session_id, "user_ip": user_ip})

        return await authorize_relay_user.asyncio(client=self._client, body=body)

    async def revoke_user(self, *, session_id: str, authorization_token: int) -> RelaySession | None:
        """Remove a player from a relay session.

        Revokes one player's access to a relay session. The request identifies the player by the player's own
        token, not by the address. The service returns either the session after the change or no body.

        `POST /v1/relays/sessions:revoke-user`.

        Args:
            session_id: Id of the relay session.
            authorization_token: Token of the player to remove, not the token of the session. The number can exceed
                32 bits.

        Returns:
            The `RelaySession`, or None if the response has no body.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.relay_user_revoke_request import RelayUserRevokeRequest
        from . import revoke_relay_user

        hidden = Secret({"session_id": session_id, "authorization_token": authorization_token})
        del authorization_token
        body = make_body(RelayUserRevokeRequest, hidden)

        return await revoke_relay_user.asyncio(client=self._client, body=body)
