"""The operations of app versions, with `copy`."""

from __future__ import annotations

from collections.abc import Mapping
from inspect import signature
from typing import TYPE_CHECKING, Any, Unpack

from .._core.public import public_in
from .._core.redaction import Secret
from .._core.version_copy import check_secrets, fields_of_copy
from .._generated.orchestration.api.app_versions import AsyncAppVersionsResource
from ..errors import InvalidRequestError

if TYPE_CHECKING:
    from .._generated.orchestration.arguments import AppVersionUpdateRequestDict
    from .._generated.orchestration.models.app_version_create_response import AppVersionCreateResponse

__all__ = ["AsyncAppVersions"]

# The service sets some of these fields of the create request. A copy has its own values of the others.
NOT_COPIED = frozenset(("name", "create_time", "last_updated", "additional_properties"))


@public_in("app_versions")
class AsyncAppVersions(AsyncAppVersionsResource):
    """A version defines which container image to run, with which resources and ports.

    `copy` copies a version. The other methods are the operations of the API.
    """

    __slots__ = ()

    async def copy(
        self,
        app_name: str,
        version_name: str,
        new_name: str,
        *,
        secrets: Mapping[str, str] | None = None,
        exist_ok: bool = False,
        **changes: Unpack[AppVersionUpdateRequestDict],
    ) -> AppVersionCreateResponse:
        """Create a version as a copy of another one, for instance with a newer image.

            await edgegap.app_versions.copy("my-game", "v1", "v2", docker_tag="0.1.3")

        The API does not return encrypted secrets. Pass them in `secrets`: without them, `copy` raises an error. It does
        not copy the pull profiles that are linked to the version.

        Args:
            app_name: Name of the application.
            version_name: Name of the version to copy.
            new_name: Name of the new version.
            secrets: Values, by name, of the environment variables that the API does not return.
            exist_ok: Whether to return an existing version of the new name, unchanged, instead of raising
                `ConflictError`.
            changes: Fields that differ, as for `update`. `envs` and `ports` replace the whole lists of the source.

        Returns:
            The `AppVersionCreateResponse`, as for `create`.

        Raises:
            InvalidRequestError: A secret of the source is missing in `secrets`, or an argument has a wrong shape. No
                version was created.
            NotFoundError: There is no such application or version (404).
            ConflictError: The new name is taken (409).
            EdgegapError: As for `get` and `create`.
        """
        from .._generated.orchestration.models.app_version_create_request import AppVersionCreateRequest

        hidden: Secret[dict[str, Any]] = Secret(dict(changes))
        hidden_secrets: Secret[Mapping[str, str]] = Secret(secrets or {})
        del changes, secrets  # No traceback shows the secrets.
        if "name" in hidden.reveal():
            raise InvalidRequestError("copy takes the new name as new_name, not as name")
        source = await self.get(app_name, version_name)
        check_secrets(version_name, source, hidden, hidden_secrets)
        names = [name for name in signature(AppVersionCreateRequest).parameters if name not in NOT_COPIED]
        fields = fields_of_copy(source, names, hidden, hidden_secrets)
        return await self.create(app_name, new_name, exist_ok=exist_ok, **fields.reveal())
