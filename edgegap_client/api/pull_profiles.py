"""The operations of pull_profiles, one module each. Written by `make generate`; do not edit."""

from typing import TYPE_CHECKING

from .._generated.orchestration.api.pull_profiles import AsyncPullProfilesResource as AsyncPullProfilesResource
from .._generated.orchestration.api.pull_profiles import PullProfilesResource as PullProfilesResource

if TYPE_CHECKING:
    from .._generated.orchestration.api.pull_profiles import create_pull_profile as create_pull_profile
    from .._generated.orchestration.api.pull_profiles import delete_pull_profile as delete_pull_profile
    from .._generated.orchestration.api.pull_profiles import get_pull_profile as get_pull_profile
    from .._generated.orchestration.api.pull_profiles import link_pull_profile as link_pull_profile
    from .._generated.orchestration.api.pull_profiles import list_pull_profiles as list_pull_profiles
    from .._generated.orchestration.api.pull_profiles import unlink_pull_profile as unlink_pull_profile
    from .._generated.orchestration.api.pull_profiles import update_pull_profile as update_pull_profile
else:
    from .._generated.orchestration.api.pull_profiles import __getattr__ as __getattr__

__all__ = [
    "AsyncPullProfilesResource",
    "PullProfilesResource",
    "create_pull_profile",
    "delete_pull_profile",
    "get_pull_profile",
    "link_pull_profile",
    "list_pull_profiles",
    "unlink_pull_profile",
    "update_pull_profile",
]
