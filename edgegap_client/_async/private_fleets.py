"""Launches on the organisation's private hosts, with the same guarantees as `deployments.launch`."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Unpack

from .._core.public import public_in
from .._generated.orchestration.api.private_fleets import AsyncPrivateFleetsResource

if TYPE_CHECKING:
    from .._core.launch import FleetLaunchOptions
    from .._deployment import Deployment
    from .client import AsyncEdgegap


@public_in("deployments")
class AsyncPrivateFleets(AsyncPrivateFleetsResource):
    """Private hosts, and deployments on them.

    `launch` and `running` start deployments as those of `edgegap.deployments` do. The other methods are the operations
    of the API.
    """

    __slots__ = ("_edgegap",)

    def __init__(self, edgegap: AsyncEdgegap) -> None:
        super().__init__(edgegap)
        self._edgegap = edgegap

    async def launch(self, *, private_host_ids: list[str], **options: Unpack[FleetLaunchOptions]) -> Deployment:
        """Launch a deployment on one of the given private hosts, as `deployments.launch` does.

        Args:
            private_host_ids: The ids of the hosts to choose from: at least one, without duplicates.
            options: As for `deployments.launch`.

        Returns:
            The running deployment.

        Raises:
            EdgegapError: As for `deployments.launch`.
        """
        return await self._edgegap.deployments.launch(private_host_ids=private_host_ids, **options)

    @asynccontextmanager
    async def running(
        self, *, private_host_ids: list[str], **options: Unpack[FleetLaunchOptions]
    ) -> AsyncGenerator[Deployment]:
        """Run a deployment on one of the given private hosts for the length of a block, as `deployments.running` does.

        Args:
            private_host_ids: The ids of the hosts to choose from: at least one, without duplicates.
            options: As for `deployments.launch`.

        Raises:
            EdgegapError: As for `deployments.running`.
        """
        running = self._edgegap.deployments.running(private_host_ids=private_host_ids, **options)
        async with running as deployment:
            yield deployment
