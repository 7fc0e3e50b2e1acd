"""Hosts reserved for one organisation.

The resource classes for `Edgegap.private_fleets` and `AsyncEdgegap.private_fleets`; beside them, a module per operation.
"""

from __future__ import annotations

from collections.abc import Awaitable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ...types import UNSET, Unset

if TYPE_CHECKING:
    from ....._async.paging import AsyncPager
    from ....._sync.paging import Pager
    from ...client import AsyncClient, Client
    from ...models.deploy_response_v2 import DeployResponseV2
    from ...models.deployment_resources import DeploymentResources
    from ...models.deployment_user import DeploymentUser
    from ...models.env_var_v2 import EnvVarV2
    from ...models.private_host import PrivateHost
    from ...models.private_host_list import PrivateHostList
    from ...models.webhook import Webhook
    from . import deploy_to_private_fleet as deploy_to_private_fleet
    from . import list_private_hosts as list_private_hosts

__all__ = ("AsyncPrivateFleetsResource", "PrivateFleetsResource", "deploy_to_private_fleet", "list_private_hosts")


def __getattr__(name: str) -> Any:
    if name in __all__:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class PrivateFleetsResource:
    """Hosts reserved for one organisation."""

    __slots__ = ("_client",)

    def __init__(self, client: Client) -> None:
        self._client = client

    def list_hosts(
        self, fleet_name: str, *, page: int | Unset = UNSET, limit: int | Unset = UNSET
    ) -> Pager[PrivateHost, PrivateHostList]:
        """List the hosts of a private fleet.

        Walks the hosts of one fleet, with what they have and what of it is in use. A host that is still PENDING
        has no address and no capacity yet.

        `GET /v2/private-fleets/{fleet-name}/hosts`, at most 10 requests a second for an organisation.

        Args:
            fleet_name: The name of the fleet.
            page: Page to return, counted from 1. The server starts at the first page.
            limit: Items per page. The server's default is 10 where it is known; no maximum is documented.

        Returns:
            A lazy walk over every PrivateHost, page after page, from `page` on. Nothing is sent until it is iterated.

        Raises:
            BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
            AuthenticationError: The token is missing or not understood (401).
            RateLimitedError: Too many requests from this organisation (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
        """

        from ....._sync.paging import Pager
        from . import list_private_hosts

        client = self._client

        def fetch(number: int | Unset) -> PrivateHostList:
            return list_private_hosts.sync(fleet_name, client=client, page=number, limit=limit)

        return Pager(fetch, lambda envelope: envelope.data, start=page, paged=True)

    def list_hosts_page(
        self, fleet_name: str, *, page: int | Unset = UNSET, limit: int | Unset = UNSET
    ) -> PrivateHostList:
        """List the hosts of a private fleet.

        Walks the hosts of one fleet, with what they have and what of it is in use. A host that is still PENDING
        has no address and no capacity yet.

        `GET /v2/private-fleets/{fleet-name}/hosts`, at most 10 requests a second for an organisation.

        Args:
            fleet_name: The name of the fleet.
            page: Page to return, counted from 1. The server starts at the first page.
            limit: Items per page. The server's default is 10 where it is known; no maximum is documented.

        Returns:
            One page, as the PrivateHostList that the server sends.

        Raises:
            BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
            AuthenticationError: The token is missing or not understood (401).
            RateLimitedError: Too many requests from this organisation (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
        """

        from . import list_private_hosts

        return list_private_hosts.sync(fleet_name, client=self._client, page=page, limit=limit)

    def deploy(
        self,
        *,
        private_host_ids: list[str],
        application: str,
        version: str,
        users: list[DeploymentUser],
        resources: DeploymentResources | Unset = UNSET,
        require_cached_locations: bool | None | Unset = UNSET,
        environment_variables: list[EnvVarV2] | Unset = UNSET,
        tags: list[str] | Unset = UNSET,
        webhook_on_ready: Webhook | Unset = UNSET,
        webhook_on_error: Webhook | Unset = UNSET,
        webhook_on_terminated: Webhook | Unset = UNSET,
    ) -> DeployResponseV2:
        """Start a deployment on private hosts.

        Starts one game server on one of the private hosts named. The answer comes at once and holds only the
        request_id. Not idempotent: a repeated call starts a second deployment. An answer of 422 means that the
        deployment exists all the same, in error.

        `POST /v2/private-fleets/deployments`, at most 40 requests a second for an organisation.

        Args:
            private_host_ids: The ids of the hosts to choose from; at least one, each named once.
            application: The application's name.
            version: The name of the app version.
            users: The players to be close to; at least one.
            resources: Resources for this deployment alone, in place of those of the version.
            require_cached_locations: Whether to use only hosts that hold the image already. The server's default is false; null means the
                same.
            environment_variables: Variables for the container, besides those of the version.
            tags: Tags to find the deployment by.
            webhook_on_ready: Where to send word when the deployment is READY.
            webhook_on_error: Where to send word when the deployment is in ERROR.
            webhook_on_terminated: Where to send word when the deployment is TERMINATED.

        Returns:
            The DeployResponseV2.

        Raises:
            BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
            AuthenticationError: The token is missing or not understood (401).
            RateLimitedError: Too many requests from this organisation (429).
            ServerError: The service failed (5xx).
            NoCapacityError: No server could be started (422); stop the `deployment_id` that it names.
            EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
        """

        from ...models.private_fleet_deploy_request import PrivateFleetDeployRequest
        from . import deploy_to_private_fleet

        body = PrivateFleetDeployRequest(
            private_host_ids=private_host_ids,
            application=application,
            version=version,
            users=users,
            resources=resources,
            require_cached_locations=require_cached_locations,
            environment_variables=environment_variables,
            tags=tags,
            webhook_on_ready=webhook_on_ready,
            webhook_on_error=webhook_on_error,
            webhook_on_terminated=webhook_on_terminated,
        )
        del environment_variables

        return deploy_to_private_fleet.sync(client=self._client, body=body)


class AsyncPrivateFleetsResource:
    """Hosts reserved for one organisation."""

    __slots__ = ("_client",)

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list_hosts(
        self, fleet_name: str, *, page: int | Unset = UNSET, limit: int | Unset = UNSET
    ) -> AsyncPager[PrivateHost, PrivateHostList]:
        """List the hosts of a private fleet.

        Walks the hosts of one fleet, with what they have and what of it is in use. A host that is still PENDING
        has no address and no capacity yet.

        `GET /v2/private-fleets/{fleet-name}/hosts`, at most 10 requests a second for an organisation.

        Args:
            fleet_name: The name of the fleet.
            page: Page to return, counted from 1. The server starts at the first page.
            limit: Items per page. The server's default is 10 where it is known; no maximum is documented.

        Returns:
            A lazy walk over every PrivateHost, page after page, from `page` on. Nothing is sent until it is iterated.

        Raises:
            BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
            AuthenticationError: The token is missing or not understood (401).
            RateLimitedError: Too many requests from this organisation (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
        """

        from ....._async.paging import AsyncPager
        from . import list_private_hosts

        client = self._client

        def fetch(number: int | Unset) -> Awaitable[PrivateHostList]:
            return list_private_hosts.asyncio(fleet_name, client=client, page=number, limit=limit)

        return AsyncPager(fetch, lambda envelope: envelope.data, start=page, paged=True)

    async def list_hosts_page(
        self, fleet_name: str, *, page: int | Unset = UNSET, limit: int | Unset = UNSET
    ) -> PrivateHostList:
        """List the hosts of a private fleet.

        Walks the hosts of one fleet, with what they have and what of it is in use. A host that is still PENDING
        has no address and no capacity yet.

        `GET /v2/private-fleets/{fleet-name}/hosts`, at most 10 requests a second for an organisation.

        Args:
            fleet_name: The name of the fleet.
            page: Page to return, counted from 1. The server starts at the first page.
            limit: Items per page. The server's default is 10 where it is known; no maximum is documented.

        Returns:
            One page, as the PrivateHostList that the server sends.

        Raises:
            BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
            AuthenticationError: The token is missing or not understood (401).
            RateLimitedError: Too many requests from this organisation (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
        """

        from . import list_private_hosts

        return await list_private_hosts.asyncio(fleet_name, client=self._client, page=page, limit=limit)

    async def deploy(
        self,
        *,
        private_host_ids: list[str],
        application: str,
        version: str,
        users: list[DeploymentUser],
        resources: DeploymentResources | Unset = UNSET,
        require_cached_locations: bool | None | Unset = UNSET,
        environment_variables: list[EnvVarV2] | Unset = UNSET,
        tags: list[str] | Unset = UNSET,
        webhook_on_ready: Webhook | Unset = UNSET,
        webhook_on_error: Webhook | Unset = UNSET,
        webhook_on_terminated: Webhook | Unset = UNSET,
    ) -> DeployResponseV2:
        """Start a deployment on private hosts.

        Starts one game server on one of the private hosts named. The answer comes at once and holds only the
        request_id. Not idempotent: a repeated call starts a second deployment. An answer of 422 means that the
        deployment exists all the same, in error.

        `POST /v2/private-fleets/deployments`, at most 40 requests a second for an organisation.

        Args:
            private_host_ids: The ids of the hosts to choose from; at least one, each named once.
            application: The application's name.
            version: The name of the app version.
            users: The players to be close to; at least one.
            resources: Resources for this deployment alone, in place of those of the version.
            require_cached_locations: Whether to use only hosts that hold the image already. The server's default is false; null means the
                same.
            environment_variables: Variables for the container, besides those of the version.
            tags: Tags to find the deployment by.
            webhook_on_ready: Where to send word when the deployment is READY.
            webhook_on_error: Where to send word when the deployment is in ERROR.
            webhook_on_terminated: Where to send word when the deployment is TERMINATED.

        Returns:
            The DeployResponseV2.

        Raises:
            BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
            AuthenticationError: The token is missing or not understood (401).
            RateLimitedError: Too many requests from this organisation (429).
            ServerError: The service failed (5xx).
            NoCapacityError: No server could be started (422); stop the `deployment_id` that it names.
            EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
        """

        from ...models.private_fleet_deploy_request import PrivateFleetDeployRequest
        from . import deploy_to_private_fleet

        body = PrivateFleetDeployRequest(
            private_host_ids=private_host_ids,
            application=application,
            version=version,
            users=users,
            resources=resources,
            require_cached_locations=require_cached_locations,
            environment_variables=environment_variables,
            tags=tags,
            webhook_on_ready=webhook_on_ready,
            webhook_on_error=webhook_on_error,
            webhook_on_terminated=webhook_on_terminated,
        )
        del environment_variables

        return await deploy_to_private_fleet.asyncio(client=self._client, body=body)
