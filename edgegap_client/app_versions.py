"""`AppVersions` and `AsyncAppVersions`, the classes of `edgegap.app_versions`, for annotations."""

from typing import TYPE_CHECKING

from ._core.public import lazy_names

if TYPE_CHECKING:
    from ._async.app_versions import AsyncAppVersions
    from ._sync.app_versions import AppVersions
else:
    __getattr__, __dir__ = lazy_names(
        __name__, {"AppVersions": "_sync.app_versions", "AsyncAppVersions": "_async.app_versions"}
    )

__all__ = ["AppVersions", "AsyncAppVersions"]
