"""A deployment is one running game server.

The resource classes of `Edgegap.deployments` and `AsyncEdgegap.deployments`, and a module per operation.
"""

from __future__ import annotations

import datetime
from collections.abc import Awaitable, Iterable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ....._core.deprecation import deprecated
from ....._core.public import PACKAGE
from ...types import UNSET, Secret, Unset, hide

if TYPE_CHECKING:
    from ....._core._async.paging import AsyncPager
    from ....._core._sync.paging import Pager
    from ...arguments import (
        ApSortStrategyLike,
        ContainerLogStorageLike,
        CoordinatesLike,
        DeployFilterLike,
        DeploymentBulkStopFilterLike,
        DeploymentReportMetadataLike,
        DeploymentResourcesLike,
        DeploymentUserLike,
        EnvVarLike,
        EnvVarV2Like,
        GeoIpLike,
        WebhookLike,
    )
    from ...client import AsyncClient, Client
    from ...models.container_logs import ContainerLogs
    from ...models.deploy_response_v1 import DeployResponseV1
    from ...models.deploy_response_v2 import DeployResponseV2
    from ...models.deployment_bulk_stop_response import DeploymentBulkStopResponse
    from ...models.deployment_list import DeploymentList
    from ...models.deployment_list_item import DeploymentListItem
    from ...models.deployment_metrics import DeploymentMetrics
    from ...models.deployment_status import DeploymentStatus
    from ...models.deployment_stop_response import DeploymentStopResponse
    from ...models.deployment_update_response import DeploymentUpdateResponse
    from ...models.log_format import LogFormat
    from . import bulk_stop_deployments as bulk_stop_deployments
    from . import create_deployment as create_deployment
    from . import create_deployment_v1 as create_deployment_v1
    from . import get_deployment as get_deployment
    from . import get_deployment_logs as get_deployment_logs
    from . import get_deployment_metrics as get_deployment_metrics
    from . import list_deployments as list_deployments
    from . import report_deployment as report_deployment
    from . import self_stop_deployment as self_stop_deployment
    from . import stop_deployment as stop_deployment
    from . import update_deployment as update_deployment

# Where users import the classes below from.
_PUBLIC_MODULE = f"{PACKAGE}.api.deployments"

__all__ = (
    "AsyncDeploymentsResource",
    "DeploymentsResource",
    "bulk_stop_deployments",
    "create_deployment",
    "create_deployment_v1",
    "get_deployment",
    "get_deployment_logs",
    "get_deployment_metrics",
    "list_deployments",
    "report_deployment",
    "self_stop_deployment",
    "stop_deployment",
    "update_deployment",
)


def __getattr__(name: str) -> Any:
    if name in __all__:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class DeploymentsResource:
    """A deployment is one running game server."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: Client) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    def create(
        self,
        *,
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
        """Start a deployment.

        Starts one game server of an app version near the given users. The response comes at once and contains
        only the `request_id`. To learn the address and the ports, read the status until the state is READY. The
        request is not idempotent, and there is no idempotency key. A second request starts a second deployment,
        and Edgegap bills both. After a 422 response, the deployment exists and is in ERROR.

        `POST /v2/deployments`, at most 40 requests per second for an organisation.

        Args:
            application: The application's name.
            version: The name of the app version.
            users: The players, at least one. The service places the deployment near them.
            resources: Resources of this deployment, in place of the resources of the version.
            require_cached_locations: Whether to use only locations that have cached the image. The service's
                default is false. Null means the same.
            environment_variables: Environment variables for the container, in addition to the variables of the
                version.
            tags: Tags to find the deployment by. Up to 20 characters for each tag are safe.
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
        from ...models.deploy_request_v2 import DeployRequestV2
        from . import create_deployment

        hidden = Secret(
            {
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
        body = make_body(DeployRequestV2, hidden)

        return create_deployment.sync(client=self._client, body=body)

    def get(self, deployment_id: str) -> DeploymentStatus:
        """Read the status of a deployment.

        Returns the state, the address and the ports of one deployment. Rely only on `request_id`, `app_name`,
        `app_version` and `current_status`. The address, the ports and the location appear when the service has
        found a host. READY can come about a minute before the game process accepts players. For an unknown id,
        the live service returns 400, although 404 is documented. After the deployment has ended, it can return
        400, 404 or 410.

        `GET /v1/status/{deployment_id}`, at most 20 requests per second for an organisation.

        Args:
            deployment_id: The deployment's id, called `request_id` in bodies.

        Returns:
            The `DeploymentStatus`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            GoneError: The deployment or session has already ended (410).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_deployment

        return get_deployment.sync(deployment_id, client=self._client)

    def list(
        self,
        *,
        query: str | Unset = UNSET,
        page: int | Unset = UNSET,
        limit: int | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> Pager[DeploymentListItem, DeploymentList]:
        """List the deployments of the organisation.

        Lists the organisation's deployments. `query` filters and orders them. An item has fewer fields than a
        status: it has `ready` in place of the state. `message` is a list here, with the service's notes about
        the query.

        `GET /v1/deployments`, at most 10 requests per second for an organisation.

        Args:
            query: A `DeploymentListQuery` as JSON text, for example {"filters": [{"field": "status", "operator":
                "eq", "value": "ready"}], "order_by": [{"field": "created_at", "order": "desc"}]}. Each entry of
                `filters` has a field, an operator and a value. Each entry of `order_by` has a field and an order. A
                query can have at most one filter for each field. Fields to filter by: status (in lower case, such as
                ready), request_id, tags, created_at, application, version, fleet_name, host_name. Operators: eq and neq
                for all fields except created_at; eq, gte and lte for created_at; in and nin with a list of values for
                request_id, tags, application, version, fleet_name and host_name; ilike with percent signs as wildcards
                for fleet_name and host_name. One client also filters by is_joinable_by_session and
                available_session_sockets, and compares with lt and gt. No document mentions these. Fields to order by:
                created_at, available_session_sockets. Orders: asc, desc.
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items in total. Default: all items.
            page_size: Number of items in each request. Default: `limit`, but at most 100, or the service's page size (10
                where it is known).

        Returns:
            A pager over all `DeploymentListItem` objects, starting at `page`. It requests each page when the iteration reaches it.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ....._core._sync.paging import Pager
        from . import list_deployments

        client = self._client

        def fetch(number: int | Unset, size: int | Unset) -> DeploymentList:
            return list_deployments.sync(client=client, query=query, page=number, limit=size)

        return Pager(
            "deployments.list", fetch, lambda envelope: envelope.data, start=page, limit=limit, page_size=page_size
        )

    def list_page(
        self, *, query: str | Unset = UNSET, page: int | Unset = UNSET, limit: int | Unset = UNSET
    ) -> DeploymentList:
        """List the deployments of the organisation.

        Lists the organisation's deployments. `query` filters and orders them. An item has fewer fields than a
        status: it has `ready` in place of the state. `message` is a list here, with the service's notes about
        the query.

        `GET /v1/deployments`, at most 10 requests per second for an organisation.

        Args:
            query: A `DeploymentListQuery` as JSON text, for example {"filters": [{"field": "status", "operator":
                "eq", "value": "ready"}], "order_by": [{"field": "created_at", "order": "desc"}]}. Each entry of
                `filters` has a field, an operator and a value. Each entry of `order_by` has a field and an order. A
                query can have at most one filter for each field. Fields to filter by: status (in lower case, such as
                ready), request_id, tags, created_at, application, version, fleet_name, host_name. Operators: eq and neq
                for all fields except created_at; eq, gte and lte for created_at; in and nin with a list of values for
                request_id, tags, application, version, fleet_name and host_name; ilike with percent signs as wildcards
                for fleet_name and host_name. One client also filters by is_joinable_by_session and
                available_session_sockets, and compares with lt and gt. No document mentions these. Fields to order by:
                created_at, available_session_sockets. Orders: asc, desc.
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items on the page. The service's default is 10 where it is known. No maximum is
                documented.

        Returns:
            The `DeploymentList`: one page of the list.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import list_deployments

        return list_deployments.sync(client=self._client, query=query, page=page, limit=limit)

    def stop(self, deployment_id: str, *, container_log_storage: str | Unset = UNSET) -> DeploymentStopResponse:
        """Stop a deployment.

        Stops a deployment. The service stops a deployment in READY or ERROR at once. If the deployment is still
        starting, the service stops it when it reaches READY or ERROR. You can safely repeat the request: 410
        means that the deployment has already ended. For an unknown id, the live service returns 400, although
        404 is documented.

        `DELETE /v1/stop/{deployment_id}`.

        Args:
            deployment_id: The deployment's id, called `request_id` in bodies.
            container_log_storage: Whether to store the container's logs: `true`, `false`, or the name of the
                endpoint storage that receives them.

        Returns:
            The `DeploymentStopResponse`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            GoneError: The deployment or session has already ended (410).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import stop_deployment

        return stop_deployment.sync(deployment_id, client=self._client, container_log_storage=container_log_storage)

    def bulk_stop(self, *, filters: Iterable[DeploymentBulkStopFilterLike]) -> DeploymentBulkStopResponse:
        """Stop many deployments.

        Stops every deployment that the filters select, by id or by tag. The response lists the deployments that
        the service will stop. The service stops no other deployment.

        `POST /v1/deployments/bulk-stop`.

        Args:
            filters: Conditions on the deployments to stop.

        Returns:
            The `DeploymentBulkStopResponse`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.deployment_bulk_stop_request import DeploymentBulkStopRequest
        from . import bulk_stop_deployments

        body = make_body(DeploymentBulkStopRequest, {"filters": filters})

        return bulk_stop_deployments.sync(client=self._client, body=body)

    def self_stop(
        self,
        deployment_id: str,
        stop_key: str | Secret[str],
        *,
        authorization: str | Secret[str],
        container_log_storage: str | Unset = UNSET,
    ) -> DeploymentStopResponse:
        """Stop a deployment from its own container.

        Stops the deployment that the calling game server runs in. The request does not need the organisation's
        token. In the container, the environment variable ARBITRIUM_DELETE_URL has the full URL of this request,
        and ARBITRIUM_DELETE_TOKEN has the token.

        `DELETE /v1/self/stop/{deployment_id}/{stop_key}`.

        Args:
            deployment_id: The deployment's id, which is the second to last part of ARBITRIUM_DELETE_URL.
            stop_key: The last part of ARBITRIUM_DELETE_URL.
            authorization: The value of ARBITRIUM_DELETE_TOKEN, without a prefix.
            container_log_storage: Whether to store the container's logs: `true`, `false`, or the name of the
                endpoint storage that receives them.

        Returns:
            The `DeploymentStopResponse`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            GoneError: The deployment or session has already ended (410).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import self_stop_deployment

        stop_key, authorization = hide(stop_key), hide(authorization)

        return self_stop_deployment.sync(
            deployment_id,
            stop_key,
            client=self._client,
            container_log_storage=container_log_storage,
            authorization=authorization,
        )

    def get_logs(self, deployment_id: str, *, format_: LogFormat | Unset = UNSET) -> ContainerLogs:
        """Read the logs of a deployment.

        Returns the container's output, and its output before the last crash. The service deletes the logs with
        the deployment, unless an endpoint storage receives them.

        `GET /v1/deployment/{deployment_id}/container-logs`.

        Args:
            deployment_id: The deployment's id, called `request_id` in bodies.
            format_: The format of the logs. No specification names this parameter, but Edgegap's own tools send it.

        Returns:
            The `ContainerLogs`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_deployment_logs

        return get_deployment_logs.sync(deployment_id, client=self._client, format_=format_)

    def get_metrics(
        self,
        deployment_id: str,
        *,
        start_time: datetime.datetime | Unset = UNSET,
        end_time: datetime.datetime | Unset = UNSET,
        steps: str | Unset = UNSET,
        raw: bool | Unset = UNSET,
    ) -> DeploymentMetrics:
        """Read the resource use of a deployment.

        Returns processor, memory, network and disk use over time, one series for each. A 422 response means
        that the service has no metrics for this deployment.

        `GET /v1/metrics/deployment/{deployment_id}`.

        Args:
            deployment_id: The deployment's id, called `request_id` in bodies.
            start_time: The start of the time range.
            end_time: The end of the time range.
            steps: The time between two samples, as a number and its unit, such as 30s.
            raw: Whether to return the samples as measured. The service's default is false.

        Returns:
            The `DeploymentMetrics`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_deployment_metrics

        return get_deployment_metrics.sync(
            deployment_id, client=self._client, start_time=start_time, end_time=end_time, steps=steps, raw=raw
        )

    def report(
        self, deployment_id: str, *, reason: str, metadata: DeploymentReportMetadataLike | Unset = UNSET
    ) -> None:
        """Report a problem with a deployment.

        Reports to Edgegap that something is wrong with a deployment. The response has no body.

        `POST /v1/deployments/{deployment_id}:report`.

        Args:
            deployment_id: The deployment's id, called `request_id` in bodies.
            reason: The problem, in 1 to 255 characters.
            metadata: Further details.

        Returns:
            None.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.deployment_report_request import DeploymentReportRequest
        from . import report_deployment

        body = make_body(DeploymentReportRequest, {"reason": reason, "metadata": metadata})

        report_deployment.sync(deployment_id, client=self._client, body=body)

    @deprecated("Edgegap has deprecated create_deployment_v1")
    def create_v1(
        self,
        *,
        app_name: str,
        version_name: str | Unset = UNSET,
        ip_list: Iterable[str] | Unset = UNSET,
        geo_ip_list: Iterable[GeoIpLike] | Unset = UNSET,
        filters: Iterable[DeployFilterLike] | Unset = UNSET,
        env_vars: Iterable[EnvVarLike] | Mapping[str, str] | Unset = UNSET,
        tags: Iterable[str] | Unset = UNSET,
        webhook_url: str | Unset = UNSET,
        container_log_storage: ContainerLogStorageLike | Unset = UNSET,
        command: str | None | Unset = UNSET,
        arguments: str | None | Unset = UNSET,
        is_public_app: bool | Unset = UNSET,
        telemetry_profile_uuid_list: Iterable[str] | Unset = UNSET,
        skip_telemetry: bool | Unset = UNSET,
        location: CoordinatesLike | Unset = UNSET,
        city: str | Unset = UNSET,
        country: str | Unset = UNSET,
        continent: str | Unset = UNSET,
        region: str | Unset = UNSET,
        administrative_division: str | Unset = UNSET,
        ap_sort_strategy: ApSortStrategyLike | Unset = UNSET,
    ) -> DeployResponseV1:
        """Start a deployment (older form).

        This is the older form of `create`. Only this form has filters on the location, a command override and
        log storage. Some field names differ from the newer form. The request needs `ip_list`, `geo_ip_list`,
        `location` or `filters`; otherwise the service returns 400. You cannot combine `ip_list` with
        `geo_ip_list`. The request is not idempotent: a second request starts a second deployment, and Edgegap
        bills both.

        `POST /v1/deploy`, at most 40 requests per second for an organisation. Deprecated.

        Args:
            app_name: The application's name.
            version_name: The name of the app version. By default, the service takes the newest version.
            ip_list: The players' addresses. You cannot combine it with `geo_ip_list`.
            geo_ip_list: The players' addresses and coordinates. You cannot combine it with `ip_list`.
            filters: Conditions on the location.
            env_vars: Environment variables for the container, in addition to the variables of the version.
            tags: Tags to find the deployment by.
            webhook_url: The URL that receives the status once, when the deployment is READY or in ERROR.
            container_log_storage: Whether and where to store the container's logs.
            command: Command to run in place of the image's entry point. Null keeps the image's own entry point.
            arguments: Arguments of the command. Null means the image's own arguments.
            is_public_app: Whether the application is a public one. Only documents of 2024 have it.
            telemetry_profile_uuid_list: Telemetry profiles to use. Only documents of 2024 have it.
            skip_telemetry: Whether to choose the location without telemetry. Only documents of 2024 have it.
            location: A point to place the deployment near. Only documents of 2024 have it.
            city: The city to deploy in. Only documents of 2024 have this field. Use `filters` instead.
            country: The country to deploy in. Only documents of 2024 have this field. Use `filters` instead.
            continent: The continent to deploy in. Only documents of 2024 have this field. Use `filters` instead.
            region: The region to deploy in. Only documents of 2024 have this field. Use `filters` instead.
            administrative_division: The state or province to deploy in. Only documents of 2024 have this field. Use
                `filters` instead.
            ap_sort_strategy: How to rank candidate locations. Only documents of 2024 have it.

        Returns:
            The `DeployResponseV1`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            ConflictError: The name is already taken, or the state does not allow the request (409).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.deploy_request_v1 import DeployRequestV1
        from . import create_deployment_v1

        hidden = Secret(
            {
                "app_name": app_name,
                "version_name": version_name,
                "ip_list": ip_list,
                "geo_ip_list": geo_ip_list,
                "filters": filters,
                "env_vars": env_vars,
                "tags": tags,
                "webhook_url": webhook_url,
                "container_log_storage": container_log_storage,
                "command": command,
                "arguments": arguments,
                "is_public_app": is_public_app,
                "telemetry_profile_uuid_list": telemetry_profile_uuid_list,
                "skip_telemetry": skip_telemetry,
                "location": location,
                "city": city,
                "country": country,
                "continent": continent,
                "region": region,
                "administrative_division": administrative_division,
                "ap_sort_strategy": ap_sort_strategy,
            }
        )
        del env_vars
        body = make_body(DeployRequestV1, hidden)

        return create_deployment_v1.sync(client=self._client, body=body)

    @deprecated("Edgegap has deprecated update_deployment")
    def update(self, request_id: str, *, is_joinable_by_session: bool | Unset = UNSET) -> DeploymentUpdateResponse:
        """Open or close a deployment to sessions.

        Changes whether the service places further sessions on a running deployment. This request changes
        nothing else.

        `PATCH /v1/deployments/{request_id}`. Deprecated.

        Args:
            request_id: The deployment's id.
            is_joinable_by_session: Whether the service can place sessions on the deployment.

        Returns:
            The `DeploymentUpdateResponse`.

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
        from ...models.deployment_update_request import DeploymentUpdateRequest
        from . import update_deployment

        body = make_body(DeploymentUpdateRequest, {"is_joinable_by_session": is_joinable_by_session})

        return update_deployment.sync(request_id, client=self._client, body=body)


class AsyncDeploymentsResource:
    """A deployment is one running game server."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    async def create(
        self,
        *,
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
        """Start a deployment.

        Starts one game server of an app version near the given users. The response comes at once and contains
        only the `request_id`. To learn the address and the ports, read the status until the state is READY. The
        request is not idempotent, and there is no idempotency key. A second request starts a second deployment,
        and Edgegap bills both. After a 422 response, the deployment exists and is in ERROR.

        `POST /v2/deployments`, at most 40 requests per second for an organisation.

        Args:
            application: The application's name.
            version: The name of the app version.
            users: The players, at least one. The service places the deployment near them.
            resources: Resources of this deployment, in place of the resources of the version.
            require_cached_locations: Whether to use only locations that have cached the image. The service's
                default is false. Null means the same.
            environment_variables: Environment variables for the container, in addition to the variables of the
                version.
            tags: Tags to find the deployment by. Up to 20 characters for each tag are safe.
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
        from ...models.deploy_request_v2 import DeployRequestV2
        from . import create_deployment

        hidden = Secret(
            {
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
        body = make_body(DeployRequestV2, hidden)

        return await create_deployment.asyncio(client=self._client, body=body)

    async def get(self, deployment_id: str) -> DeploymentStatus:
        """Read the status of a deployment.

        Returns the state, the address and the ports of one deployment. Rely only on `request_id`, `app_name`,
        `app_version` and `current_status`. The address, the ports and the location appear when the service has
        found a host. READY can come about a minute before the game process accepts players. For an unknown id,
        the live service returns 400, although 404 is documented. After the deployment has ended, it can return
        400, 404 or 410.

        `GET /v1/status/{deployment_id}`, at most 20 requests per second for an organisation.

        Args:
            deployment_id: The deployment's id, called `request_id` in bodies.

        Returns:
            The `DeploymentStatus`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            GoneError: The deployment or session has already ended (410).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_deployment

        return await get_deployment.asyncio(deployment_id, client=self._client)

    def list(
        self,
        *,
        query: str | Unset = UNSET,
        page: int | Unset = UNSET,
        limit: int | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> AsyncPager[DeploymentListItem, DeploymentList]:
        """List the deployments of the organisation.

        Lists the organisation's deployments. `query` filters and orders them. An item has fewer fields than a
        status: it has `ready` in place of the state. `message` is a list here, with the service's notes about
        the query.

        `GET /v1/deployments`, at most 10 requests per second for an organisation.

        Args:
            query: A `DeploymentListQuery` as JSON text, for example {"filters": [{"field": "status", "operator":
                "eq", "value": "ready"}], "order_by": [{"field": "created_at", "order": "desc"}]}. Each entry of
                `filters` has a field, an operator and a value. Each entry of `order_by` has a field and an order. A
                query can have at most one filter for each field. Fields to filter by: status (in lower case, such as
                ready), request_id, tags, created_at, application, version, fleet_name, host_name. Operators: eq and neq
                for all fields except created_at; eq, gte and lte for created_at; in and nin with a list of values for
                request_id, tags, application, version, fleet_name and host_name; ilike with percent signs as wildcards
                for fleet_name and host_name. One client also filters by is_joinable_by_session and
                available_session_sockets, and compares with lt and gt. No document mentions these. Fields to order by:
                created_at, available_session_sockets. Orders: asc, desc.
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items in total. Default: all items.
            page_size: Number of items in each request. Default: `limit`, but at most 100, or the service's page size (10
                where it is known).

        Returns:
            A pager over all `DeploymentListItem` objects, starting at `page`. It requests each page when the iteration reaches it.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ....._core._async.paging import AsyncPager
        from . import list_deployments

        client = self._client

        def fetch(number: int | Unset, size: int | Unset) -> Awaitable[DeploymentList]:
            return list_deployments.asyncio(client=client, query=query, page=number, limit=size)

        return AsyncPager(
            "deployments.list", fetch, lambda envelope: envelope.data, start=page, limit=limit, page_size=page_size
        )

    async def list_page(
        self, *, query: str | Unset = UNSET, page: int | Unset = UNSET, limit: int | Unset = UNSET
    ) -> DeploymentList:
        """List the deployments of the organisation.

        Lists the organisation's deployments. `query` filters and orders them. An item has fewer fields than a
        status: it has `ready` in place of the state. `message` is a list here, with the service's notes about
        the query.

        `GET /v1/deployments`, at most 10 requests per second for an organisation.

        Args:
            query: A `DeploymentListQuery` as JSON text, for example {"filters": [{"field": "status", "operator":
                "eq", "value": "ready"}], "order_by": [{"field": "created_at", "order": "desc"}]}. Each entry of
                `filters` has a field, an operator and a value. Each entry of `order_by` has a field and an order. A
                query can have at most one filter for each field. Fields to filter by: status (in lower case, such as
                ready), request_id, tags, created_at, application, version, fleet_name, host_name. Operators: eq and neq
                for all fields except created_at; eq, gte and lte for created_at; in and nin with a list of values for
                request_id, tags, application, version, fleet_name and host_name; ilike with percent signs as wildcards
                for fleet_name and host_name. One client also filters by is_joinable_by_session and
                available_session_sockets, and compares with lt and gt. No document mentions these. Fields to order by:
                created_at, available_session_sockets. Orders: asc, desc.
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items on the page. The service's default is 10 where it is known. No maximum is
                documented.

        Returns:
            The `DeploymentList`: one page of the list.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import list_deployments

        return await list_deployments.asyncio(client=self._client, query=query, page=page, limit=limit)

    async def stop(self, deployment_id: str, *, container_log_storage: str | Unset = UNSET) -> DeploymentStopResponse:
        """Stop a deployment.

        Stops a deployment. The service stops a deployment in READY or ERROR at once. If the deployment is still
        starting, the service stops it when it reaches READY or ERROR. You can safely repeat the request: 410
        means that the deployment has already ended. For an unknown id, the live service returns 400, although
        404 is documented.

        `DELETE /v1/stop/{deployment_id}`.

        Args:
            deployment_id: The deployment's id, called `request_id` in bodies.
            container_log_storage: Whether to store the container's logs: `true`, `false`, or the name of the
                endpoint storage that receives them.

        Returns:
            The `DeploymentStopResponse`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            GoneError: The deployment or session has already ended (410).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import stop_deployment

        return await stop_deployment.asyncio(
            deployment_id, client=self._client, container_log_storage=container_log_storage
        )

    async def bulk_stop(self, *, filters: Iterable[DeploymentBulkStopFilterLike]) -> DeploymentBulkStopResponse:
        """Stop many deployments.

        Stops every deployment that the filters select, by id or by tag. The response lists the deployments that
        the service will stop. The service stops no other deployment.

        `POST /v1/deployments/bulk-stop`.

        Args:
            filters: Conditions on the deployments to stop.

        Returns:
            The `DeploymentBulkStopResponse`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.deployment_bulk_stop_request import DeploymentBulkStopRequest
        from . import bulk_stop_deployments

        body = make_body(DeploymentBulkStopRequest, {"filters": filters})

        return await bulk_stop_deployments.asyncio(client=self._client, body=body)

    async def self_stop(
        self,
        deployment_id: str,
        stop_key: str | Secret[str],
        *,
        authorization: str | Secret[str],
        container_log_storage: str | Unset = UNSET,
    ) -> DeploymentStopResponse:
        """Stop a deployment from its own container.

        Stops the deployment that the calling game server runs in. The request does not need the organisation's
        token. In the container, the environment variable ARBITRIUM_DELETE_URL has the full URL of this request,
        and ARBITRIUM_DELETE_TOKEN has the token.

        `DELETE /v1/self/stop/{deployment_id}/{stop_key}`.

        Args:
            deployment_id: The deployment's id, which is the second to last part of ARBITRIUM_DELETE_URL.
            stop_key: The last part of ARBITRIUM_DELETE_URL.
            authorization: The value of ARBITRIUM_DELETE_TOKEN, without a prefix.
            container_log_storage: Whether to store the container's logs: `true`, `false`, or the name of the
                endpoint storage that receives them.

        Returns:
            The `DeploymentStopResponse`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            GoneError: The deployment or session has already ended (410).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import self_stop_deployment

        stop_key, authorization = hide(stop_key), hide(authorization)

        return await self_stop_deployment.asyncio(
            deployment_id,
            stop_key,
            client=self._client,
            container_log_storage=container_log_storage,
            authorization=authorization,
        )

    async def get_logs(self, deployment_id: str, *, format_: LogFormat | Unset = UNSET) -> ContainerLogs:
        """Read the logs of a deployment.

        Returns the container's output, and its output before the last crash. The service deletes the logs with
        the deployment, unless an endpoint storage receives them.

        `GET /v1/deployment/{deployment_id}/container-logs`.

        Args:
            deployment_id: The deployment's id, called `request_id` in bodies.
            format_: The format of the logs. No specification names this parameter, but Edgegap's own tools send it.

        Returns:
            The `ContainerLogs`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_deployment_logs

        return await get_deployment_logs.asyncio(deployment_id, client=self._client, format_=format_)

    async def get_metrics(
        self,
        deployment_id: str,
        *,
        start_time: datetime.datetime | Unset = UNSET,
        end_time: datetime.datetime | Unset = UNSET,
        steps: str | Unset = UNSET,
        raw: bool | Unset = UNSET,
    ) -> DeploymentMetrics:
        """Read the resource use of a deployment.

        Returns processor, memory, network and disk use over time, one series for each. A 422 response means
        that the service has no metrics for this deployment.

        `GET /v1/metrics/deployment/{deployment_id}`.

        Args:
            deployment_id: The deployment's id, called `request_id` in bodies.
            start_time: The start of the time range.
            end_time: The end of the time range.
            steps: The time between two samples, as a number and its unit, such as 30s.
            raw: Whether to return the samples as measured. The service's default is false.

        Returns:
            The `DeploymentMetrics`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_deployment_metrics

        return await get_deployment_metrics.asyncio(
            deployment_id, client=self._client, start_time=start_time, end_time=end_time, steps=steps, raw=raw
        )

    async def report(
        self, deployment_id: str, *, reason: str, metadata: DeploymentReportMetadataLike | Unset = UNSET
    ) -> None:
        """Report a problem with a deployment.

        Reports to Edgegap that something is wrong with a deployment. The response has no body.

        `POST /v1/deployments/{deployment_id}:report`.

        Args:
            deployment_id: The deployment's id, called `request_id` in bodies.
            reason: The problem, in 1 to 255 characters.
            metadata: Further details.

        Returns:
            None.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.deployment_report_request import DeploymentReportRequest
        from . import report_deployment

        body = make_body(DeploymentReportRequest, {"reason": reason, "metadata": metadata})

        await report_deployment.asyncio(deployment_id, client=self._client, body=body)

    @deprecated("Edgegap has deprecated create_deployment_v1")
    async def create_v1(
        self,
        *,
        app_name: str,
        version_name: str | Unset = UNSET,
        ip_list: Iterable[str] | Unset = UNSET,
        geo_ip_list: Iterable[GeoIpLike] | Unset = UNSET,
        filters: Iterable[DeployFilterLike] | Unset = UNSET,
        env_vars: Iterable[EnvVarLike] | Mapping[str, str] | Unset = UNSET,
        tags: Iterable[str] | Unset = UNSET,
        webhook_url: str | Unset = UNSET,
        container_log_storage: ContainerLogStorageLike | Unset = UNSET,
        command: str | None | Unset = UNSET,
        arguments: str | None | Unset = UNSET,
        is_public_app: bool | Unset = UNSET,
        telemetry_profile_uuid_list: Iterable[str] | Unset = UNSET,
        skip_telemetry: bool | Unset = UNSET,
        location: CoordinatesLike | Unset = UNSET,
        city: str | Unset = UNSET,
        country: str | Unset = UNSET,
        continent: str | Unset = UNSET,
        region: str | Unset = UNSET,
        administrative_division: str | Unset = UNSET,
        ap_sort_strategy: ApSortStrategyLike | Unset = UNSET,
    ) -> DeployResponseV1:
        """Start a deployment (older form).

        This is the older form of `create`. Only this form has filters on the location, a command override and
        log storage. Some field names differ from the newer form. The request needs `ip_list`, `geo_ip_list`,
        `location` or `filters`; otherwise the service returns 400. You cannot combine `ip_list` with
        `geo_ip_list`. The request is not idempotent: a second request starts a second deployment, and Edgegap
        bills both.

        `POST /v1/deploy`, at most 40 requests per second for an organisation. Deprecated.

        Args:
            app_name: The application's name.
            version_name: The name of the app version. By default, the service takes the newest version.
            ip_list: The players' addresses. You cannot combine it with `geo_ip_list`.
            geo_ip_list: The players' addresses and coordinates. You cannot combine it with `ip_list`.
            filters: Conditions on the location.
            env_vars: Environment variables for the container, in addition to the variables of the version.
            tags: Tags to find the deployment by.
            webhook_url: The URL that receives the status once, when the deployment is READY or in ERROR.
            container_log_storage: Whether and where to store the container's logs.
            command: Command to run in place of the image's entry point. Null keeps the image's own entry point.
            arguments: Arguments of the command. Null means the image's own arguments.
            is_public_app: Whether the application is a public one. Only documents of 2024 have it.
            telemetry_profile_uuid_list: Telemetry profiles to use. Only documents of 2024 have it.
            skip_telemetry: Whether to choose the location without telemetry. Only documents of 2024 have it.
            location: A point to place the deployment near. Only documents of 2024 have it.
            city: The city to deploy in. Only documents of 2024 have this field. Use `filters` instead.
            country: The country to deploy in. Only documents of 2024 have this field. Use `filters` instead.
            continent: The continent to deploy in. Only documents of 2024 have this field. Use `filters` instead.
            region: The region to deploy in. Only documents of 2024 have this field. Use `filters` instead.
            administrative_division: The state or province to deploy in. Only documents of 2024 have this field. Use
                `filters` instead.
            ap_sort_strategy: How to rank candidate locations. Only documents of 2024 have it.

        Returns:
            The `DeployResponseV1`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            ConflictError: The name is already taken, or the state does not allow the request (409).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.deploy_request_v1 import DeployRequestV1
        from . import create_deployment_v1

        hidden = Secret(
            {
                "app_name": app_name,
                "version_name": version_name,
                "ip_list": ip_list,
                "geo_ip_list": geo_ip_list,
                "filters": filters,
                "env_vars": env_vars,
                "tags": tags,
                "webhook_url": webhook_url,
                "container_log_storage": container_log_storage,
                "command": command,
                "arguments": arguments,
                "is_public_app": is_public_app,
                "telemetry_profile_uuid_list": telemetry_profile_uuid_list,
                "skip_telemetry": skip_telemetry,
                "location": location,
                "city": city,
                "country": country,
                "continent": continent,
                "region": region,
                "administrative_division": administrative_division,
                "ap_sort_strategy": ap_sort_strategy,
            }
        )
        del env_vars
        body = make_body(DeployRequestV1, hidden)

        return await create_deployment_v1.asyncio(client=self._client, body=body)

    @deprecated("Edgegap has deprecated update_deployment")
    async def update(
        self, request_id: str, *, is_joinable_by_session: bool | Unset = UNSET
    ) -> DeploymentUpdateResponse:
        """Open or close a deployment to sessions.

        Changes whether the service places further sessions on a running deployment. This request changes
        nothing else.

        `PATCH /v1/deployments/{request_id}`. Deprecated.

        Args:
            request_id: The deployment's id.
            is_joinable_by_session: Whether the service can place sessions on the deployment.

        Returns:
            The `DeploymentUpdateResponse`.

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
        from ...models.deployment_update_request import DeploymentUpdateRequest
        from . import update_deployment

        body = make_body(DeploymentUpdateRequest, {"is_joinable_by_session": is_joinable_by_session})

        return await update_deployment.asyncio(request_id, client=self._client, body=body)
