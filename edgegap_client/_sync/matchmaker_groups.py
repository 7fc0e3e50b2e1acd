"""Groups: players meet, say that they are ready, and search together."""
# Written by `make generate` from _async/matchmaker_groups.py; do not edit.

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from .._core.decoding import UNSET
from .._core.matchmaker import SearchState
from .._core.public import public_in
from .._generated.matchmaking.api.groups import GroupsResource
from ..errors import EdgegapError, Outcome
from .matchmaker_search import Search, Source, begun

if TYPE_CHECKING:
    from .._generated.matchmaking.models.group import Group
    from .._generated.matchmaking.models.member import Member
    from .matchmaker import Matchmaker

__all__ = ["Groups", "Membership"]


class MemberSource(Source):
    """One member of a group. If the owner is deleted, the group is deleted; another member only leaves it."""

    def __init__(self, group_id: str, member_id: str, *, is_owner: bool) -> None:
        self.id = member_id
        self.group_id = group_id
        self.is_owner = is_owner

    @property
    def key(self) -> tuple[str, ...]:
        return "member", self.group_id, self.id

    def read(self, matchmaker: Matchmaker) -> SearchState:
        return SearchState.of_member(GroupsResource(matchmaker).get_member(self.group_id, self.id))

    def delete(self, matchmaker: Matchmaker) -> None:
        groups = GroupsResource(matchmaker)
        if self.is_owner:
            groups.delete(self.group_id)
        else:
            groups.leave(self.group_id, self.id)


@public_in("matchmaking")
class Membership(Search[MemberSource]):
    """A player in a group: see `Search`. For the owner, `cancel` deletes the group; another member leaves it.

    A member who leaves during the search ends the search of the whole group.
    """

    @property
    def group_id(self) -> str:
        """The id of the group, for others to join."""
        return self._source.group_id

    @property
    def is_owner(self) -> bool:
        """Whether this player opened the group."""
        return self._source.is_owner

    def ready(self, is_ready: bool = True) -> SearchState:
        """Set whether the player is ready. The search starts when all members are ready.

        If the response is lost, the client reads the member to see whether the request was carried out.

        Returns:
            The state after the change.

        Raises:
            ConflictError: The search has begun, so the change comes too late.
            EdgegapError: The request failed. As far as is known, it was not carried out.
        """
        groups = GroupsResource(self._matchmaker)
        try:
            member = groups.update_member(self.group_id, self.id, is_ready=is_ready)
        except EdgegapError as error:
            if error.outcome is not Outcome.UNKNOWN:
                raise
            member = groups.get_member(self.group_id, self.id)
            if member.is_ready is not is_ready:
                raise
        self._polled.saw(SearchState.of_member(member))
        self._take()
        return self.state

    def group(self) -> Group:
        """Read the group. The result has no members.

        Raises:
            NotFoundError: The group has ended.
        """
        return GroupsResource(self._matchmaker).get(self.group_id)


@public_in("matchmaking")
class Groups(GroupsResource):
    """A group is a party of players who search together once all of them are ready.

    `opened` and `joined` make a player a member for the length of a block. The other methods are the operations of the
    API.
    """

    __slots__ = ("_matchmaker",)

    def __init__(self, matchmaker: Matchmaker) -> None:
        super().__init__(matchmaker)
        self._matchmaker = matchmaker

    def opened(
        self, *, profile: str, attributes: Mapping[str, Any], player_ip: str | None = None, is_ready: bool = False
    ) -> AbstractContextManager[Membership]:
        """Open a group for the length of a block.

        The end of the block deletes it for all members, unless it is matched.

        Args:
            profile: The name of the profile.
            attributes: The player's values for the rules of the profile.
            player_ip: The player's IP address. Default: the matchmaker uses the IP address of the caller.
            is_ready: Whether the player is ready. A group of one ready player searches at once.

        Returns:
            A context manager that returns the membership, with the `group_id` for others to join.

        Raises:
            InvalidRequestError: The configuration of the client does not allow the search. Nothing was sent.
            EdgegapError: The create request failed. Or, at the end of the block, the group could not be deleted.
        """
        self._check(profile, attributes)

        def create(client: Matchmaker) -> Membership:
            arguments = _arguments(profile, attributes, player_ip, is_ready)
            return self._made(GroupsResource(client).create(**arguments), is_owner=True)

        return begun(self._matchmaker, create)

    def joined(
        self,
        group_id: str,
        *,
        profile: str,
        attributes: Mapping[str, Any],
        player_ip: str | None = None,
        is_ready: bool = False,
    ) -> AbstractContextManager[Membership]:
        """Join a group for the length of a block. The player leaves at its end, unless the group is matched.

        Args:
            group_id: The id of the group.
            profile: The name of the group's profile.
            attributes: The player's values for the rules of the profile.
            player_ip: The player's IP address. Default: the matchmaker uses the IP address of the caller.
            is_ready: Whether the player is ready.

        Returns:
            A context manager that returns the membership.

        Raises:
            InvalidRequestError: The configuration of the client does not allow the search. Nothing was sent.
            NotFoundError: There is no such group.
            ConflictError: The group is full, or its search has begun.
            EdgegapError: The request failed. Or, at the end of the block, the player could not leave.
        """
        self._check(profile, attributes)

        def create(client: Matchmaker) -> Membership:
            arguments = _arguments(profile, attributes, player_ip, is_ready)
            return self._made(GroupsResource(client).join(group_id, **arguments), is_owner=False)

        return begun(self._matchmaker, create)

    def _check(self, profile: str, attributes: Mapping[str, Any]) -> None:
        if self._matchmaker._configuration is not None:
            self._matchmaker._configuration.check(profile, attributes)

    def _made(self, member: Member, *, is_owner: bool) -> Membership:
        source = MemberSource(member.group_id, member.member_id, is_owner=is_owner)
        return Membership(self._matchmaker, source, SearchState.of_member(member), is_owned=True)


def _arguments(profile: str, attributes: Mapping[str, Any], player_ip: str | None, is_ready: bool) -> dict[str, Any]:
    from .._generated.matchmaking.models.attributes import Attributes

    return {
        "profile": profile,
        "attributes": Attributes.from_dict(attributes),
        "player_ip": UNSET if player_ip is None else player_ip,
        "is_ready": is_ready,
    }
