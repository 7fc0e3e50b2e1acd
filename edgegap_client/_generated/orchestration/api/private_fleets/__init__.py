"""A private fleet is a group of hosts that are reserved for one organisation.

The resource classes of `Edgegap.private_fleets` and `AsyncEdgegap.private_fleets`, and a module per operation.
"""

from __future__ import annotations

from collections.abc import Awaitable, Iterable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ....._core.public import PACKAGE
from ...types import UNSET, Secret, Unset

if TYPE_CHECKING:
    from ....._core._async.paging import AsyncPager
    from ....._core._sync.paging import Pager
    from ...arguments import DeploymentResourcesLike, DeploymentUserLike, EnvVarV2Like, WebhookLike
    from ...client import AsyncClient, Client
    from ...models.deploy_response_v2 import DeployResponseV2
    from ...models.private_host import PrivateHost
    from ...models.private_host_list import PrivateHostList
    from . import deploy_to_private_fleet as deploy_to_private_fleet
    from . import list_private_hosts as list_private_hosts

# Where users import the classes below from.
_PUBLIC_MODULE = f"{PACKAGE}.api.private_fleets"

__all__ = ("AsyncPrivateFleetsResource", "PrivateFleetsResource", "deploy_to_private_fleet", "list_private_hosts")


def __getattr__(name: str) -> Any:
    if name in __all__:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class PrivateFleetsResource:
    """A private fleet is a group of hosts that are reserved for one organisation."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: Client) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    def list_hosts(
        self, fleet_name: str, *, page: int | Unset = UNSET, limit: int | Unset = UNSET, page_size: int | Unset = UNSET
    ) -> Pager[PrivateHost, PrivateHostList]:
        """List the hosts of a private fleet.

        Lists the hosts of one fleet with their capacity and their current use. A host that is still PENDING has
        no address and no capacity yet.

        `GET /v2/private-fleets/{fleet-name}/hosts`, at most 10 requests per second for an organisation.

        Args:
            fleet_name: The name of the fleet.
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items in total. Default: all items.
            page_size: Number of items in each request. Default: `limit`, but at most 100, or the service's page size (10
                where it is known).

        Returns:
            A pager over all `PrivateHost` objects, starting at `page`. It requests each page when the iteration reaches it.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ....._core._sync.paging import Pager
        from . import list_private_hosts

        client = self._client

        def fetch(number: int | Unset, size: int | Unset) -> PrivateHostList:
            return list_private_hosts.sync(fleet_name, client=client, page=number, limit=size)

        return Pager(
            "private_fleets.list_hosts",
            fetch,
            lambda envelope: envelope.data,
            start=page,
            limit=limit,
            page_size=page_size,
        )

    def list_hosts_page(
        self, fleet_name: str, *, page: int | Unset = UNSET, limit: int | Unset = UNSET
    ) -> PrivateHostList:
        """List the hosts of a private fleet.

        Lists the hosts of one fleet with their capacity and their current use. A host that is still PENDING has
        no address and no capacity yet.

        `GET /v2/private-fleets/{fleet-name}/hosts`, at most 10 requests per second for an organisation.

        Args:
            fleet_name: The name of the fleet.
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items on the page. The service's default is 10 where it is known. No maximum is
                documented.

        Returns:
            The `PrivateHostList`: one page of the list.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import list_private_hosts

        return list_private_hosts.sync(fleet_name, client=self._client, page=page, limit=limit)

    def deploy(
        self,
        *,
        private_host_ids: Iterable[str],
        application: str,
        version: str,
        users: Iterable[DeploymentUserLike],
        resources: DeploymentResourcesLike | Unset = UNSET,
        require_cached_locations: bool | None | Unset = UNSET,
        environment_variables: Iterable[EnvVarV2Like] | Mapping[str, str] | Unset = UNSET,
        tags: Iterable[str] | Unset = UNSET,
        webhook_on_ready: WebhookLike | Unset = UNSET,
        webhook_on_error: WebhookLike | Unset = UNSET,
        webhook_on_terminated: WebhookLike | Unset = UNSET,
    ) -> DeployResponseV2:
        """Start a deployment on private hosts.

        Starts one game server on one of the given private hosts. The response comes at once and contains only
        the `request_id`. The request is not idempotent: a second request starts a second deployment. After a
        422 response, the deployment exists and is in ERROR.

        `POST /v2/private-fleets/deployments`, at most 40 requests per second for an organisation.

        Args:
            private_host_ids: The ids of the hosts that the service can choose from, at least one, without
                duplicates.
            application: The application's name.
            version: The name of the app version.
            users: The players, at least one. The service places the deployment near them.
            resources: Resources of this deployment, in place of the resources of the version.
            require_cached_locations: Whether to use only hosts that have cached the image. The service's default is
                false. Null means the same.
            environment_variables: Environment variables for the container, in addition to the variables of the
                version.
            tags: Tags to find the deployment by.
            webhook_on_ready: The webhook that the service calls when the deployment is READY.
            webhook_on_error: The webhook that the service calls when the deployment is in ERROR.
            webhook_on_terminated: The webhook that the service calls when the deployment is TERMINATED.

        Returns:
            The `DeployResponseV2`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            NoCapacityError: The service could not start a server (422). Stop the deployment in `deployment_id`.
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.private_fleet_deploy_request import PrivateFleetDeployRequest
        from . import deploy_to_private_fleet

        hidden = Secret(
            {
                "private_host_ids": private_host_ids,
                "application": application,
                "version": version,
                "users": users,
                "resources": resources,
                "require_cached_locations": require_cached_locations,
                "environment_variables": environment_variables,
                "tags": tags,
                "webhook_on_ready": webhook_on_ready,
                "webhook_on_error": webhook_on_error,
                "webhook_on_terminated": webhook_on_terminated,
            }
        )
        del environment_variables
        body = make_body(PrivateFleetDeployRequest, hidden)

        return deploy_to_private_fleet.sync(client=self._client, body=body)


class AsyncPrivateFleetsResource:
    """A private fleet is a group of hosts that are reserved for one organisation."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    def list_hosts(
        self, fleet_name: str, *, page: int | Unset = UNSET, limit: int | Unset = UNSET, page_size: int | Unset = UNSET
    ) -> AsyncPager[PrivateHost, PrivateHostList]:
        """List the hosts of a private fleet.

        Lists the hosts of one fleet with their capacity and their current use. A host that is still PENDING has
        no address and no capacity yet.

        `GET /v2/private-fleets/{fleet-name}/hosts`, at most 10 requests per second for an organisation.

        Args:
            fleet_name: The name of the fleet.
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items in total. Default: all items.
            page_size: Number of items in each request. Default: `limit`, but at most 100, or the service's page size (10
                where it is known).

        Returns:
            A pager over all `PrivateHost` objects, starting at `page`. It requests each page when the iteration reaches it.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ....._core._async.paging import AsyncPager
        from . import list_private_hosts

        client = self._client

        def fetch(number: int | Unset, size: int | Unset) -> Awaitable[PrivateHostList]:
            return list_private_hosts.asyncio(fleet_name, client=client, page=number, limit=size)

        return AsyncPager(
            "private_fleets.list_hosts",
            fetch,
            lambda envelope: envelope.data,
            start=page,
            limit=limit,
            page_size=page_size,
        )

    async def list_hosts_page(
        self, fleet_name: str, *, page: int | Unset = UNSET, limit: int | Unset = UNSET
    ) -> PrivateHostList:
        """List the hosts of a private fleet.

        Lists the hosts of one fleet with their capacity and their current use. A host that is still PENDING has
        no address and no capacity yet.

        `GET /v2/private-fleets/{fleet-name}/hosts`, at most 10 requests per second for an organisation.

        Args:
            fleet_name: The name of the fleet.
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items on the page. The service's default is 10 where it is known. No maximum is
                documented.

        Returns:
            The `PrivateHostList`: one page of the list.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import list_private_hosts

        return await list_private_hosts.asyncio(fleet_name, client=self._client, page=page, limit=limit)

    async def deploy(
        self,
        *,
        private_host_ids: Iterable[str],
        application: str,
        version: str,
        users: Iterable[DeploymentUserLike],
        resources: DeploymentResourcesLike | Unset = UNSET,
        require_cached_locations: bool | None | Unset = UNSET,
        environment_variables: Iterable[EnvVarV2Like] | Mapping[str, str] | Unset = UNSET,
        tags: Iterable[str] | Unset = UNSET,
        webhook_on_ready: WebhookLike | Unset = UNSET,
        webhook_on_error: WebhookLike | Unset = UNSET,
        webhook_on_terminated: WebhookLike | Unset = UNSET,
    ) -> DeployResponseV2:
        """Start a deployment on private hosts.

        Starts one game server on one of the given private hosts. The response comes at once and contains only
        the `request_id`. The request is not idempotent: a second request starts a second deployment. After a
        422 response, the deployment exists and is in ERROR.

        `POST /v2/private-fleets/deployments`, at most 40 requests per second for an organisation.

        Args:
            private_host_ids: The ids of the hosts that the service can choose from, at least one, without
                duplicates.
            application: The application's name.
            version: The name of the app version.
            users: The players, at least one. The service places the deployment near them.
            resources: Resources of this deployment, in place of the resources of the version.
            require_cached_locations: Whether to use only hosts that have cached the image. The service's default is
                false. Null means the same.
            environment_variables: Environment variables for the container, in addition to the variables of the
                version.
            tags: Tags to find the deployment by.
            webhook_on_ready: The webhook that the service calls when the deployment is READY.
            webhook_on_error: The webhook that the service calls when the deployment is in ERROR.
            webhook_on_terminated: The webhook that the service calls when the deployment is TERMINATED.

        Returns:
            The `DeployResponseV2`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            NoCapacityError: The service could not start a server (422). Stop the deployment in `deployment_id`.
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.private_fleet_deploy_request import PrivateFleetDeployRequest
        from . import deploy_to_private_fleet

        hidden = Secret(
            {
                "private_host_ids": private_host_ids,
                "application": application,
                "version": version,
                "users": users,
                "resources": resources,
                "require_cached_locations": require_cached_locations,
                "environment_variables": environment_variables,
                "tags": tags,
                "webhook_on_ready": webhook_on_ready,
                "webhook_on_error": webhook_on_error,
                "webhook_on_terminated": webhook_on_terminated,
            }
        )
        del environment_variables
        body = make_body(PrivateFleetDeployRequest, hidden)

        return await deploy_to_private_fleet.asyncio(client=self._client, body=body)
