"""Lists of deployments with conditions as arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._core.decoding import UNSET, Unset
from .._core.query import OneOrMany, QueryLike, Time, conditions
from .._generated.orchestration.api.deployments import AsyncDeploymentsResource
from ..errors import InvalidRequestError

if TYPE_CHECKING:
    from .._core._async.paging import AsyncPager
    from .._generated.orchestration.models.deployment_list import DeploymentList
    from .._generated.orchestration.models.deployment_list_item import DeploymentListItem

__all__ = ["AsyncDeploymentLists"]


class AsyncDeploymentLists(AsyncDeploymentsResource):
    """The operations of deployments, with lists that take their conditions as arguments."""

    __slots__ = ()

    def list(
        self,
        *,
        status: str | Unset = UNSET,
        tags: OneOrMany | Unset = UNSET,
        application: OneOrMany | Unset = UNSET,
        version: OneOrMany | Unset = UNSET,
        request_id: OneOrMany | Unset = UNSET,
        fleet_name: OneOrMany | Unset = UNSET,
        host_name: OneOrMany | Unset = UNSET,
        created_after: Time | Unset = UNSET,
        created_before: Time | Unset = UNSET,
        query: QueryLike | Unset = UNSET,
        page: int | Unset = UNSET,
        limit: int | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> AsyncPager[DeploymentListItem, DeploymentList]:
        """List the deployments of the organisation that meet all conditions.

            edgegap.deployments.list(application="my-game", status="ready", tags=["ranked", "casual"])

        The items have fewer fields than the result of `get`: they have `ready` instead of the state.

        `GET /v1/deployments`, at most 10 requests per second for an organisation.

        Args:
            status: The state, such as `ready`, in upper or lower case.
            tags: A tag, or a list of tags: a deployment must have at least one of them.
            application: The name of the application, or a list of names.
            version: The name of the app version, or a list of names.
            request_id: The id of the deployment, or a list of ids.
            fleet_name: The name of the private fleet, or a list of names.
            host_name: The name of the host, or a list of names.
            created_after: Only deployments that were created at this time or later: a datetime, or ISO 8601 text. A
                time without a zone is in UTC.
            created_before: Only deployments that were created at this time or earlier. If both are given, the service
                applies `created_before`, and the client skips deployments that started before `created_after`.
            query: A `Query` with other conditions and the order, or the same as a dict, a model or JSON text. The
                service allows one condition for each field.
            page: Number of the first page to request, counted from 1.
            limit: Maximum number of items in all. Default: all items.
            page_size: Number of items in one request. Default: `limit`, at most 100, or the server's page size (10
                where it is known).

        Returns:
            A pager over every `DeploymentListItem`, from `page` on. It requests each page when the iteration reaches
            it.

        Raises:
            InvalidRequestError: A condition has a wrong shape, or a field has two conditions. Nothing was sent.
            BadRequestError: The server refuses the request (400).
            AuthenticationError: The token is missing or not understood (401).
            RateLimitedError: Too many requests from this organisation (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """
        found = conditions(
            query,
            status=status,
            tags=tags,
            application=application,
            version=version,
            request_id=request_id,
            fleet_name=fleet_name,
            host_name=host_name,
            created_after=created_after,
            created_before=created_before,
        )
        pager = super().list(query=found.query, page=page, limit=limit, page_size=page_size)
        return pager if found.started_after is None else pager._kept_by(found.keeps)

    async def list_page(
        self,
        *,
        status: str | Unset = UNSET,
        tags: OneOrMany | Unset = UNSET,
        application: OneOrMany | Unset = UNSET,
        version: OneOrMany | Unset = UNSET,
        request_id: OneOrMany | Unset = UNSET,
        fleet_name: OneOrMany | Unset = UNSET,
        host_name: OneOrMany | Unset = UNSET,
        created_after: Time | Unset = UNSET,
        created_before: Time | Unset = UNSET,
        query: QueryLike | Unset = UNSET,
        page: int | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> DeploymentList:
        """Request one page of the list of deployments.

        Its `total_count` counts all deployments that meet the conditions.

        Args:
            status: As for `list`, like the other conditions. Pass `created_after` or `created_before`, not both.
            tags: As for `list`.
            application: As for `list`.
            version: As for `list`.
            request_id: As for `list`.
            fleet_name: As for `list`.
            host_name: As for `list`.
            created_after: As for `list`.
            created_before: As for `list`.
            query: As for `list`.
            page: Number of the page to return, counted from 1.
            limit: Maximum number of items on the page. Default: the server's page size (10 where it is known).

        Returns:
            The `DeploymentList`: one page of the list.

        Raises:
            InvalidRequestError: A condition has a wrong shape, or a field has two conditions. Nothing was sent.
            EdgegapError: As for `list`.
        """
        found = conditions(
            query,
            status=status,
            tags=tags,
            application=application,
            version=version,
            request_id=request_id,
            fleet_name=fleet_name,
            host_name=host_name,
            created_after=created_after,
            created_before=created_before,
        )
        if found.started_after is not None:
            raise InvalidRequestError("list_page takes created_after or created_before, not both: use list for a range")
        return await super().list_page(query=found.query, page=page, limit=limit)
