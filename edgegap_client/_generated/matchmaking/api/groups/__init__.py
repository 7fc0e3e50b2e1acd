"""A group (Group Up) is a party of one or more players. The search starts when all members are ready.

The resource classes of `Matchmaker.groups` and `AsyncMatchmaker.groups`, and a module per operation.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ....._core.public import PACKAGE
from ...types import UNSET, Unset

if TYPE_CHECKING:
    from ...arguments import AttributesLike
    from ...client import AsyncClient, Client
    from ...models.group import Group
    from ...models.member import Member
    from . import create_group as create_group
    from . import delete_group as delete_group
    from . import get_group as get_group
    from . import get_member as get_member
    from . import join_group as join_group
    from . import leave_group as leave_group
    from . import update_member as update_member

# Where users import the classes below from.
_PUBLIC_MODULE = f"{PACKAGE}.api.matchmaking.groups"

__all__ = (
    "AsyncGroupsResource",
    "GroupsResource",
    "create_group",
    "delete_group",
    "get_group",
    "get_member",
    "join_group",
    "leave_group",
    "update_member",
)


def __getattr__(name: str) -> Any:
    if name in __all__:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class GroupsResource:
    """A group (Group Up) is a party of one or more players. The search starts when all members are ready."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: Client) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    def create(
        self, *, profile: str, attributes: AttributesLike, is_ready: bool, player_ip: str | None | Unset = UNSET
    ) -> Member:
        """Create a group.

        Creates a group with its first member, who owns it. If `is_ready` is true, the search starts at once
        with this player alone. Each request creates another group.

        `POST /groups`, counted in the limit `create` of the tier.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
        EdgegapIntegrationKit for Unreal, by a third party; Edgegap's agent skills 0.1.3.

        Args:
            profile: The name of a profile in the configuration of the matchmaker.
            attributes: The player's values for the rules of the profile.
            is_ready: Whether the player is ready. The search starts when all members are ready.
            player_ip: The player's IP address. The service derives the region from it. If it is null or unset, the
                service takes the address of the caller.

        Returns:
            The `Member`.

        Raises:
            BadRequestError: The profile does not exist, or the attributes do not match its rules (400).
            AuthenticationError: The token is missing, wrong, or has a word before it (401).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.member_request import MemberRequest
        from . import create_group

        body = make_body(
            MemberRequest, {"profile": profile, "attributes": attributes, "is_ready": is_ready, "player_ip": player_ip}
        )

        return create_group.sync(client=self._client, body=body)

    def get(self, group_id: str) -> Group:
        """Read a group.

        Returns the state of a group. The response does not list the members.

        `GET /groups/{group_id}`, counted in the limit `read` of the tier.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
        EdgegapIntegrationKit for Unreal, by a third party.

        Args:
            group_id: Id of the group.

        Returns:
            The `Group`.

        Raises:
            AuthenticationError: The token is missing, wrong, or has a word before it (401).
            NotFoundError: The record does not exist, or the service has removed it after its end (404).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_group

        return get_group.sync(group_id, client=self._client)

    def delete(self, group_id: str) -> None:
        """Delete a group.

        Ends the group and its search for all members. By convention, only the owner sends this request. The
        service returns 409 if it has already found a match.

        `DELETE /groups/{group_id}`.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
        EdgegapIntegrationKit for Unreal, by a third party.

        Args:
            group_id: Id of the group.

        Returns:
            None.

        Raises:
            AuthenticationError: The token is missing, wrong, or has a word before it (401).
            NotFoundError: The record does not exist, or the service has removed it after its end (404).
            ConflictError: The service has already found a match, the search has started, or the group is full (409).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import delete_group

        delete_group.sync(group_id, client=self._client)

    def join(
        self,
        group_id: str,
        *,
        profile: str,
        attributes: AttributesLike,
        is_ready: bool,
        player_ip: str | None | Unset = UNSET,
    ) -> Member:
        """Join a group.

        Adds a player to a group. The service refuses the player if the group is full or its search has started.
        The status of this response is not known. Each request adds another member.

        `POST /groups/{group_id}/members`, counted in the limit `create` of the tier.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
        EdgegapIntegrationKit for Unreal, by a third party. No source names the statuses 400, 409.

        Args:
            group_id: Id of the group.
            profile: The name of a profile in the configuration of the matchmaker.
            attributes: The player's values for the rules of the profile.
            is_ready: Whether the player is ready. The search starts when all members are ready.
            player_ip: The player's IP address. The service derives the region from it. If it is null or unset, the
                service takes the address of the caller.

        Returns:
            The `Member`.

        Raises:
            BadRequestError: The profile does not exist, or the attributes do not match its rules (400).
            AuthenticationError: The token is missing, wrong, or has a word before it (401).
            NotFoundError: The record does not exist, or the service has removed it after its end (404).
            ConflictError: The service has already found a match, the search has started, or the group is full (409).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.member_request import MemberRequest
        from . import join_group

        body = make_body(
            MemberRequest, {"profile": profile, "attributes": attributes, "is_ready": is_ready, "player_ip": player_ip}
        )

        return join_group.sync(group_id, client=self._client, body=body)

    def get_member(self, group_id: str, member_id: str) -> Member:
        """Read a member of a group.

        Returns the state of one player. After a server is assigned, the response has the assignment. Poll this
        request.

        `GET /groups/{group_id}/members/{member_id}`, counted in the limit `read` of the tier.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
        EdgegapIntegrationKit for Unreal, by a third party.

        Args:
            group_id: Id of the group.
            member_id: Id of the member.

        Returns:
            The `Member`.

        Raises:
            AuthenticationError: The token is missing, wrong, or has a word before it (401).
            NotFoundError: The record does not exist, or the service has removed it after its end (404).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_member

        return get_member.sync(group_id, member_id, client=self._client)

    def leave(self, group_id: str, member_id: str) -> None:
        """Leave a group.

        Removes one player from a group. Before the search, only this player leaves. During the search, the
        service cancels the whole group. It returns 409 if it has already found a match.

        `DELETE /groups/{group_id}/members/{member_id}`.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
        EdgegapIntegrationKit for Unreal, by a third party.

        Args:
            group_id: Id of the group.
            member_id: Id of the member.

        Returns:
            None.

        Raises:
            AuthenticationError: The token is missing, wrong, or has a word before it (401).
            NotFoundError: The record does not exist, or the service has removed it after its end (404).
            ConflictError: The service has already found a match, the search has started, or the group is full (409).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import leave_group

        leave_group.sync(group_id, member_id, client=self._client)

    def update_member(self, group_id: str, member_id: str, *, is_ready: bool) -> Member:
        """Set whether a member is ready.

        Sets whether a member is ready. The search starts when all members are ready. After the search has
        started, the service returns 409.

        `PATCH /groups/{group_id}/members/{member_id}`.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
        EdgegapIntegrationKit for Unreal, by a third party. No source names the statuses 400.

        Args:
            group_id: Id of the group.
            member_id: Id of the member.
            is_ready: Whether the player is ready.

        Returns:
            The `Member`.

        Raises:
            BadRequestError: The profile does not exist, or the attributes do not match its rules (400).
            AuthenticationError: The token is missing, wrong, or has a word before it (401).
            NotFoundError: The record does not exist, or the service has removed it after its end (404).
            ConflictError: The service has already found a match, the search has started, or the group is full (409).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.member_update import MemberUpdate
        from . import update_member

        body = make_body(MemberUpdate, {"is_ready": is_ready})

        return update_member.sync(group_id, member_id, client=self._client, body=body)


class AsyncGroupsResource:
    """A group (Group Up) is a party of one or more players. The search starts when all members are ready."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    async def create(
        self, *, profile: str, attributes: AttributesLike, is_ready: bool, player_ip: str | None | Unset = UNSET
    ) -> Member:
        """Create a group.

        Creates a group with its first member, who owns it. If `is_ready` is true, the search starts at once
        with this player alone. Each request creates another group.

        `POST /groups`, counted in the limit `create` of the tier.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
        EdgegapIntegrationKit for Unreal, by a third party; Edgegap's agent skills 0.1.3.

        Args:
            profile: The name of a profile in the configuration of the matchmaker.
            attributes: The player's values for the rules of the profile.
            is_ready: Whether the player is ready. The search starts when all members are ready.
            player_ip: The player's IP address. The service derives the region from it. If it is null or unset, the
                service takes the address of the caller.

        Returns:
            The `Member`.

        Raises:
            BadRequestError: The profile does not exist, or the attributes do not match its rules (400).
            AuthenticationError: The token is missing, wrong, or has a word before it (401).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.member_request import MemberRequest
        from . import create_group

        body = make_body(
            MemberRequest, {"profile": profile, "attributes": attributes, "is_ready": is_ready, "player_ip": player_ip}
        )

        return await create_group.asyncio(client=self._client, body=body)

    async def get(self, group_id: str) -> Group:
        """Read a group.

        Returns the state of a group. The response does not list the members.

        `GET /groups/{group_id}`, counted in the limit `read` of the tier.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
        EdgegapIntegrationKit for Unreal, by a third party.

        Args:
            group_id: Id of the group.

        Returns:
            The `Group`.

        Raises:
            AuthenticationError: The token is missing, wrong, or has a word before it (401).
            NotFoundError: The record does not exist, or the service has removed it after its end (404).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_group

        return await get_group.asyncio(group_id, client=self._client)

    async def delete(self, group_id: str) -> None:
        """Delete a group.

        Ends the group and its search for all members. By convention, only the owner sends this request. The
        service returns 409 if it has already found a match.

        `DELETE /groups/{group_id}`.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
        EdgegapIntegrationKit for Unreal, by a third party.

        Args:
            group_id: Id of the group.

        Returns:
            None.

        Raises:
            AuthenticationError: The token is missing, wrong, or has a word before it (401).
            NotFoundError: The record does not exist, or the service has removed it after its end (404).
            ConflictError: The service has already found a match, the search has started, or the group is full (409).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import delete_group

        await delete_group.asyncio(group_id, client=self._client)

    async def join(
        self,
        group_id: str,
        *,
        profile: str,
        attributes: AttributesLike,
        is_ready: bool,
        player_ip: str | None | Unset = UNSET,
    ) -> Member:
        """Join a group.

        Adds a player to a group. The service refuses the player if the group is full or its search has started.
        The status of this response is not known. Each request adds another member.

        `POST /groups/{group_id}/members`, counted in the limit `create` of the tier.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
        EdgegapIntegrationKit for Unreal, by a third party. No source names the statuses 400, 409.

        Args:
            group_id: Id of the group.
            profile: The name of a profile in the configuration of the matchmaker.
            attributes: The player's values for the rules of the profile.
            is_ready: Whether the player is ready. The search starts when all members are ready.
            player_ip: The player's IP address. The service derives the region from it. If it is null or unset, the
                service takes the address of the caller.

        Returns:
            The `Member`.

        Raises:
            BadRequestError: The profile does not exist, or the attributes do not match its rules (400).
            AuthenticationError: The token is missing, wrong, or has a word before it (401).
            NotFoundError: The record does not exist, or the service has removed it after its end (404).
            ConflictError: The service has already found a match, the search has started, or the group is full (409).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.member_request import MemberRequest
        from . import join_group

        body = make_body(
            MemberRequest, {"profile": profile, "attributes": attributes, "is_ready": is_ready, "player_ip": player_ip}
        )

        return await join_group.asyncio(group_id, client=self._client, body=body)

    async def get_member(self, group_id: str, member_id: str) -> Member:
        """Read a member of a group.

        Returns the state of one player. After a server is assigned, the response has the assignment. Poll this
        request.

        `GET /groups/{group_id}/members/{member_id}`, counted in the limit `read` of the tier.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
        EdgegapIntegrationKit for Unreal, by a third party.

        Args:
            group_id: Id of the group.
            member_id: Id of the member.

        Returns:
            The `Member`.

        Raises:
            AuthenticationError: The token is missing, wrong, or has a word before it (401).
            NotFoundError: The record does not exist, or the service has removed it after its end (404).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_member

        return await get_member.asyncio(group_id, member_id, client=self._client)

    async def leave(self, group_id: str, member_id: str) -> None:
        """Leave a group.

        Removes one player from a group. Before the search, only this player leaves. During the search, the
        service cancels the whole group. It returns 409 if it has already found a match.

        `DELETE /groups/{group_id}/members/{member_id}`.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
        EdgegapIntegrationKit for Unreal, by a third party.

        Args:
            group_id: Id of the group.
            member_id: Id of the member.

        Returns:
            None.

        Raises:
            AuthenticationError: The token is missing, wrong, or has a word before it (401).
            NotFoundError: The record does not exist, or the service has removed it after its end (404).
            ConflictError: The service has already found a match, the search has started, or the group is full (409).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import leave_group

        await leave_group.asyncio(group_id, member_id, client=self._client)

    async def update_member(self, group_id: str, member_id: str, *, is_ready: bool) -> Member:
        """Set whether a member is ready.

        Sets whether a member is ready. The search starts when all members are ready. After the search has
        started, the service returns 409.

        `PATCH /groups/{group_id}/members/{member_id}`.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
        EdgegapIntegrationKit for Unreal, by a third party. No source names the statuses 400.

        Args:
            group_id: Id of the group.
            member_id: Id of the member.
            is_ready: Whether the player is ready.

        Returns:
            The `Member`.

        Raises:
            BadRequestError: The profile does not exist, or the attributes do not match its rules (400).
            AuthenticationError: The token is missing, wrong, or has a word before it (401).
            NotFoundError: The record does not exist, or the service has removed it after its end (404).
            ConflictError: The service has already found a match, the search has started, or the group is full (409).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.member_update import MemberUpdate
        from . import update_member

        body = make_body(MemberUpdate, {"is_ready": is_ready})

        return await update_member.asyncio(group_id, member_id, client=self._client, body=body)
