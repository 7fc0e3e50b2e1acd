"""The operations of groups, one module each. Written by `make generate`; do not edit."""

from typing import TYPE_CHECKING

from ..._generated.matchmaking.api.groups import AsyncGroupsResource as AsyncGroupsResource
from ..._generated.matchmaking.api.groups import GroupsResource as GroupsResource

if TYPE_CHECKING:
    from ..._generated.matchmaking.api.groups import create_group as create_group
    from ..._generated.matchmaking.api.groups import delete_group as delete_group
    from ..._generated.matchmaking.api.groups import get_group as get_group
    from ..._generated.matchmaking.api.groups import get_member as get_member
    from ..._generated.matchmaking.api.groups import join_group as join_group
    from ..._generated.matchmaking.api.groups import leave_group as leave_group
    from ..._generated.matchmaking.api.groups import update_member as update_member
else:
    from ..._generated.matchmaking.api.groups import __getattr__ as __getattr__

__all__ = [
    "AsyncGroupsResource",
    "GroupsResource",
    "create_group",
    "delete_group",
    "get_group",
    "get_member",
    "join_group",
    "leave_group",
    "update_member",
]
