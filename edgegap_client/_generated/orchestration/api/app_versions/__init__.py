"""A version defines which container image to run, with which resources and ports.

The resource classes of `Edgegap.app_versions` and `AsyncEdgegap.app_versions`, and a module per operation.
"""

from __future__ import annotations

import datetime
from collections.abc import Awaitable, Iterable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ....._core.public import PACKAGE
from ...types import UNSET, Secret, Unset

if TYPE_CHECKING:
    from ....._core._async.paging import AsyncPager
    from ....._core._sync.paging import Pager
    from ...arguments import (
        AppVersionEnvLike,
        AppVersionPortLike,
        AppVersionProbeLike,
        BuildTypeLike,
        RestartPolicyLike,
        SessionConfigLike,
    )
    from ...client import AsyncClient, Client
    from ...models.app_version import AppVersion
    from ...models.app_version_create_response import AppVersionCreateResponse
    from ...models.app_version_delete_response import AppVersionDeleteResponse
    from ...models.app_version_list import AppVersionList
    from ...models.app_version_update_response import AppVersionUpdateResponse
    from . import create_app_version as create_app_version
    from . import delete_app_version as delete_app_version
    from . import get_app_version as get_app_version
    from . import list_app_versions as list_app_versions
    from . import update_app_version as update_app_version

# Where users import the classes below from.
_PUBLIC_MODULE = f"{PACKAGE}.api.app_versions"

__all__ = (
    "AppVersionsResource",
    "AsyncAppVersionsResource",
    "create_app_version",
    "delete_app_version",
    "get_app_version",
    "list_app_versions",
    "update_app_version",
)


def __getattr__(name: str) -> Any:
    if name in __all__:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class AppVersionsResource:
    """A version defines which container image to run, with which resources and ports."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: Client) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    def create(
        self,
        app_name: str,
        name: str,
        *,
        docker_repository: str,
        docker_image: str,
        docker_tag: str,
        req_cpu: int,
        req_memory: int,
        is_active: bool | Unset = UNSET,
        private_username: str | Unset = UNSET,
        private_token: str | Unset = UNSET,
        verify_image: bool | Unset = UNSET,
        req_video: int | Unset = UNSET,
        max_duration: int | Unset = UNSET,
        time_to_deploy: int | Unset = UNSET,
        termination_grace_period_seconds: int | Unset = UNSET,
        restart_policy: RestartPolicyLike | Unset = UNSET,
        force_cache: bool | Unset = UNSET,
        cache_min_hour: int | Unset = UNSET,
        cache_max_hour: int | Unset = UNSET,
        will_deploy_in_mainland_china: bool | Unset = UNSET,
        dns_config: str | Unset = UNSET,
        ports: Iterable[AppVersionPortLike] | Unset = UNSET,
        envs: Iterable[AppVersionEnvLike] | Mapping[str, str] | Unset = UNSET,
        endpoint_storage: str | None | Unset = UNSET,
        command: str | None | Unset = UNSET,
        arguments: str | None | Unset = UNSET,
        session_config: SessionConfigLike | Unset = UNSET,
        probe: AppVersionProbeLike | Unset = UNSET,
        use_telemetry: bool | Unset = UNSET,
        whitelisting_active: bool | Unset = UNSET,
        kind: int | Unset = UNSET,
        inject_context_env: bool | Unset = UNSET,
        enable_all_locations: bool | Unset = UNSET,
        build_type: BuildTypeLike | Unset = UNSET,
        create_time: datetime.datetime | Unset = UNSET,
        last_updated: datetime.datetime | Unset = UNSET,
        exist_ok: bool = False,
    ) -> AppVersionCreateResponse:
        """Create a version of an application.

        Creates a version: a container image with its resources, ports and variables, ready to deploy. If
        `verify_image` is true, the service first tries to pull the image. It returns 400 if the login to the
        registry fails, and 424 if it cannot pull the image. It returns 409 if the application already has a
        version of that name. It returns 400 if `req_memory` exceeds twice `req_cpu`. The response can contain
        `private_token` in clear text.

        `POST /v1/app/{app_name}/version`.

        Args:
            app_name: Name of the application, 3 to 64 characters.
            name: Name of the version, 1 to 64 characters, unique in its application.
            docker_repository: Host name of the registry that holds the image, such as registry.edgegap.com or
                docker.io.
            docker_image: Image name with its project, in lower case, without the registry and the tag.
            docker_tag: Tag of the image.
            req_cpu: CPU share in vCPU units, at least 100. 1024 units are one vCPU.
            req_memory: Memory in MiB, at least 100, and at most twice the number of vCPU units.
            is_active: Whether the version can be deployed. The service's default is true.
            private_username: User name for a private registry.
            private_token: Token (recommended) or password for a private registry. Responses can contain it in clear
                text.
            verify_image: Whether the service tries to pull the image before it accepts the version. The service's
                default is false.
            req_video: GPU share, where 1024 is one GPU.
            max_duration: Minutes after which the service stops a deployment, from -1 to 1440. The service's default
                is 1440. In older documents, 0 means no limit. The free tier allows at most 60 minutes.
            time_to_deploy: Seconds that a deployment may take to start before the service tries again. The
                service's default is 10, although the documented minimum is 15.
            termination_grace_period_seconds: Seconds between SIGTERM and the end of the container, up to 3600. The
                documented minimum is 5.
            restart_policy: When the service restarts a container that has ended.
            force_cache: Whether the service caches the image at its sites, so that deployments start faster.
            cache_min_hour: First hour of the day, 0 to 23, at which the image should be cached. The newest
                specification does not have it.
            cache_max_hour: Last hour of the day, 0 to 23, at which the image should be cached. The newest
                specification does not have it.
            will_deploy_in_mainland_china: Whether deployments can run in mainland China. The service's default is
                false.
            dns_config: Name of the DNS configuration that deployments use.
            ports: Ports that the container listens on.
            envs: Environment variables of the container.
            endpoint_storage: Name of the endpoint storage that receives container logs. Omit it or send null for
                none.
            command: Command to run in place of the image's own command. Null keeps the image's own command.
            arguments: Arguments for the command. Null means none.
            session_config: How sessions share deployments of this version. The newest specification does not have
                it.
            probe: The latencies that are good and bad for players. The newest specification does not have it.
            use_telemetry: Whether deployments of this version use telemetry. The newest specification does not have
                it.
            whitelisting_active: Whether only players on the access list can connect to deployments. The newest
                specification does not have it.
            kind: Kind of version as a number. The meaning of each number is not documented.
            inject_context_env: It no longer has an effect. The service always injects the context variables.
                Deprecated.
            enable_all_locations: Whether deployments can use every location, including slow ones. Deployments then
                take longer to start. You cannot combine it with the access list or with caching. Deprecated.
            build_type: The purpose that the version is built for. Only the API of December 2024 had this field.
            create_time: When the version was created. The service sets it, so omit it.
            last_updated: When the version was last changed. The service sets it, so omit it.
            exist_ok: If the name is already taken, return the existing object unchanged instead of raising `ConflictError`.

        Returns:
            The `AppVersionCreateResponse`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            ConflictError: The name is already taken, or the state does not allow the request (409).
            ImagePullError: The service cannot pull the container image (424).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ....._core.arguments import warn_if_empty
        from .....errors import ConflictError
        from ...bodies import make_body
        from ...models.app_version_create_request import AppVersionCreateRequest
        from . import create_app_version

        hidden = Secret(
            {
                "name": name,
                "docker_repository": docker_repository,
                "docker_image": docker_image,
                "docker_tag": docker_tag,
                "req_cpu": req_cpu,
                "req_memory": req_memory,
                "is_active": is_active,
                "private_username": private_username,
                "private_token": private_token,
                "verify_image": verify_image,
                "req_video": req_video,
                "max_duration": max_duration,
                "time_to_deploy": time_to_deploy,
                "termination_grace_period_seconds": termination_grace_period_seconds,
                "restart_policy": restart_policy,
                "force_cache": force_cache,
                "cache_min_hour": cache_min_hour,
                "cache_max_hour": cache_max_hour,
                "will_deploy_in_mainland_china": will_deploy_in_mainland_china,
                "dns_config": dns_config,
                "ports": ports,
                "envs": envs,
                "endpoint_storage": endpoint_storage,
                "command": command,
                "arguments": arguments,
                "session_config": session_config,
                "probe": probe,
                "use_telemetry": use_telemetry,
                "whitelisting_active": whitelisting_active,
                "kind": kind,
                "inject_context_env": inject_context_env,
                "enable_all_locations": enable_all_locations,
                "build_type": build_type,
                "create_time": create_time,
                "last_updated": last_updated,
            }
        )
        del private_token, envs
        body = make_body(AppVersionCreateRequest, hidden)

        warn_if_empty(ports, "the app version has no port, so players cannot connect to it; pass ports=[...]")
        try:
            return create_app_version.sync(app_name, client=self._client, body=body)
        except ConflictError:
            if not exist_ok:
                raise
        from ...models.app_version_create_response import AppVersionCreateResponse

        return AppVersionCreateResponse(version=self.get(app_name, name))

    def get(self, app_name: str, version_name: str) -> AppVersion:
        """Read a version of an application.

        Returns all settings of one version. The response can contain the registry token in clear text, so keep
        it out of logs. Newer versions of the service return a fixed text in place of secrets: `This value is
        set and encrypted`.

        `GET /v1/app/{app_name}/version/{version_name}`.

        Args:
            app_name: Name of the application.
            version_name: Name of the version.

        Returns:
            The `AppVersion`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_app_version

        return get_app_version.sync(app_name, version_name, client=self._client)

    def delete(self, app_name: str, version_name: str) -> AppVersionDeleteResponse:
        """Delete a version of an application.

        Deletes one version. The application and its other versions stay.

        `DELETE /v1/app/{app_name}/version/{version_name}`.

        Args:
            app_name: Name of the application.
            version_name: Name of the version.

        Returns:
            The `AppVersionDeleteResponse`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import delete_app_version

        return delete_app_version.sync(app_name, version_name, client=self._client)

    def update(
        self,
        app_name: str,
        version_name: str,
        *,
        name: str | Unset = UNSET,
        is_active: bool | Unset = UNSET,
        docker_repository: str | Unset = UNSET,
        docker_image: str | Unset = UNSET,
        docker_tag: str | Unset = UNSET,
        private_username: str | Unset = UNSET,
        private_token: str | Unset = UNSET,
        verify_image: bool | Unset = UNSET,
        req_cpu: int | Unset = UNSET,
        req_memory: int | Unset = UNSET,
        req_video: int | Unset = UNSET,
        max_duration: int | Unset = UNSET,
        time_to_deploy: int | Unset = UNSET,
        termination_grace_period_seconds: int | Unset = UNSET,
        restart_policy: RestartPolicyLike | Unset = UNSET,
        force_cache: bool | Unset = UNSET,
        cache_min_hour: int | Unset = UNSET,
        cache_max_hour: int | Unset = UNSET,
        will_deploy_in_mainland_china: bool | Unset = UNSET,
        dns_config: str | Unset = UNSET,
        ports: Iterable[AppVersionPortLike] | Unset = UNSET,
        envs: Iterable[AppVersionEnvLike] | Mapping[str, str] | Unset = UNSET,
        endpoint_storage: str | None | Unset = UNSET,
        command: str | None | Unset = UNSET,
        arguments: str | None | Unset = UNSET,
        session_config: SessionConfigLike | Unset = UNSET,
        probe: AppVersionProbeLike | Unset = UNSET,
        use_telemetry: bool | Unset = UNSET,
        whitelisting_active: bool | Unset = UNSET,
        inject_context_env: bool | Unset = UNSET,
        enable_all_locations: bool | Unset = UNSET,
        build_type: BuildTypeLike | Unset = UNSET,
    ) -> AppVersionUpdateResponse:
        """Change a version of an application.

        Changes the given fields and keeps the others. A new name renames the version. The live service returns
        400 (Unknown Args) for `req_cpu`, `req_memory` and `req_video`. To change resources, create another
        version. If `verify_image` is true, the service returns 400 if the login to the registry fails, and 424
        if it cannot pull the image.

        `PATCH /v1/app/{app_name}/version/{version_name}`.

        Args:
            app_name: Name of the application.
            version_name: Name of the version.
            name: Name of the version, 1 to 64 characters, unique in its application.
            is_active: Whether the version can be deployed.
            docker_repository: Host name of the registry that holds the image, such as registry.edgegap.com or
                docker.io.
            docker_image: Image name with its project, in lower case, without the registry and the tag.
            docker_tag: Tag of the image.
            private_username: User name for a private registry.
            private_token: Token (recommended) or password for a private registry. Responses can contain it in clear
                text.
            verify_image: Whether the service tries to pull the image before it accepts the change.
            req_cpu: CPU share in vCPU units, at least 100. The live service refuses it here with 400, although
                documents until 2025 have it.
            req_memory: Memory in MiB, at least 100. The live service refuses it here with 400, although documents
                until 2025 have it.
            req_video: GPU share. The live service refuses it here with 400, although documents until 2025 have it.
            max_duration: Minutes after which the service stops a deployment, from -1 to 1440. In older documents, 0
                means no limit. The free tier allows at most 60 minutes.
            time_to_deploy: Seconds that a deployment may take to start before the service tries again, at least 10,
                although the documented minimum is 15.
            termination_grace_period_seconds: Seconds between SIGTERM and the end of the container, up to 3600. The
                documented minimum is 5.
            restart_policy: When the service restarts a container that has ended.
            force_cache: Whether the service caches the image at its sites, so that deployments start faster.
            cache_min_hour: First hour of the day, 0 to 23, at which the image should be cached. The newest
                specification does not have it.
            cache_max_hour: Last hour of the day, 0 to 23, at which the image should be cached. The newest
                specification does not have it.
            will_deploy_in_mainland_china: Whether deployments can run in mainland China.
            dns_config: Name of the DNS configuration that deployments use.
            ports: Ports that the container listens on.
            envs: Environment variables of the container.
            endpoint_storage: Name of the endpoint storage that receives container logs, or null for none.
            command: Command to run in place of the image's own command. Null keeps the image's own command.
            arguments: Arguments for the command. Null means none.
            session_config: How sessions share deployments of this version. The newest specification does not have
                it.
            probe: The latencies that are good and bad for players. The newest specification does not have it.
            use_telemetry: Whether deployments of this version use telemetry. The newest specification does not have
                it.
            whitelisting_active: Whether only players on the access list can connect to deployments. The newest
                specification does not have it.
            inject_context_env: It no longer has an effect. The service always injects the context variables.
                Deprecated.
            enable_all_locations: Whether deployments can use every location, including slow ones. Deployments then
                take longer to start. You cannot combine it with the access list or with caching. Deprecated.
            build_type: The purpose that the version is built for. Only the API of December 2024 had this field.

        Returns:
            The `AppVersionUpdateResponse`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            ImagePullError: The service cannot pull the container image (424).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.app_version_update_request import AppVersionUpdateRequest
        from . import update_app_version

        hidden = Secret(
            {
                "name": name,
                "is_active": is_active,
                "docker_repository": docker_repository,
                "docker_image": docker_image,
                "docker_tag": docker_tag,
                "private_username": private_username,
                "private_token": private_token,
                "verify_image": verify_image,
                "req_cpu": req_cpu,
                "req_memory": req_memory,
                "req_video": req_video,
                "max_duration": max_duration,
                "time_to_deploy": time_to_deploy,
                "termination_grace_period_seconds": termination_grace_period_seconds,
                "restart_policy": restart_policy,
                "force_cache": force_cache,
                "cache_min_hour": cache_min_hour,
                "cache_max_hour": cache_max_hour,
                "will_deploy_in_mainland_china": will_deploy_in_mainland_china,
                "dns_config": dns_config,
                "ports": ports,
                "envs": envs,
                "endpoint_storage": endpoint_storage,
                "command": command,
                "arguments": arguments,
                "session_config": session_config,
                "probe": probe,
                "use_telemetry": use_telemetry,
                "whitelisting_active": whitelisting_active,
                "inject_context_env": inject_context_env,
                "enable_all_locations": enable_all_locations,
                "build_type": build_type,
            }
        )
        del private_token, envs
        body = make_body(AppVersionUpdateRequest, hidden)

        return update_app_version.sync(app_name, version_name, client=self._client, body=body)

    def list(
        self, app_name: str, *, page: int | Unset = UNSET, limit: int | Unset = UNSET, page_size: int | Unset = UNSET
    ) -> Pager[AppVersion, AppVersionList]:
        """List the versions of an application.

        Returns every version with all its settings, possibly with registry tokens in clear text. A response
        without a pagination has all versions.

        `GET /v1/app/{app_name}/versions`.

        Args:
            app_name: Name of the application.
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items in total. Default: all items.
            page_size: Number of items in each request. Default: `limit`, but at most 100, or the service's page size (10
                where it is known).

        Returns:
            A pager over all `AppVersion` objects, starting at `page`. It requests each page when the iteration reaches it.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ....._core._sync.paging import Pager
        from . import list_app_versions

        client = self._client

        def fetch(number: int | Unset, size: int | Unset) -> AppVersionList:
            return list_app_versions.sync(app_name, client=client, page=number, limit=size)

        return Pager(
            "app_versions.list", fetch, lambda envelope: envelope.versions, start=page, limit=limit, page_size=page_size
        )

    def list_page(self, app_name: str, *, page: int | Unset = UNSET, limit: int | Unset = UNSET) -> AppVersionList:
        """List the versions of an application.

        Returns every version with all its settings, possibly with registry tokens in clear text. A response
        without a pagination has all versions.

        `GET /v1/app/{app_name}/versions`.

        Args:
            app_name: Name of the application.
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items on the page. The service's default is 10 where it is known. No maximum is
                documented.

        Returns:
            The `AppVersionList`: one page of the list.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import list_app_versions

        return list_app_versions.sync(app_name, client=self._client, page=page, limit=limit)


class AsyncAppVersionsResource:
    """A version defines which container image to run, with which resources and ports."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    async def create(
        self,
        app_name: str,
        name: str,
        *,
        docker_repository: str,
        docker_image: str,
        docker_tag: str,
        req_cpu: int,
        req_memory: int,
        is_active: bool | Unset = UNSET,
        private_username: str | Unset = UNSET,
        private_token: str | Unset = UNSET,
        verify_image: bool | Unset = UNSET,
        req_video: int | Unset = UNSET,
        max_duration: int | Unset = UNSET,
        time_to_deploy: int | Unset = UNSET,
        termination_grace_period_seconds: int | Unset = UNSET,
        restart_policy: RestartPolicyLike | Unset = UNSET,
        force_cache: bool | Unset = UNSET,
        cache_min_hour: int | Unset = UNSET,
        cache_max_hour: int | Unset = UNSET,
        will_deploy_in_mainland_china: bool | Unset = UNSET,
        dns_config: str | Unset = UNSET,
        ports: Iterable[AppVersionPortLike] | Unset = UNSET,
        envs: Iterable[AppVersionEnvLike] | Mapping[str, str] | Unset = UNSET,
        endpoint_storage: str | None | Unset = UNSET,
        command: str | None | Unset = UNSET,
        arguments: str | None | Unset = UNSET,
        session_config: SessionConfigLike | Unset = UNSET,
        probe: AppVersionProbeLike | Unset = UNSET,
        use_telemetry: bool | Unset = UNSET,
        whitelisting_active: bool | Unset = UNSET,
        kind: int | Unset = UNSET,
        inject_context_env: bool | Unset = UNSET,
        enable_all_locations: bool | Unset = UNSET,
        build_type: BuildTypeLike | Unset = UNSET,
        create_time: datetime.datetime | Unset = UNSET,
        last_updated: datetime.datetime | Unset = UNSET,
        exist_ok: bool = False,
    ) -> AppVersionCreateResponse:
        """Create a version of an application.

        Creates a version: a container image with its resources, ports and variables, ready to deploy. If
        `verify_image` is true, the service first tries to pull the image. It returns 400 if the login to the
        registry fails, and 424 if it cannot pull the image. It returns 409 if the application already has a
        version of that name. It returns 400 if `req_memory` exceeds twice `req_cpu`. The response can contain
        `private_token` in clear text.

        `POST /v1/app/{app_name}/version`.

        Args:
            app_name: Name of the application, 3 to 64 characters.
            name: Name of the version, 1 to 64 characters, unique in its application.
            docker_repository: Host name of the registry that holds the image, such as registry.edgegap.com or
                docker.io.
            docker_image: Image name with its project, in lower case, without the registry and the tag.
            docker_tag: Tag of the image.
            req_cpu: CPU share in vCPU units, at least 100. 1024 units are one vCPU.
            req_memory: Memory in MiB, at least 100, and at most twice the number of vCPU units.
            is_active: Whether the version can be deployed. The service's default is true.
            private_username: User name for a private registry.
            private_token: Token (recommended) or password for a private registry. Responses can contain it in clear
                text.
            verify_image: Whether the service tries to pull the image before it accepts the version. The service's
                default is false.
            req_video: GPU share, where 1024 is one GPU.
            max_duration: Minutes after which the service stops a deployment, from -1 to 1440. The service's default
                is 1440. In older documents, 0 means no limit. The free tier allows at most 60 minutes.
            time_to_deploy: Seconds that a deployment may take to start before the service tries again. The
                service's default is 10, although the documented minimum is 15.
            termination_grace_period_seconds: Seconds between SIGTERM and the end of the container, up to 3600. The
                documented minimum is 5.
            restart_policy: When the service restarts a container that has ended.
            force_cache: Whether the service caches the image at its sites, so that deployments start faster.
            cache_min_hour: First hour of the day, 0 to 23, at which the image should be cached. The newest
                specification does not have it.
            cache_max_hour: Last hour of the day, 0 to 23, at which the image should be cached. The newest
                specification does not have it.
            will_deploy_in_mainland_china: Whether deployments can run in mainland China. The service's default is
                false.
            dns_config: Name of the DNS configuration that deployments use.
            ports: Ports that the container listens on.
            envs: Environment variables of the container.
            endpoint_storage: Name of the endpoint storage that receives container logs. Omit it or send null for
                none.
            command: Command to run in place of the image's own command. Null keeps the image's own command.
            arguments: Arguments for the command. Null means none.
            session_config: How sessions share deployments of this version. The newest specification does not have
                it.
            probe: The latencies that are good and bad for players. The newest specification does not have it.
            use_telemetry: Whether deployments of this version use telemetry. The newest specification does not have
                it.
            whitelisting_active: Whether only players on the access list can connect to deployments. The newest
                specification does not have it.
            kind: Kind of version as a number. The meaning of each number is not documented.
            inject_context_env: It no longer has an effect. The service always injects the context variables.
                Deprecated.
            enable_all_locations: Whether deployments can use every location, including slow ones. Deployments then
                take longer to start. You cannot combine it with the access list or with caching. Deprecated.
            build_type: The purpose that the version is built for. Only the API of December 2024 had this field.
            create_time: When the version was created. The service sets it, so omit it.
            last_updated: When the version was last changed. The service sets it, so omit it.
            exist_ok: If the name is already taken, return the existing object unchanged instead of raising `ConflictError`.

        Returns:
            The `AppVersionCreateResponse`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            ConflictError: The name is already taken, or the state does not allow the request (409).
            ImagePullError: The service cannot pull the container image (424).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ....._core.arguments import warn_if_empty
        from .....errors import ConflictError
        from ...bodies import make_body
        from ...models.app_version_create_request import AppVersionCreateRequest
        from . import create_app_version

        hidden = Secret(
            {
                "name": name,
                "docker_repository": docker_repository,
                "docker_image": docker_image,
                "docker_tag": docker_tag,
                "req_cpu": req_cpu,
                "req_memory": req_memory,
                "is_active": is_active,
                "private_username": private_username,
                "private_token": private_token,
                "verify_image": verify_image,
                "req_video": req_video,
                "max_duration": max_duration,
                "time_to_deploy": time_to_deploy,
                "termination_grace_period_seconds": termination_grace_period_seconds,
                "restart_policy": restart_policy,
                "force_cache": force_cache,
                "cache_min_hour": cache_min_hour,
                "cache_max_hour": cache_max_hour,
                "will_deploy_in_mainland_china": will_deploy_in_mainland_china,
                "dns_config": dns_config,
                "ports": ports,
                "envs": envs,
                "endpoint_storage": endpoint_storage,
                "command": command,
                "arguments": arguments,
                "session_config": session_config,
                "probe": probe,
                "use_telemetry": use_telemetry,
                "whitelisting_active": whitelisting_active,
                "kind": kind,
                "inject_context_env": inject_context_env,
                "enable_all_locations": enable_all_locations,
                "build_type": build_type,
                "create_time": create_time,
                "last_updated": last_updated,
            }
        )
        del private_token, envs
        body = make_body(AppVersionCreateRequest, hidden)

        warn_if_empty(ports, "the app version has no port, so players cannot connect to it; pass ports=[...]")
        try:
            return await create_app_version.asyncio(app_name, client=self._client, body=body)
        except ConflictError:
            if not exist_ok:
                raise
        from ...models.app_version_create_response import AppVersionCreateResponse

        return AppVersionCreateResponse(version=await self.get(app_name, name))

    async def get(self, app_name: str, version_name: str) -> AppVersion:
        """Read a version of an application.

        Returns all settings of one version. The response can contain the registry token in clear text, so keep
        it out of logs. Newer versions of the service return a fixed text in place of secrets: `This value is
        set and encrypted`.

        `GET /v1/app/{app_name}/version/{version_name}`.

        Args:
            app_name: Name of the application.
            version_name: Name of the version.

        Returns:
            The `AppVersion`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_app_version

        return await get_app_version.asyncio(app_name, version_name, client=self._client)

    async def delete(self, app_name: str, version_name: str) -> AppVersionDeleteResponse:
        """Delete a version of an application.

        Deletes one version. The application and its other versions stay.

        `DELETE /v1/app/{app_name}/version/{version_name}`.

        Args:
            app_name: Name of the application.
            version_name: Name of the version.

        Returns:
            The `AppVersionDeleteResponse`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import delete_app_version

        return await delete_app_version.asyncio(app_name, version_name, client=self._client)

    async def update(
        self,
        app_name: str,
        version_name: str,
        *,
        name: str | Unset = UNSET,
        is_active: bool | Unset = UNSET,
        docker_repository: str | Unset = UNSET,
        docker_image: str | Unset = UNSET,
        docker_tag: str | Unset = UNSET,
        private_username: str | Unset = UNSET,
        private_token: str | Unset = UNSET,
        verify_image: bool | Unset = UNSET,
        req_cpu: int | Unset = UNSET,
        req_memory: int | Unset = UNSET,
        req_video: int | Unset = UNSET,
        max_duration: int | Unset = UNSET,
        time_to_deploy: int | Unset = UNSET,
        termination_grace_period_seconds: int | Unset = UNSET,
        restart_policy: RestartPolicyLike | Unset = UNSET,
        force_cache: bool | Unset = UNSET,
        cache_min_hour: int | Unset = UNSET,
        cache_max_hour: int | Unset = UNSET,
        will_deploy_in_mainland_china: bool | Unset = UNSET,
        dns_config: str | Unset = UNSET,
        ports: Iterable[AppVersionPortLike] | Unset = UNSET,
        envs: Iterable[AppVersionEnvLike] | Mapping[str, str] | Unset = UNSET,
        endpoint_storage: str | None | Unset = UNSET,
        command: str | None | Unset = UNSET,
        arguments: str | None | Unset = UNSET,
        session_config: SessionConfigLike | Unset = UNSET,
        probe: AppVersionProbeLike | Unset = UNSET,
        use_telemetry: bool | Unset = UNSET,
        whitelisting_active: bool | Unset = UNSET,
        inject_context_env: bool | Unset = UNSET,
        enable_all_locations: bool | Unset = UNSET,
        build_type: BuildTypeLike | Unset = UNSET,
    ) -> AppVersionUpdateResponse:
        """Change a version of an application.

        Changes the given fields and keeps the others. A new name renames the version. The live service returns
        400 (Unknown Args) for `req_cpu`, `req_memory` and `req_video`. To change resources, create another
        version. If `verify_image` is true, the service returns 400 if the login to the registry fails, and 424
        if it cannot pull the image.

        `PATCH /v1/app/{app_name}/version/{version_name}`.

        Args:
            app_name: Name of the application.
            version_name: Name of the version.
            name: Name of the version, 1 to 64 characters, unique in its application.
            is_active: Whether the version can be deployed.
            docker_repository: Host name of the registry that holds the image, such as registry.edgegap.com or
                docker.io.
            docker_image: Image name with its project, in lower case, without the registry and the tag.
            docker_tag: Tag of the image.
            private_username: User name for a private registry.
            private_token: Token (recommended) or password for a private registry. Responses can contain it in clear
                text.
            verify_image: Whether the service tries to pull the image before it accepts the change.
            req_cpu: CPU share in vCPU units, at least 100. The live service refuses it here with 400, although
                documents until 2025 have it.
            req_memory: Memory in MiB, at least 100. The live service refuses it here with 400, although documents
                until 2025 have it.
            req_video: GPU share. The live service refuses it here with 400, although documents until 2025 have it.
            max_duration: Minutes after which the service stops a deployment, from -1 to 1440. In older documents, 0
                means no limit. The free tier allows at most 60 minutes.
            time_to_deploy: Seconds that a deployment may take to start before the service tries again, at least 10,
                although the documented minimum is 15.
            termination_grace_period_seconds: Seconds between SIGTERM and the end of the container, up to 3600. The
                documented minimum is 5.
            restart_policy: When the service restarts a container that has ended.
            force_cache: Whether the service caches the image at its sites, so that deployments start faster.
            cache_min_hour: First hour of the day, 0 to 23, at which the image should be cached. The newest
                specification does not have it.
            cache_max_hour: Last hour of the day, 0 to 23, at which the image should be cached. The newest
                specification does not have it.
            will_deploy_in_mainland_china: Whether deployments can run in mainland China.
            dns_config: Name of the DNS configuration that deployments use.
            ports: Ports that the container listens on.
            envs: Environment variables of the container.
            endpoint_storage: Name of the endpoint storage that receives container logs, or null for none.
            command: Command to run in place of the image's own command. Null keeps the image's own command.
            arguments: Arguments for the command. Null means none.
            session_config: How sessions share deployments of this version. The newest specification does not have
                it.
            probe: The latencies that are good and bad for players. The newest specification does not have it.
            use_telemetry: Whether deployments of this version use telemetry. The newest specification does not have
                it.
            whitelisting_active: Whether only players on the access list can connect to deployments. The newest
                specification does not have it.
            inject_context_env: It no longer has an effect. The service always injects the context variables.
                Deprecated.
            enable_all_locations: Whether deployments can use every location, including slow ones. Deployments then
                take longer to start. You cannot combine it with the access list or with caching. Deprecated.
            build_type: The purpose that the version is built for. Only the API of December 2024 had this field.

        Returns:
            The `AppVersionUpdateResponse`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            ImagePullError: The service cannot pull the container image (424).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.app_version_update_request import AppVersionUpdateRequest
        from . import update_app_version

        hidden = Secret(
            {
                "name": name,
                "is_active": is_active,
                "docker_repository": docker_repository,
                "docker_image": docker_image,
                "docker_tag": docker_tag,
                "private_username": private_username,
                "private_token": private_token,
                "verify_image": verify_image,
                "req_cpu": req_cpu,
                "req_memory": req_memory,
                "req_video": req_video,
                "max_duration": max_duration,
                "time_to_deploy": time_to_deploy,
                "termination_grace_period_seconds": termination_grace_period_seconds,
                "restart_policy": restart_policy,
                "force_cache": force_cache,
                "cache_min_hour": cache_min_hour,
                "cache_max_hour": cache_max_hour,
                "will_deploy_in_mainland_china": will_deploy_in_mainland_china,
                "dns_config": dns_config,
                "ports": ports,
                "envs": envs,
                "endpoint_storage": endpoint_storage,
                "command": command,
                "arguments": arguments,
                "session_config": session_config,
                "probe": probe,
                "use_telemetry": use_telemetry,
                "whitelisting_active": whitelisting_active,
                "inject_context_env": inject_context_env,
                "enable_all_locations": enable_all_locations,
                "build_type": build_type,
            }
        )
        del private_token, envs
        body = make_body(AppVersionUpdateRequest, hidden)

        return await update_app_version.asyncio(app_name, version_name, client=self._client, body=body)

    def list(
        self, app_name: str, *, page: int | Unset = UNSET, limit: int | Unset = UNSET, page_size: int | Unset = UNSET
    ) -> AsyncPager[AppVersion, AppVersionList]:
        """List the versions of an application.

        Returns every version with all its settings, possibly with registry tokens in clear text. A response
        without a pagination has all versions.

        `GET /v1/app/{app_name}/versions`.

        Args:
            app_name: Name of the application.
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items in total. Default: all items.
            page_size: Number of items in each request. Default: `limit`, but at most 100, or the service's page size (10
                where it is known).

        Returns:
            A pager over all `AppVersion` objects, starting at `page`. It requests each page when the iteration reaches it.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ....._core._async.paging import AsyncPager
        from . import list_app_versions

        client = self._client

        def fetch(number: int | Unset, size: int | Unset) -> Awaitable[AppVersionList]:
            return list_app_versions.asyncio(app_name, client=client, page=number, limit=size)

        return AsyncPager(
            "app_versions.list", fetch, lambda envelope: envelope.versions, start=page, limit=limit, page_size=page_size
        )

    async def list_page(
        self, app_name: str, *, page: int | Unset = UNSET, limit: int | Unset = UNSET
    ) -> AppVersionList:
        """List the versions of an application.

        Returns every version with all its settings, possibly with registry tokens in clear text. A response
        without a pagination has all versions.

        `GET /v1/app/{app_name}/versions`.

        Args:
            app_name: Name of the application.
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items on the page. The service's default is 10 where it is known. No maximum is
                documented.

        Returns:
            The `AppVersionList`: one page of the list.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import list_app_versions

        return await list_app_versions.asyncio(app_name, client=self._client, page=page, limit=limit)
